"""The playground in Chromium: rules typed show at once what they remove, and nothing hostile becomes more than text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from cleaner.authoring.samples import neutral_lines
from tests.hosts.browser.conftest import SCREENSHOTS
from tests.hosts.browser.test_browser import PAGES
from tests.play.served import Served, served

CHOICE_DELAY = 150
"""Milliseconds: the editor takes no key for a choice that has only just been offered."""

expect.set_options(timeout=30_000)  # other work on this machine may be slow

PROSE = neutral_lines()
HOSTILE = (
    "</script><script>document.title='broken'</script>"
    "<img src=https://evil.example/x.png onerror=document.title='broken'>"
)
TEXT = "\n\n".join(
    [*PROSE[:5], "Advertisement", *PROSE[5:12], "Grain prices: wheat 212", *PROSE[12:14], "Most Popluar"]
)
RULES = """\
rules:
  - id: morning-brief
    about: The promotion of our morning e-mail.
    starts: Subscribe to The Daily Brief
    near_end: 2
    removes: ["Subscribe to The Daily Brief, our e-mail"]
    keeps: [She asked readers to subscribe to The Daily Brief.]
"""
HOSTILE_RULES = """\
rules:
  - id: hostile
    about: "</style><script>document.title='broken'</script><b>bold</b>"
    starts: Buy now
    removes: ["Buy now <img src=https://evil.example/y.png onerror=document.title='broken'>"]
    keeps: [She did not <b>buy</b> now.]
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with rules, and articles one of which is hostile, in its name as well."""
    home = tmp_path_factory.mktemp("play")
    (home / ".clean").mkdir()
    (home / ".clean" / "mine.yaml").write_text(RULES, "utf-8")
    (home / ".clean" / "bad.yaml").write_text(HOSTILE_RULES, "utf-8")
    articles = home / "articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(TEXT, "utf-8")
    (articles / "page.html").write_bytes(
        next(page for page in PAGES if page.parent.name == "comment-section").read_bytes()
    )
    hostile = "\n\n".join([HOSTILE, *PROSE[:6], f"Buy now {HOSTILE}", *PROSE[6:9], "Advertisement"])
    (articles / "<img src=x onerror=document.title=1>.txt").write_text(hostile, "utf-8")
    return home


@pytest.fixture(scope="module")
def play(home: Path) -> Iterator[Served]:
    with served("articles", cwd=home) as running:
        yield running


class Visit:
    """The open page, with what went wrong in it and what it requested."""

    def __init__(self, browser: Browser, play: Served, **options: object) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.page, self.play = self.context.new_page(), play
        self.errors, self.requests = list[str](), list[str]()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(play.address)
        expect(self.page.locator("#article .row").first).to_be_visible()
        expect(self.page.locator(".rule-samples").first).to_be_visible()

    def open(self, name: str) -> None:
        self.page.get_by_role("button", name="Open…").click()
        self.page.locator("#documents button", has_text=name).click()
        expect(self.page.locator("#document")).to_have_text(name)
        expect(self.page.locator("#article .row").first).to_be_visible()

    def type_at_end(self, text: str) -> None:
        """Put the cursor at the end of the rules, and type."""
        self.page.locator(".cm-content").focus()
        self.page.keyboard.press("Control+End")
        for row in text.split("\n"):
            self.page.keyboard.insert_text(row)
            self.page.keyboard.press("Enter")
            self.page.keyboard.press("Shift+Home")  # the editor has indented
            self.page.keyboard.press("Delete")

    @property
    def removals(self) -> list[str]:
        texts: list[str] = self.page.locator("#article .text del").all_text_contents()
        return texts

    def check(self) -> None:
        """Check that nothing went wrong, and that no request left the machine."""
        assert self.errors == []
        assert [url for url in self.requests if not url.startswith((f"http://{self.play.host}/", "data:"))] == []
        self.context.close()


@pytest.fixture
def visit(browser: Browser, play: Served) -> Iterator[Visit]:
    visit = Visit(browser, play)
    visit.open("bridge.txt")
    yield visit
    visit.check()


@pytest.fixture(scope="module")
def open_page(browser: Browser, play: Served) -> Iterator[Page]:
    visit = Visit(browser, play)
    yield visit.page
    visit.check()


def rules_of(page: Page) -> str:
    """Return the text in the editor, of which it renders what is in view."""
    return "\n".join(page.locator(".cm-line").all_text_contents())


def test_the_token_leaves_the_address(visit: Visit) -> None:
    assert "token" not in visit.page.url
    assert visit.page.evaluate("document.cookie") == ""
    assert visit.page.evaluate("performance.getEntriesByType('navigation')[0].name").count("token") <= 1


def test_a_rule_that_is_typed_marks_what_it_removes(visit: Visit) -> None:
    page = visit.page
    expect(page.locator("#article .text del")).to_have_count(1)
    assert visit.removals == ["Advertisement"]
    visit.type_at_end("\n  - id: grain-box\n    starts: Grain prices")
    expect(page.locator("#article .text del")).to_have_count(2)
    assert visit.removals == ["Advertisement", "Grain prices: wheat 212"]
    expect(page.locator(".note .rule.own")).to_have_text("mine/grain-box")
    expect(page.locator("#sample-totals")).to_contain_text("2 missing")
    expect(page.locator("#state")).to_have_text("unsaved changes")
    page.locator(".cm-content").focus()
    for _ in range(8):
        page.keyboard.press("Control+z")
    expect(page.locator("#article .text del")).to_have_count(1)


def test_mistakes_are_underlined_at_their_characters(visit: Visit) -> None:
    page = visit.page
    visit.type_at_end("\n  - id: grün 🌾 box\n    start: Grain")
    expect(page.locator(".cm-lintRange-error")).to_have_count(2)
    assert page.locator(".cm-lintRange-error").all_text_contents() == ["grün 🌾 box", "start"]
    page.locator(".cm-lintRange-error", has_text="start").hover()
    expect(page.locator(".cm-diagnosticText")).to_contain_text("R103")
    expect(page.locator(".cm-diagnosticText")).to_contain_text("did you mean 'starts'?")
    expect(page.locator("#totals")).to_contain_text("2 mistakes")
    assert visit.removals == ["Advertisement"]


def test_keys_and_values_are_completed_by_the_schema(visit: Visit) -> None:
    page = visit.page
    visit.type_at_end("\n  - id: grain-box")
    page.keyboard.type("    sta")
    page.locator(".cm-tooltip-autocomplete li", has_text="starts").wait_for()
    page.wait_for_timeout(CHOICE_DELAY)
    page.keyboard.press("Enter")
    page.keyboard.type("Grain prices")
    page.keyboard.press("Enter")
    page.keyboard.type("conf")
    page.locator(".cm-tooltip-autocomplete li", has_text="confidence").wait_for()
    expect(page.locator(".cm-completionInfo")).to_contain_text("confidence: medium")
    page.wait_for_timeout(CHOICE_DELAY)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+ ")
    options = page.locator(".cm-tooltip-autocomplete li")
    expect(options.first).to_be_visible()
    assert options.all_text_contents() == ["high", "low", "medium"]
    page.keyboard.press("Escape")
    page.keyboard.type("high")
    expect(page.locator("#article .text del")).to_have_count(2)


COMPLETIONS = [
    ("ru|", ["rules"]),
    ("rules:\n  - id: a\n    pro|", ["prose_before", "prose_only"]),
    ("rules:\n  - pro|", ["prose_before", "prose_only"]),
    ("rules:\n  - id: a\n    prose_before: 3\n    pro|\n    prose_only: true\n  - id: b\n", []),
    ("rules:\n  - id: a\n    block:\n      fr|", ["from"]),
    ("rules:\n  - id: a\n    block:\n      from:\n        cont|", ["contains"]),
    ("rules:\n  - id: a\n    block: { from: A, thr|", ["through"]),
    ("rules:\n  - id: a\n    sentence: |", ["true", "false"]),
    ("rules:\n  - id: a\n    confidence: h|", ["high"]),
    ("page_types: [forum, pro|", ["product"]),
    ("adjust:\n  ads/ad-label:\n    near_|", ["near_end", "near_start"]),
    ("# sta|", []),
    ("rules:\n  - id: a\n    removes:\n      - The pro|", []),
]


@pytest.mark.parametrize(("text", "labels"), COMPLETIONS)
def test_completion_knows_the_place(text: str, labels: list[str], open_page: Page) -> None:
    found = open_page.evaluate(
        """async ([text, position]) => {
          const { completions } = await import('/static/complete.js');
          const { schema } = await (await fetch('/api/start')).json();
          const result = completions(schema, text, position, true);
          if (!result) return [];
          const word = text.slice(result.from, position);
          return result.options.map((option) => option.label).filter((label) => label.startsWith(word));
        }""",
        [text.replace("|", ""), text.index("|")],
    )
    assert found == labels


def test_arrows_choose_lines(visit: Visit) -> None:
    page = visit.page
    page.locator("#article").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#article .row.chosen")).to_have_count(2)
    expect(page.locator("#detail")).to_contain_text("Lines 3 to 5")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#article .row.chosen")).to_have_count(1)


def test_keys_lead_through_the_removals(visit: Visit) -> None:
    page = visit.page
    visit.type_at_end("\n  - id: grain-box\n    starts: Grain prices")
    expect(page.locator("#place")).to_have_text("2 removals")
    page.keyboard.press("F8")
    expect(page.locator("#place")).to_have_text("1 of 2")
    page.locator("#article").focus()
    for key, place in (("j", "2 of 2"), ("j", "1 of 2"), ("k", "2 of 2"), ("Shift+F8", "1 of 2")):
        page.keyboard.press(key)
        expect(page.locator("#place")).to_have_text(place)
    expect(page.locator("del.current")).to_have_text("Advertisement")
    expect(page.locator("#detail")).to_contain_text("ads/ad-label")
    expect(page.locator("#detail")).to_contain_text("The label over an advertisement")
    expect(page.locator("#detail")).to_contain_text("rules/common/ads.yaml:4")
    page.get_by_role("button", name="Next removal").click()
    page.get_by_role("button", name="Show the rule").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("id: grain-box")


def test_a_line_that_stays_says_why_and_becomes_a_rule(visit: Visit) -> None:
    page = visit.page
    page.locator("#article .row", has_text="Most Popluar").click()
    expect(page.locator("#detail")).to_contain_text("'Most Popular' is close")
    page.get_by_role("button", name="Draft a rule").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("id: most-popluar")
    expect(page.locator("#article del", has_text="Most Popluar")).to_be_visible()
    expect(page.locator("#detail")).to_contain_text("Removes a line that is 'Most Popluar'.")
    page.locator(".cm-content").press("Control+z")
    expect(page.locator("#detail")).to_contain_text("'Most Popular' is close")
    page.locator(".cm-content").press("Control+Shift+z")
    expect(page.locator("#detail")).to_contain_text("Removes a line that is 'Most Popluar'.")
    expect(page.locator(".rule-samples", has_text="mine/most-popluar").locator("li.good")).to_have_count(2)
    expect(page.locator("#sample-totals")).to_have_text("all 4 hold")


def test_lines_in_a_row_become_a_block(visit: Visit) -> None:
    page = visit.page
    page.locator("#article .row", has_text="Grain prices").click()
    page.locator("#article .row", has_text="Most Popluar").click(modifiers=["Shift"])
    expect(page.locator("#article .row.chosen")).to_have_count(4)
    page.get_by_role("button", name="Draft a rule").click()
    expect(page.locator("#article .text del")).to_have_count(5)
    assert "block:" in rules_of(page)


def test_samples_turn_red_and_green(visit: Visit) -> None:
    page = visit.page
    expect(page.locator("#samples li.good")).to_have_count(2)
    page.locator("#samples button", has_text="our e-mail").click()
    page.keyboard.press("Control+End")
    visit.type_at_end("\n  - id: grain-box\n    line: Grain\n    removes: [Corn]\n    keeps: [The grain is up.]")
    expect(page.locator("#samples li.bad")).to_have_count(1)
    expect(page.locator("#samples li.bad")).to_contain_text("a line of the sample stays: 'Corn'")
    expect(page.locator("#sample-totals")).to_have_text("1 of 4 samples fail")
    expect(page.locator(".cm-lintRange-warning")).to_have_count(1)


def test_a_node_of_a_page_becomes_a_rule(visit: Visit) -> None:
    page = visit.page
    visit.open("page.html")
    page.get_by_role("button", name="footer.site-footer").click()
    expect(page.locator("#detail")).to_contain_text("selects 1 node here")
    page.get_by_role("button", name="Draft a rule").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("id: footer-site-footer")
    expect(page.locator(".pruned .rule.own")).to_have_text("mine/footer-site-footer")
    expect(page.locator("#sample-totals")).to_have_text("all 4 hold")


def test_saving_shows_the_difference_and_a_reload_has_what_was_saved(browser: Browser, home: Path) -> None:
    path = home / "saved.yaml"
    with served("articles/bridge.txt", "--rules", path, cwd=home) as running:
        context = browser.new_context()
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(running.address)
        expect(page.locator("#state")).to_have_text("a new file")
        expect(page.get_by_role("button", name="Save…")).to_be_disabled()
        page.locator(".cm-content").focus()
        page.keyboard.insert_text("rules:\n  - id: grain-box\n    starts: Grain prices\n")
        expect(page.locator("#article .text del")).to_have_count(2)
        page.keyboard.press("Control+s")
        expect(page.locator("#difference .added")).to_have_count(3)
        assert not path.exists()
        page.get_by_role("button", name="Cancel").click()
        assert not path.exists()
        page.get_by_role("button", name="Save…").click()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#state")).to_have_text("saved")
        assert path.read_text("utf-8") == "rules:\n  - id: grain-box\n    starts: Grain prices\n"
        page.reload()
        expect(page.locator("#article .text del")).to_have_count(2)
        assert "id: grain-box" in rules_of(page)
        path.write_text("# another editor\n", "utf-8")
        page.locator(".cm-content").focus()
        page.keyboard.insert_text("# mine\n")
        page.keyboard.press("Control+s")
        expect(page.locator("#difference .gone")).to_have_text("-# another editor\n")
        path.write_text("# yet another\n", "utf-8")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#save-problem")).to_contain_text("the file has changed meanwhile")
        assert path.read_text("utf-8") == "# yet another\n"
        context.close()


def test_a_pasted_text_is_cleaned(visit: Visit) -> None:
    page = visit.page
    page.get_by_role("button", name="Open…").click()
    page.locator("#pasted").fill(f"{TEXT}\n\nShare this:")
    page.get_by_role("button", name="Use this text").click()
    expect(page.locator("#document")).to_have_text("Pasted text")
    expect(page.locator("#article .text del")).to_have_count(2)


def test_hostile_text_and_rules_stay_text(browser: Browser, home: Path) -> None:
    with served("articles", "--rules", ".clean/bad.yaml", cwd=home) as running:
        visit = Visit(browser, running)
        page = visit.page
        visit.open("<img src=x onerror=document.title=1>.txt")
        expect(page.locator("#article del", has_text="<img src=https://evil.example")).to_have_count(1)
        page.locator("#article .row", has_text="Buy now").click()
        expect(page.locator("#detail")).to_contain_text("<b>bold</b>")
        page.locator("#article .row").first.click()
        expect(page.locator("#detail")).to_contain_text("Line 1 stays")
        expect(page.locator("#samples li")).to_have_count(2)
        expect(page.locator("#samples")).to_contain_text("<b>buy</b>")
        visit.type_at_end("# <img src=https://evil.example/z.png>")
        page.keyboard.press("Control+s")
        expect(page.locator("#difference .added").first).to_contain_text("<img src=")
        page.keyboard.press("Escape")
        assert page.title() == "cleaner play"
        assert page.locator("img, #samples b, #detail b b").count() == 0
        visit.check()


def test_a_rule_that_hangs_does_not_hold_up_what_is_typed_next(visit: Visit) -> None:
    page = visit.page
    visit.type_at_end("\n  - id: slow\n    regex: '^(\\w|\\w\\w|[ ,.])*\\d$'")
    visit.type_at_end("  - id: grain-box\n    starts: Grain prices")
    expect(page.locator("#article .text del", has_text="Grain prices")).to_be_visible(timeout=20_000)
    expect(page.locator("#article .problem")).to_contain_text("mine/slow")


def test_the_page_says_when_the_program_has_ended(browser: Browser, home: Path) -> None:
    with served("articles", cwd=home) as running:
        context = browser.new_context()
        page = context.new_page()
        page.goto(running.address)
        expect(page.locator("#article .row").first).to_be_visible()
        assert running.end() == (0, "")
        page.locator(".cm-content").focus()
        page.keyboard.type("#")
        expect(page.locator("#totals")).to_have_text("cleaner play has ended: start it again")
        context.close()


def test_marks_follow_a_keystroke(visit: Visit) -> None:
    """The time from a key to its marks, beside other work on this machine: a median far below a second."""
    page = visit.page
    lines = [line.replace(" the ", f" the {name} ") for name in ("old", "new") for line in PROSE]
    text = "\n\n".join([*lines, "Advertisement", "Grain prices: wheat 212"])
    page.get_by_role("button", name="Open…").click()
    page.locator("#pasted").fill(text)
    page.get_by_role("button", name="Use this text").click()
    expect(page.locator("#article .text del")).to_have_count(1)
    visit.type_at_end("\n  - id: grain-box")
    page.keyboard.insert_text("    starts: Grain prices")
    expect(page.locator("#article .text del")).to_have_count(2)
    page.evaluate(
        """() => {
          window.times = [];
          let pressed = 0;
          addEventListener('keydown', () => { pressed = performance.now(); }, true);
          new MutationObserver(() => {
            document.getElementById('article').getBoundingClientRect();
            if (pressed) window.times.push(performance.now() - pressed);
            pressed = 0;
          }).observe(document.getElementById('article'), { childList: true });
        }"""
    )
    for _ in range(10):
        for key in ("Backspace", "s"):
            count = page.evaluate("window.times.length")
            page.keyboard.press(key)
            while page.evaluate("window.times.length") == count:
                page.wait_for_timeout(10)
    times = sorted(page.evaluate("window.times"))
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    (SCREENSHOTS / "play-times.json").write_text(json.dumps({"characters": len(text), "milliseconds": times}), "utf-8")
    assert times[len(times) // 2] < 1_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everyone_can_use_it_and_it_looks_right(scheme: str, width: int, browser: Browser, play: Served) -> None:
    visit = Visit(browser, play, viewport={"width": width, "height": 820}, color_scheme=scheme, reduced_motion="reduce")
    page = visit.page

    def looks_right(state: str) -> None:
        page.screenshot(path=SCREENSHOTS / f"play-{scheme}-{width}-{state}.png")
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], node["html"]) for found in violations for node in found["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    visit.open("bridge.txt")
    page.locator("#article .row", has_text="Most Popluar").click()
    expect(page.locator(".near li").first).to_be_visible()
    looks_right("why")
    visit.type_at_end(
        "\n  - id: grain-box\n    starts: Grain prices\n    removes: [Corn]\n    keeps: [The corn is up.]"
    )
    expect(page.locator("#samples li.bad")).to_have_count(1)
    page.get_by_role("button", name="Next removal").click()
    page.get_by_role("button", name="Next removal").click()
    looks_right("removal")
    visit.type_at_end("  - id: a b\n    sta")
    expect(page.locator(".cm-lintRange-error").first).to_be_visible()
    page.keyboard.press("Control+ ")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    looks_right("mistake")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    expect(page.locator("#difference .added").first).to_be_visible()
    looks_right("save")
    page.keyboard.press("Escape")
    visit.open("page.html")
    page.get_by_role("button", name="footer.site-footer").click()
    expect(page.locator("#detail")).to_contain_text("selects 1 node")
    looks_right("page")
    page.get_by_role("button", name="Open…").click()
    looks_right("open")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    looks_right("keys")
    visit.check()
