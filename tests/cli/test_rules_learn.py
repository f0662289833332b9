"""``cleaner rules learn``: what it shows, writes, saves and refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import clean, cleaner_text
from tests.learning.sites import FOOT, article

AUTHORS = ("Ada Miller", "Ben Cole", "Cleo Hart")


def record(number: int, site: str = "quarry.example", below: tuple[str, ...] = FOOT) -> dict[str, Any]:
    fields = {"date": f"2026-{1 + number % 12:02}-0{1 + number % 9}", "author": [AUTHORS[number % 3]]}
    return {
        "id": number,
        "url": f"https://www.{site}/{number}",
        "text": article(number, below=below),
        "metadata": fields,
    }


def write_records(path: Path, records: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in records))
    return path


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    return write_records(tmp_path / "crawl.jsonl", [record(number) for number in range(9)])


def learn(crawl: Path, *arguments: object) -> Any:
    return cleaner_text("rules", "learn", *arguments, cwd=crawl.parent, XDG_CONFIG_HOME=str(crawl.parent / "config"))


def test_proposals_are_shown_and_nothing_is_written(crawl: Path) -> None:
    before = sorted(crawl.parent.iterdir())
    process = learn(crawl, crawl)
    assert process.returncode == 0, process.stderr
    assert "quarry.example: 9 pages, 1 proposal" in process.stdout
    assert all(line in process.stdout for line in FOOT)
    assert sorted(crawl.parent.iterdir()) == before


def test_a_written_file_passes_test_and_lint_and_cleans(crawl: Path) -> None:
    into = crawl.parent / ".clean" / "learned.yaml"
    process = learn(crawl, crawl, "--into", into)
    assert process.returncode == 0, process.stderr
    assert "wrote 1 rule for quarry.example" in process.stdout
    for command in ("test", "lint"):
        checked = cleaner_text("rules", command, into, cwd=crawl.parent)
        assert checked.returncode == 0, checked.stdout
    unseen = write_records(crawl.parent / "unseen.jsonl", [record(77)])
    (cleaned,) = clean(unseen, cwd=crawl.parent).records()
    assert not any(line in cleaned["text"] for line in FOOT)
    assert cleaned["metadata"]["cleaner"]["removed"] == {"learned/the-quarry-shop-has": 2}


def test_what_is_learned_once_is_not_proposed_again(crawl: Path) -> None:
    into = crawl.parent / ".clean" / "learned.yaml"
    learn(crawl, crawl, "--into", into)
    text = into.read_text()
    process = learn(crawl, crawl, "--into", into)
    assert process.returncode == 1
    assert into.read_text() == text


def test_a_folder_gets_a_file_for_each_site(tmp_path: Path) -> None:
    sites = ("a.example", "b.example")
    crawl = write_records(tmp_path / "two.jsonl", [record(n, site) for site in sites for n in range(6)])
    assert learn(crawl, crawl, "--into", "rules/").returncode == 0
    assert sorted(path.name for path in (tmp_path / "rules").iterdir()) == [f"learned-{site}.yaml" for site in sites]
    assert cleaner_text("rules", "test", tmp_path / "rules", cwd=tmp_path).returncode == 0


def test_a_dry_run_shows_the_rules_and_writes_nothing(crawl: Path) -> None:
    process = learn(crawl, crawl, "--into", "mine.yaml", "--dry-run")
    assert "  - id: the-quarry-shop-has" in process.stdout
    assert not (crawl.parent / "mine.yaml").exists()


def test_rules_are_added_to_a_file_that_keeps_what_it_has(crawl: Path) -> None:
    mine = crawl.parent / "mine.yaml"
    mine.write_text("# my own\nrules:\n  - id: a\n    line: Our mill\n")
    learn(crawl, crawl, "--into", mine)
    assert mine.read_text().startswith(
        "# my own\nrules:\n  - id: a\n    line: Our mill\n\n  - id: the-quarry-shop-has\n"
    )


def test_counts_of_parts_give_the_rules_of_the_whole(crawl: Path) -> None:
    parts = [write_records(crawl.parent / f"{part}.jsonl", [record(n) for n in range(part, 9, 3)]) for part in range(3)]
    for part in parts:
        learn(crawl, part, "--save-counts", f"{part.stem}-counts.jsonl.gz")
    counts = [argument for part in parts for argument in ("--counts", f"{part.stem}-counts.jsonl.gz")]
    whole, merged = learn(crawl, crawl, "--json"), learn(crawl, *counts, "--json")
    assert json.loads(merged.stdout) == json.loads(whole.stdout)
    continued = learn(crawl, parts[0], *counts[2:], "--json", "-j", 2)
    assert json.loads(continued.stdout) == json.loads(whole.stdout)


def test_pages_of_a_folder_have_their_site_from_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "quarry.example"
    folder.mkdir()
    for number in range(6):
        paragraphs = "".join(f"<p>{line}</p>" for line in article(number).split("\n\n")[1:])
        foot = "".join(f"<p>{line}</p>" for line in FOOT)
        page = f"<html><head><title>Mill {number}</title></head><body><article><h1>Mill {number}</h1>{paragraphs}{foot}"
        (folder / f"{number}.html").write_text(f"{page}</article></body></html>")
    process = learn(folder, folder, "--site-from-path", "--json")
    (site,) = json.loads(process.stdout)
    assert (site["site"], site["pages"]) == ("quarry.example", 6)


def test_texts_without_a_site_are_left_out_unless_it_is_given(crawl: Path) -> None:
    records = [{key: value for key, value in record(n).items() if key != "url"} for n in range(6)]
    unknown = write_records(crawl.parent / "unknown.jsonl", records)
    process = learn(crawl, unknown)
    assert process.returncode == 1
    assert "6 articles left out: no site is known" in process.stderr
    assert "mill.example: 6 pages, 1 proposal" in learn(crawl, unknown, "--site", "mill.example").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name inputs, or counts"),
        (("--site", "no host", "crawl.jsonl"), "is not a host"),
        (("--into", "mine.txt", "crawl.jsonl"), "neither a rule file"),
    ],
)
def test_mistakes_are_reported(crawl: Path, arguments: tuple[str, ...], message: str) -> None:
    process = learn(crawl, *arguments)
    assert process.returncode == 2
    assert message in process.stderr


def test_a_file_of_something_else_is_no_file_of_counts(crawl: Path) -> None:
    process = learn(crawl, "--counts", crawl)
    assert process.returncode == 3
    assert "not a file of counts" in process.stderr


def test_inputs_that_fail_do_not_stop_the_others(crawl: Path) -> None:
    with crawl.open("a") as stream:
        stream.write("{broken\n")
    process = learn(crawl, crawl)
    assert process.returncode == 3
    assert "1 proposal" in process.stdout
