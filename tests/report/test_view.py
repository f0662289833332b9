"""A document as a page shows it: rows with removals in them, and what is collapsed."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.report.view import KEPT, MAX_TEXT, DocumentView, view_of
from tests.fixture_records import text_records
from tests.html.pier import STORY

JOB = Job(Cleaner())
REPORT = partial(ArticleReport, "a.txt", None, is_file=True)


def view(text: str) -> DocumentView:
    return view_of(JOB, REPORT(JOB.cleaner.clean(text), text))


def test_removals_are_pieces_of_the_rows_they_are_in() -> None:
    shown = view("\n".join([*STORY, "Advertisement", STORY[0][:50]]))
    (cut,) = [row for row in shown.rows if not row.is_kept]
    assert (cut.number, [*cut.pieces]) == (5, [("Advertisement", 0)])
    assert shown.removals[0].rule == "ads/ad-label"
    assert (shown.removed, sum(shown.positions), shown.counts) == (13, 13, (("ads/ad-label", 1, 13),))
    assert [(len(part.rows), part.are_collapsed) for part in shown.parts] == [(3, True), (3, False)]


def test_a_page_has_what_it_lost_and_its_outline() -> None:
    page = "<title>Pier</title><article><h1>Pier</h1>" + "".join(f"<p>{text}</p>" for text in STORY)
    page += '</article><div class="related-posts"><h2>Related</h2><p>Regatta won</p></div>'
    article = JOB.cleaner.clean(html=page)
    shown = view_of(JOB, REPORT(article, page))
    assert {node.rule for node in shown.pruned}
    assert shown.outline[0].kept < shown.outline[0].words
    assert ("title", "Pier") in [(field.name, field.value) for field in shown.fields]


def test_a_text_that_is_kept_whole_names_the_rules() -> None:
    shown = view(STORY[0] + "\nAdvertisement" * 120)
    assert shown.verdict == "kept-whole"
    assert "ads/ad-label would have removed" in shown.remarks[-1]


def test_a_long_text_is_cut_and_its_counts_are_not() -> None:
    text = "\n".join([*(f"{STORY[0]} {number}" for number in range(MAX_TEXT // 80)), "Advertisement"])
    shown = view(text)
    assert (sum(len(row.text) + 1 for row in shown.rows) <= MAX_TEXT + 1, shown.hidden > 0) == (True, True)
    assert (shown.removed, shown.positions[-1]) == (13, 13)


@given(st.sampled_from([record["text"] for record in text_records()]))
def test_the_rows_are_the_text_and_their_pieces_the_removals(text: str) -> None:
    article = JOB.cleaner.clean(text)
    shown = view_of(JOB, REPORT(article, text))
    rows = [row for row in article.document.text[:MAX_TEXT].split("\n") if row.strip()]
    assert [row.text for row in shown.rows] == rows
    pieces = [piece for row in shown.rows for piece in row.pieces if piece.removal != KEPT]
    for number, removal in enumerate(shown.removals):
        assert "".join(piece.text for piece in pieces if piece.removal == number) == removal.text.replace("\n", "")
