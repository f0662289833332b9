"""broad: rules without bounds, and rules that remove lines which must stay.

Such lines are the samples that other rules keep, the neutral article, and the seeds and pages of a checkout.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner import frontmatter
from cleaner.api import Cleaner
from cleaner.authoring.diagnose import PHRASE_KEYS
from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.target import LintTarget, place_of
from cleaner.authoring.samples import SAMPLE_PLACES, neutral_lines, place_sample, sample_place
from cleaner.matching import Engine
from cleaner.matching.line import LineMatcher, bare_words
from cleaner.matching.regex import TIME_LIMIT, TimeBudget
from cleaner.rules.folders import shipped_folder
from cleaner.rules.yaml_nodes import Mapping
from cleaner.source import Source
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.view import fold, line_views, strip_marks
from cleaner.text.words import count_words
from cleaner.types import Block, Document, LineKeys, Rule, Select

COMMON = 3
"""Number of kept lines from which a word in them counts as common. Of some 1,300 kept lines in 40 languages, a word
that only boilerplate uses occurs in one or two, which show why a rule has bounds; 'mehr' occurs in 3, 'the' in 363."""

MAX_EXAMPLES = 3
"""Wrongly removed lines that are shown for a rule."""

EXAMPLE_LENGTH = 60
"""Characters shown of such a line."""

SHIPPED_LAYERS = frozenset({"common", "language", "site"})

_MARKS = (*"—–-•*#|…", "--", "---", "***", "* * *", "_____", "=====", "~~~", "— He left.")
"""Lines that authors set between the parts of any text, and dialogue."""

_MARKS_HELP = "name words of the line below as well, in 'through' or a rule for it, or limit where it opens"
_BOUND_HELP = "give it 'max_words', 'sentence: false', a position, or a longer phrase"
_MARK_HELP = "add words that the line has, with 'contains' or behind the mark"
_NARROW_HELP = "make it narrower, with 'unless', 'max_words' or a position"


def broad(target: LintTarget) -> Iterator[Finding]:
    """Yield rules that remove more than they should, or could easily do so."""
    kept_rows = [row for rule in target.rule_set.rules for row in _kept_rows(rule)]
    word_counts = _lines_by_word([*kept_rows, *neutral_lines()])
    for rule in target.rules:
        yield from _mere_marks(target, rule)
        yield from _unbounded(target, rule, word_counts)
        yield from _opened_by_marks(target, rule)
    yield from _removes_kept(target)


def _mere_marks(target: LintTarget, rule: Rule) -> Iterator[Finding]:
    """Yield rules that open at nothing but a dash or a bullet, as lists and dialogues have it."""
    keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
    if not isinstance(keys, LineKeys) or keys.only_words or keys.regex:
        return
    for name in ("starts", "ends", "contains"):
        others = (
            *keys.line,
            *(text for other in ("starts", "ends", "contains") if other != name for text in getattr(keys, other)),
        )
        marks = [phrase for phrase in getattr(keys, name) if not strip_marks(fold(phrase))]
        if marks and not any(strip_marks(fold(text)) for text in others):
            message = f"'{marks[0]}' under '{name}' is a mark without words: lists and dialogues have it as well"
            entry = target.text(rule.path).entry(rule)
            yield target.finding(rule, "R307", message, help=_MARK_HELP, place=place_of(entry, name, marks[0]))


def _unbounded(target: LintTarget, rule: Rule, word_counts: Counter[str]) -> Iterator[Finding]:
    keys = rule.matches
    if not isinstance(keys, LineKeys) or _has_bounds(rule, keys):
        return
    entry = target.text(rule.path).entry(rule)
    rule_counts = _lines_by_word(_kept_rows(rule))
    for name in ("starts", "ends", "contains"):
        for phrase in getattr(keys, name):
            word = strip_marks(fold(phrase))
            is_word = len(word.split()) == 1 and count_words(word)
            if is_word and word_counts[word] - rule_counts[word] >= COMMON:
                message = f"'{phrase}' under '{name}' is one common word, and the rule has no bounds"
                yield target.finding(rule, "R307", message, help=_BOUND_HELP, place=place_of(entry, name, phrase))
                return
    if keys.contains and not (keys.starts or keys.ends):
        message = "'contains' matches lines of any length, and the rule has no bounds"
        yield target.finding(rule, "R307", message, help=_BOUND_HELP, place=place_of(entry, "contains"))


def _opened_by_marks(target: LintTarget, rule: Rule) -> Iterator[Finding]:
    """Yield rules that take all lines below one of marks, or such lines anywhere, and that nothing bounds."""
    keys = rule.matches.opens if isinstance(rule.matches, Block) else rule.matches
    if isinstance(rule.matches, Block):
        has_bounds = rule.matches.closing != "to_end" or rule.near_start is not None or rule.prose_before is not None
    else:
        has_bounds = not isinstance(keys, LineKeys) or bool(keys.line) or _has_bounds(rule, keys)
    if has_bounds or rule.keep or not isinstance(keys, LineKeys):
        return
    entry = target.text(rule.path).entry(rule)
    opening = entry.get("block") if entry and isinstance(rule.matches, Block) else entry
    phrases = [phrase for name in PHRASE_KEYS for phrase in getattr(keys, name) if not count_words(phrase)]
    matcher, budget = LineMatcher(keys), TimeBudget(TIME_LIMIT)
    views = line_views(segment("\n".join([*_MARKS, *phrases])))
    taken = next((view.text for view in views if matcher.matches(view, budget)), None)
    if taken is None:
        return
    what = "all lines below one of marks" if isinstance(rule.matches, Block) else "lines that begin with marks"
    place = place_of(opening if isinstance(opening, Mapping) else None, "from") or place_of(entry, "block")
    yield target.finding(
        rule, "R307", f"removes {what}, as in {taken!r}, and nothing bounds it", help=_MARKS_HELP, place=place
    )


def _lines_by_word(rows: Iterable[str]) -> Counter[str]:
    """Return the number of lines in which each word occurs."""
    return Counter(word for row in rows for word in set(bare_words(fold(row))))


def _has_bounds(rule: Rule, keys: LineKeys) -> bool:
    """Return whether anything but phrases limits which lines a rule removes, or how much of them."""
    positions = (rule.near_end, rule.near_start, rule.prose_before, rule.likely)
    return (
        any(position is not None for position in positions)
        or keys.max_words is not None
        or keys.sentence is not None
        or bool(keys.line or keys.only_words or keys.regex)
        or rule.remove != "line"
        or rule.keep
    )


def _removes_kept(target: LintTarget) -> Iterator[Finding]:
    """Yield rules that remove lines which must stay. A user's rules for some texts are matched with all."""
    rules = [
        rule if rule.layer in SHIPPED_LAYERS else rule._replace(sites=(), not_sites=(), page_types=())
        for rule in target.rules
        if rule.confidence != "low" and rule.likely is None
    ]
    engine = Engine(rules)
    origins: dict[str, dict[str, str]] = {}
    for kept_text in _kept_texts(target):
        for removal in engine.match(kept_text.document).removals:
            if removal.line in kept_text.lines:
                text = _shortened(removal.span.of(kept_text.document.text))
                for id in (removal.rule, *removal.also):
                    origins.setdefault(id, {})[text] = kept_text.origin
    for rule in target.rules:
        if lines := origins.get(rule.id):
            examples = "; ".join(f"{line!r} ({origin})" for line, origin in list(lines.items())[:MAX_EXAMPLES])
            more = f", and {len(lines) - MAX_EXAMPLES} more" if len(lines) > MAX_EXAMPLES else ""
            message = f"also removes lines that must stay: {examples}{more}"
            yield target.finding(rule, "R307", message, help=_NARROW_HELP)


