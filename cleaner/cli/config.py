"""Configuration: what options are set to where the command line does not give them.

The first of these counts, option by option: the command line; variables (``CLEANER_PROFILE``); the nearest
``clean.toml``, or ``[tool.cleaner]`` of a ``pyproject.toml``, from the working folder upwards to the folder with
``.git``; ``cleaner/config.toml`` in the user's configuration folder. What lies in inputs is never configuration, unless
this search finds it: see :func:`cleaner.cli.sources.inputs_at`.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.cli.option import Option
from cleaner.cli.options import OPTIONS
from cleaner.errors import OptionError
from cleaner.io.inputs import Input
from cleaner.rules.folders import project_folders, user_folder

CONFIG_NAME = "clean.toml"
PROJECT_NAME = "pyproject.toml"
TABLE = "tool.cleaner"
USER_NAME = "config.toml"

VARIABLE_PREFIX = "CLEANER_"

DEFAULT = "default"
COMMAND_LINE = "command line"
"""Names of the sources of values that no file and no variable gives."""

MAX_BYTES = 1 << 20
"""Bytes of a configuration file."""

CLOSE = 0.75
"""How similar a misspelled name is to the one that a message suggests: from 0 to 1, as :mod:`difflib` counts."""

_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

_YIELDS = {
    "quiet": ("verbose",),
    "verbose": ("quiet",),
    "title": ("header", "normalize", "form"),
    "header": ("title",),
    "normalize": ("title",),
    "form": ("in_place", "output"),
}
"""Options whose configured value gives way to options of the command line that may contradict it."""


class Override(NamedTuple):
    """Settings for inputs whose paths below ``folder`` match a pattern; ``source`` names the file."""

    folder: str
    patterns: tuple[str, ...]
    values: Mapping[str, Any]
    source: str


class Configuration(NamedTuple):
    """The value of each option, where it is from, and what differs for some paths. ``files`` were read."""

    values: dict[str, Any]
    sources: dict[str, str]
    overrides: tuple[Override, ...] = ()
    files: tuple[str, ...] = ()


def configure(given: Mapping[str, Any]) -> Configuration:
    """Return the values of all options: those ``given`` on the command line, else those that are configured.

    Raises :exc:`OptionError` for a file that cannot be read, and for settings and values that do not exist.
    """
    values = {option.name: option.default for option in OPTIONS}
    sources = dict.fromkeys(values, DEFAULT)
    if given.get("no_config"):
        return Configuration({**values, **given}, sources | dict.fromkeys(given, COMMAND_LINE))
    files = config_files()
    overrides: list[Override] = []
    for path, table in reversed(files):
        settings, file_overrides = _read_table(path, table)
        overrides += file_overrides
        values |= settings
        sources |= dict.fromkeys(settings, path)
    for name, (variable, value) in _variables().items():
        values[name], sources[name] = value, variable
    for name in [*values]:
        if sources[name] != DEFAULT and any(other in given for other in _YIELDS.get(name, ())):
            values[name], sources[name] = _option(name).default, DEFAULT
    values |= given
    sources |= dict.fromkeys(given, COMMAND_LINE)
    paths = tuple(path for path, _ in files)
    return Configuration(values, sources, tuple(_effective(override, sources, paths) for override in overrides), paths)


def _effective(override: Override, sources: Mapping[str, str], paths: Sequence[str]) -> Override:
    """Return an override without what the command line, variables or a nearer file set for all inputs."""
    weaker = (DEFAULT, *paths[paths.index(override.source) :])
    values = {name: value for name, value in override.values.items() if sources[name] in weaker}
    return override._replace(values=values)


def key_of(option: Option) -> str:
    """Return the key of an option in files: its long flag.

    >>> [key_of(option) for option in OPTIONS if option.name in ("form", "header", "text_key")]
    ['text-key', 'format', 'header']
    """
    return next(flag for flag in option.spellings if flag.startswith("--")).removeprefix("--")


def settings() -> dict[str, Option]:
    """Return the options that can be configured, by their keys: those that do not belong to one call."""
    return {key_of(option): option for option in OPTIONS if option.is_setting}


def config_files() -> list[tuple[str, Mapping[str, Any]]]:
    """Return the files that are configuration here, each with its table: the project's, then the user's."""
    found = []
    for folder in project_folders():
        if table := _table_in(folder):
            found.append(table)
            break
    user_file = os.path.join(user_folder(), USER_NAME)
    if os.path.isfile(user_file):
        found.append((user_file, _read_toml(user_file, _content(user_file))))
    return found


def is_config(path: str) -> bool:
    """Whether a file would be configuration if the search found it."""
    name = os.path.basename(path)
    return name == CONFIG_NAME or (name == PROJECT_NAME and _has_table(_content(path)))


def _table_in(folder: str) -> tuple[str, Mapping[str, Any]] | None:
    path = os.path.join(folder, CONFIG_NAME)
    if os.path.isfile(path):
        return path, _read_toml(path, _content(path))
    path = os.path.join(folder, PROJECT_NAME)
    if os.path.isfile(path) and _has_table(content := _content(path)):
        table = _read_toml(path, content).get("tool", {}).get("cleaner")
        if isinstance(table, Mapping):
            return path, table
    return None


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise OptionError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(content) > MAX_BYTES:
        raise OptionError(f"{path}: is larger than {MAX_BYTES >> 20} MiB")
    return content


def _has_table(content: bytes) -> bool:
    """Whether a pyproject.toml may have the table: most have none, and TOML takes a while to import."""
    heads = [line.replace(b" ", b"") for line in content.split(b"\n") if line.lstrip().startswith(b"[")]
    return any(head.startswith((b"[tool.cleaner", b"[[tool.cleaner", b"[tool]")) for head in heads)


def _read_toml(path: str, content: bytes) -> dict[str, Any]:
    import tomllib  # start-up time

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise OptionError(f"{path}: is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise OptionError(f"{path}: is not TOML: {error}") from None


def _read_table(path: str, table: Mapping[str, Any]) -> tuple[dict[str, Any], list[Override]]:
    """Return the settings of a table, and its overrides."""
    values, overrides = dict(table), list[Override]()
    entries = values.pop("overrides", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise OptionError(f'{path}: overrides are tables: [[overrides]] with paths = ["blog/**"]')
    for entry in entries:
        paths = entry.get("paths")
        patterns = [paths] if isinstance(paths, str) else paths
        if not patterns or not isinstance(patterns, list) or not all(isinstance(item, str) for item in patterns):
            raise OptionError(f'{path}: overrides need the paths that they are for, as in paths = ["blog/**"]')
        found = _settings(path, {key: value for key, value in entry.items() if key != "paths"}, in_overrides=True)
        overrides.append(Override(os.path.dirname(os.path.abspath(path)), tuple(patterns), found, path))
    return _settings(path, values), overrides


def _settings(path: str, table: Mapping[str, Any], *, in_overrides: bool = False) -> dict[str, Any]:
    """Return the values of a table by the names of options. Raises :exc:`OptionError` for one that does not exist."""
    known, values = settings(), dict[str, Any]()
    for key, value in table.items():
        name = key.replace("_", "-")
        option = known.get(name)
        if option is None:
            raise OptionError(f"{_place(path, key)}: {_unknown_key(name, known)}")
        if in_overrides and not option.is_by_path:
            raise OptionError(f"{_place(path, key)}: '{name}' is the same for all inputs: set it above [[overrides]]")
        try:
            values[option.name] = _value(option, value, os.path.dirname(os.path.abspath(path)))
        except ValueError as error:
            raise OptionError(f"{_place(path, key)}: {name} {error}") from None
    return values


def _place(path: str, key: str) -> str:
    """Return a path with the number of the first line that sets a key, which TOML's reader does not keep."""
    for number, line in enumerate(_content(path).decode("utf-8", "replace").split("\n"), 1):
        if line.partition("=")[0].strip().strip("\"'") == key or line.strip().strip("[]").rpartition(".")[2] == key:
            return f"{path}:{number}"
    return path


