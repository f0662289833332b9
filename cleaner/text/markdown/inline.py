"""Marks in the text of a paragraph: emphasis, ticks of code, links, images and tags, with their places.

The parser gives the parts of a text in order, but not where they are. So the text is walked beside them: each part must
stand where the one before it ends. A text in which one does not is left without marks.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from cleaner.lazy import lazy_pattern
from cleaner.types import Span

if TYPE_CHECKING:  # start-up time
    from markdown_it.token import Token

_SOFT_BREAK = lazy_pattern(r"[ ]*\n[ \t]*")
_HARD_BREAK = lazy_pattern(r"(?:[ ]*|\\)\n[ \t]*")
_LABEL = lazy_pattern(r"\[(?:[^\[\]\\]|\\.)*\]", re.DOTALL)
_BLANKS = lazy_pattern(r"[ \t\n]*")
_ADDRESS = lazy_pattern(r"(?:https?|ftp)://[^\s<>]+|\bwww\.[^\s<>]+")
_MATH = lazy_pattern(r"\$[^\s$](?:[^$\n]*[^\s$])?\$")
_WIKI_LINK = lazy_pattern(r"!?\[\[[^\[\]\n]+\]\]")
_TEMPLATE = lazy_pattern(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}", re.DOTALL)


class Marks(NamedTuple):
    """The marks of a text, as spans of it.

    ``form`` are those that a reader does not see, in order. ``pairs`` are marks that open and close together.
    ``verbatim`` is text that is not prose, such as code and addresses.
    """

    form: tuple[Span, ...] = ()
    pairs: tuple[tuple[Span, Span], ...] = ()
    verbatim: tuple[Span, ...] = ()


class _LostPlaceError(Exception):
    """A part of a text is not where the walk is."""


def read_marks(text: str, tokens: Iterable["Token"]) -> Marks | None:
    """Return the marks of a text that was parsed to these tokens; ``None`` if a place is uncertain."""
    walk = _Walk(text)
    try:
        for token in tokens:
            walk.take(token)
    except _LostPlaceError:
        return None
    if text[walk.position :].strip():
        return None
    for pattern in (_ADDRESS, _MATH, _WIKI_LINK, _TEMPLATE):
        walk.verbatim += [Span(*match.span()) for match in pattern.finditer(text)]
    return Marks(tuple(walk.form), tuple(walk.pairs), tuple(walk.verbatim))


class _Walk:
    """A position in a text, and the marks that were passed."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 0
        self.form: list[Span] = []
        self.pairs: list[tuple[Span, Span]] = []
        self.verbatim: list[Span] = []
        self._open: list[Span] = []
        self._skips_text = False

    def take(self, token: "Token") -> None:
        """Pass one token. Raises :exc:`_LostPlaceError` if it is not here."""
        if token.type == "text":
            if not self._skips_text:
                self._pass(token.content)
        elif take := _TAKERS.get(token.type):
            take(self, token)
        elif token.nesting > 0:
            self.open_mark(token.markup)
        elif token.nesting < 0:
            self._close_mark(self._pass(token.markup))
        else:
            raise _LostPlaceError

    def _pass(self, part: str) -> Span:
        if not self.text.startswith(part, self.position):
            raise _LostPlaceError
        start, self.position = self.position, self.position + len(part)
        return Span(start, self.position)

    def take_special(self, token: "Token") -> None:
        """Pass an escape, a backslash that is none, or an entity."""
        span = self._pass(token.markup)
        if token.info == "escape" and token.content != token.markup:
            self.form.append(Span(span.start, span.start + 1))
        self.verbatim.append(span)

    def take_soft_break(self, _: "Token") -> None:
        """Pass a line end with the blanks around it."""
        self._pass_match(_SOFT_BREAK)

    def take_hard_break(self, _: "Token") -> None:
        """Pass a line end with its backslash or blanks."""
        start = self.position
        if self._pass_match(_HARD_BREAK).startswith("\\"):
            self.form.append(Span(start, start + 1))

    def _pass_match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.position)
        if not match:
            raise _LostPlaceError
        self.position = match.end()
        return match[0]

    def take_code(self, token: "Token") -> None:
        """Pass code with its ticks."""
        ticks = token.markup
        first = self._pass(ticks)
        start = first.end
        while True:
            start = self.text.find(ticks, start)
            if start < 0:
                raise _LostPlaceError
            end = start
            while end < len(self.text) and self.text[end] == "`":
                end += 1
            if end - start == len(ticks):
                break
            start = end
        self.form += [first, Span(start, end)]
        self.pairs.append((first, Span(start, end)))
        self.verbatim.append(Span(first.start, end))
        self.position = end

    def take_image(self, token: "Token") -> None:
        """Pass an image with its label and target."""
        start = self.position
        self._pass("![")
        self._pass(token.content)
        self.position = _link_end(self.text, self.position)
        self.form.append(Span(start, self.position))

    def take_tag(self, token: "Token") -> None:
        """Pass a tag."""
        tag = token.content
        span = self._pass(tag)
        self.verbatim.append(span)
        if not tag.lower().startswith("<br"):  # a reader sees a blank there
            self.form.append(span)

    def open_mark(self, mark: str) -> None:
        """Pass a mark that opens."""
        span = self._pass(mark)
        self.form.append(span)
        self._open.append(span)

    def _close_mark(self, span: Span) -> None:
        if not self._open:
            raise _LostPlaceError
        self.form.append(span)
        self.pairs.append((self._open.pop(), span))

    def open_link(self, token: "Token") -> None:
        """Pass the start of a link; of an address in brackets, all of it but the last bracket."""
        is_autolink = token.markup == "autolink"
        self.open_mark("<" if is_autolink else "[")
        if is_autolink:
            start, self.position = self.position, self.text.find(">", self.position)
            self.verbatim.append(Span(start, self.position))
            self._skips_text = True

    def close_link(self, token: "Token") -> None:
        """Pass the end of a link with its target."""
        if token.markup == "autolink":
            self._skips_text = False
            self._close_mark(self._pass(">"))
            return
        start, self.position = self.position, _link_end(self.text, self.position)
        self._close_mark(Span(start, self.position))


