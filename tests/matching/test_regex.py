"""Patterns have a budget of processor time, and a rule that spends it is skipped while the others match."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

import pytest

from cleaner.matching import Engine
from cleaner.matching.regex import TIME_LIMIT, Pattern, PatternTimeoutError, TimeBudget, check_pattern
from cleaner.text.segment import segment
from cleaner.types import LineKeys, Rule

RUNAWAY = "^(a|aa)+$"
HOSTILE = "a" * 60 + "b"

SLOW_MATCH = r"(?:a|aa)+!|slow line"
"""Finds "slow line" only after it tried each way to cut the letters before it: 1.6 times as many with each letter."""

PAUSED_PROGRAM = f"""
import time
from cleaner.matching import Engine
from cleaner.matching.regex import Pattern, TimeBudget
from cleaner.text.segment import segment
from cleaner.types import LineKeys, Rule

for length in range(18, 60):
    line, start = "a" * length + " slow line", time.thread_time()
    Pattern({SLOW_MATCH!r}).search(line, TimeBudget(60))
    if time.thread_time() - start > 0.1:
        break
engine = Engine([Rule("x/slow", LineKeys(regex=({SLOW_MATCH!r},)))])
print("matching", flush=True)
matches = engine.match(segment(line))
print([removal.rule for removal in matches.removals], matches.timed_out, flush=True)
"""
PAUSE_SECONDS = 2.5
ATTEMPTS = 10


def test_a_pattern_that_runs_away_is_stopped() -> None:
    start = time.thread_time()
    with pytest.raises(PatternTimeoutError) as error:
        Pattern(RUNAWAY).search(HOSTILE, TimeBudget(0.05, rule="x/slow"))
    assert error.value.rule == "x/slow"
    assert time.thread_time() - start < TIME_LIMIT


def test_all_searches_spend_the_same_budget() -> None:
    budget = TimeBudget(1.0)
    Pattern("a").search("b" * 100_000, budget)
    assert 0 < budget.left < 1
    budget.left = 0.0
    with pytest.raises(PatternTimeoutError):
        Pattern("a").matches("b", budget)


def test_a_rule_that_spends_its_time_is_skipped_and_its_lines_are_kept() -> None:
    rules = [
        Rule("x/slow", LineKeys(regex=(RUNAWAY,)), remove="line"),
        Rule("x/label", LineKeys(line=("Advertisement",))),
    ]
    matches = Engine(rules).match(segment(f"{HOSTILE}\nAdvertisement"))
    assert [removal.rule for removal in matches.removals] == ["x/label"]
    assert matches.timed_out == ("x/slow",)


def paused_while_matching() -> tuple[str, bool]:
    """Return what a process matches that is stopped while a pattern searches, and whether the stop came in time."""
    with subprocess.Popen([sys.executable, "-c", PAUSED_PROGRAM], stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout
        assert process.stdout.readline() == b"matching\n"
        time.sleep(0.03)
        os.kill(process.pid, signal.SIGSTOP)
        finished, _, _ = select([process.stdout], [], [], 0)
        if not finished:
            time.sleep(PAUSE_SECONDS)
        os.kill(process.pid, signal.SIGCONT)
        return process.stdout.readline().decode().strip(), not finished


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="POSIX can stop a process")
def test_a_process_that_is_stopped_in_the_middle_matches_the_same() -> None:
    for _ in range(ATTEMPTS):
        output, stopped_in_time = paused_while_matching()
        assert output == "['x/slow'] ()"
        if stopped_in_time:
            break


@contextmanager
def busy_thread() -> Iterator[None]:
    done = threading.Event()

    def spend_time() -> None:
        while not done.is_set():
            sum(range(10_000))

    thread = threading.Thread(target=spend_time)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def test_another_thread_does_not_spend_the_budget() -> None:
    pattern, letters, seconds = Pattern(SLOW_MATCH), 18, 0.0
    while seconds < 0.02:
        letters += 1
        start = time.thread_time()
        pattern.search("a" * letters + " slow line", TimeBudget(60))
        seconds = time.thread_time() - start
    with busy_thread():
        assert pattern.search("a" * letters + " slow line", TimeBudget(20 * seconds))


@pytest.mark.parametrize("source", ["(", "[a", "(?P<n", "a{2,1}", "(?<=a+)b(", "\\p{Nothing}"])
def test_a_pattern_that_does_not_compile_has_a_reason(source: str) -> None:
    assert check_pattern(source)
