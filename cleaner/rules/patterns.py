r"""What the text of a pattern shows without compiling it: what is never allowed, and what folding removes.

>>> pattern_refusal("a(?R)b"), pattern_refusal("^photo: ")
('recursion is not allowed', '')
>>> only_folded_away("Greg Nash$"), only_folded_away(r"^\d+ (?:min|[—–-]) \p{L}\W")
('G', '')
"""

import re
import sys
from collections.abc import Iterator

from cleaner.text.view import fold, visible_text

MAX_REPEAT = 1000
"""Most repeats that a pattern may have in braces: more are slow to compile and never meant."""

MAX_DIGITS = len(str(MAX_REPEAT))

MAX_SET_PART = 300
"""Characters of a range in a set that are checked: a longer one has some that folding leaves."""

_BETWEEN_SLASHES = re.compile(r"/.+/[a-z]*", re.DOTALL)
_ESCAPED = re.compile(r"\\[pPN]\{[^}]*\}|\\.", re.DOTALL)
_RECURSION = re.compile(r"\(\?(?:R|[0-9+]|-[0-9]|&|P>)")
_FUZZY = re.compile(r"\{\s*(?:[0-9]+\s*<=?\s*)?[0-9]*[eids]\s*[}<,:+]")
_REPEAT = re.compile(r"\{([0-9]*),?([0-9]*)\}")
_SET = re.compile(r"\[\^?\]?[^\]]*\]")
_GROUPING = re.compile(r"[()]|\{(?P<least>[0-9]*),?(?P<most>[0-9]*)\}|.", re.DOTALL)
_TOKEN = re.compile(
    r"""
      \\[pP]\{(?P<property>[^}]*)\}         # a property: \p{Lu}
    | \\N\{[^}]*\} | \\[gk]<\w+>            # a character by name, a reference to a group
    | \\(?:x(?P<hex>[0-9A-Fa-f]{2}) | u(?P<four>[0-9A-Fa-f]{4}) | U(?P<eight>[0-9A-Fa-f]{8}))
    | \\.                                   # any other escape
    | \(\?P?<[A-Za-z_]\w*> | \(\?P=\w*      # the name of a group
    | \(\?[A-Za-z0-9-]*[:)]                 # flags
    | \[(?P<set>\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*)\]  # a set
    | (?P<literal>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_RANGE = re.compile(r".-.", re.DOTALL)
_ANY_CASE = re.compile(r"\(\?[a-hj-zA-Z0-9]*i")
_UPPER = frozenset({"lu", "uppercase_letter", "uppercase", "upper", "lt", "titlecase_letter"})


def pattern_refusal(pattern: str) -> str:
    """Return why a pattern is not allowed; an empty text if it is."""
    if _BETWEEN_SLASHES.fullmatch(pattern):
        return "it is between slashes: write what is between them, and no flags"
    plain = _SET.sub("x", _ESCAPED.sub("x", pattern))
    if _RECURSION.search(plain):
        return "recursion is not allowed"
    if _FUZZY.search(plain):
        return "fuzzy matching is not allowed"
    counts = [count for pair in _REPEAT.findall(plain) for count in pair if count]
    if any(len(count) > MAX_DIGITS or int(count) > MAX_REPEAT for count in counts):
        return f"more than {MAX_REPEAT} repeats are not allowed"
    if _nested_repeats(plain) > MAX_REPEAT:
        return f"more than {MAX_REPEAT} repeats, one inside the other, are not allowed"
    return ""


def _nested_repeats(plain: str) -> int:
    """Return how often all braces around the most repeated part of a pattern repeat it together."""
    inside = [1]  # for each open group, how often its most repeated part is repeated
    last = 1  # the same, for what the next brace would repeat
    for part in _GROUPING.finditer(plain):
        if part[0] == "(":
            inside.append(1)
        elif part[0] == ")":
            last = inside.pop() if len(inside) > 1 else 1
            inside[-1] = max(inside[-1], last)
            continue
        elif part["most"] is not None:
            last *= int(part["most"] or part["least"] or 1)
            inside[-1] = max(inside[-1], last)
            continue
        last = 1
    return max(inside)


def only_folded_away(pattern: str) -> str:
    """Return the first part of a pattern that can match only what folding removes; an empty text for none.

    A set is such a part if all its characters are: ``[A-Z]`` is, ``[’']`` is not. With the flag ``i``, capitals match
    lower-case letters, but typography is still folded.
    """
    any_case = _ANY_CASE.search(pattern) is not None
    for token in _TOKEN.finditer(pattern):
        literal, inside = token["literal"] or _numbered(token["hex"] or token["four"] or token["eight"]), token["set"]
        if literal and not _survives(literal, any_case=any_case):
            return token[0]
        if not any_case and token["property"] and token[0][1] == "p" and token["property"].lower() in _UPPER:
            return token[0]
        if inside and inside[0] != "^" and not any(_in_set(part, any_case=any_case) for part in _set_parts(inside)):
            return token[0]
    return ""


def _numbered(digits: str | None) -> str:
    return chr(int(digits, 16)) if digits and int(digits, 16) <= sys.maxunicode else ""


def _survives(char: str, *, any_case: bool) -> bool:
    if any_case:
        char = char.lower()
    return char.isspace() or (fold(char) == char and bool(visible_text(char)[0]))


def _set_parts(inside: str) -> Iterator[str]:
    return (part[0] for part in re.finditer(r"\\[pP]\{[^}]*\}|\\.|\[:\w+:\]|[^\\]-[^\\\]]|.", inside, re.DOTALL))


def _in_set(part: str, *, any_case: bool) -> bool:
    """Whether a part of a set can match anything that folding leaves."""
    if part[0] == "\\" or part.startswith("[:"):
        named = part.startswith(("\\p", "[:"))
        return any_case or not named or part.strip("\\p{}[:]").lower() not in _UPPER
    if _RANGE.fullmatch(part):
        codes = range(ord(part[0]), min(ord(part[2]), ord(part[0]) + MAX_SET_PART) + 1)
        return any(_survives(chr(code), any_case=any_case) for code in codes)
    return _survives(part, any_case=any_case)
