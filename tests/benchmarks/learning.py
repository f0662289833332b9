"""``cleaner rules learn``: processor time and memory of counting many lines, of merging the counts, and of proposing.

    python -m tests.benchmarks.learning [LINES]

Pages of 25 lines are made of invented words, 20 lines of their own and 5 of their site, on 2,000 sites. Making them is
not part of the time.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Sequence

from cleaner.learning.counts import LineCounts
from cleaner.learning.pages import Page, PageFacts, PageLine, Place, line_key, short_hash
from cleaner.learning.proposals import propose
from tests.benchmarks.generated import generator, invented_word

SITES, DAYS, AUTHORS = 2_000, 300, 7
OWN_LINES, SITE_LINES = 20, 5
WORDS = 14


def pages(count: int) -> Iterator[Page]:
    """Yield pages, the same in each run."""
    source = generator()
    words = [invented_word(source) for _ in range(5_000)]
    for number in range(count):
        site = f"site-{number % SITES}.example"
        texts = [f"{' '.join(source.choices(words, k=WORDS))}." for _ in range(OWN_LINES)]
        texts += [f"Line {place} of the foot of {site}" for place in range(SITE_LINES)]
        keys, id = [line_key(site, text) for text in texts], source.getrandbits(64)
        hashes = [0, *map(short_hash, keys), 0]
        lines = []
        for place, (key, text) in enumerate(zip(keys, texts, strict=True)):
            neighbors = hashes[place + 1], hashes[place + 2], hashes[place]
            score = 0 if place < OWN_LINES else 90
            at = Place(id, len(texts) - 1 - place, place, *neighbors, score, is_above_prose=True, is_below_prose=True)
            lines.append(PageLine(key, text, "line", at))
        sketch = tuple(sorted(hashes[1 : OWN_LINES + 1])[:8])
        facts = PageFacts(site, 700_000 + number % DAYS, 1 + number % AUTHORS, sketch, "5" * len(texts))
        yield Page(id, facts, tuple(lines))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=int, nargs="?", default=1_000_000)
    lines = parser.parse_args(arguments).lines
    counting = 0.0
    with LineCounts() as counts:
        for page in pages(lines // (OWN_LINES + SITE_LINES)):
            start = time.process_time()
            counts.add(page)
            counting += time.process_time() - start
        start = time.process_time()
        found = propose(counts)
        proposing = time.process_time() - start
    proposals = sum(len(site.proposals) for site in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{lines:,} lines, {len(found):,} sites: counted in {counting:.0f} s of processor time,")
    print(f"merged, and {proposals:,} rules proposed, in {proposing:.0f} s; at most {memory:,} MB of memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())
