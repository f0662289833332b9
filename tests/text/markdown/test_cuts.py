import pytest

from cleaner.text.apply import apply, restore
from cleaner.text.markdown.cuts import removable
from cleaner.text.segment import segment
from cleaner.types import Document, Removal, Span


def _removals(document: Document, *parts: str) -> list[Removal]:
    """Return removals of lines whose words are a part, else of the part's words where they stand."""
    removals = []
    for part in parts:
        whole = [line for line in document.lines if line.words(document.text).strip("| \n") == part]
        if whole:
            removals += [Removal(line.span, "a/b", line.number) for line in whole]
            continue
        start = document.text.index(part)
        line = next(line for line in document.lines if line.span.start <= start < line.span.end)
        removals.append(Removal(Span(start, start + len(part)), "a/b", line.number))
    return removals


def left(text: str, *parts: str) -> str:
    document = segment(text, markdown=True)
    edited = apply(document, _removals(document, *parts))
    assert restore(edited) == document
    return edited.document.text


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("a\n\nAd\n\nb\n", "a\n\nb\n"),
        ("a\n\n\nAd\n\nb\n", "a\n\n\nb\n"),
        ("a\n\nAd\n\n\nb\n", "a\n\n\nb\n"),
        ("a\r\n\r\nAd\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
        ("Ad\n\nb\n", "b\n"),
        ("\n\nAd\n\nb\n", "\n\nb\n"),
        ("a\n\nAd\n", "a\n"),
        ("a\n\nAd\n\n\n", "a\n\n\n"),
        ("a\n\nAd", "a"),
        ("Ad\n", ""),
        ("a\n# Ad\nb\n", "a\n\nb\n"),
        ("a\n\nAd\n==\nb\n", "a\n\nb\n"),
        ("# h\n# Ad\nb\n", "# h\nb\n"),
        ("- a\n- Ad\n- b\n", "- a\n- b\n"),
        ("- a\n\n- Ad\n\n- b\n", "- a\n\n- b\n"),
        ("- Ad\n- [Ad](u)\n\nb\n", "b\n"),
        ("a\n1. Ad\n2. b\n", "a\n\n2. b\n"),
        ("- Ad\n\n  more\n- b\n", "- more\n- b\n"),
        ("- Ad\n  - deep\n", "- - deep\n"),
        ("- a\n  - Ad\n", "- a\n"),
        ("- Ad\n  ![x](y)\n", "- Ad\n  ![x](y)\n"),
        ("> a\n>\n> Ad\n>\n> b\n", "> a\n>\n> b\n"),
        ("> a\n> # Ad\n> b\n", "> a\n>\n> b\n"),
        ("> Ad\n\nb\n", "b\n"),
        ("a\n\n> Ad\n>\n> b\n", "a\n\n> b\n"),
        ("|a|b|\n|-|-|\n|Ad||\n|c|d|\n", "|a|b|\n|-|-|\n|c|d|\n"),
        ("|Ad||\n|-|-|\n|c|d|\n", "|||\n|-|-|\n|c|d|\n"),
        ("a\n\n|Ad|\n|-|\n|Ad|\n\nb\n", "a\n\nb\n"),
        ("a\n\n**Ad**\n\n[r]: /u\n", "a\n\n[r]: /u\n"),
    ],
)
def test_a_line_is_cut_with_its_block(text: str, rest: str) -> None:
    assert left(text, *(["Ad"] if rest != text else [])) == rest


@pytest.mark.parametrize(
    ("text", "cut", "rest"),
    [
        ("**Related:** [x](u)", "Related:", " [x](u)"),
        ("a **Ad** b", "Ad", "a  b"),
        ("a **Ad b** c", "Ad", "a ** b** c"),
        ("a [Ad](u) b", "Ad", "a  b"),
        ("a [**Ad** `b`](u) c", "Ad", "a [ `b`](u) c"),
        ("a `Ad` b", "Ad", "a  b"),
        ("> a\n> Ad", "\n> Ad", "> a"),
    ],
)
def test_marks_go_with_the_words_that_they_enclose(text: str, cut: str, rest: str) -> None:
    assert left(text, cut) == rest


def test_a_line_stays_if_its_removal_changes_others() -> None:
    document = segment("- a\n\nAd\n\n    code\n\n# Ad\n", markdown=True)
    removals = _removals(document, "Ad")
    assert [removal.line for removal in removals] == [3, 7]
    assert [removal.line for removal in removable(document, removals)] == [7]


def test_rows_of_data_stay() -> None:
    document = segment("| Tags | Number |\n|---|---|\n| Ad | |\n", markdown=True)
    removals = [Removal(line.span, "a/b", line.number) for line in document.lines]
    assert [removal.line for removal in removable(document, removals)] == [3]
