"""Rules that are ready: the same as loaded ones, for as long as no file changes, and never a reason to fail."""

import os
import pickle
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path

import pytest

from cleaner import Cleaner, RulesError
from cleaner.rules import active as running
from cleaner.rules import stamp

RULES = """\
sites: [town.example]
recognize: [The Town Courier says]
rules:
  - { id: label, line: [Advertisement, Ad] }
  - { id: block, block: { from: Most Popular, while: { max_words: 9 } }, near_end: 3 }
  - { id: copies, repeats: { min_words: 9 } }
  - { id: box, select: [.box, "#box"], starts: [Sign up] }
  - { id: tags, starts: Tags, save_as: tags }
  - { id: menu, only_words: [home, news] }
  - { id: count, regex: '^\\d+ comments$' }
  - { id: kept, line: Ad astra, keep: true }
  - { id: noted, starts: By, remove: nothing, save_as: author }
"""
TEXT = "The Town Courier says no.\nBy Jane Doe\nAdvertisement\nHome News\n3 comments\nTags: a, b\nMost Popular\nA\nB"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(stamp, "TICK", 0)  # files of this test are new
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "town.yaml").write_text(RULES, "utf-8")
    return tmp_path


@pytest.fixture
def is_ready(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Return a question: are the rules there without loading them?"""

    def asked() -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(running, "load_rules", lambda *_, **__: pytest.fail("rules were loaded"))
            try:
                cleaner(home)
            except pytest.fail.Exception:
                return False
            return True

    return asked


def cleaner(home: Path, **changes: object) -> Cleaner:
    return Cleaner(rules=[home / "rules"], default_rules=False, **changes)  # type: ignore[arg-type]  # options


def cleaned(home: Path) -> object:
    article = cleaner(home).clean(TEXT)
    return article.text, article.metadata, article.removals, article.saved


def kept(home: Path) -> list[Path]:
    return sorted((home / "cache" / "cleaner").glob("start-*"))


def test_articles_are_the_same_and_rules_are_loaded_once(home: Path, is_ready: Callable[[], bool]) -> None:
    first = cleaned(home)
    assert is_ready()
    assert cleaned(home) == first


def test_who_asks_for_the_rules_gets_them_whole(home: Path) -> None:
    loaded = cleaner(home)
    loaded.clean(TEXT)
    ready = cleaner(home)
    assert ready.rule_set == loaded.rule_set
    assert (ready.digest, ready.fingerprint, ready.warnings) == (loaded.digest, loaded.fingerprint, loaded.warnings)
    assert [one.rule.id for one in ready.select_rules.rules] == ["town/box"]


def test_each_rule_comes_back_as_it_does(home: Path) -> None:
    loaded = cleaner(home)
    loaded.clean(TEXT)
    told = [repr(rule).partition("about")[0] for rule in loaded.engine.rules]
    assert [repr(rule).partition("about")[0] for rule in cleaner(home).engine.rules] == told


@pytest.mark.parametrize("change", ["edit", "touch", "add", "remove", "rename"])
def test_any_change_of_files_is_seen(home: Path, is_ready: Callable[[], bool], change: str) -> None:
    folder = home / "rules"
    (folder / "more.yaml").write_text("rules: [{ id: x, line: X }]", "utf-8")
    cleaned(home)
    assert is_ready()
    if change == "edit":  # as long as before, and at the same time
        times = (folder / "more.yaml").stat()
        (folder / "more.yaml").write_text("rules: [{ id: x, line: Y }]", "utf-8")
        os.utime(folder / "more.yaml", ns=(times.st_atime_ns, times.st_mtime_ns))
    elif change == "touch":
        (folder / "more.yaml").touch()
    elif change == "add":
        (folder / "new.yaml").write_text("rules: [{ id: y, line: Y }]", "utf-8")
    elif change == "remove":
        (folder / "more.yaml").unlink()
    else:
        (folder / "more.yaml").rename(folder / "other.yaml")
    assert not is_ready()


def test_what_is_written_just_now_is_not_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "TICK", 2_000_000_000)
    cleaned(home)
    assert kept(home) == []


def test_another_profile_or_choice_is_another_request(home: Path) -> None:
    for changes in ({}, {"profile": "careful"}, {"disable": ("town/label",)}):
        assert cleaner(home, **changes).clean(TEXT).removals
    assert len(kept(home)) == 3
    assert "Advertisement" in cleaner(home, disable=("town/label",)).clean(TEXT).text


def test_a_pack_that_is_installed_is_seen(
    home: Path, is_ready: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned(home)
    assert is_ready()
    site = home / "site"
    (site / "pack-1.dist-info").mkdir(parents=True)
    (site / "pack-1.dist-info" / "entry_points.txt").write_text("[cleaner.rules]\npack = nowhere\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    assert not is_ready()


@pytest.mark.parametrize("broken", [b"", b"\xff", b"{}\n", b"[1]\n", b"null\n", b"[" * 100_000, "cut", "changed"])
def test_a_broken_file_is_as_good_as_none(home: Path, is_ready: Callable[[], bool], broken: bytes | str) -> None:
    first = cleaned(home)
    (file,) = kept(home)
    whole = file.read_bytes()
    pieces = {"cut": whole[:-9], "changed": whole.replace(b"advertisement", b"advertisements"[:13].upper())}
    file.write_bytes(pieces[broken] if isinstance(broken, str) else broken)
    assert not is_ready()
    assert cleaned(home) == first
    assert is_ready()


def test_a_folder_that_cannot_be_written_does_not_matter(home: Path) -> None:
    (home / "cache").write_text("a file", "utf-8")
    assert cleaned(home) == cleaned(home)


def test_rules_with_mistakes_are_told_each_time(home: Path) -> None:
    (home / "rules" / "bad.yaml").write_text("rules: [{ id: x, lnie: y }]", "utf-8")
    for _ in range(2):
        with pytest.raises(RulesError):
            cleaner(home)
    assert kept(home) == []


def test_a_cleaner_whose_rules_were_ready_travels(home: Path) -> None:
    first = cleaned(home)
    ready = pickle.loads(pickle.dumps(cleaner(home)))  # noqa: S301 - our own
    article = ready.clean(TEXT)
    assert (article.text, article.metadata, article.removals, article.saved) == first


def test_processes_may_write_it_at_once(home: Path, is_ready: Callable[[], bool]) -> None:
    with Pool(4) as pool:
        assert len(set(map(str, pool.map(cleaned, [home] * 8)))) == 1
    assert is_ready()
