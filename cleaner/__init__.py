r"""Clean news articles: text without boilerplate such as comment notes, tag lists, teasers and newsletter boxes.

>>> import cleaner
>>> article = cleaner.clean("The bill passed on Monday after a long debate in the Senate.\nAdvertisement")
>>> article.text, article.verdict, [removal.rule for removal in article.removals]
('The bill passed on Monday after a long debate in the Senate.', 'cleaned', ['ads/ad-label'])
"""

from cleaner.api import Cleaner, clean
from cleaner.article import Article, Metadata
from cleaner.errors import CleanerError, InputError, OptionError, RuleProblem, RulesError
from cleaner.options import Normalization, Options
from cleaner.rules import load_rules
from cleaner.types import (
    Block,
    Document,
    Extracted,
    Line,
    LineKeys,
    LineList,
    Override,
    Pruned,
    Removal,
    Repeats,
    Rule,
    RuleSet,
    Sample,
    Saved,
    Select,
    Span,
)
from cleaner.version import __version__

__all__ = [
    "Article",
    "Block",
    "Cleaner",
    "CleanerError",
    "Document",
    "Extracted",
    "InputError",
    "Line",
    "LineKeys",
    "LineList",
    "Metadata",
    "Normalization",
    "OptionError",
    "Options",
    "Override",
    "Pruned",
    "Removal",
    "Repeats",
    "Rule",
    "RuleProblem",
    "RuleSet",
    "RulesError",
    "Sample",
    "Saved",
    "Select",
    "Span",
    "__version__",
    "clean",
    "load_rules",
]
