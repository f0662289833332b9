"""Samples of ``select`` rules are pieces of HTML: each is put into the middle of a neutral page, and is pruned there.

The page is one ``<article>`` with the thirty prose lines of the neutral article as paragraphs. Of a sample under
``removes`` the rule alone must leave no text, and must take something; the text around must stay as it is. A sample
under ``keeps`` must stay whole, against the rule alone and against all ``select`` rules together. The guard is off, as
is the brake for samples of text.
"""

from collections.abc import Iterable, Iterator, Sequence

from cleaner.html.select import SelectRules, prune_fragment
from cleaner.types import Pruning, Rule, Sample


class PageSamples:
    """Checks samples against their own rule and against all rules that run with it."""

    def __init__(self, everyone: Iterable[Rule], neutral: Sequence[str]) -> None:
        self._everyone = SelectRules(everyone)
        middle = len(neutral) // 2
        self._around = (tuple(neutral[:middle]), tuple(neutral[middle:]))

    def check(self, rule: Rule, sample: Sample) -> Iterator[tuple[str, str]]:
        """Find what does not hold, as the code of an error and a message."""
        alone = SelectRules([rule])
        if sample.kind == "removes":
            yield from self._check_removes(rule, sample, alone)
        else:
            yield from self._check_keeps(rule, sample, alone)

    def takers(self, rule: Rule, sample: Sample) -> set[str]:
        """Return which of all rules take a sample of one rule; none if text of it stays."""
        pruning, left = self._pruned(sample, rule, self._everyone)
        if left != " ".join(text for texts in self._around for text in texts):
            return set()
        return {one.rule for one in pruning.pruned}

    def _check_removes(self, rule: Rule, sample: Sample, alone: SelectRules) -> Iterator[tuple[str, str]]:
        pruning, left = self._pruned(sample, rule, alone)
        above, below = (" ".join(texts) for texts in self._around)
        if pruning.stopped:
            yield "R301", "the rule would take the whole page"
        elif not (left.startswith(f"{above} ") and left.endswith(f" {below}")):
            yield "R301", "text of the page around the sample goes"
        elif rest := left[len(above) : -len(below)].strip():
            yield "R301", f"text of the sample stays: {rest!r}"
        elif not pruning.pruned:
            yield "R301", "no node of the sample goes"

    def _check_keeps(self, rule: Rule, sample: Sample, alone: SelectRules) -> Iterator[tuple[str, str]]:
        for rules in (alone, self._everyone):
            pruning, _ = self._pruned(sample, rule, rules)
            for one in pruning.pruned:
                code, whose = ("R301", "") if one.rule == rule.id else ("R303", f" by rule '{one.rule}'")
                yield (
                    code,
                    f"a node of a sample that stays is taken{whose}: {one.path.rpartition('/')[2].partition('[')[0]}",
                )
            if pruning.stopped or pruning.pruned:
                return

    def _pruned(self, sample: Sample, rule: Rule, rules: SelectRules) -> tuple[Pruning, str]:
        site, language = next(iter(rule.sites), None), next(iter(rule.languages), None)
        return prune_fragment(sample.text, rules, around=self._around, site=site, language=language)
