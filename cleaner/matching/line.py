"""Line keys, compiled: whether a line matches them, and with which part.

Phrases are folded as lines are (:mod:`cleaner.text.view`). What may be skipped at a line's ends is skipped by aligning
the first character of the phrase's core with the first of the line's core.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from cleaner.matching.regex import Pattern, TimeBudget
from cleaner.text.view import View, core, fold, is_boundary, is_skippable, strip_marks, visible_text
from cleaner.text.words import count_words
from cleaner.types import LineKeys, Span


class Phrase(NamedTuple):
    """A folded phrase; ``start`` and ``end`` bound its core, which is empty if the phrase has only marks (``***``)."""

    text: str
    start: int
    end: int

    def span_at_start(self, core: tuple[int, int], text: str) -> Span | None:
        """Return the span of the phrase at the start of a line, whose folded text is ``text`` with this core."""
        first, _ = core
        if self.start == self.end:
            start = text.find(self.text, 0, first)
            return None if start < 0 else Span(start, start + len(self.text))
        start = first - self.start
        if start < 0 or not text.startswith(self.text, start) or not is_boundary(text, start + len(self.text)):
            return None
        return Span(start, start + len(self.text))

    def span_at_end(self, core: tuple[int, int], text: str) -> Span | None:
        """Return the span of the phrase at the end of a line."""
        first, last = core
        if self.start == self.end:
            start = text.rfind(self.text, last if last > first else 0)
            return None if start < 0 else Span(start, start + len(self.text))
        start = last - self.end
        if start < 0 or not text.startswith(self.text, start) or not is_boundary(text, start):
            return None
        return Span(start, start + len(self.text))

    def is_line(self, view: View, text: str) -> bool:
        """Whether the phrase is the whole line."""
        first, last = view.core
        if self.start == self.end:
            return first == last and self.text in text
        return self.end - self.start == last - first and self.span_at_start(view.core, text) is not None

    def spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of the phrase anywhere in a line, as whole words."""
        start = text.find(self.text)
        while start >= 0:
            end = start + len(self.text)
            if is_boundary(text, start) and is_boundary(text, end):
                yield Span(start, end)
                start = text.find(self.text, end)
            else:
                start = text.find(self.text, start + 1)


