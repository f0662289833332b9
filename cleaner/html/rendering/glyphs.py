"""Characters that a page writes in another way: base characters under readings (ruby), and emoji as pictures."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from cleaner.html.lines import INLINE
from cleaner.html.tree import Node
from cleaner.lazy import lazy_pattern
from cleaner.text.words import UNSPACED_SCRIPTS, has_unspaced

_READINGS = frozenset(("rt", "rp", "rtc"))
_PLAIN_RUBY = frozenset((*_READINGS, "ruby", "rb", "rbc", "span", "b", "i", "em", "strong"))
"""Nodes of ruby of which only the text is kept."""

_BLANKS_IN_RUBY = lazy_pattern(rf"(?<=[{UNSPACED_SCRIPTS}])\s+(?=[{UNSPACED_SCRIPTS}])")

_EMOJI_CHARACTER = (
    "\U0001f000-\U0001faff\u2600-\u2712\u2728-\u2757\u2763\u2764\u2b50\u2b55\u231a\u231b\u23e9-\u23f3"
    "\u203c\u2049\u3030\u3297\u3299"
)
"""What is an emoji by itself. Arrows and shapes, which are icons of pages as well, need a sign behind them."""

_EMOJI = lazy_pattern(
    rf"(?:[{_EMOJI_CHARACTER}][\ufe0f\u20e3\u200d\U000e0020-\U000e007f]*|[0-9#*]\ufe0f?\u20e3|[©®™ℹ\u2194-\u21aa\u2714-\u2b1c]\ufe0f|[✅❌❎❓-❗➕-➗⬛⬜]|\s)+"
)
_EMOJI_NAME = lazy_pattern(
    r"(?:^|[\s_-])(?:emoji|emojione|twemoji|smiley|smilies|emoticon|joypixels|noto-emoji)|emoji\b", re.IGNORECASE
)
_CODE_POINTS = lazy_pattern(
    r"/(?:emoji_?)?u?(?P<codes>[0-9a-f]{4,5}(?:[-_][0-9a-f]{2,5}){0,9})(?:_64|@\dx)?\.(?:png|svg|gif|webp)",
    re.IGNORECASE,
)
_EMOTICON = lazy_pattern(r"[^\w\s]{1,3}[\w|]?[^\w\s]{0,3}|:[\w+-]{2,40}:")
"""Short faces of punctuation, and names between colons."""

_NAMED_EMOJI = dict(
    [
        pair.split("=")
        for row in (
            "smile=😄 smiley=😃 grin=😁 grinning=😀 laughing=😆 satisfied=😆 joy=😂",
            "rofl=🤣 slight_smile=🙂 wink=😉 blush=😊 innocent=😇",
            "slightly_smiling_face=🙂 upside_down=🙃 upside_down_face=🙃",
            "heart_eyes=😍 kissing_heart=😘 yum=😋 sunglasses=😎 smirk=😏 thinking=🤔",
            "thinking_face=🤔 neutral_face=😐 expressionless=😑 rolling_eyes=🙄",
            "roll_eyes=🙄 unamused=😒 sweat_smile=😅 sweat=😓 confused=😕 worried=😟",
            "frowning=😦 slightly_frowning_face=🙁 disappointed=😞 cry=😢 sob=😭",
            "angry=😠 rage=😡 scream=😱 flushed=😳 sleeping=😴 stuck_out_tongue=😛",
            "stuck_out_tongue_winking_eye=😜 relaxed=☺️ relieved=😌 pensive=😔",
            "hugs=🤗 hugging=🤗 open_mouth=😮 astonished=😲 mask=😷 nerd_face=🤓",
            "shrug=🤷 facepalm=🤦 heart=❤️ broken_heart=💔 +1=👍 thumbsup=👍 -1=👎",
            "thumbsdown=👎 clap=👏 wave=👋 pray=🙏 muscle=💪 ok_hand=👌",
            "raised_hands=🙌 point_up=☝️ point_right=👉 point_down=👇 v=✌️ eyes=👀",
            "tada=🎉 fire=🔥 rocket=🚀 star=⭐ sparkles=✨ 100=💯 warning=⚠️",
            "white_check_mark=✅ heavy_check_mark=✔️ x=❌ bulb=💡 zap=⚡ bug=🐛",
            "beer=🍺 beers=🍻 coffee=☕ birthday=🎂 gift=🎁 partying_face=🥳 skull=💀",
            "poop=💩 see_no_evil=🙈 crossed_fingers=🤞 question=❓ exclamation=❗",
        )
        for pair in row.split()
    ]
)
"""Characters of the names between colons that forums and chats have for the emoji most used."""

_LINE_TAGS = INLINE | {
    "p",
    "li",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "th",
    "blockquote",
    "figcaption",
}
"""Nodes in which a picture is part of a text."""


def drop_readings(rubies: Iterable[Node]) -> None:
    """Leave the base text of ruby without readings, and without blanks between its characters."""
    for ruby in rubies:
        if any(above.tag == "ruby" for above in ruby.iterancestors()):
            continue
        inner = list(ruby.iterdescendants(etree.Element))
        base = "".join(_base_texts(ruby))
        if not base.strip() or not inner:
            continue
        if any(node.tag in ("p", "div", "li", "td") for node in inner):
            continue  # never closed
        if all(node.tag in _PLAIN_RUBY for node in inner):
            tail = ruby.tail
            ruby.clear()
            ruby.text, ruby.tail = _BLANKS_IN_RUBY.sub("", base.strip() if has_unspaced(base) else base), tail
        else:
            for reading in [node for node in inner if node.tag in _READINGS and node.getparent() is not None]:
                reading.drop_tree()
        ruby.tag = "span"


def _base_texts(node: Node) -> Iterator[str]:
    """Yield the texts of ruby's base. A base within a reading follows one that was never closed."""
    yield node.text or ""
    for child in node:
        if child.tag in _READINGS:
            for base in child.iterchildren("rb"):
                yield from _base_texts(base)
        else:
            yield from _base_texts(child)
        yield child.tail or ""


