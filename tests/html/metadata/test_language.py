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


TEXTS = {
    "de": """Der Hafenrat hat am Montag beschlossen, den nördlichen Pier wieder zu öffnen, und das ist für die Leute in
        der Stadt eine gute Nachricht, denn sie warten auf ihn seit neun Monaten. Es hat länger gedauert, weil
        sich der Boden im Frühjahr verschoben hat, und auch mit den Pfeilern war nicht alles so, wie man es dachte.""",
    "en": """The harbor board voted on Monday to open the northern pier again, and it is good news for the people of the
        town, who have waited for this for nine months. The work took longer than was planned, because the floor of the
        sea had moved in the spring, and with the pillars not all was as they thought it to be.""",
    "fr": """Le conseil du port a voté lundi pour que la jetée du nord soit ouverte, et c'est une bonne nouvelle pour
        les gens de la ville, qui attendent depuis neuf mois. Les travaux ont pris du temps, parce que le fond de la mer
        avait bougé au printemps, et tout ne se passait pas comme on le pensait avec les piliers dans une eau.""",
    "pl": """Rada portu w poniedziałek zdecydowała, że molo znów będzie otwarte, i jest to dobra wiadomość dla ludzi z
        miasta, którzy na nie czekali do wiosny. Prace trwały dłużej, bo dno się przesunęło, a jak się okazało, nie było
        to wszystko, co zostało do zrobienia przez robotników na brzegu, oraz w wodzie, po której nikt nie pływał.""",
    "ru": """Совет порта в понедельник решил открыть северный причал, и это хорошая новость для жителей, что ждали его
        из года в год. Работы шли по плану не всегда, но также и на дне от шторма было не всё так, как думали, и с
        опорами что-то случилось, из чего рабочие по утрам делали свои выводы, как и за год до этого, и не на всё.""",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
@pytest.mark.parametrize("declared", ["", "en", "en-US"])
def test_the_words_of_a_text_count_where_none_or_english_is_declared(language: str, text: str, declared: str) -> None:
    tree = load_html(f'<html lang="{declared}"><body><h1>Pier</h1><p>{text}</p></body></html>')
    field = find_language(read_page(tree, url=None))
    assert field is not None
    assert field[1] == (declared if language == "en" and declared else language)


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("en", "Der Hafenrat hat am Montag beschlossen, den nördlichen Pier wieder zu öffnen."),
        ("lb", TEXTS["de"]),
        ("de-CH", TEXTS["de"]),
        ("en", f"{TEXTS['en']} {TEXTS['en']} {TEXTS['de']}"),
    ],
)
def test_a_quotation_or_a_sister_language_changes_nothing(declared: str, text: str) -> None:
    tree = load_html(f'<html lang="{declared}"><body><h1>Pier</h1><p>{text}</p></body></html>')
    field = find_language(read_page(tree, url=None))
    assert field is not None
    assert field[1] == declared


POST = "The pier is open and it was the first boat of the year that is to leave for the island with the post on it."
FERRY_POST = (
    "Die Fähre ist nicht mit der Post gefahren, und das ist für die Insel auch in dem Jahr ein Problem von den Leuten."
)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        (f"<div>{POST}</div><div>{POST}</div>", "en"),
        (f"<table><tr><td>{FERRY_POST}</td></tr><tr><td>{FERRY_POST}</td></tr></table>", "de"),
        (f"<ul><li>{POST}<br>{POST}</li></ul>", "en"),
        (f"<div><a>{POST}</a></div>", None),
        ("<p>" + "北港码头将于六月重新开放，第一班船将在早上六点出发。" * 4 + "</p>", "zh"),
        ("<p>" + "港務局は月曜日の夜に桟橋を再開することを決めました。" * 4 + "</p>", "ja"),
        ("<p>" + "המזח הצפוני ייפתח מחדש ביוני אחרי הסערה שהרסה אותו. " * 4 + "</p>", "he"),
        ("<p>" + "قرر مجلس الميناء إعادة فتح الرصيف الشمالي بعد العاصفة. " * 4 + "</p>", "ar"),
        ("<p>" + "هیئت بندر تصمیم گرفت که اسکله شمالی را پس از توفان باز کند. " * 4 + "</p>", "fa"),
        ("<p>Board of 東京 said that 大阪 follows.</p>", None),
        ("<p>Pier</p>", None),
    ],
)
def test_an_undeclared_language_is_found_by_the_words_and_letters_of_all_blocks(
    body: str, language: str | None
) -> None:
    field = find_language(read_page(load_html(f"<html><body>{body}</body></html>"), url=None))
    assert (field and field[1]) == language
