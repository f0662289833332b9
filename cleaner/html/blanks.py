"""The blanks of a page's text: runs of them are one, and line ends of the source may be none at all."""

import re
from collections.abc import Sequence
from itertools import islice

from cleaner.text.words import STOPLESS_SCRIPTS, UNSPACED_SCRIPTS, has_unspaced

LINE_BREAK = "\N{LINE SEPARATOR}"
"""A line end that a reader sees, within a text whose other line ends are only those of the source."""

_WIDE = (
    f"{UNSPACED_SCRIPTS}"
    "\u3001-\u3030\u30fb\u3100-\u312f\u31a0-\u31bf"  # punctuation, the middle dot of kana, Bopomofo
    "\ufe30-\ufe4f\uff01-\uff65\uffe0-\uffe6"  # full width
)
_SHARED_MARKS = "“”‘’…—·"
"""Punctuation of Chinese that Western scripts have as well: what stands on its other side tells."""

_LINE_END = r"[ \t\f\u200b]*[\r\n][ \t\f\r\n\u200b]*"
_JOINED_LINE_END = re.compile(
    rf"(?<=[{_WIDE}]){_LINE_END}(?=[{_WIDE}])"
    rf"|(?<=[{_SHARED_MARKS}]){_LINE_END}(?=(?![{STOPLESS_SCRIPTS}])[{_WIDE}])"
    rf"|(?<=[{_WIDE}])(?<![{STOPLESS_SCRIPTS}]){_LINE_END}(?=[{_SHARED_MARKS}])"
)


def fold_blanks(text: str) -> str:
    r"""Return a text of a page with one blank for each run of blanks.

    A line end of the source between two characters of scripts without spaces is none.

    >>> fold_blanks("两根\n木桩"), fold_blanks("두 기둥\n그리고"), fold_blanks(" two\n  pillars ")
    ('两根木桩', '두 기둥 그리고', 'two pillars')
    """
    if "\n" in text and has_unspaced(text):
        text = _JOINED_LINE_END.sub("", text)
    return " ".join(text.split())


def without_joined_line_ends(texts: Sequence[str]) -> Sequence[str]:
    r"""Return the parts of a text without the line ends of the source that vanish.

    >>> without_joined_line_ends(["潜水员 ", "发现\n", " 海床"])
    ['潜水员 ', '发现', '海床']
    """
    text = "".join(texts)
    if "\n" not in text or not has_unspaced(text):
        return texts
    is_kept = bytearray(b"1") * len(text)
    for match in _JOINED_LINE_END.finditer(text):
        is_kept[match.start() : match.end()] = bytes(match.end() - match.start())
    kept = iter(zip(text, is_kept, strict=True))
    return ["".join([char for char, is_shown in islice(kept, len(part)) if is_shown]) for part in texts]
