"""The Python API: :class:`Cleaner`, and :func:`clean` for a single text with the default options."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, Unpack, get_args

from cleaner.article import Article
from cleaner.errors import InputError, OptionError, RecordError
from cleaner.languages import require_language
from cleaner.matching import Engine
from cleaner.options import Options, OptionValues
from cleaner.rules.active import ActiveRules, RuleLayers
from cleaner.source import EncodedText, RecordKeys, Source, decoded_text, kind_of_value, source_of_record
from cleaner.text.markup import is_page
from cleaner.types import RuleSet
from cleaner.version import __version__
from cleaner.walk import CleaningRules, failed_article, walk

if TYPE_CHECKING:  # start-up time
    from logging import Logger

    from cleaner.html.select import SelectRules

OnError = Literal["keep", "drop", "raise"]
"""What to do with a record that cannot be cleaned: keep it as an article with an error, drop it, or raise."""

MIB = 1 << 20

MARKUP_REMARK = "is the markup of a page, and its tags are kept: give it as html, as in clean(html=page)"
"""What the log says of a page that is given as a text."""


class Cleaner:
    """Rules and options, compiled once and used often.

    A cleaner is stateless between calls: threads and processes may share it, and it can be pickled. Two cleaners that
    clean alike are equal and have the same hash in every process.
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        rules: Iterable[str | PathLike[str]] | str | PathLike[str] | RuleSet = (),
        default_rules: bool = True,
        **changes: Unpack[OptionValues],
    ) -> None:
        """Load and choose rules: ``Cleaner(rules=["my-rules/"], profile="careful")``.

        ``rules`` are rule files or folders above the shipped rules, which ``default_rules=False`` leaves out, or a
        loaded rule set. ``changes`` are fields of ``options``. Raises
        :exc:`cleaner.errors.RulesError` for broken rules, and :exc:`cleaner.errors.OptionError` for wrong options.
        """
        if not isinstance(options, Options | None):
            raise OptionError(f"options is an Options object, not {options!r}: give rules by name, as rules=[…]")
        self.options = replace(options or Options(), **changes)
        if isinstance(rules, RuleSet):
            active = ActiveRules(rules, self.options)
        else:
            paths = [rules] if isinstance(rules, (str, PathLike)) else rules
            layers = RuleLayers.read(map(str, paths), default_rules=default_rules)
            active = ActiveRules(layers, self.options)
        self._rules = CleaningRules(active)

    @classmethod
    def _of(cls, active: ActiveRules) -> "Cleaner":
        """Return a cleaner with rules that are loaded and chosen."""
        cleaner = cls.__new__(cls)
        cleaner.__setstate__(active)
        return cleaner

    def clean(
        self,
        text: str | None = None,
        *,
        html: str | bytes | None = None,
        url: str | None = None,
        language: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        markdown: bool = False,
    ) -> Article:
        """Clean one text, or with ``html`` one page. No content raises an error: the article has a verdict.

        ``html`` as bytes is decoded as browsers do. ``url`` says the site, ``language`` is a BCP 47 tag, an ISO 639
        code or an English name, ``metadata`` has fields that are already known. With ``markdown``, a text is read as
        Markdown, and the article of a page is written as Markdown. The log (``cleaner``) has a warning if the text is
        the markup of a page. Raises :exc:`cleaner.errors.OptionError` for a text
        and a page at once, for neither, and for an unknown language; :exc:`TypeError` for other types.
        """
        if (text is None) == (html is None):
            raise OptionError("give either a text or a page: clean(text), or clean(html=page)")
        if text is not None and not isinstance(text, str):
            raise TypeError(f"text is a str, not {text!r:.40}: decode bytes, or give a page as clean(html=…)")
        if html is not None and not isinstance(html, (str, bytes)):
            raise TypeError(f"html is a str or bytes, not {html!r:.40}: give the markup of one page")
        if not isinstance(metadata, Mapping | None):
            raise TypeError(f"metadata is a mapping of fields, not {metadata!r:.40}")
        if html is not None and markdown and self.options.text_format == "text":
            raise OptionError("markdown=True asks for Markdown, and text_format='text' for text: choose one")
        if language is not None:
            language = require_language(language)
        if isinstance(html, bytes):
            html = decoded_text(EncodedText(html), html=True)
        if text is not None and not markdown and is_page(text):
            _log().warning("the text %s", MARKUP_REMARK)
        content = text if html is None else html
        return self.clean_source(Source(content or "", url, language, metadata, markdown, html=html is not None))

    def clean_source(self, source: Source) -> Article:
        """Clean one input of any kind. One that cannot be cleaned keeps its text, with the verdict ``failed``."""
        if len(source.text) > self.options.max_size * MIB:
            error = f"has more than {self.options.max_size:g} MiB of text: split it"
            return failed_article(source, error, self._rules)
        if not source.html and _has_surrogate(source.text):  # those of pages are repaired before the parser
            error = "has a lone surrogate, which no encoding can represent: repair the text"
            return failed_article(source, error, self._rules)
        return walk(source, self._rules)

    def clean_many(
        self, records: Iterable[str | Mapping[str, Any]], *, on_error: OnError = "keep"
    ) -> Iterator[Article]:
        r"""Clean records lazily and in order.

        A record is a text, or a mapping with the keys of a JSON line: ``text`` or ``html`` (bytes are decoded),
        ``url``, ``lang``, ``metadata``, and ``id``, which its article has as well. A record that cannot be cleaned
        becomes an article with the verdict ``failed`` and an ``error`` (``on_error="keep"``), is left out and counted
        in the log (``"drop"``), or raises :exc:`cleaner.errors.InputError` (``"raise"``). Raises
        :exc:`cleaner.errors.OptionError` for another ``on_error``, and :exc:`TypeError` for a single record.

        >>> records = ["The bridge opens in May.", {"id": 7, "text": "It is new.\nAdvertisement"}, {"id": 8}]
        >>> [(article.id, article.text, article.error) for article in Cleaner().clean_many(records)]
        [(None, 'The bridge opens in May.', None), (7, 'It is new.', None), (8, '', "lacks the key 'text'")]
        """
        if on_error not in get_args(OnError):
            raise OptionError(f"on_error is 'keep', 'drop' or 'raise', not {on_error!r}")
        if isinstance(records, (str, bytes, Mapping)) or not isinstance(records, Iterable):
            raise TypeError(f"records is a list of texts or mappings, not {records!r:.40}: use clean for a single text")
        articles = map(self._clean_record, _with_remark_on_markup(records))
        return articles if on_error == "keep" else _without_failed(articles, drop=on_error == "drop")

    def _clean_record(self, record: str | Mapping[str, Any]) -> Article:
        if isinstance(record, str):
            return self.clean_source(Source(record))
        if not isinstance(record, Mapping):
            error = f"is {kind_of_value(record)}: give a text, or a record as in {{'text': '…'}}"
            return failed_article(Source(""), error, self._rules)
        text, id = record.get("text"), record.get("id")
        source = Source(text if isinstance(text, str) else "")
        try:
            article = self.clean_source(source_of_record(record, RecordKeys()))
        except RecordError as error:
            article = failed_article(source, str(error), self._rules)
        except Exception as error:  # noqa: BLE001 - parsers may raise anything for hostile pages
            article = failed_article(source, f"fails with {type(error).__name__}: {error}", self._rules)
        return article if id is None else replace(article, id=id)

    @property
    def rule_set(self) -> RuleSet:
        """The rules that run."""
        return self._rules.active.rule_set

    @property
    def warnings(self) -> tuple[str, ...]:
        """Messages about rules whose files are valid but worth a look."""
        return self._rules.active.warnings

    @property
    def engine(self) -> Engine:
        """The compiled rules for lines."""
        return self._rules.engine

    @property
    def select_rules(self) -> "SelectRules":
        """The compiled rules that prune pages."""
        return self._rules.select_rules

    @property
    def digest(self) -> str:
        """The rules that run, as 12 hexadecimal digits of a hash."""
        return self._rules.active.digest

    @cached_property
    def fingerprint(self) -> str:
        """The version, options and rules, which with the input decide the output, as 12 hexadecimal digits."""
        import hashlib  # start-up time

        return hashlib.sha256(repr((__version__, self.options, self.digest)).encode()).hexdigest()[:12]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cleaner) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return int(self.fingerprint, 16)

    def __getstate__(self) -> ActiveRules:
        """Return the rules that run, which hold the options; their compiled forms are rebuilt."""
        return self._rules.active

    def __setstate__(self, state: ActiveRules) -> None:
        self._rules, self.options = CleaningRules(state), state.options


