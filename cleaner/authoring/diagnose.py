"""Why a rule removes a line or leaves it: the conditions that hold, and the first that does not.

The line keys of a rule are tested one by one. What the engine checks after them (where a block ends, positions,
exceptions) is checked as in a round of matching.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.matching.engine import Rounds
from cleaner.matching.line import LineMatcher, bare_words
from cleaner.matching.regex import PatternTimeoutError, TimeBudget
from cleaner.matching.regex_syntax import required_literals
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.matching.scope import applies
from cleaner.text.view import View, core, fold
from cleaner.types import Block, Line, LineKeys, Removal, Rule

PHRASE_KEYS = ("line", "starts", "ends", "contains")
NAMING_KEYS = frozenset({*PHRASE_KEYS, "only_words", "regex"})
"""Keys that say what a line is about: a rule is near a line for which one of them holds."""

SHORT_LINE = 12
"""Most words of a line that is searched for a close phrase at every word."""

CLOSE = 0.8
"""Share of equal letters from which a phrase counts as close to a line: a typo or two in a short label."""

MIN_CLOSE_LENGTH = 5
"""Fewest letters of a phrase that can be close."""

NEAR_SCORE = 50
"""Least score by the line model, in percent, of a line that is near a rule which requires more."""

FAR, NEAR, ALL_KEYS_HOLD = 0, 1, 2
"""How near a line is to a rule. ``NEAR``: a phrase is close, or one of several naming keys holds. ``ALL_KEYS_HOLD``:
the line looks as the rule says, and only its place, or what surrounds it, stops the rule."""


@dataclass(frozen=True, slots=True)
class KeyResult:
    """Whether one key holds for a line: the failed condition if not, and a phrase that the line nearly matches."""

    failed: FailedCondition | None = None
    close_phrase: str = ""


KeyResults = Mapping[str, KeyResult]
"""The result of each line key of a rule, by the key's name."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The test of a rule with one line: the keys that hold, and the condition that fails first.

    ``failed`` is ``None`` if the rule removes the line. ``nearness`` is how near the line is to the rule: :data:`FAR`,
    :data:`NEAR` or :data:`ALL_KEYS_HOLD`.
    """

    held: tuple[str, ...]
    failed: FailedCondition | None
    nearness: int = FAR


class KeyMatchers:
    """The line keys of a rule, each compiled alone."""

    def __init__(self, keys: LineKeys) -> None:
        values = {name: value for name, value in keys._asdict().items() if name != "match_case"}
        self._matchers = {
            name: LineMatcher(LineKeys(match_case=keys.match_case)._replace(**{name: value}))
            for name, value in values.items()
            if value is not None and value != ()
        }

    def results(self, view: View, budget: TimeBudget) -> KeyResults:
        """Test each key with a line. Raise :exc:`PatternTimeoutError` if a pattern takes too long."""
        if view.code:
            return {"line": KeyResult(FailedCondition("line", "it is a line of code, which rules never remove"))}
        return {
            name: KeyResult() if matcher.matches(view, budget) else _failed_key(name, matcher, view, budget)
            for name, matcher in self._matchers.items()
        }


def diagnose(
    compiled: CompiledRule,
    remaining: RemainingLines,
    index: int,
    runs: Mapping[int, int],
    budget: TimeBudget,
    *,
    results: KeyResults | None = None,
) -> Diagnosis:
    """Test a rule with one of the remaining lines.

    ``runs`` maps a line to the length of its run of matching lines. ``results`` are the results of the line's keys, if
    they are known already. Raise :exc:`PatternTimeoutError` if a pattern takes too long.
    """
    if results is None:
        results = KeyMatchers(compiled.opens.keys).results(remaining.views[index], budget)
    held = tuple(key for key, result in results.items() if not result.failed)
    failed = next((result.failed for result in results.values() if result.failed), None)
    if failed is None:
        _, failed = _reach(compiled, remaining, index, runs, budget)
    return Diagnosis(held, failed, _nearness(compiled.opens.keys, results))


def _reach(
    compiled: CompiledRule, remaining: RemainingLines, index: int, runs: Mapping[int, int], budget: TimeBudget
) -> tuple[range, FailedCondition | None]:
    """Return the lines that a rule reaches from a line that its keys match, and what stops it from removing them."""
    lines = compiled.reach(remaining, index, budget)
    if isinstance(lines, FailedCondition):
        return range(0), lines
    return lines, compiled.failed_condition(remaining, lines, runs, budget)


def _nearness(keys: LineKeys, results: KeyResults) -> int:
    """Return how near a line is to a rule. Patterns that require no literal do not name anything."""
    naming = [key for key in NAMING_KEYS & results.keys() if key != "regex" or all(map(_requires_literals, keys.regex))]
    if not naming:
        return FAR
    if not any(result.failed for result in results.values()):
        return ALL_KEYS_HOLD
    is_close = any(result.close_phrase for result in results.values())
    return NEAR if is_close or any(not results[key].failed for key in naming) else FAR


@cache
def _requires_literals(pattern: str) -> bool:
    return bool(required_literals(pattern))


def _failed_key(name: str, matcher: LineMatcher, view: View, budget: TimeBudget) -> KeyResult:
    """Return how a line differs from what one key requires."""
    keys = matcher.keys
    if keys.match_case and name != "regex" and LineMatcher(keys._replace(match_case=False)).matches(view, budget):
        return KeyResult(FailedCondition(name, "it differs in capitals, which count here"))
    if name not in PHRASE_KEYS:
        return KeyResult(FailedCondition(name, _failed_shape(name, matcher, view)))
    phrase = "" if view.prose else closest(getattr(keys, name), view.folded[slice(*view.core)], name)
    reason = _FAILED_PHRASE[name] + (f"; '{phrase}' is close" if phrase else "")
    return KeyResult(FailedCondition(name, reason), phrase)


_FAILED_PHRASE = {
    "line": "it is not one of the phrases",
    "starts": "it starts with none of the phrases",
    "ends": "it ends with none of the phrases",
    "contains": "it contains none of the phrases",
}


def _failed_shape(name: str, matcher: LineMatcher, view: View) -> str:
    """Return how a line differs from what a key requires that is not for phrases."""
    keys = matcher.keys
    match name:
        case "max_words":
            return f"it has {view.words} words, not at most {keys.max_words}"
        case "min_words":
            return f"it has {view.words} words, not at least {keys.min_words}"
        case "sentence":
            return "it is a sentence" if view.sentence else "it is not a sentence"
        case "only_words":
            foreign_word = next((word for word in bare_words(view.folded) if word not in matcher.words), "")
            return f"'{foreign_word}' is not one of the words"
    return "no pattern matches it" + ("" if keys.match_case else ", with capitals and typography folded")


def out_of_scope(
    rule: Rule, site: str | None, language: str | None, page_type: str | None = None
) -> FailedCondition | None:
    """Return why a rule does not apply to texts of a site, a language and a type of page; ``None`` if it does."""
    if applies(rule, site, language, page_type):
        return None
    if rule.page_types and page_type not in rule.page_types:
        what = f"a page of type {page_type}" if page_type else "a text without a type of page"
        return FailedCondition("page_types", f"it is for {', '.join(rule.page_types)} only, not {what}")
    if applies(rule._replace(languages=()), site, language, page_type):
        return FailedCondition("languages", f"it is for {', '.join(rule.languages)} only, not {language}")
    if rule.sites:
        where = site or "a text of unknown site"
        return FailedCondition("sites", f"it is for {', '.join(rule.sites)} only, not {where}")
    return FailedCondition("not_sites", f"it is not for {site}")


def closest(phrases: tuple[str, ...], text: str, key: str = "line") -> str:
    """Return the phrase that a folded line nearly has where the key requires it; an empty text if there is none.

    >>> closest(("Most Popular", "Trending Now"), "most popluar"), closest(("Load more",), "laod more videos", "starts")
    ('Most Popular', 'Load more')
    """
    best, best_phrase = CLOSE, ""
    for phrase in phrases:
        folded_phrase = _folded_core(phrase)
        pieces = _pieces(text, len(folded_phrase.split()), key) if len(folded_phrase) >= MIN_CLOSE_LENGTH else ()
        for piece in pieces:
            if abs(len(folded_phrase) - len(piece)) > (1 - CLOSE) * (len(folded_phrase) + len(piece)):
                continue
            matcher = SequenceMatcher(None, folded_phrase, piece, autojunk=False)
            if matcher.quick_ratio() > best and matcher.ratio() > best:
                best, best_phrase = matcher.ratio(), phrase
    return best_phrase


@cache
def _folded_core(phrase: str) -> str:
    folded = fold(phrase)
    return folded[slice(*core(folded))]


def _pieces(text: str, words: int, key: str) -> Iterator[str]:
    """Yield the pieces of a line, each of ``words`` words, where a key may match: ``contains`` in short lines only."""
    tokens = text.split()
    last = len(tokens) - words
    if key == "contains" and len(tokens) > SHORT_LINE:
        return
    starts = {"line": range(int(last == 0)), "starts": range(1), "ends": range(last, last + 1)}
    for index in starts.get(key, range(last + 1)):
        if 0 <= index <= last:
            yield " ".join(tokens[index : index + words])


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A line that remains, the id of a rule whose line keys match it, and the condition that stopped the rule."""

    line: Line
    rule: str
    failed: FailedCondition


