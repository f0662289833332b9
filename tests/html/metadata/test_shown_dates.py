"""Dates that a page shows: the article's own, in many languages, and those of anything else."""

from typing import Any

import pytest
from trafilatura import load_html

from cleaner.html.fields import find_fields
from cleaner.html.metadata.page import read_page

TITLE = "Northern pier reopens after nine months"
PROSE = (
    "<p>The harbor board voted on Monday night to open the northern pier again, nine months after a storm tore away two"
    " of its pillars and left the rest of them leaning toward the lighthouse.</p>"
    "<p>Divers worked through the winter, since the sea floor had moved by almost a meter, and the first boat is due to"
    " leave at six in the morning, with schoolchildren from the island and the post.</p>"
    "<p>Nobody on the quay would say what it had cost, but the mayor smiled more than she had for a year, and the baker"
    " next to the ticket office has ordered twice the flour.</p>"
)
URL = "https://example.com/pier"


def fields(html: str, url: str = URL) -> dict[str, Any]:
    return {name: value for name, value, _ in find_fields(read_page(load_html(html), url=url))}


def page(byline: str, *, lang: str = "en", head: str = "", above: str = "", below: str = "") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head>'
        f"<body><header><a href='/'>Daily Sample</a></header>{above}<main><article><h1>{TITLE}</h1>{byline}{PROSE}"
        f"</article></main>{below}<footer><p>© 2023 Daily Sample</p></footer></body></html>"
    )


LANGUAGES = [
    ("ar", "نُشر في 20 مايو 2024", "آخر تحديث: 22 مايو 2024"),
    ("bg", "Публикувано на 20 май 2024 г.", "Обновена на 22 май 2024 г."),
    ("bn", "প্রকাশ: ২০ মে ২০২৪", "আপডেট: ২২ মে ২০২৪"),
    ("ca", "Publicat el 20 de maig de 2024", "Actualitzat el 22 de maig de 2024"),
    ("cs", "Publikováno 20. května 2024", "Aktualizováno 22. května 2024"),
    ("da", "Publiceret 20. maj 2024", "Opdateret 22. maj 2024"),
    ("de", "Veröffentlicht am 20. Mai 2024", "Zuletzt aktualisiert am 22. Mai 2024"),
    ("el", "Δημοσιεύθηκε: 20 Μαΐου 2024", "Ενημερώθηκε: 22 Μαΐου 2024"),
    ("en", "Published 20 May 2024", "Updated 22 May 2024"),
    ("es", "Publicado el 20 de mayo de 2024", "Actualizado el 22 de mayo de 2024"),
    ("et", "Avaldatud 20. mai 2024", "Uuendatud 22. mai 2024"),
    ("fa", "تاریخ انتشار: ۳۱ اردیبهشت ۱۴۰۳", "به‌روزرسانی: ۲ خرداد ۱۴۰۳"),
    ("fi", "Julkaistu 20.5.2024", "Päivitetty 22.5.2024"),
    ("fr", "Publié le 20 mai 2024 à 15h30", "Mis à jour le 22 mai 2024 à 8h12"),
    ("he", "פורסם: 20 במאי 2024", "עודכן: 22 במאי 2024"),
    ("hi", "प्रकाशित: 20 मई 2024", "अपडेट: 22 मई 2024"),
    ("hr", "Objavljeno 20. svibnja 2024.", "Ažurirano 22. svibnja 2024."),
    ("hu", "Megjelent: 2024. május 20.", "Frissítve: 2024. május 22."),
    ("id", "Diterbitkan 20 Mei 2024, 15:30 WIB", "Diperbarui 22 Mei 2024, 08:12 WIB"),
    ("it", "Pubblicato il 20 maggio 2024", "Aggiornato il 22 maggio 2024"),
    ("ja", "2024年5月20日 公開", "2024年5月22日 更新"),
    ("ko", "입력 2024.05.20. 오후 3:30", "수정 2024.05.22. 오전 8:12"),
    ("lt", "Paskelbta 2024 m. gegužės 20 d.", "Atnaujinta 2024 m. gegužės 22 d."),
    ("lv", "Publicēts 2024. gada 20. maijā", "Atjaunots 2024. gada 22. maijā"),
    ("nl", "Gepubliceerd op 20 mei 2024", "Bijgewerkt op 22 mei 2024"),
    ("no", "Publisert 20. mai 2024", "Oppdatert 22. mai 2024"),
    ("pl", "Opublikowano 20 maja 2024", "Aktualizacja: 22 maja 2024"),
    ("pt", "Publicado em 20/05/2024 às 15h30", "Atualizado em 22/05/2024 às 8h12"),
    ("ro", "Publicat: 20 mai 2024", "Actualizat: 22 mai 2024"),
    ("ru", "Опубликовано 20 мая 2024, 15:30", "Обновлено 22 мая 2024, 08:12"),
    ("sk", "Publikované 20. mája 2024", "Aktualizované 22. mája 2024"),
    ("sl", "Objavljeno 20. maj 2024", "Posodobljeno 22. maj 2024"),
    ("sr", "Објављено 20. мај 2024.", "Ажурирано 22. мај 2024."),
    ("sv", "Publicerad 20 maj 2024", "Uppdaterad 22 maj 2024"),
    ("th", "เผยแพร่ 20 พ.ค. 2567 15:30 น.", "อัปเดต 22 พ.ค. 2567 08:12 น."),
    ("tr", "Yayınlanma: 20 Mayıs 2024 15:30", "Güncelleme: 22 Mayıs 2024 08:12"),
    ("uk", "Опубліковано 20 травня 2024", "Оновлено 22 травня 2024"),
    ("ur", "شائع: 20 مئی 2024", "اپ ڈیٹ: 22 مئی 2024"),
    ("vi", "Đăng ngày 20 tháng 5, 2024", "Cập nhật ngày 22 tháng 5, 2024"),
    ("zh", "发布时间：2024年5月20日 15:30", "更新时间：2024年5月22日 08:12"),
]
"""A language, and how its pages say that an article came out on 20 May 2024 and was changed two days later."""


