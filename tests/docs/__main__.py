"""Write what is generated in the docs, or with ``--check`` tell what is not as it would be written.

In Markdown, the lines below ``$ command`` in a ``console`` block are what the command prints. In README.md commands run
in the project's folder and must end well. In GUIDE.md they run in a copy of ``fixtures/guide/``, one after the other,
and a ``yaml`` block whose first line is a comment with a file's name is written to that file when its turn comes.
``rules/README.md`` and ``rules/schema.json`` are made from the key table, the codes and the shipped rules.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from cleaner.authoring.reference import reference
from cleaner.authoring.schema import json_schema
from cleaner.rules.find import shipped_files
from cleaner.rules.load import load_files

ROOT = Path(__file__).resolve().parent.parent
GUIDE_FIXTURES = ROOT / "fixtures" / "guide"

_BLOCK = re.compile(r"^```(?P<kind>console|yaml)\n(?P<rows>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"# ([\w./-]+\.yaml)\n")


def run(command: str, folder: Path) -> tuple[str, int]:
    """Return what a shell command prints in a folder, on both streams, as a user sees it, and its exit status."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": "~/.config"}
    done = subprocess.run(  # noqa: S602 - the commands are the project's own pages
        f"exec 2>&1; {command}",
        shell=True,
        cwd=folder,
        env=os.environ | own,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout.replace(f"{ROOT}/", ""), done.returncode


def with_output(page: str, folder: Path, *, may_fail: bool = False) -> str:
    """Return a page with the output of its commands, which run in a folder."""

    def block(found: re.Match[str]) -> str:
        if found["kind"] == "yaml":
            if named := _FILE.match(found["rows"]):
                path = folder / named[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(found["rows"], "utf-8")
            return found[0]
        shown = []
        for command in (line for line in found["rows"].split("\n") if line.startswith("$ ")):
            output, status = run(command[2:], folder)
            if status and not may_fail:
                sys.exit(f"{command}\nends with status {status}: {output}")
            shown.append(f"{command}\n{output}")
        rows = "\n".join(shown)
        return f"```console\n{rows}```"

    return _BLOCK.sub(block, page)


def guide(page: str) -> str:
    """Return the guide with the output of its commands, which run in a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "guide"
        shutil.copytree(GUIDE_FIXTURES, place)
        return with_output(page, place, may_fail=True)


def generated() -> dict[Path, str]:
    """Return each page that is generated, or has generated parts, as it should be."""
    folder = ROOT / "rules"
    return {
        ROOT / "README.md": with_output((ROOT / "README.md").read_text("utf-8"), ROOT),
        ROOT / "GUIDE.md": guide((ROOT / "GUIDE.md").read_text("utf-8")),
        folder / "README.md": reference(load_files(shipped_files()).rules, folder),
        folder / "schema.json": json_schema(),
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or check them."""
    stale = [path for path, text in generated().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.relative_to(ROOT)} is not as `make docs` would write it", file=sys.stderr)
        else:
            path.write_text(generated()[path], "utf-8")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
