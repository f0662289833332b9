"""What the page asks of the program, answered in a worker process: a rule file's text is tried on a document.

The shipped rules are compiled once; of the user's own, those of the other files are read once, and the text in the
editor with each request.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.article import Article
from cleaner.authoring.describe import describe
from cleaner.authoring.samples import check_samples_beside
from cleaner.authoring.try_rules import RuleTrials
from cleaner.errors import InputError, RuleProblem, RulesError
from cleaner.io.batches import Batch, read_batches
from cleaner.io.clean_record import ArticleReport, Job
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, fields_of, source_of_fields, source_of_file
from cleaner.matching import Engine
from cleaner.options import Options
from cleaner.play.drafts import OpenFile, draft_rule
from cleaner.report.view import view_of
from cleaner.report.write import STEPS
from cleaner.rules.active import ActiveRules, RuleLayers
from cleaner.rules.compiled import CompiledRules
from cleaner.rules.folders import shipped_path
from cleaner.rules.load import load_file, pack_files, read_source, rule_files
from cleaner.rules.rule_file import FileContent, RuleFile
from cleaner.rules.shipped import shipped_rules
from cleaner.source import Source
from cleaner.text.markup import is_page
from cleaner.types import Profile, Rule

MAX_NEAR = 6
"""Rules that nearly remove a line which are shown."""

PASTED = "a pasted text"
"""What a text is called that was pasted into the page."""


@dataclass(frozen=True, slots=True)
class OpenRules:
    """Rules with the text in the editor: compiled, and the rules of that text."""

    layers: RuleLayers
    cleaner: Cleaner
    own: tuple[Rule, ...]

    def engine(self, profile: Profile) -> Engine:
        """Return the engine of all rules for a profile."""
        return self.cleaner.engine if profile == "standard" else _cleaner(self.layers, profile).engine


class ReadDocument(NamedTuple):
    """A document as a cleaner reads it, and its text. Of a file of records it is the first record."""

    place: str
    source: Source
    text: str
    is_record: bool = False


class Workbench:
    """Answers requests about the rule file at a path, whose text is in an editor, and documents."""

    def __init__(self, rule_file: str, folders: Sequence[str]) -> None:
        """``folders`` are those of the user's other rules, which run as well."""
        self._path, self._folders = Path(rule_file), folders

    def __call__(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a request; one that cannot be answered says why, under ``error``."""
        answers = {
            "check": self.check,
            "samples": self.samples,
            "why": self.why,
            "draft": self.draft,
            "selectors": self.selectors,
        }
        try:
            return answers[request["kind"]](request)
        except RulesError as error:
            return {"problems": [_problem(problem) for problem in error.problems if self._is_own(problem)]} | {
                "error": f"the rules cannot be read: {error.problems[0].path}: {error.problems[0].message}"
            }
        except InputError as error:
            return {"error": str(error)}

    def warm_up(self) -> None:
        """Read and compile what every request needs, and import what the first one would have to."""
        self.check({"rules": "", "document": {"text": "The bridge opens in May.\n\nAdvertisement"}})

    def check(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return a document with what rules remove from it."""
        rules = self._rules(request["rules"])
        begin = time.perf_counter()
        report = self._report(rules, request["document"])
        view = view_of(Job(rules.cleaner), report)
        names = {removal.rule for removal in (*view.removals, *view.pruned)}
        names |= {name for removal in view.removals for name in removal.also}
        names |= {name for node in view.outline for name in node.rules}
        fields = view._asdict()
        if not report.is_file:
            fields["remarks"] = ["The first record of the file is shown.", *view.remarks]
        fields["fields"] = [item._asdict() for item in view.fields]
        fields["outline"] = [node._asdict() for node in view.outline]
        fields["pruned"] = [removal._asdict() for removal in view.pruned]
        fields["removals"] = [removal._asdict() for removal in view.removals]
        return {
            "view": fields | {"share": view.share},
            "rules": {name: self._rule(rules, name) for name in sorted(names)},
            "warnings": list(rules.cleaner.warnings),
            "seconds": time.perf_counter() - begin,
        }

    def samples(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the samples of the rules in the editor, each with its problems."""
        rules = self._rules(request["rules"])
        found = list[RuleProblem](check_samples_beside(lru_cache(rules.engine), rules.own))
        return {"rules": [_samples(rule, found) for rule in sorted(rules.own, key=lambda rule: rule.at_line)]}

    def why(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return how a line is read, and which rules nearly remove it."""
        rules = self._rules(request["rules"])
        article = self._report(rules, request["document"]).article
        document = article.document
        trials = self._trials(request["rules"], document.site, document.language, document.page_type)
        trial = trials.article_line(article, rules.cleaner, request["line"], MAX_NEAR)
        if trial is None:
            raise InputError("has no such line: it has changed")
        near = [
            self._rule(rules, item.rule.id)
            | {"rule": item.rule.id, "held": item.diagnosis.held}
            | {"failed": item.failed.key, "reason": item.failed.reason}
            for item in trial.near
        ]
        return {"line": request["line"], "words": trial.words, "sentence": trial.sentence, "near": near}

    def draft(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the text of the rule file with a rule for lines, or for a node, of a document."""
        rules = self._rules(request["rules"])
        document = request["document"]
        file = OpenFile(self._path, request["rules"], rules.layers.rule_set(), self._check)
        if "selector" in request:
            from cleaner.play.nodes import draft_node  # texts need no parser of pages

            drafted = draft_node(self._read(document).text, request["path"], request["selector"], file)
        else:
            article = self._report(rules, document).article
            place = self._read(document).place
            drafted = draft_rule(article, (request["first"], request["last"]), place, file)
        return {"text": drafted.text, "id": drafted.rule.id, "line": drafted.rule.at_line}

    def _check(self, text: str, rule: Rule) -> Iterator[RuleProblem]:
        """Run the samples of a rule of the rule file with a text."""
        return check_samples_beside(self._rules(text).engine, [rule])

    def selectors(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return selectors for a node of a page."""
        from cleaner.play.nodes import selectors_at  # texts need no parser of pages

        found = selectors_at(self._read(request["document"]).text, request["path"])
        return {"selectors": [proposed._asdict() for proposed in found]}

    def _is_own(self, problem: RuleProblem) -> bool:
        return problem.path == str(self._path)

    @lru_cache(maxsize=2)  # noqa: B019 - a worker has one workbench, for as long as it runs
    def _rules(self, text: str) -> OpenRules:
        content = read_source(RuleFile(self._path, "user"), text)
        layers = RuleLayers.above(self._shipped, [*self._other_files, content], is_shipped=True)
        return OpenRules(layers, _cleaner(layers, "standard"), content.rules)

    @lru_cache(maxsize=2)  # noqa: B019 - as above
    def _trials(self, text: str, site: str | None, language: str | None, page_type: str | None) -> RuleTrials:
        """Return trials of rules, which compile each rule's keys once for all lines that are clicked."""
        rule_set = self._rules(text).layers.rule_set()
        return RuleTrials(rule_set, site=site, language=language, page_type=page_type)

    @cached_property
    def _shipped(self) -> CompiledRules:
        return shipped_rules()

    @cached_property
    def _other_files(self) -> list[FileContent]:
        files = [*pack_files(), *(file for folder in self._folders for file in rule_files(folder, "user"))]
        edited = os.path.realpath(self._path)
        return [load_file(file) for file in dict.fromkeys(files) if os.path.realpath(file.path) != edited]

    def _rule(self, rules: OpenRules, id: str) -> dict[str, Any]:
        """Return what people read of a rule, or of a step of extraction."""
        try:
            rule = rules.layers.rule(id)
        except KeyError:
            about = STEPS.get(id, "What is not the page's article.")
            return {"about": about, "description": "", "place": "", "line": 0, "own": False}
        is_own = rule.path == str(self._path)
        return {
            "about": rule.about,
            "description": describe(rule),
            "place": f"{_shown(rule.path)}:{rule.at_line}",
            "line": rule.at_line,
            "own": is_own,
        }

    def _report(self, rules: OpenRules, document: Mapping[str, Any]) -> ArticleReport:
        read = self._read(document)
        article: Article = rules.cleaner.clean_source(read.source)
        if article.error:
            raise InputError(article.error)
        return ArticleReport(read.place, None, article, read.text, is_file=not read.is_record)

    def _read(self, document: Mapping[str, Any]) -> ReadDocument:
        """Read a document. Raise :exc:`InputError` if that fails."""
        if "text" in document:
            text = document["text"]
            return ReadDocument(PASTED, Source(text, file=True, html=is_page(text)), text)
        status = os.stat(document["path"])
        return self._file(document["name"], document["path"], status.st_mtime_ns, status.st_size)

    @lru_cache(maxsize=4)  # noqa: B019 - as above
    def _file(self, name: str, path: str, *_: int) -> ReadDocument:
        options = ReadOptions()
        for batch in read_batches(
            [Input(name, path, os.path.basename(path))], options, Options().max_size, BytesIO(), 0
        ):
            if not isinstance(batch, Batch):
                continue
            if batch.error:
                raise batch.error
            for record in batch.records:
                if record.fault:
                    raise InputError(record.fault, place=record.place)
                if not record.line:
                    whole, decoded = source_of_file(record, options)
                    return ReadDocument(record.place, whole, decoded.text)
                part = source_of_fields(fields_of(record), options, record)
                return ReadDocument(record.place, part, part.text, is_record=True)
        raise InputError("has no article", place=name)


def _cleaner(layers: RuleLayers, profile: Profile) -> Cleaner:
    return Cleaner._of(ActiveRules(layers, Options(profile=profile)))  # noqa: SLF001 - users give files or a rule set


def _shown(path: str) -> str:
    """Return the path of a rule file for people: of a shipped one, below ``rules/``, wherever the package is."""
    shipped = os.path.join(shipped_path(), "")
    if path.startswith(shipped):
        return os.path.join("rules", path.removeprefix(shipped))
    return os.path.relpath(path) if path.startswith(os.path.join(os.getcwd(), "")) else path


def _problem(problem: RuleProblem) -> dict[str, Any]:
    """Return a problem as the editor shows it."""
    return {name: getattr(problem, name) for name in ("code", "message", "line", "column", "width", "help", "notes")}


def _samples(rule: Rule, found: Sequence[RuleProblem]) -> dict[str, Any]:
    """Return a rule's samples with those of the problems found that are about them; the rest are about the rule."""
    lines = {sample.at_line for sample in rule.samples}
    last = max(lines, default=rule.at_line)
    own = [problem for problem in found if rule.at_line <= problem.line <= last]
    return {
        "id": rule.id,
        "line": rule.at_line,
        "problems": [_problem(problem) for problem in own if problem.line not in lines],
        "samples": [
            {"kind": sample.kind, "text": sample.text, "line": sample.at_line}
            | {"problems": [_problem(problem) for problem in own if problem.line == sample.at_line]}
            for sample in rule.samples
        ],
    }
