"""What ``--stats`` shows of all articles. click is not needed for it."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.stats import Stats


def stats_table(stats: "Stats") -> Iterator[str]:
    """Write the counts of a run for a person, the rules with the most lines first."""
    yield documents(stats)
    width = max([len("rule"), *map(len, stats.rules)])
    if stats.rules:
        yield f"{'rule':{width}}  documents     lines  characters"
    for name, of in stats.sorted_by():
        yield f"{name:{width}}  {of.documents:9}  {of.lines:8}  {of.characters:10}"


def documents(stats: "Stats") -> str:
    """Return how many documents there were, and what became of them."""
    verdicts = ", ".join(f"{count} {name}" for name, count in sorted(stats.verdicts.items()))
    return f"{stats.documents} document{'' if stats.documents == 1 else 's'}{f' ({verdicts})' if verdicts else ''}"


def stats_record(stats: "Stats") -> str:
    """Write the counts of a run as one JSON object."""
    rules = {
        name: {"documents": of.documents, "lines": of.lines, "characters": of.characters}
        for name, of in stats.sorted_by()
    }
    return json.dumps({"documents": stats.documents, "verdicts": dict(stats.verdicts), "rules": rules})
