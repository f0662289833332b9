import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.apply import apply, restore
from cleaner.text.segment import segment
from cleaner.types import Document, Removal, Span

_pieces = st.sampled_from(["word", " ", "  ", "\n", "\n\n", "\r\n", "🎉", "- ", "> ", "```\n", "(AP)", "\xa0"])
_documents = st.builds(
    lambda text, markdown: segment(text, first_number=3, markdown=markdown),
    st.lists(_pieces, max_size=25).map("".join),
    st.booleans(),
)


@st.composite
def _removals(draw: st.DrawFn, documents: st.SearchStrategy[Document] = _documents) -> tuple[Document, list[Removal]]:
    """Return a document and removals: whole lines, parts of lines, spans that overlap, touch or cross lines."""
    document = draw(documents)
    spans = [line.span for line in document.lines]
    position = st.integers(0, len(document.text))
    part = st.builds(lambda a, b: Span(min(a, b), max(a, b)), position, position)
    chosen = draw(st.lists(st.sampled_from(spans) | part if spans else part, max_size=6))
    return document, [Removal(span, "test/rule", 0) for span in chosen]


def _edited_text(text: str, *cut: str, markdown: bool = False) -> str:
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in cut]
    return apply(segment(text, markdown=markdown), [Removal(span, "a/b", 1) for span in spans]).document.text


@given(_removals())
def test_cuts_restore_the_document(case: tuple[Document, list[Removal]]) -> None:
    document, removals = case
    assert restore(apply(document, removals)) == document


@given(_removals(_documents.filter(lambda document: not document.blocks)))
def test_what_no_span_covers_stays(case: tuple[Document, list[Removal]]) -> None:
    document, removals = case
    edited = apply(document, removals)
    removed = {at for removal in removals for at in range(removal.span.start, removal.span.end)}
    left = [
        "".join(document.text[at] for at in range(line.span.start, line.span.end) if at not in removed)
        for line in document.lines
    ]
    assert [line.span.of(edited.document.text) for line in edited.document.lines] == [text for text in left if text]


@given(_removals())
def test_lines_that_stay_keep_their_numbers_kinds_and_order(case: tuple[Document, list[Removal]]) -> None:
    document, removals = case
    kinds = {line.number: line.kind for line in document.lines}
    left = apply(document, removals).document.lines
    assert [line.number for line in left] == sorted({line.number for line in left})
    assert all(kinds[line.number] == line.kind for line in left)


@given(_removals())
def test_the_form_of_a_line_is_inside_the_line(case: tuple[Document, list[Removal]]) -> None:
    for line in apply(*case).document.lines:
        assert all(line.span.start <= part.start < part.end <= line.span.end for part in line.form)


@given(_removals(), st.randoms())
def test_the_order_of_removals_does_not_matter(case: tuple[Document, list[Removal]], random: Random) -> None:
    document, removals = case
    assert apply(document, random.sample(removals, len(removals))) == apply(document, removals)


@given(_removals())
def test_cuts_are_in_order_and_apart_and_hold_their_text(case: tuple[Document, list[Removal]]) -> None:
    document, removals = case
    cuts = apply(document, removals).cuts
    assert all(cut.text == cut.span.of(document.text) for cut in cuts)
    assert all(cut.span.end < below.span.start for cut, below in itertools.pairwise(cuts))


@given(_documents)
def test_without_removals_nothing_changes(document: Document) -> None:
    edited = apply(document, [])
    assert (edited.document, edited.cuts) == (document, ())


def test_a_line_is_removed_with_its_line_end() -> None:
    assert _edited_text("one\ntwo\nthree", "two") == "one\nthree"
    assert _edited_text("one\n  two \r\nthree\r\n", "two") == "one\nthree\r\n"


def test_the_line_end_above_the_last_line_stays() -> None:
    assert _edited_text("one\ntwo", "two") == "one\n"


def test_all_lines_can_be_removed() -> None:
    assert _edited_text("one\ntwo\n", "one", "two") == ""


def test_a_part_of_a_line_is_removed_without_its_line_end() -> None:
    assert _edited_text("one (AP)\ntwo", " (AP)") == "one\ntwo"


def test_parts_that_cover_a_line_together_remove_it_with_its_line_end() -> None:
    assert _edited_text("one\nAB\ntwo", "A", "B") == "one\ntwo"


def test_fenced_code_is_removed_as_a_single_line() -> None:
    assert _edited_text("a\n\n```\nx\n\ny\n```\nb", "```\nx\n\ny\n```", markdown=True) == "a\n\nb"


@pytest.mark.parametrize("span", [Span(0, 0), Span(3, 4), Span(5, 5), Span(100, 200)])
def test_a_span_that_covers_no_words_removes_nothing(span: Span) -> None:
    document = segment("one\n\ntwo")
    assert apply(document, [Removal(span, "a/b", 1)]).document == document


def test_a_removed_lead_no_longer_counts() -> None:
    document = apply(segment("- word", markdown=True), [Removal(Span(0, 5), "a/b", 1)]).document
    assert [(line.span, line.form) for line in document.lines] == [(Span(0, 1), ())]
