"""What a user waits for: whole processes that clean one article, of the package as pip installs and compiles it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from tests.benchmarks.generated import news_article
from tests.benchmarks.timing import Row, command, in_turns

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "build" / "startup-venv"

TURNS = 25

XDG_VARIABLES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "": (),
    " --diff": ("--diff",),
    " --profile careful -q": ("--profile", "careful", "-q"),
}
"""The options of each row, by what is added to the row's name."""

CLICK = "python -c 'import click'"


def startup(folder: Path) -> Iterator[Row]:
    """Compare a warm ``clean`` with importing click, and a first run, in empty folders, with a warm one."""
    bin_folder = install_wheel()
    article = folder / "article.txt"
    article.write_text(news_article(), "utf-8")
    runs = count()

    def empty_folders() -> dict[str, str]:
        """Return variables that name folders which do not exist yet."""
        home = folder / f"home-{next(runs)}"
        return {"HOME": str(home)} | {name: str(home / name.lower()) for name in XDG_VARIABLES}

    clean = bin_folder / "clean"
    for options in COMMANDS.values():  # a command that fails must not be timed; and caches are filled
        subprocess.run([clean, *options, article], stdout=subprocess.DEVNULL, check=True)
    warm = [command(clean, *options, article) for options in COMMANDS.values()]
    first = command(clean, article, environment=empty_folders)
    click = command(bin_folder / "python", "-c", "import click")
    click()
    *times, first_times, click_times = in_turns(*warm, first, click, turns=TURNS)
    size = f"{len(article.read_bytes()) / 1000:.1f} kB"
    for name, seconds in zip(COMMANDS, times, strict=True):
        yield Row(f"start: {size}, clean{name}", CLICK, seconds, click_times, "≤ 2.0")
    yield Row(f"start: {size}, first run", "the same, warm", first_times, times[0], "≤ 1.3")


def install_wheel() -> Path:
    """Install this checkout as a wheel into an environment of its own, and return the folder of its commands."""
    wheels = ENVIRONMENT.with_name("startup-wheel")
    shutil.rmtree(wheels, ignore_errors=True)
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", wheels)
    (wheel,) = wheels.glob("*.whl")
    bin_folder = ENVIRONMENT / "bin"
    if not (bin_folder / "pip").exists():
        _run(sys.executable, "-m", "venv", ENVIRONMENT)
    pip = (bin_folder / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile")
    _run(*pip, wheel)  # with what it depends on
    _run(*pip, "--no-deps", "--force-reinstall", wheel)  # the version may be the same as last time
    return bin_folder


def _run(*words: object) -> None:
    subprocess.run([str(word) for word in words], cwd=ROOT, stdout=sys.stderr, check=True)
