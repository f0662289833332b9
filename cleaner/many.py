"""Many records, one after the other: what becomes of one that cannot be cleaned is the caller's choice."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from cleaner.errors import InputError, OptionError, RecordError
from cleaner.source import RecordKeys, Source, kind_of_value, source_of_record
from cleaner.types import Article

OnError = Literal["keep", "drop", "raise"]
"""What becomes of a record that cannot be cleaned: an article that says why, a line in the log, an error."""

_CHOICES = ("keep", "drop", "raise")
_LOG = logging.getLogger("cleaner")


def articles(
    records: Iterable[str | Mapping[str, Any]],
    clean: Callable[[Source], Article],
    failed: Callable[[Source, str], Article],
    on_error: OnError,
) -> Iterator[Article]:
    """Return the articles of records in their order, each when it is asked for; ``failed`` makes one that says why.

    Raises :exc:`OptionError` for an unknown choice at once, and :exc:`InputError` for a record if that is the choice.
    """
    if on_error not in _CHOICES:
        raise OptionError(f"on_error is 'keep', 'drop' or 'raise', not {on_error!r}")
    made = (_article(record, clean, failed) for record in records)
    return made if on_error == "keep" else _sound(made, drop=on_error == "drop")


def _article(
    record: str | Mapping[str, Any], clean: Callable[[Source], Article], failed: Callable[[Source, str], Article]
) -> Article:
    if isinstance(record, str):
        return clean(Source(record))
    if not isinstance(record, Mapping):
        return failed(Source(""), f"is {kind_of_value(record)}: give a text, or a record as in {{'text': '…'}}")
    try:
        article = clean(source_of_record(record, RecordKeys()))
    except RecordError as error:
        article = failed(_text_of(record), str(error))
    except Exception as error:  # noqa: BLE001 - of hostile pages, parsers may raise anything
        article = failed(_text_of(record), f"fails with {type(error).__name__}: {error}")
    id = record.get("id")
    return article if id is None else replace(article, id=id)


def _text_of(record: Mapping[str, Any]) -> Source:
    text = record.get("text")
    return Source(text if isinstance(text, str) else "")


def _sound(made: Iterable[Article], *, drop: bool) -> Iterator[Article]:
    """Return the articles of records that could be cleaned; what is left out is told in the log, however it ends."""
    number = dropped = 0
    try:
        for number, article in enumerate(made, 1):
            if article.error is None:
                yield article
                continue
            place = f"record {number}" if article.id is None else f"record {number} ({article.id})"
            if not drop:
                raise InputError(article.error, place=place)
            dropped += 1
            _LOG.debug("%s: %s; dropped", place, article.error)
    finally:
        if dropped:
            _LOG.warning("dropped %d of %d records that cannot be cleaned", dropped, number)