def write_emoji(images: Iterable[Node], icons: Iterable[Node]) -> None:
    """Put the character in place of each picture of an emoji that stands in a line, and in each empty icon of one."""
    for icon in icons:
        if "emoji" in (icon.get("class") or "") and not len(icon) and not (icon.text or "").strip():
            label = (icon.get("aria-label") or icon.get("title") or "").strip()
            icon.text = label if label and _EMOJI.fullmatch(label) else icon.text
    for image in images:
        alternative = (image.get("alt") or "").strip()
        names = image.get("class") or ""
        is_named = bool(names) and _EMOJI_NAME.search(names) is not None
        if not is_named and not (alternative and _EMOJI.fullmatch(alternative)):
            continue
        node, parent = image, image.getparent()
        while parent is not None and parent.tag in ("picture", "source"):
            node, parent = parent, parent.getparent()
        character = _character_of(image, alternative, is_named=is_named)
        if character and parent is not None and (_stands_in_text(node, parent)):
            tail = node.tail
            node.clear()
            node.tag, node.text, node.tail = "span", character, tail


def _character_of(image: Node, alternative: str, *, is_named: bool) -> str:
    """Return the emoji that a picture shows: its alternative text, or the code points in its address."""
    if _EMOJI.fullmatch(alternative):
        return alternative
    address = image.get("src") or image.get("data-src") or ""
    if is_named and (match := _CODE_POINTS.search(address)):
        text = "".join(chr(int(code, 16)) for code in re.split("[-_]", match["codes"]) if int(code, 16) <= _LAST_EMOJI)
        if _EMOJI.fullmatch(text):
            return text
    if not is_named or not _EMOTICON.fullmatch(alternative):
        return ""
    return _NAMED_EMOJI.get(alternative.strip(":"), alternative)


_LAST_EMOJI = 0xE007F


def _stands_in_text(node: Node, parent: Node) -> bool:
    """Whether a picture stands in a paragraph or the like, or beside text."""
    if parent.tag in _LINE_TAGS:
        return True
    previous = node.getprevious()
    before = parent.text if previous is None else previous.tail
    return bool((before or "").strip() or (node.tail or "").strip())
