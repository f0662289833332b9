from hypothesis import given
from hypothesis import strategies as st

from cleaner.api import Cleaner
from cleaner.authoring.compare import Comparison, Difference, compare
from cleaner.rules.load import load_text
from cleaner.text.apply import apply
from cleaner.types import Article, RuleSet

PROSE = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
LABEL = "rules: [{ id: label, line: Advertisement }]"
NOTHING = "rules: [{ id: nothing, line: Nobody writes this }]"


def rules(source: str) -> RuleSet:
    return load_text(source, name="own.yaml")


def both(text: str, old: str, new: str) -> list[Difference]:
    articles = [Cleaner(rules=rules(source)).clean(text) for source in (old, new)]
    return compare("in", *articles)


def pages(html: str, old: str, new: str) -> list[Difference]:
    articles = [Cleaner(rules=rules(source), effort="fast").clean(html=html) for source in (old, new)]
    return compare("in", *articles)


def test_a_line_that_a_new_rule_takes_is_newly_removed() -> None:
    (one,) = both("News.\nAdvertisement", NOTHING, LABEL)
    assert one == Difference("removed", "in", 2, "own/label", "Advertisement")
    assert one.place == "in:2"


def test_a_line_that_no_rule_takes_any_more_is_newly_kept_and_names_the_old_rule() -> None:
    assert both("News.\nAdvertisement", LABEL, NOTHING) == [Difference("kept", "in", 2, "own/label", "Advertisement")]


def test_a_line_that_another_rule_takes_is_no_difference() -> None:
    assert both("News.\nAdvertisement", LABEL, "rules: [{ id: ad, regex: '^advert' }]") == []


def test_of_equal_lines_the_one_that_goes_is_told() -> None:
    text = "Advertisement\nNews.\nMore.\nAdvertisement"
    (one,) = both(text, NOTHING, "rules: [{ id: last, line: Advertisement, near_end: 0 }]")
    assert one.at == 4


def test_only_what_is_newly_cut_of_a_line_is_told() -> None:
    old = "rules: [{ id: credit, regex: '\\(photo\\)', remove: match }]"
    new = "rules: [{ id: credit, regex: '\\((photo|video)\\)', remove: match }]"
    (one,) = both("A view (photo) of (video) it and (video) more\nNews.", old, new)
    assert (one.effect, one.text) == ("removed", "(video) … (video)")


def test_the_rest_of_a_line_that_was_cut_is_newly_removed_and_is_prose() -> None:
    old = "rules: [{ id: credit, regex: '\\(photo\\)', remove: match }]"
    text = f"News.\n{PROSE} (photo)\nNews."
    (one,) = both(text, old, "rules: [{ id: all, ends: (photo) }]")
    assert (one.text, one.is_prose) == (PROSE, True)


def test_a_cut_that_leaves_no_prose_of_a_line_of_prose_takes_prose() -> None:
    new = "rules: [{ id: cut, contains: 'on Tuesday evening to rebuild the old wooden', remove: match }]"
    (one,) = both(f"News.\n{PROSE}\nNews.", NOTHING, new)
    assert one.is_prose


def test_a_cut_that_leaves_prose_takes_none() -> None:
    (one,) = both(f"News.\n{PROSE}", NOTHING, "rules: [{ id: cut, contains: on Tuesday evening, remove: match }]")
    assert (one.text, one.is_prose) == ("on Tuesday evening", False)


def test_code_and_the_form_of_a_line_are_no_prose() -> None:
    new = "rules: [{ id: item, starts: One two }]"
    sources = [Cleaner(rules=rules(source)) for source in (NOTHING, new)]
    text = "# News\n\n1. One two three four five six seven eight nine.\n\nNews."
    (one,) = compare("in", *(cleaner.clean(text, markdown=True) for cleaner in sources))
    assert (one.text, one.is_prose) == ("One two three four five six seven eight nine.", False)


BODY = "".join(f"<p>{PROSE.replace('Tuesday', f'day {at}')}</p>" for at in range(8))
PAGE = (
    f"<html><body><article><h1>The bridge</h1>{BODY}<div class='box'><p>{PROSE}</p></div></article>"
    "<footer><p>All rights reserved</p></footer></body></html>"
)


def test_a_line_that_is_pruned_from_a_page_is_told_as_the_line_that_it_was() -> None:
    new = "rules: [{ id: box, select: [.box] }]"
    (one,) = pages(PAGE, NOTHING, new)
    assert (one.effect, one.rule, one.text, one.is_prose) == ("removed", "own/box", PROSE, True)
    assert isinstance(one.at, int)
    (back,) = pages(PAGE, new, NOTHING)
    assert (back.effect, back.rule, back.text, back.at) == ("kept", "own/box", PROSE, one.at)


def test_a_pruned_node_without_a_line_of_the_article_is_told_by_its_path_and_is_no_prose() -> None:
    (one,) = pages(PAGE, NOTHING, "rules: [{ id: foot, select: [footer] }]")
    assert (one.at, one.text, one.is_prose) == ("html/body/footer", "All rights reserved", False)


def test_a_node_that_goes_inside_another_or_alone_is_gone_all_the_same() -> None:
    inner = "rules: [{ id: foot, select: ['footer p'] }]"
    outer = "rules: [{ id: foot, select: [footer] }]"
    assert [(one.effect, one.at) for one in pages(PAGE, inner, outer)] == [("removed", "html/body/footer")]


def test_what_differs_is_counted_and_the_longest_comes_first() -> None:
    comparison = Comparison()
    old, new = (Cleaner(rules=rules(source)) for source in (NOTHING, "rules: [{ id: ad, regex: '^ad' }]"))
    for name, text in (("a", "Ads\nNews.\nAd"), ("b", "News."), ("c", "Advertisement\nAd\nNews.")):
        comparison.add(name, old.clean(text), new.clean(text))
    assert (comparison.new.documents, comparison.changed) == (3, 2)
    places = [one.place for one in comparison.differences("removed")]
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


def standing(article: Article) -> str:
    return "".join(apply(article.document, article.removals).document.text.split())


@given(st.lists(WORDS, max_size=8), SETS, SETS)
def test_there_is_a_difference_just_where_the_articles_differ(lines: list[str], old: str, new: str) -> None:
    articles = [Cleaner(rules=rules(source), max_removed=1).clean("\n".join(lines)) for source in (old, new)]
    found = compare("in", *articles)
    lengths = {way: sum(length(one.text) for one in found if one.effect == way) for way in ("removed", "kept")}
    old_text, new_text = map(standing, articles)
    assert len(old_text) - lengths["removed"] + lengths["kept"] == len(new_text)
    if not found:
        assert old_text == new_text
    mirrored = compare("in", *reversed(articles))
    assert {(one.at, one.rule, one.text, one.is_prose) for one in found if one.effect == "removed"} == {
        (one.at, one.rule, one.text, one.is_prose) for one in mirrored if one.effect == "kept"
    }
