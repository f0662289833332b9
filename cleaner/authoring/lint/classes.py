"""hashed-class: a selector with a class that a build of the site makes anew.

>>> [name for name in ("sc-1a2b3c", "css-1x2y3z", "Foo_bar__3xYz9", "jsx-123456", "col-2", "card__title") \
if is_hashed(name)]
['sc-1a2b3c', 'css-1x2y3z', 'Foo_bar__3xYz9', 'jsx-123456']
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.authoring.lint.findings import Finding
from cleaner.authoring.lint.rule_text import place_of
from cleaner.authoring.lint.subject import LintTarget
from cleaner.rules.selectors import Compound, parse_selectors
from cleaner.types import Select

LEAST = 5
"""Characters of a hash in a name: shorter ones are words and numbers (`h264`, `col-2`, `2x1`)."""

TURNS = 3
"""Changes from letters to digits or back in a hash; names of people's making have two at most (`item12`, `mc4wp`)."""

_MADE = re.compile(r"(?:sc|css|jsx|emotion|styled)-(?:\w+-)*(?P<hash>\w+)|.*__(?P<module>[a-zA-Z0-9]+)")
"""Styled components and emotion put their name before a hash, CSS modules put two strokes before it."""

_PARTS = re.compile(r"[-_]+")
_CAPITAL_INSIDE = re.compile(r"[a-z0-9][A-Z]")
_HELP = 'name the node by an id, a role, another class, or how the class begins: [class^="Teaser_"]'


def hashed_class(subject: LintTarget) -> Iterator[Finding]:
    """Find classes in selectors that are gone after the site's next build."""
    for rule in subject.rules:
        if not isinstance(rule.matches, Select):
            continue
        entry = subject.text(rule.path).entry(rule)
        for source in rule.matches.selectors:
            compounds = (part for selector in parse_selectors(source) for part in selector.parts)
            if hashed := [name for part in compounds for name in _classes(part) if is_hashed(name)]:
                message = f"'.{hashed[0]}' is a class that a machine made"
                yield subject.of_rule(rule, "R309", message, help=_HELP, place=place_of(entry, "select", source))


def is_hashed(name: str) -> bool:
    """Tell whether a class's name has a hash in it."""
    made = _MADE.fullmatch(name)
    if made and made["hash"] and len(made["hash"]) >= LEAST:
        return _has_digit(made["hash"]) or _CAPITAL_INSIDE.search(made["hash"]) is not None
    if made and made["module"] and len(made["module"]) >= LEAST:  # `card__titleText` and `grid__item2` are names
        return _turns(made["module"]) > 1 or (made["module"][0].isdigit() and not made["module"].isdigit())
    return any(len(part) >= LEAST and _turns(part) >= TURNS for part in _PARTS.split(name))


def _classes(compound: Compound) -> Iterator[str]:
    yield from compound.classes
    yield from (one.value for one in compound.attributes if one.name == "class")
    for excluded in compound.excluded:
        yield from _classes(excluded)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _turns(text: str) -> int:
    return sum(before.isdigit() is not after.isdigit() for before, after in pairwise(text))
