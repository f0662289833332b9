"""What systems differ in: the ways that work on all of them, run here in place of those that this system has."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner import system
from cleaner.atomic import atomic_write
from cleaner.authoring.samples import neutral_lines
from cleaner.batch.pool import Failure, WorkerPool
from cleaner.batch.store import OutputFolder
from cleaner.errors import OptionError
from cleaner.system import core_count, ignores_case, is_running, keep_owner, limit_memory, lock_file
from tests.batch.runs import outputs, run

SYSTEM_CALLS = re.compile(
    r"\bfcntl\.|sys\.platform|os\.(?:fork|getuid|fchown|chown|kill|mkfifo|sched_\w+)\b|[\"'](?:/proc|/dev)/"
    r"|import (?:fcntl|resource|pwd|grp|termios|pty)\b|SIGALRM|signal\.SIGKILL|PR_SET_"
)

HOLD = """
import sys
if sys.argv[3] == "created":
    sys.modules["fcntl"] = None
from cleaner.system import lock_file
with lock_file(sys.argv[1], shared=sys.argv[2] == "shared"):
    print("locked", flush=True)
    input()
"""

each_way = pytest.mark.parametrize("way", ["system", "created"])


@pytest.fixture
def without_fcntl(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "created":
        monkeypatch.setitem(sys.modules, "fcntl", None)


def test_no_other_module_asks_which_system_this_is() -> None:
    root = Path(system.__file__).parent
    users = {path.name for path in root.rglob("*.py") if SYSTEM_CALLS.search(path.read_text("utf-8"))}
    assert users == {"system.py"}


def holder(path: Path, kind: str, way: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, str(path), kind, way]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "locked\n"
    return process


@each_way
@pytest.mark.usefixtures("without_fcntl")
@pytest.mark.parametrize(("theirs", "ours", "is_free"), [("alone", "alone", False), ("alone", "shared", False),
    ("shared", "alone", False), ("shared", "shared", True)])  # fmt: skip
def test_a_lock_is_shared_or_held_alone(way: str, theirs: str, ours: str, is_free: bool, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path, theirs, way) as other:
        if is_free:
            with lock_file(path, shared=True):
                pass
        else:
            owner = f"process {other.pid} on " if theirs == "alone" or way == "created" else "another process"
            with pytest.raises(BlockingIOError, match=owner), lock_file(path, shared=ours == "shared"):
                raise AssertionError("it is locked")
        other.communicate("\n")
    with lock_file(path, shared=ours == "shared"):
        pass


@each_way
@pytest.mark.usefixtures("without_fcntl")
@pytest.mark.parametrize("kind", ["alone", "shared"])
def test_a_lock_ends_with_its_process(way: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with holder(path, kind, way) as other:
        other.send_signal(signal.SIGKILL)
    with lock_file(path, wait=True):
        pass
    assert {entry.name for entry in tmp_path.iterdir()} <= {"lock"}


@each_way
@pytest.mark.usefixtures("without_fcntl")
def test_a_lock_is_waited_for(way: str, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    other = holder(path, "alone", way)
    code = HOLD.replace("shared=", "wait=True, shared=").replace("input()", "")
    command = [sys.executable, "-c", code, str(path), "alone", way]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as waiting:
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(0.7)
        other.communicate("\n")
        assert waiting.communicate(timeout=60)[0] == "locked\n"


def test_the_lock_of_a_process_that_may_run_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr(sys, "platform", "win32")
    folder = OutputFolder(tmp_path)
    folder.create()
    with holder(tmp_path / "_cleaner" / "lock", "alone", "created") as other:
        other.send_signal(signal.SIGKILL)
    with pytest.raises(OptionError, match=f"locked by process {other.pid}"), folder.locked(wait=False):
        pass


def test_a_process_counts_as_running_where_asking_would_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_running(os.getpid())
    assert not is_running(2**22 + 1)
    monkeypatch.setattr(sys, "platform", "win32")
    assert is_running(2**22 + 1)


def test_limits_and_cores_are_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.setitem(sys.modules, "ctypes", None)
    monkeypatch.delattr(os, "sched_getaffinity")
    limit_memory(1)
    system.end_with_parent()
    assert core_count() == os.cpu_count()


def test_a_replaced_file_keeps_its_mode_where_files_have_no_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "chown")
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with atomic_write(path) as stream:
        stream.write(b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    keep_owner(str(path), path.stat(), 0o600)
    assert path.stat().st_mode & 0o777 == 0o600


def test_case_counts_on_this_file_system_whether_or_not_a_folder_exists(tmp_path: Path) -> None:
    assert not ignores_case(tmp_path)
    assert not ignores_case(tmp_path / "new" / "folder")
    assert not ignores_case("/")


def test_a_file_system_that_ignores_case_is_recognized(tmp_path: Path) -> None:
    (tmp_path / "Out").mkdir()
    (tmp_path / "oUT").symlink_to("Out")  # the same folder under both names, as there
    assert ignores_case(tmp_path / "Out")
    assert ignores_case(tmp_path / "Out" / "new")


@pytest.mark.parametrize("program", [["cleaner.cli.clean"], ["cleaner", "run"]])
def test_outputs_that_differ_in_case_are_kept_apart_where_case_does_not_count(
    program: list[str], tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "A.txt"):
        (tmp_path / "in" / name).write_text("It rained.\n")
    (tmp_path / "Out").mkdir()
    command = [sys.executable, "-m", *program, "-q", "in", "-o", "Out"]
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    (tmp_path / "oUT").symlink_to("Out")
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "a.txt" in done.stderr
    assert "A.txt" in done.stderr


def _double(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_a_connection_ends_though_a_worker_was_started_meanwhile() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname(), timeout=30)
        connection, _ = server.accept()
        with WorkerPool(str.upper, 1) as pool:
            assert [*pool.ordered([["a"]])] == [["A"]]
            connection.close()
            assert client.recv(1) == b""
        client.close()


def test_workers_may_be_new_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.batch.pool.start_method", lambda: "spawn")
    with WorkerPool(_double, 2) as pool:
        first, second = pool.ordered([[1, 2], [3, 13]])
    assert (first, second[0]) == ([2, 4], 6)
    assert isinstance(second[1], Failure)


SPAWNED = """
import sys
sys.modules["fcntl"] = None
sys.modules["resource"] = None
import cleaner.system
cleaner.system.start_method = lambda: "spawn"
if __name__ == "__main__":
    from cleaner.cli.{program} import main
    sys.argv = ["{program}", *sys.argv[1:]]
    main()
"""


@pytest.mark.parametrize("program", ["clean", "toolbox"])
def test_the_commands_work_without_what_other_systems_lack(program: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    lines = "".join(f"<p>{line}</p>" for line in neutral_lines())
    (tmp_path / "in" / "a.html").write_text(f"<title>Mill</title><article>{lines}<p>Advertisement</p></article>")
    (tmp_path / "in" / "b.txt").write_text("It rained.\nAdvertisement\n")
    script = tmp_path / "program.py"
    script.write_text(SPAWNED.format(program=program))
    command: list[Any] = [sys.executable, script, *(["run"] if program == "toolbox" else [])]
    done = subprocess.run(
        [*command, "in", "-o", "out", "-q", "-j", "2"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert run("in", "-o", "due", cwd=tmp_path).returncode == 0
    assert outputs(tmp_path / "out") == outputs(tmp_path / "due")
