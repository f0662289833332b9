"""Metadata: first what the caller and the input say, then what the text itself says; nothing is guessed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.article import Metadata
from cleaner.frontmatter import CLEANER_KEY, FIELDS, LIST_FIELDS, field_value
from cleaner.lazy import lazy_pattern
from cleaner.text.segment import line_form
from cleaner.text.sentences import FULL_STOPS
from cleaner.text.words import count_words
from cleaner.types import Document, Line, Matches

TITLE_WORDS = (2, 25)
"""Fewest and most words of a line that may be a title: a single word is the name of a section, more is a paragraph.
(Of the headlines that 1,085 pages give as ``og:title``, 12 have one word, half have at most 9, and 4 more than 25.)"""

_HOST = lazy_pattern(r"[\w-]+(?:\.[\w-]+)+")
_RECORD_FILE = lazy_pattern(r"(.+)\.(?:jsonl|ndjson|json|parquet|warc|wet)(?:\.(?:gz|zst))?\Z", re.IGNORECASE)
_RESERVED = frozenset({"example", "test", "invalid", "localhost"})

FoundField = tuple[str, Any, str]
"""A field, a value for it, and where the value is from."""

_STOPS = FULL_STOPS.union("…:;,，：،؛")


def site_of(url: str | None) -> str | None:
    """Return the host of an address without ``www.``; ``None`` if it has none.

    An address may lack its scheme if its host ends in a public suffix.

    >>> site_of("https://www.thehill.com/x"), site_of("www.thehill.com/x"), site_of("file.html")
    ('thehill.com', 'thehill.com', None)
    """
    if not url:
        return None
    from urllib.parse import urlsplit  # start-up time

    try:
        host = urlsplit(url).hostname
        if not host and "://" not in url and "@" not in url:
            host = urlsplit(f"//{url.strip()}").hostname
            host = host if host and _has_public_suffix(host) else None
    except ValueError:
        return None
    return host.removeprefix("www.") or None if host else None


def site_from_path(path: str) -> str | None:
    """Return the site whose host is the name of a folder of a path, the nearest to the file if there are several.

    A file of records may have the name of a host itself.

    >>> site_from_path("crawl/www.thehill.com/news/2024.1/a.html"), site_from_path("a/thehill.com.jsonl.gz")
    ('thehill.com', 'thehill.com')
    >>> site_from_path("crawl/v1.2/main.rs"), site_from_path("notes.md")
    (None, None)
    """
    *folders, name = path.replace("\\", "/").split("/")
    stem = _RECORD_FILE.match(name)
    names = [*folders, stem[1]] if stem else folders
    hosts = (part for part in reversed(names) if _HOST.fullmatch(part) and _is_host(part.lower()))
    return next((host.lower().removeprefix("www.") for host in hosts), None)


def _is_host(name: str) -> bool:
    """Whether a name may be that of a site: it ends in a public suffix, or in one for examples (RFC 2606)."""
    return name.rpartition(".")[2] in _RESERVED or _has_public_suffix(name)


def _has_public_suffix(host: str) -> bool:
    """Whether a host is a name below a public suffix, under which anyone may register names."""
    labels = host.split(".")
    if len(labels) == 1 or not all(labels):
        return False
    from tld import get_fld  # start-up time

    return get_fld(f"https://{host}", fail_silently=True) is not None


def title_line(document: Document) -> Line | None:
    """Return the line that is the title of a plain text, if there is one.

    It is the first line if it is short, does not end like a sentence, and a blank line and more text follow. A heading
    of Markdown inside a quote or an item is none.
    """
    if not document.lines[1:]:
        return None
    first, second = document.lines[:2]
    words = title_text(document, first)
    least, most = TITLE_WORDS
    if second.number == first.number + 1 or first.kind not in ("paragraph", "heading") or words[-1:] in _STOPS:
        return None
    if document.blocks and line_form(first.span.of(document.text))[0] in ("quote", "item"):
        return None
    return first if least <= count_words(words) <= most else None


def title_text(document: Document, line: Line) -> str:
    """Return the words of a title line, without the marks of Markdown."""
    return line.words(document.text)


def merge_fields(known: Mapping[str, Any], found_fields: Iterable[FoundField], entry: Mapping[str, Any]) -> Metadata:
    """Merge fields: known values win, then the first value that is found; lists gather all values.

    Unknown keys of ``known`` follow the known fields. ``entry`` is the entry of this program, which comes last.
    """
    fields: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for name in FIELDS:
        if name in known and (value := field_value(name, known[name])) is not None:
            fields[name], sources[name] = value, "given"
    known_names = frozenset(fields)
    for name, found_value, source in found_fields:
        value = field_value(name, found_value)
        if value is None or name in known_names:
            continue
        if name in LIST_FIELDS and name in fields:
            fields[name] = list(dict.fromkeys([*fields[name], *value]))
        else:
            fields.setdefault(name, value)
            sources.setdefault(name, source)
    ordered = {name: fields[name] for name in FIELDS if name in fields}
    ordered |= {name: value for name, value in known.items() if name not in FIELDS and name != CLEANER_KEY}
    return Metadata(ordered | {CLEANER_KEY: dict(entry)}, sources)


def saved_fields(matches: Matches) -> list[FoundField]:
    """Return what rules save as fields, in text order."""
    values = [*matches.saved, *(saved for removal in matches.removals for saved in removal.saved)]
    values.sort(key=lambda saved: saved.line)
    return [
        (saved.field, saved.values if saved.field in LIST_FIELDS else saved.values[0], f"rule {saved.rule}")
        for saved in values
    ]
