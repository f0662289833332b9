"""Files that are one article each: texts, Markdown and pages."""

from collections.abc import Iterator

from cleaner.errors import InputError
from cleaner.io.batches import Batch
from cleaner.io.formats import DETECTION_BYTES, is_plainly_text
from cleaner.io.records import Record
from cleaner.io.streams import OpenInput
from cleaner.source import RecordKeys


def read_file(source: OpenInput, keys: RecordKeys, limit: int, batch_bytes: int) -> Iterator[Batch]:  # noqa: ARG001 - a Reader
    """Yield a whole file as one record. Raises :exc:`InputError` for one that is empty, too large, or no article."""
    may_be_foreign = source.kind == "text" and not source.is_requested
    if may_be_foreign and source.input.suffix not in (".txt", ""):
        from cleaner.io.foreign import refuse_foreign_name  # start-up time

        refuse_foreign_name(source.input, source.stream.peek(), keys)
    content = source.stream.read_all(limit)
    if not content.strip():
        raise InputError("is empty")
    if may_be_foreign and not is_plainly_text(content[:DETECTION_BYTES]):
        from cleaner.io.foreign import refuse_foreign_content  # start-up time

        refuse_foreign_content(source.input, content, keys)
    yield Batch(source.input, source.kind, (Record(source.input.name, content, source.kind),))
