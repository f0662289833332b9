"""``make line-model FOLDER=… OUTPUTS=…``: rebuild the line model from labeled texts and extractors' outputs.

    python -m tests.quality.line_model FOLDER OUTPUTS [--check]
    python -m tests.quality.line_model FOLDER --settle

FOLDER has ``text/docs.jsonl.xz`` and labeled pages in ``html/``; OUTPUTS is what :mod:`tests.quality.outputs` wrote.
A lexicon of log odds, then gradient boosting by LightGBM over the evidence on each line that stands after all other
rules (:mod:`cleaner.line_model.features`); the percents are measured in folds of sites. What comes of it is plain data,
``cleaner/line_model/line-model.json``. ``--check`` cleans every text with a model that was trained without its site:
that tells what to expect of sites never seen. ``--settle`` leaves the model as it is, and only works out anew which
lines its first trees settle.
"""

import argparse
import heapq
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np

from cleaner.line_model import model as likely
from cleaner.line_model.features import (
    FEATURE_NAMES,
    Vector,
    add_word_features,
    shape_features,
    tokens,
    word_features,
)
from cleaner.line_model.forest import STAGES, forest_from_dict
from cleaner.line_model.model import FILE, MAX_SHARE, candidate_lines, model_from_dict, scored_lines
from cleaner.matching.remaining import RemainingLines
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from tests.quality.cleaning import HEAD, PROFILES, Outcome, clean_one, figures, grouped, read_golds, row
from tests.quality.texts import (
    ARTICLE,
    BOILERPLATE,
    COPY,
    UNSURE,
    LabeledText,
    fold_of,
    is_odd,
    plain_cleaner,
    read_outputs,
    read_texts,
)
from tests.quality.train import PARAMETERS as SCORER_PARAMETERS
from tests.quality.train import plain_tree

FOLDS = 10

HALVES = (("even", False), ("odd", True))

LEARNED_LINES = 1000
"""Lines that may stand in a text, at most, for the model to learn from it."""

PARAMETERS = SCORER_PARAMETERS | {"min_data_in_leaf": 60, "num_iterations": 200}
"""Chosen by cross-validation over sites: half or twice as many trees, leaves or lines in a leaf change what is found
by less than seeds do."""

OUTPUT_WEIGHT = 0.05
"""Weight of a line of an extractor's output: there are twenty times as many as labeled by hand, and some are wrong.
With 0.15 a few in a hundred less are found at the same loss."""

LEXICON = 8000
"""Tokens of the lexicon: some 100 KB of plain data."""

CAPS = {BOILERPLATE: 2, ARTICLE: 4}
"""Lines of a site that count for a token, at most; so many make its full vote."""

LEAST_VOTES, OWN_VOTES = 3.0, 1.5
"""Votes that a token of the lexicon has at least, and that are left when those of a text's own site are taken away."""

LEAST_BOILERPLATE = 1.5
"""Votes for boilerplate without which a token says nothing for it."""

SMOOTHING = 0.3
ARTICLE_TOKENS = 0.6
"""How much a token that speaks for the article counts beside one that speaks for boilerplate, for a place in the
lexicon."""

STEPS = (-2.0, 6.0, 0.05)
"""The margins that are tried for each percent: from, to, by."""

LEAST_LINES = 30
"""Lines above a margin without which no percent is told of it."""

LEAST_RATING = 50
"""Percent that a rule asks for, at least: lines that will not reach it are settled as soon as that is clear."""

TURNED = 0.004
"""Share of the lines that reach it that may be settled before."""

