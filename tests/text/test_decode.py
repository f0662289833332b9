import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import InputError
from cleaner.text.decode import Decoded, decode, decode_page

PROSE = "Le maire a dit lundi que le pont, fermé depuis l’été, rouvrira à Noël grâce à l’aide reçue.\n" * 5


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_a_byte_order_mark_gives_the_encoding_and_is_written_again(encoding: str, mark: bytes) -> None:
    data = mark + "naïve 🎉\r\n".encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("naïve 🎉\r\n", encoding, False)
    assert decoded.encode(decoded.text) == data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\r\n\f")))
def test_every_text_in_utf_8_decodes(text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert decode(text.encode()) == Decoded(text, "utf-8")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (PROSE, "cp1252"),
        ("Мэр сообщил в понедельник, что мост через реку снова откроют весной.\n" * 5, "cp1251"),
        ("市长星期一说，河上的大桥将在五月重新开放，费用由省里承担。\n" * 5, "gb18030"),
        ("市長は月曜日、川に架かる橋が五月に再び開くと述べた。\n" * 5, "shift_jis"),
    ],
)
def test_another_encoding_is_guessed_and_marked_as_a_guess(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.guessed) == (text, True)
    assert decoded.encode(text) == text.encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Señor Núñez compró una piña.", "cp1252"),
        ("La façade où l’été s’achève.", "cp1252"),
        ("São Paulo é grande e fica longe daqui.", "cp1252"),
        ("Så går en dag än från vår tid.", "cp1252"),
        ("Smørrebrød på dansk, sagde han ikke så gerne.", "cp1252"),
        ("Мэр сказал в понедельник, что мост откроют.", "cp1251"),
    ],
)
def test_a_common_encoding_wins_if_others_fit_a_short_text_equally_well(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, encoding, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x1f\x8b\x08\x00\xff\xfe\xfa\x00", "gzip -dc"),
        (b"\x28\xb5\x2f\xfd\x24\x00\xff\x00", "zstd -dc"),
        (b"\xfd7zXZ\x00\x00\x04", "xz -dc"),
        (b"BZh91AY&SY\xff\xfe", "bzip2 -dc"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe", "binary"),
        (b"\x00\x01\x02\x03 decodes as UTF-8", "binary"),
        (PROSE.encode() + b"\xe9" + PROSE.encode(), "damage"),
        (b"\xef\xbb\xbfcaf\xe9", "byte 3"),
        (b"\xff\xfea", "utf-16-le"),
        (b"\xff\xfe\x00\x00\x00\x00\x11\x00", "utf-32-le"),
        ("no mark".encode("utf-16-le"), "binary"),
    ],
)
def test_bytes_that_are_not_text_are_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode(data)


def test_a_text_may_have_a_control_character() -> None:
    assert decode(b"a\x00b").text == "a\x00b"


def test_a_text_may_have_terminal_escapes() -> None:
    assert decode(b"\x1b[31m" * 100).text == "\x1b[31m" * 100


def test_an_empty_file_is_a_text() -> None:
    assert decode(b"") == Decoded("", "utf-8")


_LETTERS = "naïve œuvre, “été” – Привет 市长 🎉 ".encode()
_pieces = st.sampled_from(
    [
        _LETTERS,
        _LETTERS[:-2],
        b"caf\xe9 ",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x00\x00",
        b"\x1b$B",
        b"+AG4-",
        b"~{",
    ]
)


@given(st.lists(st.binary(max_size=40) | _pieces, max_size=8).map(b"".join))
def test_bytes_decode_or_raise_an_input_error(data: bytes) -> None:
    try:
        decoded = decode(data)
    except InputError as error:
        assert error.message  # noqa: PT017 - either answer is right, and both are checked
    else:
        assert decoded.text == data.removeprefix(decoded.mark).decode(decoded.encoding)
        assert decoded.guessed or decoded.encode(decoded.text) == data  # East Asian codes have doubles


LATIN = "“Größe” – that’s 2 € for the naïve façade…"
RUSSIAN = "Мэр сообщил в понедельник, что мост через реку снова откроют весной, и поблагодарил жителей за терпение."
CHINESE = "市长朱镕星期一说，河上的大桥将在五月重新开放，费用由省里承担。"
JAPANESE = "市長は月曜日、川に架かる橋が五月に再び開くと述べた。"
KOREAN = "시장은 월요일에 강 위의 다리가 오월에 다시 열린다고 말했다."


