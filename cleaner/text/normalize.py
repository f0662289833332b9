r"""Normalize the characters of a text. The number of lines stays, so that line numbers stay valid.

>>> normalize("He said\u00a0 so.\r\nThe cafÃ© is\u200b open.\n")
'He said so.\nThe café is open.\n'
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from cleaner.lazy import lazy_pattern
from cleaner.options import Normalization
from cleaner.text.code_shape import code_blocks
from cleaner.text.entities import has_references, unescape
from cleaner.text.layout import indentation, is_aligned
from cleaner.text.plain import blocks_of
from cleaner.text.words import non_ascii_runs

DEFAULT_NORMALIZATION = Normalization()

MAX_PASSES = 64
"""Most passes that normalize a line until it no longer changes: a bound against endless loops. In 13 MB of
extracted text 3 passes are the most; letters broken n times grow as 2 to the n, so 32 MiB hold about 25."""

MAX_COMBINING_MARKS = 32
"""Most combining marks in a row that are kept: NFC takes quadratic time in them, and no script stacks more than ten."""

# What ftfy may change. Each of its signs of mojibake needs a match of _MOJIBAKE_GATE, so that a line without a match
# skips ftfy (a test proves that this changes no result). Letters after letters never match.
_SIGNS = (
    "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\N{REPLACEMENT CHARACTER}ªº¶§¢£¥₧€¡«¿©΄΅‚„•‹\uf8ff®»˝›™°µ"
    "²³¹±¼½¾×÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
    "À-ÑØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
)
_QUOTES = "‘“”"
_TYPOGRAPHY = f"{_QUOTES}’–—…\xa0"
"""Quotes, dashes, ellipses, no-break spaces. Runs of them between ASCII letters are not UTF-8 in any encoding that ftfy
tries: their bytes all begin a character (MacRoman), or all continue one (the Windows encodings)."""

_SOUND_CHARACTERS = frozenset(_TYPOGRAPHY)
"""Characters that no pattern below finds among themselves: compiling the patterns takes longer than a short text."""

_OTHER = rf"[^\x00-\x7f{_TYPOGRAPHY}]"
_MOJIBAKE_GATE = lazy_pattern(
    rf"""
    (?=[^\x20-\x7e]) (?:                                  # all begin beyond ASCII: most lines have nothing there
      {_OTHER}[{_SIGNS}{_QUOTES}] | [{_SIGNS}{_QUOTES}]{_OTHER}  # two such characters side by side
    | [{_TYPOGRAPHY}][{_SIGNS}] | [{_SIGNS}][{_TYPOGRAPHY}]
    | {_OTHER}[{_TYPOGRAPHY}]{{2}} | [{_TYPOGRAPHY}]{{2}}{_OTHER}        # runs of typography beside others
    | {_OTHER}[{_TYPOGRAPHY}]{_OTHER}                             # or typography between others
    | [\x80-\x9f]                                         # C1 controls: Windows-1252 read as Latin-1
    | [Œœ](?![A-Za-z]) | [ÃÂ][ ] | [вВ]Ђ                  # those that only need ASCII beside them
    | [\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]  # controls, also terminal escapes
    | [\ud800-\udfff]                                     # lone surrogates
    )
    """,
    re.VERBOSE,
)
_NO_BREAK_SPACES = "\xa0\N{FIGURE SPACE}\N{NARROW NO-BREAK SPACE}"
_LINE_SEPARATORS = "\f\v\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_TO_SPACE = lazy_pattern(
    r"[\f\v\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]"
    r"|(?<![\x80-\xff])\x85"  # U+0085, unless it is the second byte of a broken letter (Å is \xc3\x85)
)
INVISIBLE_CHARACTERS = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls, but for blanks
    r"\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{MONGOLIAN VOWEL SEPARATOR}\N{ZERO WIDTH SPACE}"
    r"\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\u202a-\u202e"  # bidi marks and embeddings
    r"\u2060-\u206f"  # word joiner, invisible operators, bidi isolates
    r"\N{ZERO WIDTH NO-BREAK SPACE}\ufff9-\ufffb]"
)
"""Characters that show nothing and are not joiners, as a character class of a pattern."""

_INVISIBLE = lazy_pattern(INVISIBLE_CHARACTERS)
_ASCII_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20), 0x7F])

_MAYBE_MARKS = lazy_pattern(
    rf"[\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe20-\ufe2f"
    rf"\U00010000-\U0001ffff]{{{MAX_COMBINING_MARKS + 1}}}"
)
_WIDE_GAP = lazy_pattern(r"([ \t]{2,})")
_ODD_BLANK = lazy_pattern(r"[^\S\t\N{IDEOGRAPHIC SPACE}]")
_STRAIGHT = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))


def normalize(
    text: str,
    options: Normalization = DEFAULT_NORMALIZATION,
    *,
    markdown: bool = False,
    unescapes: bool = True,
) -> str:
    """Normalize line ends, mojibake, Unicode form, blanks and invisible characters, row by row.

    The blanks at the start of a row stay, and so do code and, in plain text, the blanks inside aligned blocks. In
    Markdown, only characters of prose change: line ends and blanks stay, and so do code, tags and addresses. Character
    references that an extractor left in plain text become characters, unless ``unescapes`` is false.
    """
    if markdown:
        return _normalize_markdown(text, options)
    text = unify_line_ends(text)
    is_sound = _is_sound(text, options)
    unescapes = unescapes and (has_references(text) or ("&" in text and not is_sound))  # some have characters inside
    if unescapes or not is_sound:
        normal, aligned = (partial(row, options=options, unescapes=unescapes) for row in (_line, _aligned))
        return "\n".join(_plain_rows(text, normal, aligned))
    return text if _is_tidy(text) else "\n".join(_plain_rows(text, _blanks, str.rstrip))


def unify_line_ends(text: str) -> str:
    r"""Return the text with ``\n`` for every line end, and a space for other separators of lines."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TO_SPACE.sub(" ", text) if any(map(text.__contains__, _LINE_SEPARATORS)) else text


