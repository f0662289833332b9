import pytest

from cleaner.authoring.draft import LOOK_ALIKES, RuleDraft, phrase, slug, yaml_scalar
from cleaner.authoring.samples import check_samples
from cleaner.rules.edit import append_rule
from cleaner.rules.load import load_text
from cleaner.types import RuleSet

LONG = "Our morning e-mail has the news of the valley, every day at six, for free and for all of you"


def loaded(draft: RuleDraft) -> RuleSet:
    text = append_rule("", list(draft.rows(LOOK_ALIKES[0])))
    assert text is not None
    return load_text(text)


@pytest.mark.parametrize(
    "lines",
    [
        ["Most Popular"],
        ["It's here: now #1"],
        ["- yes"],
        ["“Quoted” — and “more”"],
        [LONG],
        ["Read Next", "A headline", "Another: one", "# three", "Load more"],
        [LONG, "and this", LONG.replace("morning", "evening")],
        ["null"],
        ["*** 12:30 ***"],
        ["最新ニュース"],
        ["Backslash \\d and {x}"],
    ],
)
def test_a_draft_loads_and_its_samples_pass(lines: list[str]) -> None:
    rule_set = loaded(RuleDraft("r", "As seen.", lines))
    assert list(check_samples(rule_set, rule_set.rules)) == []


def test_a_long_line_is_matched_by_its_beginning() -> None:
    assert phrase(LONG) == "Our morning e-mail has the news of the"
    assert phrase("Most Popular") == "Most Popular"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "12:30",
        "a: b",
        "x #y",
        "'",
        '"',
        "@a",
        "*b",
        "Foo",
        "Foo - bar",
        "1984",
        "ä ö",
        "[a]",
        "a, b",
        "🎧",
        "a\u2028b",
    ],
)
def test_a_scalar_is_read_as_the_same_text(text: str) -> None:
    (rule,) = load_text(f"rules:\n  - {{ id: r, about: {yaml_scalar(text)}, line: Foo }}").rules
    assert rule.about == text


def test_a_slug_has_the_first_words() -> None:
    assert slug("Sign up: for our newsletter today") == "sign-up-for-our"
    assert slug("…") == ""
