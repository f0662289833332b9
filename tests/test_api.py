"""The Python API: arguments, many records, and cleaners in other threads and processes."""

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
from tests.fixture_records import clean_by_command, page_records, text_records

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


def test_records_are_texts_or_mappings_as_lines_of_json(cleaner: Cleaner) -> None:
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


def test_records_are_cleaned_on_demand(cleaner: Cleaner) -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for number in itertools.count():
            read.append(number)
            yield f"{STORY} {number}"

    articles = cleaner.clean_many(endless())
    assert read == []
    assert [article.text[-1] for article in itertools.islice(articles, 3)] == ["0", "1", "2"]
    assert read == [0, 1, 2]


@pytest.mark.parametrize(("record", "message"), BAD, ids=[message for _, message in BAD])
def test_a_record_that_cannot_be_cleaned_is_kept_with_its_reason(cleaner: Cleaner, record: Any, message: str) -> None:
    before, article, after = cleaner.clean_many([STORY, record, STORY])
    assert before == after == cleaner.clean(STORY)
    assert article.verdict == "failed"
    assert article.error
    assert message in article.error
    assert article.metadata["cleaner"]["error"] == article.error
    assert article.id == (record.get("id") if isinstance(record, Mapping) else None)


@pytest.mark.parametrize(("record", "message"), BAD, ids=[message for _, message in BAD])
def test_a_record_that_cannot_be_cleaned_raises_on_request(cleaner: Cleaner, record: Any, message: str) -> None:
    articles = cleaner.clean_many([STORY, record, STORY], on_error="raise")
    assert next(articles).text == STORY
    with pytest.raises(InputError) as raised:
        next(articles)
    assert raised.value.place.startswith("record 2")
    assert message in raised.value.message


def test_a_record_that_cannot_be_cleaned_is_dropped_on_request_and_logged(
    cleaner: Cleaner, caplog: pytest.LogCaptureFixture
) -> None:
    records = [STORY, *(record for record, _ in BAD), STORY]
    with caplog.at_level(logging.DEBUG, "cleaner"):
        assert [article.text for article in cleaner.clean_many(records, on_error="drop")] == [STORY, STORY]
    messages = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "cleaner"]
    assert [level for level, _ in messages] == ["DEBUG"] * len(BAD) + ["WARNING"]
    assert messages[0][1] == "record 2 (1): lacks the key 'text'; dropped"
    assert messages[-1][1] == f"dropped {len(BAD)} of {len(BAD) + 2} records that cannot be cleaned"


def test_dropped_records_are_logged_when_the_iteration_ends_early(
    cleaner: Cleaner, caplog: pytest.LogCaptureFixture
) -> None:
    articles = cleaner.clean_many([{}, STORY, STORY], on_error="drop")
    next(articles)
    articles.close()  # type: ignore[attr-defined]  # it is a generator, as any that is lazy
    assert "dropped 1 of 2 records" in caplog.text


def test_an_unknown_choice_is_refused_before_a_record_is_read(cleaner: Cleaner) -> None:
    with pytest.raises(OptionError, match="on_error is 'keep', 'drop' or 'raise', not 'skip'"):
        cleaner.clean_many([STORY], on_error="skip")  # type: ignore[arg-type]  # that is the test


def test_a_record_is_cleaned_like_a_single_text(cleaner: Cleaner) -> None:
    (article,) = cleaner.clean_many([{"text": f"{STORY}\nAdvertisement", "url": "https://a.example/"}])
    assert article == cleaner.clean(f"{STORY}\nAdvertisement", url="https://a.example/")


def test_articles_are_those_of_the_command(cleaner: Cleaner) -> None:
    records = [*text_records(), *page_records()]
    due = clean_by_command(records)
    articles = {article.id: article for article in cleaner.clean_many(records, on_error="raise")}
    assert {id: article.text for id, article in articles.items()} == {id: record["text"] for id, record in due.items()}
    assert {id: article.metadata.fields for id, article in articles.items()} == {
        id: record["metadata"] for id, record in due.items()
    }


