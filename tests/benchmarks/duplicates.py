"""``cleaner duplicates``: how similar versions of a story and their look-alikes are, and what a large corpus takes.

    python -m tests.benchmarks.duplicates [FOLDER] [--words N]
    python -m tests.benchmarks.duplicates --scale ARTICLES

Stories are of invented words and made the same in each run. FOLDER has labeled texts (``text/docs.jsonl.xz``): what
different extractors made of a page are versions of its article, and those of other pages are not. ``--words`` measures
with shingles of another length. ``--scale`` runs the command on that many articles, of which one in ten is a version
of another one, and prints its time and memory.
"""

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

from cleaner import Cleaner
from cleaner.batch import duplicates
from cleaner.cli.toolbox.duplicates import DEFAULT_THRESHOLD
from cleaner.io.records import ReadOptions, Record
from tests.benchmarks.generated import generator, invented_word
from tests.quality.texts import read_texts

STORIES = 200
THRESHOLDS = (0.3, 0.5, 0.7, 0.8)

COMMON_WORDS = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "on",
    "was",
    "with",
    "as",
    "it",
    "at",
    "by",
    "he",
    "said",
    "from",
    "have",
)
"""Words of which half of a text consists, in the order of how often they occur."""

VOCABULARY = 20_000
PARAGRAPHS, SENTENCES, WORDS = (6, 16), (1, 4), (8, 28)
"""Fewest and most paragraphs of a story, sentences of a paragraph, and words of a sentence."""

CHANGED_WORDS = 25
"""Words of which an editor changes one."""

FORM_WORDS = 8
"""Words of a form of which each day changes one."""

Paragraphs = list[str]


class Newsroom:
    """Makes stories, versions of them and their look-alikes."""

    def __init__(self) -> None:
        self.rng = generator()
        self._words = [invented_word(self.rng) for _ in range(VOCABULARY)]

    def word(self) -> str:
        words = COMMON_WORDS if self.rng.random() < 0.5 else self._words
        return words[int(len(words) * self.rng.random() ** 3)]

    def paragraph(self) -> str:
        sentences = (
            " ".join(self.word() for _ in range(self.rng.randint(*WORDS))).capitalize() + "."
            for _ in range(self.rng.randint(*SENTENCES))
        )
        return " ".join(sentences)

    def story(self) -> Paragraphs:
        return [self.paragraph() for _ in range(self.rng.randint(*PARAGRAPHS))]

    def edited(self, story: Paragraphs) -> Paragraphs:
        def change(found: re.Match[str]) -> str:
            return self.word() if self.rng.randrange(CHANGED_WORDS) == 0 else found[0]

        return [re.sub(r"\w+", change, paragraph) for paragraph in story]

    def results(self, form: Paragraphs) -> Paragraphs:
        """Return the results of a day: the same sentences as each day, of which a word in eight is another figure."""
        return [
            " ".join(
                str(self.rng.randint(2, 60)) if number % FORM_WORDS == 0 else word
                for number, word in enumerate(paragraph.split())
            )
            for paragraph in form
        ]


