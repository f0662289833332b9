"""The examples run as they stand, in a folder of their own."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def shown(tmp_path: Path) -> str:
    command = [sys.executable, str(ROOT / "examples" / "crawl_to_parquet.py"), str(tmp_path / "made")]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    return done.stdout


def test_the_crawl_becomes_a_table_that_tells_what_went_by_rule_and_site(tmp_path: Path, shown: str) -> None:
    left_out = [line.removeprefix("near-duplicate left out: ") for line in shown.split("\n") if "left out" in line]
    assert left_out == ["https://valley.example/bridge", "https://valley.example/mill"]
    table = f"'{tmp_path / 'made' / 'articles.parquet'}'"
    urls = [url for (url,) in duckdb.sql(f"SELECT url FROM {table} ORDER BY url").fetchall()]  # noqa: S608 - ours
    assert urls == [
        "https://courier.example/bridge",
        "https://courier.example/mill",
        "https://courier.example/school",
        "https://valley.example/school",
    ]
    went = f"SELECT site, unnest(map_keys(removed)) FROM {table}"  # noqa: S608 - ours
    rules = set(duckdb.sql(went).fetchall())
    assert {("courier.example", "ads/ad-label"), ("valley.example", "tags/tag-list")} <= rules
    assert all(site in shown and rule in shown for site, rule in rules)
