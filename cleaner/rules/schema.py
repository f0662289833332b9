"""The key table: every key of the rule language, once. The loader, the reference and the JSON schema use it."""

from typing import NamedTuple

from cleaner.page_types import PAGE_TYPES

KINDS = {
    "line": "line keys",
    "block": "'block'",
    "list": "'list'",
    "repeats": "'repeats'",
    "select": "'select'",
    "retired": "'replaced_by'",
}
"""The kinds of rule, each with the words for its keys. Retired rules do nothing."""

_ANY = frozenset(KINDS)
_ALL = _ANY - {"retired"}
_LINE = frozenset({"line"})
_TEXT = frozenset({"line", "block"})
_NODE = frozenset({"line", "select"})
_BOTH = _TEXT | _NODE

_LIST_SCORE = "The line model scores half of the lines this high or higher; seven lines are scored, spread evenly."
_LIST_EACH = "At the start: what each line looks like; the list ends above the first line that does not."

MAX_COUNT = 1_000_000
"""The largest count that is accepted: no text has that many lines, so a larger number is a typing error."""


class Key(NamedTuple):
    """One key: the reader of its value in :mod:`cleaner.rules.readers`, its help, and an example.

    ``of`` names the kinds of rule that may have it, and so which keys go together: two keys do if some kind has both,
    unless :data:`cleaner.rules.exclusions.APART` says otherwise. ``choices`` are the values of a choice or choices,
    ``least`` and ``most`` bound a count.
    """

    name: str
    value: str
    help: str
    example: str
    of: frozenset[str] = _ALL
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = MAX_COUNT


LINE_KEYS = (
    Key(
        "line",
        "phrases",
        "The whole line is one of these phrases.",
        "line: [Advertisement, Story continues below]",
        of=_NODE,
    ),
    Key(
        "starts",
        "phrases",
        "The line starts with one of these phrases.",
        "starts: Subscribe to The Daily Brief",
        of=_NODE,
    ),
    Key("ends", "phrases", "The line ends with one of these phrases.", "ends: [All rights reserved]", of=_NODE),
    Key(
        "contains",
        "phrases",
        "The line has one of these phrases anywhere.",
        "contains: [sign up for our newsletter]",
        of=_NODE,
    ),
    Key(
        "only_words",
        "words",
        "Every word of the line is from this set, as in share bars and menus.",
        "only_words: [share, tweet, email, print]",
        of=_LINE,
    ),
    Key(
        "regex",
        "patterns",
        "For experts: a pattern, in single quotes, that is searched in the folded line.",
        "regex: '^\\d+ min read$'",
        of=_LINE,
    ),
    Key("max_words", "count", "The line has at most this many words.", "max_words: 12", of=_NODE, least=1),
    Key("min_words", "count", "The line has at least this many words.", "min_words: 3", of=_LINE, least=1),
    Key(
        "sentence",
        "flag",
        "true: the line is a sentence: a stop of any script ends it, or it has 40 letters or more in Thai, Lao, Khmer "
        "or Burmese; false: it is not (teasers, menus and labels are not).",
        "sentence: false",
        of=_LINE,
    ),
)
"""What a line looks like: keys of a rule, and of the parts of a block."""

