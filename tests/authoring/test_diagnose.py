import pytest

from cleaner.authoring.diagnose import ALL_KEYS_HOLD, Diagnosis, closest, diagnose, out_of_scope
from cleaner.matching.regex import TimeBudget
from cleaner.matching.remaining import RemainingLines
from cleaner.matching.rule import CompiledRule, FailedCondition
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from cleaner.types import Rule

PROSE = "The mayor said on Monday that the bridge over the river will open in May."


def rule(text: str) -> Rule:
    (loaded,) = load_text(f"rules:\n  - {{ id: r, {text} }}").rules
    return loaded


def asked(text: str, *lines: str, at: int = 0) -> Diagnosis:
    standing = RemainingLines(line_views(segment("\n".join(lines))))
    return diagnose(CompiledRule(rule(text)), standing, at, {}, TimeBudget())


@pytest.mark.parametrize(
    ("text", "line", "held", "stop"),
    [
        ("line: Foo bar", "Foo bar", ("line",), None),
        ("line: Foo bar", "Fooo bar", (), FailedCondition("line", "it is none of the phrases; 'Foo bar' is close")),
        ("line: Foo bar", "Other", (), FailedCondition("line", "it is none of the phrases")),
        (
            "starts: Tags, max_words: 2",
            "Tags a b",
            ("starts",),
            FailedCondition("max_words", "it has 3 words, not at most 2"),
        ),
        (
            "starts: Tags, match_case: true",
            "tags a",
            (),
            FailedCondition("starts", "it differs in capitals, which count here"),
        ),
        ("ends: now", "later", (), FailedCondition("ends", "it ends with no phrase")),
        ("contains: now", "later", (), FailedCondition("contains", "it has no phrase")),
        (
            "starts: Tags, min_words: 9",
            "Tags a",
            ("starts",),
            FailedCondition("min_words", "it has 2 words, not at least 9"),
        ),
        ("starts: Tags, sentence: true", "Tags a", ("starts",), FailedCondition("sentence", "it is no sentence")),
        ("starts: Tags, sentence: false", "Tags a.", ("starts",), FailedCondition("sentence", "it is a sentence")),
        ("only_words: [share, tweet]", "Share Mail", (), FailedCondition("only_words", "'mail' is none of the words")),
        (
            "regex: '^a+$'",
            "B",
            (),
            FailedCondition("regex", "no pattern is found in it, with capitals and typography folded"),
        ),
        ("line: Foo, near_start: 0", "Foo", ("line",), None),
        (
            "block: { from: Foo, through: Bar }",
            "Foo",
            ("line",),
            FailedCondition("through", "no such line within 12 lines"),
        ),
    ],
)
def test_a_line_is_asked_key_by_key(text: str, line: str, held: tuple[str, ...], stop: FailedCondition | None) -> None:
    found = asked(text, line)
    assert (found.held, found.stop) == (held, stop)


def test_what_stands_around_the_line_is_asked_when_it_looks_right() -> None:
    found = asked("line: Foo, near_end: 0", "Foo", PROSE)
    assert found.stop == FailedCondition("near_end", "1 line below, not at most 0")
    assert found.nearness == ALL_KEYS_HOLD


def test_a_rule_is_near_when_a_naming_key_holds_or_a_phrase_is_close() -> None:
    assert asked("starts: Tags, max_words: 1", "Tags a b").nearness == 1
    assert asked("line: Most Popular", "Most Popluar").nearness == 1
    assert asked("line: Most Popular", "Quite another").nearness == 0
    assert asked("regex: '^[^.]+$', max_words: 1", "a b").nearness == 0, "a pattern of mere shape names nothing"


def test_code_is_no_line_of_any_rule() -> None:
    document = segment("```\nFoo\n```", markdown=True)
    found = diagnose(CompiledRule(rule("line: Foo")), RemainingLines(line_views(document)), 0, {}, TimeBudget())
    assert found.stop == FailedCondition("line", "it is a line of code, which no rule takes")


@pytest.mark.parametrize(
    ("scope", "site", "language", "key"),
    [
        ("sites: [a.com]", None, None, "sites"),
        ("sites: [a.com]", "b.com", None, "sites"),
        ("sites: [a.com]", "www.a.com", None, None),
        ("not_sites: [a.com]", "a.com", None, "not_sites"),
        ("languages: [de]", None, "en", "languages"),
        ("languages: [de]", None, None, None),
    ],
)
def test_a_rule_that_does_not_apply_tells_why(scope: str, site: str | None, language: str | None, key: str) -> None:
    stop = out_of_scope(rule(f"line: Foo, {scope}"), site, language)
    assert (stop and stop.key) == key


def test_phrases_are_close_where_the_key_asks_for_them() -> None:
    assert closest(("Read more",), "raed more about it", "starts") == "Read more"
    assert closest(("Read more",), "and raed more", "ends") == "Read more"
    assert closest(("Read more",), "to raed more of it", "contains") == "Read more"
    assert closest(("Read more",), "to raed more of it", "starts") == ""
    assert closest(("a b",), "a c", "line") == "", "too short to tell"
