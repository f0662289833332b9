from hypothesis import given
from hypothesis import strategies as st

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.compare import Comparison, Difference, compare
from cleaner.rules.load import load_text
from cleaner.text.apply import apply
from cleaner.types import RuleSet

PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
LABEL = "rules: [{ id: label, line: Advertisement }]"
NOTHING = "rules: [{ id: nothing, line: Nobody writes this }]"


def rule_set(source: str) -> RuleSet:
    return load_text(source, name="own.yaml")


def text_differences(text: str, old: str, new: str) -> list[Difference]:
    articles = [Cleaner(rules=rule_set(source)).clean(text) for source in (old, new)]
    return compare("in", *articles)


def page_differences(html: str, old: str, new: str) -> list[Difference]:
    articles = [Cleaner(rules=rule_set(source), effort="fast").clean(html=html) for source in (old, new)]
    return compare("in", *articles)


def test_a_line_that_a_new_rule_removes_is_newly_removed() -> None:
    (difference,) = text_differences("News.\nAdvertisement", NOTHING, LABEL)
    assert difference == Difference("removed", "in", 2, "own/label", "Advertisement")
    assert difference.place == "in:2"


def test_a_line_that_rules_no_longer_remove_is_newly_kept_and_names_the_old_rule() -> None:
    assert text_differences("News.\nAdvertisement", LABEL, NOTHING) == [
        Difference("kept", "in", 2, "own/label", "Advertisement")
    ]


def test_a_line_that_another_rule_removes_is_not_a_difference() -> None:
    assert text_differences("News.\nAdvertisement", LABEL, "rules: [{ id: ad, regex: '^advert' }]") == []


def test_the_right_line_among_equal_lines_is_reported() -> None:
    text = "Advertisement\nNews.\nMore.\nAdvertisement"
    (difference,) = text_differences(text, NOTHING, "rules: [{ id: last, line: Advertisement, near_end: 0 }]")
    assert difference.at == 4


def test_only_the_newly_cut_part_of_a_line_is_reported() -> None:
    old = "rules: [{ id: credit, regex: '\\(photo\\)', remove: match }]"
    new = "rules: [{ id: credit, regex: '\\((photo|video)\\)', remove: match }]"
    (difference,) = text_differences("A view (photo) of (video) it and (video) more\nNews.", old, new)
    assert (difference.effect, difference.text) == ("removed", "(video) … (video)")


def test_the_rest_of_a_cut_line_is_newly_removed_and_is_prose() -> None:
    old = "rules: [{ id: credit, regex: '\\(photo\\)', remove: match }]"
    text = f"News.\n{PROSE} (photo)\nNews."
    (difference,) = text_differences(text, old, "rules: [{ id: all, ends: (photo) }]")
    assert (difference.text, difference.is_prose) == (PROSE, True)


def test_a_cut_after_which_a_line_is_not_prose_removes_prose() -> None:
    new = "rules: [{ id: cut, contains: 'on Tuesday evening to rebuild the old wooden', remove: match }]"
    (difference,) = text_differences(f"News.\n{PROSE}\nNews.", NOTHING, new)
    assert difference.is_prose


def test_a_cut_that_leaves_prose_does_not_remove_prose() -> None:
    (difference,) = text_differences(
        f"News.\n{PROSE}", NOTHING, "rules: [{ id: cut, contains: on Tuesday evening, remove: match }]"
    )
    assert (difference.text, difference.is_prose) == ("on Tuesday evening", False)


def test_code_and_markdown_before_the_words_are_not_prose() -> None:
    new = "rules: [{ id: item, starts: One two }]"
    sources = [Cleaner(rules=rule_set(source)) for source in (NOTHING, new)]
    text = "# News\n\n1. One two three four five six seven eight nine.\n\nNews."
    (difference,) = compare("in", *(cleaner.clean(text, markdown=True) for cleaner in sources))
    assert (difference.text, difference.is_prose) == ("One two three four five six seven eight nine.", False)


