"""``cleaner rules diff``: the command on a real repository, its output and its exit status."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import cleaner_here

ROOT = Path(__file__).resolve().parents[2]
NEWS = "The council voted on Tuesday evening to rebuild the old wooden bridge.\n"
FOOT = "rules:\n  - id: foot\n    line: Our foot\n"
HAND = "rules:\n  - id: hand\n    line: Our hand\n"
COUNCIL = "rules:\n  - id: council\n    starts: The council\n"
NOTHING = "0 lines newly {} (0 of prose)"
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "PYTHONPATH": str(ROOT),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""The environment without git's settings of a user, or of a hook that runs the tests."""

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="compares revisions, and git is not installed")


def diff(
    *arguments: object, stdin: bytes = b"", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return cleaner_here("rules", "diff", *arguments, stdin=stdin, cwd=cwd, **(ENVIRONMENT | environment))


def record(process: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(process.stdout)
    return report


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "rules: change")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a repository whose rules changed from one file to another, with an article beside them."""
    common = tmp_path / "rules" / "common"
    common.mkdir(parents=True)
    git(tmp_path, "init", "--quiet", ".")
    (common / "own.yaml").write_text(FOOT)
    (tmp_path / "in.txt").write_text(f"{NEWS}Our foot\nOur hand\n{NEWS}")
    commit(tmp_path)
    (common / "own.yaml").write_text(HAND)
    commit(tmp_path)
    return tmp_path


def test_what_is_newly_removed_and_kept_has_its_place_its_rule_and_its_text(project: Path) -> None:
    process = diff("HEAD~1", "HEAD", "in.txt", cwd=project)
    assert process.stderr == b""
    assert process.stdout.decode() == (
        "newly removed:\n"
        "  in.txt:3  own/hand  HEAD:rules/common/own.yaml:2\n"
        "    - Our hand\n"
        "newly kept:\n"
        "  in.txt:2  own/foot  HEAD~1:rules/common/own.yaml:2\n"
        "    + Our foot\n"
        "rule      lines: old       new  difference  characters\n"
        "own/foot           1         0          -1          -8\n"
        "own/hand           0         1          +1          +8\n"
        "1 of 1 document changed: 1 line newly removed (0 of prose), 1 line newly kept (0 of prose)\n"
    )
    assert process.returncode == 0


def test_a_revision_is_compared_with_the_files_here(project: Path) -> None:
    (project / "rules" / "common" / "own.yaml").write_text(COUNCIL)
    process = diff("main", ".", "in.txt", cwd=project)
    assert process.returncode == 1
    assert b"  in.txt:1  own/council  rules/common/own.yaml:2  (prose)\n" in process.stdout
    assert b"2 lines newly removed (2 of prose), 1 line newly kept (0 of prose)\n" in process.stdout
    assert diff(".", "main", "in.txt", cwd=project).returncode == 0


def test_json_has_whole_texts_and_counts(project: Path) -> None:
    process = diff("--json", "HEAD~1", "main", "in.txt", cwd=project)
    report = record(process)
    assert report["removed"] == [
        {
            "input": "in.txt",
            "line": 3,
            "rule": "own/hand",
            "where": "main:rules/common/own.yaml:2",
            "prose": False,
            "text": "Our hand",
        }
    ]
    assert report["rules"]["own/foot"] == {"documents": [1, 0], "lines": [1, 0], "characters": [8, 0]}
    assert (report["old"], report["new"], report["documents"], report["changed"]) == ("HEAD~1", "main", 1, 1)
    assert diff("--json", "HEAD~1", "main", "in.txt", cwd=project).stdout == process.stdout


def test_the_same_rules_change_nothing(project: Path) -> None:
    process = diff("main", "HEAD", "in.txt", cwd=project)
    nothing = f"{NOTHING.format('removed')}, {NOTHING.format('kept')}"
    assert process.stdout.decode() == f"0 of 1 document changed: {nothing}\n"


def test_a_path_in_a_revision_may_be_named_also_from_below(project: Path) -> None:
    for name in ("main:rules", "main:rules/", "main:./"):
        assert diff("HEAD~1", name, "../in.txt", cwd=project / "rules").stdout.count(b"../in.txt:") == 2
    assert diff("HEAD~1", "main:.", "in.txt", cwd=project).stdout.count(b"  in.txt:") == 2
    process = diff("HEAD~1:rules/common/own.yaml", "main:rules/common/own.yaml", "in.txt", cwd=project)
    assert b"HEAD~1:rules/common/own.yaml:2" in process.stdout


def test_a_users_rules_are_above_the_shipped_rules(tmp_path: Path) -> None:
    (tmp_path / ".clean").mkdir()
    git(tmp_path, "init", "--quiet", ".")
    (tmp_path / ".clean" / "own.yaml").write_text("disable: [player/watch-the-video]\n")
    commit(tmp_path)
    (tmp_path / ".clean" / "own.yaml").write_text(FOOT)
    process = diff(
        "--json", "HEAD", ".", "-", cwd=tmp_path, stdin=f"{NEWS}Our foot\nWatch the video below:\n{NEWS}".encode()
    )
    report = record(process)
    assert [removal["rule"] for removal in report["removed"]] == ["player/watch-the-video", "own/foot"]
    assert report["removed"][1]["where"] == ".clean/own.yaml:2"


def test_no_folder_is_left_behind(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    diff("HEAD~1", "HEAD", "in.txt", cwd=project, TMPDIR=str(place))
    (project / "rules" / "common" / "own.yaml").write_text("rules: [")
    commit(project)
    assert diff("HEAD~1", "HEAD", "in.txt", cwd=project, TMPDIR=str(place)).returncode == 2
    assert list(place.iterdir()) == []


def test_mistakes_of_a_revisions_rules_name_the_revision(project: Path) -> None:
    (project / "rules" / "common" / "own.yaml").write_text("rules:\n  - id: foot\n    lnie: Our foot\n")
    commit(project)
    process = diff("HEAD~1", "main", "in.txt", cwd=project)
    assert (process.returncode, process.stdout) == (2, b"")
    assert process.stderr.startswith(b"main:rules/common/own.yaml:3:5: R103 ")
    report = diff("--json", "HEAD~1", "main", "in.txt", cwd=project)
    assert report.returncode == 2
    (problem,) = json.loads(report.stdout)
    assert (problem["code"], problem["path"]) == ("R103", "main:rules/common/own.yaml")


def test_a_rule_given_twice_names_no_temporary_folder(project: Path) -> None:
    for name in ("a", "b"):
        (project / "rules" / name).mkdir()
        (project / "rules" / name / "own.yaml").write_text(HAND)
    commit(project)
    process = diff("main", "main", "in.txt", cwd=project)
    assert process.returncode == 2
    assert b"it is also at main:rules/a/own.yaml:2" in process.stderr
    assert b"cleaner-rules-" not in process.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such", "'no-such' is not a file or folder, and there is no revision 'no-such' in the repository"),
        ("no-such:rules", "there is no revision 'no-such'"),
        ("main:lost", "the revision 'main' has no 'lost': name the folder of its rules, as in REV:PATH"),
        ("main:../..", "the revision 'main' has no '../..': name"),
        ("main:in.txt", "there is no rule file at 'main:in.txt': their names end with .yaml or .yml"),
        (":rules", "there is no revision ''"),
        ("a\x1b[31mb", "'a\\x1b[31mb' is not a file"),
        ("x" * 5000, "is not a file or folder"),
    ],
)
def test_a_name_that_is_not_a_rule_set_is_a_line(project: Path, name: str, message: str) -> None:
    process = diff(name, "main", "in.txt", cwd=project)
    assert (process.returncode, process.stdout) == (2, b"")
    assert message in process.stderr.decode()
    assert process.stderr.count(b"\n") == 1


def test_a_revision_without_rules_is_an_error(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", ".")
    (tmp_path / "in.txt").write_text(NEWS)
    commit(tmp_path)
    process = diff("main", "main", "in.txt", cwd=tmp_path)
    assert process.returncode == 2
    assert b"the revision 'main' has no 'rules' or '.clean': name" in process.stderr


def test_a_missing_repository_and_missing_git_are_errors(tmp_path: Path) -> None:
    process = diff("main", ".", "in.txt", cwd=tmp_path, GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert process.returncode == 2
    assert process.stderr.startswith(
        b"cleaner: 'main' is not a file or folder, and not a revision, since git says: not a git repository"
    )
    process = diff("main", ".", "in.txt", cwd=tmp_path, PATH=str(tmp_path))
    assert (process.returncode, process.stderr) == (
        2,
        b"cleaner: 'main' is not a file or folder, and git is not installed, so it cannot be a revision\n",
    )


def test_links_and_odd_names_in_a_revision_do_no_harm(project: Path) -> None:
    common = project / "rules" / "common"
    (common / "link.yaml").symlink_to("/etc/hostname")
    odd = os.fsdecode(b"a\x1b[31m\n\xff.yaml")
    (common / odd).write_text(FOOT.replace("line:", "lnie:"))
    commit(project)
    process = diff("HEAD~1", "HEAD", "in.txt", cwd=project)
    assert process.returncode == 2
    assert b"\x1b" not in process.stderr
    assert b"HEAD:rules/common/a\\x1b[31m\\n\\udcff.yaml:3:5: R103" in process.stderr


def test_inputs_that_fail_are_reported_and_the_others_compared(project: Path) -> None:
    (project / "in.jsonl").write_text('{"text": "News.\\nOur hand"}\n{"txt": "News."}\n')
    process = diff("HEAD~1", "main", "in.jsonl", "missing.txt", "in.txt", cwd=project)
    assert process.returncode == 0
    assert process.stderr.decode().split("\n") == [
        "cleaner: in.jsonl:2: lacks the key 'text': name it with --text-key (its keys: 'txt')",
        "cleaner: missing.txt: no such file",
        "",
    ]
    assert b"  in.jsonl:1:2  own/hand" in process.stdout
    assert process.stdout.endswith(b"2 inputs failed\n")
    process = diff("HEAD~1", "main", "missing.txt", cwd=project)
    assert process.returncode == 2
    assert b"there is nothing to compare" in process.stderr


def test_a_text_that_the_new_rules_keep_whole_is_reported(project: Path) -> None:
    (project / "in.txt").write_text(NEWS + "Our foot\n" * 2 + NEWS * 10)
    (project / "rules" / "common" / "own.yaml").write_text(COUNCIL)
    process = diff("HEAD~1", ".", "in.txt", cwd=project)
    assert (
        process.stderr
        == b"cleaner: in.txt: left unchanged: rules would remove more of its words than --max-removed allows\n"
    )
    assert b"0 lines newly removed (0 of prose), 2 lines newly kept" in process.stdout
    assert process.returncode == 0
    assert record(diff("--json", "HEAD~1", ".", "in.txt", cwd=project))["kept_whole"] == [0, 1]


def test_a_node_of_a_page_is_named_by_its_path(project: Path) -> None:
    rules = "rules:\n  - id: box\n    select: [.site-footer]\n"
    (project / "rules" / "common" / "own.yaml").write_text(rules)
    page = ROOT / "fixtures" / "pages" / "newsletter-between-paragraphs" / "source.html"
    process = diff("--json", "main", ".", page, cwd=project)
    assert process.returncode == 0
    report = record(process)
    assert {removal["rule"] for removal in report["removed"]} == {"own/box"}
    assert ["path" in removal for removal in report["removed"]] == [True]
    assert report["changed"] == 0
    assert process.stdout == diff("--json", "main", ".", page, cwd=project).stdout
    rows = diff("main", ".", page, cwd=project).stdout
    assert b"own/box  rules/common/own.yaml:2  (outside of the article)\n" in rows
    assert b"0 lines newly removed (0 of prose) and 1 node outside of articles, " in rows
