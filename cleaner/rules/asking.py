"""What was asked for, as bytes and back: the options, and rule files or a rule set that was loaded already."""

import json
from dataclasses import replace
from typing import Any

from cleaner.rules.compiled import Request
from cleaner.rules.plain import plain, rule_of, with_tuples
from cleaner.types import Normalization, Options, Override, RuleSet


def pack_request(asked: Request | RuleSet, options: Options) -> bytes:
    """Return one line of JSON, the same for the same request."""
    told: dict[str, Any] = {"options": plain(options)}
    if isinstance(asked, Request):
        told["files"] = [asked.paths, asked.default_rules]
    else:
        whole = {name: getattr(asked, name) for name in RuleSet.__match_args__}
        told["rules"] = {name: plain(value) for name, value in (whole | {"disabled": sorted(asked.disabled)}).items()}
    return json.dumps(told).encode() + b"\n"


def unpack_request(packed: bytes) -> tuple[Request | RuleSet, Options, bytes]:
    """Return what a line of :func:`pack_request` stands for, and the bytes behind it."""
    line, _, rest = packed.partition(b"\n")
    told = json.loads(line)
    options = Options(**with_tuples(told["options"]))
    if options.normalization is not None and not isinstance(options.normalization, Normalization):
        options = replace(options, normalization=Normalization(**options.normalization))
    if "files" in told:
        paths, default_rules = told["files"]
        return Request.of(tuple(paths), options, default_rules=default_rules), options, rest
    return _rule_set(told["rules"]), options, rest


def _rule_set(data: dict[str, Any]) -> RuleSet:
    return RuleSet(
        tuple(rule_of(one) for one in data["rules"]),
        tuple((site, tuple(phrases)) for site, phrases in data["recognize"]),
        frozenset(data["disabled"]),
        tuple((old, tuple(new)) for old, new in data["retired"]),
        tuple(data["warnings"]),
        tuple(Override(**with_tuples(one)) for one in data["overrides"]),
    )
