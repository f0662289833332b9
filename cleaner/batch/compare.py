"""Two output folders of runs, compared: what another version, other rules or options change in a corpus."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cleaner.batch.store import OutputFolder, digest
from cleaner.errors import InputError
from cleaner.frontmatter import split_front_matter
from cleaner.io.batches import BATCH_BYTES, read_batches
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, Record, fields_of, source_of_file
from cleaner.io.streams import Flush
from cleaner.markdown_front_matter import split_markdown
from cleaner.options import Options
from cleaner.source import RecordKeys

if TYPE_CHECKING:
    from cleaner.places import Place


class Change(NamedTuple):
    """A document that two runs wrote otherwise: lines that only the other run has, and those that only this one has.

    ``missing`` says which of the runs does not have the document at all, ``here`` or ``there``; empty if both have it.
    """

    output: str
    id: Any = None
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    missing: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return what is known of the change as values for JSON."""
        return {name: value for name, value in self._asdict().items() if value not in (None, (), "")}


class Comparison(NamedTuple):
    """The documents of two runs: how many have the same text, and the others."""

    same: int
    changes: Sequence[Change]

    @property
    def totals(self) -> str:
        """The totals for people to read."""
        changed = [change for change in self.changes if not change.missing]
        missing = Counter(change.missing for change in self.changes)
        lost, gained = (sum(len(getattr(change, name)) for change in changed) for name in ("lost", "gained"))
        return (
            f"{self.same:,} the same, {len(changed):,} changed ({lost:,} lines less, {gained:,} lines more), "
            f"{missing['there']:,} only here, {missing['here']:,} only there"
        )


class _Text(NamedTuple):
    id: Any
    text: str


def compare_outputs(folder: OutputFolder, other: OutputFolder, keys: RecordKeys) -> Comparison:
    """Compare the texts of two runs, document by document; metadata is not compared."""
    outputs, others = _outputs(folder), _outputs(other)
    same, changes = 0, list[Change]()
    for output in sorted(outputs | others):
        for change in _changes(output, folder.path, other.path, keys):
            if change is None:
                same += 1
            else:
                changes.append(change)
    return Comparison(same, changes)


def _outputs(folder: OutputFolder) -> set[str]:
    files = [file for record in folder.records().values() for file in record["files"]]
    return {file["output"] for file in files if file.get("output")}


def _changes(output: str, folder: "Place", other: "Place", keys: RecordKeys) -> Iterator[Change | None]:
    """Yield the changes in one output, and ``None`` for each of its documents that is the same."""
    texts = _texts(folder / output, keys)
    if digest(folder / output) == digest(other / output):
        yield from (None for _ in texts)
        return
    for mine, theirs in zip_longest(texts, _texts(other / output, keys)):
        if mine is None or theirs is None:
            yield Change(output, (mine or theirs).id, missing="there" if theirs is None else "here")
        elif mine.id != theirs.id:
            yield Change(output, mine.id, missing="there")
            yield Change(output, theirs.id, missing="here")
        elif mine.text == theirs.text:
            yield None
        else:
            yield Change(output, mine.id, *_differences(theirs.text, mine.text))


def _differences(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines that only the first text has, and those that only the second has, in their order."""
    old, new = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    return tuple(_without(old, Counter(new))), tuple(_without(new, Counter(old)))


def _without(lines: Sequence[str], others: Counter[str]) -> Iterator[str]:
    for line in lines:
        if others[line]:
            others[line] -= 1
        else:
            yield line


def _texts(path: "Place", keys: RecordKeys) -> Iterator[_Text]:
    """Yield the texts of an output with the ids of their records; nothing for one that cannot be read."""
    source = Input(str(path), str(path), path.name)
    options = ReadOptions(keys=keys)
    for batch in read_batches([source], options, Options().max_size, cast("BinaryIO", None), BATCH_BYTES):
        for record in () if isinstance(batch, Flush) else batch.records:
            try:
                yield _text(record, options)
            except InputError:
                continue


def _text(record: Record, options: ReadOptions) -> _Text:
    """Return the text of a record, or that of a file below its front matter."""
    if record.line:
        fields = fields_of(record)
        text = fields.get(options.keys.text)
        return _Text(fields.get(options.keys.id), text if isinstance(text, str) else "")
    content = source_of_file(record, options)[0]
    body = split_markdown(content.text)[1] if content.markdown else split_front_matter(content.text)[1]
    return _Text(None, body.strip("\n"))
