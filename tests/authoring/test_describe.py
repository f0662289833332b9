import pytest

from cleaner.authoring.describe import describe
from cleaner.rules import load_rules
from cleaner.rules.load import load_text

MOST = "(at most 12 lines, else nothing)"


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("line: Foo", "Removes a line that is 'Foo'."),
        ("line: [A1, B1, C1, D1, E1, F1, G1]", "Removes a line that is 'A1', 'B1', 'C1', 'D1' or 3 more."),
        ("line: [A1, B1, C1, D1, E1]", "Removes a line that is 'A1', 'B1', 'C1', 'D1' or 'E1'."),
        ("starts: Foo, ends: Bar", "Removes a line that starts with 'Foo' and ends with 'Bar'."),
        ("starts: Foo, match_case: true", "Removes a line that starts with 'Foo' (capitals count)."),
        ("contains: Foo, unless: [said]", "Removes a line that contains 'Foo', unless it contains 'said'."),
        ("max_words: 3, sentence: false, near_end: 0",
         "Removes a line that has at most 3 words and is not a sentence, at the end of the text."),
        ("line: Foo, near_start: 2", "Removes a line that is 'Foo', if at most 2 lines precede it."),
        ("line: Foo, keep: true", "Protects a line that is 'Foo'."),
        ("contains: (AP), remove: match", "Removes the matched words from a line that contains '(AP)'."),
        ("regex: '^([a-z]+) -', remove: nothing, save_as: dateline",
         "Reads a line that matches '^([a-z]+) -'; what the pattern captures is saved as dateline."),
        ("likely: 94, sentence: false",
         "Removes a line that is not a sentence and is boilerplate by the line model, with a score of 94 or more."),
        ("block: { from: Foo, through: Bar }",
         f"Removes the lines from one that is 'Foo' through the next one that is 'Bar' {MOST}."),
        ("block: { from: Foo, while: { sentence: false } }",
         f"Removes the lines from one that is 'Foo' on, as long as each line below is not a sentence {MOST}."),
        ("block: { from: Foo, to_end: true }, prose_before: 3",
         f"Removes the lines from one that is 'Foo' to the end of the text {MOST}, below 3 lines of prose or more."),
        ("list: { at: end, min_lines: 8, likely: 40 }",
         ("Removes 8 lines or more in a row, at the end of the text and below a line that a rule with 'marks_list' "
          "removes, if half of them have a score of 40 or more by the line model.")),
        ("list: { at: start, min_lines: 3, likely: 60, each: { max_words: 3 } }",
         ("Removes 3 lines or more in a row that each has at most 3 words, above all prose and below a line that a "
          "rule with 'marks_list' removes, if half of them have a score of 60 or more by the line model.")),
        ("line: Foo, marks_list: true", "Removes a line that is 'Foo'; a list below it may go as well."),
        ("repeats: { block: true }",
         "Removes two or more lines that appear in the same order above, of 20 words or more."),
        ("select: [.box], unless: said",
         "Removes, from pages, the nodes that '.box' selects, with their content, unless it contains 'said'."),
        ("line: Foo, sites: [a.com], languages: [de]",
         "Removes a line that is 'Foo', on a.com, in texts of the language de or of unknown language."),
    ],
)  # fmt: skip
def test_a_rule_is_described_in_a_sentence(rule: str, sentence: str) -> None:
    (loaded,) = load_text(f"rules:\n  - {{ id: r, {rule} }}").rules
    assert describe(loaded) == sentence


def test_every_shipped_rule_has_a_well_formed_sentence() -> None:
    sentences = [describe(rule) for rule in load_rules().rules]
    assert all(text.endswith(".") and "  " not in text.replace("'  ", "") for text in sentences)
    assert not [text for text in sentences if " that ," in text or " that  " in text or " one that to " in text]
