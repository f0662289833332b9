import datetime as dt
from typing import Any, Literal, Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Article, Cleaner, Options, RuleSet, load_rules
from cleaner.frontmatter import CLEANER_KEY, FIELDS
from cleaner.metadata import merge_fields, saved_fields, site_from_path, site_of, title_line, title_text
from cleaner.source import Source
from cleaner.text.segment import segment
from cleaner.types import Matches, Removal, Saved, Span

TEXT = "\n\nThe mayor said on Monday that the bridge will open in May.\n"


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a?b#c", "example.org"),
        ("HTTP://News.Example.ORG:8080/", "news.example.org"),
        ("//example.org/x", "example.org"),
        ("https://user:pass@example.org/", "example.org"),
        ("https://www.de/", "de"),
        ("www.thehill.com/x", "thehill.com"),
        ("bbc.co.uk:80/news?a=http", "bbc.co.uk"),
        ("file.html", None),
        ("localhost/x", None),
        ("not an address", None),
        ("mailto:a@example.org", None),
        ("https://", None),
        ("https://[::1/", None),
        ("", None),
        (None, None),
    ],
)
def test_the_site_is_the_host_of_the_address(url: str | None, site: str | None) -> None:
    assert site_of(url) == site


@pytest.mark.parametrize(
    ("path", "site"),
    [
        ("crawl/town.example/bridge.html", "town.example"),
        ("crawl/www.thehill.com/2024/05/a.txt", "thehill.com"),
        ("archive.org/web/news.bbc.co.uk/1.html", "news.bbc.co.uk"),
        ("/data/Thehill.COM/a.md", "thehill.com"),
        (r"crawl\thehill.com\a.txt", "thehill.com"),
        ("sites/thehill.com.jsonl.gz", "thehill.com"),
        ("sites/thehill.com/part-0001.jsonl", "thehill.com"),
        ("thehill.com.parquet", "thehill.com"),
        ("crawl/v1.2/a.b/README.md", None),
        ("notes.md", None),
        ("run.sh", None),
        ("standard input", None),
        ("../a..b/.com/a.txt", None),
        ("", None),
    ],
)
def test_the_site_may_be_in_the_path(path: str, site: str | None) -> None:
    assert site_from_path(path) == site


@given(st.text())
def test_no_address_raises(url: str) -> None:
    site_of(url)
    site_of(f"https://{url}/")


def _title(text: str, *, markdown: bool = False) -> str | None:
    document = segment(text, markdown=markdown)
    line = title_line(document)
    return title_text(document, line) if line else None


@pytest.mark.parametrize(
    "first", ["Bridge opens", "Will the bridge open?", "It opens!", "“A good day”", "Bridge (2020)"]
)
def test_a_short_first_line_without_a_stop_above_a_blank_line_is_the_title(first: str) -> None:
    assert _title(first + TEXT) == first
    assert _title(f"\n \n{first}" + TEXT) == first


@pytest.mark.parametrize(
    "first",
    [
        "Opinion",
        "The bridge opens.",
        "The bridge opens…",
        "大桥五月开放。",
        "In this story:",
        "Berlin, Monday,",
        "One; two;",
        "* * *",
        " ".join(["word"] * 26),
    ],
)
def test_other_first_lines_are_not_a_title(first: str) -> None:
    assert _title(first + TEXT) is None


def test_a_title_needs_a_blank_line_and_more_text_below_it() -> None:
    assert _title("Bridge opens in May") is None
    assert _title("Bridge opens in May\n\n") is None
    assert _title("Bridge opens in May\nThe mayor said so on Monday.") is None


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("# Bridge opens", "Bridge opens"),
        ("Bridge opens", "Bridge opens"),
        ("- Bridge opens", None),
        ("> Bridge opens", None),
        ("> # Bridge opens", None),
        ("- > # Bridge opens", None),
    ],
)
def test_in_markdown_a_heading_may_be_a_title_and_a_list_may_not(first: str, title: str | None) -> None:
    assert _title(first + TEXT, markdown=True) == title


def test_known_values_win_and_each_field_has_its_source() -> None:
    found = [("title", "Found", "the first line"), ("site", "example.org", "the url"), ("tags", ("a",), "rule x/y")]
    merged = merge_fields({"title": "Given", "tags": ["given"]}, found, {"version": "1"})
    assert merged.fields == {"title": "Given", "site": "example.org", "tags": ["given"], CLEANER_KEY: {"version": "1"}}
    assert merged.sources == {"title": "given", "site": "the url", "tags": "given"}


