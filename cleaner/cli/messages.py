"""Reports for programs: JSON lines, annotations of GitHub's workflows, and SARIF, which code scanners exchange."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cleaner.article import Article
from cleaner.cli.console import display_path, truncate
from cleaner.io.clean_record import ArticleReport
from cleaner.version import __version__

if TYPE_CHECKING:  # start-up time
    from cleaner.authoring.diagnose import Explanation
    from cleaner.authoring.stats import Stats

MessageFormat = Literal["text", "json", "github", "sarif"]

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
"""The schema of SARIF 2.1.0 (OASIS), by which editors and scanners know a file of it."""

PROJECT = "article-cleaner"


class Finding(NamedTuple):
    """Text that a check would remove: the file, the number of its line there (0 if unknown), and the rule."""

    path: str
    line: int
    rule: str
    text: str


def findings(cleaned: ArticleReport) -> Iterator[Finding]:
    """Yield what would be removed from an article. A record's line is its own, and a page's node has none."""
    path, line = (cleaned.place, 0) if cleaned.is_file else _split_place(cleaned.place)
    for pruned in cleaned.article.pruned:
        yield Finding(path, line, pruned.rule, pruned.text)
    for removal in cleaned.article.removals:
        is_row = cleaned.is_file and not cleaned.article.extracted
        text = removal.span.of(cleaned.article.document.text)
        yield Finding(path, removal.line if is_row else line, removal.rule, text)


def github_row(finding: Finding) -> str:
    r"""Return a finding as a command of GitHub's workflows.

    >>> github_row(Finding("a,b.txt", 3, "ads/ad-label", "Advertisement"))
    '::warning file=a%2Cb.txt,line=3,title=ads/ad-label::boilerplate: Advertisement'
    """
    line = f",line={finding.line}" if finding.line else ""
    place = f"file={_property(display_path(finding.path))}{line},title={_property(finding.rule)}"
    return f"::warning {place}::{_data(f'boilerplate: {truncate(finding.text)}')}"


def github_failure(place: str, reason: str) -> str:
    """Return a failure as a command of GitHub's workflows."""
    path, line = _split_place(place)
    return f"::error file={_property(display_path(path))}{f',line={line}' if line else ''}::{_data(reason)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _split_place(place: str) -> tuple[str, int]:
    """Return the name of the file that a place is in, and the number of the record there, or 0."""
    path, separator, number = place.rpartition(":")
    return (path, int(number)) if separator and number.isdecimal() else (place, 0)


def sarif(results: list[Finding], failures: list[tuple[str, str]], rules: Mapping[str, str]) -> str:
    """Return the log of a check. ``failures`` are places and reasons; ``rules`` says of rules what they remove."""
    ids = sorted({finding.rule for finding in results})
    driver = {
        "name": PROJECT,
        "version": __version__,
        "rules": [{"id": id, **({"shortDescription": {"text": rules[id]}} if rules.get(id) else {})} for id in ids],
    }
    notifications = [
        {"level": "error", "message": {"text": reason}, "locations": [_location(*_split_place(place))]}
        for place, reason in failures
    ]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": notifications}],
        "results": [
            {
                "ruleId": finding.rule,
                "ruleIndex": ids.index(finding.rule),
                "level": "warning",
                "message": {"text": f"boilerplate: {truncate(finding.text)}"},
                "locations": [_location(finding.path, finding.line)],
            }
            for finding in results
        ],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _location(path: str, line: int) -> dict[str, Any]:
    from urllib.parse import quote  # start-up time

    region = {"region": {"startLine": line}} if line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(display_path(path))}, **region}}


def check_record(cleaned: ArticleReport) -> dict[str, Any]:
    """Return what a check found in an article that would change."""
    return {**_head("check", cleaned), "verdict": cleaned.article.verdict, **_removed(cleaned.article)}


def diff_record(cleaned: ArticleReport, rows: list[str]) -> dict[str, Any]:
    """Return the diff of an article, as one text."""
    return {**_head("diff", cleaned), "diff": "".join(f"{row}\n" for row in rows)}


def explain_record(cleaned: ArticleReport, explanation: "Explanation") -> dict[str, Any]:
    """Return what an explanation says, by the same names as elsewhere."""
    article = cleaned.article
    return {
        **_head("explain", cleaned),
        "verdict": article.verdict,
        **({"error": article.error} if article.error else {}),
        **_removed(article, explanation),
        "kept_whole": [{"rule": id, "characters": characters} for id, characters in explanation.kept_whole],
        "timed_out": list(article.timed_out),
        "near_misses": [
            {
                "line": miss.line.number,
                "rule": miss.rule,
                "location": explanation.location(miss.rule),
                "key": miss.failed.key,
                "reason": miss.failed.reason,
                "text": miss.line.span.of(article.document.text),
            }
            for miss in explanation.near_misses
        ],
        "metadata": {
            key: {"value": article.metadata[key], "source": source} for key, source in article.metadata.sources.items()
        },
    }


def stats_record(stats: "Stats") -> dict[str, Any]:
    """Return the counts of a run."""
    rules = {
        name: {"documents": counts.documents, "lines": counts.lines, "characters": counts.characters}
        for name, counts in stats.sorted_by()
    }
    return {"report": "stats", "documents": stats.documents, "verdicts": dict(stats.verdicts), "rules": rules}


def _head(report: str, cleaned: ArticleReport) -> dict[str, Any]:
    id = {} if cleaned.id is None else {"id": cleaned.id}
    return {"report": report, "input": cleaned.place, **id}


def _removed(article: Article, explanation: "Explanation | None" = None) -> dict[str, Any]:
    """Return the removals and pruned nodes of an article; with an explanation, each with the place of its rule."""

    def place(rule: str) -> dict[str, str]:
        return {"location": explanation.location(rule)} if explanation else {}

    return {
        "removals": [
            {
                "line": removal.line,
                "rule": removal.rule,
                **place(removal.rule),
                "also": list(removal.also),
                "text": removal.span.of(article.document.text),
            }
            for removal in article.removals
        ],
        "pruned": [
            {"path": pruned.path, "rule": pruned.rule, **place(pruned.rule), "text": pruned.text}
            for pruned in article.pruned
        ],
    }
