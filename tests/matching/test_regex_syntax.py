import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.matching.regex import check_pattern
from cleaner.matching.regex_syntax import required_literals
from cleaner.rules.patterns import pattern_refusal
from cleaner.text.segment import segment
from cleaner.types import LineKeys, Rule
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
def test_a_pattern_that_can_do_without_letters_requires_none(pattern: str) -> None:
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
def test_the_index_asks_every_pattern_that_matches(pattern: str, text: str) -> None:
    found = [Rule("x/r", LineKeys(regex=(pattern,), match_case=True)), Rule("x/s", LineKeys(regex=(pattern,)))]
    document = segment(text)
    assert match_plainly(document, found).removals
    assert Engine(found).match(document) == match_plainly(document, found)


@given(st.text(alphabet=r"abA()[]|?+*^$.:\dw—", max_size=10), st.text(alphabet="abA1 —:.-]", min_size=1, max_size=8))
def test_any_pattern_is_asked_where_the_reference_asks_it(pattern: str, text: str) -> None:
    if pattern and not pattern_refusal(pattern) and not check_pattern(pattern):
        found = [Rule("x/r", LineKeys(regex=(pattern,), match_case=True)), Rule("x/s", LineKeys(regex=(pattern,)))]
        document = segment(text)
        assert Engine(found).match(document) == match_plainly(document, found)
