"""One entry of a rule file to a rule: which kind it is, what it needs, and what may stand together."""

from dataclasses import dataclass
from typing import Any

from cleaner.rules.patterns import only_folded_away
from cleaner.rules.readers import ValueReader
from cleaner.rules.schema import BLOCK_KEYS, CLOSINGS, LINE_KEYS, REPEATS_KEYS, RULE_KEYS, apart
from cleaner.rules.yaml_nodes import Mapping, Node, Place, Scalar
from cleaner.rules.yaml_nodes import Sequence as Items
from cleaner.types import Block, LineKeys, Repeats, Rule, Select

MAX_LINES = 12
"""Lines that a block may take unless it says otherwise (the rule language, section 5)."""

MIN_WORDS = 20
"""Words of a line or run that repeats, unless the rule says otherwise: shorter lines repeat for good reason."""

_LINE_NAMES = tuple(key.name for key in LINE_KEYS)
_MATCHERS = ("line", "starts", "ends", "contains", "only_words", "regex", "likely", "block", "repeats", "select")
_GATES = frozenset({"max_words", "min_words", "sentence"})

_AS_GIVEN = (
    *("about", "unless", "near_end", "near_start", "prose_before", "max_run", "likely", "match_case"),
    *("remove", "save_as", "keep", "not_sites", "confidence"),
)

Read = dict[str, tuple[Scalar, Any]]
"""What was read of a mapping: each key's node and value."""

Matcher = LineKeys | Block | Repeats | Select
"""What makes a rule one of its kind."""


@dataclass(frozen=True, slots=True)
class Retired:
    """An id that is no rule any more, and the full ids of the rules that replaced it."""

    id: str
    by: tuple[str, ...]


def build_rule(
    node: Mapping, stem: str, values: ValueReader, shared: dict[str, tuple[str, ...]]
) -> Rule | Retired | None:
    """Return the rule of an entry, ``shared`` being the file's own scope; ``None`` if there is no rule in it."""
    name = node.get("id")
    of = f"rule '{name.text}'" if isinstance(name, Scalar) else "the rule"
    before = len(values.problems.found)
    read = values.keys(node, RULE_KEYS, of)
    if name is None:
        values.problems.add("R102", "a rule needs an id", node.place, "as in 'id: comment-policy'")
    _check_together(node, read, of, values)
    if "replaced_by" in read:
        by = tuple(one.text for one in read["replaced_by"][1])
        return Retired(f"{stem}/{read['id'][1]}", by) if "id" in read else None
    matches = _matches(read, node.place, of, values, whole=len(values.problems.found) == before)
    _check_action(read, matches, of, values)
    if matches is None or "id" not in read:
        return None
    given = {key: value for key, (_, value) in read.items()}
    return Rule(
        id=f"{stem}/{given['id']}",
        matches=matches,
        at_line=node.place.line,
        prose_only=given.get("prose_only", isinstance(matches, Repeats)),
        sites=given.get("sites") or shared["sites"],
        languages=given.get("languages") or shared["languages"],
        samples=tuple(sample for key in ("removes", "keeps", "saves") for sample in given.get(key, ())),
        **{key: given[key] for key in _AS_GIVEN if key in given},
    )


def _check_together(node: Mapping, read: Read, of: str, values: ValueReader) -> None:
    """Note keys that may not stand together."""
    for first, second, reason in apart([key.text for key, _ in node.pairs if key.text in read]):
        message = f"'{first}' and '{second}' may not stand together in {of}: {reason}"
        help = "make two rules of it, or leave one key out"
        values.problems.add("R104", message, read[second][0].place, help)


def _matches(read: Read, place: Place, of: str, values: ValueReader, *, whole: bool) -> Matcher | None:
    """Return what makes the rule one of its kind. ``whole``: nothing was wrong so far, so nothing is missing for it."""
    match_case = bool(read["match_case"][1]) if "match_case" in read else False
    keys = _line_keys(read, values, match_case=match_case)
    repeats = _repeats(read["repeats"][1], of, values) if "repeats" in read else None
    if "block" in read:
        return _block(read["block"][1], of, values, match_case=match_case)
    if repeats:
        return repeats
    if "select" in read:
        _check_pieces(read, of, values)
        return Select(read["select"][1], keys)
    rated = "likely" in read
    bounded = "near_end" in read or "near_start" in read
    named = any(key in read for key in _LINE_NAMES if key not in _GATES)
    if not named and not rated and not (bounded and any(key in read for key in _GATES)):
        if whole:
            message = f"{of} does not say what it removes"
            help = f"give it {', '.join(repr(key) for key in _MATCHERS[:-1])} or {_MATCHERS[-1]!r}"
            if any(key in read for key in _GATES):
                help += "; sizes alone need 'near_end', 'near_start' or 'likely'"
            values.problems.add("R105", message, place, help)
        return None
    return keys


