"""Words in a sentence that stand in custom elements and buttons.

Such nodes become ``span``, which is part of a line. Custom elements around paragraphs, and buttons that are controls,
stay what they are.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from lxml import etree

from cleaner.html.code.labels import BUTTON_WORDS
from cleaner.html.lines import INLINE
from cleaner.html.tree import INVISIBLE, Node
from cleaner.lazy import lazy_pattern
from cleaner.text.words import UNSPACED_SCRIPTS

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details"),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup"),
        *(
            "p",
            "plaintext",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        ),
        *("ul", "xmp"),
    )
)
_KNOWN = _BLOCKS | INLINE | INVISIBLE | {"br"}

_TEXT_TAGS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "legend", "summary"))
"""Nodes that hold one text."""

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
"""Headings that may be one button, which opens the text below."""

MAX_STEPS = 40
"""Nodes beside a node that are searched for the text around it."""

MAX_NODES = 60
"""Nodes within a custom element or a button in a sentence."""

SENTENCE_WORDS = 5
"""Words from which a custom element between sentences is a sentence itself."""

_SENTENCE_END = lazy_pattern(r"[.!?…:。！？؟।]\W*$")
_CONTINUED = lazy_pattern(rf"[^\w\s]*[{UNSPACED_SCRIPTS}]|[,.;:!?)\]»”’…、。，：；！？）」』％%]|[-‐](?=\w)")
_MARK = lazy_pattern(r"\W*(?:\d{1,3}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[a-z])\W*", re.IGNORECASE)
_GLOSS_NAME = lazy_pattern(
    r"gloss|term|tooltip|tool-tip|defin|footnote|foot-note|sidenote|annotat|abbr|popover|inline|dictionary|vocab|keyword",
    re.IGNORECASE,
)
_CONTROL_NAME = lazy_pattern(
    r"share|shar(?:e|ing)|copy|clipboard|play|listen|audio|speak|print|close|save|bookmark|like|follow|subscri|toggle"
    r"|expand|collapse|menu|more|tweet|social|cta|zoom|enlarge|submit|download",
    re.IGNORECASE,
)
_BOX_TAG = lazy_pattern(
    r"list|item|card|row|grid|group|section|block|menu|nav|tabs?(?:-|$)|panel|paragraph|heading|title|caption"
    r"|container|wrapper|layout|column|newsletter|promo|banner|teaser|related|comment|embed|player|gallery",
    re.IGNORECASE,
)
"""Names of custom elements that stand on their own, unless there is text on both sides."""

_CONTROL_START = lazy_pattern(
    r"(?:see|read|view|show|hide|open|learn|click|tap|get|sign|log|load|watch|buy|shop|add|go|download|send|continue|join"
    r"|alle|jetzt|weiter|mehr|zum|zur|voir|lire|afficher|ver|leer|más|leggi|vedi|scopri|lees|meer|bekijk|zobacz|czytaj"
    r"|читать|смотреть|показать|查看|更多|阅读|もっと|続き|詳細|더보기)(?:\W|$)",
    re.IGNORECASE,
)
"""How the words of a button begin that opens something."""

_CONTROL_WORDS = BUTTON_WORDS | frozenset(
    (
        *(
            "share",
            "share this",
            "share article",
            "listen",
            "listen to this article",
            "read aloud",
            "play audio",
            "save",
        ),
        *(
            "pause",
            "close",
            "print",
            "like",
            "follow",
            "subscribe",
            "read more",
            "more",
            "tweet",
            "tweet this",
            "email",
        ),
        *("bookmark", "comment", "comments", "reply", "report", "watch", "teilen", "anhören", "vorlesen", "drucken"),
        *("merken", "abspielen", "schließen", "mehr", "mehr lesen", "partager", "écouter", "imprimer", "lire la suite"),
        *("enregistrer", "fermer", "compartir", "escuchar", "imprimir", "guardar", "cerrar", "compartilhar", "ouvir"),
        *(
            "condividi",
            "ascolta",
            "stampa",
            "salva",
            "delen",
            "luister",
            "afdrukken",
            "udostępnij",
            "posłuchaj",
            "drukuj",
        ),
        *(
            "поделиться",
            "слушать",
            "печать",
            "поділитися",
            "分享",
            "收听",
            "播放",
            "朗读",
            "打印",
            "收藏",
            "共有",
            "シェア",
        ),
        *(
            "聞く",
            "再生",
            "印刷",
            "保存",
            "공유",
            "듣기",
            "인쇄",
            "مشاركة",
            "استمع",
            "طباعة",
            "paylaş",
            "dinle",
            "yazdır",
        ),
        *("dela", "lyssna", "skriv ut", "del", "lyt", "jaa", "kuuntele", "chia sẻ", "nghe", "bagikan", "dengarkan"),
    )
)
"""What controls say."""


def join_inline(by_tag: Mapping[str, Iterable[Node]]) -> None:
    """Change custom elements and buttons that stand in a sentence to ``span``; ``by_tag`` are nodes by their tag."""
    for tag, nodes in by_tag.items():
        if tag not in _KNOWN:
            for node in nodes:
                if _is_in_line(node):
                    node.tag = "span"


def _is_in_line(node: Node) -> bool:
    """Whether a node without blocks in it stands in a sentence."""
    parent = node.getparent()
    while parent is not None and parent.tag in INLINE:
        parent = parent.getparent()
    if parent is None or not _is_inline_within(node):
        return False
    before, after = _text_before(node), _text_after(node)
    if parent.tag not in _TEXT_TAGS and not (before or after):
        return False
    text = " ".join("".join(node.itertext()).split())
    if node.tag == "button" and parent.tag in _HEADINGS and not (before or after):
        return True
    if node.tag == "button":
        return bool(before or after) and _continues_sentence(node, before, text, after)
    if _BOX_TAG.search(str(node.tag)) and not (before and after):
        return False
    if not text or not (before or after):
        return True
    is_between = not before or _SENTENCE_END.search(before) is not None
    if is_between and not after and not _is_sentence(text):
        return False
    return not _is_control(node, text) or _continues_sentence(node, before, text, after)


def _is_inline_within(node: Node) -> bool:
    inner = list(islice(node.iterdescendants(etree.Element), MAX_NODES + 1))
    return len(inner) <= MAX_NODES and not any(child.tag in _BLOCKS or child.tag == "br" for child in inner)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= SENTENCE_WORDS or _SENTENCE_END.search(text) is not None


def _is_control(node: Node, text: str) -> bool:
    names = " ".join(filter(None, (node.get("class"), node.get("aria-label"), str(node.tag))))
    is_named = _CONTROL_NAME.search(names) is not None and not _GLOSS_NAME.search(names)
    return is_named or text.lower().strip(" .…!›»→") in _CONTROL_WORDS


def _continues_sentence(node: Node, before: str, text: str, after: str) -> bool:
    """Whether a button's words belong to the sentence around it, which is unfinished or continues behind it."""
    is_unfinished = bool(before) and not _SENTENCE_END.search(before)
    is_continued = bool(after) and (after[0].islower() or _CONTINUED.match(after) is not None)
    if is_continued and (is_unfinished or not _is_control(node, text)):
        return True
    if _is_control(node, text) or (_CONTROL_START.match(text) and not is_continued):
        return is_unfinished and bool(after) and after[0].isalnum()
    if is_unfinished or (before and _MARK.fullmatch(text)):
        return True
    return bool(after) and _GLOSS_NAME.search(node.get("class") or "") is not None


