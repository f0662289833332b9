"""Columns of tables: types of texts, nulls, metadata in each of its forms, and other columns."""

import datetime as dt
import decimal
import json
from typing import Any

import pyarrow as pa
import pytest

from cleaner.api import clean
from cleaner.errors import InputError
from cleaner.frontmatter import FIELDS
from cleaner.io.arrow_values import json_values
from cleaner.io.columns import ColumnNames, Layout, corpus_row
from cleaner.io.metadata_struct import ENTRY, metadata_array, metadata_row, metadata_type, read_metadata
from cleaner.source import RecordKeys
from cleaner.types import Extracted

KEYS = RecordKeys()
NAMES = ColumnNames(KEYS)


def rows(**columns: Any) -> Any:
    return pa.RecordBatch.from_pydict(columns)


def layout(batch: Any, *, header: bool = True, names: ColumnNames = NAMES) -> Layout:
    return Layout(batch.schema, names, header=header)


TYPES = {
    "string": "string",
    "large_string": "large_string",
    "string_view": "string_view",
    "binary": "string",
    "large_binary": "large_string",
    "binary_view": "string_view",
    "dictionary": "string",
}


@pytest.mark.parametrize("name", [name for name in TYPES if hasattr(pa, name)])  # views since Arrow 16
def test_texts_may_be_strings_and_bytes_of_any_kind(name: str) -> None:
    kind = pa.dictionary(pa.int32(), pa.string()) if name == "dictionary" else pa.type_for_alias(name)
    value = b"A text." if "binary" in name else "A text."
    batch = rows(text=pa.array([value, None], kind), html=pa.array([None, value], kind))
    table = layout(batch)
    assert table.records(batch) == [{"text": value}, {"html": value}]
    cleaned = table.cleaned_rows(batch, [{"text": "Done."}, {"text": "Done, too."}])
    assert cleaned.schema.field("text").type == pa.type_for_alias(TYPES[name])
    assert cleaned["text"].to_pylist() == ["Done.", "Done, too."]
    assert cleaned.schema.field("html").type == kind
    assert cleaned["html"].to_pylist() == [None, None]
    unchanged = table.cleaned_rows(batch, table.records(batch))
    assert unchanged["text"].to_pylist() == ["A text.", None]
    assert unchanged["html"].to_pylist() == [None, value]


def test_strings_that_are_not_utf8_are_bytes() -> None:
    broken = pa.array([b"caf\xe9", b"na"]).view(pa.string())
    batch = rows(text=broken)
    assert layout(batch).records(batch) == [{"text": b"caf\xe9"}, {"text": b"na"}]
    assert json_values(broken) == ["caf\\xe9", "na"]


@pytest.mark.parametrize("kind", [pa.int64(), pa.list_(pa.string()), pa.dictionary(pa.int8(), pa.int8())])
def test_other_types_are_refused_by_name(kind: Any) -> None:
    with pytest.raises(InputError, match=r"has no texts in column 'text', but (int64|list|dictionary)"):
        Layout(pa.schema([("text", kind)]), NAMES)


def test_a_table_needs_texts_or_pages_and_a_name_for_each_column() -> None:
    with pytest.raises(InputError, match="has no column 'text' or 'html': name the right one"):
        Layout(pa.schema([("body", pa.string())]), NAMES)
    with pytest.raises(InputError, match="has two columns 'n': rename one"):
        Layout(pa.schema([("text", pa.string()), ("n", pa.int8()), ("n", pa.int8())]), NAMES)


def test_columns_may_have_other_names() -> None:
    batch = rows(body=["A text."], where=pa.array([b"https://example.org/a"]), tongue=["de"], nr=[7])
    names = ColumnNames(RecordKeys("body", "nr", "page"), "where", "tongue")
    records = layout(batch, names=names).records(batch)
    assert records == [{"body": "A text.", "url": "https://example.org/a", "lang": "de", "nr": 7}]