def test_the_first_value_wins_and_lists_gather_all_values_once() -> None:
    found = [
        ("dateline", "BERLIN", "rule a/b"),
        ("dateline", "PARIS", "rule c/d"),
        ("tags", ("x", "y"), "rule e/f"),
        ("tags", ("y", "z"), "rule g/h"),
    ]
    merged = merge_fields({}, found, {})
    assert (merged["dateline"], merged["tags"]) == ("BERLIN", ["x", "y", "z"])
    assert merged.sources == {"dateline": "rule a/b", "tags": "rule e/f"}


@pytest.mark.parametrize("nothing", [None, "", " ", "\x00\u200b", [], [None, ""], {}])
def test_an_empty_value_counts_as_unknown(nothing: Any) -> None:
    assert merge_fields({"title": nothing}, [("title", "Found", "the first line")], {})["title"] == "Found"


def test_known_fields_come_first_then_other_keys_then_our_entry() -> None:
    given = {"zebra": [1, {"a": None}], CLEANER_KEY: "not ours", **dict.fromkeys(reversed(FIELDS), "x"), "apple": 2}
    merged = merge_fields(given, [], {"version": "1"})
    assert list(merged.fields) == [*FIELDS, "zebra", "apple", CLEANER_KEY]
    assert merged["zebra"] == [1, {"a": None}]
    assert merged[CLEANER_KEY] == {"version": "1"}


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("author", "Jane Doe", ["Jane Doe"]),
        ("author", ("Jane Doe", " ", "John\nSmith"), ["Jane Doe", "John Smith"]),
        ("title", ["One", "Two"], "One, Two"),
        ("title", "a \x00 b\N{RIGHT-TO-LEFT OVERRIDE}\nc", "a b c"),
        ("title", [["a"], {"b": 1}], [["a"], {"b": "1"}]),
        ("id", 7, "7"),
        ("id", True, "true"),
        ("date", dt.date(2020, 8, 3), "2020-08-03"),
        ("date", dt.datetime(2020, 8, 3, 12, 30, tzinfo=dt.UTC), "2020-08-03T12:30:00+00:00"),
    ],
)
def test_a_value_takes_the_type_of_its_field(name: str, given: Any, value: Any) -> None:
    assert merge_fields({name: given}, [], {})[name] == value


def test_saved_fields_are_in_text_order() -> None:
    last = Saved("tags", ("late",), "a/late", 9)
    early = Saved("dateline", ("BERLIN",), "a/early", 2)
    middle = Saved("author", ("Jane Doe", "John Smith"), "a/middle", 5)
    matches = Matches((Removal(Span(0, 1), "a/late", 9, saved=(last,)),), (middle, early))
    assert saved_fields(matches) == [
        ("dateline", "BERLIN", "rule a/early"),
        ("author", ("Jane Doe", "John Smith"), "rule a/middle"),
        ("tags", ("late",), "rule a/late"),
    ]


# The whole walk, with these rules:

RULES = """
rules:
  - { id: label, line: Advertisement }
  - { id: share, starts: Share this }
  - { id: tag-list, starts: "Tags:", save_as: tags }
  - id: dateline
    regex: '^(\\p{Lu}+) \\(AP\\) —'
    match_case: true
    remove: nothing
    save_as: dateline
"""


PROSE = [
    "The mayor said on Monday that the old bridge over the river will open again in the first week of May.",
    "Nobody in the two towns on the lower bank had asked for it, said Anna River, who has a shop there.",
    "The work cost more than the council had planned, but less than the engineers had feared in the winter.",
    "A second crossing, ten miles to the north, stays shut until the river has gone down in the summer.",
]


