"""``select`` rules × page: what goes, under whose name, and what stops a rule."""

from typing import Any

import pytest
from lxml import html

from cleaner.html.select import MAX_NESTED, SelectRules, prune
from cleaner.html.tree import visible_texts
from cleaner.types import LineKeys, Pruned, Pruning, Rule, Select

BODY = "<p>The council voted on Monday to rebuild the old wooden bridge over the river.</p>" * 4


def rule(id: str, *selectors: str, layer: str = "common", **scope: Any) -> Rule:
    return Rule(id, Select(selectors), layer=layer, **scope)


def pruned(body: str, *rules: Rule, guard: float = 0.5, **place: Any) -> tuple[Pruning, str]:
    tree = html.document_fromstring(f"<html><head></head><body>{body}</body></html>")
    pruning = prune(tree, rules, guard=guard, **place)
    return pruning, " ".join(" ".join(visible_texts(tree)).split())


def test_a_node_goes_with_all_that_is_in_it_and_is_recorded() -> None:
    pruning, left = pruned(f"{BODY}<div class='ad'>Buy <b>this</b></div>after", rule("ads/box", ".ad"))
    assert pruning == Pruning((Pruned("ads/box", "html/body/div", "Buy this"),))
    assert left.endswith("river. after")
    assert "Buy" not in left


def test_of_nodes_in_each_other_the_outermost_goes_once() -> None:
    body = f"{BODY}<div class='a'>One<div class='b'>two<div class='a'>three</div></div></div>"
    pruning, _ = pruned(body, rule("b/in", ".b"), rule("a/out", ".a"))
    assert pruning.pruned == (Pruned("a/out", "html/body/div", "One two three"),)


@pytest.mark.parametrize("order", [1, -1])
def test_the_highest_layer_then_the_first_id_has_its_name_on_it(order: int) -> None:
    rules = [rule("b/x", ".x"), rule("a/x", ".x"), rule("mine/x", ".x", layer="user")]
    pruning, _ = pruned(f"{BODY}<p class='x'>Ad</p>", *rules[::order])
    assert [one.rule for one in pruning.pruned] == ["mine/x"]
    pruning, _ = pruned(f"{BODY}<p class='x'>Ad</p>", *rules[:2][::order])
    assert [one.rule for one in pruning.pruned] == ["a/x"]


def test_a_rule_that_would_take_too_much_takes_nothing_and_is_told() -> None:
    pruning, left = pruned(f"<div class='content'>{BODY}</div><p class='ad'>Ad</p>", rule("r/c", ".content, p.ad"))
    assert pruning == Pruning((), ("r/c",))
    assert left.endswith("Ad")


@pytest.mark.parametrize(("words", "goes"), [(5, True), (6, False)])
def test_the_guard_is_a_share_of_the_pages_words(words: int, goes: bool) -> None:
    body = f"<p>{'kept ' * (10 - words)}</p><p class='x'>{'gone ' * words}</p>"
    pruning, _ = pruned(body, rule("r/x", ".x"))
    assert bool(pruning.pruned) is goes


def test_rules_that_take_too_much_together_run_from_the_smallest_on() -> None:
    body = "".join(f"<p class='c{at}'>{'word ' * (at + 4)}</p>" for at in range(4))
    rules = [rule(f"r/{at}", f".c{at}") for at in range(4)]
    pruning, left = pruned(body, *rules)
    assert [one.rule for one in pruning.pruned] == ["r/0", "r/1", "r/2"]
    assert pruning.stopped == ("r/3",)
    assert left == " ".join(["word"] * 7)


@pytest.mark.parametrize("selector", ["body", "html", ".page"])
def test_the_page_itself_never_goes(selector: str) -> None:
    tree = html.document_fromstring(f"<html><body class='page'>{BODY}</body></html>")
    pruning = prune(tree, [rule("r/all", selector)], guard=1.0)
    assert pruning == Pruning((), ("r/all",))


@pytest.mark.parametrize(
    ("scope", "place", "goes"),
    [
        ({"sites": ("a.com",)}, {"site": "a.com"}, True),
        ({"sites": ("a.com",)}, {"site": "b.com"}, False),
        ({"sites": ("a.com",)}, {}, False),
        ({"not_sites": ("a.com",)}, {"site": "a.com"}, False),
        ({"languages": ("de",)}, {"language": "de-AT"}, True),
        ({"languages": ("de",)}, {"language": "en"}, False),
    ],
)
def test_a_rule_runs_where_its_scope_says(scope: dict[str, Any], place: dict[str, Any], goes: bool) -> None:
    pruning, _ = pruned(f"{BODY}<p class='x'>Ad</p>", rule("r/x", ".x", **scope), **place)
    assert bool(pruning.pruned) is goes


def asked(text: str, *, unless: tuple[str, ...] = (), **keys: Any) -> bool:
    given = Rule("r/x", Select((".x",), LineKeys(**keys)), unless=unless)
    pruning, _ = pruned(f"{BODY}<div class='x'>{text}</div>", given)
    return bool(pruning.pruned)


def test_a_rule_asks_the_joined_text_of_a_node() -> None:
    assert asked("<p>Sign</p> <p>up</p>", contains=("sign up",))
    assert asked("<p>Sign&nbsp;up</p>", line=("Sign up",))
    assert not asked("<p>Sign up</p>", contains=("subscribe",))
    assert not asked("one two three", contains=("two",), max_words=2)
    assert not asked("Sign up, he said", contains=("sign up",), unless=("said",))


def test_a_rule_that_asks_takes_the_outermost_node_that_answers() -> None:
    keys = LineKeys(contains=("sign up",), max_words=3)
    body = f"{BODY}<div class='x'>A long story about a box <div class='x'>Sign <b class='x'>up</b></div></div>"
    pruning, _ = pruned(body, Rule("r/x", Select((".x",), keys)))
    assert pruning.pruned == (Pruned("r/x", "html/body/div/div", "Sign up"),)


def test_a_rule_that_would_ask_too_many_nodes_in_each_other_is_stopped() -> None:
    keys = LineKeys(contains=("never",))
    deep = "<div class='x'>" * (MAX_NESTED + 1) + "word"
    pruning, _ = pruned(BODY + deep, Rule("r/x", Select((".x",), keys)))
    assert pruning.stopped == ("r/x",)


def test_rules_of_other_kinds_are_left_aside() -> None:
    assert SelectRules([Rule("r/line", LineKeys(line=("x",)))]).rules == ()
