"""What keys and error codes mean, for reading without a browser: one key or code as a page of text."""

from collections.abc import Iterator
from difflib import get_close_matches

from cleaner.rules.codes import CODES
from cleaner.rules.schema import APART, BLOCK_KEYS, FILE_KEYS, KINDS, LINE_KEYS, REPEATS_KEYS, RULE_KEYS, Key

KEY_TABLES = {
    "a rule": RULE_KEYS,
    "'block'": BLOCK_KEYS,
    "'repeats'": REPEATS_KEYS,
    "a file": FILE_KEYS,
}
"""The tables of keys, each with the words for where its keys stand."""


def key_and_code_names() -> list[str]:
    """Return all keys, each once, and all codes."""
    return [*dict.fromkeys(key.name for table in KEY_TABLES.values() for key in table), *CODES]


def key_help(name: str) -> list[str]:
    """Return the paragraphs on a key or a code; none if there is no such key or code."""
    code = CODES.get(name.upper())
    if code:
        return [f"{name.upper()}: {code.title}", code.paragraph]
    found = [(where, key) for where, table in KEY_TABLES.items() for key in table if key.name == name]
    return [paragraph for where, key in found for paragraph in _of_key(where, key)]


def suggestion(name: str) -> str:
    """Return the key or code that a name was probably meant to be, as a sentence."""
    found = get_close_matches(name, key_and_code_names(), n=1, cutoff=0.5)
    return f"did you mean '{found[0]}'?" if found else "cleaner rules help lists all keys"


def _of_key(where: str, key: Key) -> Iterator[str]:
    parts = " (also in the parts of a block)" if key in LINE_KEYS else ""
    yield f"{key.name}, in {where}{parts}"
    yield key.help
    if key.choices:
        yield f"One of: {', '.join(key.choices)}."
    yield f"Example:  {key.example}"
    if where == "a rule":
        yield f"It stands in rules with {', '.join(words for kind, words in KINDS.items() if kind in key.of)}."
        for pair, why in APART.items():
            if key.name in pair:
                yield f"Not beside '{next(iter(pair - {key.name}))}': {why}."
