r"""The front matter of Markdown files, which stays as it stands: in YAML, TOML or JSON, as site generators read it.

>>> front, body = split_markdown("+++\ntitle = 'Bridge'\n+++\nText.")
>>> front.text, front.fields, body
("+++\ntitle = 'Bridge'\n+++\n", {'title': 'Bridge'}, 'Text.')
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from cleaner.frontmatter import (
    CLEANER_KEY,
    FIELDS,
    MAX_NESTING,
    FrontMatter,
    dump_front_matter,
    field_value,
    front_matter_rows,
    read_mapping,
)
from cleaner.lazy import lazy_pattern

MAX_ROWS = 1000
"""Rows within which front matter must close: tables of contents and lists of parameters may be long."""

KEY_SHARE = 0.5
"""Share of the rows that must look like those of YAML for front matter that cannot be read, such as a template."""

_YAML_OPENING = lazy_pattern(r"---[ \t]*(\r?\n)")
_YAML_CLOSING = lazy_pattern(r"(?:---|\.\.\.)[ \t]*\r?")
_TOML_OPENING = lazy_pattern(r"\+\+\+[ \t]*(\r?\n)")
_TOML_CLOSING = lazy_pattern(r"\+\+\+[ \t]*\r?")
_YAML_KEY = lazy_pattern(r"""["']?\w[\w .\-/]*["']?[ \t]*:(?:[ \t].*)?\r?""")
_YAML_ROW = lazy_pattern(r"\s*|\s*#.*|[ \t]+\S.*|[ \t]*-(?:\s.*)?|[\]}].*")
_JSON_END = lazy_pattern(r"[ \t]*(?:\r?\n|\Z)")
_CLEANER_ENTRY = lazy_pattern(rf"(?m)^{CLEANER_KEY}[ \t]*:.*\n(?:[ \t]+\S.*\n)*")


def split_markdown(text: str) -> tuple[FrontMatter | None, str]:
    """Return the front matter of a Markdown file (``None`` if it has none) and its body.

    It starts on the first row and closes within :data:`MAX_ROWS`. One that cannot be read has no fields: a template,
    say. A break (``---``) above text is none.
    """
    if text.startswith("---"):
        return _split(text, _YAML_OPENING, _YAML_CLOSING, _yaml_fields)
    if text.startswith("+++"):
        return _split(text, _TOML_OPENING, _TOML_CLOSING, _toml_fields)
    if text.startswith("{"):
        return _split_json(text)
    return None, text


def _split(text: str, opening: Any, closing: Any, read: Any) -> tuple[FrontMatter | None, str]:
    match = opening.match(text)
    start = first = match.end() if match else len(text)
    for _ in range(MAX_ROWS):
        if start >= len(text):
            break
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if closing.fullmatch(text, start, end):
            fields = read(text[first:start])
            return (None, text) if fields is None else _parts(text, end + 1, fields)
        start = end + 1
    return None, text


def _parts(text: str, end: int, fields: Mapping[str, Any]) -> tuple[FrontMatter, str]:
    return FrontMatter(fields, text.count("\n", 0, end), text[:end]), text[end:]


def _yaml_fields(source: str) -> dict[str, Any] | None:
    """Return the fields of YAML, none for what cannot be read, and ``None`` if it is text."""
    rows = [row for row in source.split("\n") if row.strip()]
    if not all(row.lstrip().startswith("#") for row in rows):
        fields = read_mapping(source)
        if fields is not None and (source[:1] not in "\r\n" or any(name in FIELDS for name in fields)):
            return fields
        keys = sum(_YAML_KEY.fullmatch(row) is not None for row in rows)
        others = sum(_YAML_ROW.fullmatch(row) is not None for row in rows)
        is_yaml = _YAML_KEY.fullmatch(rows[0]) or rows[0].startswith("#")
        if source[:1] in "\r\n" or not is_yaml or keys + others < len(rows) or keys < KEY_SHARE * (len(rows) - others):
            return None
    return {}


def _toml_fields(source: str) -> dict[str, Any]:
    """Return the fields of TOML; none for what cannot be read."""
    import tomllib  # start-up time

    try:
        return _plain_fields(tomllib.loads(source.replace("\r\n", "\n")))
    except (ValueError, RecursionError):
        return {}


def _split_json(text: str) -> tuple[FrontMatter | None, str]:
    """Split off a JSON object that ends with its row."""
    try:
        fields, end = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode(text)
        ending = _JSON_END.match(text, end)
        return _parts(text, ending.end(), _plain_fields(fields)) if ending else (None, text)
    except (ValueError, RecursionError):
        return None, text


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _plain_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with values that every output can hold. Raises :exc:`ValueError` for what none can."""
    plain = {name: _plain(value, MAX_NESTING) for name, value in fields.items()}
    plain = {name: field_value(name, value) if name in FIELDS else value for name, value in plain.items()}
    json.dumps(plain, allow_nan=False)
    dump_front_matter(plain)  # raises for what cannot be written
    return plain


def _plain(value: Any, levels: int) -> Any:
    """Return a value with its dates and times as texts in ISO 8601."""
    if levels < 0:
        raise ValueError("is nested too deeply")
    if isinstance(value, dict):
        return {str(key): _plain(item, levels - 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, levels - 1) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def with_fields(front: str, fields: Mapping[str, Any]) -> str:
    """Return front matter as it stands with further fields at its end, if it is YAML that can be read.

    Only the entry of this program is replaced. TOML and JSON are returned as they are.
    """
    match = _YAML_OPENING.match(front)
    known = split_markdown(front)[0]
    if not match or not known or not front.startswith("---"):
        return front
    content, closing = _content_and_closing(front[match.end() :])
    new = {name: value for name, value in fields.items() if name not in known.fields}
    if CLEANER_KEY in fields and known.fields.get(CLEANER_KEY) != fields[CLEANER_KEY]:
        content = _CLEANER_ENTRY.sub("", content)
        new[CLEANER_KEY] = fields[CLEANER_KEY]
    if not new:
        return front
    rows = "".join([row + match[1] for row in front_matter_rows(new)])
    changed = match[0] + content + rows + closing
    read, rest = split_markdown(changed)
    if not read or rest or read.fields.keys() != known.fields.keys() | new.keys():
        return front
    return changed if all(read.fields[name] == value for name, value in new.items()) else front


def _content_and_closing(rows: str) -> tuple[str, str]:
    start = rows.rstrip("\r\n").rfind("\n") + 1
    return rows[:start], rows[start:]
