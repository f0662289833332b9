"""What recurs on the pages of a site and is boilerplate is proposed; what recurs and belongs to its articles is not."""

import pytest

from cleaner.learning.evidence import wilson
from cleaner.learning.pages import Page, page_of
from tests.learning.sites import FOOT, SITE, article, cleaner, learned, page, sentence, story_source, texts, title

DAYS = range(1, 400, 30)
HEAD = "News from the Quarry desk"
AUTHORS = ("Ada Miller", "Ben Cole", "Cleo Hart")


def pages_with(lines: tuple[str, ...], place: str, count: int = 10) -> list[Page]:
    """Return ten pages of a site, of which the first have lines at a place."""
    return [
        page(
            article(number, **{place: lines if number < count else ()}),
            day=DAYS[number],
            author=AUTHORS[number % 3],
        )
        for number in range(10)
    ]


def test_lines_below_articles_are_proposed_together_with_their_distance_from_the_end() -> None:
    site = learned(pages_with(FOOT, "below"))
    (proposal,) = site.proposals
    assert (proposal.kind, proposal.texts, proposal.near_end, proposal.near_start) == ("line", FOOT, 1, None)
    assert (proposal.pages, proposal.share, proposal.level) == (10, 1.0, "high")
    assert proposal.confidence == pytest.approx(wilson(10, 10))


def test_two_pages_do_not_suffice() -> None:
    assert not learned(pages_with(FOOT, "below", count=2)).proposals
    assert texts(learned(pages_with(FOOT, "below", count=3))) == {*FOOT}


@pytest.mark.parametrize("line", ["Gift this story", "Read the story aloud"])
def test_a_button_above_the_article_is_bound_to_the_start(line: str) -> None:
    site = learned(pages_with((line,), "above"))
    for proposal in site.proposals:
        assert (proposal.near_end, proposal.near_start) == (None, 1)


@pytest.mark.parametrize("line", ["What we know", "Background", "Ingredients", "Method", "The verdict", "Pros"])
def test_subheads_of_a_series_stay(line: str) -> None:
    assert not learned(pages_with((line,), "inside")).proposals


@pytest.mark.parametrize(
    "line",
    [
        "Welcome to my weekly letter, in which I write about mills, rivers and whatever else I find there.",
        "This column appears each Friday and looks at what the valley has built, lost, and may build again.",
    ],
)
def test_the_introduction_of_a_column_stays(line: str) -> None:
    assert not learned(pages_with((line,), "above")).proposals


@pytest.mark.parametrize("line", ["Hey there!", "Ada here."])
def test_a_greeting_stays(line: str) -> None:
    assert not learned(pages_with((line,), "above")).proposals


def test_a_background_paragraph_that_ends_four_stories_stays() -> None:
    paragraph = sentence(story_source(99))
    assert not learned(pages_with((paragraph,), "below", count=4)).proposals


def test_prose_below_most_articles_is_proposed() -> None:
    paragraph = "The Quarry is written for the valley by the people of the valley, and lives on what readers give."
    assert texts(learned(pages_with((paragraph,), "below", count=8))) == {paragraph}


def test_versions_of_a_story_count_once() -> None:
    source = story_source(5)
    story = [sentence(source) for _ in range(12)]
    versions = [
        page(article(number, paragraphs=[*story[:10], sentence(source)], below=FOOT), day=number + 1)
        for number in range(8)
    ]
    others = [page(article(number), day=DAYS[number]) for number in range(1, 8)]
    site = learned([*versions, *others])
    assert not site.proposals
    assert site.held_back["versions of one story"] >= len(FOOT)


def test_a_live_blog_that_is_carried_over_days_counts_once() -> None:
    source = story_source(6)
    entries = [sentence(source) for _ in range(30)]
    blog = [page(article(day, paragraphs=entries[day : day + 20], below=FOOT), day=day + 1) for day in range(8)]
    assert not learned([*blog, *(page(article(number), day=DAYS[number - 8]) for number in range(8, 20))]).proposals


