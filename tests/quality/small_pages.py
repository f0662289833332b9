"""Small pages of invented words in many shapes: those with labels are long, and scorers must know short ones as well.

Each page draws what stands above and below its text, what holds it, and what its paragraphs are mixed with. So the
scorers learn that a page of three paragraphs has an article without any sign of one, whose subheads may be links, and
that a menu of two words is none. Captions are not in the gold, since scorers do not choose them.
"""

import random
from collections.abc import Iterator, Sequence

from cleaner.authoring.samples import neutral_lines
from tests.quality.pages import LabeledPage

SMALL_PAGES = 160
"""Pages that are drawn."""

MAX_PARAGRAPHS, MAX_SENTENCES = 6, 3
"""Paragraphs of a page, and sentences of a paragraph."""

HEADLINES = (
    "Old mill turns again", "Snow closes the pass", "A choir for the valley", "Bees return to the orchard",
    "Ferry to run at night", "What the drought left behind", "Library lends out tools",
)  # fmt: skip
SUBHEADS = (
    "A slow start", "The money", "Why larch lasts", "What neighbors say", "In the workshop", "Two winters later",
    "Plans for the tower", "Where the water went", "Notes on the map", "Who pays for it",
)  # fmt: skip
NOTICES = ("Open again on Friday.", "We have moved to Mill Lane 4.", "No service in May.", "Back at noon.")
ITEMS = ("a rope of six yards", "two lanterns", "dry wood", "one map for each boat", "tea, salt and bread", "a saw")
CAPTIONS = ("A heron at the weir.", "The mill in 1904", "Photo: R. Brandt", "Members of the choir.")
PAPER = "The Mill Gazette"
MENU = ("Start", "News", "Contact", "Sport", "Weather", "Our shop", "Imprint", "Jobs")
TEASERS = (
    "Ten walks along the coast", "Mayor opens the new hall", "Fire in the old barn", "How to mend a net",
    "Market days in autumn",
)  # fmt: skip
_SLOTS = ("Advertisement", "Share this story", "Also read: <a href='/t'>Ten walks along the coast</a>")
_FRAMES = (
    "{}", "<div>{}</div>", "<article>{}</article>", "<main>{}</main>", "<main><article>{}</article></main>",
    "<div class='content'><div>{}</div></div>", "<section>{}</section>", "<article class='post'>{}</article>",
)  # fmt: skip


_Block = tuple[str, str]
"""The markup of a part of a page, and its text in the gold: empty if it does not belong there."""


def small_pages(count: int = SMALL_PAGES) -> Iterator[LabeledPage]:
    """Yield pages, the same each time."""
    for number in range(count):
        draw = random.Random(number)  # noqa: S311 - the same pages each time
        headline = draw.choice(HEADLINES)
        blocks = draw.choice((_paragraphs, _paragraphs, _paragraphs, _broken_lines, _notice))(draw)
        if draw.randrange(5):
            blocks = [(f"<h1>{headline}</h1>", headline), *blocks]
        body = draw.choice(_FRAMES).format("".join(markup for markup, _ in blocks))
        page = f"<html lang='en'><title>{headline}</title><body>{_above(draw)}{body}{_below(draw)}</body></html>"
        yield LabeledPage(f"small-{number}", None, page, ("\n".join(text for _, text in blocks if text),), (), ())


def _prose(draw: random.Random) -> list[str]:
    """Return the texts of paragraphs: sentences that follow each other."""
    sentences = neutral_lines()
    start, counts = 0, [draw.randint(1, MAX_SENTENCES) for _ in range(draw.randint(1, MAX_PARAGRAPHS))]
    texts = []
    for count in counts:
        texts.append(" ".join(sentences[start : start + count]))
        start += count
    return texts


