r"""Article text without boilerplate: comment notes, tag lists, teasers, repeated paragraphs, newsletter boxes.

>>> import cleaner
>>> article = cleaner.clean("The bill passed on Monday after a long debate in the Senate.\nAdvertisement")
>>> article.text, article.verdict, [removal.rule for removal in article.removals]
('The bill passed on Monday after a long debate in the Senate.', 'cleaned', ['ads/ad-label'])
"""

from cleaner.api import Cleaner, clean
from cleaner.errors import CleanerError, InputError, OptionError, RuleProblem, RulesError
from cleaner.options import Normalization, Options
from cleaner.rules import load_rules
from cleaner.types import Article, Document, Metadata, Removal, Rule, RuleSet, Saved, Span
from cleaner.version import __version__

__all__ = [
    "Article",
    "Cleaner",
    "CleanerError",
    "Document",
    "InputError",
    "Metadata",
    "Normalization",
    "OptionError",
    "Options",
    "Removal",
    "Rule",
    "RuleProblem",
    "RuleSet",
    "RulesError",
    "Saved",
    "Span",
    "__version__",
    "clean",
    "load_rules",
]
