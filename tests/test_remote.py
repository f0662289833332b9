"""Object stores by fsspec's interface: its store in memory, which has what all stores have in common."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cleaner.batch import lease
from cleaner.batch.lease import leased
from cleaner.batch.shard import clean_shard
from cleaner.batch.store import OutputFolder, digest
from cleaner.errors import InputError, OptionError
from cleaner.io.inputs import find_inputs
from cleaner.places import contents, identity, place_of, relative_path, size_of, write_whole
from cleaner.remote import Address, shown_address
from tests.batch.runs import MAX_SECONDS, outputs
from tests.cli.commands import STORY, clean, cleaner_text

TEXT = f"{STORY}Advertisement\n"
RECORDS = "".join(f"{json.dumps({'id': number, 'text': TEXT})}\n" for number in range(3))

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")  # see system.start_method


@pytest.fixture
def store() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    system.pipe({"/in/a.txt": TEXT.encode(), "/in/b/c.jsonl": RECORDS.encode()})
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(TEXT)
    (tmp_path / "in" / "b" / "c.jsonl").write_text(RECORDS)
    return tmp_path


def below(store: Any, folder: str) -> dict[str, bytes]:
    """Return what a run wrote into a folder of the store except its records."""
    names = {name.removeprefix(f"/{folder}/"): name for name in store.find(f"/{folder}")}
    return {name: store.cat(path) for name, path in names.items() if not name.startswith("_cleaner/")}


def test_an_object_is_cleaned_as_its_file(store: Any, folder: Path) -> None:
    assert clean("memory://in/a.txt").out == clean("in/a.txt", cwd=folder).out
    assert store.cat("/in/a.txt") == TEXT.encode()


def test_a_folder_is_read_and_written(store: Any, folder: Path) -> None:
    assert clean("memory://in", "-o", "memory://out/", "-q").status == 0
    assert clean("in", "-o", "out/", "-q", cwd=folder).status == 0
    assert below(store, "out") == outputs(folder / "out")


def test_a_local_folder_goes_to_a_store_and_back(store: Any, folder: Path) -> None:
    assert clean("in", "-o", "memory://up/", "-q", cwd=folder).status == 0
    assert clean("in", "-o", "out/", "-q", cwd=folder).status == 0
    assert below(store, "up") == outputs(folder / "out")
    store.pipe("/in/b/d.txt.part", b"")
    back = clean("memory://in", "-o", "back/", cwd=folder)
    assert (back.status, back.err) == (0, "clean: not read: 1 file (1 .part)\n")
    assert [*outputs(folder / "back")] == ["a.txt", "b/c.jsonl"]


def test_all_destinations_may_be_on_a_store(store: Any) -> None:
    status = clean("memory://in", "-t", "jsonl", "-o", "memory://one.jsonl.gz", "--removed", "memory://r.jsonl").status
    assert status == 0
    assert store.cat("/one.jsonl.gz").startswith(b"\x1f\x8b")
    assert len(store.cat("/r.jsonl").splitlines()) == 4
    assert clean("memory://one.jsonl.gz", "-t", "jsonl").out.count("\n") == 4


def test_a_table_is_read_from_a_store(store: Any) -> None:
    assert clean("memory://in", "-o", "memory://all.parquet", "-q").status == 0
    assert [record["id"] for record in clean("memory://all.parquet", "-t", "jsonl").records()][1:] == ["0", "1", "2"]
    assert store.info("/all.parquet")["size"] > 0


def test_objects_are_cleaned_in_place(store: Any) -> None:
    assert clean("-i", "--backup=.orig", "--no-header", "memory://in/a.txt").status == 0
    assert store.cat("/in/a.txt") == STORY.encode()
    assert store.cat("/in/a.txt.orig") == TEXT.encode()


@pytest.mark.usefixtures("store")
def test_a_dry_run_and_a_check_write_nothing(store: Any) -> None:
    before = {*store.find("/")}
    assert clean("--check", "memory://in").status == 1
    dry = clean("--dry-run", "memory://in", "-o", "memory://out/")
    assert dry.out == "would write memory://out/a.txt\nwould write memory://out/b/c.jsonl\n"
    planned = cleaner_text("run", "--dry-run", "memory://in", "-o", "memory://out")
    assert sorted(planned.stdout.split("\n")) == sorted(dry.out.split("\n"))
    assert {*store.find("/")} == before


def test_patterns_choose_objects(store: Any) -> None:
    store.pipe({"/in/.cleanignore": b"a.*\r\n", "/in/.hidden.txt": b"x", "/in/_cleaner/x.txt": b"x"})
    names = [source.name for source in find_inputs(["memory://in"]).inputs]
    assert names == ["memory://in/b/c.jsonl"]
    store.pipe("/list", b"memory://in/a.txt\n")
    listed = clean("--files-from", "memory://list", "-t", "jsonl").records()
    assert [record["id"] for record in listed] == ["memory://in/a.txt"]


def test_keys_cannot_leave_the_output_folder(store: Any) -> None:
    store.store["/in/../../evil.txt"] = store.store["/in/a.txt"]
    assert all(".." not in source.relative for source in find_inputs(["memory://in"]).inputs)


def test_a_run_equals_a_local_run_and_resumes(store: Any, folder: Path) -> None:
    arguments = ("run", "memory://in", "-o", "memory://out", "-j", "1", "-q", "--removed", "memory://r.jsonl")
    assert cleaner_text(*arguments, "--metrics", "memory://m.prom").returncode == 0
    cleaner_text("run", "in", "-o", "out", "-j", "1", "-q", cwd=folder)
    assert below(store, "out") == outputs(folder / "out")
    assert b"cleaner_complete 1" in store.cat("/m.prom")
    summary = json.loads(store.cat("/out/_cleaner/summary.json"))
    assert (summary["read"], summary["shards"], summary["bytes_in"]) == (4, 2, len(TEXT) + len(RECORDS))
    assert not [name for name in store.find("/out") if "lock" in name]
    assert "2 of 2 shards done before" in cleaner_text(*arguments).stdout
    store.pipe("/in/a.txt", b"It rained.\n")
    store.rm("/out/b/c.jsonl")
    assert "done before" not in cleaner_text(*arguments).stdout
    assert sorted(below(store, "out")) == ["a.txt", "b/c.jsonl"]


def test_parts_restore_and_compare_work_on_a_store(store: Any) -> None:
    for part in ("1/2", "2/2"):
        done = cleaner_text("run", "memory://in", "-o", "memory://out", "-j", "1", "-q", "--shard", part)
        assert done.returncode == 0
    assert "/out/_cleaner/summary-2-of-2.json" in store.find("/out")
    removed = ("--removed", "memory://r.jsonl")
    cleaner_text("run", "memory://in", "-o", "memory://out", "-j", "1", "-q", *removed)
    assert "/out/_cleaner/summary-2-of-2.json" not in store.find("/out")
    old = below(store, "out")
    assert cleaner_text("restore", "memory://out", *removed).stdout == "4 removals put back in 2 files\n"
    assert below(store, "out") != old
    new = cleaner_text("run", "memory://in", "-o", "memory://new", "-j", "1", "-q", "--compare", "memory://out")
    assert "compared: 0 the same, 4 changed (4 lines less" in new.stdout


def test_a_shard_of_a_store_is_cleaned_from_python(store: Any) -> None:
    record = clean_shard("memory://in/b/c.jsonl", "memory://out/c.jsonl")
    assert (record["read"], record["written"]) == (3, 3)
    assert clean_shard("memory://in/b/c.jsonl", "memory://out/c.jsonl")["seconds"] == record["seconds"], "it is done"
    assert len(store.cat("/out/c.jsonl").splitlines()) == 3
    with pytest.raises(OptionError, match="is not below"):
        clean_shard("memory://in/a.txt", "memory://out/a.txt", folder="memory://other")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["memory://none.txt"], 3, "memory://none.txt: no such file"),
        (["memory://in", "-o", "memory://in/a.txt"], 2, "is a file, and several inputs need a folder"),
        (["memory://in/a.txt", "-o", "memory://in/a.txt"], 2, "is an input: to overwrite the inputs, use -i"),
        (["gs://bucket/a.txt"], 2, "pip install 'article-cleaner[remote]' gcsfs to use it"),
        (["abfs://bucket/a.txt"], 2, "pip install 'article-cleaner[remote]' adlfs to use it"),
        (["hf://datasets/a/b"], 2, "pip install 'article-cleaner[remote]' huggingface_hub to use it"),
        (["file:///srv/a.txt"], 2, "is an address, not a path: name /srv/a.txt"),
        (["abfs+x://node/a.txt"], 2, "fsspec knows none with abfs+x://: copy the file here, or pipe it to clean"),
        (["memory://in/a.txt", "-o", "https://a.example/b"], 2, "https://a.example/b cannot be written to"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("store")
def test_a_mistake_is_reported_in_a_line(arguments: list[str], status: int, message: str) -> None:
    result = clean(*arguments)
    assert (result.status, result.out) == (status, "")
    assert message in result.err
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("store")
def test_what_a_run_cannot_use_is_refused(tmp_path: Path) -> None:
    log = cleaner_text("run", "memory://in", "-o", "memory://out", "--log", "memory://log")
    assert (log.returncode, "cannot append" in log.stderr) == (2, True)
    web = cleaner_text("run", "memory://in", "-o", "http://a.example/out", cwd=tmp_path)
    assert (web.returncode, "cannot be written to" in web.stderr) == (2, True)
    assert not any(tmp_path.iterdir())


def test_a_write_that_breaks_off_leaves_the_old_object(store: Any) -> None:
    place = place_of("memory://in/a.txt")
    with suppress(KeyError), write_whole(place) as stream:
        stream.write(b"half")
        raise KeyError
    assert store.cat("/in/a.txt") == TEXT.encode()


def test_what_a_package_raises_is_an_error_of_the_address(store: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class BucketError(Exception):
        status = 403

    def refuse(*_: object, **__: object) -> None:
        raise BucketError("secret\nsecond line")

    monkeypatch.setattr(type(store), "info", refuse)
    with pytest.raises(PermissionError, match=r"access is denied \(HTTP 403\)"):
        Address("memory://in/a.txt").stat()
    assert size_of("memory://in/a.txt") == 0
    result = clean("memory://in/a.txt")
    assert (result.status, result.err.count("\n")) == (3, 1)


@pytest.mark.usefixtures("store")
def test_an_address_has_the_methods_of_a_path() -> None:
    place = place_of("memory://in") / "b" / "c.jsonl"
    assert isinstance(place, Address)
    assert (place.name, place.stem, str(place.parent)) == ("c.jsonl", "c", "memory://in/b")
    assert (place.exists(), place.is_file(), place.is_dir(), place.parent.is_dir()) == (True, True, False, True)
    assert place.stat().st_size == len(RECORDS)
    assert [*contents(place.parent, ".jsonl")] == [place]
    assert [*place_of("memory://none").glob("*")] == []
    assert digest(place) == digest(str(place)) != digest("memory://in/a.txt")
    assert digest("memory://none") == ""
    assert identity("memory://in/") == identity("memory://in")
    assert relative_path(str(place), place_of("memory://in")) == "b/c.jsonl"
    place.unlink()
    place.unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError):
        place.unlink()
    with pytest.raises(OSError, match="no such file"):
        place.read_bytes()


def test_secrets_are_not_shown() -> None:
    signed = "https://ann:hush@a.example:8/b/c.jsonl?X-Amz-Signature=hush&x=1"
    assert shown_address(signed) == "https://a.example:8/b/c.jsonl"
    for query in ("sig=h", "x=1&access_token=h", "AWSAccessKeyId=h", "api_key=h"):
        assert shown_address(f"https://a.example/b?{query}") == "https://a.example/b"
    assert shown_address("https://a.example/b?id=5&monkey-business=1") == "https://a.example/b?id=5&monkey-business=1"


def is_locked(path: Address, *, shared: bool) -> bool:
    try:
        with leased(path, shared=shared, wait=False):
            return False
    except BlockingIOError as error:
        return "process" in str(error)


def test_a_lock_is_shared_or_held_alone(monkeypatch: pytest.MonkeyPatch, store: Any) -> None:
    path = Address("memory://out/_cleaner/lock")
    with leased(path, shared=True, wait=False), leased(path, shared=True, wait=False):
        assert is_locked(path, shared=False)
    with leased(path, shared=False, wait=False):
        assert is_locked(path, shared=False)
        assert is_locked(path, shared=True)
    assert not store.exists("/out/_cleaner") or store.ls("/out/_cleaner") == []
    monkeypatch.setattr(lease, "POLL_SECONDS", 0.01)
    store.pipe("/out/_cleaner/lock.alone", json.dumps({"pid": 1, "host": "other", "ends": 0}).encode())
    with leased(path, shared=False, wait=True):
        pass
    assert not store.exists("/out/_cleaner/lock.alone")


def test_a_lock_of_another_machine_holds_until_it_ends(store: Any) -> None:
    state = {"pid": 7, "host": "other", "token": "x", "ends": 1e12}
    store.pipe("/out/_cleaner/lock.alone", json.dumps(state).encode())
    folder = OutputFolder("memory://out")
    with pytest.raises(OptionError, match="locked by process 7 on other"), folder.locked(wait=False):
        raise AssertionError("it is locked")


def test_a_lock_is_renewed_and_its_loss_ends_the_run(monkeypatch: pytest.MonkeyPatch, store: Any) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", 0.3)
    path = Address("memory://out/lock")
    with pytest.raises(InputError, match="another process has taken the lock"), leased(path, shared=False, wait=False):
        _lose(store)
    assert json.loads(store.cat("/out/lock.alone")) == {"token": "theirs"}


def _lose(store: Any) -> None:
    """Wait for a renewal of the lock, give it to another process, and wait for the interrupt."""
    first = json.loads(store.cat("/out/lock.alone"))
    with suppress(KeyboardInterrupt):
        while json.loads(store.cat("/out/lock.alone"))["ends"] == first["ends"]:
            time.sleep(0.01)
        store.pipe("/out/lock.alone", b'{"token": "theirs"}')
        end = time.monotonic() + MAX_SECONDS
        while time.monotonic() < end:
            time.sleep(0.01)