def strip_invisible(text: str) -> str:
    """Return the text without control characters, bidi controls and characters of no width, except joiners."""
    return _INVISIBLE.sub("", text)


def _normalize_markdown(text: str, options: Normalization) -> str:
    if _is_sound(text, options) and not any(map(text.__contains__, _NO_BREAK_SPACES + _LINE_SEPARATORS)):
        return text
    from cleaner.text.markdown.prose import normalize_prose  # start-up time

    return normalize_prose(text, lambda part: _prose(part, options))


def _prose(part: str, options: Normalization) -> str:
    """Normalize the characters of a part of a line, and of its blanks only those that do not break."""
    for _ in range(MAX_PASSES):
        pieces = _WIDE_GAP.split(_TO_SPACE.sub(" ", part))  # as Markdown is read, which has no words in such gaps
        previous, part = part, "".join([_characters(piece, options) for piece in pieces])
        for blank in _NO_BREAK_SPACES:
            part = part.replace(blank, " ")
        if part == previous:
            break
    return part


def _plain_rows(text: str, normal: Callable[[str], str], aligned: Callable[[str], str]) -> Iterator[str]:
    """Yield the rows of a plain text as they become: ``normal`` makes single blanks, ``aligned`` leaves them."""
    rows = text.split("\n")
    end = 0
    for code in code_blocks(rows):
        yield from _prose_rows(rows[end : code.start], normal, aligned)
        yield from rows[code.start : code.stop]
        end = code.stop
    yield from _prose_rows(rows[end:], normal, aligned)


def _prose_rows(rows: list[str], normal: Callable[[str], str], aligned: Callable[[str], str]) -> Iterator[str]:
    end = 0
    for block in blocks_of(rows, range(len(rows))):
        yield from [""] * (block.start - end)
        block_rows = rows[block.start : block.stop]
        kept = [aligned(row) for row in block_rows] if is_aligned(block_rows) else []
        if all(kept) and is_aligned(kept):  # rows that lose invisible characters may lose their columns
            yield from kept
        else:
            for row in block_rows:
                line = normal(row)
                yield line if not line or line[0] == row[0] else _indented(row, line)
        end = block.stop
    yield from [""] * (len(rows) - end)


