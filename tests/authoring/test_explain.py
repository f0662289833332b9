from pathlib import Path

from cleaner.api import Cleaner
from cleaner.authoring.explain import explain

RULES = """\
rules:
  - id: label
    line: Advertisement
  - id: foot
    line: Read more
    near_end: 0
"""


def cleaner(folder: Path) -> Cleaner:
    (folder / "own.yaml").write_text(RULES, "utf-8")
    return Cleaner(rules=[folder], default_rules=False)


def test_everything_that_went_has_its_rule_and_its_place(tmp_path: Path) -> None:
    one = cleaner(tmp_path)
    told = explain(one.clean("The bill passed.\nAdvertisement\nIt was late."), one)
    assert [(removal.line, removal.rule) for removal in told.removals] == [(2, "own/label")]
    assert told.location("own/label") == f"{tmp_path / 'own.yaml'}:2"
    assert told.rules["own/foot"].near_end == 0


def test_what_nearly_went_has_its_reason(tmp_path: Path) -> None:
    one = cleaner(tmp_path)
    told = explain(one.clean("Read more\nThe bill passed.\nAdvertisement"), one)
    assert [(miss.line.number, miss.rule, miss.stop.key) for miss in told.near_misses] == [(1, "own/foot", "near_end")]


def test_a_braked_article_keeps_its_lines_and_tells_why_rules_stopped(tmp_path: Path) -> None:
    one = cleaner(tmp_path)
    article = one.clean("Advertisement\n" * 60)
    told = explain(article, one)
    assert article.verdict == "kept-whole"
    assert told.removals == ()
    assert told.kept_whole == (("own/label", 60 * len("Advertisement")),)


def test_an_article_that_failed_has_nothing_to_explain(tmp_path: Path) -> None:
    one = cleaner(tmp_path)
    article = one.clean("a\ud800b")
    assert article.verdict == "failed"
    assert (explain(article, one).removals, explain(article, one).near_misses) == ((), ())
