"""The rules that run in a cleaner: ready since an earlier time, or loaded now and made ready for the next."""

from functools import cached_property

from cleaner.matching.rule_index import RuleIndex, rule_index_of
from cleaner.matching.site_detection import SiteDetector
from cleaner.rules import choose, digest, load_rules
from cleaner.rules.asking import pack_request, unpack_request
from cleaner.rules.compiled import Request, pack, read_ready, ready_of, unpack, write_ready
from cleaner.rules.stamp import Stamp
from cleaner.types import Options, Rule, RuleSet, Select


class ActiveRules:
    """The rules that run, by a request for rule files, or of a rule set that is loaded already."""

    def __init__(self, asked: Request | RuleSet, options: Options) -> None:
        """Find the rules ready, or load them. Raises what :func:`load_rules` and :func:`choose` do."""
        self._asked = asked
        self.options = options
        self._ready = read_ready(asked) if isinstance(asked, Request) else None
        self._stamp: Stamp | None = None
        if self._ready is None:
            if isinstance(asked, Request):
                self._stamp = asked.stamp()  # before the files are read: what changes meanwhile is not kept
            self.rule_set = self._loaded()

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rule set, for those who want to see the rules. If they were ready, it is loaded when it is asked for."""
        return self._loaded()

    def _loaded(self) -> RuleSet:
        asked, options = self._asked, self.options
        loaded = load_rules(asked.paths, default_rules=asked.default_rules) if isinstance(asked, Request) else asked
        return choose(loaded, options.profile, options.enable, options.disable)

    @cached_property
    def digest(self) -> str:
        """The first 12 digits of the SHA-256 of the rules."""
        return self._ready.digest if self._ready else digest(self.rule_set)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know though the files are right."""
        return (self._ready or self.rule_set).warnings

    @cached_property
    def recognizer(self) -> SiteDetector:
        """The phrases that tell the site of a text without an address."""
        if self._ready:
            return SiteDetector(self._ready.recognize, self._ready.cores)
        return SiteDetector(self.rule_set.recognize)

    @cached_property
    def rule_index(self) -> RuleIndex:
        """The rules as the engine asks them. What was loaded is kept for the next time."""
        if self._ready:
            return RuleIndex(self._ready.tables, self._ready.rule)
        book = rule_index_of(self.rule_set.rules)
        if self._stamp and isinstance(self._asked, Request):
            write_ready(self._asked, self._stamp, ready_of(self.rule_set, self.digest, book.tables))
        return book

    def selecting(self) -> list[Rule]:
        """Return the rules that prune pages."""
        if self._ready:
            return [self._ready.rule(number) for number in self._ready.tables.selecting]
        return [rule for rule in self.rule_set.rules if isinstance(rule.matches, Select)]

    def __getstate__(self) -> bytes:
        """Pickle bytes that depend on nothing but the rules and what was asked for, whatever was cleaned before.

        They hold the rules, so that a process on another machine needs no rule files.
        """
        ready = self._ready or ready_of(self.rule_set, self.digest, self.rule_index.tables)
        return pack_request(self._asked, self.options) + pack(ready)

    def __setstate__(self, state: bytes) -> None:
        """Take what the bytes hold; what is compiled is compiled anew."""
        self._asked, self.options, rest = unpack_request(state)
        self._ready, self._stamp = unpack(rest), None
