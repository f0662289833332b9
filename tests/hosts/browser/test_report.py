"""The report in Chromium: removals, keys, tables and verdicts work, hostile text stays text, nothing is requested."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cleaner.authoring.samples import neutral_lines
from cleaner.report.corpus import MAX_LISTED
from tests.cli.commands import clean, cleaner_text
from tests.hosts.browser.conftest import SCREENSHOTS
from tests.hosts.browser.test_browser import PAGES

HOSTILE = (
    "</script><script>document.title='broken'</script>"
    "<img src=https://evil.example/x.png onerror=document.title='broken'>"
)
RULES = """\
rules:
  - id: "hostile-label"
    about: "</style></script><script>document.title='broken'</script><b>bold</b>"
    starts: Buy now
    removes: [Buy now]
    keeps: [She did not buy now.]
"""
"""A rule whose sentence is markup; ids cannot be."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports on one text, on a page and on a corpus with hostile words."""
    folder = tmp_path_factory.mktemp("report")
    source = folder / "in"
    source.mkdir()
    prose = neutral_lines()
    text = "\n\n".join([*prose[:6], f"Buy now {HOSTILE}", *prose[6:9], "Advertisement", prose[9], "Share this:"])
    (source / "hostile.txt").write_text(f"{HOSTILE}\n\n{text}\n", "utf-8")
    (source / "plain.txt").write_text("\n\n".join([*prose[:7], "Advertisement", *prose[7:9]]), "utf-8")
    (source / "short.txt").write_text("Advertisement\n", "utf-8")
    (source / "bad.jsonl").write_text('{"id": 1}\n', "utf-8")
    for page in PAGES[:12]:
        (source / f"{page.parent.name}.html").write_bytes(page.read_bytes())
    (folder / "mine.yaml").write_text(RULES, "utf-8")
    clean("-q", "-r", "mine.yaml", "--report", "text.html", "in/hostile.txt", cwd=folder)
    clean("-q", "--report", "page.html", "in/comment-section.html", cwd=folder)
    clean("-q", "-r", "mine.yaml", "--report", "corpus.html", "in", cwd=folder)
    return folder


