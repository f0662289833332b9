"""Labeled texts of a folder: the output of extractors, and which of its lines are boilerplate.

There are two sources. ``text/docs.jsonl.xz`` has texts with labeled lines: ``id``, ``key``, ``domain``, ``lang``,
``dataset``, ``tier``, ``text`` and ``lines`` of ``{i, label}``. The outputs of extractors on labeled pages, as
:mod:`tests.quality.outputs` writes them, get the labels of the pages' own lines.
"""

import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import md5
from multiprocessing import Pool
from pathlib import Path

from cleaner import Cleaner, load_rules
from cleaner.html.extract.article import EFFORT_SIGNALS, start_scoring
from cleaner.html.read import open_page
from cleaner.html.values import comparison_key
from tests.quality.labels import UNKNOWN, labels
from tests.quality.pages import WORD, LabeledPage, read_sets, shingles

ARTICLE, BOILERPLATE, UNSURE, COPY = 0, 1, 2, 3

LABELS = {"keep": ARTICLE, "drop": BOILERPLATE, "dup": COPY}
"""The labels of ``docs.jsonl.xz``; any other is ignored. A copy should be removed, but its words are the article's:
nothing is learned from it."""

_OUT_SHARE, _OUT_SCORE = 0.1, 0.3
"""A line of a page is boilerplate below both: its share in the gold, and its score. The gold alone has gaps."""

_IN_SHARE, _LIKELY_SHARE = 0.8, 0.5
"""A line is the article's from the first share in the gold on, or from the second if its score is high."""

_LOW_SCORE, _HIGH_SCORE = 0.06, 0.8
"""Scores that decide alone on pages whose gold does not cover every line."""

_MOST, _HARDLY_ANY = 0.8, 0.1
"""Shares of a line's shingles that an output must have in common with a page's lines to get their label."""


Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LabeledText:
    """A text, the labels of its lines by their numbers, and where it comes from. ``key`` names its gold article.

    ``source`` is the data set that it is from; a model is measured on sources that it did not learn from.
    """

    id: str
    site: str
    tier: str
    text: str
    labels: Mapping[int, int]
    key: str = ""
    language: str | None = None
    source: str = ""


@cache
def plain_cleaner() -> Cleaner:
    """Return a cleaner without the rules that use the line model: it learns from what remains after all others."""
    rule_set = load_rules()
    return Cleaner(rules=rule_set._replace(rules=tuple(rule for rule in rule_set.rules if rule.likely is None)))


def fold_of(site: str, folds: int) -> int:
    """Return the fold of a site, in cross-validation."""
    return int(md5(site.encode(), usedforsecurity=False).hexdigest(), 16) // 7 % folds


def is_odd(site: str) -> bool:
    """Return whether a site is in the odd half."""
    return int(md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def read_texts(folder: Path) -> Iterator[LabeledText]:
    """Yield the texts of ``text/docs.jsonl.xz``: outputs, gold articles, and whole pages under the tier ``dump``."""
    with lzma.open(folder / "text" / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            line_labels = {line["i"] + 1: LABELS.get(line["label"], UNSURE) for line in record["lines"]}
            yield LabeledText(
                id=record["id"],
                site=record["domain"],
                tier=record["tier"],
                text=record["text"],
                labels=line_labels,
                key=record["key"],
                language=record.get("lang"),
                source=record.get("dataset", ""),
            )


def read_outputs(folder: Path, outputs: Path) -> list[LabeledText]:
    """Return extractors' outputs on the folder's pages, and the whole pages, with labels."""
    pages = {f"{name}/{page.id}": page for name, pages_of_set in read_sets(folder / "html") for page in pages_of_set}
    with lzma.open(outputs, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    with Pool() as pool:
        jobs = [(pages[record["page"]], record["texts"]) for record in records if record["page"] in pages]
        return [text for page_texts in pool.imap(_labeled, jobs, chunksize=8) for text in page_texts]


def _labeled(job: tuple[LabeledPage, Mapping[str, str]]) -> list[LabeledText]:
    page, texts = job
    lines_of_page = page_lines(page)
    keeps, drops = (
        _shingles(text for text, label in lines_of_page.items() if label == wanted) for wanted in (ARTICLE, BOILERPLATE)
    )
    by_key = {comparison_key(text): label for text, label in lines_of_page.items()}
    whole = "\n".join(lines_of_page)
    labeled_texts = [
        LabeledText(f"{page.id}|page", page.site, "dump", whole, dict(enumerate(lines_of_page.values(), 1)))
    ]
    for tool, text in sorted(texts.items()):
        document = plain_cleaner().clean(text).document
        lines = {line.number: line.span.of(document.text) for line in document.lines}
        labeled = {
            number: by_key[comparison_key(line)] if comparison_key(line) in by_key else _by_shingles(line, keeps, drops)
            for number, line in lines.items()
        }
        labeled_texts.append(LabeledText(f"{page.id}|{tool}", page.site, "output", text, labeled))
    return labeled_texts


def page_lines(page: LabeledPage) -> dict[str, int]:
    """Return the texts of a page's lines with their labels, by its gold and by the page's own line scorer."""
    opened = open_page(page.html, {"url": page.url}, plain_cleaner().select_rules)
    state = start_scoring(opened.tree, replace(opened.hints, is_article=True))
    if not state.view.lines:
        return {}
    state.add_signals(EFFORT_SIGNALS["standard"])
    scores = state.scores("standard")
    shares = labels(page, state.view) if page.golds else [UNKNOWN] * len(scores)
    line_labels: dict[str, int] = {}
    for line, share, score in zip(state.view.lines, shares, scores, strict=True):
        label = _label(share, score)
        text = " ".join(line.text.split())
        line_labels[text] = min(line_labels.get(text, UNSURE), label)
    removed = {" ".join(pruned.text.split()): BOILERPLATE for pruned in opened.pruned}
    return {text: label for text, label in (removed | line_labels).items() if text}


def _label(share: float, score: float) -> int:
    """Return the label of a line by its share in the gold and its score."""
    if share == UNKNOWN:
        return BOILERPLATE if score < _LOW_SCORE else ARTICLE if score > _HIGH_SCORE else UNSURE
    if share < _OUT_SHARE and score < _OUT_SCORE:
        return BOILERPLATE
    return ARTICLE if share >= _IN_SHARE or (share >= _LIKELY_SHARE and score > _HIGH_SCORE) else UNSURE


def _by_shingles(line: str, keeps: Shingles, drops: Shingles) -> int:
    line_shingles = shingles(WORD.findall(line.lower()))
    if not line_shingles:
        return UNSURE
    kept, dropped = (
        sum(shingle in page_shingles for shingle in line_shingles) / len(line_shingles)
        for page_shingles in (keeps, drops)
    )
    if kept >= _MOST:
        return ARTICLE
    return BOILERPLATE if kept <= _HARDLY_ANY and dropped >= _MOST else UNSURE


def _shingles(texts: Iterable[str]) -> Shingles:
    return frozenset(shingle for text in texts for shingle in shingles(WORD.findall(text.lower())))
