import re
import unicodedata
from itertools import combinations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cleaner.options import Normalization
from cleaner.text import normalize as module
from cleaner.text.code_shape import code_blocks
from cleaner.text.layout import indentation, is_aligned
from cleaner.text.normalize import (
    DEFAULT_NORMALIZATION,
    MAX_COMBINING_MARKS,
    normalize,
    strip_invisible,
    unify_line_ends,
)
from cleaner.text.plain import blocks_of

SCRIPTS = [
    "café naïve œuvre straße Ångström",
    "“quoted” – dash — it’s … €5 ½ ² £ ™ ©",
    "Žluťoučký kůň ąęłńóśźż őű",
    "İstanbul’da ğüşıöç",
    "Việt Nam điều ước",
    "Мэр сказал: мост открыт",
    "Ελληνικά άέήίόύώ",
    "שלום עולם",
    "مرحبا بالعالم",
    "日本語のテキスト",
    "ไทย हिन्दी 한국어",
    "🎉 👩‍🚀 ﬁ ﬂ",
]
MISREADINGS = ["latin-1", "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859_2", "mac_roman", "cp437"]
PIECES = [
    *"œŒÂÃâ€™ãàÐÑвЂaZ9.,- ",
    *("â€™", "â€œ", "Â ", "Ã ", "à ", "Â\xa0", "Ã\xa0", "œ.", "ï¿½", "&amp;", "&eacute;"),
    *("\x1b[31m", "\x1b[", "\x00", "\x07", "\x85", "\x81", "\x9d", "\t", "\f", "\v", "\x1c"),
    *(
        "\xa0",
        "\xad",
        "\u061c",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2028",
        "\u2060",
        "\u206a",
        "\ufeff",
        "\ufffb",
        "\ufffd",
    ),
    *("\u0301", "\u0344", "\u1160", "\u3000", "\ufffe", "\U0001f600", "\U0001d15e"),
]


def _misread(text: str, encoding: str) -> str:
    """Return what comes of UTF-8 read in another encoding; bytes that it lacks are read as Latin-1."""
    return "".join(
        bytes([byte]).decode(encoding, "ignore") or bytes([byte]).decode("latin-1") for byte in text.encode("utf-8")
    )


@st.composite
def _mojibake(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(SCRIPTS))
    start = draw(st.integers(0, len(text) - 1))
    text = text[start : start + draw(st.integers(1, 6))]
    for encoding in draw(st.lists(st.sampled_from(MISREADINGS), max_size=3)):
        text = _misread(text, encoding)
    return text


_anything = st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")
_hostile_line = st.lists(_mojibake() | st.sampled_from(PIECES) | _anything, max_size=8).map("".join)
_no_line_ends = _hostile_line.map(lambda line: line.replace("\n", " ").replace("\r", " "))
texts = st.lists(_no_line_ends | st.sampled_from(["", "```", "  - item", "> quote", "\t\tdeep"]), max_size=6).map(
    "\n".join
)


