"""Nodes that begin with a line of the site and vary below it are proposed as ``select`` rules; an article's are not."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from cleaner.learning.pages import Page, page_of, uncertain_rules
from cleaner.learning.proposals import Proposal
from cleaner.learning.rule_file import learned_files
from tests.learning.sites import FOOT, SITE, article, cleaner, learned, sentence, story_source, title

HEAD = "News from the Quarry desk"

Box = Callable[[str, Sequence[str]], str]
"""Returns a box of a page: its head, and its teasers."""


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def box_in(opening: str) -> Box:
    tag = opening.split(maxsplit=1)[0]
    return lambda head, teasers: f"<{opening}>{paragraphs([head, *teasers])}</{tag}>"


def page(number: int, box: Box, teasers: Sequence[str], *, head: str = HEAD, is_page: bool = False) -> Page:
    """Return a page whose extracted article has the box; with ``is_page``, its head is a heading."""
    text = article(number, below=[head, *teasers, *FOOT])
    lines = text.split("\n\n")
    body, foot = lines[: -len(teasers) - 1 - len(FOOT)], lines[-len(FOOT) :]
    html = f'<div class="story">{paragraphs(body)}{box(head, teasers)}</div>{paragraphs(foot)}'
    marked = text.replace(f"\n\n{head}\n", f"\n\n### {head}\n") if is_page else text
    found = page_of(cleaner().clean(marked, markdown=is_page), SITE, uncertain=uncertain_rules(cleaner()), html=html)
    assert found
    return found


def titles(number: int) -> list[str]:
    source = story_source(1000 + number)
    return [title(source) for _ in range(2 + number % 3)]


def selected(pages: Sequence[Page]) -> list[Proposal]:
    return [proposal for proposal in learned(pages).proposals if proposal.kind == "select"]


@pytest.mark.parametrize(
    ("box", "selector"),
    [
        (box_in('div class="picks"'), "div.picks"),
        (box_in('section id="picks"'), "section#picks"),
        (box_in('aside class="sc-1a2b3c picks-of-readers box"'), "aside.picks-of-readers"),
        (lambda *box: f'<div class="side">{box_in("ul class=list")(*box)}</div>', "div.side"),
    ],
)
def test_a_box_with_a_constant_head_is_proposed(box: Box, selector: str, tmp_path: Path) -> None:
    (proposal,) = selected([page(number, box, titles(number)) for number in range(8)])
    assert (proposal.selector, proposal.texts, proposal.pages) == (selector, (HEAD,), 8)
    assert proposal.as_dict()["selector"] == selector
    file = learned_files({tmp_path / "learned.yaml": [proposal]}, cleaner().rule_set)[tmp_path / "learned.yaml"]
    assert file.ids == (proposal.id,)
    assert not file.left_out
    assert f"  select: {selector}\n    starts: {HEAD}\n" in file.text.replace("'", "")


def test_sentences_that_are_links_are_titles_of_other_articles() -> None:
    def box(head: str, teasers: Sequence[str]) -> str:
        links = "".join(f'<p><a href="/">{teaser}</a></p>' for teaser in teasers)
        return f'<div class="picks"><p>{head}</p>{links}</div>'

    questions = [[f"{text}?" for text in titles(number)] for number in range(8)]
    assert selected([page(number, box, questions[number]) for number in range(8)])
    assert not selected([page(number, box_in('div class="picks"'), questions[number]) for number in range(8)])


def test_a_node_with_a_sentence_on_any_page_stays() -> None:
    box, source = box_in('div class="picks"'), story_source(3)
    pages = [page(number, box, titles(number)) for number in range(8)]
    assert not selected([*pages, page(8, box, [*titles(8), sentence(source)])])


def test_a_node_with_text_that_was_not_extracted_stays() -> None:
    def box(head: str, teasers: Sequence[str]) -> str:
        return box_in('div class="picks"')(head, [*teasers, "The mill, which nobody had seen before, was open again."])

    assert not selected([page(number, box, titles(number)) for number in range(8)])


def test_the_list_of_an_article_stays() -> None:
    box = box_in('div class="ingredients"')
    pages = [page(number, box, titles(number), head="Ingredients") for number in range(8)]
    assert not selected(pages)


def test_a_node_without_a_constant_head_stays() -> None:
    box = box_in('div class="picks"')
    assert not selected([page(number, box, titles(number), head=titles(number + 50)[0]) for number in range(8)])


def test_a_class_of_several_nodes_stays() -> None:
    def boxes(head: str, teasers: Sequence[str]) -> str:
        box = box_in('div class="row"')
        return box(head, teasers[:1]) + box("", teasers[1:])

    assert not selected([page(number, boxes, titles(number)) for number in range(8)])


@pytest.mark.parametrize("name", ["post-{}", "css-{}x9a"])
def test_names_of_single_pages_and_builds_stay(name: str) -> None:
    pages = [
        page(number, box_in(f'div class="{name.format(1234)}" id="{name.format(5678)}"'), titles(number))
        for number in range(8)
    ]
    assert not selected(pages)


def test_constant_boxes_need_no_rule_for_nodes() -> None:
    box = box_in('div class="picks"')
    assert not selected([page(number, box, ["To the Quarry shop", "To the Quarry desk"]) for number in range(8)])


def test_two_pages_do_not_suffice() -> None:
    box = box_in('div class="picks"')
    assert not selected([page(number, box, titles(number)) for number in range(2)])


def linked_box(address: str) -> Box:
    def box(head: str, teasers: Sequence[str]) -> str:
        links = "".join(f'<li><a href="{address}">{teaser}</a></li>' for teaser in teasers)
        return f'<section class="picks"><h3>{head}</h3><ul>{links}</ul></section>'

    return box


@pytest.mark.parametrize("address", ["/mills", f"https://{SITE}/mills", f"//shop.{SITE}/mills", "mills.html#top"])
def test_links_to_the_site_below_a_heading_are_proposed(address: str) -> None:
    assert selected([page(number, linked_box(address), titles(number), is_page=True) for number in range(8)])


@pytest.mark.parametrize("address", ["https://mills.example/", "//mills.example/a"])
def test_links_to_other_sites_stay(address: str) -> None:
    assert not selected([page(number, linked_box(address), titles(number), is_page=True) for number in range(8)])


def test_items_below_a_heading_stay() -> None:
    def box(head: str, teasers: Sequence[str]) -> str:
        return f'<section class="picks"><h3>{head}</h3>{paragraphs(teasers)}</section>'

    assert not selected([page(number, box, titles(number), is_page=True) for number in range(8)])


def test_a_heading_in_the_article_stays() -> None:
    pages = [page(number, linked_box("https://mills.example/"), titles(number), is_page=True) for number in range(8)]
    found = learned(pages)
    assert not any(HEAD in proposal.texts for proposal in found.proposals)
    assert found.held_back["headings in the article"] == 1
