"""``cleaner run --removed`` and ``cleaner restore``: what was removed is recorded, and can be put back."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Article, Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.io.removals import removal_records, restored
from tests.batch.runs import MAX_SECONDS, outputs, run
from tests.fixture_records import page_records, text_records

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
CUTS = """
rules:
  - { id: more, regex: '[(]read more[^)]*[)]', remove: match }
  - { id: lead, regex: '^exclusive: ', remove: match }
  - { id: label, line: Advertisement }
"""
PIECES = [
    *neutral_lines()[:4],
    "Advertisement",
    "EXCLUSIVE: The mill turns again, said its owner (read more here) on Monday (read more there).",
    "(Read more: the mill)",
    "* an item of a list",
    "## A heading",
    "",
]


@pytest.fixture(scope="module")
def cutter(tmp_path_factory: pytest.TempPathFactory) -> Cleaner:
    path = tmp_path_factory.mktemp("rules") / "cuts.yaml"
    path.write_text(CUTS)
    return Cleaner(rules=[path], default_rules=False, max_removed=1.0)


def letters(text: str) -> str:
    return "".join(text.split())


def put_back(article: Article) -> str:
    records = [json.loads(record) for record in removal_records("a", None, article)]
    return restored(article.text, [record for record in records if "path" not in record])


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.booleans(), st.sampled_from(["\n", "\n\n"]))
def test_what_is_put_back_is_what_was_there(cutter: Cleaner, pieces: list[str], markdown: bool, separator: str) -> None:
    article = cutter.clean(separator.join(pieces), markdown=markdown)
    assert letters(put_back(article)) == letters(article.document.text)


def test_articles_of_all_kinds_are_what_they_were() -> None:
    for article in Cleaner().clean_many([*text_records(), *page_records()]):
        assert letters(put_back(article)) == letters(article.document.text)


def test_a_title_that_has_moved_does_not_shift_places() -> None:
    text = f"Bridge to be rebuilt\n\n{STORY}\nAdvertisement\n{STORY} Twice."
    article = Cleaner(title="move").clean(text)
    assert article.metadata["title"] == "Bridge to be rebuilt"
    assert put_back(article) == f"{STORY}\n\nAdvertisement\n\n{STORY} Twice."


def test_lines_are_put_back_as_paragraphs_and_parts_into_their_lines(cutter: Cleaner) -> None:
    text = f"{PIECES[5]}\n\nAdvertisement\n\n{STORY}\n\nAdvertisement"
    assert put_back(cutter.clean(text)) == text
    assert put_back(cutter.clean("Advertisement\n\nAdvertisement")) == "Advertisement\n\nAdvertisement"


def restore(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cleaner", "restore", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MAX_SECONDS, cwd=cwd)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    source.mkdir()
    text = f"{STORY}\n\nAdvertisement\n\n{STORY} Twice.\n\nShare this:\n"
    rows = [json.dumps({"id": number, "text": text.strip()}) for number in range(3)]
    (source / "a.txt").write_text(text)
    (source / "front.txt").write_text(f"---\ntitle: Bridge\n---\n{text}")
    (source / "b.md").write_text(f"---\ntitle: Bridge\n---\n\n# Bridge\n\n{text}")
    (source / "c.jsonl.gz").write_bytes(gzip.compress("\n".join([*rows, "{broken"]).encode()))
    story = 9 * f"<p>{STORY}</p>"
    (source / "page.html").write_text(f"<title>Mill</title><article>{story}<p>Share this:</p></article>")
    return tmp_path


def test_the_removals_of_a_run_are_those_of_clean(corpus: Path) -> None:
    run("in", "-o", "out", "--removed", "run.jsonl", "-j", "2", cwd=corpus)
    command = [sys.executable, "-m", "cleaner.cli.clean", "-q", "-o", "clean", "--removed", "clean.jsonl", "in"]
    subprocess.run(command, cwd=corpus, check=False)
    written = sorted((corpus / "run.jsonl").read_text().splitlines())
    assert written == sorted((corpus / "clean.jsonl").read_text().splitlines())
    assert len(written) >= 12


def test_the_removals_of_finished_shards_are_kept_for_later_runs(corpus: Path) -> None:
    run("in", "-o", "out", cwd=corpus)
    assert "done before" not in run("in", "-o", "out", "--removed", "1.jsonl", cwd=corpus).stdout
    assert "2 of 2 shards done before" in run("in", "-o", "out", "--removed", "2.jsonl", cwd=corpus).stdout
    assert (corpus / "1.jsonl").read_bytes() == (corpus / "2.jsonl").read_bytes()
    next((corpus / "out" / "_cleaner" / "removed").iterdir()).write_text("")
    assert "1 of 2 shards done before" in run("in", "-o", "out", "--removed", "3.jsonl", cwd=corpus).stdout
    assert (corpus / "1.jsonl").read_bytes() == (corpus / "3.jsonl").read_bytes()
    for index in (1, 2):
        run("in", "-o", "parts", "--removed", f"part{index}.jsonl", "--shard", f"{index}/2", cwd=corpus)
    parts = sorted(line for index in (1, 2) for line in (corpus / f"part{index}.jsonl").read_text().splitlines())
    assert parts == sorted((corpus / "1.jsonl").read_text().splitlines())


@pytest.mark.parametrize("name", ["in/a.txt", "out/a.txt"])
def test_removals_do_not_overwrite_an_input_or_an_output(name: str, corpus: Path) -> None:
    done = run("in", "-o", "out", "--removed", name, cwd=corpus)
    assert done.returncode == 2
    assert "would overwrite an input or an output" in done.stderr
    assert STORY in (corpus / "in" / "a.txt").read_text()


@pytest.mark.parametrize("options", [(), ("--no-header",), ("-t", "jsonl"), ("--header",)])
def test_the_outputs_of_a_run_are_restored(options: tuple[str, ...], corpus: Path) -> None:
    run("in", "-o", "out", "--removed", "r.jsonl", *options, cwd=corpus)
    before = outputs(corpus / "out")
    done = restore("out", "--removed", "r.jsonl", cwd=corpus)
    is_stripped = "jsonl" in options  # the ends of Markdown
    assert (done.returncode, "b.jsonl: has changed" in done.stderr) == ((3, True) if is_stripped else (0, False))
    after = outputs(corpus / "out")
    for name, content in after.items():
        unpack = gzip.decompress if name.endswith("gz") else bytes
        old, text = unpack(before[name]).decode(), unpack(content).decode()
        count = 3 if name.endswith("gz") else 0 if name.startswith("page") or name == "b.jsonl" else 1
        assert text.count("Advertisement") == old.count("Advertisement") + count
        if name.endswith((".txt", ".md")) and count:
            body = (corpus / "in" / name).read_text().rpartition("---\n")[2].strip("\n")
            assert text.strip("\n").endswith(body)
            assert old.split(STORY)[0] in text
    again = restore("out", "--removed", "r.jsonl", cwd=corpus)
    assert again.returncode == 3
    assert "has changed since the removals were recorded" in again.stderr
    assert outputs(corpus / "out") == after
    run("in", "-o", "out", *options, cwd=corpus)
    assert outputs(corpus / "out") == before, "the next run cleans what was restored"


def test_the_removals_of_a_rule_are_restored_alone(corpus: Path) -> None:
    run("in", "-o", "out", "--removed", "r.jsonl", cwd=corpus)
    done = restore("out", "--removed", "r.jsonl", "--rule", "ads/*", cwd=corpus)
    assert done.stdout == "6 removals put back in 4 files\n"
    text = (corpus / "out" / "a.txt").read_text()
    assert ("Advertisement" in text, "Share this" in text) == (True, False)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{half", "r.jsonl:1: is not valid JSON"),
        ('{"input": "in/a.txt", "rule": "a", "text": "b"}', "r.jsonl:1: is not a record of a removal with its place"),
    ],
)
def test_removals_that_cannot_be_read_are_an_error(row: str, message: str, corpus: Path) -> None:
    run("in", "-o", "out", cwd=corpus)
    (corpus / "r.jsonl").write_text(row)
    done = restore("out", "--removed", "r.jsonl", cwd=corpus)
    assert done.returncode == 3
    assert message in done.stderr


def test_what_cannot_be_restored_is_reported(corpus: Path) -> None:
    (corpus / "in" / "d.jsonl").write_text(json.dumps({"text": f"{STORY}\nAdvertisement"}))
    (corpus / "in" / "e.jsonl").write_text(2 * (json.dumps({"id": 1, "text": f"{STORY}\nAdvertisement"}) + "\n"))
    run("in", "-o", "out", "--removed", "r.jsonl", cwd=corpus)
    done = restore("out", "--removed", "r.jsonl", cwd=corpus)
    assert done.returncode == 3
    assert "d.jsonl: has records without an id" in done.stderr
    assert "e.jsonl: has two records with the id 1" in done.stderr
    assert "put back in 5 files" in done.stdout
    assert restore("in", "--removed", "r.jsonl", cwd=corpus).returncode == 2
    assert restore("out", "--removed", "gone.jsonl", cwd=corpus).returncode == 3
