"""The reference of the rule language, generated from the key table, the error codes and the shipped rules.

It has three forms: a page in Markdown (``rules/README.md``), a JSON Schema for editors (``rules/schema.json``), and the
text that ``cleaner rules help`` prints on one key or code.
"""

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from cleaner.matching.removals import layer_rank
from cleaner.rules.codes import CODES, Code
from cleaner.rules.exclusions import APART
from cleaner.rules.schema import (
    ADJUSTABLE,
    BLOCK_KEYS,
    FILE_KEYS,
    KINDS,
    LINE_KEYS,
    LIST_KEYS,
    MAX_COUNT,
    REPEATS_KEYS,
    RULE_KEYS,
    Key,
)
from cleaner.types import Rule

KEY_TABLES = {
    "a rule": RULE_KEYS,
    "'block'": BLOCK_KEYS,
    "'list'": LIST_KEYS,
    "'repeats'": REPEATS_KEYS,
    "a file": FILE_KEYS,
}
"""The tables of keys, each with the words for where its keys belong."""

CLOSE = 0.5
"""Similarity (of difflib) from which a key or code counts as a misspelled name."""

_INTRO = """\
# Rules

Each file here holds rules that describe boilerplate. Edit them with any editor, and run `cleaner rules test`
afterwards; [GUIDE.md](../GUIDE.md) shows how, starting with the first file. This page is generated from the program's
own tables (`make docs`): the rule language, the error codes, then all shipped rules.

* `common/` has a file for each kind of boilerplate, `languages/` one for each language, `sites/` one for each site.
* A rule's full id is its file's name and its `id`: `comments/comment-policy`.
* Different keys of a rule must all hold; a list inside a key means any of these.
* Phrases are compared as whole words, ignoring capitals, curly quotes, kinds of dash and invisible characters.
* The order of rules and files never matters. The rules of a higher layer win: yours, then the site's, the language's,
  the common ones; within a layer a rule with `keep: true` wins.

```yaml
about: Labels of advertisements.
rules:
  - id: ad-label
    line: [Advertisement, Story continues below]
    removes: [Advertisement]
    keeps: ["Advertisement pays for most of the paper, the editor said."]
```
"""
_PAGES = """\
## Rules for pages: `select`

```yaml
about: Forms and offers of newsletters.
rules:
  - id: newsletter-box
    select: [.newsletter-box, "aside > .newsletter"]
    unless: [said]
    removes: ['<div class="newsletter-box"><p>Get our morning e-mail.</p></div>']
    keeps: ['<p class="newsletter-boxes">The letters lay in boxes, she said.</p>']
```

* A selector is CSS: a tag, `.class`, `#id`, `[a]`, `[a=b]`, `[a~=b]`, `[a^=b]`, `[a$=b]`, `[a*=b]`, `[a|=b]`, a space
  (descendant), `>` (child), `,` and `:not()` with a compound selector. Everything else is an error. Its last part
  needs a tag, a class, an id or an attribute. The case of tag and attribute names does not matter; all else is
  compared as written.
* `line`, `starts`, `ends`, `contains`, `max_words` and `unless` beside it apply to the node's visible text, joined by
  spaces, and all must hold.
* A node is removed with everything inside it; the text behind it stays. Of nested nodes the outermost is removed.
* A rule that would remove more than half of a page's words, or the page itself, removes nothing there and is reported.
  All rules together remove 80 % at most: those that remove least come first.
* A sample is a fragment of HTML. It is put into the middle of a page, an `<article>` of thirty paragraphs. Under
  `removes` the rule alone leaves no text of the sample, removes at least one node, and nothing of the page around.
  Under `keeps` no node of the sample is removed, by this rule or by all rules with `select` together.
"""

_KIND_TITLES = {
    "line": "one line",
    "block": "a block",
    "list": "a list",
    "repeats": "repeats",
    "select": "nodes",
    "retired": "retired",
}


