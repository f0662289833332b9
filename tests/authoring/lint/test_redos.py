import pytest

from cleaner.authoring.lint.redos import SUFFIX_ENDINGS, PumpedText, attack_strings


@pytest.mark.parametrize(
    ("pattern", "pumped"),
    [
        ("^foo(a+)+$", PumpedText("foo", "a")),
        (r"^foo(?:\d|x,)*;", PumpedText("foo", "x,", ";")),
        (r"^(?:a|b)foo[\s,]*$", PumpedText("afoo", ",")),
        (r"x(?=y+z)", PumpedText("x", "y", "z")),
        (r"(?>q+)r", PumpedText("", "q", "r")),
        (r"^[^a ]*-", PumpedText("", ",", "-")),
        (r"\p{L}+!", PumpedText("", "a", "!")),
        ("read more", PumpedText("", "read more")),
        ("[a--b]+(?|x|y)", PumpedText("", "a")),
    ],
)
def test_each_repeat_is_pumped_after_its_prefix(pattern: str, pumped: PumpedText) -> None:
    assert pumped in attack_strings(pattern)


def test_pieces_are_pumped_unchanged() -> None:
    assert PumpedText("", "Photo by") in attack_strings("x", ["Photo by", ""])
    assert all(pumped.part for pumped in attack_strings("x", [""]))


def test_a_text_is_the_repeated_part_up_to_a_length_with_each_ending() -> None:
    texts = list(PumpedText("a", "bc", "d").texts(3, 5))
    assert texts[:2] == ["abcbcb", "abcbcb!"]
    assert texts[-len(SUFFIX_ENDINGS) :] == ["abcbcbd!", "abcbcbdz"]
