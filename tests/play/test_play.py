"""What the playground answers: marks, samples, reasons and drafts, and what it reads and writes."""

from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from cleaner.authoring.samples import neutral_lines
from tests.cli.commands import cleaner_text
from tests.play.served import Served, served

PROSE = neutral_lines()
TEXT = "\n\n".join([*PROSE[:6], "Advertisement", *PROSE[6:12], "Grain prices of the day", "Most Popluar"])
RULES = """\
rules:
  - id: grain-box
    about: The box with prices.
    line: Grain prices of the day
    removes: [Grain prices of the day]
    keeps: [The grain prices of the day are on the board.]
"""
BROKEN = "rules: [{ id: a, lines: x }]\n"
PAGE = f"""<!DOCTYPE html><html><head><title>The bridge</title></head><body>
<header class="site-top"><p>Valley Courier</p></header>
<article><h1>The bridge</h1>{"".join(f"<p>{line}</p>" for line in PROSE[:9])}
<aside class="grain-box"><p>Grain prices of the day</p><p>Wheat is up</p></aside></article></body></html>"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents, one of which is a way out of it, and rules."""
    home = tmp_path_factory.mktemp("play")
    (home / "articles" / "more").mkdir(parents=True)
    (home / "articles" / "a.txt").write_text(TEXT, "utf-8")
    (home / "articles" / "more" / "page.html").write_text(PAGE, "utf-8")
    (home / "articles" / "picture.png").write_bytes(b"\x89PNG")
    (home / "articles" / "records.jsonl").write_text('{"text": "It opens."}\n{"text": "It closes."}\n', "utf-8")
    (home / "secret.txt").write_text("It is secret.", "utf-8")
    (home / "articles" / "way-out.txt").symlink_to(home / "secret.txt")
    (home / ".clean").mkdir()
    (home / ".clean" / "mine.yaml").write_text(RULES, "utf-8")
    (home / ".clean" / "other.yaml").write_text("rules:\n  - id: brief\n    starts: Subscribe to The Brief\n", "utf-8")
    return home


@pytest.fixture(scope="module")
def play(home: Path) -> Iterator[Served]:
    with served("articles", cwd=home) as running:
        yield running


def check(play: Served, rules: str = RULES, **document: str) -> Any:
    return play.ask("check", rules=rules, document=document or {"name": "a.txt"}).json()


def test_the_page_starts_with_the_rule_file_and_the_documents(play: Served) -> None:
    start = play.get("/api/start").json()
    assert start["documents"] == ["a.txt", "more/page.html", "records.jsonl"]
    assert (start["rules"]["name"], start["rules"]["text"], start["rules"]["exists"]) == (
        ".clean/mine.yaml",
        RULES,
        True,
    )
    assert "rules" in start["schema"]["properties"]


def test_marks_show_what_own_and_shipped_rules_remove(play: Served) -> None:
    answer = check(play)
    assert [(removal["rule"], removal["text"]) for removal in answer["view"]["removals"]] == [
        ("ads/ad-label", "Advertisement"),
        ("mine/grain-box", "Grain prices of the day"),
    ]
    assert answer["rules"]["mine/grain-box"] == {
        "about": "The box with prices.",
        "description": "Removes a line that is 'Grain prices of the day'.",
        "place": ".clean/mine.yaml:2",
        "line": 2,
        "own": True,
    }
    assert answer["rules"]["ads/ad-label"]["place"] == "rules/common/ads.yaml:4"
    assert [removal["rule"] for removal in check(play, "")["view"]["removals"]] == ["ads/ad-label"]
    assert check(play, "disable: [ads/ad-label]\n")["view"]["removals"] == []


def test_other_rules_of_the_user_run_as_well(play: Served) -> None:
    assert [
        removal["rule"] for removal in check(play, text=f"{TEXT}\n\nSubscribe to The Brief")["view"]["removals"]
    ] == [
        "ads/ad-label",
        "mine/grain-box",
        "other/brief",
    ]


