"""Texts, rules and phrases to measure with, so that it can be done anywhere."""

import random
from collections.abc import Sequence

from cleaner.authoring.samples import neutral_lines
from cleaner.rules import load_rules
from cleaner.types import LineKeys, Rule, RuleSet

ARTICLES = 400
"""Articles that are made when none are given: about 1 MB."""

SEED = 1
SYLLABLES = ("ka", "ro", "mi", "te", "lu", "so", "na", "vi", "pe", "do", "gra", "sto", "blen", "quar", "zim")
KEYS = ("line", "starts", "ends", "contains")


def articles() -> list[str]:
    """Return articles of neutral prose in random order, with samples of shipped rules between."""
    chance = random.Random(SEED)  # noqa: S311 - the same text in each run
    samples = [sample.text for rule in load_rules().rules for sample in rule.samples if sample.kind == "removes"]
    return [
        "\n".join([*chance.sample(neutral_lines(), 24), *chance.sample(samples, 2), *chance.sample(neutral_lines(), 3)])
        for _ in range(ARTICLES)
    ]


def phrases() -> list[str]:
    """Return the phrases of the shipped rules, as grep takes them."""
    keys = [rule.matches for rule in load_rules().rules if isinstance(rule.matches, LineKeys)]
    found = {phrase for key in keys for phrase in (*key.line, *key.starts, *key.ends, *key.contains)}
    return sorted(phrase for phrase in found if len(phrase) > len("Tags"))


def rule_sets(*sizes: int) -> list[RuleSet]:
    """Return rule sets of so many rules: the same shipped ones, and others that no text meets."""
    chance = random.Random(SEED)  # noqa: S311 - the same rules in each run
    shipped = [rule for rule in load_rules().rules if isinstance(rule.matches, LineKeys) and rule.likely is None]
    few = [rule for rule in shipped if rule.layer == "common"][: min(sizes)]
    return [RuleSet((*few, *(_strange(number, chance) for number in range(size - len(few))))) for size in sizes]


def _strange(number: int, chance: random.Random) -> Rule:
    """Return a rule with a phrase of words that do not exist."""
    words = [word(chance) for _ in range(chance.randint(2, 5))]
    keys = LineKeys(**{chance.choice(KEYS): (" ".join(words),)})  # type: ignore[arg-type]  # all four are phrases
    return Rule(f"strange/r{number:05}", keys)


def word(chance: random.Random) -> str:
    """Return a word that does not exist."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))


def long_text(lines: Sequence[str], characters: int) -> str:
    """Return a text of so many characters, of different lines of prose."""
    found, size, number = [], 0, 0
    while size < characters:
        line = f"{lines[number % len(lines)]} That was number {number} of all."
        found.append(line)
        size += len(line) + 1
        number += 1
    return "\n".join(found)
