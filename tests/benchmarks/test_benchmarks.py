"""What the benchmarks measure with, and how a comparison is computed."""

from cleaner import Cleaner
from tests.benchmarks import generated
from tests.benchmarks.timing import Row, in_turns


def test_the_article_of_the_start_has_four_kilobytes_of_prose_and_boilerplate() -> None:
    article = generated.news_article()
    assert 0.95 < len(article.encode()) / generated.ARTICLE_BYTES < 1.05
    removed = {removal.line for removal in Cleaner().clean(article).removals}
    assert 3 <= len(removed) <= 8


def test_generated_articles_are_the_same_each_time() -> None:
    assert generated.articles(3) == generated.articles(3)
    assert len(set(generated.articles(3))) == 3


def test_rule_sets_differ_in_rules_that_match_nothing() -> None:
    small, large = generated.rule_sets(5, 50)
    assert (len(small.rules), len(large.rules)) == (5, 50)
    assert large.rules[:5] == small.rules


def test_a_ratio_is_the_median_over_turns() -> None:
    row = Row("ours", "theirs", [1.0, 20.0, 4.0], [1.0, 10.0, 1.0])
    assert row.ratio == 2.0


def test_tasks_run_in_turns() -> None:
    calls: list[str] = []
    times = in_turns(lambda: calls.append("a"), lambda: calls.append("b"), turns=2)
    assert calls == ["a", "b", "a", "b"]
    assert [len(seconds) for seconds in times] == [2, 2]
