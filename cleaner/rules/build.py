"""An entry of a rule file to a rule: its kind, what it needs, and keys that exclude each other."""

from typing import Any, NamedTuple

from cleaner.rules.exclusions import apart
from cleaner.rules.patterns import only_folded_away
from cleaner.rules.readers import ValueReader
from cleaner.rules.schema import BLOCK_KEYS, CLOSINGS, LINE_KEYS, LIST_KEYS, REPEATS_KEYS, RULE_KEYS
from cleaner.rules.yaml_nodes import Mapping, Node, Place, Scalar
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.types import Block, LineKeys, LineList, Repeats, Rule, Select

MAX_LINES = 12
"""Lines that a block may have unless it says otherwise: the blocks of the labeled texts have nine at most."""

MIN_WORDS = 20
"""Words of a line or run that repeats, unless the rule says otherwise: shorter lines repeat for good reasons."""

_LINE_NAMES = tuple(key.name for key in LINE_KEYS)
_MATCHERS = (
    "line",
    "starts",
    "ends",
    "contains",
    "only_words",
    "regex",
    "likely",
    "block",
    "list",
    "repeats",
    "select",
)
_LIST_EXAMPLE = next(key.example for key in RULE_KEYS if key.name == "list")
_GATES = frozenset({"max_words", "min_words", "sentence"})

_AS_GIVEN = (
    *("about", "unless", "near_end", "near_start", "prose_before", "max_run", "likely", "match_case"),
    *("remove", "save_as", "keep", "marks_list", "not_sites", "confidence"),
)

ReadKeys = dict[str, tuple[Scalar, Any]]
"""The keys of a mapping, each with its node and value."""

Matcher = LineKeys | Block | LineList | Repeats | Select
"""The part of a rule that decides its kind."""


class Retired(NamedTuple):
    """The id of a retired rule, and the full ids of the rules that replace it."""

    id: str
    by: tuple[str, ...]


def build_rule(
    node: Mapping, stem: str, values: ValueReader, shared: dict[str, tuple[str, ...]]
) -> Rule | Retired | None:
    """Return the rule of an entry; ``None`` if the entry is not a valid rule.

    ``stem`` is the file's name without its suffix, ``shared`` has the scope that the file gives.
    """
    name = node.get("id")
    where = f"rule '{name.text}'" if isinstance(name, Scalar) else "the rule"
    problems_before = len(values.problems.found)
    read = values.keys(node, RULE_KEYS, where)
    if name is None:
        values.problems.add("R102", "a rule needs an id", node.place, "as in 'id: comment-policy'")
    _check_together(node, read, where, values)
    if "replaced_by" in read:
        by = tuple(id.text for id in read["replaced_by"][1])
        return Retired(f"{stem}/{read['id'][1]}", by) if "id" in read else None
    matches = _matches(read, node.place, where, values, whole=len(values.problems.found) == problems_before)
    _check_action(read, matches, where, values)
    if matches is None or "id" not in read:
        return None
    fields = {key: value for key, (_, value) in read.items()}
    return Rule(
        id=f"{stem}/{fields['id']}",
        matches=matches,
        at_line=node.place.line,
        prose_only=fields.get("prose_only", isinstance(matches, Repeats)),
        sites=fields.get("sites") or shared["sites"],
        languages=fields.get("languages") or shared["languages"],
        page_types=fields.get("page_types") or shared["page_types"],
        samples=tuple(sample for key in ("removes", "keeps", "saves") for sample in fields.get(key, ())),
        **{key: fields[key] for key in _AS_GIVEN if key in fields},
    )


def _check_together(node: Mapping, read: ReadKeys, where: str, values: ValueReader) -> None:
    """Report keys that exclude each other."""
    for first, second, reason in apart([key.text for key, _ in node.pairs if key.text in read]):
        message = f"'{first}' and '{second}' exclude each other in {where}: {reason}"
        help = "split the rule in two, or leave one key out"
        values.problems.add("R104", message, read[second][0].place, help)


def _matches(read: ReadKeys, place: Place, where: str, values: ValueReader, *, whole: bool) -> Matcher | None:
    """Return the rule's matcher. ``whole`` says that no key of the rule was refused so far."""
    match_case = bool(read["match_case"][1]) if "match_case" in read else False
    keys = _line_keys(read, values, match_case=match_case)
    repeats = _repeats(read["repeats"][1], where, values) if "repeats" in read else None
    if "block" in read:
        return _block(read["block"][1], where, values, match_case=match_case)
    if repeats:
        return repeats
    if "list" in read:
        return _line_list(read["list"][1], where, values)
    if "select" in read:
        _check_fragments(read, where, values)
        return Select(read["select"][1], keys)
    is_scored = "likely" in read
    is_bounded = "near_end" in read or "near_start" in read
    has_shape = any(key in read for key in _LINE_NAMES if key not in _GATES)
    if not has_shape and not is_scored and not (is_bounded and any(key in read for key in _GATES)):
        if whole:
            message = f"{where} does not say what it removes"
            help = f"give it {', '.join(repr(key) for key in _MATCHERS[:-1])} or {_MATCHERS[-1]!r}"
            if any(key in read for key in _GATES):
                help += "; sizes alone need 'near_end', 'near_start' or 'likely'"
            values.problems.add("R105", message, place, help)
        return None
    return keys


