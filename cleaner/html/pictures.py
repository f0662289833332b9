"""One picture of a page: its address, wherever lazy pages keep it, and what it shows. Icons and counters are none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.html.runs import absolute_address
from cleaner.html.tree import Node
from cleaner.html.values import fold_blanks
from cleaner.lazy import lazy_pattern

PICTURE_TAGS = frozenset(("img", "picture", "noscript"))
"""Tags of nodes that show a picture; that of ``noscript`` is the one that a script would load."""

MIN_SIDE = 64
"""Pixels of a side below which a picture is an icon, a face beside a name, or a counter of visits."""

MAX_SOURCES = 20
"""Sources of a picture that are read."""

MAX_ADDRESSES = 10_000
"""Characters of a list of addresses that are read."""

MAX_ALT = 500
"""Characters of a description that are kept."""

_LAZY_SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-url",
    "data-full-src",
    "data-hi-res-src",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
"""Attributes in which lazy pages keep addresses; ``src`` has a placeholder then."""

_CANDIDATE = lazy_pattern(r"(\S*[^\s,])(?:\s+([\d.]{1,8})[wx])?\s*(?:,|$)")
_PIXELS = lazy_pattern(r"\s*(\d{1,5})(?:\.\d*)?(?:px)?\s*")
_PICTURE_FILE = lazy_pattern(r"[^\s\"'<>]+\.(?:jpe?g|png|webp|gif|avif)(?:[?#&!].*)?", re.IGNORECASE)
_NO_PICTURE = lazy_pattern(
    r"""
      (?: ^ | [/_.=-] )
      (?: logos? | icons? | favicon | sprites? | avatars? | gravatar | emojis? | smil(?:ey|ies) | pixel | spacer | blank
        | transparent | tracking | badges? | spinner | loading | placeholder | lazy-?load | grey | 1x1 )
      (?: [/_.-] | \d | $ )
    | piwik | matomo | /beacon | /collect | counter | analytics | doubleclick | scorecardresearch | quantserve
    | facebook\.com/tr | feedburner | stats\.wp\.com | gravatar\.com
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_PICTURE_NAME = lazy_pattern(
    r"""
      (?: ^ | [\s_-] )
      (?: icons? | logos? | avatars? | gravatar | emojis? | smil(?:ey|ies) | sprite | pixel | tracking | badges?
        | share | sharing | social | authors? | byline | headshot | ads? | advert\w* | sponsor\w* | promos? | newsletter
        | related | recommend\w* | comments? )
      (?: $ | [\s_-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_PICTURE_ALT = lazy_pattern(r"(?:\S+\s+){0,3}(?:logo|icon|avatar)\b|(?:logo|icon|avatar)\b.{0,40}", re.IGNORECASE)
_FILE_NAME = lazy_pattern(r"\S+\.(?:jpe?g|png|webp|gif|avif)|(?:IMG|DSC)[_-]?\d+", re.IGNORECASE)
_HIDING = lazy_pattern(r"display:none|visibility:hidden")


class Picture(NamedTuple):
    """A picture as readers see it: its absolute address, and its description, which may be empty."""

    address: str
    alt: str


def picture_of(node: Node, base: str, *, in_figure: bool) -> Picture | None:
    """Return the picture that a node shows; ``None`` for icons, counters, and what has no address.

    ``base`` is the address by which others are read. Drawings are kept in a figure only: elsewhere they are icons.
    """
    image = node if node.tag == "img" else next(node.iter("img"), None)
    if image is None or _is_small(image) or has_other_purpose(image) or is_without_sight(image):
        return None
    alt = fold_blanks(image.get("alt") or "")[:MAX_ALT]
    if _NO_PICTURE_ALT.fullmatch(alt):
        return None
    for candidate in _candidates(node, image):
        address = absolute_address(base, candidate)
        path = address.partition("?")[0].lower()
        if address.startswith("http") and not _NO_PICTURE.search(path) and (in_figure or not path.endswith(".svg")):
            return Picture(address, "" if _FILE_NAME.fullmatch(alt) else alt)
    return None


def has_other_purpose(node: Node) -> bool:
    """Whether the names of a node say that its picture is not one of an article."""
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return _NO_PICTURE_NAME.search(names) is not None


def is_without_sight(node: Node) -> bool:
    """Whether a picture is hidden, or only decorates what stands beside it."""
    style = "".join((node.get("style") or "").lower().split())
    is_decoration = node.get("aria-hidden") == "true" or node.get("role") == "presentation"
    return is_decoration or node.get("hidden") is not None or _HIDING.search(style) is not None


def _is_small(image: Node) -> bool:
    """Whether a side of a picture is known, and that of an icon."""
    sides = (_PIXELS.fullmatch(image.get(name) or "") for name in ("width", "height"))
    return any(side is not None and int(side[1]) < MIN_SIDE for side in sides)


def _candidates(node: Node, image: Node) -> Iterator[str]:
    """Yield addresses that a picture may have, the best first."""
    yield from (value for name in _LAZY_SOURCES if (value := image.get(name)))
    yield from (address for name in _LAZY_SETS for address in _largest(image.get(name)))
    source = image.get("src") or ""
    if not source.startswith("data:"):
        yield source
    yield from _largest(image.get("srcset"))
    for other in [*node.iter("source")][:MAX_SOURCES]:
        yield from (address for name in (*_LAZY_SETS, "srcset") for address in _largest(other.get(name)))
    yield from (value for name, value in image.items() if name.startswith("data-") and _PICTURE_FILE.fullmatch(value))


def _largest(addresses: str | None) -> Iterator[str]:
    """Yield the largest picture of a list such as ``a.jpg 480w, b.jpg 960w``."""
    if addresses:
        matches = _CANDIDATE.finditer(addresses[:MAX_ADDRESSES])
        sizes = [(_size(match[2]), match[1]) for match in matches]
        yield from (address for _, address in sorted(sizes, key=lambda size: -size[0])[:1])


def _size(text: str | None) -> float:
    return float(text) if text and text.count(".") <= 1 and text != "." else 0.0
