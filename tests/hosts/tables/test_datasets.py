"""The adapter for data sets, in data sets: what the command makes of the same records, cached under a stable name."""

import pickle
import subprocess
import sys
from pathlib import Path

import datasets
import pytest
from datasets.fingerprint import Hasher

from cleaner import Cleaner
from cleaner.integrations.datasets import CleanRecords
from tests import fixture_records

HASH = """if True:
    import sys
    from datasets.fingerprint import Hasher
    from cleaner import Cleaner
    from cleaner.integrations.datasets import CleanRecords
    cleaner = Cleaner(profile="careful")
    if sys.argv[1] == "used":
        cleaner.clean("A text.\\nAdvertisement")
    print(Hasher.hash(CleanRecords(cleaner, text="body")))
"""


@pytest.fixture
def data() -> datasets.Dataset:
    return datasets.Dataset(fixture_records.table())


@pytest.mark.parametrize("processes", [None, 2])
def test_a_data_set_becomes_what_the_command_makes_of_it(data: datasets.Dataset, processes: int | None) -> None:
    cleaned = data.map(CleanRecords(), batched=True, batch_size=20, num_proc=processes)
    lines = fixture_records.cleaned_table_records()
    assert cleaned.column_names == fixture_records.cleaned_table().schema.names
    assert list(cleaned["text"]) == [line.get("text") for line in lines]
    assert [row["title"] for row in cleaned["metadata"]] == [line["metadata"].get("title") for line in lines]
    counts = [
        {entry["rule"]: entry["count"] for entry in row["cleaner"]["removed"] or ()} for row in cleaned["metadata"]
    ]
    assert counts == [line["metadata"]["cleaner"].get("removed", {}) for line in lines]


def test_cleaning_a_stored_data_set_again_changes_nothing(data: datasets.Dataset, tmp_path: Path) -> None:
    data.map(CleanRecords(), batched=True).to_parquet(tmp_path / "a.parquet")
    command = [*fixture_records.CLEAN, "-t", "jsonl", str(tmp_path / "a.parquet")]
    again = subprocess.run(command, capture_output=True, check=False)
    first = subprocess.run(
        [*fixture_records.CLEAN, "-t", "jsonl"],
        input=fixture_records.cleaned_parquet(),
        capture_output=True,
        check=False,
    )
    assert again.stdout == first.stdout


def test_a_file_of_the_command_opens_as_a_data_set(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(fixture_records.cleaned_parquet())
    opened = datasets.Dataset.from_parquet(str(tmp_path / "a.parquet"), cache_dir=str(tmp_path))
    assert list(opened["text"]) == fixture_records.cleaned_table()["text"].to_pylist()


def test_the_fingerprint_is_the_same_in_each_process_and_after_use() -> None:
    hashes = [
        subprocess.run([sys.executable, "-c", HASH, use], capture_output=True, text=True, check=True).stdout.strip()
        for use in ("new", "new", "used")
    ]
    assert len(set(hashes)) == 1
    assert Hasher.hash(CleanRecords(Cleaner(profile="careful"), text="body")) == hashes[0]
    assert Hasher.hash(CleanRecords(Cleaner(profile="careful"))) != hashes[0]
    assert Hasher.hash(CleanRecords(Cleaner(), text="body")) != hashes[0]


def test_a_copy_cleans_as_the_original_does() -> None:
    cleaner = Cleaner(profile="careful", enable=["tags/*"], disable=["ads/ad-label", "tags/tag-list"])
    model = CleanRecords(cleaner)
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own
    assert copy.cleaner.digest == cleaner.digest
    assert Hasher.hash(copy) == Hasher.hash(model)
    assert copy.cleaner.clean("A text.\nAdvertisement").text == "A text.\n\nAdvertisement"
