"""``cleaner rules stats``: the command, its output and its exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import cleaner_here

ROOT = Path(__file__).resolve().parents[2]
NEWS = "The council voted on Tuesday evening to rebuild the old wooden bridge.\n"
RULES = "rules:\n  - id: foot\n    line: Our foot\n  - id: idle\n    line: Nobody writes this\n"


def stats(
    *arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return cleaner_here("rules", "stats", *arguments, stdin=stdin, cwd=cwd, **environment)


def record(process: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert process.returncode == 0, process.stderr.decode()
    report: dict[str, Any] = json.loads(process.stdout)
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of articles, with rules beside it."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (tmp_path / "own.yaml").write_text(RULES)
    (articles / "a.txt").write_text(f"{NEWS}Our foot\nAdvertisement\n")
    (articles / "b.txt").write_text(f"{NEWS}Our foot\n")
    lines = [{"text": f"{NEWS}Advertisement\n{NEWS}Our foot"}, {"text": 7}, {"text": NEWS.strip()}]
    (articles / "c.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines) + "no record\n")
    (articles / "d.txt").write_text(" \n")
    return tmp_path


def test_each_rule_is_shown_with_its_longest_removal(folder: Path) -> None:
    process = stats("-r", "own.yaml", "articles", cwd=folder)
    assert process.returncode == 0
    rows = process.stdout.decode().split("\n")
    assert rows[0].split() == ["rule", "documents", "lines", "characters", "share", "longest"]
    assert rows[1].split() == ["own/foot", "3", "3", "24", "48.0%", "articles/a.txt:2", "Our", "foot"]
    assert rows[2].split() == ["ads/ad-label", "2", "2", "26", "52.0%", "articles/a.txt:3", "Advertisement"]
    assert rows[3].startswith("4 documents (3 cleaned, 1 unchanged), ")
    assert rows[3].endswith(": 50 removed; 3 inputs failed")
    assert rows[4].endswith(" rules never matched (--never lists them)")


def test_inputs_that_fail_get_a_line_each(folder: Path) -> None:
    process = stats("-r", "own.yaml", "articles", "missing.txt", cwd=folder)
    assert process.returncode == 0
    assert process.stderr.decode().split("\n") == [
        "cleaner: articles/c.jsonl:2: has no text under 'text', but a number",
        "cleaner: articles/c.jsonl:4: is not valid JSON: Expecting value at column 1",
        "cleaner: articles/d.txt: is empty",
        "cleaner: missing.txt: no such file",
        "",
    ]


def test_json_has_all_that_is_counted_in_a_stable_order(folder: Path) -> None:
    process = stats("--json", "--sort", "characters", "-r", "own.yaml", "articles", cwd=folder)
    report = record(process)
    assert list(report["rules"]) == ["ads/ad-label", "own/foot"]
    assert report["rules"]["own/foot"] == {
        "documents": 3,
        "lines": 3,
        "characters": 24,
        "share": 0.48,
        "longest": {"input": "articles/a.txt", "line": 2, "text": "Our foot"},
    }
    assert (report["documents"], report["failed"], report["taken"]) == (4, 3, 50)
    assert 0 < report["run"] - len(report["never"]) < 10
    assert "own/idle" in report["never"]
    assert not {"own/foot", "ads/ad-label"} & set(report["never"])
    assert stats("--json", "--sort", "characters", "-r", "own.yaml", "articles", cwd=folder).stdout == process.stdout


def test_never_names_the_rules_that_matched_nothing_with_their_places(folder: Path) -> None:
    out = stats("--never", "-r", "own.yaml", "articles/a.txt", cwd=folder).stdout.decode()
    assert "--never lists them" not in out
    assert [row.split() for row in out.split("\n") if "own/" in row][1:] == [["own/idle", "own.yaml:4"]]


def test_a_profile_runs_fewer_rules(folder: Path) -> None:
    careful, aggressive = (
        record(stats("--json", "--profile", profile, "articles/a.txt", cwd=folder))
        for profile in ("careful", "aggressive")
    )
    assert careful["run"] < aggressive["run"]


def test_the_counts_are_those_of_clean() -> None:
    ours = record(stats("--json", "seeds", cwd=ROOT))["rules"]
    command = [sys.executable, "-m", "cleaner.cli.clean", "--stats", "--message-format", "json", "seeds"]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)["rules"]
    keys = ("documents", "lines", "characters")
    assert {name: {key: counts[key] for key in keys} for name, counts in ours.items()} == theirs


def test_pages_and_steps_of_extraction_are_counted() -> None:
    page = ROOT / "fixtures" / "pages" / "newsletter-between-paragraphs" / "source.html"
    report = record(stats("--json", page))
    assert "path" in report["rules"]["newsletter/sign-up-box"]["longest"]


def test_standard_input_is_read() -> None:
    report = record(stats("--json", "-", stdin=f"{NEWS}Advertisement\n".encode()))
    assert report["rules"]["ads/ad-label"]["longest"]["input"] == "standard input"


def test_an_empty_folder_has_nothing_to_count(tmp_path: Path) -> None:
    process = stats(tmp_path)
    assert (process.returncode, process.stdout) == (2, b"")
    assert (
        process.stderr
        == f"cleaner: there is nothing to clean in {tmp_path}: name files of another format one by one\n".encode()
    )


def test_broken_rules_are_reported_in_words_and_as_json(folder: Path) -> None:
    (folder / "own.yaml").write_text("rules:\n  - id: foot\n    lnie: Our foot\n")
    process = stats("-r", "own.yaml", "articles", cwd=folder)
    assert process.returncode == 2
    assert b"own.yaml:3:5: R103" in process.stderr
    problems = stats("--json", "-r", "own.yaml", "articles", cwd=folder)
    assert (problems.returncode, json.loads(problems.stdout)[0]["code"]) == (2, "R103")


def test_rules_of_the_working_folder_are_read_and_those_inside_an_input_are_not(folder: Path) -> None:
    for name in (".clean", "articles/.clean"):
        (folder / name).mkdir()
    (folder / ".clean" / "own.yaml").write_text(RULES)
    (folder / "articles" / ".clean" / "other.yaml").write_text(RULES)
    process = stats("--json", ".", cwd=folder)
    assert "own/foot" in record(process)["rules"]
    assert "other/foot" not in record(process)["rules"]
    assert b"articles/.clean: configuration inside an input is not read" in process.stderr


def test_odd_names_and_texts_are_shown_safely(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\x1b[31m\xff.txt")
    (tmp_path / name).write_text(f"{NEWS}Our foot \x1b[2J\n")
    (tmp_path / "own.yaml").write_text("rules:\n  - id: foot\n    starts: Our foot\n")
    process = stats("-r", "own.yaml", ".", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert process.returncode == 0
    assert b"\x1b" not in process.stdout
    assert b"a\\x1b[31m\\udcff.txt:2" in process.stdout
    longest = record(stats("--json", "-r", "own.yaml", ".", cwd=tmp_path))["rules"]["own/foot"]["longest"]
    assert longest["input"] == name


def test_what_does_not_exist_is_a_line() -> None:
    assert stats().returncode == 2
    assert stats("--sort", "size", "seeds").returncode == 2
    process = stats("-r", "no-such.yaml", "seeds", cwd=ROOT)
    assert process.returncode == 2
    assert b"R001 there is no such file or folder" in process.stderr
