"""YAML as nodes: every scalar is text, every node has its place, and what rule files must not hold is refused.

Nodes are built from the parser's events in one walk, so that nesting is bounded before anything is built. Common
mistakes in YAML are explained in words of our own, by the row of the file.
"""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import yaml

from cleaner.errors import RuleProblem

MAX_NESTING = 20
"""Levels of nesting that a rule file may have; the deepest shipped one has six."""

_TOO_DEEP = f"is nested deeper than {MAX_NESTING} levels"
_LESS_DEEP = "a rule file needs about six: close brackets, indent less"

MAX_PROBLEMS = 500
"""Most problems of one file that are reported: a file that is not a rule file at all has thousands."""

MAX_SHOWN = 200
"""Characters of a row that an excerpt shows at most: a line or two of a terminal."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROW_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_YAML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_LAST_RESORT = "look at this line and the one above it: quotes, brackets and blanks"

_TABS = "indent with spaces, not with tabs"
_PLAIN_BLANKS = "indent with plain spaces: there is a no-break space or another unusual blank in front"
_DASH = "a list's dash needs a blank behind it, as in '- id: comment-policy'"
_COLUMNS = "the entries of a list begin in the same column"
_INDENTED = "this key is indented further than the one above it, which has its value: begin both in the same column"
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
    ("block sequence entries are not allowed", "a list begins on a line of its own; a text that is '-' needs quotes"),
    ("mapping keys are not allowed", "a text that starts with ? needs quotes around it"),
    ("could not find expected ':'", "a key needs ': ' behind it, and a list's dash a blank"),
    ("did not find expected '-' indicator", "the entries of a list begin in the same column, and so do a rule's keys"),
    ("did not find expected key", "the keys of a rule begin in the same column"),
    ("control characters are not allowed", "there is a control character in the file: delete it"),
    ("did not find expected <document start>", "the top of the file holds keys: 'about:', 'rules:'"),
)
_KEY = re.compile(r"\s*[\w-]+")
_BARE_DASH = re.compile(r"\s*-[A-Za-z_]+: ")
_VALUE = re.compile(r"\s*(?:- +)*(?:[\w-]+: +)?(?P<value>.*)")
_AFTER_BRACKETS = re.compile(r"(?:\[[^\]]*\]|\{[^}]*\}) *[^\s#,\]}]")
_AFTER_QUOTES = re.compile(r"""("[^"]*"|'[^']*') *[^\s#,\]}:]""")


class Place(NamedTuple):
    """Where a node is: its line and column, from 1, and how many characters of its first line it takes."""

    line: int
    column: int
    width: int = 1


class Scalar(NamedTuple):
    """A text. ``cut`` says that it has no quotes, and that a comment right after it may belong to it."""

    text: str
    place: Place
    cut: bool = False


class Sequence(NamedTuple):
    """A list."""

    items: tuple["Node", ...]
    place: Place


class Mapping(NamedTuple):
    """Keys with their values, in the file's order. A key that is given twice is a problem, and the first one counts."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, name: str) -> "Node | None":
        """Return the value of a key; ``None`` if it is missing."""
        for key, value in self.pairs:
            if key.text == name:
                return value
        return None


Node = Scalar | Sequence | Mapping


class UnreadableRuleFileError(Exception):
    """A rule file that cannot be read any further: the code, place and help of the problem."""

    def __init__(self, code: str, message: str, place: Place, help: str) -> None:
        super().__init__(message)
        self.code, self.message, self.place, self.help = code, message, place, help


class Problems:
    """The problems of one rule file, collected in ``found``."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.found: list[RuleProblem] = []
        self._rows = _ROW_END.split(source)

    def add(self, code: str, message: str, place: Place, help: str) -> None:
        """Add a problem at a place. Raise :exc:`UnreadableRuleFileError` if there are too many."""
        if len(self.found) >= MAX_PROBLEMS:
            raise UnreadableRuleFileError("R010", f"has more than {MAX_PROBLEMS} problems", place, "fix the first ones")
        self.found.append(self.problem(code, message, place, help))

    def add_last(self, error: UnreadableRuleFileError) -> None:
        """Add why the file is not read any further."""
        self.found.append(self.problem(error.code, error.message, error.place, error.help))

    def problem(self, code: str, message: str, place: Place, help: str) -> RuleProblem:
        """Return a problem at a place. What it shows of the file is short and has no control characters."""
        row = self._rows[place.line - 1] if 0 < place.line <= len(self._rows) and place.column <= MAX_SHOWN else ""
        row = _printable(row[: max(MAX_SHOWN, place.column + place.width)])
        width = max(1, min(place.width, len(row) - place.column + 1))
        message, help = _printable(message)[: 2 * MAX_SHOWN], _printable(help)[: 2 * MAX_SHOWN]
        return RuleProblem(code, message, self.path, place.line, place.column, width, row, help)


