"""Words of shops, consent walls and error pages in some thirty languages, in lower case."""

BUY_BUTTONS = (
    *("add to cart", "add to bag", "add to basket", "add to trolley", "buy now", "buy it now", "in den warenkorb"),
    *("ajouter au panier", "añadir al carrito", "añadir a la cesta", "agregar al carrito", "aggiungi al carrello"),
    *("adicionar ao carrinho", "in winkelwagen", "in winkelmand", "dodaj do koszyka", "lägg i varukorg"),
    *("læg i kurv", "legg i handlekurv", "lisää ostoskoriin", "přidat do košíku", "do košíka", "kosárba"),
    *("adaugă în coș", "προσθήκη στο καλάθι", "в корзину", "добавить в корзину", "до кошика", "sepete ekle"),
    *("カートに入れる", "加入购物车", "加入購物車", "장바구니", "thêm vào giỏ", "أضف إلى السلة"),
)
"""Beginnings of buttons that buy a product."""

SHOP_WORDS = frozenset(
    (
        *("sale", "returns", "best sellers", "new arrivals", "clearance", "add to cart", "add to bag", "shop now"),
        *("wishlist", "my cart", "your cart", "cart", "checkout", "shop all", "gift cards", "free shipping", "sort by"),
        *("filters", "order status", "track order", "your cart is empty", "shopping cart", "continue shopping"),
        *("price", "color", "size", "shipping", "quantity", "warenkorb", "zur kasse", "lieferung", "versand"),
        *("merkzettel", "panier", "mon panier", "livraison", "carrito", "envíos", "carrello", "spedizione", "carrinho"),
        *("winkelwagen", "koszyk", "dostawa", "varukorg", "kurv", "košík", "kosár", "корзина", "доставка", "sepetim"),
    )
)
"""Lines that shops have."""

CALLS_TO_ACTION = (
    *("get started", "learn more", "contact us", "contact sales", "request a demo", "request a quote"),
    *("request demo", "request info", "book a demo", "book a call", "book now", "book an appointment", "get a quote"),
    *("get a free quote", "get a demo", "start free trial", "start a free trial", "start your free trial"),
    *("try for free", "try it free", "free trial", "sign up for free", "schedule a", "apply now", "talk to sales"),
    *("talk to us", "talk to an expert", "see pricing", "view plans", "view pricing", "our services", "who we serve"),
    *("industries we serve", "enroll", "jetzt anfragen", "kontakt aufnehmen", "termin vereinbaren", "mehr erfahren"),
    *("kostenlos testen", "angebot anfordern", "demander un devis", "essai gratuit", "prendre rendez-vous"),
    *("solicitar presupuesto", "prueba gratis", "richiedi un preventivo", "prova gratis", "offerte aanvragen"),
    *("gratis proberen", "wypróbuj za darmo", "umów się", "узнать больше", "оставить заявку", "попробовать бесплатно"),
)
"""Beginnings of lines with which a page that presents a service asks for something."""

