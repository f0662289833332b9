"""When an article was published and modified.

What the page declares comes first, then what it shows near its headline, then what is marked as a date elsewhere in the
article, the address, and last a guess. A declared time in UTC gives way to the day that the page shows, if that is one
day off: readers live in another zone than the program that wrote the stamp.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain, islice
from typing import Any

from cleaner.dates import DateStyle, ascii_digits, format_date, written_dates
from cleaner.html.metadata.date_guess import (
    guess_date,
    is_supported,
    labeled_days,
    marked_days,
    without_json_ld,
)
from cleaner.html.metadata.date_lines import find_anchor
from cleaner.html.metadata.date_order import address_day, order_of_figures, page_order
from cleaner.html.metadata.date_words import MODIFIED, OTHER, PUBLISHED
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.metadata.plausible_date import day_of, is_plausible, plausible_date
from cleaner.html.metadata.shown_dates import AFTER_STANDFIRST, BELOW, ShownDate, find_shown_dates, is_elsewhere
from cleaner.html.values import iter_values, plain_text
from cleaner.metadata import FoundField

PUBLISHED_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "#datepublished",
    "parsely-pub-date", "sailthru.date", "datepublished", "publish-date", "publishdate", "publish_date", "pubdate",
    "publication_date", "published_at", "publishedat", "date.published", "cxenseparse:recs:publishtime",
    "article.published", "published", "published-date", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "article:created_time", "#datecreated",
)  # fmt: skip
VAGUE_METAS = ("dcterms.date", "dc.date", "date", "created")
MODIFIED_METAS = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "#datemodified", "datemodified",
    "last-modified", "lastmod", "dcterms.modified", "dc.date.modified", "revised",
)  # fmt: skip
"""Meta nodes that hold a date, in order of trust. What vague ones hold is often the day of a change or of the visit: a
date near the headline is better."""

MAX_MARKED_DATES = 3
"""Nodes marked as a date that are read: the first is the article's, later ones belong to other articles."""

MAX_SAME = timedelta(minutes=2)
"""Difference of two stamps of one moment: some have no seconds."""

LATEST_WEST, EARLIEST_EAST = 12, 10
"""Hours of a day in UTC before which it may be the day before west of Greenwich, and from which the next one east."""

Candidates = Iterator[tuple[date, str]]


@dataclass(frozen=True)
class PageDates:
    """What tells the dates of a page: the page, its title, and the tag of its language."""

    page: Page
    title: str
    language: str

    @cached_property
    def style(self) -> DateStyle:
        """How the page writes dates in words; the order of figures is only found where it matters (:meth:`day`)."""
        return DateStyle(self.language.partition("-")[0])

    @cached_property
    def anchor(self) -> tuple[Any, bool]:
        """The node of the headline or the container of the article, if there is either, and whether it is the first."""
        head = self.page.head
        return find_anchor(self.page.tree, head.headlines, (self.title, head.title, head.meta("og:title")))

    @cached_property
    def around(self) -> frozenset[Any]:
        """The nodes around the headline."""
        node = self.anchor[0]
        return frozenset((self.page.tree,) if node is None else (node, *node.iterancestors()))

    @property
    def shown(self) -> list[ShownDate]:
        """The dates near the headline, without those of events that the page declares."""
        return list(self.iter_shown())

    def iter_shown(self) -> Iterator[ShownDate]:
        """Yield the dates near the headline, each found when it is first needed."""
        index = 0
        while True:
            if index == len(self._found):
                entry = next(self._walk, None)
                if entry is None:
                    return
                self._found.append(entry)
            yield self._found[index]
            index += 1

    @cached_property
    def _found(self) -> list[ShownDate]:
        return []

    @cached_property
    def _walk(self) -> Iterator[ShownDate]:
        node, is_headline = self.anchor
        if node is None:
            return iter(())
        shown = find_shown_dates(node, self.style, is_headline=is_headline)
        return (entry for entry in shown if not self.event_days.intersection(_days_of(entry)))

    @cached_property
    def event_days(self) -> frozenset[date]:
        """The days on which events begin and end that the page declares."""
        return frozenset(day_of(day) for value in self.page.event_values() if (day := self.moment(value)))

    @cached_property
    def declared_days(self) -> frozenset[date]:
        """The days in the page's head and its address, which other dates may agree with."""
        metas = (self.page.head.meta(name) for name in (*PUBLISHED_METAS, *VAGUE_METAS, *MODIFIED_METAS))
        facts = self.page.fact_values("datePublished", "dateModified")
        days = {day_of(moment) for value in chain(metas, facts) if (moment := plausible_date(value, self.style))}
        return frozenset(days | {day for day in (address_day(self.page.url or ""),) if day})

    @property
    def scope(self) -> Any:
        """The container of the article around the headline; the whole page where there is none."""
        node = self.anchor[0]
        lineage = () if node is None else (node, *node.iterancestors())
        return next((node for node in lineage if node.tag in ("article", "main")), self.page.tree)

    def moment(self, value: Any) -> date | None:
        """Return the plausible date that a value holds."""
        if moment := plausible_date(value, self.style):
            return moment
        written = written_dates(ascii_digits(plain_text(value)), self.style)
        return self.day(written[0].days) if len(written) == 1 else None

    def day(self, days: tuple[date, ...]) -> date | None:
        """Return the plausible one of the days that a date may be; ``None`` if nothing decides between two."""
        days = tuple(filter(is_plausible, days))
        if len(days) <= 1:
            return next(iter(days), None)
        agreed = [day for day in days if day in self.declared_days]
        if len(agreed) == 1:
            return agreed[0]
        order = page_order(self.page, self.language) or order_of_figures(self.page.tree)
        return {"dm": days[0], "md": days[1]}.get(order)


