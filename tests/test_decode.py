import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decode import Decoded, decode
from cleaner.errors import InputError

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
def test_a_byte_order_mark_tells_the_encoding_and_comes_back(encoding: str, mark: bytes) -> None:
    data = mark + "naïve 🎉\r\n".encode(encoding)
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("naïve 🎉\r\n", encoding, False)
    assert decoded.encode(decoded.text) == data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\r\n\f")))
def test_every_text_in_utf8_comes_back(text: str) -> None:
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
def test_another_encoding_is_guessed_and_said_to_be_a_guess(text: str, encoding: str) -> None:
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
def test_of_encodings_that_fit_a_short_text_alike_the_usual_one_is_taken(text: str, encoding: str) -> None:
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
        (b"\x00\x01\x02\x03 all of it decodes", "binary"),
        (PROSE.encode() + b"\xe9" + PROSE.encode(), "damage"),
        (b"\xef\xbb\xbfcaf\xe9", "byte 3"),
        (b"\xff\xfea", "utf-16-le"),
        (b"\xff\xfe\x00\x00\x00\x00\x11\x00", "utf-32-le"),
        ("no mark".encode("utf-16-le"), "binary"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        decode(data)


def test_a_single_control_character_makes_no_binary() -> None:
    assert decode(b"a\x00b").text == "a\x00b"


def test_terminal_escapes_make_no_binary() -> None:
    assert decode(b"\x1b[31m" * 100).text == "\x1b[31m" * 100


def test_nothing_is_a_text() -> None:
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
def test_no_bytes_raise_anything_but_an_input_error(data: bytes) -> None:
    try:
        decoded = decode(data)
    except InputError as error:
        assert error.message  # noqa: PT017 - either answer is right, and both are checked
    else:
        assert decoded.text == data.removeprefix(decoded.mark).decode(decoded.encoding)
        assert decoded.guessed or decoded.encode(decoded.text) == data  # East Asian codes have doubles
