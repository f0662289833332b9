"""A rule file as it stands: its text, its nodes, and where the keys of a rule are in it."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.authoring.lint.findings import Edit
from cleaner.errors import RuleProblem
from cleaner.rules.yaml_nodes import (
    Mapping,
    Node,
    Place,
    Problems,
    Scalar,
    UnreadableRuleFileError,
    read_nodes,
    start_of,
)
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.types import Block, LineKeys, Rule


class Part(NamedTuple):
    """Line keys of a rule, or of a part of its block, and the mapping that they stand in."""

    keys: LineKeys
    node: Mapping | None


class RuleText:
    """The text of one rule file, read once. A file that is gone meanwhile is empty: places are told all the same."""

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self.text = Path(path).read_bytes().decode("utf-8-sig")
            self.node = read_nodes(self.text)
        except (OSError, UnicodeDecodeError, UnreadableRuleFileError):
            self.text, self.node = "", None
        self._mistakes = Problems(path, self.text)

    def problem(self, code: str, message: str, place: Place, help: str) -> RuleProblem:
        """Return what is to be told of a place in the file."""
        return self._mistakes.problem(code, message, place, help)

    def entry(self, rule: Rule) -> Mapping | None:
        """Return the entry of a rule."""
        entries = self.node.get("rules") if isinstance(self.node, Mapping) else None
        wanted = rule.id.rpartition("/")[2]
        for entry in entries.items if isinstance(entries, Items) else ():
            if isinstance(entry, Mapping) and isinstance(id := entry.get("id"), Scalar) and id.text.strip() == wanted:
                return entry
        return None

    def parts(self, rule: Rule) -> Iterator[Part]:
        """Find the line keys of a rule, its own or those of its block's parts, with their nodes."""
        entry, matches = self.entry(rule), rule.matches
        if isinstance(matches, LineKeys):
            yield Part(matches, entry)
        elif isinstance(matches, Block):
            block = entry.get("block") if entry else None
            for name, keys in (("from", matches.opens), (matches.closing, matches.closes)):
                node = block.get(name) if isinstance(block, Mapping) else None
                if keys:
                    yield Part(keys, node if isinstance(node, Mapping) else None)

    def edit(self, scalar: Scalar, text: str) -> Edit:
        """Return the edit that writes another text for a scalar of one row; for one of more rows it does not hold."""
        start = start_of(self.text, scalar.place)
        return Edit(start, start + scalar.place.width, text)


def key_of(node: Mapping | None, name: str) -> Scalar | None:
    """Return the key of a mapping as a node."""
    return next((key for key, _ in node.pairs if key.text == name), None) if node else None


def texts_of(node: Node | None) -> list[Scalar]:
    """Return the texts of a value that is a text or a list of texts."""
    found = node.items if isinstance(node, Items) else (node,)
    return [one for one in found if isinstance(one, Scalar)]


def place_of(node: Mapping | None, name: str, text: str = "") -> Place | None:
    """Return where a text under a key stands, or else the key; ``None`` if there is no such key."""
    if node is None:
        return None
    for scalar in texts_of(node.get(name)):
        if text and unicodedata.normalize("NFC", scalar.text.strip()) == text.strip():
            return scalar.place
    key = key_of(node, name)
    return key.place if key else None


def quoted(text: str) -> str:
    """Return a text in YAML's single quotes, in which nothing is special but the quote.

    >>> quoted("don't")
    "'don''t'"
    """
    return "'" + text.replace("'", "''") + "'"
