"""Compressed files: read whatever their names, written as their names say, and bounded where they are hostile."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from backports import zstd

from tests.cli.commands import clean_here as clean

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
STORY = "The mayor said on Monday that the bridge will open in May.\n\nAdvertisement\n"
KEPT = "The mayor said on Monday that the bridge will open in May."
MIB = 1 << 20


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"id": number, "text": STORY}).encode() + b"\n" for number in range(count))


def varied(count: int) -> bytes:
    rows = ({"id": number, "text": f"{number} {number * number} {KEPT}"} for number in range(count))
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


COMPRESS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}
DECOMPRESS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".zst": zstd.decompress}


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compressed_records_are_written_compressed_alike(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"some.jsonl{suffix}").write_bytes(COMPRESS[suffix](lines(5)))
    (tmp_path / "in" / f"page.html{suffix}").write_bytes(COMPRESS[suffix](f"<article><p>{STORY}</p>".encode()))
    assert clean("-o", tmp_path / "out", tmp_path / "in").returncode == 0
    written = DECOMPRESS[suffix]((tmp_path / "out" / f"some.jsonl{suffix}").read_bytes())
    assert [json.loads(line)["text"] for line in written.splitlines()] == [KEPT] * 5
    assert KEPT in DECOMPRESS[suffix]((tmp_path / "out" / f"page.txt{suffix}").read_bytes()).decode()


@pytest.mark.parametrize("suffix", COMPRESS)
def test_compressed_input_is_detected_by_its_content(suffix: str, tmp_path: Path) -> None:
    whole = clean("-f", "jsonl", stdin=lines(5))
    assert clean(stdin=COMPRESS[suffix](lines(5))).stdout == whole.stdout
    two_members = COMPRESS[suffix](lines(5)[:100]) + COMPRESS[suffix](lines(5)[100:])
    assert clean(stdin=two_members).stdout == whole.stdout
    misnamed = tmp_path / f"some.jsonl{suffix}"
    misnamed.write_bytes(lines(5))
    assert clean("-t", "jsonl", misnamed).stdout == whole.stdout


def test_equal_records_give_equal_compressed_bytes(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.jsonl.gz"):
        assert clean("-f", "jsonl", "-o", tmp_path / name, stdin=lines(3)).returncode == 0
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_an_unchanged_file_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(STORY.encode(), 9))
    assert clean("-i", path).returncode == 0
    cleaned = gzip.decompress(path.read_bytes())
    path.write_bytes(compressed := gzip.compress(cleaned, 1))
    assert clean("-i", path).returncode == 0
    assert path.read_bytes() == compressed


@pytest.mark.parametrize("suffix", COMPRESS)
def test_the_records_before_the_end_of_a_truncated_file_are_written(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"some.jsonl{suffix}"
    compressed = COMPRESS[suffix](varied(20_000))
    path.write_bytes(compressed[: len(compressed) // 2])
    process = clean("-o", tmp_path / "out.jsonl", "--no-default-rules", "-j", 2, path)
    assert process.returncode == 3
    assert b"is truncated: its compressed data breaks off" in process.stderr
    count = len((tmp_path / "out.jsonl").read_bytes().splitlines())
    assert count > 5_000, "the records before the end are there"
    assert f":{count + 1}: is truncated".encode() in process.stderr


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_truncated_file_is_not_changed_in_place(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"some.jsonl{suffix}"
    path.write_bytes(compressed := COMPRESS[suffix](lines(2_000))[:-9])
    assert clean("-i", "--no-default-rules", path).returncode == 3
    assert path.read_bytes() == compressed
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt", "a.html"])
def test_a_bomb_takes_little_memory_and_harms_no_other_input(suffix: str, name: str, tmp_path: Path) -> None:
    open_compressed = partial(gzip.GzipFile, compresslevel=1) if suffix == ".gz" else zstd.ZstdFile
    with open_compressed(tmp_path / f"{name}{suffix}", "wb") as stream:
        for _ in range(300):
            stream.write(bytes(MIB))
    (tmp_path / "z.txt").write_text(STORY)
    script = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        "sys.argv = ['clean', *sys.argv[1:]]; runpy.run_module('cleaner.cli.clean', run_name='__main__')"
    )
    command = [sys.executable, "-c", script, "-t", "jsonl", tmp_path / f"{name}{suffix}", tmp_path / "z.txt"]
    process = subprocess.run([*map(str, command)], capture_output=True, check=False)
    assert process.returncode == 3
    assert process.stderr.count(b"\n") == 1, process.stderr
    assert [json.loads(line)["text"] for line in process.stdout.splitlines()] == [KEPT]


@pytest.mark.parametrize("suffix", COMPRESS)
def test_the_end_of_a_damaged_file_is_reported_last(suffix: str, tmp_path: Path) -> None:
    compressed = bytearray(COMPRESS[suffix](varied(2_000)))
    compressed[len(compressed) // 2 :: 50] = bytes(len(compressed[len(compressed) // 2 :: 50]))
    path = tmp_path / f"some.jsonl{suffix}"
    path.write_bytes(compressed)
    process = clean("--no-default-rules", path)
    assert process.returncode == 3
    *_, last = [line for line in process.stderr.splitlines() if b"-v shows" not in line and b"times in all" not in line]
    assert b"compressed" in last
