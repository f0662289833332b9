"""The walk of one input, from a text or page to an article. Read this first.

::

    bytes ─ read ─▶ decode ─▶ a text: split off front matter ─▶ normalize ─▶ segment ─▶ Document
                       └────▶ a page: parse ─▶ find fields ─▶ prune ─▶ extract ────────────┤
                                                                                           │ match
    text, JSON lines ◀─ write ◀─ merge metadata ◀─ apply ◀─ Removals ◀─────────────────────┘

:func:`walk` is that picture as plain calls; :mod:`cleaner.html.read` is its part for pages. Reading and writing files
is above it, in :mod:`cleaner.io` and :mod:`cleaner.cli`. Matching only proposes removals;
:func:`cleaner.text.apply.apply` is the only place where a document gets shorter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from cleaner.article import Article, Metadata
from cleaner.frontmatter import CLEANER_KEY, FIELDS, POSTS_KEY, FrontMatter, field_value, split_front_matter
from cleaner.languages import normalize_language
from cleaner.matching import Engine
from cleaner.matching.settle import match_allowed, settle
from cleaner.matching.site_detection import SiteDetector
from cleaner.metadata import FoundField, merge_fields, saved_fields, site_of, title_line, title_text
from cleaner.options import Normalization, Options
from cleaner.rules.active import ActiveRules
from cleaner.source import Source
from cleaner.text.apply import apply, restore
from cleaner.text.normalize import normalize
from cleaner.text.plain import plain_body
from cleaner.text.segment import segment
from cleaner.text.view import View, line_views
from cleaner.text.words import count_words
from cleaner.types import Document, Edited, Line, Matches, Removal, Verdict
from cleaner.version import __version__
from cleaner.write import Forms, format_body

if TYPE_CHECKING:  # pages need much that texts do not: start-up time
    from cleaner.html.read import ExtractedPage
    from cleaner.html.select import SelectRules

GUARDED_WORDS = 50
"""Words from which ``max_removed`` guards a text: in a shorter one, a footer may well be most of it."""


class CleaningRules:
    """The rules that run, each kind compiled when the first text or page needs it."""

    def __init__(self, active: ActiveRules) -> None:
        self.active = active
        self.options: Options = active.options

    @cached_property
    def engine(self) -> Engine:
        """The compiled rules for lines."""
        return Engine(self.active.rule_index)

    @cached_property
    def select_rules(self) -> "SelectRules":
        """The compiled rules that prune pages."""
        from cleaner.html.select import SelectRules

        return SelectRules(self.active.select_rules())

    @property
    def site_detector(self) -> SiteDetector:
        """The detector of the site of a text without an address."""
        return self.active.site_detector

    def signature(self) -> dict[str, Any]:
        """Return what the front matter says about the rules: version, rule set and profile."""
        return {"version": __version__, "ruleset": self.active.digest, "profile": self.options.profile}


def walk(source: Source, rules: CleaningRules) -> Article:
    """Take one input through all steps."""
    if source.html and rules.options.text_format in ("md", "html"):
        source = source._replace(markdown=True)
    normalization = rules.options.normalization
    front, text = _split_front_matter(source)
    known = _known_fields(source, front)
    page = _read_page(text, known, source, rules) if source.html else None
    page_fields = page.fields if page else {}
    document = page.document if page else _read_text(text, front, source, normalization)
    lines = line_views(document)
    document, scope_fields = _resolve_scope(document, lines, page_fields | known, source, rules)
    title = title_line(document) if front is None and page is None else None
    document, title, matches = _match(document, lines, title, rules)
    matches, edited, standing = _settle(document, matches, source, rules)
    kept_whole = _share_removed(lines, edited) > rules.options.max_removed
    if kept_whole:
        matches, edited, standing = Matches(timed_out=matches.timed_out), Edited(document, ()), document
    is_markdown = source.markdown and page is None
    if is_markdown:
        body = _markdown_body(edited, matches, title if rules.options.title == "move" else None)
    elif page or normalization is None:
        body = format_body(edited.document, document, normalization)
    else:
        body = plain_body(standing, normalization)
    found_fields = [*(page.found_fields if page else ()), *scope_fields]
    found_fields += [field for field in saved_fields(matches) if field[0] not in page_fields]
    if title:
        found_fields.append(("title", title_text(document, title), "the first line"))
    entry, size = known.get(CLEANER_KEY), (len(document.text if page else text), len(body))
    if matches.removals or page or not isinstance(entry, Mapping):
        entry = _cleaner_entry(matches, size, rules, kept_whole=kept_whole) | (page.entry if page else {})
    forms = _forms_of(body, source, rules)
    return Article(
        text=forms("html") if rules.options.text_format == "html" else body,
        metadata=_with_posts(
            merge_fields(known, found_fields, entry),
            page.posts_in(edited.document, body) if page else (),
            is_changed=page is not None or body != source.text,
        ),
        verdict="kept-whole" if kept_whole else _verdict(source, text, body, raw=is_markdown or normalization is None),
        document=document,
        removals=tuple([removal._replace(text=removal.span.of(document.text)) for removal in matches.removals]),
        saved=matches.saved,
        timed_out=matches.timed_out,
        pruned=page.pruned if page else (),
        extracted=page.extracted if page else None,
        front_matter=(front.text if front else "") if is_markdown else None,
        _forms=forms,
    )


def _forms_of(body: str, source: Source, rules: CleaningRules) -> Forms:
    """Return the forms of an article's body. Its page is read again for Markdown if it became plain text."""
    reads_page = source.html and not source.markdown
    return Forms(
        body,
        is_markdown=source.markdown,
        read_markdown=partial(_markdown_of_page, source, rules) if reads_page else None,
        keeps_rows=_keeps_rows(rules.options.normalization),
    )


