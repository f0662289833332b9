"""The table of options: what is read by it is what click reads, and its defaults are those of Python."""

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Options
from cleaner.cli.command import click_option, command, given_options
from cleaner.cli.config import configure
from cleaner.cli.option import Option
from cleaner.cli.options import CLEANING, OPTIONS, READING, parse

VALUES = ["x", "-", "", "--diff", "-q", "7", "0", "-1", "0.5", "nan", "keep", "json", "fast", "careful", "md", "a=b"]
FLAGS = [flag for option in OPTIONS for flag in option.spellings]
ARGUMENTS = st.one_of(
    st.sampled_from([*FLAGS, *VALUES, "--", "--help", "--nothing", "-qv", "-ox"]),
    st.builds("{}={}".format, st.sampled_from(FLAGS), st.sampled_from(VALUES)),
)


@given(st.lists(ARGUMENTS, max_size=6))
@settings(max_examples=200)
def test_whatever_is_read_without_click_means_the_same_to_click(arguments: list[str]) -> None:
    parsed = parse(arguments)
    if parsed is None:
        return
    context = command.make_context("clean", [*arguments])
    paths, given = parsed
    assert context.params["paths"] == paths
    assert repr(given_options(context)) == repr({name: given[name] for name in context.params if name in given}), (
        "repr, since nan is not equal to nan"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--nothing"],
        ["-qv"],
        ["--profile"],
        ["--profile", "bold"],
        ["--jobs", "0"],
        ["--jobs", "two"],
        ["--time-limit", "0"],
        ["--time-limit", "nan"],
        ["--diff=1"],
        ["--", "a"],
    ],
    ids=" ".join,
)
def test_click_reads_help_mistakes_and_rare_spellings(arguments: list[str]) -> None:
    assert parse(arguments) is None


def test_an_option_is_in_the_table_once_and_explained() -> None:
    names = [option.name for option in OPTIONS]
    assert len(names) == len(set(names))
    assert len(FLAGS) == len(set(FLAGS))
    for option in OPTIONS:
        assert option.help[0].isupper() or option.help.split()[0].endswith(":")
        assert option.help.endswith(".")
        assert option.default in (None, ()) or not option.choices or option.default in option.choices
    assert {*READING, *CLEANING} < {*names}


def test_defaults_are_those_of_the_options_in_python() -> None:
    values = configure({"no_config": True}).values
    for name in ("profile", "enable", "disable", "title", "max_removed", "max_size", "effort"):
        assert values[name] == getattr(Options(), name)


def test_help_lists_the_options_by_group() -> None:
    rows = command.get_help(click.Context(command, info_name="clean")).split("\n")
    titles = [row.removesuffix(":") for row in rows if row and not row.startswith(" ") and row.endswith(":")]
    assert titles == [*dict.fromkeys(option.group for option in OPTIONS), "Other"]


def test_a_new_option_touches_the_table_only() -> None:
    option = Option("lines", ("-l", "--lines"), "Input", "Number of lines.", default=3, metavar="N", kind=int, above=2)
    assert option.convert("3") == 3
    with pytest.raises(ValueError, match="2"):
        option.convert("2")
    param = click_option(option)
    assert (param.name, param.opts, param.default) == ("lines", ["-l", "--lines"], 3)
