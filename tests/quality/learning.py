"""``python -m tests.quality.learning FOLDER [OUTPUTS]``: what rules learned from some pages of a site do to its others.

FOLDER/text has labeled texts, OUTPUTS the texts that extractors made of FOLDER's labeled pages
(:mod:`tests.quality.outputs`). The texts of one extractor and site are a crawl. Each of its pages is cleaned with what
is learned from all others: by the shipped rules, by learned rules alone, and by both. For crawls of at least three and
of at least five pages: the share of boilerplate lines that are removed, of all and as the mean over texts, with a 95 %
interval over sites (bootstrap); article lines that learned rules take; and, for the largest crawls, the mean by
the number of pages learned from.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from cleaner import Cleaner
from cleaner.authoring.draft import LOOK_ALIKES
from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import Page, page_of, uncertain_rules
from cleaner.learning.proposals import propose
from cleaner.metadata import site_of
from cleaner.rules.edit import append_rule
from cleaner.text.apply import apply
from tests.quality.pages import read_sets
from tests.quality.texts import ARTICLE, BOILERPLATE, COPY, LabeledText, read_outputs, read_texts

LEAST_PAGES = (3, 5)
"""Pages of the crawls in the two tables."""

GROWTH = (2, 3, 4, 5, 6, 7)
"""Numbers of pages to learn from, for crawls that have more than the largest."""

RESAMPLES = 1000
"""Resamples of the bootstrap."""

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
    rows = [row for proposal in proposals for row in (*proposal.rows(LOOK_ALIKES[0]), "")]
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
    options = parser.parse_args(arguments)
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