TOP = 99.0
"""The margin of percents that were not reached."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """The lines of a text that are no prose, and its last ones: what stands after all other rules.

    Places, labels (shape: lines), tokens, evidence without words (lines x traits), how many words each line has, and
    whether the model is asked about it: it learns from lists, too, of which it says nothing. ``words`` are the whole
    text's.
    """

    id: str
    site: str
    tier: str
    asked: Sequence[int]
    labels: Array
    tokens: Sequence[set[str]]
    rows: Array
    lengths: Array
    rated: Array
    words: int


def read(text: LabeledText) -> tuple[Sample, dict[int, Counter[str]]]:
    """Clean a text by all other rules. Return what stands, and the tokens of all its lines by their labels.

    Of a whole page only the words count: no extractor gives it.
    """
    document = segment(text.text) if text.tier == "dump" else plain_cleaner().clean(text.text).document
    spoken: dict[int, Counter[str]] = {ARTICLE: Counter(), BOILERPLATE: Counter()}
    for view in line_views(document):
        label = text.labels.get(view.line.number, UNSURE)
        if label in spoken:
            spoken[label].update(tokens(view))
    standing = plain_cleaner().engine.run_rounds(document).remaining if text.tier != "dump" else RemainingLines(())
    fit = standing.mostly_prose and len(standing) <= LEARNED_LINES
    asked = candidate_lines(standing.views) if fit else []
    rated = set(scored_lines(standing.views))
    lines = [standing.views[at] for at in asked]
    sample = Sample(
        text.id, text.site, text.tier, asked,
        np.array([text.labels.get(view.line.number, UNSURE) for view in lines], dtype=np.int8),
        [tokens(view) for view in lines],
        np.array(shape_features(standing.views, asked), dtype=np.float32),
        np.array([view.words for view in lines]),
        np.array([at in rated for at in asked]),
        sum(view.words for view in standing.views),
    )  # fmt: skip
    return sample, spoken


Votes = dict[str, dict[int, dict[str, float]]]
"""For each site, by label, the votes of its tokens: from 0 to 1."""


def read_all(texts: Iterable[LabeledText]) -> tuple[list[Sample], Votes]:
    """Return the samples of all texts, and what the tokens of their sites say."""
    samples, counts = list[Sample](), dict[str, dict[int, Counter[str]]]()
    with Pool() as pool:
        for sample, spoken in pool.imap(read, texts, chunksize=8):
            if sample.asked:
                samples.append(sample)
            site = counts.setdefault(sample.site, {label: Counter() for label in CAPS})
            for label, some in spoken.items():
                site[label].update(some)
    votes = {site: {label: _votes(some, CAPS[label]) for label, some in by.items()} for site, by in counts.items()}
    return sorted(samples, key=lambda sample: (sample.site, sample.id)), votes


def _votes(counts: Mapping[str, int], cap: int) -> dict[str, float]:
    return {token: min(count, cap) / cap for token, count in counts.items()}


class Lexicon:
    """The tokens that tell most of what some sites say, and their log odds."""

    def __init__(self, votes: Votes) -> None:
        self._votes = votes
        self._all = {label: Counter[str]() for label in CAPS}
        for by_label in votes.values():
            for label, some in by_label.items():
                self._all[label].update(some)
        self._tokens = self._telling()

    def _telling(self) -> list[str]:
        worth = []
        for token in self._all[ARTICLE].keys() | self._all[BOILERPLATE].keys():
            against, for_it = self._all[ARTICLE][token], self._all[BOILERPLATE][token]
            odds = _log_odds(for_it, against)
            if against + for_it >= LEAST_VOTES and (odds <= 0 or for_it >= LEAST_BOILERPLATE):
                weight = 1.0 if odds > 0 else ARTICLE_TOKENS
                worth.append((abs(odds) * math.log1p(against + for_it) * weight, token))
        return sorted(token for _, token in heapq.nlargest(LEXICON, worth))

    def weights(self, without: str | None = None) -> dict[str, float]:
        """Return the log odds of the tokens; ``without`` a site, as if it had not been there."""
        own = self._votes[without] if without else {label: {} for label in CAPS}
        weights = {}
        for token in self._tokens:
            against, for_it = (self._all[label][token] - own[label].get(token, 0) for label in (ARTICLE, BOILERPLATE))
            if against + for_it >= OWN_VOTES:
                weights[token] = round(_log_odds(for_it, against), 2)
        return weights


def _log_odds(for_it: float, against: float) -> float:
    return math.log((for_it + SMOOTHING) / (against + SMOOTHING))


def matrix(samples: Sequence[Sample], lexicon: Lexicon, *, own: bool) -> Array:
    """Return the evidence on all lines of samples (lines x traits); ``own``: their own site's words do not count."""
    found, weights, site = [], lexicon.weights(), None
    for sample in samples:
        if own and sample.site != site:
            site, weights = sample.site, lexicon.weights(sample.site)
        found.append(np.hstack([sample.rows, np.array(_said(sample, weights), dtype=np.float32)]))
    return np.vstack(found)