RULE_KEYS = (
    Key(
        "id",
        "slug",
        "The rule's name, unique in its file: a noun phrase that names the boilerplate.",
        "id: comment-policy",
        of=_ANY,
    ),
    Key(
        "about", "text", "One sentence that says what the rule removes.", "about: House rules for commenters.", of=_ANY
    ),
    *LINE_KEYS,
    Key("match_case", "flag", "true where capitals matter (Tags against tags).", "match_case: true", of=_BOTH),
    Key(
        "unless",
        "phrases",
        "Phrases that stop the rule: in a block, on any of its lines; beside 'select', anywhere in the node.",
        "unless: [said]",
        of=_BOTH,
    ),
    Key("near_end", "count", "At most this many remaining lines follow.", "near_end: 5", of=_TEXT),
    Key("near_start", "count", "At most this many remaining lines are above.", "near_start: 2", of=_TEXT),
    Key("prose_before", "count", "At least this many lines of prose are above.", "prose_before: 3", of=_TEXT, least=1),
    Key(
        "prose_only",
        "flag",
        "true: the rule is skipped in documents that are not mostly prose (recipes, tables, live tickers), and for a"
        " first or last line that belongs to a poem, an address or another block of short lines.",
        "prose_only: true",
        of=_ALL - {"select", "list"},
    ),
    Key(
        "max_run",
        "count",
        "Lines that look like this stay when more of them follow each other. Default: 3 for rules of position "
        "and shape only.",
        "max_run: 2",
        of=_LINE,
        least=1,
    ),
    Key(
        "likely",
        "count",
        "The line model scores the line this high or higher: of lines with such scores on sites that it was not "
        "trained on, at least this percentage was boilerplate. Checked last, for lines that are not prose and "
        "for the last four, in documents that are mostly prose.",
        "likely: 95",
        of=_LINE,
        least=50,
        most=99,
    ),
    Key(
        "block",
        "block",
        "Several lines at once: 'from', and one of 'through', 'until', 'while', 'to_end'.",
        "block: { from: Most Popular, through: Load more }",
        of=frozenset({"block"}),
    ),
    Key(
        "list",
        "list",
        "Lines in a row without prose that go together, such as menus and headlines of other stories, right below a "
        "line that a rule with 'marks_list' removed. It begins with three lines without prose. Checked when no other "
        "rule removes anything more.",
        "list: { at: end, min_lines: 3, likely: 60 }",
        of=frozenset({"list"}),
    ),
    Key(
        "repeats",
        "repeats",
        ("A line of this length that repeats an earlier one; with 'block: true', two or more lines in the same order."),
        "repeats: { min_words: 20 }",
        of=frozenset({"repeats"}),
    ),
    Key(
        "select",
        "selectors",
        "Pages only: the nodes that one of these CSS selectors matches are removed, with everything in them, "
        "before the page's text is extracted. Tag, class, id, attribute, descendant, child, ',' and ':not()'. "
        "Keys beside it apply to the node's joined text.",
        "select: ['aside.newsletter', '#comments']",
        of=frozenset({"select"}),
    ),
    Key(
        "remove",
        "choice",
        "line: remove the whole line; match: only the matching words; nothing: only apply 'save_as'.",
        "remove: match",
        of=_LINE,
        choices=("line", "match", "nothing"),
    ),
    Key(
        "save_as",
        "choice",
        "The field of the front matter that the captured text goes into.",
        "save_as: tags",
        of=_TEXT,
        choices=("title", "author", "date", "modified", "section", "tags", "description", "dateline", "photo_credit"),
    ),
    Key(
        "keep", "flag", "true: what matches is protected from other rules, 'repeats' included.", "keep: true", of=_LINE
    ),
    Key(
        "marks_list",
        "flag",
        "true: what this rule removes often stands above a list of the site's own, so that rules with 'list' may "
        "remove what is below it.",
        "marks_list: true",
        of=_TEXT,
    ),
    Key(
        "sites",
        "sites",
        "The rule applies on these sites only, and not to texts of unknown site.",
        "sites: [thehill.com]",
    ),
    Key("not_sites", "sites", "The rule does not apply on these sites.", "not_sites: [copyright.gov]"),
    Key(
        "languages",
        "languages",
        "The rule applies to texts in these languages (BCP 47), and to those whose language is unknown.",
        "languages: [de]",
    ),
    Key(
        "page_types",
        "choices",
        "The rule applies to pages of these types only, and to texts whose metadata name such a page_type.",
        "page_types: [forum]",
        choices=tuple(PAGE_TYPES),
    ),
    Key(
        "confidence",
        "choice",
        "high runs in every profile, medium in standard and aggressive, low in aggressive.",
        "confidence: medium",
        choices=("high", "medium", "low"),
    ),
    Key(
        "replaced_by",
        "ids",
        "The rule is retired, and the rules with these full ids do its work. Its own id stays valid in 'disable' "
        "and 'adjust', with a warning.",
        "replaced_by: [comments/house-rules]",
        of=frozenset({"retired"}),
    ),
    Key(
        "removes",
        "removes",
        "Samples that are removed: a line, or several with '|'. A line that is indented by two spaces stays. For a "
        "rule with 'select': a fragment of HTML.",
        "removes: [Most Popular]",
    ),
    Key(
        "keeps",
        "keeps",
        "Samples that stay: look-alikes, in real sentences.",
        "keeps: [The most popular songs were old.]",
    ),
    Key(
        "saves",
        "saves",
        "Samples with what is saved of each.",
        "saves: { 'Tags: Economy': { tags: [Economy] } }",
        of=_TEXT,
    ),
)