def test_of_a_file_of_records_the_first_is_shown(play: Served) -> None:
    view = check(play, name="records.jsonl")["view"]
    assert (view["place"], view["rows"]) == ("records.jsonl:1", [[1, [["It opens.", -1]]]])
    assert view["remarks"] == ["The first record of the file is shown."]


def test_mistakes_have_their_places(play: Served) -> None:
    problems = check(play, "rules:\n  - id: a b\n    lines: [x]\n")["problems"]
    assert [(problem["code"], problem["line"], problem["column"], problem["width"]) for problem in problems] == [
        ("R106", 2, 9, 3),
        ("R103", 3, 5, 5),
    ]


def test_samples_are_green_or_red(play: Served) -> None:
    rules = RULES.replace("removes: [Grain", "removes: [Corn")
    (rule,) = play.ask("samples", rules=rules).json()["rules"]
    removes, keeps = rule["samples"]
    assert (removes["kind"], removes["text"], removes["line"]) == ("removes", "Corn prices of the day", 5)
    assert "a line of the sample stays" in removes["problems"][0]["message"]
    assert keeps["problems"] == []
    (rule,) = play.ask("samples", rules="rules:\n  - id: a\n    line: x\n").json()["rules"]
    assert [problem["code"] for problem in rule["problems"]] == ["R302", "R302"]


def test_a_line_that_stays_says_which_condition_stopped_a_rule(play: Served) -> None:
    rules = RULES.replace("    removes", "    near_start: 3\n    removes")
    lines = {"".join(text for text, _ in pieces): number for number, pieces in check(play, rules)["view"]["rows"]}
    answer = play.ask("why", rules=rules, document={"name": "a.txt"}, line=lines["Grain prices of the day"]).json()
    nearest = answer["near"][0]
    assert (nearest["rule"], nearest["held"], nearest["failed"]) == ("mine/grain-box", ["line"], "near_start")
    answer = play.ask("why", rules=rules, document={"name": "a.txt"}, line=lines["Most Popluar"]).json()
    assert any("'Most Popular' is close" in near["reason"] for near in answer["near"])
    assert "error" in play.ask("why", rules="", document={"name": "a.txt"}, line=999).json()


def test_lines_become_a_rule_whose_samples_hold(play: Served) -> None:
    lines = {"".join(text for text, _ in pieces): number for number, pieces in check(play)["view"]["rows"]}
    last = lines["Most Popluar"]
    answer = play.ask("draft", rules=RULES, document={"name": "a.txt"}, first=last, last=last).json()
    assert answer["text"].startswith(RULES)
    assert (answer["id"], answer["line"]) == ("mine/most-popluar", 8)
    assert "mine/most-popluar" in check(play, answer["text"])["rules"]
    again = play.ask("draft", rules=answer["text"], document={"name": "a.txt"}, first=last, last=last).json()
    assert again["id"] == "mine/most-popluar-2"
    samples = play.ask("samples", rules=answer["text"]).json()["rules"]
    assert [problem for rule in samples for sample in rule["samples"] for problem in sample["problems"]] == []


def test_a_node_of_a_page_becomes_a_rule(play: Served) -> None:
    document = {"name": "more/page.html"}
    outline = {node["name"]: node for node in check(play, **document)["view"]["outline"]}
    path = outline["aside.grain-box"]["path"]
    assert play.ask("selectors", document=document, path=path).json() == {
        "selectors": [{"selector": "aside.grain-box", "nodes": 1}]
    }
    draft = play.ask("draft", rules="", document=document, path=path, selector="aside.grain-box").json()
    assert "select: aside.grain-box" in draft["text"]
    assert [node["rule"] for node in check(play, draft["text"], **document)["view"]["pruned"]][:1] == [draft["id"]]
    (rule,) = play.ask("samples", rules=draft["text"]).json()["rules"]
    assert [sample["problems"] for sample in rule["samples"]] == [[], []]
    for path in ("html/body", "html/nowhere", "x" * 999, ""):
        assert "error" in play.ask("selectors", document=document, path=path).json()


