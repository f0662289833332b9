"""The examples run unchanged, in a folder of their own."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def output(tmp_path: Path) -> str:
    command = [sys.executable, str(ROOT / "fixtures" / "examples" / "crawl_to_parquet.py"), str(tmp_path / "result")]
    process = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    return process.stdout


def test_the_crawl_becomes_a_table_with_removals_by_rule_and_site(tmp_path: Path, output: str) -> None:
    duplicates = [line.removeprefix("near-duplicate left out: ") for line in output.split("\n") if "left out" in line]
    assert duplicates == ["https://valley.example/bridge", "https://valley.example/mill"]
    table = f"'{tmp_path / 'result' / 'articles.parquet'}'"
    urls = [url for (url,) in duckdb.sql(f"SELECT url FROM {table} ORDER BY url").fetchall()]  # noqa: S608 - ours
    assert urls == [
        "https://courier.example/bridge",
        "https://courier.example/mill",
        "https://courier.example/school",
        "https://valley.example/school",
    ]
    query = f"SELECT site, unnest(map_keys(removed)) FROM {table}"  # noqa: S608 - ours
    rules = set(duckdb.sql(query).fetchall())
    assert {("courier.example", "ads/ad-label"), ("valley.example", "tags/tag-list")} <= rules
    assert all(site in output and rule in output for site, rule in rules)
