"""Parquet in and out: the real command on real files, whole, broken, large and piped."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.errors import InputError
from cleaner.io.inputs import Input
from cleaner.io.parquet import ROW_GROUP_BYTES, RowGroupWriter, row_batches
from cleaner.io.streams import InputStream

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
KEPT = "The mayor said on Monday that the bridge will open in May."
STORY = f"{KEPT}\n\nAdvertisement\n"
LINES = [f"The council voted on evening number {n} to rebuild the wooden bridge over the river." for n in range(9)]
HEAD = "<html><head><title>A bridge opens</title></head><body><article>"
PAGE = f"{HEAD}{''.join(f'<p>{line}</p>' for line in LINES)}</article></body>"
MIB = 1 << 20


def clean(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run([*CLEAN, *map(str, arguments)], input=stdin, capture_output=True, check=False, cwd=cwd)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


def packed(table: Any, **options: Any) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def read(content: bytes) -> Any:
    return pq.read_table(pa.BufferReader(content))


def articles(count: int = 300) -> Any:
    return pa.table(
        {
            "id": list(range(count)),
            "text": [None if n % 10 == 9 else f"{n}. {LINES[n % 9]}\n\n{STORY}" for n in range(count)],
            "html": [PAGE if n % 50 == 9 else None for n in range(count)],
            "when": pa.array([1_700_000_000_000_000_001 + n for n in range(count)], pa.timestamp("ns", "UTC")),
            "tree": [{"a": [n, None], "b": {"c": b"\xff"}} if n % 3 else None for n in range(count)],
        }
    ).replace_schema_metadata({"of": "mine"})


@pytest.fixture(scope="module")
def table() -> Any:
    return articles()


@pytest.fixture(scope="module")
def cleaned(table: Any) -> bytes:
    done = clean(stdin=packed(table))
    assert done.returncode == 3, "some rows have no text"
    return done.stdout


def test_texts_are_cleaned_and_all_other_columns_stay(table: Any, cleaned: bytes) -> None:
    done = read(cleaned)
    assert done["text"][0].as_py() == f"0. {LINES[0]}\n\n{KEPT}"
    assert done.schema.metadata == {b"of": b"mine"}
    assert done.schema.names == [*table.schema.names, "metadata"]
    for name in ("id", "when", "tree"):
        assert done[name].equals(read(packed(table))[name])


def test_a_page_becomes_the_text_of_its_row(cleaned: bytes) -> None:
    done = read(cleaned).select(["text", "html", "metadata"]).slice(9, 1).to_pylist()[0]
    assert done["text"] == "\n\n".join(LINES)
    assert done["html"] is None
    assert done["metadata"]["title"] == "A bridge opens"
    assert done["metadata"]["cleaner"]["extracted"]["visible"] > 0


def test_a_row_that_fails_stays_and_tells_why(table: Any, cleaned: bytes) -> None:
    row = read(cleaned).select(["text", "metadata"]).slice(19, 1).to_pylist()[0]
    assert row["text"] is None
    assert row["metadata"]["cleaner"]["error"] == "lacks the key 'text': name it with --text-key"
    small = clean("--max-size", "0.0001", stdin=packed(table.slice(0, 10)))
    assert small.returncode == 3
    assert read(small.stdout)["text"].equals(table["text"].slice(0, 10))
    assert read(small.stdout)["html"].equals(table["html"].slice(0, 10)), "a page that failed is not lost"
    assert b"standard input:1: has more than" in small.stderr


def test_one_process_and_three_give_the_same_bytes(table: Any, cleaned: bytes, tmp_path: Path) -> None:
    for number, size in enumerate((7, 100)):
        (tmp_path / f"{number}.parquet").write_bytes(packed(table, row_group_size=size))
        assert clean("-j", "3", tmp_path / f"{number}.parquet").stdout == cleaned


def test_cleaning_twice_changes_nothing(cleaned: bytes) -> None:
    assert clean(stdin=cleaned).stdout == cleaned


def test_records_become_a_table_whatever_their_batches_are() -> None:
    rows = [{"id": n, "text": f"{n}. {STORY}", "n": n, "metadata": {"tags": ["a"], "mine": n}} for n in range(700)]
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    done = clean("-f", "jsonl", "-t", "parquet", stdin=lines)
    assert done.stdout == clean("-f", "jsonl", "-t", "parquet", "-j", "3", stdin=lines).stdout
    made = read(done.stdout)
    assert made.schema.names == ["id", "url", "lang", "text", "metadata", "other"]
    row = made.slice(699, 1).to_pylist()[0]
    assert (row["id"], row["text"], row["other"]) == ("699", f"699. {KEPT}", '{"n": 699}')
    assert (row["metadata"]["tags"], row["metadata"]["other"]) == (["a"], '{"mine": 699}')
    assert row["metadata"]["cleaner"]["removed"] == [{"rule": "ads/ad-label", "count": 1}]


def test_a_record_nested_too_deeply_for_its_row_is_not_lost() -> None:
    lines = [f'{{"text": "A text.", "x": {"[" * depth}{"]" * depth}}}' for depth in range(900, 1000)]
    done = clean("-f", "jsonl", "-t", "parquet", stdin="\n".join(lines).encode())
    unread = done.stderr.count(b"is nested too deeply")
    rows = read(done.stdout).to_pylist()
    assert 0 < unread < 100
    assert len(rows) + unread >= 100
    assert all(row["text"] or row["metadata"]["cleaner"]["error"] for row in rows)
    assert all(row["text"] == "A text." or '"text": "A text."' in row["other"] for row in rows)


def test_a_page_is_cleaned_beside_a_text_where_pages_are_asked_for() -> None:
    table = packed(pa.table({"text": ["Short."], "html": [PAGE]}))
    assert read(clean(stdin=table).stdout).select(["text", "html"]).to_pylist() == [{"text": "Short.", "html": PAGE}]
    done = read(clean("-f", "html", stdin=table).stdout)
    assert done.select(["text", "html"]).to_pylist() == [{"text": "\n\n".join(LINES), "html": None}]


def test_texts_and_pages_go_into_one_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    assert clean("-t", "parquet", "-o", "out.parquet", "a.txt", "b.html", cwd=tmp_path).returncode == 0
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["id"], row["text"]) for row in rows] == [("a.txt", KEPT), ("b.html", "\n\n".join(LINES))]


def test_nothing_is_a_table_without_rows(table: Any) -> None:
    empty = read(clean("-f", "jsonl", "-t", "parquet", stdin=b"").stdout)
    assert (empty.num_rows, empty.schema.names[-1]) == (0, "other")
    done = read(clean(stdin=packed(table.slice(0, 0))).stdout)
    assert (done.num_rows, done.schema.names) == (0, [*table.schema.names, "metadata"])


def test_rows_become_lines_of_json_with_all_their_columns(table: Any, cleaned: bytes) -> None:
    done = clean("-t", "jsonl", stdin=packed(table)).stdout
    rows = [json.loads(line) for line in done.splitlines()]
    assert [row.get("text") for row in rows] == read(cleaned)["text"].to_pylist()
    assert list(rows[1]) == ["id", "text", "when", "tree", "metadata"]
    assert rows[1]["when"] == "2023-11-14T22:13:20.000000002Z"
    assert rows[1]["tree"] == {"a": [1, None], "b": {"c": "/w=="}}
    assert rows[0]["tree"] is None
    assert rows[19]["metadata"]["cleaner"] == {"error": "lacks the key 'text': name it with --text-key"}
    assert clean("-t", "jsonl", "-j", "3", stdin=packed(table)).stdout == done


def test_rows_become_files_named_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(packed(pa.table({"id": ["x", None], "text": [STORY, STORY]})))
    assert clean("-t", "text", "--no-header", "-o", "out/", "in.parquet", cwd=tmp_path).returncode == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()} == {
        "x.txt": f"{KEPT}\n",
        "2.txt": f"{KEPT}\n",
    }


def test_files_are_changed_where_they_are_and_in_folders(table: Any, cleaned: bytes, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    path = tmp_path / "in" / "deep" / "a.parquet"
    path.write_bytes(packed(table))
    (tmp_path / "in" / "b.txt").write_text(STORY, "utf-8")
    assert clean("-o", "out", "in", cwd=tmp_path).returncode == 3
    assert (tmp_path / "out" / "deep" / "a.parquet").read_bytes() == cleaned
    assert clean("-i", path).returncode == 3
    assert path.read_bytes() == cleaned
    path.write_bytes(cleaned[:-100])
    assert clean("-i", path).returncode == 3
    assert path.read_bytes() == cleaned[:-100], "what broke off takes no place"


@pytest.mark.parametrize("view", ["--stats", "--explain", "--diff", "--check"])
def test_views_look_at_rows(view: str) -> None:
    done = clean(view, stdin=packed(pa.table({"text": [STORY, KEPT]})))
    assert done.returncode == (1 if view == "--check" else 0)
    told = {"--stats": b"ads/ad-label", "--explain": b"standard input:1: cleaned", "--diff": b"-Advertisement"}
    assert told.get(view, b"") in done.stdout
    assert view != "--check" or b"standard input:1: would change" in done.stderr


def test_the_toolbox_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(packed(pa.table({"text": [STORY, KEPT, None]})))
    toolbox = "from cleaner.cli.toolbox import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", toolbox, "rules", "stats", path], capture_output=True, text=True, check=False
    )
    assert "2 documents (" in done.stdout
    assert "a.parquet:3: lacks the key 'text'" in done.stderr


def test_a_table_is_known_by_its_content_and_read_where_it_is_packed(tmp_path: Path) -> None:
    import gzip

    content = packed(pa.table({"text": [STORY]}))
    (tmp_path / "unnamed").write_bytes(content)
    (tmp_path / "in.parquet.gz").write_bytes(gzip.compress(content))
    whole = clean(tmp_path / "unnamed").stdout
    assert read(whole)["text"].to_pylist() == [KEPT]
    assert clean(tmp_path / "in.parquet.gz").stdout == whole


def test_tables_with_other_columns_do_not_go_into_one(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(packed(pa.table({"text": [STORY]})))
    (tmp_path / "b.parquet").write_bytes(packed(pa.table({"text": [STORY], "n": [1]})))
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": STORY, "n": 1}) + "\n", "utf-8")
    done = clean("-t", "parquet", "-o", "all.parquet", "a.parquet", "b.parquet", "a.parquet", cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.decode().startswith("clean: b.parquet: has other columns than the table before it")
    assert pq.read_table(tmp_path / "all.parquet")["text"].to_pylist() == [KEPT, KEPT]
    assert clean("-t", "parquet", "-o", "all.parquet", "c.jsonl", "b.parquet", cwd=tmp_path).returncode == 0
    assert pq.read_table(tmp_path / "all.parquet")["other"].to_pylist() == ['{"n": 1}'] * 2
    assert clean("a.parquet", "b.parquet", cwd=tmp_path).returncode == 2, "two files are no table"


def test_no_header_leaves_metadata_as_it_is() -> None:
    rows = {"text": [STORY], "metadata": [[("a", 1)]]}
    table = pa.table(rows, pa.schema([("text", pa.string()), ("metadata", pa.map_(pa.string(), pa.int64()))]))
    done = clean(stdin=packed(table))
    assert done.returncode == 3
    assert b"has no struct and no JSON in column 'metadata', but map<string, int64" in done.stderr
    done = clean("--no-header", stdin=packed(table))
    assert read(done.stdout)["metadata"].to_pylist() == [[("a", 1)]]
    assert read(clean("--no-header", stdin=packed(table.select(["text"]))).stdout).schema.names == ["text"]


def test_what_is_no_whole_table_is_told_in_one_line(tmp_path: Path) -> None:
    content = packed(pa.table({"text": [STORY] * 500}), compression="none", use_dictionary=False)
    broken = [b"PAR1", content[:2000], b"PAR1" + b"\0" * 500 + b"PAR1", content[:-30] + b"\xff" * 22 + content[-8:]]
    broken += [content[:at] + b"\xff\0\xff" + content[at + 3 :] for at in (4, 8, 20)]
    for number, some in enumerate(broken):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(some)
        done = clean(path)
        assert done.returncode == 3
        assert done.stderr.decode().startswith(f"clean: {path}: is damaged, or not a Parquet file: ")
        assert done.stderr.count(b"\n") == 1


def test_a_table_is_not_written_to_a_terminal() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*CLEAN, "-f", "parquet"], input=packed(articles(3)), stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr == b"clean: a table cannot be shown on a terminal: name a file with -o, or pipe it on\n"


def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(CLEAN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(packed(pa.table({"text": [STORY]})))
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_without_pyarrow_it_is_said_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(packed(pa.table({"text": [STORY]})))
    hide = "import sys; sys.modules['pyarrow'] = None; from cleaner.cli.clean import main; main()"
    for arguments in (["a.parquet"], ["-f", "text", "-t", "parquet", "a.parquet"]):
        done = subprocess.run([sys.executable, "-c", hide, *arguments], capture_output=True, cwd=tmp_path, check=False)
        assert done.returncode == 3
        assert b"needs a package for parquet files: pip install 'article-cleaner[parquet]'\n" in done.stderr
        assert b"Traceback" not in done.stderr


def batches_of(path: Path, size: int) -> list[Any]:
    with path.open("rb") as stream:
        return list(row_batches(Input(str(path), str(path), path.name), InputStream(stream), size))


def test_batches_are_as_large_as_is_asked_and_large_rows_come_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = ["x" * 10] * 100 + ["y" * 5000] * 3 + ["z" * 10] * 100
    path.write_bytes(packed(pa.table({"text": texts}), row_group_size=40))
    found = batches_of(path, 4096)
    assert found[0].num_rows == 0
    assert [text for batch in found for text in batch["text"].to_pylist()] == texts
    assert all(batch.num_rows == 1 or batch.nbytes <= 4096 + 8 * 20 for batch in found[1:])
    assert max(batch.num_rows for batch in found) == 64


def test_what_is_read_before_a_table_breaks_off_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    content = packed(pa.table({"text": [os.urandom(500).hex() for _ in range(400)]}), row_group_size=100)
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"\xff" * 2000 + content[middle + 2000 :])
    with path.open("rb") as stream:
        reading = row_batches(Input("a", str(path), "a"), InputStream(stream), 1 << 18)
        found: list[Any] = []
        with pytest.raises(InputError, match="is damaged"):
            found.extend(reading)
    assert 100 <= sum(batch.num_rows for batch in found) < 400


def test_row_groups_are_cut_by_the_bytes_they_hold() -> None:
    stream = io.BytesIO()
    rows = pa.RecordBatch.from_pydict({"text": ["x" * (4 * MIB)]})
    groups = RowGroupWriter(stream, rows.schema)
    for _ in range(20):
        groups.add(rows)
    groups.close()
    told = pq.ParquetFile(stream).metadata
    assert [told.row_group(at).num_rows for at in range(told.num_row_groups)] == [ROW_GROUP_BYTES // (4 * MIB)] * 2 + [
        4
    ]


def test_a_writer_that_is_dropped_leaves_no_whole_file() -> None:
    stream = io.BytesIO()
    groups = RowGroupWriter(stream, pa.schema([("text", pa.string())]))
    groups.add(pa.RecordBatch.from_pydict({"text": ["x"]}))
    del groups
    assert stream.getvalue() == b"PAR1"


def test_memory_stays_bounded_for_one_huge_row_group(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(packed(pa.table({"text": [os.urandom(2000).hex() for _ in range(15_000)]})))
    code = f"""if True:
        import resource
        from cleaner.io.inputs import Input
        from cleaner.io.parquet import row_batches
        from cleaner.io.streams import InputStream
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with open({str(path)!r}, "rb") as stream:
            for _ in row_batches(Input("a", {str(path)!r}, "a"), InputStream(stream), 1 << 18):
                pass
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(done.stdout) < 40 * 1024, "KiB, for 60 MB"
