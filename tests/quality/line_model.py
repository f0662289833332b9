"""``make line-model FOLDER=… OUTPUTS=…``: rebuild the line model from labeled texts and extractors' outputs.

    python -m tests.quality.line_model FOLDER OUTPUTS [--check]
    python -m tests.quality.line_model FOLDER --settle

FOLDER has ``text/docs.jsonl.xz`` and labeled pages in ``html/``; OUTPUTS is what :mod:`tests.quality.outputs` wrote.
A lexicon of log odds is built, then LightGBM boosts trees over the features of each line that remains after all other
rules (:mod:`cleaner.line_model.features`); percents are measured on sources that the trees have not seen, since a split
by site within a source flatters. The result is plain data, ``cleaner/line_model/line-model.json``. ``--check`` cleans
every text with a model that was trained and measured without its source, which shows what to expect of unseen sites.
``--settle`` keeps the model, and only recomputes from which margins its first trees settle a line.
"""

import argparse
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

from cleaner.line_model import model as shipped_model
from cleaner.line_model.features import (
    FEATURE_NAMES,
    Vector,
    add_word_features,
    form,
    shape_features,
    tokens,
    word_features,
)
from cleaner.line_model.forest import STAGES, forest_from_dict, stages_of
from cleaner.line_model.model import FILE, MAX_SHARE, candidate_lines, kind_of_line, model_from_dict, scored_lines
from cleaner.matching.remaining import SETTLED_PERCENT, RemainingLines
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from tests.quality.cleaning import HEAD, PROFILES, Outcome, clean_text, figures, grouped, read_golds, row
from tests.quality.lexicon import LABELS, Lexicon, Votes, site_votes
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
"""Folds of sites, for texts that name no source."""

HALVES = (("even", False), ("odd", True))

MAX_LINES = 1000
"""Most remaining lines of a text that the model learns from."""

PARAMETERS = SCORER_PARAMETERS | {"min_data_in_leaf": 60, "num_iterations": 200, "num_threads": 1}
"""Chosen by cross-validation over sites: half or twice as many trees, leaves or lines in a leaf change what is found
by less than seeds do. One thread: on a busy machine, two wait for each other longer than they work."""

OUTPUT_WEIGHT = 0.05
"""Weight of a line of an extractor's output: there are twenty times as many as labeled by hand, and some are wrong.
With 0.15, a few in a hundred fewer are found at the same loss."""

MARGINS = (-2.0, 6.0, 0.05)
"""The margins tried for each percent: from, to, step."""

MIN_LINES = 30
"""Fewest lines above a margin from which its percent is estimated."""

KINDS = ("margins", "long_margins", "beside_margins")
"""The names of margins, in the order of :attr:`Sample.kinds`: of short lines, of sentences and long ones, and of short
ones beside a line that another rule took."""

BESIDE_LEAST = 1.0
"""The margin that a line beside one that went needs for any percent. From it on, 74 labeled lines were boilerplate and
none the article's; the lines below it are few, and in texts of guides one in nine was."""

UNREACHED = 99.0
"""The margin of percents that were not reached."""

SHOWN_PERCENTS = (99, 98, 97, 96, 95, 93, 90, 85, 80, 70, 60, 50)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """The lines of a text that remain after all other rules and are not prose, and its last lines.

    ``positions`` are the positions of the lines among the remaining ones; ``labels``, ``tokens``, ``features`` (lines ×
    shape features), ``lengths`` (words), ``kinds`` (indexes in :data:`KINDS`) and ``scored`` have an entry per line.
    The model also learns from lists, for which it gives no score. ``words`` is the number of words of the whole text.
    """

    id: str
    site: str
    source: str
    tier: str
    positions: Sequence[int]
    labels: Array
    tokens: Sequence[set[str]]
    features: Array
    lengths: Array
    kinds: Array
    scored: Array
    words: int


def source_of(text: LabeledText) -> str:
    """Return the source of a text, or its fold if it has none."""
    return text.source or f"fold {fold_of(text.site, FOLDS)}"


TokenCounts = dict[int, Counter[str]]
"""For each label, the number of lines in which a token occurs."""


