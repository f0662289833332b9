"""Articles in many scripts come through whole, as texts and as pages."""

import re

import pytest

from cleaner import Article, Cleaner, Options
from cleaner.io.remarks import remarks
from cleaner.text.words import UNSPACED_SCRIPTS, has_unspaced
from tests.script_fixtures import LANGUAGES, article_lines

WORDS_PER_ROW = 4
_BETWEEN_CHARACTERS = re.compile(f"(?<=[{UNSPACED_SCRIPTS}]{{15}})(?=[{UNSPACED_SCRIPTS}]{{15}})")

PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} | Bay Courier</title></head>
<body><header><a href="/">Bay Courier</a> <nav><a href="/news">News</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{title}</h1>
{body}
</article></main><footer><p>© 2024 Bay Courier. All rights reserved.</p></footer></body></html>"""


@pytest.fixture(scope="module", params=["careful", "standard", "aggressive"])
def cleaner(request: pytest.FixtureRequest) -> Cleaner:
    return Cleaner(Options(profile=request.param))


def _page(language: str, effort: str = "standard", *, wrapped: bool = False) -> Article:
    title, *paragraphs = article_lines(language)
    body = "".join(f"<p>{_wrap(line) if wrapped else line}</p>\n" for line in paragraphs)
    cleaner = Cleaner(Options(effort=effort))  # type: ignore[arg-type]
    return cleaner.clean(html=PAGE.format(language=language, title=title, body=body))


def _wrap(line: str) -> str:
    """Return a line with line ends as editors of pages write them: for blanks, or between characters without them."""
    if has_unspaced(line):
        return _BETWEEN_CHARACTERS.sub("\n", line)
    words = line.split(" ")
    return "\n      ".join(
        " ".join(words[start : start + WORDS_PER_ROW]) for start in range(0, len(words), WORDS_PER_ROW)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_ends_of_the_source_do_not_show(language: str) -> None:
    text = _page(language, wrapped=True).text
    assert [line for line in article_lines(language)[1:] if line not in text.split("\n")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_nothing_of_a_text_goes(cleaner: Cleaner, language: str, break_: str) -> None:
    lines = article_lines(language)
    for known in (language, None):
        assert cleaner.clean(break_.join(lines), language=known).text == "\n\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_last_sentence_stays(cleaner: Cleaner, language: str) -> None:
    lines = article_lines(language)
    last = {"th": "เขาพูดถูก", "lo": "ລາວເວົ້າຖືກ", "zh": "他是对的。[2]", "ja": "彼は正しい。[2]"}.get(language)
    if last:
        assert cleaner.clean("\n".join([*lines, last])).text.endswith(last)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("effort", ["fast", "standard"])
def test_a_page_is_read_whole_and_without_a_remark(language: str, effort: str) -> None:
    article = _page(language, effort)
    assert [line for line in article_lines(language)[1:] if line not in article.text.split("\n")] == []
    assert list(remarks(article)) == []


@pytest.mark.parametrize(
    "menu",
    [
        "หน้าแรก ข่าว กีฬา บันเทิง เศรษฐกิจ การเมือง ต่างประเทศ ติดต่อเรา",
        "صفحہ اول خبریں کھیل تفریح کاروبار سیاست دنیا ہم سے رابطہ",
        "首页 新闻 体育 财经 娱乐 联系我们",
    ],
)
def test_a_menu_is_no_article(menu: str) -> None:
    article = Cleaner().clean(html=f"<html><body><main><p>{menu}</p></main></body></html>")
    assert not article.text or any("does not look like an article" in remark for remark in remarks(article))
