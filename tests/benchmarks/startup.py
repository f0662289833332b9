"""What a user waits for: whole processes that clean one article, of the package as pip installs and compiles it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from tests.benchmarks.generated import news_article, rule_file
from tests.benchmarks.timing import Row, command, in_turns

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "build" / "startup-venv"

TURNS = 15

USER_RULES = 1_000

XDG_VARIABLES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "": (),
    " --diff": ("--diff",),
    " --profile careful -q": ("--profile", "careful", "-q"),
}
"""The options of each row, by what is added to the row's name."""

CLICK, TRAFILATURA = "import click", "import trafilatura"


def startup(folder: Path) -> Iterator[Row]:
    """Compare a warm ``clean`` with imports, a first run, in empty folders, with a warm one, and one with own rules."""
    bin_folder = install_wheel()
    article, own_rules = folder / "article.txt", folder / "own.yaml"
    article.write_text(news_article(), "utf-8")
    own_rules.write_text(rule_file(USER_RULES), "utf-8")
    runs = count()

    def empty_folders() -> dict[str, str]:
        """Return variables that name folders which do not exist yet."""
        home = folder / f"home-{next(runs)}"
        return {"HOME": str(home)} | {name: str(home / name.lower()) for name in XDG_VARIABLES}

    clean, python = bin_folder / "clean", bin_folder / "python"
    warm = [command(clean, *options, article) for options in COMMANDS.values()]
    others = [
        command(clean, article, environment=empty_folders),
        command(clean, "--rules", own_rules, article),
        *(command(python, "-c", statement) for statement in (CLICK, TRAFILATURA)),
    ]
    for task in (*warm, *others):  # caches are filled
        task()
    *times, first, with_rules, click, trafilatura = in_turns(*warm, *others, turns=TURNS)
    size = f"{len(article.read_bytes()) / 1000:.1f} kB"
    for name, costs in zip(COMMANDS, times, strict=True):
        yield Row(f"start: `clean{name}` on an article of {size}", f"`python -c '{CLICK}'`", costs, click)
    yield Row("… `clean`", f"`python -c '{TRAFILATURA}'`", times[0], trafilatura)
    yield Row("… a first run, with empty configuration and cache folders", "a warm run", first, times[0])
    yield Row(f"… with {USER_RULES:,} rules of the user's", "with the shipped ones", with_rules, times[0])


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
