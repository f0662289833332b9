"""What an option of the commands is, in the table of :mod:`cleaner.cli.options`."""

from typing import Any, NamedTuple

_SINGLE_CALL = frozenset((
    *("url", "output", "in_place", "backup", "files_from", "sample", "limit"),
    *("check", "diff", "explain", "stats", "message_format", "removed", "report", "dry_run", "no_config", "learn"),
))  # fmt: skip
"""Options that say what one call is about: no configuration can set them."""

_BY_PATH = frozenset((
    *("text_key", "html_key", "id_key", "url_key", "lang_key", "lang", "header", "title", "normalize"),
    *("detect_language", "links", "images", "text_format", "sources", "sections"),
    *("inline", "rules", "no_default_rules", "enable", "disable", "profile", "effort", "max_removed"),
))  # fmt: skip
"""Options that may differ between the inputs of a call."""


class Option(NamedTuple):
    """An option of ``clean``. Without a ``metavar`` or ``choices`` it is a flag, which takes no value.

    ``flags`` are its spellings; the pair ``--on/--off`` counts as one. ``kind`` converts a value, which must be
    greater than ``above`` if that is set. The values of a ``repeatable`` option are collected in a tuple; that of one
    that ``is_list`` is several of its choices, separated by commas.
    """

    name: str
    flags: tuple[str, ...]
    group: str
    help: str
    default: Any = None
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    kind: type[str] | type[int] | type[float] = str
    above: float | None = None
    repeatable: bool = False
    is_list: bool = False

    @property
    def is_setting(self) -> bool:
        """Whether configuration may set the option."""
        return self.name not in _SINGLE_CALL

    @property
    def is_by_path(self) -> bool:
        """Whether configuration may set the option for some inputs only."""
        return self.name in _BY_PATH

    @property
    def is_path(self) -> bool:
        """Whether the option's values are paths, which in a file are relative to its folder."""
        return self.metavar in ("PATH", "FILE", "FOLDER")

    @property
    def is_flag(self) -> bool:
        """Whether the option takes no value."""
        return not (self.metavar or self.choices)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that may be typed for the option, both flags of a pair included."""
        return tuple(flag for flags in self.flags for flag in flags.split("/"))

    def switch(self, flag: str) -> bool:
        """Return what a flag sets the option to: false for the second flag of a pair."""
        return not any(flags.endswith(f"/{flag}") for flags in self.flags)

    def convert(self, text: str) -> Any:
        """Return the value that a text means. Raises :exc:`ValueError` for a text that the option does not accept."""
        if self.is_list:
            names = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
            if any(name not in self.choices for name in names):
                raise ValueError(text)
            return names
        value: Any = self.kind(text)
        if (self.choices and value not in self.choices) or (self.above is not None and not value > self.above):
            raise ValueError(text)
        return value