_create: Any = Cleaner  # with wrong types


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: _create("my.yaml"), OptionError, "options is an Options object, not 'my.yaml': give rules by name"),
        (lambda: _create(effort="turbo"), OptionError, "effort is 'fast', 'standard' or 'best', not 'turbo'"),
        (lambda: _create(title="mov"), OptionError, "title is 'keep', 'move' or None, not 'mov'"),
        (
            lambda: _create(disable="ads/*"),
            OptionError,
            r"disable is a list of rule ids, not a text: give disable=\['ads",
        ),
        (lambda: _create().clean(b"text"), TypeError, "text is a str, not b'text': decode bytes"),
        (lambda: _create().clean(float("nan")), TypeError, "text is a str, not nan"),
        (lambda: _create().clean(html=7), TypeError, "html is a str or bytes, not 7"),
        (lambda: _create().clean("a", metadata="b"), TypeError, "metadata is a mapping of fields, not 'b'"),
        (lambda: _create().clean("a", language="klingon"), OptionError, "language 'klingon' is unknown"),
        (lambda: _create().clean(), OptionError, "give either a text or a page"),
        (lambda: _create().clean("a", html="b"), OptionError, "give either a text or a page"),
        (lambda: _create().clean_many("text"), TypeError, "records is a list of texts or mappings, not 'text'"),
        (lambda: _create().clean_many({"text": "a"}), TypeError, "records is a list of texts or mappings"),
        (lambda: _create().clean_many(7), TypeError, "records is a list of texts or mappings, not 7"),
    ],
)
def test_a_wrong_argument_raises_a_clear_error(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("language", ["de", "deu", "German", "de-AT", "DE"])
def test_the_language_of_a_text_may_be_a_tag_a_code_or_a_name(cleaner: Cleaner, language: str) -> None:
    article = cleaner.clean("Die Brücke wird im Mai eröffnet.\nAnzeige", language=language)
    assert article.text == "Die Brücke wird im Mai eröffnet."
    assert article.metadata["language"].partition("-")[0] == "de"


def test_a_page_may_be_bytes_in_any_encoding(cleaner: Cleaner) -> None:
    markup = f'<meta charset="windows-1251"><title>Мост</title>{9 * "<p>Мэр сообщил, что мост откроют весной.</p>"}'
    data = markup.encode("cp1251")
    assert cleaner.clean(html=data) == cleaner.clean(html=markup)
    assert list(cleaner.clean_many([{"html": data}])) == [cleaner.clean(html=markup)]


def test_metadata_is_a_mapping(cleaner: Cleaner) -> None:
    metadata = cleaner.clean(STORY, metadata={"title": "A bridge"}).metadata
    assert "title" in metadata
    assert "author" not in metadata
    assert list(metadata) == ["title", "cleaner"] == list(metadata.keys())
    assert (len(metadata), metadata["title"], metadata.get("author", "?")) == (2, "A bridge", "?")
    assert dict(metadata) == metadata.fields == metadata
    assert metadata.sources == {"title": "given"}


PICKLED = """
import hashlib, pickle, sys
from cleaner import Cleaner, load_rules
cleaner = {expression}
if sys.argv[1] == "used":
    cleaner.clean("The bridge opens in May.\\nAdvertisement" * 2000)
    cleaner.rule_set
    cleaner.select_rules
print(hashlib.sha256(pickle.dumps(cleaner)).hexdigest(), hash(cleaner), cleaner.fingerprint)
"""


@pytest.mark.parametrize(
    "expression", ["Cleaner(profile='careful', enable=['tags/*'])", "Cleaner(rules=load_rules(), max_removed=0.5)"]
)
def test_pickled_bytes_and_hash_are_the_same_in_every_process(tmp_path: Path, expression: str) -> None:
    outputs = set()
    for seed, folder, used in (("0", "kept", "new"), ("1", "kept", "used"), ("1", "empty", "new")):
        done = subprocess.run(
            [sys.executable, "-c", PICKLED.format(expression=expression), used],
            env=os.environ | {"PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / folder)},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_other_rules_and_options_are_other_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("rules: [{ id: label, line: Advertisement }]")
    cleaners = [Cleaner(rules=[tmp_path], default_rules=False, profile=profile) for profile in ("careful", "standard")]
    (tmp_path / "a.yaml").write_text("rules: [{ id: label, line: Anzeige }]")
    cleaners.append(Cleaner(rules=[tmp_path], default_rules=False))
    assert len({hashlib.sha256(pickle.dumps(cleaner)).hexdigest() for cleaner in cleaners}) == len(cleaners)
    assert len({*cleaners}) == len(cleaners)


def _unpickled(cleaner: Cleaner) -> Any:
    return pickle.loads(pickle.dumps(cleaner))  # noqa: S301 - our own


@pytest.mark.parametrize("copied", [_unpickled, deepcopy], ids=["pickled", "copied"])
@pytest.mark.parametrize(
    "create",
    [
        lambda: Cleaner(disable=["ads/*"], normalization=None, title="keep"),
        lambda: Cleaner(normalization=Normalization(quotes="straight"), max_removed=0.5),
        lambda: Cleaner(rules=load_rules()),
    ],
)
def test_a_copy_is_equal_and_cleans_alike(create: Any, copied: Any) -> None:
    cleaner: Cleaner = create()
    copy = copied(cleaner)
    text = f"“{STORY}”\nAdvertisement\nShare this:"
    assert copy.options == cleaner.options
    assert (copy == cleaner, hash(copy) == hash(cleaner)) == (True, True)
    assert copy.clean(text) == cleaner.clean(text)
    assert copy.rule_set == cleaner.rule_set
    assert pickle.dumps(copy) == pickle.dumps(cleaner)


def test_a_pickled_cleaner_needs_no_rule_files(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("rules: [{ id: brief, starts: The Daily Brief }]")
    state = pickle.dumps(Cleaner(rules=[path], default_rules=False))
    path.unlink()
    assert pickle.loads(state).clean(f"{STORY}\nThe Daily Brief comes at six").text == STORY  # noqa: S301 - our own


def test_a_cleaner_is_not_equal_to_other_values() -> None:
    assert Cleaner(rules=(), default_rules=False) != "a cleaner"


TEXTS = [f"{STORY} It is number {number}.\nAdvertisement\nTags: bridge, river\nShare this:" for number in range(40)]


def cleaned(cleaner: Cleaner, texts: list[str]) -> list[Article]:
    return [cleaner.clean(text) for text in texts]


def test_threads_may_share_a_cleaner() -> None:
    due = cleaned(Cleaner(), TEXTS)
    shared = Cleaner()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shared.clean, TEXTS * 4)) == due * 4


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_may_share_a_cleaner(method: str) -> None:
    shared = Cleaner()
    due = cleaned(shared, TEXTS[:8])
    with get_context(method).Pool(2) as pool:
        assert pool.starmap(cleaned, [(shared, TEXTS[:4]), (shared, TEXTS[4:8])]) == [due[:4], due[4:]]


PAGE_AS_TEXT = "<!doctype html><html><body><p>The bridge opens in May.</p></body></html>"


def test_a_page_that_is_given_as_a_text_is_logged(cleaner: Cleaner, caplog: pytest.LogCaptureFixture) -> None:
    assert cleaner.clean(PAGE_AS_TEXT).text == PAGE_AS_TEXT
    assert [(record.name, record.levelname) for record in caplog.records] == [("cleaner", "WARNING")]
    assert "the text is the markup of a page" in caplog.text
    assert "clean(html=page)" in caplog.text


def test_pages_among_records_are_logged_twice_at_most(cleaner: Cleaner, caplog: pytest.LogCaptureFixture) -> None:
    records: list[Any] = [STORY, PAGE_AS_TEXT, {"text": PAGE_AS_TEXT}, PAGE_AS_TEXT, STORY, {"html": PAGE_AS_TEXT}, {}]
    assert len(list(cleaner.clean_many(records))) == len(records)
    first, last = (record.getMessage() for record in caplog.records)
    assert first.startswith("the text of record 2 is the markup of a page")
    assert last == "the texts of 3 of 7 records are the markup of pages"


@pytest.mark.parametrize("text", ["<3 is how she signs.", "A text.", "", " <", "<blink> was an element."])
def test_a_text_with_a_tag_is_not_logged(text: str, cleaner: Cleaner, caplog: pytest.LogCaptureFixture) -> None:
    cleaner.clean(text)
    list(cleaner.clean_many([text, {"text": text}]))
    cleaner.clean("<p>A block of HTML in Markdown.</p>", markdown=True)
    assert not caplog.records