def _indented(row: str, normal: str) -> str:
    """Return a row's normal words behind the row's indentation."""
    lead = indentation(row)
    is_blank = lead.replace("\t", "").isprintable() or not lead.isascii()
    if row[len(lead)] != normal[0] or not is_blank:  # invisible characters may be inside the indentation
        lead = indentation(strip_invisible(row))
    return (lead if lead.isascii() else _ODD_BLANK.sub(" ", lead)) + normal


def _aligned(row: str, options: Normalization, *, unescapes: bool) -> str:
    """Return a row with normal characters, and with its blanks."""
    for _ in range(MAX_PASSES):
        previous, row = row, _ODD_BLANK.sub(" ", _characters(row, options, unescapes=unescapes)).rstrip()
        if row == previous:
            break
    return row


def _line(line: str, options: Normalization, *, unescapes: bool = False) -> str:
    unescapes = unescapes and "&" in line
    if line.isascii() and line.isprintable() and not unescapes:
        return " ".join(line.split()) if "  " in line or line[:1] == " " or line[-1:] == " " else line
    for _ in range(MAX_PASSES):
        previous, line = line, " ".join(_characters(line, options, unescapes=unescapes).split())
        if line == previous:
            break
    return line


def _is_sound(text: str, options: Normalization) -> bool:
    """Whether at most the blanks of a text need normalizing. Checking it as a whole is faster than line by line."""
    if options.quotes != "keep":
        return False
    if text.isascii() and text.replace("\n", "").isprintable():
        return True
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > len(raw.translate(None, _ASCII_CONTROLS)):
        return False
    if text.isascii():
        return True
    runs = non_ascii_runs(text)
    if not _SOUND_CHARACTERS.issuperset("".join(runs)):
        joined = " ".join([*runs, ""])  # what is left to check are such runs and a character after them
        gates = (_INVISIBLE, _MOJIBAKE_GATE, _MAYBE_MARKS) if options.mojibake else (_INVISIBLE, _MAYBE_MARKS)
        if any(gate.search(joined) for gate in gates):
            return False
    return options.unicode == "keep" or unicodedata.is_normalized(options.unicode, text)


def _is_tidy(text: str) -> bool:
    """Whether all words of a text are separated by single spaces, without other blanks."""
    outside = text[:1] == " " or text[-1:] == " " or "\n " in text or " \n" in text
    return not outside and "  " not in text and text.replace("\n", "").isprintable()


def _blanks(line: str) -> str:
    """Return a line with single spaces between its words."""
    if line.isprintable() and "  " not in line and line[:1] != " " and line[-1:] != " ":
        return line
    return " ".join(line.split())


def _characters(line: str, options: Normalization, *, unescapes: bool = False) -> str:
    """Return a line with its characters normalized once, and its blanks as they are."""
    if options.mojibake and _MOJIBAKE_GATE.search(line):
        line = _fix_mojibake(line)
    if options.unicode != "keep" and not line.isascii():
        if len(line.encode("utf-8", "surrogatepass")) - len(line) > MAX_COMBINING_MARKS and _MAYBE_MARKS.search(line):
            line = _cap_marks(line)
        line = unicodedata.normalize(options.unicode, line)
    if _INVISIBLE.search(line):
        line = strip_invisible(line)
    if options.quotes == "straight":
        line = line.translate(_STRAIGHT)
    return unescape(line, partial(_characters, options=options)) if unescapes else line


def _fix_mojibake(line: str) -> str:
    """Return the line as ftfy repairs it: encodings, controls and terminal escapes, but not typography."""
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
    """Drop the combining marks after the first :data:`MAX_COMBINING_MARKS` in a row."""
    kept, run = [], 0
    for char in line:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_COMBINING_MARKS:
            kept.append(char)
    return "".join(kept)
