"""A site without an address is detected by its phrases."""

from cleaner.matching.site_detection import SiteDetector
from cleaner.rules.load import load_text
from cleaner.text.segment import segment
from cleaner.text.view import line_views


def test_a_site_is_detected_by_its_phrases() -> None:
    phrases = load_text("sites: [a.com]\nrecognize: [Daily A]\nrules: []\n").recognize
    assert SiteDetector(phrases).detect(line_views(segment("News\nThe DAILY A has closed."))) == "a.com"
    assert SiteDetector(phrases).detect(line_views(segment("The daily apple"))) is None
    assert SiteDetector(()).detect(line_views(segment("The Daily A"))) is None


def test_a_text_with_phrases_of_two_sites_has_no_site() -> None:
    phrases = [("a.com", ("Daily A",)), ("b.com", ("Daily B",))]
    assert SiteDetector(phrases).detect(line_views(segment("Daily A\nDaily B"))) is None


def test_phrases_in_code_do_not_count() -> None:
    assert (
        SiteDetector([("a.com", ("Daily A",))]).detect(line_views(segment("```\nDaily A\n```", markdown=True))) is None
    )
