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
from tests.cli.commands import clean_here as clean

CLEAN = [sys.executable, "-m", "cleaner.cli.clean"]
KEPT = "The mayor said on Monday that the bridge will open in May."
STORY = f"{KEPT}\n\nAdvertisement\n"
LINES = [f"The council voted on evening number {n} to rebuild the wooden bridge over the river." for n in range(9)]
HEAD = "<html><head><title>A bridge opens</title></head><body><article>"
PAGE = f"{HEAD}{''.join(f'<p>{line}</p>' for line in LINES)}</article></body>"
MIB = 1 << 20


def parquet(table: Any, **options: Any) -> bytes:
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
    ).replace_schema_metadata({"from": "me"})


@pytest.fixture(scope="module")
def table() -> Any:
    return articles()


@pytest.fixture(scope="module")
def cleaned(table: Any) -> bytes:
    process = clean(stdin=parquet(table))
    assert process.returncode == 3, "some rows have no text"
    return process.stdout


def test_texts_are_cleaned_and_all_other_columns_stay(table: Any, cleaned: bytes) -> None:
    output = read(cleaned)
    assert output["text"][0].as_py() == f"0. {LINES[0]}\n\n{KEPT}"
    assert output.schema.metadata == {b"from": b"me"}
    assert output.schema.names == [*table.schema.names, "metadata"]
    for name in ("id", "when", "tree"):
        assert output[name].equals(read(parquet(table))[name])


def test_a_page_becomes_the_text_of_its_row(cleaned: bytes) -> None:
    output = read(cleaned).select(["text", "html", "metadata"]).slice(9, 1).to_pylist()[0]
    assert output["text"] == "\n\n".join(LINES)
    assert output["html"] is None
    assert output["metadata"]["title"] == "A bridge opens"
    assert output["metadata"]["cleaner"]["extracted"]["visible"] > 0


def test_a_row_that_fails_stays_with_the_reason(table: Any, cleaned: bytes) -> None:
    row = read(cleaned).select(["text", "metadata"]).slice(19, 1).to_pylist()[0]
    assert row["text"] is None
    assert row["metadata"]["cleaner"]["error"] == "lacks the key 'text': name it with --text-key (its keys: 'id')"
    small = clean("--max-size", "0.0001", stdin=parquet(table.slice(0, 10)))
    assert small.returncode == 3
    assert read(small.stdout)["text"].equals(table["text"].slice(0, 10))
    assert read(small.stdout)["html"].equals(table["html"].slice(0, 10)), "a page that failed is not lost"
    assert b"standard input:1: has more than" in small.stderr


def test_the_number_of_processes_and_row_groups_changes_no_byte(table: Any, cleaned: bytes, tmp_path: Path) -> None:
    for number, size in enumerate((7, 100)):
        (tmp_path / f"{number}.parquet").write_bytes(parquet(table, row_group_size=size))
        assert clean("-j", "3", tmp_path / f"{number}.parquet").stdout == cleaned


def test_cleaning_twice_changes_nothing(cleaned: bytes) -> None:
    assert clean(stdin=cleaned).stdout == cleaned


def test_records_become_a_table_whatever_their_batches_are() -> None:
    rows = [{"id": n, "text": f"{n}. {STORY}", "n": n, "metadata": {"tags": ["a"], "mine": n}} for n in range(700)]
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    process = clean("-v", "-f", "jsonl", "-t", "parquet", stdin=lines)
    assert process.stdout == clean("-f", "jsonl", "-t", "parquet", "-j", "3", stdin=lines).stdout
    table = read(process.stdout)
    assert table.schema.names == ["id", "url", "lang", "text", "metadata", "other"]
    row = table.slice(699, 1).to_pylist()[0]
    assert (row["id"], row["text"], row["other"]) == ("699", f"699. {KEPT}", '{"n": 699}')
    assert (row["metadata"]["tags"], row["metadata"]["other"]) == (["a"], '{"mine": 699}')
    assert row["metadata"]["cleaner"]["removed"] == [{"rule": "ads/ad-label", "count": 1}]


def test_a_record_nested_too_deeply_for_its_row_is_not_lost() -> None:
    lines = [f'{{"text": "A text.", "x": {"[" * depth}{"]" * depth}}}' for depth in range(900, 1000)]
    process = clean("-v", "-f", "jsonl", "-t", "parquet", stdin="\n".join(lines).encode())
    unread = process.stderr.count(b"is nested too deeply")
    rows = read(process.stdout).to_pylist()
    assert 0 < unread < 100
    assert len(rows) + unread >= 100
    assert all(row["text"] or row["metadata"]["cleaner"]["error"] for row in rows)
    assert all(row["text"] == "A text." or '"text": "A text."' in row["other"] for row in rows)


def test_pages_are_cleaned_instead_of_texts_where_they_are_requested() -> None:
    table = parquet(pa.table({"text": ["Short."], "html": [PAGE]}))
    assert read(clean(stdin=table).stdout).select(["text", "html"]).to_pylist() == [{"text": "Short.", "html": PAGE}]
    output = read(clean("-f", "html", stdin=table).stdout)
    assert output.select(["text", "html"]).to_pylist() == [{"text": "\n\n".join(LINES), "html": None}]