def find_date(dates: PageDates) -> FoundField | None:
    """Return when the article was published."""
    places = (_declared, _shown, _vague, _marked, _guessed)
    for moment, source in chain.from_iterable(place(dates) for place in places):
        return "date", format_date(moment), source
    return None


def find_modified(dates: PageDates, published: str | None) -> FoundField | None:
    """Return when the article was last modified; dates before the day of ``published`` (ISO 8601) are skipped."""
    for moment, source in chain(_declared_changes(dates), _shown_changes(dates, published)):
        modified = format_date(moment)
        if published and modified[:10] != published[:10]:
            modified = format_date(_own_day(moment, dates, (MODIFIED,)))
        if not published or modified[:10] >= published[:10]:
            return "modified", modified, source
    return None


def _declared_changes(dates: PageDates) -> Candidates:
    page = dates.page
    for value in page.fact_values("dateModified"):
        for entry in iter_values(value):
            if moment := dates.moment(entry):
                yield moment, "JSON-LD dateModified"
    for name in MODIFIED_METAS:
        for value in page.head.meta_values(name):
            if moment := dates.moment(value):
                yield moment, name


def _declared(dates: PageDates) -> Candidates:
    """Yield what data and microdata declare, the most trusted first."""
    for value, source in _declared_values(dates.page):
        if moment := dates.moment(value):
            yield _published_day(moment, dates), source
    nodes = (node for node in dates.page.microdata_nodes if node.get("itemprop", "").lower() == "datepublished")
    for node in islice(nodes, MAX_MARKED_DATES):
        moment = dates.moment(node.get("datetime") or node.get("content") or node_text(node))
        if moment and not is_elsewhere(node, dates.around):
            yield _published_day(moment, dates), "datePublished"


def _declared_values(page: Page) -> Iterator[tuple[Any, str]]:
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for value in page.fact_values(key):
            yield from ((entry, f"JSON-LD {key}") for entry in iter_values(value))
    for name in PUBLISHED_METAS:
        yield from ((value, name) for value in page.head.meta_values(name))


def _vague(dates: PageDates) -> Candidates:
    for name in VAGUE_METAS:
        for value in dates.page.head.meta_values(name):
            if moment := dates.moment(value):
                yield _own_day(moment, dates, ("", PUBLISHED)), name


def _published_day(moment: date, dates: PageDates) -> date:
    """Return a declared moment, or the day that the page shows instead of it.

    Where the page declares its last change as its publication, it may show which is which.
    """
    if any(change == moment for change, _ in _declared_changes(dates)):
        days = (dates.day(entry.days) for entry in dates.shown if entry.role == PUBLISHED and entry.is_certain)
        changes = {day for entry in dates.shown if entry.role == MODIFIED for day in _days_of(entry)}
        earlier = next((day for day in days if day and day < day_of(moment)), None)
        if earlier and day_of(moment) in changes:
            return earlier
    return _own_day(moment, dates, ("", PUBLISHED))


