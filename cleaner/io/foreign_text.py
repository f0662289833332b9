"""Texts without an article, recognized by their lines: tables, mail, XML and source code.

Precision comes first: a text with a line of prose where such a file has none is an article.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from cleaner.text.code_shape import code_blocks, row_shapes

MIN_ROWS = 3
"""Rows of the smallest table, with its header."""

EVEN_SHARE = 0.9
"""Share of a table's rows that have the same number of cells: a cell with a stray separator has one more."""

HEADER_CHARACTERS = 40
"""Characters of the longest name of a column."""

MIN_BARE_COLUMNS, MIN_BARE_ROWS = 3, 4
"""Columns and rows of the smallest table without a header: less may be a list in prose."""

PROSE_WORDS = 5
"""Words of a cell or line that may be a sentence."""

CODE_CHARACTERS = 300
"""Characters of the longest line that is examined for the shapes of code: longer ones are data or prose."""

MIN_CODE_LINES = 3
"""Lines of the shortest source code that is recognized without a name."""

CODE_SHARE = 0.8
"""Share of the lines of source code that have its shapes; the others are names, numbers and closing words."""

CHARACTERS_PER_TAG = 1000
"""Characters of XML per tag, at most: a text with one tag at its start has more."""

MIN_HEADERS = 3
"""Lines of the shortest header block of a mail."""

_SEPARATORS = ",\t;|"

Markup = Literal["", "xml", "feed", "sitemap"]
MailKind = Literal["", "mail", "mhtml", "mailbox"]


class Table(NamedTuple):
    """A table in plain text: its separator, and the names of its columns if it has a header."""

    separator: str
    columns: tuple[str, ...] = ()


def table_of(text: str) -> Table | None:
    r"""Return the table that a text is; ``None`` for another text.

    >>> table_of("village,hour\nCarrow,9:00\nUpper Mill,9:40\n")
    Table(separator=',', columns=('village', 'hour'))
    >>> table_of("Roses are red, violets are blue,\nSugar is sweet, and so are you,\nAnd so, again, on.")
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    second = rest.partition("\n")[0]
    for separator in _SEPARATORS:
        is_candidate = separator in first and (separator in second or '"' in first + second)
        if is_candidate and (table := _table(text, separator)):
            return table
    return None


def _table(text: str, separator: str) -> Table | None:
    try:
        rows = [*csv.reader(text.strip("\n").split("\n"), delimiter=separator)]
    except csv.Error:  # a cell longer than any name or number
        return None
    filled = [row for row in rows if row]
    if len(filled) < MIN_ROWS or len(rows) - len(filled) > (1 - EVEN_SHARE) * len(rows):
        return None
    width, count = Counter(map(len, filled)).most_common(1)[0]
    if width == 1 or count < EVEN_SHARE * len(filled) or len(filled[0]) != width:
        return None
    even = [row for row in filled if len(row) == width]
    has_header = _is_header(even)
    if separator == "\t" or not _has_blanks(even):
        is_table = _is_data(even, has_header=has_header, is_quoted=',"' in text)
    else:  # as in prose, so that figures must speak for a table
        is_table = has_header and width >= MIN_BARE_COLUMNS and _has_typed_column(even[1:])
    if not is_table or _has_decimal_commas(even, separator):
        return None
    return Table(separator, tuple(cell.strip() for cell in even[0]) if has_header else ())


def _has_case(name: str) -> bool:
    """Whether a name is in a script with capitals: those that have none often have no blanks either."""
    return name.lower() != name.upper()


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: short, different names that do not recur below."""
    names = [cell.strip() for cell in rows[0]]
    if not all(names) or len(set(names)) < len(names):
        return False
    columns = zip(*rows[1:], strict=True)
    return all(
        _is_column_name(name) and name not in map(str.strip, cells) for name, cells in zip(names, columns, strict=True)
    )


def _is_column_name(name: str) -> bool:
    return (
        len(name) <= HEADER_CHARACTERS
        and len(name.split()) < PROSE_WORDS
        and not name.endswith((".", "!", "?", ":", ",", "…", "”", "»"))
        and any(map(str.isalpha, name))
        and not _TYPED.fullmatch(name)
    )


