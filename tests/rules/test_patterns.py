import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.regex import check_pattern
from cleaner.rules.patterns import only_folded_away, pattern_refusal
from cleaner.text.view import fold, visible_text


@pytest.mark.parametrize(
    "pattern", ["a(?R)", "(a(?1)?)", "(?P<n>a)(?P>n)", "(?<n>a)(?&n)", r"\\(?R)", "(?0)", "(?-1)(a)"]
)
def test_recursion_is_refused(pattern: str) -> None:
    assert pattern_refusal(pattern) == "recursion is not allowed"


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:foo){e}",
        "(?:foo){e<=1}",
        "(?:foo){i<2,d<2}",
        "(?:foo){1<=e<=3}",
        "(?:foo){2i+2d+1s<=4}",
        "(?:foo){s<=2:[a-z]}",
        r"\\{e<=1}",
    ],
)
def test_fuzzy_matching_is_refused(pattern: str) -> None:
    assert pattern_refusal(pattern) == "fuzzy matching is not allowed"


@pytest.mark.parametrize(
    "pattern", ["a{1001}", "a{1,2000}", "a{,5000}", "a{9999,}", "a{" + "9" * 6000 + "}", r"\\{2000}"]
)
def test_huge_repeats_are_refused(pattern: str) -> None:
    assert pattern_refusal(pattern) == "more than 1000 repeats are not allowed"


@pytest.mark.parametrize(
    "pattern",
    [
        "a{1000}",
        "a{1,3}",
        r"\p{Greek}",
        r"\p{Script=Latin}x{2}",
        r"\N{DIGIT ONE}",
        "(?:a|b)",
        "(?i:a)",
        "(?P<name>a)(?P=name)",
        r"\(?R\)",
        r"\{e\}",
        "(?<=a)b",
        "(?>a)",
    ],
)
def test_what_is_sound_is_allowed(pattern: str) -> None:
    assert pattern_refusal(pattern) == ""
    assert check_pattern(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("Greg Nash", "G"),
        ("^(greg|Anna)$", "A"),
        (r"\p{Lu}+", r"\p{Lu}"),
        ("’", "’"),
        ("a — b", "—"),
        ("[A-Z]+", "[A-Z]"),
        ("[“”]", "[“”]"),
        (r"[\p{Lu}]", r"[\p{Lu}]"),
        ("[[:upper:]]", "[[:upper:]]"),
        (r"\x41", r"\x41"),
        (r"a\u2014b", r"\u2014"),
        ("\u00ad", "\u00ad"),
        ("ẞ", "ẞ"),
        ("İ", "İ"),
        ("ＡＢ", "Ａ"),
        ("(?i)a’b", "’"),
    ],
)
def test_a_part_that_folding_removes_is_reported(pattern: str, part: str) -> None:
    assert only_folded_away(pattern) == part


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d+ min\S\W\D\B$",
        "[’']",
        "[A-Za-z]",
        "[^A-Z]",
        "(?i)Greg",
        "(?P<Name>a)(?P=Name)",
        r"\p{L}\p{Ll}\P{Lu}",
        r"\N{EURO SIGN}",
        "ß é € © 责",
        "a\u00a0b",  # folding makes a space of it, and of the space in the text: see below
        r"\x61\u00e9",
        "[[:alpha:]]",
        r"[\p{L}’]",
    ],
)
def test_what_folding_leaves_is_fine(pattern: str) -> None:
    assert only_folded_away(pattern.replace("\u00a0", " ")) == ""


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=3))
def test_a_phrase_as_a_pattern_is_a_problem_exactly_when_its_folding_is_another(text: str) -> None:
    pattern = regex.escape(text, special_only=True, literal_spaces=True)
    if "\\" in pattern or any(char.isspace() and char != " " for char in text):
        return
    assert bool(only_folded_away(pattern)) is (fold(visible_text(text)[0]) != text)


@given(st.text(alphabet=r"aAeids019{}()[]?<>=!&RP|*+-^\.,:# ’", max_size=30))
def test_any_text_is_judged_without_a_crash(pattern: str) -> None:
    pattern_refusal(pattern)
    only_folded_away(pattern)
    if not pattern_refusal(pattern):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(?:a{1000}){1000}", "((a{10}){10}){11}", "(?:(?:x|y){40,50}z){30}"])
def test_repeats_inside_repeats_are_multiplied(pattern: str) -> None:
    assert "one inside the other" in pattern_refusal(pattern)


@pytest.mark.parametrize(
    "pattern", ["(a{10}b){100}", "a{3}b{900}c{900}", "[{5000}]", r"\{5000\}", "(?:.{2,60} ){3,16}"]
)
def test_repeats_beside_each_other_are_not(pattern: str) -> None:
    assert pattern_refusal(pattern) == ""
