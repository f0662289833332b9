"""``cleaner rules list | show | try | new | help | schema``: the commands, their output and exit status."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cleaner.rules.codes import CODES
from cleaner.rules.schema import RULE_KEYS
from tests.cli.commands import CLEANER, cleaner_text

PROSE = [
    "The council voted on Monday to keep the old bridge open, after months of debate in the town.",
    "Engineers said that the beams had been found sound, and that the work would cost less than feared.",
    "A last sentence says that the bridge will be painted in spring, if the weather is kind to them.",
]
MINE = """\
disable: [share/share-bar]
adjust:
  legal/copyright: { unless: [Act] }
rules:
  - id: courier
    about: Our own paper's promotion.
    line: Courier members get this first
    sites: [courier.example]
    removes: [Courier members get this first]
    keeps: [Courier members get this first and late.]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    for name in ("a", "b"):
        lines = [
            PROSE[0],
            PROSE[1],
            "Courier members get this first",
            "Our friends",
            "More wood",
            "To the shop",
            PROSE[2],
        ]
        (tmp_path / "articles" / f"{name}.txt").write_text("\n\n".join(lines) + "\n")
    (tmp_path / "mine.yaml").write_text(MINE)
    return tmp_path


def rules(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return cleaner_text("rules", *arguments, cwd=folder, XDG_CONFIG_HOME=str(folder / "config"))


def as_json(folder: Path, *arguments: object) -> Any:
    return json.loads(rules(folder, *arguments, "--json").stdout)


def test_list_shows_files_layers_and_overrides(folder: Path) -> None:
    process = rules(folder, "list", "-r", "mine.yaml")
    assert process.returncode == 0
    rows = process.stdout.split("\n")
    assert rows[0].split() == ["layer", "rules", "run", "file"]
    assert all(row.startswith("common ") for row in rows[1:4]), "the lowest layer comes first"
    assert "user          1      1  mine.yaml  courier.example" in rows
    assert "  --rules: mine.yaml: 1 file" in rows
    assert "  yours: .clean: 0 files" in rows
    assert "  share/share-bar: turned off by mine.yaml:1" in rows
    assert "  legal/copyright: adjusted (unless) by mine.yaml:3" in rows


def test_list_names_the_rules_of_a_file_and_what_is_off(folder: Path) -> None:
    process = rules(folder, "list", "share", "-r", "mine.yaml")
    assert "share/share-bar  " in process.stdout
    assert "(off in standard)" in next(row for row in process.stdout.split("\n") if row.startswith("share/share-bar"))


def test_list_narrows_down_to_a_site_and_a_language(folder: Path) -> None:
    files = {
        Path(file["path"]).stem for file in as_json(folder, "list", "--site", "thehill.com", "--lang", "de")["files"]
    }
    assert {"thehill.com", "de", "comments"} <= files
    assert not {"zeit.de", "fr"} & files


def test_list_shows_the_packs_of_other_packages_with_their_versions(folder: Path) -> None:
    package = folder / "lib" / "nordic_rules"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "nordic.yaml").write_text("rules:\n  - { id: label, line: Annonse }\n")
    info = folder / "lib" / "nordic_rules-1.2.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nordic-rules\nVersion: 1.2\n")
    (info / "entry_points.txt").write_text("[cleaner.rules]\nnordic = nordic_rules\n")
    path = os.pathsep.join(filter(None, [str(folder / "lib"), os.environ.get("PYTHONPATH")]))
    env = os.environ | {"PYTHONPATH": path}
    process = subprocess.run(
        [*CLEANER, "rules", "list"], capture_output=True, text=True, check=True, cwd=folder, env=env
    )
    assert f"  package nordic-rules 1.2: {os.path.relpath(package, folder)}: 1 file" in process.stdout
    assert any(row.startswith("pack") and "nordic.yaml" in row for row in process.stdout.split("\n"))


def test_show_has_everything_about_a_rule(folder: Path) -> None:
    process = rules(folder, "show", "share/share-bar", "-r", "mine.yaml")
    assert process.returncode == 0
    for row in (
        "share/share-bar  ",
        "(common layer)",
        "Removes a line that contains 'share'",
        "does not run, unless it is enabled by name",
        "turned off by mine.yaml:1",
        "    - Share on Facebook",
        "      Share this recipe with your family.",
        "clean --disable share/share-bar",
    ):
        assert row in process.stdout
    (record,) = as_json(folder, "show", "tags/tag-list")
    assert (record["id"], record["save_as"], record["disabled"]) == ("tags/tag-list", "tags", False)
    assert rules(folder, "show", "no/such").returncode == 2


