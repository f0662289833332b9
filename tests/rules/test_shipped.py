"""The compiled file of the shipped rules: read as it is, and compiled again only if what it was made from differs."""

import os
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path

import pytest

from cleaner.rules import compiled, shipped
from cleaner.rules.active import RuleLayers
from cleaner.rules.load import load_text

RULES = "rules: [{ id: label, line: Advertisement }]\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of shipped rules of our own, beside the place of its compiled file."""
    folder = tmp_path / "rules"
    (folder / "common").mkdir(parents=True)
    (folder / "common" / "ads.yaml").write_text(RULES, "utf-8")
    monkeypatch.setattr("cleaner.rules.shipped.shipped_path", lambda: str(folder))
    monkeypatch.setattr("cleaner.rules.load.shipped_folder", lambda: folder)
    monkeypatch.setattr(shipped, "COMPILED_FILE", str(tmp_path / "shipped-rules.dat"))
    return tmp_path


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return a function that reads the shipped rules and returns how often they were compiled so far."""
    count = 0

    def counted(*arguments: object, **options: object) -> bytes:
        nonlocal count
        count += 1
        return compiled.compile_rules(*arguments, **options)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(shipped, "compile_rules", counted)

    def read() -> int:
        shipped.shipped_rules()
        return count

    return read


def test_rules_are_compiled_once(checkout: Path, compilations: Callable[[], int]) -> None:
    assert [compilations(), compilations()] == [1, 1]
    assert (checkout / "shipped-rules.dat").exists()


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename"])
def test_a_change_of_files_compiles_once_again(checkout: Path, compilations: Callable[[], int], change: str) -> None:
    folder, more = checkout / "rules" / "common", checkout / "rules" / "common" / "more.yaml"
    more.write_text("rules: [{ id: x, line: X }]", "utf-8")
    assert compilations() == 1
    if change == "edit":  # as long as before, and at the same time
        times = more.stat()
        more.write_text("rules: [{ id: x, line: Y }]", "utf-8")
        os.utime(more, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif change == "add":
        (folder / "new.yaml").write_text("rules: [{ id: y, line: Y }]", "utf-8")
    elif change == "remove":
        more.unlink()
    else:
        more.rename(folder / "other.yaml")
    assert [compilations(), compilations()] == [2, 2]


def test_a_change_of_times_does_not(checkout: Path, compilations: Callable[[], int]) -> None:
    compilations()
    os.utime(checkout / "rules" / "common" / "ads.yaml", ns=(0, 0))
    assert compilations() == 1


def test_two_environments_in_turn_do_not(
    checkout: Path, compilations: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for home in ("first", "second", "first"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(checkout / home))
        monkeypatch.setenv("HOME", str(checkout / home))
        assert compilations() == 1
    assert sorted(path.name for path in checkout.iterdir()) == ["rules", "shipped-rules.dat"]


def test_an_installation_trusts_its_file(
    checkout: Path, compilations: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    compilations()
    monkeypatch.setattr(shipped, "is_installed", lambda _: True)
    monkeypatch.setattr(shipped, "source_of", lambda _: pytest.fail("the files were read"))
    assert compilations() == 1
    assert checkout.exists()


@pytest.mark.parametrize("is_installed", [False, True])
@pytest.mark.parametrize("broken", [b"", b"\xff", b"{}\n", b"cut"])
def test_a_broken_file_is_written_again(
    checkout: Path,
    compilations: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    *,
    broken: bytes,
    is_installed: bool,
) -> None:
    compilations()
    file = checkout / "shipped-rules.dat"
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] if broken == b"cut" else broken)
    monkeypatch.setattr(shipped, "is_installed", lambda _: is_installed)
    assert [compilations(), compilations()] == [2, 2]
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_does_not_matter(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shipped, "COMPILED_FILE", str(checkout / "nowhere" / "shipped-rules.dat"))
    assert shipped.shipped_rules().ids == ["ads/label"]
    assert capsys.readouterr() == ("", "")
    assert not (checkout / "nowhere").exists()


def test_no_temporary_file_stays(checkout: Path) -> None:
    (checkout / "shipped-rules.dat").mkdir()
    assert shipped.shipped_rules().ids == ["ads/label"]
    assert sorted(path.name for path in checkout.iterdir()) == ["rules", "shipped-rules.dat"]


def read_ids(_: int) -> list[str]:
    return shipped.shipped_rules().ids


def test_processes_may_write_it_at_once(checkout: Path) -> None:
    with Pool(4) as pool:
        assert pool.map(read_ids, range(8)) == [["ads/label"]] * 8
    assert sorted(path.name for path in checkout.iterdir()) == ["rules", "shipped-rules.dat"]


@pytest.mark.usefixtures("checkout")
def test_the_compiled_rules_are_those_of_the_files() -> None:
    rules = RuleLayers(shipped.shipped_rules()).rule_set().rules
    assert [rule.path for rule in rules] == ["common/ads.yaml"]
    assert [rule.matches for rule in rules] == [rule.matches for rule in load_text(RULES).rules]
