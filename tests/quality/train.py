"""``make scorers FOLDER=…``: rebuild the line scorers from a folder of labeled pages.

    python -m tests.quality.train FOLDER [--effort NAME] [--half odd|even] [--check]

LightGBM boosts trees over the features of each line (:mod:`cleaner.html.features`); the result is plain data in
``cleaner/html/scorers/``. The same folder, library and machine give the same files.
"""

import argparse
import json
import math
from collections.abc import Mapping, Sequence
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
from cleaner.html.extract import EFFORT_SCORERS, EFFORT_SIGNALS, KEEP_SCORE, extract, start_scoring
from cleaner.html.features import LINE_FEATURES, SIGNAL_FEATURES
from cleaner.html.read import open_page
from cleaner.html.scorer import SCORER_FOLDER, Scorer, feature_vectors, lines_to_score, scorer_from_data
from cleaner.html.select import SelectRules
from cleaner.line_model.forest import NEVER, STAGES, forest_from_dict
from cleaner.types import Effort
from tests.quality.labels import IN_GOLD, UNKNOWN, labels
from tests.quality.pages import HALVES, LabeledPage, corpus_hash, half_of, read_sets, score, total

FOLDS = 5

MARGIN_STEP = 10
"""Every tenth page is used to find the margins from which stages settle a line."""

PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1, "deterministic": True, "verbose": -1,
    "num_threads": 2, "num_iterations": 150,
}  # fmt: skip
"""Chosen by cross-validation over sites: other rates change the result of a set no more than other seeds do."""

LARGER: Mapping[Effort, Mapping[str, Any]] = {"best": {"num_iterations": 400, "num_leaves": 31, "learning_rate": 0.03}}
"""Parameters of an effort that learns longer: over three splits it gains 0.15 in the mean of sets, 0.3 on trafeval."""

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


def rows_of(page: LabeledPage, effort: Effort) -> Rows | None:
    """Return the rows of a labeled page; ``None`` for a page without lines or labels."""
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    state = start_scoring(opened.tree, opened.hints)
    if not state.view.lines:
        return None
    state.add_signals(EFFORT_SIGNALS[effort])
    shares = np.array(labels(page, state.view))
    weights = _weights(page, np.array(state.view.words), shares)
    scored_positions = lines_to_score(state.view, state.signals.values())
    positions = [position for position in scored_positions if shares[position] != UNKNOWN]
    if not positions:
        return None
    matrix = np.array(feature_vectors(state.view, state.signals, EFFORT_SIGNALS[effort], positions), dtype=np.float64)
    return Rows(matrix, shares[positions] >= IN_GOLD, weights[positions])


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
    model = _booster(rows, {**PARAMETERS, **LARGER.get(effort, {})}).dump_model()
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


def _read(job: tuple[LabeledPage, Effort]) -> Rows | None:
    return rows_of(*job)


def _extract(job: tuple[LabeledPage, Effort, Mapping[Effort, Scorer]]) -> str:
    page, effort, scorers = job
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    lines = extract(opened.tree, opened.hints, effort, scorers=scorers).lines
    return build_document(lines, None, markdown=False).text


def cross_validate(pages: Sequence[LabeledPage], effort: Effort) -> list[str]:
    """Return each page's article by scorers that were trained without its site, in folds of sites."""
    rows = {name: _rows(pages, name) for name in EFFORT_SCORERS[effort]}
    folds = [int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for page in pages]
    texts = [""] * len(pages)
    for fold in range(FOLDS):
        scorers = {
            name: scorer_from_data(
                train(
                    [
                        page_rows
                        for page_rows, page_fold in zip(effort_rows, folds, strict=True)
                        if page_rows and page_fold != fold
                    ],
                    name,
                )
            )
            for name, effort_rows in rows.items()
        }
        positions = [position for position, page_fold in enumerate(folds) if page_fold == fold]
        with Pool() as pool:
            articles = pool.map(_extract, [(pages[position], effort, scorers) for position in positions])
        for position, text in zip(positions, articles, strict=True):
            texts[position] = text
    return texts


def check(folder: Path, effort: Effort) -> None:
    """Print what the scorer of an effort reaches on sites it was not trained on, before any text rule."""
    sets = dict(read_sets(folder))
    pages = [page for pages_of_set in sets.values() for page in pages_of_set]
    texts = iter(cross_validate(pages, effort))
    for name, pages_of_set in sets.items():
        counts = [score(page, next(texts)) for page in pages_of_set]
        precision, recall, f1 = total(counts, macro=bool(pages_of_set[0].golds))
        print(
            f"{effort:9} {name:14} {len(pages_of_set):4} pages  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}",
            flush=True,
        )


def _rows(pages: Sequence[LabeledPage], effort: Effort) -> list[Rows | None]:
    with Pool() as pool:
        return pool.map(_read, [(page, effort) for page in pages], chunksize=8)


def build(folder: Path, effort: Effort, half: str | None) -> None:
    """Train the scorer of an effort on all pages, or on those of one half of the sites, and write it."""
    signals = EFFORT_SIGNALS[effort]
    pages = [page for _, pages_of_set in read_sets(folder) for page in half_of(pages_of_set, half)]
    rows = [page_rows for page_rows in _rows(pages, effort) if page_rows]
    names = [*LINE_FEATURES, *(f"{signal}: {name}" for signal in signals for name in SIGNAL_FEATURES)]
    data = train(rows, effort) | {"features": names, "corpus": corpus_hash(folder)}
    text = json.dumps(data, separators=(",", ":"))
    (SCORER_FOLDER / f"{effort}.json").write_text(f"{text}\n", "ascii")
    lines = sum(len(page_rows.labels) for page_rows in rows)
    print(f"{effort}: {lines:,} lines of {len(rows):,} pages, {len(text) >> 10} KiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="cross-validate by site, and write nothing")
    parser.add_argument("--effort", action="append", choices=list(EFFORT_SIGNALS), help="only this scorer; repeatable")
    parser.add_argument("--half", choices=HALVES, help="learn from half of the sites, to measure on the other")
    options = parser.parse_args()
    for effort in options.effort or EFFORT_SIGNALS:
        if options.check:
            check(options.folder, effort)
        else:
            build(options.folder, effort, options.half)
