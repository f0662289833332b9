"""Pages of two or three paragraphs, unlike the small pages that scorers learn from: all text is kept, and no menu."""

from functools import cache

import pytest

from cleaner import Cleaner
from cleaner.types import Effort

GERMAN = (
    "Der Chor der Talgemeinde singt am Sonntag zum ersten Mal seit dem Brand wieder in der alten Kirche.",
    "Die Orgel fehlt noch, doch ein Klavier aus der Schule wird neben dem Altar stehen.",
)
SPANISH = (
    "El molino viejo vuelve a moler trigo después de treinta años de silencio junto al río.",
    "Los vecinos repararon la rueda con madera de alerce, que aguanta mejor el agua que el pino.",
    "La primera harina se repartirá el domingo en la plaza, entre quienes ayudaron.",
)
FRENCH = (
    "La bibliothèque du village prête depuis mardi des outils : scies, perceuses et échelles.",
    "Un atelier ouvre chaque samedi matin, où l'on apprend à réparer plutôt qu'à jeter.",
    "Qui rend une scie ébréchée doit l'affûter lui-même, sous l'œil d'un ancien menuisier du bourg.",
    "Cent familles se sont inscrites la première semaine, et les échelles manquent déjà.",
)


@cache
def cleaner(effort: Effort) -> Cleaner:
    return Cleaner(effort=effort, text_format="text")


@pytest.mark.parametrize("effort", ["fast", "standard"])
@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<table><tr><td><p>{GERMAN[0]}</p><p>{GERMAN[1]}</p></td></tr></table>", GERMAN),
        (
            (
                "<div id='menu'><a href='/'>Inicio</a> | <a href='/f'>Fotos</a> | <a href='/c'>Contacto</a></div>"
                f"<div id='texto'><p>{SPANISH[0]}</p><h3><a href='#rueda'>La rueda</a></h3><p>{SPANISH[1]}</p>"
                f"<p>{SPANISH[2]}</p></div>"
            ),
            (SPANISH[0], "La rueda", *SPANISH[1:]),
        ),
        (
            (
                "<ul class='nav'><li><a href='/'>Accueil</a></li><li><a href='/n'>Nouvelles</a></li></ul>"
                f"<section><p>{FRENCH[0]}</p><figure><img src='/a.jpg'><figcaption>Une scie</figcaption></figure>"
                f"<p>{FRENCH[1]}</p><p>{FRENCH[2]}</p><p>{FRENCH[3]}</p></section>"
                "<footer><p>Tous droits réservés.</p></footer>"
            ),
            FRENCH,
        ),
        (
            (
                f"<main><p>{SPANISH[0]}</p><p>{SPANISH[1]} <a href='/m'>Más sobre el molino</a></p><p>{SPANISH[2]}</p>"
                "<aside><ul><li><a href='/1'>Abre la piscina</a></li><li><a href='/2'>Nieve en el puerto</a></li></ul>"
                "</aside></main>"
            ),
            (SPANISH[0], f"{SPANISH[1]} Más sobre el molino", SPANISH[2]),
        ),
    ],
)
def test_the_text_of_a_small_page_is_kept_and_its_menu_is_not(
    body: str, lines: tuple[str, ...], effort: Effort
) -> None:
    page = f"<html><head><title>Noticias</title></head><body>{body}</body></html>"
    assert tuple(cleaner(effort).clean(html=page).text.split("\n\n")) == lines