BLOCK_KEYS = (
    Key(
        "from",
        "opening",
        "The line that opens the block: whole lines, or any line keys.",
        "from: [Most Popular, Most Read]",
    ),
    Key("through", "opening", "The block ends with the nearest line like this.", "through: Load more"),
    Key(
        "until",
        "opening",
        "The block ends before the nearest line like this.",
        "until: { starts: Read the full story }",
    ),
    Key(
        "while",
        "line_keys",
        (
            "The block continues while lines look like this; it has at least one. If no key is a phrase, the last"
            " line stays where it leads to prose: it has four words or fewer, like a subhead, or ends with a colon."
        ),
        "while: { max_words: 16, sentence: false }",
    ),
    Key("to_end", "flag", "true: the block continues to the end of the text.", "to_end: true"),
    Key(
        "max_lines",
        "count",
        "Nothing is removed if the block has more lines than this, first and last included. Default: 12.",
        "max_lines: 8",
        least=1,
    ),
)

LIST_KEYS = (
    Key(
        "at",
        "choice",
        "start: above all prose; middle: between two lines of prose, except the last line, which may be a heading; "
        "end: to the end of the text, with single lines of prose in it, up to 15 % of its lines; foot: all that is "
        "below the last line of prose, around the line that another rule took. Except at the start, leading sentences "
        "and lines of 15 words or more stay, and two lines of prose and 60 words must be above.",
        "at: end",
        choices=("start", "middle", "end", "foot"),
    ),
    Key("min_lines", "count", "The list has at least this many lines.", "min_lines: 3", least=3),
    Key("likely", "count", _LIST_SCORE, "likely: 60", least=1, most=99),
    Key("each", "opening", _LIST_EACH, "each: { max_words: 3 }"),
)

REPEATS_KEYS = (
    Key(
        "min_words",
        "count",
        "The line, or the whole run, has at least this many words. Default: 20.",
        "min_words: 20",
        least=1,
    ),
    Key("block", "flag", "true: two or more consecutive lines that are also above in the same order.", "block: true"),
    Key(
        "prose",
        "flag",
        (
            "true: only lines of prose are copies, so that headings, rows, refrains and code stay; and a single line"
            " between two others of prose stays, since the article says it there."
        ),
        "prose: true",
    ),
)

FILE_KEYS = (
    Key("about", "text", "One sentence about the file.", "about: Rules for commenters."),
    Key(
        "sites",
        "sites",
        "All rules of the file apply on these sites only, and not to texts of unknown site.",
        "sites: [thehill.com]",
    ),
    Key(
        "languages",
        "languages",
        "All rules of the file apply to texts in these languages, and to those whose language is unknown.",
        "languages: [de]",
    ),
    Key(
        "page_types",
        "choices",
        "All rules of the file apply to pages of these types only.",
        "page_types: [forum]",
        choices=tuple(PAGE_TYPES),
    ),
    Key(
        "recognize",
        "phrases",
        "Phrases that identify the site in a text without an address.",
        "recognize: [The Hill has removed its comment section]",
    ),
    Key(
        "disable",
        "ids",
        "In a file of your own: rules of lower layers that do not run, by full id or 'stem/*'.",
        "disable: [share/share-bar, bio/*]",
    ),
    Key(
        "adjust",
        "adjust",
        "In a file of your own: keys of rules of lower layers. Lists are added to, other values are replaced.",
        "adjust: { legal/copyright: { unless: [Act], not_sites: [copyright.gov] } }",
    ),
    Key("rules", "rules", "The rules.", "rules:"),
)

ADJUSTABLE = tuple(
    key
    for key in RULE_KEYS
    if key.name
    not in {"id", "about", "match_case", "block", "list", "repeats", "remove", "save_as", "keep", "replaced_by"}
    and key.name not in {"removes", "keeps", "saves"}
)
"""The keys of a rule that ``adjust`` may change: what the rule looks for, where and when, but not what it does."""

CLOSINGS = ("through", "until", "while", "to_end")
"""The keys that close a block, which has exactly one of them."""
