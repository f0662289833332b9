"""Metadata: what the caller and the input say, then what the text itself says; never a guess in silence."""

from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.frontmatter import CLEANER_KEY, FIELDS, LIST_FIELDS, field_value
from cleaner.text.words import count_words
from cleaner.types import Document, Line, Matches, Metadata

TITLE_WORDS = (2, 25)
"""Words that a line has to be taken for a title: a single word is a section's name, more is a paragraph.
(Of the headlines that 1,085 pages give as ``og:title``, 12 have one word, half at most 9, and 4 more than 25.)"""

FoundField = tuple[str, Any, str]
"""A field, a value for it, and where that was found."""

_STOPS = (".", "。", "।", "…", ":", ";", ",", "，", "：")


def site_of(url: str | None) -> str | None:
    """Return the host of an address without ``www.``; ``None`` if it has none.

    An address may lack its scheme if its host ends in a public suffix.

    >>> site_of("https://www.thehill.com/x"), site_of("www.thehill.com/x"), site_of("file.html")
    ('thehill.com', 'thehill.com', None)
    """
    if not url:
        return None
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url).hostname
        if not host and "://" not in url and "@" not in url:
            host = _public_host(urlsplit(f"//{url.strip()}").hostname)
    except ValueError:
        return None
    return host.removeprefix("www.") or None if host else None


def _public_host(host: str | None) -> str | None:
    """Return a host if it is a name below a public suffix, as registrars sell them."""
    if not host or "." not in host or not all(host.split(".")):
        return None
    from tld import get_fld

    return host if get_fld(f"https://{host}", fail_silently=True) else None


def title_line(document: Document) -> Line | None:
    """Return the line that is the title of a plain text, if there is one.

    It is the first, if it is short, ends without a stop, and a blank line and more text follow.
    """
    if len(document.lines) < len(("title", "text")):
        return None
    first, second = document.lines[:2]
    words = title_text(document, first)
    least, most = TITLE_WORDS
    if second.number == first.number + 1 or first.kind not in ("paragraph", "heading") or words.endswith(_STOPS):
        return None
    return first if least <= count_words(words) <= most else None


def title_text(document: Document, line: Line) -> str:
    """Return a title line's words."""
    return document.text[line.span.start + line.lead : line.span.end]


def merge_fields(given: Mapping[str, Any], found: Iterable[FoundField], entry: Mapping[str, Any]) -> Metadata:
    """Merge fields: what is given wins, then what was found first; lists gather what was found.

    Unknown keys of ``given`` travel along; ``entry`` is this program's own.
    """
    fields: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for name in FIELDS:
        if name in given and (fit := field_value(name, given[name])) is not None:
            fields[name], sources[name] = fit, "given"
    settled = frozenset(fields)
    for name, found_value, origin in found:
        value = field_value(name, found_value)
        if value is None or name in settled:
            continue
        if name in LIST_FIELDS and name in fields:
            fields[name] = list(dict.fromkeys([*fields[name], *value]))
        else:
            fields.setdefault(name, value)
            sources.setdefault(name, origin)
    ordered = {name: fields[name] for name in FIELDS if name in fields}
    ordered |= {name: value for name, value in given.items() if name not in FIELDS and name != CLEANER_KEY}
    return Metadata(ordered | {CLEANER_KEY: dict(entry)}, sources)


def saved_fields(matches: Matches) -> list[FoundField]:
    """Return what rules saved as fields, in text order."""
    saved = [*matches.saved, *(saved for removal in matches.removals for saved in removal.saved)]
    saved.sort(key=lambda one: one.line)
    return [(one.field, one.values if one.field in LIST_FIELDS else one.values[0], f"rule {one.rule}") for one in saved]
