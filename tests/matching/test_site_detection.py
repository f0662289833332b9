"""A site that no address names is known by its phrases."""

from cleaner.matching.site_detection import SiteDetector
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import line_views


def test_a_site_is_recognized_by_its_phrases() -> None:
    marks = load_text("sites: [a.com]\nrecognize: [Daily A]\nrules: []\n").recognize
    assert SiteDetector(marks).detect(line_views(segment("News\nThe DAILY A has closed."))) == "a.com"
    assert SiteDetector(marks).detect(line_views(segment("The daily apple"))) is None
    assert SiteDetector(()).detect(line_views(segment("The Daily A"))) is None


def test_two_sites_in_one_text_are_none() -> None:
    marks = [("a.com", ("Daily A",)), ("b.com", ("Daily B",))]
    assert SiteDetector(marks).detect(line_views(segment("Daily A\nDaily B"))) is None


def test_code_identifies_no_site() -> None:
    assert (
        SiteDetector([("a.com", ("Daily A",))]).detect(line_views(segment("```\nDaily A\n```", markdown=True))) is None
    )
