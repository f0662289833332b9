"""From one file to one output: what other schedulers call."""

import json
from pathlib import Path

import pytest

from cleaner import OptionError
from cleaner.batch.shard import clean_shard
from tests.batch.runs import outputs, run

LINES = "".join(
    json.dumps({"id": n, "text": f"The bridge will open in May {n}.\nAdvertisement"}) + "\n" for n in range(3)
)


def test_shards_of_other_schedulers_count_as_done(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / "in" / name).write_text(LINES + "{broken\n")
    out = tmp_path / "out"
    first, second = (clean_shard(tmp_path / "in" / "a.jsonl", out / "a.jsonl", folder=out) for _ in range(2))
    assert (first["read"], first["written"], first["failed"]) == (4, 3, 1)
    assert second["seconds"] == first["seconds"], "a shard with a current record is not cleaned again"
    run(tmp_path / "in", "-o", tmp_path / "whole")
    assert outputs(out) == {"a.jsonl": outputs(tmp_path / "whole")["a.jsonl"]}
    assert "1 of 2 shards done before" in run(tmp_path / "in", "-o", out).stdout
    assert outputs(out) == outputs(tmp_path / "whole")


def test_the_name_of_an_output_decides_its_format(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.parquet")
    assert (tmp_path / "out" / "b.parquet").read_bytes()[:4] == b"PAR1"
    with pytest.raises(OptionError, match=r"b\.csv does not name a format that can hold the input"):
        clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.csv")
    with pytest.raises(OptionError, match=r"end it in \.jsonl or \.parquet"):
        clean_shard(tmp_path / "a.jsonl", tmp_path / "out" / "b.txt")
