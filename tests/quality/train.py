"""``make scorers FOLDER=…``: rebuild the line scorers from a folder of labeled pages.

    python -m tests.quality.train FOLDER [--effort NAME] [--half odd|even] [--check]

Gradient boosting by LightGBM over the evidence on each line (:mod:`cleaner.html.features`);
what it learns is written as plain data into ``cleaner/html/scorers/``. The same folder, library and machine give the
same files.
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
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1, "deterministic": True, "verbose": -1,
    "num_threads": 2, "num_iterations": 150,
}  # fmt: skip
"""Chosen by cross-validation over sites: other rates change no set by more than seeds do."""

LARGER: Mapping[Effort, Mapping[str, Any]] = {"best": {"num_iterations": 400, "num_leaves": 31, "learning_rate": 0.03}}
"""What is learned longer. Over three splits into folds it gains 0.15 in the mean of the sets, and 0.3 on trafeval."""

MARKED_WEIGHT = 3.0
"""Weight of a line of a page that has wanted and unwanted texts only: there are few of them, and all are sure."""

DIGITS = 4
"""Significant digits of thresholds and leaves that are written."""

TURNED = 0.0005
"""Share of lines that each stage may settle wrongly."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The evidence on a page's lines, their labels and their weights."""

    evidence: np.ndarray[Any, Any]
    labels: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]


def rows_of(page: LabeledPage, effort: Effort) -> Rows | None:
    """Return the rows of a labeled page; nothing for a page without lines or labels."""
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    state = start_scoring(opened.tree, opened.hints)
    if not state.view.lines:
        return None
    state.add_signals(EFFORT_SIGNALS[effort])
    shares = np.array(labels(page, state.view))
    weights = _weights(page, np.array(state.view.words), shares)
    asked = [at for at in lines_to_score(state.view, state.signals.values()) if shares[at] != UNKNOWN]
    if not asked:
        return None
    matrix = np.array(feature_vectors(state.view, state.signals, EFFORT_SIGNALS[effort], asked), dtype=np.float64)
    return Rows(matrix, shares[asked] >= IN_GOLD, weights[asked])


@cache
def _select_rules() -> SelectRules:
    return Cleaner().select_rules


def _weights(page: LabeledPage, words: Any, shares: Any) -> Any:
    """Weigh lines by their words, less than in proportion, and pages alike whether they are long or short."""
    if not page.golds:
        return np.full(len(shares), MARKED_WEIGHT)
    gold_words = max(50.0, float(words[shares >= IN_GOLD].sum()))
    return (np.minimum(words, 120) ** 0.6 + 0.3) * (400 / gold_words) ** 0.6


def train(rows: Sequence[Rows], effort: Effort) -> dict[str, Any]:
    """Train the forest of an effort, as it is written; with it go the margins from which its stages settle a line."""
    model = _booster(rows, {**PARAMETERS, **LARGER.get(effort, {})}).dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]
    data = {"signals": list(EFFORT_SIGNALS[effort]), "settled": [NEVER] * (len(STAGES) - 1), "trees": trees}
    forest = forest_from_dict(data)
    margins = [forest.margins(row) for row in np.vstack([one.evidence for one in rows[::10]]).tolist()]
    bounds = [_settling(margins, stage) for stage in range(len(STAGES) - 1)]
    data["settled"] = [[-bound, bound] for bound in bounds]
    return data


def _settling(margins: Sequence[Sequence[float]], stage: int) -> float:
    """Return the margin from which a stage may settle lines: beyond it, hardly any is turned by the later ones."""
    middle = math.log(KEEP_SCORE / (1 - KEEP_SCORE))
    turned = sorted((abs(one[stage]) for one in margins if (one[stage] > middle) != (one[-1] > middle)), reverse=True)
    return round(turned[int(TURNED * len(margins))], 2) if len(turned) > TURNED * len(margins) else 0.0


