"""Names of languages, and the tags that they become."""

import subprocess
import sys

import pytest

from cleaner.errors import OptionError
from cleaner.languages import normalize_language, require_language


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("de", "de"),
        ("de-AT", "de-AT"),
        (" en ", "en"),
        ("EN_us", "en-US"),
        ("deu", "de"),
        ("ger", "de"),
        ("German", "de"),
        ("simplified chinese", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("pt_BR", "pt-BR"),
        ("arb_Arab", "ar-Arab"),
        ("nob", "nb"),
        ("hbs", "sr-Latn"),
        ("aai", "aai"),
        ("de-DE-1996", "de-DE-1996"),
    ],
)
def test_tags_codes_and_english_names_become_tags(name: str, tag: str) -> None:
    assert normalize_language(name) == tag == normalize_language(tag)


@pytest.mark.parametrize("name", ["", "klingon", "xx", "xyz", "e", "en, de", "{{lang}}", "zh_CN.UTF-8", "\ud800"])
def test_other_names_are_unknown(name: str) -> None:
    assert normalize_language(name) is None
    with pytest.raises(OptionError, match="is unknown: give a BCP 47 tag"):
        require_language(name)


def test_undetermined_languages_are_unknown() -> None:
    assert [normalize_language(name) for name in ("und", "UND", "mul", "zxx")] == [None] * 4


def test_a_tag_in_canonical_form_needs_no_library() -> None:
    code = """if True:
        import sys
        from cleaner.languages import normalize_language
        assert normalize_language("de") == "de" and normalize_language("zh-Hant-TW") == "zh-Hant-TW"
        assert not {"babel", "langcodes"} & sys.modules.keys()
    """
    subprocess.run([sys.executable, "-c", code], check=True)
