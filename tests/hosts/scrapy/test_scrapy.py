"""Scrapy crawls pages on this machine, and its items are cleaned."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest
import scrapy
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from cleaner import CleanerError, OptionError
from cleaner.integrations.scrapy import CleanPipeline
from tests.fixture_records import clean_by_command, page_records, text_records

STORY = "The council voted on Tuesday evening to rebuild the old wooden bridge over the river."
PARAGRAPHS = "".join(f"<p>{STORY} It is paragraph {number} of nine in all.</p>" for number in range(9))
PAGE = f"""<!doctype html><html lang="en"><title>Bridge {{0}}</title><h1>Bridge {{0}}</h1>
<article>{PARAGRAPHS}<p>Advertisement</p></article><a href="{{1}}">next</a>"""

SPIDER = """
import json, scrapy

class Spider(scrapy.Spider):
    name = "town"

    async def start(self):
        yield scrapy.Request(self.address)

    def parse(self, response):
        yield {"url": response.url, "html": response.text}
        yield from response.follow_all(css="a::attr(href)")

    def closed(self, reason):
        with open("stats.json", "w") as file:
            json.dump(self.crawler.stats.get_stats(), file, default=str)
"""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.html").write_text(PAGE.format(number, f"{number + 1}.html"))
    (folder / "3.html").write_text("<!doctype html><title>Nothing</title><nav><a href=0.html>home</a></nav>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/0.html"
        server.shutdown()


def crawl(folder: Path, address: str, *settings: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Crawl from an address, and return items and statistics."""
    (folder / "spider.py").write_text(SPIDER)
    pipelines = json.dumps({"cleaner.integrations.scrapy.CleanPipeline": 300})
    command = [sys.executable, "-m", "scrapy", "runspider", "spider.py", "-a", f"address={address}", "-O", "out.jsonl"]
    options = [part for setting in (f"ITEM_PIPELINES={pipelines}", *settings) for part in ("-s", setting)]
    subprocess.run([*command, *options], cwd=folder, check=True, capture_output=True, timeout=120)
    items = [json.loads(line) for line in (folder / "out.jsonl").read_text().split("\n") if line]
    return items, json.loads((folder / "stats.json").read_text())


def test_crawled_pages_become_articles(tmp_path: Path, address: str) -> None:
    items, stats = crawl(tmp_path, address)
    expected = clean_by_command([{"id": item["url"], "url": item["url"], "html": item["html"]} for item in items])
    assert len(items) == 4
    assert {item["url"]: item["text"] for item in items} == {id: record["text"] for id, record in expected.items()}
    assert {item["url"]: item["metadata"] for item in items} == {
        id: record["metadata"] for id, record in expected.items()
    }
    assert {item["metadata"].get("title") for item in items} == {"Bridge 0", "Bridge 1", "Bridge 2", "Nothing"}
    assert (stats["cleaner/verdict/cleaned"], stats["cleaner/verdict/empty"]) == (3, 1)
    assert stats["cleaner/pruned/extraction/headline"] == 3
    assert "item_dropped_count" not in stats


def test_empty_items_are_dropped_by_request(tmp_path: Path, address: str) -> None:
    items, stats = crawl(tmp_path, address, "CLEANER_DROP_EMPTY=True")
    assert sorted(item["metadata"]["title"] for item in items) == ["Bridge 0", "Bridge 1", "Bridge 2"]
    assert (stats["item_dropped_count"], stats["item_scraped_count"], stats["cleaner/verdict/empty"]) == (1, 3, 1)


def pipeline(**settings: Any) -> CleanPipeline:
    return CleanPipeline.from_crawler(get_crawler(settings_dict=settings))


