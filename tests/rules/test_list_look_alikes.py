"""Lists that belong to an article stay, in any language, and lists of the page's own go.

``fixtures/lists/`` has a file for each language: an article, lines that may stand above its lists, a list of the page
below the line that marks it, and lists as articles have them, such as line-ups, results and ingredients.
"""

from pathlib import Path

import pytest

from cleaner import Cleaner, Options
from cleaner.types import Profile

FOLDER = Path(__file__).parents[2] / "fixtures" / "lists"
LANGUAGES = sorted(path.stem for path in FOLDER.iterdir())
PROFILES: tuple[Profile, ...] = ("careful", "standard", "aggressive")
CLEANERS = {profile: Cleaner(Options(profile=profile)) for profile in PROFILES}


def blocks(language: str) -> list[list[str]]:
    text = (FOLDER / f"{language}.txt").read_text("utf-8")
    return [block.split("\n") for block in text.rstrip("\n").split("\n\n")]


def taken(lines: list[str], profile: Profile) -> list[str]:
    """Return the lines of a text that rules for lists take."""
    removals = CLEANERS[profile].clean("\n".join(lines)).removals
    return [lines[removal.line - 1] for removal in removals if removal.rule.startswith("lists/")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_list_of_the_article_stays(language: str, profile: Profile) -> None:
    prose, neighbors, marked, *lists = blocks(language)
    for items in lists:
        assert not taken([*prose, *items, marked[0]], profile)
        assert not taken([*prose[:3], *items, prose[3], marked[0]], profile)
        for neighbor in neighbors:
            assert not taken([*prose, neighbor, *items, marked[0]], profile)
            assert not taken([*prose[:3], neighbor, *items, prose[3]], profile)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("profile", PROFILES)
def test_lists_of_the_article_as_long_as_the_foot_of_a_page_stay_above_it(language: str, profile: Profile) -> None:
    prose, _, marked, *lists = blocks(language)
    for three in zip(lists, [*lists[1:], *lists[:1]], [*lists[2:], *lists[:2]], strict=True):
        items = [item for part in three for item in part]
        assert len(items) >= 20
        assert not taken([*prose, *items, marked[0]], profile)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_the_page_goes_below_the_line_that_marks_it(language: str) -> None:
    prose, _, marked, *_ = blocks(language)
    lines = [*prose, *marked, *marked[1:]]
    removed = {removal.line for removal in CLEANERS["standard"].clean("\n".join(lines)).removals}
    assert removed == set(range(len(prose) + 1, len(lines) + 1))
    assert not taken(lines, "careful")
