"""The language of a text is detected on request, and only where nobody says it."""

import pytest

from cleaner import Cleaner
from cleaner.errors import OptionError
from cleaner.options import Options

GERMAN = "Der Bürgermeister sagte am Montag, dass die alte Brücke über den Fluss erst im Mai wieder geöffnet werde."
FRENCH = "Le maire a dit lundi que le vieux pont sur la rivière ne serait rouvert qu'au mois de mai prochain."


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner(detect_language=True)


@pytest.mark.parametrize(("text", "language"), [(GERMAN, "de"), (FRENCH, "fr"), ("* * *\n12:30", None), ("", None)])
def test_the_language_of_a_text_is_detected(cleaner: Cleaner, text: str, language: str | None) -> None:
    metadata = cleaner.clean(text).metadata
    assert metadata.get("language") == language
    assert metadata.sources.get("language") == ("detected" if language else None)


def test_a_language_that_somebody_says_is_not_detected(cleaner: Cleaner) -> None:
    assert cleaner.clean(GERMAN, language="da").metadata["language"] == "da"
    page = cleaner.clean(html=f"<html lang=nl><p>{GERMAN}</p></html>").metadata
    assert (page["language"], page.sources["language"]) == ("nl", "html lang")


def test_nothing_is_detected_by_default() -> None:
    assert "language" not in Cleaner().clean(GERMAN).metadata


def test_rules_of_other_languages_rest_in_a_text_of_a_detected_language(cleaner: Cleaner) -> None:
    text = "\n".join([*[f"{FRENCH} {number}." for number in range(4)], "Lesen Sie auch: Der Fluss steigt wieder"])
    rules = [removal.rule for removal in Cleaner().clean(text).removals]
    assert any(rule.startswith("de/") for rule in rules)
    assert not any(
        rule.startswith("de/") for removal in cleaner.clean(text).removals for rule in (removal.rule, *removal.also)
    )


def test_a_missing_package_is_an_error_before_anything_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(OptionError, match=r"pip install 'article-cleaner\[detect\]'"):
        Options(detect_language=True)
