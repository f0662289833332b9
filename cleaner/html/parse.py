"""A page's markup to a tree, with a guard for what parsers lose in silence.

Ordinary pages give the very tree that trafilatura's own ``load_html`` gives. Beyond that: control characters and the
entities that stand for them go before the parser, which would stop at them; a document type's own entities go unread;
floods of attributes are cut, and nesting is bounded. Then the text of the tree is compared with that of the markup.
Where some is missing, the markup is mended in the ways of :mod:`cleaner.html.mend`, and the best tree counts.
"""

import html
import re
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from cleaner.html.lines import UNSEEN, read_lines
from cleaner.html.mend import REST, flatten_markup, repair_markup
from cleaner.html.nesting import limit_depth

KEPT = 0.98
"""Share of the markup's visible letters from which a tree is whole: entities and odd blanks count differently."""

ROUGHLY = 0.9
"""Share of the rough text of the markup from which it is not counted exactly. Comments make most of the difference."""

LONG_TAG = 20_000
"""Characters of a tag from which its attributes are cut: the parser's time is quadratic in their number."""

ATTRIBUTES = 50
"""Attributes of such a tag that are kept."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOW = bytes((*range(9), 11, 12, *range(14, 32)))
_NONE = ("\ufffe", "\uffff")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_DOCTYPE = re.compile(r"<!doctype[^\[<>]*(?:\[[^\]]*\][^<>]*)?>", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<([a-zA-Z][\w:-]*)([^<>]{{{LONG_TAG},}})>")
_ATTRIBUTE = re.compile(r"""\s[\w:.-]+(?:=(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'=<>]{1,2000}))?""")
_VOID = ("area", "base", "embed", "frame", "img", "input", "link", "meta", "param", "source", "track")
_HIDING = sorted(UNSEEN - {"head", *_VOID})
_UNSEEN = re.compile(
    rf"<!--.*?-->|<({'|'.join(_HIDING)})\b[^>]*>.*?</\1\s*>|<[!/?a-zA-Z]{REST}>", re.DOTALL | re.IGNORECASE
)
_RAW = ("script", "style", "title", "textarea", "iframe", "xmp", "plaintext")
"""Nodes that read markup as their text: one that never closes ends with the page's own end."""

_HOLDING = ("noscript", "template", "dialog", "select", "object", "video", "audio")
"""Nodes that hide what stands in them, and all that follows if they never close."""

HIDDEN = 0.3
"""Share of a page's text in such nodes from which it is counted exactly."""

_END_LENGTH = 100
"""Characters of a page's end that are looked for in such a node."""

_CLOSED_HTML = re.compile(r"(<html\b[^<>]*?)/+\s*>", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")
_EMPTY = "<html><head></head><body></body></html>"
_START = 2000
"""Characters of a page's start that may hold an XML declaration and a document type."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page's tree, whose root is ``html``, the share of its visible letters that it has, and how it was mended."""

    tree: Any
    kept: float = 1.0
    note: str | None = None


def parse_page(page: str) -> ParsedPage:
    """Parse a page. Whatever it is, there is a tree, and what it lacks is told."""
    markup = _prepared(page)
    pieces = markup.split("<")
    ends = [piece.find(">") for piece in pieces]
    if max(ends) > LONG_TAG:
        markup = _LONG_TAG.sub(_cut, markup)
    tree = _tree(markup)
    rough = sum([len(piece) - end - 1 for piece, end in zip(pieces, ends, strict=True) if end >= 0])
    if _roughly_whole(tree, rough) and not _swallows_the_end(tree, markup):
        return ParsedPage(limit_depth(tree))
    wanted = _letters(markup)
    best = ParsedPage(tree, _share(tree, wanted))
    for note, mend in (("mended", repair_markup), ("flattened", flatten_markup)):
        if best.kept >= KEPT:
            break
        other = _tree(mend(markup))
        share = _share(other, wanted)
        if share > best.kept:
            best = ParsedPage(other, share, note)
    kept = 1.0 if best.kept >= KEPT else round(best.kept, 3)
    return ParsedPage(best.tree, kept, best.note)


def _prepared(page: str) -> str:
    """Return a page's markup without what harms the parser."""
    markup = page if _is_sound(page) else _CONTROL.sub("", page)
    if "&#" in markup and not all(map(_stands_for_text, set(_REFERENCE.findall(markup)))):
        markup = _REFERENCE.sub(lambda found: found[0] if _stands_for_text(found.groups()) else "", markup)
    start = markup[:_START]
    for pattern in (_DECLARATION, _DOCTYPE, _CLOSED_HTML):
        start = pattern.sub(r"\1" if pattern.groups else "", start, count=1)
    return start + markup[_START:]


def _is_sound(page: str) -> bool:
    """Tell whether a text has no control character, no lone surrogate and none of the two characters that are none."""
    try:
        data = page.encode()
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _LOW)) == len(data) and not any(map(page.__contains__, _NONE))


def _stands_for_text(digits: tuple[str, ...]) -> bool:
    """Tell whether a reference, by its hexadecimal or its decimal digits, is to a character that a text may have."""
    hexadecimal, decimal = digits
    if len((hexadecimal or decimal).lstrip("0")) > len("1114111"):
        return False
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return code <= sys.maxunicode and code not in (0, 0x7F) and not _CONTROL.match(chr(code))


def _cut(tag: re.Match[str]) -> str:
    kept = [found[0] for _, found in zip(range(ATTRIBUTES), _ATTRIBUTE.finditer(tag[2]), strict=False)]
    return f"<{tag[1]}{''.join(kept)}>"


@cache
def _parser() -> Any:
    """Return the parser: trafilatura's settings, and no bound on the length of a text.

    Elements are all of one class, which lxml then finds without asking Python for each: forms are not read here.
    """
    from lxml.etree import ElementDefaultClassLookup
    from lxml.html import HtmlElement, HTMLParser

    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _tree(markup: str) -> Any:
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    try:
        return document_fromstring(markup.encode("utf-8", "replace"), parser=_parser(), ensure_head_body=True)
    except (LxmlError, ValueError, AssertionError):
        return document_fromstring(_EMPTY, parser=_parser())


def _roughly_whole(tree: Any, rough: int) -> bool:
    """Tell whether a tree surely has all text: lengths are compared, scripts included, and nothing hides the rest."""
    total: float = _length()(tree)
    if total < ROUGHLY * rough:
        return False
    return sum(len(text) for node in tree.iter(*_HOLDING) for text in node.itertext()) <= HIDDEN * total


@cache
def _length() -> Any:
    """Return a question asked in C: how many characters of text a tree has."""
    from lxml.etree import XPath

    return XPath("string-length()")


def _swallows_the_end(tree: Any, markup: str) -> bool:
    """Tell whether a node that reads markup as its text has the page's end in it."""
    last = markup[-_END_LENGTH:].rstrip()
    texts = [text for node in tree.iter(*_RAW) if (text := (node.text or "").rstrip())]
    return any(last.endswith(text[-len(last) :]) for text in texts)


def _letters(markup: str) -> int:
    return len(_LETTER.findall(html.unescape(_UNSEEN.sub(" ", markup))))


def _share(tree: Any, wanted: int) -> float:
    found = sum(len(_LETTER.findall(line.text)) for line in read_lines(limit_depth(tree)))
    return min(1.0, found / wanted) if wanted else 1.0