def read(text: LabeledText) -> tuple[Sample, TokenCounts]:
    """Clean a text with all other rules, and return what remains, and the tokens of all its lines by their labels.

    Only the tokens of a whole page count: no extractor returns it.
    """
    is_page = text.tier == "dump"
    document = segment(text.text) if is_page else plain_cleaner().clean(text.text).document
    counts: TokenCounts = {label: Counter() for label in LABELS}
    for view in line_views(document):
        label = text.labels.get(view.line.number, UNSURE)
        if label in counts:
            counts[label].update(tokens(view))
    remaining = RemainingLines(()) if is_page else plain_cleaner().engine.run_rounds(document).remaining
    is_useful = remaining.mostly_prose and len(remaining) <= MAX_LINES
    positions = candidate_lines(remaining.views) if is_useful else []
    scored = set(scored_lines(remaining.views))
    lines = [remaining.views[position] for position in positions]
    sample = Sample(
        id=text.id,
        site=text.site,
        source=source_of(text),
        tier=text.tier,
        positions=positions,
        labels=np.array([text.labels.get(view.line.number, UNSURE) for view in lines], dtype=np.int8),
        tokens=[tokens(view) for view in lines],
        features=np.array(shape_features(remaining.views, positions, map(form, lines)), dtype=np.float32),
        lengths=np.array([view.words for view in lines]),
        kinds=np.array([kind_of_line(view, is_beside=view.line.number in remaining.beside) for view in lines]),
        scored=np.array([position in scored for position in positions]),
        words=sum(view.words for view in remaining.views),
    )
    return sample, counts


def read_all(texts: Iterable[LabeledText]) -> tuple[list[Sample], Votes]:
    """Return the samples of all texts, and the votes of their sites' tokens."""
    samples, counts = list[Sample](), dict[str, TokenCounts]()
    with Pool() as pool:
        for sample, text_counts in pool.imap(read, texts, chunksize=8):
            if sample.positions:
                samples.append(sample)
            site_counts = counts.setdefault(sample.site, {label: Counter() for label in LABELS})
            for label, token_counts in text_counts.items():
                site_counts[label].update(token_counts)
    return sorted(samples, key=lambda sample: (sample.site, sample.id)), site_votes(counts)


def feature_matrix(samples: Sequence[Sample], lexicon: Lexicon, *, hide_own_site: bool) -> Array:
    """Return the features of all lines of samples (lines × features); a sample's own site may be hidden from it."""
    rows, weights, site = [], lexicon.weights(), None
    for sample in samples:
        if hide_own_site and sample.site != site:
            site, weights = sample.site, lexicon.weights(sample.site)
        words = np.array(_word_features(sample, weights), dtype=np.float32)
        rows.append(np.hstack([sample.features, words]))
    return np.vstack(rows)


def _word_features(sample: Sample, weights: Mapping[str, float]) -> list[Vector]:
    """Return the word features of a sample's lines, from the weights of a lexicon."""
    vectors: list[Vector] = [[] for _ in sample.positions]
    by_position = {
        position: word_features(line_tokens, weights)
        for position, line_tokens in zip(sample.positions, sample.tokens, strict=True)
    }
    add_word_features(vectors, sample.positions, by_position)
    return vectors


def train(samples: Sequence[Sample], lexicon: Lexicon) -> dict[str, Any]:
    """Train a forest, in the form of its file, on samples whose sites the lexicon has."""
    rows = feature_matrix(samples, lexicon, hide_own_site=True)
    labels = np.concatenate([sample.labels for sample in samples])
    weights = np.concatenate([
        np.full(len(sample.positions), OUTPUT_WEIGHT if sample.tier == "output" else 1.0) for sample in samples
    ])  # fmt: skip
    labeled = (labels == ARTICLE) | (labels == BOILERPLATE)
    data = lightgbm.Dataset(rows[labeled], labels[labeled] == BOILERPLATE, weight=weights[labeled])
    model = lightgbm.train(dict(PARAMETERS), data).dump_model()
    trees = [plain_tree(tree["tree_structure"]) for tree in model["tree_info"]]
    return {"least": -math.inf, "settled": [[-UNREACHED, UNREACHED]] * (len(STAGES) - 1), "trees": trees}


