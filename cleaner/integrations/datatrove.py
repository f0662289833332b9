"""A step of datatrove's pipelines that cleans documents between a reader and a writer.

::

    pipeline = [JsonlReader("crawl/"), ArticleCleaner(), JsonlWriter("cleaned/")]

Documents are dropped on request only, and can be sent to an exclusion writer, as with datatrove's filters.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaner import Article, Cleaner, OptionError
from cleaner.languages import normalize_language

CLEANER_KEY = "cleaner"
"""The key in a document's metadata that holds the report of its cleaning."""


class ArticleCleaner(PipelineStep):  # type: ignore[misc]  # it ships no types
    """Cleans the text of each document, and adds the fields found in it to its metadata.

    Fields that the metadata already has stay unchanged; ``url``, ``language`` (or ``lang``) and ``site`` among them
    select rules. Statistics count documents by verdict, lines by the rule that removed them, and nodes of pages by the
    rule that pruned them.
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
        """Use a cleaner, by default ``Cleaner()``. With ``html``, documents are pages, as a WARC reader yields them.

        ``drop_empty`` drops documents without any text left, ``drop_failed`` those that cannot be cleaned, which
        otherwise pass unchanged. ``exclusion_writer`` receives dropped documents with their original text, and the
        reason under ``filter_reason``. Raises :exc:`cleaner.OptionError` for a writer without anything to drop.
        """
        super().__init__()
        if exclusion_writer and not (drop_empty or drop_failed):
            raise OptionError("exclusion_writer needs documents to drop: add drop_empty=True or drop_failed=True")
        self.cleaner = cleaner or Cleaner()
        self.html = html
        self.drops = {verdict for verdict, drop in (("empty", drop_empty), ("failed", drop_failed)) if drop}
        self.exclusion_writer = exclusion_writer

    def run(self, data: Iterator[Document], rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002 - datatrove's names
        """Yield the documents, cleaned one after the other."""
        with self.exclusion_writer or nullcontext() as writer:
            for document in data:
                with self.track_time():
                    article = self._clean(document)
                    self._count(article)
                _add_metadata(document, article)
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
        metadata: dict[str, Any] = document.metadata
        url, language = metadata.get("url"), metadata.get("lang")
        return self.cleaner.clean(
            **{"html" if self.html else "text": document.text},
            url=url if isinstance(url, str) else None,
            language=normalize_language(language) if isinstance(language, str) else None,
            metadata=metadata,
        )

    def _count(self, article: Article) -> None:
        self.stat_update("total", article.verdict)
        lines = dict.fromkeys((removal.rule, removal.line) for removal in article.removals)  # a set has no order
        for rule, count in Counter(rule for rule, _ in lines).items():
            self.stat_update(f"removed_{rule}", value=count, unit="doc")
        for rule, count in Counter(pruned.rule for pruned in article.pruned).items():
            self.stat_update(f"pruned_{rule}", value=count, unit="doc")


def _add_metadata(document: Document, article: Article) -> None:
    """Add an article's fields to a document's metadata; only the report of its cleaning replaces an existing one."""
    for name, value in article.metadata.fields.items():
        document.metadata.setdefault(name, value)
    document.metadata[CLEANER_KEY] = article.metadata[CLEANER_KEY]
