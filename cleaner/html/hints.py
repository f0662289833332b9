"""What the names in a page's markup say about a node: its class, id, role and the like.

Sites name their parts for themselves, yet with a small vocabulary: ``related-posts``, ``article__body``, ``share-bar``.
A hint is one meaning with the phrases that show it. They are weak evidence: only the line scorer
(:mod:`cleaner.html.extract`) uses them, beside much else, and no hint alone decides about a line.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

HINTS: dict[str, tuple[str, ...]] = {
    "comment": ("comment", "disqus", "respond", "discussion", "replies", "livefyre", "fbroot", "kommentar"),
    "related": (
        *(
            "relat",
            "recommend",
            "recirc",
            "similar",
            "popular",
            "trending",
            "mostread",
            "mostview",
            "morefrom",
            "moreon",
        ),
        *("morestories", "morenews", "readmore", "readnext", "readalso", "alsoread", "alsolike", "suggest", "teaser"),
        *("youmay", "nextarticle", "nextpost", "nextup", "latest", "weitere", "mehr", "outbrain", "taboola", "zergnet"),
    ),
    "share": (
        "share",
        "sharing",
        "social",
        "facebook",
        "twitter",
        "whatsapp",
        "pinterest",
        "addthis",
        "addtoany",
        "follow",
    ),
    "newsletter": (
        "newsletter",
        "subscri",
        "signup",
        "mailing",
        "inbox",
        "register",
        "optin",
        "mc4wp",
        "abobox",
        "abonn",
    ),
    "advert": (
        *(" ad ", " ads ", " cta ", " dfp", " gpt", "advert", "sponsor", "promo", "banner", "commercial", "googlead"),
        *("affiliate", "anzeige", "werbung", "publicid", "calltoaction"),
    ),
    "menu": (
        *(
            " nav",
            "navigation",
            "menu",
            "breadcrumb",
            "pagination",
            "pager",
            "toolbar",
            " skip ",
            " toc ",
            "tableofcontents",
        ),
        *("topbar", "masthead"),
    ),
    "footer": ("footer", " foot ", "copyright", "legal", "disclaimer", "colophon", "impressum"),
    "header": (
        *(
            " header",
            "hero",
            "headline",
            "title",
            "kicker",
            " dek ",
            "deck",
            "standfirst",
            "subhead",
            "summary",
            "excerpt",
        ),
        *(" lead ", " lede ", "intro"),
    ),
    "side": ("sidebar", "aside", "rail", "widget", "secondary", "columnright", "rightcol"),
    "author": ("author", "byline", " bio ", "contributor", "profile", "avatar", "writer", "autor", "aboutthe"),
    "meta": (
        *(
            "meta",
            "date",
            "time",
            "publish",
            "info",
            "posted",
            "category",
            " tag ",
            " tags ",
            "topic",
            "keyword",
            "label",
        ),
        *("stats", "counter", "views"),
    ),
    "media": (
        *(
            "caption",
            "credit",
            "figure",
            "image",
            " img",
            "photo",
            " pic ",
            "foto",
            "bild",
            "gallery",
            "slide",
            "carousel",
        ),
        *("media", "video", "player", "embed", "lightbox", "thumb"),
    ),
    "overlay": (
        *(
            "paywall",
            "piano",
            "premium",
            "cookie",
            "consent",
            "gdpr",
            "login",
            "signin",
            "modal",
            "popup",
            "overlay",
            "donat",
        ),
        *("membership", "tooltip", "dropdown", "hidden", "screenreader", " sr only ", "visually"),
    ),
    "box": ("quote", "highlight", "callout", "keypoint", "takeaway", "box"),
    "list": ("card", "listing", "grid", " list ", " item ", "collection", "feed", "stream", "archive", "tile"),
    "body": (
        *("articlebody", "articlecontent", "articletext", "articlecopy", "articlepage", "postbody", "postcontent"),
        *("posttext", "postentry", "entrycontent", "entrybody", "entrytext", "storybody", "storycontent", "storytext"),
        *("contentbody", "bodycontent", "bodycopy", "bodytext", "maincontent", "richtext", "textbody", "textcontent"),
        *("textblock", "paragraph", "wysiwyg", "prose", "fieldnamebody", "pagecontent", "singlecontent"),
    ),
    "article": ("article", " post", "entry", "story", "content", "main", "text", "body"),
}
"""A phrase that begins or ends with a blank is looked for among whole words, any other one anywhere in a name."""

NAMES = ("class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label")
"""Attributes that name a node."""

LONGEST = 400
"""Characters of a node's names that are read: utility classes go on for longer, and say nothing."""

_SPACED = str.maketrans("-_", "  ")
_JOINED = str.maketrans("", "", "-_")


@lru_cache(maxsize=4096)
def hints_in(names: str) -> tuple[int, ...]:
    """Return the places in :data:`HINTS` of the meanings that a node's names show.

    >>> [list(HINTS)[place] for place in hints_in("post__related-posts")]
    ['related', 'article']
    """
    lowered = names[:LONGEST].lower()
    in_words, anywhere = f" {lowered.translate(_SPACED)} ", lowered.translate(_JOINED)
    return tuple(sorted({*_found(anywhere, _LOOSE), *_found(in_words, _WHOLE)}))


def _found(text: str, phrases: Mapping[str, Sequence[tuple[str, int]]]) -> list[int]:
    """Return the places of the phrases that a text has: looked up by their first letters at each place of the text."""
    starts = [start for start in range(len(text)) if text[start : start + _FIRST] in phrases]
    return [
        place
        for start in starts
        for phrase, place in phrases[text[start : start + _FIRST]]
        if text.startswith(phrase, start)
    ]


_FIRST = 3
"""Letters by which phrases are looked up; none is shorter."""


def _by_first(*, whole: bool) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for place, phrases in enumerate(HINTS.values()):
        for phrase in phrases:
            if (" " in phrase) is whole:
                found.setdefault(phrase[:_FIRST], []).append((phrase, place))
    return found


_LOOSE, _WHOLE = _by_first(whole=False), _by_first(whole=True)
