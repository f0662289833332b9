r"""Characters change, lines do not: the same number of lines comes out, so that line numbers stay the input's.

>>> normalize("He said\u00a0 so.\r\nThe cafÃ© is\u200b open.\n")
'He said so.\nThe café is open.\n'
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from cleaner.lazy import lazy_pattern
from cleaner.options import Normalization
from cleaner.text.segment import open_fence_after
from cleaner.text.words import non_ascii_runs

DEFAULT_NORMALIZATION = Normalization()

MAX_PASSES = 64
"""Times that a line is fixed over and over until it rests: a bound against endless turns. Three were the most that
13 MB of extracted text took; letters broken n times grow as 2 to the n, so 32 MiB hold about 25."""

MAX_COMBINING_MARKS = 32
"""Combining marks in a row that are kept: NFC is quadratic in them, and no script stacks more than about ten."""

WRAP_WIDTH = 100
"""Characters of the longest line of a text that a program may have wrapped; prose on one line is longer."""

# What ftfy could change. Each way that it has of seeing mojibake needs one of these places, so a line without
# one is left as it is (a test holds that the gate changes no result). Letters after letters never match.
_STRONG = (
    "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\N{REPLACEMENT CHARACTER}ªº¶§¢£¥₧€¡«¿©΄΅‚„•‹\uf8ff®»˝›™°µ"
    "²³¹±¼½¾×÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
    "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
)
_TYPE = "‘“”"
_TYPED = f"{_TYPE}’–—…\xa0"
"""Quotes, dashes, ellipses, no-break spaces. Runs of them between plain letters are no UTF-8 in any encoding that ftfy
tries: there they all begin a character (MacRoman), or all go on with one (the Windows encodings)."""

_OTHER = rf"[^\x00-\x7f{_TYPED}]"
_GATE = lazy_pattern(
    rf"""
    (?=[^\x20-\x7e]) (?:                                  # each begins with an odd character: most have none
      {_OTHER}[{_STRONG}{_TYPE}] | [{_STRONG}{_TYPE}]{_OTHER}  # two odd characters side by side
    | [{_TYPED}][{_STRONG}] | [{_STRONG}][{_TYPED}]
    | {_OTHER}[{_TYPED}]{{2}} | [{_TYPED}]{{2}}{_OTHER}        # runs of typography, where others touch them
    | {_OTHER}[{_TYPED}]{_OTHER}                             # or one such between others
    | [\x80-\x9f]                                         # C1 controls: Latin-1 that was Windows-1252
    | [Œœ](?![A-Za-z]) | [ÃÂ][ ] | [вВ]Ђ                  # the few that need one, or two plain letters
    | [\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]  # controls, terminal escapes among them
    | [\ud800-\udfff]                                     # lone surrogates
    )
    """,
    re.VERBOSE,
)
_SEPARATORS = "\f\v\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_TO_SPACE = lazy_pattern(
    r"[\f\v\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]"
    r"|(?<![\x80-\xff])\x85"  # U+0085, unless it is the second byte of a broken letter (Å is \xc3\x85)
)
HAS_NO_WIDTH = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls that are no blanks
    r"\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{MONGOLIAN VOWEL SEPARATOR}\N{ZERO WIDTH SPACE}"
    r"\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u202a-\u202e"  # bidi marks and embeddings
    r"\u2060-\u206f"  # word joiner, invisible operators, bidi isolates
    r"\N{ZERO WIDTH NO-BREAK SPACE}\ufff9-\ufffb]"
)
INVISIBLE = lazy_pattern(HAS_NO_WIDTH)
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])
"""Those of them that are ASCII."""

_MAYBE_MARKS = lazy_pattern(
    rf"[\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    rf"\U00010000-\U0001ffff]{{{MAX_COMBINING_MARKS + 1}}}"
)
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))


def normalize(text: str, options: Normalization = DEFAULT_NORMALIZATION, *, markdown: bool = False) -> str:
    """Normalize line ends, mojibake, Unicode form, blanks and invisible characters, line by line.

    Under ``markdown`` a line's leading blanks stay, and fenced code stays as it is.
    """
    text = unify_line_ends(text)
    if markdown:
        return "\n".join(_outside_code(text.split("\n"), options))
    if not _is_sound(text, options):
        text = "\n".join([_line(line, options) for line in text.split("\n")])
    elif not _is_tidy(text):
        text = "\n".join(map(_blanks, text.split("\n")))
    return "\n".join(_unwrap(text.split("\n"))) if options.unwrap else text


def unify_line_ends(text: str) -> str:
    r"""Return the text with ``\n`` for every line end, and a space for other separators of lines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TO_SPACE.sub(" ", text) if any(map(text.__contains__, _SEPARATORS)) else text


