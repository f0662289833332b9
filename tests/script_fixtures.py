"""Short articles in many scripts, in ``fixtures/scripts``: a headline, then a paragraph a line."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "fixtures" / "scripts"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def article_lines(language: str) -> list[str]:
    """Return the headline and the paragraphs of the article in a language."""
    return (FOLDER / f"{language}.txt").read_text("utf-8").strip().split("\n")
