"""The content of declarative shadow roots is shown, with the host's children in its slots."""

import pytest

from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.rendering.shadow import open_shadow_roots


def lines_of(body: str) -> list[str]:
    tree = parse_page(f"<html><body>{body}</body></html>").tree
    open_shadow_roots(tree)
    return [line.text for line in read_lines(tree)]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("<x-a><template shadowrootmode='open'><p>Shown</p></template></x-a>", ["Shown"]),
        ("<x-a><template shadowrootmode='closed'><style>p{}</style><p>Shown</p></template></x-a>", ["Shown"]),
        ("<x-a><template shadowroot='open'><h2>Top</h2><slot></slot></template><p>Light</p></x-a>", ["Top", "Light"]),
        (
            (
                "<x-a><template shadowrootmode='open'><slot></slot><h2><slot name='t'>-</slot></h2></template>"
                "<b slot='t'>Title</b>Text <i>and</i> more</x-a>"
            ),
            ["Text and more", "Title"],
        ),
        ("<x-a><template shadowrootmode='open'><p><slot name='t'>Default</slot></p></template></x-a>", ["Default"]),
        (
            (
                "<x-a><template shadowrootmode='open'><x-b><template shadowrootmode='open'><slot></slot></template>"
                "<slot></slot></x-b></template><p>Deep</p></x-a>"
            ),
            ["Deep"],
        ),
        ("<p>On <x-a><template shadowrootmode='open'><b><slot></slot></b></template>Monday</x-a> night</p>", None),
        ("<x-a><template shadowrootmode='open'><style>p{}</style></template><p>Light</p></x-a>", ["Light"]),
        ("<x-a><template shadowrootmode='open'><p>Shown</p></template><p>Not assigned</p></x-a>", ["Shown"]),
        ("<x-a><template><p>Not shown</p></template><p>Light</p></x-a>", ["Light"]),
    ],
)
def test_shadow_roots_are_shown(body: str, lines: list[str] | None) -> None:
    expected = lines or ["On", "Monday", "night"]  # the custom element is joined to its sentence later
    assert lines_of(body) == expected
