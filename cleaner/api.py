"""The walk, from an input to an article. Read this first.

::

    bytes ─ read ─▶ decode ─▶ a text: split off front matter ─▶ normalize ─▶ segment ─▶ Document
                       └────▶ a page: parse ─▶ find fields ─▶ prune ─▶ extract ────────────┤
                                                                                           │ match
    text, JSON lines ◀─ write ◀─ merge metadata ◀─ apply ◀─ Removals ◀─────────────────────┘

:func:`walk` is that picture as plain calls; :mod:`cleaner.html.read` is its part for pages. What reads and writes
files is above it, in :mod:`cleaner.cli`. Matching only proposes; :func:`cleaner.text.apply.apply` is the only place
where a document's text gets shorter.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Unpack

from cleaner import frontmatter, metadata, write
from cleaner.errors import OptionError
from cleaner.frontmatter import FrontMatter
from cleaner.matching import Engine
from cleaner.matching.site_detection import SiteDetector
from cleaner.options import Normalization, Options, OptionValues
from cleaner.rules.active import ActiveRules, RuleLayers
from cleaner.source import Source
from cleaner.text.apply import apply
from cleaner.text.normalize import normalize
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.text.words import count_words
from cleaner.types import Article, Document, Edited, Line, Matches, Metadata, RuleSet, Verdict
from cleaner.version import __version__

if TYPE_CHECKING:  # pages need much that texts do not: start-up time
    from cleaner.html.read import ExtractedPage
    from cleaner.html.select import SelectRules
    from cleaner.many import OnError

GUARDED_WORDS = 50
"""Words from which ``max_removed`` guards a text: in a shorter one, a footer may well be most of it."""

MIB = 1 << 20


def walk(source: Source, cleaner: "Cleaner") -> Article:
    """Take one input through all steps."""
    options = cleaner.options
    front, text = (
        frontmatter.split_front_matter(source.text) if source.file and not source.html else (None, source.text)
    )
    given = _given(source, front)
    page = _read_page(text, given, source, cleaner) if source.html else None
    document = page.document if page else _read_text(text, front, source, options.normalization)
    own = page.fields if page else {}
    lines = line_views(document)
    document, origin = _place(document, lines, own | given, cleaner.recognizer)
    title = metadata.title_line(document) if front is None and page is None else None
    document, title, matches = _match(document, lines, title, cleaner)
    short = apply(document, matches.removals)
    kept_whole = _share_gone(lines, short) > options.max_removed
    if kept_whole:
        matches, short = Matches(timed_out=matches.timed_out), apply(document, ())
    cleaned = write.format_body(short.document, document, options.normalization)
    saved = [one for one in metadata.saved_fields(matches) if one[0] not in own]
    found = [*(page.found_fields if page else ()), ("site", document.site, origin), *saved]
    if title:
        found.append(("title", metadata.title_text(document, title), "the first line"))
    entry = given.get(frontmatter.CLEANER_KEY)
    if matches.removals or page or not isinstance(entry, Mapping):
        before = len(document.text if page else text)
        entry = cleaner.entry(matches, before, len(cleaned), kept_whole=kept_whole) | (page.entry if page else {})
    return Article(
        text=cleaned,
        metadata=metadata.merge_fields(given, found, entry),
        verdict="kept-whole" if kept_whole else _verdict(source, text, cleaned, raw=options.normalization is None),
        document=document,
        removals=matches.removals,
        saved=matches.saved,
        timed_out=matches.timed_out,
        pruned=page.pruned if page else (),
        extracted=page.extracted if page else None,
    )


class Cleaner:
    """A rule set and options, compiled once and used often. It holds nothing of the texts it cleans."""

    def __init__(
        self,
        options: Options | None = None,
        *,
        rules: Iterable[str | PathLike[str]] | str | PathLike[str] | RuleSet = (),
        default_rules: bool = True,
        **changes: Unpack[OptionValues],
    ) -> None:
        """Load and choose rules: ``Cleaner(rules=["my-rules/"], profile="careful")``.

        ``rules`` are rule files or folders above the shipped rules, or a rule set that is loaded already; ``changes``
        are fields of the options. Raises :exc:`cleaner.errors.RulesError` for broken rules, and
        :exc:`cleaner.errors.OptionError` for wrong options.
        """
        self.options = replace(options or Options(), **changes)
        if isinstance(rules, (str, PathLike)):
            rules = (rules,)
        if isinstance(rules, RuleSet):
            self._rules = ActiveRules(rules, self.options)
        else:
            paths = tuple(str(path) for path in rules)
            self._rules = ActiveRules(RuleLayers.read(paths, default_rules=default_rules), self.options)

    def clean(
        self,
        text: str | None = None,
        *,
        html: str | None = None,
        url: str | None = None,
        language: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        markdown: bool = False,
    ) -> Article:
        """Clean one text, or with ``html`` one page. What it causes is in the article's verdict and raises nothing.

        ``url`` tells the site, ``language`` is a BCP 47 tag, ``metadata`` are fields that are known already;
        ``markdown`` says that a text is Markdown, or asks for a page as such. Raises :exc:`cleaner.errors.OptionError`
        for a text and a page at once, or neither.
        """
        if (text is None) == (html is None):
            raise OptionError("give a text or a page: clean(text), or clean(html=page)")
        known = metadata or {}
        if html is not None:
            return self.clean_source(Source(html, url, language, known, markdown=markdown, html=True))
        return self.clean_source(Source(text or "", url, language, known, markdown=markdown))

    def clean_source(self, source: Source) -> Article:
        """Clean one input of any kind. One that cannot be cleaned comes back as it is, under the verdict ``failed``."""
        if len(source.text) > self.options.max_size * MIB:
            return self._failed(source, f"has more than {self.options.max_size:g} MiB of text: split it")
        if not source.html and _has_surrogate(source.text):  # those of pages are mended before the parser
            return self._failed(source, "has a lone surrogate, which no encoding can hold: mend the text")
        return walk(source, self)

    def clean_many(
        self, records: Iterable[str | Mapping[str, Any]], *, on_error: "OnError" = "keep"
    ) -> Iterator[Article]:
        r"""Clean records one after the other, each when it is asked for; their order stays.

        A record is a text, or a mapping as a line of JSON has it: ``text`` or ``html``, and ``url``, ``lang``,
        ``metadata``, ``id``, which the article bears. One that cannot be cleaned comes back under the verdict
        ``failed`` with its ``error``, is left out and told in the log (``on_error="drop"``), or raises
        :exc:`cleaner.errors.InputError` (``"raise"``).

        >>> records = ["The bridge opens in May.", {"id": 7, "text": "It is new.\nAdvertisement"}, {"id": 8}]
        >>> [(article.id, article.text, article.error) for article in Cleaner().clean_many(records)]
        [(None, 'The bridge opens in May.', None), (7, 'It is new.', None), (8, '', "lacks the key 'text'")]
        """
        from cleaner.many import articles

        return articles(records, self.clean_source, self._failed, on_error)

    @property
    def rule_set(self) -> RuleSet:
        """The rules that run."""
        return self._rules.rule_set

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a user should know of the rules though their files are right."""
        return self._rules.warnings

    @cached_property
    def engine(self) -> Engine:
        """The compiled rules."""
        return Engine(self._rules.rule_index)

    @property
    def recognizer(self) -> SiteDetector:
        """The phrases that tell the site of a text without an address."""
        return self._rules.site_detector

    @cached_property
    def select_rules(self) -> "SelectRules":
        """The compiled rules that prune pages."""
        from cleaner.html.select import SelectRules

        return SelectRules(self._rules.select_rules())

    @property
    def digest(self) -> str:
        """The first 12 digits of the SHA-256 of the rules that run."""
        return self._rules.digest

    @cached_property
    def fingerprint(self) -> str:
        """What the output depends on beside the input: version, options and the rules that run, as 12 digits."""
        import hashlib

        return hashlib.sha256(repr((__version__, self.options, self.digest)).encode()).hexdigest()[:12]

    def entry(self, matches: Matches, chars_in: int, chars_out: int, *, kept_whole: bool) -> dict[str, Any]:
        """Return this program's own entry in the metadata: what was done, and by which rules."""
        lines = {(removal.rule, removal.line) for removal in matches.removals}
        removed = Counter(rule for rule, _ in lines)
        entry = self._signature() | {
            "removed": dict(sorted(removed.items())),
            "chars_in": chars_in,
            "chars_out": chars_out,
        }
        if kept_whole:
            entry["kept_whole"] = True
        if matches.timed_out:
            entry["timed_out"] = list(matches.timed_out)
        return entry

    def _signature(self) -> dict[str, Any]:
        return {"version": __version__, "ruleset": self.digest, "profile": self.options.profile}

    def _failed(self, source: Source, error: str) -> Article:
        fields = {frontmatter.CLEANER_KEY: self._signature() | {"error": error}}
        return Article(source.text, Metadata(fields), "failed", Document(source.text, ()), error=error)

    def __eq__(self, other: object) -> bool:
        """Two cleaners that clean alike are equal."""
        return isinstance(other, Cleaner) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        """Return the fingerprint as a number, the same in every process."""
        return int(self.fingerprint, 16)

    def __getstate__(self) -> ActiveRules:
        """Pickle the rules that run, which know the options: what is compiled is compiled anew."""
        return self._rules

    def __setstate__(self, state: ActiveRules) -> None:
        """Take the rules that run."""
        self._rules, self.options = state, state.options