def test_metadata_is_a_struct_of_the_known_fields_and_our_entry() -> None:
    kind = Layout(pa.schema([("text", pa.string())]), NAMES).schema.field("metadata").type
    assert [field.name for field in kind] == [*FIELDS, "other", "cleaner"]
    assert {name for name in FIELDS if kind.field(name).type != pa.string()} == {"author", "tags"}


def test_our_entry_has_a_place_for_all_that_it_may_hold() -> None:
    page = "<article>" + "<p>The council voted on Tuesday evening to rebuild the bridge over the river.</p>" * 4
    names = {name for text in ("A text.\nShare this:", None) for name in entry_of(text, None if text else page)}
    assert names | {"kept_whole", "timed_out", "error", "pruned"} == {field.name for field in ENTRY}
    assert {field.name for field in ENTRY.field("extracted").type} == set(Extracted._fields)


def entry_of(text: str | None, html: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = clean(text, html=html).metadata["cleaner"]
    return entry


ENTRY_VALUES = {
    "version": "0.1.0",
    "removed": {"ads/ad-label": 2},
    "chars_in": 9,
    "kept_whole": True,
    "timed_out": ["a/b"],
    "extracted": {"effort": "fast", "kept": 0.5, "visible": 10, "stopped": ["a/b"]},
    "pruned": {},
    "error": "is broken",
}


def test_written_metadata_reads_back() -> None:
    metadata = {"title": "A", "author": ["B", "C"], "date": "2020-01-01", "cleaner": ENTRY_VALUES}
    array = metadata_array([metadata_row(metadata), None], metadata_type())
    assert read_metadata(array) == [metadata, None]


def test_values_that_fit_no_field_are_not_lost() -> None:
    metadata = {
        "title": {"a": 1},
        "tags": "alone",
        "mine": [1, None],
        "cleaner": {
            "version": 7,
            "removed": {"a": "b"},
            "chars_in": 1 << 63,
            "chars_out": 5,
            "new": True,
            "error": "x",
        },
    }
    row = metadata_row(metadata)
    assert (row["title"], row["tags"]) == ('{"a": 1}', ["alone"])
    assert row["cleaner"] == {"chars_out": 5, "error": "x"}
    rest = {"version": 7, "removed": {"a": "b"}, "chars_in": 1 << 63, "new": True}
    assert json.loads(row["other"]) == {"mine": [1, None], "cleaner": rest}
    assert json.loads(metadata_row({"cleaner": "none"})["other"]) == {"cleaner": "none"}
    assert metadata_array([row], metadata_type()).to_pylist()[0]["cleaner"]["chars_out"] == 5


def test_other_fields_of_a_struct_stay_what_they_are() -> None:
    kind = pa.struct([("mine", pa.timestamp("ns")), ("title", pa.large_string()), ("other", pa.int8())])
    structs = pa.array([{"mine": 1, "title": "A", "other": 3}, None], kind)
    batch = rows(text=["x", "y"], metadata=structs)
    table = layout(batch)
    assert table.records(batch)[0]["metadata"] == {"title": "A"}
    cleaned = table.cleaned_rows(batch, [{"text": "x", "metadata": {"title": "B"}}, {"text": "y", "metadata": {}}])[
        "metadata"
    ]
    assert [field.name for field in cleaned.type] == [*FIELDS, "mine", "other", "cleaner"]
    assert cleaned.field("mine").cast(pa.int64()).to_pylist() == [1, None]
    assert cleaned.field("other").to_pylist() == [3, None]
    assert cleaned.field("title").to_pylist() == ["B", None]
    plain = table.cleaned_records(batch, [{"text": "x", "metadata": {"title": "B", "cleaner": {}}}, {"text": "y"}])
    others = {"mine": "1970-01-01T00:00:00.000000001", "other": 3}
    assert list(plain) == [{"text": "x", "metadata": {"title": "B", **others, "cleaner": {}}}, {"text": "y"}]


def test_metadata_in_json_stays_json() -> None:
    batch = rows(text=["x", "y", "z"], metadata=pa.array(['{"title": "A", "n": 1}', "no object", None]))
    table = layout(batch)
    records = table.records(batch)
    assert [record.get("metadata") for record in records] == [{"title": "A", "n": 1}, "no object", None]
    cleaned = table.cleaned_rows(batch, [*records[:2], {"text": "z", "metadata": {"title": "é"}}])
    assert cleaned["metadata"].to_pylist() == ['{"title": "A", "n": 1}', "no object", '{"title": "é"}']


def test_metadata_of_other_types_is_refused_where_it_is_written() -> None:
    schema = pa.schema([("text", pa.string()), ("metadata", pa.list_(pa.int8()))])
    with pytest.raises(InputError, match="has no struct and no JSON in column 'metadata', but list"):
        Layout(schema, NAMES)
    batch = pa.record_batch([pa.array(["x"]), pa.array([[1]], pa.list_(pa.int8()))], schema=schema)
    table = layout(batch, header=False)
    assert table.records(batch) == [{"text": "x"}]
    assert table.cleaned_rows(batch, [{"text": "y"}])["metadata"].to_pylist() == [[1]]


def test_fields_without_a_column_share_a_column_of_a_corpus() -> None:
    record = {"id": [1], "text": None, "url": 5, "lang": "en", "html": b"caf\xe9", "metadata": "no", "n": {"a": 1.5}}
    row = corpus_row(record, KEYS, header=True)
    assert (row["id"], row.get("text"), row["lang"]) == ("[1]", None, "en")
    fields = {"text": None, "url": 5, "html": "caf\\xe9", "metadata": "no", "n": {"a": 1.5}}
    assert json.loads(row["other"]) == fields
    assert corpus_row({"text": "x", "other": row["other"]}, KEYS, header=True)["other"] == row["other"]
    assert corpus_row({"text": "a\ud800"}, KEYS, header=True)["text"] == "a\\ud800"


class Tagged(pa.ExtensionType):  # type: ignore[misc]  # how Arrow has types defined
    def __init__(self) -> None:
        super().__init__(pa.binary(), "tagged")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""


def test_values_of_all_types_have_a_form_in_json() -> None:
    struct = pa.struct([("a", pa.duration("ms")), ("b", pa.list_(pa.decimal128(9, 2)))])
    union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])])
    cases: list[tuple[Any, list[Any]]] = [
        (pa.nulls(1), [None]),
        (pa.array([1.5, float("nan"), float("-inf"), None]), [1.5, "nan", "-inf", None]),
        (pa.Array.from_buffers(pa.float16(), 1, [None, pa.py_buffer(b"\x00\x3e")]), [1.5]),
        (pa.array([b"x", None], pa.binary(1)), ["eA==", None]),
        (pa.array([dt.date(2020, 2, 3)]), ["2020-02-03"]),
        (pa.array([dt.time(1, 2, 3)]), ["01:02:03.000000"]),
        (pa.array([0], pa.timestamp("s", "Europe/Berlin")), ["1970-01-01T00:00:00Z"]),
        (pa.array([decimal.Decimal("1.50")]), ["1.50"]),
        (pa.array([{"a": 1500, "b": [decimal.Decimal(1)]}, None], struct), [{"a": "PT1.5S", "b": ["1.00"]}, None]),
        (pa.array([-61], pa.duration("s")), ["PT-61S"]),
        (pa.array([[(1, "a")]], pa.map_(pa.int8(), pa.string())), [[[1, "a"]]]),
        (pa.array([[1, 2]], pa.list_(pa.int8(), 2)), [[1, 2]]),
        (pa.array(["a", "a"]).dictionary_encode(), ["a", "a"]),
        (pa.RunEndEncodedArray.from_arrays([2], ["a"]), ["a", "a"]),
        (union, [1, "b"]),
        (pa.ExtensionArray.from_storage(Tagged(), pa.array([b"x"])), ["eA=="]),
        (pa.array([(1, 2, 3)], pa.month_day_nano_interval()), ["MonthDayNano(months=1, days=2, nanoseconds=3)"]),
    ]
    for array, values in cases:
        assert json_values(array) == values
        json.dumps(values, allow_nan=False)
