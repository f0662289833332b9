"""Files are written whole or not at all."""

import os
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.atomic import atomic_write


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_content_appears_when_the_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    with atomic_write(path) as stream:
        stream.write(b"one\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\n"
    assert _names(path.parent) == ["a.txt"]


@pytest.mark.parametrize("durable", [False, True])
def test_nothing_changes_where_the_block_raises(tmp_path: Path, durable: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"former\n")
    with suppress(ZeroDivisionError), atomic_write(path, durable=durable, backup=".bak") as stream:
        stream.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"former\n"
    assert _names(tmp_path) == ["a.txt"]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch(0o600)
    path.chmod(0o640)
    with atomic_write(path) as stream:
        stream.write(b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_private_file_is_private_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.touch(0o600)
    with atomic_write(path):
        (temporary,) = (name for name in _names(tmp_path) if name != "a.txt")
        assert stat.S_IMODE((tmp_path / temporary).stat().st_mode) == 0o600


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.txt", tmp_path / "plain.txt"
    plain.touch()
    with atomic_write(path):
        pass
    assert path.stat().st_mode == plain.stat().st_mode


def test_the_target_of_a_link_is_written_and_the_link_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_bytes(b"former")
    link.symlink_to(target)
    with atomic_write(link, backup=".bak") as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert (tmp_path / "target.txt.bak").read_bytes() == b"former"


def test_a_pipe_is_written_directly(tmp_path: Path) -> None:
    pipe, content = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: content.append(pipe.read_bytes()))
    reader.start()
    with atomic_write(pipe) as stream:
        stream.write(b"through")
    reader.join()
    assert content == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["folder", "file/below", "x" * 300])
def test_what_cannot_be_written_raises_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"."), atomic_write(tmp_path / name):
        pass
    assert _names(tmp_path) == ["file", "folder"]