def _text_before(node: Node) -> str:
    """Return the text before a node in the same line, as far as its parent or inline nodes around it hold it."""
    for _ in range(MAX_STEPS):
        previous, parent = node.getprevious(), node.getparent()
        if previous is None:
            if parent is None:
                return ""
            if text := (parent.text or "").strip():
                return text
            if parent.tag not in INLINE:
                return ""
            node = parent
        elif text := (previous.tail or "").strip():
            return text
        elif previous.tag == "br" or previous.tag in _BLOCKS:
            return ""
        else:
            node = previous
            if text := _inner_text(node, parent):
                return text
    return ""


def _text_after(node: Node) -> str:
    """Return the text after a node in the same line."""
    for _ in range(MAX_STEPS):
        if text := (node.tail or "").strip():
            return text
        following, parent = node.getnext(), node.getparent()
        if following is None:
            if parent is None or parent.tag not in INLINE:
                return ""
            node = parent
        elif following.tag == "br" or following.tag in _BLOCKS:
            return ""
        else:
            node = following
            if text := _inner_text(node, parent):
                return text
    return ""


def _inner_text(node: Node, parent: Node | None) -> str:
    """Return the text of an inline node in a paragraph: elsewhere, inline nodes in a row may be a menu."""
    if parent is None or node.tag not in INLINE or not (parent.tag in _TEXT_TAGS or parent.tag in INLINE):
        return ""
    texts = (text for child in islice(node.iter(etree.Element), MAX_STEPS) if (text := (child.text or "").strip()))
    return next(texts, "")
