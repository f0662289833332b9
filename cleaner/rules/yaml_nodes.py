"""YAML as nodes: every scalar is text, every node knows its place, and what a rule file must not hold is refused.

Read from the parser's events in one walk, so that nesting is bounded before anything is built.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import yaml

from cleaner.errors import RuleProblem
from cleaner.rules.yaml_hints import cut_by_comment, has_cutting_comment, hint, starts_with

MAX_NESTING = 20
"""Levels of nesting that a rule file may have; the deepest shipped one has six."""

_TOO_DEEP = f"is nested deeper than {MAX_NESTING} levels"
_LESS_DEEP = "a rule file needs about six: close brackets, indent less"

MAX_PROBLEMS = 500
"""Mistakes of one file that are told: nobody reads on, and a file that is no rule file at all has thousands."""

MAX_SHOWN = 200
"""Characters of a row that an excerpt shows at most: a terminal's line or two."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ROW_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: 1-based line and column, and the characters of its first line."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``cut`` tells that it stood without quotes, and that a comment right behind it may belong to it."""

    text: str
    place: Place
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the file's order. A key given twice is a mistake, and the first one counts."""

    pairs: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, name: str) -> "Node | None":
        """Return the value of a key."""
        return next((value for key, value in self.pairs if key.text == name), None)


Node = Scalar | Sequence | Mapping


class UnreadableRuleFileError(Exception):
    """A rule file that cannot be read any further."""

    def __init__(self, code: str, message: str, place: Place, help: str) -> None:
        super().__init__(message)
        self.code, self.message, self.place, self.help = code, message, place, help


class Problems:
    """The mistakes of one rule file, gathered."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.found: list[RuleProblem] = []
        self._rows = _ROW_END.split(source)

    def add(self, code: str, message: str, place: Place, help: str) -> None:
        """Note a mistake at a place; raise :exc:`UnreadableRuleFileError` when there are too many."""
        if len(self.found) >= MAX_PROBLEMS:
            raise UnreadableRuleFileError(
                "R010", f"has more than {MAX_PROBLEMS} mistakes", place, "mend the first ones"
            )
        self._note(code, message, place, help)

    def add_last(self, refused: UnreadableRuleFileError) -> None:
        """Note why the file is read no further."""
        self._note(refused.code, refused.message, refused.place, refused.help)

    def _note(self, code: str, message: str, place: Place, help: str) -> None:
        self.found.append(self.problem(code, message, place, help))

    def problem(self, code: str, message: str, place: Place, help: str) -> RuleProblem:
        """Return what is to be told of a place. What is shown of the file has no control characters, and is short."""
        row = self._rows[place.line - 1] if 0 < place.line <= len(self._rows) and place.column <= MAX_SHOWN else ""
        row = _shown(row[: max(MAX_SHOWN, place.column + place.width)])
        width = max(1, min(place.width, len(row) - place.column + 1))
        message, help = _shown(message)[: 2 * MAX_SHOWN], _shown(help)[: 2 * MAX_SHOWN]
        return RuleProblem(code, message, self.path, place.line, place.column, width, row, help)


def start_of(source: str, place: Place) -> int:
    r"""Return where in a source a place begins, in characters.

    >>> start_of("a: 1\r\nb: 2", Place(2, 4))
    9
    """
    ends = (found.end() for found in _ROW_END.finditer(source))
    return next(islice(chain([0], ends), place.line - 1, None)) + place.column - 1


def read_nodes(source: str) -> Node | None:
    """Return the one document of a YAML source as nodes; ``None`` if it is empty.

    Raise :exc:`UnreadableRuleFileError` for what is not YAML, for anchors, aliases, tags and merge keys, for more
    than one document, and for nesting deeper than :data:`MAX_NESTING`.
    """
    rows = _ROW_END.split(source)
    try:
        return _Builder(yaml.parse(source, Loader=_Loader), rows).document()
    except yaml.MarkedYAMLError as error:
        place = _place_of(error, rows)
        if "nesting depth" in str(error.problem):  # libyaml has a bound of its own, and reads ahead of us
            raise UnreadableRuleFileError("R005", _TOO_DEEP, place, _LESS_DEEP) from None
        problem = " ".join(filter(None, (error.context, error.problem)))
        above = rows[place.line - 2] if place.line > 1 else ""
        help = hint(problem, rows[place.line - 1], place.column - 1, above)
        raise UnreadableRuleFileError("R004", f"is no YAML: {error.problem}", place, help) from None
    except yaml.reader.ReaderError as error:
        found = _NOT_YAML.search(source)
        before = _ROW_END.split(source[: found.start() if found else 0])
        help = hint(str(error.reason), "", 0)
        raise UnreadableRuleFileError(
            "R004", f"is no YAML: {error.reason}", Place(len(before), len(before[-1]) + 1), help
        ) from None


def _place_of(error: yaml.MarkedYAMLError, rows: list[str]) -> Place:
    """Return where the parser stopped, or where what it was reading began if there is nothing to see there.

    An unclosed quote is told where it opens: where it is missed, the file may be long past it.
    """
    mark: Any = error.problem_mark
    began: Any = error.context_mark
    if began and (not _row(rows, mark).strip() or "end of stream" in str(error.problem)):
        mark = began
    if began and "flow" in str(error.context) and has_cutting_comment(_row(rows, began)):
        mark = began
    return Place(mark.line + 1, mark.column + 1) if mark and mark.line < len(rows) else Place(1, 1)


def _row(rows: list[str], mark: Any) -> str:
    return rows[mark.line] if mark and mark.line < len(rows) else ""


def _shown(text: str) -> str:
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
            raise _not_used("an alias", place, starts_with("*"))
        if event.anchor:
            raise _not_used("an anchor", place, starts_with("&"))
        if event.tag:
            raise _not_used("a tag", place, starts_with("!"))
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            return Scalar(event.value, place, not event.style and cut_by_comment(_row(self._rows, end)[end.column :]))
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
                raise UnreadableRuleFileError("R101", "a key is one text", key.place, help)
            if key.text == "<<":
                raise _not_used("a merge key", key.place, "write the keys out")
            pairs.append((key, value))
        return Mapping(tuple(pairs), place)


def _not_used(what: str, place: Place, help: str) -> UnreadableRuleFileError:
    return UnreadableRuleFileError("R006", f"{what} has no use in a rule file", place, help)


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(1, width))
