"""Remaining lines answer as a plain list of them would, however often lines were removed."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.remaining import MAX_SINGLE_CHANGES, RemainingLines
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views

PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
ROWS = st.lists(st.sampled_from([PROSE, "Share this", "***", ""]), max_size=3 * MAX_SINGLE_CHANGES)
REMOVED = st.lists(st.sets(st.integers(0, 3 * MAX_SINGLE_CHANGES)), max_size=4)


def assert_equal(remaining: RemainingLines, plain: list[View]) -> None:
    prose = [view.prose for view in plain]
    assert remaining.views == plain
    assert [remaining.position(view.line.number) for view in plain] == list(range(len(plain)))
    assert [remaining.prose_above(at) for at in range(len(plain) + 1)] == [
        sum(prose[:at]) for at in range(len(plain) + 1)
    ]
    words = sum(view.words for view in plain)
    assert remaining.mostly_prose is (2 * sum(view.words for view in plain if view.prose) >= words)
    for count in range(1, sum(prose) + 2):
        above = [at for at in range(len(plain) + 1) if sum(prose[:at]) >= count]
        assert remaining.first_line_after_prose(count) == min(above, default=len(plain))


@given(ROWS, REMOVED)
def test_lines_that_were_removed_are_as_if_they_had_never_been_there(rows: list[str], removed: list[set[int]]) -> None:
    plain = line_views(segment("\n".join(rows)))
    remaining = RemainingLines(plain)
    assert_equal(remaining, plain)
    for positions in removed:
        gone = {at for at in positions if at < len(plain)}
        remaining = remaining.with_changes({plain[at].line.number: None for at in gone})
        plain = [view for at, view in enumerate(plain) if at not in gone]
        assert_equal(remaining, plain)


def test_what_is_left_of_a_line_replaces_it() -> None:
    first, second = line_views(segment(f"{PROSE}\n{PROSE}"))
    left = second.without([])
    remaining = RemainingLines([first, second]).with_changes({2: left})
    assert remaining.views == [first, left]
    assert remaining.prose_above(2) == 2
    assert RemainingLines([first, second]).views == [first, second]


def test_an_empty_line_has_no_position() -> None:
    assert RemainingLines(line_views(segment("a\n\nb"))).position(2) is None
