"""Inputs at paths: what a folder gives, what it leaves out, and addresses."""

from pathlib import Path

import pytest

from cleaner.errors import OptionError
from cleaner.io.inputs import find_inputs, refuse_address


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


@pytest.mark.parametrize(
    ("address", "way"),
    [
        ("https://vale.example/a?b=1&c=2", "curl -sL 'https://vale.example/a?b=1&c=2' | clean --url 'https://vale.exa"),
        ("HTTP://vale.example/", "curl -sL HTTP://vale.example/ | clean --url"),
        ("s3://bucket/a.jsonl", "aws s3 cp s3://bucket/a.jsonl - | clean"),
        ("gs://bucket/a.txt", "gcloud storage cat gs://bucket/a.txt | clean"),
        ("hdfs://node/a.txt", "hdfs dfs -cat hdfs://node/a.txt | clean"),
        ("abfs+x://node/a.txt", "copy the file here first"),
        ("file:///srv/a.txt", "name /srv/a.txt"),
    ],
)
def test_an_address_is_refused_with_the_command_that_reads_it(address: str, way: str) -> None:
    with pytest.raises(OptionError, match="is an address, not a path: ") as caught:
        find_inputs(["a.txt", address])
    assert way in str(caught.value)


@pytest.mark.parametrize(
    ("address", "way"),
    [("s3://bucket/out", "aws s3 sync FOLDER s3://bucket/out"), ("https://a.example/", "copy it there")],
)
def test_an_output_is_never_an_address(address: str, way: str) -> None:
    with pytest.raises(OptionError) as caught:
        refuse_address(address, is_output=True)
    assert way in str(caught.value)


@pytest.mark.parametrize("path", ["a.txt", "C://a.txt", "a/b://c", "12:30", "://", "what is this://x"])
def test_a_path_with_a_colon_is_a_path(path: str) -> None:
    refuse_address(path)
    assert [source.path for source in find_inputs([path]).inputs] == [path]
