"""What is said of each article, and ``--stats`` of all."""

import json
from collections import Counter
from collections.abc import Iterator

from cleaner.model import Article, Document, Line
from cleaner.words import PROSE_WORDS, count_words, is_sentence


def remarks(article: Article) -> Iterator[str]:
    """Say what a user should know of a page's article."""
    extracted = article.extracted
    if not extracted:
        return
    if extracted.parsed < 1:
        yield f"only {extracted.parsed:.0%} of its text could be parsed"
    if extracted.stopped:
        yield f"rules that would take too much of the page were stopped: {', '.join(extracted.stopped)}"
    if article.document.lines and not any(_is_prose(line, article.document) for line in article.document.lines):
        yield "reads like no article: it has no paragraph of prose"


def why_empty(article: Article) -> str:
    """Tell why a page gave nothing."""
    if article.extracted and not article.extracted.visible:
        return "a reader would see no text on the page"
    return "what it shows is links, forms or notices"


def _is_prose(line: Line, document: Document) -> bool:
    text = line.span.of(document.text)
    return is_sentence(text) and count_words(text) >= PROSE_WORDS


class Stats:
    """Counts over all articles of a run."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.chars = [0, 0]
        self.rules: dict[str, list[int]] = {}

    def add(self, article: Article) -> None:
        """Count one article."""
        self.verdicts[article.verdict] += 1
        self.chars[0] += len(article.document.text)
        self.chars[1] += len(article.text)
        seen: set[str] = set()
        places: set[tuple[str, int]] = set()
        for pruned in article.pruned:
            row = self.rules.setdefault(pruned.rule, [0, 0, 0])
            row[0] += pruned.rule not in seen
            row[1] += 1
            row[2] += len(pruned.text)
            seen.add(pruned.rule)
        for removal in article.removals:
            row = self.rules.setdefault(removal.rule, [0, 0, 0])
            row[0] += removal.rule not in seen
            row[1] += (removal.rule, removal.line) not in places
            row[2] += removal.span.end - removal.span.start
            seen.add(removal.rule)
            places.add((removal.rule, removal.line))

    def table(self) -> Iterator[str]:
        """Write the counts for a person, the rules with the most lines first."""
        verdicts = ", ".join(f"{count} {name}" for name, count in sorted(self.verdicts.items()))
        total = sum(self.verdicts.values())
        yield f"{total} document{'' if total == 1 else 's'}{f' ({verdicts})' if verdicts else ''}"
        width = max([len("rule"), *map(len, self.rules)])
        if self.rules:
            yield f"{'rule':{width}}  documents     lines  characters"
        for name, (documents, lines, chars) in self._sorted():
            yield f"{name:{width}}  {documents:9}  {lines:8}  {chars:10}"

    def record(self) -> str:
        """Write the counts as one JSON object."""
        rules = {
            name: {"documents": documents, "lines": lines, "characters": chars}
            for name, (documents, lines, chars) in self._sorted()
        }
        return json.dumps({"documents": sum(self.verdicts.values()), "verdicts": dict(self.verdicts), "rules": rules})

    def _sorted(self) -> list[tuple[str, list[int]]]:
        return sorted(self.rules.items(), key=lambda item: (-item[1][1], item[0]))
