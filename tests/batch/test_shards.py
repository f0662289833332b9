"""From inputs to shards: names of outputs, and what is refused before any work."""

import json
import os
from pathlib import Path

import pytest

from tests.batch.runs import control_lines, outputs, run

TEXT = "The bridge will open in May.\nAdvertisement"
PAGE = "<html><body><article><h1>Bridge opens</h1><p>The bridge over the river will open in May.</p></article>"
LINE = json.dumps({"text": TEXT}) + "\n"
ODD_NAMES = [
    "new\nline.txt",
    "-leading.txt",
    os.fsdecode(b"not-\xff-utf8.txt"),
    "n" * 251 + ".htm",
    "ü" * 124 + ".jsonl",
    " .txt",
]


def test_odd_names_are_kept_and_stay_distinct(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ODD_NAMES:
        (tmp_path / "in" / name).write_text({"jsonl": LINE, "htm": PAGE}.get(name.rpartition(".")[2], TEXT))
    done = run("in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = outputs(tmp_path / "out")
    assert len(written) == len(ODD_NAMES)
    assert {name for name in ODD_NAMES if not name.endswith("htm")} <= set(written)
    files = [file["output"] for record in control_lines(tmp_path / "out", "manifest.jsonl") for file in record["files"]]
    assert sorted(files) == sorted(written)
    assert "done before" in run("in", "-o", "out", cwd=tmp_path).stdout
    assert run("-o", "out2", "--", "-leading.txt", cwd=tmp_path / "in").returncode == 0


def test_inputs_with_the_same_output_are_kept_apart_or_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(TEXT)
    (tmp_path / "a" / "x.html").write_text(PAGE)
    (tmp_path / "a" / "x.htm").write_text(PAGE)
    assert run("a", "-o", "out", cwd=tmp_path).returncode == 0
    assert sorted(outputs(tmp_path / "out")) == ["x.htm.txt", "x.html.txt", "x.txt"]
    done = run("a", "b", "-o", "both", cwd=tmp_path)
    assert done.returncode == 2
    assert "a/x.txt and b/x.txt would both be written to x.txt" in done.stderr
    assert not (tmp_path / "both").exists(), "refused before any work"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-",), "standard input cannot be read again"),
        (("a.jsonl", "-t", "text"), "has many articles"),
    ],
)
def test_inputs_without_an_output_are_refused_before_any_work(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(LINE)
    done = run("-o", "out", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_new_file_changes_a_single_shard_and_is_cleaned_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(200):
        (tmp_path / "in" / f"{number:03}.txt").write_text(TEXT)
    run(tmp_path / "in", "-o", tmp_path / "out")
    (tmp_path / "in" / "000a.txt").write_text(TEXT)
    assert "shards done before" in run(tmp_path / "in", "-o", tmp_path / "out").stdout
    manifest = control_lines(tmp_path / "out", "manifest.jsonl")
    inputs = [file["input"] for record in manifest for file in record["files"]]
    assert len(inputs) == len(set(inputs)) == 201
