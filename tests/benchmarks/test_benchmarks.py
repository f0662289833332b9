"""What the benchmarks measure with, and how a comparison is computed."""

import json
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from tests.benchmarks import generated
from tests.benchmarks.__main__ import SCRIPT
from tests.benchmarks.timing import Cost, Row, command, in_turns, timed


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


def test_rules_of_a_user_load_and_match_nothing(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(generated.rule_file(20), "utf-8")
    assert len(Cleaner(rules=[path], default_rules=False).rule_set.rules) == 20
    assert Cleaner(rules=[path], default_rules=False).clean(generated.news_article()).removals == ()


def costs(*seconds: float) -> list[Cost]:
    return [Cost(2 * value, value) for value in seconds]


def test_a_ratio_is_the_median_over_turns() -> None:
    row = Row("ours", "theirs", costs(1.0, 20.0, 4.0), costs(1.0, 10.0, 1.0))
    assert row.ratio() == 2.0
    assert str(row) == "| ours | theirs | 2.00 | 2.00 |"


def test_a_ratio_is_that_of_equal_work() -> None:
    assert Row("a long text", "a short one", costs(10.0), costs(1.0), factor=10).ratio() == 1.0


def test_tasks_run_in_turns() -> None:
    calls: list[str] = []
    measured = in_turns(timed(lambda: calls.append("a")), timed(lambda: calls.append("b")), turns=2)
    assert calls == ["a", "b", "a", "b"]
    assert [len(seconds) for seconds in measured] == [2, 2]


def test_a_command_that_fails_is_not_measured() -> None:
    with pytest.raises(SystemExit, match="exit status 7"):
        command(sys.executable, "-c", "raise SystemExit(7)")()


@pytest.mark.parametrize("name", ["copy", "ftfy", "trafilatura-lines", "careful", "trafilatura-metadata", "fast"])
def test_a_peer_reads_and_writes_records_and_measures_its_loop(name: str, tmp_path: Path) -> None:
    text, page = "The council voted to rebuild the bridge.", "<p>The council voted to rebuild the bridge.</p>"
    path = tmp_path / "in.jsonl"
    path.write_text(f"{json.dumps({'text': text, 'html': page, 'url': None})}\n" * 12, "utf-8")
    cost = command(sys.executable, SCRIPT, name, stdin=path)()
    assert cost.processor > cost.loop > 0
    assert cost.failed == 0
