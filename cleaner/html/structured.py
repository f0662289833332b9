"""The article in a page's scripts: pages that a browser puts together have their text as data only."""

import json
import re
from collections.abc import Iterator
from typing import Any

from cleaner.html.article_body import body_lines
from cleaner.text.words import PROSE_WORDS, count_words, is_sentence

LEAST_WORDS = 100
"""Words of prose that a text in a script has to have: shorter ones are descriptions, notices and teasers."""

SHORTEST = 400
"""Characters of a string that are looked at."""

LONGEST = 1 << 22
"""Characters of a page's scripts that are read."""

MAX_NESTED = 2
"""Strings in strings that are read: data is often written as JSON in JSON."""

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_MARKUP = re.compile(r"</?(?:p|br|div)\b", re.IGNORECASE)
_STREAMED = re.compile(r"^[0-9a-f]+:T[0-9a-f]+,")
"""What stands before a text that React streams."""


def find_script_article(tree: Any) -> str:
    """Return the lines of the string in a page's scripts that has most words of prose; nothing if all have few.

    Only strings with paragraphs in markup count, since scripts have much other text.
    """
    best, most = "", LEAST_WORDS - 1
    for string in _strings(_source(tree), MAX_NESTED):
        if _MARKUP.search(string):
            text = body_lines(_STREAMED.sub("", string))
            words = sum(map(_prose_words, text.split("\n")))
            if words > most:
                best, most = text, words
    return best


def _source(tree: Any) -> str:
    """Return the scripts of a page in one; JSON-LD is read elsewhere."""
    scripts = (node.text or "" for node in tree.iter("script") if node.get("type") != "application/ld+json")
    return "\n".join(scripts)[:LONGEST]


def _strings(source: str, nested: int) -> Iterator[str]:
    for found in _STRING.finditer(source):
        written = found[1]
        if len(written) < SHORTEST:
            continue
        try:
            string = json.loads(f'"{written}"', strict=False)
        except ValueError:
            continue
        inner = list(_strings(string, nested - 1)) if nested and '\\"' in written else []
        yield from inner if any(map(_MARKUP.search, inner)) else (string,)


def _prose_words(line: str) -> int:
    words = count_words(line)
    return words if words >= PROSE_WORDS and is_sentence(line) else 0
