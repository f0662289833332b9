"""An item pipeline of Scrapy that cleans the texts or pages of items on their way to the feed.

::

    ITEM_PIPELINES = {"cleaner.integrations.scrapy.CleanPipeline": 300}

Settings and their defaults:

* ``CLEANER_FIELDS``: the names of an item's fields, ``{"text": "text", "html": "html", "url": "url", "lang": "lang",
  "metadata": "metadata"}``. Fields that are left out keep their default; ``None`` means that there is no such field.
* ``CLEANER_RULES``: rule files and folders on top of the shipped rules, ``[]``.
* ``CLEANER_PROFILE``, ``CLEANER_EFFORT``, ``CLEANER_ENABLE``, ``CLEANER_DISABLE``, ``CLEANER_TEXT_FORMAT``: as the
  options of ``clean``.
* ``CLEANER_DROP_EMPTY``, ``CLEANER_DROP_FAILED``: whether to drop items without any text left, and items that cannot
  be cleaned, ``False``. A failed item that is not dropped passes unchanged, with the reason in its metadata.

Statistics count items by verdict (``cleaner/verdict/cleaned``), lines by the rule that removed them
(``cleaner/removed/tags/tag-list``), nodes of pages by the rule that pruned them (``cleaner/pruned/…``), and items with
neither text nor page (``cleaner/skipped``), which pass unchanged.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from itemadapter import ItemAdapter
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from cleaner import Article, Cleaner, OptionError

CLEANER_KEY = "cleaner"
"""The key in an item's metadata that holds the report of its cleaning."""

FIELDS: Mapping[str, str | None] = {
    "text": "text",
    "html": "html",
    "url": "url",
    "lang": "lang",
    "metadata": "metadata",
}
"""The default names of an item's fields."""


class CleanPipeline:
    """Cleans items of any type: dicts, dataclasses, attrs classes, Scrapy's and others that itemadapter knows.

    The text is written to the item's field for texts, and the fields found in it to that for metadata, if the item has
    one; fields that the item's metadata already has are unchanged. A page stays in its field.
    """

    def __init__(self, cleaner: Cleaner, fields: Mapping[str, str | None], drops: frozenset[str], stats: Any) -> None:
        """Use the given fields; ``drops`` are the verdicts of items to drop.

        Raises :exc:`cleaner.OptionError` for a field that does not exist.
        """
        self.cleaner, self.drops, self.stats = cleaner, drops, stats
        if unknown := sorted(set(fields) - set(FIELDS)):
            raise OptionError(f"CLEANER_FIELDS has an unknown field '{unknown[0]}': use {', '.join(FIELDS)}")
        self.fields = {**FIELDS, **fields}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "CleanPipeline":
        """Return a pipeline with a crawler's settings.

        Raises :exc:`cleaner.CleanerError` for wrong settings and rules, before anything is crawled.
        """
        settings = crawler.settings
        cleaner = Cleaner(
            rules=settings.getlist("CLEANER_RULES"),
            profile=settings.get("CLEANER_PROFILE", "standard"),
            effort=settings.get("CLEANER_EFFORT", "standard"),
            enable=settings.getlist("CLEANER_ENABLE"),
            disable=settings.getlist("CLEANER_DISABLE"),
            text_format=settings.get("CLEANER_TEXT_FORMAT"),
        )
        drops = frozenset(
            verdict for verdict in ("empty", "failed") if settings.getbool(f"CLEANER_DROP_{verdict.upper()}")
        )
        return cls(cleaner, settings.getdict("CLEANER_FIELDS"), drops, crawler.stats)

    def process_item(self, item: Any, spider: Any = None) -> Any:  # noqa: ARG002 - older versions of Scrapy pass it
        """Return an item, cleaned.

        Raises :exc:`scrapy.exceptions.DropItem` for an item to drop, and :exc:`cleaner.OptionError` for one that has no
        field for the text.
        """
        adapter = ItemAdapter(item)
        article = self._clean(adapter)
        if article is None:
            self.stats.inc_value("cleaner/skipped")
            return item
        self._count(article)
        if article.verdict in self.drops:
            raise DropItem(f"cleaner: {article.error or 'no text is left'}")
        self._fill(adapter, article)
        return item

    def _clean(self, adapter: ItemAdapter) -> Article | None:
        """Return the article of an item's text or page; ``None`` if it has neither."""
        values = {name: adapter.get(field) for name, field in self.fields.items() if field}
        record = {name: value for name, value in values.items() if value is not None}
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
        """Write an article into its item."""
        text, metadata = self.fields["text"], self.fields["metadata"]
        if article.error is None:
            if text is None or not _has_field(adapter, text):
                raise OptionError(
                    f"items have no field '{text}' for the text: add it, or name another in CLEANER_FIELDS"
                )
            adapter[text] = article.text
        if metadata is not None and _has_field(adapter, metadata):
            value = adapter.get(metadata)
            existing = value if isinstance(value, Mapping) else {}
            adapter[metadata] = {**article.metadata.fields, **existing, CLEANER_KEY: article.metadata[CLEANER_KEY]}


def _has_field(adapter: ItemAdapter, field: str) -> bool:
    """Whether an item can have a field; a dict can have any."""
    return isinstance(adapter.item, dict) or field in adapter.field_names()
