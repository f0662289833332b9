"""Titles: the headline alone, without the name of the site that pages add to it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from cleaner.html.metadata.values import compact

MAX_TITLE = 400
"""Characters of a title: what is longer is no headline."""

LEAST_NAME = 3
"""Letters that a site's name has to have to be cut off."""

MAX_PARTS = 12
"""Marks between parts of a title: more are no names behind a headline."""

MAX_CUTS = 3
"""Names that a title ends with: ``Headline | Sports | Site``."""

_PARTS = re.compile(r"\s+[-–—|•·:»«›/~]+\s+|\s*[|｜]+\s*|\s+::\s+|\s*[»›]\s*|:\s+")


def strip_site(title: str, known: AbstractSet[str], headlines: Sequence[str] = ()) -> str:
    """Return a title without the site's name at its end or its beginning.

    Cut is only what is one of the site's names (``known`` has them in compact form), or what stands around one of the
    page's own ``headlines``.

    >>> strip_site("Bridge opens - on time | The Daily Sample", {"dailysample"})
    'Bridge opens - on time'
    """
    own = {compact(one) for one in headlines} - {""}
    for _ in range(MAX_CUTS):
        cuts = [(found.start(), found.end()) for found in _PARTS.finditer(title)]
        if compact(title) in own or not 0 < len(cuts) <= MAX_PARTS:
            break
        first, last = cuts[0], cuts[-1]
        whole = next((piece for piece in _pieces(title, cuts) if compact(piece) in own), None)
        if whole:
            return whole
        if _is_site(title[last[1] :], known):
            title = title[: last[0]]
        elif _is_site(title[: first[0]], known):
            title = title[first[1] :]
        else:
            break
    return title.strip()


def _pieces(title: str, cuts: list[tuple[int, int]]) -> list[str]:
    """Return what is left of a title when its end is cut, or its beginning, the longest first."""
    heads = [title[:start] for start, _ in reversed(cuts)]
    return [*heads, *(title[end:] for _, end in cuts)]


def _is_site(part: str, known: AbstractSet[str]) -> bool:
    """Tell whether a part of a title is the site's name, with or without ``The`` and ``.com``."""
    name = compact(part)
    if len(name) < LEAST_NAME:
        return False
    short = _short(name)
    return name in known or (bool(short) and any(short == _short(one) for one in known))


def _short(name: str) -> str:
    return name.removeprefix("the").removesuffix("com").removesuffix("news")


def agrees(headline: str, title: str) -> bool:
    """Tell whether a headline of the page and a title from its head are the same one.

    They are if one begins with the other, or if most words of the shorter are in the longer.
    """
    ours, theirs = compact(headline), compact(title)
    if not ours or not theirs:
        return False
    if min(len(ours), len(theirs)) >= LEAST_NAME * 3 and (ours.startswith(theirs) or theirs.startswith(ours)):
        return True
    if ours == theirs:
        return True
    words, others = (set(re.findall(r"\w+", one.casefold())) for one in (headline, title))
    least, most = sorted((len(words), len(others)))
    return len(words & others) >= 0.6 * most and least > len(("one", "two"))


def is_cut(title: str) -> bool:
    """Tell whether a title was cut by a program."""
    return title.endswith(("…", "..."))
