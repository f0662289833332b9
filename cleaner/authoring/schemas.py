"""JSON schemas of what is written: front matter, removals, and the records of a run.

Within a version keys are added, but none is removed or gets another meaning. The key ``schema`` of ``summary.json`` and
``manifest.jsonl`` says which version a run has written.
"""

from collections.abc import Mapping
from typing import Any, get_args

from cleaner.frontmatter import CLEANER_KEY, FIELDS, LIST_FIELDS, POSTS_KEY
from cleaner.types import Effort, Profile, Verdict
from cleaner.version import SCHEMA_VERSION

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SECONDS: Schema = {"type": "number", "minimum": 0}
_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_TRUE: Schema = {"const": True}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT}
_TIME: Schema = {"type": "string", "format": "date-time"}
_FINGERPRINT: Schema = {"type": "string", "pattern": "^[0-9a-f]{12}$"}
_HASH: Schema = {"type": "string", "pattern": "^([0-9a-f]{64}|[A-Za-z0-9_-]+:.+)?$"}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of an object."""
    return {"type": "object", "properties": {**required, **(optional or {})}, "required": [*required]}


def _choice(literal: Any) -> Schema:
    return {"enum": list(get_args(literal))}


def _numbers(*names: str) -> Schema:
    """Return the schema of counts by a key, each an object with these names."""
    return {"type": "object", "additionalProperties": _object(dict.fromkeys(names, _COUNT))}


def _list_of(count: int) -> Schema:
    """Return the schema of counts by a key, each a list of numbers."""
    return {"type": "object", "additionalProperties": {"type": "array", "items": _COUNT, "minItems": count}}


def front_matter_schema() -> Schema:
    """Return the schema of front matter and of ``metadata`` in records. Other keys are those of the input."""
    extracted = _object(
        {"effort": _choice(Effort), "kept": _SHARE, "visible": _COUNT},
        {"parsed": _SHARE, "source": _TEXT, "stopped": _TEXTS},
    )
    entry = _object(
        {"version": _TEXT, "ruleset": _FINGERPRINT, "profile": _choice(Profile)},
        {
            "removed": _COUNTS,
            "chars_in": _COUNT,
            "chars_out": _COUNT,
            "kept_whole": _TRUE,
            "timed_out": _TEXTS,
            "extracted": extracted,
            "pruned": _COUNTS,
            "error": _TEXT,
        },
    )
    post = _object({"start": _COUNT, "end": _COUNT}, {"author": _TEXT, "time": _TEXT})
    fields: dict[str, Schema] = {name: _TEXTS if name in LIST_FIELDS else _TEXT for name in FIELDS}
    return _object({CLEANER_KEY: entry}, fields | {"id": {}, POSTS_KEY: {"type": "array", "items": post}})


def removal_schema() -> Schema:
    """Return the schema of a line of ``--removed``: a removal from a text, or a node of a page."""
    known = {"input": _TEXT, "rule": _TEXT, "text": _TEXT}
    line = {**known, "line": {"type": "integer", "minimum": 1}, "also": _TEXTS, "at": _COUNT, "of": _COUNT}
    return {"oneOf": [_object(line, {"id": {}, "part": _TRUE}), _object({**known, "path": _TEXT}, {"id": {}})]}


def summary_schema() -> Schema:
    """Return the schema of ``summary.json``."""
    counted = ("read", "written", "empty", "failed", "bytes_in", "bytes_out", "characters", "removed")
    return _object({
        "schema": {"const": SCHEMA_VERSION},
        **dict.fromkeys(counted, _COUNT),
        "verdicts": {"type": "object", "propertyNames": _choice(Verdict), "additionalProperties": _COUNT},
        "share": _SHARE,
        "rules": _numbers("documents", "lines", "characters"),
        "sites": _numbers("documents", "characters", "removed"),
        "slowest": {"type": "array", "maxItems": 10, "items": _object({"place": _TEXT, "seconds": _SECONDS})},
        "shards": _COUNT,
        "done_before": _COUNT,
        "seconds": _SECONDS,
        "started": _TIME,
        "ended": _TIME,
        "host": _TEXT,
        "command": _TEXT,
        "fingerprint": _FINGERPRINT,
    })  # fmt: skip


def manifest_schema() -> Schema:
    """Return the schema of a line of ``manifest.jsonl``: a shard, its files and its counts."""
    file = _object(
        {"input": _TEXT, "size": _COUNT, "hash": _HASH, "output": {"type": ["string", "null"]}},
        {"output_size": _COUNT, "output_hash": _HASH, "error": _TEXT},
    )
    counted = ("read", "written", "empty", "failed", "characters", "removed")
    failure = _object({"place": _TEXT, "reason": _TEXT}, {"id": {}})
    return _object(
        {
            "schema": {"const": SCHEMA_VERSION},
            "shard": _TEXT,
            "fingerprint": _FINGERPRINT,
            "files": {"type": "array", "items": file},
            "seconds": _SECONDS,
            **dict.fromkeys(counted, _COUNT),
            "verdicts": _COUNTS,
            "rules": _list_of(3),
            "sites": _list_of(3),
            "failures": {"type": "array", "items": failure},
            "remarks": {"type": "array", "items": _object({"place": _TEXT, "remark": _TEXT})},
            "slowest": {"type": "array", "items": {"type": "array", "prefixItems": [_SECONDS, _TEXT]}},
            "again": {"type": "boolean"},
        },
        {"removals_hash": _HASH},
    )


def schemas() -> dict[str, Schema]:
    """Return all schemas by the names of what they describe."""
    named = {
        "front matter": front_matter_schema(),
        "removal": removal_schema(),
        "summary.json": summary_schema(),
        "manifest.jsonl": manifest_schema(),
    }
    titled = {name: {"title": f"{name}, version {SCHEMA_VERSION}", **schema} for name, schema in named.items()}
    return {name: {"$schema": _DIALECT, **schema} for name, schema in titled.items()}
