r"""Front matter: the metadata header, read from the top of a file, and written so that no value can break out of it.

Values are written as JSON strings, which are YAML, so that writing needs no YAML library.

>>> print(dump_front_matter({"title": "A: b\n---\nc", "tags": ["x"]}), end="")
---
title: "A: b\n---\nc"
tags: ["x"]
---
"""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.text.normalize import INVISIBLE_CHARACTERS, strip_invisible

FIELDS = {
    "title": "headline, without the site's name",
    "author": "list of names, without titles and roles",
    "date": "publication, ISO 8601, with a time and offset where the source has them",
    "modified": "last change, likewise",
    "url": "canonical address",
    "site": "host of the address, without `www.`",
    "site_name": "name of the site, as people call it",
    "language": "BCP 47 tag",
    "page_type": "what a page is, such as `article`, `forum` or `consent-wall`",
    "section": "section of the site",
    "tags": "list of keywords",
    "description": "summary by the publisher",
    "image": "absolute address of the lead picture",
    "license": "address of the license, or its name",
    "dateline": "place, and date if any, that open the text",
    "photo_credit": "credit of the lead photo",
    "id": "id of the record",
    "source": "name of the source, as the input gives it",
}
"""The known fields in output order, with what they hold. Other keys of the input follow, and ``cleaner`` comes last."""

LIST_FIELDS = frozenset({"author", "tags"})
"""Fields whose value is a list of texts."""

POSTS_KEY = "posts"
"""The key of a thread's posts, which records have and front matter has not: it would be longer than many a text."""

CLEANER_KEY = "cleaner"
"""The key of this program's own entry: version, rules, and what they removed."""

MAX_LINES = 100
"""Lines within which front matter must close: a text that merely starts with ``---`` is not searched further."""

MAX_NESTING = 20
"""Levels of lists and mappings in front matter; more is not front matter."""

MAX_KEY_LENGTH = 200
"""Characters of the longest key that is written as ``key:``; YAML looks 1,024 characters ahead for the colon."""

_PLAIN_KEYS = frozenset({*FIELDS, CLEANER_KEY, "version", "ruleset", "profile", "removed", "chars_in", "chars_out"})
"""Keys that need no quotes: for most front matter, :data:`_PLAIN_KEY` need not compile."""

_DELIMITER_ROWS = 2

_NOT_PRINTABLE = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
"""Characters that YAML does not allow unescaped (YAML 1.1, section 5.1), and line breaks."""

_NOT_PRINTABLE_PATTERN = lazy_pattern(_NOT_PRINTABLE)
_BLANKS = lazy_pattern("[\\s\\u2028\\u2029\\x85]")
_OPENING = lazy_pattern(r"---[ \t]*\r?\n")
_CLOSING = lazy_pattern(r"---[ \t]*\r?")
_PLAIN_KEY = lazy_pattern(r"(?!(?:null|true|false|yes|no|on|off|y|n)$)[^\W\d][\w-]*", re.IGNORECASE)
_WHOLE_NUMBER = lazy_pattern(r"-?(?:0|[1-9][0-9]*)")
_ESCAPED = lazy_pattern(f"{_NOT_PRINTABLE}|[\\u2028\\u2029]|{INVISIBLE_CHARACTERS}")


class FrontMatter(NamedTuple):
    """The front matter of a file: its fields, how many lines it fills, and for Markdown its text as it stands."""

    fields: Mapping[str, Any]
    lines: int
    text: str = ""


def split_front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """Return the front matter of a file (``None`` if it has none) and its body.

    Front matter starts on the first line, closes within :data:`MAX_LINES`, and is a mapping with a known field.
    """
    opening = _OPENING.match(text) if text.startswith("---") else None
    if not opening:
        return None, text
    start = opening.end()
    for _ in range(MAX_LINES):
        line_end = text.find("\n", start)
        is_last = line_end < 0
        line = text[start:] if is_last else text[start:line_end]
        if _CLOSING.fullmatch(line):
            fields = _read(text[opening.end() : start])
            body = "" if is_last else text[line_end + 1 :]
            if fields is None:
                return None, text
            return FrontMatter(fields, text.count("\n", 0, len(text) - len(body))), body
        if is_last:
            break
        start = line_end + 1
    return None, text


def _read(source: str) -> dict[str, Any] | None:
    """Read a YAML mapping with a known field; ``None`` if it is anything else."""
    fields = read_mapping(source)
    return fields if fields and any(name in FIELDS or name == CLEANER_KEY for name in fields) else None


def read_mapping(source: str) -> dict[str, Any] | None:
    """Read a YAML mapping; ``None`` if it is anything else, or has anchors, aliases or tags."""
    import yaml  # start-up time

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(source, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_NESTING or isinstance(event, yaml.AliasEvent) or _has_tag_or_anchor(event):
                return None
        node = yaml.compose(source, Loader=loader)
        if not isinstance(node, yaml.MappingNode) or not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            return None
        _retag_codes(node)
        fields = {key.value: _value(key.value, value) for key, value in node.value}
        dump_front_matter(fields)  # raises for what cannot be written again
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError):
        return None
    return fields


