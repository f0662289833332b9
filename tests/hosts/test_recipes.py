"""The recipes of a group print what PIPELINES.md shows. ``HOST_GROUP`` names the group whose environment this is."""

import os

import pytest

from tests.hosts.recipes import Section, run, sections

SECTIONS = sections(os.environ.get("HOST_GROUP", ""))

if SECTIONS:  # a group may be a test without a recipe

    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.title)
    def test_a_recipe_prints_what_the_page_shows(section: Section) -> None:
        assert run(section) == section.body