def _paragraphs(draw: random.Random) -> list[_Block]:
    """Return paragraphs, some with another part below."""
    parts = (_subhead, _linked_subhead, _items, _figure, _gallery, _quote, _advertisement)
    mixed = draw.sample(parts, draw.randrange(4))
    blocks: list[_Block] = []
    for text in _prose(draw):
        words = text.split()
        markup = f"{' '.join(words[:4])} <a href='/w'>{' '.join(words[4:6])}</a> {' '.join(words[6:])}"
        blocks.append((f"<p>{draw.choice((text, text, text, markup))}</p>", text))
        if mixed and draw.randrange(2):
            blocks.append(draw.choice(mixed)(draw))
    return blocks


def _broken_lines(draw: random.Random) -> list[_Block]:
    """Return paragraphs without a node of their own."""
    texts = _prose(draw)
    return [(f"<div>{'<br><br>'.join(texts)}</div>", "\n".join(texts))]


def _notice(draw: random.Random) -> list[_Block]:
    """Return the few words of a notice, in one paragraph or two."""
    return [(f"<p>{text}</p>", text) for text in draw.sample(NOTICES, draw.randint(1, 2))]


def _subhead(draw: random.Random) -> _Block:
    text = draw.choice(SUBHEADS)
    return f"<h2>{text}</h2>", text


def _linked_subhead(draw: random.Random) -> _Block:
    text, name = draw.choice(SUBHEADS), draw.choice(("", " class='anchor'", " id='s2'"))
    return f"<h2><a{name} href='#s2'>{text}</a></h2>", text


def _items(draw: random.Random) -> _Block:
    texts = draw.sample(ITEMS, draw.randint(2, 5))
    return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>", "\n".join(texts)


def _figure(draw: random.Random) -> _Block:
    caption = f"<figcaption>{draw.choice(CAPTIONS)}</figcaption>" * draw.randrange(2)
    return f"<figure><img src='/m.jpg'>{caption}</figure>", ""


def _gallery(draw: random.Random) -> _Block:
    captions = draw.sample(CAPTIONS, draw.randint(2, 3))
    return "".join(f"<div><img src='/g.jpg'><p class='caption'>{text}</p></div>" for text in captions), ""


def _quote(draw: random.Random) -> _Block:
    text = draw.choice(neutral_lines()[-6:])
    return f"<blockquote><p>{text}</p></blockquote>", text


def _advertisement(draw: random.Random) -> _Block:
    return f"<div class='{draw.choice(('ad', 'ad-slot', 'teaser', 'share'))}'>{draw.choice(_SLOTS)}</div>", ""


def _links(draw: random.Random, texts: Sequence[str], count: int) -> str:
    return "".join(f"<li><a href='/{number}'>{text}</a></li>" for number, text in enumerate(draw.sample(texts, count)))


def _above(draw: random.Random) -> str:
    """Return what stands above a page's text: often nothing."""
    menu, word = _links(draw, MENU, draw.randint(2, 6)), draw.choice(MENU)
    return draw.choice((
        "", "", f"<nav class='menu'><ul>{menu}</ul></nav>", f"<nav><a href='/'>Home</a><span>{word}</span></nav>",
        f"<header><p>{PAPER}</p><ul>{menu}</ul></header>", f"<ul>{menu}</ul>",
        f"<div class='breadcrumb'><a href='/'>Home</a> / {word}</div>",
    ))  # fmt: skip


def _below(draw: random.Random) -> str:
    """Return what stands below a page's text: often nothing."""
    teasers = _links(draw, TEASERS, draw.randint(2, 4))
    return draw.choice((
        "", "", f"<footer>© 2024 {PAPER}</footer>", "<footer class='footer'><p>All rights reserved.</p></footer>",
        f"<aside><h3>More stories</h3><ul>{teasers}</ul></aside>", f"<div class='related'><ul>{teasers}</ul></div>",
        f"<ul>{teasers}</ul><footer><p>Imprint</p></footer>", "<aside><p>Our shop</p></aside>",
    ))  # fmt: skip
