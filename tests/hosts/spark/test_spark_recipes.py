"""The recipes of this group print what PIPELINES.md shows."""

import pytest

from tests.hosts.recipes import Section, run, sections


@pytest.mark.parametrize("section", sections("spark"), ids=lambda section: section.title)
def test_a_recipe_prints_what_the_page_shows(section: Section) -> None:
    assert run(section) == section.body
