"""Laws: what holds for every text through the whole walk, whatever the rules."""

from functools import cache
from random import Random
from typing import Any

import frontmatter
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Article, Cleaner, Normalization, Options, write
from cleaner.article import format_record
from cleaner.source import Source
from cleaner.text.apply import apply, restore
from cleaner.text.normalize import normalize

PROSE = [
    "The mayor said on Monday that the old bridge over the river will open again in the first week of May.",
    "Nobody in the two towns on the lower bank had asked for it, and nobody was sorry to see it mended.",
    "“We have waited for nine years,” said the baker, who has his shop on the square, “and we can wait longer.”",
    "The work cost more than the council had planned, but less than the engineers had feared in the winter.",
    "A second crossing, ten miles to the north, stays shut until the river has gone down in the summer.",
    "Il ponte, chiuso da anni, riaprirà a maggio, ha detto il sindaco lunedì davanti al consiglio comunale.",
    "市长星期一说，河上的大桥将在五月重新开放，费用由省里和两个镇共同承担，工程师们表示满意。",
    "คณะกรรมการท่าเรือลงมติให้เปิดท่าเรือเหนืออีกครั้ง หลังจากพายุพัดเสาไม้สองต้นหายไปเมื่อเก้าเดือนก่อน",
    "بندرگاہ کے بورڈ نے پیر کی رات فیصلہ کیا کہ شمالی گھاٹ کو دوبارہ کھولا جائے اور بچوں کو اسکول لے جایا جائے۔",
]
BOILERPLATE = [
    "Advertisement",
    "ADVERTISEMENT",
    "Share this:",
    "Share on Facebook Tweet Email",
    "Tags: Rivers, Floods",
    "Tags Jane Doe River Towns",
    "Most Popular",
    "Load more",
    "Read more: River floods two towns",
    "Comments are closed.",
    "Comments: Our rules",
    "Leave a comment",
    "12 Comments",
    "Related articles",
    "By Jane Doe",
    "BERLIN (AP) — The river rose on Sunday, the office for water said in the town of Wesel.",
    "(Photo by John Smith)",
    "Sign up for our newsletter",
    "© 2020 The Gazette. All rights reserved.",
    "3 min read",
    "Updated August 3, 2020",
    "#rivers #floods",
]
HOSTILE = [
    *("---", "...", "title: x", "- item", "> quote", "```", "~~~", "# Head", "| a | b |", "    deep", "* * *", "===="),
    *(
        "Bridge opens in May",
        "Opinion",
        "cafÃ© â€™",
        "\ufeff",
        "\u200b",
        "\x00",
        "\x1b[31m",
        "a\u2028b",
        "\x85",
        "\f",
        "œœ",
    ),
    *(
        "\u202eabc",
        "👩‍🚀",
        "a" * 50,
        "\u0301" * 40,
        "{{ x }}",
        "<b>&amp;</b>",
        "Fish &amp; chips&nbsp;cost &pound;5",
        "&amp;lt; &#10;&shy;&l&#116;;",
        "He was right.[2]",
        "%",
        "!",
        "&a",
        "*a",
        "\t",
        "\xa0",
        "-- ",
        "\\",
    ),
]
WRAPPED = [
    "The harbour board voted on Monday night to reopen the pier,\nnine months after a storm tore away two pillars.",
    "Sign up for our newsletter and get the best stories of the week\ndelivered to your inbox every Friday.",
    "Die Hafenverwaltung hat am Montagabend beschlossen, die nördliche\nMole neun Monate nach dem Sturm zu öffnen.",
    "市长星期一说，河上的大桥将在五月重新开放，费用由省里和两个镇共同承担，工\n程师们表示满意，居民们也等了很久。",
]
BLOCKS = [
    "  The sea is calm to-night,\n    The tide is full,",
    "Harbour Office\n12 Pier Road\nNorthport",
    "Mon   8:00   Pier\nTue  11:30   Pier",
    "- Bread\n- Milk (fresh)",
    "def go(n):\n\treturn  n\n\n\tgo(1)",
    "$ ls -l\n$ cd pier/",
    "x = 3",
    "}",
]
HEADERS = [
    "---\ntitle: Bridge\n---\n",
    "---\ntitle: no\nlanguage: no\ndate: 2020-08-03\ndraft: no\nlist: [1, {a: b}]\n---\n\n",
    "---\nsite: [thehill.com]\nweight: 0x10\ntime: 12:30\n---\n",
    "---\nurl: https://www.thehill.com/x\nsite: ' '\n---\n",
    '---\ntitle: "a \\0 b\\u202e"\nx: "\\u2028"\n---\n',
    "---\ncleaner: {version: 2020-01-01}\n---\n",
    "---\ncleaner: {}\n---\n",
    "---\ncleaner: x\nauthor: {name: Jane}\nsource: [[a]]\n---\n",
    "---\ntitle: &a x\nb: *a\n---\n",
    "---\nnothing: known\n---\n",
    "---\ntitle: never closed\n",
    "---\r\ntitle: Bridge\r\n---\r\n",
    "---\ntitle: x\n" + "".join(f"key_{number}: {number}\n" for number in range(97)) + "---\n",
]

