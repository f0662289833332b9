r"""Markdown and plain text as clean HTML: what a browser shows of it is what a reader of the text sees.

>>> html_of_markdown("It **opens** in [May](https://example.org).\n\n![x](y.png)")
'<p>It <strong>opens</strong> in <a href="https://example.org">May</a>.</p>'
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from cleaner.lazy import lazy_pattern
from cleaner.text.plain import plain_lines
from cleaner.types import Line

if TYPE_CHECKING:  # start-up time
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SCHEMES = ("http", "https", "mailto")
"""Schemes of the addresses that links and images may have."""

TAGS = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn"),
        *("div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"),
        *("kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul"),
        *("var", "wbr"),
    )
)
"""Tags that stay; of others, such as those in the HTML of a Markdown file, the text stays."""

_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_NO_TEXT_TAGS = {"script", "style", "template", "title", "textarea", "noscript"}
"""Tags that go with their text."""

_ABSOLUTE = re.compile(rf"(?:{'|'.join(SCHEMES)}):", re.IGNORECASE)
_LANGUAGE = re.compile(r"language-[\w.+#-]+")
_IMAGE_WITHOUT_ADDRESS = re.compile(r'<img(?: (?!src=)[a-z]+="[^"]*")*>')
_MATH = lazy_pattern(r"\$\$[^$]{1,5000}\$\$|\$[^\s$](?:[^$\n]{0,500}[^\s$])?\$")
_TEX = lazy_pattern(r"[\\^_{}]")
_PARAGRAPH_TOKENS = 3
"""Tokens of a paragraph: where it opens, its content, and where it closes."""


def html_of_markdown(text: str) -> str:
    """Return a Markdown text as sanitized HTML: block after block, without a page around them.

    A paragraph that is one image is a figure, and one in emphasis below it is its caption. Links and images without an
    absolute address lose it; formulas in TeX stay as they are.
    """
    parser = _parser()
    tokens = parser.parse(text)
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.type != "inline":
            continue
        if before and before.type in ("th_open", "td_open"):  # in cells, formulas are escaped like words
            token.children = _parser(has_math=False).parseInline(token.content)[0].children
        token.children = [*_with_absolute_addresses(token.children or ())]
    return _sanitized(parser.renderer.render([*_with_figures(tokens)], parser.options, {}))


def html_of_text(text: str, *, keeps_rows: bool = True) -> str:
    r"""Return a plain text as HTML; ``keeps_rows`` is that of :func:`cleaner.text.plain.plain_lines`.

    >>> html_of_text("Fish & chips.\n\nSea, sea,\ngive me\nmy ring.")
    '<p>Fish &amp; chips.</p>\n<p>Sea, sea,<br>\ngive me<br>\nmy ring.</p>'
    """
    blocks: list[list[Line]] = []
    for line in plain_lines(text, keeps_rows=keeps_rows):
        above = blocks[-1][-1] if blocks else None
        if above and above.kind == line.kind == "short" and above.number + 1 == line.number:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return "\n".join([_html_of_block(text, block) for block in blocks])


def _html_of_block(text: str, lines: Sequence[Line]) -> str:
    if lines[0].kind == "code":
        return f"<pre><code>{escape(lines[0].span.of(text), quote=False)}\n</code></pre>"
    rows = [escape(" ".join(line.words(text).split()), quote=False) for line in lines]
    return "<p>" + "<br>\n".join(rows) + "</p>"


@cache
def _parser(*, has_math: bool = True) -> Any:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # else the source of a link to a script is shown; its mark goes below
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    if has_math:
        parser.inline.ruler.before("escape", "math", _read_math)
    return parser


def _read_math(state: "StateInline", silent: bool) -> bool:
    """Read a formula in TeX as text: its signs mean something else."""
    match = _MATH.match(state.src, state.pos) if state.src[state.pos] == "$" else None
    if not match or not _TEX.search(match[0]):
        return False
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True


def _with_absolute_addresses(tokens: Sequence["Token"]) -> Iterator["Token"]:
    """Yield the parts of a paragraph without images and marks of links whose addresses are not absolute."""
    are_kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            are_kept.append(_is_absolute(token, "href"))
        is_link = token.type in ("link_open", "link_close")
        if not (is_link and not are_kept[-1]) and (token.type != "image" or _is_absolute(token, "src")):
            yield token
        if token.type == "link_close":
            are_kept.pop()


def _is_absolute(token: "Token", name: str) -> bool:
    return _ABSOLUTE.match(str(token.attrs.get(name, ""))) is not None


def _with_figures(tokens: Sequence["Token"]) -> Iterator["Token"]:
    """Yield the tokens of a text; a paragraph that is an image becomes a figure, with the caption below it.

    A paragraph of which nothing is left goes.
    """
    index = 0
    while index < len(tokens):
        parts = [part.type for part in _children(tokens, index)] if _is_paragraph(tokens, index) else ["text"]
        if parts != ["image"]:
            yield from tokens[index : index + bool(parts)]
            index += 1 if parts else _PARAGRAPH_TOKENS
            continue
        opening, image, closing = tokens[index : index + _PARAGRAPH_TOKENS]
        opening.tag = closing.tag = "figure"
        opening.hidden = closing.hidden = False
        yield from (opening, image)
        index += _PARAGRAPH_TOKENS
        if _is_paragraph(tokens, index) and _is_emphasis(_children(tokens, index)):
            caption = tokens[index : index + _PARAGRAPH_TOKENS]
            caption[0].tag = caption[-1].tag = "figcaption"
            caption[1].children = _children(tokens, index)[1:-1]
            yield from caption
            index += _PARAGRAPH_TOKENS
        yield closing


def _is_paragraph(tokens: Sequence["Token"], index: int) -> bool:
    return index < len(tokens) and tokens[index].type == "paragraph_open"


def _children(tokens: Sequence["Token"], index: int) -> list["Token"]:
    """Return the parts of the paragraph that opens at an index."""
    return tokens[index + 1].children or []


def _is_emphasis(parts: Sequence["Token"]) -> bool:
    """Whether the parts of a paragraph are one emphasis."""
    if not parts or parts[0].type != "em_open" or parts[-1].type != "em_close":
        return False
    return all(part.level > parts[0].level for part in parts[1:-1])


def _sanitized(markup: str) -> str:
    """Return HTML with the tags, attributes and addresses alone that readers need."""
    return _IMAGE_WITHOUT_ADDRESS.sub("", str(_sanitizer().clean(markup))).strip("\n")


@cache
def _sanitizer() -> Any:
    import nh3

    return nh3.Cleaner(
        tags={*TAGS},
        clean_content_tags=_NO_TEXT_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        link_rel=None,
        url_schemes={*SCHEMES},
        url_relative="deny",
    )


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute; of classes, only the language of code stays."""
    if name != "class":
        return value
    language = _LANGUAGE.search(value)
    return language[0] if tag == "code" and language else None
