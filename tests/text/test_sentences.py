"""Sentences and prose in the scripts of the world, and what only looks like them."""

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import sentences as module
from cleaner.text.sentences import (
    FULL_STOPS,
    QUESTION_MARKS,
    STOPLESS_LETTERS,
    STOPS,
    count_sentences,
    is_prose,
    is_sentence,
)
from cleaner.text.words import STOPLESS_SCRIPTS
from tests.script_fixtures import LANGUAGES, article_lines


@pytest.mark.parametrize(
    "line",
    [
        "The bridge is open.",
        "Is it?",
        "It is!",
        "And so on...",
        "And so on…",
        "She said, “It is open.”",
        "(It was shut in May.)",
        "„Sie kommt.“",
        "« Il est venu. »",
        "«Он пришёл.»",
        "他来了。",
        "「来た。」",
        "वह आया।",
        "Ends with a note [now.]",
        "It is open. ",
    ],
)
def test_a_sentence_ends_with_a_stop_and_what_closes_after_it(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "他来了｡",
        "他来了．",
        "来た！",
        "来た？",
        "『来た。』",
        "〝来た。〟",
        "وہ آ گیا۔",
        "کیا وہ آیا؟",
        "«هل جاء؟»",
        "آمد.\N{RIGHT-TO-LEFT MARK}",
        "वह आया॥",
        "वह आया|",
        "সে এসেছে।”",
        "သူလာသည်။",
        "គាត់មក។",
        "គាត់មក៕",
        "መጣ።",
        "መጣ፡፡",
        "መጣን፧",
        "Նա եկավ։",
        "Նա եկավ:",
        "Ο «Πότε;»",
        "Πότε ανοίγει;",
        "ཁོང་ཕེབས་སོང་།",
        "ཁོང་ཕེབས་སོང་། །",
        "ᠢᠷᠡᠪᠡ᠃",
        "ꓡꓯ꓿",
        "Really⁉",
        "So it is‽",
    ],
)
def test_every_script_has_its_stops(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "He was right.[2]",
        "He was right. [2]",
        "He was right.[12][13]",
        "He was right.[3, 4]",
        "He was right.[^1]",
        "He was right.[a]",
        "He was right.[note 1]",
        "He was right.[citation needed]",
        "He was right.(3)",
        "He was right.¹²",
        "He was right.*",
        "He was right. †",
        "“He was right.”[2]",
        "“He was right.[2]”",
        "(He was right.²)",
        "他是对的。[2]",
        "他是对的。[注 1]",
        "彼は正しかった。〔３〕",
        "وہ درست تھا۔[۲]",
        "वह सही था।[१]",
        "He was right. ↩",
    ],
)
def test_marks_of_notes_may_follow_a_stop(line: str) -> None:
    assert is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "Most Popular",
        "Share this:",
        "The U.S. and the river",
        "A clause;",
        "Read more »",
        "He left. Read more »",
        "“Open”",
        "Tags [2]",
        "Sources [1][2]",
        "Most read (3)",
        "Any questions? (12)",
        "What do you think? [Video]",
        "Stars ***",
        "Area in m²",
        "† Died in office",
        "Sources: 1, 2, 3",
        "होम | खेल |",
        "首页 新闻 体育",
        "အားကစား၊",
        "መግቢያ፡",
        "Κοινοποίηση:",
    ],
)
def test_labels_and_clauses_are_not_sentences(line: str) -> None:
    assert not is_sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "หน้าแรก ข่าว กีฬา บันเทิง เศรษฐกิจ การเมือง ต่างประเทศ ไลฟ์สไตล์ เทคโนโลยี ติดต่อเรา",
        "แท็ก: ท่าเรือ, พายุ, เรือข้ามฟาก, สภาเมือง, ราคาตั๋ว, ข่าวท้องถิ่น",
        "หน้าแรก | เกี่ยวกับเรา | นโยบายความเป็นส่วนตัว | ข้อกำหนดการใช้งาน | ติดต่อโฆษณา",
        "ໜ້າຫຼັກ ຂ່າວ ກິລາ ບັນເທີງ ເສດຖະກິດ ການເມືອງ ຕ່າງປະເທດ ຕິດຕໍ່ພວກເຮົາ",
        "ទំព័រដើម ព័ត៌មាន កីឡា កម្សាន្ត សេដ្ឋកិច្ច នយោបាយ បច្ចេកវិទ្យា ទំនាក់ទំនង",
        "ပင်မစာမျက်နှာ | သတင်း | အားကစား | ဖျော်ဖြေရေး | စီးပွားရေး | နည်းပညာ | ဆက်သွယ်ရန် | ကြော်ငြာ | ဗီဒီယို",
        "ข่าวล่าสุด",
        "อ่านต่อ",
        "ສົ່ງຕໍ່",
        "ចែករំលែក",
        "မျှဝေပါ",
    ],
)
def test_menus_and_tags_of_scripts_without_stops_are_not_sentences(line: str) -> None:
    assert not is_sentence(line)