def _check_pieces(read: Read, of: str, values: ValueReader) -> None:
    """Note samples of a rule for pages that tell what is left of them: nodes go whole."""
    if "removes" in read and any(sample.cut is not None for sample in read["removes"][1]):
        message = f"a sample of {of} is a piece of HTML that goes whole"
        values.problems.add("R111", message, read["removes"][0].place, "put quotes around a text that has ': ' in it")


def _repeats(node: Node, of: str, values: ValueReader) -> Repeats:
    given = {key: value for key, (_, value) in values.keys(node, REPEATS_KEYS, f"'repeats' of {of}").items()}
    return Repeats(given.get("min_words", MIN_WORDS), given.get("block", False))


def _line_keys(read: Read, values: ValueReader, *, match_case: bool) -> LineKeys:
    if "regex" in read and not match_case:
        for pattern in read["regex"][1]:
            if part := only_folded_away(pattern):
                message = f"{part!r} in the pattern can match only what folding takes away"
                help = "write small letters, straight quotes and '-', or add 'match_case: true'"
                values.problems.add("R202", message, read["regex"][0].place, help)
    given = {key: read[key][1] for key in _LINE_NAMES if key in read}
    return LineKeys(**given, match_case=match_case)


def _block(node: Node, of: str, values: ValueReader, *, match_case: bool) -> Block | None:
    given = values.keys(node, BLOCK_KEYS, f"'block' of {of}")
    if not isinstance(node, Mapping):
        return None
    off = {key for key, (_, value) in given.items() if value is False}
    named = {key.text for key, _ in node.pairs} - off
    closings: list[Any] = [key for key in CLOSINGS if key in named]
    if "from" not in named or len(closings) != 1:
        message = f"'block' of {of} needs 'from' and exactly one of 'through', 'until', 'while', 'to_end'"
        values.problems.add("R110", message, node.place, "as in 'block: { from: Most Popular, through: Load more }'")
    parts = {
        name: _opening(given[name][1], f"'{name}' of {of}", values, match_case=match_case)
        for name in ("from", *CLOSINGS)
        if name in given and name != "to_end"
    }
    opens = parts.get("from")
    if opens is None or len(closings) != 1:
        return None
    max_lines = given["max_lines"][1] if "max_lines" in given else MAX_LINES
    return Block(opens, closings[0], parts.get(closings[0]), max_lines)


def _opening(node: Node, of: str, values: ValueReader, *, match_case: bool) -> LineKeys | None:
    """Read a part of a block: whole lines, or a mapping of line keys."""
    if isinstance(node, (Scalar, Items)):
        key = LINE_KEYS[0]
        phrases = values.phrases(node, key)
        return LineKeys(line=phrases, match_case=match_case) if phrases else None
    read = values.keys(node, LINE_KEYS, of)
    if not read:
        if not node.pairs:
            help = "as in 'while: { max_words: 16, sentence: false }'"
            values.problems.add("R110", f"{of} does not say what the line looks like", node.place, help)
        return None
    return _line_keys(read, values, match_case=match_case)


def _check_action(read: Read, matches: Matcher | None, of: str, values: ValueReader) -> None:
    """Note what ``remove``, ``to_end`` and ``saves`` need beside them."""
    remove = read["remove"][1] if "remove" in read else "line"
    if remove == "nothing" and "save_as" not in read:
        message = f"{of} removes nothing and saves nothing"
        values.problems.add("R104", message, read["remove"][0].place, "add 'save_as'")
    if remove == "match" and not any(key in read for key in ("starts", "ends", "contains", "regex")):
        message = f"{of} has nothing to cut: 'remove: match' needs 'starts', 'ends', 'contains' or 'regex'"
        values.problems.add("R104", message, read["remove"][0].place, "leave 'remove' out, and the line goes")
    if isinstance(matches, Block) and matches.closing == "to_end" and "near_end" in read:
        message = f"'near_end' in {of} says nothing beside 'to_end'"
        values.problems.add("R104", message, read["near_end"][0].place, "bound the block by 'max_lines'")
    if "saves" in read and "save_as" not in read:
        values.problems.add("R104", f"'saves' in {of} needs 'save_as'", read["saves"][0].place, "add 'save_as'")
