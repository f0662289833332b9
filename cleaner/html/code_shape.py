"""What the text of a node is by its shape, where its markup does not say: code, or prose that is only preformatted."""

from collections.abc import Sequence

from cleaner.text.code_shape import code_blocks, row_shapes
from cleaner.text.layout import is_wrapped
from cleaner.text.plain import blocks_of
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words

MIN_CODE_SHARE = 0.6
"""Share of rows that are or may be code from which a text is code: output of a command stands among its rows."""

MIN_PROSE_SHARE = 0.7
"""Share of the words in paragraphs from which preformatted text is prose."""


def reads_like_code(text: str) -> bool:
    r"""Whether some rows of a text are surely code, and most others may be.

    >>> reads_like_code("def main():\n    return open(1)"), reads_like_code("The bridge is open.\nSo is the road.")
    (True, False)
    """
    shapes = [shape for shape in row_shapes(text.split("\n")) if shape != "blank"]
    if not {"sure", "tag"}.intersection(shapes):
        return False
    return len(shapes) - shapes.count("other") >= MIN_CODE_SHARE * len(shapes)


def reads_like_prose(text: str) -> bool:
    """Whether preformatted text is prose: most words are in paragraphs, each one long row or wrapped."""
    words = prose = 0
    for block in row_blocks(text):
        count = count_words(" ".join(block))
        words += count
        prose += count * (count >= PROSE_WORDS and _is_paragraph(block))
    return prose > 0 and prose >= MIN_PROSE_SHARE * words


def row_blocks(text: str) -> list[list[str]]:
    """Return the blocks of a text, which blank rows separate, as lists of rows without the blanks around them."""
    rows = text.split("\n")
    return [[rows[index].strip() for index in block] for block in blocks_of(rows, range(len(rows)))]


def _is_paragraph(rows: Sequence[str]) -> bool:
    return is_sentence(rows[-1]) and not code_blocks(rows) and (len(rows) == 1 or is_wrapped(rows))
