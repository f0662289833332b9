import datetime as dt
import math
from typing import Any

import frontmatter as reader
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cleaner.frontmatter import (
    CLEANER_KEY,
    FIELDS,
    LIST_FIELDS,
    MAX_LINES,
    dump_front_matter,
    field_value,
    printable_value,
    split_front_matter,
)

HOSTILE = [
    *("---", "...", "a\n---\nb", "a\n...\nb", "---\ntitle: x\n---\n", "\n", "\r\n", "\t", " ", ""),
    *(
        "it's",
        'say "so"',
        "a: b",
        "a #b",
        "# no comment",
        "- item",
        "%YAML",
        "!tag",
        "!!int 1",
        "&a",
        "*a",
        "? k",
        "|",
        ">",
    ),
    *(
        "null",
        "~",
        "yes",
        "no",
        "On",
        "TRUE",
        "y",
        "2020-08-03",
        "12:30",
        "0x1F",
        "1e3",
        "1_000",
        ".nan",
        "=",
        "<<",
        "@x",
        "`",
    ),
    *(
        "\u2028",
        "\u2029",
        "\x85",
        "\x00",
        "\x07",
        "\x1b[31m",
        "\x7f",
        "\x9f",
        "\ufeff",
        "\ufffe",
        "\u202e",
        "\u2066",
        "\u200b",
    ),
    *("🎉", "👩‍🚀", "\U0010fffe", "é", "市长", "\\", "\\n", "\\u2028", "{", "}", "[a, b]", "{a: b}", "a" * 3000),
]
INVISIBLE = "\x00\x07\t\r\x1b\x7f\x85\x9f\ufeff\ufffe\u200b\u2028\u2029\u202e\u2066"
_texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=6), min_size=1, max_size=4).map("".join)
_sound_texts = _texts.map(lambda text: text.encode("utf-8", "ignore").decode())
_scalars = (
    _sound_texts
    | st.integers()
    | st.booleans()
    | st.none()
    | st.floats(allow_nan=False)
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(dt.UTC))
)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_sound_texts, inner, max_size=3), max_leaves=6
)
_fields = st.dictionaries(
    st.sampled_from([*FIELDS, CLEANER_KEY, "layout"]) | _sound_texts, _values, min_size=1, max_size=6
)


def _yaml(header: str, loader: Any) -> Any:
    return yaml.load(header.removeprefix("---\n").removesuffix("---\n"), Loader=loader)  # noqa: S506 - a safe loader


def _file(*rows: str, body: str = "Text.\n") -> str:
    return "".join(f"{row}\n" for row in ["---", *rows, "---"]) + body


def _fields_of(*rows: str) -> dict[str, Any]:
    front, body = split_front_matter(_file(*rows))
    assert front is not None
    assert body == "Text.\n"
    return dict(front.fields)


@given(_fields)
def test_fields_read_back_with_yaml(fields: dict[str, Any]) -> None:
    header = dump_front_matter(fields)
    assert _yaml(header, yaml.SafeLoader) == fields
    assert _yaml(header, yaml.CSafeLoader) == fields


@given(_fields, st.sampled_from(["", "Text.", "---\nnot: a header\n---", "----"]))
def test_fields_and_body_read_back_with_python_frontmatter(fields: dict[str, Any], text: str) -> None:
    metadata, body = reader.parse(f"{dump_front_matter(fields)}\n{text}\n")
    assert metadata == fields
    assert body == text


@given(_fields)
def test_a_value_never_closes_the_front_matter_and_has_its_invisible_characters_escaped(fields: dict[str, Any]) -> None:
    header = dump_front_matter(fields)
    rows = header.split("\n")
    assert (rows[0], rows[-2:]) == ("---", ["---", ""])
    assert not any(row.startswith(("---", "...")) for row in rows[1:-2])
    assert len(rows) - 1 <= MAX_LINES
    assert not set(header) & set(INVISIBLE)


@given(_fields)
def test_the_next_run_reads_the_fields_and_writes_them_the_same(fields: dict[str, Any]) -> None:
    known = {
        name: fit for name, value in fields.items() if name in FIELDS and (fit := field_value(name, value)) is not None
    }
    others = {name: value for name, value in fields.items() if name not in FIELDS}
    header = dump_front_matter({"id": "7"} | known | others)
    front, body = split_front_matter(f"{header}\nText.\n")
    assert front is not None
    assert body == "\nText.\n"
    assert dict(front.fields) == {"id": "7"} | known | others
    assert dump_front_matter(front.fields) == header


