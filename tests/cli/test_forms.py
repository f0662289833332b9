"""The forms of an article's text: as files by ``-t``, in records by ``--text-format``."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.commands import LONGER, STORY, clean, cleaner_text

PAGE = (
    "<html lang='en'><head><title>Bridge</title></head><body><article><h1>Bridge</h1>"
    + "".join(f"<p>{row} <b>Now</b>.</p>" for row in LONGER.strip().split("\n"))
    + "</article></body></html>"
)
MARKS = {"text": "Now.", "md": "**Now**.", "html": "<strong>Now</strong>."}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def test_the_name_of_an_output_chooses_html(page: Path) -> None:
    assert clean(page, "-o", page.parent / "out.html").status == 0
    document = (page.parent / "out.html").read_text()
    assert document.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert clean(page, "-t", "html").out == document
    assert clean(page.parent / "out.html", "-t", "html").out == document


def test_texts_and_markdown_become_html_as_well(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY + "Fish & chips.\n")
    (tmp_path / "b.md").write_text(f"---\ntitle: B\n---\n\n# B\n\n*{STORY.strip()}*\n")
    result = clean("a.txt", "b.md", "-t", "html", "-o", "out/", "--no-header", cwd=tmp_path)
    assert (result.status, result.err) == (0, "")
    assert (tmp_path / "out" / "a.html").read_text() == f"<p>{STORY.strip()}</p>\n<p>Fish &amp; chips.</p>\n"
    assert (tmp_path / "out" / "b.html").read_text() == f"<h1>B</h1>\n<p><em>{STORY.strip()}</em></p>\n"
    assert "<title>B</title>" in clean("b.md", "-t", "html", cwd=tmp_path).out


@pytest.mark.parametrize("form", MARKS)
def test_records_have_the_form_of_the_option(page: Path, form: str) -> None:
    (record,) = clean(page, "-t", "jsonl", "--text-format", form).records()
    assert MARKS[form] in record["text"]
    out = page.parent / "out"
    run = cleaner_text("run", page, "-o", out, "-t", "parquet", "--text-format", form, "-j", 1, "-q")
    assert run.returncode == 0, run.stderr
    (text,) = pq.read_table(out / "page.parquet")["text"].to_pylist()
    assert text == record["text"]


def test_records_say_where_each_field_is_from_on_request(page: Path) -> None:
    (record,) = clean(page, "-t", "jsonl", "--sources").records()
    metadata = record["metadata"]
    assert metadata["cleaner"]["sources"].keys() == metadata.keys() - {"cleaner"}
    assert "sources" not in clean(page, "-t", "jsonl").records()[0]["metadata"]["cleaner"]
    out = page.parent / "out"
    assert cleaner_text("run", page, "-o", out, "-t", "parquet", "--sources", "-j", 1, "-q").returncode == 0
    (row,) = pq.read_table(out / "page.parquet")["metadata"].to_pylist()
    assert '"sources": {"title":' in row["other"]


@pytest.mark.parametrize("options", ["-t md", "-t html", "-t jsonl --text-format md"])
def test_images_are_kept_on_request(page: Path, options: str) -> None:
    page.write_text(PAGE.replace("</p>", '</p><img src="https://news.example/a.jpg">', 1))
    assert "https://news.example/a.jpg" in clean(page, "--images", *options.split()).out
    assert "https://news.example/a.jpg" not in clean(page, *options.split()).out


def test_records_as_files_of_html(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "x", "text": "Fish & chips."}\n')
    assert clean("a.jsonl", "-t", "html", "-o", "out/", "--no-header", cwd=tmp_path).status == 0
    assert (tmp_path / "out" / "x.html").read_text() == "<p>Fish &amp; chips.</p>\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [("--links", "--text-format md"), ("-t md --text-format md", "-t is"), ("-t spans --text-format md", "-t is")],
)
def test_a_run_refuses_contradictions_as_well(page: Path, options: str, message: str) -> None:
    run = cleaner_text("run", page, "-o", page.parent / "out", *options.split())
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert not (page.parent / "out").exists()