def train(samples: Sequence[Sample], lexicon: Lexicon) -> dict[str, Any]:
    """Train the forest, as it is written, on samples whose sites the lexicon knows."""
    rows, labels = matrix(samples, lexicon, own=True), np.concatenate([sample.labels for sample in samples])
    weights = np.concatenate(
        [np.full(len(sample.asked), OUTPUT_WEIGHT if sample.tier == "output" else 1.0) for sample in samples]
    )
    known = (labels == ARTICLE) | (labels == BOILERPLATE)
    data = lightgbm.Dataset(rows[known], labels[known] == BOILERPLATE, weight=weights[known])
    model = lightgbm.train(dict(PARAMETERS), data).dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]
    return {"least": -math.inf, "settled": [[-TOP, TOP]] * (len(STAGES) - 1), "trees": trees}


@dataclass(frozen=True, slots=True)
class Rated:
    """A sample's margins, by a forest that did not learn from its site."""

    sample: Sample
    margins: Array


def crossed(samples: Sequence[Sample], votes: Votes) -> tuple[list[Rated], list[dict[str, Any]]]:
    """Rate all samples in folds of sites; return also the data of the folds' models, without margins."""
    rated, models = list[Rated](), list[dict[str, Any]]()
    for out in range(FOLDS):
        lexicon = Lexicon({site: by_label for site, by_label in votes.items() if fold_of(site, FOLDS) != out})
        data = train([sample for sample in samples if fold_of(sample.site, FOLDS) != out], lexicon)
        models.append(data | {"lexicon": _hundredths(lexicon.weights())})
        forest = forest_from_dict(data)
        for sample in samples:
            if fold_of(sample.site, FOLDS) == out and sample.tier != "output":
                rows = matrix([sample], lexicon, own=False)
                rated.append(Rated(sample, np.array([forest.margin(row) for row in rows.tolist()])))
    return rated, models


def margins(rated: Sequence[Rated]) -> list[float]:
    """Return the least margin of each percent from 1 to 99: of the lines from it on, so many were boilerplate."""
    shares = []
    for step in np.arange(*STEPS):
        right, wrong = counts(rated, float(step))
        if right + wrong >= LEAST_LINES:
            shares.append((100 * right / (right + wrong), round(float(step), 2)))
    return [min((step for share, step in shares if share >= percent), default=TOP) for percent in range(1, 100)]


def counts(rated: Sequence[Rated], margin: float) -> tuple[int, int]:
    """Count lines of extractors' outputs from a margin on: boilerplate, and articles' own.

    Texts of which too much is above it do not count: there the model rests.
    """
    right = wrong = 0
    for one in rated:
        above = (one.margins >= margin) & one.sample.rated
        if one.sample.tier == "article" and one.sample.lengths[above].sum() <= MAX_SHARE * one.sample.words:
            labels = one.sample.labels[above]
            right, wrong = (
                right + int(np.isin(labels, (BOILERPLATE, COPY)).sum()),
                wrong + int((labels == ARTICLE).sum()),
            )
    return right, wrong


def _hundredths(weights: Mapping[str, float]) -> dict[str, int]:
    return {token: round(100 * weight) for token, weight in weights.items()}


