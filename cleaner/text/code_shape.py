r"""Code in plain text, recognized by its shape, where no markup says what it is.

>>> rows = ["Try this:", "def greet(name):", "    print(name)", "", 'greet("Ann")', "It prints a name."]
>>> code_blocks(rows)
[range(1, 5)]

Rows of code are *sure* if nobody writes prose like them (a call, a row that ends with a brace, a prompt), or *likely*
if they are code beside sure ones (``total = 3``, a comment, ``FROM users``) and may be mathematics or notes elsewhere.
Precision comes first: what is not recognized is only read as text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from cleaner.lazy import lazy_pattern
from cleaner.text.layout import indentation
from cleaner.text.sentences import is_sentence
from cleaner.text.words import count_words

RowShape = Literal["sure", "tag", "likely", "blank", "other"]
"""What a row is by itself. A *tag* is a row of HTML or XML, which extractors also leave in news."""

MAX_ROW = 200
"""Characters of the longest row of code: style guides allow 80 to 120, and paragraphs are longer."""

MIN_SURE = 2
"""Fewest sure rows of a block. Indented as a whole, one is enough."""

MIN_SHARE = 3
"""One in how many rows of a block must be sure."""

MIN_TAGS = 3
"""Fewest rows of a block that has tags only: one or two are leftovers of an editor."""

MIN_TABLE_ROWS = 3
"""Fewest rows of a drawn table, with its borders."""

MAX_OTHER = 3
"""Most other rows in a row inside a block: the output of a command, parts of a long string."""

PROSE_IN_CODE = 6
"""Words from which a row that ends like a sentence is prose and ends a block."""

_SIGNS = {
    "{": ("{",),
    "}": ("}",),
    "=": ("=",),
    "<": ("<",),
    ">": (">>>",),
    "$": ("$ ",),
    ";": (";\n",),
    "&": ("&&",),
    "#": ("#!",),
    ":": ("::", ":\n ", ":\n\t", ":\\"),
}
"""What rows of code have, by the first character: searching one character is ten times as fast as searching two."""

_WORDS = ("install", "import ", "sudo ", "git ", "docker ", "kubectl ", "npm ", "curl ", "SELECT ", "CREATE ", "def ")

_MATHEMATICS = r"(?!(?:sin|cos|tan|log|ln|exp|sqrt|max|min|lim|det|gcd)\()"
_TOOLS = (
    *("pip", "pip3", "npm", "npx", "pnpm", "yarn", "apt", "apt-get", "git", "docker", "kubectl", "brew", "cargo", "go"),
    *("make", "conda", "gem", "dnf", "yum", "systemctl", "helm", "terraform", "composer", "poetry", "uv", "python"),
    *("python3", "mvn", "gradle", "dotnet", "rails", "bundle"),
)
_COMMANDS = (
    *(
        "cd",
        "mkdir",
        "ls",
        "cat",
        "curl",
        "wget",
        "chmod",
        "chown",
        "ssh",
        "scp",
        "rm",
        "cp",
        "mv",
        "tar",
        "grep",
        "touch",
    ),
    *("source", "bash", "sh", "node", "find", "sed", "awk", "gcc", "clang", "java", "javac", "perl", "php"),
)
_KEYWORDS = (
    *(
        "def",
        "async",
        "from",
        "import",
        "package",
        "echo",
        "SELECT",
        "INSERT",
        "DELETE",
        "CREATE",
        "ALTER",
        "DROP",
        "UPDATE",
    ),
    *("RUN", "COPY", "WORKDIR", "EXPOSE", "FROM", "sudo", "//", "#!"),
)
_FIRST_WORDS = frozenset((*_TOOLS, *_COMMANDS, *_KEYWORDS))
_ACTIONS = (
    r"(?:-\S+|install|uninstall|run|build|init|clone|add|commit|push|pull|checkout|update|upgrade|start|stop|restart|create|apply"
    r"|get|test|publish|compose|exec|new|sync|mod|status|merge|rebase|remote|\S+\.py)"
)
_SIGN = lazy_pattern(r"[{}()\[\]=<>;$#\\&|]|:$|^\"|::")
_SURE = lazy_pattern(
    rf"""
      .*\{{$ | [\]}})]+[;,)]*$ | \}}\s*(?:else|catch|finally|while)\b.*                 # braces
    | [\w.\#*][\w\s.\#:,>*-]*\{{\s*[\w-]+\s*:.*\}}$                                     # a rule of CSS in one row
    # Python
    | (?:else|try|finally):$ | (?:async\s+)?def\s+\w+(?:\(.*)?$ | class\s+\w+(?:\(.*\))?:$ | while\s+(?:True|1):$
    | for\s+\w+(?:,\s*\w+)*\s+in\s+.*[\w)\]"']:$
    | (?:if|elif|while|with|except|match|case)\b.*(?:[=!<>]=|\w\(|[\[<>"']|\.\w).*:$
    | from\s+[\w.]+\s+import\s+\S.*
    | import\s+(?:[\w.]+\s+as\s+\w+|\w+\.[\w.]+|[\w{{*][^.]*\sfrom\s+["'].*|static\s.*);?$
    # declarations of C, Java, JavaScript, Go, Rust, PHP and their kin
    | (?:if|while|for|switch)\s*\(.*\)\s*[{{;]?$
    | \#\s*(?:include|define|ifdef|ifndef|endif|pragma)\b.* | \#!/.* | <\?php\b.* | //\s?\S.*
    | using\s+[\w.]+;$ | package\s+[\w.]+;?$ | use\s+[\w:\\]+(?:::\{{.*\}})?;$
    | (?:const|let|var|val|final|static|public|private|protected)\s+[\w<>\[\]{{}},\s:]+(?:=|\().*
    | (?:function|func|fn|sub)\s+\w+\s*\(.*
    | (?:int|char|float|double|long|bool|void|auto|unsigned|String|size_t)\s+[*&]?\w+(?:\[.*\])?\s*[=;,(].*
    # calls, assignments of all but numbers, statements, operators
    | {_MATHEMATICS}(?:await\s+|new\s+)?\$?(?:[a-z_]\w|[A-Z]\w*[.:])[\w.:>\-!]*\(.*\)\s*[;:,]?$
    | [A-Za-z_$][\w.\[\]"'>-]*\s*[-+*/.|&]?:?=\s*(?:["'`\[{{]|(?:new|function|await|lambda)\s
        |(?:True|False|None|null|true|false)\b|{_MATHEMATICS}[A-Za-z_]\w+(?:\.\w+)*\().*
    | \.[a-z]\w*\(.*\)\s*;?$ | @@\s-\d\S*\s\+\d\S*\s@@.* | (?:---|\+\+\+)\s[ab]/\S+$
    | [A-Za-z_.][\w.]*\s*<-\s*\S.* | \w+\s*::\s\S.* | \\\w+[\[{{].*[\]}}]$ | \$\w+\s*=[^=].*
    | (?=.*(?:\w\(.*\)\s*;$|[=\[\]]|->|::|\+\+|--)).*[\w)\]"'+-]\s*;$ | (?:break|continue|return\b.*|pass);$
    | .*(?:\s[=!]==?\s|\s&&\s|\s\|\|\s|\s=>\s|\s[-+*/|]=\s|\$\{{|\$\(|\w::\w).*
    # prompts and commands
    | \$\s+[a-z./~]\S*.* | >>>\s.* | [\w.-]+@[\w.-]+:\S*[$\#]\s.* | (?:PS\s)?[A-Z]:\\[^>]*>\s?\S.*
    | (?:sudo\s+)?(?:{"|".join(_TOOLS)})\s+{_ACTIONS}(?:\s\S.*)?(?<![.!?])$
    | (?:sudo\s+)?(?:{"|".join(_COMMANDS)})\s+(?=\S*(?:[-/.~$=_*]\S|\.\.$)|.*\s(?:-\w|[/~.]))\S.*(?<![.!?])$
    | echo\s+["'$].* | export\s+\w+=.* | [A-Z][A-Z0-9_]+=\S+$ | .*;\s*(?:then|do)$
    # SQL, JSON, Docker
    | (?:SELECT|INSERT\ INTO|DELETE\ FROM|(?:CREATE|ALTER|DROP)\ (?:TABLE|INDEX|VIEW|DATABASE))\s+[\w*"`(].*
    | UPDATE\s+\w+\s+SET\b.*
    | (?:FROM|WHERE|GROUP\ BY|ORDER\ BY|HAVING|LIMIT|SET|VALUES|(?:LEFT\ |RIGHT\ |INNER\ )?JOIN|AND|OR)\b.*;$
    | (?i:select\s.*\sfrom\s.*;|insert\s+into\s.*|delete\s+from\s+\w+.*;)$
    | "[^"]*"\s*:\s*(?:["\[{{\d-]|true|false|null).*
    | RUN\s+\S.* | COPY\s+\S+\s+[./]\S*$ | WORKDIR\s+/.* | (?:CMD|ENTRYPOINT)\s+\[.* | FROM\s+[\w./-]+:[\w.-]+$
    """,
    re.VERBOSE,
)
_TAG = lazy_pattern(
    r"<(?:!--.*-->|!doctype\s[^<>]*>|[/?]?[a-z][\w:.-]*(?:\s[^<>]*)?/?>(?:.*</?[a-z][\w:.-]*>)?)$", re.IGNORECASE
)
_LIKELY = lazy_pattern(
    r"""
      [A-Za-z_$][\w.\[\]"']*\s*[-+*/]?=\s*(?:\S.*[^.!?]|\d*\.?\d+)$  # an assignment, or mathematics
    | (?:\#|//|--|;|/\*|\*/|\*)(?:\s.*|$) | .*\*/$                 # a comment, or an item of a list
    | (?:return|yield|raise|throw|assert|del|print|puts|end|fi|done|esac|pass|break|continue|global|import)\b[^.]*$
    | (?:return|yield|raise|throw|print|puts)\s.*["')\]};]$ | class\s+[A-Z]\w*(?:\s*<\s*\w+)?$ | (?:cd|gcc|make)\s\S+$
    | @\w[\w.]*(?:\(.*\))?$ | \.\.\.\s.* | \[[\w.:-]+\]$             # decorators, sections
    | (?:FROM|WHERE|GROUP\ BY|ORDER\ BY|HAVING|LIMIT|SET|VALUES|(?:LEFT\ |RIGHT\ |INNER\ )?JOIN|ON|AND|OR|UPDATE)\s.*
    | [a-z_][\w.-]*:(?:\s+\S.*)? | -\s+[\w."'].*                   # YAML
    | [\w.#:-][\w.\s,>#:-]*\s*:\s*[^;]+;$                          # CSS
    | .*[\[({,\\|+]$ | ["'(\[].*                                   # a statement that continues
    """,
    re.VERBOSE,
)
_IMPORT = lazy_pattern(r"import\s+[a-z_][\w.]*(?:,\s*[a-z_][\w.]*)*;?$")
_KEY = lazy_pattern(r"(?:-\s+)?[a-z_][\w.-]*:$")
_PAIR = lazy_pattern(r"(?:-\s+)?[a-z_][\w.-]*:(?:\s+\S.*)?$|-\s+\S+$")
_SECTION = lazy_pattern(r"\[[\w.:-]+\]$")
_SETTING = lazy_pattern(r"[\w.-]+\s*=")
_TARGET = lazy_pattern(r"[\w.%/-]+:(?:\s|$)")


_EDGES = "|+│┃║┌┏╔├┣╠└┗╚╭╰┐┓╗┤┫╣┘┛╝╮╯"
_TABLE_ROW = lazy_pattern(rf"\s*[{_EDGES}].*[{_EDGES}]\s*$")
_BORDER = lazy_pattern(r"[\s|+:=─-╿-]+$")
_LINES = ("---", "===", "───", "━━━", "═══")
_CORNERS = ("|-", "| -", "|:", "| :", "+-", "+=", "├", "┣", "╠", "└", "┗", "╚", "╰")
"""How the borders inside of drawn tables and below them begin: most texts have no such row."""


def code_blocks(rows: Sequence[str]) -> list[range]:
    """Return the blocks of code in a text as ranges of its rows, with the blank rows inside them.

    Tables drawn with characters are such blocks as well: their rows stay as they are.
    """
    tables = _drawn_tables(rows)
    if not tables:
        return _code_blocks(rows)
    code = [block for block in _code_blocks(rows) if not any(_overlap(block, table) for table in tables)]
    return sorted([*code, *tables], key=lambda block: block.start)


def _overlap(block: range, other: range) -> bool:
    return block.start < other.stop and other.start < block.stop


def _drawn_tables(rows: Sequence[str]) -> list[range]:
    """Return the runs of rows between bars, one of which is a border: ``+---+`` or ``|---|``."""
    tables: list[range] = []
    if not any(row.lstrip().startswith(_CORNERS) for row in rows):
        return tables
    start = 0
    for index in range(len(rows) + 1):
        if index < len(rows) and _TABLE_ROW.match(rows[index]):
            continue
        if index - start >= MIN_TABLE_ROWS and any(map(_is_border, rows[start:index])):
            tables.append(range(start, index))
        start = index + 1
    return tables


def _is_border(row: str) -> bool:
    return _BORDER.match(row) is not None and any(line in row for line in _LINES)


def _code_blocks(rows: Sequence[str]) -> list[range]:
    short = [row for row in rows if len(row) <= MAX_ROW]
    if not _may_have_code("\n".join(short)) or not any(map(_may_begin_code, short)):
        return []
    shapes = row_shapes(rows)
    if not any(shape in ("sure", "tag") for shape in shapes):
        return []
    return [block for block in _candidates(rows, shapes) if _is_code(rows, shapes, block)]


def _may_have_code(text: str) -> bool:
    """Whether a text has a sign or word that rows of code have: most texts have none, and counting is fastest."""
    has_sign = any(first in text and any(map(text.__contains__, signs)) for first, signs in _SIGNS.items())
    if has_sign or any(map(text.__contains__, _WORDS)):
        return True
    return text.count("(") > text.count(" (") + text.count("\n(")


def _may_begin_code(row: str) -> bool:
    """Whether a row is sure, or may be with the one below it."""
    words = row.strip()
    return _is_sure(words) or words[-1:] == ":" or (words[:1] == "[" and _SECTION.match(words) is not None)


def row_shapes(rows: Sequence[str]) -> list[RowShape]:
    """Return the shape of each row."""
    shapes = [_shape(row.strip()) for row in rows]
    for index, pair in enumerate(pairwise(rows)):
        if shapes[index] == "likely" and _is_head(*pair):
            shapes[index] = "sure"
    return shapes


def _is_head(row: str, following: str) -> bool:
    """Whether a row is a key of YAML, a section of an INI file or a target of make, with the row that belongs to it."""
    head, rest = row.strip(), following.strip()
    if _SECTION.match(head):
        return _SETTING.match(rest) is not None
    if following.startswith("\t") and _TARGET.match(row):
        return True
    is_deeper = len(indentation(following)) > len(indentation(row))
    return is_deeper and _KEY.match(head) is not None and _PAIR.match(rest) is not None


def _shape(row: str) -> RowShape:
    if not row:
        return "blank"
    if len(row) > MAX_ROW:
        return "other"
    if row[0] == "<" and _TAG.match(row):
        return "tag"
    if _ends_prose(row):
        return "other"
    return "sure" if _is_sure(row) else "likely" if _LIKELY.match(row) else "other"


def _is_sure(row: str) -> bool:
    """Whether a row alone is code: a sign or its first word says at once that most rows are none."""
    if not _SIGN.search(row) and row.split(" ", 1)[0] not in _FIRST_WORDS:
        return False
    return _SURE.match(row) is not None or _TAG.match(row) is not None


def _ends_prose(row: str) -> bool:
    """Whether a row ends as a sentence of some length does, and as no code does."""
    return row[-1] not in ")]}\"'" and is_sentence(row) and count_words(row) >= PROSE_IN_CODE


def _candidates(rows: Sequence[str], shapes: Sequence[RowShape]) -> Iterator[range]:
    """Yield the longest runs of rows that are code if any is: from one row that looks like code to another."""
    start, end, others = None, 0, 0
    for index, shape in enumerate(shapes):
        if shape == "blank":
            continue
        is_prose = shape == "other" and (len(rows[index]) > MAX_ROW or _ends_prose(rows[index].strip()))
        others = 0 if shape != "other" else others + 1
        if start is not None and (is_prose or others > MAX_OTHER):
            yield from _trimmed(rows, shapes, range(start, end))
            start = None
        if shape != "other":
            start = index if start is None else start
            end = index + 1
    if start is not None:
        yield from _trimmed(rows, shapes, range(start, end))


def _trimmed(rows: Sequence[str], shapes: Sequence[RowShape], block: range) -> Iterator[range]:
    """Yield a run without the rows at its ends that are only likely and stand apart from the sure ones."""
    sure = [index for index in block if shapes[index] in ("sure", "tag")]
    if not sure:
        return
    start, end = sure[0], sure[-1] + 1
    while start > block.start and shapes[start - 1] == "likely":
        start -= 1
    start = _with_imports(rows, shapes, block, start)
    while end < block.stop and shapes[end] == "likely":
        end += 1
    yield range(start, end)


def _with_imports(rows: Sequence[str], shapes: Sequence[RowShape], block: range, start: int) -> int:
    """Return where code begins with the imports above it, from which blank rows part it."""
    first = start
    for index in range(start - 1, block.start - 1, -1):
        if shapes[index] != "blank" and not _IMPORT.match(rows[index]):
            break
        first = index if shapes[index] != "blank" else first
    return first


def _is_code(rows: Sequence[str], shapes: Sequence[RowShape], block: range) -> bool:
    """Whether enough rows of a run are sure."""
    filled = [index for index in block if shapes[index] != "blank"]
    sure = sum([shapes[index] == "sure" for index in filled])
    tags = sum([shapes[index] == "tag" for index in filled])
    if MIN_SHARE * (sure + tags) < len(filled):
        return False
    if all(indentation(rows[index]) for index in filled):
        return sure > 0 or tags >= MIN_SURE
    supporting = [shapes[index] == "likely" and _supports(rows[index]) for index in filled]
    if sure and sum(supporting) >= MIN_SURE and not any(shapes[index] == "other" for index in filled):
        return True
    return sure + (tags > 0) >= MIN_SURE or (tags >= MIN_TAGS and _is_element(rows, filled))


def _supports(row: str) -> bool:
    """Whether a row that is likely code sets a value or is part of an indented body."""
    return bool(indentation(row)) or _SETTING.match(row) is not None


def _is_element(rows: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether rows of tags are nested, or are closed by the end of what the first one opens."""
    first, last = rows[filled[0]].strip(), rows[filled[-1]].strip()
    name = first[1:].split(">")[0].split(" ")[0]
    return any(indentation(rows[index]) for index in filled) or last == f"</{name}>" or first[:2] == "<!"
