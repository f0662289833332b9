"""Line keys: which lines match them, what is captured, and what is cut."""

from typing import Any

import pytest

from cleaner.matching.line import LineMatcher, fold_phrase
from cleaner.matching.regex import TimeBudget
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.types import LineKeys


def view(text: str, *, markdown: bool = False) -> View:
    return line_views(segment(text, markdown=markdown))[0]


def matches(text: str, **keys: Any) -> bool:
    return LineMatcher(LineKeys(**keys)).matches(view(text), TimeBudget())


def cut(text: str, **keys: Any) -> list[str]:
    line = view(text)
    return [span.of(line.text) for span in LineMatcher(LineKeys(**keys)).cuts(line, TimeBudget())]


def captured(text: str, **keys: Any) -> str:
    line = view(text)
    return LineMatcher(LineKeys(**keys)).captured(line, TimeBudget()).of(line.text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Watch the video below", "▶ WATCH THE VIDEO BELOW:"),
        ("Tags", "• Tags:"),
        ("Tags:", "Tags:"),
        ("Tags:", "» Tags: |"),
        ("©", "©"),
        ("***", "***"),
        ("***", "*****"),
        ("İzle", "izle"),
        ("IZLE", "izle"),
        ("STRAẞE", "Straße"),
        ("Don’t miss", "DON'T MISS"),
        ("Read more -", "Read more —"),
        ("Story continues", "Story con\u00adtin\u200bues"),
        ("read   more", "Read\u00a0more"),
        ("#Tags", "#tags"),
        ("❤ us", "❤\ufe0f us"),
        ("อ่านต่อ", "อ่านต่อ"),
    ],
)
def test_a_whole_line_is_a_phrase_but_for_capitals_typography_and_marks_at_its_ends(phrase: str, text: str) -> None:
    assert matches(text, line=(phrase,))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Tags:", "Tags"),  # its colon is needed
        ("Tags", "#Tags"),  # never skipped
        ("Tags", "@tags"),
        ("All rights reserved", "© All rights reserved"),
        ("Price", "$ Price"),
        ("• Tags", "Tags"),
        ("Tags", "Tags here"),
        ("Tags", "1 Tags"),
        ("Strasse", "Straße"),
        ("Read more...", "Read more…"),
        ("***", "* * *"),
        ("***", "**"),
        ("© 2020", "2020"),
        ("Tags", "***"),
    ],
)
def test_a_line_that_only_resembles_the_phrase_does_not_match(phrase: str, text: str) -> None:
    assert not matches(text, line=(phrase,))


@pytest.mark.parametrize(
    ("key", "phrase", "text", "expected"),
    [
        ("starts", "tags", "Tags Economy Trade", True),
        ("starts", "tags", "• Tags: Economy", True),
        ("starts", "tags", "tagscalendar", False),
        ("starts", "tags", "Tags_2020", True),
        ("starts", "tags:", "Tags Economy", False),
        ("starts", "责任编辑", "责任编辑王伟", True),
        ("starts", "tags", "The tags", False),
        ("starts", "#tags", "Tags", False),
        ("starts", "*** end", "*** end of it", True),
        ("starts", "***", "*** end of it", True),
        ("starts", "***", "end ***", False),
        ("starts", "app", "app人", True),
        ("ends", "all rights reserved", "Copyright 2020. All rights reserved.", True),
        ("ends", "reserved", "Unreserved", False),
        ("ends", "王伟", "责任编辑王伟。", True),
        ("ends", "read more »", "Read more", False),
        ("ends", "***", "the end ***", True),
        ("ends", "***", "*** the end", False),
        ("contains", "sign up", "Please SIGN UP today", True),
        ("contains", "sign up", "design up", False),
        ("contains", "sign up", "sign uppercase", False),
        ("contains", "up", "sup up", True),  # the second one is a word
        ("contains", "อ่านต่อ", "กรุณาอ่านต่อที่นี่", True),
        ("contains", "— the", "a — the b", True),
    ],
)
def test_phrases_match_whole_words_at_their_place(key: str, phrase: str, text: str, expected: bool) -> None:
    assert matches(text, **{key: (phrase,)}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Share Tweet Email", True),
        ("share | TWEET • (e-mail)", True),
        ("Share", True),
        ("Share Tweet Save", False),
        ("X", False),  # a subhead
        ("(X)", False),
        ("X Share", True),
        ("* * *", False),
        ("", False),
        ("Share/Tweet", False),  # one word
        ("#share", True),
    ],
)
def test_only_words_needs_words_and_allows_no_others(text: str, expected: bool) -> None:
    line = view(text or "\u200b")
    matcher = LineMatcher(LineKeys(only_words=("share", "tweet", "email", "e-mail", "x")))
    assert matcher.matches(line, TimeBudget()) is expected


