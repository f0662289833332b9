"""The page of a report: one file of HTML that holds all it shows, and asks nothing of any server.

Jinja escapes every value. The policy in the page allows the package's own style sheet and script by their hashes only,
so no text of an article can become markup that acts.
"""

import hashlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, NamedTuple

from cleaner.errors import OptionError
from cleaner.report.corpus import Corpus, NumberedView, RuleCounts
from cleaner.report.plots import Bar, plot
from cleaner.report.view import POSITIONS
from cleaner.types import Rule
from cleaner.version import __version__

OPEN_DOCUMENTS = 3
"""Documents up to which all are open when the page opens."""

MAX_SITES = 200
"""Sites that are listed."""

MAX_BARS = 12
"""Bars of a plot."""

COLORS = 7
"""Kinds of rules that have a color of their own, those that remove most; all others share one."""

STEPS = {
    "extraction/line-scorer": "Lines that look less like the article than like what surrounds it.",
    "extraction/headline": "The headline, which the metadata has.",
    "extraction/description": "The description, which the metadata has.",
}
"""What steps of extraction leave out of a page, by the names under which it is reported."""

DIGEST_DIGITS = 12


class RuleEntry(NamedTuple):
    """A rule as a page shows it: what it is about, its file with the line, and its counts."""

    anchor: str
    about: str
    place: str
    counts: RuleCounts


def require_packages() -> None:
    """Raise :exc:`OptionError` if a package that reports need is missing."""
    if not (find_spec("jinja2") and find_spec("leather")):
        raise OptionError("a report needs packages: pip install 'article-cleaner[report]'")


def page_of(corpus: Corpus, name: str, rules: Iterable[Rule], places: Mapping[str, str]) -> str:
    """Return the page on a corpus. ``name`` is its title; ``places`` are the files of rules, with their lines."""
    from jinja2 import Environment, StrictUndefined  # reports only

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(_resource("page.html"))
    style, script = _resource("page.css"), _resource("page.js")
    shown = corpus.shown()
    entries = _rule_entries(corpus, shown, {rule.id: rule.about for rule in rules}, places)
    is_corpus = corpus.documents > 1
    sites = sorted(corpus.sites.items(), key=lambda item: (-item[1].documents, item[0]))
    return template.render(
        version=__version__,
        name=name,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        corpus=corpus,
        is_corpus=is_corpus,
        verdicts=sorted(corpus.verdicts.items()),
        listed=corpus.listed() if is_corpus else [],
        shown=shown,
        anchors={document.number for document in shown},
        open_documents=OPEN_DOCUMENTS,
        removals={f"d{document.number}": document.view.removals for document in shown},
        rules=entries,
        kinds=_kinds(entries),
        sites=sites[:MAX_SITES],
        more_sites=max(0, len(sites) - MAX_SITES),
        plots=_plots(corpus) if is_corpus and corpus.rules else [],
        data=_data(shown, entries),
    )


def _resource(name: str) -> str:
    return files("cleaner.report").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return the SHA-256 of an inline style sheet or script, as a Content Security Policy has it."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _rule_entries(
    corpus: Corpus, shown: Sequence[NumberedView], about: Mapping[str, str], places: Mapping[str, str]
) -> dict[str, RuleEntry]:
    """Return the rules that removed something, those that removed most first."""
    names = {*corpus.rules}
    for _, view in shown:
        names.update(rule for node in view.outline for rule in node.rules)
    ordered = sorted(names, key=lambda name: (-corpus.rules[name].characters if name in corpus.rules else 0, name))
    return {
        name: RuleEntry(
            str(number), about.get(name, _about_step(name)), places.get(name, ""), corpus.rules.get(name, RuleCounts())
        )
        for number, name in enumerate(ordered, 1)
    }


def _about_step(name: str) -> str:
    return STEPS.get(name, "What is not the page's article.") if name.startswith("extraction/") else ""


def _kinds(entries: Mapping[str, RuleEntry]) -> dict[str, str]:
    """Return the class of each rule's color: that of its kind, which is the stem of its id."""
    counts = Counter[str]()
    for name, entry in entries.items():
        if not name.startswith("extraction/"):
            counts[name.partition("/")[0]] += entry.counts.characters
    ranked = sorted(counts, key=lambda kind: (-counts[kind], kind))[:COLORS]
    colors = {kind: f"c{number}" for number, kind in enumerate(ranked, 1)}
    return {name: colors.get(name.partition("/")[0], "c0") for name in entries}


def _plots(corpus: Corpus) -> list[tuple[str, str]]:
    """Return the titles and the SVG of the plots."""
    rules = sorted(corpus.rules.items(), key=lambda item: (-item[1].characters, item[0]))[:MAX_BARS]
    sites = sorted(corpus.sites.items(), key=lambda item: (-item[1].removed, item[0]))[:MAX_BARS]
    step = 100 // POSITIONS
    series = {
        "Characters removed, by rule": [Bar(name, counts.characters) for name, counts in rules],
        "Characters removed, by position in the text": [
            Bar(f"{index * step}–{index * step + step} %", characters)
            for index, characters in enumerate(corpus.positions)
        ],
        "Characters removed, by site": [Bar(name, counts.removed) for name, counts in sites],
    }
    return [(title, plot(f"plot-{number}", title, bars)) for number, (title, bars) in enumerate(series.items(), 1)]


def _data(shown: Sequence[NumberedView], entries: Mapping[str, RuleEntry]) -> dict[str, Any]:
    """Return what the page's script needs: documents, removals by the ids of their nodes, and rules."""
    documents, removals = {}, {}
    for number, view in shown:
        documents[f"d{number}"] = [view.place, view.id]
        parts = {piece.removal for row in view.rows if row.is_partly_kept for piece in row.pieces}
        for index, removal in enumerate((*view.removals, *view.pruned)):
            entry = {"rule": removal.rule, "at": removal.at, "text": removal.text}
            removals[f"d{number}-{index}"] = entry | ({"part": True} if index in parts else {})
    rules = {name: {"about": entry.about, "place": entry.place} for name, entry in entries.items()}
    digest = hashlib.sha256(repr((documents, removals)).encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_DIGITS]
    return {"digest": digest, "documents": documents, "removals": removals, "rules": rules}
