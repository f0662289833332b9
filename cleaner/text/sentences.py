"""Sentences and lines of prose as the rule language defines them, in all scripts.

>>> is_sentence("“We are not going anywhere.”"), is_sentence("Most Popular")
(True, False)
"""

import re
import unicodedata

from cleaner.lazy import lazy_pattern
from cleaner.text.words import STOPLESS_SCRIPTS, count_words, non_ascii_characters

PROSE_WORDS = 10
"""Fewest words of a line of prose (the rule language, section 2)."""

QUESTION_MARKS = frozenset(
    "!?\u203c\u203d\u2047\u2048\u2049\u2e2e\u2e53\u2e54\ufe15\ufe16\ufe56\ufe57\uff01\uff1f"  # of several scripts
    "\u037e\u055c\u055e\u061f\u07f9\u1367"  # Greek, Armenian, Arabic, N'Ko, Ethiopic
    "\u1944\u1945\u2cfa\u2cfb\ua60f\ua6f7\U00011143"  # Limbu, Coptic, Vai, Bamum, Chakma
)
"""Question and exclamation marks of all scripts."""

FULL_STOPS = frozenset(
    ".\u2024\u2e3c\u3002\ufe12\ufe52\uff0e\uff61"  # of several scripts
    "\u0589\u05c3"  # Armenian, Hebrew
    "\u061d\u061e\u06d4\u0700\u0701\u0702\u0837\u0839\u083d\u083e"  # Arabic, Syriac, Samaritan
    "\u0964\u0965\u0df4"  # the dandas of India, Sinhala
    "\u0e5a\u0e5b\u104b\u17d4\u17d5\u17da"  # Thai, Burmese, Khmer
    "\u0f0d\u0f0e\u0f0f\u0f10\u0f11\u0f12"  # the shads of Tibetan
    "\u1362\u1368\u166e\u1803\u1809"  # Ethiopic, Canadian syllables, Mongolian
    "\u1735\u1736\u1aa8\u1aa9\u1aaa\u1aab\u1b4e\u1b4f\u1b5a\u1b5b\u1b5e\u1b5f\u1b7d\u1b7e\u1b7f"  # Tai Tham, Balinese
    "\u1c3b\u1c3c\u1c7e\u1c7f\u2cf9\u2e60\u2e61\ua4ff\ua60e\ua6f3\ua876\ua877\ua8ce\ua8cf\ua92f"  # Lepcha to Kayah Li
    "\ua9c8\ua9c9\uaa5d\uaa5e\uaa5f\uaaf0\uaaf1\uabeb"  # Javanese, Cham, Meetei
    "\U00010a56\U00010a57\U00010f55\U00010f56\U00010f57\U00010f58\U00010f59\U00010f86\U00010f87\U00010f88\U00010f89"
    "\U00011047\U00011048\U000110be\U000110bf\U000110c0\U000110c1\U00011141\U00011142\U000111c5\U000111c6\U000111cd"
    "\U000111de\U000111df\U00011238\U00011239\U0001123b\U0001123c\U000112a9\U000113d4\U000113d5\U0001144b\U0001144c"
    "\U000115c2\U000115c3\U000115c9\U000115ca\U000115cb\U000115cc\U000115cd\U000115ce\U000115cf\U000115d0\U000115d1"
    "\U000115d2\U000115d3\U000115d4\U000115d5\U000115d6\U000115d7\U00011641\U00011642\U0001173c\U0001173d\U0001173e"
    "\U00011944\U00011946\U00011a42\U00011a43\U00011a9b\U00011a9c\U00011c41\U00011c42\U00011ef7\U00011ef8\U00011f43"
    "\U00011f44\U00016a6e\U00016a6f\U00016af5\U00016b37\U00016b38\U00016b44\U00016d6e\U00016d6f\U00016e98\U0001bc9f"
    "\U0001da88"  # scripts beyond the basic plane
)
"""Full stops of all scripts: Unicode's ``Sentence_Terminal`` (UAX #29) without the Burmese comma, and its kin that
Unicode counts as ends of phrases: the shads of Tibetan and the marks that close a text in Hebrew, Thai and Khmer."""

_ELLIPSES = frozenset("\N{HORIZONTAL ELLIPSIS}\N{MIDLINE HORIZONTAL ELLIPSIS}")
STOPS = FULL_STOPS | QUESTION_MARKS | _ELLIPSES
"""What ends a sentence in any script."""

STOPLESS_LETTERS = 40
"""Fewest letters of a line that is a sentence without a stop, in scripts that have none."""

STOPLESS_RUN = 20
"""Fewest letters of a run between blanks or list marks in such a line: the words of menus and lists of tags are
shorter (the longest of menus in Thai, Lao and Khmer have 18), and a clause of a sentence is written without blanks."""

_STOPLESS = lazy_pattern(f"[{STOPLESS_SCRIPTS}]")
_STOPLESS_BYTES = b"\xe0\xe1\xea\xf0"
"""First bytes of these characters in UTF-8: neither European letters and typography nor Chinese have them."""

_WITH_BLANKS = lazy_pattern("[\u1000-\u109f\u1950-\u1aad\ua9e0-\uaadf]")  # Burmese and kin set words apart at will
_LIST_MARK = lazy_pattern(r"[,|/•·‧∙▪»›>;\uff0c\uff5c]")
_LIST_ITEMS = 3
"""Fewest items of a list."""

_CLOSING = "\"'’”“‘»«›‹)]}」』）】〉》〗〕 "
"""Common closing quotes and brackets, as each language prints them; others have a telling category."""

