"""How a command ends: its exit status, one line per error, its streams."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.process import run_guarded
from cleaner.errors import ExitStatus, InputError, OptionError
from cleaner.version import __version__
from tests.cli.commands import CLEAN, CLEANER, Result, clean, cleaner_text


def failing(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (OptionError("-x does not exist"), ExitStatus.USAGE, "clean: -x does not exist\n"),
        (InputError("is empty", place="a.txt"), ExitStatus.FAILED, "clean: a.txt: is empty\n"),
        (InputError("is odd", place="a\x1b[31m.txt"), ExitStatus.FAILED, "clean: a\\x1b[31m.txt: is odd\n"),
        (
            OSError(errno.ENAMETOOLONG, "File name too long", "x" * 300),
            ExitStatus.FAILED,
            f"clean: {'x' * 300}: File name too long\n",
        ),
        (KeyboardInterrupt(), ExitStatus.INTERRUPTED, ""),
    ],
)
def test_an_error_is_a_line_and_a_status(
    capsys: pytest.CaptureFixture[str], error: BaseException, status: int, message: str
) -> None:
    if isinstance(error, OSError):
        pytest.MonkeyPatch().setattr("cleaner.cli.process._discard_output", lambda: None)
    assert run_guarded("clean", lambda: failing(error)) == status
    assert capsys.readouterr().err == message


@pytest.mark.parametrize("command", [[*CLEAN, "--no-header"], [*CLEANER, "rules", "help"]], ids=["clean", "cleaner"])
def test_a_closed_standard_output_fails(command: list[str]) -> None:
    script = f'echo News. | "$@" {">&-"}'
    process = subprocess.run(["bash", "-c", script, "bash", *command], capture_output=True, check=False)
    assert process.returncode == ExitStatus.FAILED
    assert process.stderr.endswith(b": cannot write to standard output: Bad file descriptor\n")
    assert process.stderr.count(b"\n") == 1


def test_a_closed_standard_output_is_fine_for_what_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("News.\n")
    script = f'cd {tmp_path}; "$@" --check a.txt >&- && "$@" -o b.txt a.txt >&-'
    process = subprocess.run(["bash", "-c", script, "bash", *CLEAN], capture_output=True, check=False)
    assert (process.returncode, process.stderr) == (0, b"")
    assert "News.\n" in (tmp_path / "b.txt").read_text()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_both_commands(shell: str) -> None:
    script = cleaner_text("completion", shell).stdout
    assert "_CLEAN_COMPLETE=" in script
    assert "_CLEANER_COMPLETE=" in script
    for command, name in ((CLEAN, "CLEAN"), (CLEANER, "CLEANER")):
        request = {f"_{name}_COMPLETE": f"{shell}_source"}
        process = subprocess.run(command, capture_output=True, text=True, env=os.environ | request, check=True)
        assert process.stdout.strip() in script


def test_completion_knows_options_and_their_values() -> None:
    def completed(command: list[str], words: str) -> str:
        request = {f"_{command[0]}_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        return subprocess.run(command[1:], capture_output=True, text=True, env=os.environ | request, check=True).stdout

    assert "plain,--profile" in completed(["CLEAN", *CLEAN], "clean --pro")
    assert "plain,careful" in completed(["CLEAN", *CLEAN], "clean --profile care")
    assert "file,a" in completed(["CLEAN", *CLEAN], "clean -o a")
    assert "plain,--engine" in completed(["CLEANER", *CLEANER], "cleaner run --eng")


@pytest.mark.parametrize("name", ["clean", "cleaner"])
def test_the_version_has_a_short_option(name: str) -> None:
    result = clean("-V") if name == "clean" else cleaner_text("-V")
    assert (result.out if isinstance(result, Result) else result.stdout) == f"{name} {__version__}\n"


def test_the_toolbox_has_clean_as_a_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mill grinds again.\nAdvertisement\n")
    process = cleaner_text("clean", "--no-header", "a.txt", cwd=tmp_path)
    assert (process.returncode, process.stdout) == (0, "The mill grinds again.\n")


def test_the_package_runs_as_the_toolbox() -> None:
    process = subprocess.run([sys.executable, "-m", "cleaner", "--help"], capture_output=True, check=True, text=True)
    assert process.stdout.startswith("Usage: cleaner [OPTIONS] COMMAND")


@pytest.mark.parametrize("arguments", [["rules", "try", "x" * 400], ["rules", "test", "x" * 400]], ids=["try", "test"])
def test_a_long_line_is_not_taken_for_a_file(arguments: list[str]) -> None:
    process = subprocess.run([*CLEANER, *arguments], capture_output=True, check=False, text=True)
    assert "File name too long" not in process.stderr
    assert process.returncode in {ExitStatus.OK, ExitStatus.FINDINGS, ExitStatus.USAGE}


def test_a_path_that_is_too_long_is_an_error_of_reading() -> None:
    process = subprocess.run([*CLEAN, "-r", "x" * 300], input=b"News.", capture_output=True, check=False)
    assert process.returncode == ExitStatus.USAGE
    assert b"cannot write" not in process.stderr
    assert process.stderr.startswith(b"x" * 300)


def test_messages_are_escaped_whatever_the_encoding() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    process = subprocess.run([*CLEAN, "für-nichts.txt"], capture_output=True, check=False, env=environment)
    assert process.returncode == ExitStatus.FAILED
    assert process.stderr == b"clean: f\\xfcr-nichts.txt: no such file\n"
