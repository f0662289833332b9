"""``python -m tests.quality.learning FOLDER [OUTPUTS]``: what rules learned from some pages of a site do to its others.

FOLDER/text has labeled texts, OUTPUTS the texts that extractors made of FOLDER's labeled pages
(:mod:`tests.quality.outputs`). The texts of one extractor and site are a crawl. Each of its pages is cleaned with what
is learned from all others: by the shipped rules, by learned rules alone, and by both. For crawls of at least three and
of at least five pages: the share of boilerplate lines that are removed, of all and as the mean over texts, with a 95 %
interval over sites (bootstrap); article lines that learned rules take; and, for the largest crawls, the mean by
the number of pages learned from.

With ``--pages``, FOLDER's labeled pages are cleaned instead, as pages, by the shipped rules and with what is learned
from the site's others beside them: lines that go, by their labels, and how many rules of each kind were learned.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from cleaner import Article, Cleaner
from cleaner.authoring.draft import LOOK_ALIKES
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import Page, page_of, uncertain_rules
from cleaner.learning.proposals import propose
from cleaner.learning.rule_file import rule_rows
from cleaner.metadata import site_of
from cleaner.rules.edit import append_rule
from cleaner.text.apply import apply
from tests.quality.pages import LabeledPage, read_sets
from tests.quality.texts import ARTICLE, BOILERPLATE, COPY, LabeledText, page_lines, read_outputs, read_texts

LEAST_PAGES = (3, 5)
"""Pages of the crawls in the two tables."""

GROWTH = (2, 3, 4, 5, 6, 7)
"""Numbers of pages to learn from, for crawls that have more than the largest."""

RESAMPLES = 1000
"""Resamples of the bootstrap."""

LABEL_NAMES = {ARTICLE: "article", BOILERPLATE: "boilerplate", COPY: "boilerplate"}

Way = Literal["rules", "learning", "both"]
WAYS: tuple[Way, ...] = ("rules", "learning", "both")

Crawl = tuple[str, list[LabeledText]]
"""A site, and the texts that one extractor made of its pages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A cleaned text: its boilerplate lines and those removed, its article lines, and those that learned rules took."""

    site: str
    boilerplate: int
    removed: int
    article: int
    taken: tuple[str, ...]


def crawls(folder: Path, outputs: Path | None) -> list[Crawl]:
    """Return the crawls of three pages and more."""
    texts = [(text.site, text) for text in read_texts(folder) if text.tier == "article"]
    if outputs:
        sites = {page.id: site_of(page.url) for _, pages in read_sets(folder / "html") for page in pages if page.golds}
        known = [(sites.get(text.id.rpartition("|")[0]), text) for text in read_outputs(folder, outputs)]
        texts += [(site, text) for site, text in known if site and text.tier == "output"]
    by_crawl = defaultdict[tuple[str, str], dict[str, LabeledText]](dict)
    for site, text in texts:
        page, _, tool = text.id.rpartition("|")
        by_crawl[site, tool].setdefault(page, text)
    return [
        (site, [*pages.values()]) for (site, _), pages in sorted(by_crawl.items()) if len(pages) >= min(LEAST_PAGES)
    ]


@cache
def _cleaner(*, has_rules: bool) -> Cleaner:
    return Cleaner(default_rules=has_rules)


def pages_of(crawl: Crawl, *, has_rules: bool) -> list[Page | None]:
    """Return the texts of a crawl as pages."""
    cleaner, (site, texts) = _cleaner(has_rules=has_rules), crawl
    uncertain = uncertain_rules(cleaner)
    return [page_of(cleaner.clean(text.text, url=f"https://{site}/"), uncertain=uncertain) for text in texts]


def learned_cleaner(pages: Iterable[Page | None], *, has_rules: bool) -> Cleaner:
    """Return a cleaner with the rules that are learned from pages."""
    with LineCounts() as counts:
        for page in filter(None, pages):
            counts.add(page)
        proposals = [proposal for site in propose(counts) for proposal in site.proposals]
    rows = [row for proposal in proposals for row in (*rule_rows(proposal, LOOK_ALIKES[0]), "")]
    if not rows:
        return _cleaner(has_rules=has_rules)
    with TemporaryDirectory() as folder:
        path = Path(folder, "learned.yaml")
        path.write_text(append_rule("", rows) or "", "utf-8")
        return Cleaner(rules=[path], default_rules=has_rules)


def outcome(cleaner: Cleaner, site: str, text: LabeledText) -> Outcome:
    """Clean a text, and compare the result with its labels."""
    article = cleaner.clean(text.text, url=f"https://{site}/")
    remaining = {line.number for line in apply(article.document, article.removals).document.lines}
    boilerplate = [number for number, label in text.labels.items() if label in (BOILERPLATE, COPY)]
    taken = (
        removal.text
        for removal in article.removals
        if removal.rule.startswith("learned/") and text.labels.get(removal.line) == ARTICLE
    )
    return Outcome(
        site,
        len(boilerplate),
        sum(number not in remaining for number in boilerplate),
        sum(label == ARTICLE for label in text.labels.values()),
        tuple(taken),
    )


def outcomes(crawl: Crawl, most: int | None = None) -> Iterator[tuple[Way, Outcome]]:
    """Yield the outcomes of each text of a crawl with what is learned from the others, or from the first of them."""
    site, texts = crawl
    by_rules, plain = (pages_of(crawl, has_rules=has_rules) for has_rules in (True, False))
    for number, text in enumerate(texts):
        others = [other for other in range(len(texts)) if other != number][:most]
        yield "rules", outcome(_cleaner(has_rules=True), site, text)
        alone = learned_cleaner((plain[other] for other in others), has_rules=False)
        yield "learning", outcome(alone, site, text)
        both = learned_cleaner((by_rules[other] for other in others), has_rules=True)
        yield "both", outcome(both, site, text)


def page_crawls(folder: Path) -> list[tuple[str, list[LabeledPage]]]:
    """Return the labeled pages of each site with three and more."""
    by_site = defaultdict[str, list[LabeledPage]](list)
    for _, pages in read_sets(folder / "html"):
        for page in pages:
            if page.golds and (site := site_of(page.url)):
                by_site[site].append(page)
    return [(site, pages) for site, pages in sorted(by_site.items()) if len(pages) >= min(LEAST_PAGES)]


def page_counts(labeled: Sequence[LabeledPage]) -> Counter[str]:
    """Return the lines of pages before learning and those that go with it, by label, and the learned rules by kind."""
    cleaner, counts = _cleaner(has_rules=True), Counter[str]()
    articles = [cleaner.clean(html=page.html, url=page.url) for page in labeled]
    pages = [
        page_of(article, uncertain=uncertain_rules(cleaner), html=page.html)
        for article, page in zip(articles, labeled, strict=True)
    ]
    for number, page in enumerate(labeled):
        others = pages[:number] + pages[number + 1 :]
        with LineCounts() as line_counts:
            for other in filter(None, others):
                line_counts.add(other)
            counts.update(f"{rule.kind} rules" for site in propose(line_counts) for rule in site.proposals)
        learned = learned_cleaner(others, has_rules=True)
        before, after = lines_of(articles[number]), lines_of(learned.clean(html=page.html, url=page.url))
        labels = page_lines(page)
        for name, lines in (("lines", before), ("gone", before - after)):
            counts.update(f"{name} {LABEL_NAMES.get(labels.get(text, -1), 'other')}" for text in lines.elements())
    return counts


def lines_of(article: Article) -> Counter[str]:
    """Return the lines that an article has after cleaning."""
    document = apply(article.document, article.removals).document
    return Counter(" ".join(line.span.of(document.text).split()) for line in document.lines)


def mean(found: Iterable[Outcome]) -> float:
    """Return the mean share of boilerplate removed, over texts that have any."""
    shares = [outcome.removed / outcome.boilerplate for outcome in found if outcome.boilerplate]
    return sum(shares) / max(1, len(shares))


def interval(found: Sequence[Outcome]) -> tuple[float, float]:
    """Return the 95 % interval of the mean, over resampled sites."""
    by_site = defaultdict[str, list[Outcome]](list)
    for each in found:
        by_site[each.site].append(each)
    source, sites = random.Random(1), sorted(by_site)  # noqa: S311 - not for security
    means = sorted(
        mean(each for site in source.choices(sites, k=len(sites)) for each in by_site[site]) for _ in range(RESAMPLES)
    )
    return means[RESAMPLES // 40], means[-RESAMPLES // 40 - 1]


def row(way: str, found: Sequence[Outcome]) -> str:
    """Return a row of a table."""
    removed, boilerplate = (sum(getattr(each, name) for each in found) for name in ("removed", "boilerplate"))
    taken, article = sum(len(each.taken) for each in found), sum(each.article for each in found)
    low, high = interval(found)
    shares = f"{100 * removed / max(1, boilerplate):6.1f}% {100 * mean(found):6.1f}% ({100 * low:.1f}-{100 * high:.1f})"
    return f"{way:10} {len(found):6} {shares}  {taken} of {article:,} article lines"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("outputs", type=Path, nargs="?")
    parser.add_argument("--pages", action="store_true", help="measure on pages")
    options = parser.parse_args(arguments)
    if options.pages:
        known_pages = page_crawls(options.folder)
        by_site = {site: page_counts(pages) for site, pages in known_pages}
        for least in LEAST_PAGES:
            sites = {site: len(pages) for site, pages in known_pages if len(pages) >= least}
            total = sum((by_site[site] for site in sites), Counter[str]())
            print(
                f"{least} pages or more: {len(sites)} sites, {sum(sites.values())} pages: {dict(sorted(total.items()))}"
            )
        return 0
    known = crawls(options.folder, options.outputs)
    for least in LEAST_PAGES:
        large = [crawl for crawl in known if len(crawl[1]) >= least]
        print(f"{least} pages or more: {len(large)} crawls of {len({site for site, _ in large})} sites")
        _print_table(large, None)
    largest = [crawl for crawl in known if len(crawl[1]) > max(GROWTH)]
    for most in GROWTH if largest else ():
        print(f"learned from {most} pages, of {len(largest)} crawls with more than {max(GROWTH)}")
        _print_table(largest, most)
    return 0


def _print_table(chosen: Sequence[Crawl], most: int | None) -> None:
    found: Mapping[Way, list[Outcome]] = {way: [] for way in WAYS}
    for crawl in chosen:
        for way, each in outcomes(crawl, most):
            found[way].append(each)
    print(f"{'':10} {'texts':>6} {'removed':>7} {'mean':>7}")
    for way in WAYS:
        print(row(way, found[way]), flush=True)
        print("".join(f"    {each.site}: {line}\n" for each in found[way] for line in each.taken), end="")


if __name__ == "__main__":
    sys.exit(main())