@pytest.mark.parametrize(("lang", "published", "updated"), LANGUAGES)
@pytest.mark.parametrize(
    "byline",
    [
        "<p class='meta'>{published}</p><p class='meta'>{updated}</p>",
        "<div><span>{updated}</span> <span>Jane Doe</span></div><div>{published}</div>",
        "<ul><li>{published}</li><li>{updated}</li></ul>",
    ],
)
def test_publication_and_change_in_40_languages(lang: str, published: str, updated: str, byline: str) -> None:
    found = fields(page(byline.format(published=published, updated=updated), lang=lang))
    assert (found.get("date"), found.get("modified")) == ("2024-05-20", "2024-05-22")


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en-US", "May 22, 2024"),
        ("en-GB", "Wednesday 22 May 2024 15.30 BST"),
        ("en", "By Jane Doe | May 22nd, 2024"),
        ("en", "22-May-2024"),
        ("de", "Von Jane Doe, 22.05.2024, 15:30 Uhr"),
        ("de", "Mittwoch, 22. Mai 2024"),
        ("de", "22.05.24"),
        ("ru", "22 мая 2024, 15:30"),
        ("ru", "среда, 22 мая 2024 г."),
        ("ru", "22.05.2024 15:30"),
        ("uk", "22 травня 2024, 15:30"),
        ("es", "22/05/2024 - 15:30h"),
        ("pt", "22 de maio de 2024"),
        ("zh", "2024-05-22 15:30 来源：示例日报"),
        ("zh-TW", "民國113年5月22日"),
        ("ja", "2024/05/22 15:30"),
        ("ja", "令和6年5月22日"),
        ("ko", "2024. 5. 22."),
        ("ar", "٢٢ مايو ٢٠٢٤"),
        ("ar", "الأربعاء 22 مايو/أيار 2024"),
        ("ar", "22 أيار 2024"),
        ("fa", "چهارشنبه ۲ خرداد ۱۴۰۳ - ۱۵:۳۰"),
        ("fa", "۱۴۰۳/۰۳/۰۲"),
        ("th", "22 พฤษภาคม 2567"),
        ("th", "22/05/2567"),
        ("hi", "२२ मई २०२४"),
        ("hu", "2024. május 22., szerda"),
        ("el", "Τετάρτη, 22 Μαΐου 2024"),
        ("vi", "Thứ tư, 22/5/2024, 15:30"),
        ("kk", "2024 жылғы 22 мамыр"),
        ("sr", "22. maj 2024."),
        ("cs", "22. 5. 2024"),
    ],
)
@pytest.mark.parametrize("byline", ["<p>{}</p>", "<time class='date'>{}</time>", "<div><span>{}</span></div>"])
def test_an_unlabeled_date_below_the_headline_is_the_articles(lang: str, written: str, byline: str) -> None:
    assert fields(page(byline.format(written), lang=lang)).get("date") == "2024-05-22"


