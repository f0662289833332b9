"""Append a rule to a rule file, which otherwise keeps every byte.

A round trip through ruamel.yaml would not: it changes blanks, quotes and the width of lines.
"""

from collections.abc import Sequence

from cleaner.rules.yaml_nodes import Mapping, Scalar, UnreadableRuleFileError, read_nodes
from cleaner.rules.yaml_nodes import Sequence as Items

INDENT = 2
"""Blanks before the dash of a rule in a file that has none yet."""


def append_rule(source: str, rule: Sequence[str]) -> str | None:
    r"""Return the text of a rule file with a rule after its last one; ``None`` if its form has no place for the rule.

    ``rule`` are the rows of the entry, from its dash on, or of several. Lists in brackets have no such place.

    >>> print(append_rule("rules:\n  - id: a\n    line: A\n\ndisable: []\n", ["- id: b", "  line: B"]), end="")
    rules:
      - id: a
        line: A
    <BLANKLINE>
      - id: b
        line: B
    <BLANKLINE>
    disable: []
    """
    end = "\r\n" if "\r\n" in source else "\n"
    rows = source.split(end)
    if not source.strip():
        return end.join(["rules:", *_indented(rule, INDENT), ""])
    try:
        node = read_nodes(source)
    except UnreadableRuleFileError:
        return None
    if node is not None and not isinstance(node, Mapping):
        return None
    place = _place(node, rows) if node else (len(rows), INDENT, ["rules:"])
    if place is None:
        return None
    index, indent, before = place
    return end.join([*rows[:index], *before, *_indented(rule, indent), *rows[index:]])


def _place(file: Mapping, rows: Sequence[str]) -> tuple[int, int, list[str]] | None:
    """Return the index of the row before which to insert a rule, its indentation, and the rows to insert above it."""
    names = [key.text for key, _ in file.pairs]
    if "rules" not in names:
        return _after_text(rows), INDENT, ["", "rules:"]
    number = names.index("rules")
    key, rules = file.pairs[number]
    following = file.pairs[number + 1][0].place.line - 1 if number + 1 < len(names) else len(rows)
    if isinstance(rules, Scalar) and not rules.text:
        return key.place.line, INDENT, []
    if not isinstance(rules, Items) or not rules.items or rows[rules.place.line - 1].strip()[:1] != "-":
        return None
    return _after_text(rows[:following]), rules.place.column - 1, [""]


def _after_text(rows: Sequence[str]) -> int:
    """Return the row after the last one that has text. Comments at the margin belong to what follows them."""
    index = len(rows)
    while index and (not rows[index - 1].strip() or rows[index - 1].startswith("#")):
        index -= 1
    return index


def _indented(rule: Sequence[str], blanks: int) -> list[str]:
    return [" " * blanks + row if row else row for row in rule]
