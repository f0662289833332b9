"""A cue to read on takes the headline that belongs to it, and nothing of the article behind it."""

import pytest

from cleaner import Cleaner
from tests.rules.test_list_look_alikes import blocks

CLEANER = Cleaner()

BOXES = {
    "en": ("Read also:", "River floods two towns in one night"),
    "de": ("Lesen Sie auch:", "Fluss überflutet zwei Dörfer in einer Nacht"),
    "fr": ("À lire aussi :", "La rivière inonde deux villages en une nuit"),
    "es": ("Te puede interesar:", "El río inunda dos pueblos en una noche"),
    "ru": ("Читайте также:", "Река затопила два села за одну ночь"),
    "pl": ("Przeczytaj także:", "Rzeka zalała dwie wsie w jedną noc"),
    "zh": ("延伸阅读", "河水一夜之间淹没两个村庄"),
    "tr": ("Ayrıca okuyun:", "Nehir bir gecede iki köyü sular altında bıraktı"),
}


def gone(lines: list[str]) -> list[str]:
    return [lines[removal.line - 1] for removal in CLEANER.clean("\n".join(lines)).removals]


@pytest.mark.parametrize("language", BOXES)
def test_a_cue_takes_its_headline(language: str) -> None:
    prose, (cue, headline) = blocks(language)[0], BOXES[language]
    assert gone([*prose[:2], cue, headline, *prose[2:]]) == [cue, headline]


@pytest.mark.parametrize("language", BOXES)
def test_a_cue_does_not_take_what_may_be_a_subhead(language: str) -> None:
    prose, (cue, headline) = blocks(language)[0], BOXES[language]
    subhead = headline[: len(headline) // 3]
    assert subhead not in gone([*prose[:2], cue, headline, subhead, *prose[2:]])
    assert not set(prose) & set(gone([*prose[:2], cue, *prose[2:]]))