@pytest.mark.parametrize(
    ("lang", "url", "rest", "expected"),
    [
        ("en-US", URL, "", "2024-04-05"),
        ("en-GB", URL, "", "2024-05-04"),
        ("fr", URL, "", "2024-05-04"),
        ("en", URL, "", None),
        ("en", "https://example.co.uk/pier", "", "2024-05-04"),
        ("en", "https://example.gov/pier", "", "2024-04-05"),
        ("en-US", "https://example.co.uk/pier", "", None),
        ("en", "https://example.com/2024/04/05/pier", "", "2024-04-05"),
        ("en", URL, "<p>Open until 28/02/2025.</p>", "2024-05-04"),
        ("en", URL, "<p>Open until 02/28/2025.</p>", "2024-04-05"),
        ("en", URL, "<p>Open until 02/28/2025, then 28/02/2026.</p>", None),
    ],
)
def test_day_and_month_are_read_by_region_or_evidence_only(
    lang: str, url: str, rest: str, expected: str | None
) -> None:
    assert fields(page("<time class='published'>04/05/2024</time>", lang=lang, below=rest), url).get("date") == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("<p>Updated 22 May 2024 | Published 20 May 2024</p>", ("2024-05-20", "2024-05-22")),
        ('<time class="updated" datetime="2024-05-22">22 May</time><p>20 May 2024</p>', ("2024-05-20", "2024-05-22")),
        ("<p>Updated 22 May 2024</p>", (None, "2024-05-22")),
        ('<time itemprop="dateModified" datetime="2024-05-22">22 May 2024</time>', (None, "2024-05-22")),
        ('<p class="post-date updated">20 May 2024</p>', ("2024-05-20", None)),
        ("<dl><dt>Published</dt><dd>20 May 2024</dd><dt>Last modified</dt><dd>22 May 2024</dd></dl>",
         ("2024-05-20", "2024-05-22")),
        ("<p>2024年5月20日公開 2024年5月22日更新</p>", ("2024-05-20", "2024-05-22")),
        ("<p>First published on 20 May 2024. Last reviewed on 30 May 2024</p>", ("2024-05-20", None)),
    ],
)  # fmt: skip
def test_words_and_names_tell_publication_from_change(byline: str, expected: tuple[str | None, str | None]) -> None:
    found = fields(page(byline))
    assert (found.get("date"), found.get("modified")) == expected


@pytest.mark.parametrize(
    "rest",
    [
        {"below": '<p class="related"><a href="/x">Walks</a> <time datetime="2024-03-05"/></p>'},
        {"below": '<aside><ul><li><a href="/y">Ferry</a> <span class="date">5 March 2024</span></li></ul></aside>'},
        {"below": '<div class="comments"><p class="comment-date">5 March 2024</p><p>Well done.</p></div>'},
        {"above": '<div class="topbar"><span class="current-date">Tuesday, 5 March 2024</span></div>'},
        {"above": '<div><p id="clock">Tuesday, 5 March 2024 08:12</p></div>'},
        {"byline": "<p>The pier opens on 5 March 2024.</p>"},
        {"byline": "<p>When: 5 March 2024</p><p>Where: Northern pier</p>"},
        {"byline": "<p>5 March 2024, 18:00–20:00</p><p>Town hall</p>"},
        {"byline": "<p>5–8 March 2024</p>"},
        {"byline": "<p>Photo © 5 March 2024 Jane Doe</p>"},
        {"byline": '<p itemprop="startDate" content="2024-03-05">5 March 2024</p>'},
        {"byline": '<h2><a href="/x">Storm of 5 March 2024: what we know about it</a></h2>'},
        {"byline": "<p>22 محرم 1445</p>"},
    ],
)  # fmt: skip
def test_dates_of_other_things_are_not_the_articles(rest: dict[str, str]) -> None:
    assert "date" not in fields(page(**({"byline": ""} | rest)))
    if "byline" not in rest:
        assert fields(page("<p class='meta'>May 22, 2024</p>", **rest))["date"] == "2024-05-22"


