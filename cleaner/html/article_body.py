"""The article's text as a page gives it to search engines, where it gives all of it."""

import html
import re
from typing import Any

from cleaner.html.metadata.page import Page
from cleaner.html.metadata.values import iter_values
from cleaner.text.words import count_words

SHORTEST = 500
"""Characters of a body that counts as the whole article: shorter ones are deks and first paragraphs."""

LONGEST = 500_000
"""Characters of a body that are read."""

SURELY_LONG = 2000
"""Characters from which the end does not matter: such bodies end in credits, in ``♦`` or in a reference as well."""

LEAST_SHARE = 0.8
"""Of the words that the page counts, as pages count in different ways."""

TAIL = 40
"""Characters at the end where an ellipsis tells that the rest is missing."""

_BLOCK = re.compile(
    r"<\s*/?\s*(?:p|br|div|li|ul|ol|h[1-6]|blockquote|tr|section|figure|figcaption)\b[^<>]*>", re.IGNORECASE
)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.{3}|&hellip;)\]|read more|continue reading|weiterlesen|lire la suite)\W*$", re.IGNORECASE
)
_END = re.compile(r"[.!?。！？।؟\"'”’»“)\]:;—–*]$")


def find_article_body(page: Page) -> tuple[str, bool]:
    """Return the ``articleBody`` of a page's JSON-LD as lines, and whether it is whole; the first whole one of several.

    Whole is what is long enough, does not end in an ellipsis or in the midst of a sentence, and is not much shorter
    than the page's own ``wordCount``. Many pages give all paragraphs as one line.
    """
    bodies = [
        (body_lines(one), node.get("wordCount"))
        for node in page.facts
        for one in iter_values(node.get("articleBody"))
        if isinstance(one, str)
    ]
    whole = next((body for body, words in bodies if is_whole_body(body, words=words)), None)
    return (whole, True) if whole else (max((body for body, _ in bodies), key=len, default=""), False)


def body_lines(told: str) -> str:
    r"""Return a body's lines without entities and tags; what opened a block opens a line.

    >>> body_lines("<p>One &amp;amp; two.</p><p>Three.</p>")
    'One & two.\nThree.'
    """
    text = told[:LONGEST]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", text)))
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))


def is_whole_body(body: str, *, words: Any = None) -> bool:
    """Tell whether a body is long, ends as articles end, and has the words that the page counts, if it does."""
    if len(body) < SHORTEST or _CUT.search(body[-TAIL:]):
        return False
    if isinstance(words, (int, str)) and str(words).isdecimal() and len(str(words)) < len("1000000"):
        return count_words(body) >= LEAST_SHARE * int(words)
    return len(body) >= SURELY_LONG or bool(_END.search(body))
