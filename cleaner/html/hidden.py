"""What takes a node off the page: attributes, styles, and the classes of text for screen readers only."""

import re
from collections.abc import Mapping
from functools import lru_cache

from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import PROSE_WORDS, is_sentence

SENTENCE_WORDS = 6
"""Words of a block from which a part of it that a sheet hides is not read."""

_UNSEEN_STYLE = lazy_pattern(
    r"""(?<![\w-])visibility:(?:hidden|collapse) | font-size:(?:[0-3](?:\.\d+)?|0?\.\d+)(?:px|pt)?(?:;|!|$)
    | font-size:0(?:em|rem|%) | opacity:0?\.0[0-5]\d*(?:;|!|$) | clip:rect\((?:0|1)
    | clip-path:(?:inset\((?:50|100)%|circle\(0) | (?:left|top|right|text-indent):-(?:\d{4,}|\d{3,}(?:em|rem|vw|vh))
    | (?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?:;|!|$).*overflow:hidden
    | overflow:hidden.*;(?:max-)?(?:width|height):[01](?:px)?(?:;|!|$)
    | opacity:0(?![.\d]).*;(?:max-)?(?:width|height):[01](?:px)?(?:;|!|$)
    | (?:^|;)color:transparent(?!.*(?:background-clip|text-fill|text-shadow|background-image))
    | opacity:0(?![.\d]).*(?:position:(?:absolute|fixed)|pointer-events:none)
    | (?:position:(?:absolute|fixed)|pointer-events:none).*opacity:0(?![.\d])""",
    re.VERBOSE | re.IGNORECASE,
)
_SCREEN_READER_CLASS = lazy_pattern(
    r"""(?:[\w-]{1,20}[-_:])?(?:visually-?hidden|visuallyhidden|hidden-?visually|sr-?only|screen-?readers?(?:-?(?:text|only))?
    |readers?-only|element-invisible|assistive-text|a11y-?(?:hidden|only|text)|show-for-sr|hide-visually|offscreen|off-screen)""",
    re.VERBOSE | re.IGNORECASE,
)
_SCREEN_READER_PARTS = ("hidden", "only", "reader", "visibl", "visually", "assistive", "a11y", "for-sr", "screen")
"""One of them is in each of these classes."""

_MOVING_STYLE = lazy_pattern(r"(?:^|[;-])(?:animation|transform|transition|will-change)")
"""What appears while the reader scrolls. Such pages also set ``opacity:0``, which is therefore no sign alone."""

