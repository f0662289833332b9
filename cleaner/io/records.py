"""Records: one text or page each, as a line of JSON, a row of a table, a document of an archive, or a whole file."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.article import Article
from cleaner.errors import RecordError
from cleaner.frontmatter import CLEANER_KEY
from cleaner.io.formats import Kind
from cleaner.metadata import site_from_path
from cleaner.places import is_on_web
from cleaner.source import (
    EncodedText,
    RecordKeys,
    Source,
    has_key,
    listed_keys,
    path_of,
    source_of_record,
    with_value,
    without_key,
)
from cleaner.text.decode import Decoded, decode, decode_page

DIGITS_SHOWN = 20
"""Digits of a number too large for JSON that a message shows."""


class ReadOptions(NamedTuple):
    """How inputs are read.

    ``kind`` is their format, or ``auto`` if each is to be detected. ``keys`` are those of records; ``url`` and
    ``language`` apply to inputs that do not have their own. ``has_site_paths``: folders have the names of sites.
    ``inline``: exceptions in files of text and Markdown count.
    """

    kind: str = "auto"
    keys: RecordKeys = RecordKeys()
    url: str | None = None
    language: str | None = None
    has_site_paths: bool = False
    inline: bool = True


class Record(NamedTuple):
    """One thing read from an input, to be cleaned.

    ``place`` names it in messages. A whole file has its ``content`` and the ``line`` 0. A record of a file has its
    number there as ``line``, from 1, and either a line of JSON as ``content`` or ``fields``, parsed already.
    ``fault`` says why it cannot be read.
    """

    place: str
    content: bytes
    kind: Kind
    line: int = 0
    fault: str = ""
    fields: Mapping[str, Any] | None = None


def source_of_file(record: Record, options: ReadOptions) -> tuple[Source, Decoded]:
    """Decode a whole file. Raises :exc:`cleaner.errors.InputError` for one that is not text.

    It is also raised for an inline exception without its end.
    """
    html, markdown = record.kind == "html", record.kind == "md"
    decoded = decode_page(record.content) if html else decode(record.content)
    url = options.url or (record.place if is_on_web(record.place) else None)
    source = Source(decoded.text, url, options.language, markdown=markdown, file=True, html=html)
    source = source._replace(default_site=_site_of(record, options))
    if html or not options.inline or "clean:" not in decoded.text.casefold():
        return source, decoded
    from cleaner.text.exceptions import kept_rows  # start-up time

    kept_rows(decoded.text, markdown=markdown)
    return source._replace(inline=True), decoded


def _site_of(record: Record, options: ReadOptions) -> str | None:
    """Return the site that the path of a record's file names, if paths do."""
    if not options.has_site_paths:
        return None
    return site_from_path(record.place.removesuffix(f":{record.line}") if record.line else record.place)


def fields_of(record: Record) -> dict[str, Any]:
    """Return a copy of a record's fields, parsed if necessary. Raises :exc:`RecordError` as :func:`parse_line`."""
    return parse_line(record.content) if record.fields is None else dict(record.fields)


def parse_line(line: bytes) -> dict[str, Any]:
    """Parse a line as a JSON object. Raises :exc:`RecordError` for anything else, and for numbers out of bounds."""
    try:
        fields = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite_float)
    except UnicodeDecodeError as error:
        raise RecordError(f"is not UTF-8 at byte {error.start + 1}") from None
    except json.JSONDecodeError as error:
        raise RecordError(f"is not valid JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise RecordError("is nested too deeply") from None
    except ValueError as error:
        raise RecordError(f"has a number that is out of bounds: {error}") from None
    if not isinstance(fields, dict):
        raise RecordError('is JSON, but not an object: each line is one record, as in {"text": "…"}')
    return fields


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a JSON number")


def _finite_float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{digits[:DIGITS_SHOWN]} is too large")
    return value


def source_of_fields(fields: Mapping[str, Any], options: ReadOptions, record: Record | None = None) -> Source:
    """Return a record's text or page with what is known about it: see :func:`cleaner.source.source_of_record`."""
    keys, pages = options.keys, options.kind == "html"
    if not has_key(fields, keys.text) and not has_key(fields, keys.html):
        key, option = (keys.html, "--html-key") if pages else (keys.text, "--text-key")
        keys_there = f" (its keys: {_keys_near(fields, key)})" if fields else ""
        raise RecordError(f"lacks the key '{key}': name it with {option}{keys_there}")
    source = source_of_record(fields, keys, pages=pages, url=options.url, language=options.language)
    return source._replace(default_site=_site_of(record, options)) if record else source


def _keys_near(fields: Mapping[str, Any], key: str) -> str:
    """Return the keys of a record for a message; those where the search for a key ended, if it led into the record."""
    place = ""
    for name in path_of(key)[:-1]:
        inner = fields.get(name)
        if not isinstance(inner, Mapping):
            break
        fields, place = inner, f"{place}{name}."
    return f"{listed_keys(fields)} in '{place[:-1]}'" if place else listed_keys(fields)


def has_page(fields: Mapping[str, Any], options: ReadOptions) -> bool:
    """Whether a record's page is cleaned, and not its text."""
    keys = options.keys
    return has_key(fields, keys.html) and (options.kind == "html" or not has_key(fields, keys.text))


def cleaned_fields(
    fields: Mapping[str, Any], article: Article, keys: RecordKeys, *, header: bool, sources: bool = False
) -> dict[str, Any]:
    """Return a record's fields with its article's text, without the page that it was extracted from.

    ``header`` writes the metadata, ``sources`` where each of its fields is from as well.
    """
    cleaned = with_value(fields, keys.text, article.text)
    if article.extracted and keys.html != keys.text:
        cleaned = without_key(cleaned, keys.html)
    if header:
        cleaned["metadata"] = metadata = dict(article.metadata.fields)
        if sources:
            metadata[CLEANER_KEY] = {**metadata[CLEANER_KEY], "sources": dict(article.sources)}
    return cleaned


def failed_fields(fields: Mapping[str, Any], error: str, *, header: bool) -> dict[str, Any]:
    """Return the fields of a record that could not be cleaned, with the reason in its metadata.

    A text or page in bytes, which JSON cannot hold, is left out.
    """
    failed = {key: value for key, value in fields.items() if not isinstance(value, EncodedText)}
    metadata = failed.get("metadata") or {}
    if not header or not isinstance(metadata, dict):
        return failed
    entry = metadata.get(CLEANER_KEY)
    entry = {**(entry if isinstance(entry, dict) else {}), "error": error}
    return {**failed, "metadata": {**metadata, CLEANER_KEY: entry}}
