"""Rules, compiled: one string of bytes that a start reads instead of a hundred YAML files.

It holds the tables that rules are found by (:mod:`cleaner.matching.tables`), a row of JSON for each rule, which
becomes a rule when a line needs it, and a row each for what only people read: samples, places and descriptions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import Any

from cleaner.matching.site_detection import SiteDetector
from cleaner.matching.tables import LazyTable, RuleTables
from cleaner.options import Normalization, Options
from cleaner.types import Block, LineKeys, LineList, Override, Repeats, Rule, RuleSet, Sample, Saved, Select

FORMAT = 2
"""The version of the layout: bytes of another version are not read."""

HASH_BYTES = 6
"""Bytes of SHA-256 that a rule's hash has: the 12 digits that front matter shows."""

_MATCHERS: Mapping[str, Any] = {
    "line": LineKeys,
    "block": Block,
    "list": LineList,
    "repeats": Repeats,
    "select": Select,
}
_LAZY_TABLES = ("lines", "words", "literals")
_LONG_TEXTS = ("literal_names", "literal_grams")
_FOR_PEOPLE = ("about", "path", "at_line", "samples")
_NO_DEFAULT = object()
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONFIDENCES = {"h": "high", "m": "medium", "l": "low"}


class CompiledRules:
    """A compiled rule set: ``ids`` and ``confidences`` are by the rules' numbers, which follow the ids' order.

    ``source`` identifies what it was compiled from.
    """

    def __init__(self, data: bytes) -> None:
        """Parse what :func:`compile_rules` returned, as far as a start needs it. Raise :exc:`ValueError` if broken."""
        try:
            start = data.index(b"\n") + 1
            header = json.loads(data[:start])
            bounds = list(accumulate(header["sizes"], initial=start))
            if header["format"] != FORMAT or bounds[-1] != len(data):
                raise ValueError("cut short, or of another version")
            self.data = data
            self._header = header
            self.source: str = header["source"]
            self._places = [slice(first, end) for first, end in pairwise(bounds)]
            ids = data[self._places[0]].decode()
            self.ids = ids.split("\n") if ids else []
            self.confidences = [_CONFIDENCES[initial] for initial in header["confidences"]]
            self.hashes: list[int] = header["hashes"]
            self.site_hashes: list[int] = header["site_hashes"]
            self.recognize = _pairs(header["recognize"])
            self.retired = dict(_pairs(header["retired"]))
            self.warnings = tuple(header["warnings"])
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError(str(error)) from None

    @cached_property
    def tables(self) -> RuleTables:
        """The tables by which rules are found."""
        lines, words, literals, names, grams = map(self.data.__getitem__, self._places[1:6])
        columns = dict(self._header["tables"])
        columns["scopes"] = [tuple(map(tuple, scope)) for scope in columns["scopes"]]
        return RuleTables(
            LazyTable(lines), LazyTable(words), LazyTable(literals), names.decode(), grams.decode(), **columns
        )

    @cached_property
    def site_detector(self) -> SiteDetector:
        """The detector of the site of a text without an address."""
        return SiteDetector(self.recognize, self._header["cores"])

    @property
    def disabled(self) -> frozenset[str]:
        """The ids of rules that a rule file turns off."""
        return frozenset(self._header["disabled"])

    @property
    def overrides(self) -> tuple[Override, ...]:
        """What rule files do to rules of lower layers."""
        return tuple([Override(**with_tuples(override)) for override in self._header["overrides"]])

    def rule(self, number: int) -> Rule:
        """Return the rule of a number, without the fields that only people read."""
        return rule_from_dict(self._row(-2, "ends", number))

    def annotations(self, number: int, folder: str = "") -> dict[str, Any]:
        """Return the fields of a rule that only people read. Paths are relative to ``folder``."""
        fields = self._row(-1, "annotation_ends", number)
        if folder and fields.get("path"):
            fields["path"] = f"{folder}/{fields['path']}"
        return fields | {"samples": tuple([_sample(sample) for sample in fields.get("samples", ())])}

    def _row(self, part: int, ends: str, number: int) -> dict[str, Any]:
        first = self._places[part].start
        start, end = self._header[ends][number - 1] if number else 0, self._header[ends][number]
        fields: dict[str, Any] = json.loads(self.data[first + start : first + end])
        return fields