_OTHER_CLOSING = "\uff02\uff07❜❞\ufe0e\ufe0f"
_CLOSING_CATEGORIES = ("Pe", "Pf", "Pi", "Cf")  # also controls of direction
_TYPED_STOPS = ";:|\u1361"
_TYPED_STOP = lazy_pattern(
    r"""
    (?: [\u0370-\u03ff\u1f00-\u1fff] .* ;  # the question mark of Greek
      | [\u0561-\u0587] :                  # the full stop of Armenian
      | [\u0900-\u0dff] \|{1,2}            # the dandas of India
      | \u1361{2}                          # the full stop of Ethiopic
    ) \Z
    """,
    re.VERBOSE,
)
"""A stop as it is typed where keyboards lack the character."""

_UNSPACED_STOPS = "。！？｡"
_SENTENCE_END = lazy_pattern(
    rf"(?<=[^\s.!?]{{3}})[{re.escape(''.join(sorted(STOPS)))}]+[{re.escape(_CLOSING.strip())}]*(?!\S)|[{_UNSPACED_STOPS}]"
)
_COMMON_STOPS = ".!?…"
_OTHER_STOPS = STOPS.difference(_COMMON_STOPS)
_COMMON_SENTENCE_END = lazy_pattern(
    rf"[{_COMMON_STOPS}](?<=[^\s.!?]{{3}}.)[{_COMMON_STOPS}]*[{re.escape(_CLOSING.strip())}]*(?!\S)"
)
"""The same in a text without other stops: a search for four characters is twenty times as fast."""

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_REFERENCE_ENDS = frozenset(f"]］〕】)*\uff0a†‡§※↩\ufe0e{_SUPERSCRIPTS}")
_REFERENCE = lazy_pattern(
    rf"""
    (?: \s? [\[［〔【] \^? (?: \d{{1,4}} | [^\W\d_] ) (?: [,–-] \s? \d{{1,4}} ){{0,3}} [\]］〕】]  # [2], [^1], [a]
      | (?<! \s ) [\[［〔【] \^? \w [\w\ :-]{{0,24}} [\]］〕】]  # [note 1], [citation needed]
      | (?<! \s ) \( \d{{1,3}} \)  # (3), and not a count behind a blank
      | [{_SUPERSCRIPTS}]+
      | \s? [*\uff0a†‡§※]{{1,3}}
      | \s? ↩ \ufe0e?
    ) \Z
    """,
    re.VERBOSE,
)
"""A mark that refers to a note, as it follows a stop."""

_MAX_ENDING = 40
"""Characters at the end of a line that can hold its stop and the closing marks after it: a bound on the time."""


def is_sentence(text: str) -> bool:
    """Whether a line, as printed, ends like a sentence.

    A stop of any script is the last character, or only closing quotes and brackets and marks that refer to notes
    follow it. In scripts without stops, the letters of a line tell.

    >>> is_sentence("He was right.”[2]"), is_sentence("Tags [2]"), is_sentence("کیا یہ کھلا ہے؟")
    (True, False, True)
    """
    last = text[-1:]
    if last in STOPS:
        return True
    if last.isalnum() and last not in _SUPERSCRIPTS:  # most lines
        return _is_stopless(text)
    return _ends_in_stop(text[-_MAX_ENDING:]) or _is_stopless(text)


def _ends_in_stop(ending: str) -> bool:
    """Whether nothing but closing marks and marks of notes follows a stop."""
    if ending.rstrip(_CLOSING)[-1:] in STOPS:
        return True
    if STOPS.isdisjoint(ending) and (ending.isascii() or not any(map(ending.__contains__, _TYPED_STOPS))):
        return False
    while ending:
        last = ending[-1]
        if last in STOPS or (last in _TYPED_STOPS and _TYPED_STOP.search(ending)):
            return True
        reference = _REFERENCE.search(ending) if last in _REFERENCE_ENDS else None
        if not (reference or last in _CLOSING or last in _OTHER_CLOSING or _is_closing(last)):
            return False
        ending = ending[: reference.start() if reference else -1]
    return False


def _is_closing(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in _CLOSING_CATEGORIES


def _is_stopless(text: str) -> bool:
    """Whether a line is a sentence of a script without stops, by the number of its letters and of those in a row."""
    if len(text) < STOPLESS_LETTERS or text.isascii():
        return False
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) == len(raw.translate(None, _STOPLESS_BYTES)):  # many times as fast as a search
        return False
    if sum(map(str.isalpha, _STOPLESS.findall(text))) < STOPLESS_LETTERS:
        return False
    items = _LIST_MARK.split(text)
    if len(items) < _LIST_ITEMS and _WITH_BLANKS.search(text):
        return True
    return any(sum(map(str.isalpha, run)) >= STOPLESS_RUN for item in items for run in item.split())


def count_sentences(text: str) -> int:
    """Return about how many sentences of a line end: marks after abbreviations of one or two letters do not count.

    >>> count_sentences("He left. She stayed! Why?"), count_sentences("The U.S. team won."), count_sentences("行く。")
    (3, 1, 1)
    """
    has_others = not _OTHER_STOPS.isdisjoint(non_ascii_characters(text))
    return len((_SENTENCE_END if has_others else _COMMON_SENTENCE_END).findall(text))


def is_prose(text: str) -> bool:
    """Whether a line, as printed, is prose: a sentence of :data:`PROSE_WORDS` words or more.

    >>> is_prose("The mayor said on Monday that the bridge will open in May."), is_prose("He left.")
    (True, False)
    """
    return is_sentence(text) and count_words(text) >= PROSE_WORDS