def test_texts_and_pages_share_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, "utf-8")
    (tmp_path / "b.html").write_text(PAGE, "utf-8")
    assert clean("-t", "parquet", "-o", "out.parquet", "a.txt", "b.html", cwd=tmp_path).returncode == 0
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["id"], row["text"]) for row in rows] == [("a.txt", KEPT), ("b.html", "\n\n".join(LINES))]


def test_no_input_gives_a_table_without_rows(table: Any) -> None:
    empty = read(clean("-f", "jsonl", "-t", "parquet", stdin=b"").stdout)
    assert (empty.num_rows, empty.schema.names[-1]) == (0, "other")
    output = read(clean(stdin=parquet(table.slice(0, 0))).stdout)
    assert (output.num_rows, output.schema.names) == (0, [*table.schema.names, "metadata"])


def test_rows_become_json_lines_with_all_their_columns(table: Any, cleaned: bytes) -> None:
    output = clean("-t", "jsonl", stdin=parquet(table)).stdout
    rows = [json.loads(line) for line in output.splitlines()]
    assert [row.get("text") for row in rows] == read(cleaned)["text"].to_pylist()
    assert list(rows[1]) == ["id", "text", "when", "tree", "metadata"]
    assert rows[1]["when"] == "2023-11-14T22:13:20.000000002Z"
    assert rows[1]["tree"] == {"a": [1, None], "b": {"c": "/w=="}}
    assert rows[0]["tree"] is None
    assert rows[19]["metadata"]["cleaner"] == {
        "error": "lacks the key 'text': name it with --text-key (its keys: 'id')"
    }
    assert clean("-t", "jsonl", "-j", "3", stdin=parquet(table)).stdout == output


def test_rows_become_files_named_by_their_ids(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(parquet(pa.table({"id": ["x", None], "text": [STORY, STORY]})))
    assert clean("-t", "text", "--no-header", "-o", "out/", "in.parquet", cwd=tmp_path).returncode == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "out").iterdir()} == {
        "x.txt": f"{KEPT}\n",
        "2.txt": f"{KEPT}\n",
    }


def test_tables_are_cleaned_in_place_and_in_folders(table: Any, cleaned: bytes, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    path = tmp_path / "in" / "deep" / "a.parquet"
    path.write_bytes(parquet(table))
    (tmp_path / "in" / "b.txt").write_text(STORY, "utf-8")
    assert clean("-o", "out", "in", cwd=tmp_path).returncode == 3
    assert (tmp_path / "out" / "deep" / "a.parquet").read_bytes() == cleaned
    assert clean("-i", path).returncode == 3
    assert path.read_bytes() == cleaned
    path.write_bytes(cleaned[:-100])
    assert clean("-i", path).returncode == 3
    assert path.read_bytes() == cleaned[:-100], "a table that broke off replaces nothing"


@pytest.mark.parametrize("view", ["--stats", "--explain", "--diff", "--check"])
def test_reports_cover_rows(view: str) -> None:
    process = clean(view, stdin=parquet(pa.table({"text": [STORY, KEPT]})))
    assert process.returncode == (1 if view == "--check" else 0)
    expected = {"--stats": b"ads/ad-label", "--explain": b"standard input:1: cleaned", "--diff": b"-Advertisement"}
    assert expected.get(view, b"") in process.stdout
    assert view != "--check" or b"standard input:1: would change" in process.stderr


def test_the_toolbox_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(pa.table({"text": [STORY, KEPT, None]})))
    toolbox = "from cleaner.cli.toolbox import main; main()"
    process = subprocess.run(
        [sys.executable, "-c", toolbox, "rules", "stats", path], capture_output=True, text=True, check=False
    )
    assert "2 documents (" in process.stdout
    assert "a.parquet:3: lacks the key 'text'" in process.stderr


def test_a_table_is_detected_by_its_content_and_read_where_it_is_compressed(tmp_path: Path) -> None:
    import gzip

    content = parquet(pa.table({"text": [STORY]}))
    (tmp_path / "unnamed").write_bytes(content)
    (tmp_path / "in.parquet.gz").write_bytes(gzip.compress(content))
    whole = clean(tmp_path / "unnamed").stdout
    assert read(whole)["text"].to_pylist() == [KEPT]
    assert clean(tmp_path / "in.parquet.gz").stdout == whole


def test_tables_with_other_columns_do_not_share_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(pa.table({"text": [STORY]})))
    (tmp_path / "b.parquet").write_bytes(parquet(pa.table({"text": [STORY], "n": [1]})))
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": STORY, "n": 1}) + "\n", "utf-8")
    process = clean("-t", "parquet", "-o", "all.parquet", "a.parquet", "b.parquet", "a.parquet", cwd=tmp_path)
    assert process.returncode == 3
    assert process.stderr.decode().startswith("clean: b.parquet: has different columns from the table before it")
    assert pq.read_table(tmp_path / "all.parquet")["text"].to_pylist() == [KEPT, KEPT]
    assert clean("-t", "parquet", "-o", "all.parquet", "c.jsonl", "b.parquet", cwd=tmp_path).returncode == 0
    assert pq.read_table(tmp_path / "all.parquet")["other"].to_pylist() == ['{"n": 1}'] * 2
    assert clean("a.parquet", "b.parquet", cwd=tmp_path).returncode == 2, "two files do not make a table"


