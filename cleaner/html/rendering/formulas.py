"""Formulas in the text: each is TeX between dollar signs, once, however many copies of it a page has for browsers.

MathJax, KaTeX and MediaWiki each keep a formula's source beside what they draw: in a script, an annotation, or the
alternative text of a picture. Where there is no source, MathML is written as TeX
(:mod:`cleaner.html.rendering.mathml`).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from urllib.parse import unquote_plus

from lxml import etree

from cleaner.html.rendering.mathml import plain_letters, tex_of
from cleaner.html.tree import Node, remove_nodes
from cleaner.lazy import lazy_pattern

_MATHJAX_NAME = lazy_pattern(r"^(?:MathJax|MJXc-display|mjx-chtml|MathJax_\w+)$")
"""Classes of what MathJax 2 draws beside the script with the source."""

_IMAGE_NAME = lazy_pattern(
    r"^(?:mwe-math-fallback-image-(?:inline|display)|mwe-math-fallback-\w+|tex|latex|latex_displaystyle|eeimg|ee_img|math"
    r"|ql-img-(?:inline|displayed)-formula|math-tex)$"
)
"""Classes of pictures whose alternative text is TeX."""

_IMAGE_ADDRESS = lazy_pattern(
    r"(?:codecogs\.com/\w+\.(?:latex|image|download|html)\?|latex\.php\?(?:[^#]*?&)?latex=|/equation\?tex=)"
    r"([^&#]+)"
)
"""Addresses of pictures of formulas, with the TeX in them."""

_SOURCE_NAME = lazy_pattern(r"^(?:math|arithmatex|math-tex|tex2jax_process|math-inline|math-display|formula|latex)$")
_DISPLAY_NAME = lazy_pattern(r"displa|\bblock\b|eeBlock", re.IGNORECASE)

_DELIMITED = lazy_pattern(
    r"\s*(?:\\\((?P<inline>.*)\\\)|\\\[(?P<display>.*)\\\]|\$\$(?P<dollars>.*)\$\$)\s*", re.DOTALL
)
_DISPLAY_STYLE = lazy_pattern(r"\{\s*\\(?:displaystyle|textstyle)\s+(.*)\}", re.DOTALL)
_STYLE = lazy_pattern(r"^\\(?:displaystyle|textstyle)\b\s*")
_REMARK = lazy_pattern(r"(?<!\\)%[^\n]*\n")

_OUTER = etree.XPath(
    "descendant::*[self::math or self::mjx-container or self::d-math or self::tex-math"
    " or (self::script and starts-with(@type, 'math/'))"
    " or (@class and (contains(@class, 'katex') or contains(@class, 'mwe-math') or contains(@class, 'MathJax')"
    " or contains(@class, 'math') or contains(@class, 'latex') or contains(@class, 'formula')"
    " or (self::img and (contains(@class, 'tex') or contains(@class, 'ee')))))"
    " or (self::img and contains(@src, 'tex'))]"
)
"""The nodes that may be formulas or hold them."""

_TAGS = frozenset(("math", "mjx-container", "d-math", "tex-math"))
_DRAWING = lazy_pattern(r"mathjax|katex|auto-render", re.IGNORECASE)
"""What the addresses of scripts that draw formulas have."""

_VERBATIM = frozenset(("script", "style", "pre", "code", "textarea", "template", "noscript", "head", "samp", "kbd"))
_MAX_LEVELS = 20
_INLINE = lazy_pattern(r"\\\((.{1,2000}?)\\\)", re.DOTALL)
_IN_TEXT = lazy_pattern(r"(?:\\\[(.{1,5000}?)\\\]|\$\$([^$]{1,5000}?)\$\$)", re.DOTALL)

MAX_TEX = 5000
"""Characters of a formula: a longer one is damaged."""


def has_formulas(tags: Collection[str], scripts: Iterable[Node], images: Iterable[Node]) -> bool:
    """Whether a page has formulas: by its tags, the types of its scripts, or the classes of its pictures."""
    if not _TAGS.isdisjoint(tags) or any((script.get("type") or "").startswith("math/") for script in scripts):
        return True
    return draws_source(scripts) or any(map(_is_image_of_formula, images))


def _is_image_of_formula(image: Node) -> bool:
    names, address = image.get("class"), image.get("src")
    if names is not None and any(map(_IMAGE_NAME.match, names.split())):
        return True
    return address is not None and "tex" in address and _IMAGE_ADDRESS.search(address) is not None


def draws_source(scripts: Iterable[Node]) -> bool:
    """Whether a script of a page draws the formulas that stand in its text as TeX between delimiters."""
    return any(
        _DRAWING.search(script.get("src") or "") or "mathjax" in (script.get("type") or "") for script in scripts
    )


def write_formulas(tree: Node) -> None:
    """Put the TeX of each formula in its place, between one dollar sign at each end, or two if it is displayed.

    A displayed formula is a line of its own.
    """
    done: set[Node] = set()
    drawings: list[Node] = []
    for node in _OUTER(tree):
        if done and not done.isdisjoint(node.iterancestors()):
            continue
        if node.tag == "script":
            drawings += _drawings_before(node)
        tex, is_displayed = _formula_in(node)
        if tex:
            done.add(node)
            _replace(node, tex, is_displayed=is_displayed)
    for drawing in drawings:
        if drawing.getparent() is not None:
            remove_nodes([drawing])


def _formula_in(node: Node) -> tuple[str, bool]:
    """Return the TeX of a formula and whether it is displayed; empty if the node is none."""
    names = (node.get("class") or "").split()
    if node.tag == "math":
        return tex_of(node), "block" in (node.get("display"), node.get("mode")) or node.get("mode") == "display"
    if node.tag == "script":
        return _script_tex(node), "mode=display" in (node.get("type") or "").replace(" ", "")
    if node.tag == "img":
        if address := _IMAGE_ADDRESS.search(node.get("src") or ""):
            return _clean(unquote_plus(address[1])), _is_named_display(names)
        is_formula = any(map(_IMAGE_NAME.match, names))
        return (_clean(node.get("alt") or ""), _is_named_display(names)) if is_formula else ("", False)
    if node.tag in ("d-math", "tex-math"):
        return _source_in(node) or _clean("".join(node.itertext())), node.get("block") is not None
    if node.tag == "mjx-container":
        return _source_in(node) or _drawn_text(node), node.get("display") in ("true", "block")
    if not {"katex", "katex-display", "mwe-math-element"}.isdisjoint(names) or _is_only_mathjax(node, names):
        is_displayed = _is_named_display(names) or next(_displays_in(node), None) is not None
        return _source_in(node), is_displayed
    if any(map(_SOURCE_NAME.match, names)) and not len(node):
        match = _DELIMITED.fullmatch(node.text or "")
        return (_clean(match[match.lastgroup or 0]), match.lastgroup != "inline") if match else ("", False)
    return "", False


def _is_only_mathjax(node: Node, names: list[str]) -> bool:
    """Whether a node is what MathJax 2 draws, without a script that has the source."""
    if not any(map(_MATHJAX_NAME.match, names)):
        return False
    following = node.getnext()
    return following is None or not (following.get("type") or "").startswith("math/")


def _displays_in(node: Node) -> Iterator[Node]:
    for inner in node.iter(etree.Element):
        if inner.get("display") == "block" or _is_named_display((inner.get("class") or "").split()):
            yield inner


def _is_named_display(names: list[str]) -> bool:
    return any(map(_DISPLAY_NAME.search, names))


def _source_in(node: Node) -> str:
    """Return the TeX of the first MathML in a node, or else of its picture."""
    for math in node.iter("math"):
        if tex := tex_of(math):
            return _clean(tex)
    for script in node.iter("script"):
        if (script.get("type") or "").startswith("math/tex"):
            return _clean(script.text or "")
    return next((_clean(image.get("alt") or "") for image in node.iter("img")), "")


def _script_tex(node: Node) -> str:
    if not (node.get("type") or "").startswith(("math/tex", "math/asciimath")):
        return ""
    return _clean(node.text or "")


def _drawings_before(script: Node) -> list[Node]:
    """Return what MathJax 2 has put before a script: a preview and the formula as drawn."""
    drawings = []
    node = script.getprevious()
    while node is not None and not (node.tail or "").strip():
        if not any(map(_MATHJAX_NAME.match, (node.get("class") or "").split())):
            break
        drawings.append(node)
        node = node.getprevious()
    return drawings


def _drawn_text(node: Node) -> str:
    """Return the characters that MathJax 3 draws, by their code points in classes and attributes."""
    codes = (
        inner.get("data-c") or next((name[5:] for name in (inner.get("class") or "").split() if _CODE.match(name)), "")
        for inner in node.iter("mjx-c", "use", "path")
    )
    return plain_letters(" ".join(chr(int(code, 16)) for code in codes if _HEXADECIMAL.fullmatch(code)))


_CODE = lazy_pattern(r"mjx-c[0-9A-F]{2,5}$")
_HEXADECIMAL = lazy_pattern(r"[0-9A-Fa-f]{2,5}")


def _clean(tex: str) -> str:
    r"""Return TeX on one line, without delimiters, remarks and the style that MediaWiki adds.

    >>> _clean("{\\displaystyle a^{2}}"), _clean("\\( x % the width\n + 1 \\)")
    ('a^{2}', 'x + 1')
    """
    if len(tex) > MAX_TEX:
        return ""
    if match := _DELIMITED.fullmatch(tex):
        tex = match[match.lastgroup or 0]
    if match := _DISPLAY_STYLE.fullmatch(tex.strip()):
        tex = match[1]
    tex = _STYLE.sub("", _REMARK.sub("\n", tex).strip().strip("$"))
    return " ".join(tex.split())


def _replace(node: Node, tex: str, *, is_displayed: bool) -> None:
    """Put TeX in place of a node; the text after the node stays."""
    tail, parent = node.tail, node.getparent()
    node.clear()
    node.tag, node.tail = "span", tail
    if parent is None or not (is_displayed or _is_alone(node, parent)):
        node.text = f"${tex}$"
        return
    node.text = f"$${tex}$$"
    line_end = node.makeelement("br")
    line_end.tail, node.tail = node.tail, None
    node.addprevious(node.makeelement("br"))
    node.addnext(line_end)


def _is_alone(node: Node, parent: Node) -> bool:
    """Whether a formula is all that a paragraph holds."""
    texts = (parent.text, node.tail)
    return parent.tag in _PARAGRAPHS and len(parent) == 1 and not any(text and text.strip() for text in texts)


_PARAGRAPHS = ("p", "div", "dd")


def write_source(tree: Node) -> None:
    """Put formulas that stand in text as TeX between delimiters between dollar signs, displayed ones as lines."""
    for node in list(tree.iter(etree.Element)):
        if node.tag in _VERBATIM or any(above.tag in _VERBATIM for above in islice(node.iterancestors(), _MAX_LEVELS)):
            continue
        for key in ("text", "tail"):
            text = getattr(node, key)
            if text and ("\\(" in text or "\\[" in text or "$$" in text):
                _write_source_of(node, key, text)


def _write_source_of(node: Node, key: str, text: str) -> None:
    parts = _IN_TEXT.split(_INLINE.sub(lambda match: f"${_clean(match[1])}$", text))
    setattr(node, key, parts[0])
    last = node
    for index, (tex, dollars, rest) in enumerate(zip(parts[1::3], parts[2::3], parts[3::3], strict=True)):
        formula = node.makeelement("span")
        formula.text = f"$${_clean(tex or dollars)}$$"
        if index == 0 and key == "text":
            node.insert(0, formula)
        else:
            last.addnext(formula)
        formula.addprevious(node.makeelement("br"))
        last = node.makeelement("br")
        formula.addnext(last)
        last.tail = rest
