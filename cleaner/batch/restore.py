"""What rules removed, put back into the outputs of a run."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from cleaner.article import format_record
from cleaner.batch.store import OutputFolder, open_output
from cleaner.errors import InputError, OptionError, RecordError
from cleaner.frontmatter import split_front_matter
from cleaner.io.compression import compressed_writer, split_name
from cleaner.io.formats import KIND_BY_SUFFIX, suffix_of
from cleaner.io.inputs import Input
from cleaner.io.records import parse_line
from cleaner.io.removals import CHANGED, restored
from cleaner.io.streams import open_stream, record_lines
from cleaner.source import RecordKeys

if TYPE_CHECKING:
    from cleaner.places import Place

MAX_LINE_BYTES = 1 << 31
"""Bytes of a line of an output, which this program has written."""

Removals = list[Mapping[str, Any]]


class Restored(NamedTuple):
    """An output with its number of removals that were put back, or why they were not."""

    output: str
    number: int = 0
    error: str = ""


def restore_outputs(
    folder: OutputFolder, removed: "Place", rules: Sequence[str], keys: RecordKeys
) -> Iterator[Restored]:
    """Put removals back into the outputs of a run, and yield each output that has some.

    ``rules`` are ids, also as ``stem/*``; empty for all. Raises :exc:`OptionError` for a folder that is not that of a
    run, and :exc:`InputError` for removals that cannot be read.
    """
    records = folder.records().values()
    if not records:
        raise OptionError(f"{folder.path} is not the output folder of a run: it has no _cleaner/done/")
    by_place = _read_removals(removed, rules)
    files = [file for record in records for file in record["files"] if file.get("output")]
    for file in sorted(files, key=lambda file: str(file["output"])):
        removals = by_place.get(file["input"], {})
        if not removals:
            continue
        try:
            yield Restored(file["output"], _restore_file(folder.path / file["output"], removals, keys))
        except InputError as error:
            yield Restored(file["output"], error=error.message)


def _read_removals(path: "Place", rules: Sequence[str]) -> dict[str, dict[str, Removals]]:
    """Return removals by their input, and by the id of the record in JSON, which for a whole file is its name."""
    by_place: dict[str, dict[str, Removals]] = defaultdict(lambda: defaultdict(list))
    for number, removal in json_records(path):
        if "path" in removal or (rules and not any(fnmatchcase(str(removal.get("rule")), rule) for rule in rules)):
            continue
        is_valid = all(isinstance(removal.get(key), str) for key in ("input", "text"))
        if not is_valid or not all(isinstance(removal.get(key), int) for key in ("at", "of")):
            raise InputError("is not a record of a removal with its place", place=str(path), line=number)
        name, _, line = removal["input"].rpartition(":")
        is_record = line.isdigit() and bool(name)
        by_place[name if is_record else removal["input"]][_id_of(removal, is_record=is_record)].append(removal)
    return by_place


def _id_of(removal: Mapping[str, Any], *, is_record: bool) -> str:
    return json.dumps(removal.get("id") if is_record else removal["input"])


def json_records(path: "Place") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the records of a file of JSON lines with the numbers of their lines."""
    with open_stream(Input(str(path), str(path), path.name), cast("BinaryIO", None), "jsonl") as opened:
        for number, line, _ in record_lines(opened.stream, MAX_LINE_BYTES):  # type: ignore[misc]  # a file never waits
            try:
                yield number, parse_line(line)
            except RecordError as error:
                raise InputError(error.message, place=str(path), line=number) from None


def _restore_file(path: "Place", removals: Mapping[str, Removals], keys: RecordKeys) -> int:
    """Put removals back into a file, and return their number. Raises :exc:`InputError` if that is not possible."""
    kind = KIND_BY_SUFFIX.get(suffix_of(path.name))
    if kind == "parquet":
        raise InputError("is a table: clean it again with the rules disabled")
    if kind == "jsonl":
        return _restore_records(path, removals, keys)
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read as UTF-8: {error}") from None
    (found,) = removals.values()
    start = _start_of_text(text, found[0]["of"], is_markdown=kind == "md")
    end = start + found[0]["of"]
    content = text[:start] + restored(text[start:end], found) + text[end:]
    with open_output(path) as stream:
        stream.write(content.encode())
    return len(found)


def _start_of_text(content: str, length: int, *, is_markdown: bool) -> int:
    """Return where a text of a length begins in a file: below the front matter and a blank line, if there are any.

    Raises :exc:`InputError` if a text of that length cannot be in it.
    """
    if is_markdown:
        from cleaner.markdown_front_matter import split_markdown

        front, body = split_markdown(content)
    else:
        front, body = split_front_matter(content)
    extra = len(body) - length
    if extra not in (0, 1, 2) or (extra == 2 and not front):  # noqa: PLR2004 - a blank line above, a line end below
        raise InputError(CHANGED)
    return len(content) - len(body) + (1 if front and extra else 0)


def _restore_records(path: "Place", removals: Mapping[str, Removals], keys: RecordKeys) -> int:
    """Put removals back into a file of records, by the ids of these."""
    if "null" in removals:
        raise InputError("has records without an id, which removals cannot be assigned to: clean it again")
    ids = Counter(json.dumps(record.get(keys.id)) for _, record in json_records(path))
    if wrong := next((id for id in removals if ids[id] != 1), None):
        reason = "two records" if ids[wrong] else "no record"
        raise InputError(f"has {reason} with the id {wrong} of a removal: clean it again")
    with open_output(path) as stream, compressed_writer(stream, split_name(path.name)[1]) as output:
        for _, record in json_records(path):
            found = removals.get(json.dumps(record.get(keys.id)), [])
            if found:
                text = record.get(keys.text)
                if not isinstance(text, str):
                    raise InputError(f"has a record without '{keys.text}': name the key with --text-key")
                record[keys.text] = restored(text, found)
            output.write(f"{format_record(record)}\n".encode())
    return sum(map(len, removals.values()))


def totals(outputs: Iterable[Restored]) -> str:
    """Return the totals for people to read."""
    done = [output for output in outputs if not output.error]
    removals = sum(output.number for output in done)
    files = f"{len(done):,} file{'' if len(done) == 1 else 's'}"
    return f"{removals:,} removal{'' if removals == 1 else 's'} put back in {files}"
