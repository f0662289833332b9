"""Labeled texts of a folder: what extractors made of pages, and which of its lines are boilerplate.

Two sources. ``text/docs.jsonl.xz`` has texts whose lines are labeled: ``id``, ``key``, ``domain``, ``lang``, ``tier``,
``text`` and ``lines`` of ``{i, label}``. And any extractor's outputs on labeled pages, as :mod:`tests.quality.outputs`
writes them: their lines take the labels of the pages' own lines.
"""

import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from multiprocessing import Pool
from pathlib import Path

from cleaner import Cleaner, load_rules
from cleaner.html.extract import EFFORT_SIGNALS, start_scoring
from cleaner.html.page_view import text_key
from cleaner.html.read import open_page
from cleaner.html.scorer import load_scorer, score_lines
from tests.quality.labels import UNKNOWN, labels
from tests.quality.pages import WORD, LabeledPage, read_sets, shingles

ARTICLE, BOILERPLATE, UNSURE, COPY = 0, 1, 2, 3

LABELS = {"keep": ARTICLE, "drop": BOILERPLATE, "dup": COPY}
"""What the labels of ``docs.jsonl.xz`` mean; any other counts for nothing. A copy should go, but its words are the
article's: nothing is learned from it."""

_OUT, _IN = (0.1, 0.3), (0.8, 0.5)
"""Share of a page's line in its gold, and its scorer's share: both at most so, it is boilerplate; the first at least
so, or the second at least so and the scorer sure, it is the article. Gold alone calls much of what it forgot."""

_SCORER_OUT, _SCORER_IN = 0.06, 0.8
"""The scorer's shares that count alone, on pages whose gold does not speak of every line."""

_KNOWN, _STRANGE = 0.8, 0.1


Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class LabeledText:
    """A text, the labels of its lines by their numbers, and where it comes from. ``key`` names its gold article."""

    id: str
    site: str
    tier: str
    text: str
    labels: Mapping[int, int]
    key: str = ""
    language: str | None = None


@cache
def plain_cleaner() -> Cleaner:
    """Return a cleaner without the rules that ask the line model: what it learns from stands after all others."""
    rule_set = load_rules()
    return Cleaner(rules=rule_set._replace(rules=tuple(rule for rule in rule_set.rules if rule.likely is None)))


def fold_of(site: str, folds: int) -> int:
    """Return the fold of a site, in cross-validation."""
    return int(md5(site.encode(), usedforsecurity=False).hexdigest(), 16) // 7 % folds


def is_odd(site: str) -> bool:
    """Tell whether a site is in the odd half."""
    return int(md5(site.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 1


def read_texts(folder: Path) -> Iterator[LabeledText]:
    """Yield the texts of ``text/docs.jsonl.xz``: outputs, gold articles, and whole pages under the tier ``dump``."""
    with lzma.open(folder / "text" / "docs.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            known = {one["i"] + 1: LABELS.get(one["label"], UNSURE) for one in record["lines"]}
            yield LabeledText(
                record["id"], record["domain"], record["tier"], record["text"], known, record["key"], record.get("lang")
            )


def read_outputs(folder: Path, outputs: Path) -> list[LabeledText]:
    """Return extractors' outputs on the folder's pages, and the pages whole, with labels."""
    pages = {f"{name}/{page.id}": page for name, some in read_sets(folder / "html") for page in some}
    with lzma.open(outputs, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    with Pool() as pool:
        jobs = [(pages[record["page"]], record["texts"]) for record in records if record["page"] in pages]
        return [text for some in pool.imap(_labeled, jobs, chunksize=8) for text in some]


def _labeled(job: tuple[LabeledPage, Mapping[str, str]]) -> list[LabeledText]:
    page, texts = job
    known = page_lines(page)
    keeps, drops = (_shingles(text for text, label in known.items() if label == one) for one in (ARTICLE, BOILERPLATE))
    by_key = {text_key(text): label for text, label in known.items()}
    whole = "\n".join(known)
    found = [LabeledText(f"{page.id}|page", page.site, "dump", whole, dict(enumerate(known.values(), 1)))]
    for tool, text in sorted(texts.items()):
        document = plain_cleaner().clean(text).document
        lines = {line.number: line.span.of(document.text) for line in document.lines}
        labeled = {
            number: by_key[text_key(line)] if text_key(line) in by_key else _by_shingles(line, keeps, drops)
            for number, line in lines.items()
        }
        found.append(LabeledText(f"{page.id}|{tool}", page.site, "output", text, labeled))
    return found


def page_lines(page: LabeledPage) -> dict[str, int]:
    """Return the texts of a page's lines with their labels, by its gold and by the page's own line scorer."""
    opened = open_page(page.html, {"url": page.url}, plain_cleaner().select_rules)
    state = start_scoring(opened.tree, opened.hints)
    if not state.view.lines:
        return {}
    state.add_signals(EFFORT_SIGNALS["best"])
    shares = score_lines(state.view, state.signals, load_scorer("best"))
    golds = labels(page, state.view) if page.golds else [UNKNOWN] * len(shares)
    known: dict[str, int] = {}
    for line, gold, share in zip(state.view.lines, golds, shares, strict=True):
        label = _label(gold, share)
        text = " ".join(line.text.split())
        known[text] = min(known.get(text, UNSURE), label)
    pruned = {" ".join(one.text.split()): BOILERPLATE for one in opened.pruned}
    return {text: label for text, label in (pruned | known).items() if text}


def _label(gold: float, share: float) -> int:
    if gold == UNKNOWN:
        return BOILERPLATE if share < _SCORER_OUT else ARTICLE if share > _SCORER_IN else UNSURE
    if gold < _OUT[0] and share < _OUT[1]:
        return BOILERPLATE
    return ARTICLE if gold >= _IN[0] or (gold >= _IN[1] and share > _SCORER_IN) else UNSURE


def _by_shingles(line: str, keeps: Shingles, drops: Shingles) -> int:
    own = shingles(WORD.findall(line.lower()))
    if not own:
        return UNSURE
    kept, dropped = (sum(one in known for one in own) / len(own) for known in (keeps, drops))
    if kept >= _KNOWN:
        return ARTICLE
    return BOILERPLATE if kept <= _STRANGE and dropped >= _KNOWN else UNSURE


def _shingles(texts: Iterable[str]) -> Shingles:
    return frozenset(one for text in texts for one in shingles(WORD.findall(text.lower())))
