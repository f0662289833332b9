r"""How a plain text is laid out: what its rows say about its paragraphs, block by block.

A row is a line of the file; a block is a run of rows that are not blank. In a *wrapped* block, a program broke one
paragraph into rows, so the block is one line for rules:

>>> is_wrapped(["The harbour board voted on Monday night to reopen", "the northern pier before the summer."])
True

In other blocks each row is a line. *Paragraphs* are rows that are sentences or longer than a wrapped row can be, as
extractors write them; in an *aligned* block, runs of blanks inside the rows make columns; all else is short lines, such
as poems, addresses and lists, which keep their line ends.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import STOPLESS_LETTERS, is_sentence
from cleaner.text.words import UNSPACED_SCRIPTS, has_unspaced

WRAP_WIDTH = (45, 100)
"""Columns of the widest row of a wrapped block, at least and at most: mail is wrapped at 65 to 80, books at 45 to 75,
source text at up to 100. Narrower blocks are poems and addresses, wider rows are whole paragraphs."""

TAB_WIDTH = 8
"""Columns between two tab stops, as terminals and mail programs show them."""

MIN_CONTINUED = 3
"""One in how many line ends inside a wrapped block must clearly run on into the next row. German has the most capitals
inside its sentences: every third word."""

FUNCTION_WORD = 4
"""Letters of the longest word in small letters after which a sentence continues even before a capital (``of``)."""

MIN_ROWS_WITHOUT_STOPS = 4
"""Fewest rows of a wrapped block in a script that has no stops, so that only the width of the rows tells."""

UNSPACED_UNIT = 8
"""Columns up to which Thai and its kin do not break: most words, whose ends no character shows."""

_ITEM = lazy_pattern(
    r"""
    [-*+•‣◦▪●○■□]\s+\S | \#{1,6}\s | >        # bullets, headings, quotes
    | (?P<number> \(?(?: \d{1,3} | [A-Za-z] | [ivxIVX]{1,4} )[.)]\s )
    """,
    re.VERBOSE,
)
_GAP = lazy_pattern(r"\S\ *\t\s*\S|[^\s.!?:…]\ {2,}\S|\S\ {3,}\S")
_UNIT = lazy_pattern(
    rf"""
    [「『（【〈《〔［｛“‘(\[{{]*    # what never ends a row, and below what never begins one
    (?: (?P<unspaced> [{UNSPACED_SCRIPTS}] ) | [^\s{UNSPACED_SCRIPTS}]+ )?
    [、。，．！？；：」』）】〉》〕］｝”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.!?;:)\]}}]*
    """,
    re.VERBOSE,
)
_LAST_WORD = lazy_pattern(r"[^\W\d_]+$")
_HYPHENATED = lazy_pattern(r"[^\W_][-\N{HYPHEN}]$")


def columns(row: str) -> int:
    """Return the width of a row in columns of a terminal: East Asian wide characters take two, marks none.

    >>> columns("pier"), columns("码头"), columns(chr(9) + "x")
    (4, 4, 9)
    """
    if "\t" in row:
        row = row.expandtabs(TAB_WIDTH)
    return len(row) if row.isascii() else sum(map(_columns, row))


@cache
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_wrapped(rows: Sequence[str]) -> bool:
    """Whether a program broke one paragraph into these rows.

    No row but the last has room for the next one's first word, all rows but the first are indented alike, none is an
    item of a list or a heading, and most line ends are inside a sentence.
    """
    least, most = WRAP_WIDTH
    if len(rows) < 2 or not least / 2 <= max(map(len, rows)) <= 2 * most:  # noqa: PLR2004 - of no width or of two columns
        return False
    widths = [*map(columns, rows)]
    width = max(widths)
    if not least <= width <= most or len({indentation(row) for row in rows[1:]}) > 1:
        return False
    texts = [row.strip() for row in rows]
    pairs = [*pairwise(texts)]
    return (
        all(before + _room_for(*pair) > width for before, pair in zip(widths, pairs, strict=False))
        and not _has_item(texts)
        and _runs_on(texts, pairs)
    )


def _room_for(row: str, following: str) -> int:
    """Return the columns that the next row's first word would take at a row's end."""
    unit = _UNIT.match(following)
    if unit is None:  # pragma: no cover - every part of the pattern is optional
        return 0
    if unit["unspaced"]:
        char = unit["unspaced"]
        return columns(unit[0]) if _columns(char) > 1 else min(columns(following.split(maxsplit=1)[0]), UNSPACED_UNIT)
    return columns(unit[0]) + (not is_joined(row, following))


def is_joined(row: str, following: str) -> bool:
    """Whether two rows are joined without a blank: between scripts without spaces, and after a hyphen in a word.

    >>> is_joined("河上的", "大桥"), is_joined("long-", "standing"), is_joined("the", "pier")
    (True, True, False)
    """
    return (has_unspaced(row[-1:]) and has_unspaced(following[:1])) or _HYPHENATED.search(row[-2:]) is not None


def _has_item(rows: Sequence[str]) -> bool:
    """Whether one of the rows is an item of a list, a heading or a quote.

    A number within a sentence does not count: a row may begin with ``12. May``.
    """
    for index, row in enumerate(rows):
        mark = _ITEM.match(row)
        if mark and (not mark["number"] or not index or rows[index - 1][-1] in ".:;!?"):
            return True
    return False


def _runs_on(rows: Sequence[str], pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether most line ends are inside a sentence, and enough of them clearly so."""
    inside = [pair for pair in pairs if not _ends_sentence(pair[0]) and pair[0][-1] != ":"]
    clear = [pair for pair in inside if _is_continued(*pair)]
    if 2 * len(inside) <= len(pairs) or MIN_CONTINUED * len(clear) < len(pairs):
        return False
    is_whole = _ends_sentence(rows[-1]) and not rows[-1].endswith(("...", "…"))  # not as teasers end
    if len(pairs) == 1:
        row, following = pairs[0]
        return is_whole or (2 * len(following) >= len(row) and _continues(row) and _first_letter(following).islower())
    has_case = any(char.islower() for char in rows[0])
    return has_case or is_whole or len(rows) >= MIN_ROWS_WITHOUT_STOPS


