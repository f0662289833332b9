"""What is written is what the schemas say, with all of its keys."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cleaner import Cleaner
from cleaner.authoring.samples import neutral_lines
from cleaner.authoring.schemas import schemas
from cleaner.version import SCHEMA_VERSION
from tests.batch.runs import control_lines, run
from tests.fixture_records import page_records, text_records

ROOT = Path(__file__).resolve().parents[2]
STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the outputs of a run over inputs of several kinds, some of them broken."""
    folder = tmp_path_factory.mktemp("run")
    source = folder / "in"
    source.mkdir()
    lines = "".join(f"<p>{line}</p>" for line in neutral_lines())
    (source / "a.txt").write_text(f"{STORY}\nAdvertisement\nShare this:\n")
    body = f"<nav>News</nav><article><h1>Mill</h1>{lines}<p>Share this:</p></article>"
    (source / "b.html").write_text(f"<html><body>{body}")
    rows = [json.dumps({"id": [1], "text": f"{STORY}\nAdvertisement"}), "{broken", json.dumps({"text": "Share this:"})]
    (source / "c.jsonl").write_text("\n".join(rows))
    (source / "d.txt").write_text("")
    assert run("in", "-o", "out", "--removed", "removed.jsonl", cwd=folder).returncode == 3
    return folder


def strict(schema: Any) -> Any:
    """Return a schema that refuses keys that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: strict(part) for name, part in schema.items()}
    return {"additionalProperties": False, **parts} if "properties" in parts and "type" in parts else parts


def check(name: str, values: Iterator[Any] | list[Any]) -> None:
    validator = Draft202012Validator(strict(schemas()[name]))
    values = list(values)
    assert values
    for value in values:
        validator.validate(value)


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_valid_and_in_the_reference(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])
    block = (ROOT / "REFERENCE.md").read_text("utf-8").split(f"### Schema: {name}\n\n```json\n")[1].split("```")[0]
    assert json.loads(block) == schemas()[name]
    assert f"version {SCHEMA_VERSION}" in schemas()[name]["title"]


def test_removals_are_as_their_schema_says(folder: Path) -> None:
    check("removal", map(json.loads, (folder / "removed.jsonl").read_text().splitlines()))


def test_the_records_of_a_run_are_as_their_schemas_say(folder: Path) -> None:
    check("summary.json", [json.loads((folder / "out" / "_cleaner" / "summary.json").read_bytes())])
    check("manifest.jsonl", control_lines(folder / "out", "manifest.jsonl"))


def test_metadata_is_as_its_schema_says() -> None:
    articles = Cleaner().clean_many([*text_records(), *page_records(), {"id": 1}])
    keys = schemas()["front matter"]["properties"]
    known = ({name: value for name, value in article.metadata.items() if name in keys} for article in articles)
    check("front matter", (json.loads(json.dumps(fields)) for fields in known))


@pytest.mark.parametrize("name", schemas())
def test_a_schema_refuses_other_values(name: str) -> None:
    validator = Draft202012Validator(schemas()[name])
    assert not validator.is_valid({})
    assert not validator.is_valid([])
