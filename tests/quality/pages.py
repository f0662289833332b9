"""Labeled pages of a folder, and how near a text is to their gold.

The folder has ``<set>.jsonl.xz`` files, a page a line: ``id``, ``url``, ``html`` with its ``encoding`` (``utf-8``, or
``base64`` for a page's own bytes), and either ``gold`` (the article; with ``gold_alts`` where more than one is right)
or ``with`` and ``without``, texts that must and must not be in it. ``kind`` says what a page is, unless it
is an article.
"""

import base64
import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

WORD = re.compile(r"\w+")
SHINGLE = 4
"""Words of a shingle, as in scrapinghub's article-extraction-benchmark."""

HALVES = ("even", "odd")
"""The halves of a folder, by the hash of the page's site."""

_HEADLINES_IN_GOLD = ("wcxb_article",)
"""Data sets whose gold keeps the headline on some pages and not on others."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_HEAD_BYTES = 4096
"""Bytes of a page that are searched for its encoding."""

_HEADLINE_WORDS = 25
"""Most words of a headline."""

_HEADLINE_SHARE = 0.8
"""Share of a line's words in the page's title from which the line is its headline."""


@dataclass(frozen=True, slots=True, eq=False)
class LabeledPage:
    """A page and its gold: right articles, or texts that an article must have and texts it must not have.

    ``kind`` is ``article``, that of another page such as ``forum``, or ``mixed`` where nobody has said.
    """

    id: str
    url: str | None
    html: str
    golds: tuple[str, ...]
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    kind: str = "article"

    @property
    def site(self) -> str:
        """The last two labels of the host: pages of a site are never on both sides of a split."""
        host = urlsplit(self.url or "").hostname or self.id
        return ".".join(host.split(".")[-2:])


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a text is ``right``, how much is ``extra``, and how much is ``missing``."""

    right: float
    extra: float
    missing: float

    @property
    def precision(self) -> float:
        """The share of the text that is right."""
        return self.right / (self.right + self.extra) if self.right + self.extra else float(not self.missing)

    @property
    def recall(self) -> float:
        """The share of the gold that the text has."""
        return self.right / (self.right + self.missing) if self.right + self.missing else float(not self.extra)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """Return the harmonic mean of two shares."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read_sets(folder: Path) -> Iterator[tuple[str, list[LabeledPage]]]:
    """Yield each set of a folder with its pages, in the order of their names."""
    for path in sorted(folder.glob("*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield path.name.removesuffix(".jsonl.xz"), [_page(json.loads(line)) for line in lines]


def half_of(pages: list[LabeledPage], half: str | None) -> list[LabeledPage]:
    """Return the pages of one half of the sites; all of them without a half."""
    if half is None:
        return pages
    parity = HALVES.index(half)
    return [page for page in pages if int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == parity]


def corpus_hash(folder: Path) -> str:
    """Return the first 12 digits of the SHA-256 of a folder's sets."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl.xz")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _page(record: dict[str, Any]) -> LabeledPage:
    html = record["html"]
    if record.get("encoding") == "base64":
        html = _decode(base64.b64decode(html))
    golds = tuple(record.get("gold_alts") or [record["gold"]]) if record.get("gold") is not None else ()
    if record.get("dataset") in _HEADLINES_IN_GOLD:
        golds = tuple(_with_variants(golds, html))
    return LabeledPage(
        record["id"], record.get("url"), html, golds,
        tuple(record.get("with") or ()), tuple(record.get("without") or ()), record.get("kind") or "article",
    )  # fmt: skip


def _decode(data: bytes) -> str:
    """Decode a page as the benchmark's own program does, so that all tools read the same text."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    try:
        return data.decode(declared[1].decode("ascii") if declared else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _with_variants(golds: Iterable[str], html: str) -> Iterator[str]:
    """Yield the golds, each that begins with the page's headline also without it: both are right."""
    title = _TITLE.search(html)
    title_words = set(WORD.findall(title[1].lower())) if title else set()
    for gold in golds:
        yield gold
        first, _, rest = gold.strip().partition("\n")
        words = WORD.findall(first.lower())
        is_headline = sum(word in title_words for word in words) >= _HEADLINE_SHARE * len(words)
        if rest and is_headline and 0 < len(words) <= _HEADLINE_WORDS:
            yield rest


def score(page: LabeledPage, text: str) -> Counts:
    """Compare a text with a page's gold, the nearest if there are several."""
    if page.golds:
        return max((_shared(gold, text) for gold in page.golds), key=lambda counts: counts.f1)
    folded = " ".join(text.split())
    right = sum(" ".join(mark.split()) in folded for mark in page.wanted)
    return Counts(right, sum(" ".join(mark.split()) in folded for mark in page.unwanted), len(page.wanted) - right)


def total(counts: Iterable[Counts], *, macro: bool) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pages: with ``macro`` from means over the pages, else from sums."""
    rows = list(counts)
    if macro:
        precisions = [row.precision for row in rows if row.right + row.extra]
        recalls = [row.recall for row in rows if row.right + row.missing]
        precision, recall = sum(precisions) / max(1, len(precisions)), sum(recalls) / max(1, len(recalls))
    else:
        sums = Counts(*(sum(getattr(row, name) for row in rows) for name in ("right", "extra", "missing")))
        precision, recall = sums.precision, sums.recall
    return precision, recall, harmonic(precision, recall)


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text."""
    return (
        Counter(tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1)))
        if words
        else Counter()
    )


def f1_of(gold: str, text: str) -> float:
    """Return how near a text is to its gold: the F1 of their runs of four words."""
    return _shared(gold, text).f1


def _shared(gold: str, text: str) -> Counts:
    expected, actual = shingles(WORD.findall(gold)), shingles(WORD.findall(text))
    right = (expected & actual).total()
    return Counts(right, actual.total() - right, expected.total() - right)