def test_items_become_what_the_command_makes_of_them() -> None:
    records = [*text_records(), *page_records()]
    expected = clean_by_command(records)
    step = pipeline()
    cleaned = {record["id"]: step.process_item(dict(record)) for record in records}
    assert {id: item["text"] for id, item in cleaned.items()} == {id: record["text"] for id, record in expected.items()}
    assert {id: item["metadata"] for id, item in cleaned.items()} == {
        id: record["metadata"] for id, record in expected.items()
    }
    removed: dict[str, int] = {}
    for record in expected.values():
        for rule, lines in record["metadata"]["cleaner"].get("removed", {}).items():
            removed[f"cleaner/removed/{rule}"] = removed.get(f"cleaner/removed/{rule}", 0) + lines
    stats = step.stats.get_stats()
    assert {name: count for name, count in stats.items() if name.startswith("cleaner/removed/")} == removed


@dataclass
class Data:
    body: str
    about: dict[str, Any] = field(default_factory=dict)


@attrs.define
class Attrs:
    body: str
    about: dict[str, Any] = attrs.field(factory=dict)


class Item(scrapy.Item):  # type: ignore[misc]  # it ships no types
    body = scrapy.Field()
    about = scrapy.Field()


@pytest.mark.parametrize("kind", [dict, Data, Attrs, Item])
def test_items_of_any_type_are_cleaned(kind: Any) -> None:
    step = pipeline(CLEANER_FIELDS={"text": "body", "metadata": "about"})
    item = step.process_item(kind(body=f"{STORY}\nTags: bridge", about={"author": "Ada", "n": 7}))
    assert isinstance(item, kind)
    fields = dict(item) if kind in (dict, Item) else {"body": item.body, "about": item.about}
    assert fields["body"] == STORY
    about = fields["about"]
    assert (about["author"], about["n"], about["tags"]) == ("Ada", 7, ["bridge"])
    assert about["cleaner"]["removed"] == {"tags/tag-list": 1}


@dataclass
class Narrow:
    text: str


def test_an_item_without_a_field_for_metadata_gets_none() -> None:
    assert pipeline().process_item(Narrow(f"{STORY}\nAdvertisement")) == Narrow(STORY)


def test_an_item_with_neither_text_nor_page_is_counted_and_unchanged() -> None:
    step = pipeline()
    assert step.process_item({"image": b"x"}) == {"image": b"x"}
    assert step.stats.get_value("cleaner/skipped") == 1


@pytest.mark.parametrize("drop", [False, True])
def test_a_failed_item_passes_with_its_reason_or_is_dropped(drop: bool) -> None:
    step = pipeline(CLEANER_DROP_FAILED=drop)
    item = {"text": "a\ud800b"}
    if drop:
        with pytest.raises(DropItem, match="lone surrogate"):
            step.process_item(item)
    else:
        assert step.process_item(item)["text"] == "a\ud800b"
        assert "lone surrogate" in item["metadata"]["cleaner"]["error"]  # type: ignore[index]  # a dict by now
    assert step.stats.get_value("cleaner/verdict/failed") == 1


def test_rules_and_options_are_those_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("rules: [{ id: brief, starts: The Daily Brief }]")
    step = pipeline(CLEANER_RULES=[str(tmp_path)], CLEANER_PROFILE="careful", CLEANER_DISABLE=["tags/*"])
    item = step.process_item({"text": f"{STORY}\nThe Daily Brief comes at six\nTags: bridge"})
    assert item["text"] == f"{STORY}\n\nTags: bridge"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CLEANER_FIELDS": {"body": "text"}}, "CLEANER_FIELDS has an unknown field 'body': use text, html"),
        ({"CLEANER_PROFILE": "bold"}, "bold"),
        ({"CLEANER_RULES": ["nowhere/"]}, "nowhere"),
    ],
)
def test_wrong_settings_are_refused_before_a_crawl(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(CleanerError, match=message):
        pipeline(**settings)


def test_items_need_a_field_for_the_text() -> None:
    @dataclass
    class Page:
        html: str

    with pytest.raises(OptionError, match="items have no field 'text' for the text: add it"):
        pipeline().process_item(Page(PAGE.format(1, "")))