_rows = st.sampled_from([row for block in (*WRAPPED, *BLOCKS) for row in block.split("\n")])
_blocks = st.sampled_from([*WRAPPED, *BLOCKS])
_lines = st.sampled_from(PROSE) | st.sampled_from(BOILERPLATE) | st.sampled_from(HOSTILE) | st.text(max_size=8)
_joined = st.builds(lambda *parts: "".join(parts), _lines, st.sampled_from(["", " ", "  ", "\xa0"]), _lines)
_ends = st.sampled_from(["\n", "\n", "\n\n", "\n\n", "\r\n", "\n \n", "\r"])
_texts = st.lists(st.tuples(_lines | _joined | _rows | _blocks, _ends), max_size=14).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)
_sound = _texts.map(lambda text: text.encode("utf-8", "ignore").decode())
_articles = st.builds(
    lambda lines, tail: "\n\n".join([*lines, *tail]),
    st.lists(st.sampled_from(PROSE), min_size=3, max_size=7),
    st.lists(st.sampled_from(BOILERPLATE) | st.sampled_from(PROSE), max_size=6),
)
texts = _sound | _articles
files = st.builds(lambda header, text: header + text, st.just("") | st.sampled_from(HEADERS), texts)

WAYS = {
    "default": Options(),
    "title": Options(title="move"),
    "aggressive": Options(profile="aggressive", max_removed=1),
    "careful": Options(profile="careful", normalization=Normalization("straight", "NFKC", paragraphs="newline")),
    "raw": Options(normalization=None),
}


@cache
def _cleaner(way: str = "default") -> Cleaner:
    return Cleaner(WAYS[way])


def _clean_file(text: str, way: str, *, markdown: bool = False) -> tuple[Article, str]:
    """Clean a file as ``clean`` does; what is written has passed through UTF-8."""
    article = _cleaner(way).clean_source(Source(text, markdown=markdown, file=True))
    assert article.error is None
    written = write.format_text(article, header=True, raw=WAYS[way].normalization is None)
    return article, written.encode("utf-8").decode("utf-8")


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("way", WAYS)
@given(text=files)
def test_cleaning_twice_is_cleaning_once_in_bytes(way: str, markdown: bool, text: str) -> None:
    _, once = _clean_file(text, way, markdown=markdown)
    again, twice = _clean_file(once, way, markdown=markdown)
    assert twice == once
    assert not again.removals


@given(files)
def test_the_front_matter_reads_back_as_the_metadata_of_the_article(text: str) -> None:
    article, written = _clean_file(text, "default")
    fields, body = frontmatter.parse(written)
    assert fields == article.metadata.fields
    assert body == article.text.strip()
    assert next(iter(yaml.safe_load_all(written.partition("\n---\n")[0]))) == fields


@given(texts, st.booleans(), st.sampled_from(sorted(WAYS.keys() - {"title"})))
def test_lines_that_stay_are_those_of_the_normalized_input_in_order(text: str, markdown: bool, way: str) -> None:
    article = _cleaner(way).clean_source(Source(text, markdown=markdown))
    normalization = WAYS[way].normalization
    normal = normalize(text, normalization, markdown=markdown) if normalization else text
    assert article.document.text == normal
    source = {line.number: line.span.of(normal) for line in article.document.lines}
    cut = {removal.line for removal in article.removals}
    short = apply(article.document, article.removals).document
    kept = [(line.number, line.span.of(short.text)) for line in short.lines]
    assert [number for number, _ in kept] == sorted({number for number, _ in kept})
    for number, words in kept:
        assert _is_part(words, source[number])
        assert words == source[number] or number in cut
    if markdown:
        assert article.text == short.text
    else:
        joined = "".join(words for _, words in kept)  # rows of scripts without spaces are joined without a blank
        assert "".join(article.text.split()) == "".join(joined.split())


