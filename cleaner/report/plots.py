"""Plots as SVG that a page has inside itself: bars by leather, with a title and a description for screen readers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH = 640
"""Units of a plot's width; the page scales it."""

BAR = 26
"""Units of a bar's height with the space around it."""

FRAME = 96
"""Units above and below the bars: margins, and the numbers of the axis."""

MARGIN = 24
"""Units of the margin that are cut off above and below."""

MAX_LABEL = 34
"""Characters of a bar's label."""


class Bar(NamedTuple):
    """A bar: its label and its length."""

    label: str
    value: float


def plot(id: str, title: str, bars: Sequence[Bar]) -> str:
    """Return horizontal bars as SVG, the first at the top. ``id`` is that of the plot in its page.

    Colors are those of the page's style sheet, which has precedence over attributes.
    """
    import leather  # report only

    chart = leather.Chart()
    chart.add_bars([*zip((bar.value for bar in bars), _labels(bars), strict=True)])
    chart.add_x_scale(0, max(1.0, *(bar.value for bar in bars)))
    height = FRAME + BAR * len(bars)
    svg: str = chart.to_svg(width=WIDTH, height=height)
    start = svg.index(">") + 1
    described = "; ".join(f"{bar.label}: {bar.value:,.0f}" for bar in bars)
    box = f"0 {MARGIN} {WIDTH} {height - 2 * MARGIN}"
    return (
        f'<svg class="plot" role="img" viewBox="{box}" aria-labelledby="{id}-title {id}-text">'
        f'<title id="{id}-title">{escape(title)}</title><desc id="{id}-text">{escape(described)}</desc>'
        f"{svg[start:]}"
    )


def _labels(bars: Sequence[Bar]) -> Iterator[str]:
    """Yield the labels of bars. Equal ones are kept apart by blanks without width."""
    counts = Counter[str]()
    for bar in bars:
        label = bar.label if len(bar.label) <= MAX_LABEL else f"{bar.label[: MAX_LABEL - 1]}…"
        yield label + "\N{ZERO WIDTH SPACE}" * counts[label]
        counts[label] += 1
