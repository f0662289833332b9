"""What ``--explain``, ``--diff``, ``--stats`` and ``--removed`` show of articles."""

import json
from collections.abc import Callable, Iterator

import click

from cleaner.authoring.explain import explain
from cleaner.authoring.stats import Stats
from cleaner.cli.terminal import brief, place_of, shown
from cleaner.model import Article
from cleaner.pipeline import Cleaner
from cleaner.words import is_prose


def explanation(name: str, article: Article, cleaner: Cleaner) -> Iterator[str]:
    """Write for a person which lines went and why, which nearly went, and where each field comes from."""
    told = explain(article, cleaner)
    text, gone = article.document.text, sum(r.span.end - r.span.start for r in article.removals)
    lines = len({removal.line for removal in article.removals})
    yield click.style(
        f"{shown(name)}: {article.verdict}, {lines} of {len(article.document.lines)} lines removed, {gone} characters",
        bold=True,
    )
    if article.error:
        yield f"  {shown(article.error)}"
    if article.verdict == "braked":
        yield "  the text stays whole: more of its words would go than the brake allows, by these rules:"
    for rule, characters in told.braked:
        yield f"    {click.style(rule, fg='red')}  {_where(told.where(rule))}  {characters} characters"
    yield from _of_page(article, told.where)
    for removal in told.removals:
        also = f", also {', '.join(removal.also)}" if removal.also else ""
        yield f"  line {removal.line}: {click.style(removal.rule, fg='red')}  {_where(told.where(removal.rule))}{also}"
        yield f"    - {brief(removal.span.of(text))}"
    for rule in article.rested:
        yield f"  rule {rule} rested: its patterns took too long here  {_where(told.where(rule))}"
    if told.near:
        yield "  near misses:"
    for miss in told.near:
        rule = f"{click.style(miss.rule, fg='yellow')}  {_where(told.where(miss.rule))}"
        yield f"  line {miss.line.number}: {rule}, stopped by {miss.stop.key}: {miss.stop.why}"
        yield f"      {brief(miss.line.span.of(text))}"
    if article.metadata.sources:
        yield "  metadata:"
    for field, source in article.metadata.sources.items():
        yield f"    {field}: {brief(json.dumps(article.metadata[field], ensure_ascii=False))}  ({shown(source)})"


def removed(name: str, id: object, article: Article) -> Iterator[str]:
    """Write one JSON record for each removal: input, id, line, rule, and the text that went.

    What was pruned from a page has the path of its node where a removal has its line.
    """
    for pruned in article.pruned:
        record = {"input": name, "id": id, "path": pruned.path, "rule": pruned.rule, "text": pruned.text}
        yield json.dumps({key: value for key, value in record.items() if value is not None}, ensure_ascii=False)
    for removal in article.removals:
        record = {
            "input": name,
            "id": id,
            "line": removal.line,
            "rule": removal.rule,
            "also": list(removal.also),
            "text": removal.span.of(article.document.text),
        }
        yield json.dumps({key: value for key, value in record.items() if value is not None}, ensure_ascii=False)


def _of_page(article: Article, where: Callable[[str], str]) -> Iterator[str]:
    """Write how a page became a text, and what was pruned on the way."""
    if not article.extracted:
        return
    kept, effort = article.extracted.kept, article.extracted.effort
    whose = f", by {article.extracted.source}" if article.extracted.source else ""
    yield f"  page: {kept:.0%} of its words are the article{whose} (effort {effort})"
    for rule in article.extracted.stopped:
        yield f"  rule {rule} stopped: it would take too much of the page  {_where(where(rule))}"
    for pruned in article.pruned:
        yield f"  {pruned.path}: {click.style(pruned.rule, fg='red')}  {_where(where(pruned.rule))}".rstrip()
        yield f"    - {brief(pruned.text)}"


def remarks(article: Article) -> Iterator[str]:
    """Say what a user should know of an article."""
    if article.verdict == "braked":
        yield "stays whole, since more of its words would go than the brake allows"
    yield from _remarks_on_page(article)
    if article.rested:
        yield f"patterns took too long and rested: {', '.join(article.rested)}"


def _remarks_on_page(article: Article) -> Iterator[str]:
    extracted = article.extracted
    if not extracted:
        return
    if extracted.parsed < 1:
        yield f"only {extracted.parsed:.0%} of its text could be parsed"
    if extracted.stopped:
        yield f"rules that would take too much of the page were stopped: {', '.join(extracted.stopped)}"
    lines = article.document.lines
    if lines and not any(is_prose(line.span.of(article.document.text)) for line in lines):
        yield "reads like no article: it has no paragraph of prose"


def why_empty(article: Article) -> str:
    """Tell why a page gave nothing."""
    if article.extracted and not article.extracted.visible:
        return "a reader would see no text on the page"
    return "what it shows is links, forms or notices"


def stats_table(stats: Stats) -> Iterator[str]:
    """Write the counts of a run for a person, the rules with the most lines first."""
    yield documents(stats)
    width = max([len("rule"), *map(len, stats.rules)])
    if stats.rules:
        yield f"{'rule':{width}}  documents     lines  characters"
    for name, of in stats.ranked():
        yield f"{name:{width}}  {of.documents:9}  {of.lines:8}  {of.characters:10}"


def documents(stats: Stats) -> str:
    """Return how many documents there were, and what became of them."""
    verdicts = ", ".join(f"{count} {name}" for name, count in sorted(stats.verdicts.items()))
    return f"{stats.documents} document{'' if stats.documents == 1 else 's'}{f' ({verdicts})' if verdicts else ''}"


def stats_record(stats: Stats) -> str:
    """Write the counts of a run as one JSON object."""
    rules = {
        name: {"documents": of.documents, "lines": of.lines, "characters": of.characters} for name, of in stats.ranked()
    }
    return json.dumps({"documents": stats.documents, "verdicts": dict(stats.verdicts), "rules": rules})


def _where(place: str) -> str:
    """Return a rule's place, dimmed."""
    path, _, line = place.rpartition(":")
    return click.style(place_of(path, int(line)), dim=True) if place else ""
