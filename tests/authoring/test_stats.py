from pathlib import Path

from cleaner.api import Cleaner
from cleaner.authoring.stats import RemovedPiece, RuleStats, Stats, removed_pieces

RULES = """\
rules:
  - id: label
    line: Advertisement
  - id: credit
    regex: '\\(photo: \\w+\\)'
    remove: match
  - id: ad
    regex: '^advert'
  - id: place
    starts: Springfield
    remove: nothing
    save_as: dateline
  - id: guard
    line: Our foot
    keep: true
  - id: idle
    line: Nobody writes this
  - id: box
    select: [.box]
"""

PAGE = (
    "<html><body><article><h1>The bridge</h1>"
    + "<p>The council voted on Tuesday evening to rebuild the old wooden bridge over the river.</p>" * 8
    + '</article><div class="box"><p>Sign up now</p></div></body></html>'
)


def cleaner_with_rules(folder: Path) -> Cleaner:
    (folder / "own.yaml").write_text(RULES, "utf-8")
    return Cleaner(rules=[folder], default_rules=False)


def test_each_rule_has_its_documents_lines_and_characters(tmp_path: Path) -> None:
    stats, cleaner = Stats(), cleaner_with_rules(tmp_path)
    stats.add(cleaner.clean("A view (photo: Ann) of it (photo: Bo).\nAdvertisement\nNews.\nAdvertisement"), "a")
    stats.add(cleaner.clean("News.\nAdvertisement"), "b")
    stats.add(cleaner.clean("News."), "c")
    assert stats.documents == 3
    by_rule = {name: (counts.documents, counts.lines, counts.characters) for name, counts in stats.sorted_by()}
    assert by_rule == {"own/ad": (2, 3, 39), "own/credit": (1, 1, len(" (photo: Ann) (photo: Bo)"))}
    assert sum(stats.share(name) for name in stats.rules) == 1
    assert stats.removed == 39 + 25


def test_the_longest_piece_is_the_first_of_the_longest() -> None:
    short, long, other = RemovedPiece("a", 1, "ab"), RemovedPiece("a", 2, "abc"), RemovedPiece("a", 3, "xyz")
    stats = RuleStats().with_document("one", [short, long]).with_document("two", [other])
    assert (stats.place, stats.longest, stats.documents, stats.lines, stats.characters) == ("one", long, 2, 3, 8)


def test_rules_are_sorted_by_a_count_and_then_by_name(tmp_path: Path) -> None:
    stats, cleaner = Stats(), cleaner_with_rules(tmp_path)
    stats.add(cleaner.clean("A view of the old town (photo: Annabelle).\nAdvertisement\nNews."))
    assert [name for name, _ in stats.sorted_by("documents")] == ["own/ad", "own/credit"]
    assert [name for name, _ in stats.sorted_by("characters")] == ["own/credit", "own/ad"]
    assert [name for name, _ in stats.sorted_by("rule")] == ["own/ad", "own/credit"]


def test_a_rule_that_only_saves_or_comes_second_did_match(tmp_path: Path) -> None:
    stats, cleaner = Stats(), cleaner_with_rules(tmp_path)
    stats.add(cleaner.clean("Springfield (AP)\nAdvertisement\nOur foot\nNews."))
    assert [rule.id for rule in stats.never_matched(cleaner.rule_set.rules)] == ["own/box", "own/credit", "own/idle"]


def test_a_node_of_a_page_counts_as_a_line(tmp_path: Path) -> None:
    stats, cleaner = Stats(), cleaner_with_rules(tmp_path)
    article = cleaner.clean(html=PAGE)
    stats.add(article, "page")
    box = stats.rules["own/box"]
    assert (box.documents, box.lines, box.characters) == (1, 1, len("Sign up now"))
    assert RemovedPiece("own/box", "html/body/div", "Sign up now") in removed_pieces(article)
    assert "own/box" not in {rule.id for rule in stats.never_matched(cleaner.rule_set.rules)}


def test_empty_stats_are_zero() -> None:
    stats = Stats()
    assert (stats.documents, stats.removed, stats.sorted_by(), stats.never_matched(())) == (0, 0, [], [])
