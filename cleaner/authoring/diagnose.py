"""Why a rule takes a line or leaves it: which of its conditions hold there, and the first that does not.

The line's look is asked key by key, as a person would; what comes after (where a block ends, positions, phrases that
stop the rule) is asked as the rounds ask it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from cleaner.matching.line import LineMatcher, bare_words
from cleaner.matching.regex import TimeBudget
from cleaner.matching.regex_syntax import required_literals
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition
from cleaner.matching.scope import applies
from cleaner.text.view import View, core, fold
from cleaner.types import LineKeys, Rule

PHRASE_KEYS = ("line", "starts", "ends", "contains")
NAMING_KEYS = frozenset({*PHRASE_KEYS, "only_words", "regex"})
"""Keys that say what a line is about: where one of them holds, the rule means lines like this one."""

SHORT = 12
"""Words of a line in which a phrase may be close anywhere."""

CLOSE, CLOSE_LENGTH = 0.8, 5
"""Share of equal letters from which a phrase is told as close to a line (a slip or two in a short label), and the
letters that a phrase has for it at least."""

ALL_KEYS_HOLD = 2
"""The nearness of a rule that a line looks as it says: what stops it is where the line stands, or what else it has."""

KeyResults = Mapping[str, FailedCondition | None]
"""The keys that say what a line looks like; those that do not hold with what is wrong."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A rule, asked of one line: the keys that hold, and what stops it (``None``: it takes the line).

    ``nearness`` is :data:`ALL_KEYS_HOLD` where the line looks as the rule says, 1 where a phrase is close or one of
    several naming keys holds, 0 for any other line.
    """

    held: tuple[str, ...]
    stop: FailedCondition | None
    nearness: int = 0


class KeyMatchers:
    """The keys that say what a line looks like, each by itself."""

    def __init__(self, keys: LineKeys) -> None:
        self.keys = keys
        given = {name: values for name, values in keys._asdict().items() if name != "match_case"}
        self._alone = {
            name: LineMatcher(LineKeys(match_case=keys.match_case)._replace(**{name: wanted}))
            for name, wanted in given.items()
            if wanted is not None and wanted != ()
        }

    def look(self, view: View, clock: TimeBudget) -> KeyResults:
        """Ask each key of a line."""
        if view.code:
            return {"line": FailedCondition("line", "it is a line of code, which no rule takes")}
        return {
            name: None if matcher.matches(view, clock) else FailedCondition(name, _why(name, matcher, view, clock))
            for name, matcher in self._alone.items()
        }


def diagnose(
    compiled: CompiledRule,
    standing: RemainingLines,
    at: int,
    runs: Mapping[int, int],
    clock: TimeBudget,
    *,
    look: KeyResults | None = None,
) -> Diagnosis:
    """Ask a rule of a standing line.

    ``runs`` tells in how long a row of lines like this each line stands, ``look`` what was asked of the line already.
    """
    look = KeyMatchers(compiled.opens.keys).look(standing.views[at], clock) if look is None else look
    held = tuple(key for key, stop in look.items() if stop is None)
    stop = next((stop for stop in look.values() if stop), None)
    if stop is None:
        reached = compiled.reach(standing, at, clock)
        stop = (
            reached
            if isinstance(reached, FailedCondition)
            else compiled.failed_condition(standing, reached, runs, clock)
        )
    return Diagnosis(held, stop, _nearness(compiled.opens.keys, look))


def _nearness(keys: LineKeys, look: KeyResults) -> int:
    """Tell how near a line is to what a rule means. Patterns without a word of their own name nothing."""
    named = [key for key in NAMING_KEYS & look.keys() if key != "regex" or all(map(_has_words, keys.regex))]
    if not named:
        return 0
    if not any(look.values()):
        return ALL_KEYS_HOLD
    close = any(stop and stop.key in PHRASE_KEYS and _IS_CLOSE in stop.reason for stop in look.values())
    return int(close or any(look[key] is None for key in named))


def _why(name: str, matcher: LineMatcher, view: View, clock: TimeBudget) -> str:
    """Tell how a line differs from what one key asks."""
    alone = matcher.keys
    if alone.match_case and name != "regex" and LineMatcher(alone._replace(match_case=False)).matches(view, clock):
        return "it differs in capitals, which count here"
    match name:
        case "max_words":
            return f"it has {view.words} words, not at most {alone.max_words}"
        case "min_words":
            return f"it has {view.words} words, not at least {alone.min_words}"
        case "sentence":
            return "it is a sentence" if view.sentence else "it is no sentence"
        case "only_words":
            odd = next((word for word in bare_words(view.folded) if word not in matcher.words), "")
            return f"'{odd}' is none of the words"
        case "regex":
            return "no pattern is found in it" + ("" if alone.match_case else ", with capitals and typography folded")
    phrase = "" if view.prose else closest(getattr(alone, name), view.folded[slice(*view.core)], name)
    return _MISSED[name] + (f"; '{phrase}'{_IS_CLOSE}" if phrase else "")


_IS_CLOSE = " is close"
_MISSED = {
    "line": "it is none of the phrases",
    "starts": "it starts with no phrase",
    "ends": "it ends with no phrase",
    "contains": "it has no phrase",
}


def out_of_scope(rule: Rule, site: str | None, language: str | None) -> FailedCondition | None:
    """Return why a rule does not apply to texts of this site and language; ``None`` if it does."""
    if applies(rule, site, language):
        return None
    if applies(rule._replace(languages=()), site, language):
        return FailedCondition("languages", f"it is for {', '.join(rule.languages)} only, not {language}")
    if rule.sites:
        return FailedCondition(
            "sites", f"it is for {', '.join(rule.sites)} only, not {site or 'a text of no known site'}"
        )
    return FailedCondition("not_sites", f"it is not for {site}")


def closest(phrases: tuple[str, ...], text: str, key: str = "line") -> str:
    """Return the phrase that a folded line nearly has, where the key asks for it; nothing if there is none.

    >>> closest(("Most Popular", "Trending Now"), "most popluar"), closest(("Load more",), "laod more videos", "starts")
    ('Most Popular', 'Load more')
    """
    best, found = CLOSE, ""
    for phrase in phrases:
        core = _folded_core(phrase)
        for piece in _pieces(text, len(core.split()), key) if len(core) >= CLOSE_LENGTH else ():
            if abs(len(core) - len(piece)) > (1 - CLOSE) * (len(core) + len(piece)):
                continue
            compared = SequenceMatcher(None, core, piece, autojunk=False)
            if compared.quick_ratio() > best and compared.ratio() > best:
                best, found = compared.ratio(), phrase
    return found


@cache
def _has_words(pattern: str) -> bool:
    return bool(required_literals(pattern))


@cache
def _folded_core(phrase: str) -> str:
    folded = fold(phrase)
    return folded[slice(*core(folded))]


def _pieces(text: str, words: int, key: str) -> Iterator[str]:
    """Find the pieces of a line, so many words long, where a key asks for its phrases: anywhere in short lines only."""
    tokens = text.split()
    last = len(tokens) - words
    if key == "contains" and len(tokens) > SHORT:
        return iter(())
    starts = {"line": range(int(last == 0)), "starts": range(1), "ends": range(last, last + 1)}
    return (" ".join(tokens[at : at + words]) for at in starts.get(key, range(last + 1)) if 0 <= at <= last)
