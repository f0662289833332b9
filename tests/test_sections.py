"""``--sections``: the span of each paragraph, and the headings above it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.sections import sections_of
from tests.batch.runs import run
from tests.cli.commands import clean
from tests.fixture_records import page_records, text_records

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
PIECES = [
    *("# Bridge", "## Cost", "### Of *wood*", "Old\n---", "New\n===", "# `code` [link](https://a.example/)", "#"),
    *("* An item of wood.\n* An item of iron.", "> ## Quoted", "> A quote.", "| a | b |\n|---|---|\n| c | d |"),
    *("    code = 1", "Advertisement", STORY, "A line\nthat is wrapped.", ""),
]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def read(cleaner: Cleaner, text: str, *, markdown: bool = True) -> list[tuple[str, str]]:
    article = cleaner.clean(text, markdown=markdown)
    sections = sections_of(article)
    return [(" > ".join(found["headings"]), article.text[found["start"] : found["end"]]) for found in sections]


def test_a_paragraph_has_the_headings_above_it(cleaner: Cleaner) -> None:
    blocks = ["Lead.", "# A", "One.", "### B", "Two.", "## C", "Three.", "D\n===", "Four.", "E\n---", "Five."]
    assert read(cleaner, "\n\n".join([*blocks, "## *F* `g`", "Six."])) == [
        ("", "Lead."),
        ("A", "One."),
        ("A > B", "Two."),
        ("A > C", "Three."),
        ("D", "Four."),
        ("D > E", "Five."),
        ("D > F g", "Six."),
    ]


def test_removed_headings_and_paragraphs_do_not_count(cleaner: Cleaner) -> None:
    text = f"# Bridge\n\n{STORY}\n\nAdvertisement\n\n## Cost\n\n{STORY} Twice.\n"
    assert read(cleaner, text) == [("Bridge", STORY), ("Bridge > Cost", f"{STORY} Twice.")]


def test_plain_text_has_paragraphs_without_headings(cleaner: Cleaner) -> None:
    text = f"Bridge\n\n{STORY}\nAdvertisement\n\nA line\nthat is wrapped in the middle of it and goes further."
    assert all(not headings for headings, _ in read(cleaner, text, markdown=False))
    assert read(cleaner, "", markdown=False) == read(cleaner, "Advertisement", markdown=False) == []


@pytest.mark.parametrize("markdown", [False, True])
def test_a_page_has_headings_in_text_and_in_markdown(markdown: bool, cleaner: Cleaner) -> None:
    first, *others = neutral_lines()
    rest = "".join(f"<p>{line}</p>" for line in others)
    body = f"<h1>Bridge</h1><p>{first}</p><h2>Cost</h2>{rest[:600]}</p><h3>Wood</h3>{rest}"
    article = cleaner.clean(html=f"<html><body><article>{body}</article>", markdown=markdown)
    sections = sections_of(article)
    paths = list(dict.fromkeys(tuple(found["headings"]) for found in sections))
    assert paths == [(), ("Cost",), ("Cost", "Wood") if markdown else ("Wood",)]
    assert article.text[sections[0]["start"] : sections[0]["end"]] == first


@given(st.lists(st.sampled_from(PIECES), max_size=10), st.booleans())
def test_paragraphs_and_headings_are_all_of_a_text(cleaner: Cleaner, pieces: list[str], markdown: bool) -> None:
    article = cleaner.clean("\n\n".join(pieces), markdown=markdown)
    end = 0
    for found in sections_of(article):
        assert end <= found["start"] < found["end"] <= len(article.text)
        between = article.text[end : found["start"]]
        assert not between.strip() or markdown, "only headings and marks are no paragraphs"
        end = found["end"]


def test_spans_of_all_kinds_of_articles_are_in_order(cleaner: Cleaner) -> None:
    for article in cleaner.clean_many([*text_records(), *page_records()]):
        spans = [(found["start"], found["end"]) for found in sections_of(article)]
        assert spans == sorted(spans)
        assert bool(spans) == bool(article.text)


def test_records_have_sections_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"\n# Bridge\n\n{STORY}\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": 1, "text": STORY}))
    for arguments in (("-t", "jsonl", "a.md"), ("b.jsonl",)):
        (record,) = clean("-q", "--sections", *arguments, cwd=tmp_path).records()
        (section,) = record["sections"]
        assert record["text"][section["start"] : section["end"]] == STORY
        assert "sections" not in clean("-q", *arguments, cwd=tmp_path).out
    assert run("a.md", "b.jsonl", "-t", "jsonl", "--sections", "-o", "out", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "out" / "a.jsonl").read_text())["sections"][0]["headings"] == ["Bridge"]


def test_what_cannot_hold_sections_is_refused_or_noted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    refused = clean("--sections", "a.txt", cwd=tmp_path)
    assert (refused.status, "add -t jsonl" in refused.err) == (2, True)
    assert clean("-q", "-t", "parquet", "-o", "a.parquet", "a.txt", cwd=tmp_path).status == 0
    assert "a table keeps its own columns" in clean("--sections", "-o", "b.parquet", "a.parquet", cwd=tmp_path).err
