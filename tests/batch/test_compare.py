"""``cleaner run --compare``: what differs from the outputs of an earlier run."""

import json
from pathlib import Path

import pytest

from tests.batch.runs import control_lines, run

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
TEXT = f"{STORY}\n\nAdvertisement\n\nThe ferry leaves at six.\n"
RULES = "rules: [{ id: ferry, starts: The ferry leaves }]\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    rows = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate((TEXT, STORY, TEXT))]
    (source / "a.txt").write_text(TEXT)
    (source / "b.md").write_text(f"# Bridge\n\n{STORY}\n")
    (source / "c.jsonl").write_text("\n".join(rows))
    (tmp_path / "ferry.yaml").write_text(RULES)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("-t", "parquet"), ("--no-header",)])
def test_texts_that_other_rules_change_are_listed(options: tuple[str, ...], corpus: Path) -> None:
    assert run("in", "-o", "old", *options, cwd=corpus).returncode == 0
    done = run("in", "-o", "new", "-r", "ferry.yaml", "--compare", "old", *options, cwd=corpus)
    assert (done.returncode, done.stderr) == (0, "")
    totals = "compared: 2 the same, 3 changed (3 lines less, 0 lines more), 0 only here, 0 only there"
    assert done.stdout.endswith(f"{totals}\n")
    assert done.stdout.count("  - The ferry leaves at six.") == 3
    changes = control_lines(corpus / "new", "changes.jsonl")
    assert [change.get("id") for change in changes if change["output"].startswith("c.")] == ["0", "2"]
    assert all(change["lost"] == ["The ferry leaves at six."] and "gained" not in change for change in changes)
    back = run("in", "-o", "old", "-q", "--compare", "new", *options, cwd=corpus)
    assert "3 changed (0 lines less, 3 lines more)" in back.stdout
    assert "  + " not in back.stdout


def test_metadata_alone_is_no_change(corpus: Path) -> None:
    run("in", "-o", "old", cwd=corpus)
    done = run("in", "-o", "new", "--disable", "tags/*", "--compare", "old", cwd=corpus)
    assert "compared: 5 the same, 0 changed" in done.stdout
    assert control_lines(corpus / "new", "changes.jsonl") == []


def test_documents_that_a_run_lacks_are_listed(corpus: Path) -> None:
    run("in", "-o", "old", cwd=corpus)
    (corpus / "in" / "a.txt").unlink()
    (corpus / "in" / "d.txt").write_text(STORY)
    rows = [json.dumps({"id": id, "text": text}) for id, text in (("0", TEXT), ("9", STORY), ("2", TEXT), ("3", STORY))]
    (corpus / "in" / "c.jsonl").write_text("\n".join(rows))
    done = run("in", "-o", "new", "--compare", "old", cwd=corpus)
    assert "compared: 3 the same, 0 changed (0 lines less, 0 lines more), 3 only here, 2 only there" in done.stdout
    assert "a.txt: not here" in done.stdout
    assert "c.jsonl (9): not there" in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--compare", "in"), "in is not the output folder of a run"),
        (("--compare", "old", "--shard", "1/2"), "--shard writes a part"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_any_work(
    options: tuple[str, ...], message: str, corpus: Path
) -> None:
    run("in", "-o", "old", cwd=corpus)
    done = run("in", "-o", "new", *options, cwd=corpus)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (corpus / "new").exists()