def test_the_stops_are_those_of_unicode_and_their_kin() -> None:
    terminal = set(regex.findall(r"\p{Sentence_Terminal}", "".join(map(chr, range(0x110000)))))
    assert terminal - STOPS == {"\N{MYANMAR SIGN LITTLE SECTION}"}, "a comma"
    assert not FULL_STOPS & QUESTION_MARKS
    ends_of_phrases = {char for char in STOPS - terminal if regex.match(r"\p{Terminal_Punctuation}", char)}
    others = STOPS - terminal - ends_of_phrases
    assert sorted(map(unicodedata.name, others)) == [
        "ARMENIAN EXCLAMATION MARK",
        "ARMENIAN QUESTION MARK",
        "HORIZONTAL ELLIPSIS",
        "MIDLINE HORIZONTAL ELLIPSIS",
        "SINHALA PUNCTUATION KUNDDALIYA",
    ]
    questions = {char for char in terminal if regex.search("QUESTION|EXCLAMATION|INTERROBANG", _name(char))}
    assert questions <= QUESTION_MARKS


def _name(char: str) -> str:
    return unicodedata.name(char, "")


def test_closing_marks_of_every_script_may_follow_a_stop() -> None:
    closing = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Pe", "Pf", "Pi")]
    assert [char for char in closing if not is_sentence(f"Open.{char}")] == []


def test_only_the_end_of_a_line_decides() -> None:
    assert not is_sentence("Stop." + '"' * 1000)
    assert not is_sentence("Stop." + "[1]" * 1000)
    assert is_sentence("word " * 100_000 + "end.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_of_every_language_are_prose_and_headlines_are_not(language: str) -> None:
    title, *paragraphs = article_lines(language)
    assert [line for line in paragraphs if not is_prose(line)] == []
    assert not is_sentence(title)


def test_letters_tell_in_scripts_without_stops() -> None:
    thai = "คณะกรรมการท่าเรือลงมติเมื่อคืนวันจันทร์ให้เปิดท่าเรือเหนืออีกครั้งในปี 2024"
    assert is_prose(thai)
    short = thai[:STOPLESS_LETTERS]
    assert not is_sentence(short)
    assert not is_sentence("ก" * (STOPLESS_LETTERS - 1))
    assert is_sentence("ก" * STOPLESS_LETTERS)
    assert not is_sentence("中" * 100)
    assert not is_sentence("a" * 100)


def test_the_first_bytes_of_scripts_without_stops_are_known() -> None:
    characters = regex.findall(f"[{STOPLESS_SCRIPTS}]", "".join(map(chr, range(0xD800))) + "\U00011700\U00011746")
    assert {char.encode()[0] for char in characters} <= set(module._STOPLESS_BYTES)  # noqa: SLF001 - what it is for


@given(st.text(st.sampled_from("ab .!?…”) \n"), max_size=20))
def test_sentences_with_common_stops_only_are_counted_as_others_are(text: str) -> None:
    assert count_sentences(text) == len(module._SENTENCE_END.findall(text))  # noqa: SLF001 - the pattern for all stops


@pytest.mark.parametrize("text", ["یہ پل کھلا؟ Yes indeed.", "行く。 Then he left."])
def test_stops_of_another_script_count_as_well(text: str) -> None:
    assert count_sentences(text) == 2
