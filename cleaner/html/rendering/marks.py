"""Marks that pages set beside their text: links of headings to themselves, links for editors, missing citations.

They are in the markup of the line that they stand in, so they go before lines are read. Marks of footnotes are none of
them, nor is what ends a heading by its own right, as in "C#".
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from cleaner.html.rendering.mark_words import CITATION_WORDS, EDIT_WORDS, PERMALINK_WORDS, REMARKS
from cleaner.html.tree import Node, remove_nodes
from cleaner.lazy import lazy_pattern

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TITLES = (*_HEADINGS, "dt", "figcaption", "caption", "summary", "legend")
"""Nodes whose links to themselves are marks. Beside headings alone such links are marks as well."""

_MARK_TAGS = ("a", "span", "sup", "small", "button", "div", "i", "em", "b")
"""Tags of nodes that may be a mark."""

_PERMALINK_SIGNS = frozenset("¶#§🔗⚓∞☍⛓🔖")
_NEVER_TEXT = frozenset("¶🔗⚓⛓🔖")
"""Signs that no heading begins or ends with."""

_MAX_MARK_CHILDREN = 6
"""Nodes in a mark beside a heading: brackets, links and what stands between them."""

_MAX_LEVELS = 3
"""Nodes around a sign that may bear the name to which it leads."""

_MAX_MARK_LENGTH = 200
"""Characters of a mark, which may repeat its heading."""

_NO_LETTERS = "\ufe0e\ufe0f\u200b\u200c\u200d\u2060\ufeff"
_WITHOUT_SIGNS = dict.fromkeys(map(ord, _NO_LETTERS))
_PERMALINK_NAME = lazy_pattern(
    r"header-?link|(?:header|heading|hash|section|title|doc)[-_]?(?:anchor|link)|perma-?link|anchor|hash-?link|copy-?link"
    r"|self-?link|markdownIt",
    re.IGNORECASE,
)
_STRICT_NAME = lazy_pattern(
    r"header-?link|(?:header|heading|hash)[-_]?(?:anchor|link)|anchor-?link|anchorjs", re.IGNORECASE
)
_PERMALINK = lazy_pattern(rf"\W*(?:{'|'.join(PERMALINK_WORDS)})\W*", re.IGNORECASE)
_SHORT_WORDS = 2

_EDIT = rf"(?:{'|'.join(map(re.escape, EDIT_WORDS))})"
_EDIT_IN_BRACKETS = rf"[\[［【〔(]\s*{_EDIT}(?:\s*[|/·]\s*[^\[\]|]{{1,40}})?\s*[\]］】〕)]"
_EDIT_MARK = lazy_pattern(_EDIT_IN_BRACKETS, re.IGNORECASE)
_EDIT_TEXT = lazy_pattern(rf"{_EDIT}(?:\s*[|/·]\s*[^\[\]|]{{1,40}})?", re.IGNORECASE)
_EDIT_ADDRESS = lazy_pattern(r"action=edit|veaction=|[/=]edit\b|/_edit|/edit/", re.IGNORECASE)
_EDIT_AT_END = lazy_pattern(rf"\s*{_EDIT_IN_BRACKETS}\s*$", re.IGNORECASE)
_EMPTY_BRACKETS = lazy_pattern(r"\s*[\[［]\s*[|/·]?\s*[\]］]")

_TEMPLATE_NAME = lazy_pattern(
    r"(?:^|\s)(?:noprint|Template-Fact|Inline-Template|need_ref_tag|citation-needed|citationneeded|chiarimento-apice"
    r"|fact-tag|cite-needed)(?:\s|$)",
    re.IGNORECASE,
)
_BRACKETED = lazy_pattern(r"[\[［【(]\s*(.{2,80}?)\s*[\]］】)]\.?", re.DOTALL)
_CITATION = lazy_pattern(rf"(?:{'|'.join(CITATION_WORDS)})[?!:,]?(?: .{{0,40}})?", re.IGNORECASE)
_CITATION_IN_TEXT = lazy_pattern(
    r"(?:(?<=[^\W_]|[.,;:!?)”»])|(?<=[.!?]) |(?<=[^\W_]) (?=\[[^\]]*\][.,;:!?)]))"
    rf"\[(?:{'|'.join(CITATION_WORDS)})\??\]",
    re.IGNORECASE,
)
_BRACKETS = etree.XPath("descendant-or-self::text()[contains(., '[')]")
_NOTE_ADDRESS = lazy_pattern(r"^#|#cite_")
_MIN_LETTERS = 3


def remove_marks(titles: Iterable[Node]) -> None:
    """Remove permanent links and links for editors in headings and captions, and beside headings."""
    for title in titles:
        marks = list(_outermost(_marks_in(title))) if len(title) else []
        is_heading = title.tag in _HEADINGS
        if is_heading:
            beside = (title.getprevious(), title.getnext())
            marks += [node for node in beside if node is not None and _is_beside(node, title)]
        for mark in marks:
            remove_nodes([mark])
        if is_heading or marks:
            _strip_brackets(title)


def remove_self_links(links: Iterable[Node]) -> None:
    """Remove the signs that are links to the paragraph or item that they stand in."""
    for link in links:
        if link.text in _PERMALINK_SIGNS and not len(link) and (link.get("href") or "").startswith("#"):
            around = [node.get("id") for node in islice(link.iterancestors(), _MAX_LEVELS)]
            is_named = _PERMALINK_NAME.search(link.get("class") or "") is not None
            if is_named or link.get("href", "")[1:] in around:
                remove_nodes([link])


def remove_remarks(superscripts: Iterable[Node]) -> None:
    """Remove the superscripts that say that a citation or an explanation is missing."""
    for node in _outermost(filter(_is_remark, superscripts)):
        remove_nodes([node])


def remove_remarks_in_text(tree: Node, markup: str) -> None:
    """Remove remarks on missing citations that stand in the text itself, right behind the words they concern."""
    if not any(map(markup.__contains__, REMARKS)):
        return
    for text in _BRACKETS(tree):
        if _CITATION_IN_TEXT.search(text):
            setattr(text.getparent(), "tail" if text.is_tail else "text", _CITATION_IN_TEXT.sub("", text))


def _outermost(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the nodes that are not inside another; they are in document order."""
    last: Node | None = None
    for node in nodes:
        if last is None or all(above is not last for above in node.iterancestors()):
            last = node
            yield node


