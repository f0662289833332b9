"""Compare the metadata that this program finds in pages with what other tools find.

    python -m tests.benchmarks.fields FOLDER [--labels FILE.jsonl] [--half even|odd]

FOLDER holds pages as JSON lines (``.jsonl``, ``.jsonl.xz``) with ``id``, ``url`` and ``html``; any ``encoding``
but UTF-8 means that ``html`` is Base64. Values are compared with two references: what the page's own JSON-LD and
OpenGraph say when read naively, and labels written by hand, as ``{"id", "title", "author": […], "date", "language",
"site"}`` with null where a page shows none. ``--half`` selects the sites whose MD5 is even or odd.
"""

import argparse
import base64
import hashlib
import json
import lzma
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from trafilatura import extract_metadata, load_html

from cleaner.html.fields import find_fields
from cleaner.html.metadata.page import read_page
from cleaner.html.values import comparison_key
from cleaner.metadata import site_of

Values = Mapping[str, Any]
Tool = Callable[[Any, str, str | None], Values]
"""A function from a parsed page, its text and its address to the fields that a tool finds."""

FIELDS = ("title", "author", "date", "language", "site")

_HONORIFIC = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\b\.?\s*)+", re.IGNORECASE)


@dataclass
class Score:
    """Counts for a field: pages that have it, those of them found and right, and values found where there is none."""

    expected: int = 0
    found: int = 0
    right: int = 0
    extra: int = 0
    wrong: list[str] = field(default_factory=list)


def ours(tree: Any, _: str, url: str | None) -> Values:
    """Return this project's fields."""
    return {name: value for name, value, _ in find_fields(read_page(tree, url=url))}


def trafilatura(tree: Any, _: str, url: str | None) -> Values:
    """Return trafilatura's fields."""
    metadata = extract_metadata(tree, default_url=url)
    return {
        "title": metadata.title,
        "author": (metadata.author or "").split("; "),
        "date": metadata.date,
        "language": metadata.language,
        "site": metadata.hostname and metadata.hostname.removeprefix("www."),
    }


def newspaper(_: Any, html: str, url: str | None) -> Values:
    """Return newspaper4k's fields. It parses the page itself, and extracts its text as well."""
    from newspaper import article  # type: ignore[import-not-found,unused-ignore]  # optional

    parsed_article = article(url or "https://example.org/page", input_html=html, fetch_images=False)
    date = parsed_article.publish_date
    return {
        "title": parsed_article.title,
        "author": parsed_article.authors,
        "date": date.isoformat() if hasattr(date, "isoformat") else date,
        "language": parsed_article.meta_lang,
        "site": site_of(parsed_article.canonical_link),
    }


def htmldate(tree: Any, _: str, url: str | None) -> Values:
    """Return the date that htmldate finds with its extensive search."""
    from htmldate import find_date

    return {"date": find_date(tree, original_date=True, url=url)}


TOOLS: Mapping[str, tuple[str, Tool]] = {
    "ours": ("cleaner", ours),
    "trafilatura": ("trafilatura", trafilatura),
    "newspaper4k": ("newspaper", newspaper),
    "htmldate": ("htmldate", htmldate),
}


def pages(folder: Path, half: str | None) -> Iterator[dict[str, Any]]:
    """Yield the pages of all files, with their text under ``page``."""
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.xz")]):
        with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                digest = hashlib.md5((site_of(record.get("url")) or "").encode()).hexdigest()  # noqa: S324 - not for security
                if half is None or ("even", "odd")[int(digest, 16) % 2] == half:
                    yield record | {"page": _text(record)}


