"""Texts, rules and phrases to measure with, generated the same in each run, so that no labeled data is needed."""

import random
from collections.abc import Sequence

from cleaner.authoring.samples import neutral_lines
from cleaner.rules import load_rules
from cleaner.types import LineKeys, Rule, RuleSet

ARTICLES = 400
"""Articles generated: about 1 MB."""

ARTICLE_BYTES = 4_000
"""Size of the article that a start is measured with: the median of labeled articles is 3.9 kB."""

LINES_ABOVE, SAMPLES_INSIDE, LINES_BELOW = 24, 2, 3
"""Parts of a generated article: neutral prose, samples of what rules remove, and prose again."""

MIN_PHRASE = 5
"""Characters of the shortest phrase that grep gets: shorter ones match inside of words everywhere."""

SEED = 1
SYLLABLES = ("ka", "ro", "mi", "te", "lu", "so", "na", "vi", "pe", "do", "gra", "sto", "blen", "quar", "zim")
PHRASE_KEYS = ("line", "starts", "ends", "contains")


def generator() -> random.Random:
    """Return a source of random numbers that are the same in each run."""
    return random.Random(SEED)  # noqa: S311 - not for security


def articles(count: int = ARTICLES) -> list[str]:
    """Return articles of neutral prose in random order, with samples of shipped rules in between."""
    rng, prose = generator(), neutral_lines()
    samples = [sample.text for rule in load_rules().rules for sample in rule.samples if sample.kind == "removes"]
    return [
        "\n".join([
            *rng.sample(prose, LINES_ABOVE),
            *rng.sample(samples, SAMPLES_INSIDE),
            *rng.sample(prose, LINES_BELOW),
        ])
        for _ in range(count)
    ]  # fmt: skip


def news_article() -> str:
    """Return one article of about :data:`ARTICLE_BYTES`, as extractors leave it: title, prose, and some boilerplate."""
    lines = ["Council votes to rebuild the old bridge", "By Jane Doe", "Share on Facebook", "Advertisement"]
    numbered = long_text(neutral_lines(), ARTICLE_BYTES).split("\n")
    middle = len(numbered) // 2
    lines += [*numbered[:middle], "Advertisement", *numbered[middle:]]
    while len("\n".join(lines).encode()) > ARTICLE_BYTES:
        lines.pop()
    return "\n".join([*lines, "Most Popular", "Read more", ""])


def phrases() -> list[str]:
    """Return the phrases of the shipped rules, as ``grep -F -f`` reads them."""
    all_keys = [rule.matches for rule in load_rules().rules if isinstance(rule.matches, LineKeys)]
    values = {phrase for keys in all_keys for name in PHRASE_KEYS for phrase in getattr(keys, name)}
    return sorted(phrase for phrase in values if len(phrase) >= MIN_PHRASE)


def rule_sets(*sizes: int) -> list[RuleSet]:
    """Return rule sets of these sizes: each has the same shipped rules, and others that no text matches."""
    rng = generator()
    shipped = [rule for rule in load_rules().rules if isinstance(rule.matches, LineKeys) and rule.likely is None]
    common = [rule for rule in shipped if rule.layer == "common"][: min(sizes)]
    return [RuleSet((*common, *(_unmatched(number, rng) for number in range(size - len(common))))) for size in sizes]


def _unmatched(number: int, rng: random.Random) -> Rule:
    """Return a rule with a phrase of invented words."""
    words = " ".join(invented_word(rng) for _ in range(rng.randint(2, 5)))
    keys = LineKeys(**{rng.choice(PHRASE_KEYS): (words,)})  # type: ignore[arg-type]  # all four are phrases
    return Rule(f"invented/r{number:05}", keys)


def rule_file(count: int) -> str:
    """Return a file of rules as users write them, of invented words that no text has."""
    rng, rows = generator(), ["rules:"]
    for number in range(count):
        phrase = " ".join(invented_word(rng) for _ in range(rng.randint(2, 5)))
        rows += [f"  - id: invented-{number}", f"    {rng.choice(PHRASE_KEYS)}: {phrase}"]
    return "\n".join([*rows, ""])


def short_lines(count: int) -> str:
    """Return a text of short lines that all differ."""
    rng = generator()
    return "\n".join(f"{invented_word(rng)} {invented_word(rng)} {number}" for number in range(count))


def invented_word(rng: random.Random) -> str:
    """Return a word that no language has."""
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4)))


def long_text(lines: Sequence[str], characters: int) -> str:
    """Return a text of at least N characters, made of lines of prose that all differ."""
    numbered, size = list[str](), 0
    while size < characters:
        number = len(numbered)
        line = f"{lines[number % len(lines)]} That was number {number} of all."
        numbered.append(line)
        size += len(line) + 1
    return "\n".join(numbered)
