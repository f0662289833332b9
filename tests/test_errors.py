"""Errors: the tree, exit statuses, and how a mistake in a rule file is printed."""

import pytest

from cleaner.errors import CleanerError, ExitStatus, InputError, OptionError, RecordError, RuleProblem, RulesError


def test_all_errors_share_a_root() -> None:
    assert issubclass(RecordError, InputError)
    for error in (InputError, OptionError, RulesError):
        assert issubclass(error, CleanerError)
    assert issubclass(OptionError, ValueError)


def test_exit_statuses_are_those_that_scripts_know() -> None:
    assert {status.name: int(status) for status in ExitStatus} == {
        "OK": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "FAILED": 3,
        "INTERRUPTED": 130,
    }


def test_an_input_error_keeps_the_first_place_that_is_known() -> None:
    assert str(InputError("is binary")) == "is binary"
    error = InputError("is binary", line=3)
    assert str(error.at("a.txt")) == "a.txt:3: is binary"
    assert str(error.at("a.txt").at("b.txt")) == "a.txt:3: is binary"


@pytest.mark.parametrize(
    ("excerpt", "column", "width", "caret"),
    [
        ("  - id: a", 9, 1, "              ^"),
        ("line: 阅读", 7, 2, "            ^^^^"),
        ("阅读: x", 5, 1, "            ^"),
        ("\tline: x", 2, 4, "      \t^^^^"),
        ("e\u0301: x", 3, 1, "       ^"),
    ],
)
def test_the_caret_is_below_the_marked_columns(excerpt: str, column: int, width: int, caret: str) -> None:
    problem = RuleProblem("R001", "is wrong", "a.yaml", 1, column, width, excerpt)
    row = str(problem).split("\n")[2]
    assert row.replace("      | ", "      ", 1) == caret