def test_try_names_the_rules_that_remove_a_line_and_near_misses(folder: Path) -> None:
    process = rules(folder, "try", "▶ WATCH the video  below:")
    assert process.returncode == 0
    assert process.stdout.startswith("reads as: ▶ watch the video below:  (4 words, not a sentence)\n")
    assert "in its middle: removed by player/watch-the-video" in process.stdout
    process = rules(folder, "try", "Tags are the way to sort things, she told them.")
    assert process.returncode == 1
    assert "tags/tag-list" in process.stdout
    assert "sentence: it is a sentence" in process.stdout
    near_misses = as_json(folder, "try", "Most Popluar")["nearest"]
    assert any("'Most Popular' is close" in miss["why"] for miss in near_misses)


def test_try_shows_what_was_pruned_from_a_page(folder: Path) -> None:
    body = f"<h1>Bridge</h1><p>{PROSE[0]}</p><aside class=newsletter>Get our newsletter.</aside><p>{PROSE[1]}</p>"
    (folder / "page.html").write_text(f"<html><title>Bridge</title><body><article>{body}</article></body></html>")
    process = rules(folder, "try", "page.html")
    assert "- Get our newsletter.\n          removed by newsletter/sign-up-box" in process.stdout
    assert process.returncode == 0
    (record,) = as_json(folder, "try", "page.html")
    assert [pruned["rule"] for pruned in record["pruned"]] == ["newsletter/sign-up-box", "extraction/headline"]


def test_try_names_rules_that_are_off_or_for_other_sites(folder: Path) -> None:
    line = "Courier members get this first"
    assert "sites: it is for courier.example only" in rules(folder, "try", line, "-r", "mine.yaml").stdout
    on_site = rules(folder, "try", line, "-r", "mine.yaml", "--site", "www.courier.example")
    assert "in its middle: removed by mine/courier" in on_site.stdout
    disabled = rules(folder, "try", "Share on Facebook", "-r", "mine.yaml", "-n", "9")
    assert "disable: mine.yaml:1 turns the rule off" in disabled.stdout
    careful = rules(folder, "try", "Share on Facebook", "--profile", "careful")
    assert "in its middle: removed by share/share-bar" in careful.stdout


def test_try_says_why_each_line_of_an_article_stays(folder: Path) -> None:
    more = [
        f"The town's engineer number {n} told the council what the work on the bridge would cost." for n in range(12)
    ]
    (folder / "article.txt").write_text("\n".join([*PROSE, "Most Popular", *more, "Watch the video below:"]) + "\n")
    process = rules(folder, "try", "article.txt", "--profile", "careful", "--nearest", "3")
    rows = process.stdout.split("\n")
    assert rows[0] == "article.txt: cleaned, 1 of 17 lines removed"
    index = rows.index("    4   Most Popular")
    reason = "".join(rows[index + 1 : index + 4])
    assert "related/most-popular  " in reason
    assert "through: no such line within 15 lines" in reason
    assert rows[-3:] == ["   17 - Watch the video below:", "          removed by player/watch-the-video", ""]
    record = as_json(folder, "try", "article.txt")[0]
    assert [line["line"] for line in record["lines"]] == [*range(1, 18)]


def test_try_says_what_is_wrong(folder: Path) -> None:
    assert rules(folder, "try", " ").returncode == 3
    (folder / "bad.yaml").write_text("rules:\n  - { id: a, lnie: x }\n")
    assert rules(folder, "try", "x", "-r", "bad.yaml").returncode == 2


