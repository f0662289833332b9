"""A step of datatrove's pipelines: documents are cleaned on their way from a reader to a writer.

::

    pipeline = [JsonlReader("crawl/"), ArticleCleaner(), JsonlWriter("cleaned/")]

Nothing is dropped unless that is asked for; what is dropped goes to an exclusion writer as datatrove's filters have it.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaner import Article, Cleaner, OptionError

OWN = "cleaner"
"""The key of a document's metadata that tells what was done to it."""


class ArticleCleaner(PipelineStep):  # type: ignore[misc]  # it ships no types
    """Cleans the text of each document, and adds what it says of itself to its metadata.

    Fields that the metadata has already stay as they are; ``url``, ``language`` (or ``lang``) and ``site`` there tell
    which rules apply. Statistics count documents by verdict, lines by the rule that removed them, and nodes of pages
    by the rule that pruned them.
    """

    name = "🧹 Article cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        html: bool = False,
        drop_empty: bool = False,
        drop_failed: bool = False,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        """Take a cleaner, the default one for ``None``; with ``html`` documents are pages, as a WARC reader gives them.

        ``drop_empty`` drops documents of which nothing is left, ``drop_failed`` those that cannot be cleaned, which
        pass on as they are otherwise. ``exclusion_writer`` takes what is dropped, with its text as it came, and the
        reason under ``filter_reason``. Raises :exc:`cleaner.OptionError` for a writer that would take nothing.
        """
        super().__init__()
        if exclusion_writer and not (drop_empty or drop_failed):
            raise OptionError("the exclusion writer takes what is dropped: add drop_empty=True or drop_failed=True")
        self.cleaner = cleaner or Cleaner()
        self.html = html
        self.drops = {verdict for verdict, drop in (("empty", drop_empty), ("failed", drop_failed)) if drop}
        self.exclusion_writer = exclusion_writer

    def run(self, data: Iterator[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002 - datatrove's names
        """Clean one document after the other."""
        with self.exclusion_writer or nullcontext() as writer:
            for document in data:
                with self.track_time():
                    article = self._clean(document)
                    self._count(article)
                _tell(document, article)
                if article.verdict in self.drops:
                    self.stat_update("dropped", f"dropped_{article.verdict}")
                    document.metadata["filter_reason"] = article.verdict
                    if writer:
                        writer.write(document, rank)
                    continue
                document.text = article.text
                self.stat_update("forwarded")
                self.update_doc_stats(document)
                yield document

    def _clean(self, document: Document) -> Article:
        known: dict[str, Any] = document.metadata
        url, language = known.get("url"), known.get("lang")
        return self.cleaner.clean(
            **{"html" if self.html else "text": document.text},
            url=url if isinstance(url, str) else None,
            language=language if isinstance(language, str) else None,
            metadata=known,
        )

    def _count(self, article: Article) -> None:
        self.stat_update("total", article.verdict)
        lines = dict.fromkeys((removal.rule, removal.line) for removal in article.removals)  # a set has no order
        for rule, count in Counter(rule for rule, _ in lines).items():
            self.stat_update(f"removed_{rule}", value=count, unit="doc")
        for rule, count in Counter(pruned.rule for pruned in article.pruned).items():
            self.stat_update(f"pruned_{rule}", value=count, unit="doc")


def _tell(document: Document, article: Article) -> None:
    """Add an article's fields to a document's metadata; only the cleaner's own entry replaces what is there."""
    for name, value in article.metadata.fields.items():
        document.metadata.setdefault(name, value)
    document.metadata[OWN] = article.metadata[OWN]
