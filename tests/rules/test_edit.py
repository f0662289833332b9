import pytest

from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text

RULE = ["- id: b", "  line: B"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n",
        "# only a comment\n",
        "about: Ours.\n",
        "rules:\n",
        "rules:\n- id: a\n  line: A # why\n# the end\n",
        "rules:\n    - id: a\n      removes:\n        - |\n          A\n\n          # B\n      line: A\n",
        "disable: [x/y]\nrules:\n  - id: a\n    line: A\n\n# on adjusting\nadjust: {}\n",
        "rules:\n  - { id: a, line: A }",
    ],
)
def test_the_text_is_kept_and_a_rule_is_appended(source: str) -> None:
    text = append_rule(source, RULE)
    assert text is not None
    assert [rule.id for rule in load_text(text).rules][-1] == "rules/b"
    rows = [row for row in text.split("\n") if row]
    assert [row for row in source.split("\n") if row] == [row for row in rows if row in source.split("\n")]
    assert len(load_text(text).rules) == (2 if "id: a" in source else 1)


def test_line_ends_are_those_of_the_file() -> None:
    text = append_rule("rules:\r\n  - id: a\r\n    line: A\r\n", RULE)
    assert text == "rules:\r\n  - id: a\r\n    line: A\r\n\r\n  - id: b\r\n    line: B\r\n"


@pytest.mark.parametrize("source", ["rules: [{ id: a, line: A }]\n", "rules: [\n", "- a\n", "rules: []\n"])
def test_a_file_without_a_place_for_the_rule_is_left_alone(source: str) -> None:
    assert append_rule(source, RULE) is None
