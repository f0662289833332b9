"""Hostile texts cost linear time: twice the text takes at most 2.2 times the steps (:mod:`tests.steps`)."""

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from cleaner import Cleaner
from cleaner.authoring.diagnose import explain
from cleaner.matching import Engine
from cleaner.rules.load import load_text
from cleaner.source import Source
from cleaner.text.apply import apply, restore
from cleaner.text.segment import segment
from cleaner.text.spans import locate_removals
from tests.steps import StepCounter

SIZE = 60
"""The smaller of both sizes where a line, block or node is costly. Smaller pages do not need all repairs yet."""

BOUND = 2.2
"""Times the steps that a text may take when it is twice as long."""

Text = Callable[[int], str]
"""A text that grows with a number."""

PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river"
LONG = "Sign up for our newsletter to get the day's top stories delivered to your inbox every single morning."
BOILERPLATE = ["Advertisement", "Share this article on Facebook", LONG, "Tags: economy, trade", "Comments: Our rules"]


def prose(count: int) -> list[str]:
    """Return different lines of prose."""
    return [f"{PROSE}, for the {number} time." for number in range(count)]


def short_prose(count: int) -> list[str]:
    """Return different lines of prose, each too short to be a copy alone."""
    return [f"The {number} boats of the island were tied up at the pier before noon." for number in range(count)]


def rows(lines: list[str]) -> str:
    return "\n".join(lines)