def _is_data(rows: Sequence[Sequence[str]], *, has_header: bool, is_quoted: bool) -> bool:
    """Whether even rows are a table, and not lines of prose with a tab or comma each."""
    width = len(rows[0])
    if not has_header:
        has_prose = any(_is_prose(cell) for row in rows for cell in row)
        return width >= MIN_BARE_COLUMNS and len(rows) >= MIN_BARE_ROWS and not has_prose and _has_typed_column(rows)
    if width >= MIN_BARE_COLUMNS and any(map(_has_case, rows[0])):
        return True
    has_technical_names = all(_TECHNICAL_NAME.fullmatch(name.strip()) for name in rows[0])
    return has_technical_names or is_quoted or _has_typed_column(rows[1:])


_TYPED = re.compile(
    r"""[-+]?[$€£¥]?\d[\d.,'\u00a0]*\s?(?:%|[$€£¥]|[a-zA-Z]{1,3})? | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T\s][\d:.Z+-]+)?
    | \d{1,2}:\d{2}(?::\d{2})? | true | false | yes | no | null | none | n/a | https?://\S+ | [\w.+-]+@[\w-]+\.[\w.-]+
    | [0-9a-f]{8,}(?:-[0-9a-f]{4,})*""",
    re.IGNORECASE | re.VERBOSE,
)
_TECHNICAL_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*")


def _has_typed_column(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of a column are all figures, dates, addresses or the like."""
    for column in zip(*rows, strict=True):
        cells = [cell.strip() for cell in column if cell.strip()]
        if len(cells) > 1 and all(map(_TYPED.fullmatch, cells)):
            return True
    return False


def _has_blanks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether separators are mostly followed by a blank, as the marks of prose are."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    return not cells or sum(cell[0] == " " for cell in cells) * 4 > len(cells)


def _has_decimal_commas(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Whether commas stand between the digits of figures: "Coffee 2,50"."""
    pairs = [pair for row in rows for pair in pairwise(row)] if separator == "," else []
    decimals = sum(bool(_ENDS_IN_FIGURE.search(left)) and right[:1].isdigit() for left, right in pairs)
    return decimals * 2 >= len(pairs) > 0


_ENDS_IN_FIGURE = re.compile(r"[^\d.:/-]\s{0,3}\d{1,3}\Z")


def _is_prose(text: str) -> bool:
    """Whether a cell or line may be a sentence."""
    words = _WORD.findall(text)
    return len(words) >= PROSE_WORDS or (len(words) > 1 and text.rstrip().endswith((".", "!", "?", "…", "。")))


_WORD = re.compile(r"[^\W\d_]{2,}")

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?:[ \t]+(\S.*)?)?\n?")
_MAIL_NAMES = frozenset(
    (
        *("from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "received", "message-id", "return-path"),
        *("delivered-to", "in-reply-to", "references", "mime-version", "content-type", "content-transfer-encoding"),
        *("user-agent", "dkim-signature", "list-id", "list-unsubscribe", "envelope-to", "newsgroups", "path"),
    )
)
_MACHINE_NAMES = frozenset(
    ("received", "message-id", "return-path", "mime-version", "delivered-to", "dkim-signature", "references", "list-id")
)
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]")
_MAIL_DATE = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{3})")
_MAILBOX_START = re.compile(r"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d(?::\d\d)? .*\n>?[A-Za-z-]+:")


def mail_kind(text: str) -> MailKind:
    """Return what kind of mail a text is, by the header block that it begins with; an empty string for another text.

    A memo or letter has lines such as ``To:`` and ``From:``, too, but neither addresses nor what machines add.
    """
    if text.startswith("From ") and _MAILBOX_START.match(text):
        return "mailbox"
    headers = dict(_headers(text))
    names = _MAIL_NAMES & headers.keys()
    if len(headers) < MIN_HEADERS or len(names) < MIN_HEADERS - 1:
        return ""
    people = " ".join(headers.get(name, "") for name in ("from", "to", "sender", "reply-to"))
    if not (names & _MACHINE_NAMES or _ADDRESS.search(people) or _MAIL_DATE.match(headers.get("date", ""))):
        return ""
    return "mhtml" if "multipart/related" in headers.get("content-type", "") else "mail"


