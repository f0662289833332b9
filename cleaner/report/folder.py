"""The documents of a run as a page shows them: its outputs, with the removals that it kept put back."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cleaner.batch.restore import json_records
from cleaner.batch.store import OutputFolder
from cleaner.errors import InputError, OptionError
from cleaner.frontmatter import split_front_matter
from cleaner.io.batches import BATCH_BYTES, read_batches
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, Record, fields_of, source_of_file
from cleaner.io.streams import Flush
from cleaner.markdown_front_matter import split_markdown
from cleaner.metadata import site_of
from cleaner.options import Options
from cleaner.report.view import (
    MAX_PRUNED,
    MAX_PRUNED_TEXT,
    MAX_TEXT,
    DocumentView,
    Piece,
    RemovedText,
    positions_of,
    rows_of,
)
from cleaner.report.view import fields_of as metadata_fields
from cleaner.source import RecordKeys, value_at

if TYPE_CHECKING:
    from cleaner.places import Place

Removals = list[Mapping[str, Any]]


class _Output(NamedTuple):
    """A document of an output: its text and its metadata; ``line`` is 0 for a whole file."""

    line: int
    id: Any
    text: str
    metadata: Mapping[str, Any]


def run_views(folder: OutputFolder, keys: RecordKeys) -> Iterator[DocumentView]:
    """Yield the documents of a run, shard after shard. Those of one shard's removals are in memory at a time.

    Raises :exc:`OptionError` for a folder that is not that of a run, and for a run that kept no removals.
    """
    records = folder.records().values()
    if not records:
        hint = "'clean --report FILE FOLDER' shows what cleaning a folder of inputs removes"
        raise OptionError(f"{folder.path} is not the output folder of a run: it has no _cleaner/done/; {hint}")
    if not any(folder.removals_path(record["shard"]).exists() for record in records):
        raise OptionError(f"{folder.path} has no removals: run 'cleaner run' again with --removed FILE and --fresh")
    for record in records:
        removals = _removals(folder.removals_path(record["shard"]))
        for file in record["files"]:
            if file.get("output"):
                yield from _file_views(folder.path / file["output"], file["input"], removals, keys)
        for failure in record["failures"]:
            yield DocumentView(failure["place"], failure.get("id"), error=failure["reason"])


def output_paths(folder: OutputFolder) -> "Iterator[Place]":
    """Yield the paths of a run's outputs."""
    for record in folder.records().values():
        yield from (folder.path / file["output"] for file in record["files"] if file.get("output"))


def _removals(path: "Place") -> dict[str, Removals]:
    """Return the removals of a shard by their places."""
    by_place = defaultdict[str, Removals](list)
    if path.exists():
        for _, removal in json_records(path):
            by_place[_key(str(removal["input"]), removal.get("id"))].append(removal)
    return by_place


def _key(place: str, id: Any) -> str:
    """Return the name of a document: that of its input, and its id or, without one, the number of its line."""
    name, _, line = place.rpartition(":")
    return f"{name}\n{json.dumps(id)}" if id is not None and line.isdigit() else place


def _file_views(path: "Place", name: str, removals: Mapping[str, Removals], keys: RecordKeys) -> Iterator[DocumentView]:
    for record in _outputs(path, keys):
        is_file = record.id == name
        output = record._replace(line=0, id=None) if is_file else record
        if not _own_entry(output).get("error"):
            place = f"{name}:{output.line}" if output.line else name
            yield _view(place, output, removals.get(_key(place, output.id), []))


def _own_entry(output: _Output) -> Mapping[str, Any]:
    """Return what the program says of itself in the metadata."""
    entry = output.metadata.get("cleaner")
    return entry if isinstance(entry, Mapping) else {}


def _outputs(path: "Place", keys: RecordKeys) -> Iterator[_Output]:
    """Yield the documents of an output; none of one that cannot be read any more."""
    source, options = Input(str(path), str(path), path.name), ReadOptions(keys=keys)
    for batch in read_batches([source], options, Options().max_size, cast("BinaryIO", None), BATCH_BYTES):
        for record in () if isinstance(batch, Flush) else batch.records:
            try:
                yield _output(record, options)
            except InputError:
                continue


