"""Which files and articles a call is about, what it would write, and what counts as a failure."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.commands import STORY, Result, clean, cleaner_text

LONG = "".join(f"The council met {n} times and voted on the bridge over the river.\n" for n in range(20)) + "Share it\n"
DIRTY = STORY + "Advertisement\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.txt", "in/b.md", "in/drafts/c.txt", "in/deep/drafts/d.txt", "in/deep/e.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(DIRTY)
    Path("in/r.jsonl").write_text("".join(json.dumps({"id": n, "text": DIRTY}) + "\n" for n in range(20)))


def written(*arguments: object, stdin: str | bytes = b"") -> list[str]:
    result = clean("-o", "out/", *arguments, stdin=stdin)
    assert (result.status, result.err) == (0, "")
    return sorted(path.relative_to("out").as_posix() for path in Path("out").rglob("*.*"))


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"in/a.txt\nin/deep/e.txt\n", ["in/a.txt", "in/deep/e.txt"]),
        (b"in/a.txt\r\n\r\nin/a.txt\r\n", ["in/a.txt"]),
        (b"in/a.txt\0in/drafts/c.txt\0", ["in/a.txt", "in/drafts/c.txt"]),
        (b"./in/a.txt", ["in/a.txt"]),
        (b"in/drafts\n", ["c.txt"]),
    ],
)
def test_a_list_names_files_by_lines_or_by_nul(content: bytes, names: list[str]) -> None:
    assert written("--files-from", "-", stdin=content) == names
    Path("list").write_bytes(content)
    assert written("--files-from", "list") == names


def test_a_name_with_a_line_end_needs_nul() -> None:
    Path("odd\nname.txt").write_text(STORY)
    assert written("--files-from", "-", stdin=b"odd\nname.txt\0") == ["odd\nname.txt"]


def test_a_list_may_be_empty_or_name_what_is_missing() -> None:
    empty = clean("--check", "--files-from", "-")
    assert (empty.status, "the list is empty" in empty.err) == (0, True)
    missing = clean("--files-from", "-", "-o", "out", stdin="in/a.txt\nnone.txt\n")
    assert (missing.status, "none.txt: no such file" in missing.err) == (3, True)
    assert Path("out/in/a.txt").exists()
    assert clean("--files-from", "none").status == 2
    assert clean("--files-from", "-", "-").status == 2
    assert clean("--files-from", "-", stdin="-\n").status == 2


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ("--include *.txt", ["a.txt", "deep/drafts/d.txt", "deep/e.txt", "drafts/c.txt"]),
        ("--include *.txt --exclude drafts/", ["a.txt", "deep/e.txt"]),
        ("--include /drafts/**", ["drafts/c.txt"]),
        ("--exclude *.jsonl --exclude drafts/**", ["a.txt", "b.md", "deep/drafts/d.txt", "deep/e.txt"]),
        ("--exclude in/deep/ --exclude r.*", ["a.txt", "b.md", "drafts/c.txt"]),
        ("--include *.txt --include !a.txt --exclude drafts", ["deep/e.txt"]),
    ],
)
def test_patterns_take_files_of_folders(options: str, names: list[str]) -> None:
    assert written(*options.split(), "in") == names
    assert written(*options.split(), Path("in").absolute()) == names or "in/" in options


def test_patterns_take_named_and_listed_files() -> None:
    assert written("--exclude", "*.md", "in/a.txt", "in/b.md") == ["a.txt"]
    result = clean("--include", "*.html", "in/a.txt")
    assert (result.status, "--include, --exclude or a .cleanignore leaves out" in result.err) == (2, True)


def test_an_included_suffix_is_read_though_folders_leave_it_out() -> None:
    Path("in/x.article").write_text(DIRTY)
    assert written("-f", "text", "--include", "*.article", "in") == ["x.article.txt"] or Path("out/x.txt").exists()


def test_ignored_files_of_folders_are_left_out() -> None:
    Path(".git").mkdir()
    Path(".cleanignore").write_text("# notes\ndrafts/\n*.jsonl\n")
    Path("in/deep/.cleanignore").write_text("!drafts/\n/e.txt\n")
    assert written("in") == ["a.txt", "b.md", "deep/drafts/d.txt"]
    assert written("in/drafts/c.txt")[-1] == "deep/drafts/d.txt", "a file that is named is read"
    assert Path("out/c.txt").exists()


@pytest.mark.parametrize("name", ["in/r.jsonl", "-", "in"])
def test_the_first_articles_or_a_sample_of_all(name: str) -> None:
    def ids(*options: object) -> list[object]:
        stdin = Path("in/r.jsonl").read_bytes() if name == "-" else b""
        result = clean("-t", "jsonl", *options, name, stdin=stdin)
        assert (result.status, result.err) == (0, "")
        return [record["id"] for record in result.records()]

    everything = ids()
    assert ids("--limit", 3) == everything[:3]
    assert ids("--limit", 99) == everything
    sample = ids("--sample", 4)
    assert len(sample) == 4
    assert sample == [id for id in everything if id in sample] == ids("--sample", 4, "-j", "2")
    assert {*sample} < {*ids("--sample", 8)}
    assert ids("--sample", 99) == everything


def test_a_sample_of_a_table_has_its_rows(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert clean("-o", "t.parquet", "in/r.jsonl").status == 0
    for option in ("--sample", "--limit"):
        assert clean("-o", "few.parquet", option, 5, "t.parquet").status == 0
        rows = parquet.read_table(tmp_path / "few.parquet").to_pylist()
        assert (len(rows), {row["text"] for row in rows}) == (5, {STORY.strip()})


def test_a_run_chooses_the_same_articles() -> None:
    for options in (("--limit", "7"), ("--sample", "7"), ("--include", "*.txt"), ("--files-from", "list")):
        Path("list").write_text("in/a.txt\nin/r.jsonl\n")
        inputs = [] if "list" in options else ["in"]
        by_clean = clean("-t", "jsonl", "--no-header", "-o", "one.jsonl", *options, *inputs)
        assert by_clean.status == 0
        run = ["run", *inputs, "-o", "out", "-t", "jsonl", "--no-header", "-q", *options]
        assert cleaner_text(*run, "--fresh").returncode == 0
        texts = [path.read_text() for path in Path("out").rglob("*.jsonl") if "_cleaner" not in path.parts]
        names = {json.loads(line).get("id") for text in texts for line in text.splitlines()}
        expected = {json.loads(line)["id"] for line in Path("one.jsonl").read_text().splitlines()}
        assert names == expected
        assert ", 0 of" not in cleaner_text(*run).stdout, "it resumes"
        for path in sorted(Path("out").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--limit 2 --sample 2 in", "choose one"),
        ("-i --limit 2 in", "would drop the other records"),
        ("--limit 0 in", "--limit"),
        ("--dry-run in/a.txt", "add -i or -o"),
        ("--dry-run --check in", "choose one"),
        ("--dry-run -o out --removed r in", "leave --removed out"),
        ("--fail-on nothing in/a.txt", "is not a list of empty, kept-whole, remarks"),
    ],
)
def test_contradictions_are_refused(options: str, message: str) -> None:
    result = clean(*options.split())
    assert (result.status, message in result.err) == (2, True)
    assert not Path("out").exists()


def state() -> dict[str, str]:
    return {str(path): path.read_text() for path in Path().rglob("*") if path.is_file()}


def test_a_dry_run_says_what_would_be_written() -> None:
    before = state()
    tidy = Path("in/tidy.md")
    tidy.write_text(STORY)
    in_place = clean("-i", "--dry-run", "in/a.txt", "in/tidy.md", "in/r.jsonl")
    assert (in_place.status, in_place.out) == (0, "would write in/a.txt\nwould write in/r.jsonl\n")
    tidy.unlink()
    to_folder = clean("-o", "out", "--dry-run", "in/a.txt", "in/b.md")
    assert to_folder.out == "would write out/a.txt\nwould write out/b.md\n"
    assert clean("-o", "x.jsonl", "--dry-run", "in").out == "would write x.jsonl\n"
    assert clean("-t", "md", "-o", "out/", "--dry-run", "--limit", 1, "in/r.jsonl").out == "would write out/0.md\n"
    run = cleaner_text("run", "in/a.txt", "in/r.jsonl", "-o", "out", "--dry-run")
    assert (run.returncode, run.stdout) == (0, "would write out/r.jsonl\nwould write out/a.txt\n")
    assert state() == before
    assert not Path("out").exists()
    cleaner_text("run", "in/a.txt", "-o", "out", "-q")
    assert "would write" not in cleaner_text("run", "in/a.txt", "-o", "out", "--dry-run").stdout


@pytest.mark.parametrize(
    ("text", "conditions", "status"),
    [
        ("Share this article\nAdvertisement\n", "empty", 3),
        ("Share this article\nAdvertisement\n", "kept-whole", 0),
        ("Share this article\nAdvertisement\n", "kept-whole,remarks", 3),
        (DIRTY, "empty,kept-whole,remarks", 0),
        (LONG, "kept-whole", 3),
        ("<!doctype html><p>It rains.</p>", "remarks", 3),
    ],
)
def test_what_counts_as_a_failure_is_written_all_the_same(text: str, conditions: str, status: int) -> None:
    Path("in/x.txt").write_text(text)
    options = ["--fail-on", conditions, *(["--max-removed", "0"] if text == LONG else [])]
    result = clean("-o", "y.txt", *options, "in/x.txt")
    assert result.status == status
    assert ("--fail-on" in result.err) == (status == 3)
    assert Path("y.txt").exists()
    run = cleaner_text("run", "in/x.txt", "-o", "out", "-q", *options)
    assert run.returncode == status
    assert Path("out/x.txt").exists()


def test_a_run_needs_inputs() -> None:
    process = cleaner_text("run", "-o", "out")
    assert (process.returncode, "--files-from" in process.stderr) == (2, True)
    assert isinstance(clean("--files-from", os.devnull), Result)
