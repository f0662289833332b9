"""``make outputs FOLDER=… OUT=…``: what other extractors return for labeled pages, for the line model to learn from.

    python -m tests.quality.outputs FOLDER OUT

It runs in an environment of its own, with the extra ``peers``. A line of OUT is ``{"page": "<set>/<id>", "texts":
{<extractor>: text}}``, in xz.
"""

import argparse
import json
import logging
import lzma
import signal
import warnings
from collections.abc import Callable
from multiprocessing import Pool
from pathlib import Path

from tests.quality.pages import LabeledPage, read_sets

TIME_LIMIT = 20
"""Seconds that an extractor may take for a page; some hang on a few pages."""

ADDRESS = "https://example.org/article"
"""The address of a page that has none: newspaper4k requires it."""


def _trafilatura(page: LabeledPage) -> str:
    from trafilatura import extract

    return extract(page.html, url=page.url) or ""


def _trafilatura_recall(page: LabeledPage) -> str:
    from trafilatura import extract

    return extract(page.html, url=page.url, favor_recall=True) or ""


def _readability(page: LabeledPage) -> str:
    from html_text import extract_text
    from readability import Document

    return str(extract_text(Document(page.html).summary(html_partial=True)))


def _boilerpy(page: LabeledPage) -> str:
    from boilerpy3.extractors import ArticleExtractor

    return str(ArticleExtractor(raise_on_failure=False).get_content(page.html))


def _boilerpy_default(page: LabeledPage) -> str:
    from boilerpy3.extractors import DefaultExtractor

    return str(DefaultExtractor(raise_on_failure=False).get_content(page.html))


def _newspaper(page: LabeledPage) -> str:
    from newspaper import article

    return str(article(page.url or ADDRESS, input_html=page.html, fetch_images=False).text)


def _justext(page: LabeledPage) -> str:
    from justext import get_stoplist, justext

    stop_words = frozenset(word for name in ("English", "German", "French", "Spanish") for word in get_stoplist(name))
    return "\n".join(
        paragraph.text for paragraph in justext(page.html.encode(), stop_words) if not paragraph.is_boilerplate
    )


def _resiliparse(page: LabeledPage) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(page.html, main_content=True))


def _goose(page: LabeledPage) -> str:
    from goose3 import Goose

    with Goose({"enable_image_fetching": False}) as goose:
        return str(goose.extract(raw_html=page.html).cleaned_text)


EXTRACTORS: dict[str, Callable[[LabeledPage], str]] = {
    "trafilatura": _trafilatura,
    "trafilatura_recall": _trafilatura_recall,
    "readability": _readability,
    "boilerpy": _boilerpy,
    "boilerpy_default": _boilerpy_default,
    "newspaper": _newspaper,
    "justext": _justext,
    "resiliparse": _resiliparse,
    "goose": _goose,
}


def outputs(page: LabeledPage) -> dict[str, str]:
    """Return each extractor's text of a page, without extractors that fail or hang."""
    texts = {}
    signal.signal(signal.SIGALRM, _raise_timeout)
    for name, extract in EXTRACTORS.items():
        signal.alarm(TIME_LIMIT)
        try:
            texts[name] = extract(page)
        except Exception as error:  # noqa: BLE001 - other programs fail in many ways
            logging.info("%s: %s: %r", page.id, name, error)  # noqa: LOG015 - a command
        finally:
            signal.alarm(0)
    return {name: text for name, text in texts.items() if text.strip()}


def _raise_timeout(*_: object) -> None:
    raise TimeoutError


def _job(job: tuple[str, LabeledPage]) -> str:
    name, page = job
    return json.dumps({"page": f"{name}/{page.id}", "texts": outputs(page)})


def main() -> None:
    """Write the outputs of all pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    jobs = [(name, page) for name, pages in read_sets(arguments.folder / "html") for page in pages]
    with Pool() as pool, lzma.open(arguments.out, "wt", encoding="utf-8", preset=1) as out:
        for line in pool.imap(_job, jobs, chunksize=4):
            out.write(f"{line}\n")


if __name__ == "__main__":
    main()