def near_misses(rounds: Rounds) -> list[NearMiss]:
    """Return, in text order, what stopped rules from removing lines that remain after all rounds."""
    protected = rounds.protecting_rules(rounds.remaining)
    misses: list[NearMiss] = []
    for number, compiled in line_rules(rounds):
        if compiled.removes:
            with suppress(PatternTimeoutError):
                misses += _misses_of_rule(rounds, number, compiled, protected)
    return sorted(misses, key=lambda miss: (miss.line.number, miss.rule))


def line_rules(rounds: Rounds) -> Iterator[tuple[int, CompiledRule]]:
    """Yield the rules for lines and blocks that apply to a document, with their numbers in the index."""
    for number in rounds.applying(range(len(rounds.rule_index.tables.scope))):
        if isinstance(rounds.rule_index.rule(number).matches, (LineKeys, Block)):
            yield number, rounds.rule_index.compiled(number)


def similar_lines(rounds: Rounds, number: int, compiled: CompiledRule) -> list[int]:
    """Return the remaining lines that match a rule's line keys, at any position."""
    least_score = None if compiled.likely is None else NEAR_SCORE
    window = range(len(rounds.remaining))
    return rounds.matching_lines(number, rounds.remaining, window=window, least_score=least_score)


def _misses_of_rule(
    rounds: Rounds, number: int, compiled: CompiledRule, protected: Mapping[int, Sequence[Rule]]
) -> Iterator[NearMiss]:
    remaining, budget = rounds.remaining, rounds.budget(compiled)
    lines = similar_lines(rounds, number, compiled)
    runs = run_lengths(lines)
    for index in sorted(lines):
        reached_lines, failed = _reach(compiled, remaining, index, runs, budget)
        numbers = [remaining.numbers[position] for position in reached_lines]
        keeping = next((protected[line] for line in numbers if line in protected), ())
        if failed is None and not rounds.kept_inline.isdisjoint(numbers):
            failed = FailedCondition("keep", "an inline exception keeps the line")
        if failed is None and keeping:
            names = " and ".join(dict.fromkeys(rule.id for rule in keeping))
            failed = FailedCondition("keep", f"the line is protected by {names}")
        if failed:
            yield NearMiss(remaining.views[index].line, compiled.rule.id, failed)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The removals and near misses of one article, and the rules by their ids.

    For an article that was kept whole, ``kept_whole`` has the rules that would have removed text, each with the number
    of characters, the largest first.
    """

    article: Article
    removals: tuple[Removal, ...]
    near_misses: tuple[NearMiss, ...]
    rules: dict[str, Rule]
    kept_whole: tuple[tuple[str, int], ...] = ()

    def location(self, id: str) -> str:
        """Return the file and line of a rule; an empty text for steps of extraction, which are not rules."""
        rule = self.rules.get(id)
        return f"{rule.path}:{rule.at_line}" if rule else ""


def explain(article: Article, cleaner: Cleaner) -> Explanation:
    """Explain an article that this cleaner returned. Its document is matched again to find what stopped rules."""
    rules = {rule.id: rule for rule in cleaner.rule_set.rules}
    if article.verdict == "failed":
        return Explanation(article, (), (), rules)
    rounds = cleaner.engine.run_rounds(article.document, article.timed_out)
    if article.verdict == "kept-whole":
        characters = Counter[str]()
        for removal in rounds.matches().removals:
            characters[removal.rule] += removal.span.end - removal.span.start
        return Explanation(article, (), (), rules, tuple(characters.most_common()))
    return Explanation(article, article.removals, tuple(near_misses(rounds)), rules)
