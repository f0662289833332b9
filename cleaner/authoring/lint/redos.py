"""slow-regex: a pattern is searched in texts made of its own parts, and none may take long."""

from collections.abc import Iterable, Iterator
from time import thread_time
from typing import NamedTuple

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.pumping import Pump, pumps
from cleaner.authoring.lint.rule_text import place_of
from cleaner.authoring.lint.subject import LintTarget
from cleaner.matching import Engine
from cleaner.matching.regex import Pattern, PatternTimeoutError, TimeBudget
from cleaner.rules.yaml_nodes import Mapping
from cleaner.types import Rule

SLOW = 0.020
"""Seconds that one search may take (the rule language, section 9)."""

TIMEOUT = 0.5
"""Seconds after which a search is given up: long enough that a busy machine does not decide."""

TIMES = (20, 200, 2000)
"""How often a part is repeated. What doubles with each repeat shows at 20, what grows with the square at 2,000."""

LENGTH = 20_000
"""Characters of a repeated part at most: linear patterns take some 5 ms for so many, so that only others are slow."""

SUSPECT = SLOW / 400
"""Seconds from which 200 repeats tell that 2,000 are worth a search: those take 10 times as long where a pattern is
linear, and 100 times where it grows with the square."""

RUNS = 3
"""Searches of which the fastest counts: others run on this machine, too."""

PIECES, PIECE = 3, 60
"""Samples whose first row is a part as well, and the characters that are taken of it."""

_HELP = "anchor it with ^, let parts that follow each other exclude each other, or write '*+' for '*' (see R304)"


def slow_regex(subject: LintTarget) -> Iterator[Finding]:
    """Find patterns for which a line can be made that takes more than 20 ms."""
    for rule, node, source in _patterns(subject):
        text = slow_text(source, _pieces(rule))
        if text is not None:
            yield subject.of_rule(rule, "R304", _message(text), help=_HELP, place=place_of(node, "regex", source))


def _patterns(subject: LintTarget) -> Iterator[tuple[Rule, Mapping | None, str]]:
    """Find all patterns, each with its rule and the mapping that it stands in."""
    for rule in filter(_has_pattern, subject.rules):
        for keys, node in subject.text(rule.path).parts(rule):
            yield from ((rule, node, source) for source in keys.regex)


def slow_text(source: str, pieces: list[str]) -> str | None:
    """Return a text for which a pattern takes too long; ``None`` if none is found."""
    pattern = Pattern(source)
    pattern.search("", TimeBudget())  # compiled before any time counts
    suspects = sorted(pumps(source, pieces))
    for times in TIMES:
        asked, suspects = suspects, []
        for pump in asked:
            longest = _longest(pattern, pump, times)
            if longest.seconds > SLOW:
                return longest.text
            if times != TIMES[-2] or longest.seconds > SUSPECT:
                suspects.append(pump)
    return None


class _Search(NamedTuple):
    """The seconds that a pattern takes for a text: those of the processor, so that other programs do not count."""

    seconds: float = 0.0
    text: str = ""


def _longest(pattern: Pattern, pump: Pump, times: int) -> _Search:
    """Return the search that takes longest, or the first one that takes too long."""
    longest = _Search()
    for text in pump.texts(times, LENGTH):
        seconds = _seconds(pattern, text)
        if seconds > SLOW:
            seconds = min(seconds, *(_seconds(pattern, text) for _ in range(RUNS - 1)))
        longest = max(longest, _Search(seconds, text))
        if seconds > SLOW:
            break
    return longest


def unindexed_rules(rules: Iterable[Rule]) -> list[str]:
    """Return the rules that every line of every text is asked about: there is no word that they cannot do without."""
    book = Engine(rules).rule_index
    return sorted(book.rule(number).id for number in book.tables.unbounded)


def _has_pattern(rule: Rule) -> bool:
    """Tell whether a rule, or a part of its block, has a pattern."""
    parts = (rule.matches, getattr(rule.matches, "opens", None), getattr(rule.matches, "closes", None))
    return any(getattr(part, "regex", ()) for part in parts)


def _pieces(rule: Rule) -> list[str]:
    rows = [sample.text.lstrip().split("\n")[0][:PIECE] for sample in rule.samples[:PIECES]]
    return [*rows, *(row.lower() for row in rows)]


def _seconds(pattern: Pattern, text: str) -> float:
    start = thread_time()
    try:
        pattern.search(text, TimeBudget(TIMEOUT))
    except PatternTimeoutError:
        return TIMEOUT
    return thread_time() - start


def _message(text: str) -> str:
    """Tell how slow a pattern is, with the beginning and the end of a made text, and how long it is."""
    shown = text if len(text) <= PIECE else f"{text[: PIECE // 2]}…{text[-4:]}"
    return f"takes more than {SLOW * 1000:.0f} ms for a line of {len(text):,} characters: {shown!r}"
