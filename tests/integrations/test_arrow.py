"""Arrow batches through the adapter: byte for byte what the command makes of the same records."""

from typing import Any

import pyarrow as pa
import pytest

from cleaner import Cleaner, InputError
from cleaner.integrations.arrow import clean_batches, clean_table, output_schema
from cleaner.io.metadata_struct import read_metadata
from tests.table_records import cleaned, cleaned_lines, records, table


def as_stored(done: Any) -> Any:
    """Return a table as it is read from a file, where lists call their items elements."""
    return done.cast(cleaned().schema)


def test_a_table_becomes_what_the_command_makes_of_it() -> None:
    done = clean_table(table())
    assert done.schema == output_schema(table().schema)
    assert as_stored(done).equals(cleaned())


def test_texts_and_metadata_are_those_of_lines_of_json() -> None:
    done = clean_table(table())
    lines = cleaned_lines()
    assert len(lines) == len(records())
    assert done["text"].to_pylist() == [line.get("text") for line in lines]
    assert read_metadata(done["metadata"].combine_chunks()) == [line["metadata"] for line in lines]
    assert done["html"].to_pylist() == [line.get("html") for line in lines]
    failed = [line["id"] for line in lines if "error" in line["metadata"]["cleaner"]]
    assert failed[-1] == len(records()) - 1


@pytest.mark.parametrize("size", [1, 7])
def test_batches_of_any_size_give_the_same_and_stay_as_many(size: int) -> None:
    batches = table().to_batches(max_chunksize=size)
    done = list(clean_batches(iter(batches), Cleaner()))
    assert [batch.num_rows for batch in done] == [batch.num_rows for batch in batches]
    assert as_stored(pa.Table.from_batches(done)).equals(cleaned())


def test_nothing_is_read_before_it_is_asked_for() -> None:
    def endless() -> Any:
        while True:
            yield pa.RecordBatch.from_pydict({"text": ["A text.\nAdvertisement"]})

    done = clean_batches(endless())
    assert [next(done)["text"][0].as_py() for _ in range(3)] == ["A text."] * 3


def test_columns_are_named_and_metadata_is_left_out() -> None:
    batch = pa.RecordBatch.from_pydict({"body": [b"A text.\nShare this:"], "tongue": ["en"], "metadata": [5]})
    names: Any = {"text": "body", "language": "tongue", "metadata": False}
    (done,) = clean_batches([batch], **names)
    assert done.to_pylist() == [{"body": "A text.", "tongue": "en", "metadata": 5}]
    assert done.schema == output_schema(batch.schema, **names)


def test_the_address_and_the_language_count() -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["A text."], "where": ["https://www.a.com/x"], "tongue": ["de"]})
    (done,) = clean_batches([batch], url="where", language="tongue")
    fields = {"url": "https://www.a.com/x", "site": "a.com", "language": "de"}
    assert fields.items() <= done["metadata"][0].as_py().items()


def test_columns_of_other_types_raise() -> None:
    with pytest.raises(InputError, match="has no texts in column 'text', but int64"):
        list(clean_batches([pa.RecordBatch.from_pydict({"text": [1]})]))
    with pytest.raises(InputError, match="has no column 'text' or 'html'"):
        output_schema(pa.schema([("n", pa.int8())]))


def test_a_row_that_fails_stays_and_tells_why() -> None:
    batch = pa.RecordBatch.from_pydict({"text": ["A long text. " * 20, "A text.\nShare this:", None]})
    (done,) = clean_batches([batch], Cleaner(max_size=0.0001))
    assert done["text"].to_pylist() == [batch["text"][0].as_py(), "A text.", None]
    errors = [row["cleaner"]["error"] for row in done["metadata"].to_pylist()]
    assert errors[0].startswith("has more than 0.0001 MiB of text")
    assert errors[1:] == [None, "lacks the key 'text': name it with --text-key"]