def test_new_writes_a_tested_rule_and_shows_what_else_it_removes(folder: Path) -> None:
    process = rules(folder, "new", "--from", "articles/a.txt:5", "articles", "--id", "courier-first")
    assert process.returncode == 0, process.stderr
    assert "wrote mine/courier-first to .clean/mine.yaml:" not in process.stdout
    assert "wrote mine/courier-first to .clean/mine.yaml; its samples hold" in process.stdout
    assert (
        "in the inputs it would also remove 1 line:\n  articles/b.txt:5  Courier members get this first"
        in process.stdout
    )
    assert rules(folder, "test", ".clean").stdout == "1 rule, 2 samples: all hold\n"
    before = (folder / ".clean" / "mine.yaml").read_text()
    block = rules(
        folder, "new", "--from", "articles/a.txt:7-11", "--about", "A shop: ours.", "--site", "courier.example"
    )
    assert block.returncode == 0
    after = (folder / ".clean" / "mine.yaml").read_text()
    assert after.startswith(before)
    assert "through: To the shop" in after
    assert "regex" not in after
    assert rules(folder, "test", ".clean").stdout == "2 rules, 4 samples: all hold\n"


def test_new_never_overwrites_and_says_why(folder: Path) -> None:
    (folder / "mine.yaml").write_text(MINE)
    duplicate = rules(folder, "new", "--from", "articles/a.txt:7", "--into", "mine.yaml", "--id", "courier")
    assert (duplicate.returncode, "there is a rule 'mine/courier' already" in duplicate.stderr) == (2, True)
    assert (folder / "mine.yaml").read_text() == MINE
    for place, message in [
        ("articles/a.txt:6", "there is no text in line 6"),
        ("articles/a.txt", "does not name lines"),
        ("articles/none.txt:1", "no such file"),
    ]:
        process = rules(folder, "new", "--from", place)
        assert process.returncode in {2, 3}
        assert message in process.stderr
    prose = rules(folder, "new", "--from", "articles/a.txt:1")
    assert (prose.returncode, "add --force" in prose.stdout) == (1, True)
    assert not (folder / ".clean").exists()
    assert rules(folder, "new", "--from", "articles/a.txt:1", "--force", "--into", "prose.yaml").returncode == 0
    new = rules(folder, "new", "--from", "articles/a.txt:5", "--into", "mine.yaml")
    assert new.returncode in {0, 1}
    assert rules(folder, "new", "--from", "articles/a.txt:5", "--into", "mine.txt").returncode == 2


def test_new_asks_before_it_takes_a_sentence_and_writes_nothing_in_a_dry_run(folder: Path) -> None:
    article = folder / "prose.txt"
    article.write_text("\n".join([*PROSE, "A wholly new line of the site's own"]) + "\n")
    sentence = rules(folder, "new", "--from", "prose.txt:2", "--into", "new.yaml")
    assert (sentence.returncode, "add --force" in sentence.stdout) == (1, True)
    assert not (folder / "new.yaml").exists()
    assert not json.loads(rules(folder, "new", "--from", "prose.txt:2", "--into", "new.yaml", "--json").stdout)[
        "written"
    ]
    dry = rules(folder, "new", "--from", "prose.txt:4", "--into", "new.yaml", "--dry-run")
    assert (dry.returncode, "nothing was written: --dry-run" in dry.stdout) == (0, True)
    assert not (folder / "new.yaml").exists()
    assert rules(folder, "new", "--from", "prose.txt:2", "--into", "new.yaml", "--force").returncode == 0
    assert (folder / "new.yaml").exists()


def test_new_writes_a_rule_for_nodes_of_pages(folder: Path) -> None:
    box = '<div class="box club"><p>Our friends at the mill</p><p>More wood</p></div>'
    for name, part in (("a", box), ("b", box + box), ("c", '<div class="box"><p>Map of the river</p></div>')):
        text = "".join(f"<p>{line}</p>" for line in PROSE * 2)
        (folder / f"{name}.html").write_text(f"<html><body><article>{text}{part}</article></body></html>")
    pages = ("a.html", "b.html", "c.html", "articles")
    dry = rules(folder, "new", "--select", "div.club", *pages, "--dry-run")
    assert (dry.returncode, "nothing was written: --dry-run" in dry.stdout) == (0, True), dry.stderr
    process = rules(folder, "new", "--select", "div.club", *pages)
    assert process.returncode == 0, process.stderr
    assert "wrote mine/our-friends-at-the to .clean/mine.yaml; its samples hold" in process.stdout
    assert "in the inputs it removes 3 nodes:\n  a.html  html/body/article/div  Our friends" in process.stdout
    assert rules(folder, "test", ".clean").stdout == "1 rule, 2 samples: all hold\n"
    assert "removed by mine/our-friends-at-the  html/body/article/div" in rules(folder, "try", "a.html").stdout
    record = as_json(folder, "new", "--select", "div.box", "c.html", "--id", "boxes", "--dry-run")
    assert (record["rule"], record["written"], len(record["nodes"])) == ("mine/boxes", False, 1)


