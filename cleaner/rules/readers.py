"""Nodes to values: one reader for each kind of value in the key table. What is wrong is noted with its place."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

from cleaner.matching.regex import check_pattern
from cleaner.rules import patterns as pattern_text
from cleaner.rules import sample_readers as sample_values
from cleaner.rules.key_suggestions import meant
from cleaner.rules.schema import ADJUSTABLE, Key
from cleaner.rules.yaml_hints import eaten_escape
from cleaner.rules.yaml_nodes import Mapping, Node, Problems, Scalar
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.text.view import visible_text
from cleaner.text.words import count_words
from cleaner.types import Sample

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_FULL_ID = re.compile(r"[^/\s]+/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\*)")
_FLAGS = {"true": True, "false": False}
"""A count beyond this is a slip of the hand: no text has so many lines that matter."""


def is_site_name(name: str) -> bool:
    """Tell whether a text has the form of a site's name: a host, as in ``thehill.com``."""
    return _SITE.fullmatch(name) is not None


class ValueReader:
    """Reads the values of one rule file. ``patterns`` tells whether to compile patterns, to see that they do."""

    def __init__(self, mistakes: Problems, *, patterns: bool) -> None:
        self.problems = mistakes
        self._compile = patterns

    def keys(self, node: Node, table: Sequence[Key], of: str) -> dict[str, tuple[Scalar, Any]]:
        """Read a mapping by a key table: ``{name: (key's node, value)}`` of what is known and right."""
        if not isinstance(node, Mapping):
            self.wrong(node, f"{of} is keys with values", f"as in '{table[0].example}'")
            return {}
        known = {key.name: key for key in table}
        found: dict[str, tuple[Scalar, Any]] = {}
        for name, value in node.pairs:
            key = known.get(name.text)
            if key is None:
                message = f"unknown key '{name.text}' in {of}"
                self.problems.add("R103", message, name.place, meant(name.text, table))
            elif name.text in found:
                self.problems.add("R007", f"the key '{name.text}' is given twice in {of}", name.place, "merge the two")
            else:
                read: Callable[[Node, Key], Any] = getattr(self, f"_{key.value}")
                result = read(value, key)
                found[name.text] = (name, result)
        return {name: (at, value) for name, (at, value) in found.items() if value is not None}

    def wrong(self, node: Node, message: str, help: str) -> None:
        """Note that a value is not of the form that its key takes."""
        self.problems.add("R101", message, node.place, help)

    def _text(self, node: Node, key: Key) -> str | None:
        if not isinstance(node, Scalar) or not node.text.strip():
            self.wrong(
                node, f"'{key.name}' takes a text", f"as in '{key.example}'; a text with ': ' in it needs quotes"
            )
            return None
        return node.text.strip()

    def _slug(self, node: Node, key: Key) -> str | None:
        text = self._text(node, key)
        if text is not None and not _SLUG.fullmatch(text):
            help = "small letters, digits and hyphens, as in 'comment-policy'"
            self.problems.add("R106", f"'{text}' is no id", node.place, help)
            return None
        return text

    def _choice(self, node: Node, key: Key) -> str | None:
        text = self._text(node, key)
        if text is not None and text not in key.choices:
            close = get_close_matches(text, key.choices, n=1)
            help = f"did you mean '{close[0]}'?" if close else f"one of: {', '.join(key.choices)}"
            self.problems.add("R109", f"'{key.name}' does not take '{text}'", node.place, help)
            return None
        return text

    def _flag(self, node: Node, key: Key) -> bool | None:
        if isinstance(node, Scalar) and node.text in _FLAGS:
            return _FLAGS[node.text]
        self.wrong(node, f"'{key.name}' takes true or false", f"as in '{key.example}'")
        return None

    def _count(self, node: Node, key: Key) -> int | None:
        text = node.text if isinstance(node, Scalar) else ""
        if not re.fullmatch("[0-9]{1,9}", text):
            self.wrong(node, f"'{key.name}' takes a whole number", f"as in '{key.example}'")
            return None
        if not key.least <= int(text) <= key.most:
            message = f"'{key.name}' is at least {key.least} and at most {key.most}"
            self.problems.add("R108", message, node.place, f"as in '{key.example}'")
            return None
        return int(text)

    def _texts(self, node: Node, key: Key) -> list[Scalar]:
        """Read a text or a list of texts; each may not be empty, nor cut off by a comment."""
        entries = node.items if isinstance(node, Items) else (node,)
        if not entries:
            self.problems.add("R107", f"'{key.name}' has nothing in it", node.place, f"as in '{key.example}'")
        texts = []
        for entry in entries:
            if not isinstance(entry, Scalar):
                help = "a text that has ':' in it, or starts with [ or {, needs quotes around it"
                self.wrong(entry, f"'{key.name}' takes texts", help)
            elif not visible_text(entry.text)[0].strip():
                self.problems.add("R107", f"'{key.name}' has an empty text", entry.place, f"as in '{key.example}'")
            elif entry.cut:
                message = "what follows ' #' is a comment, and cuts this text off"
                self.problems.add("R008", message, entry.place, "put quotes around the whole text")
            else:
                texts.append(entry)
        return texts

    def phrases(self, node: Node, key: Key) -> tuple[str, ...] | None:
        """Read a phrase or a list of phrases, in Unicode's composed form; doubles count once."""
        found = []
        for entry in self._texts(node, key):
            text = unicodedata.normalize("NFC", entry.text.strip())
            if "\n" in text:
                help = "for several lines at once there is 'block'"
                self.wrong(entry, f"'{key.name}' takes phrases of one line", help)
            else:
                found.append(text)
        return tuple(dict.fromkeys(found)) or None

    def _words(self, node: Node, key: Key) -> tuple[str, ...] | None:
        found = []
        for entry in self._texts(node, key):
            word = unicodedata.normalize("NFC", entry.text.strip())
            if len(word.split()) > 1 or not count_words(word):
                help = "write each word by itself; marks between words are skipped as they are"
                self.problems.add("R205", f"'{word}' is not one word", entry.place, help)
            else:
                found.append(word)
        return tuple(dict.fromkeys(found)) or None

    def _patterns(self, node: Node, key: Key) -> tuple[str, ...] | None:
        found = []
        for entry in self._texts(node, key):
            pattern = entry.text.rstrip("\n")
            reason = pattern_text.pattern_refusal(pattern) or (check_pattern(pattern) if self._compile else "")
            if eaten_escape(pattern):
                message = f"the pattern has the control character {eaten_escape(pattern)!r}"
                self.problems.add(
                    "R009", message, entry.place, "in double quotes \\b is no boundary: use single quotes"
                )
            elif reason:
                help = "see the 'regex' module's documentation, or write phrases: 'contains', 'starts', 'ends'"
                self.problems.add("R201", f"the pattern cannot be used: {reason}", entry.place, help)
            else:
                found.append(pattern)
        return tuple(dict.fromkeys(found)) or None

    def _selectors(self, node: Node, key: Key) -> tuple[str, ...] | None:
        from cleaner.rules.selectors import selector_error

        found = []
        for entry in self._texts(node, key):
            reason = selector_error(entry.text) if self._compile else ""
            if reason:
                help = "tag, .class, #id, [attribute], blanks, '>', ',' and ':not()' are served; all else is not"
                self.problems.add("R206", f"the selector cannot be used: {reason}", entry.place, help)
            else:
                found.append(" ".join(entry.text.split()))
        return tuple(dict.fromkeys(found)) or None

    def _sites(self, node: Node, key: Key) -> tuple[str, ...] | None:
        return self._names(node, key, _SITE, "is no site", "the host without 'www.', as in thehill.com")

    def _languages(self, node: Node, key: Key) -> tuple[str, ...] | None:
        return self._names(node, key, _LANGUAGE, "is no language", "a tag of BCP 47, as in de or pt-BR")

    def ids(self, node: Node, key: Key) -> tuple[Scalar, ...] | None:
        """Read full ids, with their places; a list may be empty."""
        if isinstance(node, Items) and not node.items:
            return ()
        entries = self._texts(node, key)
        for entry in entries:
            if not _FULL_ID.fullmatch(entry.text):
                help = "the file's name and the rule's id, as in comments/comment-policy"
                self.problems.add("R106", f"'{entry.text}' is no full id", entry.place, help)
        return tuple(entry for entry in entries if _FULL_ID.fullmatch(entry.text))

    def _adjust(self, node: Node, key: Key) -> tuple[tuple[Scalar, dict[str, tuple[Scalar, Any]]], ...] | None:
        """Read what is to change in rules: each full id with the keys that are added or replaced."""
        if not isinstance(node, Mapping):
            self.wrong(node, f"'{key.name}' takes full ids with keys", f"as in '{key.example}'")
            return None
        return tuple((name, self.keys(value, ADJUSTABLE, f"'adjust' of '{name.text}'")) for name, value in node.pairs)

    def _names(self, node: Node, key: Key, form: re.Pattern[str], what: str, help: str) -> tuple[str, ...] | None:
        found = []
        for entry in self._texts(node, key):
            if form.fullmatch(entry.text):
                found.append(entry.text.lower())
            else:
                self.wrong(entry, f"'{entry.text}' {what}", help)
        return tuple(dict.fromkeys(found)) or None

    def _keeps(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        return sample_values.keeps(node, self._reader(key)) or None

    def _removes(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        return sample_values.removes(node, self._reader(key), self.problems) or None

    def _saves(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        return sample_values.saves(node, self._reader(key), self.problems, key.example) or None

    def _reader(self, key: Key) -> Callable[[Node], list[Scalar]]:
        return lambda node: self._texts(node, key)

    def _rules(self, node: Node, key: Key) -> tuple[Mapping, ...] | None:
        if not isinstance(node, Items):
            self.wrong(
                node,
                f"'{key.name}' takes a list of rules",
                "each rule begins with '- id: …', and a blank stands behind the dash",
            )
            return None
        for entry in node.items:
            if not isinstance(entry, Mapping):
                self.wrong(
                    entry, "a rule is keys with values", "it begins with '- id: …', and a blank stands behind the dash"
                )
        return tuple(entry for entry in node.items if isinstance(entry, Mapping))

    def _node(self, node: Node, key: Key) -> Node:  # noqa: ARG002 - readers have one form
        return node

    _phrases = phrases
    _ids = ids
    _block = _repeats = _opening = _line_keys = _node
