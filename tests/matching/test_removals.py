"""Captured texts become values for the metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.removals import field_values, trim_punctuation


@pytest.mark.parametrize(
    ("captured", "tags"),
    [
        (": Economy, Trade; China | War • Peace · Rest", ("Economy", "Trade", "China", "War", "Peace", "Rest")),
        ("Economy", ("Economy",)),
        ("Economy, Economy, economy", ("Economy", "economy")),
        (" , ; ", ()),
        ("", ()),
        ("经济、贸易，中国", ("经济", "贸易", "中国")),
        ("#Economy, #Trade", ("Economy", "Trade")),
    ],
)
def test_tags_are_split_at_their_separators(captured: str, tags: tuple[str, ...]) -> None:
    assert field_values("tags", [captured], "") == tags


@pytest.mark.parametrize(
    ("captured", "text", "tags"),
    [
        (
            "Donald Trump Marco Rubio Mike Pompeo",
            "Marco Rubio met Mike Pompeo.",
            ("Donald Trump", "Marco Rubio", "Mike Pompeo"),
        ),
        ("New York City Hall", "In New York City he said. New York.", ("New York City", "Hall")),  # the longest first
        ("Donald Trump", "", ("Donald Trump",)),
        ("Marco Rubio", "Marco Rubios son", ("Marco Rubio",)),
        ("trade war Mike Pompeo", "the trade war of Mike Pompeo", ("trade war", "Mike Pompeo")),  # no name, a remainder
        ("Ann Lee Bo", "Ann Leeds", ("Ann Lee Bo",)),  # whole words
    ],
)
def test_tags_without_separators_are_split_by_names_of_the_text(
    captured: str, text: str, tags: tuple[str, ...]
) -> None:
    assert field_values("tags", [captured], text) == tags


def test_tags_of_several_lines_come_in_their_order() -> None:
    assert field_values("tags", ["One", "Two, Three", "One"], "") == ("One", "Two", "Three")


@pytest.mark.parametrize(
    ("captured", "names"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("Jane Doe and John Smith", ("Jane Doe", "John Smith")),
        ("Jane Doe, John Smith and Al Roe", ("Jane Doe", "John Smith", "Al Roe")),
        ("Jane Doe, Political Reporter", ("Jane Doe, Political Reporter",)),
        ("Jana Roh und Uwe Alt", ("Jana Roh", "Uwe Alt")),
    ],
)
def test_authors_are_split_where_a_list_says_and(captured: str, names: tuple[str, ...]) -> None:
    assert field_values("author", [captured], "") == names


@pytest.mark.parametrize(
    ("captured", "date"),
    [
        (": 2020-08-03", "2020-08-03"),
        ("2020-08-03T10:20:00+02:00", "2020-08-03T10:20:00+02:00"),
        ("August 3, 2020", "2020-08-03"),
        ("Aug. 3, 2020.", "2020-08-03"),
        ("Sept. 3, 2020", "2020-09-03"),
        ("3 August 2020", "2020-08-03"),
        ("3. August 2020, 10:20 Uhr", "2020-08-03"),
        ("03.08.2020 10:20", "2020-08-03"),
        ("le 3 août 2020", "2020-08-03"),
        ("2020年8月3日", "2020-08-03"),
    ],
)
def test_dates_have_the_same_form(captured: str, date: str) -> None:
    assert field_values("modified", [captured], "") == (date,)


@pytest.mark.parametrize("captured", ["03/08/2020", "yesterday", "2020-13-45", "May", ""])
def test_an_ambiguous_date_is_not_saved(captured: str) -> None:
    assert field_values("date", [captured], "") == ()


@pytest.mark.parametrize(
    ("captured", "value"),
    [
        (": (Jane Doe/Reuters)", "Jane Doe/Reuters"),
        ("Jane Doe (Reuters)", "Jane Doe (Reuters)"),
        (" — LONDON —", "LONDON"),
        ("[Foto] ]", "Foto"),
        ("...", ""),
        ("$5", "$5"),
    ],
)
def test_whitespace_and_punctuation_at_the_ends_of_values_go(captured: str, value: str) -> None:
    assert trim_punctuation(captured) == value
    assert field_values("photo_credit", [captured], "") == ((value,) if value else ())


@given(st.sampled_from(["tags", "author", "date", "modified", "dateline"]), st.lists(st.text(), max_size=3), st.text())
def test_any_text_gives_values_without_duplicates(field: str, captured: list[str], remaining: str) -> None:
    values = field_values(field, captured, remaining)
    assert len(set(values)) == len(values)
    assert all(values)


@given(
    st.lists(st.sampled_from(["Ann", "Lee", "Bo", "Roe", "of"]), max_size=9), st.text(alphabet="AnLeBoR f", max_size=60)
)
def test_splitting_by_names_loses_no_word(words: list[str], remaining: str) -> None:
    tags = field_values("tags", [" ".join(words)], remaining)
    assert set(" ".join(tags).split()) == set(words)


def test_a_long_line_without_separators_is_not_split() -> None:
    words = " ".join(f"Ann{number} Lee{number}" for number in range(5000))
    assert len(field_values("tags", [words], words)) == 1