def _own_day(moment: date, dates: PageDates, roles: tuple[str, ...]) -> date:
    """Return a moment, or what the page shows for it where the moment is in UTC and the page's day is another."""
    if not isinstance(moment, datetime) or moment.utcoffset() != timedelta(0):
        return moment
    before, after = moment.date() - timedelta(1), moment.date() + timedelta(1)
    other = None
    for entry in dates.iter_shown():
        stamp = entry.stamp
        if isinstance(stamp, datetime) and stamp.utcoffset() and abs(stamp - moment) <= MAX_SAME:
            return stamp
        is_change = entry.role == MODIFIED and isinstance(stamp, datetime) and bool(stamp.tzinfo) and stamp >= moment
        days = _days_of(entry) if entry.role in roles else ()
        if is_change and before in _days_of(entry):  # changed on the day before by the page's zone: published no later
            other = other or before
        if moment.date() in days:
            return moment
        if (before in days and moment.hour < LATEST_WEST) or (after in days and moment.hour >= EARLIEST_EAST):
            other = other or (before if before in days else after)
    return other or moment


def _days_of(entry: ShownDate) -> tuple[date, ...]:
    return entry.days or ((day_of(entry.stamp),) if entry.stamp else ())


def _shown(dates: PageDates) -> Candidates:
    """Yield the dates near the headline, those first that words call published.

    One whose node alone is called updated is that of publication if there is no other: themes mark it so.
    """
    changes = [entry for entry in dates.shown if entry.role == MODIFIED]
    weak = [] if any(entry.is_certain for entry in changes) else changes
    found = [entry for entry in dates.shown if entry.role in ("", PUBLISHED)]
    for entry in (*sorted(found, key=_rank), *weak):
        if moment := _moment_of(entry, dates):
            yield moment, "time" if entry.stamp else "visible date"


def _rank(entry: ShownDate) -> tuple[bool, int, bool, int]:
    """Return by what dates near the headline are sorted: those before the prose first, and of them the labeled ones."""
    is_below = entry.place in (AFTER_STANDFIRST, BELOW)
    return is_below, entry.place * is_below, not entry.role, entry.place


def _moment_of(entry: ShownDate, dates: PageDates) -> date | None:
    """Return the moment of a shown date: its stamp if that is of the day that it shows, else that day."""
    stamp = entry.stamp if entry.stamp and is_plausible(entry.stamp) else None
    if stamp and (not entry.days or day_of(stamp) in entry.days):
        return stamp
    return dates.day(entry.days)


def _shown_changes(dates: PageDates, published: str | None) -> Candidates:
    for entry in dates.shown:
        moment = _moment_of(entry, dates) if entry.role == MODIFIED else None
        if moment and (entry.is_certain or (published and day_of(moment).isoformat() != published[:10])):
            yield moment, "time" if entry.stamp else "visible date"


def _marked(dates: PageDates) -> Candidates:
    """Yield dates that are marked as such in the article, or that words call published, except those of changes."""
    others = {day for entry in dates.shown if entry.role in (MODIFIED, OTHER) for day in _days_of(entry)}
    others |= dates.event_days
    scope = dates.scope
    marked = marked_days(scope, dates.style, dates.around)
    for days in chain(marked, labeled_days(scope, dates.style, dates.around)):
        moment = dates.day(days)
        if moment and day_of(moment) not in others:
            yield moment, "visible date"


def _guessed(dates: PageDates) -> Candidates:
    """Yield the day in the address, then htmldate's guess unless the page calls it that of something else."""
    page = dates.page
    for address in filter(None, (page.url, page.address[0] if page.address else "")):
        day = address_day(address)
        if day and is_plausible(day):
            yield day, "the url"
    others = {day for entry in dates.shown if entry.role for day in _days_of(entry)}
    others.update(dates.event_days, (day_of(moment) for moment, _ in _declared_changes(dates)))
    tree = without_json_ld(page.tree) if page.has_foreign_article else page.tree
    guess = plausible_date(guess_date(tree, url=page.url))
    if guess and guess not in others and is_supported(page.tree, guess, dates.style, dates.around):
        yield guess, "htmldate"
