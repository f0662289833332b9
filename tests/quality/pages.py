"""Labeled pages of a folder, and how near a text comes to their gold.

The folder has ``<set>.jsonl.xz`` files, a page a line: ``id``, ``url``, ``html`` with its ``encoding`` (``utf-8``, or
``base64`` for a page's own bytes), and either ``gold`` (the article; with ``gold_alts`` where more than one is right)
or ``with`` and ``without``, texts that must and must not be there.
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
_HEADLINE_WORDS = 25
_HEADLINE_SHARE = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class LabeledPage:
    """A page and what is right for it."""

    id: str
    url: str | None
    html: str
    golds: tuple[str, ...]
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def site(self) -> str:
        """The last two labels of the host: pages of one site never stand on both sides of a split."""
        host = urlsplit(self.url or "").hostname or self.id
        return ".".join(host.split(".")[-2:])


@dataclass(frozen=True, slots=True)
class Counts:
    """What a text has of what it should have: ``right``, too much and ``missing``."""

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
    """Return the pages of one half of the sites; all of them where no half is named."""
    if half is None:
        return pages
    at = HALVES.index(half)
    return [one for one in pages if int(md5(one.site.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == at]


def corpus_hash(folder: Path) -> str:
    """Return the first 12 digits of the SHA-256 of a folder's sets."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.jsonl.xz")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _page(record: dict[str, Any]) -> LabeledPage:
    html = record["html"]
    if record.get("encoding") == "base64":
        html = _decoded(base64.b64decode(html))
    golds = tuple(record.get("gold_alts") or [record["gold"]]) if record.get("gold") is not None else ()
    if record.get("dataset") in _HEADLINES_IN_GOLD:
        golds = tuple(_with_variants(golds, html))
    return LabeledPage(
        record["id"], record.get("url"), html, golds,
        tuple(record.get("with") or ()), tuple(record.get("without") or ()),
    )  # fmt: skip


def _decoded(data: bytes) -> str:
    """Decode a page as the benchmark's own program does, so that all tools read the same text."""
    named = _CHARSET.search(data[:4096])
    try:
        return data.decode(named[1].decode("ascii") if named else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _with_variants(golds: Iterable[str], html: str) -> Iterator[str]:
    """Yield the golds, and each that begins with the page's headline without it as well: either is right."""
    title = _TITLE.search(html)
    title_words = set(WORD.findall(title[1].lower())) if title else set()
    for gold in golds:
        yield gold
        first, _, rest = gold.strip().partition("\n")
        words = WORD.findall(first.lower())
        same = sum(word in title_words for word in words) >= _HEADLINE_SHARE * len(words)
        if rest and same and 0 < len(words) <= _HEADLINE_WORDS:
            yield rest


def score(page: LabeledPage, text: str) -> Counts:
    """Compare a text with a page's gold, the nearest if there are several."""
    if page.golds:
        return max((_shared(gold, text) for gold in page.golds), key=lambda counts: counts.f1)
    folded = " ".join(text.split())
    hits = sum(" ".join(one.split()) in folded for one in page.wanted)
    return Counts(hits, sum(" ".join(one.split()) in folded for one in page.unwanted), len(page.wanted) - hits)


def total(counts: Iterable[Counts], *, macro: bool) -> tuple[float, float, float]:
    """Return precision, recall and F1 over pages: of the means over the pages, or of the sums."""
    rows = list(counts)
    if macro:
        precise = [one.precision for one in rows if one.right + one.extra]
        recalled = [one.recall for one in rows if one.right + one.missing]
        precision, recall = sum(precise) / max(1, len(precise)), sum(recalled) / max(1, len(recalled))
    else:
        whole = Counts(*(sum(getattr(one, name) for one in rows) for name in ("right", "extra", "missing")))
        precision, recall = whole.precision, whole.recall
    return precision, recall, harmonic(precision, recall)


def shingles(words: list[str]) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text."""
    return (
        Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
        if words
        else Counter()
    )


def f1_of(gold: str, text: str) -> float:
    """Return how near a text is to its gold: the F1 of their runs of four words."""
    return _shared(gold, text).f1


def _shared(gold: str, text: str) -> Counts:
    want, have = shingles(WORD.findall(gold)), shingles(WORD.findall(text))
    right = (want & have).total()
    return Counts(right, have.total() - right, want.total() - right)
