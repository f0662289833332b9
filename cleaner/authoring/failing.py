"""Why a sample does not go: its line as the engine read it, the keys that hold, and the first condition that fails."""

from collections.abc import Iterable, Iterator

from cleaner.authoring.diagnose import Diagnosis, diagnose
from cleaner.matching import Engine
from cleaner.matching.regex import TIME_LIMIT, PatternTimeoutError, TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition, run_lengths
from cleaner.text.view import View
from cleaner.types import Block, Document, LineKeys, Repeats, Rule


def notes(rule: Rule, alone: Engine, document: Document, sample: Iterable[int], number: int) -> tuple[str, ...]:
    """Return notes on a line that a rule leaves: a line of the ``sample``, both by their numbers in the document."""
    standing = alone.run_rounds(document).remaining
    at = standing.position(number)
    if at is None:
        return ()
    if isinstance(rule.matches, Repeats):
        return _read(standing.views[at]), *_of_copies(rule.matches, standing, at)
    lines = [at] if isinstance(rule.matches, LineKeys) else [standing.position(one) for one in sample]
    return tuple(_of_lines(rule, standing, [line for line in lines if line is not None], at))


def _of_lines(rule: Rule, standing: RemainingLines, lines: list[int], at: int) -> Iterator[str]:
    """Tell of the line that comes closest: of a block any line of the sample may be the one that opens it."""
    compiled = CompiledRule(rule)
    try:
        asked = {line: _asked(compiled, standing, line) for line in lines}
    except PatternTimeoutError:
        yield "the rule's pattern takes too long in it"
        return
    best = max(asked, key=lambda line: (asked[line].nearness, len(asked[line].held), line == at))
    block = isinstance(rule.matches, Block)
    yield _read(standing.views[best], "the line that comes closest to 'from' reads as" if block else "it reads as")
    held, stop = asked[best].held, asked[best].stop
    if held:
        yield f"{', '.join(f'{key!r}' for key in held)} {'hold' if len(held) > 1 else 'holds'}"
    yield _failing(stop) if stop else "the rule takes that line, and its block ends before this one"


def _asked(compiled: CompiledRule, standing: RemainingLines, at: int) -> Diagnosis:
    clock = TimeBudget(TIME_LIMIT)
    alike = [line for line in range(len(standing)) if compiled.opens.matches(standing.views[line], clock)]
    return diagnose(compiled, standing, at, run_lengths(alike), clock)


def _read(view: View, words: str = "it reads as") -> str:
    kind = "a sentence" if view.sentence else "no sentence"
    return f"{words} {view.folded!r} ({view.words} word{'s'[: view.words != 1]}, {kind})"


def _failing(stop: FailedCondition) -> str:
    return f"'{stop.key}' fails: {stop.reason}"


def _of_copies(repeats: Repeats, standing: RemainingLines, at: int) -> Iterator[str]:
    same = [line for line in range(at) if standing.views[line].folded == standing.views[at].folded]
    if not same:
        yield "no equal line stands above it"
    elif standing.views[at].words < repeats.min_words:
        yield f"'min_words' fails: the copies have fewer than {repeats.min_words} words"
    elif not standing.mostly_prose:
        yield "'prose_only' fails: the text is not mostly prose"