def _ends_sentence(row: str) -> bool:
    """Whether a row ends in a stop; in scripts without stops, all long rows count as sentences."""
    return is_sentence(row[1 - STOPLESS_LETTERS :])


def _is_continued(row: str, following: str) -> bool:
    """Whether a row clearly runs on into the next one, by the letters on both sides of the line end."""
    letter = _first_letter(following)
    if letter.isalpha() and letter.lower() == letter:  # also letters of scripts that have no capitals
        return True
    return _continues(row)


def _continues(row: str) -> bool:
    """Whether a sentence continues after a row, by its last word."""
    word = _LAST_WORD.search(row)
    return row.endswith(",") or bool(word and word[0].islower() and len(word[0]) <= FUNCTION_WORD)


def _first_letter(row: str) -> str:
    return next(filter(str.isalnum, row), "")


def indentation(row: str) -> str:
    """Return the blanks at the start of a row."""
    return row[: len(row) - len(row.lstrip())]


def is_aligned(rows: Sequence[str]) -> bool:
    """Whether blanks inside most of some rows make columns. Two blanks after a stop are a typist's habit.

    >>> is_aligned(["Mon   8:00  Pier", "Tue  11:30  Pier"]), is_aligned(["He left.  She stayed.", "It rained."])
    (True, False)
    """
    if len(rows) < 2 or not any("  " in row or "\t" in row for row in map(str.lstrip, rows)):  # noqa: PLR2004 - one row has no columns
        return False
    gaps = [_GAP.search(row) is not None and not (len(row) > WRAP_WIDTH[1] and _ends_sentence(row)) for row in rows]
    return 2 * sum(gaps) > len(rows)


def are_paragraphs(rows: Sequence[str]) -> bool:
    """Whether most of some rows are paragraphs: sentences, or longer than a wrapped row.

    >>> are_paragraphs(["The pier opens again in the first week of June.", "Why?"] * 2)
    False
    >>> are_paragraphs(["The pier opens again in the first week of June."] * 2)
    True
    """
    return 2 * sum(map(_is_paragraph, rows)) > len(rows)


def are_short_lines(rows: Sequence[str]) -> bool:
    """Whether rows are a block of short lines: two or more, none of them a paragraph."""
    return len(rows) > 1 and not any(map(_is_paragraph, rows))


def _is_paragraph(row: str) -> bool:
    text = row.strip()
    least, most = WRAP_WIDTH
    if 2 * len(text) < least or _ITEM.match(text):  # no character takes more than two columns
        return False
    width = len(text) if len(text) > 2 * most else columns(text)
    return width > most or (width >= least and _ends_sentence(text))