_TAKERS: dict[str, Callable[[_Walk, "Token"], None]] = {
    "text_special": _Walk.take_special,
    "softbreak": _Walk.take_soft_break,
    "hardbreak": _Walk.take_hard_break,
    "code_inline": _Walk.take_code,
    "image": _Walk.take_image,
    "html_inline": _Walk.take_tag,
    "link_open": _Walk.open_link,
    "link_close": _Walk.close_link,
}
"""What passes a token, by its type; others are text, or marks that open and close."""


def _link_end(text: str, start: int) -> int:
    """Return where a link ends whose text ends at ``start``: behind its target, its label, or the bracket alone."""
    if not text.startswith("]", start):
        raise _LostPlaceError
    after = start + 1
    if text.startswith("(", after) and (end := _target_end(text, after + 1)):
        return end
    label = _LABEL.match(text, after)
    return label.end() if label else after


def _target_end(text: str, start: int) -> int:
    """Return where a target in parentheses ends, with its title, if there is one (CommonMark 0.31, section 6.3)."""
    from markdown_it.helpers import parseLinkDestination, parseLinkTitle

    position = _after_blanks(text, start)
    destination = parseLinkDestination(text, position, len(text))
    if destination.ok:
        position = destination.pos
        title = parseLinkTitle(text, _after_blanks(text, position), len(text))
        if title.ok and _after_blanks(text, position) > position:
            position = title.pos
    position = _after_blanks(text, position)
    return position + 1 if text.startswith(")", position) else 0


def _after_blanks(text: str, start: int) -> int:
    match = _BLANKS.match(text, start)
    return match.end() if match else start