def test_new_spares_prose_in_nodes_and_says_what_no_selector_finds(folder: Path) -> None:
    text = "".join(f"<p>{line}</p>" for line in PROSE * 3)
    page = (
        f'<html><body><article>{text}<div class="note"><p>{PROSE[0][:-1]} once more.</p></div></article></body></html>'
    )
    (folder / "a.html").write_text(page)
    prose = rules(folder, "new", "--select", "div.note", "a.html")
    assert (prose.returncode, "add --force" in prose.stdout) == (1, True)
    assert "articles lose 1 line:" in prose.stdout
    assert not (folder / ".clean").exists()
    assert rules(folder, "new", "--select", "div.note", "a.html", "--force").returncode == 0
    for selector, message in [
        ("div.none", "no page among the inputs has a node to remove by 'div.none'"),
        ("article", "it would take more than half of the words there"),
        ("p:first-child", "is not a selector: ':first-child' is not supported"),
    ]:
        process = rules(folder, "new", "--select", selector, "a.html")
        assert (process.returncode, message in process.stderr) == (2, True), process.stderr
    assert rules(folder, "new", "--select", "div.note", "--from", "a.html:1").returncode == 2


def test_show_finds_a_rule_without_its_files_name(folder: Path) -> None:
    assert rules(folder, "show", "line-of-no-rule").returncode == 2
    assert "\nshare/share-bar  " in rules(folder, "show", "share-bar").stdout  # with those of languages
    assert rules(folder, "show", "share").stdout.startswith("share/copied-toast  ")  # a file's name comes first


def test_help_knows_every_key_and_code(folder: Path) -> None:
    names = json.loads(rules(folder, "help", "--json").stdout)["names"]
    assert {key.name for key in RULE_KEYS} | set(CODES) <= set(names)
    assert "language is unknown" in rules(folder, "help", "languages").stdout
    key = rules(folder, "help", "near_end").stdout
    assert "Example:  near_end: 5" in key
    assert rules(folder, "help", "r301").stdout.startswith("R301: sample that fails\n")
    misspelled = rules(folder, "help", "nearend")
    assert (misspelled.returncode, "did you mean 'near_end'?" in misspelled.stderr) == (2, True)


def test_schema_is_the_shipped_schema(folder: Path) -> None:
    shipped = Path(__file__).parents[2] / "rules" / "schema.json"
    assert rules(folder, "schema").stdout == shipped.read_text("utf-8")


@pytest.mark.parametrize("command", ["list", "show", "try", "new", "test", "help"])
def test_every_command_has_help_with_an_example_and_its_exit_status(folder: Path, command: str) -> None:
    process = rules(folder, command, "--help")
    assert process.returncode == 0
    assert f"  cleaner rules {command}" in process.stdout.split("Examples:")[1]
    assert "0 fine, 1 findings, 2 broken rules or" in process.stdout
    assert "--json" in process.stdout


def test_watch_runs_again_when_a_rule_changes_and_ends_quietly(folder: Path) -> None:
    def save(text: str) -> None:
        """Replace the rules at once, as editors do: a file that is half written is a change as well."""
        (folder / "mine.new").write_text(text)
        (folder / "mine.new").replace(folder / "mine.yaml")

    save(MINE.replace("keeps: [Courier members get this first", "keeps: [A courier"))
    command = [sys.executable, "-u", "-m", "cleaner", "rules", "test", "mine.yaml", "--watch"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder) as running,
        ExitStack() as at_exit,
    ):
        at_exit.callback(running.kill)  # a failure must not wait for the command, which never ends
        assert running.stdout
        assert running.stdout.readline() == "1 rule, 2 samples: all hold\n"
        assert running.stdout.readline().startswith("-- watching ")
        save("rules:\n  - { id: a, lnie: x }\n")
        assert running.stdout.readline().startswith("-- watching "), "a broken file is reported, and waited for"
        save(MINE + "    min_words: 3\n")
        assert running.stdout.readline() == "1 rule, 2 samples: all hold\n"
        assert running.stdout.readline().startswith("-- watching ")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == 0
        assert running.stderr
        assert "R103 unknown key 'lnie'" in running.stderr.read()
