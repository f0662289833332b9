"""The project's prose and names read as a native engineer writes them.

What the glossary in CONTRIBUTING.md replaces does not come back: in identifiers, docstrings, comments, help texts,
messages and Markdown. Samples of rules, fixtures and words of articles are free.
"""

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import load_rules

ROOT = Path(__file__).resolve().parents[1]

BANNED_NAMES = frozenset({"one", "ones", "told", "asked", "made", "said", "seen", "some", "many", "few", "soon"})
"""Participles and pronouns: a name is the noun that the value is."""

PUBLIC_NAMES = frozenset({"clean_many"})
"""Names that users call."""

BANNED_PHRASES = re.compile(
    r"""
    \btold\b | (?<!there)\ (?:is|are)\ no\ (?!longer) | \bso\ (?:many|much)\b | \bstands?\ for\b | \banew\b
    | \b(?:goes|went|going)\ on\b | \btell\ whether\b | ^\s*tells?\b | \basked\ for\b | \blooked\ at\b
    | \bwhat\ became\ of\b | \bwork(?:s|ed)\ out\b | \bas\ it\ came\b | \beach\ by\ itself\b | \brested\b | \bbraked?\b
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def tracked(pattern: str) -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z", pattern], cwd=ROOT, capture_output=True, check=False).stdout
    names = listing.decode().split("\0")[:-1] or [str(path.relative_to(ROOT)) for path in ROOT.glob(f"**/{pattern}")]
    return [ROOT / name for name in names if (ROOT / name).exists()]


PYTHON = tracked("*.py")
MARKDOWN = tracked("*.md")


def names_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the names that a module gives: to variables, parameters, functions, classes and attributes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id if isinstance(node, ast.Name) else node.attr


def comments_in(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def docstrings_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield docstrings, and the strings that document a constant or a field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            prose = re.sub(r"^\s*(?:>>>|\.\.\.).*(?:\n(?!\s*$).*)*", "", node.value.value, flags=re.MULTILINE)
            yield node.lineno, prose


def messages_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the other strings that have more than one word: messages and help texts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value


def complaints(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    where = path.relative_to(ROOT)
    for line, name in names_in(source):
        if name not in PUBLIC_NAMES and BANNED_NAMES.intersection(name.lower().split("_")):
            yield f"{where}:{line}: the name {name!r}"
    prose = [*comments_in(source), *docstrings_in(source)]
    if where.parts[0] == "cleaner":
        prose += messages_in(source)
    for line, text in prose:
        if found := BANNED_PHRASES.search(text):
            yield f"{where}:{line}: {found[0].strip()!r} in {' '.join(text.split())[:80]!r}"


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_uses_plain_names_and_plain_english(path: Path) -> None:
    if path != Path(__file__):
        assert list(complaints(path)) == []


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_use_plain_english(path: Path) -> None:
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`|\"[^\"\n]*\"", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    if path.parent.name != "fixtures" and "fixtures" not in path.parts:
        assert [found[0] for found in BANNED_PHRASES.finditer(prose)] == []


def test_rules_say_what_they_are_about_in_plain_english() -> None:
    rules = load_rules().rules
    assert rules
    assert [rule.id for rule in rules if BANNED_PHRASES.search(rule.about)] == []


def test_the_check_finds_what_it_is_for() -> None:
    source = (
        'def tell(one: int) -> int:\n    """Tell whether one is no number."""\n    return one  # told so many times\n'
    )
    assert [name for _, name in names_in(source)] == ["tell", "one"]
    assert BANNED_PHRASES.search("Tell whether it is")
    assert BANNED_PHRASES.search("This is no page")
    assert not BANNED_PHRASES.search("There is no page")
