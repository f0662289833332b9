"""What takes a node off the page: attributes, styles, and the classes of text for screen readers only."""

import re
from collections.abc import Mapping

from cleaner.html.tree import Node
from cleaner.text.sentences import PROSE_WORDS

_UNSEEN_STYLE = re.compile(
    r"""visibility:hidden | font-size:[01](?:px)?(?:;|!|$) | clip:rect\((?:0|1)
    | clip-path:inset\((?:50|100)% | (?:left|top|right|text-indent):-\d{4,}
    | (?:^|;)(?:width|height):[01](?:px)?(?:;|!|$).*overflow:hidden
    | overflow:hidden.*;(?:width|height):[01](?:px)?(?:;|!|$)
    | opacity:0(?![.\d]).*(?:position:(?:absolute|fixed)|pointer-events:none)
    | (?:position:(?:absolute|fixed)|pointer-events:none).*opacity:0(?![.\d])""",
    re.VERBOSE | re.IGNORECASE,
)
_SCREEN_READER_CLASS = re.compile(
    r"""(?:[\w-]{1,20}[-_:])?(?:visually-?hidden|visuallyhidden|hidden-?visually|sr-?only|screen-?readers?(?:-?(?:text|only))?
    |readers?-only|element-invisible|assistive-text|a11y-?(?:hidden|only|text)|show-for-sr|hide-visually|offscreen|off-screen)""",
    re.VERBOSE | re.IGNORECASE,
)
_MOVING_STYLE = re.compile(r"(?:^|[;-])(?:animation|transform|transition|will-change)")
"""What appears while the reader scrolls. Such pages also set ``opacity:0``, which is therefore no sign alone."""

_ICON_CLASS = re.compile(
    r"material-icons|material-symbols|(?:^|\s)(?:fa|icon|glyphicon|bi|dashicons)(?:[\s-]|$)", re.IGNORECASE
)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a node is hidden as pages hide what they show later: a weak sign, one feature of many."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether nobody sees a node until a script shows it. What a search within the page finds is seen."""
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = "".join(attributes.get("style", "").lower().split())
    is_unseen_by_style = _UNSEEN_STYLE.search(style) is not None and not _MOVING_STYLE.search(style)
    return "display:none" in style or is_unseen_by_style or is_for_screen_readers(attributes.get("class"))


def is_for_screen_readers(names: str | None) -> bool:
    """Whether a class says that text is for screen readers only.

    >>> is_for_screen_readers("link u-visually-hidden"), is_for_screen_readers("reader")
    (True, False)
    """
    return names is not None and any(map(_SCREEN_READER_CLASS.fullmatch, names.split()))


def is_unseen_inline(node: Node) -> bool:
    """Whether nobody sees a part of a line: a label for screen readers, a note of editors, the name of an icon.

    A sentence is seen on demand, as the rest of a text behind "read more" is.
    """
    names, style = node.get("class"), node.get("style")
    if names is None and style is None and node.get("hidden") is None:
        return False
    if is_for_screen_readers(names):
        return True
    if names is not None and node.get("aria-hidden") == "true" and _ICON_CLASS.search(names):
        return True
    return is_unseen(dict(node.items())) and len("".join(node.itertext()).split()) < PROSE_WORDS