def compile_rules(rule_set: RuleSet, *, source: str = "", folder: str = "") -> bytes:
    """Compile a rule set; equal rule sets give equal bytes.

    ``source`` identifies what it is compiled from. Paths below ``folder`` become relative to it.
    """
    from cleaner.matching.rule_index import build_tables

    rules = sorted(rule_set.rules, key=lambda rule: rule.id)
    tables = build_tables(rules)
    rows = [rule_row(rule) for rule in rules]
    annotations = [_json(_annotations(rule, folder)) for rule in rules]
    parts = [
        "\n".join(rule.id for rule in rules).encode(),
        *(getattr(tables, name).text for name in _LAZY_TABLES),
        *(getattr(tables, name).encode("utf-8", "surrogatepass") for name in _LONG_TEXTS),
        b"".join(rows),
        b"".join(annotations),
    ]
    left_out = {*_LAZY_TABLES, *_LONG_TEXTS, "added_literals"}
    header = {
        "format": FORMAT,
        "source": source,
        "sizes": [len(part) for part in parts],
        "confidences": "".join(rule.confidence[0] for rule in rules),
        "hashes": [row_hash(row) for row in rows],
        "recognize": rule_set.recognize,
        "site_hashes": [site_hash(site, phrases) for site, phrases in rule_set.recognize],
        "cores": [list(core) for core in SiteDetector(rule_set.recognize).cores],
        "retired": rule_set.retired,
        "disabled": sorted(rule_set.disabled),
        "warnings": rule_set.warnings,
        "overrides": [to_dict(override) for override in rule_set.overrides],
        "tables": {name: column for name, column in tables._asdict().items() if name not in left_out},
        "ends": list(accumulate(map(len, rows))),
        "annotation_ends": list(accumulate(map(len, annotations))),
    }
    return b"".join([json.dumps(header, separators=(",", ":")).encode(), b"\n", *parts])


def rule_row(rule: Rule) -> bytes:
    """Return a rule as a row of JSON, without the fields that only people read."""
    return _json({name: value for name, value in to_dict(rule).items() if name not in _FOR_PEOPLE})


def row_hash(row: bytes) -> int:
    """Return the hash of a rule's row."""
    import hashlib  # start-up time

    return int.from_bytes(hashlib.sha256(row).digest()[:HASH_BYTES], "big")


def site_hash(site: str, phrases: Sequence[str]) -> int:
    """Return the hash of the phrases that identify a site."""
    return row_hash(_json([site, phrases]))


def digest_of(hashes: Iterable[int]) -> str:
    """Return the hash of a set of rules and sites in 12 digits: the sum of their hashes.

    A sum needs neither an order nor the rules themselves (Bellare and Micciancio, "A New Paradigm for Collision-Free
    Hashing", 1997).
    """
    return f"{sum(hashes) % (1 << 8 * HASH_BYTES):0{2 * HASH_BYTES}x}"


def to_dict(value: Any) -> Any:
    """Return a value's fields that differ from their defaults, as plain data; matchers with the name of their kind."""
    if isinstance(value, (str, int)):
        return value
    if isinstance(value, (Options, Normalization)):
        from dataclasses import fields  # start-up time

        columns: Iterable[tuple[str, Any, Any]] = (
            (field.name, getattr(value, field.name), field.default) for field in fields(value)
        )
    elif hasattr(value, "_fields"):
        columns = zip(value._fields, value, _defaults_of(value.__class__), strict=True)
    elif isinstance(value, (tuple, frozenset)):
        return [to_dict(item) for item in (value if isinstance(value, tuple) else sorted(value))]
    else:
        return value
    data = {name: to_dict(item) for name, item, default in columns if item is not default and item != default}
    if isinstance(value, Rule):
        kind = next(kind for kind, matcher in _MATCHERS.items() if isinstance(value.matches, matcher))
        data["matches"] = [kind, data["matches"]]
    return data


@cache  # of the few types that rules are made of
def _defaults_of(kind: Any) -> tuple[Any, ...]:
    """Return the default of each field of a named tuple."""
    return tuple([kind._field_defaults.get(name, _NO_DEFAULT) for name in kind._fields])


def rule_from_dict(data: dict[str, Any]) -> Rule:
    """Return the rule whose plain data :func:`to_dict` returned."""
    kind, keys = data.pop("matches")
    samples = tuple([_sample(sample) for sample in data.pop("samples", ())])
    return Rule(matches=_matcher(kind, keys), samples=samples, **with_tuples(data))


def rule_set_from_dict(data: dict[str, Any]) -> RuleSet:
    """Return the rule set whose plain data :func:`to_dict` returned."""
    return RuleSet(
        tuple([rule_from_dict(rule) for rule in data["rules"]]),
        _pairs(data.get("recognize", ())),
        frozenset(data.get("disabled", ())),
        _pairs(data.get("retired", ())),
        tuple(data.get("warnings", ())),
        tuple([Override(**with_tuples(override)) for override in data.get("overrides", ())]),
    )


def _matcher(kind: str, data: dict[str, Any]) -> Any:
    for part in ("opens", "closes", "keys", "each"):
        if data.get(part) is not None:
            data[part] = LineKeys(**with_tuples(data[part]))
    if kind == "block":
        data.setdefault("closes", None)
    return _MATCHERS[kind](**with_tuples(data))


def _sample(data: dict[str, Any]) -> Sample:
    if "saved" in data:
        data["saved"] = tuple(Saved(**with_tuples(saved)) for saved in data["saved"])
    return Sample(**data)


def _annotations(rule: Rule, folder: str) -> dict[str, Any]:
    fields = {name: value for name, value in to_dict(rule).items() if name in _FOR_PEOPLE}
    if folder and rule.path:
        fields["path"] = rule.path.removeprefix(folder).lstrip("/\\").replace("\\", "/")
    return fields


def with_tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data of a frozen type with tuples for the lists that JSON has."""
    return {name: tuple(value) if type(value) is list else value for name, value in data.items()}


def _pairs(data: Iterable[Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple([(name, tuple(values)) for name, values in data])


def _json(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")