TEXTS: dict[str, Text] = {
    "prose": lambda n: rows(prose(n)),
    "one line of boilerplate": lambda n: rows(["Advertisement"] * n),
    "one long line again and again": lambda n: rows([LONG] * n),
    "several lines again and again": lambda n: rows(BOILERPLATE * (n // 4)),
    "several lines again and again below prose": lambda n: rows(prose(n) + BOILERPLATE * (n // 4)),
    "paragraphs again and again": lambda n: rows(prose(4) * (n // 4)),
    "two paragraphs in no order": lambda n: rows([prose(2)[number.bit_count() % 2] for number in range(n)]),
    "prose and boilerplate in turns": lambda n: rows([f"{line}\n{BOILERPLATE[0]}" for line in prose(n)]),
    "copies inside copies": lambda n: rows([
        *(f"{line}\n{line} Yes.\n{number}" for number, line in enumerate(short_prose(n))),
        *short_prose(n)[::-1],
        *(f"{line} Yes." for line in short_prose(n)),
    ]),
    "what goes near the end": lambda n: rows(
        prose(n) + [f"Contact the reporter at jane@example.com. {number}" for number in range(n)]
    ),
    "rules that fail above lines that go": lambda n: rows([
        *(f"{line}\nNearly every banner that says we use cookies breaks the law." for line in prose(n)),
        *(f"Contact the reporter at jane@example.com. {number}" for number in range(n)),
    ]),
    "counters between paragraphs": lambda n: rows([
        *(f"{line}\n0\n0\n0" for line in prose(n)),
        *(f"Contact the reporter at jane@example.com. {number}" for number in range(n)),
    ]),
    "headings of blocks": lambda n: rows(prose(n) + ["Most Popular", "Related", "Recommended"] * (n // 3)),
    "lines that grow": lambda n: rows(["word " * length for length in range(1, int((200 * n) ** 0.5))]),
    "a giant line": lambda n: "word " * (50 * n),
    "boilerplate in one line": lambda n: "Advertisement Share " * (20 * n),
    "credits in one line": lambda n: "A man waits. (Photo: Jane Doe / Reuters) " * (10 * n),
    "tags in one line": lambda n: "Tags: " + ", ".join([f"Name{number}" for number in range(20 * n)]),
    "tags without separators": lambda n: "Tags: " + "Jane Doe " * (20 * n),
    "brackets": lambda n: "(" * (100 * n) + ")" * (100 * n),
    "quotes": lambda n: "“He said " * (20 * n),
    "marks": lambda n: "* " * (100 * n),
    "addresses": lambda n: "http://example.com/a?b=c&d=e a@b.c " * (10 * n),
    "letters": lambda n: "a" * (200 * n),
    "Chinese": lambda n: "责任编辑王伟" * (20 * n),
    "characters of no width": lambda n: "a\N{SOFT HYPHEN}b\N{ZERO WIDTH SPACE} " * (20 * n),
    "entities": lambda n: "&amp;" * (20 * n),
    "entities of entities": lambda n: "&" + "amp;" * (20 * n),
    "broken letters": lambda n: "Ã©â€™ " * (20 * n),
    "lines of broken letters": lambda n: "Ã©â€™ caf\n" * n,
    "terminal escapes": lambda n: "\x1b[" * (50 * n),
    "combining marks": lambda n: "a" + "\u0301\u0316" * (50 * n),
    "carriage returns": lambda n: "a\r" * n,
    "rows without words": lambda n: "\n" * (100 * n),
    "odd letters": lambda n: "œ" * (50 * n),
    "borders of tables": lambda n: rows(["|-", "| a |", f"|{'-' * (50 * n)}x|", f"|{'|' * (50 * n)}x"]),
    "blanks": lambda n: " " * (100 * n) + "x" + "\t" * (100 * n),
}  # fmt: skip


@cache
def plain_cleaner() -> Cleaner:
    """Return a cleaner whose engine has built what it builds for long texts."""
    cleaner = Cleaner()
    cleaner.clean(rows(BOILERPLATE * 400))
    cleaner.clean(rows([*map(str, range(4000))]))  # lines and words that all differ
    return cleaner


@pytest.fixture(name="counter", scope="module")
def counter_of_searches() -> Iterator[StepCounter]:
    counter = StepCounter()
    with pytest.MonkeyPatch.context() as monkeypatch:
        plain_cleaner().clean("Ã©â€™ …")
        assert plain_cleaner().clean("Ã©â€™", markdown=True).html
        for size in (1, SIZE):  # now all modules are imported whose patterns are counted, whatever ran before
            for text in PAGES.values():
                plain_cleaner().clean(html=text(size), url="https://example.com/a")
        counter.count_searches(monkeypatch)
        yield counter


def assert_linear(counter: StepCounter, run: Callable[[int], object], size: int = 120) -> None:
    """Hold the law for a run that is given a size. A first run compiles what all later ones share."""
    run(size // 4)
    steps, steps_twice = counter.of(lambda: run(size)), counter.of(lambda: run(2 * size))
    assert steps_twice <= BOUND * steps, (steps, steps_twice, steps_twice / steps)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_linear_steps(name: str, counter: StepCounter) -> None:
    assert_linear(counter, lambda size: plain_cleaner().clean(TEXTS[name](size)))


FRONT_MATTER: dict[str, Text] = {
    "open brackets": lambda n: "---\ntitle: " + "[" * (100 * n) + "\n---\n",
    "never closed": lambda n: "---\ntitle: " + "x" * (100 * n),
    "a long title": lambda n: "---\ntitle: " + "word " * (100 * n) + "\n---\nText.\n",
    "keys": lambda n: "---\n" + "".join([f"key_{number}: {number}\n" for number in range(n)]) + "---\nText.\n",
}


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_front_matter_takes_linear_steps(name: str, counter: StepCounter) -> None:
    assert_linear(counter, lambda size: plain_cleaner().clean_source(Source(FRONT_MATTER[name](size), file=True)))


RULES = {
    "line": "line: [ad, long ad]",
    "starts": "starts: ad",
    "ends": "ends: ad",
    "contains": "contains: ad",
    "only_words": "only_words: [ad, a, b]",
    "max_words": "max_words: 2, sentence: false, near_end: 3",
    "regex": "regex: '^ad (\\w+)$', match_case: true",
    "cut pattern": "regex: '\\bad\\b', remove: match",
    "cut start": "starts: ad, remove: match",
    "cut end": "ends: ad, remove: match",
    "cut phrase": "contains: ad, remove: match",
    "saved": "starts: ad, save_as: tags",
    "only saved": "starts: ad, save_as: tags, remove: nothing",
    "unless": "starts: ad, unless: [said]",
    "near start": "starts: ad, near_start: 2",
    "near end": "starts: ad, near_end: 2",
    "below prose": "starts: ad, prose_before: 2",
    "keep": "starts: ad, keep: true",
    "through": "block: { from: ad, through: end }",
    "until": "block: { from: ad, until: end }",
    "while": "block: { from: ad, while: { starts: ad }, max_lines: 6 }",
    "to the end": "block: { from: ad, to_end: true }",
    "repeated lines": "repeats: { min_words: 1 }, prose_only: false",
    "repeated blocks": "repeats: { min_words: 1, block: true }, prose_only: false",
}
LAST_GOES = "{ id: z, starts: last, near_end: 0 }, { id: y, starts: first, near_start: 0 }"
"""Rules that take a line in each round, so that all others are asked in many rounds."""

LINES: dict[str, Text] = {
    "numbered": lambda n: rows([f"ad {number}" for number in range(n)]),
    "said": lambda n: rows([f"ad he said {number}" for number in range(n)]),
    "many in one line": lambda n: "ad " * (5 * n),
    "many among others": lambda n: "ad, one; " * (5 * n),
    "groups": lambda n: rows(["ad", "ad", "ad two", "end", *prose(1)] * (n // 5)),
}  # fmt: skip


@pytest.mark.parametrize("text", LINES)
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_takes_linear_steps(rule: str, text: str, counter: StepCounter) -> None:
    engine = Engine(load_text(f"rules: [{{ id: x, {RULES[rule]} }}, {LAST_GOES}]").rules)

    def match(size: int) -> None:
        first, last = ([f"{name} {number}" for number in range(size // 2)] for name in ("first", "last"))
        engine.match(segment(rows([*first, LINES[text](size), *prose(3), *last])))

    assert_linear(counter, match, SIZE)


MARKDOWN: dict[str, Text] = {
    "quotes": lambda n: "> " * (20 * n) + "a",
    "items": lambda n: "- item of a list\n" * n,
    "loose items": lambda n: "- item of a list\n\n" * n,
    "open brackets": lambda n: "[" * (20 * n),
    "links": lambda n: "[a](http://b.c/d) " * (5 * n),
    "emphasis": lambda n: "**a** " * (10 * n),
    "emphasis that never closes": lambda n: "*a **b " * (10 * n),
    "fences": lambda n: "```\n" * (2 * n),
    "code": lambda n: "```\n" + "code = line\n" * n,
    "rows of a table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "references": lambda n: "".join([f"[r{number}]: http://a.b/{number}\n" for number in range(n)]),
    "nodes of HTML": lambda n: "<div>\n" * n,
    "headings": lambda n: "# Title\n" * n,
    "hard breaks": lambda n: "line  \n" * n,
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_takes_linear_steps(name: str, counter: StepCounter) -> None:
    assert_linear(counter, lambda size: plain_cleaner().clean(MARKDOWN[name](size), markdown=True).html, SIZE)


def page(body: str, head: str = "") -> str:
    """Return a page with an article above a body."""
    article = "".join([f"<p>{line}</p>" for line in prose(10)])
    return f"<html><head><title>Bridge</title>{head}</head><body><article>{article}</article>{body}</body></html>"


def json_ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


PAGES: dict[str, Text] = {
    "nested nodes": lambda n: page("<div>" * (8 * n) + "text" + "</div>" * (8 * n)),
    "nested inline nodes": lambda n: page("<p>" + "<span>a " * (2 * n)),
    "siblings": lambda n: page("<div>a b</div>" * (4 * n)),
    "links": lambda n: page("".join([f"<a href='/{number}'>link {number}</a> " for number in range(4 * n)])),
    "a giant text": lambda n: page("<p>" + "word " * (100 * n)),
    "breaks": lambda n: page("<p>" + "line of text<br>" * (4 * n)),
    "scripts that never close": lambda n: page("<script>" * (8 * n)),
    "templates that never close": lambda n: page("<template><p>a</p></template><template>" * (8 * n)),
    "comments that never close": lambda n: page("<!-- a>" * (8 * n)),
    "open quotes": lambda n: page('<a href="x>' * (8 * n)),
    "rows of a table": lambda n: page("<table>" + "<tr><td>a</td><td>b</td></tr>" * (2 * n)),
    "boxes": lambda n: page("<div class='newsletter-signup'><p>Sign up for our newsletter</p></div>" * n),
    "code": lambda n: page("<pre>a = 1\nb = 2</pre>" * n),
    "JSON-LD": lambda n: page("", json_ld({"@type": "NewsArticle", "headline": "Bridge"}) * (2 * n)),
    "authors": lambda n: page("", json_ld({"@type": "NewsArticle", "author": [f"Jane Doe {x}" for x in range(8 * n)]})),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_linear_steps(name: str, counter: StepCounter) -> None:
    cleaner = plain_cleaner()
    assert_linear(counter, lambda size: cleaner.clean(html=PAGES[name](size), url="https://example.com/a"), SIZE)


PICTURES: dict[str, Text] = {
    "pictures in a paragraph": lambda n: page("<p>" + "".join([f"word <img src='/{x}.jpg'> " for x in range(2 * n)])),
    "pictures between breaks": lambda n: page("<p>" + "".join([f"a b<br><img src='/{x}.jpg'>" for x in range(2 * n)])),
    "figures": lambda n: page("".join([f"<figure><img src='/{x}.jpg'><p>Boat {x}</figure>" for x in range(2 * n)])),
    "pictures in nested nodes": lambda n: page("<div>" * (4 * n) + "<img src='/a.jpg'>" * n + "</div>" * (4 * n)),
    "sources": lambda n: page(f"<img srcset='{'/a.jpg 2x, ' * (8 * n)}'>"),
    "rows": lambda n: page("<p>" + "a *b* $c_1 <br>" * n + "<table><tr><th>a<tr><td>$x|y$</table>" * n),
    **{name: PAGES[name] for name in ("nested nodes", "links", "rows of a table", "code")},
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_with_pictures_takes_linear_steps_to_html(name: str, counter: StepCounter) -> None:
    cleaner = Cleaner(text_format="html", images=True)
    assert_linear(counter, lambda size: cleaner.clean(html=PICTURES[name](size), url="https://example.com/a"), SIZE)


def test_what_comes_after_matching_takes_linear_steps(counter: StepCounter) -> None:
    def locate(size: int) -> None:
        text = rows([row for line in prose(size) for row in (line.replace(" ", "  "), "Advertisement", f"By {line}")])
        article = plain_cleaner().clean(text)
        assert locate_removals(text, article).spans
        assert restore(apply(article.document, article.removals)) == article.document
        explain(article, plain_cleaner())

    assert_linear(counter, locate, SIZE)
