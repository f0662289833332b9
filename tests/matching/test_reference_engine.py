"""The engine does what the reference engine does: the same removals, names, and saved values."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.rules import load_rules
from cleaner.text.segment import segment
from cleaner.types import Block, LineKeys, Repeats, Rule
from tests.oracles.reference_engine import match as match_plainly

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

KEYS = st.builds(
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
LINE_RULES = st.builds(
    Rule,
    id=st.just(""),
    matches=KEYS,
    keep=st.sampled_from([False, False, False, True]),
    remove=st.sampled_from(["line", "line", "match"]),
    save_as=st.sampled_from([None, "tags", "photo_credit"]),
    max_run=st.none() | st.integers(1, 3),
    **POSITIONS,
)
SAVING_RULES = st.builds(
    Rule, id=st.just(""), matches=KEYS, remove=st.just("nothing"), save_as=st.just("dateline"), **POSITIONS
)
BLOCK_RULES = st.builds(Rule, id=st.just(""), matches=BLOCKS, **POSITIONS)
REPEATS = st.builds(
    Rule,
    id=st.just(""),
    matches=st.builds(Repeats, min_words=st.integers(1, 20), block=st.booleans()),
    prose_only=st.booleans(),
    layer=st.sampled_from(["common", "user"]),
)
RULE_SETS = st.lists(LINE_RULES | SAVING_RULES | BLOCK_RULES | REPEATS, max_size=6).map(
    lambda rules: [rule._replace(id=f"r/{number}") for number, rule in enumerate(rules)]
)


@settings(max_examples=800)
@given(RULE_SETS, TEXTS)
def test_the_engine_matches_as_the_reference_engine_does(rules: list[Rule], text: str) -> None:
    document = segment(text)
    matches, expected = Engine(rules).match(document), match_plainly(document, rules)
    assert matches.removals == expected.removals
    assert sorted(matches.saved, key=repr) == sorted(expected.saved, key=repr)


@settings(max_examples=40)
@given(st.lists(LINES | st.sampled_from([s.text for rule in SHIPPED for s in rule.samples]), max_size=10))
def test_the_shipped_rules_match_as_in_the_reference_engine(lines: list[str]) -> None:
    document = segment("\n".join(lines))
    assert ENGINE.match(document).removals == match_plainly(document, SHIPPED).removals