def _output(record: Record, options: ReadOptions) -> _Output:
    if record.line:
        fields = fields_of(record)
        text, metadata = value_at(fields, options.keys.text), fields.get("metadata")
        if isinstance(metadata, str):  # a table has it as JSON
            metadata = json.loads(metadata)
        fields_found = metadata if isinstance(metadata, Mapping) else {}
        return _Output(
            record.line, value_at(fields, options.keys.id), text if isinstance(text, str) else "", fields_found
        )
    content = source_of_file(record, options)[0]
    split = split_markdown if content.markdown else split_front_matter
    front, body = split(content.text)
    return _Output(0, None, content.text if front is None else body, front.fields if front else {})


def _view(place: str, output: _Output, removals: Removals) -> DocumentView:
    """Return a document with the removals from it."""
    own, metadata = _own_entry(output), output.metadata
    lines = [removal for removal in removals if "path" not in removal]
    pruned = [removal for removal in removals if "path" in removal]
    pieces, starts = _pieces(output.text, lines)
    length = sum(len(piece.text) for piece in pieces)
    verdict = "kept-whole" if own.get("kept_whole") else "cleaned" if lines or pruned else "unchanged"
    counts = Counter[str]()
    for removal in removals:
        counts[removal["rule"]] += len(removal["text"])
    lines_of_rules = Counter(
        rule for rule, _ in {(item["rule"], str(item.get("line", item.get("path")))) for item in removals}
    )
    sources = own.get("sources")
    return DocumentView(
        place=place,
        id=output.id,
        title=str(metadata.get("title") or ""),
        site=str(metadata.get("site") or site_of(metadata.get("url")) or ""),
        language=str(metadata.get("language") or ""),
        verdict=verdict if output.text.strip() else "empty",
        characters=length,
        removed=sum(len(removal["text"]) for removal in lines),
        rows=tuple(rows_of(_clipped(pieces), {})),
        removals=tuple(_removed_text(removal, "line") for removal in lines),
        pruned=tuple(_removed_text(removal, "path") for removal in pruned[:MAX_PRUNED]),
        counts=tuple((rule, lines_of_rules[rule], counts[rule]) for rule in counts),
        positions=positions_of(starts, length),
        hidden=max(0, length - MAX_TEXT),
        fields=tuple(metadata_fields(metadata, sources if isinstance(sources, Mapping) else {})),
    )


def _removed_text(removal: Mapping[str, Any], key: str) -> RemovedText:
    text = removal["text"][:MAX_PRUNED_TEXT] if key == "path" else removal["text"]
    return RemovedText(removal["rule"], removal[key], text, tuple(removal.get("also", ())))


def _pieces(text: str, removals: Removals) -> tuple[list[Piece], list[tuple[int, int]]]:
    """Return a text with its removals put back, and where these start in it with their lengths.

    If the text has changed since the run, its removals stand below it.
    """
    with_places = _with_places(text, removals)
    order = sorted(range(len(removals)), key=lambda number: (with_places[number], number))
    pieces, starts, end, position = list[Piece](), list[tuple[int, int]](), 0, 0
    for number in order:
        at, removal = with_places[number], removals[number]
        is_part = bool(removal.get("part"))
        gap = "" if is_part or at == end or text[end:at].endswith("\n") else "\n"
        pieces.append(Piece(f"{text[end:at]}{gap}"))
        position += at - end + len(gap)
        starts.append((position, len(removal["text"])))
        pieces += [Piece(removal["text"], number), Piece("" if is_part else "\n")]
        position += len(removal["text"]) + (not is_part)
        end = at
    return [*pieces, Piece(text[end:])], starts


def _with_places(text: str, removals: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the places of removals in a text, which is its end for all if they are not from this text."""
    extra = len(text) - removals[0]["of"] if removals else 0
    if extra not in (0, 1, 2):  # a blank line below front matter, and a line end
        return [len(text)] * len(removals)
    start = 1 if extra and text.startswith("\n") else 0
    return [start + removal["at"] for removal in removals]


def _clipped(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces that are shown."""
    left = MAX_TEXT
    for piece in pieces:
        if left > 0:
            yield piece._replace(text=piece.text[:left])
        left -= len(piece.text)
