"""Why an article looks as it does: every removal with its rule, the near misses, and each field's source."""

from collections import Counter
from dataclasses import dataclass

from cleaner.api import Cleaner
from cleaner.authoring.near import NearMiss, near_misses
from cleaner.types import Article, Removal, Rule


@dataclass(frozen=True, slots=True)
class Explanation:
    """The records of one article, with the rules that they name.

    ``kept_whole`` are, of an article that the brake kept whole, the rules that would have taken it, each with the
    characters it would have taken, the greediest first.
    """

    article: Article
    removals: tuple[Removal, ...]
    near_misses: tuple[NearMiss, ...]
    rules: dict[str, Rule]
    kept_whole: tuple[tuple[str, int], ...] = ()

    def location(self, rule: str) -> str:
        """Return the file and line of a rule; nothing for the steps of extraction, which are no rules."""
        known = self.rules.get(rule)
        return f"{known.path}:{known.at_line}" if known else ""


def explain(article: Article, cleaner: Cleaner) -> Explanation:
    """Explain an article that this cleaner made. The document is matched once more, to see what stopped rules."""
    rules = {rule.id: rule for rule in cleaner.rule_set.rules}
    if article.verdict == "failed":
        return Explanation(article, (), (), rules)
    rounds = cleaner.engine.run_rounds(article.document, article.timed_out)
    if article.verdict == "kept-whole":
        taken = Counter[str]()
        for removal in rounds.matches().removals:
            taken[removal.rule] += removal.span.end - removal.span.start
        return Explanation(article, (), (), rules, tuple(taken.most_common()))
    return Explanation(article, article.removals, tuple(near_misses(rounds)), rules)
