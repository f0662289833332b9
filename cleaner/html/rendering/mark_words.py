"""What marks beside a text say: permanent links, links for editors, missing citations; in some 30 languages."""

PERMALINK_WORDS = (
    r"perma-?links?(?: (?:to|for) (?:this|the) \w+.{0,60})?",
    r"(?:direct |permanent )?link (?:to|for) (?:this |the )?(?:heading|headline|section|title|paragraph|anchor).{0,40}",
    r"direct link to .{1,200}",
    r"(?:copy |share )?(?:anchor |section |heading )?link(?: to .{1,60})?",
    "anchor|#? ?link",
    r"section titled .{1,200}",
    r"permanent-?links?(?: .{1,40})?|permanenter link(?: .{1,40})?|direkt(?:er )?link(?: .{1,60})?",
    r"link (?:zu|auf) (?:dieser?|diese[mn]) (?:überschrift|abschnitt)|link (?:zur|zum) (?:überschrift|abschnitt)",
    r"lien (?:permanent|direct)(?: .{1,60})?|lien vers (?:ce titre|cette rubrique|cette section)",
    r"enlace (?:permanente|directo)(?: .{1,60})?|enlace a est[ae] (?:sección|encabezado)",
    r"link (?:permanente|diretto|direto)(?: .{1,60})?|ligação permanente",
    r"collegamento (?:permanente|diretto)(?: .{1,60})?",
    r"permanente (?:link|koppeling)|directe link(?: .{1,60})?|permalänk|permanent länk|direktlänk(?: .{1,60})?",
    r"permalenke|direkte lenke|ikilinkki|pysyvä linkki|trvalý odkaz|bezpośredni odnośnik(?: .{1,60})?",
    r"odnośnik(?: .{1,60})?|stały link|állandó hivatkozás|legătură permanentă|kalıcı bağlantı|bu başlığa bağlantı",
    r"постоянная ссылка(?: .{1,60})?|прямая ссылка(?: .{1,60})?|ссылка на (?:этот )?(?:раздел|заголовок)",
    r"постійне посилання|μόνιμος σύνδεσμος|رابط دائم|رابط مباشر|קישור קבוע|پیوند دائمی",
    r"永久链接|永久連結|固定链接|固定連結|直接链接|链接到此标题|此标题的永久链接|永久链接至标题",
    r"パーマリンク|固定リンク|直接リンク|この見出しへの(?:パーマ)?リンク|ヘッダーへのリンク|見出しへの直接リンク",
    r"고유링크|영구 ?링크|직접 링크|liên kết cố định|tautan permanen|ลิงก์ถาวร|स्थायी कड़ी",
)
"""Patterns of what a link of a heading to itself says."""

EDIT_WORDS = (
    *("edit", "edit source", "edit section", "edit this section", "bearbeiten", "quelltext bearbeiten"),
    *("abschnitt bearbeiten", "modifier", "modifier le code", "modifier le wikicode", "editar", "editar código"),
    *("editar seção", "editar secção", "editar a fonte", "modifica", "modifica wikitesto", "bewerken"),
    *("brontekst bewerken", "edytuj", "edytuj kod", "править", "править код", "править исходный текст"),
    *("редактировать", "редагувати", "редагувати код", "ред.", "编辑", "編輯", "編集", "ソースを編集", "编辑源代码"),
    *("편집", "원본 편집", "redigera", "redigera wikitext", "rediger", "rediger kilde", "redigér", "muokkaa"),
    *("muokkaa wikitekstiä", "editovat", "editovat zdroj", "upraviť", "upravit", "uredi", "uredi kod", "szerkesztés"),
    *("forrásszöveg szerkesztése", "değiştir", "kaynağı değiştir", "düzenle", "modificare", "modificare sursă"),
    *("modifica el codi", "edita", "επεξεργασία", "επεξεργασία κώδικα", "عدل", "تعديل", "تحرير", "ویرایش", "עריכה"),
    *("sửa", "sửa đổi", "sửa mã nguồn", "sunting", "sunting sumber", "แก้ไข", "แก้ไขต้นฉบับ", "संपादित करें", "সম্পাদনা"),
    *("редактиране", "уреди", "aldatu", "redakti", "breyta", "muuda", "labot", "redaguoti"),
)
"""What a link to a section's source says, in lower case."""

CITATION_WORDS = (
    r"citations? needed",
    r"(?:better |non-primary |page |third-party )?(?:source|reference|citation)s? (?:needed|required|missing)",
    r"clarification needed|failed verification|dubious|verification needed|unreliable source\?|original research\?",
    r"by whom\?|according to whom\?|who\?|when\?|where\?|which\?|why\?|how\?|vague|weasel words|needs update|dead link",
    r"permanent dead link|broken anchor|not in citation given|neutrality is disputed|full citation needed|page needed",
    r"quelle fehlt|beleg(?:e)? fehl(?:t|en)|nachweis fehlt|quelle\?|wer\?|wann\?",
    r"réf(?:érence|\.)?[ \xa0](?:nécessaire|souhaitée|insuffisante|à confirmer)|source insuffisante",
    r"cita requerida|referencia requerida|¿(?:quién|cuándo|dónde)\?|senza fonte|citazione necessaria",
    r"carece de fontes\??|fonte\?|necessária citação|bron\?|bron gevraagd|potrzebny przypis|potrzebne źródło",
    r"källa behövs|trenger referanse|kilde mangler|mangler kilde|lähde\??|zdroj\?|kdy\?|kdo\?|chybí zdroj",
    r"hiányzó forrás",
    r"forrás\?|kaynak belirtilmeli|citație necesară|necesită citare|cal citació|χρειάζεται πηγή|εκκρεμεί παραπομπή",
    r"источник(?: не указан.{0,20}|\?)|нет источника|джерело\?|джерело не вказане.{0,20}|източник\?|потребан извор",
    r"要出典|要検証|要出典範囲|誰によって\?|いつ\?|來源請求|来源请求|需要引用|可疑|출처 필요|بحاجة لمصدر|بحاجة لمراجع",
    r"نیازمند منبع|דרוש מקור|cần dẫn nguồn|cần nguồn|butuh rujukan|ต้องการอ้างอิง|उद्धरण चाहिए",
)
"""Patterns of what a remark on a missing citation says."""

REMARKS = ("citation needed]", "cita requerida]", "要出典]")
"""What most such remarks have where they stand in plain text. (Each costs a search of the page.)"""
