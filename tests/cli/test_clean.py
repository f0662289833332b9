"""``clean`` as people use it: the real command, its streams, its files and its exit status."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import CLEAN, LONGER, STORY, clean

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


REMOVED = {
    "000": [
        "Greg Nash",
        "Tags Donald Trump Marco Rubio Mike Pompeo",
        "The Hill has removed its comment section",
        "Most Popular",
        "Load more",
        "See all Video",
    ],
    "001": ["Watch the video below:"],
    "002": [],
    "003": ["Comments: Our rules", "We want our comments", "Please report any comments", "Read the rules here"],
    "004": [],
}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_the_seeds_lose_their_boilerplate_and_nothing_else(seed: Path) -> None:
    before = lines_of(seed.read_text("utf-8"))
    expected = [line for line in before if not any(line.startswith(start) for start in REMOVED[seed.name[:3]])]
    if seed.name.startswith("002"):
        expected = expected[:2] + expected[4:]
    result = clean("--no-header", seed)
    assert result.status == 0
    assert result.out == "\n\n".join(expected) + "\n"
    assert "\N{NO-BREAK SPACE}" not in result.out


def test_the_first_seed_fills_the_front_matter() -> None:
    out = clean(SEEDS[0]).out
    assert 'title: "Pompeo: Trump taking action on Chinese software firms ‘in coming days’"\n' in out
    assert 'tags: ["Donald Trump", "Marco Rubio", "Mike Pompeo"]\n' in out
    assert 'photo_credit: "Greg Nash"\n' in out


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
@pytest.mark.parametrize("options", [[], ["--title", "move"], ["--no-normalize"]], ids=lambda o: "".join(o) or "plain")
def test_cleaning_twice_is_cleaning_once(seed: Path, options: list[str]) -> None:
    once = clean(*options, stdin=seed.read_bytes()).out
    assert clean(*options, stdin=once).out == once
    assert clean("--check", *options, stdin=once).status == 0


def test_no_normalize_leaves_all_other_bytes() -> None:
    text = b"\xef\xbb\xbfOne  line\xc2\xa0here.\r\n\r\nAdvertisement\r\n\tTwo.  \r\n"
    process = subprocess.run([*CLEAN, "--no-normalize", "--no-header"], input=text, capture_output=True, check=True)
    assert process.stdout == text.replace(b"Advertisement\r\n", b"")


def test_a_file_in_another_encoding_goes_back_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "wide.txt"
    path.write_bytes("Größe zählt hier.\nWerbung\nAdvertisement\n".encode("utf-16"))
    assert clean("--no-normalize", "--no-header", "-i", path).status == 0
    assert path.read_bytes() == "Größe zählt hier.\n".encode("utf-16")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "no such file"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 20, "is binary"),
        ("packed.txt.gz", b"\x1f\x8b\x08\x00", "is truncated"),
        ("packed.txt.xz", b"\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4F", "is compressed"),
        ("page.html", b"<!doctype html><div id=app></div>", "has no article: the page shows no text"),
        ("sniffed", b"<html><body></body></html>", "has no article"),
        ("damaged.txt", "Füße, Grüße und Öl".encode() + b"\xff.", "is UTF-8 with damage"),
    ],
)
def test_a_bad_file_gets_a_line_and_the_others_are_written(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(STORY)
    result = clean("-t", "jsonl", tmp_path / name, tmp_path / "good.txt")
    assert result.status == 3
    assert [record["text"] for record in result.records()] == [STORY.strip()]
    assert result.err.count("\n") == 1
    assert name in result.err
    assert message in result.err


def test_a_folder_needs_a_destination(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    result = clean(tmp_path)
    assert (result.status, result.out) == (2, "")
    assert "-o FOLDER" in result.err


def test_a_guessed_encoding_is_reported() -> None:
    result = clean("--no-header", stdin="El presidente dijo que la niña está en España.".encode("cp1252"))
    assert "España" in result.out
    assert "read as cp1252" in result.err


BROKEN = [
    ("{broken", "is not valid JSON"),
    ("[1, 2]", "is JSON, but not an object"),
    ('{"id": 2}', "lacks the key 'text'"),
    ('{"id": 2, "text": null}', "but null"),
    ('{"id": 2, "text": 7}', "but a number"),
    ('{"id": 2, "text": "a\\ud800b"}', "lone surrogate"),
    ('{"id": 2, "text": "a", "n": 1e999}', "out of bounds"),
    ('{"id": 2, "text": "a", "n": NaN}', "out of bounds"),
    ('{"id": 2, "text": "a", "n": ' + "9" * 5000 + "}", "out of bounds"),
    ('{"id": 2, "text": "a", "n": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    ('{"id": 2, "text": "a", "metadata": 3}', "no object under 'metadata'"),
    ('{"id": 2, "html": ["<p>"]}', "no text under 'html', but a list"),
]


@pytest.mark.parametrize(("line", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_bad_record_gets_a_line_and_the_others_are_written(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(f'{{"id": 1, "text": "One."}}\n{line}\n{{"id": 3, "text": "Three."}}\n')
    result = clean(path)
    assert result.status == 3
    assert result.err.count("\n") == 1
    assert f"{path}:2: " in result.err
    assert message in result.err
    assert [record["id"] for record in result.records() if record["id"] != 2] == [1, 3]


def test_a_record_that_fails_is_passed_on_with_the_reason() -> None:
    result = clean(stdin='{"id": 2, "txt": "a", "metadata": {"own": 1}}\n')
    (record,) = result.records()
    assert record["txt"] == "a"
    assert record["metadata"]["own"] == 1
    assert "lacks the key" in record["metadata"]["cleaner"]["error"]


def test_bytes_that_are_not_utf8_cost_a_single_record() -> None:
    process = subprocess.run(
        [*CLEAN, "-f", "jsonl"], input=b'{"text": "\xff"}\n{"text": "ok"}\n', capture_output=True, check=False
    )
    assert process.returncode == 3
    assert json.loads(process.stdout)["text"] == "ok"
    assert b"standard input:1: is not UTF-8" in process.stderr


def test_other_keys_are_kept_in_their_order() -> None:
    line = '{"z": [1, {"a": null}], "id": "x", "text": "News.\\nAdvertisement", "\\ud800": "\\udfff", "a": 1.5}'
    result = clean("--no-header", stdin=line + "\n")
    assert result.out == line.replace("\\nAdvertisement", "") + "\n"


def test_an_empty_record_is_not_a_failure() -> None:
    result = clean(stdin='{"id": 1, "text": ""}\n')
    assert result.status == 0
    assert result.records()[0]["text"] == ""


def test_keys_can_be_named() -> None:
    result = clean("--text-key", "body", "--no-header", stdin='{"body": "News.\\nAdvertisement"}\n')
    assert result.out == '{"body": "News."}\n'


def test_front_matter_inside_a_record_is_text() -> None:
    text = "---\ntitle: x\n---\nNews."
    assert clean("--no-header", stdin=json.dumps({"text": text}) + "\n").records()[0]["text"].startswith("---")


def test_rules_of_a_site_need_the_site(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text("sites: [example.org]\nrules:\n  - id: foot\n    line: Our daily foot\n")
    text = LONGER + "Our daily foot\n"
    assert "Our daily foot" in clean("-r", rules, stdin=text).out
    assert "Our daily foot" in clean("-r", rules, "--url", "https://example.com/x", stdin=text).out
    assert "Our daily foot" not in clean("-r", rules, "--url", "https://www.example.org/x", stdin=text).out


def test_broken_rules_end_the_run_before_any_output(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules:\n  - id: foot\n    lnie: Our foot\n")
    result = clean("-r", rules, stdin=STORY)
    assert (result.status, result.out) == (2, "")
    assert f"{rules}:3:5: R103 unknown key 'lnie' in rule 'foot'\n" in result.err
    assert "    3 |     lnie: Our foot\n      |     ^^^^\n  help: did you mean 'line'?\n" in result.err


def test_rules_are_switched_by_name(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules:\n  - id: foot\n    line: Our foot\n  - id: guess\n    line: Maybe\n    confidence: low\n")
    options = ["--no-header", "--no-default-rules", "-r", rules]
    text = STORY + "Our foot\nMaybe\n"
    assert lines_of(clean(*options, stdin=text).out) == [STORY.strip(), "Maybe"]
    assert lines_of(clean(*options, "--profile", "aggressive", stdin=text).out) == [STORY.strip()]
    assert lines_of(clean(*options, "--enable", "mine/guess", stdin=text).out) == [STORY.strip()]
    assert lines_of(clean(*options, "--enable", "mine/*", "--disable", "mine/foot", stdin=text).out)[1:] == ["Our foot"]
    result = clean(*options, "--disable", "mine/foott", stdin=text)
    assert result.status == 2
    assert "did you mean 'mine/foot'?" in result.err


@pytest.mark.parametrize(
    "options",
    [
        ["-i", "-o", "x", "a.txt"],
        ["-i", "-"],
        ["--backup", ".b", "a.txt"],
        ["--check", "-o", "x", "a.txt"],
        ["--title", "move", "--no-header", "a.txt"],
        ["--title", "move", "--no-normalize", "a.txt"],
        ["--max-removed", "2", "a.txt"],
        ["--max-size", "0", "a.txt"],
        ["-o", "a.txt", "a.txt"],
        ["-", "-", "-t", "jsonl"],
        ["-i", "-t", "jsonl", "a.txt"],
        ["--profile", "bold", "a.txt"],
        ["--no-such-option"],
        ["-r", "no-such-rules", "a.txt"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_fit_are_refused_before_any_work(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    result = clean(*options, cwd=tmp_path, stdin=STORY)
    assert (result.status, result.out) == (2, "")
    assert result.err
    assert (tmp_path / "a.txt").read_text() == STORY


def test_a_folder_is_mirrored(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "deep" / "b.md").write_text(f"# A new bridge at last\n\n{STORY}\n- one\n- two\n")
    (tmp_path / "in" / "c.jsonl").write_text('{"text": "x"}\n')
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff")
    assert clean("--no-header", "-o", "out/", "in", cwd=tmp_path).status == 0
    paths = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert paths == ["a.txt", "c.jsonl", "deep/b.md"]
    assert (tmp_path / "out" / "deep" / "b.md").read_text() == f"# A new bridge at last\n\n{STORY}\n- one\n- two\n"


def test_two_inputs_with_the_same_output_are_refused_before_any_work(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(STORY)
    result = clean("-o", "out/", "x/a.txt", "y/a.txt", cwd=tmp_path)
    assert result.status == 2
    assert "x/a.txt and y/a.txt" in result.err
    assert not (tmp_path / "out").exists()


def test_records_become_files_inside_the_folder_whatever_their_ids_say(tmp_path: Path) -> None:
    ids = ["../../etc/passwd", "a/b", "a_b", None, "", "x" * 400, ".hidden", "-rf", "ümlaut"]
    records = "".join(json.dumps({"id": id, "text": "News."}) + "\n" for id in ids)
    result = clean("-f", "jsonl", "-t", "text", "--no-header", "-o", "out/", "-", cwd=tmp_path, stdin=records)
    assert result.status == 0
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(ids)
    assert all(path.parent == tmp_path / "out" and path.read_text() == "News.\n" for path in files)


def test_in_place_keeps_mode_and_symlink_and_makes_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LONGER + "Advertisement\n")
    path.chmod(0o640)
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert clean("-i", "--backup", ".orig", "--no-header", tmp_path / "link.txt").status == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert "Advertisement" not in path.read_text()
    assert (tmp_path / "a.txt.orig").read_text() == LONGER + "Advertisement\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "a.txt.orig", "link.txt"]


def test_in_place_keeps_lines_that_are_not_records(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "News.\\nAdvertisement"}\n{broken\n')
    assert clean("-i", "--no-header", path).status == 3
    assert path.read_text() == '{"text": "News."}\n{broken\n'


def test_check_writes_nothing_and_its_status_says_whether_texts_change() -> None:
    dirty = clean("--check", stdin=STORY + "Advertisement\n")
    assert (dirty.status, dirty.out) == (1, "")
    assert "would change" in dirty.err
    tidy = clean("--check", stdin=STORY)
    assert (tidy.status, tidy.out, tidy.err) == (0, "", "")


def test_a_diff_can_be_applied(tmp_path: Path) -> None:
    for seed in SEEDS:
        path = tmp_path / seed.name
        path.write_bytes(seed.read_bytes())
        diff = clean("--diff", "--header", path).out
        expected = clean(path).out
        subprocess.run(["patch", "-s", str(path)], input=diff.encode(), check=True)
        assert path.read_text() == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", LONGER + "Advertisement\n"),
        ("a.txt", "---\ntitle: Bridge\n---\n\n" + LONGER + "Advertisement\n"),
        ("a.md", "---\ntitle: Bridge\n---\n\n" + STORY + "\nAdvertisement\n"),
        ("a.md", STORY + "\nAdvertisement\n"),
        ("a.html", f"<html><title>Bridge</title><body><p>{STORY}</p><p>Advertisement</p><p>{LONGER}</p></body></html>"),
    ],
)
def test_a_diff_shows_no_header_that_nobody_requested(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    rows = clean("--diff", path).out.split("\n")
    assert "-Advertisement" in rows
    assert [row for row in rows[2:] if row.startswith("+") and row != "+"] == []
    assert "+cleaner:" in clean("--diff", "--header", path).out.split("\n")


def test_explain_names_rule_file_line_and_near_misses(tmp_path: Path) -> None:
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        "rules:\n  - id: foot\n    starts: Our foot\n    unless: [said]\n"
        "  - id: tail\n    line: Our tail\n    near_end: 0\n"
    )
    text = LONGER + "Our foot\nOur foot, he said.\nOur tail\nEnd.\n"
    out = clean("--explain", "--no-default-rules", "-r", rules, stdin=text).out
    assert f"line 3: mine/foot  {rules}:2" in out
    assert "    - Our foot\n" in out
    assert f"line 4: mine/foot  {rules}:2, stopped by unless" in out
    assert f"line 5: mine/tail  {rules}:5, stopped by near_end: 1 line below, not at most 0" in out


def test_removed_lines_go_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "removed.jsonl"
    clean("--removed", path, stdin='{"id": 7, "text": "News.\\nAdvertisement"}\n')
    (record,) = [json.loads(line) for line in path.read_text().split("\n") if line]
    assert (record["id"], record["line"], record["rule"], record["text"]) == (7, 2, "ads/ad-label", "Advertisement")


def test_stats_count_by_rule() -> None:
    record = json.loads(clean("--stats", "--message-format", "json", ROOT / "seeds").out)
    assert record["documents"] == 5
    assert record["rules"]["repeats/repeated-block"] == {"documents": 1, "lines": 2, "characters": 736}


def test_a_text_that_would_lose_too_much_is_kept_whole() -> None:
    text = "Advertisement\n" * 60
    result = clean(stdin=text)
    assert result.out.count("Advertisement") == 60
    assert "kept_whole: true" in result.out
    assert "left unchanged" in result.err
    assert clean("-q", stdin=text).err == ""


def test_color_is_for_terminals() -> None:
    assert "\x1b[" not in clean("--explain", SEEDS[0]).out
    assert "\x1b[" in clean("--explain", "--color", "always", SEEDS[0]).out


def test_control_characters_of_a_text_are_never_printed(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.txt"
    path.write_text("Advertisement\x07\x1b[2J\nNews.\n")
    result = clean("--explain", path)
    assert "\x1b" not in result.out
    assert "\x07" not in result.out


def test_a_closed_pipe_is_quiet() -> None:
    records = "".join(json.dumps({"text": "News. " * 50}) + "\n" for _ in range(3000))
    script = f"{sys.executable} -m cleaner.cli.clean -f jsonl | head -n 1; echo ${{PIPESTATUS[0]}}"
    process = subprocess.run(["bash", "-c", script], input=records.encode(), capture_output=True, check=True)
    assert process.stdout.endswith(b"\n0\n")
    assert process.stderr == b""


def test_a_full_disk_is_a_single_line() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        process = subprocess.run([*CLEAN], input=STORY.encode(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert process.returncode == 3
    assert process.stderr == b"clean: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize(("closed", "status"), [("<&-", 3), (">&-", 3), ("2>&-", 0)])
def test_closed_streams_cause_no_traceback(closed: str, status: int) -> None:
    script = f"echo News. | {sys.executable} -m cleaner.cli.clean {closed}"
    process = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert process.returncode == status
    assert b"Traceback" not in process.stderr


def test_an_interrupt_is_quiet() -> None:
    # background jobs of a shell ignore interrupts, and the tests may run in one
    launcher = [
        "-c",
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])",
    ]
    command = [sys.executable, *launcher, *CLEAN, "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b'{"text": "News."}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130


def test_records_are_answered_as_they_come() -> None:
    with subprocess.Popen([*CLEAN, "-f", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        for id in range(3):
            process.stdin.write(json.dumps({"id": id, "text": "News."}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == id
        process.stdin.close()
        assert process.wait() == 0


def test_a_terminal_without_input_gets_help() -> None:
    main, terminal = pty.openpty()
    process = subprocess.run([*CLEAN], stdin=terminal, capture_output=True, check=False)
    os.close(main)
    os.close(terminal)
    assert process.returncode == 2
    assert b"clean --help" in process.stderr


def test_rules_have_their_own_command(tmp_path: Path) -> None:
    result = clean("rules", cwd=tmp_path)
    assert result.status == 3
    assert "cleaner rules" in result.err


def test_a_folder_says_what_it_leaves_out(tmp_path: Path) -> None:
    for name in ("a.txt", "list.json", "t.csv", "u.csv", "README"):
        (tmp_path / "in" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(STORY)
    result = clean("-o", "out", "in", cwd=tmp_path)
    assert (result.status, result.err) == (0, "clean: not read: 4 files (2 .csv, 1 .json, 1 without suffix)\n")
    assert clean("-q", "-o", "out", "in", cwd=tmp_path).err == ""


@pytest.mark.parametrize("options", [["--check"], ["--stats"], ["--diff"], ["--explain"], ["-o", "out"], ["-i"]])
def test_a_folder_with_nothing_to_read_is_an_error(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "t.csv").write_text("a,b\n1,2\n")
    result = clean(*options, "in", cwd=tmp_path)
    assert (result.status, result.out) == (2, "")
    assert "there is nothing to clean in in" in result.err
    assert "not read: 1 file (1 .csv)" in result.err


@pytest.mark.parametrize(
    "arguments", [["https://vale.example/a"], ["-o", "s3://bucket/out", "a.txt"], ["s3://bucket/a"]]
)
def test_an_address_is_never_a_path(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    result = clean(*arguments, cwd=tmp_path)
    assert (result.status, result.out) == (2, "")
    assert "is an address, not a path" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("options", [[], ["-i"], ["-o", "out"], ["--check"]])
def test_files_without_an_article_are_refused_and_the_others_are_cleaned(options: list[str], tmp_path: Path) -> None:
    contents = {
        "t.csv": "a,b\n1,2\n",
        "p": "%PDF-1.4\n1 0 obj\n",
        "a.py": "import os\n",
        "a.eml": "From: a@b.example\n",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "a.txt").write_text(f"{STORY}Advertisement\n")
    result = clean(*options, *contents, "a.txt", *([] if options else ["-t", "jsonl"]), cwd=tmp_path)
    assert result.status == 3
    assert result.err.count("not an article") == len(contents)
    assert {name: (tmp_path / name).read_text() for name in contents} == contents
    if options == ["-i"]:
        assert (tmp_path / "a.txt").read_text().endswith(STORY)


def test_an_empty_result_is_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Share this article\nAdvertisement\n")
    result = clean("--no-header", "a.txt", cwd=tmp_path)
    assert (result.status, result.err) == (0, "clean: a.txt: empty: rules removed all of it\n")


def test_a_page_under_the_name_of_a_text_is_remarked_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"<!doctype html>\n<p>{STORY}</p>\n")
    result = clean("a.txt", cwd=tmp_path)
    assert (result.status, result.err) == (
        0,
        "clean: a.txt: is a page under the name of a text: -f html extracts its article\n",
    )
    assert clean("-f", "text", "a.txt", cwd=tmp_path).err == ""


def test_standard_error_is_bounded_whatever_comes_in() -> None:
    lines = ["{broken", "x" * 50, '{"id": 2}', '{"text": 7}', "[]", "{}", '{"a": NaN}', '"text"']
    for options in ([], ["-j", "2"]):
        result = clean(*options, stdin='{"text": "a"}\n' + "\n".join(lines * 500))
        assert result.status == 3
        assert 0 < result.err.count("\n") <= 20
        assert len(result.err) < 4000