def clean(
    text: str | None = None,
    *,
    html: str | None = None,
    url: str | None = None,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    markdown: bool = False,
) -> Article:
    r"""Clean one text, or one page, with the shipped rules and the default options: see :meth:`Cleaner.clean`.

    >>> clean("The mayor said on Monday that the bridge will open in May.\nShare this:").text
    'The mayor said on Monday that the bridge will open in May.'
    """
    return _default().clean(text, html=html, url=url, language=language, metadata=metadata, markdown=markdown)


@cache
def _default() -> Cleaner:
    return Cleaner()


def _read_text(text: str, front: FrontMatter | None, source: Source, options: Normalization | None) -> Document:
    normal = normalize(text, options, markdown=source.markdown) if options else text
    return segment(normal, first_number=1 + (front.lines if front else 0), markdown=source.markdown)


def _read_page(html: str, given: Mapping[str, Any], source: Source, cleaner: "Cleaner") -> "ExtractedPage":
    """Read a page; what pages need is imported when the first one comes."""
    from cleaner.html.read import read

    return read(html, given, cleaner.select_rules, cleaner.options, markdown=source.markdown)


def _has_surrogate(text: str) -> bool:
    """Tell whether a text has half of a character. To encode it is ten times as fast as to search it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _given(source: Source, front: FrontMatter | None) -> dict[str, Any]:
    """Return what is known from outside: the caller's values above the input's own front matter."""
    given = dict(front.fields) if front else {}
    said = dict(source.metadata)
    said |= {name: value for name, value in (("url", source.url), ("language", source.language)) if value}
    for name, value in said.items():
        if name not in frontmatter.FIELDS:
            given[name] = value
        elif (fit := frontmatter.field_value(name, value)) is not None:
            given[name] = fit
    return given


def _place(
    document: Document, lines: Sequence[View], given: Mapping[str, Any], recognizer: SiteDetector
) -> tuple[Document, str]:
    """Settle the document's site and language, and tell what the site is known from."""
    site, language = given.get("site"), given.get("language")
    origin = "given"
    if not isinstance(site, str) or not site:
        url = given.get("url")
        site, origin = metadata.site_of(url if isinstance(url, str) else None), "the url"
    if not site:
        site, origin = recognizer.detect(lines), "phrases of the site in the text"
    language = language if isinstance(language, str) and language else None
    return document._replace(site=site, language=language), origin


