"""What a text of several rows is by its shape: code or prose."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.text.sentences import PROSE_WORDS, is_prose, is_sentence
from cleaner.text.words import count_words, has_unspaced

MIN_CODE_SHARE = 0.4
"""Share of the rows with a sign of code from which a text without markup of code is code."""

MIN_PROSE_SHARE = 0.7
"""Share of the words in blocks of prose from which preformatted text is prose."""

MIN_WRAP_COLUMNS = 45
MAX_WRAP_COLUMNS = 100
"""Columns of the widest row of wrapped prose: programs wrap at 60 to 80, poems are narrower."""

MIN_PROSE_LETTERS = 0.93
"""Share of letters, blanks and common marks in prose."""

_CODE_SIGN = re.compile(
    r"""
    [{};]\s*$ | ^\s*[\])}]+[;,]?\s*$ | \w\([^()\s]*\)[:;]?\s*$ | \w\([^)]*$ | => | -> | \w::\w | </?\w[^<>]*>\s*$
    | ^\s* [\w.$@*&\[\]"'-]+ (?: \s [\w.$*&]+ )? \s? [-+*/|&:]?=[^=] | \w\s?(?:==|!=|<=|>=|&&|\|\|)\s?\S
    | ^\s*(?: \$ | \# | // | /\* | \*/ | -- | > | >>> | \.\.\. | @@ )(?:\s|$) | ^\#(?:!|include)
    | ^\s*(?: def | class | function | import | from | return | if | for | while | let | const | var | public | sudo
          | npm | pip | git | docker | curl | cd | apt | brew | SELECT | INSERT | CREATE | UPDATE ) \s .* [^.!?]$
    | ^(?:[ ]{2,}|\t)\S.*[^.!?]$
    """,
    re.VERBOSE,
)
"""What rows of code have, and rows of prose, names and addresses do not."""

_NOT_PROSE = re.compile(r"[^\w\s.,;:!?'\"’‘“”()…–—-]")
_COLUMNS = re.compile(r"\S {3,}\S|\t")


def reads_like_code(text: str) -> bool:
    r"""Whether at least some of the rows of a text have signs of code.

    >>> reads_like_code("def main():\n    return 1"), reads_like_code("The bridge is open.\nSo is the road.")
    (True, False)
    """
    rows = [row for row in text.split("\n") if row.strip()]
    signs = sum(bool(_CODE_SIGN.search(row)) for row in rows)
    return signs > 0 and signs >= MIN_CODE_SHARE * len(rows) and sum(map(is_prose, rows)) < signs


def reads_like_prose(text: str) -> bool:
    """Whether preformatted text is prose: most words are in paragraphs, each one long row or wrapped."""
    words = prose = 0
    for block in blocks_of(text):
        count = count_words(" ".join(block))
        words += count
        prose += count * (count >= PROSE_WORDS and _is_paragraph(block))
    return prose > 0 and prose >= MIN_PROSE_SHARE * words


def blocks_of(text: str) -> Iterator[list[str]]:
    """Yield the blocks of a text, which blank rows separate, as lists of rows without the blanks around them."""
    block: list[str] = []
    for row in text.split("\n"):
        if row.strip():
            block.append(row.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_paragraph(rows: Sequence[str]) -> bool:
    joined = " ".join(rows)
    if not is_sentence(rows[-1]) or any(map(_COLUMNS.search, rows)):
        return False
    if len(_NOT_PROSE.findall(joined)) > (1 - MIN_PROSE_LETTERS) * len(joined):
        return False
    return len(rows) == 1 or _is_wrapped(rows)


def _is_wrapped(rows: Sequence[str]) -> bool:
    """Whether the rows of a block are filled: none but the last could have taken the next one's first word."""
    width = max(map(len, rows))
    if has_unspaced(rows[0]):
        return True
    if width < MIN_WRAP_COLUMNS or width > MAX_WRAP_COLUMNS:
        return False
    loose = sum(len(row) + 1 + len(after.split(None, 1)[0]) < width - 1 for row, after in pairwise(rows))
    return loose <= len(rows) // 5
