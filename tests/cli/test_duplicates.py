"""``cleaner duplicates``: inputs of all kinds in, groups as JSON lines out."""

import gzip
import json
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from tests.cli.commands import cleaner_here

PARAGRAPHS = [
    "The council voted on Tuesday evening to rebuild the old wooden bridge over the river, shut for two years.",
    "Work is expected to begin in the spring, once the water has gone down far enough to reach the piers.",
    "“We have waited long enough,” said the baker, who lost a third of his customers when the road was closed.",
    "A ferry takes walkers across until then, though not in the dark, and not when the river carries ice.",
]
MILL = [
    "The last mill in the valley will stop turning at the end of the month, its owner said after the harvest.",
    "He is looking for somebody who would keep the wheel and the two stones as they are, and does not mind dust.",
]
STORY = "\n".join(PARAGRAPHS)


def duplicates(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return cleaner_here("duplicates", "-j", "1", *arguments, stdin=stdin, cwd=cwd)


def groups(process: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.stdout.decode().splitlines()]


def page(paragraphs: list[str], site: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<meta charset="utf-8"><title>Bridge to be rebuilt | {site}</title><meta property="article:published_time" '
    body = f'<nav><a href="/">{site}</a></nav><h1>Bridge to be rebuilt</h1>{body}'
    return f'<!doctype html><html lang="en">{head}content="2024-03-05">{body}</html>'


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Return a folder with versions of one story as a page, a text and a record, and another story."""
    (tmp_path / "valley.example").mkdir()
    (tmp_path / "valley.example" / "bridge.html").write_text(page(PARAGRAPHS, "The Valley Post"), "utf-8")
    (tmp_path / "bridge.txt").write_text(f"{STORY}\nAdvertisement\n", "utf-8")
    records = [
        {"id": "b", "url": "https://courier.example/b", "text": "\n".join(PARAGRAPHS[:3]), "date": "2024-03-04"},
        {"id": "m", "url": "https://courier.example/m", "text": "\n".join(MILL)},
        {"id": "x", "text": 7},
    ]
    (tmp_path / "courier.jsonl.gz").write_bytes(gzip.compress("".join(f"{json.dumps(r)}\n" for r in records).encode()))
    return tmp_path


def test_versions_of_a_story_are_a_group_whatever_their_format(crawl: Path) -> None:
    process = duplicates("--site-from-path", ".", cwd=crawl)
    (group,) = groups(process)
    assert (group["size"], group["sites"]) == (3, 2)
    assert [(member["input"], member["similarity"]) for member in group["members"]] == [
        ("valley.example/bridge.html", 1),
        ("bridge.txt", 1),
        ("courier.jsonl.gz:1", pytest.approx(0.73, abs=0.05)),
    ]
    first, _, last = group["members"]
    assert (first["site"], first["date"], first["title"]) == ("valley.example", "2024-03-05", "Bridge to be rebuilt")
    assert (last["id"], last["url"], last["site"], last["contained"]) == (
        "b",
        "https://courier.example/b",
        "courier.example",
        1,
    )
    assert process.stderr.decode().split("\n")[-2] == "cleaner: 4 articles: 3 of them in 1 group"


def test_an_input_that_fails_is_reported_and_the_others_are_compared(crawl: Path) -> None:
    process = duplicates(".", "missing.txt", cwd=crawl)
    assert process.returncode == 3
    assert groups(process)[0]["size"] == 3
    assert "courier.jsonl.gz:3" in process.stderr.decode()
    assert "missing.txt: no such file" in process.stderr.decode()


def test_the_threshold_decides_which_texts_are_a_group(crawl: Path) -> None:
    (group,) = groups(duplicates("--threshold", "0.9", ".", cwd=crawl))
    assert [member["input"] for member in group["members"]] == ["valley.example/bridge.html", "bridge.txt"]
    assert duplicates("--threshold", "0.1", ".", cwd=crawl).returncode == 2


def test_texts_are_compared_as_they_stand_on_request() -> None:
    records = [{"id": 1, "text": f"{STORY}\nAdvertisement"}, {"id": 2, "text": STORY}]
    stdin = "".join(f"{json.dumps(record)}\n" for record in records).encode()
    (cleaned,), (bare,) = groups(duplicates("-", stdin=stdin)), groups(duplicates("--no-clean", "-", stdin=stdin))
    assert cleaned["members"][1]["similarity"] == 1 > bare["members"][1]["similarity"]


def test_the_report_is_the_same_in_any_number_of_processes(crawl: Path) -> None:
    alone, together = duplicates(".", cwd=crawl), duplicates(".", "-j", "3", cwd=crawl)
    assert alone.stdout == together.stdout != b""


def test_without_the_package_the_command_says_what_to_install(crawl: Path) -> None:
    with patch("cleaner.batch.duplicates.find_spec", return_value=None):
        process = duplicates(".", cwd=crawl)
    assert process.returncode == 2
    assert "pip install 'article-cleaner[duplicates]'" in process.stderr.decode()


def test_nothing_named_is_a_usage_error() -> None:
    assert duplicates().returncode == 2
