"""The JSON Schema (draft-07) of a rule file, made from the key table: ``rules/schema.json``, for editors.

It tells keys, their meaning and the form of their values. What a schema cannot say (which keys may stand together,
whether a pattern compiles) the loader says.
"""

import json
from collections.abc import Iterable
from typing import Any

from cleaner.rules.schema import ADJUSTABLE, BLOCK_KEYS, FILE_KEYS, LINE_KEYS, MAX_COUNT, REPEATS_KEYS, RULE_KEYS, Key

_TEXT = {"type": ["string", "number", "boolean", "null"]}  # YAML reads `1984` and `no` as such; we read them as text
_TEXTS = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_CUT = {"type": "object", "additionalProperties": _TEXT}
_IDS = {"type": "array", "items": {"type": "string", "pattern": "^[^/]+/([a-z0-9-]+|\\*)$"}}


def json_schema() -> str:
    """Return the schema as JSON text."""
    root = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rules that say what boilerplate looks like",
        **_mapping(FILE_KEYS),
    }
    return json.dumps(root, indent=2, ensure_ascii=False) + "\n"


def _mapping(keys: Iterable[Key], required: tuple[str, ...] = ()) -> dict[str, Any]:
    properties = {key.name: {"description": _described(key), **_value(key)} for key in keys}
    found: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | ({"required": list(required)} if required else {})


def _described(key: Key) -> str:
    return f"{key.help}\nExample: {key.example}"


def _value(key: Key) -> dict[str, Any]:
    """Return the form of a key's value, by the reader that reads it."""
    line_keys = _mapping(LINE_KEYS) if key.value in ("opening", "line_keys") else {}
    forms: dict[str, dict[str, Any]] = {
        "text": _TEXT,
        "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "choice": {"enum": list(key.choices)},
        "flag": {"type": "boolean"},
        "count": {"type": "integer", "minimum": key.least} | ({"maximum": key.most} if key.most < MAX_COUNT else {}),
        "ids": _IDS if key.name == "replaced_by" else {"oneOf": [_IDS, _IDS["items"]]},
        "opening": {"oneOf": [_TEXT, _TEXTS["oneOf"][1], line_keys]},
        "line_keys": line_keys,
        "removes": {"oneOf": [_TEXT, _CUT, {"type": "array", "items": {"oneOf": [_TEXT, _CUT]}, "minItems": 1}]},
        "saves": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _TEXTS}},
    }
    nested = {"block": BLOCK_KEYS, "repeats": REPEATS_KEYS}
    if key.value in nested:
        return _mapping(nested[key.value], ("from",) if key.value == "block" else ())
    if key.value == "rules":
        return {"type": "array", "items": _mapping(RULE_KEYS, ("id",))}
    if key.value == "adjust":
        return {"type": "object", "additionalProperties": _mapping(ADJUSTABLE)}
    return forms.get(key.value, _TEXTS)