BODY = "".join(f"<p>{PROSE.replace('Tuesday', f'day {day}')}</p>" for day in range(8))
PAGE = (
    f"<html><body><article><h1>The bridge</h1><p class='box'>{PROSE}</p>{BODY}</article>"
    "<footer><p>All rights reserved</p></footer></body></html>"
)


def test_a_line_pruned_from_a_page_is_reported_by_its_number() -> None:
    new = "rules: [{ id: box, select: [.box] }]"
    (difference,) = page_differences(PAGE, NOTHING, new)
    assert (difference.effect, difference.rule, difference.text, difference.is_prose) == (
        "removed",
        "own/box",
        PROSE,
        True,
    )
    assert isinstance(difference.at, int)
    (back,) = page_differences(PAGE, new, NOTHING)
    assert (back.effect, back.rule, back.text, back.at) == ("kept", "own/box", PROSE, difference.at)


def test_a_pruned_node_without_a_line_in_the_article_is_reported_by_its_path() -> None:
    (difference,) = page_differences(PAGE, NOTHING, "rules: [{ id: foot, select: [footer] }]")
    assert (difference.at, difference.text, difference.is_prose) == ("html/body/footer", "All rights reserved", False)


def test_a_node_removed_inside_another_counts_as_removed() -> None:
    inner = "rules: [{ id: foot, select: ['footer p'] }]"
    outer = "rules: [{ id: foot, select: [footer] }]"
    differences = page_differences(PAGE, inner, outer)
    assert [(difference.effect, difference.at) for difference in differences] == [("removed", "html/body/footer")]


def test_changed_documents_are_counted_and_the_longest_difference_comes_first() -> None:
    comparison = Comparison()
    old, new = (Cleaner(rules=rule_set(source)) for source in (NOTHING, "rules: [{ id: ad, regex: '^ad' }]"))
    for name, text in (("a", "Ads\nNews.\nAd"), ("b", "News."), ("c", "Advertisement\nAd\nNews.")):
        comparison.add(name, old.clean(text), new.clean(text))
    assert (comparison.new.documents, comparison.changed) == (3, 2)
    places = [difference.place for difference in comparison.differences("removed")]
    assert places == ["c:1", "a:1", "a:3", "c:2"]
    assert comparison.differences("kept") == []
    ((name, before, after),) = comparison.rules()
    assert (name, before.lines, after.lines, after.documents) == ("own/ad", 0, 4, 2)


WORDS = st.sampled_from(["Ad", "News (x) today", "(x)", "Read more", PROSE, "", f"{PROSE} (x)"])
SETS = st.sampled_from(
    [
        NOTHING,
        "rules: [{ id: ad, starts: Ad }]",
        "rules: [{ id: cut, contains: (x), remove: match }]",
        "rules: [{ id: more, line: Read more, near_end: 2 }, { id: cut, ends: (x) }]",
        "rules: [{ id: prose, starts: The council }]",
    ]
)


def length(text: str) -> int:
    return len("".join(text.replace("…", "").split()))


def remaining_text(article: Article) -> str:
    return "".join(apply(article.document, article.removals).document.text.split())


def key(difference: Difference) -> tuple[int | str, str, str, bool]:
    return difference.at, difference.rule, difference.text, difference.is_prose


@given(st.lists(WORDS, max_size=8), SETS, SETS)
def test_differences_account_for_all_changes_of_the_text(lines: list[str], old: str, new: str) -> None:
    articles = [Cleaner(rules=rule_set(source), max_removed=1).clean("\n".join(lines)) for source in (old, new)]
    differences = compare("in", *articles)
    removed = [difference for difference in differences if difference.effect == "removed"]
    kept = [difference for difference in differences if difference.effect == "kept"]
    old_text, new_text = map(remaining_text, articles)
    lost, gained = (sum(length(difference.text) for difference in part) for part in (removed, kept))
    assert len(old_text) - lost + gained == len(new_text)
    if not differences:
        assert old_text == new_text
    mirrored = compare("in", *reversed(articles))
    assert set(map(key, removed)) == {key(difference) for difference in mirrored if difference.effect == "kept"}
