"""The metadata of articles as one column: a struct of fixed fields, so that all files of a corpus have the same."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.article import format_record
from cleaner.frontmatter import CLEANER_KEY, FIELDS, LIST_FIELDS
from cleaner.io.arrow_values import json_values, readable

OTHER = "other"
"""The column, and the field of the metadata, for what has no place of its own, as a JSON object."""

INT64_END = 1 << 63
"""The first whole number that 64 bits with a sign cannot hold."""

_TEXTS = pa.list_(pa.string())
_COUNTS = pa.list_(pa.struct([("rule", pa.string()), ("count", pa.int64())]))
"""Not a map, though it is one: Hugging Face datasets cannot open a file that has maps, nor can Polars before 2."""

ENTRY = pa.struct(
    [
        ("version", pa.string()),
        ("ruleset", pa.string()),
        ("profile", pa.string()),
        ("removed", _COUNTS),
        ("chars_in", pa.int64()),
        ("chars_out", pa.int64()),
        ("kept_whole", pa.bool_()),
        ("timed_out", _TEXTS),
        (
            "extracted",
            pa.struct(
                [
                    ("effort", pa.string()),
                    ("kept", pa.float64()),
                    ("visible", pa.int64()),
                    ("parsed", pa.float64()),
                    ("source", pa.string()),
                    ("stopped", _TEXTS),
                ]
            ),
        ),
        ("pruned", _COUNTS),
        ("error", pa.string()),
    ]
)
"""This program's own entry: see :meth:`cleaner.api.Cleaner.entry`, and :mod:`cleaner.html.read` for pages."""

_COUNT_FIELDS = frozenset(field.name for field in ENTRY if field.type == _COUNTS)
_FIXED = {name: pa.field(name, _TEXTS if name in LIST_FIELDS else pa.string()) for name in FIELDS}


def metadata_type(struct: Any = None) -> Any:
    """Return the type of the metadata: the known fields, the other fields of an input's struct, and our entry."""
    others = [field.with_nullable(True) for field in struct or () if field.name not in (*FIELDS, CLEANER_KEY, OTHER)]
    has_other = struct is not None and struct.get_field_index(OTHER) >= 0
    other = struct.field(OTHER).with_nullable(True) if has_other else pa.field(OTHER, pa.string())
    return pa.struct([*_FIXED.values(), *others, other, pa.field(CLEANER_KEY, ENTRY)])


def read_metadata(array: Any) -> list[dict[str, Any] | None]:
    """Return the known fields of a column of structs, without those that are null. Others are not read."""
    names = [field.name for field in array.type if field.name in (*FIELDS, CLEANER_KEY)]
    columns = [json_values(pc.struct_field(array, array.type.get_field_index(name))) for name in names]
    rows: list[dict[str, Any] | None] = []
    for index, is_valid in enumerate(array.is_valid().to_pylist()):
        row = {name: _without_nulls(column[index]) for name, column in zip(names, columns, strict=True)}
        rows.append({name: value for name, value in row.items() if value is not None} if is_valid else None)
    return rows


def metadata_array(values: Sequence[Mapping[str, Any] | None], arrow_type: Any, structs: Any = None) -> Any:
    """Return rows of metadata as an array; unknown fields are those of the input's ``structs``."""
    rows = [value or {} for value in values]
    columns = []
    for field in arrow_type:
        is_ours = structs is None or field.name in (*FIELDS, CLEANER_KEY)
        index = -1 if is_ours else structs.type.get_field_index(field.name)
        if index < 0:
            columns.append(pa.array([row.get(field.name) for row in rows], field.type))
            continue
        column = pc.struct_field(structs, index)
        if field.name == OTHER and field.type == pa.string():
            column = pc.coalesce(column, pa.array([row.get(OTHER) for row in rows], pa.string()))
        columns.append(column)
    nulls = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(columns, fields=list(arrow_type), mask=nulls)


def as_text(value: Any) -> str | None:
    """Return a value as a text: any other type as JSON.

    >>> as_text("a"), as_text(7), as_text({"a": None}), as_text(None)
    ('a', '7', '{"a": null}', None)
    """
    if value is None:
        return None
    return readable(value if isinstance(value, (str, bytes)) else format_record(value))


def other_fields(fields: Mapping[str, Any]) -> str | None:
    """Return fields that have no place of their own as a JSON object; one that was written before is unchanged."""
    if not fields:
        return None
    written = fields.get(OTHER)
    return as_text(written if len(fields) == 1 and isinstance(written, str) else fields)


def metadata_row(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return metadata as the fields of its struct; values that do not fit their fields' types are under ``other``."""
    row: dict[str, Any] = {}
    others = {name: value for name, value in metadata.items() if name not in _FIXED and name != CLEANER_KEY}
    for name in FIELDS:
        value = metadata.get(name)
        if value is None:
            continue
        values = value if isinstance(value, (list, tuple)) else (value,)
        row[name] = [as_text(item) for item in values] if name in LIST_FIELDS else as_text(value)
    entry = metadata.get(CLEANER_KEY)
    if isinstance(entry, Mapping):
        row[CLEANER_KEY], rest = _split_entry(entry)
        if rest:
            others[CLEANER_KEY] = rest
    elif entry is not None:
        others[CLEANER_KEY] = entry
    row[OTHER] = other_fields(others)
    return row


def _split_entry(entry: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split an entry into the fields that fit their types and those that do not: it may come from anywhere."""
    fitting: dict[str, Any] = {}
    for name, value in entry.items():
        with suppress(TypeError, KeyError):
            fitting[name] = _fit(value, ENTRY.field(name).type)
    return fitting, {name: value for name, value in entry.items() if name not in fitting}


def _fit(value: Any, arrow_type: Any) -> Any:
    """Return a value that Arrow accepts for a type.

    Raises :exc:`TypeError` for one that does not fit, and :exc:`KeyError` for an unknown field.
    """
    types = pa.types
    if types.is_string(arrow_type) and isinstance(value, str):
        return readable(value)
    if types.is_boolean(arrow_type) and isinstance(value, bool):
        return value
    if types.is_int64(arrow_type) and type(value) is int and -INT64_END <= value < INT64_END:
        return value
    if types.is_float64(arrow_type) and type(value) in (int, float):
        return float(value)
    if types.is_list(arrow_type) and isinstance(value, (list, tuple)):
        return [_fit(item, arrow_type.value_type) for item in value]
    if arrow_type == _COUNTS and isinstance(value, Mapping):
        return [_fit({"rule": rule, "count": count}, arrow_type.value_type) for rule, count in value.items()]
    if types.is_struct(arrow_type) and isinstance(value, Mapping):
        return {name: _fit(item, arrow_type.field(name).type) for name, item in value.items()}
    raise TypeError


def _without_nulls(value: Any, name: str = "") -> Any:
    """Return a value without its null fields, which the metadata did not have. Counts become mappings."""
    if name in _COUNT_FIELDS and isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return {item.get("rule"): item.get("count") for item in value}
    if isinstance(value, dict):
        return {key: _without_nulls(item, key) for key, item in value.items() if item is not None}
    return value
