"""The index names the same rules, however it searches: one literal after the other, or all at once."""

from hypothesis import given
from hypothesis import strategies as st

from cleaner.engine import index, rows
from cleaner.engine.index import Index
from cleaner.engine.making import tables_of
from cleaner.engine.rows import rows_of
from cleaner.engine.view import views
from cleaner.model import LineKeys, Rule
from cleaner.segment import segment

RULES = [
    Rule("a/line", LineKeys(line=("Share", "Read more"))),
    Rule("a/words", LineKeys(only_words=("home", "news"))),
    Rule("a/starts", LineKeys(starts=("Tags", "Share"))),
    Rule("a/regex", LineKeys(regex=(r"^\d+ comments?$",))),
    Rule("a/signs", LineKeys(regex=(r"责",))),
    Rule("a/all", LineKeys(regex=(r"^\w+$",), max_words=1)),
]
LINES = st.sampled_from(
    ["Share", "Tags: a", "3 comments", "home", "责任", "READ MORE", "x", "a share of tags", "News x"]
)


def named(text: str, *, soon: int) -> list[tuple[str, set[int]]]:
    made = Index(tables_of(RULES))
    made._searched = index.SOON - soon  # noqa: SLF001 - as if so much had been searched
    return [(view.text, numbers) for view, numbers in made.named(views(segment(text)))]


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_searching_one_by_one_and_all_at_once_names_the_same(text: str) -> None:
    assert named(text, soon=index.SOON) == named(text, soon=-1)


def test_rows_are_found_before_and_after_all_are_read() -> None:
    table = rows_of({"a": [1], "ab": [2, 3], "责": [4], "": [5]})
    asked = ["a", "ab", "b", "责", "", "a\tb"]
    first = [table.get(name) for name in asked]
    for _ in range(rows.SOON):
        table.get("a")
    assert [table.get(name) for name in asked] == first == [(1,), (2, 3), (), (4,), (5,), ()]
