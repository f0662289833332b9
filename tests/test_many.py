"""Many records: their order, what becomes of those that cannot be cleaned, and cleaners that travel."""

import hashlib
import itertools
import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from cleaner import Article, Cleaner, InputError, Normalization, OptionError, load_rules
from tests.hosts.same import by_command, pages, texts

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
BAD: list[Any] = [
    ({"id": 1}, "lacks the key 'text'"),
    ({"text": 7}, "has no text under 'text', but a number"),
    ({"text": "a", "metadata": [1]}, "has no object under 'metadata', but a list"),
    ({"text": "a\ud800b"}, "has a lone surrogate"),
    ({"text": b"\x00\x01\x02\x03" * 99}, "is binary"),
    (None, "is null: give a text"),
    (b"text", "give a text, or a record"),
]


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def test_records_are_texts_or_what_lines_of_json_have(cleaner: Cleaner) -> None:
    records: list[str | dict[str, Any]] = [
        f"{STORY}\nAdvertisement",
        {"id": "7", "text": f"{STORY}\nShare this:", "url": "https://www.town.example/x", "lang": "en"},
        {"id": 8, "html": f"<title>Bridge</title>{9 * f'<p>{STORY}</p>'}", "metadata": {"title": "A bridge"}},
        {"text": STORY.encode()},
    ]
    first, second, third, fourth = cleaner.clean_many(records)
    assert (first.text, first.id, fourth.text) == (STORY, None, STORY)
    assert (second.text, second.id, second.metadata["site"], second.metadata["language"]) == (
        STORY,
        "7",
        "town.example",
        "en",
    )
    assert (third.id, third.metadata["title"], third.verdict) == (8, "A bridge", "cleaned")


def test_an_article_is_made_when_it_is_asked_for(cleaner: Cleaner) -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            read.append(number)
            yield f"{STORY} {number}"

    articles = cleaner.clean_many(endless())
    assert read == []
    assert [article.text[-1] for article in itertools.islice(articles, 3)] == ["0", "1", "2"]
    assert read == [0, 1, 2]


@pytest.mark.parametrize(("record", "says"), BAD, ids=[says for _, says in BAD])
def test_a_record_that_cannot_be_cleaned_is_kept_with_its_reason(cleaner: Cleaner, record: Any, says: str) -> None:
    before, article, after = cleaner.clean_many([STORY, record, STORY])
    assert before == after == cleaner.clean(STORY)
    assert article.verdict == "failed"
    assert article.error
    assert says in article.error
    assert article.metadata["cleaner"]["error"] == article.error
    assert article.id == (record.get("id") if isinstance(record, Mapping) else None)


@pytest.mark.parametrize(("record", "says"), BAD, ids=[says for _, says in BAD])
def test_or_raises(cleaner: Cleaner, record: Any, says: str) -> None:
    articles = cleaner.clean_many([STORY, record, STORY], on_error="raise")
    assert next(articles).text == STORY
    with pytest.raises(InputError) as raised:
        next(articles)
    assert raised.value.place.startswith("record 2")
    assert says in raised.value.message


def test_or_is_left_out_and_told_in_the_log(cleaner: Cleaner, caplog: pytest.LogCaptureFixture) -> None:
    records = [STORY, *(record for record, _ in BAD), STORY]
    with caplog.at_level(logging.DEBUG, "cleaner"):
        assert [article.text for article in cleaner.clean_many(records, on_error="drop")] == [STORY, STORY]
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "cleaner"]
    assert [level for level, _ in told] == ["DEBUG"] * len(BAD) + ["WARNING"]
    assert told[0][1] == "record 2 (1): lacks the key 'text'; dropped"
    assert told[-1][1] == f"dropped {len(BAD)} of {len(BAD) + 2} records that cannot be cleaned"


def test_what_was_dropped_is_told_when_the_rest_is_not_wanted(
    cleaner: Cleaner, caplog: pytest.LogCaptureFixture
) -> None:
    articles = cleaner.clean_many([{}, STORY, STORY], on_error="drop")
    next(articles)
    articles.close()  # type: ignore[attr-defined]  # it is a generator, as any that is lazy
    assert "dropped 1 of 2 records" in caplog.text


def test_an_unknown_choice_is_refused_before_any_record_is_read(cleaner: Cleaner) -> None:
    with pytest.raises(OptionError, match="on_error is 'keep', 'drop' or 'raise', not 'skip'"):
        cleaner.clean_many([STORY], on_error="skip")  # type: ignore[arg-type]  # that is the test


