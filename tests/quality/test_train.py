"""Line scorers are rebuilt from a folder of labeled pages, and what is written is plain data."""

import json
import lzma
from pathlib import Path

import pytest

from cleaner.html import scorer
from cleaner.html.extract import EFFORT_SIGNALS
from cleaner.html.features import LINE_FEATURES, SIGNAL_FEATURES
from tests.page_fixtures import FOLDER, SLUGS
from tests.quality import train
from tests.quality.pages import read_sets


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one set: the pages of our own making, whose gold is what is expected of them."""
    with lzma.open(tmp_path / "own.jsonl.xz", "wt", encoding="utf-8") as out:
        for slug in SLUGS:
            html = (FOLDER / slug / "source.html").read_bytes().decode("utf-8", "replace")
            gold = (FOLDER / slug / "expected.md").read_text("utf-8")
            record = {"id": slug, "url": f"https://{slug}.example/x", "html": html, "gold": gold}
            out.write(f"{json.dumps(record)}\n")
    monkeypatch.setattr(train, "SCORER_FOLDER", tmp_path)
    return tmp_path


def test_a_scorer_is_rebuilt_the_same_and_read_as_plain_data(folder: Path) -> None:
    train.build(folder, "fast", None)
    written = (folder / "fast.json").read_bytes()
    data = json.loads(written)
    assert data["features"] == [
        *LINE_FEATURES,
        *(f"{signal}: {name}" for signal in EFFORT_SIGNALS["fast"] for name in SIGNAL_FEATURES),
    ]
    known = scorer.scorer_from_data(data)
    assert known.signals == EFFORT_SIGNALS["fast"]
    assert sum(map(len, known.forest.stages)) == train.PARAMETERS["num_iterations"]
    train.build(folder, "fast", None)
    assert (folder / "fast.json").read_bytes() == written


def test_the_best_scorer_has_more_trees(folder: Path) -> None:
    train.build(folder, "best", "odd")
    known = scorer.scorer_from_data(json.loads((folder / "best.json").read_bytes()))
    assert known.signals == EFFORT_SIGNALS["best"]
    assert sum(map(len, known.forest.stages)) == train.LARGER["best"]["num_iterations"]


def test_each_page_is_read_by_scorers_that_know_nothing_of_its_site(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    texts = train.crossed(pages, "fast")
    assert len(texts) == len(pages)
    assert any(texts)


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_the_scorers_that_ship_know_the_evidence_of_today(effort: str) -> None:
    data = json.loads((scorer.SCORER_FOLDER / f"{effort}.json").read_bytes())
    signals = EFFORT_SIGNALS[effort]  # type: ignore[index]  # its keys are the efforts
    assert data["features"] == [
        *LINE_FEATURES,
        *(f"{signal}: {name}" for signal in signals for name in SIGNAL_FEATURES),
    ]
