"""Where articles go: each record gets a file of its own, and nothing is overwritten."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import clean


def write_records(path: Path, *ids: object) -> None:
    rows = [json.dumps({"id": id, "text": f"{path.stem} {number}."}) for number, id in enumerate(ids, 1)]
    path.write_text("\n".join(rows) + "\n")


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text().strip() for path in folder.iterdir()}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_id_that_looks_like_the_second_name_of_another_costs_no_record() -> None:
    write_records(Path("in.jsonl"), "x-3", "x", "x")
    for _ in range(2):  # a second run writes the same files
        assert clean("-t", "md", "--no-header", "-o", "out/", "in.jsonl").status == 0
        assert written(Path("out")) == {"x-3.md": "in 1.", "x.md": "in 2.", "x-3-2.md": "in 3."}


def test_the_same_ids_in_several_files_cost_no_record() -> None:
    for name in ("a", "b", "c"):
        write_records(Path(f"{name}.jsonl"), "x", "X")
    result = clean("-t", "text", "--no-header", "-o", "out/", "a.jsonl", "b.jsonl", "c.jsonl")
    assert result.status == 0
    texts = written(Path("out"))
    assert sorted(texts.values()) == ["a 1.", "a 2.", "b 1.", "b 2.", "c 1.", "c 2."]
    assert len({name.lower() for name in texts}) == 6, "file systems may ignore case"


@pytest.mark.parametrize("order", [["a.txt", "in.jsonl"], ["in.jsonl", "a.txt"]], ids=" ".join)
def test_a_record_never_takes_the_name_of_another_input(order: list[str]) -> None:
    Path("a.txt").write_text("A text.\n")
    write_records(Path("in.jsonl"), "a")
    assert clean("-t", "text", "--no-header", "-o", "out/", *order).status == 0
    assert written(Path("out")) == {"a.txt": "A text.", "a-1.txt": "in 1."}
