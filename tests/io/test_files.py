"""Output files are written whole or not at all, and compressed as their names say."""

import gzip
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.io.files import has_content, open_output


def test_an_output_that_cannot_be_written_is_an_input_error_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written: ") as error, open_output(tmp_path / "file" / "below"):
        pass
    assert error.value.place == str(tmp_path / "file" / "below")


def test_the_name_of_an_output_says_how_it_is_compressed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    with open_output(path) as stream:
        stream.write(b"A text.\n")
    assert gzip.decompress(path.read_bytes()) == b"A text.\n"
    assert has_content(path, b"A text.\n")
    assert not has_content(path, b"A text.")
    assert not has_content(tmp_path / "missing", b"")


def test_a_replaced_file_leaves_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"former")
    with open_output(path, ".bak") as stream:
        stream.write(b"new")
    assert (path.read_bytes(), (tmp_path / "a.txt.bak").read_bytes()) == (b"new", b"former")