def _headers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names and values of the header block at the start of a text; nothing if no empty line ends it."""
    headers = list[tuple[str, str]]()
    for line in text.split("\n"):
        if not line.strip():
            yield from headers
            return
        if line[0] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif match := _HEADER.fullmatch(line):
            headers.append((match[1].lower(), match[2] or ""))
        else:
            return


_HTTP = re.compile(r"HTTP/\d(?:\.\d)? \d{3}\b[^\n]*\n[A-Za-z-]+:")


def is_http(text: str) -> bool:
    """Whether a text begins with the headers of an HTTP response."""
    return _HTTP.match(text) is not None


_XML_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*(<!DOCTYPE\s+([\w:.-]+)[^\[>]*(?:\[.*?\]\s*)?>)?", re.DOTALL)
_XML_ROOT = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)(?=[\s/>])", re.DOTALL)
_NAMESPACE = re.compile(r"<\w[^>]*\sxmlns(?::\w+)?\s*=\s*[\"'](?!http://www\.w3\.org/1999/xhtml)")
_FEEDS = frozenset(("rss", "feed", "RDF"))
_SITEMAPS = frozenset(("urlset", "sitemapindex"))
_PAGE_ELEMENT = re.compile(
    r"""
    html | head | body | title | meta | link | script | style | base | template | noscript | article | main | section
    | header | footer | nav | aside | div | p | h[1-6] | table | tbody | thead | tr | td | th | ul | ol | li | dl | dt
    | dd | blockquote | pre | code | span | a | b | i | u | s | em | strong | small | big | font | center | br | hr
    | sub | sup | q | cite | mark | time | address | img | figure | picture | video | audio | iframe | form | input
    | button | details
    """,
    re.IGNORECASE | re.VERBOSE,
)


def markup_kind(text: str, *, is_whole: bool) -> Markup:
    """Return what kind of XML a text is, by its declaration, or since all of it is one element; empty for another text.

    HTML is another text, and so is one that only begins with a tag. ``is_whole``: the text is not cut off.
    """
    if not text.startswith("<"):
        return ""
    prolog = _XML_PROLOG.match(text)
    root = _XML_ROOT.match(text, prolog.end() if prolog else 0)
    if not root:
        return ""
    name = root[1]
    is_declared = text.startswith("<?xml") or bool(prolog and prolog[2] and prolog[2].lower() != "html")
    if name.lower() == "html" or not (is_declared or _is_element(text, name, is_whole=is_whole)):
        return ""
    return "feed" if name in _FEEDS else "sitemap" if name in _SITEMAPS else "xml"


def _is_element(text: str, name: str, *, is_whole: bool) -> bool:
    """Whether a text, or as much of it as there is, is one well-formed element with a ``name`` that HTML lacks."""
    from xml.parsers import expat  # start-up time

    if _PAGE_ELEMENT.fullmatch(name) and not _NAMESPACE.match(text):
        return False
    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode("utf-8", "replace"), is_whole)
    except expat.ExpatError:
        return False
    return text.count("<") * CHARACTERS_PER_TAG > len(text)


_LETTERS_WITHOUT_BLANKS = re.compile(r"[^\W\d_a-zA-Z]{12,}")


def is_code(text: str) -> bool:
    """Whether a text is source code or settings: most of its rows have the shape of code, and none may be prose."""
    if text.startswith("#!/"):
        return True
    text = _without_comments(text)
    rows = [row for row in text.split("\n") if row.strip() and not row.lstrip().startswith(("#", "//", "--"))]
    if len(rows) < MIN_CODE_LINES or any(len(row) > CODE_CHARACTERS for row in rows) or not code_blocks(rows):
        return False
    shapes = row_shapes(rows)
    others = [row for row, shape in zip(rows, shapes, strict=True) if shape in ("other", "tag")]
    plain_others = [row for row in others if not _CODE_MARK.search(row)]
    return len(plain_others) <= (1 - CODE_SHARE) * len(rows) and not any(map(_may_be_prose, others))


def _without_comments(text: str) -> str:
    """Return a text without blocks of comments, and without strings of several rows, which may be prose in code."""
    first, *pieces = text.split("/*")
    text = first + "".join(piece.partition("*/")[2] if "*/" in piece else piece for piece in pieces)
    pieces = text.split('"""')
    return "".join(pieces[::2]) if len(pieces) % 2 else text


def _may_be_prose(row: str) -> bool:
    """Whether a row that does not have the shape of code may be a sentence."""
    row = _TAG.sub(" ", row)
    words = _WORD.findall(row)
    is_sentence = len(words) >= PROSE_WORDS - 1 and sum(map(str.isupper, words)) * 2 < len(words)
    return (is_sentence and not _CODE_MARK.search(row)) or _LETTERS_WITHOUT_BLANKS.search(row) is not None


_CODE_MARK = re.compile(r"[=(){}\[\]<>;_$:]\S*\s*\Z|[=<>_$]|\w\(")
_TAG = re.compile(r"<[^<>]*>")