def _markdown_of_page(source: Source, rules: CleaningRules) -> str:
    return walk(source._replace(markdown=True), rules).markdown


def _with_posts(metadata: Metadata, posts: Sequence[Mapping[str, Any]], *, is_changed: bool) -> Metadata:
    """Return metadata with the posts of a thread, unless the input has some of its own.

    Posts of an earlier run are dropped from a text that has changed, since their spans no longer hold.
    """
    given = metadata.get(POSTS_KEY)
    is_stale = is_changed and isinstance(given, list) and all(_has_span(post) for post in given)
    if not is_stale and (given is not None or not posts):
        return metadata
    fields = {name: value for name, value in metadata.items() if name not in (POSTS_KEY, CLEANER_KEY)}
    fields |= {POSTS_KEY: list(posts)} if posts else {}
    sources = {**metadata.sources, POSTS_KEY: "markup of posts"} if posts else metadata.sources
    return Metadata(fields | {CLEANER_KEY: metadata[CLEANER_KEY]}, sources)


def _has_span(post: Any) -> bool:
    return isinstance(post, Mapping) and "start" in post and "end" in post


def failed_article(source: Source, error: str, rules: CleaningRules) -> Article:
    """Return the article of an input that cannot be cleaned: its text as it is, and the error."""
    metadata = Metadata({CLEANER_KEY: rules.signature() | {"error": error}})
    forms = Forms(source.text, is_markdown=source.markdown and not source.html)
    return Article(source.text, metadata, "failed", Document(source.text, ()), error=error, _forms=forms)


def _split_front_matter(source: Source) -> tuple[FrontMatter | None, str]:
    """Return the front matter of a file that is not a page, and its body."""
    if not source.file or source.html:
        return None, source.text
    if source.markdown:
        from cleaner.markdown_front_matter import split_markdown  # start-up time

        return split_markdown(source.text)
    return split_front_matter(source.text)


def _known_fields(source: Source, front: FrontMatter | None) -> dict[str, Any]:
    """Return the fields that the caller and the input's own front matter give; the caller's win."""
    fields = dict(front.fields) if front else {}
    caller_fields = dict(source.metadata or {})
    caller_fields |= {name: value for name, value in (("url", source.url), ("language", source.language)) if value}
    for name, value in caller_fields.items():
        if name not in FIELDS:
            fields[name] = value
        elif (known_value := field_value(name, value)) is not None:
            fields[name] = known_value
    return fields


def _read_text(text: str, front: FrontMatter | None, source: Source, options: Normalization | None) -> Document:
    normal = normalize(text, options, markdown=source.markdown) if options else text
    number = 1 + (front.lines if front else 0)
    document = segment(normal, first_number=number, markdown=source.markdown, keeps_rows=_keeps_rows(options))
    if not source.inline:
        return document
    from cleaner.text.exceptions import with_exceptions  # start-up time

    return with_exceptions(document, first_number=number)


def _is_plain(source: Source) -> bool:
    """Whether an input is plain text, whose layout only its rows show."""
    return not source.html and not source.markdown


