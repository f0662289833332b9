r"""Character references that an extractor left in plain text: what is certainly one becomes its character.

>>> unescape("Fish &amp; chips cost &pound;5 at the baker&#8217;s&nbsp;shop.", str)
'Fish & chips cost £5 at the baker’s shop.'
>>> unescape("Write &lt;br&gt; for a break, and &amp;nbsp; for a blank.", str)
'Write &lt;br&gt; for a break, and &amp;nbsp; for a blank.'

A reference is certain if its name is known, or its number valid, and a semicolon ends it. It stays where a text speaks
of references or shows markup or code, between quotes, and where its character would begin or complete another
reference or a tag. So a second pass changes nothing.
"""

from collections.abc import Callable

from cleaner.lazy import lazy_pattern

MAX_LENGTH = 40
"""Characters of the longest reference, and a bound on what is searched beside one. (The longest name has 31.)"""

_REFERENCE = lazy_pattern(r"&(?:#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6})|[A-Za-z][A-Za-z0-9]{1,31});")
_QUOTES = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』")
_TAG_START = r"(?:/?[A-Za-z][\w:.-]*(?=[\s/>&]|\Z)|!--|![A-Za-z]|\?\w)"
_AFTER_ANGLE = lazy_pattern(_TAG_START)
_TAG = lazy_pattern(rf"(?:<|&lt;|&LT;|&#0*60;|&#[xX]0*3[cC];){_TAG_START}")
_CODE = lazy_pattern(
    r"""[{}]\s*\Z|[)\]"']\s?;\s*\Z|&&|&amp;&amp;|[\w)]\s?[!=]?=\s?&|\w\(["']|^\s*(?://|/\*|\$ |>>> )"""  # a row of code
)
_ABOUT_REFERENCES = lazy_pattern(
    r"""(?ix)
      \b (?: X?HTML5? | XML | SGML | ampersands? ) \b
    | \b (?: character | entity | named | numeric ) \ (?: references? | entit(?:y|ies) | codes? ) \b
    | \b entit\w{1,4} \W{1,3} & | \b escap(?:e|ed|es|ing) \b .{0,20} &
    | \b (?: special | reserved ) \ characters? \b | \b non? - break(?:ing)? \b
    | \b (?: writ(?:e|es|ing|ten) | typ(?:e|es|ing|ed) | us(?:e|es|ing) | insert | enter | code | sign | symbol
          | character | letter )
      (?: \ (?: is | as | the | it | by ) )* \  & (?! (?: amp | [mn]dash | hellip | bull | middot | frac\d\d
          | [lr][sd]?quo | [lr]aquo | quot | apos ) ; ) \w+ ; (?: [\s.,:)] | \Z )
    | Entität | entité | entidad | entità | Sonderzeichen | geschützt\w*\ Leer | insécable | сущност | мнемоник
    | 实体 | 實體 | 実体 | 文字参照 | 엔티티
    """
)
_ADDRESS_LENGTH = 300
"""Characters before a reference in which an address starts that it is part of."""


def has_references(text: str) -> bool:
    """Whether a text has what looks like a character reference."""
    return "&" in text and _REFERENCE.search(text) is not None


def count_references(text: str) -> int:
    """Return how many character references a text seems to have."""
    return len(_REFERENCE.findall(text)) if "&" in text else 0


def _keeps_references(line: str) -> bool:
    """Whether all references of a line stay, since it speaks of them, or shows markup or code."""
    return any(pattern.search(line) for pattern in (_TAG, _CODE, _ABOUT_REFERENCES))


def unescape(line: str, normal: Callable[[str], str]) -> str:
    """Return a line with characters in place of what are certainly references to them.

    ``normal`` normalizes a single character, or drops it; characters that end lines become blanks.
    """
    references = [*_REFERENCE.finditer(line)]
    if not references or _keeps_references(line):
        return line
    parts: list[str] = []
    tail, end = "", len(line)
    for reference in reversed(references):
        between = line[reference.end() : end]
        end = reference.start()
        char = _shown(line[max(0, end - _ADDRESS_LENGTH) : end], reference[0], (between + tail)[:MAX_LENGTH], normal)
        parts += [between, char]
        tail = (char + between + tail)[:MAX_LENGTH]
    return line[:end] + "".join(reversed(parts))


def _shown(before: str, reference: str, after: str, normal: Callable[[str], str]) -> str:
    """Return the character of a reference between two texts, or the reference if that is not certain."""
    char = _character(reference)
    if char is None or (before[-1:] in _QUOTES and after[:1] in _QUOTES):
        return reference
    if char != "&" and "://" in before.rsplit(" ", 1)[-1]:
        return reference  # a parameter of an address, such as &copy;
    char = " " if char.isspace() else normal(char)
    is_tag = char == "<" and _AFTER_ANGLE.match(after)
    return reference if is_tag or _makes_reference(before[-MAX_LENGTH:], char, after) else char


def _character(reference: str) -> str | None:
    """Return the character of a reference; ``None`` if its name is unknown, or its number not a character."""
    from html import unescape as read_reference  # start-up time: few texts have references
    from html.entities import html5

    if reference[1] != "#":
        return html5.get(reference[1:])
    char = read_reference(reference)
    return None if char == "\N{REPLACEMENT CHARACTER}" else char


def _makes_reference(before: str, char: str, after: str) -> bool:
    """Whether a character is part of a reference that it makes of the texts on both sides."""
    start, end = len(before), len(before) + len(char)
    return any(
        match.start() < end and match.end() > start and _character(match[0]) is not None
        for match in _REFERENCE.finditer(before + char + after)
    )
