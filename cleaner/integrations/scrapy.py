"""An item pipeline of Scrapy: items' texts or pages are cleaned on their way to the feed.

::

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanPipeline": 300}

Settings, with what they are unless given:

* ``CLEANER_FIELDS``: which of an item's fields are what, ``{"text": "text", "html": "html", "url": "url",
  "lang": "lang", "metadata": "metadata"}``; what is left out stays as it is by default, and ``None`` is no field.
* ``CLEANER_RULES``: rule files and folders above the shipped ones, ``[]``.
* ``CLEANER_PROFILE``, ``CLEANER_EFFORT``, ``CLEANER_ENABLE``, ``CLEANER_DISABLE``: as the options of ``clean``.
* ``CLEANER_DROP_EMPTY``, ``CLEANER_DROP_FAILED``: drop items of which nothing is left, or that cannot be cleaned,
  ``False``. An item that fails passes on as it is otherwise, with the reason in its metadata.

Statistics count items by verdict (``cleaner/verdict/cleaned``), lines by the rule that removed them
(``cleaner/removed/tags/tag-list``), nodes of pages by the rule that pruned them (``cleaner/pruned/…``), and items that
have neither text nor page (``cleaner/skipped``), which pass on untouched.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from cleaner import Article, Cleaner, OptionError

OWN = "cleaner"
"""The key of the metadata that tells what was done to an item."""

FIELDS: Mapping[str, str | None] = {
    "text": "text",
    "html": "html",
    "url": "url",
    "lang": "lang",
    "metadata": "metadata",
}
"""What an item's fields are called unless ``CLEANER_FIELDS`` says so."""


class CleanPipeline:
    """Cleans items of any type: dicts, dataclasses, attrs classes, Scrapy's and others that itemadapter knows.

    The text goes into the item's field for it, what was found beside it into that for metadata, if the item has one;
    fields that the item's metadata has already stay as they are. A page stays in its field.
    """

    def __init__(self, cleaner: Cleaner, fields: Mapping[str, str | None], drops: frozenset[str], stats: Any) -> None:
        """Take what the settings say; ``drops`` are the verdicts of items to drop."""
        self.cleaner, self.drops, self.stats = cleaner, drops, stats
        if unknown := sorted(set(fields) - set(FIELDS)):
            raise OptionError(f"CLEANER_FIELDS has no field for '{unknown[0]}': it has {', '.join(FIELDS)}")
        self.fields = {**FIELDS, **fields}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CleanPipeline":
        """Read a crawler's settings. Raises :exc:`cleaner.CleanerError` for wrong ones, before anything is crawled."""
        settings = crawler.settings
        cleaner = Cleaner(
            rules=settings.getlist("CLEANER_RULES"),
            profile=settings.get("CLEANER_PROFILE", "standard"),
            effort=settings.get("CLEANER_EFFORT", "standard"),
            enable=settings.getlist("CLEANER_ENABLE"),
            disable=settings.getlist("CLEANER_DISABLE"),
        )
        drops = frozenset(
            verdict for verdict in ("empty", "failed") if settings.getbool(f"CLEANER_DROP_{verdict.upper()}")
        )
        return cls(cleaner, settings.getdict("CLEANER_FIELDS"), drops, crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002 - older versions give it
        """Clean one item. Raises ``DropItem`` for one that is to be dropped."""
        adapter = ItemAdapter(item)
        article = self._clean(adapter)
        if article is None:
            self.stats.inc_value("cleaner/skipped")
            return item
        self._count(article)
        if article.verdict in self.drops:
            raise DropItem(f"cleaner: {article.error or 'nothing is left of it'}")
        self._fill(adapter, article)
        return item

    def _clean(self, adapter: ItemAdapter) -> Article | None:
        """Clean an item's text, or its page; ``None`` if it has neither."""
        given = {name: adapter.get(field) for name, field in self.fields.items() if field}
        record = {name: value for name, value in given.items() if value is not None}
        if not record.keys() & {"text", "html"}:
            return None
        (article,) = self.cleaner.clean_many([record])
        return article

    def _count(self, article: Article) -> None:
        self.stats.inc_value(f"cleaner/verdict/{article.verdict}")
        lines = dict.fromkeys((removal.rule, removal.line) for removal in article.removals)  # a set has no order
        for rule, count in Counter(rule for rule, _ in lines).items():
            self.stats.inc_value(f"cleaner/removed/{rule}", count)
        for rule, count in Counter(pruned.rule for pruned in article.pruned).items():
            self.stats.inc_value(f"cleaner/pruned/{rule}", count)

    def _fill(self, adapter: ItemAdapter, article: Article) -> None:
        """Write an article into its item; a text goes nowhere but where the item has a field for it."""
        text, metadata = self.fields["text"], self.fields["metadata"]
        if article.error is None:
            if text is None or not _holds(adapter, text):
                raise OptionError(
                    f"items have no field '{text}' for the text: add it, or name another in CLEANER_FIELDS"
                )
            adapter[text] = article.text
        if metadata is not None and _holds(adapter, metadata):
            known = adapter.get(metadata)
            given = known if isinstance(known, Mapping) else {}
            adapter[metadata] = {**article.metadata.fields, **given, OWN: article.metadata[OWN]}


def _holds(adapter: ItemAdapter, field: str) -> bool:
    """Tell whether an item can have a field: of a dict, any."""
    return isinstance(adapter.item, dict) or field in adapter.field_names()