@dataclass(frozen=True, slots=True)
class ScoredSample:
    """A sample, and its margins by a forest that did not learn from the sites of its source."""

    sample: Sample
    margins: Array


def cross_validate(samples: Sequence[Sample], votes: Votes) -> tuple[list[ScoredSample], dict[str, dict[str, Any]]]:
    """Score each source's samples without its sites; return also the models by source, without percents."""
    scored, models = list[ScoredSample](), dict[str, dict[str, Any]]()
    for source in sorted({sample.source for sample in samples if sample.tier == "article"}):
        sites = {sample.site for sample in samples if sample.source == source}
        lexicon = Lexicon({site: by_label for site, by_label in votes.items() if site not in sites})
        data = train([sample for sample in samples if sample.site not in sites], lexicon)
        models[source] = data | _lexicon_data(lexicon)
        forest = forest_from_dict(data)
        for sample in samples:
            if sample.source == source and sample.tier != "output":
                rows = feature_matrix([sample], lexicon, hide_own_site=False)
                scored.append(ScoredSample(sample, np.array([forest.margin(row) for row in rows.tolist()])))
    return scored, models


def percents(scored: Sequence[ScoredSample]) -> dict[str, list[float]]:
    """Return the margins of each kind of lines, under the names that they have in a model.

    Beside a line that went, no percent needs a higher margin than elsewhere: cleaning twice has to be cleaning once.
    """
    margins, long_margins, beside_margins = (percent_margins(scored, kind) for kind in range(len(KINDS)))
    beside_margins = [
        min(margin, max(beside, BESIDE_LEAST)) for margin, beside in zip(margins, beside_margins, strict=True)
    ]
    return dict(zip(KINDS, (margins, long_margins, beside_margins), strict=True))


def percent_margins(scored: Sequence[ScoredSample], kind: int) -> list[float]:
    """Return, for each percent from 1 to 99, the least margin from which that share of lines is boilerplate."""
    shares = []
    for margin in np.arange(*MARGINS):
        right, wrong = lines_above(scored, float(margin), kind)
        if right + wrong >= MIN_LINES:
            shares.append((100 * right / (right + wrong), round(float(margin), 2)))
    return [
        min((margin for share, margin in shares if share >= percent), default=UNREACHED) for percent in range(1, 100)
    ]


def lines_above(scored: Sequence[ScoredSample], margin: float, kind: int) -> tuple[int, int]:
    """Return how many lines of extractors' outputs with a margin or more are boilerplate, and how many the article's.

    Texts in which too many words are above it do not count: the model gives no score there.
    """
    right = wrong = 0
    for item in scored:
        sample, is_above = item.sample, (item.margins >= margin) & item.sample.scored
        if sample.tier == "article" and sample.lengths[is_above].sum() <= MAX_SHARE * sample.words:
            labels = sample.labels[is_above & (sample.kinds == kind)]
            right += int(np.isin(labels, (BOILERPLATE, COPY)).sum())
            wrong += int((labels == ARTICLE).sum())
    return right, wrong


def _lexicon_data(lexicon: Lexicon) -> dict[str, Any]:
    """Return a lexicon in the form of the model's file, of which a start reads strings faster than many keys."""
    weights = lexicon.weights()
    return {"tokens": "\n".join(weights), "weights": [round(100 * weight) for weight in weights.values()]}


def build(samples: Sequence[Sample], votes: Votes) -> dict[str, Any]:
    """Return the model of all samples, with margins from unseen sources, and print what those find."""
    scored, _ = cross_validate(samples, votes)
    margins = percents(scored)
    for kind, name in enumerate(KINDS):
        for percent in SHOWN_PERCENTS:
            margin = margins[name][percent - 1]
            right, wrong = lines_above(scored, margin, kind)
            print(f"{name} {percent} %: from {margin:5.2f}: {right:5} boilerplate, {wrong:4} article", flush=True)
    lexicon = Lexicon(votes)
    data = train(samples, lexicon) | margins | {"features": list(FEATURE_NAMES)}
    data |= _lexicon_data(lexicon)
    return data | settling_bounds(data, samples)


