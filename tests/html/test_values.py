"""Line ends of a page's source: blanks between words, nothing within scripts without spaces."""

import pytest

from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.html.values import fold_blanks


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("卷走了两根\n木桩", "卷走了两根木桩"),
        ("卷走了两根\r\n    木桩", "卷走了两根木桩"),
        ("潜水员，\n发现。\n海床", "潜水员，发现。海床"),
        ("他说：\n“开放了”\n很好", "他说：“开放了”很好"),
        ("かな\nカナ", "かなカナ"),
        ("ใน\nเดือน", "ในเดือน"),
        ("ເດືອນ\nມິຖຸນາ", "ເດືອນມິຖຸນາ"),
        ("ខែ\nមិថុនា", "ខែមិថុនា"),
        ("ဇွန်\nလ", "ဇွန်လ"),
        ("ខែ\N{ZERO WIDTH SPACE}\nមិថុនា", "ខែមិថុនា"),
        ("두 기둥을\n쓸어 갔다", "두 기둥을 쓸어 갔다"),
        ("用\nPython\n写", "用 Python 写"),
        ("六月\n3日", "六月 3日"),
        ("two\npillars", "two pillars"),
        ("“один”\n“два”", "“один” “два”"),
        ("หนึ่ง”\nสอง", "หนึ่ง” สอง"),
        ("中文 空格", "中文 空格"),
        ("中文\N{IDEOGRAPHIC SPACE}\n空格", "中文 空格"),
        ("中文\n\N{NO-BREAK SPACE}空格", "中文 空格"),
        ("日本\n한국", "日本 한국"),
    ],
)
def test_a_line_end_between_characters_without_spaces_is_none(source: str, shown: str) -> None:
    assert fold_blanks(source) == shown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>卷走了<b>两根</b>\n木桩</p>", ["卷走了两根木桩"]),
        ("<p>卷走了<b>两根\n</b><i>木桩</i></p>", ["卷走了两根木桩"]),
        ("<p>卷走了<a href=x>两根</a>\n<b>木桩</b></p>", ["卷走了两根木桩"]),
        ("<p>码头<br>\n开放</p>", ["码头", "开放"]),
        ("<p>码头</p>\n<p>开放</p>", ["码头", "开放"]),
        ("<p><a href=a>新闻</a>\n<a href=b>体育</a></p>", ["新闻 体育"]),
        ("<p><span>六月</span>\n<span>王伟</span></p>", ["六月 王伟"]),
        ("<table><tr><td>甲<br>\n乙</td><td>丙\n丁</td></tr></table>", ["甲 乙 | 丙丁"]),
        ("<p>用<code>甲</code>\n命令 <b>写\n</b>出来</p>", ["用甲命令 写出来"]),
        ("<p>用<code>甲</code>\n<code>乙</code></p>", ["用甲乙"]),
        ("<pre><span>甲</span>\n<span>乙</span></pre>", ["甲\n乙"]),
    ],
)
def test_line_ends_are_folded_across_inline_nodes_but_not_between_items(body: str, expected: list[str]) -> None:
    tree = parse_page(f"<html><body>{body}</body></html>").tree
    assert [line.text for line in read_lines(tree)] == expected
