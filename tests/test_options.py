"""Options: each value is checked where it is made."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from cleaner.errors import OptionError
from cleaner.options import Normalization, Options, Title
from cleaner.types import Effort, Profile


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("profile", "x", "profile is 'careful', 'standard' or 'aggressive', not 'x'"),
        ("profile", None, "profile is 'careful', 'standard' or 'aggressive', not None"),
        ("effort", "turbo", "effort is 'fast', 'standard' or 'best', not 'turbo'"),
        ("title", "mov", "title is 'keep', 'move' or None, not 'mov'"),
        ("normalization", "NFC", "normalization is a Normalization or None, not 'NFC': give its fields"),
        ("enable", "ads/*", r"enable is a list of rule ids, not a text: give enable=\['ads/\*'\]"),
        ("disable", 7, "disable is a list of rule ids, not 7"),
        ("disable", [7], r"disable is a list of rule ids, not \[7\]"),
        ("max_removed", float("nan"), "max_removed is a number, not nan"),
        ("max_removed", 1.1, "max_removed is a share of the words, from 0 to 1, not 1.1"),
        ("max_removed", "80%", "max_removed is a number, not '80%'"),
        ("max_size", float("nan"), "max_size is a number, not nan"),
        ("max_size", -1, "max_size is a number of MiB above 0, not -1"),
        ("max_size", True, "max_size is a number, not True"),
    ],
)
def test_a_wrong_value_names_the_field_and_its_choices(field: str, value: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Options(**{field: value})
    with pytest.raises(OptionError, match=message):
        replace(Options(), **{field: value})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("quotes", "curly", "quotes is 'keep' or 'straight', not 'curly'"),
        ("unicode", "NFD", "unicode is 'NFC', 'NFKC' or 'keep', not 'NFD'"),
        ("mojibake", "yes", "mojibake is True or False, not 'yes'"),
        ("unwrap", None, "unwrap is True or False, not None"),
        ("paragraphs", "br", "paragraphs is 'blank-line' or 'newline', not 'br'"),
    ],
)
def test_a_wrong_value_of_normalization_does_so_too(field: str, value: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        Normalization(**{field: value})


def test_a_title_moves_only_with_normalization() -> None:
    with pytest.raises(OptionError, match="without normalization only removals do: choose one"):
        Options(title="move", normalization=None)


def test_all_choices_exist() -> None:
    for profile in get_args(Profile):
        for effort in get_args(Effort):
            for title in (*get_args(Title), None):
                assert Options(profile=profile, effort=effort, title=title).effort == effort


def test_lists_of_ids_become_tuples_so_that_options_can_be_hashed() -> None:
    options = Options(enable=["a/*"], disable=iter(["b/c"]))  # type: ignore[arg-type]  # any iterable is fine
    assert (options.enable, options.disable) == (("a/*",), ("b/c",))
    assert hash(options) == hash(Options(enable=("a/*",), disable=("b/c",)))
