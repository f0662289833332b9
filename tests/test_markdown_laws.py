"""Laws of Markdown: what stays, stays as it stood, and is the same Markdown as before."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner import Article, Cleaner, Options, write
from cleaner.source import Source
from cleaner.text.apply import apply, restore
from cleaner.text.markdown.blocks import read_markdown
from tests.test_laws import BOILERPLATE, PROSE, WAYS

_sentences = st.sampled_from([*PROSE[:6], *BOILERPLATE, *BOILERPLATE])
_FORMS = (
    "{}",
    "{}",
    "**{}**",
    "_{}_",
    "~~{}~~",
    "[{}](https://example.org/a_b 'x')",
    "**[{}][r]**",
    "![x](y.png) {}",
    "`code  x` {}",
    "{} &amp; \\* <b>caf\xc3\xa9</b>\xa0x",
    "{}  \nA row behind a break.",
    "{}\\\nA row behind another.",
)
_LEAVES = (
    "# {}",
    "### {} ###",
    "{}\n===",
    "{}\n---",
    "```\n{}\n\n  x\n```",
    "    {}",
    "<div>\n{}\n</div>",
    "<!-- {} -->",
    "| {} | |\n|---|---|\n| {} | x |\n| **{}** | |",
    "{} | b\n--|--\n1 | {}",
)
_FIXED = (
    "***",
    "---",
    "![a](b)",
    "[r]: /u",
    "$$\nx_1\n$$",
    "{{< x >}}",
    "> [!note] T\n> b",
    "- ",
    "|a|\n|-|",
    "%%\nx\n%%",
)
_MARKS = ("- ", "* ", "1. ", "7) ", "+   ", "- [ ] ")
_HEADERS = (
    "",
    "",
    "---\ntitle: x\n---\n",
    "---\nx: {{ y }}\ndate: z\n---\n\n",
    "+++\ntitle = 'a'\n+++\n\n",
    '{"title": "x"}\n',
    "---\nlayout: post # c\ncleaner:\n  version: 1\n---\n",
)


def _wrapped(text: str) -> str:
    """Break a text in the middle."""
    words = text.split(" ")
    return " ".join(words[: len(words) // 2]) + "\n" + " ".join(words[len(words) // 2 :]) if len(words) > 1 else text


def _indented(text: str, lead: str) -> str:
    return lead + text.replace("\n", "\n" + " " * len(lead.replace("[ ] ", "")))


_inlines = st.builds(str.format, st.sampled_from(_FORMS), _sentences | _sentences.map(_wrapped))
_leaves = (
    _inlines
    | st.builds(lambda form, *words: form.format(*words), st.sampled_from(_LEAVES), _sentences, _sentences, _sentences)
    | st.sampled_from(_FIXED)
)
_gaps = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts, marks = st.lists(inner, min_size=1, max_size=3), st.sampled_from(_MARKS)
    quotes = st.builds(lambda gap, parts: "> " + gap.join(parts).replace("\n", "\n> "), _gaps, parts)
    items = st.builds(lambda gap, mark, parts: gap.join(_indented(part, mark) for part in parts), _gaps, marks, parts)
    full = st.builds(lambda gap, mark, parts: _indented(gap.join(parts), mark), _gaps, marks, parts)
    return quotes | items | full


_blocks = st.recursive(_leaves, _nested, max_leaves=6)
_bodies = st.builds(
    lambda gap, blocks, end: gap.join(blocks) + end,
    _gaps,
    st.lists(_blocks, min_size=1, max_size=7),
    st.sampled_from(["", "\n", "\n\n"]),
)
documents = st.builds(
    lambda text, end: text.replace("\n", end), _bodies, st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
)
markdown_files = st.builds(lambda header, text: header + text, st.sampled_from(_HEADERS), documents)


@cache
def _cleaner(way: str) -> Cleaner:
    return Cleaner(WAYS[way])


def _clean_file(text: str, way: str) -> tuple[Article, str]:
    article = _cleaner(way).clean_source(Source(text, markdown=True, file=True))
    assert article.error is None
    return article, write.format_text(article, header=True, raw=WAYS[way].normalization is None)


@pytest.mark.parametrize("way", WAYS)
@given(text=markdown_files)
def test_cleaning_twice_is_cleaning_once_in_bytes(way: str, text: str) -> None:
    _, once = _clean_file(text, way)
    again, twice = _clean_file(once, way)
    assert twice == once
    assert not again.removals


@given(markdown_files, st.sampled_from(sorted(WAYS)))
def test_what_is_removed_can_be_restored(text: str, way: str) -> None:
    article = _clean_file(text, way)[0]
    assert restore(apply(article.document, article.removals)) == article.document


@given(markdown_files)
def test_without_rules_and_normalization_no_byte_changes(text: str) -> None:
    article = Cleaner(Options(normalization=None), default_rules=False).clean_source(
        Source(text, markdown=True, file=True)
    )
    assert (article.front_matter or "") + article.text == text


@given(documents)
def test_what_stays_are_rows_of_the_input_in_order(text: str) -> None:
    article = _cleaner("raw").clean_source(Source(text, markdown=True))
    rest = iter(text)
    assert all(char in rest for char in article.text)
    removed = {removal.line for removal in article.removals}
    after = [line.words(article.text) for line in read_markdown(article.text, 1)[0]]
    before = [line.words(text) for line in read_markdown(text, 1)[0] if line.number not in removed]
    assert [words for words in before if words not in after] == []


@given(documents)
def test_every_word_that_the_parser_shows_is_in_a_line(text: str) -> None:
    shown = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline" and not token.content.startswith(("$$", "%%", "{{", "![")):
            shown += [part.content for part in token.children or () if part.type == "text" and part.content != "[ ] "]
    words = _letters(" ".join(line.words(text) for line in read_markdown(text, 1)[0]))
    assert [part for part in shown if "&" not in part and _letters(part) not in words] == []


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