@pytest.fixture(scope="session")
def rule_set(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    path = tmp_path_factory.mktemp("rules") / "own.yaml"
    path.write_text(RULES, encoding="utf-8")
    return load_rules([path], default_rules=False)


class Clean(Protocol):
    def __call__(self, text: str, *, title: Literal["keep", "move"] = "keep", **given: Any) -> Article: ...


@pytest.fixture
def cleaned(rule_set: RuleSet) -> Clean:
    def clean(text: str, *, title: Literal["keep", "move"] = "keep", **given: Any) -> Article:
        return Cleaner(Options(title=title), rules=rule_set).clean_source(Source(text, file=True, **given))

    return clean


def test_the_caller_wins_over_front_matter_and_front_matter_over_the_text(cleaned: Clean) -> None:
    text = "---\ntitle: Header\nsection: World\nurl: https://a.org/\n---\nFirst line here\n\n" + PROSE[0]
    article = cleaned(text, metadata={"section": "Caller", "title": None}, url="https://www.b.org/x")
    assert article.metadata["title"] == "Header"
    assert article.metadata["section"] == "Caller"
    assert (article.metadata["url"], article.metadata["site"]) == ("https://www.b.org/x", "b.org")
    assert article.metadata.sources["site"] == "the url"


def test_the_title_of_a_text_is_a_field_and_stays_in_the_text(cleaned: Clean) -> None:
    article = cleaned("Bridge opens in May\n\n" + "\n".join(PROSE))
    assert article.metadata["title"] == "Bridge opens in May"
    assert article.text.startswith("Bridge opens in May\n\nThe mayor")
    assert article.metadata.sources["title"] == "the first line"


def test_a_title_can_be_moved_out_of_the_text(cleaned: Clean) -> None:
    article = cleaned("Bridge opens in May\n\n" + "\n".join(PROSE), title="move")
    assert article.metadata["title"] == "Bridge opens in May"
    assert article.text.startswith("The mayor")


def test_the_first_line_below_front_matter_is_not_a_title(cleaned: Clean) -> None:
    article = cleaned("---\nurl: https://a.org/\n---\nBridge opens in May\n\n" + PROSE[0], title="move")
    assert article.metadata.get("title") is None
    assert article.text.startswith("Bridge opens in May")


def test_a_first_line_that_a_rule_removes_is_not_a_title(cleaned: Clean) -> None:
    article = cleaned("Share this article:\n\n" + "\n".join(PROSE))
    assert article.text == "\n\n".join(PROSE)
    assert article.metadata.get("title") is None


def test_a_rule_may_save_values_and_remove_their_line_or_not(cleaned: Clean) -> None:
    first = "BERLIN (AP) — " + PROSE[0]
    article = cleaned("\n".join([first, *PROSE[1:], "Tags: Rivers, Floods"]))
    assert article.text == "\n\n".join([first, *PROSE[1:]])
    assert article.metadata["tags"] == ["Rivers", "Floods"]
    assert article.metadata["dateline"] == "BERLIN"


def test_known_tags_win_over_saved_tags(cleaned: Clean) -> None:
    article = cleaned("\n".join(["---", "tags: bridge", "---", *PROSE, "Tags: Rivers, Floods"]))
    assert article.metadata["tags"] == ["bridge"]
    assert len(article.removals) == 1


def test_our_entry_of_an_earlier_run_stays_if_this_run_removes_nothing(cleaned: Clean) -> None:
    entry = {"version": "0.0.1", "removed": {"old/rule": 3}, "chars_in": 999}
    header = "---\ntitle: x\ncleaner: {version: 0.0.1, removed: {old/rule: 3}, chars_in: 999}\n---\n"
    assert cleaned(header + "\n".join(PROSE)).metadata[CLEANER_KEY] == entry
    fresh = cleaned(header + "\n".join([*PROSE, "Advertisement"])).metadata[CLEANER_KEY]
    assert fresh["removed"] == {"own/label": 1}
    assert fresh["version"] != "0.0.1"


@pytest.mark.parametrize("own", ["x", "[1, 2]", "~"])
def test_an_entry_of_another_type_is_replaced(own: str, cleaned: Clean) -> None:
    assert "version" in cleaned(f"---\ntitle: x\ncleaner: {own}\n---\n{PROSE[0]}").metadata[CLEANER_KEY]


def test_our_entry_counts_the_characters_of_the_body_only(cleaned: Clean) -> None:
    body = "\n".join([*PROSE, "Advertisement"])
    entry = cleaned(f"---\ntitle: x\n---\n{body}").metadata[CLEANER_KEY]
    assert (entry["chars_in"], entry["chars_out"]) == (len(body), len("\n\n".join(PROSE)))


def test_line_numbers_include_the_front_matter(cleaned: Clean) -> None:
    article = cleaned("\n".join(["---", "title: x", "---", *PROSE, "Advertisement"]))
    assert [removal.line for removal in article.removals] == [4 + len(PROSE)]


def test_front_matter_counts_in_files_only() -> None:
    article = Cleaner(default_rules=False).clean(f"---\ntitle: x\n---\n{PROSE[0]}")
    assert article.metadata.get("title") is None
    assert article.text.startswith("---\n\ntitle: x\n\n---")
