"""The words around names in bylines: who wrote, and who did something else, in the languages of pages."""

import re

from cleaner.lazy import lazy_pattern

_WRITERS = r"""
    words? | texts? | text[eo]s? | testo | testi | tekst | teksti
    | writ(?:ers?|ten|ing) | authors? | autor(?:en|in|a|es|as|ka|k[ay]|i|ů|y|zy)? | auteure?s?
    | autrices?
    | autore | autori | verfasser(?:in)? | skribent | författare
    | forfatter(?:e)? | kirjoittaja(?:t)? | szerző | szöveg | yazar | yazan | yazı | muhabir | penulis
    | teks | tác\ giả
    | автор(?:ы|и|ка)? | текст | записал(?:а)? | συντάκτης | συγγραφέας | κείμενο | ρεπορτάζ
    | الكاتبة? | كاتب | بقلم | كتبت? | نویسنده | نوشته | به\ قلم | מאת | כתבה? | כותבת? | लेखक
    | लेखिका | লেখক
    | ผู้เขียน | เขียนโดย | 作者 | 著者 | 撰文 | 文字 | 文 | 筆者 | 執筆 | 記者 | 记者 | 撰稿
    | redacci[oó]n | redação | redazione | rédaction | نص | bài | autor[/(]in\)? | ライター | 글 | 글쓴이 | 작성자
"""
_PIECES = r"""
    stor(?:y|ies) | report(?:s|ing|ed|age|er)? | article | interview | (?:ein\ )?bericht | haber | материал
    | تحرير | إعداد
    | 取材 | เรื่อง
"""
_WRITING = rf"{_WRITERS} | {_PIECES}"
_OTHER_CREDITS = r"""
    photo(?:s|graph(?:s|y|ers?|ies?|ien)?)? | pics? | pictures? | images?
    | foto(?:s|graf(?:in|ie|ía|ías|ias|o|a|ii)?|grafie)?
    | bild(?:er)? | imagen(?:es)? | image[mn]s? | immagin[ei] | visuals? | illustrat(?:ions?|or|ed)
    | ilustraci[oó]n(?:es)?
    | graphics? | grafik(?:en)? | infographics? | videos? | camera | kamera | kuvat? | valokuvat? | zdjęci[ae]
    | fotky | fotók?
    | görsel(?:ler)? | fotoğraf(?:lar)? | gambar | ảnh | фото(?:граф(?:ии|ія|ії|ія)?)? | иллюстраци[яи] | видео
    | φωτογραφί(?:α|ες) | φωτό | تصوير | صور | عکس | צילום | צילומים | 写真 | 撮影 | 攝影 | 摄影 | 攝 | 图 | 圖
    | 图片 | 圖片
    | イラスト | 動画 | 사진 | 영상 | ภาพ | ถ่ายภาพ | sources? | quellen? | fuentes? | 来源 | 來源 | 출처 | credits?
    | translat(?:ion|ed|or) | übersetz(?:ung|t) | traducci[oó]n | traducido | traduction | traduit | design(?:ed)?
    | styling
    | music | musik | produced | producer | art
"""
_EDITING = r"""
    edit(?:ed|ing|or) | (?:medically\ |fact[- ]?|legally\ |expert\ )?(?:reviewed|checked) | updated | last\ updated
    | published
    | posted | geprüft | redigiert | 责任编辑 | 責任編輯 | 編集 | 编辑 | 編輯 | 校对
"""
_AND = r"(?:\s*(?:\b(?:and|und|et|och|og|en|y|e|i|и|та|ja|ve|dan)\b|[&,/+、・·])\s*)"
_BY = r"(?:by|von|par|por|di|da|av|af|door|od|от)"
_ROLE = rf"(?:{_WRITING}|{_OTHER_CREDITS})"

_CREDIT = lazy_pattern(
    rf"""(?:^|(?<=[\s|;,.•·/–—(（\]&]))
    (?P<roles>{_ROLE}(?:{_AND}{_ROLE})*(?<!\W))
    (?: \s*[:：／＝]\s* | \s+{_BY}\b\s*:? | [ ]*(?=\n) )
    | (?:^|(?<=[\s|;,.•·/–—(（]))(?<!und\ )(?<!and\ )(?<!&\ )(?<!et\ )(?<!og\ )
        (?:photos?|photography|photographs|fotos?|fotografie|bilder|фото|사진|写真|摄影|攝影)(?:\s+|/)(?=[^\W_])
    | (?<=[\s|;,.•·/–—(（&])(?:{_EDITING})\s*(?: {_BY}\b | [:：] )""",
    re.VERBOSE | re.IGNORECASE,
)
_WRITING_ROLE = lazy_pattern(rf"(?<!\w)(?:{_WRITING})(?!\w)", re.VERBOSE | re.IGNORECASE)