def build(samples: Sequence[Sample], votes: Votes) -> dict[str, Any]:
    """Return the model of all samples, with the margins that folds of them gave, and print what those found."""
    rated, _ = crossed(samples, votes)
    steps = margins(rated)
    for percent in (99, 98, 97, 96, 95, 93, 90, 85, 80, 70, 60, 50):
        right, wrong = counts(rated, steps[percent - 1])
        print(f"{percent} %: from {steps[percent - 1]:5.2f}: {right:5} boilerplate, {wrong:4} article", flush=True)
    lexicon = Lexicon(votes)
    data = train(samples, lexicon) | {"margins": steps, "features": list(FEATURE_NAMES)}
    data |= {"lexicon": _hundredths(lexicon.weights())}
    return data | settled(data, samples)


def settled(data: Mapping[str, Any], samples: Sequence[Sample]) -> dict[str, Any]:
    """Return from where a model need not ask on: ``least`` for what words add up to, and bounds of its first stages.

    Below the first number of a stage's bounds a line is not boilerplate. The second one is out of reach: how high a
    line is rated, all trees tell.
    """
    forest, model = forest_from_dict(data), model_from_dict(dict(data) | {"least": -math.inf})
    lines = [
        (words[0], *forest.margins([*row, *words]))
        for sample in samples
        if sample.tier != "output"
        for row, words in zip(sample.rows.tolist(), _said(sample, model.lexicon), strict=True)
    ]
    high = [line for line in lines if line[-1] >= data["margins"][LEAST_RATING - 1]]
    least, *stages = [sorted(numbers)[int(TURNED * len(high))] for numbers in list(zip(*high, strict=True))[:-1]]
    return {"least": round(least, 2), "settled": [(round(margin, 2), TOP) for margin in stages]}


def _said(sample: Sample, weights: Mapping[str, float]) -> list[Vector]:
    """Return what a lexicon says of the lines of a sample."""
    words: list[Vector] = [[] for _ in sample.asked]
    add_word_features(
        words,
        sample.asked,
        {at: word_features(one, weights) for at, one in zip(sample.asked, sample.tokens, strict=True)},
    )
    return words


def checked(texts: Sequence[LabeledText], samples: Sequence[Sample], votes: Votes, golds: Mapping[str, str]) -> None:
    """Print what becomes of the texts, each cleaned by a model that did not learn from its site."""
    rated, models = crossed(samples, votes)
    steps = margins(rated)
    print(HEAD)
    for profile in PROFILES:
        found: list[Outcome] = []
        for out, data in enumerate(models):
            jobs = [(text, golds[text.key], profile) for text in texts if fold_of(text.site, FOLDS) == out]
            with Pool(initializer=_use, initargs=(data | {"margins": steps},)) as pool:
                found += pool.map(clean_one, jobs, chunksize=8)
        halves = {f"{name} half": [one for one in found if is_odd(one.text.site) == odd] for name, odd in HALVES}
        for half, some in {"": found, **halves}.items():
            for tier, own in grouped(some, None).items():
                print(row(profile, f"{tier} {half}", figures(own)), flush=True)


def _use(data: Mapping[str, Any]) -> None:
    model = model_from_dict(data)
    likely.load_model = lambda: model  # type: ignore[assignment]  # in this process, for this fold


def main() -> None:
    """Build the model, or print what models reach on texts of sites that they did not learn from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("outputs", type=Path, nargs="?")
    parser.add_argument("--check", action="store_true", help="cross-validate by site, and write nothing")
    parser.add_argument("--settle", action="store_true", help="settle lines anew, with the model that is there")
    asked = parser.parse_args()
    texts = list(read_texts(asked.folder))
    if asked.settle:
        data = json.loads(Path(FILE).read_text("utf-8"))
        _write(data | settled(data, read_all(texts)[0]))
        return
    if asked.outputs is None:
        parser.error("OUTPUTS is missing")
    samples, votes = read_all([*texts, *read_outputs(asked.folder, asked.outputs)])
    if asked.check:
        checked(texts, samples, votes, read_golds(asked.folder))
        return
    _write(build(samples, votes))
    print(f"{sum(len(sample.asked) for sample in samples):,} lines of {len(samples):,} texts")


def _write(data: Mapping[str, Any]) -> None:
    Path(FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
