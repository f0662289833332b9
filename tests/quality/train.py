"""``make scorers FOLDER=…``: rebuild the line scorers from a folder of labeled pages.

    python -m tests.quality.train FOLDER [--half odd|even]
    python -m tests.quality.train FOLDER --check [--effort NAME] [--without SET]

LightGBM boosts trees over the features of each line (:mod:`cleaner.html.extract.features`); the result is plain data in
``cleaner/html/extract/scorers/``: a first scorer, and one for each effort that also learns from the scores that first
scorers give the lines of sites they have not learned from. Of each there is one that learns from articles, and one that
learns from pages of all kinds. Since labeled pages are long, all learn from small pages as well
(:mod:`tests.quality.small_pages`), and those of articles from short copies of them and from the sample pages of
``fixtures/pages``. The same folder, libraries and kind of processor give the same files.
"""

import argparse
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import md5
from itertools import accumulate, zip_longest
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
    FIRST_SIGNALS,
    KEEP_SCORE,
    ScoringState,
    extract,
    scorer_name,
    start_scoring,
)
from cleaner.html.extract.scorer import (
    FIRST,
    SCORER_FOLDER,
    Scorer,
    feature_names,
    feature_vectors,
    lines_to_score,
    scorer_from_data,
)
from cleaner.html.page_view import PageView
from cleaner.html.read import open_page
from cleaner.html.select import SelectRules
from cleaner.line_model.forest import NEVER, STAGES, forest_from_dict
from cleaner.text.decode import decode_page
from cleaner.types import Effort
from tests import page_fixtures
from tests.quality.labels import IN_GOLD, UNKNOWN, labels
from tests.quality.pages import HALVES, Counts, LabeledPage, corpus_hash, half_of, read_sets, score, total
from tests.quality.small_pages import small_pages

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

FIRST_PARAMETERS = {"learning_rate": 0.15, "num_iterations": 40}
"""Those of the first scorers in place of the others: few trees suffice to say what a line's surroundings are like."""

EFFORTS: tuple[Effort, ...] = ("fast", "standard")
"""The efforts with scorers of their own."""

STEPS: Mapping[str, tuple[str, ...]] = {FIRST: FIRST_SIGNALS, **{effort: EFFORT_SIGNALS[effort] for effort in EFFORTS}}
"""The signals of each scorer."""

RESCORED = {"fast": (0.075, 0.925)}
"""First scores between which a line is scored again, a quarter of the lines; with all lines, the result of no set is
better. The scorers of other efforts score all lines, as trafilatura says something new about them."""

ALL_LINES = (0, 1)
"""Scores between which all others are."""

UNSORTED = "mixed"
"""The kind of pages that no scorer learns from: nobody has said what they are, and their gold is a program's output."""

MARKED_WEIGHT = 3.0
"""Weight of a line of a page that has wanted and unwanted texts only: there are few, and all are certain."""

SAMPLE, SMALL = "sample", "small"
KIND_WEIGHTS = {SAMPLE: 5.0, SMALL: 1.0}
"""The kinds of the project's own pages, and the weights of their lines. Sample pages are few, and must be right."""

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
    """The features of lines (lines × features), their labels and their weights."""

    features: np.ndarray[Any, Any]
    labels: np.ndarray[Any, Any]
    weights: np.ndarray[Any, Any]


def rows_of(page: LabeledPage, steps: Sequence[str], scorers: Mapping[str, Scorer] | None = None) -> dict[str, Rows]:
    """Return the rows of a labeled page by the name of the scorer that learns from them; none without labels.

    Those of the scorers of articles have its short copy as well. ``scorers`` are first scorers that have not learned
    from the page's site.
    """
    opened = open_page(page.html, {"url": page.url}, _select_rules())
    state = start_scoring(opened.tree, opened.hints, scorers=scorers)
    if not state.view.lines:
        return {}
    shares = np.array(labels(page, state.view))
    state.add_signals(name for step in steps for name in STEPS[step] if name != FIRST)
    copied = _copied_lines(page, state.view, shares)
    rows: dict[str, Rows] = {}
    for is_article in (True, False):
        if not learns_from(page, is_article=is_article):
            continue
        whole = _part_of(state, range(len(shares)), is_article=is_article)
        parts = [(whole, shares, _weights(page, whole.view, shares))]
        if copied and is_article:
            copy = _part_of(state, copied, is_article=True)
            parts.append((copy, shares[copied], _weights(page, copy.view, shares[copied]) * COPY_WEIGHT))
        for step in steps:
            if found := [part_rows for part in parts if (part_rows := _rows_of_state(*part, STEPS[step]))]:
                rows[scorer_name(step, is_article=is_article)] = _joined(found)
    return rows


def _part_of(state: ScoringState, lines: Sequence[int], *, is_article: bool) -> ScoringState:
    """Return the state of some of a page's lines, for a scorer of articles or for one of all kinds of page."""
    view = PageView([state.view.lines[position] for position in lines], state.view.titles, state.view.descriptions)
    signals: dict[str, Sequence[float]] = {
        name: [signal[position] for position in lines] for name, signal in state.signals.items()
    }
    return replace(state, hints=replace(state.hints, is_article=is_article), view=view, signals=signals)


