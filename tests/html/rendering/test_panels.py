"""A button that opens a panel of text is its title."""

import pytest

from cleaner.html.lines import PageLine, read_lines
from cleaner.html.parse import parse_page
from cleaner.html.rendering.page import show_inline

ANSWER = "<p>No, the last boat leaves at half past five, in summer and in winter.</p>"
BUTTON = "<button aria-expanded='false'>Is there a night boat?</button>"
NAMED = "<button aria-expanded='true' aria-controls='a1'>Is there a night boat?</button>"


@pytest.mark.parametrize(
    "body",
    [
        f"{BUTTON}<div>{ANSWER}</div>",
        f"<div>{BUTTON}</div><div hidden>{ANSWER}</div>",
        f"<ul><li><div><div>{BUTTON}</div></div><div>{ANSWER}</div></li></ul>",
        f"<section>{NAMED}</section><section id='a1'>{ANSWER}</section>",
        f"<div>{NAMED}<button aria-expanded='true'>+</button></div><hr><div id='a1'>{ANSWER}</div>",
        "<button aria-expanded='false'><h3>Is there a night boat?</h3></button>" + ANSWER,
    ],
)
def test_the_button_that_opens_a_panel_is_its_title(body: str) -> None:
    assert "Is there a night boat?" in titles(body)


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{BUTTON}<div>{ANSWER}</div></nav>",
        f"<header><div>{NAMED}</div></header><div id='a1'>{ANSWER}</div>",
        f"<div>{BUTTON}</div><p>See below.</p>",
        f"<button>Is there a night boat?</button><div>{ANSWER}</div>",
        f"<button aria-expanded='false'>More</button><div>{ANSWER}</div>",
        f"{BUTTON}",
        f"<div><div><div><div>{BUTTON}</div></div></div></div><div>{ANSWER}</div>",
    ],
)
def test_another_button_is_no_title(body: str) -> None:
    assert titles(body) == []


def test_a_button_in_a_sentence_or_a_heading_stays_in_it() -> None:
    gloss = "<button aria-expanded='false' aria-controls='a1'>ferry line</button>"
    sentence = lines_of(f"<p>The {gloss} will close on Monday.</p><div id='a1'>{ANSWER}</div>")[0]
    assert (sentence.text, sentence.container.tag) == ("The ferry line will close on Monday.", "p")
    heading = lines_of(f"<h3>{BUTTON}</h3><div>{ANSWER}</div>")[0]
    assert (heading.text, heading.container.tag) == ("Is there a night boat?", "h3")


def titles(body: str) -> list[str]:
    return [
        line.text
        for line in lines_of(body)
        if any(container.tag == "summary" for container in line.container.lineage())
    ]


def lines_of(body: str) -> list[PageLine]:
    markup = f"<html><body>{body}</body></html>"
    tree = parse_page(markup).tree
    show_inline(tree, tuple(tree.iter()), markup)
    return read_lines(tree)
