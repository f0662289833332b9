"""``--site-from-path``: folders with the names of sites say the site where nothing else does."""

import json
from pathlib import Path

from cleaner.authoring.samples import neutral_lines
from tests.batch.runs import run
from tests.cli.commands import STORY, clean

RULE = "sites: [town.example]\nrules: [{ id: brief, starts: The Daily Brief }, { id: box, select: ['div.river'] }]\n"


def test_rules_of_the_site_apply_to_what_is_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULE)
    folder = tmp_path / "crawl" / "town.example"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(f"{STORY}\nThe Daily Brief comes at six.\n")
    box = "<div class='river'><p>The ferry across the river, the mayor said, still leaves at six.</p></div>"
    first, *others = (f"<p>{line}</p>" for line in neutral_lines())
    (folder / "b.html").write_text(f"<html><body><article>{first}{box}{''.join(others)}</article>")
    (folder / "c.jsonl").write_text(json.dumps({"text": f"{STORY}\nThe Daily Brief comes at six."}))
    options = ("-q", "-r", "rules.yaml", "-t", "jsonl", "crawl")
    assert clean(*options, cwd=tmp_path).out.count("at six") == 3
    result = clean("--site-from-path", *options, cwd=tmp_path)
    assert result.out.count("at six") == 0
    assert result.out.count('"site": "town.example"') == 3
    assert run("--site-from-path", *options, "-o", "out", "-j", "1", cwd=tmp_path).returncode == 0
    assert "at six" not in (tmp_path / "out" / "town.example" / "c.jsonl").read_text()
    explained = clean("--site-from-path", "--explain", "-r", "rules.yaml", "crawl/town.example/a.txt", cwd=tmp_path)
    assert 'site: "town.example"  (the path)' in explained.out


def test_what_an_input_says_wins(tmp_path: Path) -> None:
    folder = tmp_path / "town.example"
    folder.mkdir()
    (folder / "front.txt").write_text(f"---\nurl: https://valley.example/a\n---\n{STORY}\n")
    (folder / "page.html").write_text(
        f"<link rel=canonical href=https://valley.example/a><title>Mill</title>{9 * f'<p>{STORY}</p>'}"
    )
    (folder / "a.jsonl").write_text(json.dumps({"text": STORY, "url": "https://valley.example/a"}))
    (folder / "b.txt").write_text(STORY)
    names = ("front.txt", "page.html", "a.jsonl", "b.txt")
    paths = [f"town.example/{name}" for name in names]
    result = clean("-q", "-t", "jsonl", "--site-from-path", *paths, cwd=tmp_path)
    sites = [json.loads(row)["metadata"].get("site") for row in result.out.splitlines()]
    assert sites == ["valley.example", "valley.example", "valley.example", "town.example"]
    result = clean("-q", "-t", "jsonl", "--site-from-path", "--url", "https://river.example/", paths[3], cwd=tmp_path)
    assert json.loads(result.out)["metadata"]["site"] == "river.example"
