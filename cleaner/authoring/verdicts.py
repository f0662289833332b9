"""Verdicts of people on removals, as a report saves them: JSON lines like those of ``--removed``, with a verdict."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, cast, get_args

from cleaner.errors import InputError, RecordError
from cleaner.io.inputs import Input
from cleaner.io.records import parse_line
from cleaner.io.streams import open_stream, record_lines

VerdictName = Literal["right", "wrong", "unsure"]

MAX_LINE_BYTES = 1 << 26
"""Bytes of a verdict with the text that was removed."""


class RemovalVerdict(NamedTuple):
    """A verdict on a removal: the rule and the text that it removed.

    ``is_part``: the text is a part of a line. ``is_node``: it is that of a node of a page.
    """

    verdict: VerdictName
    rule: str
    text: str
    is_part: bool = False
    is_node: bool = False


def read_verdicts(path: str) -> list[RemovalVerdict]:
    """Return the verdicts in a file. Raises :exc:`InputError` for a line that is none."""
    source = Input(path, path, Path(path).name)
    verdicts = []
    with open_stream(source, cast("BinaryIO", None), "jsonl") as opened:
        for number, line, _ in record_lines(opened.stream, MAX_LINE_BYTES):  # type: ignore[misc]  # a file never waits
            try:
                verdicts.append(_verdict(parse_line(line)))
            except RecordError as error:
                raise InputError(str(error), place=path, line=number) from None
    return verdicts


def _verdict(record: Mapping[str, Any]) -> RemovalVerdict:
    verdict, rule, text = (record.get(key) for key in ("verdict", "rule", "text"))
    if verdict not in get_args(VerdictName) or not (isinstance(rule, str) and isinstance(text, str)):
        raise RecordError("is not a verdict: that has a rule, a text, and right, wrong or unsure under 'verdict'")
    return RemovalVerdict(
        cast("VerdictName", verdict), rule, text, is_part=bool(record.get("part")), is_node="path" in record
    )


def counts_by_rule(verdicts: Iterable[RemovalVerdict]) -> dict[str, Counter[str]]:
    """Return how often each rule was right, wrong, or not sure to be either."""
    counts = defaultdict[str, Counter[str]](Counter)
    for verdict in verdicts:
        counts[verdict.rule][verdict.verdict] += 1
    return dict(counts)


def wrong_by_rule(verdicts: Iterable[RemovalVerdict]) -> dict[str, list[RemovalVerdict]]:
    """Return what each rule was wrong to remove from texts, each text once, with its blanks folded.

    Nodes of pages are left out, and so are texts that the same rule was also right to remove, which no rule for lines
    keeps apart.
    """
    verdicts = [verdict._replace(text=" ".join(verdict.text.split())) for verdict in verdicts]
    right = {(verdict.rule, verdict.text) for verdict in verdicts if verdict.verdict == "right"}
    wrong = defaultdict[str, dict[str, RemovalVerdict]](dict)
    for verdict in verdicts:
        is_wrong = verdict.verdict == "wrong" and not verdict.is_node and verdict.text
        if is_wrong and (verdict.rule, verdict.text) not in right:
            wrong[verdict.rule].setdefault(verdict.text, verdict)
    return {rule: [*texts.values()] for rule, texts in wrong.items()}
