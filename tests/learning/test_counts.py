"""Counts are the same in whatever order, and in however many parts, pages are counted, saved and merged."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.learning import counts as counts_module
from cleaner.learning.counts import SAMPLED_PAGES, LineCounts
from cleaner.learning.pages import Page, line_key
from tests.learning.sites import FOOT, article, page, story_source

PAGES = [
    page(article(number, below=FOOT[: number % 3], inside=["Background"] * (number % 2)), day=number % 5, author="Ada")
    for number in range(SAMPLED_PAGES + 8)
]


def saved(counts: LineCounts, path: Path) -> bytes:
    counts.save(path)
    return path.read_bytes()


def whole(pages: list[Page], path: Path) -> bytes:
    with LineCounts() as counts:
        for each in pages:
            counts.add(each)
        return saved(counts, path)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), parts=st.integers(1, 6), max_lines=st.sampled_from([1, 40, 10_000]))
def test_any_order_and_any_parts_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, seed: int, parts: int, max_lines: int
) -> None:
    folder = tmp_path_factory.mktemp("counts")
    shuffled = story_source(seed).sample(PAGES, len(PAGES))
    files = []
    for part in range(parts):
        with LineCounts(max_lines) as counts:
            for each in shuffled[part::parts]:
                counts.add(each)
            files.append(folder / f"{part}.jsonl")
            counts.save(files[-1])
    with LineCounts() as merged:
        for file in story_source(seed + 1).sample(files, parts):
            merged.add_file(file)
        assert saved(merged, folder / "merged.jsonl") == whole(PAGES, folder / "whole.jsonl")


def test_saved_counts_are_continued(tmp_path: Path) -> None:
    whole(PAGES[:20], tmp_path / "first.jsonl.gz")
    with LineCounts() as counts:
        counts.add_file(tmp_path / "first.jsonl.gz")
        for each in PAGES[20:]:
            counts.add(each)
        assert saved(counts, tmp_path / "all.jsonl") == whole(PAGES, tmp_path / "whole.jsonl")


def test_files_beyond_a_limit_are_merged_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts_module, "MAX_FILES", 3)
    with LineCounts() as counts:
        for number, each in enumerate(PAGES):
            whole([each], tmp_path / f"{number}.jsonl")
            counts.add_file(tmp_path / f"{number}.jsonl")
        assert saved(counts, tmp_path / "all.jsonl") == whole(PAGES, tmp_path / "whole.jsonl")


def test_a_page_that_is_read_twice_counts_once() -> None:
    with LineCounts() as counts:
        for each in (PAGES[1], PAGES[1]):
            counts.add(each)
        assert [len(line.places) for line in counts.lines()] == [1] * len(PAGES[1].lines)
        assert len([*counts.pages()]) == 1


def test_sites_are_counted_apart() -> None:
    text = article(1, below=FOOT)
    with LineCounts() as counts:
        for site in ("a.example", "b.example"):
            counts.add(page(text, site=site))
        assert {(line.site, line.pages) for line in counts.lines()} == {("a.example", 1), ("b.example", 1)}


def test_no_two_lines_share_a_key() -> None:
    names = [f"{number:x}" for number in range(300)]
    keys = {line_key(site, text) for site in names for text in names}
    assert len(keys) == len(names) ** 2


@pytest.mark.parametrize("content", ["", "{}\n", "[1]\n", "\x00\n", '{"format": "counts of lines", "version": 0}\n'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(content)
    with LineCounts() as counts, pytest.raises(InputError, match="not a file of counts"):
        counts.add_file(path)


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "counts.jsonl"
    whole(PAGES[:3], path)
    path.write_bytes(path.read_bytes()[:-20])
    with LineCounts() as counts:
        counts.add_file(path)
        with pytest.raises(InputError, match="damaged"):
            [*counts.pages()]


def test_a_file_that_is_missing_is_reported(tmp_path: Path) -> None:
    with LineCounts() as counts, pytest.raises(InputError, match="cannot be read"):
        counts.add_file(tmp_path / "none.jsonl")
