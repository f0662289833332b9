"""The shipped rules are found wherever the package is: in a wheel, and in a checkout or an editable install."""

import subprocess
import sys
import zipfile
from pathlib import Path

from cleaner.rules.find import installed_folders
from cleaner.rules.folders import shipped_folder

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_the_rules_beside_the_package() -> None:
    assert shipped_folder() == ROOT / "rules"
    assert installed_folders() == []


def test_a_wheel_carries_the_rules_and_finds_them(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    shown = "print(f.shipped_folder(), *f.installed_folders()); print(cleaner.clean('A.\\nWerbung').text)"
    code = f"import cleaner.rules.find as f, cleaner; {shown}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "installed", capture_output=True, text=True, check=True
    )
    rules = tmp_path / "installed" / "cleaner" / "_rules"
    assert done.stdout == f"{rules} {rules}\nA.\n"
    assert (tmp_path / "installed" / "cleaner" / "py.typed").exists()
    assert (tmp_path / "installed" / "cleaner" / "authoring" / "neutral.txt").exists()