def _keeps_rows(options: Normalization | None) -> bool:
    """Whether a text's only block may be wrapped: not where paragraphs are rows, which the next run reads."""
    return not options or options.paragraphs == "blank-line"


def _read_page(html: str, known: Mapping[str, Any], source: Source, rules: CleaningRules) -> "ExtractedPage":
    from cleaner.html.read import read  # start-up time

    site = source.default_site
    return read(html, known, rules.select_rules, rules.options, markdown=source.markdown, default_site=site)


def _resolve_scope(
    document: Document, lines: Sequence[View], fields: Mapping[str, Any], source: Source, rules: CleaningRules
) -> tuple[Document, list[FoundField]]:
    """Return the document with what decides which rules apply (site, language, page type), and the fields found."""
    site, url, language = fields.get("site"), fields.get("url"), fields.get("language")
    site_source = "given"
    if not isinstance(site, str) or not site:
        site, site_source = site_of(url if isinstance(url, str) else None), "the url"
    if not site:
        site, site_source = source.default_site, "the path"
    if not site:
        site, site_source = rules.site_detector.detect(lines), "phrases of the site in the text"
    language = normalize_language(language) if isinstance(language, str) else None
    found_fields: list[FoundField] = [("site", site, site_source)]
    if language is None and rules.options.detect_language:
        from cleaner.language_detection import detect_language  # an extra

        language = detect_language(document.text)
        found_fields.append(("language", language, "detected"))
    page_type = fields.get("page_type")
    document = document._replace(page_type=page_type if isinstance(page_type, str) else None)
    return document._replace(site=site, language=language), found_fields


def _match(
    document: Document, lines: Sequence[View], title: Line | None, rules: CleaningRules
) -> tuple[Document, Line | None, Matches]:
    """Match the document. A line that a rule removes is not the title; a title that moves is not matched."""
    matches = match_allowed(document, lines, rules.engine)
    if title is None or any(removal.line == title.number for removal in matches.removals):
        return document, None, matches
    if rules.options.title == "move":
        matches = match_allowed(document, lines[1:], rules.engine)
        document = document if document.blocks else document._replace(lines=document.lines[1:])
    return document, title, matches


def _settle(
    document: Document, matches: Matches, source: Source, rules: CleaningRules
) -> tuple[Matches, Edited, Document]:
    """Match a plain text again if what stands is laid out otherwise; return all matches and what stands."""
    if not matches.removals or not _is_plain(source):
        edited = apply(document, matches.removals)
        return matches, edited, edited.document
    return settle(document, matches, rules.engine, keeps_rows=_keeps_rows(rules.options.normalization))


def _markdown_body(edited: Edited, matches: Matches, title: Line | None) -> str:
    """Return what is left of a text in Markdown, as it stood; a title that moves is cut like a line that is removed."""
    if title is None:
        return edited.document.text
    document = restore(edited)
    return apply(document, [Removal(title.span, "", title.number), *matches.removals]).document.text


def _share_removed(lines: Sequence[View], edited: Edited) -> float:
    """Return the share of the words that are removed (0 to 1); 0 for a text too short to be guarded."""
    words = sum([line.words for line in lines]) if edited.cuts else 0
    if words < GUARDED_WORDS:
        return 0.0
    numbers = {line.number for cut in edited.cuts for line in cut.lines}
    text = edited.document.text
    remainders = [line.words(text) for line in edited.document.lines if line.number in numbers]
    before = sum([line.words for line in lines if line.line.number in numbers])
    return (before - sum(map(count_words, remainders))) / words


def _cleaner_entry(
    matches: Matches, size: tuple[int, int], rules: CleaningRules, *, kept_whole: bool
) -> dict[str, Any]:
    """Return what the front matter says about the cleaning; ``size`` is in characters before and after."""
    lines = {(removal.rule, removal.line) for removal in matches.removals}
    removed = Counter(rule for rule, _ in lines)
    entry = rules.signature() | {"removed": dict(sorted(removed.items())), "chars_in": size[0], "chars_out": size[1]}
    if kept_whole:
        entry["kept_whole"] = True
    if matches.timed_out:
        entry["timed_out"] = list(matches.timed_out)
    return entry


def _verdict(source: Source, text: str, body: str, *, raw: bool) -> Verdict:
    """Return the verdict of a text that is not kept whole: unchanged if the same characters would be written."""
    if not body.strip():
        return "empty"
    end = "\n" if source.file and not raw else ""
    return "unchanged" if text in (body + end, f"\n{body}{end}") else "cleaned"
