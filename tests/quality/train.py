"""``make scorers FOLDER=…``: rebuild the line scorers from a folder of labeled pages.

    python -m tests.quality.train FOLDER [--half odd|even]
    python -m tests.quality.train FOLDER --check [--effort NAME] [--without SET]

LightGBM boosts trees over the features of each line (:mod:`cleaner.html.extract.features`); the result is plain data in
``cleaner/html/extract/scorers/``: for each effort a scorer that learns from articles, and one that learns from pages of
all kinds. The first learns from short copies of articles and from the sample pages of ``fixtures/pages`` as well, since
labeled articles are long. The same folder, libraries and kind of processor give the same files. The shipped scorers for
articles (``*-article.json``) are those of 0.1.0: learned again, they are better on labeled pages, but give low scores
to first paragraphs and linked subheads of some pages of a few lines (``tests/html`` has four).
"""

import argparse
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from itertools import accumulate
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from cleaner.api import Cleaner
from cleaner.html.document import build_document
from cleaner.html.extract.article import (
    EFFORT_SCORERS,
    EFFORT_SIGNALS,
    KEEP_SCORE,
    ScoringState,
    extract,
    scorer_name,
    start_scoring,
)
from cleaner.html.extract.features import LINE_FEATURES, SIGNAL_FEATURES
from cleaner.html.extract.scorer import SCORER_FOLDER, Scorer, feature_vectors, lines_to_score, scorer_from_data
from cleaner.html.page_view import PageView
from cleaner.html.read import open_page
from cleaner.html.select import SelectRules
from cleaner.line_model.forest import NEVER, STAGES, forest_from_dict
from cleaner.text.decode import decode_page
from cleaner.types import Effort
from tests import page_fixtures
from tests.quality.labels import IN_GOLD, UNKNOWN, labels
from tests.quality.pages import HALVES, Counts, LabeledPage, corpus_hash, half_of, read_sets, score, total

FOLDS = 5

MARGIN_STEP = 10
"""Every tenth page is used to find the margins from which stages settle a line."""

PARAMETERS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 24, "min_data_in_leaf": 40, "feature_fraction": 0.5,
    "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "seed": 1, "deterministic": True,
    "force_col_wise": True, "verbose": -1, "num_threads": 1, "num_iterations": 150,
}  # fmt: skip
"""Chosen by cross-validation over sites: other rates change the result of a set no more than other seeds do. Without
``force_col_wise``, LightGBM chooses by the time that it measures how to count, and the files differ. Threads would wait
for each other where all cores are busy."""

EFFORTS: tuple[Effort, ...] = ("fast", "standard")
"""The efforts with scorers of their own."""

UNSORTED = "mixed"
"""The kind of pages that no scorer learns from: nobody has said what they are, and their gold is a program's output."""

MARKED_WEIGHT = 3.0
"""Weight of a line of a page that has wanted and unwanted texts only: there are few, and all are certain."""

SAMPLE = "sample"
SAMPLE_WEIGHT = 5
"""The kind of the project's sample pages, and the weight of their lines: they are few, and must be right."""

COPY_WEIGHT = 0.6
COPY_WORDS = (40, 80, 160)
COPY_LINES = (0, 0, 2, 7)
"""Weight of the lines of a page's short copy, the words from which its article ends, and the other lines that it keeps
above and below. One of each is drawn for a page."""

MIN_COPIED_LINES, MAX_COPIED_WORDS = 3, 600
"""Lines of the article of a page that is copied, and words of a copy's: the first paragraph of some is all."""

DIGITS = 4
"""Significant digits of thresholds and leaves in the file."""

SETTLED_WRONGLY = 0.0005
"""Share of lines that each stage may settle wrongly."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The features of a page's lines (lines × features), their labels and their weights.

    The first ``whole`` lines are the page's own, the others those of its short copy.
    """

    features: np.ndarray[Any, Any]
    labels: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]
    whole: int

    def without_copy(self) -> "Rows":
        """Return the rows of the page's own lines."""
        return Rows(self.features[: self.whole], self.labels[: self.whole], self.weights[: self.whole], self.whole)


def rows_of(page: LabeledPage, efforts: Sequence[Effort]) -> dict[Effort, Rows]:
    """Return the rows of a labeled page and of its short copy for each effort; none without labels."""
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    state = start_scoring(opened.tree, opened.hints)
    if not state.view.lines:
        return {}
    state.add_signals(name for effort in efforts for name in EFFORT_SIGNALS[effort])
    shares = np.array(labels(page, state.view))
    weights = _weights(page, state.view, shares)
    copied = _copied_lines(page, state.view, shares)
    copy = _copy_of(state, copied) if copied else None
    rows: dict[Effort, Rows] = {}
    for effort in efforts:
        own = _rows_of_state(state, shares, weights, EFFORT_SIGNALS[effort])
        if own and copy:
            copy_weights = _weights(page, copy.view, shares[copied]) * COPY_WEIGHT
            own = _joined(own, _rows_of_state(copy, shares[copied], copy_weights, EFFORT_SIGNALS[effort]))
        if own:
            rows[effort] = own
    return rows


