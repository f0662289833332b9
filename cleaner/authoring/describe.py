"""A rule in one sentence, for people who do not read YAML."""

from collections.abc import Iterator, Sequence

from cleaner.types import Block, LineKeys, Repeats, Rule, Select

SHOWN = 4
"""Phrases of a key that a sentence names; of more it tells how many there are."""


def describe(rule: Rule) -> str:
    """Return one sentence that says what a rule does, where and when.

    >>> from cleaner.rules.load import load_text
    >>> (rule,) = load_text("rules: [{ id: a, starts: [Tags, Topics], max_words: 30, near_end: 6 }]").rules
    >>> sentence(rule)
    "Takes a line that starts with 'Tags' or 'Topics' and has at most 30 words, where at most 6 lines follow."
    """
    parts = [_does(rule), *_where(rule)]
    if rule.unless:
        parts.append(f"unless it has {_some(rule.unless)}")
    told = ", ".join(parts)
    return f"{told}; {_saved(rule)}." if rule.save_as else f"{told}."


def _does(rule: Rule) -> str:
    matches = rule.matches
    if isinstance(matches, Block):
        return f"Takes {_block(matches)}"
    if isinstance(matches, Repeats):
        what = "two lines or more that stand in the same order above" if matches.block else "a line that stands above"
        return f"Takes {what} already, of {matches.min_words} words or more"
    if isinstance(matches, Select):
        asked = f" whose text {_look(matches.keys)}" if _look(matches.keys) else ""
        return f"Takes, in pages, the nodes that {_some(matches.selectors)} finds{asked}, with all that is in them"
    verb = {"nothing": "Reads", "match": "Cuts the matched words out of"}.get(rule.remove, "Takes")
    look = _look(matches) + (f"{' and' if _look(matches) else ''} is {_rated(rule)}" if rule.likely else "")
    return f"{'Protects' if rule.keep else verb} a line that {look}"


def _rated(rule: Rule) -> str:
    return f"boilerplate by the line model, with a rating of {rule.likely} or more"


def _block(block: Block) -> str:
    opens = f"the lines from one that {_look(block.opens)}"
    most = f" ({block.max_lines} lines at most, else nothing)"
    if block.closing == "to_end" or block.closes is None:
        return f"{opens} to the end of the text{most}"
    if block.closing == "while":
        return f"{opens} on, as long as each line below {_look(block.closes)}{most}"
    closing = "through" if block.closing == "through" else "up to, but not with,"
    return f"{opens} {closing} the nearest one that {_look(block.closes)}{most}"


def _look(keys: LineKeys) -> str:
    told = list(_looks(keys))
    if keys.match_case and told:
        told[0] += " (capitals count)"
    return _listed(told, "and")


def _looks(keys: LineKeys) -> Iterator[str]:
    if keys.line:
        yield f"is {_some(keys.line)}"
    if keys.starts:
        yield f"starts with {_some(keys.starts)}"
    if keys.ends:
        yield f"ends with {_some(keys.ends)}"
    if keys.contains:
        yield f"has {_some(keys.contains)} in it"
    if keys.only_words:
        yield f"is made of no other words than {_some(keys.only_words)}"
    if keys.regex:
        yield f"matches {_some(keys.regex)}"
    if keys.max_words is not None:
        yield f"has at most {keys.max_words} words"
    if keys.min_words is not None:
        yield f"has at least {keys.min_words} words"
    if keys.sentence is not None:
        yield "is a sentence" if keys.sentence else "is no sentence"


def _where(rule: Rule) -> Iterator[str]:
    if rule.near_end is not None:
        yield f"where at most {rule.near_end} lines follow" if rule.near_end else "at the end of the text"
    if rule.near_start is not None:
        yield f"where at most {rule.near_start} lines stand above" if rule.near_start else "at the start of the text"
    if rule.prose_before is not None:
        yield f"below {rule.prose_before} lines of prose or more"
    if rule.prose_only and not isinstance(rule.matches, Repeats):
        yield "in texts that are mostly prose"
    if rule.max_run is not None:
        yield f"not in rows of more than {rule.max_run} such lines"
    if rule.sites:
        yield f"on {_some(rule.sites, quoted=False)}"
    if rule.not_sites:
        yield f"but not on {_some(rule.not_sites, quoted=False)}"
    if rule.languages:
        yield f"in texts of the language {_some(rule.languages, quoted=False)} or of none that is known"


def _saved(rule: Rule) -> str:
    keys = rule.matches
    what = "the line"
    if isinstance(keys, Block):
        what = "what stands below its first line"
    elif isinstance(keys, LineKeys) and keys.regex:
        what = "what the pattern captures"
    elif isinstance(keys, LineKeys) and keys.starts:
        what = "what follows the phrase"
    elif isinstance(keys, LineKeys) and keys.ends:
        what = "what stands before the phrase"
    return f"{what} is saved as {rule.save_as}"


def _some(values: Sequence[str], *, quoted: bool = True) -> str:
    """Name the first few values, and tell how many more there are."""
    named = [f"'{value}'" if quoted else value for value in values[: SHOWN if len(values) > SHOWN + 1 else SHOWN + 1]]
    if len(values) > len(named):
        named.append(f"{len(values) - len(named)} more")
    return _listed(named, "or")


def _listed(parts: Sequence[str], word: str) -> str:
    return f" {word} ".join([*([", ".join(parts[:-1])] if parts[:-1] else []), *parts[-1:]])
