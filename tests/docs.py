"""Write what is generated in the docs, or with ``--check`` tell what is not as it would be written.

In Markdown, the lines below ``$ command`` in a ``console`` block are what the command prints. ``rules/README.md`` and
``rules/schema.json`` are made from the key table and the table of error codes.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from cleaner.authoring.reference import reference
from cleaner.authoring.schema import schema
from cleaner.ruleset.find import shipped_files
from cleaner.ruleset.load import load_files

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md",)

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str) -> str:
    """Return what a shell command prints, on both streams, as a user in the project's folder sees it."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(  # noqa: S602 - the commands are the project's own pages
        command, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    if done.returncode:
        sys.exit(f"$ {command}\nends with status {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def with_output(page: str) -> str:
    """Return a page with the output of its commands."""

    def block(found: re.Match[str]) -> str:
        commands = [line for line in found[1].split("\n") if line.startswith("$ ")]
        shown = "\n".join(f"{command}\n{run(command[2:])}" for command in commands)
        return f"```console\n{shown}```"

    return _BLOCK.sub(block, page)


def generated() -> dict[Path, str]:
    """Return each page that is generated, or has generated parts, as it should be."""
    pages = {ROOT / name: with_output((ROOT / name).read_text("utf-8")) for name in PAGES}
    folder = ROOT / "rules"
    return pages | {
        folder / "README.md": reference(load_files(shipped_files()).rules, folder),
        folder / "schema.json": schema(),
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
