"""``--explain`` and ``--diff`` in a terminal: rows fit its width, in color by kind, with wide characters."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest
from wcwidth import width as columns_of

from cleaner.cli.console import escape_controls, fitted, styled, truncate
from tests.cli.commands import CLEAN, clean

PAGES = Path(__file__).resolve().parents[2] / "fixtures" / "pages"
COLUMNS = 60
TEXT = """\
市議会は火曜日の夜、川にかかる古い木造の橋を再建することを決めた。工事は春に始まる予定だ。

Advertisement

The council voted on Tuesday evening to rebuild the old wooden bridge over the river.

続きを読むには会員登録が必要です。広告 広告 広告 広告 広告 広告 広告 広告 広告 広告 広告

Work is expected to begin in the spring, once the water has gone down far enough.

Share this: 👩‍👩‍👧‍👦 🎉

Most Popular
"""
_STYLE = re.compile(r"\x1b\[[\d;]*m")


def in_terminal(*arguments: str, cwd: Path, **environment: str) -> list[str]:
    """Return the rows that ``clean`` writes to a terminal of :data:`COLUMNS`."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [*CLEAN, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        cwd=cwd,
        env=settings | {"TERM": "xterm"} | environment,
    )
    os.close(follower)
    content = b""
    while True:
        try:
            part = os.read(leader, 65_536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        content += part
    os.close(leader)
    assert process.wait() == 0
    return content.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "page.html").write_bytes((PAGES / "comment-section" / "source.html").read_bytes())
    return tmp_path


def test_an_explanation_fits_a_narrow_terminal(folder: Path) -> None:
    rows = in_terminal("--explain", "a.txt", "page.html", cwd=folder)
    plain = [_STYLE.sub("", row) for row in rows]
    assert max(map(columns_of, plain)) <= COLUMNS
    assert any(row.startswith("  line  3: ads/ad-label  rules/common/ads.yaml:4") for row in plain)
    assert "    - Share this: 👩‍👩‍👧‍👦 🎉" in plain
    assert any(row.startswith("    - 続きを") and row.endswith("…") for row in plain)
    assert {row.index(":") for row in plain if row.startswith("  line ")} == {9}
    assert any("\x1b[31mads/ad-label" in row for row in rows)
    assert any("\x1b[35mcomments/reply-form" in row for row in rows)
    assert any("\x1b[36mtitle" in row for row in rows)


def test_no_color_is_respected(folder: Path) -> None:
    for report in ("--explain", "--diff"):
        assert "\x1b" not in "".join(in_terminal(report, "a.txt", "page.html", cwd=folder, NO_COLOR="1"))
        assert "\x1b" not in "".join(in_terminal(report, "--color", "never", "a.txt", cwd=folder))


def test_a_diff_of_a_page_shows_the_nodes_that_it_lost(folder: Path) -> None:
    result = clean("--diff", "page.html", cwd=folder)
    rows = result.out.split("\n")
    assert rows[:4] == [
        "--- page.html",
        "+++ page.html (cleaned)",
        "@@ html/body/main/section/div  comments/reply-form @@",
        "-Leave a reply Post comment",
    ]
    assert clean("--diff", "--message-format", "json", "page.html", cwd=folder).out == ""


@pytest.mark.parametrize(
    "text", ["橋" * 300, "👩‍👩‍👧‍👦" * 90, "e\u0301" * 300, "a" * 300, "a\u0301" * 5 + "x" * 500, "橋 b" * 99]
)
def test_a_text_is_cut_to_columns(text: str) -> None:
    for width in (19, 20, 100):
        cut = truncate(text, width)
        assert width - 3 <= columns_of(cut) <= width
        assert cut.endswith("…")
    assert truncate("橋" * 10, 20) == "橋" * 10
    assert truncate("橋" * 11, 20) == "橋" * 9 + "…"


def test_a_long_row_is_indented_and_keeps_its_style() -> None:
    row = "  line 3: " + styled("ads/ad-label", "red", color=True) + "  stopped by unless: the line contains the phrase"
    first, *others = fitted(row, 30)
    assert "\x1b[31mads/ad-label\x1b[0m" in first
    assert others
    assert all(part.startswith("      ") and columns_of(part) <= 30 for part in others)
    assert fitted(row, None) == fitted(row, 400) == [row]


def test_joiners_of_words_and_emoji_are_printed_and_what_turns_text_is_not() -> None:
    assert escape_controls("می‌رود 👩‍👧") == "می‌رود 👩‍👧"
    assert escape_controls("\u202eevil\u2066\x1b") == "\\u202eevil\\u2066\\x1b"
