"""Many documents: exact counts of all, and a bounded number of them to show, the same each time."""

from cleaner.report import corpus as corpus_module
from cleaner.report.corpus import MAX_LISTED, MAX_SHOWN, Corpus
from cleaner.report.view import DocumentView, Piece, RemovedText, Row

COUNT = 3 * MAX_LISTED


def view(number: int) -> DocumentView:
    verdict = (
        "failed" if number == 1_500 else "kept-whole" if number == 1_700 else "empty" if number == 7 else "cleaned"
    )
    removed = number % 50
    return DocumentView(
        place=f"in/{number}.txt",
        site=f"{number % 3}.example",
        verdict=verdict,
        characters=100,
        removed=removed,
        rows=(Row(1, (Piece("A line of text"),)),),
        removals=(RemovedText("ads/label", 1, "x" * removed),),
        counts=(("ads/label", 1, removed),),
        positions=(0,) * 9 + (removed,),
    )


def filled(numbers: range) -> Corpus:
    corpus = Corpus()
    for number in numbers:
        corpus.add(view(number))
    return corpus


def test_totals_count_every_document() -> None:
    corpus = filled(range(COUNT))
    removed = sum(number % 50 for number in range(COUNT))
    assert (corpus.documents, corpus.characters, corpus.removed) == (COUNT, 100 * COUNT, removed)
    assert (corpus.rules["ads/label"].documents, corpus.rules["ads/label"].characters) == (COUNT, removed)
    assert sum(site.documents for site in corpus.sites.values()) == COUNT
    assert corpus.sites["0.example"].verdicts["failed"] == 1
    assert corpus.positions == [*[0] * 9, removed]


def test_the_most_suspicious_documents_come_first_and_others_are_a_sample() -> None:
    corpus = filled(range(COUNT))
    listed, shown = corpus.listed(), corpus.shown()
    assert (len(listed), len(shown)) == (MAX_LISTED, MAX_SHOWN)
    for documents in (listed, shown):
        assert [document.view.place for document in documents[:3]] == ["in/1500.txt", "in/1700.txt", "in/7.txt"]
        shares = [document.view.share for document in documents[3:]]
        assert shares == sorted(shares, reverse=True)
        assert min(shares) < 0.1
    assert all(document.view.rows for document in shown)
    assert not any(document.view.rows for document in listed)
    assert shown == filled(range(COUNT)).shown()


def test_a_small_corpus_is_shown_whole() -> None:
    assert len(filled(range(MAX_SHOWN)).shown()) == MAX_SHOWN
    assert len(filled(range(5)).listed()) == 5


def test_long_texts_leave_fewer_documents() -> None:
    long = view(3)._replace(rows=(Row(1, (Piece("x" * 40_000),)),))
    corpus = Corpus()
    for number in range(150):
        corpus.add(long._replace(place=str(number)))
    shown = corpus.shown()
    assert sum(len(row.text) for document in shown for row in document.view.rows) <= corpus_module.MAX_CHARACTERS
    assert len(shown) == corpus_module.MAX_CHARACTERS // 40_000