def test_what_is_given_as_a_record_is_cleaned_as_one_call_cleans_it(cleaner: Cleaner) -> None:
    (article,) = cleaner.clean_many([{"text": f"{STORY}\nAdvertisement", "url": "https://a.example/"}])
    assert article == cleaner.clean(f"{STORY}\nAdvertisement", url="https://a.example/")


def test_all_fixtures_come_out_as_the_command_gives_them(cleaner: Cleaner) -> None:
    records = [*texts(), *pages()]
    due = by_command(records)
    articles = {article.id: article for article in cleaner.clean_many(records, on_error="raise")}
    assert {id: article.text for id, article in articles.items()} == {id: one["text"] for id, one in due.items()}
    assert {id: article.metadata.fields for id, article in articles.items()} == {
        id: one["metadata"] for id, one in due.items()
    }


# Cleaners that travel.


PICKLED = """
import hashlib, pickle, sys
from cleaner import Cleaner, load_rules
cleaner = {made}
if sys.argv[1] == "used":
    cleaner.clean("The bridge opens in May.\\nAdvertisement" * 2000)
    cleaner.rule_set
    cleaner.select_rules
print(hashlib.sha256(pickle.dumps(cleaner)).hexdigest(), hash(cleaner), cleaner.fingerprint)
"""


@pytest.mark.parametrize(
    "made", ["Cleaner(profile='careful', enable=['tags/*'])", "Cleaner(rules=load_rules(), max_removed=0.5)"]
)
def test_pickled_bytes_and_hash_are_the_same_in_every_process(tmp_path: Path, made: str) -> None:
    told = set()
    for seed, folder, used in (("0", "kept", "new"), ("1", "kept", "used"), ("1", "empty", "new")):
        done = subprocess.run(
            [sys.executable, "-c", PICKLED.format(made=made), used],
            env=os.environ | {"PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(done.stdout)
    assert len(told) == 1


def test_other_rules_and_options_are_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rules: [{ id: label, line: Advertisement }]")
    made = [Cleaner(rules=[tmp_path], default_rules=False, profile=profile) for profile in ("careful", "standard")]
    (tmp_path / "a.yaml").write_text("rules: [{ id: label, line: Anzeige }]")
    made.append(Cleaner(rules=[tmp_path], default_rules=False))
    assert len({hashlib.sha256(pickle.dumps(one)).hexdigest() for one in made}) == len(made)
    assert len({*made}) == len(made)


@pytest.mark.parametrize("copied", [lambda one: pickle.loads(pickle.dumps(one)), deepcopy], ids=["pickled", "copied"])  # noqa: S301 - our own
@pytest.mark.parametrize(
    "made",
    [
        lambda: Cleaner(disable=["ads/*"], normalization=None, title="keep"),
        lambda: Cleaner(normalization=Normalization(quotes="straight"), max_removed=0.5),
        lambda: Cleaner(rules=load_rules()),
    ],
)
def test_a_copy_is_equal_and_cleans_alike(made: Any, copied: Any) -> None:
    cleaner: Cleaner = made()
    copy = copied(cleaner)
    text = f"“{STORY}”\nAdvertisement\nShare this:"
    assert copy.options == cleaner.options
    assert (copy == cleaner, hash(copy) == hash(cleaner)) == (True, True)
    assert copy.clean(text) == cleaner.clean(text)
    assert copy.rule_set == cleaner.rule_set
    assert pickle.dumps(copy) == pickle.dumps(cleaner)


def test_rules_travel_to_where_their_files_are_not(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rules: [{ id: brief, starts: The Daily Brief }]")
    state = pickle.dumps(Cleaner(rules=[path], default_rules=False))
    path.unlink()
    assert pickle.loads(state).clean(f"{STORY}\nThe Daily Brief comes at six").text == STORY  # noqa: S301 - our own


def test_it_is_equal_to_nothing_else() -> None:
    assert Cleaner(rules=(), default_rules=False) != "a cleaner"


TEXTS = [f"{STORY} It is number {number}.\nAdvertisement\nTags: bridge, river\nShare this:" for number in range(40)]


def cleaned(cleaner: Cleaner, texts: list[str]) -> list[Article]:
    return [cleaner.clean(text) for text in texts]


def test_threads_may_share_one() -> None:
    due = cleaned(Cleaner(), TEXTS)
    shared = Cleaner()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.clean, TEXTS * 4)) == due * 4


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_may_share_one(method: str) -> None:
    shared = Cleaner()
    due = cleaned(shared, TEXTS[:8])
    with get_context(method).Pool(2) as pool:
        assert pool.starmap(cleaned, [(shared, TEXTS[:4]), (shared, TEXTS[4:8])]) == [due[:4], due[4:]]