_DOUBLED_COLOR = lazy_pattern(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3")
_TINY = lazy_pattern(r"(?:[0-4](?:\.\d+)?(?:px|pt)|0?\.[0-2]\d*r?em)")
_LIGATURE_CLASS = lazy_pattern(r"(?:^|\s)(?:material-icons|material-symbols)")
_LIGATURE = lazy_pattern(r"\s*[a-z0-9_]{2,40}\s*")
"""The name of an icon, which a font draws in its place."""

_POPUP_CLASS = lazy_pattern(
    r"(?:^|\s|__|-)tool-?tip[-_]*(?:text|content|box|bubble|body|inner|message|popup)(?:\s|$)", re.IGNORECASE
)
SHEET_STYLE = "sheet-style"
"""An attribute, of our own, with the declarations by which a sheet of the page hides a node. It is not ``style``, by
which the scorers and trafilatura judge: pages that they learned from hide by their sheets what is seen later."""

_SCRIPTLESS = frozenset(("style", "hidden", "aria-hidden", SHEET_STYLE))
"""Attributes of a node that no script or control can name."""

_PARTS = frozenset(("a", "abbr", "b", "em", "font", "i", "label", "mark", "q", "small", "span", "strong", "sub", "sup"))
"""Tags of nodes that are part of a line."""

_ICON_CLASS = lazy_pattern(
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
    if (style := _style_of(attributes)) and _hides(style):
        return True
    return is_for_screen_readers(attributes.get("class"))


def _style_of(attributes: Mapping[str, str] | Node) -> str:
    """Return the declarations of a node and of the sheets that hide it."""
    own, hiding = attributes.get("style") or "", attributes.get(SHEET_STYLE)
    return f"{own};{hiding}" if hiding else own


@lru_cache(maxsize=512)
def _hides(style: str) -> bool:
    """Whether a style takes a node off the page, or puts its text where nobody sees it."""
    style = _folded(style)
    return "display:none" in style or _is_never_shown(style)


def _folded(style: str) -> str:
    """Return declarations in lower case and without blanks."""
    return "".join(style.lower().split())


def _is_never_shown(style: str) -> bool:
    """Whether a style, in lower case and without blanks, puts text where no reader can see or open it."""
    if _UNSEEN_STYLE.search(style) and not _MOVING_STYLE.search(style):
        return True
    return "color:" in style and _is_color_of_ground(style)


def _is_color_of_ground(style: str) -> bool:
    """Whether a text has the color of its own background, or is white and too small to read.

    >>> _is_color_of_ground("color:#ffffff;background:white"), _is_color_of_ground("color:white;background:#333")
    (True, False)
    """
    values = dict(part.split(":", 1) for part in style.replace("!important", "").split(";") if ":" in part)
    color = _plain_color(values.get("color", ""))
    ground = _plain_color(values.get("background-color") or values.get("background", ""))
    return color == ground != "" or (color == "#fff" and _TINY.fullmatch(values.get("font-size", "")) is not None)


def _plain_color(value: str) -> str:
    if match := _DOUBLED_COLOR.fullmatch(value):
        return "#" + "".join(match.groups())
    return {"white": "#fff", "rgb(255,255,255)": "#fff", "black": "#000", "rgb(0,0,0)": "#000"}.get(value, value)


def is_for_screen_readers(names: str | None) -> bool:
    """Whether a class says that text is for screen readers only.

    >>> is_for_screen_readers("link u-visually-hidden"), is_for_screen_readers("reader")
    (True, False)
    """
    return names is not None and _has_screen_reader_class(names)


@lru_cache(maxsize=4096)
def _has_screen_reader_class(names: str) -> bool:
    folded = names.casefold()
    if not any(map(folded.__contains__, _SCREEN_READER_PARTS)):  # a few times as fast as the pattern
        return False
    return any(map(_SCREEN_READER_CLASS.fullmatch, names.split()))


def is_unseen_inline(node: Node) -> bool:
    """Whether nobody sees a part of a line: a label for screen readers, a note of editors, the name of an icon.

    A sentence is seen on demand, as the rest of a text behind "read more" is, if something can name it to open it and
    it is not so small, far away or pale that nobody sees it. What opens above a word, such as a tooltip, parts a line.
    """
    if node.get("role") == "tooltip":
        return True
    names = node.get("class")
    if names is not None and (is_for_screen_readers(names) or _is_icon_or_popup(node, names)):
        return True
    if node.get("style") is None and node.get("hidden") is None and node.get(SHEET_STYLE) is None:  # nearly always
        return False
    if not is_unseen(dict(node.items())) or (node.get(SHEET_STYLE) and not _is_in_prose(node)):
        return False
    if len("".join(node.itertext()).split()) < PROSE_WORDS or _SCRIPTLESS.issuperset(node.keys()):
        return True
    return _is_never_shown(_folded(_style_of(node)))


def _is_in_prose(node: Node) -> bool:
    """Whether the block around a part of a line is a sentence, which labels and names in lists are not."""
    block = node.getparent()
    while block is not None and block.tag in _PARTS:
        block = block.getparent()
    text = "" if block is None else " ".join("".join(block.itertext()).split())
    return len(text.split()) >= SENTENCE_WORDS and is_sentence(text)


def _is_icon_or_popup(node: Node, names: str) -> bool:
    """Whether a class names an icon, of which the text is the name, or what opens above a word."""
    if node.get("aria-hidden") == "true" and _ICON_CLASS.search(names):
        return True
    is_ligature, is_popup = _icon_and_popup(names)
    if is_ligature and _LIGATURE.fullmatch("".join(node.itertext())):
        parent = node.getparent()
        return parent is None or parent.tag not in ("td", "th")  # there it may be what the cell says
    return is_popup


@lru_cache(maxsize=4096)
def _icon_and_popup(names: str) -> tuple[bool, bool]:
    """Whether a class names an icon that a font draws in place of its name, and whether it names what opens."""
    return _LIGATURE_CLASS.search(names) is not None, _POPUP_CLASS.search(names) is not None
