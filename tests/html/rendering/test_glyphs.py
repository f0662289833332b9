"""Ruby keeps its base text, and pictures of emoji become characters; other pictures stay out."""

import pytest

from tests.html.pier import lines_of

JAPANESE = "港湾委員会は月曜の夜、北の桟橋を六月に再開することを決めた。嵐で柱が流されてから九か月になる。"


@pytest.mark.parametrize(
    ("committee", "pier"),
    [
        ("<ruby>委員会<rt>いいんかい</rt></ruby>", "<ruby>桟<rt>さん</rt>橋<rt>ばし</rt></ruby>"),
        ("<ruby>委員会<rp>（</rp><rt>いいんかい</rt><rp>）</rp></ruby>", "<ruby><rb>桟橋</rb><rt>さんばし</rt></ruby>"),
        ("<ruby>委員会<rt>いいんかい</ruby>", "<ruby><rb>桟<rt>さん<rb>橋<rt>ばし</ruby>"),
        ("<ruby> 委員会 <rt> いいんかい </rt> </ruby>", "<ruby><rb>桟</rb><rb>橋</rb><rtc><rt>さん</rt></rtc></ruby>"),
        ("<ruby><ruby>委員会<rt>いいんかい</rt></ruby><rt>board</rt></ruby>", "<ruby>桟\n橋<rt>さんばし</rt></ruby>"),
        ("<ruby>委員会</ruby>", "<ruby><rb>桟橋</rb></ruby>"),
        ("<ruby><a href='/b'>委員会</a><rt>いいんかい</rt></ruby>", "桟橋"),
    ],
)
def test_ruby_keeps_its_base_text(committee: str, pier: str) -> None:
    line = JAPANESE.replace("委員会", committee, 1).replace("桟橋", pier, 1)
    assert lines_of(f"<p>{line}</p>") == [JAPANESE]


def test_blanks_of_other_scripts_stay_in_ruby() -> None:
    block = (
        "<p>The sign says <ruby>Tokyo Bay<rt>東京湾</rt></ruby> in large letters, and the <ruby>bay</ruby> is near.</p>"
    )
    assert lines_of(block) == ["The sign says Tokyo Bay in large letters, and the bay is near."]


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        ("<img class='emoji' alt='🎉' src='x.svg'>", "🎉"),
        ("<img src='/e/1f389.png' alt='👩‍🚒'>", "👩‍🚒"),
        ("<img class='emoji' alt='' src='https://s.example/svg/1f389.svg'>", "🎉"),
        ("<img class='emoji' alt=':tada:' src='/images/emoji/tada.png?v=12'>", "🎉"),
        ("<img class='wp-smiley' alt=':)' src='smile.gif'>", ":)"),
        ("<picture><source srcset='x'><img class='twemoji' alt='❤️'></picture>", "❤️"),
        ("<i class='emoji' aria-label='🎉'></i>", "🎉"),
        ("<g-emoji alias='boat'>⛵</g-emoji>", "⛵"),
        ("<span role='img' aria-label='party'>🎉</span>", "🎉"),
        ("<img src='pier.jpg' alt='The pier'>", ""),
        ("<img class='emoji-photo' src='pier.jpg' alt='The pier'>", ""),
        ("<img src='star.png' alt='*'>", ""),
        ("<img src='arrow.svg' alt='→'>", ""),
        ("<img src='check.png' alt='✅'>", "✅"),
        ("<img src='love.png' alt='❤'>", "❤"),
        ("<img src='pier.jpg' alt='7'>", ""),
    ],
)
def test_pictures_of_emoji_are_characters(image: str, shown: str) -> None:
    block = f"<p>The board is glad {image} that the pier opens again, and so are the schoolchildren.</p>"
    line = f"The board is glad {shown} that the pier opens again, and so are the schoolchildren."
    assert lines_of(block) == [" ".join(line.split())]