def start_of(source: str, place: Place) -> int:
    r"""Return where a place begins in a source, in characters.

    >>> start_of("a: 1\r\nb: 2", Place(2, 4))
    9
    """
    ends = (match.end() for match in _ROW_END.finditer(source))
    return next(islice(chain([0], ends), place.line - 1, None)) + place.column - 1


def read_nodes(source: str) -> Node | None:
    """Return the one document of a YAML source as nodes; ``None`` if it is empty.

    Raise :exc:`UnreadableRuleFileError` for what is not YAML, for anchors, aliases, tags and merge keys, for more
    than one document, and for nesting deeper than :data:`MAX_NESTING`.
    """
    rows = _ROW_END.split(source)
    try:
        return _Builder(iter(_Loader(source).get_event, None), rows).document()
    except yaml.MarkedYAMLError as error:
        place = _place_of(error, rows)
        if "nesting depth" in str(error.problem):  # libyaml has a bound of its own, and reads ahead of us
            raise UnreadableRuleFileError("R005", _TOO_DEEP, place, _LESS_DEEP) from None
        problem = " ".join(filter(None, (error.context, error.problem)))
        previous_row = rows[place.line - 2] if place.line > 1 else ""
        help = hint(problem, rows[place.line - 1], place.column - 1, previous_row)
        raise UnreadableRuleFileError("R004", f"is not valid YAML: {error.problem}", place, help) from None
    except yaml.reader.ReaderError as error:
        match = _NOT_YAML.search(source)
        before = _ROW_END.split(source[: match.start() if match else 0])
        help = hint(str(error.reason), "", 0)
        raise UnreadableRuleFileError(
            "R004", f"is not valid YAML: {error.reason}", Place(len(before), len(before[-1]) + 1), help
        ) from None


def _place_of(error: yaml.MarkedYAMLError, rows: list[str]) -> Place:
    """Return where the parser stopped, or where the value begins if there is nothing to see at the end.

    An unclosed quote is reported where it opens: the parser misses it far below.
    """
    mark: Any = error.problem_mark
    began: Any = error.context_mark
    if began and (not _row(rows, mark).strip() or "end of stream" in str(error.problem)):
        mark = began
    if began and "flow" in str(error.context) and _has_cutting_comment(_row(rows, began)):
        mark = began
    return Place(mark.line + 1, mark.column + 1) if mark and mark.line < len(rows) else Place(1, 1)


def _row(rows: list[str], mark: Any) -> str:
    return rows[mark.line] if mark and mark.line < len(rows) else ""


def _printable(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


class _Builder:
    def __init__(self, events: Iterator[Any], rows: list[str]) -> None:
        self._events = events
        self._rows = rows
        self._depth = 0

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise _not_used("a second YAML document", _place(event), "remove the line '---'")
                node = self._node(next(self._events))
        if isinstance(node, Scalar) and not node.text:
            return None
        return node

    def _node(self, event: Any) -> Node:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent):
            raise _not_used("an alias", place, _needs_quotes("*"))
        if event.anchor:
            raise _not_used("an anchor", place, _needs_quotes("&"))
        if event.tag:
            raise _not_used("a tag", place, _needs_quotes("!"))
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            return Scalar(event.value, place, not event.style and cuts_text(_row(self._rows, end)[end.column :]))
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise UnreadableRuleFileError("R005", _TOO_DEEP, place, _LESS_DEEP)
        node = self._sequence(place) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(place)
        self._depth -= 1
        return node

    def _sequence(self, place: Place) -> Sequence:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event))
        return Sequence(tuple(items), place)

    def _mapping(self, place: Place) -> Mapping:
        pairs = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event)
            value = self._node(next(self._events))
            if not isinstance(key, Scalar):
                help = "a text that starts with [ or { needs quotes around it"
                raise UnreadableRuleFileError("R101", "a key is a single text", key.place, help)
            if key.text == "<<":
                raise _not_used("a merge key", key.place, "write the keys out")
            pairs.append((key, value))
        return Mapping(tuple(pairs), place)


