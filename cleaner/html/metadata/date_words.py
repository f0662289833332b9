"""Words beside a date that tell what it is: the day of publication, of a change, or neither.

They are stems in lower case, in some 40 languages; a word begins with one of them.
"""

import re

from cleaner.lazy import lazy_pattern

PUBLISHED, MODIFIED, OTHER = "published", "modified", "other"
"""What a date may be: when the article came out, when it was changed, or the date of something else."""

_PUBLISHED_STEMS = (
    "publish", "posted", "issued", "released", "created", "uploaded", "submitted", "filed",
    "veröffentlicht", "publiziert", "erschienen", "erstellt", "eingestellt", "pressemitteilung", "online seit",
    "publié", "paru", "mis en ligne", "mise en ligne", "posté", "rédigé", "écrit", "public", "creado", "subido",
    "postad", "criad", "pubblicat", "pubblicazione", "inserit", "creat", "gepubliceerd", "geplaatst", "publicatie",
    "publicera", "publicering", "skapad", "udgivet", "offentliggjort", "oprettet", "publisert", "julkais", "birt",
    "opublikowan", "publikac", "publikov", "publikuar", "dodano", "utworzon", "zveřejn", "vydáno", "vydané", "zverejn",
    "objavljen", "objava", "объявлен", "објављен", "објавен", "публик", "размещ", "создан", "опублик", "опублік",
    "публік", "оприлюдн", "апублік", "дата публ", "δημοσ", "ανάρτηση", "αναρτήθ", "yayın", "yayım", "giriş", "eklen",
    "oluştur", "közzé", "megjelen", "létrehoz", "feltölt", "postat", "paskelb", "publikuot", "avalda", "argitara",
    "نشر", "نُشر", "النشر", "كتب", "منتشر", "انتشار", "שפורסם", "פורסם", "प्रकाशित", "प्रकाशन", "প্রকাশ", "شائع", "اشاعت",
    "வெளியி", "பதிவு", "ప్రచుర", "xuất bản", "đăng", "diterbit", "terbit", "dipublikasi", "diunggah", "tayang",
    "disiar", "inilathala", "nai-post", "imechapish", "გამოქვეყნ", "հրապարակ", "dərc", "жариялан", "gepubliseer",
    "प्रकाशीत", "প্রকাশিত", "lagt ut", "innsendt", "posta",
)  # fmt: skip
_MODIFIED_STEMS = (
    "updat", "modif", "revised", "revision", "edited", "amended", "changed", "aktualis", "geändert", "überarbeitet",
    "letzte änderung", "zuletzt", "bearbeitet", "mis à jour", "mise à jour", "mis a jour", "actualis", "màj",
    "actualiz", "atualiz", "editad", "aggiorna", "bijgewerkt", "gewijzigd", "aangepast", "uppdatera", "ändrad",
    "senast", "opdater", "ændret", "senest", "oppdater", "endret", "sist endr", "päivit", "muokat", "uppfær",
    "zaktualiz", "modyfik", "zmienion", "aktualiz", "upraven", "změn", "zmenen", "posodob", "ažurir", "azurir",
    "izmijen", "izmen", "ажурир", "обновен", "актуализ", "обновл", "изменен", "изменён", "отредакт", "оновл", "змінен",
    "абноўл", "ενημερ", "ενημέρ", "τροποπ", "ανανε", "ανανέ", "güncel", "değiştir", "frissít", "frissül",
    "módosít", "atnaujin", "atjaun",
    "uuenda", "muudet", "eguneratu", "actualitz", "përditës", "تحديث", "التحديث", "حُدث", "تعديل", "به‌روز", "بروز",
    "به روز", "ویرایش", "עודכן", "עדכון", "अपडेट", "अद्यतन", "संशोधि", "আপডেট", "হালনাগাদ", "اپ ڈیٹ", "புதுப்பி", "నవీక",
    "cập nhật", "diperbar", "diperbah", "pembaruan", "dikemas", "kemas kini", "diubah", "na-update", "in-update",
    "imesasish", "განახლ", "թարմաց", "yenilən", "жаңарт", "bygewerk", "अद्ययावत", "अपडेटेड",
)  # fmt: skip
_OTHER_STEMS = (
    "reviewed", "accessed", "retrieved", "abgerufen", "gültig", "valid", "expire", "deadline", "born", "geboren",
    "died", "copyright", "termin", "when", "wann", "event", "starts", "begins", "ends", "beginn", "einlass", "where",
    "cuándo", "quando", "quand", "kiedy", "когда", "коли", "πότε", "ne zaman", "mikor", "milloin", "kapan", "venue",
    "until", "since", "seit", "bis", "from", "ab dem", "takes place", "findet", "concert", "konzert", "next",
    "nacido", "né le", "née le", "nato il", "effective", "in force", "opening", "opens", "closes", "meeting",
    "consulté", "consultado", "hämtad", "recorded", "aired", "joined", "member since", "mitglied", "registered",
)  # fmt: skip
_UNSPACED_PUBLISHED = (
    *("发布", "發布", "发表", "發表", "刊登", "发稿", "公開", "掲載", "投稿", "配信", "発表", "作成", "入力"),
    *("입력", "게재", "등록", "게시", "작성", "발행", "승인", "เผยแพร่", "โพสต์", "ลงวันที่", "ဖော်ပြ"),
)
_UNSPACED_MODIFIED = (
    *("更新", "修改", "修订", "修訂", "改訂", "修正", "수정", "업데이트", "갱신"),
    *("อัปเดต", "อัพเดต", "แก้ไข", "ปรับปรุง"),
)
_UNSPACED_OTHER = ("開催", "日時", "会期", "举办", "일시", "개최", "วันจัด")


def _stem_pattern(stems: tuple[str, ...], unspaced: tuple[str, ...]) -> re.Pattern[str]:
    return lazy_pattern(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, stems))})|{'|'.join(unspaced)}")


_ROLE_PATTERNS = (
    (PUBLISHED, _stem_pattern(_PUBLISHED_STEMS, _UNSPACED_PUBLISHED)),
    (MODIFIED, _stem_pattern(_MODIFIED_STEMS, _UNSPACED_MODIFIED)),
    (OTHER, _stem_pattern(_OTHER_STEMS, _UNSPACED_OTHER)),
)


def role_by_words(text: str, *, is_before: bool = True) -> str:
    """Return what the words beside a date say that it is; empty if they say nothing.

    Of words before a date the last counts, of words behind it the first.

    >>> role_by_words("Posted by Jane, last updated"), role_by_words("更新", is_before=False), role_by_words("By Jane")
    ('modified', 'modified', '')
    """
    text = text.casefold()
    places: list[tuple[int, str]] = []
    for role, pattern in _ROLE_PATTERNS:
        starts = [match.start() for match in pattern.finditer(text)]
        if starts:
            places.append((starts[-1] if is_before else -starts[0], role))
    return max(places)[1] if places else ""
