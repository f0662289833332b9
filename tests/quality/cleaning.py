"""``make quality FOLDER=…``: how much boilerplate goes from labeled texts, and how little else, by profile.

    python -m tests.quality.cleaning FOLDER [--profile NAME] [--by language|site] [--half odd|even] [--lost] [--write]

FOLDER/text has ``docs.jsonl.xz`` (:mod:`tests.quality.texts`) and ``gold.jsonl.xz``, the gold article of each text by
its ``key``. Addresses are not told. For each tier of texts: the share of boilerplate lines that went, of all and as
the mean over texts; the share of article lines that went, and the most that one text lost; and how many texts came
nearer to their gold article or went further away (4-gram shingles). ``floors.json`` holds what must be reached, and
the command fails below. The line model that ships learned from the very texts that are in the folder: what to expect
of sites never seen is told by ``python -m tests.quality.line_model FOLDER OUTPUTS --check``.
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
"""What the F1 of a text must change by to have become better or worse."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: lines that should go and did, lines that should stay and went, and F1 before and after."""

    text: LabeledText
    boilerplate: int
    removed: int
    article: int
    lost: tuple[str, ...]
    before: float
    after: float


def outcome(text: LabeledText, gold: str, cleaner: Cleaner) -> Outcome:
    """Clean a text and compare."""
    article = cleaner.clean(text.text, language=text.language)
    document, short = article.document, apply(article.document, article.removals).document
    stands = {line.number for line in short.lines}
    labeled = {label: [n for n, one in text.labels.items() if one == label] for label in (ARTICLE, BOILERPLATE, COPY)}
    boilerplate = [*labeled[BOILERPLATE], *labeled[COPY]]
    lines = text.text.split("\n")
    known = {line.number for line in document.lines}
    return Outcome(
        text,
        len(boilerplate),
        sum(number not in stands for number in boilerplate),
        len(labeled[ARTICLE]),
        tuple(lines[number - 1] for number in labeled[ARTICLE] if number in known and number not in stands),
        f1_of(gold, document.text),
        f1_of(gold, short.text),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of many texts. ``mean`` is over those that have boilerplate; ``worst`` are lines that one lost."""

    texts: int
    removed: float
    mean: float
    lost: float
    worst: int
    better: int
    worse: int


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum up."""
    shares = [one.removed / one.boilerplate for one in outcomes if one.boilerplate]
    return Figures(
        len(outcomes),
        sum(one.removed for one in outcomes) / max(1, sum(one.boilerplate for one in outcomes)),
        sum(shares) / max(1, len(shares)),
        sum(len(one.lost) for one in outcomes) / max(1, sum(one.article for one in outcomes)),
        max((len(one.lost) for one in outcomes), default=0),
        sum(one.after > one.before + MOVED for one in outcomes),
        sum(one.after < one.before - MOVED for one in outcomes),
    )


HEAD = f"{'profile':10} {'texts':24}  number removed   mean    lost worst  better : worse"


def row(profile: str, name: str, found: Figures) -> str:
    """Return a line of the table."""
    return (
        f"{profile:10} {name:24} {found.texts:7} {100 * found.removed:6.1f}% {100 * found.mean:5.1f}% "
        f"{100 * found.lost:6.3f}% {found.worst:5} {found.better:7} : {found.worse}"
    )


def grouped(outcomes: Iterable[Outcome], by: str | None) -> dict[str, list[Outcome]]:
    """Return outcomes by tier, and by tier and language or site, if asked."""
    groups = defaultdict(list)
    for one in outcomes:
        groups[one.text.tier].append(one)
        if by:
            groups[f"{one.text.tier} {getattr(one.text, by) or '?'}"].append(one)
    return dict(sorted(groups.items()))


def read_golds(folder: Path) -> dict[str, str]:
    """Return the gold articles by their keys."""
    with lzma.open(folder / "text" / "gold.jsonl.xz", "rt", encoding="utf-8") as lines:
        return {record["key"]: record["gold"] for record in map(json.loads, lines)}


@cache
def _cleaner(profile: Profile) -> Cleaner:
    return Cleaner(profile=profile)


def clean_one(job: tuple[LabeledText, str, Profile]) -> Outcome:
    """Clean a text by the rules of a profile, and compare it with its gold."""
    text, gold, profile = job
    return outcome(text, gold, _cleaner(profile))


def cleaned(texts: Sequence[LabeledText], golds: Mapping[str, str], profile: Profile) -> list[Outcome]:
    """Clean all texts on all cores."""
    with Pool() as pool:
        return pool.map(clean_one, [(text, golds[text.key], profile) for text in texts], chunksize=8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, compare with the floors, write them if asked. Return 1 if something is below its floor."""
    asked = _parser().parse_args(arguments)
    golds = read_golds(asked.folder)
    texts = [
        text for text in read_texts(asked.folder) if asked.half is None or is_odd(text.site) == (asked.half == "odd")
    ]
    print(HEAD)
    found: dict[str, dict[str, float]] = {}
    for profile in asked.profile or PROFILES:
        for name, some in grouped(cleaned(texts, golds, profile), asked.by).items():
            total = figures(some)
            print(row(profile, name, total), flush=True)
            if asked.lost:
                print("".join(f"    {one.text.id}: {line}\n" for one in some for line in one.lost), end="")
            found[f"{profile} {name}"] = {
                "removed": total.removed,
                "mean": total.mean,
                "kept": 1 - total.lost,
                "not worse": 1 - total.worse / total.texts,
            }
    if asked.half or asked.by:
        return 0
    return Floors("texts", corpus_hash(asked.folder / "text")).settle(found, write=asked.write, reason=asked.lower)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--profile", action="append", choices=PROFILES)
    parser.add_argument("--by", choices=["language", "site"], help="figures for each of them, too")
    parser.add_argument("--half", choices=HALVES, help="only the texts of this half of the sites")
    parser.add_argument("--lost", action="store_true", help="show the article lines that went")
    parser.add_argument("--write", action="store_true", help="write the floors")
    parser.add_argument("--lower", metavar="REASON", help="with --write: floors may go down")
    return parser


if __name__ == "__main__":
    sys.exit(main())