def test_dates_in_prose_are_not_the_articles() -> None:
    history = "<p>On 3 May 1895 the first stone was laid.</p><p>It fell on 7 June 1921, and again on 8 March 1953.</p>"
    assert "date" not in fields(page(history))


def test_the_day_of_a_declared_event_is_not_that_of_the_page() -> None:
    facts = '{"@type": "Event", "name": "Concert", "startDate": "2024-06-03T18:00:00+02:00"}'
    event = f'<script type="application/ld+json">{facts}</script>'
    assert "date" not in fields(page("<p>3 June 2024</p>", head=event))


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("<p>Nov. 19, 2019</p>", "2019-11-19"),
        ("<time datetime='2019-11-20T01:50:59Z'>Posted Nov 19, 8:50 PM</time>", "2019-11-19"),
        ("<time datetime='2019-11-19T20:50:59-05:00'>Last night</time>", "2019-11-19T20:50:59-05:00"),
        ("<p>Nov. 20, 2019</p>", "2019-11-20T01:50:59Z"),
        ("<p>Nov. 21, 2019</p>", "2019-11-20T01:50:59Z"),
        ("<p>Updated Nov. 19, 2019</p>", "2019-11-20T01:50:59Z"),
        ("", "2019-11-20T01:50:59Z"),
    ],
)
def test_a_stamp_in_utc_gives_way_to_the_day_that_the_page_shows(byline: str, expected: str) -> None:
    head = '<meta property="article:published_time" content="2019-11-20T01:50:59.403Z">'
    assert fields(page(byline, head=head))["date"] == expected


def test_a_stamp_with_an_offset_is_the_pages_own_day() -> None:
    head = '<meta property="article:published_time" content="2024-05-22T00:10:00+02:00">'
    assert fields(page("<p>21 May 2024</p>", head=head))["date"] == "2024-05-22T00:10:00+02:00"


def test_a_vague_meta_gives_way_to_a_shown_date() -> None:
    head = '<meta name="date" content="2024-06-30">'
    assert fields(page("<p>22 May 2024</p>", head=head))["date"] == "2024-05-22"
    assert fields(page("", head=head))["date"] == "2024-06-30"


def test_a_change_that_is_declared_as_publication_gives_way_to_what_the_page_says() -> None:
    facts = '{"@type": "Article", "headline": "Pier", "datePublished": "2024-05-22", "dateModified": "2024-05-22"}'
    head = f'<script type="application/ld+json">{facts}</script>'
    found = fields(page("<p>Updated 22 May 2024. Published 20 May 2024</p>", head=head))
    assert (found["date"], found["modified"]) == ("2024-05-20", "2024-05-22")


def test_dates_in_the_address_count_last() -> None:
    assert fields(page(""), "https://example.com/2024/05/22/pier")["date"] == "2024-05-22"
    assert fields(page("<p>20 May 2024</p>"), "https://example.com/2024/05/22/pier")["date"] == "2024-05-20"
    assert "date" not in fields(page(""), "https://example.com/news/2024/pier-20240")


