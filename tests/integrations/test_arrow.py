"""Arrow batches through the integration: byte for byte what the command makes of the same records."""

from typing import Any

import pyarrow as pa
import pytest

from cleaner import Cleaner, InputError
from cleaner.integrations.arrow import clean_batches, clean_table, output_schema
from cleaner.io.metadata_struct import read_metadata
from tests.fixture_records import cleaned_table, cleaned_table_records, table, table_records


def as_read_from_file(cleaned: Any) -> Any:
    """Return a table with the types that it has in a file, where the items of lists have another name."""
    return cleaned.cast(cleaned_table().schema)


def test_a_table_becomes_what_the_command_makes_of_it() -> None:
    cleaned = clean_table(table())
    assert cleaned.schema == output_schema(table().schema)
    assert as_read_from_file(cleaned).equals(cleaned_table())


def test_texts_and_metadata_are_those_of_json_lines() -> None:
    cleaned = clean_table(table())
    records = cleaned_table_records()
    assert len(records) == len(table_records())
    assert cleaned["text"].to_pylist() == [record.get("text") for record in records]
    assert read_metadata(cleaned["metadata"].combine_chunks()) == [record["metadata"] for record in records]
    assert cleaned["html"].to_pylist() == [record.get("html") for record in records]
    failed = [record["id"] for record in records if "error" in record["metadata"]["cleaner"]]
    assert failed[-1] == len(records) - 1


@pytest.mark.parametrize("size", [1, 7])
def test_batches_of_any_size_give_the_same_and_keep_their_size(size: int) -> None:
    batches = table().to_batches(max_chunksize=size)
    cleaned = list(clean_batches(iter(batches), Cleaner()))
    assert [batch.num_rows for batch in cleaned] == [batch.num_rows for batch in batches]
    assert as_read_from_file(pa.Table.from_batches(cleaned)).equals(cleaned_table())


def test_a_batch_is_read_when_its_result_is_taken() -> None:
    def endless() -> Any:
        while True:
            yield pa.RecordBatch.from_pydict({"text": ["A text.\nAdvertisement"]})

    cleaned = clean_batches(endless())
    assert [next(cleaned)["text"][0].as_py() for _ in range(3)] == ["A text."] * 3


def test_columns_are_named_and_metadata_is_left_out() -> None:
    batch = pa.RecordBatch.from_pydict({"body": [b"A text.\nShare this:"], "tongue": ["en"], "metadata": [5]})
    columns: Any = {"text": "body", "language": "tongue", "metadata": False}
    (cleaned,) = clean_batches([batch], **columns)
    assert cleaned.to_pylist() == [{"body": "A text.", "tongue": "en", "metadata": 5}]
    assert cleaned.schema == output_schema(batch.schema, **columns)


def test_the_address_and_the_language_count() -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["A text."], "where": ["https://www.a.com/x"], "tongue": ["de"]})
    (cleaned,) = clean_batches([batch], url="where", language="tongue")
    fields = {"url": "https://www.a.com/x", "site": "a.com", "language": "de"}
    assert fields.items() <= cleaned["metadata"][0].as_py().items()


def test_columns_of_other_types_raise() -> None:
    with pytest.raises(InputError, match=r"column 'text'.*int64"):
        list(clean_batches([pa.RecordBatch.from_pydict({"text": [1]})]))
    with pytest.raises(InputError, match="column 'text' or 'html'"):
        output_schema(pa.schema([("n", pa.int8())]))


def test_a_row_that_fails_stays_with_the_reason() -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["A long text. " * 20, "A text.\nShare this:", None]})
    (cleaned,) = clean_batches([batch], Cleaner(max_size=0.0001))
    assert cleaned["text"].to_pylist() == [batch["text"][0].as_py(), "A text.", None]
    errors = [row["cleaner"]["error"] for row in cleaned["metadata"].to_pylist()]
    assert "0.0001 MiB" in errors[0]
    assert errors[1] is None
    assert "'text'" in errors[2]