def _joined(rows: Rows, copy: Rows | None) -> Rows:
    if copy is None:
        return rows
    return Rows(
        np.vstack([rows.features, copy.features]),
        np.concatenate([rows.labels, copy.labels]),
        np.concatenate([rows.weights, copy.weights]),
        rows.whole,
    )


def _rows_of_state(state: ScoringState, shares: Any, weights: Any, names: Sequence[str]) -> Rows | None:
    scored_positions = lines_to_score(state.view, [state.signals[name] for name in names])
    positions = [position for position in scored_positions if shares[position] != UNKNOWN]
    if not positions:
        return None
    matrix = np.array(feature_vectors(state.view, state.signals, names, positions), dtype=np.float64)
    return Rows(matrix, shares[positions] >= IN_GOLD, weights[positions], len(positions))


def _copied_lines(page: LabeledPage, view: PageView, shares: Any) -> list[int]:
    """Return the lines of a short copy of a page: the start of its article, and some lines around it."""
    article = [position for position, share in enumerate(shares) if share >= IN_GOLD] if page.golds else []
    if len(article) < MIN_COPIED_LINES:
        return []
    draw = random.Random(page.id)  # noqa: S311 - the same copy each time
    goal, above, below = (draw.choice(numbers) for numbers in (COPY_WORDS, COPY_LINES, COPY_LINES))
    sums = accumulate(view.words[position] for position in article)
    end = next((count for count, words in enumerate(sums, 1) if words >= goal), len(article))
    if view.words_in(article[:end]) > MAX_COPIED_WORDS:
        return []
    first, last = article[0], article[end - 1]
    others = [position for position in range(last + 1, len(shares)) if shares[position] < IN_GOLD]
    return [*range(max(0, first - above), last + 1), *others[:below]]


def _copy_of(state: ScoringState, lines: Sequence[int]) -> ScoringState:
    view = PageView([state.view.lines[position] for position in lines], state.view.titles, state.view.descriptions)
    signals: dict[str, Sequence[float]] = {
        name: [signal[position] for position in lines] for name, signal in state.signals.items()
    }
    return ScoringState(state.tree, state.hints, view, signals)


@cache
def _select_rules() -> SelectRules:
    return Cleaner().select_rules


def _weights(page: LabeledPage, view: PageView, shares: Any) -> Any:
    """Return weights that grow with a line's words, but less than in proportion, and give each page the same weight."""
    if not page.golds:
        return np.full(len(shares), MARKED_WEIGHT)
    words = np.array(view.words)
    gold_words = max(50.0, float(words[shares >= IN_GOLD].sum()))
    factor = SAMPLE_WEIGHT if page.kind == SAMPLE else 1.0
    return factor * (np.minimum(words, 120) ** 0.6 + 0.3) * (400 / gold_words) ** 0.6


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
    return page.kind in ("article", SAMPLE) if is_article else page.kind not in (UNSORTED, SAMPLE)


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
    rows, samples = _rows(pages, efforts), [(page, rows_of(page, efforts)) for page in sample_pages()]
    texts = [""] * len(pages)
    for fold in sorted({*folds} - {-1}):
        positions = [position for position, page_fold in enumerate(folds) if page_fold == fold]
        sites = {pages[position].site for position in positions}
        others = [
            (page, rows_of_page) for page, rows_of_page in zip(pages, rows, strict=True) if page.site not in sites
        ]
        scorers = {name: scorer_from_data(data) for name, data in _train_all([*others, *samples], efforts)}
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


def sample_pages() -> Iterator[LabeledPage]:
    """Yield the sample pages of the project with their articles."""
    for slug in page_fixtures.SLUGS:
        folder = page_fixtures.FOLDER / slug
        html = decode_page((folder / "source.html").read_bytes()).text
        yield LabeledPage(slug, None, html, ((folder / "expected.md").read_text("utf-8"),), (), (), SAMPLE)


def _train_all(
    pages: Sequence[tuple[LabeledPage, Mapping[Effort, Rows]]], efforts: Sequence[Effort]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each scorer of the efforts and what it learns from the rows of pages."""
    for effort in efforts:
        for is_article in (True, False):
            rows = [rows[effort] for page, rows in pages if effort in rows and learns_from(page, is_article=is_article)]
            whole = rows if is_article else [page_rows.without_copy() for page_rows in rows]
            yield scorer_name(effort, is_article=is_article), train(whole, effort)


def build(folder: Path, half: str | None) -> None:
    """Train the scorers on all pages, or on those of one half of the sites, and write them."""
    pages = [page for _, pages_of_set in read_sets(folder) for page in half_of(pages_of_set, half)]
    learned = [page for page in pages if page.kind != UNSORTED]
    corpus = corpus_hash(folder)
    learned += sample_pages()
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
