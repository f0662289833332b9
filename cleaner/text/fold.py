"""Folding: what is compared is neither capitals nor typography. One character maps to one, so spans hold.

>>> fold("▶ WATCH “The Game” — İzle"), fold("Tags", case=False)
('▶ watch "the game" - izle', 'Tags')
"""

import unicodedata
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from functools import cache

from cleaner.lazy import late
from cleaner.text.odd import odd_characters
from cleaner.text.words import UNSPACED

_SAME = {
    **dict.fromkeys("ẞ", "ß"),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("“”„‟", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    **dict.fromkeys("\t\f\v\r\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full width to ASCII
}
_CASED = _SAME
_FOLDED = {**_SAME, "İ": "i", "ı": "i", "ς": "σ"}
_BLANKS = "\t\f\v\r"
_INVISIBLE = late(
    "[\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{MONGOLIAN VOWEL SEPARATOR}\u200b-\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\N{ZERO WIDTH NO-BREAK SPACE}\N{COMBINING GRAPHEME JOINER}"
    "\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]"  # how a character is drawn: variants, flags
)
_NEVER_SKIPPED = "©®™#@"
_KEYCAP = "\N{COMBINING ENCLOSING KEYCAP}"
_ICON = "Co"  # private use: what fonts of icons put there
_UNSPACED = late(f"[{UNSPACED}]")


def fold(text: str, *, case: bool = True, odd: AbstractSet[str] | None = None) -> str:
    """Return the text folded, as long as it was; with ``case=False`` capitals stay.

    ``odd`` are its characters beyond ASCII, if they are known.

    >>> fold("ΟΔΟΣ STRAẞE ＡＢＣ")
    'οδοσ straße abc'
    """
    same = _FOLDED if case else _CASED
    beyond = () if text.isascii() else same.keys() & (odd_characters(text) if odd is None else odd)
    for char in (*_BLANKS, *beyond):  # str.translate is 50 times slower
        text = text.replace(char, same[char])
    return text.lower().replace("ς", "σ") if case else text


def has_invisible(text: str) -> bool:
    """Tell whether a text has characters of no width."""
    return not text.isascii() and any_invisible(odd_characters(text))


def any_invisible(odd: Collection[str]) -> bool:
    """Tell whether one of some characters has no width."""
    return bool(odd) and _INVISIBLE.search("".join(odd)) is not None


def shown(text: str) -> str:
    """Return the text without characters of no width."""
    return _INVISIBLE.sub("", text) if has_invisible(text) else text


def visible(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return the text without characters of no width, and where each of its characters stood (``None``: as is)."""
    if not has_invisible(text):
        return text, None
    places = tuple(at for at, char in enumerate(text) if not _INVISIBLE.match(char))
    return "".join(text[at] for at in places), places


def core(text: str) -> tuple[int, int]:
    """Return where the text begins and ends when what may be skipped at its ends is skipped.

    A text of nothing else has an empty core at its end: ``(len(text), len(text))``.

    >>> "• Tags: ©"[slice(*core("• Tags: ©"))], core("***")
    ('Tags: ©', (3, 3))
    """
    start, end = 0, len(text)
    while start < end and not text[start].isalnum() and skippable(text[start]):
        start += 1
    while end > start and not text[end - 1].isalnum() and skippable(text[end - 1]):
        end -= 1
    return start, end


@cache
def skippable(char: str) -> bool:
    """Tell whether a character may be skipped at a line's ends: blanks, punctuation, symbols, pictographs."""
    if char.isalnum() or char in _NEVER_SKIPPED:
        return False
    category = unicodedata.category(char)
    return (category[0] in "PSZ" and category != "Sc") or category == _ICON or char.isspace() or char == _KEYCAP


@cache
def bounded(char: str) -> bool:
    """Tell whether a character is part of a word of a script that puts spaces between words."""
    return (char.isalnum() or unicodedata.category(char)[0] == "M") and not _UNSPACED.match(char)


def boundary(text: str, at: int) -> bool:
    """Tell whether a phrase may begin or end at a place in the text, asked of the characters on its two sides.

    >>> boundary("tagscalendar", 4), boundary("责任编辑王伟", 4), boundary("tags: x", 4)
    (False, True, True)
    """
    return not (0 < at < len(text) and bounded(text[at - 1]) and bounded(text[at]))


def bare(word: str) -> str:
    """Return a word without the punctuation and symbols at its ends."""
    start, end = 0, len(word)
    while start < end and _is_mark(word[start]):
        start += 1
    while end > start and _is_mark(word[end - 1]):
        end -= 1
    return word[start:end]


@cache
def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS" or unicodedata.category(char) == _ICON or char == _KEYCAP
