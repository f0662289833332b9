"""From a page's markup to a tree, with a guard against text that parsers lose without an error.

For an ordinary page the tree is the same as that of trafilatura's own ``load_html``. Beyond that, control characters
and references to them are removed before parsing, since the parser would stop there; entities that the document type
declares are not expanded; excess attributes are cut, and depth is bounded. Then the length of the tree's text is
compared with that of the markup. Where text is missing, the markup is first repaired, then flattened, and the tree
with the most text is used.
"""

import html
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, repeat

from lxml.etree import ElementDefaultClassLookup, LxmlError, SubElement, XPath, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cleaner.html.code.blocks import PageCode
from cleaner.html.lines import read_lines
from cleaner.html.tree import INVISIBLE, Node, visible_texts
from cleaner.lazy import lazy_pattern

WHOLE_SHARE = 0.98
"""A tree with this share of the markup's visible letters is whole: entities and unusual blanks count differently."""

ROUGH_SHARE = 0.9
"""Letters are not counted if a tree has this share of the markup's text, roughly measured. Comments are most of the
rest."""

HIDDEN_SHARE = 0.3
"""Letters are counted if :data:`_HIDING_TAGS` hold more than this share of a page's text."""

LONG_TAG = 20_000
"""Characters of a tag above which attributes are cut: the parser's time is quadratic in their number."""

MAX_ATTRIBUTES = 50
"""Attributes of a long tag that are kept."""

MAX_DEPTH = 200
"""Levels of a tree that are kept. (The deepest of 421 pages measured has 42.)"""

_START_LENGTH = 2000
"""Characters of a page's start that may hold an XML declaration and a document type."""

_END_LENGTH = 100
"""Characters of a page's end that are searched in nodes that read markup as text."""

_MAX_CODE_DIGITS = 7
"""Digits of the largest code point, 1114111."""

_DELETE = 0x7F

