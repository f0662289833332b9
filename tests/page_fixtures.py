"""Sample pages in ``fixtures/pages/<slug>/``: ``source.html``, ``expected.md`` and ``expected.json``.

    python -m tests.page_fixtures

rewrites the expected files. Review the difference before committing it.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.source import Source
from cleaner.text.decode import decode_page

FOLDER = Path(__file__).parent.parent / "fixtures" / "pages"
SLUGS = sorted(path.name for path in FOLDER.iterdir())


def clean_page(slug: str, cleaner: Cleaner, *, markdown: bool = True) -> Article:
    """Clean a sample page from its bytes, as the command does."""
    page = decode_page((FOLDER / slug / "source.html").read_bytes()).text
    return cleaner.clean_source(Source(page, html=True, markdown=markdown))


def summary(article: Article) -> dict[str, Any]:
    """Return what is expected of an article beside its text: verdict, fields, and removals by rule."""
    fields = {name: value for name, value in article.metadata.fields.items() if name != "cleaner"}
    source = article.extracted.source if article.extracted else None
    return {
        "verdict": article.verdict,
        "metadata": fields,
        "removed": dict(sorted(Counter(removal.rule for removal in article.removals).items())),
        "pruned": dict(sorted(Counter(pruned.rule for pruned in article.pruned).items())),
        "source": source,
    }


def main() -> None:
    """Write the expected files of each page."""
    cleaner = Cleaner()
    for slug in SLUGS:
        article = clean_page(slug, cleaner)
        folder = FOLDER / slug
        (folder / "expected.md").write_text(f"{article.text}\n" if article.text else "", "utf-8")
        text = json.dumps(summary(article), ensure_ascii=False, indent=2)
        (folder / "expected.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
