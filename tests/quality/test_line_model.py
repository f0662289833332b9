"""The line model is rebuilt from labeled texts; the quality of cleaning is measured and has floors."""

import json
import lzma
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.line_model.features import FEATURE_NAMES
from cleaner.line_model.model import load_model, model_from_dict
from cleaner.text.view import line_views
from tests.page_fixtures import FOLDER, SLUGS
from tests.quality import cleaning, floors, line_model
from tests.quality.cleaning import Figures, clean_and_compare, figures, grouped
from tests.quality.pages import read_sets
from tests.quality.texts import (
    ARTICLE,
    BOILERPLATE,
    COPY,
    UNSURE,
    LabeledText,
    page_lines,
    plain_cleaner,
    read_outputs,
    read_texts,
)

STORY = [" ".join(neutral_lines()[index : index + 2]) for index in range(0, 20, 2)]
PROMOTIONS = ["Zorp zorp", "Our zorp", "Zorp it", "More zorp here", "The zorp app"]


def record(site: int, tier: str) -> dict[str, object]:
    """Return a text of a site: a title and a story, with the site's own lines in between and below."""
    lines = [("keep", f"The story number {site}")]
    for index, paragraph in enumerate(STORY):
        lines.append(("keep", paragraph))
        if tier != "gold" and index in (3, 6, 9):
            lines.append(("drop", PROMOTIONS[(site + index) % len(PROMOTIONS)]))
    if tier == "article":
        lines += [("dup", STORY[0]), ("meta", "By Ada Miller")]
    return {
        "id": f"{site}|{tier}",
        "key": str(site),
        "tier": tier,
        "domain": f"s{site}.example",
        "lang": "en",
        "text": "\n".join(text for _, text in lines),
        "lines": [{"i": index, "label": label, "text": text} for index, (label, text) in enumerate(lines)],
    }


@pytest.fixture(autouse=True)
def single_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learn in one thread: those of several tests at once wait for each other."""
    monkeypatch.setitem(line_model.PARAMETERS, "num_threads", 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of labeled texts, labeled pages, and the output of an extractor on the pages."""
    top = tmp_path_factory.mktemp("labeled")
    for name in ("text", "html"):
        (top / name).mkdir()
    with lzma.open(top / "text" / "docs.jsonl.xz", "wt", encoding="utf-8") as out:
        out.writelines(
            f"{json.dumps(record(site, tier))}\n" for site in range(40) for tier in ("article", "gold", "dump")
        )
    with lzma.open(top / "text" / "gold.jsonl.xz", "wt", encoding="utf-8") as out:
        golds = [{"key": str(site), "gold": "\n".join([f"The story number {site}", *STORY])} for site in range(40)]
        out.writelines(f"{json.dumps(gold)}\n" for gold in golds)
    with lzma.open(top / "html" / "own.jsonl.xz", "wt", encoding="utf-8") as out:
        for slug in SLUGS[:4]:
            html = (FOLDER / slug / "source.html").read_bytes().decode("utf-8", "replace")
            gold = (FOLDER / slug / "expected.md").read_text("utf-8")
            out.write(f"{json.dumps({'id': slug, 'url': f'https://{slug}.example/x', 'html': html, 'gold': gold})}\n")
    with lzma.open(top / "outputs.jsonl.xz", "wt", encoding="utf-8") as out:
        for slug in SLUGS[:4]:
            text = (FOLDER / slug / "expected.md").read_text("utf-8")
            out.write(f"{json.dumps({'page': f'own/{slug}', 'texts': {'tool': text}})}\n")
    return top


def test_labels_of_texts_mark_boilerplate(folder: Path) -> None:
    text = next(text for text in read_texts(folder) if text.tier == "article")
    assert [text.labels[number] for number in (1, 2, 6)] == [ARTICLE, ARTICLE, BOILERPLATE]
    assert list(text.labels.values())[-2:] == [COPY, UNSURE]
    assert (text.site, text.language, text.key) == ("s0.example", "en", "0")


