"""A user's own file: what it turns off, adjusts and replaces, and where user's files are found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.errors import OptionError, RulesError
from cleaner.rules import choose
from cleaner.rules.load import load_files
from cleaner.rules.rule_file import RuleFile
from cleaner.types import LineKeys, Override, RuleSet

PACK = """
rules:
  - { id: label, line: Our label, near_end: 3 }
  - { id: box, block: { from: Our box, to_end: true }, prose_before: 3 }
  - { id: copy, repeats: { block: true } }
  - { id: old, replaced_by: [pack/label, pack/box] }
  - { id: gone, replaced_by: [] }
"""


def load(folder: Path, mine: str, layer: str = "user") -> RuleSet:
    (folder / "pack.yaml").write_text(PACK)
    (folder / "mine.yaml").write_text(mine)
    return load_files([RuleFile(folder / "pack.yaml", "common"), RuleFile(folder / "mine.yaml", layer)])


def ids(rule_set: RuleSet) -> list[str]:
    return [rule.id for rule in rule_set.rules]


def codes(folder: Path, mine: str, layer: str = "user") -> list[tuple[str, int]]:
    with pytest.raises(RulesError) as caught:
        load(folder, mine, layer)
    return [(problem.code, problem.line) for problem in caught.value.problems]


def test_what_is_disabled_does_not_run_unless_it_is_enabled_by_name(tmp_path: Path) -> None:
    rule_set = load(tmp_path, "disable: [pack/label]")
    assert ids(choose(rule_set, "standard")) == ["pack/box", "pack/copy"]
    assert "pack/label" in ids(choose(rule_set, "standard", enable=["pack/label"]))
    assert "pack/label" not in ids(choose(rule_set, "standard", enable=["pack/label"], disable=["pack/label"]))


def test_a_whole_file_can_be_disabled(tmp_path: Path) -> None:
    assert ids(choose(load(tmp_path, "disable: pack/*"), "standard")) == []


def test_lists_are_added_and_other_values_replace(tmp_path: Path) -> None:
    rule_set = load(
        tmp_path,
        "adjust:\n  pack/label:\n    { line: [Your label], unless: said, near_end: 5,\n"
        "      confidence: low, not_sites: a.com }\n",
    )
    (rule,) = [rule for rule in rule_set.rules if rule.id == "pack/label"]
    assert isinstance(rule.matches, LineKeys)
    assert rule.matches.line == ("Our label", "Your label")
    assert (rule.unless, rule.near_end, rule.confidence, rule.not_sites) == (("said",), 5, "low", ("a.com",))
    assert rule.layer == "common"


def test_files_may_not_adjust_a_key_to_different_values(tmp_path: Path) -> None:
    files = [
        RuleFile(tmp_path / name, layer)
        for name, layer in (("pack.yaml", "common"), ("a.yaml", "user"), ("b.yaml", "user"))
    ]
    files[0].path.write_text(PACK)
    files[1].path.write_text("adjust: { pack/label: { near_end: 5, unless: [said] } }")
    files[2].path.write_text("adjust: { pack/label: { near_end: 5, unless: [told] } }")
    (rule,) = [rule for rule in load_files(files).rules if rule.id == "pack/label"]
    assert (rule.near_end, set(rule.unless)) == (5, {"said", "told"})
    files[2].path.write_text("adjust: { pack/label: { near_end: 6 } }")
    for order in (files, files[::-1]):
        with pytest.raises(RulesError) as caught:
            load_files(order)
        assert [problem.code for problem in caught.value.problems] == ["R203"]


def test_an_unknown_rule_of_a_known_file_is_a_problem_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        load(tmp_path, "disable:\n  - pack/labell\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.width) == ("R207", 2, 5, 11)
    assert problem.help == "did you mean 'pack/label'?"


def test_an_unknown_file_is_a_warning(tmp_path: Path) -> None:
    rule_set = load(tmp_path, "disable: [other/label]\nadjust: { other/box: { near_end: 1 } }")
    assert len(rule_set.warnings) == 2
    assert all("may not be installed" in warning for warning in rule_set.warnings)


def test_a_retired_id_means_what_replaced_it_with_a_warning(tmp_path: Path) -> None:
    rule_set = load(tmp_path, "disable: [pack/old, pack/gone]")
    assert ids(choose(rule_set, "standard")) == ["pack/copy"]
    assert rule_set.warnings == (
        f"{tmp_path / 'mine.yaml'}:1: 'pack/old' is retired: use pack/label, pack/box instead",
        f"{tmp_path / 'mine.yaml'}:1: 'pack/gone' is retired: use nothing instead",
    )
    assert ids(choose(load(tmp_path, "rules: []"), "standard", disable=["pack/old"])) == ["pack/copy"]


def test_retired_ids_that_replace_each_other_end(tmp_path: Path) -> None:
    mine = "disable: [mine/a]\nrules: [{ id: a, replaced_by: [mine/b] }, { id: b, replaced_by: [mine/a] }]"
    assert load(tmp_path, mine).disabled == frozenset()


@pytest.mark.parametrize(
    ("mine", "code"),
    [
        ("adjust: { pack/box: { max_words: 3 } }", "R104"),
        ("adjust: { pack/copy: { near_end: 3 } }", "R104"),
        ("adjust: { pack/box: { near_end: 3 } }", "R104"),
        ("adjust: { pack/label: { regex: Greg } }", "R202"),
        ("adjust: { pack/label: { id: x } }", "R103"),
        ("adjust: { pack/label: { lnie: x } }", "R103"),
        ("adjust: [pack/label]", "R101"),
        ("disable: [label]", "R106"),
        ("rules: [{ id: a, replaced_by: [b] }]", "R106"),
        ("rules: [{ id: a, line: x, replaced_by: [] }]", "R104"),
        ("rules: [{ replaced_by: [] }]", "R102"),
    ],
)
def test_an_adjustment_that_does_not_fit_is_reported(tmp_path: Path, mine: str, code: str) -> None:
    assert codes(tmp_path, mine) == [(code, 1)]


@pytest.mark.parametrize("bound", ["sites: [town.example]", "languages: [de]", "page_types: [forum]"])
@pytest.mark.parametrize("change", ["disable: [pack/label]", "adjust: { pack/label: { near_end: 5 } }"])
def test_a_file_with_a_scope_changes_no_rules_elsewhere(tmp_path: Path, bound: str, change: str) -> None:
    assert codes(tmp_path, f"{bound}\n{change}") == [("R104", 2)]


def test_packs_neither_disable_nor_adjust(tmp_path: Path) -> None:
    assert codes(tmp_path, "disable: [pack/label]\nrules: []", layer="pack") == [("R104", 1)]


def test_a_rule_of_a_higher_layer_replaces_the_rule_of_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "pack.yaml").write_text(PACK)
    (tmp_path / "own" / "pack.yaml").write_text("rules: [{ id: label, line: Mine }]")
    rule_set = load_files(
        [RuleFile(tmp_path / "own" / "pack.yaml", "user"), RuleFile(tmp_path / "pack.yaml", "common")]
    )
    (rule,) = [rule for rule in rule_set.rules if rule.id == "pack/label"]
    assert rule.layer == "user"
    assert rule.matches == LineKeys(line=("Mine",))


def test_a_retired_id_means_the_new_ids_on_the_command_line(tmp_path: Path) -> None:
    chosen = choose(load(tmp_path, "rules: []"), "standard", disable=["pack/old"])
    assert chosen.warnings == ("the options: 'pack/old' is retired: use pack/label, pack/box instead",)
    with pytest.raises(OptionError):
        choose(load(tmp_path, "rules: []"), "standard", disable=["packs/old"])


def clean(cwd: Path, *arguments: str, config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleaner.cli.clean", "--no-header", *arguments],
        cwd=cwd,
        env=os.environ | {"XDG_CONFIG_HOME": str(config)},
        input="The bridge opens in May, the council said on Monday night.\nOur label\nYour label\nEnd.\n",
        capture_output=True,
        text=True,
        check=False,
    )


def test_own_rules_are_found_in_the_folder_and_in_the_configuration(tmp_path: Path) -> None:
    here, config = tmp_path / "here", tmp_path / "config"
    (here / ".clean").mkdir(parents=True)
    (config / "cleaner" / "rules").mkdir(parents=True)
    (here / ".clean" / "one.yaml").write_text("rules: [{ id: a, line: Our label }]")
    (config / "cleaner" / "rules" / "two.yaml").write_text("rules: [{ id: a, line: Your label }]")
    assert "label" not in clean(here, config=config).stdout
    assert "Our label" in clean(tmp_path, config=config).stdout
    (here / ".clean" / "two.yaml").write_text("rules: [{ id: a, line: x }]")
    done = clean(here, config=config)
    assert (done.returncode, done.stdout) == (2, "")
    assert "R203" in done.stderr


def test_rules_inside_an_input_are_read_only_where_the_working_folder_has_them(tmp_path: Path) -> None:
    (tmp_path / "in" / ".clean").mkdir(parents=True)
    (tmp_path / "in" / ".clean" / "one.yaml").write_text("rules: [{ id: a, line: Our label }]")
    (tmp_path / "in" / "a.txt").write_text("Our label\nThe bridge opens in May.\n")
    done = clean(tmp_path, "-t", "jsonl", "in", config=tmp_path)
    assert "Our label" in done.stdout
    assert "is not read" in done.stderr
    inside = clean(tmp_path / "in", "-t", "jsonl", ".", config=tmp_path)
    assert ("Our label" in inside.stdout, inside.stderr) == (False, "")


def test_another_package_can_bring_rules(tmp_path: Path) -> None:
    (tmp_path / "their_rules").mkdir()
    (tmp_path / "their_rules" / "theirs.yaml").write_text("rules: [{ id: a, line: Our label }]")
    (tmp_path / "their_rules-1.0.dist-info").mkdir()
    (tmp_path / "their_rules-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1.0\n")
    (tmp_path / "their_rules-1.0.dist-info" / "entry_points.txt").write_text("[cleaner.rules]\ntheirs = their_rules\n")
    code = "import cleaner; print([r.layer for r in cleaner.load_rules().rules if r.id == 'theirs/a'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['pack']\n"


def test_a_missing_pack_is_reported(tmp_path: Path) -> None:
    (tmp_path / "their_rules-1.0.dist-info").mkdir()
    (tmp_path / "their_rules-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1.0\n")
    (tmp_path / "their_rules-1.0.dist-info" / "entry_points.txt").write_text("[cleaner.rules]\ntheirs = gone.rules\n")
    done = subprocess.run(
        [sys.executable, "-m", "cleaner.cli.clean"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        input="News.",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("gone.rules: R001 this pack of rules is not an importable package\n  help:")


def test_overrides_of_lower_rules_have_their_places(tmp_path: Path) -> None:
    mine = "disable: pack/box\nadjust:\n  pack/label: { unless: said }\n"
    path = str(tmp_path / "mine.yaml")
    assert load(tmp_path, mine).overrides == (
        Override("pack/box", "disabled", path, 1),
        Override("pack/label", "adjusted", path, 3, ("unless",)),
    )
    (tmp_path / "own").mkdir()
    own = tmp_path / "own" / "pack.yaml"
    own.write_text("rules:\n  - { id: label, line: Mine }\n")
    files = [RuleFile(tmp_path / "pack.yaml", "common"), RuleFile(own, "user")]
    assert load_files(files).overrides == (Override("pack/label", "replaced", str(own), 2),)