_CONTROL = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes((*range(9), 11, 12, *range(14, 32)))
_NONCHARACTERS = ("\ufffe", "\uffff")
_REFERENCE = lazy_pattern(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_DOCTYPE = lazy_pattern(r"<!doctype[^\[<>]*(?:\[[^\]]*\][^<>]*)?>", re.IGNORECASE)
_DECLARATION = lazy_pattern(r"\s*<\?xml[^>]*\?>", re.IGNORECASE)
_SELF_CLOSING_HTML = lazy_pattern(r"(<html\b[^<>]*?)/+\s*>", re.IGNORECASE)
_LONG_TAG = lazy_pattern(rf"<([a-zA-Z][\w:-]*)([^<>]{{{LONG_TAG},}})>")
_ATTRIBUTE = lazy_pattern(r"""\s[\w:.-]+(?:=(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'=<>]{1,2000}))?""")
_LETTER = lazy_pattern(r"[^\W_]")

_TAG_REST = r"""(?:[^<>"']*(?:(?:"[^"]{0,1000000}"|'[^']{0,1000000}')(?=[\s/>])[^<>"']*)*(?=>)|[^<>]*)"""
"""What follows a tag's name: text with quoted values, which may hold markup, or else all up to the next bracket.

A quote closes only before a blank or the tag's end; if it closes elsewhere, an earlier quote is missing. The bound
keeps time linear.
"""

_TAG = lazy_pattern(rf"<(/?[a-zA-Z][\w:-]*)({_TAG_REST})>")
_UNCLOSABLE = lazy_pattern(
    r"<(script|style|noscript|template|title|textarea|select|iframe|dialog|video|audio|object|xmp|plaintext)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags whose nodes hide all that follows if they are never closed."""

_PAGE_END = lazy_pattern(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The parser may drop what follows it."""

_VOID_TAGS = ("area", "base", "embed", "frame", "img", "input", "link", "meta", "param", "source", "track")
_PAIRED_INVISIBLE = sorted(INVISIBLE - {"head", *_VOID_TAGS})
_INVISIBLE_TAG = rf"<({'|'.join(_PAIRED_INVISIBLE)})\b[^<>]*>"
_INVISIBLE_START = lazy_pattern(_INVISIBLE_TAG, re.IGNORECASE)
_INVISIBLE_END = lazy_pattern(rf"</({'|'.join(_PAIRED_INVISIBLE)})\s*>", re.IGNORECASE)
_NOT_TEXT = lazy_pattern(rf"<!--.*?-->|{_INVISIBLE_TAG}.*?</\1\s*>|<[!/?a-zA-Z]{_TAG_REST}>", re.DOTALL | re.IGNORECASE)
_RAW_TEXT_TAGS = ("script", "style", "title", "textarea", "iframe", "xmp", "plaintext")
"""Nodes that read markup as text: one that is never closed ends with the page."""

_HIDING_TAGS = ("noscript", "template", "dialog", "select", "object", "video", "audio")
"""Nodes that hide their content, and the rest of the page if they are never closed."""

_FLAT_TAGS = frozenset(
    (
        *("html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "template"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "li", "pre", "time", "figcaption"),
    )
)
_BLOCK_TAGS = frozenset(
    (
        *("div", "section", "article", "main", "aside", "header", "footer", "nav", "ul", "ol", "dl", "dd", "dt"),
        *("table", "tbody", "thead", "tr", "td", "th", "figure", "form", "blockquote", "center", "details"),
        *("summary", "address", "fieldset"),
    )
)
_WRAPPER_TAGS = ("div", "span", "section", "article", "center", "font")
"""Nodes that nest without meaning."""

_HEAD_TAGS = frozenset(("title", "meta", "link", "base", "script", "style", "noscript", "template"))

_EMPTY_PAGE = "<html><head></head><body></body></html>"

_PARSER = HTMLParser(
    collect_ids=False,
    default_doctype=False,
    encoding="utf-8",
    remove_comments=True,
    remove_pis=True,
    huge_tree=True,
)
"""Trafilatura's settings, without a bound on the length of a text."""

# One class for all elements: lxml then creates nodes without calling Python. Classes of forms are not needed.
_PARSER.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))

_TEXT_LENGTH = XPath("string-length()")
_IS_TOO_DEEP = XPath(f"boolean({'/*' * (MAX_DEPTH + 1)})")


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page's tree, whose root is ``html``.

    ``kept`` is the share of the markup's visible letters that the tree has. ``repair`` is how the markup was changed
    to get them: ``repaired``, ``flattened`` or ``None``.
    """

    tree: Node
    kept: float = 1.0
    repair: str | None = None


def parse_page(page: str) -> ParsedPage:
    """Parse a page. Any text gives a tree, and none raises; ``kept`` is below 1 where text is lost."""
    markup = _prepare(page)
    parts = markup.split("<")
    ends = list(map(str.find, parts, repeat(">")))
    rough_length = len(markup) - _length_of_tags(parts, ends)
    if max(ends) > LONG_TAG:
        markup = _LONG_TAG.sub(_cut_attributes, markup)
    tree = _build_tree(markup)
    if _is_roughly_whole(tree, rough_length) and not _swallows_end(tree, markup):
        return ParsedPage(limit_depth(tree))
    return _parse_with_repair(markup, tree)


def _length_of_tags(parts: Sequence[str], ends: Sequence[int]) -> int:
    """Return the number of characters in tags, before the first one, and behind any ``<`` that is never closed.

    ``parts`` are what stands between the characters ``<``, and ``ends`` where the first ``>`` in each is, or -1.

    >>> _length_of_tags(["", "b>two", "/b>, ", "i"], [-1, 1, 2, -1]) == len("<b></b><i")
    True
    """
    unclosed = sum(map(len, compress(parts, map((-1).__eq__, ends))))
    return unclosed + sum(ends) + 2 * len(ends) - 1


def _parse_with_repair(markup: str, tree: Node) -> ParsedPage:
    """Return the tree with the most of the markup's letters: as parsed, from repaired or from flattened markup."""
    letters = len(_LETTER.findall(html.unescape(_text_of(markup))))
    best = ParsedPage(tree, _share_of(tree, letters))
    for name, repair in (("repaired", repair_markup), ("flattened", flatten_markup)):
        if best.kept >= WHOLE_SHARE:
            break
        candidate = _build_tree(repair(markup))
        share = _share_of(candidate, letters)
        if share > best.kept:
            best = ParsedPage(candidate, share, name)
    kept = 1.0 if best.kept >= WHOLE_SHARE else round(best.kept, 3)
    return ParsedPage(best.tree, kept, best.repair)


def _text_of(markup: str) -> str:
    """Return the markup without tags, comments, and nodes that show no text.

    Of nodes and comments that are never closed only the tag goes, first of all: searching the rest of the page for the
    end of each would take quadratic time.
    """
    head, end, tail = markup.rpartition("-->")
    markup = head + end + tail.replace("<!--", "<!")
    last_ends = {tag[1].lower(): tag.start() for tag in _INVISIBLE_END.finditer(markup)}
    markup = _INVISIBLE_START.sub(lambda tag: tag[0] if tag.start() < last_ends.get(tag[1].lower(), 0) else " ", markup)
    return _NOT_TEXT.sub(" ", markup)


def _prepare(page: str) -> str:
    """Return the markup without the characters and declarations that harm the parser."""
    markup = page if _is_clean(page) else _CONTROL.sub("", page)
    if "&#" in markup and not all(map(_is_text_reference, set(_REFERENCE.findall(markup)))):
        markup = _REFERENCE.sub(lambda match: match[0] if _is_text_reference(match.groups()) else "", markup)
    start = markup[:_START_LENGTH]
    start = _DOCTYPE.sub("", _DECLARATION.sub("", start, count=1), count=1)
    return _SELF_CLOSING_HTML.sub(r"\1", start, count=1) + markup[_START_LENGTH:]


def _is_clean(page: str) -> bool:
    """Whether a text has no control characters, lone surrogates or noncharacters."""
    try:
        data = page.encode()
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data) and not any(map(page.__contains__, _NONCHARACTERS))


