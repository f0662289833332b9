"""Text that a style sheet on the page hides, as ``<style>.note{display:none}</style>`` does.

The few rules that matter are found by their declarations, and only plain selectors count: a tag with classes and an id,
outside of conditions such as ``@media``. Sheets hide a lot that scripts or other sheets show again, so a rule is
ignored if anything else on the page speaks of its name. What is left is noted at the nodes, where hidden parts of lines
(:mod:`cleaner.html.hidden`) and hidden blocks (:mod:`cleaner.html.regions.unseen`) are found. No library reads sheets
here: a parser of all their rules would take longer than the rest of the page.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cleaner.html.hidden import SHEET_STYLE, is_unseen
from cleaner.html.tree import Node, visible_texts
from cleaner.lazy import lazy_pattern

MAX_HIDDEN_WORDS = 100
"""Words of all nodes that a rule hides: more may be the article, which a script shows."""

MAX_HIDDEN_NODES = 50
"""Nodes that a rule hides: more are parts of a program."""

MAX_SHEETS = 300_000
"""Characters of a page's sheets that are read."""

MAX_SELECTORS, MAX_DECLARATIONS = 2000, 500
"""Characters of a rule that are read."""

MAX_RULES, MAX_RULES_OF_NAME, MAX_NAMES, MAX_PLACES = 50, 20, 200, 50
"""Rules that hide something on the page, rules of one name, names of their nodes, and places of a name: no page that
people wrote has more, and time stays linear."""

_SIGNS = (
    *("display:none", "visibility:hidden", "visibility:collapse", "font-size:0", "font-size:1px", "font-size:2px"),
    *("clip:rect(", "clip-path:inset(", "text-indent:-", "left:-9", "left:-1", "right:-9", "top:-9", "top:-1"),
    *("height:0", "height:1px", "color:transparent", "background:#fff", "background-color:#fff", "background:white"),
    "background-color:white",
)
"""Beginnings of declarations that may hide text."""

