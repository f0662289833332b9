import pytest

from cleaner.options import Normalization
from cleaner.text.normalize import normalize


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("cafÃ©\xa0x \u200by", "café x y"),
        ("\u200bText  and  blanks \t", "Text  and  blanks \t"),
        ("a\r\nb\rc\xa0d", "a\r\nb\rc d"),
        ("*cafÃ©* [cafÃ©](cafÃ© 'cafÃ©')", None),
        ("`cafÃ©` café", "`cafÃ©` café"),
        ("see https://example.org/cafÃ© and cafÃ©", "see https://example.org/cafÃ© and café"),
        ("| cafÃ© | b |\n|---|---|", "| café | b |\n|---|---|"),
        ("\u3000\u3000中文", "\u3000\u3000中文"),
    ],
)
def test_prose_is_normalized_where_it_stands(text: str, normal: str | None) -> None:
    expected = "*café* [café](cafÃ© 'cafÃ©')" if normal is None else normal
    assert normalize(text, markdown=True) == expected
    assert normalize(expected, markdown=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "```\ncafÃ©\xa0\n```",
        "    cafÃ©",
        "<p>\ncafÃ©\n</p>",
        "<!-- cafÃ© -->",
        "\u200b# not a heading",
        "\xa0\xa0\xa0\xa0not code",
        "1\u200b. not an item",
        "a\xa0\xa0\nb",
        "[a]\u200b(b)",
        "[r]: /cafÃ©",
    ],
)
def test_code_tags_addresses_and_what_would_be_syntax_stay(text: str) -> None:
    assert normalize(text, markdown=True) == text


def test_a_line_that_would_change_does_not_hold_others_back() -> None:
    assert normalize("[a]\u200b(b) cafÃ©\n\ncafÃ©", markdown=True) == "[a]\u200b(b) cafÃ©\n\ncafé"


def test_quotes_become_straight_on_request() -> None:
    options = Normalization(quotes="straight")
    assert normalize("“a” `“b”`", options, markdown=True) == '"a" `“b”`'
