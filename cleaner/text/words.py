"""Words as the rule language defines them, and characters beyond ASCII.

>>> count_words("E-mail AT&T — now"), count_words("责任编辑王伟")
(3, 3)
"""

from itertools import filterfalse

from cleaner.lazy import lazy_pattern

STOPLESS_SCRIPTS = (
    "\u0e00-\u0e7f"  # Thai
    "\u0e80-\u0eff"  # Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese and its extensions
    "\u1780-\u17ff"  # Khmer
    "\u1950-\u19df\u1a20-\u1aad\uaa80-\uaadf\U00011700-\U00011746"  # Tai scripts: Le, Lue, Tham, Viet, Ahom
)
"""Characters of scripts whose sentences often end without a mark, as the inside of a character class.

They are the scripts in which lines break where a dictionary finds words (UAX #14, class SA).
"""

UNSPACED_SCRIPTS = (
    f"{STOPLESS_SCRIPTS}"
    "\u0f00-\u0fff"  # Tibetan
    "\u3005\u3007"  # the ideographic iteration mark and zero
    "\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""Characters of scripts without spaces between words, as the inside of a character class."""

_MAYBE_UNSPACED = lazy_pattern(r"[^\0-\u0dff\u2000-\u2fff]")  # compiles much faster than all the ranges
_UNSPACED = lazy_pattern(f"[{UNSPACED_SCRIPTS}]")  # searching one character is much faster than searching a run
_UNSPACED_RUN = lazy_pattern(f"[{UNSPACED_SCRIPTS}]+")
_LETTER_OR_DIGIT = lazy_pattern(r"[^\W_]")

_ASCII_SIZE = 128
_ASCII_MARKS = bytes(code for code in range(_ASCII_SIZE) if not (chr(code).isalnum() or chr(code).isspace()))
_BLANKS_AND_LETTERS = b"".join([b" " if chr(code).isspace() else b"x" for code in range(256)])
_ASCII_TO_SPACE = b" " * _ASCII_SIZE + bytes(range(_ASCII_SIZE, 256))


def count_words(text: str) -> int:
    """Count words: runs without spaces that hold a letter or digit.

    A run of characters of a script without spaces counts half its length, rounded up.
    """
    if text.isascii() or not has_unspaced(text):
        return _count_spaced(text)
    halves = [(len(run) + 1) // 2 for run in _UNSPACED_RUN.findall(text)]
    return sum(halves) + _count_spaced(_UNSPACED_RUN.sub(" ", text))


def has_unspaced(text: str) -> bool:
    """Whether a text has a character of a script without spaces."""
    return not text.isascii() and _MAYBE_UNSPACED.search(text) is not None and _UNSPACED.search(text) is not None


def _count_spaced(text: str) -> int:
    if text.isascii():  # a token of marks only vanishes with them
        return (b" " + text.encode().translate(_BLANKS_AND_LETTERS, _ASCII_MARKS)).count(b" x")
    tokens = text.split()
    mixed = [token for token in filterfalse(str.isalnum, tokens) if not token[0].isalnum()]
    return len(tokens) - sum([_LETTER_OR_DIGIT.search(token) is None for token in mixed]) if mixed else len(tokens)


def non_ascii_runs(text: str) -> set[str]:
    """Return the distinct runs of characters beyond ASCII in a text.

    Most texts have few of them, so searching them is twenty times as fast as searching the text.

    >>> sorted(non_ascii_runs("“Zwölf” – “zwölf,” they sang…"))
    ['ö', '–', '“', '”', '…']
    >>> non_ascii_runs("Plain."), non_ascii_runs("…”")
    (set(), {'…”'})
    """
    if text.isascii():
        return set()
    runs = text.encode("utf-8", "surrogatepass").translate(_ASCII_TO_SPACE).split()
    return {run.decode("utf-8", "surrogatepass") for run in set(runs)}


def non_ascii_characters(text: str) -> set[str]:
    """Return the distinct characters beyond ASCII in a text."""
    return set("".join(non_ascii_runs(text)))
