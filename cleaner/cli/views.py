"""What ``--explain`` and ``--removed`` show of articles."""

import json
from collections.abc import Callable, Iterator

import click

from cleaner.api import Cleaner
from cleaner.authoring.explain import explain
from cleaner.cli.console import display_path, escape_controls, truncate
from cleaner.types import Article


def explanation(name: str, article: Article, cleaner: Cleaner) -> Iterator[str]:
    """Write for a person which lines went and why, which nearly went, and where each field comes from."""
    told = explain(article, cleaner)
    text, gone = article.document.text, sum(r.span.end - r.span.start for r in article.removals)
    lines = len({removal.line for removal in article.removals})
    yield click.style(
        f"{escape_controls(name)}: {article.verdict}, "
        f"{lines} of {len(article.document.lines)} lines removed, {gone} characters",
        bold=True,
    )
    if article.error:
        yield f"  {escape_controls(article.error)}"
    if article.verdict == "kept-whole":
        yield "  the text stays whole: more of its words would go than the brake allows, by these rules:"
    for rule, characters in told.kept_whole:
        yield f"    {click.style(rule, fg='red')}  {_where(told.location(rule))}  {characters} characters"
    yield from _of_page(article, told.location)
    for removal in told.removals:
        also = f", also {', '.join(removal.also)}" if removal.also else ""
        rule = f"{click.style(removal.rule, fg='red')}  {_where(told.location(removal.rule))}"
        yield f"  line {removal.line}: {rule}{also}"
        yield f"    - {truncate(removal.span.of(text))}"
    for rule in article.timed_out:
        yield f"  rule {rule} timed_out: its patterns took too long here  {_where(told.location(rule))}"
    if told.near_misses:
        yield "  near misses:"
    for miss in told.near_misses:
        rule = f"{click.style(miss.rule, fg='yellow')}  {_where(told.location(miss.rule))}"
        yield f"  line {miss.line.number}: {rule}, stopped by {miss.stop.key}: {miss.stop.reason}"
        yield f"      {truncate(miss.line.span.of(text))}"
    if article.metadata.sources:
        yield "  metadata:"
    for field, source in article.metadata.sources.items():
        value = truncate(json.dumps(article.metadata[field], ensure_ascii=False))
        yield f"    {field}: {value}  ({escape_controls(source)})"


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
        yield f"    - {truncate(pruned.text)}"


def _where(place: str) -> str:
    """Return a rule's place, dimmed."""
    path, _, line = place.rpartition(":")
    return click.style(display_path(path, int(line)), dim=True) if place else ""
