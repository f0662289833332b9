"""Character references left in plain text: what is certain becomes a character, and look-alikes stay."""

import html.entities

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Normalization
from cleaner.html.document import build_document
from cleaner.html.lines import read_lines
from cleaner.html.parse import parse_page
from cleaner.text.entities import MAX_LENGTH, count_references, has_references
from cleaner.text.normalize import normalize

CLEANER = Cleaner()


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        ("Fish &amp; chips cost &pound;5 at the pier.", "Fish & chips cost £5 at the pier."),
        ("the baker&#8217;s bread is good&nbsp;too &ndash; they say", "the baker’s bread is good too – they say"),
        ("AT&amp;T and R&#38;D and B&#x26;B", "AT&T and R&D and B&B"),
        ("Caf&eacute; Z&uuml;rich, &Scaron;koda, cr&egrave;me &frac12;", "Café Zürich, Škoda, crème ½"),
        ("l&rsquo;heure &laquo;&nbsp;oui&nbsp;&raquo;", "l’heure « oui »"),
        ("&ldquo;We waited&hellip;&rdquo; he said.", "“We waited…” he said."),
        ("He said &quot;no&quot; and didn&apos;t move", 'He said "no" and didn\'t move'),
        ("It&#039;s 10&deg;C &times; 2 &rarr; 20", "It's 10°C × 2 → 20"),
        ("&copy; 2024 Bay Courier", "© 2024 Bay Courier"),
        ("Use &frac12; cup of sugar", "Use ½ cup of sugar"),
        ("[&hellip;]", "[…]"),
        ("Gr&uuml;&szlig;e", "Grüße"),
        ("&#1052;&#1101;&#1088;", "Мэр"),
        ("&#128512; &#x1F600;", "😀 😀"),
        ("&#146; &#128; &#150;", "’ € –"),
        ("2 &lt; 3, I &lt;3 you, 5 &gt;= 4, a -&gt; b", "2 < 3, I <3 you, 5 >= 4, a -> b"),
        ("Jane &lt;jane@example.org&gt;", "Jane <jane@example.org>"),
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&b=2"),
        ("www.example.org/?a=1&amp;copy=2", "www.example.org/?a=1&copy=2"),
        ("one&#10;two&#13;&#10;three&NewLine;four&Tab;five&#8232;six", "one two three four five six"),
        ("soft&shy;en, zero&#8203;width, be&#7;ll", "soften, zerowidth, bell"),
        ("می&zwnj;خواهم", "می\N{ZERO WIDTH NON-JOINER}خواهم"),
        ("cafe&#769;", "café"),
        ("&nbsp;", ""),
        ("caf&Atilde;&copy;", "café"),
    ],
)
def test_what_is_certain_becomes_a_character(left: str, shown: str) -> None:
    assert normalize(left) == shown
    assert normalize(shown) == shown


@pytest.mark.parametrize(
    "line",
    [
        "Fish &amp;amp; chips",
        "&amp;lt;b&amp;gt; and &amp;#39; and &#38;#x27;",
        "&l&#116;; and &#3&#56;;",
        "AT&T, Q&A; R&D; &c. &; &foo; & more",
        "&amp &copy &nbsp without an end",
        "example.org/?a=1&copy=2&lt=3",
        "https://example.org/?a=1&copy;=2",
        "&#0; &#xD83D;&#xDE00; &#1114112; &#xFFFFFF; &#99999999; &#xZZ;",
        "Write &lt;br&gt; for a break.",
        "Write &lt;br/&gt; for a break &amp; &lt;/p&gt; for an end.",
        "&lt;!-- a note --&gt;",
        "&lt;?php echo 1 ?&gt;",
        "In HTML, &amp; stands for &.",
        "The entity &nbsp; is a blank.",
        "Die Entität &auml; ist ein Zeichen.",
        "実体参照 &amp; について",
        "An ampersand is written &amp; there.",
        "Use &nbsp; to keep two words together.",
        "The copyright sign is &copy;.",
        "It is “&amp;”, not “&lt;”.",
        "It is '&nbsp;' there, and `&amp;` here.",
        "if (a &lt; b &amp;&amp; c &gt; d) {",
        'print("Fish &amp; chips")',
        "title = &amp;name",
        'echo "Fish &amp; chips";',
        '<a href="?a=1&amp;b=2">Fish</a>',
    ],
)
def test_look_alikes_stay(line: str) -> None:
    assert normalize(line) == line