def test_lines_of_an_output_get_the_labels_of_its_page(folder: Path) -> None:
    outputs = read_outputs(folder, folder / "outputs.jsonl.xz")
    assert {text.tier for text in outputs} == {"dump", "output"}
    texts = [text for text in outputs if text.tier == "output"]
    labels = [label for text in texts for label in text.labels.values()]
    assert labels.count(ARTICLE) > 10 * labels.count(BOILERPLATE)


def test_a_pages_lines_outside_its_gold_are_boilerplate(folder: Path) -> None:
    ((_, pages),) = read_sets(folder / "html")
    labels = [label for page in pages for label in page_lines(page).values()]
    assert BOILERPLATE in labels
    assert ARTICLE in labels


def test_a_model_is_reproducible_and_finds_boilerplate(folder: Path) -> None:
    texts = list(read_texts(folder))
    samples, votes = line_model.read_all(texts)
    assert {sample.tier for sample in samples} == {"article", "gold"}
    data = line_model.build(samples, votes)
    assert data == line_model.build(*line_model.read_all(texts))
    assert data["features"] == list(FEATURE_NAMES)
    model = model_from_dict(json.loads(json.dumps(data)))
    assert model.lexicon["zorp"] > 1
    document = plain_cleaner().clean("\n".join([*STORY, "Zorp zorp", "The end"])).document
    scores = model.score(line_views(document))
    assert scores[len(STORY)] > 90


def test_every_text_is_checked_by_a_model_that_did_not_learn_from_its_site(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_model, "FOLDS", 2)
    texts = [text for text in read_texts(folder) if text.tier != "dump"]
    line_model.check(texts, *line_model.read_all(texts), cleaning.read_golds(folder))
    out = capsys.readouterr().out
    assert out.startswith(cleaning.HEAD)
    assert out.count("standard   article") == 3
    assert load_model().lexicon  # the shipped model is back


def test_outcomes_count_lines() -> None:
    lines = ["A title", *STORY, "Share this", "Advertisement", STORY[0], "Read more"]
    labels = dict.fromkeys(range(1, 12), ARTICLE) | {12: BOILERPLATE, 13: ARTICLE, 14: COPY, 15: UNSURE}
    gold = "\n".join(["A title", *STORY])
    result = clean_and_compare(LabeledText("1", "s", "article", "\n".join(lines), labels), gold, Cleaner())
    assert (result.boilerplate, result.removed, result.article, result.lost) == (2, 2, 12, ("Advertisement",))
    assert result.after > result.before
    kept = clean_and_compare(LabeledText("2", "s", "gold", gold, dict.fromkeys(range(1, 12), ARTICLE)), gold, Cleaner())
    assert (kept.removed, kept.lost, kept.before, kept.after) == (0, (), 1, 1)
    assert figures([result, kept]) == Figures(2, 1.0, 1.0, 1 / 23, 1, 1, 0)
    assert list(grouped([result, kept], "language")) == ["article", "article ?", "gold", "gold ?"]


def test_cleaning_below_a_floor_fails(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(floors, "FILE", tmp_path / "floors.json")
    arguments = [str(folder), "--profile", "careful"]
    assert cleaning.main([*arguments, "--write"]) == 0
    stored = json.loads(floors.FILE.read_text("utf-8"))
    assert stored["texts"]["floors"]["careful article"]["kept"] == 1
    assert cleaning.main(arguments) == 0
    stored["texts"]["floors"]["careful article"]["removed"] = 1.1
    floors.FILE.write_text(json.dumps(stored), "utf-8")
    assert cleaning.main(arguments) == 1
    assert "careful article: removed" in capsys.readouterr().err
    assert cleaning.main([*arguments, "--half", "odd", "--by", "site", "--lost"]) == 0
    assert "careful    article s" in capsys.readouterr().out
