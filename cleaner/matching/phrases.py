"""Phrases, folded, and where they stand in a line's folded text.

What may be skipped at a line's ends is skipped by aligning the first character of the phrase's core with the first
of the line's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.text.view import View, core, fold, is_boundary, visible_text
from cleaner.types import Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """A folded phrase; ``start`` and ``end`` bound its core. A phrase of marks only (``***``) has none."""

    text: str
    start: int
    end: int

    def place_at_start(self, view: View, text: str) -> Span | None:
        """Return where the phrase stands at the start of a line."""
        first, _ = view.core
        if self.start == self.end:
            at = text.find(self.text, 0, first)
            return None if at < 0 else Span(at, at + len(self.text))
        at = first - self.start
        if at < 0 or not text.startswith(self.text, at) or not is_boundary(text, at + len(self.text)):
            return None
        return Span(at, at + len(self.text))

    def place_at_end(self, view: View, text: str) -> Span | None:
        """Return where the phrase stands at the end of a line."""
        _, last = view.core
        if self.start == self.end:
            at = text.rfind(self.text, last if last > view.core[0] else 0)
            return None if at < 0 else Span(at, at + len(self.text))
        at = last - self.end
        if at < 0 or not text.startswith(self.text, at) or not is_boundary(text, at):
            return None
        return Span(at, at + len(self.text))

    def is_line(self, view: View, text: str) -> bool:
        """Tell whether the phrase is the whole line."""
        first, last = view.core
        if self.start == self.end:
            return first == last and self.text in text
        return self.end - self.start == last - first and self.place_at_start(view, text) is not None

    def places(self, text: str) -> Iterator[Span]:
        """Find the phrase anywhere in a line, as whole words."""
        at = text.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if is_boundary(text, at) and is_boundary(text, end):
                yield Span(at, end)
                at = text.find(self.text, end)
            else:
                at = text.find(self.text, at + 1)


class Phrases:
    """Phrases of one key, the longest first: any of them will do.

    Each question is first asked of all cores at once, at the speed of C: most lines have none of them.
    """

    def __init__(self, sources: Iterable[str], *, match_case: bool = False) -> None:
        self.all = sorted((phrase(source, match_case=match_case) for source in sources), key=lambda p: -len(p.text))
        self._cores = tuple(p.text[p.start : p.end] for p in self.all)
        self.cores = frozenset(self._cores)

    def is_line(self, view: View, text: str) -> bool:
        """Tell whether a phrase is the whole line."""
        first, last = view.core
        return text[first:last] in self.cores and any(p.is_line(view, text) for p in self.all)

    def at_start(self, view: View, text: str) -> Span | None:
        """Return where the longest phrase that the line starts with stands."""
        if not text.startswith(self._cores, view.core[0]):
            return None
        return next((place for p in self.all if (place := p.place_at_start(view, text))), None)

    def at_end(self, view: View, text: str) -> Span | None:
        """Return where the longest phrase that the line ends with stands."""
        if not text.endswith(self._cores, 0, view.core[1]):
            return None
        return next((place for p in self.all if (place := p.place_at_end(view, text))), None)

    def anywhere(self, text: str) -> Iterator[Span]:
        """Find the phrases anywhere in a line, as whole words."""
        return (place for p in self.all if p.text in text for place in p.places(text))


def phrase(source: str, *, match_case: bool = False) -> Phrase:
    """Fold a phrase as the text is folded."""
    text = " ".join(fold(visible_text(source)[0], case=not match_case).split())
    return Phrase(text, *(core(text) if core(text)[0] < len(text) else (0, 0)))
