import pytest

from cleaner.errors import OptionError
from cleaner.rules import choose
from cleaner.rules.load import load_text

RULES = load_text(
    """
    rules:
      - { id: sure, line: a }
      - { id: likely, line: b, confidence: medium }
      - { id: maybe, line: c, confidence: low }
    """,
    name="x.yaml",
)


def chosen(profile: str, enable: tuple[str, ...] = (), disable: tuple[str, ...] = ()) -> list[str]:
    return [rule.id.removeprefix("x/") for rule in choose(RULES, profile, enable, disable).rules]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "ids"),
    [("careful", ["sure"]), ("standard", ["likely", "sure"]), ("aggressive", ["likely", "maybe", "sure"])],
)
def test_a_profile_runs_rules_of_its_confidence(profile: str, ids: list[str]) -> None:
    assert chosen(profile) == ids


def test_what_is_enabled_beats_the_profile() -> None:
    assert chosen("careful", enable=("x/maybe",)) == ["maybe", "sure"]
    assert chosen("careful", enable=("x/*",)) == ["likely", "maybe", "sure"]


def test_what_is_disabled_beats_all() -> None:
    assert chosen("standard", disable=("x/sure",)) == ["likely"]
    assert chosen("standard", enable=("x/*",), disable=("x/sure", "x/maybe")) == ["likely"]
    assert chosen("aggressive", disable=("x/*",)) == []


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("x/sur", "there is no rule 'x/sur': did you mean 'x/sure'?"),
        ("sure", "there is no rule 'sure'"),
        ("y/*", r"there is no rule 'y/\*'"),
        ("*/*", r"there is no rule '\*/\*'"),  # no wildcards but a file's rules
        ("x/s*", r"there is no rule 'x/s\*'"),
        ("", "there is no rule ''"),
    ],
)
def test_an_unknown_id_is_an_error(id: str, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        chosen("standard", enable=(id,))
    with pytest.raises(OptionError, match=message):
        chosen("standard", disable=(id,))


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(OptionError, match="unknown profile 'brave': one of careful, standard, aggressive"):
        chosen("brave")


def test_what_else_the_rule_set_holds_stays() -> None:
    marked = load_text("sites: [a.com]\nrecognize: x\nrules: [{ id: r, line: x }]")
    assert choose(marked, "standard", disable=("rules/r",)).recognize == (("a.com", ("x",)),)
