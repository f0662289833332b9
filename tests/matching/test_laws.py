"""Laws of matching, on small random rule sets over a small vocabulary, so that rules and lines meet often."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.matching import Engine
from cleaner.matching.engine import COPYING_ROUNDS
from cleaner.matching.scope import applies
from cleaner.text.apply import apply, restore
from cleaner.text.segment import segment
from cleaner.text.view import line_views
from cleaner.types import LAYERS, Block, Closing, Document, LineKeys, Matches, Repeats, Rule
from tests.oracles.reference_engine import match as match_plainly

WORDS = ("tags", "more", "read", "x", "ad", "said", "(ap)")
PROSE = "The mayor of the town said today that it would all be read again."
thorough = settings(max_examples=100)

rows = st.one_of(
    st.sampled_from([PROSE, "Read more", "Tags: x ad", "ad", "• Ad", "read MORE: x", "x (AP) ad."]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
)
documents = st.lists(rows, max_size=14).map(lambda lines: segment("\n".join(lines)))
phrases = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join), max_size=2).map(tuple)
counts = st.one_of(st.none(), st.integers(0, 4))
sizes = st.one_of(st.none(), st.integers(1, 4))


@st.composite
def line_keys(draw: st.DrawFn) -> LineKeys:
    kind = draw(st.sampled_from(["line", "starts", "ends", "contains", "only_words", "regex", ""]))
    given: dict[str, Any] = {"regex": ("^read|ap",), "only_words": ("read", "more", "x", "ad")}
    shape: dict[str, Any] = {kind: given.get(kind) or draw(phrases) or ("ad",)} if kind else {"max_words": 3}
    keys = LineKeys(
        max_words=draw(sizes),
        min_words=draw(st.one_of(st.none(), st.integers(1, 2))),
        sentence=draw(st.sampled_from([None, None, True, False])),
    )
    return keys._replace(**shape)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    closings: tuple[Closing, ...] = ("through", "until", "while", "to_end")
    closing = draw(st.sampled_from(closings))
    closes = None if closing == "to_end" else draw(line_keys())
    return Block(draw(line_keys()), closing, closes, draw(st.integers(1, 5)))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(["line", "line", "line", "block", "repeats"]))
    layer = draw(st.sampled_from(LAYERS))
    if kind == "repeats":
        repeats = Repeats(draw(st.integers(1, 4)), block=draw(st.booleans()), prose=draw(st.booleans()))
        return Rule("", repeats, layer=layer, prose_only=draw(st.booleans()))
    keep = kind == "line" and draw(st.integers(0, 4)) == 0
    matches = draw(line_keys()) if kind == "line" else draw(blocks())
    named = isinstance(matches, LineKeys) and (matches.starts or matches.ends or matches.contains or matches.regex)
    return Rule(
        "",
        matches,
        layer=layer,
        near_end=draw(counts),
        near_start=draw(counts),
        prose_before=draw(st.sampled_from([None, None, 1])),
        prose_only=draw(st.booleans()) and draw(st.booleans()),
        unless=draw(st.sampled_from([(), (), ("said",)])),
        remove=draw(st.sampled_from(["line", "match"])) if named and not keep else "line",
        save_as=None if keep else draw(st.sampled_from([None, "tags"])),
        keep=keep,
    )


rule_sets = st.lists(rules(), max_size=5).map(
    lambda found: tuple(rule._replace(id=f"x/r{at}") for at, rule in enumerate(found))
)


def match(found: Sequence[Rule], document: Document) -> Matches:
    return Engine(found).match(document)


def lines_gone(document: Document, matches: Matches) -> set[int]:
    left = {line.number for line in apply(document, matches.removals).document.lines}
    return {line.number for line in document.lines} - left


@thorough
@given(rule_sets, documents)
def test_the_engine_matches_as_the_reference_engine_does(found: tuple[Rule, ...], document: Document) -> None:
    assert match(found, document) == match_plainly(document, found)


@thorough
@given(rule_sets, documents, st.randoms())
def test_the_order_of_rules_never_matters(found: tuple[Rule, ...], document: Document, random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random
    assert match(shuffled, document)._replace(saved=()) == match(found, document)._replace(saved=())


@thorough
@given(rule_sets, documents)
def test_matching_what_is_left_removes_nothing(found: tuple[Rule, ...], document: Document) -> None:
    short = apply(document, match(found, document).removals).document
    assert match(found, short).removals == ()
    assert match(found, segment(short.text)).removals == ()


@thorough
@given(rule_sets, documents)
def test_a_copy_goes_only_if_an_equal_earlier_line_is_in_the_output(
    found: tuple[Rule, ...], document: Document
) -> None:
    matches = match(found, document)
    copying = {rule.id for rule in found if isinstance(rule.matches, Repeats)}
    by_line = {removal.line: removal for removal in matches.removals}
    short = apply(document, matches.removals).document
    left = {view.folded: view.line.number for view in reversed(line_views(short))}
    views = line_views(document)
    removed = Counter(view.folded for view in views if view.line.number in by_line)
    for view in views:
        removal = by_line.get(view.line.number)
        if removal and removal.rule in copying and removal.span == view.line.span:
            assert left.get(view.folded, view.line.number) < view.line.number or removed[view.folded] > COPYING_ROUNDS


@thorough
@given(rule_sets, documents)
def test_removals_never_overlap_and_lie_in_their_lines(found: tuple[Rule, ...], document: Document) -> None:
    removals = match(found, document).removals
    spans = [removal.span for removal in removals]
    assert all(span.end <= following.start for span, following in pairwise(spans))
    lines = {line.number: line.span for line in document.lines}
    for removal in removals:
        line = lines[removal.line]
        assert line.start <= removal.span.start < removal.span.end <= line.end
    ids = {rule.id for rule in found}
    assert all({removal.rule, *removal.also} <= ids and removal.rule not in removal.also for removal in removals)
    assert restore(apply(document, removals)) == document


@thorough
@given(rule_sets, documents)
def test_a_protected_line_never_goes_at_the_same_layer(found: tuple[Rule, ...], document: Document) -> None:
    shape = LineKeys(starts=("read", "tags"))
    keeper = Rule("x/keeper", shape, layer="user", keep=True)
    gone = lines_gone(document, match((*found, keeper), document))
    alone = lines_gone(document, match((Rule("x/all", shape),), document))
    assert not gone & alone


@thorough
@given(rule_sets, documents)
def test_a_protected_line_goes_by_a_higher_layer_only(found: tuple[Rule, ...], document: Document) -> None:
    keeper = Rule("x/keeper", LineKeys(min_words=1), layer="site", keep=True)
    layers = {rule.id: LAYERS.index(rule.layer) for rule in found}
    site = LAYERS.index("site")
    for removal in match((*found, keeper), document).removals:
        assert all(layers[id] > site for id in (removal.rule, *removal.also))


@thorough
@given(documents, st.permutations(LAYERS), line_keys())
def test_users_packs_sites_common_rules_and_languages_name_the_removal_in_this_order(
    document: Document, layers: list[str], keys: LineKeys
) -> None:
    found = [Rule(f"x/r{at}", keys, layer=layer) for at, layer in enumerate(layers)]
    order = ("user", "pack", "site", "common", "language")
    credited = sorted(found, key=lambda rule: order.index(rule.layer))
    for removal in match(found, document).removals:
        assert [removal.rule, *removal.also] == [rule.id for rule in credited]


@thorough
@given(rule_sets, documents)
def test_common_rules_protect_no_line_from_rules_of_a_language(found: tuple[Rule, ...], document: Document) -> None:
    keeper = Rule("x/keeper", LineKeys(min_words=1), keep=True)
    of_language = [rule._replace(layer="language") for rule in found]
    assert lines_gone(document, match([*of_language, keeper], document)) == lines_gone(
        document, match(of_language, document)
    )


@thorough
@given(rule_sets, documents)
def test_a_rule_that_matches_nothing_changes_nothing(found: tuple[Rule, ...], document: Document) -> None:
    idle = (
        Rule("a/idle", LineKeys(contains=("zebra",))),
        Rule("a/pattern", LineKeys(regex=("zebra$",)), layer="user"),
        Rule("a/keep", LineKeys(starts=("zebra",)), layer="user", keep=True),
        Rule("a/block", Block(LineKeys(line=("zebra",)), "to_end", None, 5)),
        Rule("a/far", Repeats(10_000, block=True)),
        Rule("a/site", LineKeys(min_words=1), sites=("a.com",)),
    )
    assert match((*idle, *found), document) == match(found, document)


@given(rule_sets, documents)
def test_rules_out_of_scope_are_as_if_they_were_not_there(found: tuple[Rule, ...], document: Document) -> None:
    scoped = tuple(rule._replace(languages=("de",) if at % 2 else ()) for at, rule in enumerate(found))
    english = document._replace(language="en")
    assert match(scoped, english) == match([rule for rule in scoped if applies(rule, None, "en")], english)