def _joined(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.vstack([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def _rows_of_state(state: ScoringState, shares: Any, weights: Any, names: Sequence[str]) -> Rows | None:
    state.add_signals(names)
    scored_positions = lines_to_score(state.view, state.signals, names)
    positions = [position for position in scored_positions if shares[position] != UNKNOWN]
    if not positions:
        return None
    matrix = np.array(feature_vectors(state.view, state.signals, names, positions), dtype=np.float64)
    return Rows(matrix, shares[positions] >= IN_GOLD, weights[positions])


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


@cache
def _select_rules() -> SelectRules:
    return Cleaner().select_rules


def _weights(page: LabeledPage, view: PageView, shares: Any) -> Any:
    """Return weights that grow with a line's words, but less than in proportion, and give each page the same weight."""
    if not page.golds:
        return np.full(len(shares), MARKED_WEIGHT)
    words = np.array(view.words)
    gold_words = max(50.0, float(words[shares >= IN_GOLD].sum()))
    factor = KIND_WEIGHTS.get(page.kind, 1.0)
    return factor * (np.minimum(words, 120) ** 0.6 + 0.3) * (400 / gold_words) ** 0.6


def train(rows: Sequence[Rows], step: str) -> dict[str, Any]:
    """Train the forest of a scorer, in the form of its file, with the margins from which its stages settle a line."""
    model = _booster(rows, PARAMETERS | FIRST_PARAMETERS if step == FIRST else PARAMETERS).dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]
    data = {"signals": list(STEPS[step]), "rescored": RESCORED.get(step, ALL_LINES)}
    if step == FIRST:
        return data | {"settled": [], "stages": [trees]}
    data |= {"settled": [NEVER] * (len(STAGES) - 1), "trees": trees}
    forest = forest_from_dict(data)
    margins = [
        forest.margins(row) for row in np.vstack([page_rows.features for page_rows in rows[::MARGIN_STEP]]).tolist()
    ]
    bounds = [_settling_margin(margins, stage) for stage in range(len(STAGES) - 1)]
    return data | {"settled": [[-bound, bound] for bound in bounds]}


def _settling_margin(margins: Sequence[Sequence[float]], stage: int) -> float:
    """Return the margin from which a stage may settle lines, since later stages overturn hardly any of them."""
    middle = math.log(KEEP_SCORE / (1 - KEEP_SCORE))
    overturned = [abs(line[stage]) for line in margins if (line[stage] > middle) != (line[-1] > middle)]
    allowed = SETTLED_WRONGLY * len(margins)
    return round(sorted(overturned, reverse=True)[int(allowed)], 2) if len(overturned) > allowed else 0.0


def _booster(rows: Sequence[Rows], parameters: Mapping[str, Any]) -> lightgbm.Booster:
    joined = _joined(rows)
    return lightgbm.train(dict(parameters), lightgbm.Dataset(joined.features, joined.labels, weight=joined.weights))


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
    return page.kind in ("article", SAMPLE, SMALL) if is_article else page.kind not in (UNSORTED, SAMPLE)


def _read(job: tuple[LabeledPage, Sequence[str], Mapping[str, Scorer] | None]) -> dict[str, Rows]:
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
    own_pages = list(sample_pages())
    rows = _rows([*pages, *own_pages], [FIRST])
    texts = [""] * len(pages)
    for fold in sorted({*folds} - {-1}):
        positions = [position for position, page_fold in enumerate(folds) if page_fold == fold]
        sites = {pages[position].site for position in positions}
        others = [
            (page, first_rows)
            for page, first_rows in zip([*pages, *own_pages], rows, strict=True)
            if page.site not in sites
        ]
        scorers = {name: scorer_from_data(data) for name, data in _train_all(others, EFFORT_SCORERS[effort])}
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


def _rows(
    pages: Sequence[LabeledPage], steps: Sequence[str], scorers: Sequence[Mapping[str, Scorer]] = ()
) -> list[dict[str, Rows]]:
    """Return the rows of pages; ``scorers`` are the first scorers for each of them."""
    jobs = [(page, steps, of_page) for page, of_page in zip_longest(pages, scorers)]
    with Pool() as pool:
        return pool.map(_read, jobs, chunksize=8)


def sample_pages() -> Iterator[LabeledPage]:
    """Yield the sample pages of the project with their articles, and small pages."""
    for slug in page_fixtures.SLUGS:
        folder = page_fixtures.FOLDER / slug
        html = decode_page((folder / "source.html").read_bytes()).text
        yield LabeledPage(slug, None, html, ((folder / "expected.md").read_text("utf-8"),), (), (), SAMPLE)
    yield from (replace(page, kind=SMALL) for page in small_pages())


def _train_all(
    pages: Sequence[tuple[LabeledPage, Mapping[str, Rows]]], efforts: Sequence[Effort]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each scorer of the efforts and what it learns from pages, given their first rows."""
    folds = site_folds([page for page, _ in pages])
    firsts = [
        dict(_train_step([rows for (_, rows), of_page in zip(pages, folds, strict=True) if of_page != fold], FIRST))
        for fold in range(FOLDS)
    ]
    scorers = [{name: scorer_from_data(data) for name, data in first.items()} for first in firsts]
    yield from _train_step([rows for _, rows in pages], FIRST)
    rows_of_pages = _rows([page for page, _ in pages], efforts, [scorers[fold] for fold in folds])
    for effort in efforts:
        yield from _train_step(rows_of_pages, effort)


def _train_step(rows_of_pages: Sequence[Mapping[str, Rows]], step: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in (scorer_name(step, is_article=is_article) for is_article in (True, False)):
        yield name, train([rows[name] for rows in rows_of_pages if name in rows], step)


def build(folder: Path, half: str | None) -> None:
    """Train the scorers on all pages, or on those of one half of the sites, and write them."""
    pages = [page for _, pages_of_set in read_sets(folder) for page in half_of(pages_of_set, half)]
    learned = [page for page in pages if page.kind != UNSORTED]
    corpus = corpus_hash(folder)
    learned += sample_pages()
    for name, data in _train_all(list(zip(learned, _rows(learned, [FIRST]), strict=True)), EFFORTS):
        more = {"features": feature_names(data["signals"]), "corpus": corpus}
        text = json.dumps(data | more, separators=(",", ":"))
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
