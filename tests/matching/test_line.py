from typing import Any

import pytest

from cleaner.matching.line import LineMatcher, fold_phrase
from cleaner.matching.regex import TimeBudget
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.types import LineKeys


def view(text: str, *, markdown: bool = False) -> View:
    return line_views(segment(text, markdown=markdown))[0]


def holds(text: str, **keys: Any) -> bool:
    return LineMatcher(LineKeys(**keys)).matches(view(text), TimeBudget())


def cut(text: str, **keys: Any) -> list[str]:
    one = view(text)
    return [place.of(one.text) for place in LineMatcher(LineKeys(**keys)).cuts(one, TimeBudget())]


def captured(text: str, **keys: Any) -> str:
    one = view(text)
    return LineMatcher(LineKeys(**keys)).captured(one, TimeBudget()).of(one.text)


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
    assert holds(text, line=(phrase,))


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
def test_a_line_that_only_looks_like_the_phrase_is_not_it(phrase: str, text: str) -> None:
    assert not holds(text, line=(phrase,))


@pytest.mark.parametrize(
    ("key", "phrase", "text", "is_so"),
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
def test_phrases_match_whole_words_at_their_place(key: str, phrase: str, text: str, is_so: bool) -> None:
    assert holds(text, **{key: (phrase,)}) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
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
def test_only_words_has_words_and_none_but_these(text: str, is_so: bool) -> None:
    one = view(text or "\u200b")
    matcher = LineMatcher(LineKeys(only_words=("share", "tweet", "email", "e-mail", "x")))
    assert matcher.matches(one, TimeBudget()) is is_so


@pytest.mark.parametrize("text", ["VIII", "IX", "X"])
def test_roman_numerals_are_no_share_bar(text: str) -> None:
    assert not holds(text, only_words=("facebook", "x"))


def test_all_keys_hold_and_any_of_a_list_is_enough() -> None:
    assert holds("Tags: one two", starts=("filed", "tags"), contains=("two",), max_words=3)
    assert not holds("Tags: one two", starts=("tags",), contains=("three",))
    assert not holds("Tags: one two three", starts=("tags",), max_words=3)
    assert not holds("Tags: one", starts=("tags",), min_words=3)


def test_sizes_count_words_of_every_script() -> None:
    assert holds("责任编辑王伟", max_words=3, min_words=3)
    assert holds("AT&T — E-mail", max_words=2, min_words=2)


@pytest.mark.parametrize("text", ["He said so.", "“Go!”", "他走了。", "Well…", "Well...", "(See it.)", "राम आया।"])
def test_a_line_with_a_stop_is_a_sentence(text: str) -> None:
    assert holds(text, sentence=True)
    assert not holds(text, sentence=False)


@pytest.mark.parametrize("text", ["Most Popular", "Tags:", "1. One", "Share (3)"])
def test_a_line_without_a_stop_at_its_end_is_none(text: str) -> None:
    assert holds(text, sentence=False)


def test_where_case_counts_capitals_must_be_as_the_phrase_has_them() -> None:
    assert holds("Tags: x", starts=("Tags",), match_case=True)
    assert not holds("tags: x", starts=("Tags",), match_case=True)
    assert holds("“Tags” – x", starts=('"Tags" - x',), match_case=True)  # typography folds all the same
    assert holds("SHARE", only_words=("SHARE",), match_case=True)
    assert not holds("Share", only_words=("SHARE",), match_case=True)


def test_a_pattern_is_searched_in_the_folded_line_and_skips_no_ends() -> None:
    assert holds("“5” MIN—READ", regex=('^"5" min-read$',))
    assert not holds("• 5 min read", regex=("^5 min",))
    assert holds("con\u00adtin\u00adued", regex=("^continued$",))


def test_where_case_counts_a_pattern_sees_the_line_as_it_stands() -> None:
    assert holds("Greg Nash — AP", regex=("^Greg Nash — AP$",), match_case=True)
    assert not holds("GREG NASH", regex=("^Greg Nash$",), match_case=True)


def test_code_matches_nothing() -> None:
    one = view("```\nAdvertisement\n```", markdown=True)
    assert one.code
    assert not LineMatcher(LineKeys(contains=("advertisement",))).matches(one, TimeBudget())


def test_markdown_form_is_no_part_of_the_line() -> None:
    assert LineMatcher(LineKeys(line=("Most Popular",))).matches(view("## Most Popular", markdown=True), TimeBudget())


@pytest.mark.parametrize(
    ("text", "keys", "what"),
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
def test_what_is_captured_is_the_text_as_it_stands(text: str, keys: dict[str, Any], what: str) -> None:
    assert captured(text, **keys) == what


def test_cutting_means_the_matched_words_of_all_keys() -> None:
    assert cut("LONDON (AP) — He (AP) said", contains=("(ap)",)) == ["(AP)", "(AP)"]
    assert cut("Watch: he said. Read more", starts=("watch:",), ends=("read more",)) == ["Watch:", "Read more"]
    assert cut("a (AP Photo/Jane) b", regex=(r"\(ap photo/[^)]*\)",)) == ["(AP Photo/Jane)"]
    assert cut("a A\u00adP b", contains=("ap",)) == ["A\u00adP"]
    assert cut("abc", regex=("x*",)) == []  # a match of nothing cuts nothing


def test_a_phrase_is_folded_as_the_text_is() -> None:
    assert fold_phrase("  “Read\u00a0 MO\u00adRE” ").text == '"read more"'
    assert fold_phrase("Read MORE", match_case=True).text == "Read MORE"
