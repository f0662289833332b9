"""Inputs at paths: what a folder gives, what it leaves out, and addresses."""

from pathlib import Path

import pytest

from cleaner.io.inputs import find_inputs


def test_a_folder_gives_the_files_that_are_read_and_counts_the_others(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        "b/c.xhtml",
        "b/d.JSONL.gz",
        "list.json",
        "t.csv",
        "u.csv",
        "README",
        ".hidden",
        ".git/x.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_inputs([str(tmp_path)])
    assert [source.relative for source in found.inputs] == ["a.txt", "b/c.xhtml", "b/d.JSONL.gz"]
    assert found.unread == {".csv": 2, ".json": 1, "": 1}


@pytest.mark.parametrize("path", ["a.txt", "C://a.txt", "a/b://c", "12:30", "://", "what is this://x"])
def test_a_path_with_a_colon_is_a_path(path: str) -> None:
    assert [source.path for source in find_inputs([path]).inputs] == [path]
