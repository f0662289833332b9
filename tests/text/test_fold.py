import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.view import core, fold, is_boundary, is_skippable, strip_marks, visible_text

ALL = "".join(map(chr, range(sys.maxunicode + 1)))


def test_folding_keeps_the_length_of_every_character() -> None:
    assert all(len(fold(char)) == 1 for char in ALL)
    assert all(len(fold(char, case=False)) == 1 for char in ALL)


def test_folding_a_folded_character_changes_nothing() -> None:
    folded = fold(ALL)
    assert fold(folded) == folded


def test_a_character_folds_the_same_alone_and_in_a_text() -> None:
    assert fold(ALL) == "".join(fold(char) for char in ALL)


@given(st.text())
def test_a_text_folds_character_by_character(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text, case=False)) == len(text)


def test_lower_is_the_rule_where_it_is_one_character_and_nothing_else_is_named() -> None:
    named = "İıςΣẞ"
    letters = [c for c in ALL if c.isalpha() and c not in named and not "\uff01" <= c <= "\uff5e"]
    assert all(fold(c) == c.lower() for c in letters)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İIıi", "iiii"),
        ("STRAẞE", "straße"),
        ("ΟΔΟΣ", "οδος"),
        ("ＴＡＧＳ：", "tags:"),
        ("“Tags” ‘n’ ‚so‛ „on‟", "\"tags\" 'n' 'so' \"on\""),
        ("a‐b‑c‒d–e—f―g−h", "a-b-c-d-e-f-g-h"),
        ("a\u00a0b\u202fc\u2009d\u3000e\tf", "a b c d e f"),
    ],
)
def test_what_people_print_in_more_than_one_way_folds_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "Strasse"), ("…", "..."), ("ﬁn", "fin"), ("é", "e"), ("½", "1/2")]
)
def test_what_is_not_one_to_one_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_capitals_stay_where_case_counts_and_typography_folds_all_the_same() -> None:
    assert fold("“İ I ı Tags”—ＴＡＧ", case=False) == '"İ I ı Tags"-TAG'


@pytest.mark.parametrize("char", "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u2066\ufe0f\u034f")
def test_characters_of_no_width_are_skipped_and_places_are_kept(char: str) -> None:
    assert visible_text(f"a{char}b") == ("ab", (0, 2))


def test_a_text_without_such_characters_is_as_it_is() -> None:
    assert visible_text("Straße") == ("Straße", None)
    assert visible_text("") == ("", None)


@given(st.text(alphabet="ab \u00ad\u200b—é"))
def test_each_visible_character_stands_where_it_says(text: str) -> None:
    shown, places = visible_text(text)
    assert [text[at] for at in (range(len(text)) if places is None else places)] == list(shown)


@pytest.mark.parametrize("char", ["•", "▶", "-", "—", ":", "»", "|", "*", "(", "“", " ", "🔴", "→", "+", "~", "\ue900"])
def test_marks_may_be_skipped_at_the_ends(char: str) -> None:
    assert is_skippable(char)


@pytest.mark.parametrize("char", ["a", "É", "7", "½", "任", "ไ", "©", "®", "™", "$", "€", "£", "#", "@"])
def test_letters_digits_currency_and_the_named_signs_are_never_skipped(char: str) -> None:
    assert not is_skippable(char)


@given(st.text())
def test_the_core_bounds_what_may_not_be_skipped(text: str) -> None:
    start, end = core(text)
    assert 0 <= start <= end <= len(text)
    assert all(map(is_skippable, text[:start] + text[end:]))
    if start < end:
        assert not is_skippable(text[start])
        assert not is_skippable(text[end - 1])


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [
        ("s", "c", False),  # tagscalendar
        ("s", "1", False),
        ("s", "'", True),
        ("s", "_", True),  # no letter, no digit
        ("辑", "王", True),  # scripts without spaces ask for no boundary
        ("p", "人", True),
        ("ก", "ข", True),
        ("s", "\u0301", False),  # a mark belongs to its letter
        (":", "x", True),
    ],
)
def test_a_boundary_is_asked_between_letters_and_digits_of_spaced_scripts_only(
    before: str, after: str, holds: bool
) -> None:
    assert is_boundary(before + after, 1) is holds


def test_the_ends_of_a_text_are_boundaries() -> None:
    assert is_boundary("tags", 0)
    assert is_boundary("tags", 4)


def test_marks_go_from_a_words_ends_and_from_nowhere_else() -> None:
    assert strip_marks("»e-mail!") == "e-mail"
    assert strip_marks("#tags") == "tags"
    assert strip_marks("|") == ""


def test_no_letter_is_taken_for_a_mark() -> None:
    assert all(strip_marks(c) == c for c in ALL if unicodedata.category(c)[0] in "LN")
