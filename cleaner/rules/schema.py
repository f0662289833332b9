"""The key table: every key of the rule language, once. The loader and the reference are made from it.

``of`` names the kinds of rule that a key may stand in, and so which keys may stand together: two keys may if some
kind has both, unless :data:`APART` says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KINDS = {
    "line": "line keys",
    "block": "'block'",
    "repeats": "'repeats'",
    "select": "'select'",
    "retired": "'replaced_by'",
}
"""The kinds of rule, each with the words for what makes it one. One that is retired does nothing any more."""

_ANY = frozenset(KINDS)
_ALL = _ANY - {"retired"}
_LINE = frozenset({"line"})
_TEXT = frozenset({"line", "block"})
_NODE = frozenset({"line", "select"})
_BOTH = _TEXT | _NODE


MAX_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Key:
    """One key: how its value is read (a reader of :mod:`cleaner.rules.readers`), its help, and an example."""

    name: str
    value: str
    help: str
    example: str
    of: frozenset[str] = _ALL
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = MAX_COUNT


LINE_KEYS = (
    Key("line", "phrases", "The whole line is one of these phrases.", "line: [Advertisement, Story continues below]", _NODE),
    Key("starts", "phrases", "The line starts with one of these phrases.", "starts: Subscribe to The Daily Brief", _NODE),
    Key("ends", "phrases", "The line ends with one of these phrases.", "ends: [All rights reserved]", _NODE),
    Key("contains", "phrases", "The line has one of these phrases somewhere.", "contains: [sign up for our newsletter]", _NODE),
    Key("only_words", "words", "Every word of the line is from this set: share bars, menus.", "only_words: [share, tweet, email, print]", _LINE),
    Key("regex", "patterns", "The expert's form: a pattern that is searched in the folded line, in single quotes.", "regex: '^\\d+ min read$'", _LINE),
    Key("max_words", "count", "The line has at most this many words.", "max_words: 12", _NODE, least=1),
    Key("min_words", "count", "The line has at least this many words.", "min_words: 3", _LINE, least=1),
    Key("sentence", "flag", "true: the line is a sentence; false: it is not (teasers, menus and labels are not).", "sentence: false", _LINE),
)  # fmt: skip
"""What a line looks like. They stand in a rule, and in the parts of a block."""

RULE_KEYS = (
    Key("id", "slug", "The rule's name, unique in its file: a noun phrase that names the boilerplate.", "id: comment-policy", _ANY),
    Key("about", "text", "One sentence that says what the rule removes.", "about: House rules for commenters.", _ANY),
    *LINE_KEYS,
    Key("match_case", "flag", "true where capitals count (Tags against tags).", "match_case: true", _BOTH),
    Key("unless", "phrases", "Phrases that stop the rule; in a block, on any of its lines; beside 'select', anywhere in the node.", "unless: [said]", _BOTH),
    Key("near_end", "count", "At most this many lines that stand follow.", "near_end: 5", _TEXT),
    Key("near_start", "count", "At most this many lines that stand are above.", "near_start: 2", _TEXT),
    Key("prose_before", "count", "At least this many prose lines stand above.", "prose_before: 3", _TEXT, least=1),
    Key("prose_only", "flag", "true: the rule rests in documents that are not mostly prose (recipes, tables, live tickers).", "prose_only: true", _ALL - {"select"}),
    Key("max_run", "count", "Lines that look like this stay when more of them stand in a row. 3 unless given, for rules of position and shape only.", "max_run: 2", _LINE, least=1),
    Key("likely", "count", "The line model rates the line so or higher: of lines rated so on sites that it had not seen, at least so many in a hundred were boilerplate. Asked last, of lines that are no prose and of the last four, in documents that are mostly prose.", "likely: 95", _LINE, least=50, most=99),
    Key("block", "block", "Several lines at once: 'from', and one of 'through', 'until', 'while', 'to_end'.", "block: { from: Most Popular, through: Load more }", frozenset({"block"})),
    Key("repeats", "repeats", "A line of so many words that stands earlier in the text already; with 'block: true' two lines or more in the same order.", "repeats: { min_words: 20 }", frozenset({"repeats"})),
    Key("select", "selectors", "In pages only: the nodes that one of these CSS selectors finds go, with all that is in them, before the page's text is extracted. Tag, class, id, attribute, descendant, child, ',' and ':not()'. Keys beside it are asked of the node's joined text.", "select: ['aside.newsletter', '#comments']", frozenset({"select"})),
    Key("remove", "choice", "line: the whole line goes; match: just the matched words; nothing: only 'save_as' works.", "remove: match", _LINE, choices=("line", "match", "nothing")),
    Key("save_as", "choice", "The field of the front matter that what is captured goes into.", "save_as: tags", _TEXT, choices=("title", "author", "date", "modified", "section", "tags", "description", "dateline", "photo_credit")),
    Key("keep", "flag", "true: what matches is protected from other rules, repeats included.", "keep: true", _LINE),
    Key("sites", "sites", "The rule applies on these sites only.", "sites: [thehill.com]"),
    Key("not_sites", "sites", "The rule does not apply on these sites.", "not_sites: [copyright.gov]"),
    Key("languages", "languages", "The rule applies to texts of these languages only (BCP 47).", "languages: [de]"),
    Key("confidence", "choice", "high runs in every profile, medium in standard and aggressive, low in aggressive.", "confidence: medium", choices=("high", "medium", "low")),
    Key("replaced_by", "ids", "The rule is retired, and these full ids do its work: its own id stays valid in 'disable' and 'adjust', with a warning.", "replaced_by: [comments/house-rules]", frozenset({"retired"})),
    Key("removes", "removes", "Samples that go: a line, or several with '|'. Two blanks before a line: it stays. Of a rule with 'select': a piece of HTML.", "removes: [Most Popular]"),
    Key("keeps", "keeps", "Samples that stay: look-alikes, in real sentences.", "keeps: [The most popular songs were old.]"),
    Key("saves", "saves", "For a sample, what is saved of it.", "saves: { 'Tags: Economy': { tags: [Economy] } }", _TEXT),
)  # fmt: skip

BLOCK_KEYS = (
    Key("from", "opening", "The line that opens the block: whole lines, or any line keys.", "from: [Most Popular, Most Read]"),
    Key("through", "opening", "The block goes through the nearest line like this.", "through: Load more"),
    Key("until", "opening", "The block ends before the nearest line like this.", "until: { starts: Read the full story }"),
    Key("while", "line_keys", "The block goes on while lines look like this; one at least.", "while: { max_words: 16, sentence: false }"),
    Key("to_end", "flag", "true: the block goes to the end of the text.", "to_end: true"),
    Key("max_lines", "count", "Nothing goes if more lines than this would, first and last counted. 12 unless given.", "max_lines: 8", least=1),
)  # fmt: skip

REPEATS_KEYS = (
    Key("min_words", "count", "Words that the line, or the whole run, has at least. 20 unless given.", "min_words: 20", least=1),
    Key("block", "flag", "true: two consecutive lines or more that stand in the same order above.", "block: true"),
)  # fmt: skip

FILE_KEYS = (
    Key("about", "text", "One sentence on the file.", "about: Rules for commenters."),
    Key("sites", "sites", "All rules of the file apply on these sites only.", "sites: [thehill.com]"),
    Key("languages", "languages", "All rules of the file apply to texts of these languages only.", "languages: [de]"),
    Key("recognize", "phrases", "Phrases that identify the site in a text without address.", "recognize: [The Hill has removed its comment section]"),
    Key("disable", "ids", "In a file of your own: rules of lower layers that do not run, by full id or 'stem/*'.", "disable: [share/share-bar, bio/*]"),
    Key("adjust", "adjust", "In a file of your own: keys of rules of lower layers; what is listed is added, other values replace.", "adjust: { legal/copyright: { unless: [Act], not_sites: [copyright.gov] } }"),
    Key("rules", "rules", "The rules.", "rules:"),
)  # fmt: skip

ADJUSTABLE = tuple(
    key
    for key in RULE_KEYS
    if key.name not in {"id", "about", "match_case", "block", "repeats", "remove", "save_as", "keep", "replaced_by"}
    and key.name not in {"removes", "keeps", "saves"}
)
"""The keys of a rule that ``adjust`` may add to or replace: what it looks for, where and when, not what it does."""

CLOSINGS = ("through", "until", "while", "to_end")
"""The keys of a block of which it has exactly one."""

APART = {
    frozenset({"keep", "remove"}): "a rule that protects removes nothing",
    frozenset({"keep", "save_as"}): "a rule that protects saves nothing",
    frozenset({"keep", "removes"}): "a rule that protects has 'keeps' only",
    frozenset({"keep", "saves"}): "a rule that protects has 'keeps' only",
    frozenset({"keep", "likely"}): "what is only likely boilerplate is not protected by it",
    frozenset({"remove", "likely"}): "a line that is only likely boilerplate goes whole",
    frozenset({"prose_only", "likely"}): "the line model is asked in documents that are mostly prose only",
    frozenset({"sites", "not_sites"}): "'sites' leaves all other sites out already",
}
"""Pairs of keys that exclude each other though some kind of rule has both."""


def why_apart(first: str, second: str) -> str | None:
    """Return why two keys of a rule may not stand together; ``None`` if they may.

    >>> why_apart("starts", "max_words")
    >>> why_apart("block", "starts")
    "'starts' belongs to rules with line keys or 'select', 'block' to rules with 'block'"
    """
    table = {key.name: key for key in RULE_KEYS}
    reason = APART.get(frozenset({first, second}))
    if reason or table[first].of & table[second].of:
        return reason
    names = [
        f"'{name}' belongs to rules with {' or '.join(KINDS[k] for k in KINDS if k in table[name].of)}"
        for name in sorted((first, second), key=lambda name: name in KINDS)
    ]
    return f"{names[0]}, {names[1].replace(' belongs', '')}"


def apart(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return each key of a rule that may not stand beside an earlier one, as ``(earlier, key, why)``."""
    found = []
    for at, second in enumerate(names):
        reasons = ((first, why_apart(first, second)) for first in names[:at])
        found += [(first, second, reason) for first, reason in reasons if reason][:1]
    return found
