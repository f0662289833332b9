r"""The metadata header: read from the top of a file, and written so that no value can break out of it.

Values are written as JSON strings, which are YAML; so writing needs no YAML library.

>>> print(dump({"title": "A: b\n---\nc", "tags": ["x"]}), end="")
---
title: "A: b\n---\nc"
tags: ["x"]
---
"""

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cleaner.lazy import lazy_pattern
from cleaner.text.normalize import HAS_NO_WIDTH, strip_invisible

FIELDS = {
    "title": "headline, without the site's name",
    "author": "list of names, without titles and roles",
    "date": "publication, ISO 8601, with a time and offset where the source has them",
    "modified": "last change, likewise",
    "url": "canonical address",
    "site": "host of the address, without `www.`",
    "language": "BCP 47 tag",
    "section": "section of the site",
    "tags": "list of keywords",
    "description": "summary by the publisher",
    "dateline": "place, and date if any, that open the text",
    "photo_credit": "credit of the lead photo",
    "id": "id of the record",
    "source": "name of the source, as the input gives it",
}
"""The known fields in output order, with what they hold. Other keys of the input follow, and ``cleaner`` comes last."""

LIST_FIELDS = frozenset({"author", "tags"})
CLEANER_KEY = "cleaner"

_OURS = frozenset({*FIELDS, CLEANER_KEY, "version", "ruleset", "profile", "removed", "chars_in", "chars_out"})
"""Keys that are known to be plain words, so that the pattern of those need not be compiled for them."""

MAX_LINES = 100
"""Lines within which front matter closes: a text that only happens to start with ``---`` is not searched further."""

MAX_NESTING = 20

LONG_KEY = 200
"""Characters from which a key is written behind a question mark: YAML looks 1,024 characters ahead for its colon."""

_NO_PRINT = "[^\\x20-\\x7e\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]"
_UNPRINTABLE = lazy_pattern(_NO_PRINT)
_BLANKS = lazy_pattern("[\\s\\u2028\\u2029\\x85]")
_OPEN = lazy_pattern(r"---[ \t]*\r?\n")
_CLOSE = lazy_pattern(r"---[ \t]*\r?")
_PLAIN_KEY = lazy_pattern(r"(?!(?:null|true|false|yes|no|on|off|y|n)$)[^\W\d][\w-]*", re.IGNORECASE)
_WHOLE_NUMBER = lazy_pattern(r"-?(?:0|[1-9][0-9]*)")
_ESCAPED = lazy_pattern(f"{_NO_PRINT}|[\\u2028\\u2029]|{HAS_NO_WIDTH}")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stood above a text, and how many lines it took."""

    fields: Mapping[str, Any]
    lines: int


def split_front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """Return a file's front matter, if it has any, and its body.

    It counts on the first line only, closed within :data:`MAX_LINES`, as a mapping with at least one known field.
    """
    opened = _OPEN.match(text) if text.startswith("---") else None
    if not opened:
        return None, text
    end = opened.end()
    for _ in range(MAX_LINES):
        line_end = text.find("\n", end)
        row = text[end:] if line_end < 0 else text[end:line_end]
        if _CLOSE.fullmatch(row):
            fields = _read(text[opened.end() : end])
            body = text[len(text) if line_end < 0 else line_end + 1 :]
            if fields is None:
                return None, text
            return FrontMatter(fields, text.count("\n", 0, len(text) - len(body))), body
        if line_end < 0:
            break
        end = line_end + 1
    return None, text


def _read(source: str) -> dict[str, Any] | None:
    """Read a YAML mapping; ``None`` if it is none, has no known field, or holds what a header has no use for."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(source, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_NESTING or isinstance(event, yaml.AliasEvent) or _is_tagged(event):
                return None
        node = yaml.compose(source, Loader=loader)
        if not isinstance(node, yaml.MappingNode) or not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            return None
        _keep_codes(node)
        fields = {key.value: _value(key.value, value) for key, value in node.value}
        dump_front_matter(fields)  # what cannot be written again does not count
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError):
        return None
    return fields if any(name in FIELDS or name == CLEANER_KEY for name in fields) else None


