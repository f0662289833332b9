"""Words in custom elements and buttons stay in their sentence; controls and elements around paragraphs do not join."""

import pytest

from tests.html.pier import lines_of

CREW = "The crew of the ferry had waited for months, and they spent the winter repainting the hull and the doors."
CAPTAIN = "Their captain said that every one of them had been paid in full during the long months of the closure."


@pytest.mark.parametrize(
    ("block", "line"),
    [
        (
            "<p>The <gl-tooltip>eelgrass</gl-tooltip> beds need light, and no bridge should ever shade them.</p>",
            "The eelgrass beds need light, and no bridge should ever shade them.",
        ),
        (
            "<p><x-term>Eelgrass</x-term> grows here, and <x-term>kelp</x-term>, too, is found.</p>",
            "Eelgrass grows here, and kelp, too, is found.",
        ),
        (
            "<div>The captain told the <x-paper>Bay Courier</x-paper> that the crew had waited for the day.</div>",
            "The captain told the Bay Courier that the crew had waited for the day.",
        ),
        (
            "<p>Divers found <x:y>two</x:y> <term>pillars</term> in the <entity>sea</entity>.<o:p></o:p></p>",
            "Divers found two pillars in the sea.",
        ),
        (
            "<p>The storm was the worst, <a href='/x'><x-text>the archive of the town</x-text></a> says.</p>",
            "The storm was the worst, the archive of the town says.",
        ),
        (
            "<p>The tides are kept by the <x-name><x-first>Royal</x-first> <x-last>Office</x-last></x-name>.</p>",
            "The tides are kept by the Royal Office.",
        ),
        (
            "<p>The island has <button class='gloss'>eelgrass</button> beds that no bridge should ever shade.</p>",
            "The island has eelgrass beds that no bridge should ever shade.",
        ),
        (
            "<p><button aria-haspopup='dialog'>Dredging</button> of the harbor begins in May.</p>",
            "Dredging of the harbor begins in May.",
        ),
        (
            "<p>The board decided on dredging.<sup><button>1</button></sup> The work begins in May.</p>",
            "The board decided on dredging.1 The work begins in May.",
        ),
        (
            "<p>To report a shifted pillar, press the <button>Report</button> button on the page.</p>",
            "To report a shifted pillar, press the Report button on the page.",
        ),
        (
            "<p>港湾委員会は<button class='term'>浚渫</button>を五月に始めることを決めた。工事は夏まで続く。</p>",
            "港湾委員会は浚渫を五月に始めることを決めた。工事は夏まで続く。",
        ),
    ],
)
def test_words_in_a_sentence_stay_in_it(block: str, line: str) -> None:
    assert lines_of(block) == [line]


@pytest.mark.parametrize(
    "block",
    [
        f"<my-article><p>{CREW}</p><p>{CAPTAIN}</p></my-article>",
        f"<x-paragraph>{CREW}</x-paragraph><x-paragraph>{CAPTAIN}</x-paragraph>",
        f"<x-story><x-part><p>{CREW}</p></x-part><x-part><p>{CAPTAIN}</p></x-part></x-story>",
    ],
)
def test_elements_around_paragraphs_keep_them_apart(block: str) -> None:
    assert lines_of(block) == [CREW, CAPTAIN]


@pytest.mark.parametrize(
    "block",
    [
        f"<p>{CREW} <button class='share'>Share</button></p>",
        f"<p><button class='audio'>Listen</button> {CREW}</p>",
        f"<p>{CREW} <share-button>Share</share-button></p>",
        f"<p>{CREW}</p><div><button>Share</button> <button>Copy link</button> <button>Play</button></div>",
        f"<blockquote>{CREW}<button>Tweet this</button></blockquote>",
        f"<p>{CREW} <button>See the full story</button></p>",
    ],
)
def test_controls_stay_out(block: str) -> None:
    assert lines_of(block) == [CREW]


def test_a_heading_that_is_a_button_is_a_heading() -> None:
    block = (
        f"<h3><button aria-controls='a'>Why did it take so long?</button></h3><div id='a' hidden><p>{CREW}</p></div>"
    )
    assert lines_of(block) == ["Why did it take so long?", CREW]