CONSENT_PHRASES = (
    *("we use cookies", "uses cookies", "we and our", "our partners", "value your privacy", "care about your privacy"),
    *("your privacy", "your consent", "your permission", "consent to our", "access information on a device"),
    *("cookie settings", "cookies on our", "cookies on this", "manage your choices", "your choices"),
    *("wir verwenden cookies", "wir nutzen cookies", "wir setzen cookies", "setzen wir cookies", "wir und unsere"),
    *("verwenden wir cookies", "nutzen wir cookies", "unsere partner", "unseren partnern", "ihre einwilligung"),
    *("ihre zustimmung", "ihrer zustimmung", "ihre privatsphäre", "deine privatsphäre", "deine zustimmung"),
    *("ihrer einwilligung", "deiner zustimmung", "werbung und tracking", "ihrem gerät", "deinem gerät"),
    *("nous utilisons des cookies", "utilisent des cookies", "nous et nos", "nos partenaires", "votre consentement"),
    *("votre vie privée", "votre accord", "votre appareil", "sans accepter", "vos choix", "vos données"),
    *("utilizamos cookies", "usamos cookies", "nosotros y nuestros", "nuestros socios", "su consentimiento"),
    *("tu consentimiento", "tu privacidad", "su privacidad", "su dispositivo", "tu dispositivo", "sus datos"),
    *("nós e os nossos", "nossos parceiros", "seu consentimento", "sua privacidade", "o seu dispositivo"),
    *("utilizziamo i cookie", "utilizziamo cookie", "usiamo i cookie", "utilizza cookie", "noi e i nostri"),
    *("nostri partner", "tuo consenso", "suo consenso", "tua privacy", "tuo dispositivo", "i tuoi dati"),
    *("we gebruiken cookies", "wij gebruiken cookies", "gebruiken wij cookies", "onze partners", "uw toestemming"),
    *("jouw toestemming", "je toestemming", "jouw privacy", "uw privacy", "je apparaat", "uw apparaat"),
    *("vi använder cookies", "vi och våra", "våra partner", "ditt samtycke", "din integritet", "din enhet"),
    *("vi bruger cookies", "vi og vores", "vores partnere", "dit samtykke", "dit privatliv", "vi bruker cookies"),
    *("vi bruker informasjonskapsler", "vi og våre", "våre partnere", "ditt samtykke", "ditt personvern"),
    *("käytämme evästeitä", "me ja kumppanimme", "kumppanimme", "suostumuksesi", "yksityisyytesi", "laitteellesi"),
    *("używamy plików cookie", "my i nasi", "nasi partnerzy", "naszych partnerów", "twoją prywatność"),
    *("twoja prywatność", "twoją zgodę", "twojej zgody", "twoim urządzeniu", "wyrażasz zgodę", "szanujemy prywatność"),
    *("používáme cookies", "používáme soubory cookie", "naši partneři", "našimi partnery", "váš souhlas"),
    *("vašeho souhlasu", "vaše soukromí", "používame súbory cookie", "naši partneri", "váš súhlas", "vaše súkromie"),
    *("sütiket használunk", "mi és partnereink", "partnereink", "hozzájárulását", "az ön adatait", "fontos az ön"),
    *("folosim cookie", "utilizăm cookie", "partenerii noștri", "consimțământul dumneavoastră", "consimțământul dvs"),
    *("χρησιμοποιούμε cookies", "εμείς και οι", "συνεργάτες μας", "συγκατάθεσή σας", "το απόρρητό σας"),
    *("мы используем cookie", "мы используем файлы cookie", "мы и наши", "наши партнеры", "наши партнёры"),
    *("ваше согласие", "вашего согласия", "ваша конфиденциальность", "вашем устройстве", "ми використовуємо файли"),
    *("ми та наші", "наші партнери", "вашу згоду", "вашої згоди", "ваша конфіденційність", "ние използваме"),
    *("използваме бисквитки", "нашите партньори", "вашето съгласие", "koristimo kolačiće", "naši partneri"),
    *("vašu privatnost", "vaša privola", "çerezler kullanıyoruz", "çerez kullanıyoruz", "iş ortaklarımız", "rızanız"),
    *("gizliliğinize", "cookieを使用", "クッキーを使用", "当社のパートナー", "お客様のプライバシー", "お客様の同意"),
    *("我们使用cookie", "我们使用 cookie", "我們使用cookie", "我們使用 cookie", "我们的合作伙伴", "我們的合作夥伴"),
    *(
        "您的隐私",
        "您的隱私",
        "您的同意",
        "쿠키를 사용",
        "저희 파트너",
        "귀하의 동의",
        "귀하의 개인정보",
        "نستخدم ملفات",
    ),
    *(
        "نحن وشركاؤنا",
        "خصوصيتك",
        "موافقتك",
        "chúng tôi sử dụng cookie",
        "các đối tác của chúng tôi",
        "quyền riêng tư của bạn",
    ),
    *("kami menggunakan cookie", "mitra kami", "privasi anda", "persetujuan anda", "เราใช้คุกกี้", "ความเป็นส่วนตัวของคุณ"),
    *("אנו משתמשים בעוגיות", "השותפים שלנו", "הפרטיות שלך", "ما از کوکی", "हम कुकीज़"),
)
"""Phrases in which a site asks its reader for consent: in the first and second person, unlike reports about consent."""

