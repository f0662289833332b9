"""What is shipped beside the package: hooks of pre-commit, an action of GitHub, man pages."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleaner.cli.options import OPTIONS
from tests.cli.commands import STORY, clean, cleaner_text

ROOT = Path(__file__).resolve().parents[2]
DIRTY = STORY + "\nAdvertisement\n"
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())


def hook(id: str, *files: str) -> tuple[int, str]:
    (entry,) = (hook["entry"] for hook in HOOKS if hook["id"] == id)
    program, *options = shlex.split(entry)
    if program == "clean":
        result = clean(*options, *files)
        return result.status, result.out
    process = cleaner_text(*options, *files)
    return process.returncode, process.stdout


def test_hooks_have_what_their_manifest_requires() -> None:
    assert [hook["id"] for hook in HOOKS] == ["clean-check", "clean-fix", "cleaner-rules-test"]
    for entry in HOOKS:
        assert {"id", "name", "entry", "language"} <= {*entry}
        assert entry["language"] == "python"


def test_the_check_fails_and_the_fix_changes_files_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(DIRTY)
    status, out = hook("clean-check", "a.md")
    assert (status, "-Advertisement" in out) == (1, True)
    assert hook("clean-fix", "a.md")[0] == 0
    assert (tmp_path / "a.md").read_text() == STORY
    assert hook("clean-check", "a.md") == (0, "")


def test_the_action_annotates_what_it_finds(tmp_path: Path) -> None:
    install, run = ACTION["runs"]["steps"]
    assert "pip install" in install["run"]
    inputs = {name: entry["default"] for name, entry in ACTION["inputs"].items()}
    (tmp_path / "temp" / "article-cleaner" / "bin").mkdir(parents=True)
    (tmp_path / "temp" / "article-cleaner" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.txt").write_text(DIRTY)
    environment = {"RUNNER_TEMP": str(tmp_path / "temp"), "PYTHONPATH": f"{ROOT}:{':'.join(filter(None, sys.path))}"}
    for name, value in run["env"].items():
        environment[name] = inputs[re.sub(r"\$\{\{ inputs\.(\w+) \}\}", r"\1", value)]
    process = subprocess.run(
        ["bash", "-e", "-c", run["run"]],
        cwd=tmp_path / "work",
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1, process.stderr
    assert process.stdout.startswith("::warning file=a.txt,line=3,title=ads/ad-label::boilerplate: Advertisement\n")


@pytest.mark.parametrize("name", ["clean", "cleaner"])
def test_a_man_page_has_each_option_and_no_mistake(name: str) -> None:
    page = ROOT / "man" / f"{name}.1"
    text = page.read_text().replace("\\-", "-")
    for option in OPTIONS if name == "clean" else ():
        for flag in option.spellings:
            assert flag in text
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "FILES", "ENVIRONMENT"):
        assert f".SH {section}\n" in text
    if shutil.which("groff"):
        command = ["groff", "-man", "-Tutf8", "-ww", str(page)]
        process = subprocess.run(command, capture_output=True, text=True, check=True)
        assert process.stderr == ""
        assert "User Commands" in process.stdout


def test_man_pages_are_part_of_the_wheel() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["shared-data"] == {"man": "share/man/man1"}