def at_bottom(line: str) -> str:
    return page("").replace(PROSE, PROSE + line)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (at_bottom("<p>First published on 22 May 2024</p>"), "2024-05-22"),
        (at_bottom("<p>Last updated on 22 May 2024</p>"), None),
        (at_bottom("<p class='date'>22 May 2024</p>"), "2024-05-22"),
        (at_bottom("<footer><span class='date'>22 May 2024</span></footer>"), "2024-05-22"),
        (at_bottom("<p>Corrected on 24 May 2024: an earlier version named another pier.</p>"), None),
        (page("", below="<div id='footer'><p class='date'>22 May 2024</p></div>"), None),
        (page("").replace("<h1>", "<p class='kicker'>Harbor · 22 May 2024</p><h1>"), "2024-05-22"),
        (page("").replace("<h1>", "<time>22 May 2024</time><h1>"), "2024-05-22"),
        (page("").replace("<header>", "<header><time datetime='2024-06-30'>Sunday, 30 June 2024</time>"), None),
        (page("", above="<div>Sunday, 30 June 2024</div>"), None),
        (page("<p>22 May 2024</p>", above="<div>Sunday, 30 June 2024</div>"), "2024-05-22"),
        (page("<p>Date: 3 June 2024</p><p>Time: 18:00</p><p>Venue: Town hall</p>"), None),
        (page("<dl><dt>Author</dt><dd>Jane</dd><dt>Date</dt><dd>22 May 2024</dd></dl>"), "2024-05-22"),
        (page("<p>Jane Doe (born 3 May 1970)</p><p>22 May 2024</p>"), "2024-05-22"),
        (page("<p>2 hours ago</p>"), None),
        (page("<time datetime='2024-05-22T10:00:00+02:00'>2 hours ago</time>"), "2024-05-22T10:00:00+02:00"),
        (page("<time datetime='2024-05-21T23:30:00Z'>22 May 2024</time>"), "2024-05-22"),
        (page("<abbr class='published' title='2024-05-22T10:00:00+0200'>today</abbr>"), "2024-05-22T10:00:00+02:00"),
        (page("<span property='dc:created' content='2024-05-22T10:00'>today</span>"), "2024-05-22T10:00:00"),
        (page("<p><span>22</span><span>May</span><span>2024</span></p>"), "2024-05-22"),
        (page("<p>May 22<sup>nd</sup>, 2024</p>"), "2024-05-22"),
        (page("<p>۲ خرداد ۱۴۰۳ - 22 May 2024</p>", lang="fa"), "2024-05-22"),
        (page("", below="<div><h2>3 comments</h2><p>Ann <time datetime='2024-05-25'></time></p></div>"), None),
    ],
)  # fmt: skip
def test_a_date_counts_by_its_place(html: str, expected: str | None) -> None:
    assert fields(html).get("date") == expected


@pytest.mark.parametrize(
    "facts",
    [
        '{"@type": "WebSite", "name": "Daily Sample", "datePublished": "2010-01-01"}',
        '{"@type": "Product", "name": "Boat", "review": {"@type": "Review", "datePublished": "2024-03-05"}}',
        '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2024-03-05"}]}',
    ],
)
def test_dates_of_other_data_are_not_the_articles(facts: str) -> None:
    head = f'<script type="application/ld+json">{facts}</script>'
    assert "date" not in fields(page("", head=head))


def test_a_hostile_page_takes_bounded_steps() -> None:
    byline = "<div>" * 200 + "22 May 2024 " * 2000 + "</div>" * 200 + "<time datetime='2024-05-22'>" * 500
    assert "title" in fields(page(byline))


@pytest.mark.parametrize(
    "scope",
    [
        '<div itemprop="review" itemscope itemtype="http://schema.org/Review">',
        '<li itemprop="comment" itemscope itemtype="https://schema.org/Comment">',
        '<div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">',
    ],
)
@pytest.mark.parametrize(
    "marked", ['<meta itemprop="datePublished" content="2018-05-23">', '<p itemprop="datePublished">2018-05-23</p>']
)
def test_dates_that_microdata_give_a_review_or_a_comment_are_not_the_articles(scope: str, marked: str) -> None:
    assert "date" not in fields(page("", below=f"<div itemscope>{scope}{marked}<p>Fine boat.</p></div></div>"))
    of_page = (
        '<div itemscope itemtype="http://schema.org/Article"><meta itemprop="datePublished" content="2018-05-23"></div>'
    )
    assert fields(page(of_page))["date"] == "2018-05-23"


@pytest.mark.parametrize(
    ("published", "changed", "shown", "date"),
    [
        ("2019-11-20T05:14:35Z", "2019-11-20T05:21:58Z", "19 November 2019", "2019-11-19"),
        ("2019-11-20T05:14:35Z", "2019-11-20T05:21:58Z", "20 November 2019", "2019-11-20T05:14:35Z"),
        ("2019-11-20T05:14:35Z", "2019-11-21T05:21:58Z", "21 November 2019", "2019-11-20T05:14:35Z"),
        ("2019-11-20T05:14:35-06:00", "2019-11-20T05:21:58Z", "19 November 2019", "2019-11-20T05:14:35-06:00"),
    ],
)
def test_the_day_of_a_change_tells_the_zone_of_the_page(published: str, changed: str, shown: str, date: str) -> None:
    head = f'<meta property="article:published_time" content="{published}">'
    byline = f'<p class="stamp">Updated <time datetime="{changed}">{shown}</time></p>'
    assert fields(page(byline, head=head))["date"] == date