def _text(record: Mapping[str, Any]) -> str:
    if record.get("encoding", "utf-8") == "utf-8":
        return str(record["html"])
    data = base64.b64decode(record["html"])
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    try:
        return data.decode(declared[1].decode("ascii") if declared else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def own_values(tree: Any) -> Values:
    """Return what a page says about itself, read naively: its first article in JSON-LD, then OpenGraph."""
    article = next(filter(None, map(_article, tree.iter("script"))), {})
    author = article.get("author")
    people = author if isinstance(author, list) else [author]
    authors = [person.get("name") for person in people if isinstance(person, dict)]
    metas = {meta.get("property"): meta.get("content") for meta in tree.iter("meta")}
    return {
        "title": article.get("headline") or metas.get("og:title"),
        "author": [name for name in authors if isinstance(name, str)],
        "date": article.get("datePublished") or metas.get("article:published_time"),
        "site": site_of(metas.get("og:url")),
    }


def _article(script: Any) -> dict[str, Any]:
    """Return the first node of a script with a date; an empty one if there is none."""
    if script.get("type") != "application/ld+json":
        return {}
    try:
        data = json.loads(script.text or "")
    except ValueError:
        return {}
    nodes = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    return next((node for node in nodes if isinstance(node, dict) and "datePublished" in node), {})


def is_same(name: str, expected: Any, value: Any) -> bool:
    """Return whether a value is right: days, languages and letters count, punctuation and case do not."""
    if name == "date":
        return str(expected)[:10] == str(value)[:10]
    if name == "language":
        return str(expected).lower()[:2] == str(value).lower()[:2]
    if name == "author":
        return _names(expected) == _names(value)
    return comparison_key(str(expected)) == comparison_key(str(value))


def _names(value: Any) -> set[str]:
    names = value if isinstance(value, list) else [value]
    return {comparison_key(_HONORIFIC.sub("", str(name))) for name in names} - {""}


Scores = dict[tuple[str, str], Score]


def measure(folder: Path, half: str | None, labels: Mapping[str, Values]) -> tuple[Scores, Scores, list[str]]:
    """Run the tools on the pages; return the scores against both references, and the names of the tools that ran."""
    tools = {name: tool for name, (module, tool) in TOOLS.items() if _is_installed(name, module)}
    markup: Scores = defaultdict(Score)
    labeled: Scores = defaultdict(Score)
    seconds: dict[str, float] = defaultdict(float)
    count = 0
    for page in pages(folder, half):
        tree = load_html(page["page"])
        if tree is None:
            continue
        count += 1
        url = page["url"] if "://" in (page["url"] or "") else None
        markup_values = own_values(tree)
        for name, tool in tools.items():
            start = time.perf_counter()
            values = _values(tool, tree, page["page"], url)
            seconds[name] += time.perf_counter() - start
            _add(markup, name, markup_values, values, page["id"])
            if page["id"] in labels:
                _add(labeled, name, labels[page["id"]], values, page["id"])
    times = (f"{name} {1000 * total / count:.1f}" for name, total in seconds.items())
    print(f"{count} pages; ms per page: {', '.join(times)}")
    return markup, labeled, list(tools)


def main(arguments: list[str]) -> None:
    """Run all installed tools on the pages, and print a table for each reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--half", choices=("even", "odd"))
    parser.add_argument("--wrong", action="store_true", help="list where our fields differ from the labels")
    options = parser.parse_args(arguments)
    lines = options.labels.read_text("utf-8").split("\n") if options.labels else []
    labels = {label["id"]: label for label in map(json.loads, filter(None, lines))}
    markup, labeled, tools = measure(options.folder, options.half, labels)
    _table("what pages say in JSON-LD and OpenGraph", markup, tools)
    if labels:
        _table("labels by hand", labeled, tools)
    if options.wrong:
        print("\n".join(chain.from_iterable(labeled["ours", name].wrong for name in FIELDS)))


def _is_installed(name: str, module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        print(f"{name}: not installed")
        return False
    return True


def _values(tool: Tool, tree: Any, text: str, url: str | None) -> Values:
    try:
        return tool(tree, text, url)
    except Exception as error:  # noqa: BLE001 - a peer that fails on a page finds nothing there
        print(f"{tool.__name__}: {type(error).__name__}: {str(error)[:80]}", file=sys.stderr)
        return {}


def _add(scores: Scores, tool: str, truth: Values, values: Values, page: str) -> None:
    """Add the fields of a page."""
    for name in FIELDS:
        score, expected, value = scores[tool, name], truth.get(name), values.get(name)
        if name == "author":
            value = _names(value) and value
        if not expected:
            score.extra += bool(value)
            continue
        right = bool(value) and is_same(name, expected, value)
        score.expected += 1
        score.found += bool(value)
        score.right += right
        if not right:
            score.wrong.append(f"{name} {page}: expected {expected!r}, got {value!r}")


def _table(title: str, scores: Mapping[tuple[str, str], Score], tools: list[str]) -> None:
    """Print, per field, the number of pages that have it, and per tool the shares right and found, and extra values."""
    print(f"\n{title}: % right (% found) +found where there is none")
    print(f"{'':10} {'pages':>6} " + " ".join(f"{tool:>22}" for tool in tools))
    for name in FIELDS:
        expected = scores["ours", name].expected
        if not expected:
            continue
        cells = (scores[tool, name] for tool in tools)
        columns = (
            f"{100 * cell.right / expected:5.1f} ({100 * cell.found / expected:5.1f}) +{cell.extra}" for cell in cells
        )
        print(f"{name:10} {expected:6} " + " ".join(f"{cell:>22}" for cell in columns))


if __name__ == "__main__":
    main(sys.argv[1:])
