"""The line keys, compiled: does a line look like this, and what of it was meant."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from cleaner.matching.phrases import Phrases
from cleaner.matching.regex import Pattern, TimeBudget
from cleaner.text.view import View, strip_marks
from cleaner.text.words import count_words
from cleaner.types import LineKeys, Span


class LineMatcher:
    """Line keys, compiled once and asked of many lines."""

    def __init__(self, keys: LineKeys, *, stdlib_compatible: bool = False) -> None:
        """Compile line keys; ``stdlib_compatible`` says whether their patterns are so."""
        self.keys = keys
        self._text: Callable[[View], str] = _cased if keys.match_case else _folded
        self._has_phrases = any((keys.line, keys.starts, keys.ends, keys.contains, keys.only_words))
        self._patterns = [Pattern(source, stdlib_compatible=stdlib_compatible) for source in keys.regex]

    def _phrases(self, sources: Iterable[str]) -> Phrases:
        return Phrases(sources, match_case=self.keys.match_case)

    @cached_property
    def _line(self) -> Phrases:
        return self._phrases(self.keys.line)

    @cached_property
    def _starts(self) -> Phrases:
        return self._phrases(self.keys.starts)

    @cached_property
    def _ends(self) -> Phrases:
        return self._phrases(self.keys.ends)

    @cached_property
    def _contains(self) -> Phrases:
        return self._phrases(self.keys.contains)

    @cached_property
    def _only(self) -> frozenset[str]:
        return frozenset(strip_marks(p.text) for p in self._phrases(self.keys.only_words).all)

    def cores(self, key: str) -> frozenset[str]:
        """Return the cores of a key's phrases: a line that has none of them does not have the phrases."""
        return {"line": self._line, "starts": self._starts, "ends": self._ends, "contains": self._contains}[key].cores

    @property
    def words(self) -> frozenset[str]:
        """The words of ``only_words``."""
        return self._only

    def matches(self, view: View, clock: TimeBudget) -> bool:
        """Tell whether all keys hold; code lines match nothing."""
        return (
            self._has_length(view)
            and (not self._has_phrases or self._holds(view, self._text(view)))
            and (not self._patterns or self._find(view, clock) is not None)
        )

    def _holds(self, view: View, text: str) -> bool:
        """Tell whether the keys of phrases hold."""
        keys = self.keys
        return (
            (not keys.line or self._line.is_line(view, text))
            and (not keys.starts or self._starts.at_start(view, text) is not None)
            and (not keys.ends or self._ends.at_end(view, text) is not None)
            and (not keys.contains or any(True for _ in self._contains.anywhere(text)))
            and (not keys.only_words or self._has_only(text))
        )

    def _has_length(self, view: View) -> bool:
        """Tell whether the keys that cost nothing hold: the words that a line has, and whether it is a sentence."""
        keys = self.keys
        return (
            not view.code
            and (keys.max_words is None or view.words <= keys.max_words)
            and (keys.min_words is None or view.words >= keys.min_words)
            and (keys.sentence is None or view.sentence is keys.sentence)
        )

    def _has_only(self, text: str) -> bool:
        words = list(bare_words(text))
        return bool(words) and (len(words) > 1 or len(words[0]) > 1) and self._only.issuperset(words)

    def _find(self, view: View, clock: TimeBudget) -> tuple[Span, Span] | None:
        """Return where the first pattern that matches does, and what it captures, in the view's text."""
        text = view.text if self.keys.match_case else view.folded
        for pattern in self._patterns:
            found = pattern.search(text, clock)
            if found:
                group = found.span(1) if found.re.groups and found.span(1)[0] >= 0 else found.span()
                places = (Span(*found.span()), Span(*group))
                return places if self.keys.match_case else (view.place(*found.span()), view.place(*group))
        return None

    def captured(self, view: View, clock: TimeBudget) -> Span:
        """Return what of a line that matches is to be saved, as a place in the view's text.

        What a pattern's group 1 holds, else its match; what follows the longest phrase of ``starts``; what
        precedes that of ``ends``; else the line.
        """
        text = self._text(view)
        if self._patterns and (found := self._find(view, clock)):
            return found[1]
        if self.keys.starts and (place := self._starts.at_start(view, text)):
            return Span(view.place(place.start, place.end).end, len(view.text))
        if self.keys.ends and (place := self._ends.at_end(view, text)):
            return Span(0, view.place(place.start, place.end).start)
        return Span(0, len(view.text))

    def meant(self, view: View, clock: TimeBudget) -> list[Span]:
        """Return the places in the view's text that ``remove: match`` cuts from a line that matches."""
        text = self._text(view)
        source = view.text if self.keys.match_case else view.folded
        places = [Span(*found.span()) for pattern in self._patterns for found in pattern.matches(source, clock)]
        if not self.keys.match_case:
            places = [view.place(place.start, place.end) for place in places]
        for found in (self._starts.at_start(view, text), self._ends.at_end(view, text), *self._contains.anywhere(text)):
            if found:
                places.append(view.place(found.start, found.end))
        return [place for place in places if place.start < place.end]


def bare_words(text: str) -> Iterator[str]:
    """Find the words of a line, without the marks at their ends."""
    return (word for token in text.split() if (word := strip_marks(token)) and count_words(word))


def first_word(text: str) -> str:
    """Return the first of a line's :func:`bare_words`; nothing if it has none."""
    first = text.split(None, 1)[:1]
    if first and first[0].isalnum():  # mostly, and such a word is bare
        return first[0]
    return next(bare_words(text), "")


def _folded(view: View) -> str:
    return view.folded


def _cased(view: View) -> str:
    return view.cased
