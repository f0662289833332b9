"""Pages with no article by what little they show: consent walls, error pages, and pages that scripts fill."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.etree import XPath

from cleaner.html.code.blocks import PageCode
from cleaner.html.extract.structured import find_article_body, find_script_article
from cleaner.html.lines import Container, read_lines
from cleaner.html.metadata.page import Page, node_text
from cleaner.html.page_type.evidence import Verdict
from cleaner.html.page_type.phrases import ACCEPT_WORDS, CONSENT_PHRASES, ERROR_LINES, ERROR_PHRASES
from cleaner.html.page_type.shown import MIN_LINK, Shown
from cleaner.html.tree import visible_text
from cleaner.lazy import lazy_pattern
from cleaner.text.words import count_words

MAX_NOTICE_WORDS = 800
"""Words outside of links of a page that may be a notice: walls that list all their purposes have hundreds."""

MIN_CONSENT_PHRASES = 2
"""Distinct phrases in which a wall asks for consent."""

MAX_BUTTON_WORDS = 6
"""Words of a button."""

MIN_CONSENT_SHARE = 0.5
"""Share of the words in a wall's box that are in lines with such phrases, or in buttons and headings."""

MAX_OTHER_WORDS = 15
"""Words outside of a wall's box, in lines that are neither links nor buttons: with more, the page says more."""

MAX_ERROR_WORDS = 8
"""Words of the title or line that names an error: a longer one is a headline."""

MAX_ERROR_PROSE = 60
"""Words in the longer lines of an error page: an apology, and advice on where to look."""

MIN_APOLOGY_WORDS = 9
"""Words of such a line."""

MAX_SHELL_WORDS = 40
MAX_SHELL_PROSE = 60
"""Words of a page that only scripts fill: without a notice to enable them, and with one."""

MAX_WAITING_WORDS = 6
"""Words in a node that scripts fill, until they do: ``Loading, please wait …``"""

MAX_ROOTS = 10
"""Nodes that may be one that scripts fill, of which the words are counted."""

ROOTS = frozenset(
    ("root", "app", "__next", "__nuxt", "___gatsby", "react-root", "app-root", "q-app", "svelte", "main-app")
)
"""Ids of the node that the common frameworks fill."""

_JAVASCRIPT = lazy_pattern(r"java\s?script", re.IGNORECASE)
_STATUS = lazy_pattern(r"(?:error|fehler|erreur|http|status)?\W*(?:40[0134]|410|429|50[0234])\b\W*(.*)")
_PARTS = lazy_pattern(r"\s+[-–—|•·:»«›/]+\s+|[|｜]|:\s+|[.!…]+(?:\s+|$)")
_WORD_END = lazy_pattern(r"\W|$")
_BUTTON_VALUES = XPath("//input[@type='submit' or @type='button']/@value")
_FRAMEWORK_TAGS = ("app-root", "ember-application", "flutter-view")


def find_notice(page: Page, shown: Shown) -> Verdict | None:
    """Return that a page is a notice, and the sign of it; ``None`` if it is none."""
    if shown.words - shown.linked_words > MAX_NOTICE_WORDS:
        return None
    if _is_consent_wall(shown):
        return Verdict("consent-wall", "words of a consent wall")
    if _is_error(page, shown):
        return Verdict("error-page", "words of an error page")
    if _is_shell(page, shown):
        return Verdict("empty-shell", "scripts without text")
    return None


