from itertools import combinations

import pytest

from cleaner.errors import RulesError
from cleaner.rules.exclusions import APART, apart, why_apart
from cleaner.rules.load import load_text
from cleaner.rules.readers import ValueReader
from cleaner.rules.schema import BLOCK_KEYS, FILE_KEYS, LINE_KEYS, LIST_KEYS, REPEATS_KEYS, RULE_KEYS, Key

KINDS = {
    "line": "line: x",
    "block": "block: { from: Most Popular, through: Load more }",
    "list": "list: { at: end, min_lines: 3, likely: 40 }",
    "repeats": "repeats: {}",
    "select": "select: .newsletter",
    "retired": "",
}
SHAPES = {key.name for key in LINE_KEYS}
TABLE = {key.name: key for key in RULE_KEYS}
PAIRS = [pair for pair in combinations(TABLE, 2) if "id" not in pair]


def example(key: Key) -> str:
    return key.example if key.name != "remove" else "remove: line"


def kind_of(pair: tuple[str, str]) -> str:
    """Return the kind of rule that two keys define or belong to."""
    kinds = [TABLE[name].of for name in pair if len(TABLE[name].of) == 1]
    return next(iter(kinds[0])) if kinds else "line"


def rule_of(pair: tuple[str, str]) -> str:
    """Return a rule with two keys, a matcher, and the other keys that they need."""
    keys = [example(TABLE[name]) for name in pair]
    matcher = KINDS[kind_of(pair)]
    named = SHAPES - {"max_words", "min_words", "sentence"}
    if not {"block", "list", "repeats", "select", *named} & set(pair):
        keys.append(matcher)
    if "saves" in pair and "save_as" not in pair:
        keys.append("save_as: tags")
    return "rules:\n  - id: r\n" + "".join(f"    {key}\n" for key in keys)


def codes(source: str) -> list[str]:
    try:
        load_text(source)
    except RulesError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if not why_apart(*pair)])
def test_two_keys_that_go_together_load(pair: tuple[str, str]) -> None:
    assert codes(rule_of(pair)) == []


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if why_apart(*pair)])
def test_two_keys_that_exclude_each_other_are_reported(pair: tuple[str, str]) -> None:
    reported = codes(rule_of(pair))
    assert reported
    assert set(reported) == {"R104"}


def test_the_matrix_is_what_the_rule_language_says() -> None:
    beside_block = {name for name in TABLE if not why_apart("block", name)} - {"block"}
    assert beside_block == {
        *("id", "about", "match_case", "unless", "near_end", "near_start", "prose_before", "prose_only", "save_as"),
        *("marks_list", "sites", "not_sites", "languages", "page_types", "confidence", "removes", "keeps", "saves"),
    }
    beside_repeats = {name for name in TABLE if not why_apart("repeats", name)} - {"repeats"}
    assert beside_repeats == {
        *("id", "about", "prose_only", "sites", "not_sites", "languages", "page_types", "confidence"),
        *("removes", "keeps"),
    }
    beside_list = {name for name in TABLE if not why_apart("list", name)} - {"list"}
    assert beside_list == {
        *("id", "about", "sites", "not_sites", "languages", "page_types", "confidence", "removes", "keeps"),
    }
    beside_select = {name for name in TABLE if not why_apart("select", name)} - {"select"}
    assert beside_select == {
        *("id", "about", "line", "starts", "ends", "contains", "max_words", "match_case", "unless"),
        *("sites", "not_sites", "languages", "page_types", "confidence", "removes", "keeps"),
    }
    assert {name for name in TABLE if why_apart("line", name)} == {"block", "list", "repeats", "replaced_by"}
    assert {name for name in TABLE if why_apart("keep", name)} == {
        *("block", "list", "repeats", "select", "likely", "remove", "save_as", "marks_list", "removes", "saves"),
        "replaced_by",
    }


def test_why_does_not_depend_on_the_order() -> None:
    assert all(bool(why_apart(first, second)) is bool(why_apart(second, first)) for first, second in PAIRS)


def test_each_key_that_an_earlier_key_excludes_is_reported_once() -> None:
    assert [(first, second) for first, second, _ in apart(["line", "block", "max_words", "repeats"])] == [
        ("line", "block"),
        ("block", "max_words"),
        ("line", "repeats"),
    ]


def test_pairs_that_exclude_each_other_are_keys() -> None:
    assert {name for pair in APART for name in pair} <= set(TABLE)


@pytest.mark.parametrize("table", [RULE_KEYS, BLOCK_KEYS, LIST_KEYS, REPEATS_KEYS, FILE_KEYS])
def test_every_key_is_unique_and_has_a_reader_a_help_and_an_example(table: tuple[Key, ...]) -> None:
    assert len({key.name for key in table}) == len(table)
    for key in table:
        assert hasattr(ValueReader, f"_{key.value}")
        assert key.help.endswith(".")
        assert key.example.startswith(f"{key.name}:")


@pytest.mark.parametrize("key", BLOCK_KEYS)
def test_examples_of_block_keys_load(key: Key) -> None:
    closing = "" if key.name in ("through", "until", "while", "to_end") else ", to_end: true"
    opening = "" if key.name == "from" else "from: x, "
    assert codes(f"rules: [{{ id: r, block: {{ {opening}{key.example}{closing} }} }}]") == []


@pytest.mark.parametrize("key", LIST_KEYS)
def test_examples_of_list_keys_load(key: Key) -> None:
    others = {"at": "at: end", "min_lines": "min_lines: 3", "likely": "likely: 40"}
    others.pop(key.name, None)
    assert codes(f"rules: [{{ id: r, list: {{ {', '.join([key.example, *others.values()])} }} }}]") == []


@pytest.mark.parametrize("missing", ["at", "min_lines", "likely"])
def test_a_list_needs_its_place_its_length_and_its_score(missing: str) -> None:
    keys = {"at": "at: end", "min_lines": "min_lines: 3", "likely": "likely: 40"}
    del keys[missing]
    assert codes(f"rules: [{{ id: r, list: {{ {', '.join(keys.values())} }} }}]") == ["R110"]


@pytest.mark.parametrize("key", REPEATS_KEYS)
def test_examples_of_repeats_keys_load(key: Key) -> None:
    assert codes(f"rules: [{{ id: r, repeats: {{ {key.example} }} }}]") == []


@pytest.mark.parametrize("key", FILE_KEYS[:-1])
def test_examples_of_file_keys_load(key: Key) -> None:
    site = "sites: [a.com]\n" if key.name == "recognize" else ""
    assert codes(f"{key.example}\n{site}rules: []\n") == []


def test_select_excludes_keys_of_lines_only() -> None:
    for key in ("only_words: x", "regex: x", "sentence: true", "min_words: 2", "near_end: 1", "keep: true"):
        assert codes(f"rules: [{{ id: r, select: .x, line: x, {key} }}]") == ["R104"]
