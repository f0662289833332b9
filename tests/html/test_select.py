"""Pruning with ``select`` rules: which nodes are removed under which name, and what stops a rule."""

from typing import Any

import pytest
from lxml import html

from cleaner.html.select import MAX_NESTED, PageScope, SelectRules, prune
from cleaner.html.tree import visible_text
from cleaner.types import LineKeys, Pruned, Pruning, Rule, Select

BODY = "<p>The council voted on Monday to rebuild the old wooden bridge over the river.</p>" * 4


def rule(id: str, *selectors: str, layer: str = "common", **scope: Any) -> Rule:
    return Rule(id, Select(selectors), layer=layer, **scope)


def prune_body(body: str, *rules: Rule, max_share: float = 0.5, **scope: Any) -> tuple[Pruning, str]:
    tree = html.document_fromstring(f"<html><head></head><body>{body}</body></html>")
    pruning = prune(tree, rules, max_share=max_share, scope=PageScope(**scope))
    return pruning, visible_text(tree)


def test_a_node_is_removed_with_its_content_and_recorded() -> None:
    pruning, remaining = prune_body(f"{BODY}<div class='ad'>Buy <b>this</b></div>after", rule("ads/box", ".ad"))
    assert pruning == Pruning((Pruned("ads/box", "html/body/div", "Buy this"),))
    assert remaining.endswith("river. after")
    assert "Buy" not in remaining


def test_the_outermost_of_nested_nodes_is_removed_once() -> None:
    body = f"{BODY}<div class='a'>One<div class='b'>two<div class='a'>three</div></div></div>"
    pruning, _ = prune_body(body, rule("b/in", ".b"), rule("a/out", ".a"))
    assert pruning.pruned == (Pruned("a/out", "html/body/div", "One two three"),)


@pytest.mark.parametrize("order", [1, -1])
def test_the_rule_of_the_highest_layer_then_of_the_first_id_is_named(order: int) -> None:
    rules = [rule("b/x", ".x"), rule("a/x", ".x"), rule("mine/x", ".x", layer="user")]
    pruning, _ = prune_body(f"{BODY}<p class='x'>Ad</p>", *rules[::order])
    assert [pruned.rule for pruned in pruning.pruned] == ["mine/x"]
    pruning, _ = prune_body(f"{BODY}<p class='x'>Ad</p>", *rules[:2][::order])
    assert [pruned.rule for pruned in pruning.pruned] == ["a/x"]


def test_a_rule_that_would_remove_too_much_removes_nothing_and_is_reported() -> None:
    pruning, remaining = prune_body(
        f"<div class='content'>{BODY}</div><p class='ad'>Ad</p>", rule("r/c", ".content, p.ad")
    )
    assert pruning == Pruning((), ("r/c",))
    assert remaining.endswith("Ad")


@pytest.mark.parametrize(("words", "is_removed"), [(5, True), (6, False)])
def test_a_rule_may_remove_a_share_of_the_pages_words(words: int, is_removed: bool) -> None:
    body = f"<p>{'kept ' * (10 - words)}</p><p class='x'>{'gone ' * words}</p>"
    pruning, _ = prune_body(body, rule("r/x", ".x"))
    assert bool(pruning.pruned) is is_removed


def test_rules_that_would_remove_too_much_together_run_from_the_smallest() -> None:
    body = "".join(f"<p class='c{index}'>{'word ' * (index + 4)}</p>" for index in range(4))
    rules = [rule(f"r/{index}", f".c{index}") for index in range(4)]
    pruning, remaining = prune_body(body, *rules)
    assert [pruned.rule for pruned in pruning.pruned] == ["r/0", "r/1", "r/2"]
    assert pruning.stopped == ("r/3",)
    assert remaining == " ".join(["word"] * 7)


@pytest.mark.parametrize("selector", ["body", "html", ".page"])
def test_the_page_itself_is_never_removed(selector: str) -> None:
    tree = html.document_fromstring(f"<html><body class='page'>{BODY}</body></html>")
    pruning = prune(tree, [rule("r/all", selector)], max_share=1.0)
    assert pruning == Pruning((), ("r/all",))


@pytest.mark.parametrize(
    ("scope", "known", "is_removed"),
    [
        ({"sites": ("a.com",)}, {"site": "a.com"}, True),
        ({"sites": ("a.com",)}, {"site": "b.com"}, False),
        ({"sites": ("a.com",)}, {}, False),
        ({"not_sites": ("a.com",)}, {"site": "a.com"}, False),
        ({"languages": ("de",)}, {"language": "de-AT"}, True),
        ({"languages": ("de",)}, {"language": "en"}, False),
        ({"page_types": ("forum", "product")}, {"page_type": "forum"}, True),
        ({"page_types": ("forum",)}, {"page_type": "article"}, False),
        ({"page_types": ("forum",)}, {}, False),
    ],
)
def test_a_rule_runs_within_its_scope(scope: dict[str, Any], known: dict[str, Any], is_removed: bool) -> None:
    pruning, _ = prune_body(f"{BODY}<p class='x'>Ad</p>", rule("r/x", ".x", **scope), **known)
    assert bool(pruning.pruned) is is_removed


def is_removed(text: str, *, unless: tuple[str, ...] = (), **keys: Any) -> bool:
    conditional = Rule("r/x", Select((".x",), LineKeys(**keys)), unless=unless)
    pruning, _ = prune_body(f"{BODY}<div class='x'>{text}</div>", conditional)
    return bool(pruning.pruned)


def test_conditions_are_about_the_joined_text_of_a_node() -> None:
    assert is_removed("<p>Sign</p> <p>up</p>", contains=("sign up",))
    assert is_removed("<p>Sign&nbsp;up</p>", line=("Sign up",))
    assert not is_removed("<p>Sign up</p>", contains=("subscribe",))
    assert not is_removed("one two three", contains=("two",), max_words=2)
    assert not is_removed("Sign up, he said", contains=("sign up",), unless=("said",))


def test_a_rule_with_conditions_removes_the_outermost_node_that_fulfils_them() -> None:
    keys = LineKeys(contains=("sign up",), max_words=3)
    body = f"{BODY}<div class='x'>A long story about a box <div class='x'>Sign <b class='x'>up</b></div></div>"
    pruning, _ = prune_body(body, Rule("r/x", Select((".x",), keys)))
    assert pruning.pruned == (Pruned("r/x", "html/body/div/div", "Sign up"),)


def test_a_rule_that_would_check_nodes_nested_too_deeply_is_stopped() -> None:
    keys = LineKeys(contains=("never",))
    deep = "<div class='x'>" * (MAX_NESTED + 1) + "word"
    pruning, _ = prune_body(BODY + deep, Rule("r/x", Select((".x",), keys)))
    assert pruning.stopped == ("r/x",)


def test_general_rules_prune_nothing_inside_code_and_rules_of_users_do() -> None:
    body = BODY + "<pre><span class='token comment'># why</span>\nx = 1</pre><p class='comment'>Nice.</p>"
    _, text = prune_body(body, rule("r/comment", ".comment"))
    assert "# why x = 1" in text
    assert "Nice." not in text
    _, text = prune_body(body, rule("r/comment", "pre .comment", layer="user"))
    assert "# why" not in text


def test_rules_of_other_kinds_are_ignored() -> None:
    assert SelectRules([Rule("r/line", LineKeys(line=("x",)))]).rules == ()