def _has_tag_or_anchor(event: Any) -> bool:
    return bool(getattr(event, "tag", None) or getattr(event, "anchor", None))


def _retag_codes(node: Any) -> None:
    """Turn numerals that are codes or times into texts: YAML reads ``02134`` as 1116 and ``12:30`` as 750."""
    if isinstance(node.value, str):
        is_code = node.tag.endswith(":int") and not _WHOLE_NUMBER.fullmatch(node.value)
        if is_code or (node.tag.endswith(":float") and ":" in node.value):
            node.tag = "tag:yaml.org,2002:str"
        return
    for part in node.value:
        for child in part if isinstance(part, tuple) else (part,):
            _retag_codes(child)


def _value(name: str, node: Any) -> Any:
    """Return a known field as the text in the file (``no`` is a language), any other value as YAML reads it."""
    import yaml  # start-up time

    if name in FIELDS:
        if isinstance(node, yaml.ScalarNode):
            return field_value(name, _scalar_text(node))
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return field_value(name, [_scalar_text(item) for item in node.value])
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node, deep=True)
    finally:
        loader.dispose()
    return field_value(name, value) if name in FIELDS else value


def _scalar_text(node: Any) -> str | None:
    return None if node.tag.endswith(":null") else str(node.value)


def dump_front_matter(fields: Mapping[str, Any]) -> str:
    """Return fields as front matter in their order, with ``---`` above and below.

    Each field fills one row, and :data:`CLEANER_KEY` one row per key. If that is more rows than
    :func:`split_front_matter` reads, or a key is very long, all fields go on one row as a flow mapping.
    """
    rows = front_matter_rows(fields)
    if len(rows) > MAX_LINES - _DELIMITER_ROWS or any(row.lstrip().startswith("?") for row in rows):
        rows = [_flow(fields)]
    return "".join(["---\n", *(f"{row}\n" for row in rows), "---\n"])


def front_matter_rows(fields: Mapping[str, Any]) -> list[str]:
    """Return fields as rows of a YAML mapping, in their order."""
    return [row for name, value in fields.items() for row in _rows(name, value)]


def _rows(name: str, value: Any) -> list[str]:
    if name == CLEANER_KEY and isinstance(value, Mapping) and value:
        return [f"{name}:", *(f"  {_pair(key, item)}" for key, item in value.items())]
    return [_pair(name, value)]


def _pair(key: Any, value: Any) -> str:
    """Return a key and its value as an entry of a mapping. A key that YAML reads as something else is quoted."""
    written = key if isinstance(key, str) and _is_plain_key(key) else _flow(key)
    return f"? {written} : {_flow(value)}" if len(written) > MAX_KEY_LENGTH else f"{written}: {_flow(value)}"


def _is_plain_key(key: str) -> bool:
    return key in _PLAIN_KEYS or ("/" not in key and _PLAIN_KEY.fullmatch(key) is not None)


def _flow(value: Any) -> str:
    """Return a value as YAML on one row, or its text if YAML lacks the type."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pair(key, item) for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float) or _is_date(value):
        import yaml  # start-up time

        return str(yaml.safe_dump(value)).partition("\n")[0]
    quoted = json.dumps(str(value), ensure_ascii=False)
    if quoted.isascii() and quoted.isprintable():
        return quoted
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def field_value(name: str, value: Any) -> Any:
    """Return the value of a known field in the field's type; ``None`` if nothing is left of it.

    >>> field_value("author", "Jane Doe"), field_value("section", ["World", "Asia"]), field_value("title", " ")
    (['Jane Doe'], 'World, Asia', None)
    """
    value = printable_value(value)
    if value is None:
        return None
    if name in LIST_FIELDS:
        return value if isinstance(value, list) else [value]
    return ", ".join(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value


def printable_value(value: Any) -> Any:
    """Return a value fit for front matter: texts on one line without control characters, also in lists.

    Empty texts, lists and mappings are ``None``, or left out of the list or mapping that holds them.
    """
    if isinstance(value, str):
        if value.isprintable():
            return " ".join(value.split()) or None
        value = _NOT_PRINTABLE_PATTERN.sub("", _BLANKS.sub(" ", value))
        return " ".join(strip_invisible(value).split()) or None
    if isinstance(value, (list, tuple)):
        return [part for item in value if (part := printable_value(item)) is not None] or None
    if isinstance(value, Mapping):
        return {str(key): part for key, item in value.items() if (part := printable_value(item)) is not None} or None
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return printable_value(value.isoformat() if _is_date(value) else str(value))


def _is_date(value: Any) -> bool:
    """Whether a value is a date. No value is one before ``datetime`` is imported."""
    module = sys.modules.get("datetime")
    return module is not None and isinstance(value, module.date)
