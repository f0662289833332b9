import pytest

from cleaner.authoring.describe import describe
from cleaner.rules import load_rules
from cleaner.rules.load import load_text

MOST = "(12 lines at most, else nothing)"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("line: Foo", "Takes a line that is 'Foo'."),
        ("line: [A1, B1, C1, D1, E1, F1, G1]", "Takes a line that is 'A1', 'B1', 'C1', 'D1' or 3 more."),
        ("line: [A1, B1, C1, D1, E1]", "Takes a line that is 'A1', 'B1', 'C1', 'D1' or 'E1'."),
        ("starts: Foo, ends: Bar", "Takes a line that starts with 'Foo' and ends with 'Bar'."),
        ("starts: Foo, match_case: true", "Takes a line that starts with 'Foo' (capitals count)."),
        ("contains: Foo, unless: [said]", "Takes a line that has 'Foo' in it, unless it has 'said'."),
        ("max_words: 3, sentence: false, near_end: 0",
         "Takes a line that has at most 3 words and is no sentence, at the end of the text."),
        ("line: Foo, near_start: 2", "Takes a line that is 'Foo', where at most 2 lines stand above."),
        ("line: Foo, keep: true", "Protects a line that is 'Foo'."),
        ("contains: (AP), remove: match", "Cuts the matched words out of a line that has '(AP)' in it."),
        ("regex: '^([a-z]+) -', remove: nothing, save_as: dateline",
         "Reads a line that matches '^([a-z]+) -'; what the pattern captures is saved as dateline."),
        ("likely: 94, sentence: false",
         "Takes a line that is no sentence and is boilerplate by the line model, with a rating of 94 or more."),
        ("block: { from: Foo, through: Bar }",
         f"Takes the lines from one that is 'Foo' through the nearest one that is 'Bar' {MOST}."),
        ("block: { from: Foo, while: { sentence: false } }",
         f"Takes the lines from one that is 'Foo' on, as long as each line below is no sentence {MOST}."),
        ("block: { from: Foo, to_end: true }, prose_before: 3",
         f"Takes the lines from one that is 'Foo' to the end of the text {MOST}, below 3 lines of prose or more."),
        ("repeats: { block: true }",
         "Takes two lines or more that stand in the same order above already, of 20 words or more."),
        ("select: [.box], unless: said",
         "Takes, in pages, the nodes that '.box' finds, with all that is in them, unless it has 'said'."),
        ("line: Foo, sites: [a.com], languages: [de]",
         "Takes a line that is 'Foo', on a.com, in texts of the language de or of none that is known."),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_one_sentence(rule: str, told: str) -> None:
    (loaded,) = load_text(f"rules:\n  - {{ id: r, {rule} }}").rules
    assert describe(loaded) == told


def test_every_shipped_rule_has_a_sentence_of_its_own_words() -> None:
    told = [describe(rule) for rule in load_rules().rules]
    assert all(one.endswith(".") and "  " not in one.replace("'  ", "") for one in told)
    assert not [one for one in told if " that ," in one or " that  " in one or " one that to " in one]
