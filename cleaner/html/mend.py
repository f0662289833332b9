"""Markup that a parser loses text of, mended: so that what opens without closing takes nothing with it."""

import re

_OPEN = re.compile(
    r"<(script|style|noscript|template|title|textarea|select|iframe|dialog|video|audio|object|xmp|plaintext)\b[^<>]*>",
    re.IGNORECASE,
)
_END = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The page's end: what stands behind it the parser may leave out."""

REST = r"""(?:[^<>"']*(?:(?:"[^"]{0,1000000}"|'[^']{0,1000000}')(?=[\s/>])[^<>"']*)*(?=>)|[^<>]*)"""
"""What follows a tag's name: with values in quotes, which may hold markup, or whatever ends at the next bracket.

A quote closes only before a blank or the tag's end: where it does not, one was forgotten before. The bound keeps time
linear.
"""

_TAG = re.compile(rf"<(/?[a-zA-Z][\w:-]*)({REST})>")
_FLAT = frozenset(
    (
        *("html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript", "template"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "li", "pre", "time", "figcaption"),
    )
)
_LINES = frozenset(
    (
        *("div", "section", "article", "main", "aside", "header", "footer", "nav", "ul", "ol", "dl", "dd", "dt"),
        *("table", "tbody", "thead", "tr", "td", "th", "figure", "form", "blockquote", "center", "details"),
        *("summary", "address", "fieldset"),
    )
)


def repair_markup(markup: str) -> str:
    """Return markup in which comments, scripts and the like that never close do not open, and quotes are in pairs.

    >>> repaired("<p>One.</p><!-- two <p>Three.</p>")
    '<p>One.</p> two <p>Three.</p>'
    >>> repaired('<a href="x>One</a><p class="y">Two.</p>')
    '<a>One</a><p class="y">Two.</p>'
    """
    end = markup.rfind("-->")
    head, tail = (markup[: end + 3], markup[end + 3 :]) if end >= 0 else ("", markup)
    markup = head + tail.replace("<!--", "")
    markup = _END.sub("", markup)
    lowered = markup.lower()
    closes = {name: lowered.rfind(f"</{name}") for name in {found[1].lower() for found in _OPEN.finditer(markup)}}
    markup = _OPEN.sub(lambda tag: tag[0] if tag.start() < closes[tag[1].lower()] else " ", markup)
    return _TAG.sub(_paired, markup)


def _paired(tag: re.Match[str]) -> str:
    odd = tag[2].count('"') % 2 or ("'" in tag[2] and '"' not in tag[2] and tag[2].count("'") % 2)
    return f"<{tag[1]}>" if odd else tag[0]


def flatten_markup(markup: str) -> str:
    """Return markup whose nodes stand in no other ones: what parts lines becomes a paragraph, all else goes.

    >>> flattened("<div><div><span>One</span></div>two</div>")
    '<p><p>One<p>two<p>'
    """
    return _TAG.sub(_flat, repair_markup(markup))


def _flat(tag: re.Match[str]) -> str:
    name = tag[1].lstrip("/").lower()
    if name in _FLAT:
        return tag[0]
    return "<p>" if name in _LINES else ""
