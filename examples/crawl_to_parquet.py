"""A whole pipeline: a crawl, cleaned, without near-duplicates, as Parquet, and what went by rule and site.

    pip install article-cleaner duckdb pyarrow rensa
    python examples/crawl_to_parquet.py [FOLDER]

It writes the pages itself, those of two newspapers that copy from each other. All that it makes is below the folder:
``crawl-example``, unless another is given.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from rensa import RMinHash, RMinHashLSH

from cleaner import Article, Cleaner

SITES = {"courier.example": "The Courier", "valley.example": "The Valley Post"}
STORIES = {
    "bridge": (
        "Town votes to rebuild the wooden bridge",
        "The council voted on Tuesday evening to rebuild the old wooden bridge over the river, shut for two years.",
        "Work is expected to begin in the spring, once the water has gone down far enough to reach the piers.",
        "“We have waited long enough,” said the baker, who lost a third of his customers when the road was closed.",
    ),
    "mill": (
        "The last mill stops turning",
        "The last mill in the valley will stop turning at the end of the month, its owner said after the harvest.",
        "He is looking for somebody who would keep the wheel and the two stones as they are, and does not mind dust.",
        "The flour of the last day will be given away in the square, as long as there are bags to put it in.",
    ),
    "school": (
        "New school opens in September",
        "The new school opens its doors in September, two years later than planned and for twice the money.",
        "Two hundred children from both banks of the river will learn there, in rooms that look over the orchards.",
        "The old building, whose roof has leaked since the storm, becomes a library and a place for the choir.",
    ),
}
AROUND = {
    "courier.example": ["Advertisement", "Share this:", "Sign up for our newsletter"],
    "valley.example": ["Read more: The storm, one year on", "Comments are closed.", "Tags: river, council, valley"],
}
OWN_WORDS = {("valley.example", "school"): "The Valley Post was told so by three people who ought to know."}
"""What a newspaper adds to each paragraph of a story of its own: the others are copies."""

SIMILAR = 0.7
"""Share of shingles in common from which two articles are one."""

SHINGLE = 3
"""Words of a shingle."""


def write_crawl(folder: Path) -> None:
    """Write the pages: each site tells each story, and puts its own things around it."""
    for site, name in SITES.items():
        for slug, (title, *paragraphs) in STORIES.items():
            own = OWN_WORDS.get((site, slug), "")
            lines = [*(f"{line} {own}" for line in paragraphs), *AROUND[site]]
            body = "".join(f"<p>{line}</p>" for line in lines)
            head = f'<meta charset="utf-8"><title>{title} | {name}</title>'
            page = f'<!doctype html><html lang="en">{head}<nav><a href="/">Home</a></nav><h1>{title}</h1>{body}</html>'
            path = folder / site / f"{slug}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page, "utf-8")


def records(folder: Path) -> Iterator[dict[str, str]]:
    """Read the pages as records; a crawler of your own gives the address with each."""
    for path in sorted(folder.rglob("*.html")):
        yield {"id": path.stem, "url": f"https://{path.parent.name}/{path.stem}", "html": path.read_text("utf-8")}


def without_near_duplicates(articles: Iterable[Article]) -> Iterator[Article]:
    """Leave out articles that are nearly one that came before. Boilerplate would have made all of one site alike."""
    seen = RMinHashLSH(threshold=SIMILAR, num_perm=128, num_bands=32)
    hashes: list[RMinHash] = []
    for article in articles:
        words = article.text.split()
        own = RMinHash(num_perm=128, seed=1)
        own.update([" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))])
        alike = [number for number in seen.query(own) if hashes[number].jaccard(own) >= SIMILAR]
        if alike:
            print(f"near-duplicate left out: {article.metadata['url']}")
            continue
        seen.insert(len(hashes), own)
        hashes.append(own)
        yield article


def write_parquet(articles: Iterable[Article], path: Path) -> None:
    """Write articles as a table, with all that is known of each as JSON."""
    rows = [
        {
            "url": article.metadata["url"],
            "site": article.metadata["site"],
            "title": article.metadata.get("title"),
            "text": article.text,
            "removed": [*article.metadata["cleaner"]["removed"].items()],
            "metadata": json.dumps(dict(article.metadata.fields), default=str),
        }
        for article in articles
    ]
    texts = [(name, pa.string()) for name in ("url", "site", "title", "text", "metadata")]
    schema = pa.schema([*texts, ("removed", pa.map_(pa.string(), pa.int64()))])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, compression="zstd")


def main(folder: Path) -> None:
    """Run the pipeline."""
    write_crawl(folder / "crawl")
    articles = Cleaner().clean_many(records(folder / "crawl"), on_error="raise")
    write_parquet(without_near_duplicates(articles), folder / "articles.parquet")
    table = f"'{folder / 'articles.parquet'}'"
    print(duckdb.sql(f"SELECT url, title, length(text) AS characters FROM {table} ORDER BY url"))
    went = f"SELECT site, unnest(map_entries(removed)) AS went FROM {table}"
    print(
        duckdb.sql(f"SELECT site, went.key AS rule, sum(went.value) AS lines FROM ({went}) GROUP BY ALL ORDER BY ALL")
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "crawl-example"))
