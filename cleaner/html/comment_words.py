"""The words around readers' comments: their heading, the form, the order of sorting and the button for replies.

They are compared by their letters (:func:`cleaner.html.values.comparison_key`), without digits at either end.
"""

import re

from cleaner.html.values import comparison_key
from cleaner.lazy import lazy_pattern
from cleaner.text.sentences import STOPS


def _keys(phrases: str) -> frozenset[str]:
    return frozenset(
        key for phrase in phrases.split("\n") for part in phrase.split(",") if (key := comparison_key(part))
    )


_HEADINGS = _keys("""
comment, comments, reader comments, user comments, all comments, latest comments, recent comments
view comments, show comments, comments section, your comments, leave a comment, leave a reply, post a comment
write a comment, add a comment, add your comment, join the conversation, join the discussion, responses
leave your comment, kommentar, kommentare, leserkommentare, alle kommentare, ihre kommentare, ihr kommentar
kommentar schreiben, kommentar verfassen, kommentar hinterlassen, kommentar abgeben
schreiben sie einen kommentar, schreibe einen kommentar, kommentare anzeigen, diskutieren sie mit, commentaire
commentaires, les commentaires, vos commentaires, vos réactions, tous les commentaires, laisser un commentaire
laissez un commentaire, ajouter un commentaire, écrire un commentaire, comentario, comentarios
los comentarios, ver comentarios, todos los comentarios, deja un comentario, deja una respuesta
escribe un comentario, añade un comentario, comentário, comentários, deixe um comentário, deixe uma resposta
deixe seu comentário, escreva um comentário, ver comentários, commento, commenti, i commenti
lascia un commento, scrivi un commento, aggiungi un commento, tutti i commenti, reactie, reacties
alle reacties, geef een reactie, plaats een reactie, komentarz, komentarze, komentarzy, wszystkie komentarze
dodaj komentarz, napisz komentarz, komentář, komentáře, komentářů, přidat komentář, přidejte komentář
napsat komentář, diskuze, diskuse, diskusia, komentár, komentáre, komentárov, pridať komentár, комментарий
комментарии, комментариев, комментария, все комментарии, оставить комментарий, добавить комментарий
написать комментарий, обсуждение, коментар, коментарі, коментарів, коментаря, усі коментарі, залишити коментар
додати коментар, коментари, коментара, напиши коментар, komentari, komentara, ostavi komentar, napiši komentar
yorum, yorumlar, tüm yorumlar, yorum yap, yorum yaz, yorum ekle, σχόλιο, σχόλια, αφήστε σχόλιο
αφήστε ένα σχόλιο, γράψτε σχόλιο, όλα τα σχόλια, comentariu, comentarii, lasă un comentariu
adaugă un comentariu, hozzászólás, hozzászólások, kommentek, komment, hozzászólok, kommentarer
lämna en kommentar, skriv en kommentar, legg igjen en kommentar, kommenter, kommentit, kommenttia, kommentti
kommentoi, jätä kommentti, bình luận, ý kiến, ý kiến bạn đọc, viết bình luận, ความคิดเห็น, แสดงความคิดเห็น
komentar, komentar pembaca, tinggalkan komentar, tulis komentar, 评论, 条评论, 网友评论, 热门评论, 最新评论
全部评论, 发表评论, 留言, 評論, 則評論, 發表評論, 則留言, コメント, 件のコメント, コメント一覧, コメントを書く
コメントを残す, コメントする, 댓글, 개의 댓글, 댓글쓰기, 댓글 작성, التعليقات, تعليقات, تعليق, اترك تعليقا
اترك تعليقاً, اترك ردا, اترك رداً, أضف تعليق, نظرات, نظر, دیدگاه‌ها, ارسال نظر, תגובות, תגובה, הוסף תגובה
כתוב תגובה, टिप्पणी, टिप्पणियाँ, टिप्पणियां, टिप्पणी करें, comentaris, deixa un comentari
""")
"""Headings of comments, and what invites readers to write one."""

_REPLIES = frozenset(
    (
        *(
            "reply",
            "replies",
            "antworten",
            "antwort",
            "répondre",
            "responder",
            "rispondi",
            "beantwoorden",
            "beantwoord",
        ),
        *(
            "antwoord",
            "antwoorden",
            "reageer",
            "reageren",
            "odpowiedz",
            "odpovědět",
            "odpovedať",
            "reagovat",
            "ответить",
        ),
        *("відповісти", "отговор", "отговори", "odgovori", "odgovor", "одговори", "yanıtla", "cevapla", "απάντηση"),
        *(
            "απάντησε",
            "răspunde",
            "raspunde",
            "válasz",
            "svara",
            "svar",
            "vastaa",
            "回复",
            "回覆",
            "返信",
            "返信する",
            "답글",
        ),
        *("답글쓰기", "رد", "الرد", "پاسخ", "השב", "הגב", "जवाब", "balas", "tanggapi", "ตอบกลับ", "respon"),
    )
)
"""Buttons for a reply."""

