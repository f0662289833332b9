"""MathML as TeX on one line: structure as commands, symbols as the page has them."""

import html
import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern

_TEX_ENCODINGS = ("application/x-tex", "application/x-latex", "tex", "latex", "text/x-tex")

_UNSEEN = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts", "maligngroup", "malignmark"))
_INVISIBLE_OPERATORS = "\u2061\u2062\u2063\u2064\u200b"
_FUNCTIONS = frozenset(
    (
        *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "csc", "det", "dim", "exp", "gcd", "inf", "ker"),
        *("lim", "ln", "log", "max", "min", "sec", "sin", "sinh", "sup", "tan", "tanh"),
    )
)
_INFIX = frozenset("=<>≤≥≠≈≡≅∼≃∝+-±∓×÷·∙∗⋅∈∉⊂⊆⊃⊇∪∩∧∨→←↔⇒⇐⇔↦⟹⟺⟶∣≪≫:∘⊕⊗")
_OPENING = frozenset("([{⟨⌈⌊|‖")
_ACCENTS = {
    "˙": "dot", "¨": "ddot", "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "overline", "‾": "overline",
    "―": "overline", "_": "overline", "→": "vec", "⃗": "vec", "⏞": "overbrace", "︷": "overbrace", "´": "acute",
}  # fmt: skip
_ESCAPED = str.maketrans({"%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "{": r"\{", "}": r"\}", "_": r"\_", "−": "-"})
_MATHEMATICAL = lazy_pattern("[\U0001d400-\U0001d7ff]+")
_BLANKS_BESIDE_BRACKETS = lazy_pattern(r"(?<=[(\[]) | (?=[)\],;])")


def tex_of(math: Node) -> str:
    """Return a formula as TeX: its annotation if it has one, or else what its MathML says."""
    for annotation in math.iter("annotation"):
        if (annotation.get("encoding") or "").lower() in _TEX_ENCODINGS and (tex := (annotation.text or "").strip()):
            return tex
    alternative = (math.get("alttext") or "").strip()
    if "\\" in alternative or "^" in alternative or "_" in alternative:
        return alternative
    tex = " ".join(_row(math).split())
    return _BLANKS_BESIDE_BRACKETS.sub("", tex)


def plain_letters(text: str) -> str:
    """Return a text with the letters of Unicode's mathematical alphabets as ordinary ones.

    >>> plain_letters("𝑎 ≠ 𝟎")
    'a ≠ 0'
    """
    return _MATHEMATICAL.sub(lambda match: normalize("NFKC", match[0]), text)


def _children(node: Node) -> list[Node]:
    return [child for child in node if child.tag.__class__ is str and child.tag not in _UNSEEN]


def _tex(node: Node) -> str:
    """Return one node of MathML as TeX."""
    writer = _WRITERS.get(str(node.tag).rpartition(":")[2])
    return writer(node) if writer else _row(node)


def _row(node: Node) -> str:
    """Return nodes in a row as TeX, with blanks around operators and between words."""
    parts: list[str] = []
    last = (node.text or "").strip() if not len(node) else ""
    if last:
        return last.translate(_ESCAPED)
    for child in _children(node):
        part = _tex(child)
        if not part:
            continue
        if str(child.tag) == "mo" and part in _INFIX:
            is_sign = not last.strip() or last.strip()[-1:] in _INFIX or last.strip()[-1:] in "([{,"
            part = part if is_sign and part in "+-±∓" else f" {part} "
        elif part in (",", ";"):
            part += " "
        elif last and _needs_blank(last, part):
            part = f" {part}"
        parts.append(part)
        last = part
    return "".join(parts)


def _needs_blank(last: str, part: str) -> bool:
    """Whether two parts would run together: a command, an index or a word and a letter."""
    if ("^" in last or "_" in last) and (part[0].isalnum() or part[0] == "\\"):
        return True
    if not (last[-1].isalnum() and part[0].isalnum()):
        return last[-1].isalpha() and part.startswith("\\") and last.strip().isalpha() and len(last.strip()) > 1
    is_word = re.search(r"(?:\\[a-zA-Z]+|[^\W\d_]{2,})$", last) or re.match(r"[^\W\d_]{2,}", part)
    return bool(is_word) or (last[-1].isdigit() and part[0].isdigit())


def _token(node: Node) -> str:
    text = plain_letters(html.unescape("".join(node.itertext())))
    text = " ".join(text.split()).translate(_ESCAPED)
    return f"\\{text}" if text in _FUNCTIONS else text


def _operator(node: Node) -> str:
    text = html.unescape("".join(node.itertext())).strip().strip(_INVISIBLE_OPERATORS)
    return f"\\{text}" if text in _FUNCTIONS else text.translate(_ESCAPED)


def _words(node: Node) -> str:
    text = re.sub(r"\s+", " ", html.unescape("".join(node.itertext())))
    if not text.strip():
        return " "
    return f"\\text{{{text.translate(_ESCAPED)}}}" if any(map(str.isalpha, text)) else text.translate(_ESCAPED)


def _group(text: str) -> str:
    """Return TeX in braces unless it is one character."""
    text = text.strip()
    return text if len(text) == 1 else f"{{{text}}}"


def _base(text: str) -> str:
    text = text.strip()
    is_simple = text.isalnum() or text in ("", ")", "]", "|") or re.fullmatch(r"\\[a-zA-Z]+|[^\w\s]", text)
    return (
        text if is_simple or re.fullmatch(r"\\(?:text|overline|dot|hat|vec|tilde)\{[^{}]*\}", text) else f"{{{text}}}"
    )


def _parts(node: Node, count: int) -> Sequence[str]:
    texts = [_tex(child) for child in _children(node)]
    return [*texts, *[""] * count][:count]


def _superscript(node: Node) -> str:
    base, above = _parts(node, 2)
    return f"{_base(base)}^{_group(above)}" if above.strip() != "'" else f"{base}'"


def _subscript(node: Node) -> str:
    base, below = _parts(node, 2)
    return f"{_base(base)}_{_group(below)}"


def _both(node: Node) -> str:
    base, below, above = _parts(node, 3)
    return f"{_base(base)}_{_group(below)}^{_group(above)}"


def _over(node: Node) -> str:
    base, above = _parts(node, 2)
    accent = _ACCENTS.get(above.strip().replace("\\", ""))
    return f"\\{accent}{{{base.strip()}}}" if accent else f"{_base(base)}^{_group(above)}"


def _under(node: Node) -> str:
    base, below = _parts(node, 2)
    is_line = below.strip().replace("\\", "") in ("_", "¯", "̲", "‾")
    return f"\\underline{{{base.strip()}}}" if is_line else f"{_base(base)}_{_group(below)}"


def _fraction(node: Node) -> str:
    above, below = _parts(node, 2)
    if (node.get("linethickness") or "").startswith("0"):
        return f"\\binom{{{above.strip()}}}{{{below.strip()}}}"
    return f"\\frac{{{above.strip()}}}{{{below.strip()}}}"


def _root(node: Node) -> str:
    base, index = _parts(node, 2)
    return f"\\sqrt[{index.strip()}]{{{base.strip()}}}"


def _fenced(node: Node) -> str:
    opening, closing = node.get("open", "("), node.get("close", ")")
    separator = (node.get("separators", ",").strip() or " ")[0]
    inner = f"{separator} ".join(_tex(child).strip() for child in _children(node))
    return f"{opening.translate(_ESCAPED)}{inner}{closing.translate(_ESCAPED)}"


def _table(node: Node) -> str:
    rows = (
        " & ".join(_row(cell).strip() for cell in row.iterchildren("mtd"))
        for row in node.iterchildren("mtr", "mlabeledtr")
    )
    return "\\begin{matrix} " + " \\\\ ".join(rows) + " \\end{matrix}"


_WRITERS: dict[str, Callable[[Node], str]] = {
    "mi": _token,
    "mn": _token,
    "ms": _token,
    "mo": _operator,
    "mtext": _words,
    "mspace": lambda _: " ",
    "msup": _superscript,
    "msub": _subscript,
    "msubsup": _both,
    "munderover": _both,
    "mover": _over,
    "munder": _under,
    "mfrac": _fraction,
    "msqrt": lambda node: f"\\sqrt{{{_row(node).strip()}}}",
    "mroot": _root,
    "mfenced": _fenced,
    "mtable": _table,
}
"""How the nodes of MathML that mean more than a row are written."""
