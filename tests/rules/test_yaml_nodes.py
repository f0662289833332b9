import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import RuleProblem, RulesError
from cleaner.rules.load import load_file, load_files, load_text
from cleaner.rules.rule_file import RuleFile
from cleaner.rules.yaml_nodes import MAX_NESTING, Mapping, Scalar, Sequence, UnreadableRuleFileError, read_nodes

HEAD = "rules:\n  - id: a\n    "


def problems(source: str) -> list[RuleProblem]:
    try:
        load_text(source)
    except RulesError as error:
        return error.problems
    return []


def problem(source: str) -> RuleProblem:
    (reported,) = problems(source)
    return reported


def marked(reported: RuleProblem) -> str:
    """Return the text above the carets, after a check of the printed form."""
    rows = str(reported).split("\n")
    assert rows[0] == f"{reported.path}:{reported.line}:{reported.column}: {reported.code} {reported.message}"
    assert rows[1] == f"{reported.line:5} | {reported.excerpt}"
    assert rows[2].startswith("      | ")
    assert rows[2].endswith("^")
    assert rows[3] == f"  help: {reported.help}"
    assert len(rows) == 4
    assert "\n" not in reported.help
    assert reported.help
    return reported.excerpt[reported.column - 1 :][: reported.width]


def test_every_node_knows_its_place_and_scalars_are_text() -> None:
    node = read_nodes("a: no\nb: [1984, '12:30']\n")
    assert isinstance(node, Mapping)
    first = node.get("a")
    assert isinstance(first, Scalar)
    assert (first.text, first.place.line, first.place.column, first.place.width) == ("no", 1, 4, 2)
    second = node.get("b")
    assert isinstance(second, Sequence)
    assert [node.text for node in second.items if isinstance(node, Scalar)] == ["1984", "12:30"]
    assert second.items[1].place.column == 11
    assert node.get("c") is None


