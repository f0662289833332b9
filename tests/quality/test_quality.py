"""The quality gate of extraction: it measures, and lowers no floor without a reason."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from tests.page_fixtures import FOLDER
from tests.quality import __main__ as gate
from tests.quality import floors
from tests.quality.pages import HALVES, Counts, half_of, read_sets, score, shingles, total

SLUGS = ("comment-section", "related-list", "paywall-notice", "live-blog")


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a set of pages that have a gold article, and a set with wanted and unwanted texts."""
    records = [
        {
            "id": slug,
            "url": f"https://{slug}.example/x",
            "html": (FOLDER / slug / "source.html").read_text("utf-8"),
            "gold": (FOLDER / slug / "expected.md").read_text("utf-8"),
        }
        for slug in SLUGS
    ]
    marked = {**records[0], "with": ["The town council voted"], "without": ["Leave a reply", "mill_owner"]}
    del marked["gold"]
    for name, records_of_set in (("whole", records), ("marked", [marked])):
        with lzma.open(tmp_path / f"{name}.jsonl.xz", "wt", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(record)}\n" for record in records_of_set)
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.json")
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    return gate.main([str(folder), "--effort", "fast", *arguments])


def stored_floors() -> Any:
    return json.loads(floors.FILE.read_text("utf-8"))


def test_floors_only_rise_without_a_reason(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(pages, "--write") == 0
    reached = stored_floors()
    assert reached["pages"]["floors"]["fast marked"]["F1"] == 1.0
    assert reached["pages"]["floors"]["fast whole"]["F1"] > 0.97
    assert run(pages) == 0
    reached["pages"]["floors"]["fast whole"]["F1"] = 1.1
    floors.FILE.write_text(json.dumps(reached), "utf-8")
    assert run(pages) == 1
    assert "is below its floor, 1.1000" in capsys.readouterr().err
    assert run(pages, "--write") == 1
    assert stored_floors() == reached
    assert run(pages, "--write", "--lower", "a wrong floor") == 0
    lowered = stored_floors()["pages"]
    assert lowered["floors"]["fast whole"]["F1"] <= 1
    assert lowered["lowered"][0].startswith("a wrong floor: fast whole")
    assert "trafilatura" in capsys.readouterr().out


def test_another_folder_has_no_floors(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = {"pages": {"corpus": "else", "floors": {"fast whole": {"F1": 1.1}}}, "texts": {"corpus": "mine"}}
    floors.FILE.write_text(json.dumps(other), "utf-8")
    assert run(pages) == 0
    assert "no floors for this folder" in capsys.readouterr().err
    assert run(pages, "--write") == 0
    assert stored_floors()["texts"] == {"corpus": "mine"}


def test_halves_have_each_page_once(pages: Path) -> None:
    for _, pages_of_set in read_sets(pages):
        halves = [half_of(pages_of_set, half) for half in HALVES]
        assert sorted(page.id for half in halves for page in half) == sorted(page.id for page in pages_of_set)


def test_a_text_is_scored_by_runs_of_four_words_shared_with_the_gold(pages: Path) -> None:
    sets = dict(read_sets(pages))
    page = sets["whole"][0]
    (gold,) = page.golds
    assert score(page, gold).f1 == 1
    half = gold[: gold.index("\n\n", len(gold) // 2)]
    counts = score(page, f"{half} four more words here")
    assert counts.extra == 4
    assert counts.missing > 0
    (marked,) = sets["marked"]
    assert score(marked, "The town  council voted. Leave a reply") == Counts(1, 1, 0)


def test_totals_are_from_means_over_pages_or_from_sums() -> None:
    counts = [Counts(9, 1, 0), Counts(0, 1, 1)]
    assert total(counts, macro=True)[:2] == pytest.approx((0.45, 0.5))
    assert total(counts, macro=False)[:2] == pytest.approx((9 / 11, 9 / 10))


def test_an_interval_contains_the_mean_and_is_reproducible() -> None:
    low, high = gate.interval([0.0, 0.1, 0.2, 0.3])
    assert 0 <= low < 0.15 < high <= 0.3
    assert gate.interval([0.0, 0.1, 0.2, 0.3]) == (low, high)


def test_a_short_text_is_a_shingle() -> None:
    assert shingles(["a", "b"]).total() == 1
    assert shingles([]).total() == 0