def _check_fragments(read: ReadKeys, where: str, values: ValueReader) -> None:
    """Report samples of a rule for pages that say what is left of them: nodes are removed whole."""
    if "removes" in read and any(sample.cut is not None for sample in read["removes"][1]):
        message = f"a sample of {where} is a fragment of HTML that goes whole"
        values.problems.add("R111", message, read["removes"][0].place, "put quotes around a text that has ': ' in it")


def _repeats(node: Node, where: str, values: ValueReader) -> Repeats:
    fields = {key: value for key, (_, value) in values.keys(node, REPEATS_KEYS, f"'repeats' of {where}").items()}
    return Repeats(fields.get("min_words", MIN_WORDS), fields.get("block", False), fields.get("prose", False))


def _line_list(node: Node, where: str, values: ValueReader) -> LineList | None:
    fields = {key: value for key, (_, value) in values.keys(node, LIST_KEYS, f"'list' of {where}").items()}
    each = _opening(fields.pop("each"), f"'each' of {where}", values, match_case=False) if "each" in fields else None
    if {"at", "min_lines", "likely"} <= fields.keys():
        return LineList(**fields, each=each)
    if isinstance(node, Mapping):
        message = f"'list' of {where} needs 'at', 'min_lines' and 'likely'"
        values.problems.add("R110", message, node.place, f"as in '{_LIST_EXAMPLE}'")
    return None


def _line_keys(read: ReadKeys, values: ValueReader, *, match_case: bool) -> LineKeys:
    if "regex" in read and not match_case:
        for pattern in read["regex"][1]:
            if part := only_folded_away(pattern):
                message = f"{part!r} in the pattern can match only what folding removes"
                help = "write lower-case letters, straight quotes and '-', or add 'match_case: true'"
                values.problems.add("R202", message, read["regex"][0].place, help)
    fields = {key: read[key][1] for key in _LINE_NAMES if key in read}
    return LineKeys(**fields, match_case=match_case)


def _block(node: Node, where: str, values: ValueReader, *, match_case: bool) -> Block | None:
    read = values.keys(node, BLOCK_KEYS, f"'block' of {where}")
    if not isinstance(node, Mapping):
        return None
    false = {key for key, (_, value) in read.items() if value is False}
    names = {key.text for key, _ in node.pairs} - false
    closings: list[Any] = [key for key in CLOSINGS if key in names]
    if "from" not in names or len(closings) != 1:
        message = f"'block' of {where} needs 'from' and exactly one of 'through', 'until', 'while', 'to_end'"
        values.problems.add("R110", message, node.place, "as in 'block: { from: Most Popular, through: Load more }'")
    parts = {
        name: _opening(read[name][1], f"'{name}' of {where}", values, match_case=match_case)
        for name in ("from", *CLOSINGS)
        if name in read and name != "to_end"
    }
    opens = parts.get("from")
    if opens is None or len(closings) != 1:
        return None
    max_lines = read["max_lines"][1] if "max_lines" in read else MAX_LINES
    return Block(opens, closings[0], parts.get(closings[0]), max_lines)


def _opening(node: Node, where: str, values: ValueReader, *, match_case: bool) -> LineKeys | None:
    """Read a part of a block: whole lines, or a mapping of line keys."""
    if isinstance(node, (Scalar, Items)):
        key = LINE_KEYS[0]
        phrases = values.phrases(node, key)
        return LineKeys(line=phrases, match_case=match_case) if phrases else None
    read = values.keys(node, LINE_KEYS, where)
    if not read:
        if not node.pairs:
            help = "as in 'while: { max_words: 16, sentence: false }'"
            values.problems.add("R110", f"{where} does not say what the line looks like", node.place, help)
        return None
    return _line_keys(read, values, match_case=match_case)


def _check_action(read: ReadKeys, matches: Matcher | None, where: str, values: ValueReader) -> None:
    """Report what ``remove``, ``to_end`` and ``saves`` lack."""
    remove = read["remove"][1] if "remove" in read else "line"
    if remove == "nothing" and "save_as" not in read:
        message = f"{where} removes nothing and saves nothing"
        values.problems.add("R104", message, read["remove"][0].place, "add 'save_as'")
    if remove == "match" and not any(key in read for key in ("starts", "ends", "contains", "regex")):
        message = f"{where} has nothing to cut: 'remove: match' needs 'starts', 'ends', 'contains' or 'regex'"
        values.problems.add("R104", message, read["remove"][0].place, "leave out 'remove' to remove the whole line")
    if isinstance(matches, Block) and matches.closing == "to_end" and "near_end" in read:
        message = f"'near_end' in {where} has no effect beside 'to_end'"
        values.problems.add("R104", message, read["near_end"][0].place, "bound the block by 'max_lines'")
    if "saves" in read and "save_as" not in read:
        values.problems.add("R104", f"'saves' in {where} needs 'save_as'", read["saves"][0].place, "add 'save_as'")
