"""The article in a page's data: the ``articleBody`` of JSON-LD, and the text that scripts hold.

Many pages give search engines the whole article; pages that a browser builds have it only in a script.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from cleaner.html.metadata.page import Page
from cleaner.html.tree import Node
from cleaner.html.values import iter_values
from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import PROSE_WORDS, is_sentence
from cleaner.text.words import count_words

MIN_BODY_LENGTH = 500
"""Characters of a body that may be the whole article: shorter ones are teasers and first paragraphs."""

MAX_BODY_LENGTH = 500_000
"""Characters of a body that are read."""

SURELY_WHOLE_LENGTH = 2000
"""Characters of a body that need not end like a sentence: articles of this length end in credits, ``♦`` or notes."""

MIN_COUNTED_SHARE = 0.8
"""Share of the page's own word count that a whole body has: pages count in different ways."""

_MAX_COUNT_DIGITS = 6
"""Digits of a ``wordCount`` that is credible."""

_TAIL_LENGTH = 40
"""Characters of a body's end where an ellipsis shows that the rest is missing."""

MIN_SCRIPT_WORDS = 100
"""Words of prose in a text of a script: shorter ones are descriptions, notices and teasers."""

MIN_STRING_LENGTH = 400
"""Characters of a string in a script that is read."""

MAX_SCRIPT_LENGTH = 1 << 22
"""Characters of a page's scripts that are read."""

MAX_STRING_DEPTH = 2
"""Levels of strings within strings that are read: JSON is often written as a string of JSON."""

_BLOCK_TAG = lazy_pattern(
    r"<\s*/?\s*(?:p|br|div|li|ul|ol|h[1-6]|blockquote|tr|section|figure|figcaption)\b[^<>]*>", re.IGNORECASE
)
_HIDDEN = lazy_pattern(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_TAG = lazy_pattern(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
_ELLIPSIS = lazy_pattern(
    r"(?:…|\.\.\.|\[(?:…|\.{3}|&hellip;)\]|read more|continue reading|weiterlesen|lire la suite)\W*$", re.IGNORECASE
)
_BODY_END = lazy_pattern(r"[\"'”’»“)\]:;—–*]$")
_STRING = lazy_pattern(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_PARAGRAPH_TAG = lazy_pattern(r"</?(?:p|br|div)\b", re.IGNORECASE)
_STREAM_PREFIX = lazy_pattern(r"^[0-9a-f]+:T[0-9a-f]+,")
"""The prefix of a text that React streams."""


def find_article_body(page: Page) -> tuple[str, bool]:
    """Return the ``articleBody`` of a page's JSON-LD, one paragraph per line, and whether it is whole.

    It is the first whole body, or else the longest one. Many pages give all paragraphs as one line.
    """
    bodies = [
        (body_text(body), node.get("wordCount"))
        for node in page.facts
        for body in iter_values(node.get("articleBody"))
        if isinstance(body, str)
    ]
    whole = next((body for body, words in bodies if is_whole_body(body, words=words)), None)
    return (whole, True) if whole else (max((body for body, _ in bodies), key=len, default=""), False)


def body_text(markup: str) -> str:
    r"""Return the text of a body without tags and character references; each block is a line.

    >>> body_text("<p>One &amp;amp; two.</p><p>Three.</p>")
    'One & two.\nThree.'
    """
    text = markup[:MAX_BODY_LENGTH]
    if "&" in text:
        text = html.unescape(html.unescape(text))  # many pages escape twice
    if "<" in text:
        text = _TAG.sub("", _BLOCK_TAG.sub("\n", _HIDDEN.sub("", text)))
    lines = (" ".join(line.split()) for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))


def is_whole_body(body: str, *, words: Any = None) -> bool:
    """Whether a body is the whole article: long enough, and complete by its end or by its words.

    ``words`` is the page's own ``wordCount``, most of which a whole body has. Without one, the body must not end
    within a sentence. A whole body never ends in an ellipsis.
    """
    if len(body) < MIN_BODY_LENGTH or _ELLIPSIS.search(body[-_TAIL_LENGTH:]):
        return False
    if isinstance(words, (int, str)) and str(words).isdecimal() and len(str(words)) <= _MAX_COUNT_DIGITS:
        return count_words(body) >= MIN_COUNTED_SHARE * int(words)
    is_ended = _BODY_END.search(body) is not None or is_sentence(body.rpartition("\n")[2])
    return len(body) >= SURELY_WHOLE_LENGTH or is_ended


def find_script_article(tree: Node) -> str:
    """Return the string in a page's scripts with the most prose, one paragraph per line; empty if all have too little.

    Only strings with the markup of paragraphs count, since scripts hold much other text. JSON-LD is not read here.
    """
    scripts = (node.text or "" for node in tree.iter("script") if node.get("type") != "application/ld+json")
    best, most = "", MIN_SCRIPT_WORDS - 1
    for string in _strings("\n".join(scripts)[:MAX_SCRIPT_LENGTH], MAX_STRING_DEPTH):
        if _PARAGRAPH_TAG.search(string):
            text = body_text(_STREAM_PREFIX.sub("", string))
            words = sum(map(_prose_words, text.split("\n")))
            if words > most:
                best, most = text, words
    return best


def _strings(source: str, depth: int) -> Iterator[str]:
    """Yield the long strings of JSON in a source; a string of JSON yields its own strings, if they have markup."""
    for match in _STRING.finditer(source):
        literal = match[1]
        if len(literal) < MIN_STRING_LENGTH:
            continue
        try:
            string = json.loads(f'"{literal}"', strict=False)
        except ValueError:
            continue
        inner = list(_strings(string, depth - 1)) if depth and '\\"' in literal else []
        yield from inner if any(map(_PARAGRAPH_TAG.search, inner)) else (string,)


def _prose_words(line: str) -> int:
    words = count_words(line)
    return words if words >= PROSE_WORDS and is_sentence(line) else 0