def _is_text_reference(digits: tuple[str, ...]) -> bool:
    """Whether a character reference, given by its hexadecimal and decimal digits, is to a character of text."""
    hexadecimal, decimal = digits
    if len((hexadecimal or decimal).lstrip("0")) > _MAX_CODE_DIGITS:
        return False
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return code <= sys.maxunicode and code not in (0, _DELETE) and not _CONTROL.match(chr(code))


def _cut_attributes(tag: re.Match[str]) -> str:
    attributes = [match[0] for _, match in zip(range(MAX_ATTRIBUTES), _ATTRIBUTE.finditer(tag[2]), strict=False)]
    return f"<{tag[1]}{''.join(attributes)}>"


def _build_tree(markup: str) -> Node:
    try:
        tree = document_fromstring(markup.encode("utf-8", "replace"), parser=_PARSER, ensure_head_body=True)
    except (LxmlError, ValueError, AssertionError):
        return document_fromstring(_EMPTY_PAGE, parser=_PARSER)
    _end_head(tree)
    return tree


def _end_head(tree: Node) -> None:
    """Move what has words from the head to the start of the body.

    Where no tag ends the head, as in minified pages, the parser leaves nodes there that are younger than itself, such
    as ``article`` and ``main``.
    """
    head, body = tree.find("head"), tree.find("body")
    if head is None or body is None:
        return
    strays = [node for node in head if isinstance(node.tag, str) and node.tag not in _HEAD_TAGS]
    strays = [node for node in strays if not (_is_blank("".join(node.itertext())) and _is_blank(node.tail))]
    if not strays:
        return
    strays[-1].tail = f"{strays[-1].tail or ''}{body.text or ''}"
    body.text = None
    for node in reversed(strays):
        body.insert(0, node)


