"""Places of removals in texts as they came: without them, the lines that stay are there as they came."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Article, Cleaner, Normalization, OptionError, RuleSet
from cleaner.rules.load import load_text
from cleaner.text import spans as module
from cleaner.text.normalize import DEFAULT_NORMALIZATION, normalize
from cleaner.text.spans import MAX_WORD_LENGTH, Alignment, LocatedRemovals, locate_removals
from cleaner.types import Line, Profile
from tests.page_fixtures import SLUGS, clean_page
from tests.test_cases import CASES, Case, rule_set_of
from tests.test_laws import BOILERPLATE, HOSTILE, PROSE

ROOT = Path(__file__).resolve().parents[2]
NOTHING = Cleaner(rules=RuleSet(()))
RULES = """\
rules:
  - { id: label, line: [Advertisement, Share this] }
  - { id: agency, regex: '\\((?:ap|reuters)\\)', remove: match }
  - { id: more, contains: Read more here, remove: match }
  - { id: dash, regex: '^berlin -', remove: match }
  - { id: caf, contains: café, remove: match }
"""
CUTTING = load_text(RULES, name="cut.yaml")


@cache
def cleaner_of(*, raw: bool = False) -> Cleaner:
    return Cleaner(normalization=None if raw else DEFAULT_NORMALIZATION)


def without(text: str, placement: LocatedRemovals) -> str:
    """Remove spans as corpus tools do, which know nothing of lines."""
    spans = [located.span for located in placement.spans]
    assert all(span.end <= following.start for span, following in pairwise(spans)), "in order and apart"
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text


def rows_of(text: str, *, raw: bool) -> list[str]:
    """Return a text's lines with their ends."""
    return re.findall(r"[^\n]*\n|[^\n]+$" if raw else r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text)


def words_left(article: Article, line: Line) -> list[str]:
    """Return the words of a line that no removal covers."""
    gone = {at for removal in article.removals for at in range(*removal.span)}
    return "".join(article.document.text[at] for at in range(*line.span) if at not in gone).split()


def check(text: str, cleaner: Cleaner, **known: Any) -> LocatedRemovals:
    """Check that without the spans just the lines that stay are left, as they came but for what is cut of them."""
    normalization = cleaner.options.normalization
    article = cleaner.clean(text, **known)
    placement = locate_removals(text, article, normalization)
    left = without(text, placement)
    rows = rows_of(text, raw=normalization is None)
    lines = {line.number: line for line in article.document.lines}
    touched = {removal.line for removal in article.removals}
    index = at = 0
    while index < len(rows):
        line = lines.get(index + 1)
        count = line.span.of(article.document.text).count("\n") + 1 if line else 1
        came = "".join(rows[index : index + count])
        index, start = index + count, at
        at += len(came) - _covered(placement, len("".join(rows[: index - count])), len(came))
        if line is None or line.number not in touched:
            assert left[start:at] == came
        elif words := words_left(article, line):
            piece = left[start:at]
            shown = normalize(piece, normalization) if normalization else piece
            assert shown.split() == words or placement.uncertain
        else:
            assert at == start or placement.uncertain
    if not placement.uncertain and article.verdict != "failed":
        again = NOTHING.clean(left).text if normalization else left
        if "\r" in left:  # a row that goes may leave two row ends as one
            assert again.split() == article.text.split(), "what is left has the article's words"
        else:
            assert again == article.text, "what is left is the article"
    return placement


def _covered(placement: LocatedRemovals, start: int, length: int) -> int:
    """Return how many characters of a part of the text the spans cover."""
    spans = [located.span for located in placement.spans]
    return sum(max(0, min(span.end, start + length) - max(span.start, start)) for span in spans)


@cache
def cleaner_of_case(rules: tuple[str, ...], profile: Profile, *, raw: bool) -> Cleaner:
    normalization = None if raw else DEFAULT_NORMALIZATION
    return Cleaner(rules=rule_set_of(rules), profile=profile, normalization=normalization, max_removed=1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place} {case.title}")
@pytest.mark.parametrize("raw", [False, True], ids=["normalized", "raw"])
def test_without_the_spans_the_lines_of_a_case_that_stay_are_left(case: Case, raw: bool) -> None:
    known = {name: case.options[name] for name in ("language",) if name in case.options}
    url = f"https://{case.options['site']}/x" if "site" in case.options else None
    profile: Any = case.options.get("profile", "standard")
    cleaner = cleaner_of_case(tuple(case.rules), profile, raw=raw)
    for end in ("\n", "\r\n"):
        check(end.join(case.text), cleaner, url=url, **known)
        check(end.join(f"\t{row} \N{SOFT HYPHEN}" for row in case.text), cleaner, url=url, **known)


