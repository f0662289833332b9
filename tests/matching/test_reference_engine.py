"""The engine does what the reference engine does: the same removals, names, and saved values."""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.rules import load_rules
from cleaner.text.apply import apply
from cleaner.text.segment import segment
from cleaner.types import Block, LineKeys, Repeats, Rule
from tests.oracles.reference_engine import match as match_plainly

Value = TypeVar("Value")

SHIPPED = load_rules().rules
ENGINE = Engine(SHIPPED)

WORDS = ["tags", "Share", "more", "photo:", "a1", "©", "***", "x", "İstanbul", "责任编辑", "the", "said", "Reuters"]
PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
LINES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(
        [PROSE, PROSE.replace("bridge", "mill"), "• Tags: one, two", "Most Popular", "Load more", "(AP) A line."]
    ),
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)

PHRASES = st.lists(st.sampled_from([*WORDS, "tags:", "share more", "most popular", "***"]), min_size=1, max_size=2).map(
    tuple
)
PATTERNS = st.sampled_from(
    ["photo:? (\\w+)", "^[Ss]hare", "^(?:tags|more)\\b", "\\(ap\\)", "^\\W*\\w$", "a\\d", "©|x$"]
)
COUNTS = st.none() | st.integers(0, 4)


def values_of(kind: Callable[..., Value], **keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Value]:
    """Return named tuples with these fields and no others: ``builds`` would make up those that have a default."""
    return st.fixed_dictionaries(keys).map(lambda values: kind(**values))


def rules_with(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[Rule]:
    """Return rules with these keys and no others."""
    return values_of(Rule, id=st.just(""), **keys)


KEYS = values_of(
    LineKeys,
    line=PHRASES | st.just(()),
    starts=PHRASES | st.just(()),
    ends=st.just(()),
    contains=PHRASES | st.just(()),
    only_words=st.just(()) | st.just(("share", "more", "x", "tags")),
    regex=st.just(()) | PATTERNS.map(lambda pattern: (pattern,)),
    max_words=st.none() | st.integers(1, 6),
    sentence=st.sampled_from([None, None, True, False]),
    match_case=st.booleans(),
)
BLOCKS = st.builds(
    Block,
    opens=KEYS,
    closing=st.sampled_from(["through", "until", "while"]),
    closes=KEYS,
    max_lines=st.integers(1, 5),
) | st.builds(Block, opens=KEYS, closing=st.just("to_end"), closes=st.none(), max_lines=st.integers(1, 5))
POSITIONS = {
    "unless": st.just(()) | PHRASES,
    "near_end": COUNTS,
    "near_start": COUNTS,
    "prose_before": st.sampled_from([None, None, 1, 2]),
    "prose_only": st.booleans(),
    "layer": st.sampled_from(["common", "site", "user"]),
}
LINE_RULES = rules_with(
    matches=KEYS,
    keep=st.sampled_from([False, False, False, True]),
    remove=st.sampled_from(["line", "line", "match"]),
    save_as=st.sampled_from([None, "tags", "photo_credit"]),
    max_run=st.none() | st.integers(1, 3),
    **POSITIONS,
)
SAVING_RULES = rules_with(matches=KEYS, remove=st.just("nothing"), save_as=st.just("dateline"), **POSITIONS)
BLOCK_RULES = rules_with(matches=BLOCKS, **POSITIONS)
REPEATS = rules_with(
    matches=st.builds(Repeats, min_words=st.integers(1, 20), block=st.booleans(), prose=st.booleans()),
    prose_only=st.booleans(),
    layer=st.sampled_from(["common", "user"]),
)
RULE_SETS = st.lists(LINE_RULES | SAVING_RULES | BLOCK_RULES | REPEATS, max_size=6).map(
    lambda rules: [rule._replace(id=f"r/{number}") for number, rule in enumerate(rules)]
)


@settings(max_examples=200)
@given(RULE_SETS, TEXTS)
def test_the_engine_matches_as_the_reference_engine_does(rules: list[Rule], text: str) -> None:
    document = segment(text)
    matches, expected = Engine(rules).match(document), match_plainly(document, rules)
    assert matches.removals == expected.removals
    assert sorted(matches.saved, key=repr) == sorted(expected.saved, key=repr)


REPEATED_LINES = st.sampled_from(["a", "a", "b", "c d", "ad a", "ad ad b", PROSE, PROSE, f"{PROSE} Yes."])
LONG_TEXTS = st.builds(
    lambda head, part, times, foot: "\n".join([*head, *part * times, *foot]),
    st.lists(REPEATED_LINES, max_size=12),
    st.lists(REPEATED_LINES, min_size=1, max_size=5),
    st.integers(1, 12),
    st.lists(REPEATED_LINES, max_size=6),
)
SIMPLE_KEYS = st.sampled_from([
    LineKeys(max_words=1),
    LineKeys(line=("a", "c d")),
    LineKeys(contains=("ad",)),
    LineKeys(line=("b",)),
    LineKeys(starts=("the council",)),
])  # fmt: skip
PEELING_RULES = rules_with(
    matches=SIMPLE_KEYS,
    near_end=st.sampled_from([None, 0, 0, 1]),
    near_start=st.sampled_from([None, None, 0, 1]),
    unless=st.sampled_from([(), (), ("ad",), ("bridge",)]),
    max_run=st.sampled_from([None, None, 1, 2]),
    keep=st.sampled_from([False] * 7 + [True]),
    layer=st.sampled_from(["common", "user"]),
)
CUTTING_RULES = rules_with(matches=st.just(LineKeys(starts=("ad",))), near_end=COUNTS, remove=st.just("match"))
FAILING_BLOCK_RULES = rules_with(
    matches=st.builds(
        Block,
        opens=SIMPLE_KEYS,
        closing=st.sampled_from(["through", "until", "while"]),
        closes=SIMPLE_KEYS,
        max_lines=st.integers(1, 4),
    ),
    unless=st.sampled_from([(), (), ("ad",)]),
    near_end=COUNTS,
)
SHORT_REPEATS = rules_with(
    matches=st.builds(Repeats, min_words=st.integers(1, 3), block=st.booleans(), prose=st.booleans())
)
PEELING_RULE_SETS = st.tuples(
    st.lists(PEELING_RULES | FAILING_BLOCK_RULES | CUTTING_RULES, min_size=1, max_size=5), SHORT_REPEATS
).map(lambda rules: [rule._replace(id=f"r/{number}") for number, rule in enumerate([*rules[0], rules[1]])])


@settings(max_examples=100)
@given(PEELING_RULE_SETS, LONG_TEXTS)
def test_both_engines_agree_when_rounds_are_numerous(rules: list[Rule], text: str) -> None:
    document = segment(text)
    matches = Engine(rules).match(document)
    assert matches.removals == match_plainly(document, rules).removals
    left = apply(document, matches.removals).document
    assert Engine(rules).match(left).removals == ()


@settings(max_examples=20)
@given(st.lists(LINES | st.sampled_from([s.text for rule in SHIPPED for s in rule.samples]), max_size=10))
def test_the_shipped_rules_match_as_in_the_reference_engine(lines: list[str]) -> None:
    document = segment("\n".join(lines))
    assert ENGINE.match(document).removals == match_plainly(document, SHIPPED).removals
