"""Which site a text without an address comes from: its site says so in phrases of its own."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from cleaner.engine.fold import fold, shown
from cleaner.engine.lines import LineMatcher
from cleaner.engine.patterns import Clock
from cleaner.engine.view import views
from cleaner.model import Document, LineKeys


class Recognizer:
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

    def site(self, document: Document) -> str | None:
        """Return the one site whose phrases the text has; ``None`` if there is no such site, or more than one."""
        text = fold(shown(document.text))
        likely = {site for core, site in self.cores if core in text}
        lines = views(document) if likely else []
        found = [
            site
            for site, one in self._matchers.items()
            if site in likely and any(one.matches(line, Clock()) for line in lines)
        ]
        return found[0] if len(found) == 1 else None
