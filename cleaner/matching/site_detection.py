"""The site of a text without an address, by phrases that only this site prints."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from cleaner.matching.index import Literals, utf8
from cleaner.matching.line import LineMatcher
from cleaner.matching.regex import TimeBudget
from cleaner.text.view import View
from cleaner.types import LineKeys


class SiteDetector:
    """The phrases that identify sites, compiled once."""

    def __init__(self, phrases: Iterable[tuple[str, Sequence[str]]], cores: Sequence[Sequence[str]] = ()) -> None:
        """Take sites with their phrases, and :attr:`cores` if they are known already."""
        self._matchers = {site: LineMatcher(LineKeys(contains=tuple(texts))) for site, texts in phrases}
        self._cores = cores

    @cached_property
    def cores(self) -> Sequence[Sequence[str]]:
        """Pairs of a phrase's core and its site: a line without the core does not have the phrase."""
        return self._cores or [
            (core, site) for site, matcher in self._matchers.items() for core in sorted(matcher.cores("contains"))
        ]

    @cached_property
    def _literals(self) -> Literals:
        return Literals([core for core, _ in self.cores])

    def detect(self, lines: Sequence[View]) -> str | None:
        """Return the one site whose phrases the text has; ``None`` if there is none, or more than one."""
        text = utf8("\n".join([line.folded for line in lines]))
        candidates = {self.cores[number][1] for number, _, _ in self._literals.places(text)}
        sites = [site for site in candidates if any(self._matchers[site].matches(line, TimeBudget()) for line in lines)]
        return sites[0] if len(sites) == 1 else None
