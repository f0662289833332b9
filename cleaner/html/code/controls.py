"""The controls around a block of code: line numbers, buttons, names of languages. They are not text of the page."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import islice

from cleaner.html.code.labels import is_label
from cleaner.html.code.text import counts_up, has_name, is_control, is_numbers
from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern

BOX_NAME = lazy_pattern(
    r"""
    (?:^|[-_]) (?: code | codes | codeblock | codehilite | codebox | codehighlighter | coder | sourcecode | snippet
      | syntax | highlight | highlighter | highlighttable | rouge | hljs | prism | shiki | prettyprint | listing | gist
      | terminal | console | programlisting | verbatim | blob ) (?:$|[-_])
    | ^(?: sourceCode | sourceCodeContainer | wp-block-code | EnlighterJS.* | enlighter.* | crayon-.* | urvanov-.*
      | syntaxhighlighter.* | dp-highlighter | CodeMirror.* | cm-(?:editor|content|scroller) | monaco-.* | view-lines
      | ace_.* | language-.+ | lang-.+ | highlight-source-.+ | js-file-line-container | expressive-code )$
    | ^(?!bbCode)\w*(?: [a-z]Code$ | [Cc]ode(?:Block|Box|Snippet|Sample|Example|Container|Wrapper) )
    """,
    re.VERBOSE,
)
"""Names of nodes that hold code and what belongs to it."""

PAGE_TAGS = frozenset(("html", "body", "article", "main"))
"""Tags of nodes that hold more than code, whatever their names say."""

_NO_LABEL_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "p", "pre", "code"))

_MAX_BOX_LEVELS = 6
"""Levels above a block of code that are searched for controls."""

_MAX_BOX_CHILDREN = 12
"""Nodes of a box that are searched for controls: in a larger one, those next to the code."""

_MAX_LABEL_LENGTH = 60
"""Characters of a text that may be a label."""


def controls_around(root: Node) -> Iterator[Node]:
    """Yield the nodes around a block that are not text: line numbers, buttons, names of languages."""
    node = root
    for _ in range(_MAX_BOX_LEVELS):
        parent = node.getparent()
        if parent is None:
            return
        is_small = next(islice(parent, _MAX_BOX_CHILDREN, None), None) is None
        beside = _with_text(parent if is_small else (node.getprevious(), node.getnext()), node)
        controls = [other for other in beside if _is_control_of_code(other)]
        is_box = has_name(parent, BOX_NAME)
        is_all = is_small and len(controls) == len(beside) and not _own_text(parent)
        if parent.tag in PAGE_TAGS or not (is_box or is_all):
            yield from _controls_next_to(node, controls)
            return
        yield from controls
        if is_box:
            yield from (leaf for other in beside if other not in controls for leaf in _controls_in(other))
        node = parent


def _controls_next_to(node: Node, controls: Container[Node]) -> Iterator[Node]:
    """Yield the controls right before and after a node that stands among text, and those in a bar of its own."""
    for other in (node.getprevious(), node.getnext()):
        if other is None or other.tag.__class__ is not str:
            continue
        if other in controls and (is_control(other) or is_numbers(other) or has_name(other, BOX_NAME)):
            yield other
        elif has_name(other, BOX_NAME) and other.tag not in _NO_LABEL_TAGS:
            yield from _controls_in(other)


def _with_text(nodes: Iterable[Node | None], node: Node) -> list[Node]:
    """Return the elements with text among some nodes, without the given node."""
    others = [other for other in nodes if other is not None and other is not node and other.tag.__class__ is str]
    return [other for other in others if "".join(other.itertext()).strip()]


def _own_text(node: Node) -> str:
    return "".join([node.text or "", *(child.tail or "" for child in node)]).strip()


def _is_control_of_code(node: Node) -> bool:
    """Whether a node beside code has nothing but numbers, words of buttons and names of languages."""
    if node.tag in _NO_LABEL_TAGS and not is_numbers(node):
        return False
    if next(node.iter(*_NO_LABEL_TAGS), None) is not None:
        return False
    if is_numbers(node) or node.tag == "button":
        return True
    texts = [text for text in node.itertext() if text.strip()]
    tokens = [token for text in texts for token in text.split()]
    if len(tokens) > 1 and counts_up(tokens):
        return True
    return all(len(text) <= _MAX_LABEL_LENGTH and is_label(text) for text in texts)


def _controls_in(node: Node) -> Iterator[Node]:
    """Yield the buttons in a node that also has other text, such as the name of a file."""
    for child in node.iterdescendants():
        if child.tag == "button" or (child.tag.__class__ is str and not len(child) and _is_button_text(child)):
            yield child


def _is_button_text(node: Node) -> bool:
    text = (node.text or "").strip()
    return bool(text) and len(text) <= _MAX_LABEL_LENGTH and is_control(node) and is_label(text)