LABEL = lazy_pattern(
    rf"""^[^\w(（\[]*(?:
        (?i: (?: (?:written|words|content|story|posted|published|reported|report|reporting|authored|edited|created
            |reviewed|updated|submitted|contributed|article|text|opinion|analysis|recipe|interview|photos) \s+ by | by
            | from
            | (?:veröffentlicht|verfasst|geschrieben|erstellt|text|kommentar|ein\ \w+|artikel|beitrag|interview)\ von
            | veröffentlicht | (?:publié|écrit|proposé|rédigé|texte)\ par | (?:escrito|publicado|redactado|texto)\ por
            | (?:pubblicato|scritto|a\ cura|testo|articolo)\ d[ai] | (?:geschreven|gepubliceerd|tekst)\ door
            | (?:skrevet|skrevne|tekst)\ (?:av|af) | (?:skriven|text|publicerad)\ av | napisał[a]? | napsala? | oleh
            | bởi
            | γράφει\ [οη] | (?:написано|опубликовано)\ | пише | piše | (?:all|view\ all|more)\ posts\ by | posts\ by
            | (?:alle\ |zeige\ alle\ )?beiträge\ (?:anzeigen\ )?von | (?:alles|mehr)\ von
            | voir\ tous\ les\ articles\ de | ver\ todas\ las\ entradas\ de
            | (?:about|über)\ (?:the|den|die)\ author?in? | über\ den\ autor
            ) \b ) [:\s]*
        | (?i: (?: {_WRITING} ) ) (?<!\s) \s* [:：/=＝] \s*
        | (?: VON | PAR | POR | DI | DOOR | AV | AF ) \s+ (?=[^\Wa-z_]\S+) | 글 \s+
        | (?i: authors? | autor(?:en|a|es|in)? | auteurs? | автор | текст | text | words | contributors? ) \s+ (?=\S)
        | (?: Von | von | Par | par | Por | por | Door | door | Di | di | Av | av | Af | af | Od
        | De ) \s* :? \s+ (?=[^\Wa-z_]\S+)
        | (?: От | от | Του | Της ) \s+
        | (?: بقلم | كتبت? | مאת | מאת | โดย | [作文撰][者文]? \s* [:/=：／＝]
        | [本]?报?(?:記者|记者) (?=\s) ) \s*:?\s*
    )+""",
    re.VERBOSE,
)
"""What may stand before names: ``By``, ``Text:``, ``Von``."""

PLAIN_LABEL = lazy_pattern(
    rf"""(?: ^\W* | [|•·,–—\n]\s* | \d{{4}}\s+ | \d{{1,2}}[:.]\d\d(?:\s?[ap]m)?\s+ | \b[Pp]osted\ )(?:
        (?i: (?:written|words|story|text|report(?:ing|ed)?|posted|published|authored|article|interview)\s+by\s*:?\s )
        | (?i: recipe\s+by\s*:?\s )
        | (?i: (?<![^\W_]) (?: posted | filed | veröffentlicht | publié | publicado | pubblicato | geplaatst
            | опубликовано ) \s [^|•·]{{2,80}}? \s (?: by | von | par | por | da | door | автор:? ) \s )
        | (?i: (?<![^\W_]) (?: (?: thread | topic | discussion | conversation ) \s starter | asked\s+by | started\s+by
            | (?: themen | thread ) -? (?: starter | ersteller ) (?:in)? | initiateur\ de\ la\ discussion
            | auteur\ du\ sujet | autor\ del\ tema | autor\ do\ tópico | автор\ темы | autore\ discussione
            | topicstarter ) \s*:?\s+ )
        | (?: [Bb]y | BY ) \s*:?\s+ (?=[^\Wa-z_])
        | (?<![^\W_]) (?= [가-힣]{{2,4}} \s? (?:선임)? (?:기자|특파원) )
        | (?: VON | PAR | POR | [Vv]on | [Pp]ar | [Pp]or | [Dd]oor | [Dd]i | AV | [Aa]v | [Aa]f | Od
            | Skrevet\ a[vf] | Skriven\ av | Text\ av
        | Geschreven\ door
            | Texto\ por | Escrito\ por | Redactado\ por | Publicado\ por | Écrit\ par | Rédigé\ par | Publié\ par
            | Propos\ recueillis\ par
            | Scritto\ da | A\ cura\ di | Testo\ di | Articolo\ di | Napisał[a]? | Napsala? | Oleh | Bởi
            | Γράφει\ [οη] | Του | Της
            | (?:Ein\ \w+|Geschrieben|Verfasst|Text|Interview|Artikel|Beitrag
                |Kommentar|Analyse|Reportage|Essay|Kolumne)\ von | Texte\ par
            | Opracował[a]?
            | Piše | Пише | Írta
            ) \s*:?\s+ (?=[^\Wa-z_])
        | (?i: (?:{_WRITERS})(?:{_AND}{_ROLE})* ) \s* (?: [:：／＝] | \s[/|—–-] ) \s*
        | (?: بقلم | كتبت? | מאת | โดย | به\ قلم ) \s*:?\s*
        | (?:本报|本報|新华社|新華社)?(?:記者|记者) \s*(?=\S)
        | [✍🖊🖋✎✏👤📝]\N{{VARIATION SELECTOR-16}}?\s*
    )""",
    re.VERBOSE,
)
"""What shows, without any markup, that the names of authors follow."""


def written_part(byline: str) -> str:
    r"""Return a byline without those who are credited for pictures, sources, editing and the like.

    >>> written_part("Words: Ana Ortiz | Photos: Ben Lum"), written_part("Text und Fotos: Ana Ortiz")
    ('Ana Ortiz | ', 'Ana Ortiz')
    """
    matches = list(_CREDIT.finditer(byline))
    if not matches:
        return byline
    ends = [credit.start() for credit in matches[1:]] + [len(byline)]
    parts = [byline[: matches[0].start()]]
    parts += [
        byline[credit.end() : end]
        for credit, end in zip(matches, ends, strict=True)
        if credit["roles"] and _WRITING_ROLE.search(credit["roles"])
    ]
    return " | ".join(part for part in parts if part.strip(" \n|,;·•&/-–—()"))