@pytest.mark.parametrize("text", ["VIII", "IX", "X"])
def test_roman_numerals_are_not_a_share_bar(text: str) -> None:
    assert not matches(text, only_words=("facebook", "x"))


def test_all_keys_hold_and_any_of_a_list_is_enough() -> None:
    assert matches("Tags: one two", starts=("filed", "tags"), contains=("two",), max_words=3)
    assert not matches("Tags: one two", starts=("tags",), contains=("three",))
    assert not matches("Tags: one two three", starts=("tags",), max_words=3)
    assert not matches("Tags: one", starts=("tags",), min_words=3)


def test_sizes_count_words_of_every_script() -> None:
    assert matches("责任编辑王伟", max_words=3, min_words=3)
    assert matches("AT&T — E-mail", max_words=2, min_words=2)


@pytest.mark.parametrize("text", ["He said so.", "“Go!”", "他走了。", "Well…", "Well...", "(See it.)", "राम आया।"])
def test_a_line_with_a_stop_is_a_sentence(text: str) -> None:
    assert matches(text, sentence=True)
    assert not matches(text, sentence=False)


@pytest.mark.parametrize("text", ["Most Popular", "Tags:", "1. One", "Share (3)"])
def test_a_line_without_a_stop_at_its_end_is_not_a_sentence(text: str) -> None:
    assert matches(text, sentence=False)


def test_with_match_case_capitals_must_be_as_in_the_phrase() -> None:
    assert matches("Tags: x", starts=("Tags",), match_case=True)
    assert not matches("tags: x", starts=("Tags",), match_case=True)
    assert matches("“Tags” – x", starts=('"Tags" - x',), match_case=True)  # typography folds all the same
    assert matches("SHARE", only_words=("SHARE",), match_case=True)
    assert not matches("Share", only_words=("SHARE",), match_case=True)


def test_a_pattern_is_searched_in_the_folded_line_and_skips_no_ends() -> None:
    assert matches("“5” MIN—READ", regex=('^"5" min-read$',))
    assert not matches("• 5 min read", regex=("^5 min",))
    assert matches("con\u00adtin\u00adued", regex=("^continued$",))


def test_with_match_case_a_pattern_sees_the_line_unfolded() -> None:
    assert matches("Greg Nash — AP", regex=("^Greg Nash — AP$",), match_case=True)
    assert not matches("GREG NASH", regex=("^Greg Nash$",), match_case=True)


def test_code_matches_nothing() -> None:
    line = view("```\nAdvertisement\n```", markdown=True)
    assert line.code
    assert not LineMatcher(LineKeys(contains=("advertisement",))).matches(line, TimeBudget())


def test_markdown_form_is_not_part_of_the_line() -> None:
    assert LineMatcher(LineKeys(line=("Most Popular",))).matches(view("## Most Popular", markdown=True), TimeBudget())


@pytest.mark.parametrize(
    ("text", "keys", "part"),
    [
        ("Photo: Jane Doe", {"regex": ("^photo: (.+)$",)}, "Jane Doe"),
        ("Photo by me", {"regex": ("photo|by",)}, "Photo"),
        ("Photo", {"regex": ("^photo(: .+)?$",)}, "Photo"),  # group 1 took no part: the match
        ("Tags: a, b", {"starts": ("tags", "tags:")}, " a, b"),  # the longest phrase
        ("• Tags: a, b", {"starts": ("tags",)}, ": a, b"),
        ("Jane Doe/Reuters", {"ends": ("Reuters", "/Reuters")}, "Jane Doe"),
        ("By Jane Doe", {"contains": ("by",)}, "By Jane Doe"),
        ("By Jane", {"line": ("by jane",)}, "By Jane"),
        ("Foto: Jö\u00adrg", {"starts": ("foto:",)}, " Jö\u00adrg"),
        ("FOTO: Jö\u00adrg – dpa", {"regex": ("foto: (.+) -",)}, "Jö\u00adrg"),
    ],
)
def test_captured_text_is_unfolded(text: str, keys: dict[str, Any], part: str) -> None:
    assert captured(text, **keys) == part


def test_cuts_are_the_matched_words_of_all_keys() -> None:
    assert cut("LONDON (AP) — He (AP) said", contains=("(ap)",)) == ["(AP)", "(AP)"]
    assert cut("Watch: he said. Read more", starts=("watch:",), ends=("read more",)) == ["Watch:", "Read more"]
    assert cut("a (AP Photo/Jane) b", regex=(r"\(ap photo/[^)]*\)",)) == ["(AP Photo/Jane)"]
    assert cut("a A\u00adP b", contains=("ap",)) == ["A\u00adP"]
    assert cut("abc", regex=("x*",)) == []  # a match of nothing cuts nothing


def test_a_phrase_is_folded_as_the_text_is() -> None:
    assert fold_phrase("  “Read\u00a0 MO\u00adRE” ").text == '"read more"'
    assert fold_phrase("Read MORE", match_case=True).text == "Read MORE"
