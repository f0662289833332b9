"""Runs the recipes of PIPELINES.md, which show what they print.

    python -m tests.hosts.recipes unix datatrove    # writes the output of these groups' commands into the page

A section belongs to the group that the comment below its heading names, ``<!-- group: unix -->``, whose environment
has what it needs. It runs in a copy of ``fixtures/pipelines/``. A block whose first line is a comment with the name of
a file is written to it; in a ``console`` block the lines below ``$ command`` are what the command prints.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "PIPELINES.md"
FIXTURES = ROOT / "fixtures" / "pipelines"

NO_TELEMETRY = {"HAYSTACK_TELEMETRY_ENABLED": "False", "RAY_USAGE_STATS_ENABLED": "0"}
"""Settings that keep hosts from reporting a test to their makers."""

MAX_SECONDS = 120
"""Time limit of a command: a recipe is something to try."""

_SECTION = re.compile(
    r"^## (?P<title>[^\n]+)\n+<!-- group: (?P<group>\w+) -->\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<rows>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:#!.*\n)?# (?P<name>Makefile|[\w-]+\.\w+)\n")
_COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """One recipe: its title, the group whose environment runs it, and its text."""

    title: str
    group: str
    body: str


def sections(group: str) -> list[Section]:
    """Return the recipes of a group."""
    page_sections = (Section(**match.groupdict()) for match in _SECTION.finditer(PAGE.read_text("utf-8")))
    return [section for section in page_sections if section.group == group]


def run(section: Section) -> str:
    """Return a section with the output of its commands. Raises :exc:`AssertionError` where a command fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "work"
        shutil.copytree(FIXTURES, folder)
        return _BLOCK.sub(lambda block: _block(block, folder), section.body)


def _block(block: re.Match[str], folder: Path) -> str:
    if match := _FILE.match(block["rows"]):
        path = folder / match["name"]
        path.write_text(block["rows"], "utf-8")
        path.chmod(0o755)
    if block["kind"] != "console":
        return block[0]
    commands = _COMMAND.findall(block["rows"])
    rows = "".join(f"$ {command}\n{_output_of(command, folder)}" for command in commands)
    return f"```console\n{rows}```"


def _output_of(command: str, folder: Path) -> str:
    """Return the standard output of a shell command."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment |= NO_TELEMETRY
    environment |= {
        "PATH": path,
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PYTHONPATH": "",
        "HOME": str(folder),
    }
    process = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=MAX_SECONDS,
    )
    assert process.returncode == 0, (
        f"{command}\nends with status {process.returncode}:\n{process.stdout}{process.stderr}"
    )
    return process.stdout


def main(groups: list[str]) -> None:
    """Write the output of the commands of groups into the page."""
    for section in [section for group in groups for section in sections(group)]:
        PAGE.write_text(PAGE.read_text("utf-8").replace(section.body, run(section)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
