"""Files of JSON that are not JSON lines: an array of records is read, and all else is refused with a way out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.io.batches import LINE_FACTOR, Batch, gather, read_lines
from cleaner.io.formats import is_json, is_json_lines
from cleaner.io.inputs import Input
from cleaner.io.records import Record
from cleaner.io.streams import Flush, OpenInput
from cleaner.source import RecordKeys, has_key, listed_keys
from cleaner.text.decode import decode

MIN_ELEMENTS = 2
"""Elements of an array that may stand alone in a text: one is the mark of a note."""

_DECODER = json.JSONDecoder(parse_int=len, parse_float=len, parse_constant=len)
"""Finds where values end. Their numbers are checked when their records are read."""

_BETWEEN = re.compile(r"[\s,]*")


class _Values(NamedTuple):
    """The values of a text, or the elements of an array: each parsed, and as a line of JSON.

    ``error`` says why reading ended at ``rest``, if it is not the end.
    """

    parsed: list[Any]
    lines: list[str]
    rest: str = ""
    error: InputError | None = None


def read_json(source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch | Flush]:
    """Yield the objects of an array as records, numbered from 1. Raises :exc:`InputError` for other JSON.

    JSON lines under a name of JSON are read as such. What only begins like JSON is a text, unless its name says
    otherwise.
    """
    start = source.stream.peek()
    if is_json_lines(start) and not is_json(start):
        yield from read_lines(source, keys, limit, batch_bytes)
        return
    content = source.stream.read_all(limit * LINE_FACTOR)
    if not content.strip():
        raise InputError("is empty")
    text = decode(content).text.strip()
    values = _values(text)
    if source.input.suffix != ".json" and not source.is_requested and _is_text(text, values):
        yield Batch(source.input, "text", (Record(source.input.name, content, "text"),))
        return
    if values.error and not values.parsed:
        raise values.error
    if not text.startswith("[") or not any(_is_record(value, keys) for value in values.parsed):
        raise _refusal(source.input, text, values.parsed, keys)
    yield from gather(source, _records(source, values), batch_bytes)


def refuse_json(source: Input, text: str, keys: RecordKeys) -> None:
    """Raise :exc:`InputError` for a text that is JSON, all of it."""
    text = text.removeprefix("\ufeff").strip()
    values = _values(text)
    is_note = len(values.parsed) < MIN_ELEMENTS and not any(isinstance(value, dict | list) for value in values.parsed)
    if not values.error and not is_note:
        raise _refusal(source, text, values.parsed, keys)


def _values(text: str) -> _Values:
    parsed, lines = list[Any](), list[str]()
    is_array = text.startswith("[")
    at, end = int(is_array), len(text) - (is_array and text.endswith("]"))
    while (at := _BETWEEN.match(text, at).end()) < end:  # type: ignore[union-attr]  # it matches nothing as well
        try:
            value, after = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            reason = InputError(f"is not valid JSON: {error.msg} at column {error.colno}", line=error.lineno)
            return _Values(parsed, lines, text[at:], reason)
        except RecursionError:
            return _Values(parsed, lines, text[at:], InputError("is not valid JSON: it is nested too deeply"))
        parsed.append(value)
        lines.append(re.sub(r"[\r\n]", " ", text[at:after]))
        at = after
    if is_array and end == len(text):
        return _Values(parsed, lines, "", InputError("is truncated: its array has no end"))
    return _Values(parsed, lines)


def _is_text(text: str, values: _Values) -> bool:
    """Whether a text only begins like JSON: it is front matter above an article, or a quote."""
    if not values.error:
        return False
    return not values.parsed or (text.startswith("{") and not values.rest.startswith("{"))


def _records(source: OpenInput, values: _Values) -> Iterator[tuple[Record, int]]:
    for number, line in enumerate(values.lines, 1):
        content = line.encode()
        yield Record(f"{source.input.name}:{number}", content, source.kind, number), len(content)
    if values.error:
        raise values.error


def _is_record(value: object, keys: RecordKeys) -> bool:
    return isinstance(value, dict) and (has_key(value, keys.text) or has_key(value, keys.html))


def _refusal(source: Input, text: str, values: Sequence[Any], keys: RecordKeys) -> InputError:
    """Return the error for JSON that has no records, with the command that makes records of it."""
    path, first = source.shell_word, values[0] if values else None
    if text.startswith("["):
        query, entry, name = ".[]", first, "a JSON array"
    else:
        query, entry, name = _list_of_records(first)
    if isinstance(entry, str):
        return InputError(f"is {name} of texts: jq -c '{query} | {{{keys.text}: .}}' {path} | clean")
    if _is_record(entry, keys):
        return InputError(f"is {name}, and records are a line each: jq -c '{query}' {path} | clean")
    if isinstance(entry, Mapping) and entry:
        reason = f"is {name} without the key '{keys.text}' (its keys: {listed_keys(entry)})"
        return InputError(f"{reason}: jq -c '{query}' {path} | clean --text-key KEY")
    query = f".. | strings | {{{keys.text}: .}}"
    return InputError(f"is {name} without records: select its texts, as in jq -c '{query}' {path} | clean")


def _list_of_records(value: Any) -> tuple[str, Any, str]:
    """Return jq's path to the first list of objects in an object, its first entry, and what all of it is."""
    if isinstance(value, dict):
        for key, entries in value.items():
            if isinstance(entries, list) and entries and isinstance(entries[0], dict):
                path = f".{key}[]" if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else f".[{json.dumps(key)}][]"
                return path, entries[0], "JSON with a list of objects"
    return ".", value, "pretty-printed JSON"
