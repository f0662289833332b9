"""What the names in a page's markup say about a node: its class, id, role and the like.

Sites name their parts for themselves, yet with a small vocabulary: ``related-posts``, ``article__body``, ``share-bar``.
A hint is one meaning with the phrases that show it. They are weak evidence: only the line scorer
(:mod:`cleaner.html.extract`) uses them, beside much else, and no hint alone decides about a line.
"""

import re
from collections.abc import Collection
from functools import lru_cache

# fmt: off
CLASS_NAME_CUES: dict[str, tuple[str, ...]] = {
    "comment": ("comment", "disqus", "respond", "discussion", "replies", "livefyre", "fbroot", "kommentar"),
    "related": (
        "relat", "recommend", "recirc", "similar", "popular", "trending", "mostread", "mostview", "morefrom",
        "moreon", "morestories", "morenews", "readmore", "readnext", "readalso", "alsoread", "alsolike", "suggest",
        "teaser", "youmay", "nextarticle", "nextpost", "nextup", "latest", "weitere", "mehr", "outbrain",
        "taboola", "zergnet",
    ),
    "share": (
        "share", "sharing", "social", "facebook", "twitter", "whatsapp", "pinterest", "addthis", "addtoany",
        "follow",
    ),
    "newsletter": (
        "newsletter", "subscri", "signup", "mailing", "inbox", "register", "optin", "mc4wp", "abobox", "abonn",
    ),
    "advert": (
        " ad ", " ads ", " cta ", " dfp", " gpt", "advert", "sponsor", "promo", "banner", "commercial", "googlead",
        "affiliate", "anzeige", "werbung", "publicid", "calltoaction",
    ),
    "menu": (
        " nav", "navigation", "menu", "breadcrumb", "pagination", "pager", "toolbar", " skip ", " toc ",
        "tableofcontents", "topbar", "masthead",
    ),
    "footer": ("footer", " foot ", "copyright", "legal", "disclaimer", "colophon", "impressum"),
    "header": (
        " header", "hero", "headline", "title", "kicker", " dek ", "deck", "standfirst", "subhead", "summary",
        "excerpt", " lead ", " lede ", "intro",
    ),
    "side": ("sidebar", "aside", "rail", "widget", "secondary", "columnright", "rightcol"),
    "author": ("author", "byline", " bio ", "contributor", "profile", "avatar", "writer", "autor", "aboutthe"),
    "meta": (
        "meta", "date", "time", "publish", "info", "posted", "category", " tag ", " tags ", "topic", "keyword",
        "label", "stats", "counter", "views",
    ),
    "media": (
        "caption", "credit", "figure", "image", " img", "photo", " pic ", "foto", "bild", "gallery", "slide",
        "carousel", "media", "video", "player", "embed", "lightbox", "thumb",
    ),
    "overlay": (
        "paywall", "piano", "premium", "cookie", "consent", "gdpr", "login", "signin", "modal", "popup", "overlay",
        "donat", "membership", "tooltip", "dropdown", "hidden", "screenreader", " sr only ", "visually",
    ),
    "box": ("quote", "highlight", "callout", "keypoint", "takeaway", "box"),
    "list": ("card", "listing", "grid", " list ", " item ", "collection", "feed", "stream", "archive", "tile"),
    "body": (
        "articlebody", "articlecontent", "articletext", "articlecopy", "articlepage", "postbody", "postcontent",
        "posttext", "postentry", "entrycontent", "entrybody", "entrytext", "storybody", "storycontent",
        "storytext", "contentbody", "bodycontent", "bodycopy", "bodytext", "maincontent", "richtext", "textbody",
        "textcontent", "textblock", "paragraph", "wysiwyg", "prose", "fieldnamebody", "pagecontent",
        "singlecontent",
    ),
    "article": ("article", " post", "entry", "story", "content", "main", "text", "body"),
}
# fmt: on
"""A phrase that begins or ends with a blank is looked for among whole words, any other one anywhere in a name."""

NAMING_ATTRIBUTES = ("class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label")
"""Attributes that name a node."""

LONGEST = 400
"""Characters of a node's names that are read: utility classes go on for longer, and say nothing."""


@lru_cache(maxsize=4096)
def cues_in(names: str) -> tuple[int, ...]:
    """Return the places in :data:`CLASS_NAME_CUES` of the meanings that a node's names show.

    >>> [list(HINTS)[place] for place in hints_in("post__related-posts")]
    ['related', 'article']
    """
    lowered = names[:LONGEST].lower()
    in_words, anywhere = lowered.replace("-", " ").replace("_", " "), lowered.replace("-", "").replace("_", "")
    return tuple(sorted({*_LOOSE.found(anywhere), *_WHOLE.found(f" {in_words} ")}))


class _Phrases:
    """Phrases with the places of their meanings, all looked for at each place of a text."""

    def __init__(self, *, whole: bool) -> None:
        known = [(phrase, place) for place, phrases in enumerate(CLASS_NAME_CUES.values()) for phrase in phrases]
        some = [(phrase, place) for phrase, place in known if (" " in phrase) is whole]
        self._places = {phrase: [place for other, place in some if phrase.startswith(other)] for phrase in dict(some)}
        self._longest = re.compile(f"(?=({_branches(self._places)}))").findall

    def found(self, text: str) -> list[int]:
        """Return the places of the phrases that a text has."""
        return [place for phrase in self._longest(text) for place in self._places[phrase]]


def _branches(phrases: Collection[str]) -> str:
    """Return a pattern of the longest of some phrases, one branch for each letter: a list of them takes 6 times longer.

    >>> _branches(["post", "posted", "pic"])
    'p(?:ost(?:ed)?|ic)'
    """
    rests: dict[str, list[str]] = {}
    for phrase in filter(None, phrases):
        rests.setdefault(phrase[0], []).append(phrase[1:])
    branches = "|".join(re.escape(first) + _branches(rest) for first, rest in rests.items())
    ends_here = "" in phrases
    return f"(?:{branches}){'?' * ends_here}" if len(rests) > 1 or (ends_here and rests) else branches


_LOOSE, _WHOLE = _Phrases(whole=False), _Phrases(whole=True)
