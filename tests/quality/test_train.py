"""Line scorers are rebuilt from a folder of labeled pages, as plain data."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.api import Cleaner
from cleaner.html.extract import scorer
from cleaner.html.extract.article import scorer_name, start_scoring
from cleaner.html.extract.scorer import FIRST
from cleaner.html.read import open_page
from cleaner.line_model.forest import STAGES
from tests.page_fixtures import FOLDER, SLUGS
from tests.quality import train
from tests.quality.labels import IN_GOLD, labels
from tests.quality.pages import read_sets
from tests.quality.small_pages import SMALL_PAGES, small_pages

TREES = 30
NAMES = {scorer_name(step, is_article=is_article): step for step in train.STEPS for is_article in (True, False)}


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
    for parameters in (train.PARAMETERS, train.FIRST_PARAMETERS):
        monkeypatch.setitem(parameters, "num_iterations", TREES)
    return tmp_path


def test_scorers_are_reproducible_plain_data(folder: Path) -> None:
    train.build(folder, None)
    written = {name: (folder / f"{name}.json").read_bytes() for name in NAMES}
    for name, text in written.items():
        data, signals = json.loads(text), train.STEPS[NAMES[name]]
        assert data["features"] == scorer.feature_names(signals)
        rebuilt = scorer.scorer_from_data(data)
        assert rebuilt.signals == signals
        stages = 1 if NAMES[name] == FIRST else len(STAGES)
        assert sum(len(rebuilt.forest.trees(stage)) for stage in range(stages)) == TREES
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
    rows = train.rows_of(page, [FIRST])
    own, with_copy = rows[scorer_name(FIRST, is_article=False)], rows[scorer_name(FIRST, is_article=True)]
    copied = with_copy.labels[len(own.labels) :]
    assert 0 < copied.sum() < own.labels.sum()
    assert len(own.weights) + len(copied) == len(with_copy.weights) == len(with_copy.features)


def test_the_sample_pages_are_learned_from() -> None:
    samples = list(train.sample_pages())
    assert [page.id for page in samples if page.kind == train.SAMPLE] == SLUGS
    assert len(samples) == len(SLUGS) + SMALL_PAGES
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
    assert data["features"] == scorer.feature_names(train.STEPS[NAMES[name]])


def test_small_pages_are_the_same_each_time_and_have_their_article() -> None:
    pages, again = list(small_pages()), list(small_pages())
    assert [(page.html, page.golds) for page in pages] == [(page.html, page.golds) for page in again]
    assert len({page.html for page in pages}) > 0.9 * SMALL_PAGES
    for page in pages:
        opened = open_page(page.html, {}, Cleaner().select_rules)
        view = start_scoring(opened.tree, opened.hints).view
        article = [line.text for line, share in zip(view.lines, labels(page, view), strict=True) if share >= IN_GOLD]
        assert article == page.golds[0].split("\n")
