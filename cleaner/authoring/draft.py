"""A rule from lines of an article: literal phrases or a block, never a pattern, with its samples."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONG, KEPT = 12, 8
"""Words from which a line is taken by its beginning, and the words of that: what varies mostly stands behind."""

SLUG_WORDS = 4

LOOK_ALIKES = (
    "The sign on the door said “{}”, and nobody had ever asked why.",
    "She had written “{}” on the wall of the workshop years ago.",
    "On the second page of the letter stood the words “{}” in green ink.",
)
"""Sentences that quote a phrase: look-alikes of a line that must stay."""

_PLAIN = re.compile(r"[^\W\d_][\w ]*\w")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule to be: its id, what it is about, the lines that it takes, and the site it is for."""

    id: str
    about: str
    lines: Sequence[str]
    site: str | None = None

    def rows(self, look_alike: str) -> Iterator[str]:
        """Write the rule as YAML, without indentation. ``look_alike`` is the pattern of the sample that stays."""
        yield f"- id: {self.id}"
        yield f"  about: {quoted(self.about)}"
        if self.site:
            yield f"  sites: [{self.site}]"
        yield from self._matcher()
        if len(self.lines) == 1:
            yield f"  removes: [{quoted(self.lines[0])}]"
        else:
            yield "  removes:"
            yield "    - |"
            yield from (f"      {line}" for line in self.lines)
        yield f"  keeps: [{quoted(look_alike.format(phrase(self.lines[0])))}]"

    def _matcher(self) -> Iterator[str]:
        if len(self.lines) == 1:
            yield f"  {_key(self.lines[0])}: {quoted(phrase(self.lines[0]))}"
            return
        yield "  block:"
        yield f"    from: {_opening(self.lines[0])}"
        yield f"    through: {_opening(self.lines[-1])}"
        yield f"    max_lines: {len(self.lines)}"


def phrase(line: str) -> str:
    """Return what of a line a rule asks for: the whole line, or the beginning of a long one."""
    words = line.split()
    return " ".join(words[:KEPT]).rstrip(" ,;:") if len(words) > LONG else line


def _key(line: str) -> str:
    return "line" if phrase(line) == line else "starts"


def _opening(line: str) -> str:
    return quoted(line) if _key(line) == "line" else f"{{ starts: {quoted(phrase(line))} }}"


def slug(text: str) -> str:
    """Return an id made of a line's first words; nothing if it has no letters of the alphabet.

    >>> slug("Déjà vu: more from this author's desk"), slug("最新ニュース")
    ('deja-vu-more-from', '')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", ""))[:SLUG_WORDS])


def quoted(text: str) -> str:
    """Return a text as YAML: as it is where that is safe, else in single quotes.

    >>> quoted("Most Popular"), quoted("It's here: now"), quoted("no")
    ('Most Popular', "'It''s here: now'", "'no'")
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return "'" + text.replace("'", "''") + "'"
