"""Rules for people who do not read YAML: a sentence about each rule, and lists of files and folders of rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.matching.removals import layer_rank
from cleaner.matching.scope import applies, is_site
from cleaner.rules.folders import installed_packs, shipped_folder, user_places
from cleaner.types import Block, LineKeys, LineList, Repeats, Rule, RuleSet, Select

MAX_NAMED = 4
"""Values of a key that a sentence names when there are more than five; the rest is counted."""


def describe(rule: Rule) -> str:
    """Return one sentence that says what a rule does, where and when.

    >>> from cleaner.rules.load import load_text
    >>> (rule,) = load_text("rules: [{ id: a, starts: [Tags, Topics], max_words: 30, near_end: 6 }]").rules
    >>> describe(rule)
    "Removes a line that starts with 'Tags' or 'Topics' and has at most 30 words, if at most 6 lines follow."
    """
    parts = [_action(rule), *_conditions(rule)]
    if rule.unless:
        parts.append(f"unless it contains {_listed(rule.unless)}")
    text = ", ".join(parts)
    if rule.marks_list:
        text += "; a list below it may go as well"
    return f"{text}; {_saved(rule)}." if rule.save_as else f"{text}."


def _action(rule: Rule) -> str:
    matches = rule.matches
    if isinstance(matches, Block):
        return f"Removes {_block(matches)}"
    if isinstance(matches, LineList):
        return f"Removes {_list(matches)}"
    if isinstance(matches, Repeats):
        lines = "two or more lines" if matches.block else "a line"
        kind = " of prose" if matches.prose else ""
        above = "that appear in the same order above" if matches.block else "that appears above"
        return f"Removes {lines}{kind} {above}, of {matches.min_words} words or more"
    if isinstance(matches, Select):
        keys = _line_keys(matches.keys)
        condition = f" whose text {keys}" if keys else ""
        return (
            f"Removes, from pages, the nodes that {_listed(matches.selectors)} selects{condition}, with their content"
        )
    verb = {"nothing": "Reads", "match": "Removes the matched words from"}.get(rule.remove, "Removes")
    conditions = _line_keys(matches)
    if rule.likely:
        score = f"is boilerplate by the line model, with a score of {rule.likely} or more"
        conditions = f"{conditions} and {score}" if conditions else score
    return f"{'Protects' if rule.keep else verb} a line that {conditions}"


def _block(block: Block) -> str:
    opening = f"the lines from one that {_line_keys(block.opens)}"
    limit = f" (at most {block.max_lines} lines, else nothing)"
    if block.closing == "to_end" or block.closes is None:
        return f"{opening} to the end of the text{limit}"
    if block.closing == "while":
        return f"{opening} on, as long as each line below {_line_keys(block.closes)}{limit}"
    closing = "through" if block.closing == "through" else "up to, but not including,"
    return f"{opening} {closing} the next one that {_line_keys(block.closes)}{limit}"


def _list(matches: LineList) -> str:
    places = {
        "start": "above all prose and below",
        "middle": "between lines of prose and below",
        "end": "at the end of the text and below",
        "foot": "below all prose and around",
    }
    each = f" that each {_line_keys(matches.each)}" if matches.each else ""
    return (
        f"{matches.min_lines} lines or more in a row{each}, {places[matches.at]} a line that a rule with "
        f"'marks_list' removes, if half of them have a score of {matches.likely} or more by the line model"
    )


def _line_keys(keys: LineKeys) -> str:
    """Return the conditions of line keys, joined; an empty text if there are none."""
    conditions = list(_key_conditions(keys))
    if keys.match_case and conditions:
        conditions[0] += " (capitals count)"
    return _joined(conditions, "and")


def _key_conditions(keys: LineKeys) -> Iterator[str]:
    phrases = {
        "is": keys.line,
        "starts with": keys.starts,
        "ends with": keys.ends,
        "contains": keys.contains,
        "has no words but": keys.only_words,
        "matches": keys.regex,
    }
    for verb, values in phrases.items():
        if values:
            yield f"{verb} {_listed(values)}"
    if keys.max_words is not None:
        yield f"has at most {keys.max_words} words"
    if keys.min_words is not None:
        yield f"has at least {keys.min_words} words"
    if keys.sentence is not None:
        yield "is a sentence" if keys.sentence else "is not a sentence"


def _conditions(rule: Rule) -> Iterator[str]:
    """Yield the conditions on the place of a line and on its text."""
    if rule.near_end is not None:
        yield f"if at most {rule.near_end} lines follow" if rule.near_end else "at the end of the text"
    if rule.near_start is not None:
        yield f"if at most {rule.near_start} lines precede it" if rule.near_start else "at the start of the text"
    if rule.prose_before is not None:
        yield f"below {rule.prose_before} lines of prose or more"
    if rule.prose_only and not isinstance(rule.matches, Repeats):
        yield "in texts that are mostly prose"
    if rule.max_run is not None:
        yield f"not in runs of more than {rule.max_run} such lines"
    if rule.sites:
        yield f"on {_listed(rule.sites, quoted=False)}"
    if rule.not_sites:
        yield f"but not on {_listed(rule.not_sites, quoted=False)}"
    if rule.languages:
        yield f"in texts of the language {_listed(rule.languages, quoted=False)} or of unknown language"
    if rule.page_types:
        yield f"on pages of the type {_listed(rule.page_types, quoted=False)}"


def _saved(rule: Rule) -> str:
    keys = rule.matches
    text = "the line"
    if isinstance(keys, Block):
        text = "the text below its first line"
    elif isinstance(keys, LineKeys) and keys.regex:
        text = "what the pattern captures"
    elif isinstance(keys, LineKeys) and keys.starts:
        text = "the text after the phrase"
    elif isinstance(keys, LineKeys) and keys.ends:
        text = "the text before the phrase"
    return f"{text} is saved as {rule.save_as}"


def _listed(values: Sequence[str], *, quoted: bool = True) -> str:
    """Return the first values, and the number of the others; if only one is left, it is written out."""
    named_values = values if len(values) <= MAX_NAMED + 1 else values[:MAX_NAMED]
    texts = [f"'{value}'" if quoted else value for value in named_values]
    if len(values) > len(named_values):
        texts.append(f"{len(values) - len(named_values)} more")
    return _joined(texts, "or")


def _joined(parts: Sequence[str], word: str) -> str:
    """Return parts as a list in English.

    >>> _joined(["a", "b", "c"], "or")
    'a, b or c'
    """
    return f" {word} ".join([*([", ".join(parts[:-1])] if parts[:-1] else []), *parts[-1:]])


@dataclass(frozen=True, slots=True)
class RuleFileSummary:
    """One rule file: the number of its ``rules``, how many of them ``run``, and their sites and languages."""

    path: str
    layer: str
    rules: int
    run: int
    sites: tuple[str, ...]
    languages: tuple[str, ...]


def rule_file_summaries(rules: Iterable[Rule], running: Iterable[Rule]) -> list[RuleFileSummary]:
    """Return the files of rules, lowest layer first, then by path."""
    running_ids = {rule.id for rule in running}
    by_file: dict[tuple[str, str], list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (layer_rank(rule), rule.path)):
        by_file.setdefault((rule.layer, rule.path), []).append(rule)
    return [
        RuleFileSummary(
            path,
            layer,
            len(file_rules),
            sum(rule.id in running_ids for rule in file_rules),
            _union(rule.sites for rule in file_rules),
            _union(rule.languages for rule in file_rules),
        )
        for (layer, path), file_rules in by_file.items()
    ]


def _union(values: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*values)))


def applicable_rules(rule_set: RuleSet, site: str | None, language: str | None) -> list[Rule]:
    """Return the rules that apply to texts of a site and a language; ``None`` allows any."""
    return [
        rule
        for rule in rule_set.rules
        if (site is None or (not rule.sites or any(is_site(site, name) for name in rule.sites)))
        and applies(rule, site or next(iter(rule.sites), None), language, next(iter(rule.page_types), None))
    ]


@dataclass(frozen=True, slots=True)
class SearchedPlace:
    """A file or folder that was searched for rules, and the number of rule files in it."""

    name: str
    path: Path
    files: int


def searched_places(rule_set: RuleSet, paths: Iterable[str]) -> list[SearchedPlace]:
    """Return where rules were searched for, from the lowest layer up; ``paths`` are those that the user named."""
    files = {Path(rule.path).resolve() for rule in rule_set.rules}
    searched = [("shipped", shipped_folder())]
    for pack in installed_packs():
        searched += [(f"package {pack.name} {pack.version}".rstrip(), folder) for folder in pack.folders]
    searched += [("yours", Path(place)) for place in user_places()]
    searched += [("--rules", Path(path)) for path in paths]
    return [
        SearchedPlace(name, path, sum(file.is_relative_to(path.resolve()) for file in files)) for name, path in searched
    ]