_SORTS = _keys("""
newest, newest first, oldest, oldest first, most liked, most voted, most recent, most popular, recommended
best, top, neueste, neueste zuerst, älteste, älteste zuerst, beste, beliebteste, plus récents
les plus récents, plus anciens, les plus anciens, les plus aimés, más recientes, más antiguos, más votados
más valorados, mais recentes, mais antigos, mais votados, più recenti, più vecchi, meno recenti, più votati
nieuwste, nieuwste eerst, oudste, oudste eerst, najnowsze, od najnowszych, najstarsze, od najstarszych
nejnovější, od nejnovějších, nejstarší, od nejstarších, najnovšie, najstaršie, новые, сначала новые, старые
сначала старые, лучшие, популярные, нові, спочатку нові, старі, спочатку старі, най-нови, най-стари, najnoviji
najstariji, en yeni, en yeniler, en eski, en beğenilen, νεότερα, παλαιότερα, cele mai noi, cele mai vechi
legújabb, legújabbak, legrégebbi, nyaste, nyaste först, äldsta, äldsta först, senaste, nyeste, nyeste først
eldste, eldste først, ældste, uusimmat, uusimmat ensin, vanhimmat, vanhimmat ensin, 最新, 最早, 最热, 最熱
按时间, 按热度, 新着順, 新しい順, 古い順, 최신순, 공감순, 오래된순, الأحدث, الأقدم, جدیدترین, قدیمی ترین
החדשות ביותר, הישנות ביותר, terbaru, terlama, mới nhất, cũ nhất, ล่าสุด, เก่าสุด
""")
_SORT_LABELS = _keys("""
sort, sort by, sort comments by, order by, sortieren, sortieren nach, sortiert nach, sortierung, trier par
ordenar, ordenar por, ordina, ordina per, sorteer, sorteer op, sortuj, řadit, сортировать, сортировка
сортувати, sırala, ταξινόμηση, sortează, rendezés, sortera, sorter, sorter etter, järjestä, 排序, 並び替え
정렬, ترتيب, urutkan, sắp xếp, จัดเรียง
""")
_SORT_PARTS = _SORTS | _SORT_LABELS
_SORT_STARTS = frozenset(key[:2] for key in _SORT_PARTS)
"""Orders in which comments are sorted, and what stands before them."""

_MAX_SORT_KEY = 60

MAX_BUTTONS = 40
MAX_BUTTON_WORDS = 4
"""Characters of a line that may be the buttons of a comment, and its words."""

_AROUND_BUTTONS = "()[]:·•|↩→+0123456789"
_FIRST_WORDS = ("one ", "ein ", "un ", "une ", "een ")
_DIGITS = "0123456789"
_COUNTED = lazy_pattern(
    r"""(?:\d[\d.,]*|one|ein|un|une|een)\s+(?:comments?|responses?|thoughts?|replies|kommentare?|gedanken?|antworten
    |commentaires?|réponses?|réflexions?|comentarios?|respuestas?|comentários?|respostas?|pensieri|commenti|reacties)\s
    (?:on|to|zu|auf|sur|en|a|em|op|su)\s""",
    re.VERBOSE | re.IGNORECASE,
)
"""Counts of comments with the title of the article, as blogs write them: ``3 thoughts on “A bridge”``."""


def is_comment_heading(key: str, text: str) -> bool:
    """Whether a line is the heading of comments or invites one: ``3 comments``, ``Kommentar schreiben``.

    ``key`` is the line's comparison key.
    """
    return key.strip(_DIGITS) in _HEADINGS or (
        (text[:1].isdigit() or text[:4].lower().startswith(_FIRST_WORDS)) and _COUNTED.match(text) is not None
    )


def is_sort_control(key: str) -> bool:
    """Whether a line says in which order comments stand, by its key: ``Newest first``, ``Sort by: Newest Oldest``."""
    if key[:2] not in _SORT_STARTS or len(key) > _MAX_SORT_KEY:
        return False
    orders = 0
    while key:
        part = next((key[:length] for length in range(len(key), 0, -1) if key[:length] in _SORT_PARTS), "")
        if not part:
            return False
        orders += part in _SORTS
        key = key[len(part) :]
    return orders > 0


def has_reply_button(text: str) -> bool:
    """Whether a short line has a button for a reply: ``Reply``, ``Ответить (2)``, ``Like Reply Report``."""
    if len(text) > MAX_BUTTONS or text[-1] in STOPS:
        return False
    words = [word for part in text.lower().split() if (word := part.strip(_AROUND_BUTTONS))]
    return len(words) <= MAX_BUTTON_WORDS and not _REPLIES.isdisjoint(words)