@pytest.mark.parametrize("source", ["", "\n", "# a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_has_no_rules_and_no_problems(source: str) -> None:
    assert load_text(source).rules == ()


INDENTED = "this key is indented further than the one above it, which has its value: begin both in the same column"


@pytest.mark.parametrize(
    ("value", "code", "excerpt", "help"),
    [
        ("line: Foo: bar", "R004", ":", "a text that has ': ' in it needs quotes around it"),
        ("line: Foo\n    starts: Bar: baz", "R004", ":", "a text that has ': ' in it needs quotes around it"),
        (
            "line:\n      - Tags: here",
            "R101",
            "T",
            "a text that has ':' in it, or starts with [ or {, needs quotes around it",
        ),
        (
            "line:\n      - Tags:",
            "R101",
            "T",
            "a text that has ':' in it, or starts with [ or {, needs quotes around it",
        ),
        ("line: Foo\n     max_words: 3", "R004", ":", INDENTED),
        ("about: Foo\n      line: Bar: baz", "R004", ":", INDENTED),
        ("line: Foo\n     removes: [Foo]", "R004", ":", INDENTED),
        ("line: [Tags:, x]", "R004", ":", "a text that has ':' in it needs quotes around it"),
        ("line: Follow #us", "R008", "Follow", "put quotes around the whole text"),
        (
            "line: [Follow #us, x]",
            "R004",
            "[",
            "' #' begins a comment and cuts the rest of the line off: put quotes around the text",
        ),
        ("keeps: a long\n      sample #1", "R008", "a", "put quotes around the whole text"),
        ("line: *foo", "R006", "*foo", "a text that starts with * needs quotes around it"),
        ("line: '***'\n    starts: *** foo", "R004", "*", "a text that starts with * needs quotes around it"),
        ("line: @foo", "R004", "@", "a text that starts with @ needs quotes around it"),
        ("line: [a, @foo]", "R004", "@", "a text that starts with @ needs quotes around it"),
        ("line: `foo`", "R004", "`", "a text that starts with ` needs quotes around it"),
        ("line: %foo", "R004", "%", "a text that starts with % needs quotes around it"),
        ("line: [AP] news", "R004", "n", "a text that starts with [ needs quotes around it"),
        ("line:\n      - [AP] news", "R004", "n", "a text that starts with [ needs quotes around it"),
        ("line: {AP} news", "R004", "n", "a text that starts with { needs quotes around it"),
        ("line: &foo bar", "R006", "&foo bar", "a text that starts with & needs quotes around it"),
        ("line: & foo", "R004", " ", "a text that starts with & needs quotes around it"),
        ("line: !foo bar", "R006", "!foo bar", "a text that starts with ! needs quotes around it"),
        ("line: > foo", "R004", "f", "a text that starts with > needs quotes around it"),
        ("line: | foo", "R004", "f", "a text that starts with | needs quotes around it"),
        ("line: ? foo", "R004", "?", "a text that starts with ? needs quotes around it"),
        ("line: - foo", "R004", "-", "a list begins on a line of its own; a text that is '-' needs quotes"),
        ('line: "foo" bar', "R004", "b", "a text with quotes in it needs quotes of the other kind around it"),
        ("line: 'tis the end", "R004", "'", "a quote is opened and not closed"),
        ('regex: "\\d+"', "R004", "\\", "write patterns in single quotes: in double quotes a backslash is YAML's"),
        ('regex: "\\bfoo"', "R009", '"\\bfoo"', "in double quotes \\b is not a word boundary: use single quotes"),
        ("line: x\n\tmax_words: 3", "R004", "\t", "indent with spaces, not with tabs"),
        ("\tline: x", "R004", "\t", "indent with spaces, not with tabs"),
        ("\u00a0line: x", "R103", "\u00a0line", "indent with plain spaces, and put ': ' behind a key"),
        (
            "line: x\n\u00a0\u00a0\u00a0\u00a0max_words: 3",
            "R103",
            "\u00a0\u00a0\u00a0\u00a0max_words",
            "indent with plain spaces, and put ': ' behind a key",
        ),
        (
            "line: x\n   max_words: 3",
            "R004",
            "m",
            "the entries of a list begin in the same column, and so do a rule's keys",
        ),
        ("line: [a, b", "R004", "[", "a list in brackets needs commas between and a bracket at its end"),
        ("max_words 3", "R004", "m", "a key needs ': ' behind it, and a list's dash a blank"),
        ("line: a\0b", "R004", "\ufffd", "there is a control character in the file: delete it"),
        ("line: é\ab", "R004", "\ufffd", "there is a control character in the file: delete it"),
        ("<<: { line: x }", "R006", "<<", "write the keys out"),
        ("[a]: x", "R101", "[", "a text that starts with [ or { needs quotes around it"),
        ("line: x\n---\nrules: []", "R006", "---", "remove the line '---'"),
        ("line: x\n    line: y", "R007", "line", "merge the two"),
    ],
)
def test_each_trap_of_yaml_has_a_hint(value: str, code: str, excerpt: str, help: str) -> None:
    traps = [reported for reported in problems(f"{HEAD}{value}\n") if reported.code != "R105"]
    assert [(reported.code, marked(reported), reported.help) for reported in traps] == [(code, excerpt, help)]


@pytest.mark.parametrize("value", ["line: foo # a comment", "line: 'foo #us'", "line: foo#us", "line: foo  ## x"])
def test_a_real_comment_cuts_nothing(value: str) -> None:
    load_text(f"{HEAD}{value}\n")


@pytest.mark.parametrize("form", ["|", ">", "|-", "|+"])
def test_a_line_end_behind_a_text_in_lines_is_dropped(form: str) -> None:
    source = (
        f"rules:\n  - id: a\n    line: {form}\n      foo\n    keeps: {form}\n      bar\n    about: {form}\n      baz\n"
    )
    (rule,) = load_text(source).rules
    assert (rule.matches.line, rule.samples[0].text, rule.about) == (("foo",), "bar", "baz")  # type: ignore[union-attr]


def test_a_line_end_behind_a_pattern_is_dropped() -> None:
    (rule,) = load_text("rules:\n  - id: a\n    regex: |\n      ^foo$\n").rules
    assert rule.matches.regex == ("^foo$",)  # type: ignore[union-attr]


def test_places_are_right_after_wide_and_unusual_characters() -> None:
    reported = problem("rules:\n  - { id: a, about: '责任', line: x, lnie: y }\n")
    assert marked(reported) == "lnie"
    assert (
        str(reported).split("\n")[2] == "      | " + " " * (reported.column + 1) + "^^^^"
    )  # wide characters take two columns
    assert marked(problem("about: 'a\u2028b'\r\nrules: [{ id: a, line: x, lnie: y }]\r\n")) == "lnie"


BOMB = "a: &a [x, x]\n" + "".join(f"b{number}: &b{number} [*a, *a]\n" for number in range(99))


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (BOMB, "R006"),
        ("rules: !!python/object/apply:os.system ['true']\n", "R006"),
        ("rules: " + "[" * 10_000, "R005"),
        ("rules: " + "{a: " * 10_000, "R005"),
        ("\n".join(" " * indent + "a:" for indent in range(1000)), "R005"),
        ("- " * 10_000, "R005"),
        ("a\0" * 1000, "R004"),
        ("\x7fELF\x01", "R004"),
        ("%YAML 9.9\n---\na: b\n", "R004"),
        ("just some text\n" * 1000, "R101"),
        ("- a\n- b\n", "R101"),
        ("\x85\n: ]", "R004"),
    ],
)
def test_hostile_text_is_refused(source: str, code: str) -> None:
    assert problem(source).code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("rules: []\n".encode("utf-16"), "R002"),
        ("rules: []\n".encode("utf-16-le"), "R004"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 99, "R002"),
        (b"rules:\n  - id: caf\xe9\n", "R002"),
        (b"rules: []\n" + b"#" * (1 << 20), "R003"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    with pytest.raises(RulesError) as raised:
        load_files([RuleFile(path, "user")])
    (reported,) = raised.value.problems
    assert reported.code == code
    assert reported.help


def test_the_place_of_a_byte_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("rules:\n  - id: é".encode() + b"\xe9\n")
    with pytest.raises(RulesError) as raised:
        load_files([RuleFile(path, "user")])
    assert marked(raised.value.problems[0]) == "\ufffd"
    assert (raised.value.problems[0].line, raised.value.problems[0].column) == (2, 10)


def test_a_file_of_60_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(60_000_000)
    tracemalloc.start()
    with pytest.raises(RulesError, match="R003 is larger than 1 MiB"):
        load_files([RuleFile(path, "user")])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_file_of_nothing_but_problems_is_not_read_to_its_end() -> None:
    reported = problems("".join(f"k{number}: x\n" for number in range(60_000)))
    assert reported[-1].code == "R010"
    assert len(reported) == 501


def test_a_problem_far_behind_in_a_long_line_shows_no_line() -> None:
    reported = problem("rules: [{ id: a, line: [" + "x, " * 1000 + "[]] }]")
    assert reported.excerpt == ""
    assert len(str(reported)) < 500


def test_printed_problems_have_no_control_characters() -> None:
    reported = problems('rules: [{ id: a, line: x, "\\e[31mfoo\\u202e": y }]')
    assert all(char.isprintable() or char == "\n" for char in str(RulesError(reported)))


def test_nesting_is_bounded() -> None:
    deep = "[" * MAX_NESTING + "]" * MAX_NESTING
    assert read_nodes(deep)
    with pytest.raises(UnreadableRuleFileError, match="nested deeper"):
        read_nodes(f"[{deep}]")


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#,\\ \n\t\r\0\u2028é", max_size=40))
def test_any_text_gives_rules_or_problems_with_help(text: str) -> None:
    for reported in [*problems(text), *problems(f"{HEAD}line: {text}\n")]:
        assert reported.help
        assert reported.message


@given(st.binary(max_size=60))
def test_any_bytes_give_rules_or_problems_with_help(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.yaml")
        path.write_bytes(data)
        assert all(reported.help for reported in load_file(RuleFile(path, "user")).problems.found)