def page(charset: str | None, text: str) -> str:
    declared = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{declared}<title>t</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "utf-8", LATIN),
        (None, "utf-8", LATIN),
        ("iso-8859-1", "utf-8", LATIN),
        ("iso-8859-1", "cp1252", LATIN),
        ("latin1", "cp1252", LATIN),
        ("us-ascii", "cp1252", LATIN),
        ("csISOLatin1", "cp1252", LATIN),
        ("x-cp1251", "cp1251", RUSSIAN),
        ("utf8", "utf-8", LATIN),
        ("cp_1252", "utf-8", LATIN),
        ("windows-1251", "cp1251", RUSSIAN),
        ("koi8-r", "koi8_r", RUSSIAN),
        (None, "cp1251", RUSSIAN),
        ("gb2312", "gb18030", CHINESE),
        ("gbk", "gb18030", CHINESE),
        ("big5", "big5hkscs", "市長星期一說，河上的大橋將在五月重新開放。"),
        ("shift_jis", "cp932", JAPANESE),
        ("x-sjis", "cp932", JAPANESE),
        ("euc-jp", "euc_jp", JAPANESE),
        ("iso-2022-jp", "iso2022_jp", JAPANESE),
        ("euc-kr", "cp949", KOREAN),
        ("no-such-charset", "utf-8", LATIN),
    ],
)
def test_a_page_is_in_its_declared_encoding_unless_it_is_valid_utf_8(
    charset: str | None, encoding: str, text: str
) -> None:
    decoded = decode_page(page(charset, text).encode(encoding))
    assert (decoded.text, decoded.damaged) == (page(charset, text), 0)


def test_a_declaration_counts_anywhere_in_a_page() -> None:
    page_start = f"<html><head>{'<script>x</script>' * 500}<meta http-equiv='Content-Type' content='text/html; charset="
    assert RUSSIAN in decode_page(f"{page_start}koi8-r'></head><p>{RUSSIAN}".encode("koi8_r")).text
    xml = f'<?xml version="1.0" encoding="windows-1251"?><html><p>{RUSSIAN}</p></html>'
    assert decode_page(xml.encode("cp1251")).text == xml


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_utf_16_is_detected_by_its_mark_or_its_zeros(encoding: str, marked: bool) -> None:
    text = page("utf-16", LATIN)
    mark = "\ufeff".encode(encoding) if marked else b""
    assert decode_page(mark + text.encode(encoding)).text == text


def test_a_damaged_page_decodes_and_its_damage_is_counted() -> None:
    data = page("utf-8", RUSSIAN).encode().replace("сообщил".encode(), b"\xd1\xff\xfe")
    decoded = decode_page(data)
    assert decoded.encoding == "utf-8"
    assert decoded.damaged == decoded.text.count("\ufffd") > 0
    assert "снова откроют весной" in decoded.text


def test_a_replacement_character_of_the_page_itself_is_not_damage() -> None:
    assert decode_page(page("utf-8", "caf\ufffd").encode()).damaged == 0


@pytest.mark.parametrize("data", [b"", b"\0", b"\0" * 100, b"<p>a\0b", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf"])
def test_a_page_of_any_bytes_decodes(data: bytes) -> None:
    assert isinstance(decode_page(data).text, str)


@given(st.lists(st.binary(max_size=40) | _pieces | st.just(b'<meta charset="gbk">'), max_size=8).map(b"".join))
def test_a_page_never_raises(data: bytes) -> None:
    assert isinstance(decode_page(data).text, str)


def test_a_charset_from_outside_wins_over_what_a_page_declares() -> None:
    data = page("windows-1251", RUSSIAN).encode("koi8_r")
    assert RUSSIAN in decode_page(data, charset="KOI8-R").text
    assert RUSSIAN in decode_page(page("koi8-r", RUSSIAN).encode("koi8_r"), charset="utf-8").text
    assert RUSSIAN in decode_page(page(None, RUSSIAN).encode(), charset="koi8-r").text
    assert (
        RUSSIAN in decode_page("\ufeff".encode("utf-16") + page(None, RUSSIAN).encode("utf-16-le"), charset="gbk").text
    )


def test_a_charset_from_outside_counts_for_a_text_that_fits_it() -> None:
    assert decode(RUSSIAN.encode("koi8_r"), charset="koi8-r").text == RUSSIAN
    assert decode(RUSSIAN.encode(), charset="koi8-r").text == RUSSIAN
    assert decode(RUSSIAN.encode("cp1251"), charset="utf-8").text == RUSSIAN
    with pytest.raises(InputError, match="UTF-8 with damage"):
        decode(RUSSIAN.encode()[1:], charset="windows-1251")


@pytest.mark.parametrize("name", ["hex", "zip", "rot13", "idna", "punycode", "undefined", "a\0b", "", "x" * 999])
def test_a_charset_that_does_not_decode_to_text_is_ignored(name: str) -> None:
    data = b"<p>caf\xe9"
    assert "caf\xe9" in decode_page(b"<meta charset='" + name.encode() + b"'>" + data).text
    assert "caf\xe9" in decode(data, charset=name).text