def _shortened(line: str) -> str:
    return line if len(line) <= EXAMPLE_LENGTH else f"{line[: EXAMPLE_LENGTH - 1]}…"


@dataclass(frozen=True, slots=True)
class _KeptText:
    """A document, the numbers of its lines that must stay, and a description of where it comes from."""

    document: Document
    lines: frozenset[int]
    origin: str


def _kept_texts(target: LintTarget) -> Iterator[_KeptText]:
    """Yield texts that the checked rules should leave unchanged; their own samples are left out."""
    checked = {rule.id for rule in target.rules}
    places = sorted({sample_place(rule) for rule in target.rules})
    for rule in target.rule_set.rules:
        if rule.id not in checked and not rule.keep and not isinstance(rule.matches, Select):
            yield from _kept_samples(rule, places)
    yield from _kept_seeds()
    yield from _kept_pages()


def _kept_rows(rule: Rule) -> Iterator[str]:
    """Yield the rows of the samples that a rule keeps."""
    if not isinstance(rule.matches, Select):
        for sample in rule.samples:
            if sample.kind == "keeps":
                yield from sample.text.split("\n")


def _kept_samples(rule: Rule, places: Sequence[str]) -> Iterator[_KeptText]:
    """Yield a rule's kept samples at the places where the checked rules match, as far as the rule allows."""
    allowed = ("whole",) if sample_place(rule) == "whole" else SAMPLE_PLACES
    for sample in rule.samples:
        for place in places if sample.kind == "keeps" else ():
            if place in allowed:
                document = place_sample(sample.text, rule, place).document
                lines = frozenset(line.number for line in document.lines)
                yield _KeptText(document, lines, f"a sample of '{rule.id}'")


def _kept_seeds() -> Iterator[_KeptText]:
    """Yield the prose of a checkout's seeds that the shipped rules keep. Short lines have no label and do not count."""
    files = sorted((_checkout() / "seeds").glob("*.txt"))
    if not files:
        return
    cleaner = Cleaner()
    for path in files:
        article = cleaner.clean_source(Source(path.read_text("utf-8"), file=True))
        document = segment(article.text)._replace(
            site=article.document.site, language=article.document.language, page_type=article.document.page_type
        )
        texts = {line.number: line.span.of(document.text) for line in document.lines}
        prose = (number for number, text in texts.items() if is_sentence(text) and count_words(text) >= PROSE_WORDS)
        yield _KeptText(document, frozenset(prose), f"seeds/{path.name}")


def _kept_pages() -> Iterator[_KeptText]:
    """Yield the expected articles of a checkout's pages."""
    for path in sorted((_checkout() / "fixtures" / "pages").glob("*/expected.md")):
        body = frontmatter.split_front_matter(path.read_text("utf-8"))[1]
        document = segment(normalize(body, markdown=True), markdown=True)
        lines = frozenset(line.number for line in document.lines)
        yield _KeptText(document, lines, f"fixtures/pages/{path.parent.name}")


def _checkout() -> Path:
    return shipped_folder().parent