ACCEPT_WORDS = (
    *("accept", "agree", "i agree", "allow all", "allow cookies", "consent", "ok", "okay", "got it", "yes", "continue"),
    *("akzeptieren", "alle akzeptieren", "zustimmen", "einverstanden", "annehmen", "accepter", "tout accepter"),
    *("j'accepte", "j’accepte", "aceptar", "acepto", "aceitar", "aceito", "accetta", "accetto", "accepteren"),
    *("akkoord", "acceptera", "godkänn", "accepter alle", "tillad", "godta", "aksepter", "godkjenn", "hyväksy"),
    *("akceptuj", "akceptuję", "zgadzam", "przejdź do serwisu", "přijmout", "souhlasím", "prijať", "súhlasím"),
    *("elfogad", "elfogadom", "sunt de acord", "acceptă", "αποδοχή", "αποδέχομαι", "συμφωνώ", "принять", "согласен"),
    *("соглашаюсь", "принимаю", "прийняти", "погоджуюсь", "приемам", "приеми", "prihvati", "prihvaćam", "slažem"),
    *(
        "kabul",
        "同意",
        "許可",
        "接受",
        "동의",
        "수락",
        "허용",
        "موافق",
        "أوافق",
        "قبول",
        "chấp nhận",
        "đồng ý",
        "setuju",
    ),
    *("terima", "ยอมรับ", "מאשר", "אישור", "می‌پذیرم", "स्वीकार"),
)
"""Words of buttons that give consent."""

ERROR_PHRASES = (
    *(
        "page not found",
        "page can't be found",
        "page can’t be found",
        "page cannot be found",
        "page could not be found",
    ),
    *("page was not found", "page doesn't exist", "page doesn’t exist", "page does not exist", "page isn't available"),
    *("page isn’t available", "page is not available", "page no longer available", "page no longer exists"),
    *("file not found", "article not found", "content not found", "can't find that page", "can’t find that page"),
    *("can't find the page", "can’t find the page", "couldn't find that page", "couldn’t find the page"),
    *("couldn't find the page", "internal server error", "service unavailable", "service temporarily unavailable"),
    *(
        "bad gateway",
        "gateway time-out",
        "gateway timeout",
        "too many requests",
        "access denied",
        "access to this page",
    ),
    *("attention required", "seite nicht gefunden", "seite wurde nicht gefunden", "seite existiert nicht"),
    *("seite konnte nicht gefunden", "page introuvable", "page non trouvée", "page n'existe pas", "page n’existe pas"),
    *("page est introuvable", "página no encontrada", "página no existe", "página não encontrada"),
    *("página não existe", "pagina non trovata", "pagina non esiste", "pagina niet gevonden", "pagina bestaat niet"),
    *("sidan hittades inte", "sidan finns inte", "sidan kunde inte hittas", "siden blev ikke fundet"),
    *("siden findes ikke", "siden ble ikke funnet", "siden finnes ikke", "fant ikke siden", "sivua ei löydy"),
    *("sivua ei löytynyt", "nie znaleziono strony", "strona nie istnieje", "strona nie została znaleziona"),
    *("stránka nenalezena", "stránka nebyla nalezena", "stránka neexistuje", "stránka sa nenašla"),
    *("stránka nebola nájdená", "az oldal nem található", "oldal nem található", "pagina nu a fost găsită"),
    *(
        "pagina nu există",
        "η σελίδα δεν βρέθηκε",
        "σελίδα δεν βρέθηκε",
        "страница не найдена",
        "страницы не существует",
    ),
    *("страница не существует", "сторінку не знайдено", "сторінка не знайдена", "страницата не е намерена"),
    *(
        "stranica nije pronađena",
        "stran ni bila najdena",
        "sayfa bulunamadı",
        "ページが見つかりません",
        "見つかりませんでした",
    ),
    *("ページは存在しません", "页面不存在", "找不到页面", "页面未找到", "找不到網頁", "頁面不存在", "無法找到"),
    *("페이지를 찾을 수 없습니다", "الصفحة غير موجودة", "لم يتم العثور على الصفحة", "không tìm thấy trang"),
    *("trang không tồn tại", "halaman tidak ditemukan", "ไม่พบหน้า", "הדף לא נמצא", "العثور على الصفحة", "صفحه یافت نشد"),
)
"""What an error page says of itself, anywhere in its title or a short line."""

ERROR_LINES = frozenset(
    (
        *("not found", "forbidden", "error", "unauthorized", "gone", "just a moment", "are you a robot", "oops"),
        *("something went wrong", "nicht gefunden", "introuvable", "no encontrado", "no encontrada", "non trovata"),
        *("não encontrado", "niet gevonden", "nie znaleziono", "nenalezeno", "не найдено", "zugriff verweigert"),
        *("accès refusé", "acceso denegado", "accesso negato", "acesso negado", "toegang geweigerd", "åtkomst nekad"),
        *("fehler", "erreur", "errore", "erro", "błąd", "chyba", "hiba", "ошибка", "помилка", "hata", "エラー", "错误"),
    )
)
"""What an error page says of itself in a whole line."""
