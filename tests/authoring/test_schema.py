"""The schema of rule files: a real validator finds the shipped files right, and what is wrong wrong."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cleaner.authoring.schema import json_schema
from cleaner.rules.folders import shipped_folder

SCHEMA = json.loads((shipped_folder() / "schema.json").read_text("utf-8"))
FILES = sorted(shipped_folder().rglob("*.yaml"))


def check(content: Any) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(content)


def test_the_schema_is_as_the_key_table_makes_it() -> None:
    assert (shipped_folder() / "schema.json").read_text("utf-8") == json_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_names_the_schema_for_editors(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=../schema.json"


def test_the_schema_is_one_itself() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_is_right(path: Path) -> None:
    check(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "content",
    [
        {"rules": [{"id": "a", "lnie": "x"}]},
        {"rules": [{"line": "x"}]},
        {"rules": [{"id": "A b", "line": "x"}]},
        {"rules": [{"id": "a", "line": "x", "max_words": 0}]},
        {"rules": [{"id": "a", "line": "x", "confidence": "sure"}]},
        {"rules": [{"id": "a", "block": {"through": "x"}}]},
        {"rules": {}},
        {"disable": ["label"]},
        {"adjust": {"a/b": {"id": "c"}}},
    ],
)
def test_what_is_wrong_is_told(content: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(content)


def test_a_users_own_file_is_right() -> None:
    check({"disable": ["a/b", "c/*"], "adjust": {"a/b": {"unless": ["x"], "max_words": 3}}, "rules": []})


def test_every_key_has_a_description() -> None:
    def described(node: Any) -> bool:
        if isinstance(node, list):
            return all(map(described, node))
        if not isinstance(node, dict):
            return True
        own = node.get("properties", {})
        return all(one.get("description") for one in own.values()) and all(map(described, node.values()))

    assert described(SCHEMA)
