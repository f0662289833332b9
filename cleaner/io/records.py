"""JSON lines: one record in, the same record out with its text cleaned, or its page's article, and its metadata."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaner.errors import RecordError
from cleaner.frontmatter import CLEANER_KEY
from cleaner.source import EncodedText, RecordKeys, Source, source_of_record
from cleaner.types import Article


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a caller says of the inputs; ``kind`` is ``auto`` where each tells its own."""

    kind: str = "auto"
    keys: RecordKeys = field(default_factory=RecordKeys)
    url: str | None = None
    language: str | None = None


def parse_line(line: bytes) -> dict[str, Any]:
    """Read one line as a JSON object. Raises :exc:`RecordError` with what is wrong in words for a person."""
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_no_constant, parse_float=_float)
    except UnicodeDecodeError as error:
        raise RecordError(f"is not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise RecordError(f"is no JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise RecordError("is nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"has a number that is out of bounds: {error}") from None
    if not isinstance(record, dict):
        raise RecordError('is JSON, but no object: each line is one record, as in {"text": "…"}')
    return record


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:20]} is too large")
    return value


def source_of_fields(record: Mapping[str, Any], asked: ReadOptions) -> Source:
    """Return a record's text or page, and what it says of itself: see :func:`cleaner.source.source_of_record`."""
    keys, pages = asked.keys, asked.kind == "html"
    if keys.text not in record and keys.html not in record:
        wanted, option = (keys.html, "--html-key") if pages else (keys.text, "--text-key")
        raise RecordError(f"lacks the key '{wanted}': name it with {option}")
    return source_of_record(record, keys, pages=pages, url=asked.url, language=asked.language)


def has_page(record: Mapping[str, Any], asked: ReadOptions) -> bool:
    """Tell whether it is a record's page that is cleaned, and not its text."""
    return asked.keys.html in record and (asked.kind == "html" or asked.keys.text not in record)


def cleaned_fields(record: Mapping[str, Any], article: Article, keys: RecordKeys, *, header: bool) -> dict[str, Any]:
    """Return a record with its article in it; its other keys travel along, but for the page of one that had a page."""
    done = {**record, keys.text: article.text}
    if article.extracted and keys.html != keys.text:
        done.pop(keys.html, None)
    if header:
        done["metadata"] = dict(article.metadata.fields)
    return done


def failed_fields(record: dict[str, Any], error: str, *, header: bool) -> dict[str, Any]:
    """Return a record that could not be cleaned, as it is, with the reason in its metadata.

    A page in bytes, which JSON cannot hold, stays in the file that it is from.
    """
    record = {key: value for key, value in record.items() if not isinstance(value, EncodedText)}
    metadata = record.get("metadata") or {}
    if not header or not isinstance(metadata, dict):
        return record
    own = metadata.get(CLEANER_KEY)
    return {**record, "metadata": {**metadata, CLEANER_KEY: {**(own if isinstance(own, dict) else {}), "error": error}}}
