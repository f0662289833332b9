"""The reference as Markdown, made from the key table, the codes and the shipped rules: ``rules/README.md``."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cleaner.rules.codes import CODES, Code
from cleaner.rules.schema import APART, BLOCK_KEYS, FILE_KEYS, KINDS, LINE_KEYS, REPEATS_KEYS, RULE_KEYS, Key
from cleaner.types import LAYERS, Rule

_INTRO = """\
# Rules

Each file here holds rules that say what boilerplate looks like. Edit them with any editor, and run
`cleaner rules test` afterwards; [GUIDE.md](../GUIDE.md) shows how, from the first file on. This page is generated from
the program's own tables (`make docs`): first the rule language, then the error codes, then all shipped rules.

* `common/` has a file for each kind of boilerplate, `languages/` one for each language, `sites/` one for each site.
* A rule's full id is its file's name and its `id`: `comments/comment-policy`.
* Different keys of a rule must all hold; a list inside a key means any of these.
* Phrases are compared as whole words, without regard to capitals, curly quotes, kinds of dash and invisible characters.
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

* A selector is CSS: a tag, `.class`, `#id`, `[a]`, `[a=b]`, `[a~=b]`, `[a^=b]`, `[a$=b]`, `[a*=b]`, `[a|=b]`, a blank
  (somewhere in), `>` (right in), `,` and `:not()` of what one node looks like. All else is an error. Its last part
  needs a tag, a class, an id or an attribute. Names of tags and attributes may have capitals or not; all else is
  compared as written.
* `line`, `starts`, `ends`, `contains`, `max_words` and `unless` beside it are asked of the node's text that can be
  seen, joined by blanks, and all must hold.
* A node goes with all that is in it; the text behind it stays. Of nodes in each other the outermost goes.
* A rule that would take more than half of a page's words, or the page itself, takes nothing there and is reported. All
  together take 80 % at most: those that take least come first.
* A sample is a piece of HTML. It is put into the middle of a page, an `<article>` of thirty paragraphs. Under `removes`
  the rule alone leaves no text of the sample, takes at least one node, and takes nothing of the page around. Under
  `keeps` no node of the sample goes, by this rule or by all rules with `select` together.
"""

_KIND_TITLES = {"line": "one line", "block": "a block", "repeats": "repeats", "select": "nodes", "retired": "retired"}


def reference(rules: Iterable[Rule], folder: Path) -> str:
    """Return the reference: keys with help and example, what may stand together, error codes, and the shipped rules.

    ``folder`` is the one that holds the rules' files.
    """
    shape = {key.name for key in LINE_KEYS}
    parts = [
        _INTRO,
        _section("What a line looks like", "In a rule, and in the parts of a block.", LINE_KEYS),
        _section("Keys of a rule", "", [key for key in RULE_KEYS if key.name not in shape]),
        _section("Keys of `block`", "", BLOCK_KEYS),
        _section("Keys of `repeats`", "", REPEATS_KEYS),
        _section("Keys of a file", "", FILE_KEYS),
        _PAGES,
        _together(),
        _codes(),
        _rules(rules, folder),
    ]
    return "\n".join(parts)


def _section(title: str, about: str, keys: Iterable[Key]) -> str:
    rows = [f"| `{key.name}` | {_cell(_help(key))} | {_code(key.example)} |" for key in keys]
    head = [f"## {title}", "", *([about, ""] if about else []), "| key | meaning | example |", "|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def _help(key: Key) -> str:
    return f"{key.help} One of: {', '.join(key.choices)}." if key.choices else key.help


def _together() -> str:
    """Return which keys each kind of rule may have, and the pairs that exclude each other."""
    rows = [f"| `{key.name}` | {' | '.join(_ticks(key))} |" for key in RULE_KEYS]
    pairs = [f"* {' and '.join(f'`{name}`' for name in sorted(pair))}: {why}." for pair, why in APART.items()]
    return "\n".join([
        "## Which keys may stand together",
        "",
        "A rule is of one of four kinds: it takes one line, a block of lines, what repeats, or nodes of a page. Two",
        "keys may stand together if one kind has both.",
        "",
        f"| key | {' | '.join(_KIND_TITLES[kind] for kind in KINDS)} |",
        f"|---|{'---|' * len(KINDS)}",
        *rows,
        "",
        "These exclude each other all the same:",
        "",
        *pairs,
        "",
        "`remove: match` needs `starts`, `ends`, `contains` or `regex`; `remove: nothing` and `saves` need `save_as`;",
        "`near_end` says nothing beside a block with `to_end`.",
        "",
    ])  # fmt: skip


def _ticks(key: Key) -> Iterator[str]:
    return ("yes" if kind in key.of else "–" for kind in KINDS)


def _codes() -> str:
    rows: Sequence[str] = [
        f"### {code}: {told.title}\n\n{told.paragraph}\n{_in_lint(told)}" for code, told in CODES.items()
    ]
    return "\n".join(["## Error codes", "", *rows])


def _rules(rules: Iterable[Rule], folder: Path) -> str:
    """List the shipped rules by their files, with what each removes."""
    by_file: dict[Path, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (LAYERS.index(rule.layer), rule.path, rule.at_line)):
        by_file.setdefault(Path(rule.path).relative_to(folder), []).append(rule)
    head = f"## The shipped rules\n\n{sum(map(len, by_file.values())):,} rules in {len(by_file)} files.\n"
    return "\n".join([head, *(_file(path, some) for path, some in by_file.items())])


def _file(path: Path, rules: Iterable[Rule]) -> str:
    rows = [f"| `{rule.id.partition('/')[2]}` | {_cell(rule.about)} | {rule.confidence} |" for rule in rules]
    return "\n".join([f"### [{path}]({path})", "", "| rule | removes | confidence |", "|---|---|---|", *rows, ""])


def _in_lint(code: Code) -> str:
    """Return what ``cleaner rules lint`` calls a code."""
    article = "an" if code.level == "error" else "a"
    fixed = ", which `--fix` may mend" if code.fixable else ""
    return f"\nIn `cleaner rules lint`: `{code.name}`, {article} {code.level}{fixed}.\n" if code.name else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{_cell(text)}`"
