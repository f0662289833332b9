"""The reference as a page, as a JSON Schema that a real validator reads, and as help on one key."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cleaner.authoring.reference import json_schema, reference
from cleaner.rules.codes import CODES
from cleaner.rules.exclusions import APART
from cleaner.rules.folders import shipped_folder
from cleaner.rules.load import load_files, load_text, shipped_files
from cleaner.rules.schema import BLOCK_KEYS, FILE_KEYS, LIST_KEYS, REPEATS_KEYS, RULE_KEYS

RULES = load_files(shipped_files()).rules
PAGE = reference(RULES, shipped_folder())


def test_every_key_is_listed_with_its_example() -> None:
    for key in (*RULE_KEYS, *BLOCK_KEYS, *LIST_KEYS, *REPEATS_KEYS, *FILE_KEYS):
        assert f"| `{key.name}` |" in PAGE
        assert key.example in PAGE


def test_every_code_is_listed_with_its_paragraph() -> None:
    for id, code in CODES.items():
        assert f"### {id}: {code.title}\n\n{code.paragraph}\n" in PAGE


def test_every_pair_of_excluded_keys_is_listed() -> None:
    assert all(f"{reason}." in PAGE for reason in APART.values())


def test_every_row_of_a_table_has_its_columns() -> None:
    tables = [part.split("\n") for part in PAGE.rstrip("\n").split("\n\n") if part.startswith("| ")]
    assert len(tables) == 7 + len({rule.path for rule in RULES})
    for rows in tables:
        assert len({row.replace("\\|", "").count("|") for row in rows}) == 1


def test_every_shipped_rule_is_listed() -> None:
    assert all(f"| `{rule.id.partition('/')[2]}` | " in PAGE for rule in RULES)


def test_the_example_loads() -> None:
    assert load_text(PAGE.split("```yaml\n")[1].split("```")[0]).rules


def test_the_page_ends_with_a_newline_and_has_no_trailing_spaces() -> None:
    assert PAGE.endswith("|\n")
    assert not PAGE.endswith("\n\n")
    assert all(row == row.rstrip() for row in PAGE.split("\n"))


SCHEMA = json.loads((shipped_folder() / "schema.json").read_text("utf-8"))
FILES = sorted(shipped_folder().rglob("*.yaml"))


def validate(content: Any) -> None:
    jsonschema.Draft7Validator(SCHEMA).validate(content)


def test_the_schema_file_is_current() -> None:
    assert (shipped_folder() / "schema.json").read_text("utf-8") == json_schema()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_names_the_schema_for_editors(path: Path) -> None:
    first = path.read_text("utf-8").split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=../schema.json"


def test_the_schema_is_valid() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_is_valid(path: Path) -> None:
    validate(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))


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
def test_an_invalid_file_is_refused(content: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate(content)


def test_a_users_file_is_valid() -> None:
    validate({"disable": ["a/b", "c/*"], "adjust": {"a/b": {"unless": ["x"], "max_words": 3}}, "rules": []})


def test_every_key_of_the_schema_has_a_description() -> None:
    def has_descriptions(node: Any) -> bool:
        if isinstance(node, list):
            return all(map(has_descriptions, node))
        if not isinstance(node, dict):
            return True
        properties = node.get("properties", {}).values()
        return all(value.get("description") for value in properties) and all(map(has_descriptions, node.values()))

    assert has_descriptions(SCHEMA)
