"""``clean --report`` and ``cleaner report``: pages for a browser, and the verdicts that they save."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.batch.runs import run
from tests.cli.commands import STORY, clean, cleaner_text

PAGE = (
    f"<title>Bridge</title><article><h1>Bridge</h1>{f'<p>{STORY}</p>' * 6}</article><div class=related-posts>More</div>"
)
RECORDS = [
    {"id": "a", "text": f"{STORY}Advertisement\n{STORY}Share this:\n", "url": "https://valley.example/1"},
    {"id": "b", "text": "Advertisement"},
    {"text": f"{STORY}Advertisement"},
    {"id": "d"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text(f"{STORY}\nAdvertisement\n\nThe end.\n", "utf-8")
    (source / "b.md").write_text(f"---\ntitle: Bridge\n---\n# Bridge\n\n{STORY}\nAdvertisement\n", "utf-8")
    (source / "page.html").write_text(PAGE, "utf-8")
    (source / "r.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS), "utf-8")
    return tmp_path


def data_of(page: Path) -> dict[str, Any]:
    (data,) = re.findall(r'id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    values: dict[str, Any] = json.loads(data)
    return values


def removed_in(page: Path) -> dict[tuple[str, Any], list[tuple[str, str]]]:
    """Return the rules and texts of the removals of each document."""
    data = data_of(page)
    found: dict[tuple[str, Any], list[tuple[str, str]]] = {(place, id): [] for place, id in data["documents"].values()}
    for name, removal in data["removals"].items():
        place, id = data["documents"][name.partition("-")[0]]
        found[place, id].append((removal["rule"], removal["text"]))
    return found


def test_a_report_takes_the_place_of_the_articles(folder: Path) -> None:
    page = folder / "one.html"
    result = clean("--report", page, folder / "in" / "a.txt")
    assert (result.status, result.out, result.err) == (0, "", "")
    assert [*removed_in(page).values()] == [[("ads/ad-label", "Advertisement")]]
    both = clean("--report", page, "-o", folder / "out", folder / "in")
    assert (both.status, (folder / "out" / "a.txt").exists()) == (3, True)
    assert len(removed_in(page)) == 7


def test_failed_inputs_are_documents_of_the_report(folder: Path) -> None:
    (folder / "in" / "x.txt").write_bytes(b"\x00\x01\x02" * 50)
    page = folder / "all.html"
    assert clean("-q", "--report", page, folder / "in").status == 3
    text = page.read_text("utf-8")
    assert text.count('verdict failed">failed') >= 2
    assert "lacks the key" in text


def test_workers_write_the_same_page(folder: Path) -> None:
    pages = [folder / "one.html", folder / "two.html"]
    clean("-q", "--report", pages[0], folder / "in")
    clean("-q", "-j", "2", "--report", pages[1], folder / "in")
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_the_report_on_a_run_shows_what_the_run_removed(folder: Path) -> None:
    assert run("in", "-o", "out", "--removed", "removed.jsonl", "-q", cwd=folder).returncode == 3
    result = cleaner_text("report", "out", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "cleaner: 7 documents: report.html\n")
    clean("-q", "--report", "cleaned.html", "in", cwd=folder)
    assert removed_in(folder / "report.html") == removed_in(folder / "cleaned.html")
    text = (folder / "report.html").read_text("utf-8")
    rows = [re.sub(r"<[^>]+>", "", row) for row in re.findall(r'<div class="row.*?</div>', text)]
    assert f"{STORY.strip()}" in rows
    assert any(row.startswith("Advertisement") for row in rows)


@pytest.mark.parametrize("form", ["jsonl", "parquet", "md"])
def test_the_report_on_a_run_reads_its_outputs_in_each_format(form: str, folder: Path) -> None:
    (folder / "in" / "r.jsonl").unlink()
    run("in", "-o", "out", "--removed", "removed.jsonl", "-q", "-t", form, cwd=folder)
    assert cleaner_text("report", "out", cwd=folder).returncode == 0
    found = removed_in(folder / "report.html")
    assert [("ads/ad-label", "Advertisement")] in found.values()
    assert 'id="d1-0" data-removal="d1-0">Advertisement<' in (folder / "report.html").read_text("utf-8")


def test_the_report_on_a_run_finds_texts_and_ids_inside_other_values(folder: Path) -> None:
    record = {"meta": {"id": "x7"}, "data": {"text": f"{STORY}Advertisement"}}
    (folder / "n.jsonl").write_text(f"{json.dumps(record)}\n", "utf-8")
    keys = ("--text-key", "data.text", "--id-key", "meta.id")
    run("n.jsonl", "-o", "out", "--removed", "removed.jsonl", "-q", *keys, cwd=folder)
    assert cleaner_text("report", "out", *keys, cwd=folder).returncode == 0
    assert removed_in(folder / "report.html") == {("n.jsonl:1", "x7"): [("ads/ad-label", "Advertisement")]}
    assert "The council voted" in (folder / "report.html").read_text("utf-8")
    assert cleaner_text("report", "out", "-o", "out/n.jsonl", *keys, cwd=folder).returncode == 2


def test_a_folder_without_a_run_or_removals_is_refused(folder: Path) -> None:
    result = cleaner_text("report", "in", cwd=folder)
    assert (result.returncode, "clean --report FILE FOLDER" in result.stderr) == (2, True)
    run("in", "-o", "out", "-q", cwd=folder)
    result = cleaner_text("report", "out", cwd=folder)
    assert (result.returncode, "--removed" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--report", "-"), "name it"),
        (("--report", "in/a.txt"), "would overwrite an input or an output"),
        (("--report", "r.html", "--removed", "r.html"), "would overwrite an input or an output"),
        (("--report", "r.html", "--dry-run", "-o", "out"), "leave --report out"),
    ],
)
def test_a_report_that_would_overwrite_something_is_refused(
    options: tuple[str, ...], message: str, folder: Path
) -> None:
    result = clean(*options, "in/a.txt", cwd=folder)
    assert (result.status, message in result.err) == (2, True)


def test_verdicts_are_counted_and_become_rules_that_keep(folder: Path) -> None:
    verdicts = [
        {"verdict": "wrong", "input": "in/a.txt", "line": 3, "rule": "ads/ad-label", "text": "Advertisement"},
        {"verdict": "right", "input": "in/p.html", "path": "html/body/div", "rule": "related/box", "text": "More"},
    ]
    (folder / "v.jsonl").write_text("".join(f"{json.dumps(verdict)}\n" for verdict in verdicts), "utf-8")
    table = cleaner_text("rules", "stats", "--verdicts", "v.jsonl", cwd=folder).stdout
    assert [row.split() for row in table.split("\n")[1:3]] == [
        ["ads/ad-label", "0", "1", "0", "0%"],
        ["related/box", "1", "0", "0", "100%"],
    ]
    record = json.loads(cleaner_text("rules", "stats", "in", "--verdicts", "v.jsonl", "--json", cwd=folder).stdout)
    assert record["verdicts_by_rule"]["ads/ad-label"] == {"right": 0, "wrong": 1, "unsure": 0}
    result = cleaner_text("rules", "new", "--keep", "v.jsonl", cwd=folder)
    assert (result.returncode, "its samples hold" in result.stdout) == (0, True)
    assert "Advertisement" in clean("--no-header", folder / "in" / "a.txt", cwd=folder).out
    assert cleaner_text("rules", "test", ".clean/mine.yaml", cwd=folder).returncode == 0
    again = cleaner_text("rules", "new", "--keep", "v.jsonl", cwd=folder)
    assert (again.returncode, again.stdout) == (0, "nothing to do: rules keep these lines already\n")


def test_verdicts_and_lines_are_not_mixed(folder: Path) -> None:
    (folder / "v.jsonl").write_text('{"verdict": "right", "rule": "a/b", "text": "x"}\n', "utf-8")
    for arguments in (("new",), ("new", "--keep", "v.jsonl", "--from", "in/a.txt:3"), ("stats",)):
        assert cleaner_text("rules", *arguments, cwd=folder).returncode == 2
    result = cleaner_text("rules", "new", "--keep", "v.jsonl", cwd=folder)
    assert (result.returncode, "nothing to keep" in result.stderr) == (2, True)