def strip_invisible(text: str) -> str:
    """Return the text without control characters, bidi controls and characters of no width (joiners stay)."""
    return INVISIBLE.sub("", text)


def _outside_code(lines: Iterable[str], options: Normalization) -> Iterator[str]:
    """Normalize lines of Markdown. A fence counts as it is written: one that only normalizing makes opens code."""
    fence = ""
    for line in lines:
        code = fence or open_fence_after(line, fence)
        normal = line if code else _after_lead(line, options)
        fence = open_fence_after(normal, fence)
        yield normal


def _after_lead(line: str, options: Normalization) -> str:
    words = line.lstrip(" \t")
    normal = _line(words, options)
    return line[: len(line) - len(words)] + normal if normal else ""


def _line(line: str, options: Normalization) -> str:
    if line.isascii() and line.isprintable():
        return " ".join(line.split()) if "  " in line or line[:1] == " " or line[-1:] == " " else line
    for _ in range(MAX_PASSES):
        before, line = line, _once(line, options)
        if line == before:
            break
    return line


def _is_sound(text: str, options: Normalization) -> bool:
    """Tell whether nothing but the blanks of a whole text may need mending: that is asked faster than of its lines."""
    if options.quotes != "keep":
        return False
    if text.isascii() and text.replace("\n", "").isprintable():
        return True
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > len(raw.translate(None, _CONTROLS)):
        return False
    if text.isascii():
        return True
    odd = " ".join([*non_ascii_runs(text), ""])  # all that is left looks at such runs, and at what may follow them
    if INVISIBLE.search(odd) or (options.mojibake and _GATE.search(odd)) or _MAYBE_MARKS.search(odd):
        return False
    return options.unicode == "keep" or unicodedata.is_normalized(options.unicode, text)


def _is_tidy(text: str) -> bool:
    """Tell whether there are single spaces between all words of a text, and no other blanks."""
    outside = text[:1] == " " or text[-1:] == " " or "\n " in text or " \n" in text
    return not outside and "  " not in text and text.replace("\n", "").isprintable()


def _blanks(line: str) -> str:
    """Return a line with single spaces between its words."""
    if line.isprintable() and "  " not in line and line[:1] != " " and line[-1:] != " ":
        return line
    return " ".join(line.split())


def _once(line: str, options: Normalization) -> str:
    if options.mojibake and _GATE.search(line):
        line = _fix_mojibake(line)
    if options.unicode != "keep" and not line.isascii():
        if len(line.encode("utf-8", "surrogatepass")) - len(line) > MAX_COMBINING_MARKS and _MAYBE_MARKS.search(line):
            line = _cap_marks(line)
        line = unicodedata.normalize(options.unicode, line)
    if INVISIBLE.search(line):
        line = strip_invisible(line)
    if options.quotes == "straight":
        line = line.translate(_STRAIGHT)
    return " ".join(line.split())


def _fix_mojibake(line: str) -> str:
    """Return the line as ftfy mends it: encodings, controls and terminal escapes, but no typography."""
    fix, config = _ftfy()
    return str(fix(line, config))


@cache
def _ftfy() -> tuple[Any, Any]:
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        fix_line_breaks=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text_segment, config


def _cap_marks(line: str) -> str:
    """Drop the combining marks of a run beyond the first :data:`MAX_COMBINING_MARKS`."""
    kept, run = [], 0
    for char in line:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_COMBINING_MARKS:
            kept.append(char)
    return "".join(kept)


def _unwrap(lines: list[str]) -> list[str]:
    """Join hard-wrapped lines: those whose next line's first word did not fit into the width of the text.

    The joined line stands where its first part stood, and empty lines where the others did.
    """
    width = max(map(len, lines), default=0)
    if width > WRAP_WIDTH:
        return lines
    joined = list(lines)
    first = 0
    for number in range(1, len(lines)):
        line, before = lines[number], lines[number - 1]
        if line and before and len(before) + 1 + len(line.split(" ", 1)[0]) > width:
            joined[first] += line if before.endswith("-") else f" {line}"
            joined[number] = ""
        else:
            first = number
    return joined
