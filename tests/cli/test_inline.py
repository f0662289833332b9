"""Inline exceptions: what stands between two markers in a file of text or Markdown stays, whatever rules say."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import STORY, clean, cleaner_text

KEEP, END = "<!-- clean: keep -->", "<!-- clean: end -->"
FILES = {
    "lines.txt": f"{STORY}{KEEP}\nAdvertisement\nShare this article\n{END}\nAdvertisement\n",
    "blocks.txt": f"{STORY}\n{KEEP}\n\nAdvertisement\n\n{END}\n\nAdvertisement\n",
    "row.txt": f"{STORY}{KEEP} Advertisement {END}\nAdvertisement\n",
    "first.txt": f"{KEEP}\nAdvertisement\n{END}\n{STORY}Advertisement\n",
    "front.txt": f"---\ntitle: Bridge\n---\n\n{KEEP}\nAdvertisement\n{END}\n{STORY}Advertisement\n",
    "spaced.md": f"# Bridge\n\n{STORY}\n{KEEP}\n\nAdvertisement\n\n{END}\n\nAdvertisement\n",
    "tight.md": f"{STORY}\n{KEEP}\nAdvertisement\n{END}\n\nAdvertisement\n",
    "front.md": f"---\nurl: x.y\n---\n{STORY}\n<!--clean:KEEP-->\nAdvertisement\n<!--clean:END-->\n\nAdvertisement\n",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_what_stands_between_markers_stays_with_them(name: str) -> None:
    Path(name).write_text(FILES[name])
    result = clean("--no-header", name)
    assert (result.status, result.err) == (0, "")
    assert result.out.count("Advertisement") == 1
    assert result.out.lower().count("clean:") == 2
    assert ("Share this article" in result.out) == (name == "lines.txt")
    Path(name).write_text(result.out)
    assert clean("--no-header", name).out == result.out
    assert clean("--check", name).status == 0
    assert "Advertisement" not in clean("--no-inline", "--no-header", name).out.replace(f"{KEEP} Advertisement", "")


def test_rules_of_the_highest_layer_and_copies_stay_as_well() -> None:
    Path("mine.yaml").write_text("rules:\n  - { id: council, starts: The council voted }\n")
    Path("a.txt").write_text(f"{KEEP}\n{STORY}{STORY}{END}\n{STORY}")
    assert clean("--no-header", "-r", "mine.yaml", "a.txt").out.count("The council voted") == 2


def test_a_marker_is_named_by_an_explanation() -> None:
    Path("a.txt").write_text(FILES["lines.txt"])
    assert "stopped by keep: an inline exception keeps the line" in clean("--explain", "a.txt").out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{STORY}{KEEP}\nAdvertisement\n", "in line 2 without '<!-- clean: end -->' below it"),
        (f"{STORY}\n{END}\n", "in line 3 without '<!-- clean: keep -->' above it"),
        (f"{KEEP}\nx\n{KEEP}\n{END}\n", "in line 3, before the end of that in line 1"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_marker_without_its_other_is_an_error(name: str, text: str, message: str) -> None:
    Path(name).write_text(text)
    result = clean("-i", name)
    assert (result.status, message in result.err, f"{name}: " in result.err) == (3, True, True)
    assert Path(name).read_text() == text
    run = cleaner_text("run", name, "-o", "out", "-q")
    assert run.returncode == 3
    assert clean("--no-inline", name).status == 0


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\n```html\n{KEEP}\n```\n",
        f"{STORY}\n~~~~\n~~~\n{KEEP}\n~~~~\n",
        f"{STORY}\n    {KEEP}\n",
        f"Write `{KEEP}` above a line to keep it in the file that you clean.\n",
    ],
)
def test_markers_in_code_and_sentences_mean_nothing(text: str) -> None:
    Path("a.md").write_text(text)
    assert clean("--check", "a.md").status == 0


def test_markers_in_records_and_pages_mean_nothing() -> None:
    text = f"{STORY}{KEEP}\nAdvertisement\n"
    (record,) = clean(stdin=json.dumps({"text": text}) + "\n").records()
    assert "Advertisement" not in record["text"]
    Path("a.html").write_text(f"<html><body><p>{STORY}</p>{KEEP}<p>Advertisement</p><p>{STORY[:50]}</p></body></html>")
    result = clean("--no-header", "a.html")
    assert (result.status, "Advertisement" in result.out) == (0, False)
