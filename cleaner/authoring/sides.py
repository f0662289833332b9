"""An article as a comparison looks at it: its lines with what rules take of each, and what pruning took of its page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from cleaner.text.normalize import normalize
from cleaner.text.words import is_prose
from cleaner.types import Article, Line, Pruned, Removal

EXTRACTION = "extraction"
"""Names what left a line of a page out if no rule and no step did: what is pruned moves how other lines are judged."""


class ComparedLine:
    """A line, and what rules take of it."""

    def __init__(self, line: Line, text: str, removals: Iterable[Removal]) -> None:
        self.line, self.text, self.removals = line, text, removals

    @cached_property
    def mask(self) -> bytearray:
        """One byte a character: 1 for those that go, and for the form before the line's words."""
        mask = bytearray(len(self.text))
        mask[: self.line.lead] = b"\1" * self.line.lead
        for start, end, _ in self.places():
            mask[start:end] = b"\1" * (end - start)
        return mask

    def places(self) -> Iterator[tuple[int, int, str]]:
        """Return what goes, as places in the line, and the rule that takes it."""
        first = self.line.span.start
        for removal in self.removals:
            start, end = max(removal.span.start - first, 0), min(removal.span.end - first, len(self.text))
            yield start, end, removal.rule

    def standing(self) -> str:
        """Return what stands of the line's words."""
        return "".join(char for char, gone in zip(self.text, self.mask, strict=True) if not gone)

    def is_prose(self, text: str) -> bool:
        """Tell whether a part of the line is prose; code is none."""
        return self.line.kind != "code" and is_prose(text)


class ComparedArticle:
    """An article under one of the two rule sets."""

    def __init__(self, article: Article) -> None:
        self.article = article
        taken = defaultdict[int, list[Removal]](list)
        for removal in article.removals:
            taken[removal.line].append(removal)
        seen = Counter[str]()
        self.lines: dict[tuple[str, int], ComparedLine] = {}
        for line in article.document.lines:
            text = line.span.of(article.document.text)
            self.lines[text, seen[text]] = ComparedLine(line, text, taken.get(line.number, ()))
            seen[text] += 1

    @cached_property
    def nodes(self) -> dict[str, Pruned]:
        """The nodes that ``select`` rules took, by their paths."""
        return {one.path: one for one in self.article.pruned if not _is_step(one)}

    @cached_property
    def steps(self) -> Mapping[str, str]:
        """The steps of extraction that left lines out, by what those say."""
        return {joined_words(one.text): one.rule for one in self.article.pruned if _is_step(one)}

    def new_nodes(self, before: "ComparedArticle") -> list[tuple[Pruned, str]]:
        """Return the nodes taken here and not there (nor any around them), and their words."""
        return [(one, joined_words(one.text)) for path, one in self.nodes.items() if not _is_gone(path, before.nodes)]


def _is_step(pruned: Pruned) -> bool:
    return pruned.rule.startswith(f"{EXTRACTION}/")


def _is_gone(path: str, nodes: Mapping[str, Pruned]) -> bool:
    """Tell whether a node was taken, or one around it."""
    while path not in nodes:
        path = path.rpartition("/")[0]
        if not path:
            return False
    return True


def joined_words(text: str) -> str:
    """Return text as its words stand in a document, whatever blanks are between."""
    return " ".join(normalize(text).split())