def _unknown_key(name: str, known: Mapping[str, Option]) -> str:
    if any(f"--{name}" in option.spellings for option in OPTIONS if not option.is_setting):
        return f"'{name}' belongs to a single call: give --{name} on the command line"
    return f"unknown key '{name}'{_suggestion(name, [*known, 'overrides'])}"


def _suggestion(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches  # start-up time

    close = get_close_matches(name, names, n=1, cutoff=CLOSE)
    return f": did you mean '{close[0]}'?" if close else f": the keys are {', '.join(names)}"


def _value(option: Option, value: Any, folder: str) -> Any:
    """Return the value that a setting in a file means. Raises :exc:`ValueError` with what it should be."""
    if option.is_flag:
        if not isinstance(value, bool):
            raise ValueError(f"is true or false, not {value!r}")
        return value
    if option.repeatable or option.is_list:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ValueError(f"is a list of texts, not {value!r}")
        converted = tuple(part for item in items for part in _items(option, item))
        return tuple(os.path.join(folder, item) for item in converted) if option.is_path else converted
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number != (option.kind is not str) or (is_number and option.kind is int and not isinstance(value, int)):
        raise ValueError(f"is {'a text' if option.kind is str else 'a number'}, not {value!r}")
    return _converted(option, str(value))


def _items(option: Option, text: str) -> tuple[Any, ...]:
    converted = _converted(option, text)
    return converted if option.is_list else (converted,)


def _converted(option: Option, text: str) -> Any:
    """Return what a text means for an option. Raises :exc:`ValueError` with the values that it may have."""
    try:
        return option.convert(text)
    except ValueError:
        if option.choices:
            hint = _suggestion(text, option.choices)
            choices = f"{', '.join(option.choices[:-1])} or {option.choices[-1]}"
            raise ValueError(f"is {choices}, not {text!r}{hint if 'did you mean' in hint else ''}") from None
        above = "" if option.above is None else f" above {option.above:g}"
        raise ValueError(f"is a number{above}, not {text!r}") from None


def _variables() -> dict[str, tuple[str, Any]]:
    """Return the values that variables of the environment give, by the names of options, each with its variable.

    A name that is nearly one of an option is refused; any other may belong to another program.
    """
    given = {name: text for name, text in os.environ.items() if name.startswith(VARIABLE_PREFIX) and text}
    if not given:
        return {}
    known = {variable_of(key): option for key, option in settings().items()}
    values: dict[str, tuple[str, Any]] = {}
    for variable, text in sorted(given.items()):
        option = known.get(variable)
        if option is None:
            suggestion = _suggestion(variable, [*known])
            if "did you mean" in suggestion:
                raise OptionError(f"unknown variable {variable}{suggestion}")
            continue
        try:
            values[option.name] = variable, _value_of_variable(option, text)
        except ValueError as error:
            raise OptionError(f"{variable} {error}") from None
    return values


def variable_of(key: str) -> str:
    """Return the name of the variable for a key.

    >>> variable_of("text-key")
    'CLEANER_TEXT_KEY'
    """
    return VARIABLE_PREFIX + key.upper().replace("-", "_")


def _value_of_variable(option: Option, text: str) -> Any:
    if option.is_flag:
        if text.lower() not in (*_TRUE, *_FALSE):
            raise ValueError(f"is true or false, not {text!r}")
        return text.lower() in _TRUE
    if option.repeatable or option.is_list:
        separator = os.pathsep if option.is_path else ","
        return tuple(item for part in text.split(separator) if part.strip() for item in _items(option, part.strip()))
    return _converted(option, text)


def _option(name: str) -> Option:
    return next(option for option in OPTIONS if option.name == name)


def variants_of(overrides: Sequence[Override], inputs: Iterable[Input]) -> Iterator[tuple[str, frozenset[str], Any]]:
    """Yield the settings that differ for some inputs: as a text, with the names of these inputs, and as values.

    Of several overrides for an input, the last that sets an option counts.
    """
    from pathspec import GitIgnoreSpec  # start-up time: few projects have overrides

    specs = [(override, GitIgnoreSpec.from_lines(override.patterns)) for override in overrides]
    names: dict[tuple[int, ...], list[str]] = {}
    for source in inputs:
        place = os.path.abspath(source.path or os.curdir)
        relatives = [os.path.relpath(place, override.folder) for override, _ in specs]
        matching = tuple(
            number
            for number, (relative, (_, spec)) in enumerate(zip(relatives, specs, strict=True))
            if source.path and not relative.startswith("..") and spec.match_file(relative)
        )
        if matching:
            names.setdefault(matching, []).append(source.name)
    for matching, own_names in sorted(names.items()):
        values: dict[str, Any] = {}
        for number in matching:
            values |= overrides[number].values
        settings = repr([(overrides[number].patterns, sorted(overrides[number].values.items())) for number in matching])
        yield settings, frozenset(own_names), values