@pytest.mark.parametrize("raw", [False, True], ids=["normalized", "raw"])
def test_so_it_is_for_seeds_and_texts_of_pages(raw: bool) -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts += [clean_page(slug, NOTHING, markdown=False).document.text for slug in SLUGS]
    placed = [check(text, cleaner_of(raw=raw)) for text in texts]
    assert any(removals.spans for removals in placed)
    assert [removals for removals in placed if removals.uncertain] == []


LINES = st.sampled_from([*PROSE, *BOILERPLATE, *HOSTILE, ""])
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n", " \n\t"])


@given(st.lists(st.tuples(LINES, ENDS), max_size=14), st.booleans())
def test_so_it_is_for_any_text(pairs: list[tuple[str, str]], raw: bool) -> None:
    check("".join(line + end for line, end in pairs), cleaner_of(raw=raw))


SPOILED = [
    ("\N{SOFT HYPHEN}", ""),
    (" ", "  \N{NO-BREAK SPACE}"),
    (" ", "\u2028"),
    ("é", "e\u0301"),
    ("é", "Ã©"),
    ("’", "â€™"),
    ("o", "o\N{ZERO WIDTH SPACE}"),
    ("(", "\ufeff("),
    (")", "\x1b[0m)"),
]
CUT = ["(AP)", "(Reuters)", "Read more here", "BERLIN —", "café"]
WORDS = st.sampled_from([*CUT, *["the", "old", "bridge’s", "opens", "naïve", "Übung", "in", "May,", "he", "said:"]])


@given(st.lists(st.lists(WORDS, max_size=9), max_size=5), st.lists(st.sampled_from(SPOILED), max_size=3), st.booleans())
def test_so_it_is_for_lines_that_are_cut_and_repaired(
    lines: list[list[str]], spoils: list[tuple[str, str]], raw: bool
) -> None:
    text = "\n".join(map(" ".join, lines))
    for whole, spoiled in spoils:
        text = text.replace(whole, spoiled) if whole != "\N{SOFT HYPHEN}" else text.replace("e", f"e{whole}")
    check(text, Cleaner(rules=CUTTING, normalization=None if raw else DEFAULT_NORMALIZATION, max_removed=1))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("ROME  (AP) The bridge opens.", ["  (AP)"]),
        ("ROME (\N{SOFT HYPHEN}AP) The  bridge opens.", [" (\N{SOFT HYPHEN}AP)"]),
        ("BERLIN \N{EM DASH}\N{NO-BREAK SPACE} The bridge opens.", ["BERLIN \N{EM DASH}\N{NO-BREAK SPACE} "]),
        ("The cafe\u0301(AP) opens. Read\tmore here", [" cafe\u0301(AP)", " Read\tmore here"]),
        ("The bridge\r\n Share  this \r\nopens.", [" Share  this \r\n"]),
        ("The bridge opens.\nAdvertisement", ["Advertisement"]),
    ],
)
def test_spans_cover_what_is_removed(text: str, gone: list[str]) -> None:
    placement = check(text, Cleaner(rules=CUTTING))
    assert [located.span.of(text) for located in placement.spans] == gone
    assert placement.uncertain == 0


def test_spans_of_words_that_are_repaired_together_cover_less_and_are_counted() -> None:
    text = "He is from Ã  (AP) Ã  here."
    assert normalize(text) == "He is from à (AP) à here."
    article = Cleaner(rules=CUTTING).clean(text)
    placement = locate_removals(text, article)
    assert article.text == "He is from à à here."
    assert placement.uncertain in (0, 1)
    assert "He is from" in without(text, placement)


def test_positions_in_a_long_word_are_not_located() -> None:
    word = "e\u0301" * MAX_WORD_LENGTH
    alignment = Alignment(f"a {word} b", f"a {'é' * MAX_WORD_LENGTH} b", DEFAULT_NORMALIZATION)
    assert alignment.start(5) == (2 + 2 * MAX_WORD_LENGTH, False)
    assert alignment.end(5) == (2, False)
    assert alignment.end(1) == (1, True)


def test_pages_have_no_spans() -> None:
    page = Cleaner().clean(html=f"<title>Bridge</title>{9 * f'<p>{PROSE[0]}</p>'}")
    with pytest.raises(OptionError, match="give no page"):
        locate_removals("", page)


def test_each_word_of_a_line_is_normalized_once(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 200
    text = "café (AP) e\u0301 Ã© " * count
    article = Cleaner(rules=CUTTING, max_removed=1).clean(text)
    words: list[str] = []

    def counted(word: str, options: Normalization, **flags: bool) -> str:
        words.append(word)
        return normalize(word, options, **flags)

    monkeypatch.setattr(module, "normalize", counted)
    assert len(locate_removals(text, article).spans) == count
    assert len(words) == len([word for word in text.split() if not word.isascii()])