def clean(
    text: str | None = None,
    *,
    html: str | bytes | None = None,
    url: str | None = None,
    language: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    markdown: bool = False,
) -> Article:
    r"""Clean one text or page with the shipped rules and the default options: see :meth:`Cleaner.clean`.

    >>> clean("The mayor said on Monday that the bridge will open in May.\nShare this:").text
    'The mayor said on Monday that the bridge will open in May.'
    """
    return _default().clean(text, html=html, url=url, language=language, metadata=metadata, markdown=markdown)


@cache
def _default() -> Cleaner:
    return Cleaner()


def _has_surrogate(text: str) -> bool:
    """Whether a text holds half of a surrogate pair. Encoding the text is ten times as fast as searching it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _with_remark_on_markup(records: Iterable[Any]) -> Iterator[Any]:
    """Yield records. The log has the first that gives a page as a text, and in the end how many did."""
    first = number = count = 0
    try:
        for number, record in enumerate(records, 1):
            text = record.get("text") if isinstance(record, Mapping) else record
            if isinstance(text, str) and is_page(text):
                count += 1
                if not first:
                    first = number
                    _log().warning("the text of record %d %s", number, MARKUP_REMARK)
            yield record
    finally:
        if count > 1:
            _log().warning("the texts of %d of %d records are the markup of pages", count, number)


def _log() -> "Logger":
    import logging  # start-up time

    return logging.getLogger("cleaner")


def _without_failed(articles: Iterable[Article], *, drop: bool) -> Iterator[Article]:
    """Yield the articles without an error. The log has the number of those dropped, however the iteration ends."""
    log = _log()
    number = dropped = 0
    try:
        for number, article in enumerate(articles, 1):
            if article.error is None:
                yield article
                continue
            place = f"record {number}" if article.id is None else f"record {number} ({article.id})"
            if not drop:
                raise InputError(article.error, place=place)
            dropped += 1
            log.debug("%s: %s; dropped", place, article.error)
    finally:
        if dropped:
            log.warning("dropped %d of %d records that cannot be cleaned", dropped, number)