OUTSIDE = [
    "../secret.txt",
    "{home}/secret.txt",
    "way-out.txt",
    "a.txt\0",
    "",
    ".",
    "nowhere.txt",
    "../.clean/mine.yaml",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_folder_is_read(name: str, play: Served, home: Path) -> None:
    answer = play.ask("check", rules="", document={"name": name.format(home=home)})
    assert answer.status == 400
    assert "It is secret." not in answer.body.decode()


def test_a_file_opens_nothing_but_itself(home: Path) -> None:
    with served("articles/a.txt", cwd=home) as running:
        assert running.get("/api/start").json()["documents"] == ["a.txt"]
        assert check(running)["view"]["place"] == "a.txt"
        assert running.ask("check", rules="", document={"name": "more/page.html"}).status == 400


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf# mine\r\nrules:\r\n  - id: a\r\n    line: A\r\n"])
def test_saving_writes_what_was_shown_and_nothing_else(before: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rules" / "mine.yaml"
    if before:
        path.parent.mkdir()
        path.write_bytes(before)
    with served("--rules", path, cwd=tmp_path) as running:
        text = running.get("/api/start").json()["rules"]["text"]
        assert "\r" not in text
        changed = text.replace("line: A", "line: B") if before else RULES
        shown = running.ask("difference", rules=changed).json()
        assert ("+    line: B" if before else "+rules:") in shown["rows"]
        saved = running.ask("save", rules=changed, digest=shown["digest"])
        assert (saved.status, saved.json()["text"]) == (200, changed)
        assert path.read_bytes() == (before.replace(b"line: A", b"line: B") or RULES.encode())
        path.write_text("# changed elsewhere\n", "utf-8")
        assert running.ask("save", rules=changed, digest=saved.json()["digest"]).status == 409
        assert path.read_text("utf-8") == "# changed elsewhere\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["mine.yaml"]


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with served(cwd=tmp_path) as running:
        done = cleaner_text("play", "--no-browser", "--port", running.port, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(f"cleaner: port {running.port} cannot be used (address already in use)")
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe")
    for arguments, status, message in (
        (["nowhere.txt"], 2, "there is no file or folder nowhere.txt"),
        (["https://a.example/"], 2, "is not a file or folder of this machine"),
        (["--rules", "mine.txt"], 2, "its name must end with .yaml"),
        (["--rules", "bad.yaml"], 3, "bad.yaml: is not UTF-8"),
    ):
        done = cleaner_text("play", "--no-browser", *arguments, cwd=tmp_path)
        assert (done.returncode, message in done.stderr, done.stderr.count("\n")) == (status, True, 1), done.stderr


def test_without_the_extra_a_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find_spec = util.find_spec
    monkeypatch.setattr("cleaner.play.server.find_spec", lambda name: None if name == "uvicorn" else find_spec(name))
    done = cleaner_text("play", "--no-browser", cwd=tmp_path)
    assert (done.returncode, "pip install 'article-cleaner[play]'" in done.stderr) == (2, True)


def test_a_broken_rule_file_beside_the_editors_is_named(tmp_path: Path) -> None:
    (tmp_path / ".clean").mkdir()
    (tmp_path / ".clean" / "broken.yaml").write_text(BROKEN, "utf-8")
    done = cleaner_text("play", "--no-browser", cwd=tmp_path)
    assert (done.returncode, done.stderr.split()[:2]) == (2, [".clean/broken.yaml:1:18:", "R103"])
    with served("--rules", ".clean/broken.yaml", cwd=tmp_path) as running:
        assert [problem["code"] for problem in check(running, BROKEN, text=TEXT)["problems"]] == ["R103"]
