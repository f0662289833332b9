import pytest

from cleaner.authoring.lint.pumping import LATER_ENDINGS, Pump, pumps


@pytest.mark.parametrize(
    ("pattern", "pump"),
    [
        ("^foo(a+)+$", Pump("foo", "a")),
        (r"^foo(?:\d|x,)*;", Pump("foo", "x,", ";")),
        (r"^(?:a|b)foo[\s,]*$", Pump("afoo", ",")),
        (r"x(?=y+z)", Pump("x", "y", "z")),
        (r"(?>q+)r", Pump("", "q", "r")),
        (r"^[^a ]*-", Pump("", ",", "-")),
        (r"\p{L}+!", Pump("", "a", "!")),
        ("read more", Pump("", "read more")),
        ("[a--b]+(?|x|y)", Pump("", "a")),
    ],
)
def test_each_repeat_is_pumped_behind_what_leads_there(pattern: str, pump: Pump) -> None:
    assert pump in pumps(pattern)


def test_pieces_are_pumped_as_they_are() -> None:
    assert Pump("", "Photo by") in pumps("x", ["Photo by", ""])
    assert all(pump.part for pump in pumps("x", [""]))


def test_a_text_is_the_repeated_part_with_each_ending_and_no_longer_than_asked() -> None:
    texts = list(Pump("a", "bc", "d").texts(3, 5))
    assert texts[:2] == ["abcbcb", "abcbcb!"]
    assert texts[-len(LATER_ENDINGS) :] == ["abcbcbd!", "abcbcbdz"]
