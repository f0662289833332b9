"""Signals: opinions about which lines of a page are main content, each a number from 0 to 1 for every line."""

import logging
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from cleaner.html.page_view import PageView
from cleaner.html.tree import Node
from cleaner.html.values import comparison_key
from cleaner.text.sentences import PROSE_WORDS

THRESHOLD = 0.5
"""Minimum value of a signal for a line to count as selected."""

_UNIQUE_LENGTH = 20
"""Minimum letters of a line that occurs within a longer one as the same text, and not by chance."""

_CHANCE = 0.3
"""Value of a shorter line that occurs within a longer one."""

_QUARTERS = 4
_QUARTERS_LENGTH = 60
"""Minimum letters of a line that is looked for in quarters if it is not found: it may differ in a place or two."""

_QUARTERS_VALUE = 0.9
"""Value of a line whose quarters are all found."""

_MAX_SEARCHED = 1 << 20
"""Characters of a text that is searched for lines. A longer text is only compared line by line, to bound time."""

_MAX_LINKED = 0.3
"""Maximum share of a line of prose in links."""

_LOG = logging.getLogger(__name__)


def prose(view: PageView) -> list[float]:
    """Return 1 for each line that reads like prose: a sentence of some length with few links."""
    return [
        float(sentence and words >= PROSE_WORDS and line.links < _MAX_LINKED)
        for line, words, sentence in zip(view.lines, view.words, view.sentences, strict=True)
    ]


def overlap(view: PageView, text: Iterable[str]) -> list[float]:
    """Return how surely each line is in another extractor's text, which is given as lines.

    It is 1 for the same line or part of a line, up to 0.9 for a line some of whose quarters are found, and 0.3 for a
    short line that occurs within a longer one.
    """
    keys = [comparison_key(line) for line in text]
    whole, joined = frozenset(keys), "".join(keys)
    if len(joined) > _MAX_SEARCHED:
        joined = ""
    return [_overlap_of(key, whole, joined) for key in view.keys]


def _overlap_of(key: str, whole: frozenset[str], joined: str) -> float:
    if not key:
        return 0.0
    if key in whole:
        return 1.0
    if len(key) < _UNIQUE_LENGTH:
        return _CHANCE if key in joined else 0.0
    if key in joined:
        return 1.0
    if len(key) < _QUARTERS_LENGTH:
        return 0.0
    size = len(key) // _QUARTERS
    matches = sum(key[quarter * size : (quarter + 1) * size] in joined for quarter in range(_QUARTERS))
    return _QUARTERS_VALUE * matches / _QUARTERS


def selected(signal: Sequence[float]) -> list[int]:
    """Return the indexes of the lines that a signal selects."""
    return [index for index, value in enumerate(signal) if value >= THRESHOLD]


def trafilatura_text(tree: Node) -> str:
    """Return the text that trafilatura extracts, without comments; empty if it fails."""
    trafilatura = _load_trafilatura()
    try:
        document = trafilatura.bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001 - whatever fails in it, the scorer does without its signal
        _LOG.debug("trafilatura failed", exc_info=True)
        return ""
    return getattr(document, "text", None) or ""


@cache
def _load_trafilatura() -> Any:
    """Import trafilatura when the first page needs it: the import is slow.

    Its warnings are not shown unless the caller configures logging: the article reports on its page.
    """
    import trafilatura

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura
