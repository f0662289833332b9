"""The metadata of articles as one column: a struct of fixed fields, so that all files of a corpus have the same."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner import write
from cleaner.frontmatter import CLEANER_KEY, FIELDS, LIST_FIELDS
from cleaner.io.arrow_values import json_values, readable

OTHER = "other"
"""The column, and the field of the metadata, that holds what has no place of its own, as a JSON object."""

_MOST = 1 << 63
"""The first whole number that 64 bits with a sign cannot hold."""

_TEXTS = pa.list_(pa.string())
_COUNTS = pa.list_(pa.struct([("rule", pa.string()), ("count", pa.int64())]))
"""No map, though it is one: data sets of Hugging Face cannot open a file that has maps, nor can Polars before 2."""


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

_COUNTED = frozenset(field.name for field in ENTRY if field.type == _COUNTS)
_FIXED = {name: pa.field(name, _TEXTS if name in LIST_FIELDS else pa.string()) for name in FIELDS}


def metadata_type(own: Any = None) -> Any:
    """Return the type of the metadata: the known fields, those that an input's own struct has beside, our entry."""
    beside = [field.with_nullable(True) for field in own or () if field.name not in (*FIELDS, CLEANER_KEY, OTHER)]
    other = own.field(OTHER).with_nullable(True) if own and own.get_field_index(OTHER) >= 0 else None
    return pa.struct([*_FIXED.values(), *beside, other or pa.field(OTHER, pa.string()), pa.field(CLEANER_KEY, ENTRY)])


def read_metadata(array: Any) -> list[dict[str, Any] | None]:
    """Return the known fields of a column of structs, without those that are null. Others are not read."""
    names = [field.name for field in array.type if field.name in (*FIELDS, CLEANER_KEY)]
    columns = [json_values(pc.struct_field(array, array.type.get_field_index(name))) for name in names]
    found = []
    for at, is_valid in enumerate(array.is_valid().to_pylist()):
        row = {name: _as_said(column[at]) for name, column in zip(names, columns, strict=True)}
        found.append({name: value for name, value in row.items() if value is not None} if is_valid else None)
    return found


def metadata_array(values: Sequence[Mapping[str, Any] | None], kind: Any, own: Any = None) -> Any:
    """Return rows of metadata as an array; fields beside the known ones are those of the input's ``own`` array."""
    rows = [value or {} for value in values]
    columns = []
    for field in kind:
        beside = (
            own is not None and field.name not in (*FIELDS, CLEANER_KEY) and own.type.get_field_index(field.name) >= 0
        )
        if not beside:
            columns.append(pa.array([row.get(field.name) for row in rows], field.type))
            continue
        column = pc.struct_field(own, own.type.get_field_index(field.name))
        if field.name == OTHER and field.type == pa.string():
            column = pc.coalesce(column, pa.array([row.get(OTHER) for row in rows], pa.string()))
        columns.append(column)
    nulls = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(columns, fields=list(kind), mask=nulls)


def told(value: Any) -> str | None:
    """Return a value as a text: one that is none as JSON.

    >>> told("a"), told(7), told({"a": None}), told(None)
    ('a', '7', '{"a": null}', None)
    """
    if value is None:
        return None
    return readable(value if isinstance(value, (str, bytes)) else write.format_record(value))


def left_over(left: Mapping[str, Any]) -> str | None:
    """Return what has no place of its own as a JSON object; what was written as such before stays what it is."""
    if not left:
        return None
    before = left.get(OTHER)
    return told(before if len(left) == 1 and isinstance(before, str) else left)


def metadata_row(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return metadata as the fields of its struct; what does not fit its field's type stands under ``other``."""
    row: dict[str, Any] = {}
    left = {name: value for name, value in metadata.items() if name not in _FIXED and name != CLEANER_KEY}
    for name in FIELDS:
        value = metadata.get(name)
        if value is not None:
            row[name] = [told(one) for one in _each(value)] if name in LIST_FIELDS else told(value)
    entry = metadata.get(CLEANER_KEY)
    if isinstance(entry, Mapping):
        row[CLEANER_KEY], rest = _entry(entry)
        if rest:
            left[CLEANER_KEY] = rest
    elif entry is not None:
        left[CLEANER_KEY] = entry
    row[OTHER] = left_over(left)
    return row


def _each(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else (value,)


def _entry(entry: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part an entry into what fits its types and what does not: it may come from anywhere."""
    fit: dict[str, Any] = {}
    for name, value in entry.items():
        with suppress(TypeError, KeyError):
            fit[name] = _fit(value, ENTRY.field(name).type)
    return fit, {name: value for name, value in entry.items() if name not in fit}


def _fit(value: Any, kind: Any) -> Any:
    """Return a value as Arrow takes it for a type. Raises :exc:`TypeError`, or :exc:`KeyError` for an unknown field."""
    of = pa.types
    if of.is_string(kind) and isinstance(value, str):
        return readable(value)
    if of.is_boolean(kind) and isinstance(value, bool):
        return value
    if of.is_int64(kind) and type(value) is int and -_MOST <= value < _MOST:
        return value
    if of.is_float64(kind) and type(value) in (int, float):
        return float(value)
    if of.is_list(kind) and isinstance(value, (list, tuple)):
        return [_fit(one, kind.value_type) for one in value]
    if kind == _COUNTS and isinstance(value, Mapping):
        return [_fit({"rule": rule, "count": count}, kind.value_type) for rule, count in value.items()]
    if of.is_struct(kind) and isinstance(value, Mapping):
        return {name: _fit(one, kind.field(name).type) for name, one in value.items()}
    raise TypeError


def _as_said(value: Any, name: str = "") -> Any:
    """Return a value without fields that are null: those were not there. Counts are mappings."""
    if name in _COUNTED and isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return {one.get("rule"): one.get("count") for one in value}
    if isinstance(value, dict):
        return {key: _as_said(one, key) for key, one in value.items() if one is not None}
    return value