@given(_values, st.sampled_from(list(FIELDS)))
def test_the_value_of_a_field_is_its_own_field_value(value: Any, name: str) -> None:
    fit = field_value(name, value)
    assert field_value(name, fit) == fit
    assert fit is None or isinstance(fit, list) or name not in LIST_FIELDS


@given(_sound_texts)
def test_a_printable_text_is_a_single_line_without_invisible_characters(text: str) -> None:
    found = printable_value(text)
    if found is not None:
        assert found == " ".join(found.split())
        assert not set(found) & set(INVISIBLE)


def test_rows_look_as_people_write_them() -> None:
    fields = {
        "title": "A: b",
        "tags": ["x", "y"],
        "draft": False,
        "größe": 3,
        "no": None,
        CLEANER_KEY: {"removed": {"a/b": 2}},
    }
    assert dump_front_matter(fields).split("\n") == [
        "---",
        'title: "A: b"',
        'tags: ["x", "y"]',
        "draft: false",
        "größe: 3",
        '"no": null',
        "cleaner:",
        '  removed: {"a/b": 2}',
        "---",
        "",
    ]


def test_front_matter_with_more_fields_than_the_limit_is_on_a_single_row() -> None:
    fields = {f"field_{number}": number for number in range(150)} | {"title": "One"}
    header = dump_front_matter(fields)
    assert header.count("\n") == 3
    front, _ = split_front_matter(header)
    assert front is not None
    assert front.fields == fields


def test_types_that_yaml_lacks_are_written_as_text() -> None:
    assert dump_front_matter({"path": dt.timedelta(days=1)}) == '---\npath: "1 day, 0:00:00"\n---\n'
    assert math.isnan(_yaml(dump_front_matter({"x": math.nan}), yaml.SafeLoader)["x"])


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("language: no", "language", "no"),
        ("date: 2020-08-03", "date", "2020-08-03"),
        ("date: 2020-08-03 12:30:00", "date", "2020-08-03 12:30:00"),
        ("title: 1984", "title", "1984"),
        ("title: yes", "title", "yes"),
        ("title: 12:30", "title", "12:30"),
        ("title: 1.10", "title", "1.10"),
        ("title: =", "title", "="),
        ("title:", "title", None),
        ("title: ~", "title", None),
        ('title: "\\x1b[31m a \\0 b\\u202e"', "title", "[31m a b"),
        ("title: 'two", "title", "two lines"),
        ("author: Jane Doe", "author", ["Jane Doe"]),
        ("author: {name: Jane Doe}", "author", [{"name": "Jane Doe"}]),
        ("tags: [1, no, ~, '']", "tags", ["1", "no"]),
        ("section: [World, Asia]", "section", "World, Asia"),
        ("source: [{a: b}]", "source", [{"a": "b"}]),
        ("id: 007", "id", "007"),
    ],
)
def test_a_known_field_is_the_text_of_the_file(row: str, name: str, value: Any) -> None:
    rows = [row, "  lines'"] if row.endswith("'two") else [row]
    assert _fields_of(*rows, "url: x")[name] == value


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ("draft: no", "draft", False),
        ("zip: 02134", "zip", "02134"),
        ("times: [12:30, 1:30.5, 0x1F, 1_000]", "times", ["12:30", "1:30.5", "0x1F", "1_000"]),
        ("phone: +4930123456", "phone", "+4930123456"),
        ("weight: -3", "weight", -3),
        ("score: 1.0e+16", "score", 1e16),
        ("end: .inf", "end", math.inf),
        ("day: 2020-08-03", "day", dt.date(2020, 8, 3)),
        ("at: 2020-08-03 12:30:00", "at", dt.datetime(2020, 8, 3, 12, 30)),  # noqa: DTZ001 - as YAML has it
        ("empty:", "empty", None),
        ("nested: {a: [1, {b: 2}]}", "nested", {"a": [1, {"b": 2}]}),
        ("keys: {1: a, no: b, ~: c}", "keys", {1: "a", False: "b", None: "c"}),
        ("on: push", "on", "push"),
        ("2020: x", "2020", "x"),
        ("abstract: |", "abstract", "two\nlines\n"),
        ("cleaner: {version: 2020-01-01, 1: 2}", CLEANER_KEY, {"version": dt.date(2020, 1, 1), 1: 2}),
        ("cleaner: {}", CLEANER_KEY, {}),
    ],
)
def test_an_unknown_field_keeps_its_type_except_for_codes_and_times(row: str, name: str, value: Any) -> None:
    rows = [row, "  two", "  lines"] if row.endswith("|") else [row]
    fields = _fields_of("title: One", *rows)
    assert fields[name] == value
    assert type(fields[name]) is type(value)
    again, _ = split_front_matter(dump_front_matter(fields))
    assert again is not None
    assert again.fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n---\n",
        "---\ntitle: never closed\n",
        "\n---\ntitle: not on the first line\n---\n",
        " ---\ntitle: indented\n---\n",
        "--- # comment\ntitle: x\n---\n",
        "----\ntitle: four\n----\n",
        "---\ntitle: closed by dots\n...\n",
        "---\nnothing: known\n---\n",
        "---\nTitle: Known with small letters only\n---\n",
        "---\n- title\n- url\n---\n",
        "---\njust a line\n---\n",
        "---\ntitle: a: b\n---\n",
        "---\ntitle: [1\n---\n",
        "---\ntitle: \tx\n\ty: z\n---\n",
        "---\ntitle: &a x\nb: *a\n---\n",
        "---\ntitle: &a x\n---\n",
        "---\ntitle: !!str x\n---\n",
        "---\ntitle: ! x\n---\n",
        "---\ntitle: x\nrun: !!python/object/apply:os.system [id]\n---\n",
        "---\ntitle: x\n? [a, b]\n: c\n---\n",
        "---\ntitle: x\nmap: {? [a, b] : c}\n---\n",
        "---\ntitle: x\nnumber: " + "1" * 5000 + "\n---\n",
        "---\ntitle: x\nday: 2020-13-45\n---\n",
        "---\ntitle: x\nat: 2020-08-03 00:00:00 +24:00\n---\n",
        "---\ntitle: x\ndeep: " + "[" * 30 + "]" * 30 + "\n---\n",
        "---\ntitle: x\ndeep: " + "[" * 50_000 + "\n---\n",
        "---\ntitle: x\n" + "".join(f"{' ' * n}a:\n" for n in range(30)) + "---\n",
        "---\ntitle: \x07\n---\n",
        "---\n%YAML 1.1\ntitle: x\n---\n",
        "---\n" + "a: b\n" * MAX_LINES + "title: x\n---\n",
    ],
)
def test_what_is_not_front_matter_stays_in_the_text(text: str) -> None:
    assert split_front_matter(text) == (None, text)
    assert split_front_matter(f"{text}Text.\n") == (None, f"{text}Text.\n")