def _not_used(what: str, place: Place, help: str) -> UnreadableRuleFileError:
    return UnreadableRuleFileError("R006", f"{what} is not allowed in a rule file", place, help)


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, width))


def hint(problem: str, row: str, column: int, previous_row: str = "") -> str:
    """Return what to do about a row of a file that is not YAML: the row says more than the parser.

    ``problem`` is the parser's own message, ``column`` (from 0) the place in the row.

    >>> hint("did not find expected key", "  line: [AP] news", 11)
    'a text that starts with [ needs quotes around it'
    >>> hint("found character that cannot start any token", "  line: @desk", 8)
    'a text that starts with @ needs quotes around it'
    """
    indent = re.match(r"\s*", row)
    blanks = indent[0] if indent else ""
    if "\t" in blanks:
        return _TABS
    if blanks.strip(" "):
        return _PLAIN_BLANKS
    if _BARE_DASH.match(previous_row) or _BARE_DASH.match(row):
        return _DASH
    if row.lstrip().startswith("- ") and "did not find expected key" in problem:
        return _COLUMNS
    if "mapping values are not allowed" in problem and _KEY.fullmatch(row[:column]):
        return _INDENTED
    if "cannot start any token" in problem and column < len(row):
        return _TABS if row[column] == "\t" else _needs_quotes(row[column])
    if "scanning an alias" in problem or "scanning an anchor" in problem or "scanning a tag" in problem:
        return _needs_quotes({"alias": "*", "anchor": "&"}.get(problem.split()[3], "!"))
    return _value_hint(problem, row) or next((help for part, help in _BY_PROBLEM if part in problem), _LAST_RESORT)


def _needs_quotes(char: str) -> str:
    """Return what to do about a text whose first character has a meaning in YAML."""
    return f"a text that starts with {char} needs quotes around it"


def has_unusual_blanks(key: str) -> bool:
    """Whether a key has blanks in it, or other blanks than spaces around it."""
    return any(not char.isprintable() for char in key) or len(key.split()) > 1


def cuts_text(rest: str) -> bool:
    """Whether a comment right after a text may belong to the text: a letter follows its ``#`` at once.

    >>> cuts_text(" #1 on the list"), cuts_text("  # a comment")
    (True, False)
    """
    return "#" in rest and re.match(r"[ \t]+#\w", rest) is not None


def _has_cutting_comment(row: str) -> bool:
    """Whether a row has such a comment anywhere."""
    return re.search(r"\S[ \t]+#\w", row) is not None


def eaten_escape(pattern: str) -> str:
    r"""Return the control character that double quotes made of an escape in a pattern; an empty text if there is none.

    >>> eaten_escape("\bfoo") == "\b", eaten_escape(r"\bfoo")
    (True, '')
    """
    match = re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", pattern)
    return match[0] if match else ""


def _value_hint(problem: str, row: str) -> str:
    """Return a hint by how the value in the row begins; an empty text for none."""
    match = _VALUE.match(row)
    value = match["value"] if match else ""
    if value[:1] in ("|", ">") and "comment or line break" in problem:
        return _needs_quotes(value[0])
    if _AFTER_BRACKETS.match(value) and "expected" in problem:
        return _needs_quotes(value[0])
    if _AFTER_QUOTES.match(value) and "expected" in problem:
        return _QUOTED
    return _COMMENT if value[:1] in ("[", "{") and _has_cutting_comment(value) else ""
