import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.view import core, fold, is_boundary, is_skippable, strip_marks, visible_text

ALL = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) not in ("Cn", "Co"))
"""All characters that are assigned: others have no other case."""


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


def test_letters_fold_to_their_lower_case_except_those_named_here() -> None:
    named = "İıςΣẞ"
    letters = [c for c in ALL if c.isalpha() and c not in named and not "\uff01" <= c <= "\uff5e"]
    assert all(fold(c) == c.lower() for c in letters)


@pytest.mark.parametrize(
    ("text", "variant"),
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
def test_typographic_variants_fold_to_the_same_text(text: str, variant: str) -> None:
    assert fold(text) == fold(variant)


@pytest.mark.parametrize(
    ("text", "variant"), [("Straße", "Strasse"), ("…", "..."), ("ﬁn", "fin"), ("é", "e"), ("½", "1/2")]
)
def test_variants_of_other_lengths_stay_different(text: str, variant: str) -> None:
    assert fold(text) != fold(variant)


def test_with_case_capitals_stay_and_typography_folds() -> None:
    assert fold("“İ I ı Tags”—ＴＡＧ", case=False) == '"İ I ı Tags"-TAG'


@pytest.mark.parametrize("char", "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u2066\ufe0f\u034f")
def test_characters_of_no_width_are_left_out_and_positions_kept(char: str) -> None:
    assert visible_text(f"a{char}b") == ("ab", (0, 2))


def test_a_text_without_such_characters_stays() -> None:
    assert visible_text("Straße") == ("Straße", None)
    assert visible_text("") == ("", None)


@given(st.text(alphabet="ab \u00ad\u200b—é"))
def test_each_visible_character_is_at_its_position(text: str) -> None:
    visible, positions = visible_text(text)
    assert [text[at] for at in (range(len(text)) if positions is None else positions)] == list(visible)


@pytest.mark.parametrize("char", ["•", "▶", "-", "—", ":", "»", "|", "*", "(", "“", " ", "🔴", "→", "+", "~", "\ue900"])
def test_marks_may_be_skipped_at_the_ends(char: str) -> None:
    assert is_skippable(char)


@pytest.mark.parametrize("char", ["a", "É", "7", "½", "任", "ไ", "©", "®", "™", "$", "€", "£", "#", "@"])
def test_letters_digits_currency_and_the_named_signs_are_never_skipped(char: str) -> None:
    assert not is_skippable(char)


@given(st.text())
def test_the_core_starts_and_ends_with_what_may_not_be_skipped(text: str) -> None:
    start, end = core(text)
    assert 0 <= start <= end <= len(text)
    assert all(map(is_skippable, text[:start] + text[end:]))
    if start < end:
        assert not is_skippable(text[start])
        assert not is_skippable(text[end - 1])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("s", "c", False),  # tagscalendar
        ("s", "1", False),
        ("s", "'", True),
        ("s", "_", True),  # neither letter nor digit
        ("辑", "王", True),  # scripts without spaces need none
        ("p", "人", True),
        ("ก", "ข", True),
        ("s", "\u0301", False),  # a mark belongs to its letter
        (":", "x", True),
    ],
)
def test_letters_and_digits_of_spaced_scripts_have_no_boundary_between_them(
    before: str, after: str, expected: bool
) -> None:
    assert is_boundary(before + after, 1) is expected


def test_the_ends_of_a_text_are_boundaries() -> None:
    assert is_boundary("tags", 0)
    assert is_boundary("tags", 4)


def test_marks_are_stripped_from_the_ends_of_a_word_only() -> None:
    assert strip_marks("»e-mail!") == "e-mail"
    assert strip_marks("#tags") == "tags"
    assert strip_marks("|") == ""


def test_letters_and_digits_are_not_marks() -> None:
    assert all(strip_marks(c) == c for c in ALL if unicodedata.category(c)[0] in "LN")