def test_front_matter_must_close_within_the_limit() -> None:
    rows = [f"key_{number}: 1" for number in range(MAX_LINES - 2)]
    assert split_front_matter(_file("title: x", *rows))[0] is not None
    assert split_front_matter(_file("title: x", *rows, "more: 1"))[0] is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("body", ["", "Text.", "\nText.\n---\nmore\n---\n"])
def test_front_matter_is_split_off_with_its_lines_only(end: str, body: str) -> None:
    header, text = "---  \ntitle: x\nurl: y\n---\t\n".replace("\n", end), body.replace("\n", end)
    front, rest = split_front_matter(header + text)
    assert front is not None
    assert (front.fields, front.lines, rest) == ({"title": "x", "url": "y"}, 4, text)


def test_a_file_may_end_with_its_front_matter() -> None:
    front, rest = split_front_matter("---\ntitle: x\n---")
    assert front is not None
    assert (front.fields, rest) == ({"title": "x"}, "")


@pytest.mark.parametrize("name", [*FIELDS, CLEANER_KEY])
def test_each_known_field_alone_makes_front_matter(name: str) -> None:
    front, _ = split_front_matter(_file(f"{name}: x"))
    assert front is not None


def test_the_last_value_of_a_repeated_key_counts_as_in_yaml() -> None:
    assert _fields_of("title: one", "title: two") == {"title": "two"}


@given(st.lists(st.sampled_from([*HOSTILE, "title: ", "x: ", "- ", "'", "\n  ", "url: y\n"]), max_size=8).map("".join))
def test_front_matter_never_raises(rows: str) -> None:
    text = f"---\ntitle: x\nkey: {rows}\n---\nText.\n"
    front, body = split_front_matter(text)
    assert body == text if front is None else text.endswith(body)
    if front is not None:
        again, _ = split_front_matter(dump_front_matter(front.fields))
        assert again is not None
        assert repr(again.fields) == repr(dict(front.fields))
