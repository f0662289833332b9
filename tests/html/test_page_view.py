"""A page's lines and the counts over them."""

from cleaner.html.page_view import LineCounts, PageView
from tests.html.conftest import SENTENCE


def test_a_view_counts_the_words_of_each_line(view: PageView) -> None:
    assert view.words == [1, 4, 12, 4, 3, 4]
    assert view.words_in([0, 2]) == 13
    assert view.sentences == [False, False, True, True, False, True]


def test_lines_with_the_same_letters_are_copies(view: PageView) -> None:
    assert view.keys[0] == "home"
    assert view.copies["ittooknineyears"] == [3, 5]


def test_counts_below_a_container_include_those_of_its_descendants(view: PageView) -> None:
    by_tag = {container.tag: counts for container, counts in view.below.items()}
    assert by_tag["article"] == LineCounts(words=23, linked=3.0, lines=4, long=1)
    assert by_tag["html"] == LineCounts(words=28, linked=4.0, lines=6, long=1)


def test_containers_come_before_their_parents(view: PageView) -> None:
    depths = [container.depth for container in view.below]
    assert depths == sorted(depths, reverse=True)
    assert next(reversed(view.below)).tag == "html"


def test_lines_of_a_template_are_alike(view: PageView) -> None:
    assert [signature[:1] for signature in view.signatures] == [("nav",), ("h1",), ("p",), ("p",), ("p",), ("p",)]
    assert view.alike["p", None, "article-body"].lines == 2


def test_an_empty_page_has_no_counts() -> None:
    empty = PageView([])
    assert (empty.words, empty.below, empty.alike) == ([], {}, {})


def test_keys_ignore_case_marks_and_blanks(view: PageView) -> None:
    assert view.keys[2] == "".join(filter(str.isalnum, SENTENCE.lower()))
