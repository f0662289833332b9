"""Names of output files say their format, and files are written whole or not at all."""

from pathlib import Path

import pytest

from cleaner.errors import InputError, OptionError
from cleaner.io.files import open_output
from cleaner.io.formats import Format, format_from_name


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("out.jsonl", "jsonl"),
        ("out.ndjson.zst", "jsonl"),
        ("t.parquet", "parquet"),
        ("x.md", "md"),
        ("x.markdown.gz", "md"),
        ("x.txt", "text"),
        ("x.TEXT", "text"),
        ("x", None),
        ("x.gz", None),
        ("x.json", None),
        ("x.cleaned", None),
        ("folder.jsonl/x", None),
    ],
)
def test_the_name_of_an_output_says_its_format(name: str, format_: Format | None) -> None:
    assert format_from_name(name) == format_


@pytest.mark.parametrize(
    ("name", "requested"),
    [("x", "jsonl"), ("x.cleaned", "md"), ("a.json", "spans"), ("a.jsonl", "spans"), ("a.json", "jsonl")],
)
def test_a_requested_format_counts_where_the_name_says_no_other(name: str, requested: Format) -> None:
    assert format_from_name(name, requested) == requested


@pytest.mark.parametrize(
    ("name", "requested"),
    [("out.jsonl", "text"), ("out.txt.gz", "jsonl"), ("a.parquet", "spans"), ("a.txt", "md"), ("a.jsonl", "parquet")],
)
def test_a_name_that_says_another_format_than_the_requested_is_refused(name: str, requested: Format) -> None:
    with pytest.raises(OptionError, match=f"not a name for -t {requested}: leave -t out"):
        format_from_name(name, requested)


@pytest.mark.parametrize("requested", [None, "text", "jsonl"])
@pytest.mark.parametrize("name", ["out.html", "out.warc.gz", "out.wet"])
def test_a_name_of_a_format_that_is_never_written_is_refused(name: str, requested: Format | None) -> None:
    with pytest.raises(OptionError, match="are only read, not written: name it"):
        format_from_name(name, requested)


def test_an_output_that_cannot_be_written_is_an_input_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written: ") as error, open_output(tmp_path / "file" / "below"):
        pass
    assert error.value.place == str(tmp_path / "file" / "below")
