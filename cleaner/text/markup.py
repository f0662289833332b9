"""HTML and other markup, recognized by its start."""

import re

from cleaner.lazy import lazy_pattern

PAGE_CHARACTERS = 4096
"""Characters of a text within which a page's first element is: comments and declarations may precede it."""

_HTML = lazy_pattern(
    rb"""
    (?: \s | \xef\xbb\xbf | \xff\xfe | \xfe\xff | <!--.*?--> | <\?xml[^>]*> )*   # what may precede a page
    <(?: !doctype\s+html | (?: html | head | body | meta | title | link | script | style | base
       | article | main | section | header | div | p | h1 | table ) [\s/>] )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


_OTHER_XML = lazy_pattern(
    rb"""
    (?: \s | \xef\xbb\xbf | \xff\xfe | \xfe\xff | <!--.*?--> | <\?xml[^>]*> )*
    < (?! html | !doctype ) \w+ [^>]* \s xmlns (?: :\w+ )? \s* = \s* ["'] (?! http://www\.w3\.org/1999/xhtml )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


_DECLARED_XML = lazy_pattern(
    rb"""
    (?: \s | \xef\xbb\xbf | \xff\xfe | \xfe\xff )* <\?xml \s
    .*? \?> (?: \s | <!--.*?--> | <\?.*?\?> )*
    < (?: article | section | header | main | title | link | meta | base | style | script | table ) [\s/>]
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def is_html(start: bytes) -> bool:
    """Whether content that begins with these bytes is an HTML page. Other XML may begin with ``article``, too."""
    if b"<" not in start:
        return False
    start = start.replace(b"\0", b"")  # UTF-16 without its zeros reads as ASCII
    if _HTML.match(start) is None or (b"xmlns" in start and _OTHER_XML.match(start)):
        return False
    return not (b"<?xml" in start and b"1999/xhtml" not in start and _DECLARED_XML.match(start))


def is_page(text: str) -> bool:
    """Whether a text is an HTML page: its markup has not been read."""
    return text[:1].isspace() | text.startswith(("<", "\ufeff")) and is_html(
        text[:PAGE_CHARACTERS].encode("utf-8", "replace")
    )