def _is_part(part: str, whole: str) -> bool:
    """Whether a text is left when characters are removed from another."""
    rest = iter(whole)
    return all(char in rest for char in part)


@given(texts, st.booleans(), st.sampled_from(sorted(WAYS)))
def test_removals_are_in_order_and_apart_and_name_a_rule_that_runs(text: str, markdown: bool, way: str) -> None:
    cleaner = _cleaner(way)
    article = cleaner.clean_source(Source(text, markdown=markdown, file=True))
    rules = {rule.id for rule in cleaner.rule_set.rules}
    numbers = {line.number: line.span for line in article.document.lines}
    at = 0
    for removal in article.removals:
        line = numbers[removal.line]
        assert at <= removal.span.start < removal.span.end
        assert line.start <= removal.span.start
        assert removal.span.end <= line.end
        assert {removal.rule, *removal.also} <= rules
        at = removal.span.end


@given(texts, st.booleans(), st.sampled_from(sorted(WAYS)))
def test_removals_can_be_undone(text: str, markdown: bool, way: str) -> None:
    article = _cleaner(way).clean_source(Source(text, markdown=markdown, file=True))
    assert restore(apply(article.document, article.removals)) == article.document


@given(texts)
def test_without_rules_only_normalization_changes_a_text(text: str) -> None:
    article = Cleaner(rules=(), default_rules=False).clean(text)
    assert article.text.split() == normalize(text).split()
    assert not article.removals


@given(texts, st.booleans())
def test_without_rules_and_normalization_nothing_changes(text: str, markdown: bool) -> None:
    cleaner = Cleaner(Options(normalization=None), default_rules=False)
    article = cleaner.clean_source(Source(text, markdown=markdown))
    assert article.text == text
    assert article.verdict == ("unchanged" if text.strip() else "empty")


@settings(max_examples=20)
@given(st.lists(texts, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_an_article_is_the_same_alone_and_after_others_in_any_order(documents: list[str], random: Random) -> None:
    alone = {text: Cleaner().clean(text) for text in documents}
    together = Cleaner()
    for text in random.sample(documents, len(documents)):
        assert together.clean(text) == alone[text]


@settings(max_examples=5)  # each makes the tables of a thousand rules
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(text: str, random: Random) -> None:
    rule_set = _cleaner().rule_set
    shuffled = rule_set._replace(rules=tuple(random.sample(rule_set.rules, len(rule_set.rules))))
    mixed, straight = Cleaner(rules=shuffled).clean(text), _cleaner().clean(text)
    assert (mixed.text, mixed.removals, mixed.saved) == (straight.text, straight.removals, straight.saved)


_any_text = st.text(st.characters()) | _texts | st.text(st.sampled_from("\ud800\udfff\n a.-"), max_size=9)


@given(_any_text, st.booleans(), st.booleans())
def test_a_text_never_raises(text: str, markdown: bool, file: bool) -> None:
    article = _cleaner().clean_source(Source(text, markdown=markdown, file=file))
    lone = any("\ud800" <= char <= "\udfff" for char in text)
    assert (article.verdict == "failed") is lone
    assert (article.error is not None) is lone
    if lone:
        assert (article.text, article.removals) == (text, ())
        assert article.metadata["cleaner"]["error"] == article.error


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from(PROSE),
    st.none() | st.text(),
    st.sampled_from([None, "de", "en-US", "deu", "German"]),
    st.dictionaries(st.sampled_from(["title", "author", "site", "url", "language", "cleaner", "x"]), _json),
)
def test_metadata_never_raises(text: str, url: str | None, language: str | None, metadata: dict[str, Any]) -> None:
    article = _cleaner().clean(text, url=url, language=language, metadata=metadata)
    assert article.text
    assert write.format_text(article, header=True).endswith("\n")
    assert format_record(article.metadata.fields)


def test_a_text_above_the_size_limit_fails_and_stays() -> None:
    article = Cleaner(Options(max_size=0.0001), default_rules=False).clean("word " * 100)
    assert (article.verdict, article.text) == ("failed", "word " * 100)
