"""An array of records is read as JSON lines are; other JSON is refused with a command that makes records of it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import clean

RECORDS = [{"id": 1, "text": "The bridge opens in May.\nAdvertisement"}, {"id": 2, "text": "The mill grinds again."}]
TEXTS = ["The bridge opens in May.", "The mill grinds again."]
NESTED = {"source": "Vale", "articles": RECORDS}

needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")


def texts(out: str) -> list[str]:
    return [json.loads(line)["text"] for line in out.split("\n") if line]


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_array_of_records_becomes_json_lines(indent: int | None, ends: str, tmp_path: Path) -> None:
    content = json.dumps(RECORDS, indent=indent).replace("\n", ends)
    for name in ("a.json", "a", "a.export"):
        (tmp_path / name).write_text(content, "utf-8", newline="")
        result = clean(name, cwd=tmp_path)
        assert (result.status, result.err, texts(result.out)) == (0, "", TEXTS)
    assert clean(stdin=content).out == clean(stdin="\ufeff" + content).out == result.out
    assert clean("-j", "2", stdin=content).out == result.out
    assert [record["id"] for record in result.records()] == [1, 2]


def test_an_array_of_pages_is_read() -> None:
    page = "<!doctype html><article><p>The bridge opens in May, the mayor said on Monday.</p></article>"
    assert texts(clean(stdin=json.dumps([{"html": page}])).out) == [
        "The bridge opens in May, the mayor said on Monday."
    ]


def test_a_bad_element_never_harms_the_others() -> None:
    content = json.dumps([RECORDS[0], 7, {"id": 3}, {"id": 4, "text": None}, RECORDS[1]], indent=1)
    result = clean(stdin=content)
    assert result.status == 3
    assert [record["id"] for record in result.records() if record.get("text") in TEXTS] == [1, 2]
    for place in (
        ":2: is JSON, but not an object",
        ":3: lacks the key 'text'",
        ":4: has no text under 'text', but null",
    ):
        assert place in result.err


@pytest.mark.parametrize(("end", "message"), [("", "is truncated"), (", {]", "is not valid JSON")])
def test_what_precedes_damage_is_written(end: str, message: str) -> None:
    result = clean(stdin=json.dumps(RECORDS)[:-1] + end)
    assert (result.status, texts(result.out)) == (3, TEXTS)
    assert message in result.err


def test_json_is_never_written_in_place(tmp_path: Path) -> None:
    contents = {"list.json": RECORDS, "one.json": RECORDS[0], "package.json": {"name": "mill"}, "list": RECORDS}
    for name, value in contents.items():
        (tmp_path / name).write_text(json.dumps(value), "utf-8")
    (tmp_path / "a.txt").write_text(f"{TEXTS[0]}\nAdvertisement\n", "utf-8")
    result = clean("-i", "--no-header", "list.json", "one.json", "package.json", "a.txt", cwd=tmp_path)
    assert result.status == 3
    assert result.err.count("is JSON, and -i writes JSON lines only") == 3
    assert clean("-i", "list", cwd=tmp_path).status == 3
    assert all((tmp_path / name).read_text("utf-8") == json.dumps(value) for name, value in contents.items())
    assert (tmp_path / "a.txt").read_text("utf-8") == f"{TEXTS[0]}\n"
    assert clean("-i", "-f", "text", "list.json", cwd=tmp_path).status == 0


def test_json_lines_under_a_name_of_json_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS), "utf-8")
    assert texts(clean("a.json", cwd=tmp_path).out) == TEXTS


@pytest.mark.parametrize("name", ["a.txt", "a", "a.json"])
def test_json_lines_and_json_are_no_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(json.dumps(RECORDS[0], indent=2), "utf-8")
    result = clean("-i", name, cwd=tmp_path)
    assert (result.status, result.out) == (3, "")
    assert "jq -c '.'" in result.err
    assert (tmp_path / name).read_text("utf-8") == json.dumps(RECORDS[0], indent=2)


@needs_jq
@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (RECORDS[0], {}),
        (NESTED, {}),
        (TEXTS, {}),
        ({"my articles": RECORDS}, {}),
        ([{"id": 1, "body": TEXTS[0]}], {"KEY": "body"}),
        ({"id": 1, "body": TEXTS[0]}, {"KEY": "body"}),
        ([[TEXTS[0], 7], [TEXTS[1]]], {}),
    ],
    ids=["object", "nested", "texts", "key with a blank", "array of another key", "another key", "deep"],
)
def test_the_way_out_works(value: object, changes: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "it's here.json").write_text(json.dumps(value, indent=2), "utf-8")
    result = clean("it's here.json", cwd=tmp_path)
    assert (result.status, result.out) == (3, "")
    command = result.err.strip()[result.err.index("jq ") :].replace("| clean", "| python -m cleaner.cli.clean")
    for old, new in changes.items():
        command = command.replace(old, new)
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True, env={"PATH": path}
    )
    key = changes.get("KEY", "text")
    assert [json.loads(line)[key] for line in done.stdout.splitlines()][:1] == TEXTS[:1]


@pytest.mark.parametrize(
    "text",
    [
        '{"Late": that was the word of the evening.\nEverybody used it.\n',
        '{\n  "title": "The bridge"\n}\n\nThe council met on Monday.\n',
        "[Editor's note: this was written in 1912.]\nThe council met on Monday.\n",
        "[1]\nThe council met on Monday.\n",
    ],
)
def test_a_text_that_begins_like_json_is_a_text(text: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(text, "utf-8")
    for result in (clean("--no-header", stdin=text), clean("--no-header", "a", cwd=tmp_path)):
        assert (result.status, result.err) == (0, "")
        assert text.split("\n")[-2] in result.out
