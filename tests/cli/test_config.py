"""Configuration: which values count, where they are from, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.cli.config import settings, variable_of
from tests.cli.commands import STORY, clean, cleaner_text

TEXT = STORY + "Advertisement\n"
NO_ADS = "disable = ['ads/*', 'navigation/*', 'line-model/*']\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a ``.git``; the working folder is two levels below it."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    work = folder / "a" / "b"
    work.mkdir(parents=True)
    (work / "x.txt").write_text(TEXT)
    monkeypatch.chdir(work)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return folder


def shown(*arguments: object) -> dict[str, Any]:
    result = cleaner_text("config", "show", "--json", *arguments)
    assert result.returncode == 0, result.stderr
    record: dict[str, Any] = json.loads(result.stdout)
    return {key: (entry["value"], entry["source"]) for key, entry in record["settings"].items()}


def test_the_first_source_counts_for_each_option(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = tmp_path / "home" / "cleaner" / "config.toml"
    user.parent.mkdir(parents=True)
    user.write_text('profile = "careful"\ntext-key = "body"\nmax-removed = 0.5\nheader = false\n')
    (project / "clean.toml").write_text('profile = "aggressive"\ntext-key = "content"\n')
    monkeypatch.setenv("CLEANER_PROFILE", "standard")
    values = shown()
    assert values["profile"] == ("standard", "CLEANER_PROFILE")
    assert values["text-key"] == ("content", str(project / "clean.toml"))
    assert values["max-removed"] == (0.5, str(user))
    assert values["effort"] == ("standard", "default")
    assert clean("x.txt").out.startswith("The council"), "the user's file leaves the header out"
    assert clean("--header", "x.txt").out.startswith("---\n")
    assert clean("--no-config", "x.txt").out.startswith("---\n")


@pytest.mark.parametrize("name", ["clean.toml", "pyproject.toml"])
def test_the_nearest_file_counts_up_to_the_repository(project: Path, tmp_path: Path, name: str) -> None:
    head = "" if name == "clean.toml" else "[ tool . cleaner ]\n"
    (tmp_path / "clean.toml").write_text("nonsense = 1\n")
    (project / name).write_text(f"{head}header = false\nprofile = 'careful'\n")
    assert shown()["profile"] == ("careful", str(project / name))
    (project / "a" / name).write_text(f"{head}header = true\n")
    assert shown()["header"] == (True, str(project / "a" / name))
    assert shown()["profile"] == ("standard", "default"), "the nearest file is read, and no other"
    (project / "a" / "b" / "pyproject.toml").write_text("[project]\nname = 'x'\n[tool.other]\ncleaner = 1\n")
    assert shown()["header"] == (True, str(project / "a" / name))


def test_without_a_repository_the_working_folder_counts_only(project: Path) -> None:
    (project / ".git").rmdir()
    (project / "clean.toml").write_text("header = false\n")
    assert shown()["header"] == (None, "default")
    (project / "a" / "b" / "clean.toml").write_text("header = false\n")
    assert shown()["header"] == (False, "clean.toml")


def test_a_repository_may_be_a_worktree(project: Path) -> None:
    (project / ".git").rmdir()
    (project / ".git").write_text("gitdir: elsewhere\n")
    (project / "clean.toml").write_text("header = false\n")
    assert shown()["header"] == (False, str(project / "clean.toml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('profil = "careful"', "clean.toml:1: unknown key 'profil': did you mean 'profile'?"),
        ("\nzzz = 1", "clean.toml:2: unknown key 'zzz': the keys are"),
        ('profile = "bold"', "clean.toml:1: profile is careful, standard or aggressive, not 'bold'"),
        ('profile = "carefull"', "did you mean 'careful'?"),
        ("header = 'no'", "header is true or false, not 'no'"),
        ("max-removed = '0.5'", "max-removed is a number, not '0.5'"),
        ("jobs = 0", "jobs is a number above 0, not '0'"),
        ("jobs = true", "jobs is a number, not True"),
        ("lang = 4", "lang is a text, not 4"),
        ("disable = 4", "disable is a list of texts, not 4"),
        ("output = 'x'", "'output' belongs to a single call: give --output on the command line"),
        ("header = ", "is not TOML"),
        ("[[overrides]]\nheader = false", "overrides need the paths that they are for"),
        ("overrides = 3", "overrides are tables"),
        ("[[overrides]]\npaths = 'a/**'\nhaeder = false", "clean.toml:3: unknown key 'haeder': did you mean 'header'?"),
        ("[[overrides]]\npaths = 'a/**'\njobs = 2", "'jobs' is the same for all inputs: set it above [[overrides]]"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(project: Path, text: str, message: str) -> None:
    (project / "clean.toml").write_text(text + "\n")
    result = clean("x.txt")
    assert (result.status, result.out) == (2, "")
    assert message in result.err
    process = cleaner_text("run", "x.txt", "-o", "out")
    assert (process.returncode, message in process.stderr) == (2, True)
    assert cleaner_text("config", "show").returncode == 2
    assert clean("--help").status == clean("--no-config", "x.txt").status == 0


def test_names_have_dashes_or_underscores(project: Path) -> None:
    (project / "clean.toml").write_text("text_key = 'body'\ndisable = 'ads/*'\n")
    assert shown()["text-key"][0] == "body"
    assert shown()["disable"][0] == ["ads/*"]


def test_variables_have_the_types_of_their_options(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project
    for name, text in (
        ("HEADER", "off"),
        ("DISABLE", "ads/*, navigation/section-name"),
        ("MAX_REMOVED", "0.5"),
        ("RULES", ""),
        ("SOMETHING_ELSE_ENTIRELY", "1"),
    ):
        monkeypatch.setenv(f"CLEANER_{name}", text)
    values = shown()
    assert values["header"] == (False, "CLEANER_HEADER")
    assert values["disable"][0] == ["ads/*", "navigation/section-name"]
    assert values["max-removed"][0] == 0.5
    assert values["rules"] == ([], "default"), "an empty variable is none"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("CLEANER_PROFIL", "careful", "unknown variable CLEANER_PROFIL: did you mean 'CLEANER_PROFILE'?"),
        ("CLEANER_PROFILE", "bold", "CLEANER_PROFILE is careful, standard or aggressive, not 'bold'"),
        ("CLEANER_HEADER", "perhaps", "CLEANER_HEADER is true or false, not 'perhaps'"),
        ("CLEANER_JOBS", "two", "CLEANER_JOBS is a number above 0, not 'two'"),
    ],
)
def test_variables_that_mean_nothing_are_refused(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, message: str
) -> None:
    assert project
    monkeypatch.setenv(name, text)
    result = clean("x.txt")
    assert (result.status, message in result.err) == (2, True)


def test_paths_in_a_file_are_those_beside_it(project: Path) -> None:
    (project / "mine.yaml").write_text("rules:\n  - { id: council, contains: council voted }\n")
    (project / "clean.toml").write_text("rules = ['mine.yaml']\nmax-removed = 1\n")
    assert "mine/council" in clean("--explain", "x.txt").out


def test_settings_for_paths_count_there(project: Path) -> None:
    (project / "clean.toml").write_text(
        f"header = false\n[[overrides]]\npaths = ['blog/**', '*.raw.txt']\n{NO_ADS}"
        "[[overrides]]\npaths = ['blog/old/**']\nheader = true\n"
    )
    for name in ("a/x.txt", "a/y.raw.txt", "blog/b.txt", "blog/old/c.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(TEXT)
    (project / "blog" / "d.jsonl").write_text(json.dumps({"text": TEXT}) + "\n")
    result = clean("-o", "out/", project / "a" / "x.txt", project / "a" / "y.raw.txt", project / "blog", "-j", "2")
    assert (result.status, result.err) == (0, "")
    written = {path.name: path.read_text() for path in Path("out").rglob("*.*")}
    assert [name for name, text in sorted(written.items()) if "Advertisement" in text] == [
        *("b.txt", "c.txt", "d.jsonl", "y.raw.txt")
    ]
    assert [name for name, text in written.items() if text.startswith("---\n")] == ["c.txt"]
    assert "metadata" not in json.loads(written["d.jsonl"])
    given = clean("--disable", "share/*", "--no-header", project / "blog" / "old" / "c.txt").out
    assert given == STORY, "the command line counts more"
    assert shown(project / "blog" / "b.txt")["disable"][0] == ["ads/*", "navigation/*", "line-model/*"]


def test_a_run_uses_the_configuration(project: Path) -> None:
    (project / "clean.toml").write_text(f"header = false\n[[overrides]]\npaths = ['b/**', 'a/b/**']\n{NO_ADS}")
    for _ in range(2):
        assert cleaner_text("run", "x.txt", "-o", "out", "-q").returncode == 0
        assert Path("out/x.txt").read_text() == TEXT.replace("\nAdv", "\n\nAdv")
    (project / "clean.toml").write_text("header = false\n")
    assert cleaner_text("run", "x.txt", "-o", "out", "-q").returncode == 0
    assert Path("out/x.txt").read_text() == STORY


@pytest.mark.parametrize(
    ("setting", "options"),
    [
        ("links = true", ["x.txt"]),
        ("quiet = true", ["-v", "x.txt"]),
        ("title = 'move'", ["--no-header", "x.txt"]),
        ("title = 'move'", ["--no-normalize", "x.txt"]),
        ("format = 'jsonl'", ["-i", "x.txt"]),
        ("format = 'jsonl'", ["-o", "y.txt", "x.txt"]),
        ("header = false", ["--title", "move", "x.txt"]),
    ],
)
def test_what_the_command_line_gives_contradicts_no_setting(project: Path, setting: str, options: list[str]) -> None:
    (project / "clean.toml").write_text(setting + "\n")
    result = clean(*options)
    assert (result.status, result.err.count("choose")) == (0, 0)


def test_rules_of_the_project_are_found_upwards_and_also_where_the_input_is(project: Path) -> None:
    (project / ".clean").mkdir()
    (project / ".clean" / "mine.yaml").write_text("rules:\n  - { id: council, starts: The council voted }\n")
    assert "mine/council" in clean("--explain", "x.txt").out
    result = clean("--explain", project)
    assert "mine/council" in result.out
    assert "configuration" not in result.err
    (project / ".git").rmdir()
    assert "mine/council" not in clean("--explain", "x.txt").out


def test_configuration_inside_an_input_is_not_read(project: Path) -> None:
    corpus = project.parent / "corpus"
    for name in ("clean.toml", "deep/clean.toml", "pyproject.toml", ".clean/own.yaml"):
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text("[tool.cleaner]\nnonsense = 1\n")
    (corpus / "x.txt").write_text(TEXT)
    result = clean("--check", corpus)
    assert result.status == 1
    assert result.err.count("configuration inside an input is not read") == 1
    assert "(and 3 more)" in result.err
    (corpus / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert "(and 2 more)" in clean("--check", corpus).err


def test_every_setting_has_a_key_and_a_variable() -> None:
    assert {"profile", "rules", "text-key", "header", "lang", "no-default-rules"} <= {*settings()}
    assert variable_of("text-key") == "CLEANER_TEXT_KEY"


def test_a_table_shows_values_and_sources(project: Path) -> None:
    (project / "clean.toml").write_text("disable = ['ads/*']\n[[overrides]]\npaths = ['blog/**']\nheader = false\n")
    rows = cleaner_text("config", "show").stdout.split("\n")
    place = str(project / "clean.toml")
    assert [row.split() for row in rows if row.startswith("disable")] == [["disable", '["ads/*"]', place]]
    assert f"for blog/**: header = false  {place}" in rows
