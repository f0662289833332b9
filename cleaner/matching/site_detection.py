"""Which site a text without an address comes from: its site says so in phrases of its own."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from cleaner.matching.index import Literals
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.text.view import View
from cleaner.types import LineKeys


class SiteDetector:
    """The phrases that identify sites, compiled once."""

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str]]], cores: Sequence[Sequence[str]] = ()) -> None:
        """Take the phrases, and what :attr:`cores` says of them if that is known."""
        self._matchers = {site: LineMatcher(LineKeys(contains=tuple(marks))) for site, marks in phrases}
        self._cores = cores

    @cached_property
    def cores(self) -> Sequence[Sequence[str]]:
        """What a line with a site's phrases has, and the site: pairs."""
        return self._cores or [
            (core, site) for site, one in self._matchers.items() for core in sorted(one.cores("contains"))
        ]

    @cached_property
    def _literals(self) -> Literals:
        return Literals([core for core, _ in self.cores])

    def detect(self, lines: Sequence[View]) -> str | None:
        """Return the one site whose phrases the text has; ``None`` if there is no such site, or more than one."""
        text = "\n".join([line.folded for line in lines])
        likely = {self.cores[place[0]][1] for place in self._literals.places(text)}
        found = [site for site in likely if any(self._matchers[site].matches(line, TimeBudget()) for line in lines)]
        return found[0] if len(found) == 1 else None
