"""``make scorers FOLDER=…``: rebuild the line scorers from a folder of labeled pages.

    python -m tests.quality.train FOLDER [--half odd|even]
    python -m tests.quality.train FOLDER --check [--effort NAME] [--without SET]

LightGBM boosts trees over the features of each line (:mod:`cleaner.html.extract.features`); the result is plain data in
``cleaner/html/extract/scorers/``: for each effort a scorer that learns from articles, and one that learns from pages of
all kinds. The same folder, library and machine give the same files. The shipped scorers for articles
(``*-article.json``) are those of 0.1.0: learned again, they lose subheads of short pages.
"""

import argparse
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from cleaner.api import Cleaner
from cleaner.html.document import build_document
from cleaner.html.extract.article import EFFORT_SCORERS, EFFORT_SIGNALS, KEEP_SCORE, extract, scorer_name, start_scoring
from cleaner.html.extract.features import LINE_FEATURES, SIGNAL_FEATURES
from cleaner.html.extract.scorer import SCORER_FOLDER, Scorer, feature_vectors, lines_to_score, scorer_from_data
from cleaner.html.read import open_page
from cleaner.html.select import SelectRules
from cleaner.line_model.forest import NEVER, STAGES, forest_from_dict
from cleaner.types import Effort
from tests.quality.labels import IN_GOLD, UNKNOWN, labels
from tests.quality.pages import HALVES, Counts, LabeledPage, corpus_hash, half_of, read_sets, score, total

FOLDS = 5

MARGIN_STEP = 10
"""Every tenth page is used to find the margins from which stages settle a line."""

PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1, "deterministic": True, "verbose": -1,
    "num_threads": 2, "num_iterations": 150,
}  # fmt: skip
"""Chosen by cross-validation over sites: other rates change the result of a set no more than other seeds do."""

EFFORTS: tuple[Effort, ...] = ("fast", "standard")
"""The efforts with scorers of their own."""

UNSORTED = "mixed"
"""The kind of pages that no scorer learns from: nobody has said what they are, and their gold is a program's output."""

MARKED_WEIGHT = 3.0
"""Weight of a line of a page that has wanted and unwanted texts only: there are few, and all are certain."""

DIGITS = 4
"""Significant digits of thresholds and leaves in the file."""

SETTLED_WRONGLY = 0.0005
"""Share of lines that each stage may settle wrongly."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of a page's lines (lines × features), their labels and their weights."""

    features: np.ndarray[Any, Any]
    labels: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]


def rows_of(page: LabeledPage, efforts: Sequence[Effort]) -> dict[Effort, Rows]:
    """Return the rows of a labeled page for each effort, in the order in which they are tried; none without labels."""
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    state = start_scoring(opened.tree, opened.hints)
    if not state.view.lines:
        return {}
    shares = np.array(labels(page, state.view))
    weights = _weights(page, np.array(state.view.words), shares)
    rows: dict[Effort, Rows] = {}
    for effort in efforts:
        names = EFFORT_SIGNALS[effort]
        state.add_signals(names)
        scored_positions = lines_to_score(state.view, state.signals.values())
        if positions := [position for position in scored_positions if shares[position] != UNKNOWN]:
            matrix = np.array(feature_vectors(state.view, state.signals, names, positions), dtype=np.float64)
            rows[effort] = Rows(matrix, shares[positions] >= IN_GOLD, weights[positions])
    return rows


@cache
def _select_rules() -> SelectRules:
    return Cleaner().select_rules


def _weights(page: LabeledPage, words: Any, shares: Any) -> Any:
    """Return weights that grow with a line's words, but less than in proportion, and give each page the same weight."""
    if not page.golds:
        return np.full(len(shares), MARKED_WEIGHT)
    gold_words = max(50.0, float(words[shares >= IN_GOLD].sum()))
    return (np.minimum(words, 120) ** 0.6 + 0.3) * (400 / gold_words) ** 0.6


def train(rows: Sequence[Rows], effort: Effort) -> dict[str, Any]:
    """Train the forest of an effort, in the form of its file, with the margins from which its stages settle a line."""
    model = _booster(rows, PARAMETERS).dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]
    data = {"signals": list(EFFORT_SIGNALS[effort]), "settled": [NEVER] * (len(STAGES) - 1), "trees": trees}
    forest = forest_from_dict(data)
    margins = [
        forest.margins(row) for row in np.vstack([page_rows.features for page_rows in rows[::MARGIN_STEP]]).tolist()
    ]
    bounds = [_settling_margin(margins, stage) for stage in range(len(STAGES) - 1)]
    data["settled"] = [[-bound, bound] for bound in bounds]
    return data


def _settling_margin(margins: Sequence[Sequence[float]], stage: int) -> float:
    """Return the margin from which a stage may settle lines, since later stages overturn hardly any of them."""
    middle = math.log(KEEP_SCORE / (1 - KEEP_SCORE))
    overturned = [abs(line[stage]) for line in margins if (line[stage] > middle) != (line[-1] > middle)]
    allowed = SETTLED_WRONGLY * len(margins)
    return round(sorted(overturned, reverse=True)[int(allowed)], 2) if len(overturned) > allowed else 0.0


def _booster(rows: Sequence[Rows], parameters: Mapping[str, Any]) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        np.vstack([page_rows.features for page_rows in rows]),
        np.concatenate([page_rows.labels for page_rows in rows]),
        weight=np.concatenate([page_rows.weights for page_rows in rows]),
    )
    return lightgbm.train(dict(parameters), data)


