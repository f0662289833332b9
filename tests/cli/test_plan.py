"""What options mean together: contradictions are refused before any work, reports work side by side."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import STORY, Result, clean

DIRTY = STORY + "Advertisement\n"


@pytest.fixture
def text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    (tmp_path / "page.html").write_text("<html><body><p>A page.</p></body></html>")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--links", "add -t md"),
        ("--links -t jsonl", "add -t md"),
        ("--images", "add -t md"),
        ("--images -t jsonl --text-format text", "add -t md"),
        ("--text-format md", "-t is"),
        ("--sources", "add -t jsonl"),
        ("--sources -t html", "add -t jsonl"),
        ("--sources -t jsonl --no-header", "choose one"),
        ("--text-format html -t md", "-t is"),
        ("--text-format md -t spans", "-t is"),
        ("--message-format json", "add one of them"),
        ("--message-format github", "add one of them"),
        ("--message-format sarif --check --diff", "with --check alone"),
        ("--message-format github --stats", "with --check alone"),
        ("--check --message-format json --removed -", "where reports go as well"),
        ("--diff --explain", "choose one"),
        ("-q -v", "choose one"),
        ("--check -o x", "--check writes nothing"),
        ("--check -i", "--check writes nothing"),
        ("--backup .old", "add -i"),
        ("-i -o x", "choose one"),
        ("-i -t jsonl", "leave -t out"),
        ("-i -f html", "write elsewhere with -o"),
        ("--title move --no-header", "choose one"),
        ("--title move --no-normalize", "choose one"),
        ("-t spans --title move", "choose one"),
        ("--max-removed 2", "0 to 1"),
        ("--lang klingon", "--lang: language 'klingon' is unknown"),
        ("--url headlines", "--url 'headlines' is not a web address"),
        ("-t md -o x.jsonl", "x.jsonl is not a name for -t md"),
        ("-o x.warc", "only read, not written"),
        ("-o a.txt", "a.txt is an input"),
        ("--removed a.txt", "would overwrite an input or an output"),
        ("--removed -", "where articles go as well"),
        ("-o - --removed -", "where articles go as well"),
        ("--check --explain --removed -", "where reports go as well"),
        ("-o b.txt --removed b.txt", "would overwrite an input or an output"),
    ],
)
def test_contradictions_are_refused_with_a_way_out(text: Path, options: str, message: str) -> None:
    result = clean(*options.split(), "a.txt")
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    assert text.read_text() == DIRTY
    assert sorted(path.name for path in text.parent.iterdir()) == ["a.txt", "page.html"]


def shows_removed_line(result: Result) -> bool:
    return "-Advertisement\n" in result.out


def test_check_works_together_with_each_report(text: Path) -> None:
    diff = clean("--check", "--diff", text)
    assert (diff.status, shows_removed_line(diff)) == (1, True)
    explain = clean("--explain", "--check", text)
    assert (explain.status, "line 2: ads/ad-label" in explain.out) == (1, True)
    stats = clean("--check", "--stats", "--message-format", "json", text)
    assert (stats.status, json.loads(stats.out)["rules"]["ads/ad-label"]["lines"]) == (1, 1)
    text.write_text(STORY)
    tidy = clean("--check", "--explain", "--stats", text)
    assert tidy.status == 0
    assert tidy.out.endswith("1 document (1 unchanged)\n")


@pytest.mark.parametrize("options", [["-o", "out.txt"], ["-i"], ["--check"]])
def test_removed_text_goes_to_standard_output_where_nothing_else_does(text: Path, options: list[str]) -> None:
    (record,) = clean(*options, "--removed", "-", text).records()
    assert (record["rule"], record["text"]) == ("ads/ad-label", "Advertisement")
    assert not Path("-").exists()


@pytest.mark.parametrize("report", ["--diff", "--explain"])
def test_counts_follow_the_report_on_each_input(text: Path, report: str) -> None:
    result = clean("--stats", report, text, text.with_name("page.html"))
    assert "Advertisement" in result.out.split("2 documents (")[0]
    assert "ads/ad-label          1         1" in result.out.split("2 documents (")[1]
    assert result.status == 0


def test_the_name_of_an_output_says_its_format(text: Path) -> None:
    assert clean("-o", "out.jsonl", text, "page.html").status == 0
    records = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [record["text"] for record in records] == [STORY.strip(), "A page."]
    assert clean("-o", "out.md", "--no-header", "page.html").status == 0
    assert Path("out.md").read_text() == "A page.\n"


def test_the_name_of_a_table_says_its_format(text: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    Path("r.jsonl").write_text('{"id": 7, "text": "News."}\n')
    assert clean("-o", "t.parquet", "r.jsonl", text).status == 0
    assert parquet.read_table("t.parquet").column("text").to_pylist() == ["News.", STORY.strip()]


@pytest.mark.parametrize("name", ["deu", "German", "DE", "de"])
def test_names_of_languages_switch_the_rules_of_their_language_on(text: Path, name: str) -> None:
    text.write_text(STORY + "Anzeige\n")
    result = clean("--lang", name, text)
    assert 'language: "de"\n' in result.out
    assert "Anzeige" not in result.out


def test_an_address_without_a_scheme_has_a_site(text: Path) -> None:
    assert 'site: "thehill.com"\n' in clean("--url", "www.thehill.com/x", text).out