def test_nothing_changes_where_references_are_markup() -> None:
    line = "Fish &amp; chips cost &pound;5."
    assert normalize(line, markdown=True) == line
    assert normalize(line, unescapes=False) == line
    assert Cleaner(normalization=None).clean(line).text == line
    (paragraph,) = read_lines(parse_page(f"<p>{line.replace('&', '&amp;')}</p>").tree)
    assert build_document([paragraph], Normalization(), markdown=False).text == line, "a page shows what it means"


def test_code_keeps_its_references() -> None:
    code = "def show(name):\n    text = escape(name)\n    return text.replace('&', '&amp;')\n\nshow(\"A &amp; B\")"
    text = f"Fish &amp; chips are sold at the pier, and they are sold well.\n\n{code}\n\nThat is all there is to say.\n"
    assert normalize(text) == text.replace("&amp;", "&", 1)


def test_options_apply_to_the_characters_too() -> None:
    assert normalize("&ldquo;it&rsquo;s&rdquo;", Normalization(quotes="straight")) == '"it\'s"'
    assert normalize("&#64257; &#65286;lt;", Normalization(unicode="NFKC")) == "fi &#65286;lt;"


PARTS = [
    *("&", "#", ";", "x", "3", "8", "l", "t", "g", "<", ">", " ", "a", '"', "“", "/", "b", "=", "{", "HTML"),
    *("&amp;", "&#38;", "&#x26;", "&AMP;", "&lt;", "&gt;", "&#59;", "&semi;", "&num;", "&#35;", "&#108;", "&#116;"),
    *("&nbsp;", "&#10;", "&shy;", "&#7;", "&#173;", "&quot;", "&#894;", "&#8490;", "&#65286;", "&#769;", "&#xD800;"),
    *("&Atilde;", "&copy;", "amp;", "lt;", "#38;", "://", "&#0;", "\xad", "\u200b", "\u0301", "Ã", "©", "&eacute;"),
]
lines = st.lists(st.sampled_from(PARTS) | st.text(max_size=2), max_size=12).map("".join)
lines = lines.map(lambda line: line.replace("\n", " ").replace("\r", " "))


@settings(max_examples=300)
@given(lines, st.sampled_from(["NFC", "NFKC", "keep"]))
@example("&amp;\N{SOFT HYPHEN}lt;", "NFC")
@example("&l&#7;t;", "NFC")
@example("&lt&#894;", "NFC")
@example("&\bamp;", "NFC")
def test_a_second_pass_changes_nothing(line: str, unicode: str) -> None:
    options = Normalization(unicode=unicode)  # type: ignore[arg-type]
    once = normalize(line, options)
    assert normalize(once, options) == once
    assert once.count("\n") == line.count("\n")


CODE = [
    *(
        "def show(name):",
        "    return name",
        "}",
        "{",
        "if (a &amp;&amp; b) {",
        "x = &amp;y;",
        'print("&amp;")',
        "a  &lt;  b",
    ),
    *(
        "name    &pound;5",
        "other   &pound;6",
        "    deep &amp; wide",
        "",
        "- one &amp; two",
        "&nbsp;",
        "$ ls &gt; x",
        "<b>",
    ),
]
texts = st.lists(lines | st.sampled_from(CODE), max_size=6).map("\n".join)


@settings(max_examples=200)
@given(texts)
def test_a_second_pass_changes_nothing_of_a_text(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert once.count("\n") == text.count("\n")


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = CLEANER.clean(text).text
    assert CLEANER.clean(once).text == once


def test_the_longest_name_is_within_the_bound() -> None:
    names = [name for name in html.entities.html5 if name.endswith(";")]
    assert max(map(len, names)) < MAX_LENGTH
    assert all(has_references(f"&{name}") for name in names)
    assert all(normalize(f"a&{name}a") != f"a&{name}a" for name in names if name not in ("lt;", "LT;"))


def test_references_are_counted() -> None:
    assert [count_references(text) for text in ("", "&", "&amp;", "a&#1;b&x;c")] == [0, 0, 1, 1]
