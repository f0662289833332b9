"""``clean --learn`` and ``cleaner run --learn``: inputs are counted first, and cleaned with what was learned."""

import json
from pathlib import Path

import pytest

from tests.batch.runs import counts, outputs, run
from tests.cli.commands import clean, cleaner_text
from tests.cli.test_rules_learn import record, write_records
from tests.learning.sites import FOOT, article, story_source, title

RULE = "learned-quarry.example/the-quarry-shop-has"


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    for part in range(3):
        write_records(folder / f"{part}.jsonl", [record(number) for number in range(part, 12, 3)])
    return folder


def test_clean_names_removals_by_the_learned_rule(crawl: Path) -> None:
    result = clean(crawl, "-t", "jsonl", "--learn")
    assert "learned 1 rules for 1 sites" in result.err
    for cleaned in result.records():
        assert not any(line in cleaned["text"] for line in FOOT)
        assert cleaned["metadata"]["cleaner"]["removed"] == {RULE: 2}
    assert not any(RULE in json.dumps(each) for each in clean(crawl, "-t", "jsonl").records())


def test_the_same_is_cleaned_by_several_processes(crawl: Path) -> None:
    assert clean(crawl, "-t", "jsonl", "--learn", "-j", 2).out == clean(crawl, "-t", "jsonl", "--learn").out


def test_learned_rules_are_explained(crawl: Path) -> None:
    assert RULE in clean(crawl / "0.jsonl", crawl / "1.jsonl", crawl / "2.jsonl", "--learn", "--explain").out


def test_standard_input_is_refused(crawl: Path) -> None:
    result = clean("-f", "jsonl", "--learn", stdin=(crawl / "0.jsonl").read_bytes())
    assert result.status == 2
    assert "standard input can be read once" in result.err


def test_a_run_leaves_rules_to_read_and_use_again(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(crawl, "-o", out, "--learn", "-q").returncode == 0
    assert counts(out)["rules"][RULE]["lines"] == 24
    learned = out / "_cleaner" / "learned"
    assert [path.name for path in learned.glob("*.yaml")] == ["learned-quarry.example.yaml"]
    for command in ("test", "lint"):
        assert cleaner_text("rules", command, learned, cwd=tmp_path).returncode == 0
    assert run(crawl, "-o", tmp_path / "again", "-r", learned, "-q").returncode == 0
    assert outputs(tmp_path / "again") == outputs(out)


def test_a_run_that_is_done_is_resumed_and_more_pages_are_counted(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(crawl, "-o", out, "--learn")
    assert "3 of 3 shards done before" in run(crawl, "-o", out, "--learn").stdout
    write_records(crawl / "3.jsonl", [record(number, "b.example") for number in range(20, 26)])
    run(crawl, "-o", out, "--learn")
    assert {path.name for path in (out / "_cleaner" / "learned").glob("*.yaml")} == {
        "learned-b.example.yaml",
        "learned-quarry.example.yaml",
    }
    run(crawl, "-o", tmp_path / "fresh", "--learn", "-j", 1)
    assert outputs(out) == outputs(tmp_path / "fresh")


def test_a_part_of_a_corpus_is_refused(crawl: Path, tmp_path: Path) -> None:
    process = run(crawl, "-o", tmp_path / "out", "--learn", "--shard", "1/2")
    assert process.returncode == 2
    assert "--learn counts the whole corpus" in process.stderr


@pytest.mark.parametrize(
    ("choice", "is_learned"), [(("--limit", 2), False), (("--limit", 6), True), (("--sample", 2), False)]
)
def test_what_is_cleaned_is_counted(crawl: Path, tmp_path: Path, choice: tuple[str, int], *, is_learned: bool) -> None:
    cleaned = clean(crawl, "-t", "jsonl", "--learn", *choice).records()
    assert len(cleaned) == choice[1]
    assert [RULE in each["metadata"]["cleaner"]["removed"] for each in cleaned] == [is_learned] * choice[1]
    run(crawl, "-o", tmp_path / "out", "--learn", *choice)
    assert (RULE in counts(tmp_path / "out")["rules"]) is is_learned


def page_with_box(number: int) -> str:
    """Return a page with a box of teasers that the extraction takes for a part of the article."""
    headline, *body = article(number).split("\n\n")
    source = story_source(1000 + number)
    teasers = "".join(f"<p>{title(source)}</p>" for _ in range(2 + number % 3))
    box = f'<div class="quarry-corner"><p>News from the Quarry desk</p>{teasers}</div>'
    first, *text = [f"<p>{paragraph}</p>" for paragraph in body]
    story = f"{first}{box}{''.join(text)}"
    return f'<title>{headline}</title><body><article class="story"><h1>{headline}</h1>{story}</article>'


def test_a_node_of_pages_is_pruned_by_the_learned_rule(tmp_path: Path) -> None:
    records = [{"url": f"https://quarry.example/{number}", "html": page_with_box(number)} for number in range(10)]
    crawl = write_records(tmp_path / "crawl.jsonl", records)
    rule = "learned-quarry.example/news-from-the-quarry-node"
    cleaned = clean(crawl, "-t", "jsonl", "--learn").records()
    assert all(each["metadata"]["cleaner"]["pruned"][rule] == 1 for each in cleaned)
    assert run(crawl, "-o", tmp_path / "out", "--learn", "-q").returncode == 0
    learned = tmp_path / "out" / "_cleaner" / "learned"
    assert cleaner_text("rules", "lint", learned, cwd=tmp_path).returncode == 0
    assert cleaner_text("rules", "test", learned, cwd=tmp_path).returncode == 0


def test_inputs_that_fail_are_reported_once(crawl: Path, tmp_path: Path) -> None:
    (crawl / "4.jsonl").write_text("{broken\n")
    result = clean(crawl, "-t", "jsonl", "--learn")
    assert result.status == 3
    assert result.err.count("is not valid JSON") == 1
    process = run(crawl, "-o", tmp_path / "out", "--learn", "-q")
    assert process.returncode == 3
    assert counts(tmp_path / "out")["failed"] == 1
