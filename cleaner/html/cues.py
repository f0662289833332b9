"""What the class names and ids of nodes suggest about their text: *cues*, weak evidence that the line scorer uses."""

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
"""Meanings, and the phrases in names of nodes that suggest them: ``related-posts``, ``article__body``, ``share-bar``.

Sites choose their own names, but from a small vocabulary. A cue is weak evidence: the line scorer uses it as one
feature of many. A phrase with a blank at either end must match whole words; any other one matches anywhere in a name.
"""

NAMING_ATTRIBUTES = ("class", "id", "role", "itemprop", "data-testid", "data-component", "aria-label")

MAX_NAME_LENGTH = 400
"""Characters of a node's names that are read: longer lists of classes come from utility frameworks."""


class _CuePhrases:
    """A pattern of phrases that finds, at each place of a text, the cues of all phrases that begin there."""

    def __init__(self, *, whole_words: bool) -> None:
        pairs = [
            (phrase, cue)
            for cue, phrases in enumerate(CLASS_NAME_CUES.values())
            for phrase in phrases
            if (" " in phrase) is whole_words
        ]
        self._cues = {phrase: [cue for prefix, cue in pairs if phrase.startswith(prefix)] for phrase, _ in pairs}
        self._find_longest = re.compile(f"(?=({_branches(self._cues)}))").findall

    def cues_in(self, text: str) -> list[int]:
        """Return the indexes of the cues whose phrases a text has, repetitions included."""
        return [cue for phrase in self._find_longest(text) for cue in self._cues[phrase]]


def _branches(phrases: Collection[str]) -> str:
    """Return a pattern of the longest phrase, with one branch per letter: a plain alternation takes 6 times longer.

    >>> _branches(["post", "posted", "pic"])
    'p(?:ost(?:ed)?|ic)'
    """
    rests: dict[str, list[str]] = {}
    for phrase in filter(None, phrases):
        rests.setdefault(phrase[0], []).append(phrase[1:])
    branches = "|".join(re.escape(first) + _branches(rest) for first, rest in rests.items())
    ends_here = "" in phrases
    return f"(?:{branches}){'?' * ends_here}" if len(rests) > 1 or (ends_here and rests) else branches


_ANYWHERE, _WHOLE_WORDS = _CuePhrases(whole_words=False), _CuePhrases(whole_words=True)


@lru_cache(maxsize=4096)
def cues_in(names: str) -> tuple[int, ...]:
    """Return the sorted indexes in :data:`CLASS_NAME_CUES` of the cues in a node's names.

    >>> [list(CLASS_NAME_CUES)[cue] for cue in cues_in("post__related-posts")]
    ['related', 'article']
    """
    lowered = names[:MAX_NAME_LENGTH].lower()
    words, joined = lowered.replace("-", " ").replace("_", " "), lowered.replace("-", "").replace("_", "")
    return tuple(sorted({*_ANYWHERE.cues_in(joined), *_WHOLE_WORDS.cues_in(f" {words} ")}))