@settings(max_examples=200)
@given(_no_line_ends)
@example("\N{LATIN CAPITAL LETTER U WITH GRAVE}\N{HORIZONTAL ELLIPSIS}" * 2)  # two Arabic letters, read as Windows-1252
def test_the_gate_changes_no_result_of_ftfy(line: str) -> None:
    gated = normalize(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOJIBAKE_GATE", re.compile(""))
        assert normalize(line) == gated


@given(texts, st.booleans())
@example("вЂњÂ \x85œ", True)
def test_normalizing_twice_is_normalizing_once(text: str, markdown: bool) -> None:
    once = normalize(text, markdown=markdown)
    assert normalize(once, markdown=markdown) == once


@given(texts, st.booleans(), st.sampled_from(["NFC", "NFKC", "keep"]), st.booleans())
def test_the_number_of_lines_stays_whatever_the_options(text: str, markdown: bool, unicode: str, flag: bool) -> None:
    options = Normalization("straight" if flag else "keep", unicode, mojibake=flag, unwrap=flag)  # type: ignore[arg-type]
    assert normalize(text, options, markdown=markdown).count("\n") == text.count("\n")


@given(
    st.lists(st.sampled_from(["a", "\r", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\f", "\v", "\x1c"])).map("".join)
)
def test_only_real_line_ends_end_a_line(text: str) -> None:
    ends = len(re.findall(r"\r\n|\r|\n", text))
    assert normalize(text).count("\n") == ends
    assert "\r" not in unify_line_ends(text)


@given(texts)
@example("\x1cœ")
def test_normal_text_has_no_controls_and_no_odd_blanks(text: str) -> None:
    rows = normalize(text).split("\n")
    code = {index for block in code_blocks(rows) for index in block}
    blocks = [block for block in blocks_of(rows, range(len(rows))) if is_aligned(rows[block.start : block.stop])]
    aligned = {index for block in blocks for index in block}
    for index, row in enumerate(rows):
        if index not in code:
            words = row.strip() if index in aligned else " ".join(row.split())
            assert row == strip_invisible(indentation(row) + words)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The cafÃ© is open", "The café is open"),
        ("itâ€™s", "it’s"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("caf\u0065\u0301", "café"),
        ("a\N{NO-BREAK SPACE}\N{THIN SPACE} b\t c", "a b c"),
        ("soft\N{SOFT HYPHEN}en\N{ZERO WIDTH SPACE}ed", "softened"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}Title", "Title"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("be\x07ll \x00", "bell"),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("a\u2028b\u0085c\fd", "a b c d"),
        ("Ã\u200b©", "é"),
        ("“curly” ‘quotes’ – — … ½ ﬁ ＡＢ", "“curly” ‘quotes’ – — … ½ ﬁ ＡＢ"),
        ("AT&amp;T &lt;b&gt;", "AT&amp;T &lt;b&gt;"),
        (
            "👩\N{ZERO WIDTH JOINER}🚀 می\N{ZERO WIDTH NON-JOINER}خواهم",
            "👩\N{ZERO WIDTH JOINER}🚀 می\N{ZERO WIDTH NON-JOINER}خواهم",
        ),
        ("Voilà l’œuvre d’Âge", "Voilà l’œuvre d’Âge"),
    ],
)
def test_what_changes_and_what_stays(before: str, after: str) -> None:
    assert normalize(before) == after


def test_letters_that_are_broken_several_times_are_repaired() -> None:
    text = "é"
    for _ in range(13):
        text = text.encode("utf-8").decode("latin-1").replace("Ã", "Ã\N{ZERO WIDTH SPACE}", 1)
    assert normalize(text) == "é"


def test_each_option_has_its_own_effect() -> None:
    assert normalize("“it’s”", Normalization(quotes="straight")) == '"it\'s"'
    assert normalize("ﬁ ½", Normalization(unicode="NFKC")) == "fi 1⁄2"
    assert normalize("e\u0301 Å", Normalization(unicode="keep")) == "e\u0301 Å"
    assert normalize("cafÃ©", Normalization(mojibake=False)) == "cafÃ©"


def test_a_run_of_marks_is_capped() -> None:
    line = "a" + "\u0316" * 1000 + "b"
    assert normalize(line) == "a" + "\u0316" * MAX_COMBINING_MARKS + "b"
    assert normalize("क" + "्ष" * 100) == "क" + "्ष" * 100


def test_the_cap_counts_every_combining_mark() -> None:
    marks = [chr(code) for code in range(0x110000) if unicodedata.combining(chr(code))]
    assert not [mark for mark in marks if not module._MAYBE_MARKS.search(mark * (MAX_COMBINING_MARKS + 1))]  # noqa: SLF001 - as above


def test_indentation_stays_and_blanks_inside_a_row_are_single() -> None:
    assert normalize("  The  sea is calm\u00a0to-night, \n\t\u00a0The tide is full") == (
        "  The sea is calm to-night,\n\t The tide is full"
    )
    assert normalize("\ufeff\u3000市长  说") == "\u3000市长 说"


def test_blanks_that_make_columns_stay() -> None:
    table = "Mon   8:00   Pier\nTue  11:30\tPier"
    assert normalize(table + " ") == table
    assert normalize("He left.  She stayed.\nIt rained.  It snowed.") == "He left. She stayed.\nIt rained. It snowed."


def test_nothing_in_code_changes() -> None:
    text = "def  go(x):\n\tprint(‘x’,  'cafÃ©')  \n \n\tprint('\u200b')\nA  word."
    assert normalize(text, Normalization("straight")) == text.replace("A  word", "A word")


def test_markdown_keeps_its_blanks_line_ends_and_code() -> None:
    text = "- one\r\n    - two  three\r\n\t\n```\nx  =  1 \x00\n```\n  \u200b\nit\xa0 is  \ncafÃ©"
    assert normalize(text, markdown=True) == text.replace("\xa0", " ").replace("Ã©", "é")


def test_the_default_is_that_of_the_options() -> None:
    assert Normalization() == DEFAULT_NORMALIZATION


@settings(max_examples=200)
@given(st.lists(st.sampled_from("‘“”’–—…\xa0 aéâàÃ€"), min_size=1, max_size=7).map("".join))
def test_the_gate_and_ftfy_leave_runs_of_typography_alone(line: str) -> None:
    gated = normalize(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_MOJIBAKE_GATE", re.compile(""))
        assert normalize(line) == gated


@given(texts, st.sampled_from(["NFC", "NFKC", "keep"]), st.booleans())
def test_a_text_is_normalized_like_its_lines(text: str, unicode: str, flag: bool) -> None:
    options = Normalization("straight" if flag else "keep", unicode, mojibake=flag)  # type: ignore[arg-type]
    rows = unify_line_ends(text).split("\n")
    assume(not code_blocks(rows) and not any(is_aligned(rows[a:b]) for a, b in combinations(range(len(rows) + 1), 2)))
    alone = "\n".join(normalize(f"{row}\n\x07", options).split("\n")[0] for row in rows)
    assert normalize(text, options) == alone