def _is_consent_wall(shown: Shown) -> bool:
    """Whether a page asks for consent and says nothing else."""
    page_text = "\n".join(line.text for line in shown.lines).lower()
    phrases = [phrase for phrase in CONSENT_PHRASES if phrase in page_text]
    if len(phrases) < MIN_CONSENT_PHRASES or not any(map(_is_accepting, _buttons(shown))):
        return False
    lines = [line for line in read_lines(shown.tree, PageCode()) if not line.container.hidden]
    asking = {line: None for line in lines if any(phrase in line.text.lower() for phrase in phrases)}
    if not asking:
        return False
    box = _box(line.container for line in asking)
    words, requested, others = 0, 0, 0
    for line in lines:
        count = count_words(line.text)
        is_plain = line in asking or count <= MAX_BUTTON_WORDS
        if box in line.container.lineage():
            words += count
            requested += count if is_plain else 0
        elif line.links < MIN_LINK and not is_plain:
            others += count
    return requested >= MIN_CONSENT_SHARE * words and others <= MAX_OTHER_WORDS


def _buttons(shown: Shown) -> Iterator[str]:
    yield from shown.short_lines
    yield from (str(value).lower() for value in _BUTTON_VALUES(shown.tree))


def _is_accepting(button: str) -> bool:
    """Whether a button gives consent: one of its words does."""
    return any(
        word in button and (not word.isascii() or re.search(rf"\b{re.escape(word)}", button)) for word in ACCEPT_WORDS
    )


def _box(containers: Iterable[Container]) -> Container:
    """Return the innermost container of all containers."""
    lineages: list[Sequence[Container]] = [[*container.lineage()][::-1] for container in containers]
    common = lineages[0]
    for lineage in lineages[1:]:
        length = next(
            (place for place, pair in enumerate(zip(common, lineage, strict=False)) if pair[0] is not pair[1]),
            len(lineage),
        )
        common = common[: min(length, len(common))]
    return common[-1]


def _is_error(page: Page, shown: Shown) -> bool:
    """Whether a page says that something is not there or went wrong, and little else."""
    prose = sum(
        count
        for line, count in zip(shown.lines, shown.counts, strict=True)
        if count >= MIN_APOLOGY_WORDS and line.links < MIN_LINK
    )
    if prose > MAX_ERROR_PROSE:
        return False
    is_short = shown.words - shown.linked_words <= MAX_ERROR_PROSE
    lines = (line.text for line in shown.lines if line.is_heading or (is_short and line.links < MIN_LINK))
    return any(map(_names_error, [*_title_parts(page.head.title), *page.headlines, *lines]))


def _title_parts(title: str) -> list[str]:
    return [part for part in _PARTS.split(title) if part.strip()]


def _names_error(text: str) -> bool:
    lowered = text.lower().strip()
    if not lowered or count_words(lowered) > MAX_ERROR_WORDS:
        return False
    status = _STATUS.fullmatch(lowered)
    rest = (status[1] if status else lowered).strip(" .!…:-–—?")
    return (
        (status is not None and not rest) or rest in ERROR_LINES or any(phrase in lowered for phrase in ERROR_PHRASES)
    )


def _is_shell(page: Page, shown: Shown) -> bool:
    """Whether a page shows nothing before its scripts run, and its data have no article either."""
    is_asking = any(_JAVASCRIPT.search(line.text) for line in shown.lines)
    if shown.words > (MAX_SHELL_PROSE if is_asking else MAX_SHELL_WORDS) or page.tree.find(".//script") is None:
        return False
    notices = [node_text(node) for node in page.tree.iter("noscript")]
    if sum(map(count_words, notices)) > MAX_SHELL_PROSE:
        return False
    is_filled = (
        is_asking
        or any(map(_JAVASCRIPT.search, notices))
        or _has_unfilled_root(page)
        or any(page.tree.find(f".//{tag}") is not None for tag in _FRAMEWORK_TAGS)
        or not shown.words
    )
    return is_filled and not any(shown.prose) and not find_article_body(page)[0] and not find_script_article(page.tree)


def _has_unfilled_root(page: Page) -> bool:
    """Whether the node that a framework fills is empty, or asks to wait."""
    roots = islice((node for node in page.tree.iter("*") if node.get("id") in ROOTS), MAX_ROOTS)
    return any(count_words(visible_text(node)) <= MAX_WAITING_WORDS for node in roots)
