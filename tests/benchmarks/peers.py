"""Programs that cleaning is compared with, over JSON lines: they run in an environment that has them.

    python peers.py NAME < IN.jsonl > OUT.jsonl

A record has a ``text``, or a page as ``html`` with its ``url``. The last line on standard error is an object: ``loop``,
the processor time in seconds after the first :data:`WARM_UP` records, and ``failed``, the records that raised an error.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

WARM_UP = 10
"""Records after which a loop is measured: what is loaded or compiled on first use is by then."""

NO_SENTENCES = -1
"""Turns off the condition of C4's filter on the number of sentences, and with it their splitting."""

UNKNOWN_URL = "https://news.example/"
"""The address of a page that has none: newspaper4k requires it."""

Step = Callable[[Mapping[str, Any]], str]
"""Returns the text that a program makes of a record."""


def copy() -> Step:
    return lambda record: str(record.get("text", ""))


def ftfy() -> Step:
    from ftfy import fix_text

    return lambda record: str(fix_text(record["text"]))


def _datatrove(quality: Any) -> Step:
    from datatrove.data import Document

    def step(record: Mapping[str, Any]) -> str:
        document = Document(text=record["text"], id="")
        return document.text if quality.filter(document) is True else ""

    return step


def c4() -> Step:
    from datatrove.pipeline.filters import C4QualityFilter

    return _datatrove(C4QualityFilter(min_num_sentences=NO_SENTENCES))


def c4_shipped() -> Step:
    from datatrove.pipeline.filters import C4QualityFilter

    return _datatrove(C4QualityFilter())


def gopher() -> Step:
    from datatrove.pipeline.filters import GopherQualityFilter

    return _datatrove(GopherQualityFilter())


def _as_page(text: str) -> str:
    """Return a text as a page on which each line is a paragraph."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<html><body><article>{paragraphs}</article></body></html>"


def justext_lines() -> Step:
    from justext import get_stoplist, justext

    stop_words = get_stoplist("English")

    def step(record: Mapping[str, Any]) -> str:
        paragraphs = justext(_as_page(record["text"]), stop_words)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return step


def trafilatura_lines() -> Step:
    from trafilatura import extract

    return lambda record: extract(_as_page(record["text"])) or ""


def _trafilatura(**options: Any) -> Step:
    from trafilatura import extract

    return lambda record: extract(record["html"], url=record["url"], **options) or ""


def readability() -> Step:
    from readability import Document

    return lambda record: str(Document(record["html"]).summary())


def resiliparse() -> Step:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda record: str(extract_plain_text(record["html"], main_content=True))


def newspaper() -> Step:
    from newspaper import article

    def step(record: Mapping[str, Any]) -> str:
        return str(article(record["url"] or UNKNOWN_URL, input_html=record["html"], fetch_images=False).text)

    return step


def _cleaner(**options: Any) -> Step:
    from cleaner import Cleaner

    cleaner = Cleaner(**options)

    def step(record: Mapping[str, Any]) -> str:
        if "html" in record:
            return cleaner.clean(html=record["html"], url=record["url"]).text
        return cleaner.clean(record["text"]).text

    return step


PEERS: Mapping[str, Callable[[], Step]] = {
    "copy": copy,
    "ftfy": ftfy,
    "c4": c4,
    "c4-shipped": c4_shipped,
    "gopher": gopher,
    "justext-lines": justext_lines,
    "trafilatura-lines": trafilatura_lines,
    "trafilatura": _trafilatura,
    "trafilatura-metadata": lambda: _trafilatura(with_metadata=True),
    "trafilatura-fast": lambda: _trafilatura(fast=True),
    "readability": readability,
    "resiliparse": resiliparse,
    "newspaper": newspaper,
    "careful": lambda: _cleaner(profile="careful"),
    "standard": _cleaner,
    "fast": lambda: _cleaner(effort="fast"),
}
"""By name, functions that load a program and return what it does with a record. The last ones are this program."""


def main() -> None:
    """Read records, do what a program does, and write them."""
    step, failed, start = PEERS[sys.argv[1]](), 0, 0.0
    for number, line in enumerate(sys.stdin.buffer):
        if number == WARM_UP:
            start = time.process_time()
        record = json.loads(line)
        try:
            text = step(record)
        except Exception:  # noqa: BLE001 - a program may fail on a page, and is measured all the same
            text, failed = "", failed + 1
        written = {name: value for name, value in record.items() if name != "html"} | {"text": text}
        sys.stdout.buffer.write(json.dumps(written, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
    print(json.dumps({"loop": time.process_time() - start, "failed": failed}), file=sys.stderr)


if __name__ == "__main__":
    main()
