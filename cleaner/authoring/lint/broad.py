"""broad: rules without bounds, and rules that take lines known to stay."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.kept import SHIPPED, kept_rows, kept_texts
from cleaner.authoring.lint.rule_text import place_of
from cleaner.authoring.lint.subject import LintTarget
from cleaner.authoring.samples import neutral_lines
from cleaner.matching import Engine
from cleaner.matching.line import bare_words
from cleaner.text.view import fold, strip_marks
from cleaner.text.words import count_words
from cleaner.types import LineKeys, Rule

COMMON = 3
"""Lines of other rules' look-alikes and the neutral article that have a common word: of some 1,300 in 40 languages.
What only boilerplate says is in one or two, those that show why a rule has bounds; 'the' is in 363, 'mehr' in 3."""

EXAMPLES = 3
"""Lines shown of those that a rule takes though they stay."""

SHOWN = 60
"""Characters of such a line that are shown."""

_BOUND = "give it 'max_words', 'sentence: false', a position, or a longer phrase"
_NARROW = "make it narrower, with 'unless', 'max_words' or a position"


def broad(subject: LintTarget) -> Iterator[Finding]:
    """Find rules that take more than they should, or may well do so."""
    kept = [row for rule in subject.rule_set.rules for row in kept_rows(rule)]
    words = _lines_by_word([*kept, *neutral_lines()])
    for rule in subject.rules:
        yield from _unbounded(subject, rule, words)
    yield from _takes_kept(subject)


def _unbounded(subject: LintTarget, rule: Rule, words: Counter[str]) -> Iterator[Finding]:
    keys = rule.matches
    if not isinstance(keys, LineKeys) or _has_bounds(rule, keys):
        return
    entry = subject.text(rule.path).entry(rule)
    own = _lines_by_word(kept_rows(rule))
    for name in ("starts", "ends", "contains"):
        for phrase in getattr(keys, name):
            word = strip_marks(fold(phrase))
            if len(word.split()) == 1 and words[word] - own[word] >= COMMON and count_words(word):
                message = f"'{phrase}' under '{name}' is one common word, and nothing bounds the rule"
                yield subject.of_rule(rule, "R307", message, help=_BOUND, place=place_of(entry, name, phrase))
                return
    if keys.contains and not (keys.starts or keys.ends):
        message = "'contains' takes lines of any length, and nothing bounds the rule"
        yield subject.of_rule(rule, "R307", message, help=_BOUND, place=place_of(entry, "contains"))


def _lines_by_word(rows: Iterable[str]) -> Counter[str]:
    return Counter(word for row in rows for word in set(bare_words(fold(row))))


def _has_bounds(rule: Rule, keys: LineKeys) -> bool:
    """Tell whether anything but phrases says which lines a rule takes, or how much of them."""
    positions = (rule.near_end, rule.near_start, rule.prose_before, rule.likely)
    return (
        any(position is not None for position in positions)
        or keys.max_words is not None
        or keys.sentence is not None
        or bool(keys.line or keys.only_words or keys.regex)
        or rule.remove != "line"
        or rule.keep
    )


def _takes_kept(subject: LintTarget) -> Iterator[Finding]:
    """Find rules that take lines that stay. Rules of a user's own for one site are asked of all texts."""
    rules = [_anywhere(rule) for rule in subject.rules if rule.confidence != "low" and rule.likely is None]
    engine = Engine(rules)
    taken: dict[str, dict[str, str]] = {}
    for kept in kept_texts(subject):
        for removal in engine.match(kept.document).removals:
            if removal.line in kept.lines:
                for id in (removal.rule, *removal.also):
                    taken.setdefault(id, {})[_shown(removal.span.of(kept.document.text))] = kept.origin
    for rule in subject.rules:
        if lines := taken.get(rule.id):
            told = "; ".join(f"{line!r} ({origin})" for line, origin in list(lines.items())[:EXAMPLES])
            more = f", and {len(lines) - EXAMPLES} more" if len(lines) > EXAMPLES else ""
            yield subject.of_rule(rule, "R307", f"also takes lines that stay: {told}{more}", help=_NARROW)


def _anywhere(rule: Rule) -> Rule:
    return rule if rule.layer in SHIPPED else rule._replace(sites=(), not_sites=())


def _shown(line: str) -> str:
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