class PhraseMatcher:
    """The phrases of one key, the longest first; a line must have one of them.

    Each test first looks for all cores at once, at the speed of C: most lines have none of them.
    """

    def __init__(self, sources: Iterable[str], *, match_case: bool = False) -> None:
        phrases = (fold_phrase(source, match_case=match_case) for source in sources)
        self.phrases = sorted(phrases, key=lambda phrase: -len(phrase.text))
        self._cores = tuple(phrase.text[phrase.start : phrase.end] for phrase in self.phrases)
        self.cores = frozenset(self._cores)

    def is_line(self, view: View, text: str) -> bool:
        """Whether a phrase is the whole line."""
        first, last = view.core
        return text[first:last] in self.cores and any(phrase.is_line(view, text) for phrase in self.phrases)

    def span_at_start(self, view: View, text: str) -> Span | None:
        """Return the span of the longest phrase that the line starts with."""
        return self._span_at_start(view.core, text)

    def _span_at_start(self, core: tuple[int, int], text: str) -> Span | None:
        if not text.startswith(self._cores, core[0]):
            return None
        return next((span for phrase in self.phrases if (span := phrase.span_at_start(core, text))), None)

    def span_at_end(self, view: View, text: str) -> Span | None:
        """Return the span of the longest phrase that the line ends with."""
        return self._span_at_end(view.core, text)

    def _span_at_end(self, core: tuple[int, int], text: str) -> Span | None:
        if not text.endswith(self._cores, 0, core[1]):
            return None
        return next((span for phrase in self.phrases if (span := phrase.span_at_end(core, text))), None)

    def spans_at_start(self, view: View, text: str) -> Iterator[Span]:
        """Yield the spans of the phrases that the line starts with, one after the other."""
        (first, last), end = view.core, 0
        while (span := self._span_at_start((first, last), text)) and span.start >= end:
            yield span
            first = end = span.end
            while first < last and is_skippable(text[first]):
                first += 1

    def spans_at_end(self, view: View, text: str) -> Iterator[Span]:
        """Yield the spans of the phrases that the line ends with, the last first."""
        (first, last), start = view.core, len(text)
        while (span := self._span_at_end((first, last), text)) and span.end <= start:
            yield span
            last = start = span.start
            while last > first and is_skippable(text[last - 1]):
                last -= 1

    def spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of all phrases anywhere in a line, as whole words."""
        return (span for phrase in self.phrases if phrase.text in text for span in phrase.spans(text))


def fold_phrase(source: str, *, match_case: bool = False) -> Phrase:
    """Return a phrase, folded as lines are; with ``match_case`` capitals stay."""
    text = " ".join(fold(visible_text(source)[0], case=not match_case).split())
    start, end = core(text)
    return Phrase(text, start, end) if start < len(text) else Phrase(text, 0, 0)


class LineMatcher:
    """Line keys, compiled once and matched with many lines."""

    def __init__(self, keys: LineKeys, *, stdlib_compatible: bool = False) -> None:
        """Compile line keys.

        ``stdlib_compatible`` says that :func:`cleaner.matching.regex_syntax.is_stdlib_compatible` holds for all their
        patterns.
        """
        self.keys = keys
        self._text: Callable[[View], str] = _cased if keys.match_case else _folded
        self._has_phrases = any((keys.line, keys.starts, keys.ends, keys.contains, keys.only_words))
        self._patterns = [Pattern(source, stdlib_compatible=stdlib_compatible) for source in keys.regex]

    def _phrases(self, sources: Iterable[str]) -> PhraseMatcher:
        return PhraseMatcher(sources, match_case=self.keys.match_case)

    @cached_property
    def _line(self) -> PhraseMatcher:
        return self._phrases(self.keys.line)

    @cached_property
    def _starts(self) -> PhraseMatcher:
        return self._phrases(self.keys.starts)

    @cached_property
    def _ends(self) -> PhraseMatcher:
        return self._phrases(self.keys.ends)

    @cached_property
    def _contains(self) -> PhraseMatcher:
        return self._phrases(self.keys.contains)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of ``only_words``, folded and without marks at their ends."""
        return frozenset(strip_marks(phrase.text) for phrase in self._phrases(self.keys.only_words).phrases)

    def cores(self, key: str) -> frozenset[str]:
        """Return the cores of a key's phrases: a line without any of them does not have the phrases."""
        phrases: PhraseMatcher = getattr(self, f"_{key}")  # no other key's phrases are compiled
        return phrases.cores

    def matches(self, view: View, budget: TimeBudget) -> bool:
        """Whether all keys hold for a line. A line of code matches nothing.

        Raises :exc:`cleaner.matching.regex.PatternTimeoutError` when the budget is spent.
        """
        return (
            self._has_shape(view)
            and (not self._has_phrases or self._has_phrase(view, self._text(view)))
            and (not self._patterns or self._find(view, budget) is not None)
        )

    def _has_shape(self, view: View) -> bool:
        """Whether the keys that cost nothing hold: the number of words, and whether the line is a sentence."""
        keys = self.keys
        return (
            not view.code
            and (keys.max_words is None or view.words <= keys.max_words)
            and (keys.min_words is None or view.words >= keys.min_words)
            and (keys.sentence is None or view.sentence is keys.sentence)
        )

    def _has_phrase(self, view: View, text: str) -> bool:
        """Whether all keys with phrases hold."""
        keys = self.keys
        return (
            (not keys.line or self._line.is_line(view, text))
            and (not keys.starts or self._starts.span_at_start(view, text) is not None)
            and (not keys.ends or self._ends.span_at_end(view, text) is not None)
            and (not keys.contains or any(True for _ in self._contains.spans(text)))
            and (not keys.only_words or self._has_only_words(text))
        )

    def _has_only_words(self, text: str) -> bool:
        words = list(bare_words(text))
        return bool(words) and (len(words) > 1 or len(words[0]) > 1) and self.words.issuperset(words)

    def _find(self, view: View, budget: TimeBudget) -> tuple[Span, Span] | None:
        """Return the span of the first pattern that matches and the span of its group 1, in the view's text."""
        text = view.text if self.keys.match_case else view.folded
        for pattern in self._patterns:
            match = pattern.search(text, budget)
            if match:
                group = match.span(1) if match.re.groups and match.span(1)[0] >= 0 else match.span()
                spans = (Span(*match.span()), Span(*group))
                return spans if self.keys.match_case else (view.text_span(*match.span()), view.text_span(*group))
        return None

    def captured(self, view: View, budget: TimeBudget) -> Span:
        """Return the part of a matching line to save, as a span of the view's text.

        That is group 1 of the pattern, or its match; what follows the longest phrase of ``starts``; what precedes that
        of ``ends``; else the whole line. Raises as :meth:`matches` does.
        """
        text = self._text(view)
        if self._patterns and (spans := self._find(view, budget)):
            return spans[1]
        if self.keys.starts and (span := self._starts.span_at_start(view, text)):
            return Span(view.text_span(span.start, span.end).end, len(view.text))
        if self.keys.ends and (span := self._ends.span_at_end(view, text)):
            return Span(0, view.text_span(span.start, span.end).start)
        return Span(0, len(view.text))

    def cuts(self, view: View, budget: TimeBudget) -> list[Span]:
        """Return the spans of the view's text that ``remove: match`` cuts from a matching line.

        Raises as :meth:`matches` does.
        """
        text = self._text(view)
        source = view.text if self.keys.match_case else view.folded
        spans = [Span(*match.span()) for pattern in self._patterns for match in pattern.matches(source, budget)]
        if not self.keys.match_case:
            spans = [view.text_span(span.start, span.end) for span in spans]
        phrases = (
            self._starts.spans_at_start(view, text),
            self._ends.spans_at_end(view, text),
            self._contains.spans(text),
        )
        spans += [view.text_span(span.start, span.end) for span in chain.from_iterable(phrases)]
        return [span for span in spans if span.start < span.end]


def bare_words(text: str) -> Iterator[str]:
    """Yield the words of a line without the marks at their ends."""
    return (word for token in text.split() if (word := strip_marks(token)) and count_words(word))


def first_word(text: str) -> str:
    """Return the first of a line's :func:`bare_words`; an empty text if there is none."""
    first = text.split(None, 1)[:1]
    if first and first[0].isalnum():  # the usual case, and such a word is bare
        return first[0]
    return next(bare_words(text), "")


def _folded(view: View) -> str:
    return view.folded


def _cased(view: View) -> str:
    return view.cased