def _is_roughly_whole(tree: Node, rough_length: int) -> bool:
    """Whether a tree has about as much text as the markup, scripts included, and little of it is hidden."""
    length: float = _TEXT_LENGTH(tree)
    if length < ROUGH_SHARE * rough_length:
        return False
    outermost = [node for node in tree.iter(*_HIDING_TAGS) if next(node.iterancestors(*_HIDING_TAGS), None) is None]
    return sum([len(text) for node in outermost for text in node.itertext()]) <= HIDDEN_SHARE * length


def _swallows_end(tree: Node, markup: str) -> bool:
    """Whether the end of the markup is the text of a node that reads markup as text."""
    end = markup[-_END_LENGTH:].rstrip()
    texts = [text for node in tree.iter(*_RAW_TEXT_TAGS) if (text := (node.text or "").rstrip())]
    return any(end.endswith(text[-len(end) :]) for text in texts)


def _share_of(tree: Node, letters: int) -> float:
    """Return the share of the markup's letters that a tree's lines have."""
    count = sum(len(_LETTER.findall(line.text)) for line in read_lines(limit_depth(tree), PageCode()))
    return min(1.0, count / letters) if letters else 1.0


def repair_markup(markup: str) -> str:
    """Return the markup without comments, scripts and the like that are never closed, and with quotes in pairs.

    >>> repair_markup("<p>One.</p><!-- two <p>Three.</p>")
    '<p>One.</p> two <p>Three.</p>'
    >>> repair_markup('<a href="x>One</a><p class="y">Two.</p>')
    '<a>One</a><p class="y">Two.</p>'
    """
    head, end, tail = markup.rpartition("-->")
    markup = _PAGE_END.sub("", head + end + tail.replace("<!--", ""))
    lowered = markup.lower()
    last_ends = {name: lowered.rfind(f"</{name}") for name in {tag[1].lower() for tag in _UNCLOSABLE.finditer(markup)}}
    markup = _UNCLOSABLE.sub(lambda tag: tag[0] if tag.start() < last_ends[tag[1].lower()] else " ", markup)
    return _TAG.sub(_without_open_quote, markup)


def _without_open_quote(tag: re.Match[str]) -> str:
    double, single = tag[2].count('"'), tag[2].count("'")
    return f"<{tag[1]}>" if double % 2 or (not double and single % 2) else tag[0]


def flatten_markup(markup: str) -> str:
    """Return the markup without nesting: tags that separate lines become paragraphs, other tags are removed.

    >>> flatten_markup("<div><div><span>One</span></div>two</div>")
    '<p><p>One<p>two<p>'
    """
    return _TAG.sub(_flat_tag, repair_markup(markup))


def _flat_tag(tag: re.Match[str]) -> str:
    name = tag[1].lstrip("/").lower()
    if name in _FLAT_TAGS:
        return tag[0]
    return "<p>" if name in _BLOCK_TAGS else ""


def limit_depth(tree: Node) -> Node:
    """Return the tree, changed in place to have at most :data:`MAX_DEPTH` levels; later steps recurse into it.

    Wrappers of a single node are removed first, since they cause most deep nesting. Text that is still deeper becomes
    paragraphs at the last level.
    """
    if not _IS_TOO_DEEP(tree):
        return tree
    for node in list(tree.iter(*_WRAPPER_TAGS)):
        if len(node) == 1 and _is_blank(node.text) and _is_blank(node[0].tail) and node.getparent() is not None:
            node.drop_tag()
    if _IS_TOO_DEEP(tree):
        _flatten_below_limit(tree)
    return tree


def _is_blank(text: str | None) -> bool:
    return text is None or not text.strip()


def _flatten_below_limit(tree: Node) -> None:
    depth, edges = 0, []
    walk = iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        depth += 1 if event == "start" else -1
        if event == "start" and depth == MAX_DEPTH - 1 and len(node):
            edges.append(node)
            walk.skip_subtree()
    for edge in edges:
        texts = [text for text in visible_texts(edge) if text.strip()]
        tail = edge.tail
        edge.clear()
        edge.tail = tail
        for text in texts:
            SubElement(edge, "p").text = text
