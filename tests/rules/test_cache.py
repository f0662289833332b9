"""The cache of shipped rules: the same rules, and never a reason to fail."""

import json
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path

import pytest

from cleaner.errors import RulesError
from cleaner.rules import load
from cleaner.rules.cache import KEPT, cache_file
from cleaner.rules.find import shipped_files
from cleaner.rules.load import load_files, rule_files

RULES = """\
recognize: [The Town Courier says]
sites: [town.example]
rules:
  - { id: label, line: [Advertisement, Ad], removes: [Ad], keeps: ["Ad men said so."] }
  - { id: block, block: { from: Most Popular, while: { max_words: 9 } }, near_end: 3 }
  - { id: end, block: { from: { starts: Comments }, to_end: true }, prose_before: 3 }
  - { id: copies, repeats: { min_words: 9 } }
  - { id: box, select: [.box, "#box"], starts: [Sign up] }
  - { id: tags, starts: Tags, save_as: tags, saves: { "Tags: a, b": { tags: [a, b] } } }
  - { id: old, replaced_by: [shipped/label] }
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "shipped.yaml").write_text(RULES, "utf-8")
    return tmp_path


@pytest.fixture
def from_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Return a question: are the rules read, and read without their YAML."""

    def asked() -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(load, "load_file", lambda _: pytest.fail("the file was read"))
            try:
                load_files(rule_files(home / "shipped.yaml", "common", trusted=True))
            except pytest.fail.Exception:
                return False
            return True

    return asked


def rules(home: Path) -> object:
    return load_files(rule_files(home / "shipped.yaml", "common", trusted=True))


def caches(home: Path) -> list[Path]:
    return sorted((home / "cache" / "cleaner").glob("*"))


def test_rules_of_every_kind_come_back_as_they_were(home: Path, from_cache: Callable[[], bool]) -> None:
    first = rules(home)
    assert from_cache()
    assert rules(home) == first


def test_the_shipped_rules_come_back_as_they_were() -> None:
    assert load_files(shipped_files()) == load_files(shipped_files())


def test_a_file_that_changes_is_read_again(home: Path, from_cache: Callable[[], bool]) -> None:
    rules(home)
    (home / "shipped.yaml").write_text(RULES.replace("Advertisement", "Promotion"), "utf-8")
    assert not from_cache()
    assert "Promotion" in str(rules(home))
    assert from_cache()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff",
        b"{}",
        b"[1]",
        b"null",
        b"[]",
        b'[{"rules": [{}]}]',
        b"[" * 100_000,
        b'[{"rules": [{"matches": ["x", {}]}]}]',
    ],
)
def test_a_broken_cache_is_written_anew(home: Path, from_cache: Callable[[], bool], broken: bytes) -> None:
    first = rules(home)
    (cache,) = caches(home)
    cache.write_bytes(broken)
    assert rules(home) == first
    assert from_cache()


def test_a_folder_that_cannot_be_written_does_not_matter(home: Path) -> None:
    (home / "cache").write_text("a file", "utf-8")
    assert rules(home) == rules(home)


def test_without_a_home_there_is_no_cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    files = rule_files(home / "shipped.yaml", "common", trusted=True)
    assert cache_file(files) is None
    assert load_files(files).rules


def test_rules_with_mistakes_are_not_kept(home: Path) -> None:
    (home / "shipped.yaml").write_text("rules: [{ id: x, lnie: y }]", "utf-8")
    with pytest.raises(RulesError):
        rules(home)
    assert caches(home) == []


def test_a_users_own_files_are_always_read(home: Path) -> None:
    load_files(rule_files(home / "shipped.yaml", "user"))
    assert caches(home) == []


def test_old_caches_go(home: Path) -> None:
    for at in range(KEPT + 3):
        (home / "shipped.yaml").write_text(f"{RULES}# {at}\n", "utf-8")
        rules(home)
    assert len(caches(home)) == KEPT


def test_two_processes_may_write_it_at_once(home: Path, from_cache: Callable[[], bool]) -> None:
    with Pool(4) as pool:
        assert len(set(map(str, pool.map(rules, [home] * 8)))) == 1
    (cache,) = caches(home)
    assert json.loads(cache.read_bytes())
    assert from_cache()
