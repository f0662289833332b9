"""The editor of ``cleaner play``: ES modules of npm, put into the package as they are, each with its licence.

    python -m tests.assets            fetch the pinned versions, and replace what is in the package
    python -m tests.assets --check    fetch them, and compare

npm checks each package by the hash in ``package-lock.json``. ``packages.json`` beside the modules has their versions
and the hashes of their files, by which a test sees that nobody has edited them.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
VENDOR = HERE.parents[1] / "cleaner" / "play" / "static" / "vendor"


def assets(folder: Path) -> dict[str, bytes]:
    """Return the files of all packages that npm installed in a folder, with the list of them."""
    found, packages = dict[str, bytes](), dict[str, Any]()
    for description in sorted(folder.glob("node_modules/**/package.json")):
        package = json.loads(description.read_text("utf-8"))
        if "version" not in package:  # one inside a package, for its other forms
            continue
        module = _module(package)
        content = (description.parent / module).read_bytes()
        name, file = package["name"], Path(module).name
        found[f"{name}/{file}"] = content
        found[f"{name}/LICENSE"] = (description.parent / "LICENSE").read_bytes()
        packages[name] = {
            "version": package["version"],
            "license": package["license"],
            "file": file,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    found["packages.json"] = f"{json.dumps(packages, indent=2)}\n".encode()
    return found


def _module(package: dict[str, Any]) -> str:
    """Return the ES module of a package."""
    exports = package.get("exports", {})
    return str(package.get("module") or exports.get("import") or package["main"])


def install(folder: Path) -> None:
    """Have npm install the pinned versions."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)


def differences(found: dict[str, bytes]) -> Iterator[str]:
    """Yield the names of files that are not in the package as npm has them."""
    there = {path.relative_to(VENDOR).as_posix(): path.read_bytes() for path in VENDOR.rglob("*") if path.is_file()}
    yield from sorted(name for name in found.keys() | there.keys() if found.get(name) != there.get(name))


def main() -> int:
    """Replace or compare the files, and return the exit status."""
    with TemporaryDirectory() as folder:
        install(Path(folder))
        found = assets(Path(folder))
    if "--check" in sys.argv[1:]:
        changed = [*differences(found)]
        sys.stdout.writelines(f"{name} differs: make play-assets\n" for name in changed)
        return int(bool(changed))
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, content in found.items():
        path = VENDOR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
