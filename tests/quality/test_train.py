"""Line scorers are rebuilt from a folder of labeled pages, as plain data."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.html.extract import scorer
from cleaner.html.extract.article import EFFORT_SIGNALS, scorer_name
from cleaner.html.extract.features import LINE_FEATURES, SIGNAL_FEATURES
from cleaner.line_model.forest import STAGES
from tests.page_fixtures import FOLDER, SLUGS
from tests.quality import train
from tests.quality.pages import read_sets

NAMES = {scorer_name(effort, is_article=is_article): effort for effort in train.EFFORTS for is_article in (True, False)}


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
    monkeypatch.setitem(train.PARAMETERS, "num_iterations", 30)
    return tmp_path


def test_scorers_are_reproducible_plain_data(folder: Path) -> None:
    train.build(folder, None)
    written = {name: (folder / f"{name}.json").read_bytes() for name in NAMES}
    for name, text in written.items():
        data, signals = json.loads(text), EFFORT_SIGNALS[NAMES[name]]
        assert data["features"] == [
            *LINE_FEATURES,
            *(f"{signal}: {feature}" for signal in signals for feature in SIGNAL_FEATURES),
        ]
        rebuilt = scorer.scorer_from_data(data)
        assert rebuilt.signals == signals
        assert (
            sum(len(rebuilt.forest.trees(stage)) for stage in range(len(STAGES))) == train.PARAMETERS["num_iterations"]
        )
    train.build(folder, None)
    assert {name: (folder / f"{name}.json").read_bytes() for name in NAMES} == written


def test_the_scorer_of_articles_learns_from_articles_and_the_other_from_all_kinds_of_page(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    kinds = [replace(pages[0], kind=kind) for kind in ("article", "forum", train.UNSORTED)]
    assert [train.learns_from(page, is_article=True) for page in kinds] == [True, False, False]
    assert [train.learns_from(page, is_article=False) for page in kinds] == [True, True, False]


def test_the_scorer_of_articles_learns_from_short_copies_as_well(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    page = next(page for page in pages if page.id == "comment-section")
    rows = train.rows_of(page, ["fast"])["fast"]
    copied = rows.labels[rows.whole :]
    assert 0 < copied.sum() < rows.without_copy().labels.sum()
    assert len(rows.without_copy().weights) == rows.whole < len(rows.weights)


def test_the_sample_pages_are_learned_from() -> None:
    samples = list(train.sample_pages())
    assert [page.id for page in samples] == SLUGS
    assert all(train.learns_from(page, is_article=True) for page in samples)


def test_each_page_is_extracted_by_scorers_that_did_not_see_its_site(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    texts = train.cross_validate(pages, "fast", train.site_folds(pages))
    assert len(texts) == len(pages)
    assert any(texts)


def test_sets_that_are_left_out_are_measured_alone(folder: Path) -> None:
    ((_, pages),) = read_sets(folder)
    texts = train.cross_validate(pages, "fast", [index % 2 - 1 for index, _ in enumerate(pages)])
    assert not any(texts[::2])
    assert any(texts[1::2])


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_scorers_have_the_current_features(name: str) -> None:
    data = json.loads((scorer.SCORER_FOLDER / f"{name}.json").read_bytes())
    assert data["features"] == [
        *LINE_FEATURES,
        *(f"{signal}: {feature}" for signal in EFFORT_SIGNALS[NAMES[name]] for feature in SIGNAL_FEATURES),
    ]
