"""Packed files: read whatever their names, written as their names say, and bounded where they are hostile."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
STORY = "The mayor said on Monday that the bridge will open in May.\n\nAdvertisement\n"
KEPT = "The mayor said on Monday that the bridge will open in May."
MIB = 1 << 20


def clean(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run([*CLEAN, *map(str, arguments)], input=stdin, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    return done


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"id": number, "text": STORY}).encode() + b"\n" for number in range(count))


def varied(count: int) -> bytes:
    rows = ({"id": number, "text": f"{number} {number * number} {KEPT}"} for number in range(count))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


PACKS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}
UNPACKS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".zst": zstd.decompress}


@pytest.mark.parametrize("end", PACKS)
def test_packed_records_come_out_packed_as_they_were(end: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"some.jsonl{end}").write_bytes(PACKS[end](lines(5)))
    (tmp_path / "in" / f"page.html{end}").write_bytes(PACKS[end](f"<article><p>{STORY}</p>".encode()))
    assert clean("-o", tmp_path / "out", tmp_path / "in").returncode == 0
    written = UNPACKS[end]((tmp_path / "out" / f"some.jsonl{end}").read_bytes())
    assert [json.loads(line)["text"] for line in written.splitlines()] == [KEPT] * 5
    assert KEPT in UNPACKS[end]((tmp_path / "out" / f"page.txt{end}").read_bytes()).decode()


@pytest.mark.parametrize("end", PACKS)
def test_packed_input_is_known_by_its_content(end: str, tmp_path: Path) -> None:
    whole = clean("-f", "jsonl", stdin=lines(5))
    assert clean(stdin=PACKS[end](lines(5))).stdout == whole.stdout
    two_members = PACKS[end](lines(5)[:100]) + PACKS[end](lines(5)[100:])
    assert clean(stdin=two_members).stdout == whole.stdout
    misnamed = tmp_path / f"some.jsonl{end}"
    misnamed.write_bytes(lines(5))
    assert clean("-t", "jsonl", misnamed).stdout == whole.stdout


def test_the_same_records_give_the_same_packed_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        assert clean("-f", "jsonl", "-o", tmp_path / name, stdin=lines(3)).returncode == 0
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_a_file_that_does_not_change_stays_packed_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(STORY.encode(), 9))
    assert clean("-i", path).returncode == 0
    once = path.read_bytes()
    path.write_bytes(packed := gzip.compress(gzip.decompress(once), 1))
    assert clean("-i", path).returncode == 0
    assert path.read_bytes() == packed


@pytest.mark.parametrize("end", PACKS)
def test_of_a_truncated_file_the_records_before_are_written(end: str, tmp_path: Path) -> None:
    path = tmp_path / f"some.jsonl{end}"
    packed = PACKS[end](varied(20_000))
    path.write_bytes(packed[: len(packed) // 2])
    done = clean("-o", tmp_path / "out.jsonl", "--no-default-rules", "-j", 2, path)
    assert done.returncode == 3
    assert b"is truncated: its compressed data breaks off" in done.stderr
    count = len((tmp_path / "out.jsonl").read_bytes().splitlines())
    assert count > 5_000, "what came before the end is there"
    assert f":{count + 1}: is truncated".encode() in done.stderr


@pytest.mark.parametrize("end", PACKS)
def test_a_truncated_file_is_not_changed_in_place(end: str, tmp_path: Path) -> None:
    path = tmp_path / f"some.jsonl{end}"
    path.write_bytes(packed := PACKS[end](lines(2_000))[:-9])
    assert clean("-i", "--no-default-rules", path).returncode == 3
    assert path.read_bytes() == packed
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("end", PACKS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt", "a.html"])
def test_a_bomb_takes_little_memory_and_harms_no_other_input(end: str, name: str, tmp_path: Path) -> None:
    pack = gzip.GzipFile if end == ".gz" else zstd.ZstdFile
    with pack(tmp_path / f"{name}{end}", "wb") as stream:
        for _ in range(300):
            stream.write(bytes(MIB))
    (tmp_path / "z.txt").write_text(STORY)
    script = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        "sys.argv = ['clean', *sys.argv[1:]]; runpy.run_module('cleaner.cli.clean', run_name='__main__')"
    )
    command = [sys.executable, "-c", script, "-t", "jsonl", tmp_path / f"{name}{end}", tmp_path / "z.txt"]
    done = subprocess.run([*map(str, command)], capture_output=True, check=False)
    assert done.returncode == 3
    assert done.stderr.count(b"\n") == 1, done.stderr
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == [KEPT]


@pytest.mark.parametrize("end", PACKS)
def test_what_is_damaged_is_said_in_one_line(end: str, tmp_path: Path) -> None:
    packed = bytearray(PACKS[end](varied(2_000)))
    packed[len(packed) // 2 :: 50] = bytes(len(packed[len(packed) // 2 :: 50]))
    path = tmp_path / f"some.jsonl{end}"
    path.write_bytes(packed)
    done = clean("--no-default-rules", path)
    assert done.returncode == 3
    assert b"compressed" in done.stderr
