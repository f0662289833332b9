"""Standard error is bounded, whatever the inputs hold."""

import pytest

from cleaner.cli.console import MESSAGES_PER_INPUT, MESSAGES_SHOWN, Console

Capture = pytest.CaptureFixture[str]


def lines(capture: Capture, console: Console) -> list[str]:
    console.finish()
    return capture.readouterr().err.removesuffix("\n").split("\n")


def test_what_recurs_in_an_input_is_printed_at_once_and_counted_at_the_end(capsys: Capture) -> None:
    console = Console()
    for number in range(1, 5001):
        console.error(f"is not valid JSON at column {number}", f"in.jsonl:{number}")
    assert console.failed == 5000
    assert lines(capsys, console) == [
        "clean: in.jsonl:1: is not valid JSON at column 1",
        "clean: in.jsonl: 5,000 times in all: is not valid JSON at column 1",
    ]


def test_a_message_that_does_not_recur_is_a_line(capsys: Capture) -> None:
    console = Console()
    console.error("is empty", "a.txt")
    console.error("is empty", "b.txt")
    console.note("read as cp1252", "c.jsonl:7")
    assert lines(capsys, console) == [
        "clean: a.txt: is empty",
        "clean: b.txt: is empty",
        "clean: c.jsonl:7: read as cp1252",
    ]


def test_the_lines_of_an_input_are_bounded_however_its_records_fail(capsys: Capture) -> None:
    console = Console()
    for number in range(1000):
        console.error(f"lacks {'x' * number}", f"in.jsonl:{number}")
    console.error("breaks off", "in.jsonl:1000", is_input=True)
    console.error("is empty", "a.txt")
    *shown, last, empty, more = lines(capsys, console)
    assert len(shown) == MESSAGES_PER_INPUT
    assert last == "clean: in.jsonl:1000: breaks off"
    assert empty == "clean: a.txt: is empty"
    assert more == f"clean: in.jsonl: {1000 - MESSAGES_PER_INPUT} more errors, which -v shows"


def test_the_lines_of_all_inputs_are_bounded(capsys: Capture) -> None:
    console = Console()
    for number in range(1000):
        console.error("is empty", f"{number}.txt")
    *shown, more = lines(capsys, console)
    assert len(shown) == MESSAGES_SHOWN
    assert more == f"clean: {1000 - MESSAGES_SHOWN} more errors, which -v shows"


def test_verbose_shows_all_and_quiet_shows_errors_only(capsys: Capture) -> None:
    verbose, quiet = Console(1), Console(-1)
    for number in range(100):
        verbose.error("is empty", f"in.jsonl:{number}")
        quiet.note("is odd", f"{number}.txt")
    assert len(lines(capsys, verbose)) == 100
    assert lines(capsys, quiet) == [""]


def test_all_files_that_a_check_finds_are_listed(capsys: Capture) -> None:
    console = Console()
    for number in range(100):
        console.finding("would change", f"{number}.txt")
        console.finding("would change", f"in.jsonl:{number}")
    rows = lines(capsys, console)
    assert len(rows) == 102
    assert rows[-1] == "clean: in.jsonl: 100 times in all: would change"
