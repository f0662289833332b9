"""Links of headings to themselves, links for editors, remarks on missing citations go; what looks like them stays."""

import pytest

from tests.html.pier import lines_of

TEXT = "The crew of the ferry had waited for months, and they spent the winter repainting the hull and the doors."


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>How it was built<a class='headerlink' href='#h' title='Permalink to this heading'>¶</a></h2>",
        "<h2>How it was built <a class='anchor' aria-hidden='true' href='#h'>#</a></h2>",
        "<h2 id='h'><a href='#h' class='doc-anchor'>§</a>How it was built</h2>",
        "<h2 id='h'><a href='#h' aria-label='permalink'><span>🔗</span></a> How it was built</h2>",
        "<h2>How it was built <a href='#h'>Link to this heading</a></h2>",
        "<h2>How it was built <a class='anchor' href='#h'>Permalink</a></h2>",
        "<h2>How it was built<button aria-label='Copy link to section'>🔗</button></h2>",
        "<div><a class='permalink' href='#h'>#</a><h2 id='h'>How it was built</h2></div>",
        "<div><h2 id='h'>How it was built</h2><a href='#h'>¶</a></div>",
        "<h2>How it was built<span class='mw-editsection'>[<a href='/e'>edit</a>]</span></h2>",
        "<h2>How it was built[<a href='/w?action=edit'>edit</a> | <a href='/w?action=edit&v=1'>edit source</a>]</h2>",
        (
            "<div class='mw-heading'><h2>How it was built</h2><span>[<a href='/w?action=edit'>Bearbeiten</a> | "
            "<a href='/w?action=edit&v=1'>Quelltext bearbeiten</a>]</span></div>"
        ),
        "<h2>How it was built <a rel='bookmark' href='/pier/build'>#</a></h2>",
        "<h2>How it was built <a class='hash-link' href='#h' title='Direct link to heading'>#</a></h2>",
        "<div><h2>How it was built</h2><a href='#h'><span class='sr-only'>Section titled “X”</span></a></div>",
        "<h3>How it was built <span class='edit-link'><a href='/node/5/edit'>Edit</a></span></h3>",
        "<h2>How it was built <small>[modifier | modifier le code]</small></h2>",
        "<h2>How it was built [edit]</h2>",
    ],
)
def test_marks_of_headings_go(heading: str) -> None:
    assert lines_of(f"{heading}<p>{TEXT}</p>") == ["How it was built", TEXT]


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("<h2>Written in C#</h2>", "Written in C#"),
        ("<h2>From F# to <a href='#csharp'>C#</a></h2>", "From F# to C#"),
        ("<h2><a href='#p12'>§</a> 12 Duties of the board</h2>", "§ 12 Duties of the board"),
        ("<h2>The duties under §</h2>", "The duties under §"),
        ("<h2><a class='anchor' href='#h'>How it was built</a></h2>", "How it was built"),
        ("<h2>The new <a href='/link'>link</a> to the island</h2>", "The new link to the island"),
        ("<h2>How to edit a page</h2>", "How to edit a page"),
        ("<h2>Storms<sup><a href='#n1'>1</a></sup></h2>", "Storms1"),
    ],
)
def test_what_looks_like_marks_of_headings_stays(heading: str, line: str) -> None:
    assert lines_of(f"{heading}<p>{TEXT}</p>") == [line, TEXT]


@pytest.mark.parametrize(
    "remark",
    [
        "<sup class='noprint'>[<i><a href='/cn'>citation needed</a></i>]</sup>",
        "<sup class='Inline-Template Template-Fact'>[<i><a href='/c'>citation needed</a></i>]</sup>",
        "<sup class='need_ref_tag'>[<a href='/r'>réf.&nbsp;nécessaire</a>]</sup>",
        "<sup>[<i><a href='/w'>cita requerida</a></i>]</sup>",
        "<sup class='noprint Template-Fact'>[<i><a href='/w'>要出典</a></i>]</sup>",
        "<sup class='noprint'>[<a href='/w'>источник не указан 120 дней</a>]</sup>",
        "<sup>[who?]</sup>",
        "[citation needed]",
    ],
)
def test_remarks_on_missing_citations_go(remark: str) -> None:
    block = f"<p>In 1931 a storm broke its end.{remark} It was mended within a month by the fishermen.</p>"
    assert lines_of(block) == ["In 1931 a storm broke its end. It was mended within a month by the fishermen."]


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("<sup><a href='#fn1'>[1]</a></sup>", "[1]"),
        ("<sup>[<a href='#fn2'>a</a>]</sup>", "[a]"),
        ("<sup class='reference'><a href='#cite_note-3'>[note 1]</a></sup>", "[note 1]"),
        ("<sup>*</sup>", "*"),
        ("<sup>[sic]</sup>", "[sic]"),
        (" [<i>sic</i>]", " [sic]"),
        (" The students painted “[citation needed]” on it.", " The students painted “[citation needed]” on it."),
    ],
)
def test_marks_of_footnotes_and_words_of_the_author_stay(mark: str, text: str) -> None:
    block = f"<p>In 1931 a storm broke its end.{mark} It was mended within a month by the fishermen.</p>"
    assert lines_of(block) == [f"In 1931 a storm broke its end.{text} It was mended within a month by the fishermen."]


@pytest.mark.parametrize(
    ("sign", "is_kept"),
    [
        ("<a href='#p3'>#</a>", False),
        ("<a class='permalink' href='#p3'>¶</a>", False),
        ("<a href='#n6'>¶</a>", True),
        ("<a href='/tags'>#</a>", True),
    ],
)
def test_links_of_paragraphs_to_themselves_go(sign: str, is_kept: bool) -> None:
    (line,) = lines_of(f"<p id='p3'>{TEXT} {sign}</p>")
    assert line.startswith(TEXT)
    assert (line != TEXT) is is_kept
