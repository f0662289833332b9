"""What people trip over in YAML, in words of their own: a row of the file tells more than the parser does.

>>> hint("did not find expected key", "  line: [AP] news", 11)
'a text that starts with [ needs quotes around it'
>>> hint("found character that cannot start any token", "  line: @desk", 8)
'a text that starts with @ needs quotes around it'
"""

import re

LAST_RESORT = "look at this line and the one above it: quotes, brackets and blanks"

_TABS = "indent with spaces, not with tabs"
_PLAIN_BLANKS = "indent with plain spaces: there is a no-break space or another odd blank in front"
_DASH = "a list's dash needs a blank behind it, as in '- id: comment-policy'"
_COLUMNS = "the entries of a list begin in the same column"
_COMMENT = "' #' begins a comment and cuts the rest of the line off: put quotes around the text"
_SINGLE = "write patterns in single quotes: in double quotes a backslash is YAML's"
_QUOTED = "a text with quotes in it needs quotes of the other kind around it"

_BY_PROBLEM = (
    ("found unknown escape character", _SINGLE),
    ("did not find expected hexdecimal number", _SINGLE),
    ("mapping values are not allowed", "a text that has ': ' in it needs quotes around it"),
    ("found unexpected ':'", "a text that has ':' in it needs quotes around it"),
    ("while scanning a quoted scalar", "a quote is opened and not closed"),
    ("did not find expected ',' or", "a list in brackets needs commas between and a bracket at its end"),
    ("block sequence entries are not allowed", "a list begins in a line of its own; a text that is '-' needs quotes"),
    ("mapping keys are not allowed", "a text that starts with ? needs quotes around it"),
    ("could not find expected ':'", "a key needs ': ' behind it, and a list's dash a blank"),
    ("did not find expected '-' indicator", "the entries of a list begin in the same column, and so do a rule's keys"),
    ("did not find expected key", "the keys of a rule begin in the same column"),
    ("control characters are not allowed", "there is a control character in the file: delete it"),
    ("did not find expected <document start>", "what stands at the top of the file are keys: 'about:', 'rules:'"),
)
_BARE_DASH = re.compile(r"\s*-[A-Za-z_]+: ")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(?P<value>.*)")
_BEHIND = re.compile(r"(?:\[[^\]]*\]|\{[^}]*\}) *[^\s#,\]}]")
_BEHIND_QUOTES = re.compile(r"""("[^"]*"|'[^']*') *[^\s#,\]}:]""")


def hint(problem: str, row: str, column: int, above: str = "") -> str:
    """Return what to do about a row of a file that is no YAML; ``column`` is the place in it, counted from 0."""
    indent = re.match(r"\s*", row)
    blanks = indent[0] if indent else ""
    if "\t" in blanks:
        return _TABS
    if blanks.strip(" "):
        return _PLAIN_BLANKS
    if _BARE_DASH.match(above) or _BARE_DASH.match(row):
        return _DASH
    if row.lstrip().startswith("- ") and "did not find expected key" in problem:
        return _COLUMNS
    if "cannot start any token" in problem and column < len(row):
        return _TABS if row[column] == "\t" else starts_with(row[column])
    if "scanning an alias" in problem or "scanning an anchor" in problem or "scanning a tag" in problem:
        return starts_with({"alias": "*", "anchor": "&"}.get(problem.split()[3], "!"))
    return _of_value(problem, row) or next((help for part, help in _BY_PROBLEM if part in problem), LAST_RESORT)


def starts_with(char: str) -> str:
    """Return what to do about a text whose first character means something in YAML."""
    return f"a text that starts with {char} needs quotes around it"


def odd_blanks(key: str) -> bool:
    """Tell whether a key shows that blanks other than plain spaces stand around or in it."""
    return any(not char.isprintable() for char in key) or len(key.split()) > 1


def cut_by_comment(behind: str) -> bool:
    """Tell whether what stands behind a text without quotes may belong to it: a ``#`` that a letter follows at once.

    >>> cut_by_comment(" #1 on the list"), cut_by_comment("  # a comment")
    (True, False)
    """
    return re.match(r"[ \t]+#\w", behind) is not None


def has_cutting_comment(row: str) -> bool:
    """Tell whether a row has such a comment somewhere."""
    return re.search(r"\S[ \t]+#\w", row) is not None


def eaten_escape(pattern: str) -> str:
    r"""Return the control character of a pattern that double quotes made of an escape, or nothing.

    >>> eaten_escape("\bfoo") == "\b", eaten_escape(r"\bfoo")
    (True, '')
    """
    found = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", pattern)
    return found[0] if found else ""


def _of_value(problem: str, row: str) -> str:
    """Return a hint that the value in the row gives, by how it begins."""
    found = _VALUE.match(row)
    value = found["value"] if found else ""
    if value[:1] in ("|", ">") and "comment or line break" in problem:
        return starts_with(value[0])
    if _BEHIND.match(value) and "expected" in problem:
        return starts_with(value[0])
    if _BEHIND_QUOTES.match(value) and "expected" in problem:
        return _QUOTED
    return _COMMENT if value[:1] in ("[", "{") and has_cutting_comment(value) else ""
