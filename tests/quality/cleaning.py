"""``make quality FOLDER=…``: how much boilerplate is removed from labeled texts, and how little else, by profile.

    python -m tests.quality.cleaning FOLDER [--profile NAME] [--by language|site] [--half odd|even] [--lost] [--write]

FOLDER/text has ``docs.jsonl.xz`` (:mod:`tests.quality.texts`) and ``gold.jsonl.xz``, the gold article of each text by
its ``key``. Texts are cleaned without their addresses. For each tier of texts: the share of boilerplate lines that are
removed, of all and as the mean over texts; the share of article lines that are lost, and the most that a single text
loses; and how many texts get nearer to their gold article or further away (4-gram shingles). ``floors.json`` holds the
figures to reach, and the command fails below them. The shipped line model learned from the very texts in the folder:
for unseen sites, use ``python -m tests.quality.line_model FOLDER OUTPUTS --check``.
"""

import argparse
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import Pool
from pathlib import Path

from cleaner import Cleaner
from cleaner.text.apply import apply
from cleaner.types import Profile
from tests.quality.floors import Floors
from tests.quality.pages import HALVES, corpus_hash, f1_of
from tests.quality.texts import ARTICLE, BOILERPLATE, COPY, LabeledText, is_odd, read_texts

PROFILES: tuple[Profile, ...] = ("careful", "standard", "aggressive")

MOVED = 0.0005
"""Change of F1 from which a text counts as better or worse."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A cleaned text: boilerplate lines and those removed, article lines and those lost, F1 before and after."""

    text: LabeledText
    boilerplate: int
    removed: int
    article: int
    lost: tuple[str, ...]
    before: float
    after: float


def clean_and_compare(text: LabeledText, gold: str, cleaner: Cleaner) -> Outcome:
    """Clean a text, and compare the result with its labels and its gold article."""
    article = cleaner.clean(text.text, language=text.language)
    document, cleaned = article.document, apply(article.document, article.removals).document
    remaining = {line.number for line in cleaned.lines}
    boilerplate = [number for number, label in text.labels.items() if label in (BOILERPLATE, COPY)]
    article_lines = [number for number, label in text.labels.items() if label == ARTICLE]
    lost = {line.number for line in document.lines} - remaining
    lines = text.text.split("\n")
    return Outcome(
        text=text,
        boilerplate=len(boilerplate),
        removed=sum(number not in remaining for number in boilerplate),
        article=len(article_lines),
        lost=tuple(lines[number - 1] for number in article_lines if number in lost),
        before=f1_of(gold, document.text),
        after=f1_of(gold, cleaned.text),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of many texts. ``mean`` is over texts with boilerplate; ``worst`` is the most lines that a text lost."""

    texts: int
    removed: float
    mean: float
    lost: float
    worst: int
    better: int
    worse: int


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of outcomes."""
    shares = [outcome.removed / outcome.boilerplate for outcome in outcomes if outcome.boilerplate]
    return Figures(
        len(outcomes),
        sum(outcome.removed for outcome in outcomes) / max(1, sum(outcome.boilerplate for outcome in outcomes)),
        sum(shares) / max(1, len(shares)),
        sum(len(outcome.lost) for outcome in outcomes) / max(1, sum(outcome.article for outcome in outcomes)),
        max((len(outcome.lost) for outcome in outcomes), default=0),
        sum(outcome.after > outcome.before + MOVED for outcome in outcomes),
        sum(outcome.after < outcome.before - MOVED for outcome in outcomes),
    )


HEAD = f"{'profile':10} {'texts':24}  number removed   mean    lost worst  better : worse"


def row(profile: str, name: str, total: Figures) -> str:
    """Return a row of the table."""
    return (
        f"{profile:10} {name:24} {total.texts:7} {100 * total.removed:6.1f}% {100 * total.mean:5.1f}% "
        f"{100 * total.lost:6.3f}% {total.worst:5} {total.better:7} : {total.worse}"
    )


def grouped(outcomes: Iterable[Outcome], by: str | None) -> dict[str, list[Outcome]]:
    """Return outcomes by tier, and also by tier and ``by``, the language or site, where it is given."""
    groups = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.text.tier].append(outcome)
        if by:
            groups[f"{outcome.text.tier} {getattr(outcome.text, by) or '?'}"].append(outcome)
    return dict(sorted(groups.items()))


def read_golds(folder: Path) -> dict[str, str]:
    """Return the gold articles by their keys."""
    with lzma.open(folder / "text" / "gold.jsonl.xz", "rt", encoding="utf-8") as lines:
        return {record["key"]: record["gold"] for record in map(json.loads, lines)}


@cache
def _cleaner(profile: Profile) -> Cleaner:
    return Cleaner(profile=profile)


def clean_text(job: tuple[LabeledText, str, Profile]) -> Outcome:
    """Clean a text with a profile, and compare the result with its gold article."""
    text, gold, profile = job
    return clean_and_compare(text, gold, _cleaner(profile))


def clean_all(texts: Sequence[LabeledText], golds: Mapping[str, str], profile: Profile) -> list[Outcome]:
    """Clean all texts on all cores."""
    with Pool() as pool:
        return pool.map(clean_text, [(text, golds[text.key], profile) for text in texts], chunksize=8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and compare with the floors or write them. Return 1 if a figure is below its floor."""
    options = _parser().parse_args(arguments)
    golds = read_golds(options.folder)
    texts = [
        text
        for text in read_texts(options.folder)
        if options.half is None or is_odd(text.site) == (options.half == "odd")
    ]
    print(HEAD)
    reached: dict[str, dict[str, float]] = {}
    for profile in options.profile or PROFILES:
        for name, outcomes in grouped(clean_all(texts, golds, profile), options.by).items():
            total = figures(outcomes)
            print(row(profile, name, total), flush=True)
            if options.lost:
                print("".join(f"    {item.text.id}: {line}\n" for item in outcomes for line in item.lost), end="")
            reached[f"{profile} {name}"] = {
                "removed": total.removed,
                "mean": total.mean,
                "kept": 1 - total.lost,
                "not worse": 1 - total.worse / total.texts,
            }
    if options.half or options.by:
        return 0
    return Floors("texts", corpus_hash(options.folder / "text")).settle(
        reached, write=options.write, reason=options.lower
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", action="append", choices=PROFILES)
    parser.add_argument("--by", choices=["language", "site"], help="also print figures for each")
    parser.add_argument("--half", choices=HALVES, help="only the texts of this half of the sites")
    parser.add_argument("--lost", action="store_true", help="show the article lines that were lost")
    parser.add_argument("--write", action="store_true", help="write the floors")
    parser.add_argument("--lower", metavar="REASON", help="with --write: floors may go down")
    return parser


if __name__ == "__main__":
    sys.exit(main())