def _match(
    document: Document, lines: Sequence[View], title: Line | None, cleaner: Cleaner
) -> tuple[Document, Line | None, Matches]:
    """Match the document; a first line that a rule takes is no title. A title that is to move is matched without."""
    matches = cleaner.engine.match(document, lines)
    if title is None or any(removal.line == title.number for removal in matches.removals):
        return document, None, matches
    if cleaner.options.title == "move":
        document = document._replace(lines=document.lines[1:])
        matches = cleaner.engine.match(document, lines[1:])
    return document, title, matches


def _share_gone(lines: Sequence[View], short: Edited) -> float:
    """Return the share of the words that would go; 0 for a text too short to be guarded."""
    if not short.cuts:
        return 0.0
    words = sum([line.words for line in lines])
    if words < GUARDED_WORDS:
        return 0.0
    cut = {line.number for one in short.cuts for line in one.lines}
    left = [line.span.of(short.document.text)[line.lead :] for line in short.document.lines if line.number in cut]
    return (sum([line.words for line in lines if line.line.number in cut]) - sum(map(count_words, left))) / words


def _verdict(source: Source, text: str, cleaned: str, *, raw: bool) -> Verdict:
    """Tell what became of the body; it is unchanged when the very same characters would be written."""
    if not cleaned.strip():
        return "empty"
    end = "\n" if source.file and not raw else ""
    return "unchanged" if text in (cleaned + end, f"\n{cleaned}{end}") else "cleaned"