class Visit:
    """A page that is open, with what went wrong in it and what it requested."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.errors, self.requests = page, list[str](), list[str]()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(path.as_uri())

    def check(self) -> None:
        """Check that nothing went wrong and nothing was requested but the page itself."""
        assert self.errors == []
        assert {url.partition("#")[0] for url in self.requests if not url.startswith("blob:")} == {
            self.page.url.partition("#")[0]
        }


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), folder / "text.html")
    yield visit
    visit.check()
    context.close()


def test_keys_lead_through_the_removals(visit: Visit) -> None:
    page = visit.page
    marks = page.locator("del[id]")
    assert marks.count() == 3
    for key, place in (
        ("j", "1 of 3"),
        ("n", "2 of 3"),
        ("j", "3 of 3"),
        ("j", "1 of 3"),
        ("k", "3 of 3"),
        ("p", "2 of 3"),
    ):
        page.keyboard.press(key)
        assert page.text_content("#place") == place
    assert page.evaluate("document.activeElement.id") == marks.nth(1).get_attribute("id")
    assert page.locator("del.current").text_content() == "Advertisement"
    assert "ads/ad-label" in (page.text_content("#current") or "")
    assert "rules/common/ads.yaml" in (page.text_content("#current") or "")
    page.get_by_role("button", name="Next").click()
    assert page.text_content("#place") == "3 of 3"


def test_verdicts_are_kept_saved_and_loaded(visit: Visit, folder: Path) -> None:
    page = visit.page
    for keys in ("jw", "jr", "ju"):
        for key in keys:
            page.keyboard.press(key)
    page.locator("del[id]").nth(1).click()
    page.get_by_role("button", name="Unsure").click()
    page.get_by_role("button", name="Right").click()
    assert page.text_content("#judged") == "1 right, 1 wrong, 1 unsure"
    with page.expect_download() as download:
        page.keyboard.press("s")
    saved = folder / "verdicts.jsonl"
    download.value.save_as(saved)
    records = [json.loads(line) for line in saved.read_text("utf-8").split("\n") if line]
    assert [(record["verdict"], record["rule"]) for record in records] == [
        ("wrong", "mine/hostile-label"),
        ("right", "ads/ad-label"),
        ("unsure", "share/share-bar"),
    ]
    assert records[1] == {
        "verdict": "right",
        "input": "in/hostile.txt",
        "line": 23,
        "rule": "ads/ad-label",
        "text": "Advertisement",
    }
    page.reload()
    assert page.text_content("#judged") == "1 right, 1 wrong, 1 unsure"
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.text_content("#judged") == ""
    page.set_input_files("#load", saved)
    page.wait_for_function("document.getElementById('judged').textContent.includes('3 loaded')")
    assert page.locator(".judged.wrong").text_content() == "wrong"
    table = cleaner_text("rules", "stats", "--verdicts", saved, cwd=folder).stdout
    assert "mine/hostile-label      0      1       0" in table


def test_tables_sort_and_filter(browser: Browser, folder: Path) -> None:
    visit = Visit(browser.new_page(), folder / "corpus.html")
    page = visit.page
    first = page.locator("#documents-table tbody tr").first
    assert "failed" in (first.text_content() or "")
    header = page.locator("#documents-table th").nth(5)
    for order in ("descending", "ascending"):
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == order
        values = page.eval_on_selector_all(
            "#documents-table tbody tr", "rows => rows.map(row => Number(row.cells[5].dataset.value))"
        )
        assert values == sorted(values, reverse=order == "descending")
    page.fill("#filter", "hostile.txt")
    assert page.locator("#documents-table tbody tr:visible").count() == 1
    page.locator("#documents-table tbody tr:visible a").click()
    assert page.locator("details.document[open]").count() == 1
    visit.check()


@pytest.mark.parametrize("name", ["text", "corpus"])
def test_hostile_text_stays_text(name: str, browser: Browser, folder: Path) -> None:
    visit = Visit(browser.new_page(), folder / f"{name}.html")
    assert visit.page.title().startswith("What was removed")
    assert visit.page.locator("img, b:text('bold')").count() == 0
    assert visit.page.locator("del", has_text="<img src=https://evil.example").count() == 1
    assert "<b>bold</b>" in (visit.page.text_content("#rules") or "")
    visit.check()


def test_a_page_without_scripts_shows_the_same(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "corpus.html").as_uri())
    assert page.locator("#review").is_hidden()
    page.locator("details.document > summary", has_text="plain.txt").click()
    assert page.locator(".document[open] del", has_text="Advertisement").is_visible()
    assert page.locator("#documents-table tbody tr:visible").count() == 16
    context.close()


@pytest.mark.parametrize("name", ["text", "page", "corpus"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_use_it_and_it_looks_right(
    name: str, scheme: str, width: int, browser: Browser, folder: Path
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    visit = Visit(context.new_page(), folder / f"{name}.html")
    page = visit.page
    assert Axe().run(page).response["violations"] == []
    page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}.png")
    for key in "jjw":
        page.keyboard.press(key)
    page.eval_on_selector_all("details", "nodes => nodes.forEach(node => { node.open = true; })")
    assert Axe().run(page).response["violations"] == []
    page.screenshot(path=SCREENSHOTS / f"{name}-{scheme}-{width}-judged.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.check()
    context.close()


def test_ten_thousand_documents_open(browser: Browser, folder: Path) -> None:
    lines = [*neutral_lines()[:8], "Advertisement", *neutral_lines()[8:10], "Share this:"]
    with (folder / "many.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(10_000):
            start = number % 8
            record = {
                "id": number,
                "url": f"https://site{number % 50}.example/{number}",
                "text": "\n".join(lines[start:]),
            }
            stream.write(f"{json.dumps(record)}\n")
    assert clean("-q", "--report", "many.html", "many.jsonl", cwd=folder).status == 0
    visit = Visit(browser.new_page(), folder / "many.html")
    page = visit.page
    assert "10,000" in (page.text_content(".totals") or "")
    assert page.locator("#documents-table tbody tr").count() == MAX_LISTED
    assert page.locator("#documents-table tbody tr:visible").count() == 100
    longest = page.evaluate(
        """() => {
          const start = performance.now();
          document.querySelector('#documents-table th button').click();
          dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }));
          document.body.getBoundingClientRect();
          return performance.now() - start;
        }"""
    )
    assert longest < 2_000
    visit.check()