def plain_tree(node: dict[str, Any]) -> Any:
    """Return a tree in LightGBM's form as the nested lists that a forest is read from."""
    if "leaf_value" in node:
        return _rounded(node["leaf_value"])
    left, right = (plain_tree(node[side]) for side in ("left_child", "right_child"))
    return [node["split_feature"], _rounded(node["threshold"]), left, right]


def _rounded(number: float) -> float:
    rounded = float(f"{number:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def learns_from(page: LabeledPage, *, is_article: bool) -> bool:
    """Whether a scorer learns from a page: that of articles from articles, the other one from all kinds of page."""
    return page.kind == "article" if is_article else page.kind != UNSORTED


def _read(job: tuple[LabeledPage, Sequence[Effort]]) -> dict[Effort, Rows]:
    return rows_of(*job)


def _extract(job: tuple[LabeledPage, Effort, Mapping[str, Scorer]]) -> str:
    page, effort, scorers = job
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    lines = extract(opened.tree, opened.hints, effort, scorers=scorers).lines
    return build_document(lines, None, markdown=False).text


def site_folds(pages: Sequence[LabeledPage]) -> list[int]:
    """Return the fold of each page, which is that of its site."""
    return [int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for page in pages]


def cross_validate(pages: Sequence[LabeledPage], effort: Effort, folds: Sequence[int]) -> list[str]:
    """Return each page's article by scorers that were trained on other folds and other sites; empty in fold -1."""
    efforts = EFFORT_SCORERS[effort]
    rows = _rows(pages, efforts)
    texts = [""] * len(pages)
    for fold in sorted({*folds} - {-1}):
        positions = [position for position, page_fold in enumerate(folds) if page_fold == fold]
        sites = {pages[position].site for position in positions}
        others = [
            (page, rows_of_page) for page, rows_of_page in zip(pages, rows, strict=True) if page.site not in sites
        ]
        scorers = {name: scorer_from_data(data) for name, data in _train_all(others, efforts)}
        with Pool() as pool:
            articles = pool.map(_extract, [(pages[position], effort, scorers) for position in positions])
        for position, text in zip(positions, articles, strict=True):
            texts[position] = text
    return texts


def check(folder: Path, effort: Effort, without: Sequence[str]) -> None:
    """Print what an effort reaches on sites that its scorers have not learned from, before any text rule.

    With the names of sets, the scorers learn from none of these, and only these are measured.
    """
    sets = dict(read_sets(folder))
    pages = [page for pages_of_set in sets.values() for page in pages_of_set]
    names = [name for name, pages_of_set in sets.items() for _ in pages_of_set]
    folds = [int(name in without) - 1 for name in names] if without else site_folds(pages)
    texts = cross_validate(pages, effort, folds)
    groups: dict[str, list[Counts]] = {}
    for name, page, text, fold in zip(names, pages, texts, folds, strict=True):
        if fold >= 0:
            groups.setdefault(name if page.kind == "article" else f"{name} {page.kind}", []).append(score(page, text))
    for name, counts in sorted(groups.items()):
        precision, recall, f1 = total(counts, macro=bool(sets[name.split()[0]][0].golds))
        print(f"{effort:9} {name:24} {len(counts):4} pages  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}", flush=True)


def _rows(pages: Sequence[LabeledPage], efforts: Sequence[Effort]) -> list[dict[Effort, Rows]]:
    with Pool() as pool:
        return pool.map(_read, [(page, efforts) for page in pages], chunksize=8)


def _train_all(
    pages: Sequence[tuple[LabeledPage, Mapping[Effort, Rows]]], efforts: Sequence[Effort]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each scorer of the efforts and what it learns from the rows of pages."""
    for effort in efforts:
        for is_article in (True, False):
            rows = [rows[effort] for page, rows in pages if effort in rows and learns_from(page, is_article=is_article)]
            yield scorer_name(effort, is_article=is_article), train(rows, effort)


def build(folder: Path, half: str | None) -> None:
    """Train the scorers on all pages, or on those of one half of the sites, and write them."""
    pages = [page for _, pages_of_set in read_sets(folder) for page in half_of(pages_of_set, half)]
    learned = [page for page in pages if page.kind != UNSORTED]
    corpus = corpus_hash(folder)
    for name, data in _train_all(list(zip(learned, _rows(learned, EFFORTS), strict=True)), EFFORTS):
        features = [*LINE_FEATURES, *(f"{signal}: {name}" for signal in data["signals"] for name in SIGNAL_FEATURES)]
        text = json.dumps(data | {"features": features, "corpus": corpus}, separators=(",", ":"))
        (SCORER_FOLDER / f"{name}.json").write_text(f"{text}\n", "ascii")
        print(f"{name}: {len(text) >> 10} KiB", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="cross-validate by site, and write nothing")
    parser.add_argument("--without", action="append", default=[], metavar="SET", help="measure on this set alone")
    parser.add_argument("--effort", action="append", choices=EFFORTS, help="with --check: only this effort; repeatable")
    parser.add_argument("--half", choices=HALVES, help="learn from half of the sites, to measure on the other")
    options = parser.parse_args()
    if options.check:
        for effort in options.effort or EFFORTS:
            check(options.folder, effort, options.without)
    else:
        build(options.folder, options.half)
