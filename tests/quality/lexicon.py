"""The lexicon of the line model: tokens with their log odds, from labeled lines of many sites."""

import heapq
import math
from collections import Counter
from collections.abc import Mapping

from tests.quality.texts import ARTICLE, BOILERPLATE

SIZE = 8000
"""Tokens of the lexicon: some 100 KB of plain data."""

MAX_LINES = {BOILERPLATE: 2, ARTICLE: 4}
"""Most lines per site that count for a token; that many make a full vote."""

MIN_VOTES = 3.0
"""Fewest votes of a token in the lexicon."""

MIN_OTHER_VOTES = 1.5
"""Fewest votes of a token that remain without those of a text's own site."""

MIN_BOILERPLATE_VOTES = 1.5
"""Fewest votes for boilerplate of a token that indicates boilerplate."""

SMOOTHING = 0.3

ARTICLE_WEIGHT = 0.6
"""Weight of a token that indicates the article, when tokens compete for a place in the lexicon."""

LABELS = (ARTICLE, BOILERPLATE)

Votes = dict[str, dict[int, dict[str, float]]]
"""For each site and label, the votes of its tokens, from 0 to 1."""


def site_votes(counts: Mapping[str, Mapping[int, Mapping[str, int]]]) -> Votes:
    """Return the votes of tokens from the numbers of lines in which they occur, by site and label."""
    return {
        site: {
            label: {token: min(count, MAX_LINES[label]) / MAX_LINES[label] for token, count in tokens.items()}
            for label, tokens in by_label.items()
        }
        for site, by_label in counts.items()
    }


class Lexicon:
    """The most informative tokens of some sites, and their log odds."""

    def __init__(self, votes: Votes) -> None:
        self._votes = votes
        self._sums = {label: Counter[str]() for label in LABELS}
        for by_label in votes.values():
            for label, tokens in by_label.items():
                self._sums[label].update(tokens)
        self._tokens = self._informative_tokens()

    def _informative_tokens(self) -> list[str]:
        ranked = []
        for token in self._sums[ARTICLE].keys() | self._sums[BOILERPLATE].keys():
            article, boilerplate = (self._sums[label][token] for label in LABELS)
            odds = _log_odds(article, boilerplate)
            if article + boilerplate >= MIN_VOTES and (odds <= 0 or boilerplate >= MIN_BOILERPLATE_VOTES):
                weight = 1.0 if odds > 0 else ARTICLE_WEIGHT
                ranked.append((abs(odds) * math.log1p(article + boilerplate) * weight, token))
        return sorted(token for _, token in heapq.nlargest(SIZE, ranked))

    def weights(self, without: str | None = None) -> dict[str, float]:
        """Return the log odds of the tokens, computed without the votes of the site ``without``."""
        excluded: Mapping[int, Mapping[str, float]] = (
            self._votes[without] if without else {label: {} for label in LABELS}
        )
        weights = {}
        for token in self._tokens:
            article, boilerplate = (self._sums[label][token] - excluded[label].get(token, 0) for label in LABELS)
            if article + boilerplate >= MIN_OTHER_VOTES:
                weights[token] = round(_log_odds(article, boilerplate), 2)
        return weights


def _log_odds(article: float, boilerplate: float) -> float:
    return math.log((boilerplate + SMOOTHING) / (article + SMOOTHING))