def _booster(rows: Sequence[Rows], parameters: Mapping[str, Any]) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        np.vstack([one.evidence for one in rows]),
        np.concatenate([one.labels for one in rows]),
        weight=np.concatenate([one.weights for one in rows]),
    )
    return lightgbm.train(dict(parameters), data)


def plain_tree(node: dict[str, Any]) -> Any:
    """Return a tree that LightGBM dumped as the lists that a forest is read from."""
    if "leaf_value" in node:
        return _rounded(node["leaf_value"])
    left, right = (plain_tree(node[side]) for side in ("left_child", "right_child"))
    return [node["split_feature"], _rounded(node["threshold"]), left, right]


def _rounded(number: float) -> float:
    short = float(f"{number:.{DIGITS}g}")
    return int(short) if short.is_integer() else short


def _read(job: tuple[LabeledPage, Effort]) -> Rows | None:
    return rows_of(*job)


def _extracted(job: tuple[LabeledPage, Effort, Mapping[Effort, Scorer]]) -> str:
    page, effort, scorers = job
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    lines = extract(opened.tree, opened.hints, effort, scorers=scorers).lines
    return build_document(lines, None, markdown=False).text


def crossed(pages: Sequence[LabeledPage], effort: Effort) -> list[str]:
    """Return each page's article by scorers that were trained without its site (cross-validation in folds of sites)."""
    rows = {name: _rows(pages, name) for name in EFFORT_SCORERS[effort]}
    fold = [int(md5(page.site.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS for page in pages]
    texts = [""] * len(pages)
    for out in range(FOLDS):
        scorers = {
            name: scorer_from_data(
                train([one for one, own in zip(known, fold, strict=True) if one and own != out], name)
            )
            for name, known in rows.items()
        }
        held = [at for at, own in enumerate(fold) if own == out]
        with Pool() as pool:
            for at, text in zip(held, pool.map(_extracted, [(pages[at], effort, scorers) for at in held]), strict=True):
                texts[at] = text
    return texts


def check(folder: Path, effort: Effort) -> None:
    """Print what the scorer of an effort reaches on sites that it was not trained on, before any text rule."""
    sets = dict(read_sets(folder))
    pages = [page for some in sets.values() for page in some]
    texts = iter(crossed(pages, effort))
    for name, some in sets.items():
        counts = [score(page, next(texts)) for page in some]
        precision, recall, f1 = total(counts, macro=bool(some[0].golds))
        print(f"{effort:9} {name:14} {len(some):4} pages  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}", flush=True)


def _rows(pages: Sequence[LabeledPage], effort: Effort) -> list[Rows | None]:
    with Pool() as pool:
        return pool.map(_read, [(page, effort) for page in pages], chunksize=8)


def build(folder: Path, effort: Effort, half: str | None) -> None:
    """Train the scorer of an effort on all pages, or on those of one half of the sites, and write it."""
    signals = EFFORT_SIGNALS[effort]
    pages = [page for _, some in read_sets(folder) for page in half_of(some, half)]
    rows = [one for one in _rows(pages, effort) if one]
    names = [*LINE_FEATURES, *(f"{signal}: {name}" for signal in signals for name in SIGNAL_FEATURES)]
    data = train(rows, effort) | {"features": names, "corpus": corpus_hash(folder)}
    text = json.dumps(data, separators=(",", ":"))
    (SCORER_FOLDER / f"{effort}.json").write_text(f"{text}\n", "ascii")
    print(f"{effort}: {sum(len(one.labels) for one in rows):,} lines of {len(rows):,} pages, {len(text) >> 10} KiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true", help="cross-validate by site, and write nothing")
    parser.add_argument("--effort", action="append", choices=list(EFFORT_SIGNALS), help="only this scorer; repeatable")
    parser.add_argument("--half", choices=HALVES, help="learn from half of the sites, to measure on the other")
    asked = parser.parse_args()
    for effort in asked.effort or EFFORT_SIGNALS:
        if asked.check:
            check(asked.folder, effort)
        else:
            build(asked.folder, effort, asked.half)
