"""What a pattern requires of a line, and which patterns the standard library can search."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.authoring.samples import neutral_lines
from cleaner.matching import Engine
from cleaner.matching.regex import STDLIB_CHARACTERS, Pattern, TimeBudget, check_pattern
from cleaner.matching.regex_syntax import is_stdlib_compatible, required_literals
from cleaner.rules import load_rules
from cleaner.rules.patterns import pattern_refusal
from cleaner.text.segment import segment
from cleaner.text.view import fold
from cleaner.types import Block, LineKeys, Rule
from tests.oracles.reference_engine import match as match_plainly


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("^foto: (.+)$", {"foto: "}),
        ("^(?:photo|image)s? by", {"photo by", "photos by", "image by", "images by"}),
        (r"(?:www\.)?\w+\.(?:com|org)$", {".com", ".org"}),
        ("that (?:quiz|puzzle)", {"that quiz", "that puzzle"}),
        (r"\bthe\b .* quiz", {" quiz"}),
        ("[ab]c(?=d)", {"ac", "bc"}),
        ("ab?c", {"abc", "ac"}),
        ("news(?:letter)?", {"news"}),
        (r"^\W*0\W*$", {"0"}),
        (r"\d+ min read", {" min read"}),
        ("(abc)+", {"abc"}),
        ("[Aa]dvert", {"advert"}),
    ],
)
def test_a_pattern_requires_its_longest_letters(pattern: str, literals: set[str]) -> None:
    assert required_literals(pattern) == literals


@pytest.mark.parametrize(
    "pattern",
    [r"^\d+$", "(abc)?", "abc|", "(?i)abc", "(?i:abc)", "(?x) a b c", "[^a]", "(?!abc)", "(?|(ab)|(cd))", "a(", "x"],
)
def test_a_pattern_that_can_match_without_letters_requires_none(pattern: str) -> None:
    assert not required_literals(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("[[:alpha:]]b", "ab"),
        ("[[:^digit:]x]bc", "xbc"),
        (r"\p{L}oo bar", "foo bar"),
        (r"\X\u0061b", "éab"),
        ("a{2}bc", "aabc"),
        ("ab{,1}cd", "acd"),
        ("(ab)?+cd", "cd"),
        ("ab??c", "ac"),
        ("(?(?=ab)ab|cd)", "cd"),
        ("(?<!x)ab", "ab"),
        ("(?i:ship)", "ſhip"),
        ("“ad", "“ad"),
    ],
)
def test_the_index_names_every_pattern_that_matches(pattern: str, text: str) -> None:
    rules = [Rule("x/r", LineKeys(regex=(pattern,), match_case=True)), Rule("x/s", LineKeys(regex=(pattern,)))]
    document = segment(text)
    assert match_plainly(document, rules).removals
    assert Engine(rules).match(document) == match_plainly(document, rules)


@given(st.text(alphabet=r"abA()[]|?+*^$.:\dw—", max_size=10), st.text(alphabet="abA1 —:.-]", min_size=1, max_size=8))
def test_any_pattern_matches_where_the_reference_engine_matches_it(pattern: str, text: str) -> None:
    if pattern and not pattern_refusal(pattern) and not check_pattern(pattern):
        rules = [Rule("x/r", LineKeys(regex=(pattern,), match_case=True)), Rule("x/s", LineKeys(regex=(pattern,)))]
        document = segment(text)
        assert Engine(rules).match(document) == match_plainly(document, rules)


RULES = load_rules().rules
KEYS = [rule.matches.opens if isinstance(rule.matches, Block) else rule.matches for rule in RULES]
PATTERNS = sorted(
    {pattern for keys in KEYS if isinstance(keys, LineKeys) for pattern in keys.regex if is_stdlib_compatible(pattern)}
)
LINES = sorted(
    {
        line
        for rule in RULES
        for sample in rule.samples
        for line in sample.text.split("\n")
        if STDLIB_CHARACTERS.issuperset(line)
    }
    | {line for line in neutral_lines() if STDLIB_CHARACTERS.issuperset(line)}
)
WORDS = sorted({word for line in LINES for word in line.split()})
RANDOM_LINES = st.lists(st.sampled_from(WORDS) | st.text(alphabet="abA10 _-:|/.()#\"'’—…", max_size=3), max_size=6).map(
    " ".join
)


def test_most_shipped_patterns_are_compatible_with_the_standard_library() -> None:
    assert len(PATTERNS) > 200


def _spans(match: "regex.Match[str] | None") -> list[tuple[int, int]] | None:
    return None if match is None else [match.span(group) for group in range(min(match.re.groups, 1) + 1)]


def _differing_patterns(line: str) -> list[str]:
    return [
        pattern
        for pattern in PATTERNS
        if _spans(Pattern(pattern, stdlib_compatible=True).search(line, TimeBudget()))
        != _spans(regex.search(pattern, line))
    ]


def test_re_finds_in_all_samples_what_regex_finds() -> None:
    assert [line for line in LINES[::20] if _differing_patterns(line) or _differing_patterns(fold(line))] == []


@settings(max_examples=40)
@given(RANDOM_LINES)
def test_re_finds_in_any_plain_line_what_regex_finds(line: str) -> None:
    assert _differing_patterns(line) == []


@pytest.mark.parametrize(
    "pattern",
    [
        "[[:alpha:]]",
        "(a{e<=1})",
        "(?i)a",
        "(?P<n>a)",
        "(a+)+",
        "(?:ab)*",
        "[a--b]",
        "(?>a)b",
        "(?:ab)++",
        "(a)\\1",
        "(?<n>a)",
        "(",
    ],
)
def test_what_re_may_read_differently_is_left_to_regex(pattern: str) -> None:
    assert not is_stdlib_compatible(pattern)