def test_no_header_leaves_metadata_as_it_is() -> None:
    rows = {"text": [STORY], "metadata": [[("a", 1)]]}
    table = pa.table(rows, pa.schema([("text", pa.string()), ("metadata", pa.map_(pa.string(), pa.int64()))]))
    process = clean(stdin=parquet(table))
    assert process.returncode == 3
    assert b"has no struct and no JSON in column 'metadata', but map<string, int64" in process.stderr
    process = clean("--no-header", stdin=parquet(table))
    assert read(process.stdout)["metadata"].to_pylist() == [[("a", 1)]]
    assert read(clean("--no-header", stdin=parquet(table.select(["text"]))).stdout).schema.names == ["text"]


def test_a_damaged_table_is_reported_in_a_line(tmp_path: Path) -> None:
    content = parquet(pa.table({"text": [STORY] * 500}), compression="none", use_dictionary=False)
    broken = [b"PAR1", content[:2000], b"PAR1" + b"\0" * 500 + b"PAR1", content[:-30] + b"\xff" * 22 + content[-8:]]
    broken += [content[:position] + b"\xff\0\xff" + content[position + 3 :] for position in (4, 8, 20)]
    for number, damaged in enumerate(broken):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(damaged)
        process = clean(path)
        assert process.returncode == 3
        assert process.stderr.decode().startswith(f"clean: {path}: is damaged, or not a Parquet file: ")
        assert process.stderr.count(b"\n") == 1


def test_a_table_is_not_written_to_a_terminal() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.run(
        [*CLEAN, "-f", "parquet"], input=parquet(articles(3)), stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    os.close(theirs)
    os.close(ours)
    assert process.returncode == 2
    assert process.stderr == b"clean: a table cannot be shown on a terminal: name a file with -o, or pipe it on\n"


def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(CLEAN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(parquet(pa.table({"text": [STORY]})))
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_without_pyarrow_the_error_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(pa.table({"text": [STORY]})))
    hide = "import sys; sys.modules['pyarrow'] = None; from cleaner.cli.clean import main; main()"
    for arguments in (["a.parquet"], ["-f", "text", "-t", "parquet", "a.parquet"]):
        process = subprocess.run(
            [sys.executable, "-c", hide, *arguments], capture_output=True, cwd=tmp_path, check=False
        )
        assert process.returncode == 3
        assert b"needs a package for parquet files: pip install 'article-cleaner[parquet]'\n" in process.stderr
        assert b"Traceback" not in process.stderr


def batches_of(path: Path, size: int) -> list[Any]:
    with path.open("rb") as stream:
        return list(row_batches(Input(str(path), str(path), path.name), InputStream(stream), size))


def test_batches_have_the_requested_size_and_large_rows_are_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = ["x" * 10] * 100 + ["y" * 5000] * 3 + ["z" * 10] * 100
    path.write_bytes(parquet(pa.table({"text": texts}), row_group_size=40))
    batches = batches_of(path, 4096)
    assert batches[0].num_rows == 0
    assert [text for batch in batches for text in batch["text"].to_pylist()] == texts
    assert all(batch.num_rows == 1 or batch.nbytes <= 4096 + 8 * 20 for batch in batches[1:])
    assert max(batch.num_rows for batch in batches) == 64


def test_rows_before_the_end_of_a_broken_table_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    content = parquet(pa.table({"text": [os.urandom(500).hex() for _ in range(400)]}), row_group_size=100)
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"\xff" * 2000 + content[middle + 2000 :])
    with path.open("rb") as stream:
        reading = row_batches(Input("a", str(path), "a"), InputStream(stream), 1 << 18)
        batches: list[Any] = []
        with pytest.raises(InputError, match="is damaged"):
            batches.extend(reading)
    assert 100 <= sum(batch.num_rows for batch in batches) < 400


def test_row_groups_are_split_by_their_bytes() -> None:
    stream = io.BytesIO()
    rows = pa.RecordBatch.from_pydict({"text": ["x" * (4 * MIB)]})
    groups = RowGroupWriter(stream, rows.schema)
    for _ in range(20):
        groups.add(rows)
    groups.close()
    metadata = pq.ParquetFile(stream).metadata
    assert [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)] == [
        ROW_GROUP_BYTES // (4 * MIB)
    ] * 2 + [4]


def test_a_dropped_writer_leaves_no_complete_file() -> None:
    stream = io.BytesIO()
    groups = RowGroupWriter(stream, pa.schema([("text", pa.string())]))
    groups.add(pa.RecordBatch.from_pydict({"text": ["x"]}))
    del groups
    assert stream.getvalue() == b"PAR1"


def test_memory_stays_bounded_for_a_huge_row_group(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(pa.table({"text": [os.urandom(2000).hex() for _ in range(15_000)]})))
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
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(process.stdout) < 40 * 1024, "KiB, for 60 MB"
