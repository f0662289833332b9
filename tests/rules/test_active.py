"""The rules that run: the shipped ones without those that options and files stop, and a user's own above them."""

import pickle
from pathlib import Path

import pytest

from cleaner import Cleaner, Rule, RulesError
from cleaner.rules import choose, load_rules

MINE = """\
disable: [ads/*]
adjust:
  tags/tag-list: { unless: [Never] }
rules:
  - { id: brief, starts: The Daily Brief, removes: [The Daily Brief comes at six], keeps: [It is brief.] }
  - { id: by, starts: By, remove: nothing, save_as: author }
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(MINE, "utf-8")
    return path


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"profile": "careful"},
        {"profile": "aggressive"},
        {"profile": "careful", "enable": ("bio/*",)},
        {"disable": ("ads/ad-label", "tags/*")},
    ],
)
def test_compiled_rules_run_as_loaded_rules_do(options: dict[str, object], mine: Path) -> None:
    for paths in ([], [mine]):
        rule_set = load_rules(paths)
        compiled, loaded = Cleaner(rules=paths, **options), Cleaner(rules=rule_set, **options)  # type: ignore[arg-type]
        assert compiled.rule_set == loaded.rule_set == choose(rule_set, **{"profile": "standard"} | options)  # type: ignore[arg-type]
        assert compiled.digest == loaded.digest
        assert list(map(bare, compiled.engine.rules)) == list(map(bare, loaded.engine.rules))
        assert compiled.warnings == loaded.warnings


def bare(rule: Rule) -> Rule:
    """Return a rule without what only people read."""
    return rule._replace(about="", path="", at_line=0, samples=())


def test_a_users_file_disables_and_adjusts(mine: Path) -> None:
    text = "The mayor said on Monday that it opens.\nAdvertisement\nThe Daily Brief comes at six\nTags: Never, a"
    cleaner = Cleaner(rules=[mine])
    assert cleaner.clean(text).text.split("\n\n") == [
        "The mayor said on Monday that it opens.",
        "Advertisement",
        "Tags: Never, a",
    ]
    assert cleaner.digest != Cleaner().digest
    rules = {rule.id: rule for rule in cleaner.rule_set.rules}
    assert rules["tags/tag-list"].path.endswith("rules/common/tags.yaml")
    assert rules["tags/tag-list"].unless[-1] == "Never"
    assert rules["mine/brief"].path == str(mine)


def test_a_users_rule_replaces_a_shipped_rule(tmp_path: Path) -> None:
    path = tmp_path / "ads.yaml"
    path.write_text("rules: [{ id: ad-label, line: Reklame }]", "utf-8")
    cleaner = Cleaner(rules=[path])
    assert cleaner.clean("It opens in May.\nAdvertisement\nReklame").text == "It opens in May.\n\nAdvertisement"
    assert [rule.layer for rule in cleaner.rule_set.rules if rule.id == "ads/ad-label"] == ["user"]
    assert [change.rule for change in cleaner.rule_set.overrides] == ["ads/ad-label"]


def test_what_rules_save_is_in_the_order_of_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("rules: [{ id: first, starts: By, remove: nothing, save_as: author }]", "utf-8")
    article = Cleaner(rules=[path]).clean(
        "By Jane Doe\nThe mayor said that it opens in May.", url="https://thehill.com/x"
    )
    assert [saved.rule for saved in article.saved] == sorted(saved.rule for saved in article.saved)


def test_other_layers_come_back_from_a_pickle(mine: Path) -> None:
    cleaner = Cleaner(rules=[mine], profile="aggressive")
    state = pickle.dumps(cleaner)
    mine.unlink()
    copy = pickle.loads(state)  # noqa: S301 - our own
    text = "It opens in May.\nThe Daily Brief comes at six"
    assert copy.clean(text) == cleaner.clean(text)
    assert copy.rule_set == cleaner.rule_set
    assert pickle.dumps(copy) == state


def test_problems_of_rules_are_reported_each_time(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("rules: [{ id: x, lnie: y }]", "utf-8")
    for _ in range(2):
        with pytest.raises(RulesError):
            Cleaner(rules=[tmp_path])


def test_a_pack_of_another_package_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nordic_rules").mkdir()
    (tmp_path / "nordic_rules" / "__init__.py").touch()
    (tmp_path / "nordic_rules" / "nordic.yaml").write_text("rules: [{ id: label, line: Reklame }]", "utf-8")
    (tmp_path / "pack-1.dist-info").mkdir()
    (tmp_path / "pack-1.dist-info" / "entry_points.txt").write_text("[cleaner.rules]\npack = nordic_rules\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert Cleaner().clean("It opens in May.\nReklame").text == "It opens in May."
    assert Cleaner().clean("It opens in May.\nReklame").removals[0].rule == "nordic/label"
