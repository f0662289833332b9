"""The lines that stand answer as a plain list of them would, however often lines were taken out."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.remaining import MAX_SINGLE_CHANGES, RemainingLines
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views

PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
ROWS = st.lists(st.sampled_from([PROSE, "Share this", "***", ""]), max_size=3 * MAX_SINGLE_CHANGES)
TAKEN = st.lists(st.sets(st.integers(0, 3 * MAX_SINGLE_CHANGES)), max_size=4)


def same(standing: RemainingLines, plain: list[View]) -> None:
    prose = [view.prose for view in plain]
    assert standing.views == plain
    assert [standing.position(view.line.number) for view in plain] == list(range(len(plain)))
    assert [standing.prose_above(at) for at in range(len(plain) + 1)] == [
        sum(prose[:at]) for at in range(len(plain) + 1)
    ]
    words = sum(view.words for view in plain)
    assert standing.mostly_prose is (2 * sum(view.words for view in plain if view.prose) >= words)
    for count in range(1, sum(prose) + 2):
        above = [at for at in range(len(plain) + 1) if sum(prose[:at]) >= count]
        assert standing.first_line_after_prose(count) == min(above, default=len(plain))


@given(ROWS, TAKEN)
def test_taking_lines_out_is_the_same_as_never_having_had_them(rows: list[str], taken: list[set[int]]) -> None:
    plain = line_views(segment("\n".join(rows)))
    standing = RemainingLines(plain)
    same(standing, plain)
    for places in taken:
        gone = {at for at in places if at < len(plain)}
        standing = standing.with_changes(dict.fromkeys(gone))
        plain = [view for at, view in enumerate(plain) if at not in gone]
        same(standing, plain)


def test_what_is_left_of_a_line_takes_its_place() -> None:
    first, second = line_views(segment(f"{PROSE}\n{PROSE}"))
    left = second.without([])
    standing = RemainingLines([first, second]).with_changes({1: left})
    assert standing.views == [first, left]
    assert standing.prose_above(2) == 2
    assert RemainingLines([first, second]).views == [first, second]


def test_a_line_that_does_not_stand_has_no_place() -> None:
    assert RemainingLines(line_views(segment("a\n\nb"))).position(2) is None
