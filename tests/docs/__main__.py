"""Write the generated parts of the documentation; with ``--check``, report the pages that are out of date.

* In README.md and GUIDE.md, the lines below ``$ command`` in a ``console`` block are the command's output. Commands of
  README.md run in the project's folder and must succeed. Those of GUIDE.md run one after the other in a copy of
  ``fixtures/guide/``, where a ``yaml`` block that begins with a comment naming a file is written to that file.
* In REFERENCE.md, the lines between ``<!-- generated: NAME -->`` and ``<!-- end -->`` come from the code.
* ``man/`` comes from the table of options and the commands.
* ``rules/README.md`` and ``rules/schema.json`` come from the key table, the codes and the shipped rules.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cleaner.authoring.reference import json_schema, reference
from cleaner.rules.load import load_files, shipped_files
from tests.docs.api import api
from tests.docs.commands import commands
from tests.docs.man import clean_page, cleaner_page
from tests.docs.tables import exit_statuses, foreign_formats, formats, front_matter, page_types, schemas, settings

ROOT = Path(__file__).resolve().parents[2]
GUIDE_FIXTURES = ROOT / "fixtures" / "guide"
COMMAND_SECONDS = 60
"""Time limit of one command of a page."""

GENERATORS = {
    "api": api,
    "commands": commands,
    "exit-status": exit_statuses,
    "foreign-formats": foreign_formats,
    "formats": formats,
    "front-matter": front_matter,
    "page-types": page_types,
    "schemas": schemas,
    "settings": settings,
}

_BLOCK = re.compile(r"^```(?P<kind>console|yaml)\n(?P<rows>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE_NAME = re.compile(r"# ([\w./-]+\.yaml)\n")
_GENERATED = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def run(command: str, folder: Path) -> tuple[str, int]:
    """Return the output of a shell command in a folder, both streams as a user sees them, and its exit status."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    settings = {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": "~/.config"}
    process = subprocess.run(  # noqa: S602 - the commands are the project's own pages
        f"exec 2>&1; {command}",
        shell=True,
        cwd=folder,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=COMMAND_SECONDS,
    )
    return process.stdout.replace(f"{ROOT}/", ""), process.returncode


def with_output(page: str, folder: Path, *, may_fail: bool = False) -> str:
    """Return a page with the current output of its commands, run in ``folder``."""

    def block(match: re.Match[str]) -> str:
        if match["kind"] == "yaml":
            if name := _FILE_NAME.match(match["rows"]):
                path = folder / name[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(match["rows"], "utf-8")
            return match[0]
        outputs = []
        for command in (line for line in match["rows"].split("\n") if line.startswith("$ ")):
            output, status = run(command[2:], folder)
            if status and not may_fail:
                sys.exit(f"{command}\nends with status {status}: {output}")
            outputs.append(f"{command}\n{output}")
        rows = "\n".join(outputs)
        return f"```console\n{rows}```"

    return _BLOCK.sub(block, page)


def guide(page: str) -> str:
    """Return the guide with the current output of its commands, run in a temporary copy of its folder."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "guide"
        shutil.copytree(GUIDE_FIXTURES, folder)
        return with_output(page, folder, may_fail=True)


def with_generated(page: str) -> str:
    """Return a page with its generated parts up to date."""
    return _GENERATED.sub(lambda match: f"{match[1]}\n{GENERATORS[match['name']]()}\n\n{match[3]}", page)


def current_pages() -> dict[Path, str]:
    """Return each page that is generated or has generated parts, with the content it should have."""
    rules = ROOT / "rules"
    return {
        ROOT / "README.md": with_output((ROOT / "README.md").read_text("utf-8"), ROOT),
        ROOT / "GUIDE.md": guide((ROOT / "GUIDE.md").read_text("utf-8")),
        ROOT / "REFERENCE.md": with_generated((ROOT / "REFERENCE.md").read_text("utf-8")),
        rules / "README.md": reference(load_files(shipped_files()).rules, rules),
        rules / "schema.json": json_schema(),
        ROOT / "man" / "clean.1": clean_page(),
        ROOT / "man" / "cleaner.1": cleaner_page(),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or check them. Return the exit status."""
    pages = current_pages()
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is out of date: run `make docs`", file=sys.stderr)
        else:
            path.write_text(pages[path], "utf-8")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