def reference(rules: Iterable[Rule], folder: Path) -> str:
    """Return the reference in Markdown: all keys, which of them go together, error codes, and the shipped rules.

    ``folder`` is the one that holds the files of the rules.
    """
    line_keys = {key.name for key in LINE_KEYS}
    parts = [
        _INTRO,
        _key_table("What a line looks like", "In a rule, and in the parts of a block.", LINE_KEYS),
        _key_table("Keys of a rule", "", [key for key in RULE_KEYS if key.name not in line_keys]),
        _key_table("Keys of `block`", "", BLOCK_KEYS),
        _key_table("Keys of `list`", "", LIST_KEYS),
        _key_table("Keys of `repeats`", "", REPEATS_KEYS),
        _key_table("Keys of a file", "", FILE_KEYS),
        _PAGES,
        _combinations(),
        "\n".join(["## Error codes", "", *(_code_section(id, code) for id, code in CODES.items())]),
        _rule_tables(rules, folder),
    ]
    return "\n".join(parts)


def _key_table(title: str, about: str, keys: Iterable[Key]) -> str:
    rows = [f"| `{key.name}` | {_cell(_meaning(key))} | `{_cell(key.example)}` |" for key in keys]
    head = [f"## {title}", "", *([about, ""] if about else []), "| key | meaning | example |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _meaning(key: Key) -> str:
    return f"{key.help} One of: {', '.join(key.choices)}." if key.choices else key.help


def _combinations() -> str:
    """Return which keys each kind of rule may have, and the pairs that exclude each other."""
    marks = {key.name: ["yes" if kind in key.of else "–" for kind in KINDS] for key in RULE_KEYS}
    pairs = [f"* {' and '.join(f'`{name}`' for name in sorted(pair))}: {reason}." for pair, reason in APART.items()]
    return "\n".join([
        "## Which keys go together",
        "",
        "A rule is of one of five kinds: it removes one line, a block of lines, a list, repeated lines, or nodes of a",
        "page. Two keys go together if one kind has both.",
        "",
        f"| key | {' | '.join(_KIND_TITLES[kind] for kind in KINDS)} |",
        f"|---|{'---|' * len(KINDS)}",
        *(f"| `{name}` | {' | '.join(cells)} |" for name, cells in marks.items()),
        "",
        "These exclude each other nevertheless:",
        "",
        *pairs,
        "",
        "`remove: match` needs `starts`, `ends`, `contains` or `regex`; `remove: nothing` and `saves` need `save_as`;",
        "`near_end` has no meaning beside a block with `to_end`.",
        "",
    ])  # fmt: skip


def _code_section(id: str, code: Code) -> str:
    return f"### {id}: {code.title}\n\n{code.paragraph}\n{_lint_name(code)}"


def _lint_name(code: Code) -> str:
    """Return what ``cleaner rules lint`` calls a code; an empty text for one that it does not report."""
    article = "an" if code.level == "error" else "a"
    fixed = ", which `--fix` may fix" if code.fixable else ""
    return f"\nIn `cleaner rules lint`: `{code.name}`, {article} {code.level}{fixed}.\n" if code.name else ""


def _rule_tables(rules: Iterable[Rule], folder: Path) -> str:
    """Return a table for each file of rules, with what each rule removes."""
    by_file: dict[Path, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (layer_rank(rule), rule.path, rule.at_line)):
        by_file.setdefault(Path(rule.path).relative_to(folder), []).append(rule)
    count = sum(map(len, by_file.values()))
    head = f"## The shipped rules\n\n{count:,} rules in {len(by_file)} files.\n"
    return "\n".join([head, *(_rule_table(path, file_rules) for path, file_rules in by_file.items())])


def _rule_table(path: Path, rules: Iterable[Rule]) -> str:
    rows = [f"| `{rule.id.partition('/')[2]}` | {_cell(rule.about)} | {rule.confidence} |" for rule in rules]
    return "\n".join([f"### [{path}]({path})", "", "| rule | removes | confidence |", "|---|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_TEXT = {"type": ["string", "number", "boolean", "null"]}  # YAML reads `1984` and `no` as such; rules read them as text
_TEXTS = {"oneOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_CUT = {"type": "object", "additionalProperties": _TEXT}
_IDS = {"type": "array", "items": {"type": "string", "pattern": "^[^/]+/([a-z0-9-]+|\\*)$"}}


def json_schema() -> str:
    """Return the JSON Schema (draft-07) of a rule file, as JSON text.

    It describes keys, their meaning and the form of their values. What a schema cannot express (which keys go together,
    whether a pattern compiles) is left to the loader.
    """
    root = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Rules that describe boilerplate",
        **_mapping_schema(FILE_KEYS),
    }
    return json.dumps(root, indent=2, ensure_ascii=False) + "\n"


def _mapping_schema(keys: Iterable[Key], required: tuple[str, ...] = ()) -> dict[str, Any]:
    properties = {
        key.name: {"description": f"{key.help}\nExample: {key.example}", **_value_schema(key)} for key in keys
    }
    schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    return schema | ({"required": list(required)} if required else {})


def _value_schema(key: Key) -> dict[str, Any]:
    """Return the schema of a key's value, chosen by the name of its reader."""
    line_keys = _mapping_schema(LINE_KEYS) if key.value in ("opening", "line_keys") else {}
    choice = {"enum": list(key.choices)}
    schemas: dict[str, dict[str, Any]] = {
        "text": _TEXT,
        "slug": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "choice": choice,
        "choices": {"oneOf": [choice, {"type": "array", "items": choice, "minItems": 1}]},
        "flag": {"type": "boolean"},
        "count": {"type": "integer", "minimum": key.least} | ({"maximum": key.most} if key.most < MAX_COUNT else {}),
        "ids": _IDS if key.name == "replaced_by" else {"oneOf": [_IDS, _IDS["items"]]},
        "opening": {"oneOf": [_TEXT, _TEXTS["oneOf"][1], line_keys]},
        "line_keys": line_keys,
        "removes": {"oneOf": [_TEXT, _CUT, {"type": "array", "items": {"oneOf": [_TEXT, _CUT]}, "minItems": 1}]},
        "saves": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": _TEXTS}},
    }
    if key.value == "block":
        return _mapping_schema(BLOCK_KEYS, required=("from",))
    if key.value == "list":
        return _mapping_schema(LIST_KEYS, required=("at", "min_lines"))
    if key.value == "repeats":
        return _mapping_schema(REPEATS_KEYS)
    if key.value == "rules":
        return {"type": "array", "items": _mapping_schema(RULE_KEYS, required=("id",))}
    if key.value == "adjust":
        return {"type": "object", "additionalProperties": _mapping_schema(ADJUSTABLE)}
    return schemas.get(key.value, _TEXTS)


def key_and_code_names() -> list[str]:
    """Return the names of all keys, each once, and all codes."""
    return [*dict.fromkeys(key.name for table in KEY_TABLES.values() for key in table), *CODES]


def key_help(name: str) -> list[str]:
    """Return the paragraphs on a key or a code; an empty list if there is no such key or code."""
    code = CODES.get(name.upper())
    if code:
        return [f"{name.upper()}: {code.title}", code.paragraph]
    keys = [(owner, key) for owner, table in KEY_TABLES.items() for key in table if key.name == name]
    return [paragraph for owner, key in keys for paragraph in _key_paragraphs(owner, key)]


def suggestion(name: str) -> str:
    """Return a question with the key or code that a misspelled name probably means, or a hint where all are listed."""
    names = get_close_matches(name, key_and_code_names(), n=1, cutoff=CLOSE)
    return f"did you mean '{names[0]}'?" if names else "cleaner rules help lists all keys"


def _key_paragraphs(owner: str, key: Key) -> Iterator[str]:
    parts = " (also in the parts of a block)" if key in LINE_KEYS else ""
    yield f"{key.name}, in {owner}{parts}"
    yield key.help
    if key.choices:
        yield f"One of: {', '.join(key.choices)}."
    yield f"Example:  {key.example}"
    if owner == "a rule":
        yield f"For rules with {', '.join(words for kind, words in KINDS.items() if kind in key.of)}."
        for pair, reason in APART.items():
            if key.name in pair:
                yield f"Not beside '{next(iter(pair - {key.name}))}': {reason}."