def test_lines_of_two_days_stay_and_those_of_all_days_do_not() -> None:
    short = [page(article(number, below=FOOT), day=100 + number % 2, author=AUTHORS[number % 3]) for number in range(6)]
    rest = [page(article(number), day=DAYS[number - 6], author=AUTHORS[number % 3]) for number in range(6, 14)]
    assert learned([*short, *rest]).held_back["a few days only"] == len(FOOT)
    spread = [page(article(number, below=FOOT), day=DAYS[number], author=AUTHORS[number % 3]) for number in range(6)]
    assert texts(learned([*spread, *rest])) == {*FOOT}


def test_the_farewell_of_an_author_stays_and_that_of_a_site_does_not() -> None:
    def site_of(author_of: dict[int, str]) -> set[str]:
        pages = [
            page(article(number, below=FOOT if number < 5 else ()), day=DAYS[number], author=author)
            for number, author in author_of.items()
        ]
        return texts(learned(pages))

    assert not site_of({number: AUTHORS[0] if number < 5 else AUTHORS[1] for number in range(10)})
    assert site_of({number: AUTHORS[number % 3] for number in range(10)}) == {*FOOT}


def test_wire_copy_on_several_sites_adds_nothing_up() -> None:
    text = article(1, below=FOOT)
    assert not learned([page(text, site="a.example"), page(text, site="a.example")]).proposals


def test_a_refrain_stays() -> None:
    verse = "The mill turns round, the river runs"
    pages = [page(article(number, inside=[verse, verse, verse]), day=DAYS[number]) for number in range(8)]
    assert not learned(pages).proposals


def test_a_list_between_a_constant_head_and_foot_is_a_block() -> None:
    source = story_source(8)
    pages = [
        page(
            article(number, below=[HEAD, *(title(source) for _ in range(2 + number % 3)), *FOOT]),
            day=DAYS[number],
            author=AUTHORS[number % 3],
        )
        for number in range(10)
    ]
    site = learned(pages)
    (block,) = (proposal for proposal in site.proposals if proposal.kind == "block")
    assert block.texts == (HEAD, FOOT[0])
    assert block.max_lines == 6
    assert block.examples


def test_sentences_between_head_and_foot_are_no_block() -> None:
    source = story_source(8)
    pages = [page(article(number, below=[HEAD, sentence(source), *FOOT]), day=DAYS[number]) for number in range(10)]
    assert "block" not in {proposal.kind for proposal in learned(pages).proposals}


def test_a_common_head_with_a_varying_rest_runs_on_request_only() -> None:
    source = story_source(9)
    pages = [
        page(
            article(number, below=[f"Subscribe to the Quarry letter of {title(source).lower()}"]),
            day=DAYS[number],
            author=AUTHORS[number % 3],
        )
        for number in range(10)
    ]
    for proposal in learned(pages).proposals:
        assert (proposal.kind, proposal.level) == ("starts", "low")
        assert proposal.texts[0].startswith("Subscribe to the Quarry")


def test_an_article_that_is_not_mostly_prose_is_no_evidence() -> None:
    assert page_of(cleaner().clean("\n".join(["Mill 3", "Barge 2", "Kiln 1", *FOOT])), SITE) is None


@pytest.mark.parametrize("repeated", [("A mug", "B mug", "A mug"), ("To the shop", "To the mill", "To the shop")])
def test_lines_that_alternate_end(repeated: tuple[str, ...]) -> None:
    assert learned(pages_with((*repeated, *FOOT), "below")).proposals


def test_look_alikes_are_lines_of_single_pages() -> None:
    pages = pages_with(FOOT, "below")
    pages.append(page(article(50, inside=["The Quarry shop that burned down in May"]), day=77, author=AUTHORS[0]))
    (proposal,) = learned(pages).proposals
    assert proposal.look_alikes == ("The Quarry shop that burned down in May",) or proposal.texts[0] != FOOT[0]
