import pytest

from cleaner.text.segment import segment


def lines(text: str) -> list[tuple[int, str, str]]:
    """Return the lines of a Markdown text: number, kind, words."""
    return [(line.number, line.kind, line.words(text)) for line in segment(text, markdown=True).lines]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("# One", "heading", "One"),
        ("###### Six ###", "heading", "Six"),
        ("Head *line*\n===", "heading", "Head line"),
        ("A long\nhead\n---", "heading", "A long\nhead"),
        ("#hashtag", "paragraph", "#hashtag"),
        ("- one", "item", "one"),
        ("  * one", "item", "one"),
        ("+ [x] done", "item", "done"),
        ("12. twelve", "item", "twelve"),
        ("3) three\n   and more", "item", "three\nand more"),
        ("> quoted\n> on\nlazily", "quote", "quoted\non\nlazily"),
        (">quoted", "quote", "quoted"),
        ("> > > deep", "quote", "deep"),
        ("> - item", "item", "item"),
        ("| a | b |\n|---|---|", "row", "| a | b |"),
        ("a | *b*\n--|--", "row", "a | b"),
        ("one  \ntwo", "paragraph", "one\ntwo"),
        ("one\\\ntwo", "paragraph", "one\ntwo"),
        ("one\r\n  two", "paragraph", "one\ntwo"),
        ("one  two   three", "paragraph", "one two three"),
        ("市长星期\n一说", "paragraph", "市长星期一说"),
        ("**[Advertisement](u 'x')**", "paragraph", "Advertisement"),
        ("**Related:** [x](<a b>)", "paragraph", "Related: x"),
        ("[full][r] [r][] [r]\n\n[r]: /u", "paragraph", "full r r"),
        ("![alt](src) text ![x][r]\n\n[r]: /u", "paragraph", " text "),
        ("`` a ` b `` <b>c</b> <http://d.e> ~~f~~", "paragraph", " a ` b  c http://d.e f"),
        ("\\*no mark\\* &amp; [no link] snake_case_word", "paragraph", "*no mark* &amp; [no link] snake_case_word"),
    ],
)
def test_rules_see_what_a_reader_sees(text: str, kind: str, words: str) -> None:
    assert lines(text) == [(1, kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "![only](image.png)",
        "[![a badge](b)](c)",
        "***",
        "<!-- Advertisement -->",
        "<img src=x>",
        "[r]: /u",
        "{% include toc.html %}",
        "{{< figure src='x' >}}",
        "![[image.png]]",
        "%%\nAdvertisement\n\nShare this\n%%",
        "$$\nx\n\ny\n$$",
        "{% highlight html %}\nAdvertisement\n\nTags: a\n\n{% endhighlight %}",
        "{/* Advertisement */}",
        "-",
        "| | |\n|-|-|",
    ],
)
def test_what_shows_no_words_is_no_line(text: str) -> None:
    assert lines(text) == []


@pytest.mark.parametrize(
    "text",
    ["```\nx\n\n  y\n```", "~~~ py\nx\n~~~", "    x\n\n    y", "<div>\nAdvertisement\n</div>", "[[Tags]]"],
)
def test_code_tags_and_links_of_a_wiki_are_never_matched(text: str) -> None:
    assert [kind for _, kind, _ in lines(text)] == ["code"]


def test_a_fence_that_never_closes_hides_nothing() -> None:
    assert [number for number, _, _ in lines("$$ is a sign\n\nText.")] == [1, 3]


def test_blocks_tell_what_holds_what() -> None:
    document = segment("- a\n\n  > b\n- c", markdown=True)
    assert [(block.kind, block.parent, block.line) for block in document.blocks] == [
        ("item", -1, 0),
        ("text", 0, 1),
        ("quote", 0, 0),
        ("text", 2, 3),
        ("item", -1, 0),
        ("text", 4, 4),
    ]
