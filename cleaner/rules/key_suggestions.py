"""What an unknown key was probably meant to be."""

from collections.abc import Sequence
from difflib import get_close_matches

from cleaner.rules.schema import BLOCK_KEYS, FILE_KEYS, REPEATS_KEYS, RULE_KEYS, Key
from cleaner.rules.yaml_hints import odd_blanks

MANY = 10
"""Keys of a table from which not all of them are named: nobody reads such a list."""

_TABLES = {
    "a rule": RULE_KEYS,
    "'block'": BLOCK_KEYS,
    "'repeats'": REPEATS_KEYS,
    "the file, beside 'rules:'": FILE_KEYS,
}

_ALSO_CALLED = {
    "about": ("comment", "description", "name", "note", "summary", "title", "why"),
    "contains": ("has", "includes", "match", "phrase", "phrases", "text", "word", "words"),
    "ends": ("end", "ends_with", "endswith", "suffix"),
    "id": ("key", "rule"),
    "languages": ("lang", "language", "locale"),
    "line": ("equals", "exact", "is", "lines"),
    "match_case": ("case", "case_sensitive"),
    "regex": ("pattern", "patterns", "re", "regexp"),
    "removes": ("example", "examples", "sample", "samples", "test", "tests"),
    "select": ("css", "node", "selector", "selectors"),
    "sites": ("domain", "domains", "host", "site", "url"),
    "starts": ("begins", "prefix", "start", "starts_with", "startswith"),
    "unless": ("but_not", "except", "exclude", "not", "without"),
}


def meant(name: str, table: Sequence[Key]) -> str:
    """Return what to do about a key that a table does not have.

    >>> meant("lnie", RULE_KEYS), meant("pattern", RULE_KEYS)
    ("did you mean 'line'?", "did you mean 'regex'?")
    >>> meant("max_lines", RULE_KEYS)
    "it is a key of 'block'"
    """
    known = [key.name for key in table]
    if odd_blanks(name):
        return "indent with plain spaces, and put ': ' behind a key"
    if name.startswith("-"):
        return "a list's dash needs a blank behind it, as in '- id: comment-policy'"
    plain = name.lower().replace("-", "_")
    if plain in known:
        return f"did you mean '{plain}'?"
    for where, other in _TABLES.items():
        if other is not table and plain in {key.name for key in other}:
            return f"it is a key of {where}"
    called = next((key for key, names in _ALSO_CALLED.items() if plain in names and key in known), "")
    close = [called] if called else get_close_matches(plain, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean '{close[0]}'?"
    if len(known) < MANY:
        return f"known keys: {', '.join(known)}"
    return "the commonest are line, starts, ends and contains; 'cleaner rules help' names all"