def _keep_codes(node: Any) -> None:
    """Make texts of the numerals that are codes or times: YAML reads ``02134`` as 1116 and ``12:30`` as 750."""
    if isinstance(node.value, str):
        code = node.tag.endswith(":int") and not _WHOLE_NUMBER.fullmatch(node.value)
        if code or (node.tag.endswith(":float") and ":" in node.value):
            node.tag = "tag:yaml.org,2002:str"
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            _keep_codes(inner)


def _is_tagged(event: Any) -> bool:
    """Tell whether a node has a tag or an anchor."""
    return bool(getattr(event, "tag", None) or getattr(event, "anchor", None))


def _value(name: str, node: Any) -> Any:
    """Return a known field's value as the text that stands there (``no`` is a language), any other as YAML has it."""
    import yaml

    if name in FIELDS:
        if isinstance(node, yaml.ScalarNode):
            return field_value(name, _text(node))
        if isinstance(node, yaml.SequenceNode) and all(isinstance(item, yaml.ScalarNode) for item in node.value):
            return field_value(name, [_text(item) for item in node.value])
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node, deep=True)
    finally:
        loader.dispose()
    return field_value(name, value) if name in FIELDS else value


def _text(node: Any) -> str | None:
    return None if node.tag.endswith(":null") else str(node.value)


def dump_front_matter(fields: Mapping[str, Any]) -> str:
    """Return fields as front matter, ``---`` above and below, in the order that they have.

    Each field takes one row, and :data:`CLEANER_KEY` a row for each of its keys. If that is more rows than
    :func:`split_front_matter` reads, or a key is very long, all fields go on one row as a flow mapping.
    """
    rows = [row for name, value in fields.items() for row in _rows(name, value)]
    if len(rows) > MAX_LINES - len(("---", "---")) or any(row.lstrip().startswith("?") for row in rows):
        rows = [_flow(fields)]
    return "".join(["---\n", *(f"{row}\n" for row in rows), "---\n"])


def _rows(name: str, value: Any) -> list[str]:
    if name == CLEANER_KEY and isinstance(value, Mapping) and value:
        return [f"{name}:", *(f"  {_pair(key, of)}" for key, of in value.items())]
    return [_pair(name, value)]


def _pair(key: Any, value: Any) -> str:
    """Return a key and its value as they stand in a mapping; a word that YAML reads as something else is quoted."""
    written = key if isinstance(key, str) and _is_plain(key) else _flow(key)
    return f"? {written} : {_flow(value)}" if len(written) > LONG_KEY else f"{written}: {_flow(value)}"


def _is_plain(key: str) -> bool:
    return key in _OURS or ("/" not in key and _PLAIN_KEY.fullmatch(key) is not None)


def _flow(value: Any) -> str:
    """Return any value as YAML on one row; one of a type that YAML lacks as its text."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pair(key, of) for key, of in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if value is None or isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, float) or _is_date(value):
        import yaml

        return str(yaml.safe_dump(value)).partition("\n")[0]
    quoted = json.dumps(str(value), ensure_ascii=False)
    if quoted.isascii() and quoted.isprintable():
        return quoted
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def field_value(name: str, value: Any) -> Any:
    """Return a known field's value in the form that the field has; ``None`` if nothing is left of it.

    >>> fitting("author", "Jane Doe"), fitting("section", ["World", "Asia"]), fitting("title", " ")
    (['Jane Doe'], 'World, Asia', None)
    """
    value = printable_value(value)
    if value is None:
        return None
    if name in LIST_FIELDS:
        return value if isinstance(value, list) else [value]
    return ", ".join(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value


def printable_value(value: Any) -> Any:
    """Return a value fit for a header: texts without controls on one line, lists of texts, nothing for nothing."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return " ".join(value.split()) or None
        return " ".join(strip_invisible(_UNPRINTABLE.sub("", _BLANKS.sub(" ", value))).split()) or None
    if isinstance(value, (list, tuple)):
        return [fit for item in value if (fit := printable_value(item)) is not None] or None
    if isinstance(value, Mapping):
        return {str(key): fit for key, item in value.items() if (fit := printable_value(item)) is not None} or None
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return printable_value(value.isoformat() if _is_date(value) else str(value))


def _is_date(value: Any) -> bool:
    """Tell whether a value is a date; there is none in a process that never imported what makes them."""
    module = sys.modules.get("datetime")
    return module is not None and isinstance(value, module.date)