def _text_of(node: Node) -> str:
    text = "".join(node.itertext())
    return " ".join((text if text.isascii() else text.translate(_WITHOUT_SIGNS)).split())


def _marks_in(title: Node) -> Iterator[Node]:
    whole = ""
    for node in title.iterdescendants(*_MARK_TAGS):
        text = _text_of(node)
        if not text or len(text) > _MAX_MARK_LENGTH or text == (whole := whole or _text_of(title)):
            continue
        if _is_edit_mark(node, text) or _is_permalink(node, text, whole):
            yield node


def _is_beside(node: Node, title: Node) -> bool:
    """Whether a node right before or after a heading is a mark of it."""
    if node.tag not in _MARK_TAGS:
        return False
    between = node.tail if node.getnext() is title else title.tail
    if (between or "").strip() or len(node) > _MAX_MARK_CHILDREN:
        return False
    text = _text_of(node)
    return bool(text) and (_is_edit_mark(node, text) or (text in _PERMALINK_SIGNS and _is_permalink(node, text, "")))


def _links_of(node: Node) -> list[str]:
    return [link.get("href") or "" for link in node.iter("a")]


def _is_permalink(node: Node, text: str, whole: str) -> bool:
    """Whether a node is a link of a heading to itself; ``whole`` is the text of the heading."""
    names = " ".join(filter(None, map(node.get, ("class", "rel", "title", "aria-label"))))
    is_named = _PERMALINK_NAME.search(names) is not None or node.get("aria-hidden") == "true"
    is_link = node.tag == "button" or any("#" in address for address in _links_of(node))
    if set(text) <= _PERMALINK_SIGNS:
        # "§ 12" and "#1" are names of what follows.
        numbers = text in "§#" and not is_named and (node.tail or "").lstrip()[:1].isdigit()
        return not numbers and (is_link or is_named or node.tag == "a" or text in _NEVER_TEXT)
    if not (is_link or is_named) or not any(map(str.isalpha, whole.replace(text, "", 1))):
        return False
    if _PERMALINK.fullmatch(text):
        return True
    is_strict = _STRICT_NAME.search(node.get("class") or "") is not None and is_link
    return is_strict and len(text.split()) <= _SHORT_WORDS and text.casefold() in names.casefold()


def _is_edit_mark(node: Node, text: str) -> bool:
    """Whether a node is what leads editors to the source of a section."""
    if "mw-editsection" in (node.get("class") or "").split() or _EDIT_MARK.fullmatch(text):
        return True
    addresses = _links_of(node)
    if not addresses or not _EDIT_TEXT.fullmatch(text.strip("[]［］✎✏️ ")):
        return False
    return all(map(_EDIT_ADDRESS.search, addresses)) or "edit" in (node.get("class") or "").lower()


def _strip_brackets(title: Node) -> None:
    """Remove the brackets that stood around links for editors, and such marks in plain text at a heading's end."""
    whole = "".join(title.itertext())
    if "[" not in whole and "［" not in whole:
        return
    for node in title.iter(etree.Element):
        for key in ("text", "tail"):
            text = getattr(node, key)
            if text and not (node is title and key == "tail"):
                setattr(node, key, _EDIT_AT_END.sub("", _EMPTY_BRACKETS.sub("", text)))


def _is_remark(node: Node) -> bool:
    """Whether a node says that a citation or an explanation is missing."""
    names = node.get("class") or ""
    match = _BRACKETED.fullmatch(_text_of(node))
    if match is None or "reference" in names.split() or match[1].lower().startswith("sic"):
        return False
    addresses = _links_of(node)
    if any(map(_NOTE_ADDRESS.search, addresses)):
        return False
    if _CITATION.fullmatch(match[1]):
        return True
    letters = sum(map(str.isalpha, match[1]))
    return _TEMPLATE_NAME.search(names) is not None and letters >= _MIN_LETTERS