def settling_bounds(data: Mapping[str, Any], samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the bounds at which a model settles a line early: ``least`` for the sum of word weights, and its stages'.

    Below the lower bound of a stage, no labeled line reaches :data:`SETTLED_PERCENT`. The upper bound is out of reach:
    the score of a line that is boilerplate needs all trees.
    """
    forest, model = forest_from_dict(data), model_from_dict(dict(data) | {"least": -math.inf})
    settled = [data[name][SETTLED_PERCENT - 1] for name in KINDS]
    lines = [
        (settled[kind], words[0], *forest.margins([*row, *words]))
        for sample in samples
        if sample.tier != "output"
        for row, words, kind in zip(
            sample.features.tolist(), _word_features(sample, model.lexicon), sample.kinds.tolist(), strict=True
        )
        if KINDS[kind] != "beside_margins"  # these lines are few, and all trees are asked about them
    ]
    reaching = [margins for least, *margins in lines if margins[-1] >= least]
    least, *stages = [math.floor(100 * min(numbers)) / 100 for numbers in list(zip(*reaching, strict=True))[:-1]]
    return {"least": least, "settled": [(margin, UNREACHED) for margin in stages]}


def check(texts: Sequence[LabeledText], samples: Sequence[Sample], votes: Votes, golds: Mapping[str, str]) -> None:
    """Print how well texts are cleaned, each by a model that learned and was measured without its source."""
    scored, models = cross_validate(samples, votes)
    print(HEAD)
    for profile in PROFILES:
        outcomes: list[Outcome] = []
        for source, data in models.items():
            jobs = [(text, golds[text.key], profile) for text in texts if source_of(text) == source]
            margins = percents([item for item in scored if item.sample.source != source])
            with Pool(initializer=_use_model, initargs=(data | margins,)) as pool:
                outcomes += pool.map(clean_text, jobs, chunksize=8)
        parts = {"": outcomes}
        for name, is_odd_half in HALVES:
            parts[f"{name} half"] = [outcome for outcome in outcomes if is_odd(outcome.text.site) == is_odd_half]
        for part, part_outcomes in parts.items():
            for tier, tier_outcomes in grouped(part_outcomes, None).items():
                print(row(profile, f"{tier} {part}", figures(tier_outcomes)), flush=True)


def _use_model(data: Mapping[str, Any]) -> None:
    """Use a fold's model in this process."""
    model = model_from_dict(data)
    shipped_model.load_model = lambda: model  # type: ignore[assignment]


def _write(data: Mapping[str, Any]) -> None:
    """Write a model with the trees of each stage as JSON in a string: most short texts need those of the first."""
    if "trees" in data:
        stages = [json.dumps(trees, separators=(",", ":")) for trees in stages_of(data["trees"])]
        data = {"settled": data["settled"], "stages": stages} | {
            name: value for name, value in data.items() if name != "trees"
        }
    Path(FILE).write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def main() -> None:
    """Build the model, or print what models reach on texts of sites that they did not learn from."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("outputs", type=Path, nargs="?")
    parser.add_argument("--check", action="store_true", help="cross-validate by source, and write nothing")
    parser.add_argument("--settle", action="store_true", help="recompute only the bounds at which trees settle a line")
    arguments = parser.parse_args()
    texts = list(read_texts(arguments.folder))
    if arguments.settle:
        data = json.loads(Path(FILE).read_text("utf-8"))
        _write(data | settling_bounds(data, read_all(texts)[0]))
        return
    if arguments.outputs is None:
        parser.error("OUTPUTS is missing")
    samples, votes = read_all([*texts, *read_outputs(arguments.folder, arguments.outputs)])
    if arguments.check:
        check(texts, samples, votes, read_golds(arguments.folder))
        return
    _write(build(samples, votes))
    print(f"{sum(len(sample.positions) for sample in samples):,} lines of {len(samples):,} texts")


if __name__ == "__main__":
    main()
