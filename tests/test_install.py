"""The shipped rules are found wherever the package is: in a wheel, and in a checkout or an editable installation."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from cleaner.rules.folders import installed_folders, shipped_folder

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """\
import cleaner, cleaner.rules.shipped as shipped, cleaner.rules.folders as folders
shipped.compile_shipped = lambda: 1 / 0
print(folders.shipped_folder(), *folders.installed_folders())
print(cleaner.clean("It opens.\\nWerbung").text)
print(len(cleaner.load_rules().rules))
"""


def test_a_checkout_uses_the_rules_beside_the_package() -> None:
    assert shipped_folder() == ROOT / "rules"
    assert installed_folders() == []


def test_a_wheel_has_compiled_rules_and_writes_nothing(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed, home = tmp_path / "installed", tmp_path / "home"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    home.mkdir()
    before = files_in(tmp_path)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-B", "-c", SCRIPT],
        cwd=installed,
        env=environment | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    rules = installed / "cleaner" / "_rules"
    count = len(cleaner_rules())
    assert (done.stdout, done.stderr) == (f"{rules} {rules}\nIt opens.\n{count}\n", "")
    assert files_in(tmp_path) == before
    assert (installed / "cleaner" / "py.typed").exists()
    assert (installed / "cleaner" / "authoring" / "neutral.txt").exists()
    static = Path("cleaner", "play", "static")
    assert {path.relative_to(installed) for path in files_in(installed / static)} == {
        path.relative_to(ROOT) for path in files_in(ROOT / static)
    }


def cleaner_rules() -> list[str]:
    from cleaner.rules.shipped import shipped_rules

    return shipped_rules().ids


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
