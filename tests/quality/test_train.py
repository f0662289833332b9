"""Line scorers are rebuilt from a folder of labeled pages, as plain data."""

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
    """Return a folder with one set: the fixture pages, whose gold is their expected article."""
    with lzma.open(tmp_path / "own.jsonl.xz", "wt", encoding="utf-8") as out:
        for slug in SLUGS:
            html = (FOLDER / slug / "source.html").read_bytes().decode("utf-8", "replace")
            gold = (FOLDER / slug / "expected.md").read_text("utf-8")
            record = {"id": slug, "url": f"https://{slug}.example/x", "html": html, "gold": gold}
            out.write(f"{json.dumps(record)}\n")
    monkeypatch.setattr(train, "SCORER_FOLDER", tmp_path)
    return tmp_path


def test_a_scorer_is_reproducible_plain_data(folder: Path) -> None:
    train.build(folder, "fast", None)
    written = (folder / "fast.json").read_bytes()
    data = json.loads(written)
    assert data["features"] == [
        *LINE_FEATURES,
        *(f"{signal}: {name}" for signal in EFFORT_SIGNALS["fast"] for name in SIGNAL_FEATURES),
    ]
    rebuilt = scorer.scorer_from_data(data)
    assert rebuilt.signals == EFFORT_SIGNALS["fast"]
    assert sum(map(len, rebuilt.forest.stages)) == train.PARAMETERS["num_iterations"]
    train.build(folder, "fast", None)
    assert (folder / "fast.json").read_bytes() == written


def test_the_best_scorer_has_more_trees(folder: Path) -> None:
    train.build(folder, "best", "odd")
    rebuilt = scorer.scorer_from_data(json.loads((folder / "best.json").read_bytes()))
    assert rebuilt.signals == EFFORT_SIGNALS["best"]
    assert sum(map(len, rebuilt.forest.stages)) == train.LARGER["best"]["num_iterations"]


def test_each_page_is_extracted_by_scorers_that_did_not_see_its_site(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    texts = train.cross_validate(pages, "fast")
    assert len(texts) == len(pages)
    assert any(texts)


@pytest.mark.parametrize("effort", EFFORT_SIGNALS)
def test_the_shipped_scorers_have_the_current_features(effort: str) -> None:
    data = json.loads((scorer.SCORER_FOLDER / f"{effort}.json").read_bytes())
    signals = EFFORT_SIGNALS[effort]  # type: ignore[index]  # its keys are the efforts
    assert data["features"] == [
        *LINE_FEATURES,
        *(f"{signal}: {name}" for signal in signals for name in SIGNAL_FEATURES),
    ]