_COMMENT = lazy_pattern(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?")
_SELECTOR = lazy_pattern(r"([a-z][a-z0-9]*)?((?:[.#]-?[A-Za-z_][\w-]*)+)")
_NAME = lazy_pattern(r"[.#](-?[A-Za-z_][\w-]*)")
_HIDING = lazy_pattern(
    r"""(?<![\w-])(visibility|font-size|clip|clip-path|text-indent|left|right|top|(?:max-)?height|(?:max-)?width|opacity
    |color|background(?:-color)?|position) : ([^;]*)""",
    re.VERBOSE,
)
_DISPLAY = lazy_pattern(r"(?<![\w-])(display):([^;]*)")
"""Properties by which nodes are hidden. Where ``display`` does it, the others do not matter."""

_INHERITED = lazy_pattern(r"(?<![\w-])(?:font-size|visibility|color):[^;]*")
"""Declarations that nodes inside may replace by their own: ``font-size:0`` also closes the gaps between boxes."""

_REVEALED_NAME = lazy_pattern(
    r"""invisib | anim | fade | \bwow | \baos | lazy | load | \bjs\b | -js\b | \bjs- | cloak | reveal | scroll
    | in-?view | appear | transition | effect | toggle | collaps | accord | expand | \btabs?\b | tab-?pane | slide
    | carousel | modal | popup | \bmore | paywall | premium | gated | amp-""",
    re.VERBOSE | re.IGNORECASE,
)
"""Names of what scripts show: at once, while the reader scrolls, or on demand."""

_SHOWING_NAME = lazy_pattern(r"[:-](?:block|flex|grid|inline|table|contents|show|shown|visible|open|active)(?:$|-)")
"""Names that show a node in some width of the window or some state, as ``md:block`` does."""

_SCRIPT_KEYS = ("data-", "x-", "v-", "ng-", "@", ":", "on", "aria-expanded", "aria-labelledby")
"""Beginnings of attributes that scripts read."""

_SCREEN_MEDIA = frozenset(("", "all", "screen"))
_OTHER_PARENTS = frozenset(("noscript", "svg", "template"))


class _Rule(NamedTuple):
    """A rule that hides nodes: those with a tag, if it names one, and with all its classes and its ids."""

    tag: str
    names: tuple[str, ...]
    style: str


def hide_by_sheets(tree: Node, nodes: Sequence[Node], markup: str) -> None:
    """Note at nodes, as :data:`SHEET_STYLE`, what the page's sheets say to hide them.

    ``nodes`` are those of the tree, and ``markup`` is what it was parsed from.
    """
    text = _read_sheets(tree) if "<style" in markup else ""
    matches = _hidden_nodes(dict.fromkeys(_hiding_rules(text)), nodes).items()
    hidden = dict(islice(((rule, found) for rule, found in matches if _may_be_hidden(rule, found)), MAX_RULES))
    if not hidden:
        return
    scripts = [script.text or "" for script in tree.iter("script")]
    places = _places_of_names(text)
    for rule, found in hidden.items():
        is_in_script = any(name in script for name in rule.names for script in scripts)
        if not is_in_script and not _is_shown_elsewhere(rule, found, text, places):
            for node in found:
                node.set(SHEET_STYLE, rule.style)


def _read_sheets(tree: Node) -> str:
    """Return the text of the sheets that hold on screens, without comments."""
    sheets = [
        sheet.text
        for sheet in tree.iter("style")
        if sheet.text
        and (sheet.get("media") or "").strip().lower() in _SCREEN_MEDIA
        and not any(parent.tag in _OTHER_PARENTS for parent in sheet.iterancestors())
    ]
    text = "\n".join(sheets)[:MAX_SHEETS]
    return (_COMMENT.sub("", text) if "/*" in text else text).replace(": ", ":")


def _hiding_rules(text: str) -> Iterator[_Rule]:
    """Yield the rules that hide text, outside of any condition."""
    depth = counted = end = 0
    for hit in sorted({start for sign in _SIGNS for start in _find_all(text, sign)}):
        if hit < end:
            continue
        start = text.rfind("{", counted, hit)
        end = text.find("}", start)
        if not 0 <= start < hit < end:
            continue
        depth += text.count("{", counted, start) - text.count("}", counted, start)
        counted = start
        style = _folded(text[start + 1 : end])
        if depth == 0 and len(style) <= MAX_DECLARATIONS and is_unseen({"style": style}):
            before = max(text.rfind(mark, max(0, start - MAX_SELECTORS), start) for mark in "};{")
            for selector in text[before + 1 : start].split(","):
                if match := _SELECTOR.fullmatch(selector.strip()):
                    yield _Rule(match[1] or "", tuple(_NAME.findall(match[2])), style)


def _find_all(text: str, sign: str) -> Iterator[int]:
    start = text.find(sign)
    while start >= 0:
        yield start
        start = text.find(sign, start + 1)


def _folded(style: str) -> str:
    return "".join(style.split()).lower().replace("!important", "")


def _hidden_nodes(rules: Iterable[_Rule], nodes: Sequence[Node]) -> dict[_Rule, list[Node]]:
    """Return the nodes that each rule hides."""
    by_name: dict[str, list[_Rule]] = {}
    for rule in rules:
        same = by_name.setdefault(rule.names[-1], [])
        if len(same) < MAX_RULES_OF_NAME:
            same.append(rule)
    hidden: dict[_Rule, list[Node]] = {}
    for node in nodes if by_name else ():
        names = _names_of(node)
        for name in names:
            for rule in by_name.get(name, ()):
                if (not rule.tag or node.tag == rule.tag) and all(other in names for other in rule.names):
                    hidden.setdefault(rule, []).append(node)
    return hidden


def _names_of(node: Node) -> list[str]:
    """Return the classes and the id of a node."""
    names, identifier = node.get("class"), node.get("id")
    return [*(names.split() if names else ()), *((identifier,) if identifier else ())]


def _may_be_hidden(rule: _Rule, nodes: Sequence[Node]) -> bool:
    """Whether nodes may stay hidden by a rule: by its names, by how much they say, and by their attributes."""
    if len(nodes) > MAX_HIDDEN_NODES or any(map(_REVEALED_NAME.search, rule.names)):
        return False
    if any(map(len, nodes)) and not is_unseen({"style": _INHERITED.sub("", rule.style)}):
        return False
    words = sum(len(" ".join(visible_texts(node)).split()) for node in nodes)
    return 0 < words <= MAX_HIDDEN_WORDS and not any(
        key.startswith(_SCRIPT_KEYS) for node in nodes for key in node.attrib
    )


def _places_of_names(text: str) -> dict[str, list[int]]:
    """Return where the names of classes and ids are in a text."""
    places: dict[str, list[int]] = {}
    for match in _NAME.finditer(text):
        places.setdefault(match[1], []).append(match.end())
    return places


def _is_shown_elsewhere(rule: _Rule, nodes: Sequence[Node], text: str, places: dict[str, list[int]]) -> bool:
    """Whether a style of its own or another rule, under whatever condition, shows one of a rule's nodes."""
    hiding = _hiding_values(rule.style)
    if any(_differs(_folded(node.get("style") or ""), hiding) for node in nodes):
        return True
    names = {name for node in nodes for name in _names_of(node)}
    if len(names) > MAX_NAMES or any(map(_SHOWING_NAME.search, names)):
        return True
    if any(len(places.get(name, ())) > MAX_PLACES for name in names):
        return True
    return any(_differs(_block_at(place, text), hiding) for name in names for place in places.get(name, ()))


def _hiding_values(style: str) -> dict[str, str]:
    """Return the values of the properties by which a style hides."""
    return dict(_DISPLAY.findall(style) if "display:none" in style else _HIDING.findall(style))


def _differs(style: str, hiding: dict[str, str]) -> bool:
    """Whether a style that hides nothing itself sets one of the properties by which another hides."""
    own = {**dict(_DISPLAY.findall(style)), **dict(_HIDING.findall(style))} if style else {}
    return not hiding.keys().isdisjoint(own) and not is_unseen({"style": style})


def _block_at(place: int, text: str) -> str:
    """Return the declarations of the rule in whose selectors a place is."""
    opening, end = text.find("{", place, place + MAX_SELECTORS), text.find("}", place, place + 2 * MAX_SELECTORS)
    return _folded(text[opening + 1 : min(end, opening + MAX_DECLARATIONS)]) if 0 <= opening < end else ""
