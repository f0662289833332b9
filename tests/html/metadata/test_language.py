"""The language that a page declares."""

import pytest
from trafilatura import load_html

from cleaner.html.metadata.language import find_language, language_tag
from cleaner.html.metadata.page import read_page


@pytest.mark.parametrize(
    ("lang", "head", "language"),
    [
        ("de_DE", "", "de-DE"),
        ("en", '<meta property="og:locale" content="fr_FR"><meta name="language" content="fr">', "fr"),
        ("en", "<title>橋がようやく開通しました</title>", "ja"),
        ("{{ lang }}", "", None),
        ("", '<meta http-equiv="Content-Language" content="pt-BR, en">', "pt-BR"),
        ("deu", '<meta name="language" content="German">', "de"),
    ],
)
def test_the_language_is_what_most_places_declare(lang: str, head: str, language: str | None) -> None:
    tree = load_html(f'<html lang="{lang}"><head>{head}</head><body><p>The bridge opened.</p></body></html>')
    field = find_language(read_page(tree, url=None))
    assert (field and field[1]) == language


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("EN", "en"),
        ("en_us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("English", "en"),
        ("deutsch", "de"),
        ("ger", "de"),
        ("pt-BR,pt;q=0.9", "pt-BR"),
        ("und", None),
        ("xx", None),
        ("", None),
        (["en"], None),
        (None, None),
    ],
)
def test_tags_codes_and_names_become_bcp_47(value: object, tag: str | None) -> None:
    assert language_tag(value) == tag
