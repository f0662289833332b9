"""Nodes to values: one reader for each kind of value in the key table. What is wrong is reported with its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from cleaner.matching.regex import check_pattern
from cleaner.rules.patterns import pattern_refusal
from cleaner.rules.schema import ADJUSTABLE, BLOCK_KEYS, FILE_KEYS, LIST_KEYS, REPEATS_KEYS, RULE_KEYS, Key
from cleaner.rules.yaml_nodes import Mapping, Node, Problems, Scalar, eaten_escape, has_unusual_blanks
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.text.view import visible_text
from cleaner.text.words import count_words
from cleaner.types import Sample, Saved

MOST_LISTED = 9
"""Most keys of a table that a suggestion lists: nobody reads a longer list."""

MAX_DIGITS = 9
"""Most digits of a number that is read; keys take far smaller ones."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"</?(?:a|b|br|div|em|h[1-6]|i|li|p|span|strong|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_FULL_ID = re.compile(r"[^/\s]+/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\*)")
_FLAGS = {"true": True, "false": False}
_LIST_OF_RULES = "each rule begins with '- id: …', with a blank behind the dash"

_TABLES = {
    "a rule": RULE_KEYS,
    "'block'": BLOCK_KEYS,
    "'list'": LIST_KEYS,
    "'repeats'": REPEATS_KEYS,
    "the file, beside 'rules:'": FILE_KEYS,
}

_SYNONYMS = {
    "about": ("comment", "description", "name", "note", "summary", "title", "why"),
    "contains": ("has", "includes", "match", "phrase", "phrases", "text", "word", "words"),
    "ends": ("end", "ends_with", "endswith", "suffix"),
    "id": ("key", "rule"),
    "languages": ("lang", "language", "locale"),
    "line": ("equals", "exact", "is", "lines"),
    "match_case": ("case", "case_sensitive"),
    "page_types": ("kind", "kinds", "page_type", "page_kind", "type", "types"),
    "regex": ("pattern", "patterns", "re", "regexp"),
    "removes": ("example", "examples", "sample", "samples", "test", "tests"),
    "select": ("css", "node", "selector", "selectors"),
    "sites": ("domain", "domains", "host", "site", "url"),
    "starts": ("begins", "prefix", "start", "starts_with", "startswith"),
    "unless": ("but_not", "except", "exclude", "not", "without"),
}


def is_site_name(name: str) -> bool:
    """Whether a text has the form of a site's name: a host, as in ``thehill.com``."""
    return _SITE.fullmatch(name) is not None


def key_suggestion(name: str, table: Sequence[Key]) -> str:
    """Return what to do about a key that a table does not have.

    >>> key_suggestion("lnie", RULE_KEYS), key_suggestion("pattern", RULE_KEYS)
    ("did you mean 'line'?", "did you mean 'regex'?")
    >>> key_suggestion("max_lines", RULE_KEYS)
    "it is a key of 'block'"
    """
    names = [key.name for key in table]
    if has_unusual_blanks(name):
        return "indent with plain spaces, and put ': ' behind a key"
    if name.startswith("-"):
        return "a list's dash needs a blank behind it, as in '- id: comment-policy'"
    plain = name.lower().replace("-", "_")
    if plain in names:
        return f"did you mean '{plain}'?"
    for where, other in _TABLES.items():
        if other is not table and plain in {key.name for key in other}:
            return f"it is a key of {where}"
    synonym = next((key for key, synonyms in _SYNONYMS.items() if plain in synonyms and key in names), "")
    close = [synonym] if synonym else get_close_matches(plain, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    if len(names) <= MOST_LISTED:
        return f"the keys are {', '.join(names)}"
    return "the most common are line, starts, ends and contains; 'cleaner rules help' lists all"


class ValueReader:
    """Reads the values of one rule file.

    ``patterns`` says whether patterns and selectors are compiled, to report those that are not valid.
    """

    def __init__(self, problems: Problems, *, patterns: bool) -> None:
        self.problems = problems
        self._compiles = patterns

    def keys(self, node: Node, table: Sequence[Key], where: str) -> dict[str, tuple[Scalar, Any]]:
        """Read a mapping by a key table. Return the node and value of each key that is valid, by its name."""
        if not isinstance(node, Mapping):
            self.type_error(node, f"{where} is keys with values", f"as in '{table[0].example}'")
            return {}
        keys = {key.name: key for key in table}
        read: dict[str, tuple[Scalar, Any]] = {}
        for name, value in node.pairs:
            key = keys.get(name.text)
            if key is None:
                message = f"unknown key '{name.text}' in {where}"
                self.problems.add("R103", message, name.place, key_suggestion(name.text, table))
            elif name.text in read:
                message = f"the key '{name.text}' is given twice in {where}"
                self.problems.add("R007", message, name.place, "merge the two")
            else:
                reader: Callable[[Node, Key], Any] = getattr(self, f"_{key.value}")
                read[name.text] = (name, reader(value, key))
        return {name: (key_node, value) for name, (key_node, value) in read.items() if value is not None}

    def type_error(self, node: Node, message: str, help: str) -> None:
        """Report that a value does not have the form that its key takes."""
        self.problems.add("R101", message, node.place, help)

    def _text(self, node: Node, key: Key) -> str | None:
        if not isinstance(node, Scalar) or not node.text.strip():
            help = f"as in '{key.example}'; a text with ': ' in it needs quotes"
            self.type_error(node, f"'{key.name}' takes a text", help)
            return None
        return node.text.strip()

    def _slug(self, node: Node, key: Key) -> str | None:
        text = self._text(node, key)
        if text is not None and not _SLUG.fullmatch(text):
            help = "use lower-case letters, digits and hyphens, as in 'comment-policy'"
            self.problems.add("R106", f"'{text}' is not a valid id", node.place, help)
            return None
        return text

    def _choice(self, node: Node, key: Key) -> str | None:
        text = self._text(node, key)
        return self._chosen(text, node, key) if text is not None else None

    def _choices(self, node: Node, key: Key) -> tuple[str, ...] | None:
        chosen = [self._chosen(entry.text.strip(), entry, key) for entry in self._texts(node, key)]
        return tuple(dict.fromkeys(filter(None, chosen))) or None

    def _chosen(self, text: str, node: Node, key: Key) -> str | None:
        """Return a text that is one of a key's choices; report any other."""
        if text in key.choices:
            return text
        close = get_close_matches(text, key.choices, n=1)
        help = f"did you mean '{close[0]}'?" if close else f"use one of {', '.join(key.choices)}"
        self.problems.add("R109", f"'{key.name}' does not take '{text}'", node.place, help)
        return None

    def _flag(self, node: Node, key: Key) -> bool | None:
        if isinstance(node, Scalar) and node.text in _FLAGS:
            return _FLAGS[node.text]
        self.type_error(node, f"'{key.name}' takes true or false", f"as in '{key.example}'")
        return None

    def _count(self, node: Node, key: Key) -> int | None:
        text = node.text if isinstance(node, Scalar) else ""
        if not re.fullmatch(f"[0-9]{{1,{MAX_DIGITS}}}", text):
            self.type_error(node, f"'{key.name}' takes a whole number", f"as in '{key.example}'")
            return None
        if not key.least <= int(text) <= key.most:
            message = f"'{key.name}' is at least {key.least} and at most {key.most}"
            self.problems.add("R108", message, node.place, f"as in '{key.example}'")
            return None
        return int(text)

    def _texts(self, node: Node, key: Key) -> list[Scalar]:
        """Read a text or a list of texts. None of them may be empty, or cut off by a comment."""
        entries = node.items if isinstance(node, Items) else (node,)
        if not entries:
            self.problems.add("R107", f"'{key.name}' is an empty list", node.place, f"as in '{key.example}'")
        texts = []
        for entry in entries:
            if not isinstance(entry, Scalar):
                help = "a text that has ':' in it, or starts with [ or {, needs quotes around it"
                self.type_error(entry, f"'{key.name}' takes texts", help)
            elif not visible_text(entry.text)[0].strip():
                self.problems.add("R107", f"'{key.name}' has an empty text", entry.place, f"as in '{key.example}'")
            elif entry.cut:
                message = "what follows ' #' is a comment, and cuts this text off"
                self.problems.add("R008", message, entry.place, "put quotes around the whole text")
            else:
                texts.append(entry)
        return texts

    def phrases(self, node: Node, key: Key) -> tuple[str, ...] | None:
        """Read a phrase or a list of phrases, in Unicode's composed form, without duplicates."""
        phrases = []
        for entry in self._texts(node, key):
            phrase = unicodedata.normalize("NFC", entry.text.strip())
            if "\n" in phrase:
                help = "use 'block' for several lines at once"
                self.type_error(entry, f"'{key.name}' takes phrases of one line", help)
            elif tag := _TAG.search(phrase):
                help = "write the words that readers see; for the nodes of a page there is 'select'"
                self.type_error(entry, f"the phrase has the tag {tag[0]}, and texts have none", help)
            else:
                phrases.append(phrase)
        return tuple(dict.fromkeys(phrases)) or None

    def _words(self, node: Node, key: Key) -> tuple[str, ...] | None:
        words = []
        for entry in self._texts(node, key):
            word = unicodedata.normalize("NFC", entry.text.strip())
            if len(word.split()) > 1 or not count_words(word):
                help = "list each word separately; marks between words are skipped"
                self.problems.add("R205", f"'{word}' is not one word", entry.place, help)
            else:
                words.append(word)
        return tuple(dict.fromkeys(words)) or None

    def _patterns(self, node: Node, key: Key) -> tuple[str, ...] | None:
        patterns = []
        for entry in self._texts(node, key):
            pattern = entry.text.rstrip("\n")
            reason = pattern_refusal(pattern) or (check_pattern(pattern) if self._compiles else "")
            if control := eaten_escape(pattern):
                message = f"the pattern has the control character {control!r}"
                help = "in double quotes \\b is not a word boundary: use single quotes"
                self.problems.add("R009", message, entry.place, help)
            elif reason:
                help = "see the documentation of the 'regex' module, or write phrases: 'contains', 'starts', 'ends'"
                self.problems.add("R201", f"the pattern cannot be used: {reason}", entry.place, help)
            else:
                patterns.append(pattern)
        return tuple(dict.fromkeys(patterns)) or None

    def _selectors(self, node: Node, key: Key) -> tuple[str, ...] | None:
        from cleaner.rules.selectors import SelectorError, parse_selectors

        selectors = []
        for entry in self._texts(node, key):
            try:
                if self._compiles:
                    parse_selectors(entry.text)
            except SelectorError as error:
                help = "use tag, .class, #id, [attribute], blanks, '>', ',' and ':not()'; nothing else is supported"
                self.problems.add("R206", f"the selector cannot be used: {error}", entry.place, help)
            else:
                selectors.append(" ".join(entry.text.split()))
        return tuple(dict.fromkeys(selectors)) or None

    def _sites(self, node: Node, key: Key) -> tuple[str, ...] | None:
        return self._names(node, key, _SITE, "is not a site", "write the host without 'www.', as in thehill.com")

    def _languages(self, node: Node, key: Key) -> tuple[str, ...] | None:
        return self._names(node, key, _LANGUAGE, "is not a language", "write a BCP 47 tag, as in de or pt-BR")

    def _names(self, node: Node, key: Key, form: re.Pattern[str], what: str, help: str) -> tuple[str, ...] | None:
        names = []
        for entry in self._texts(node, key):
            if form.fullmatch(entry.text):
                names.append(entry.text.lower())
            else:
                self.type_error(entry, f"'{entry.text}' {what}", help)
        return tuple(dict.fromkeys(names)) or None

    def ids(self, node: Node, key: Key) -> tuple[Scalar, ...] | None:
        """Read full ids, with their places; a list may be empty."""
        if isinstance(node, Items) and not node.items:
            return ()
        entries = self._texts(node, key)
        for entry in entries:
            if not _FULL_ID.fullmatch(entry.text):
                help = "write the file's name and the rule's id, as in comments/comment-policy"
                self.problems.add("R106", f"'{entry.text}' is not a full id", entry.place, help)
        return tuple(entry for entry in entries if _FULL_ID.fullmatch(entry.text))

    def _adjust(self, node: Node, key: Key) -> tuple[tuple[Scalar, dict[str, tuple[Scalar, Any]]], ...] | None:
        """Read adjustments of rules: each full id with the keys that it adds to or replaces."""
        if not isinstance(node, Mapping):
            self.type_error(node, f"'{key.name}' takes full ids with keys", f"as in '{key.example}'")
            return None
        return tuple((name, self.keys(value, ADJUSTABLE, f"'adjust' of '{name.text}'")) for name, value in node.pairs)

    def _keeps(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        return tuple(self._samples("keeps", node, key)) or None

    def _removes(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        """Read samples that are removed: texts, or mappings of a text to what ``remove: match`` leaves of it."""
        samples: list[Sample] = []
        for entry in node.items if isinstance(node, Items) and node.items else (node,):
            if not isinstance(entry, Mapping):
                samples += self._samples("removes", entry, key)
                continue
            for name, value in entry.pairs:
                if isinstance(value, Scalar):
                    samples += self._samples("removes", name, key, cut=value.text.strip())
                else:
                    message = "what is left of the sample is a text"
                    self.problems.add("R111", message, value.place, 'as in "in (AP)": "in"')
        return tuple(samples) or None

    def _saves(self, node: Node, key: Key) -> tuple[Sample, ...] | None:
        """Read samples, each with what is saved of it."""
        example = f"as in '{key.example}'"
        if not isinstance(node, Mapping):
            self.problems.add("R111", "'saves' takes samples, each with what is saved", node.place, example)
            return None
        samples: list[Sample] = []
        for name, value in node.pairs:
            if isinstance(value, Mapping):
                saved = tuple(
                    Saved(field.text, tuple(text.text.strip() for text in self._texts(values, key)))
                    for field, values in value.pairs
                )
                samples += self._samples("saves", name, key, saved=saved)
            else:
                message = "a sample of 'saves' takes fields with their values"
                self.problems.add("R111", message, value.place, example)
        return tuple(samples) or None

    def _samples(self, kind: Any, node: Node, key: Key, **fields: Any) -> Iterator[Sample]:
        for text in self._texts(node, key):
            yield Sample(kind, text.text.rstrip("\n"), text.place.line, **fields)

    def _rules(self, node: Node, key: Key) -> tuple[Mapping, ...] | None:
        if not isinstance(node, Items):
            self.type_error(node, f"'{key.name}' takes a list of rules", _LIST_OF_RULES)
            return None
        for entry in node.items:
            if not isinstance(entry, Mapping):
                self.type_error(entry, "a rule is keys with values", _LIST_OF_RULES)
        return tuple(entry for entry in node.items if isinstance(entry, Mapping))

    def _node(self, node: Node, key: Key) -> Node:  # noqa: ARG002 - readers have one form
        return node

    _phrases = phrases
    _ids = ids
    _block = _list = _repeats = _opening = _line_keys = _node