def versions(newsroom: Newsroom, story: Paragraphs) -> dict[str, Paragraphs]:
    """Return versions of a story as other sites print it."""
    rng, count = newsroom.rng, len(story)
    shuffled = rng.sample(story, count)
    return {
        "as printed, with another headline": [newsroom.paragraph()[:60], *story],
        "another lead": [newsroom.paragraph(), *story[1:]],
        "the last third cut": story[: -(count // 3)],
        "cut to half": story[: (count + 1) // 2],
        "one word in 25 changed": newsroom.edited(story),
        "paragraphs in another order": shuffled,
        "a quarter added": [*story, *(newsroom.paragraph() for _ in range(count // 4))],
    }


def look_alikes(newsroom: Newsroom, story: Paragraphs, others: Sequence[Paragraphs]) -> dict[str, Paragraphs]:
    """Return texts that have much in common with a story, and are other articles."""
    new, quarter = newsroom.story(), max(1, len(story) // 4)
    return {
        "a later story with its background": [*new, *story[-quarter:]],
        "a story with the same two quotes": [new[0], story[1][:150], *new[1:], story[2][:150]],
        "a round-up of leads": [other[0] for other in (story, *others)],
        "another story": new,
    }


def similarity(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Return the Jaccard index of the shingles of two texts."""
    first, second = (set(duplicates.shingles_of("\n".join(text))) for text in (ours, theirs))
    return len(first & second) / len(first | second)


def measured() -> tuple[Mapping[str, list[float]], Mapping[str, list[float]]]:
    """Return the similarities of stories with their versions, and with their look-alikes, by kind."""
    newsroom = Newsroom()
    stories = [newsroom.story() for _ in range(STORIES)]
    same, other = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    form = newsroom.story()
    for number, story in enumerate(stories):
        for kind, text in versions(newsroom, story).items():
            same[kind].append(similarity(story, text))
        for kind, text in look_alikes(newsroom, story, stories[number - 5 : number]).items():
            other[kind].append(similarity(story, text))
        other["results of two days in one form"].append(similarity(newsroom.results(form), newsroom.results(form)))
    return same, other


def extracted_pairs(folder: Path, text_of: Callable[[str], str]) -> Iterator[tuple[bool, float]]:
    """Yield whether two extracted texts are of the same article, and their similarity, if they have any."""
    texts = [
        (text.key, set(duplicates.shingles_of(text_of(text.text))))
        for text in read_texts(folder)
        if text.tier == "article"
    ]
    places = defaultdict[str, list[int]](list)
    for number, (_, shingles) in enumerate(texts):
        for shingle in shingles:
            places[shingle].append(number)
    pairs = {pair for numbers in places.values() for pair in combinations(numbers, 2)}
    by_key = defaultdict[str, list[int]](list)
    for number, (key, _) in enumerate(texts):
        by_key[key].append(number)
    pairs |= {pair for numbers in by_key.values() for pair in combinations(numbers, 2)}
    for first, second in pairs:
        (key, ours), (other_key, theirs) = texts[first], texts[second]
        yield key == other_key, len(ours & theirs) / max(1, len(ours | theirs))


def print_table(folder: Path | None) -> None:
    print("| text | smallest | median | largest | " + " | ".join(f"≥ {share}" for share in THRESHOLDS) + " |")
    print("|---|" + "--:|" * (3 + len(THRESHOLDS)))
    same, other = measured()
    for name, kinds in (("version", same), ("not a version", other)):
        for kind, values in kinds.items():
            _print_row(f"{name}: {kind}", values)
    if not folder:
        return
    cleaner = Cleaner()
    for name, text_of in (("cleaned", lambda text: cleaner.clean(text).text), ("as extracted", str)):
        pairs = [*extracted_pairs(folder, text_of)]
        for is_same, label in ((True, "the same article"), (False, "two articles with words in common")):
            _print_row(f"{label} by two extractors, {name}", [value for is_pair, value in pairs if is_pair == is_same])
    print_groups(folder)


def print_groups(folder: Path) -> None:
    """Print what the command would report of all extracted texts: how many are grouped, and groups of two articles."""
    keys = {text.id: text.key for text in read_texts(folder) if text.tier == "article"}
    work = duplicates.Fingerprinting(Cleaner(), ReadOptions(), DEFAULT_THRESHOLD)
    with duplicates.ArticleIndex(DEFAULT_THRESHOLD) as index:
        for text in read_texts(folder):
            if text.tier == "article":
                index.add(work(Record(text.id, b"", "jsonl", 1, "", {"id": text.id, "text": text.text})))
        groups = [[keys[member["id"]] for member in group["members"]] for group in index.groups()]
    copied = sum(count for count in Counter(keys.values()).values() if count > 1)
    mixed = sum(len(set(group)) > 1 for group in groups)
    grouped = f"{sum(map(len, groups)):,} of {copied:,} texts of the same articles"
    print(f"\n{grouped} are in {len(groups):,} groups, {mixed} mixed")


def _print_row(name: str, values: Sequence[float]) -> None:
    shares = " | ".join(f"{sum(value >= share for value in values) / len(values):.1%}" for share in THRESHOLDS)
    sizes = " | ".join(f"{value:.2f}" for value in (min(values), statistics.median(values), max(values)))
    print(f"| {name} ({len(values):,}) | {sizes} | {shares} |", flush=True)


def print_scale(count: int) -> None:
    """Run the command on many articles, and print what it took and found."""
    newsroom = Newsroom()
    command = [
        str(Path(sys.executable).with_name("cleaner")),
        "duplicates",
        "--no-clean",
        "-j",
        "1",
        "-f",
        "jsonl",
        "-",
    ]
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output) as running:
            assert running.stdin
            for number in range(count):
                if number % 10 == 0:
                    story, edited = newsroom.story(), newsroom.story()
                elif number % 10 == 9:
                    story = newsroom.edited(edited)
                else:
                    story = newsroom.story()
                    edited = story if number % 10 == 1 else edited
                running.stdin.write(json.dumps({"id": number, "text": "\n".join(story)}).encode() + b"\n")
            running.stdin.close()
        seconds = time.monotonic() - start
        output.seek(0)
        groups = [json.loads(line) for line in output]
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    right = sum(sorted(member["id"] % 10 for member in group["members"]) == [1, 9] for group in groups)
    took = f"{usage.ru_utime:,.0f} s of the processor, {usage.ru_maxrss >> 10:,} MiB"
    print(f"{count:,} articles in {seconds:,.0f} s: {took}")
    print(f"{len(groups):,} groups, {right:,} of {count // 10:,} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--words", type=int, default=duplicates.SHINGLE_WORDS)
    parser.add_argument("--scale", type=int, metavar="ARTICLES")
    arguments = parser.parse_args()
    if arguments.scale:
        print_scale(arguments.scale)
        return
    with patch.object(duplicates, "SHINGLE_WORDS", arguments.words):
        print_table(arguments.folder)


if __name__ == "__main__":
    main()
