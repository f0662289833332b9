"""Articles that are nearly the same text, such as versions of one story on several sites: found and reported.

The similarity of two articles is the Jaccard index of their shingles, which are all runs of five words (Broder, "On the
resemblance and containment of documents", 1997). MinHash signatures, cut into bands, find the pairs that may reach a
threshold; each of these is then compared shingle by shingle, so what is reported is exact. Nothing depends on the order
of the inputs, or on the number of processes.
"""

import tempfile
from array import array
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import starmap
from typing import Any, BinaryIO, NamedTuple, Self
from zlib import crc32

from cleaner.api import Cleaner
from cleaner.article import format_record
from cleaner.batch.pool import Failure, Limits, WorkerPool
from cleaner.errors import InputError, OptionError
from cleaner.frontmatter import CLEANER_KEY, split_front_matter
from cleaner.io.batches import BATCH_BYTES, Batch, read_batches
from cleaner.io.inputs import Input
from cleaner.io.records import ReadOptions, Record, fields_of, source_of_fields, source_of_file
from cleaner.io.streams import Flush
from cleaner.lazy import lazy_pattern
from cleaner.source import Source, value_at
from cleaner.text.words import UNSPACED_SCRIPTS, has_unspaced

SHINGLE_WORDS = 5
"""Words of a shingle; a character of a script without spaces counts as a word. With three, the results of two days in
one form are twice as similar, and versions of a story a tenth (``tests.benchmarks.duplicates --words 3``)."""

SIGNATURE_SIZE = 128
"""Values of a signature: with three in a band, one pair in 270 is missed that just reaches a similarity of 0.5."""

MAX_MISSED = 0.005
"""The largest share of pairs just at the threshold that bands may miss; of pairs that are more similar, it is less."""

SEED = 1
"""Seed of the signatures."""

MAX_IN_BUCKET = 64
"""First articles of groups that an article is looked up among, by band. More are alike only in form, as weather reports
are: without a bound, their number would be squared."""

MAX_COMPARISONS = 32
"""First articles of groups, those with most bands in common, that an article is compared with."""

CACHED_ARTICLES = 256
"""Articles whose shingles are kept in memory."""

_JOINING_MARKS = lazy_pattern(r"[-\u2010-\u2015\u2026/\u30fb]")
_OTHER_MARKS = lazy_pattern(r"[^\w\s]+|_+")
_UNSPACED = lazy_pattern(f"([{UNSPACED_SCRIPTS}])")


class Fingerprint(NamedTuple):
    """What is kept of an article. ``fields`` identify it and are empty if it has no text; ``error`` says why it failed.

    ``shingles`` are 64-bit hashes, sorted; ``bands`` are 32-bit hashes of the parts of its signature.
    """

    fields: Mapping[str, Any]
    shingles: bytes = b""
    bands: bytes = b""
    error: str = ""


class Similarity(NamedTuple):
    """How similar an article is to the first of its group, and the share of its own shingles that are in that."""

    jaccard: float
    contained: float


Group = list[tuple[Similarity, int]]
"""A group: its articles by their numbers, the first of which represents it."""


def shingles_of(text: str) -> list[str]:
    """Return the runs of words of a text, without case and punctuation; of a short text, all its words as one.

    >>> shingles_of("“No,” she said – and left it at that.")
    ['no she said and left', 'she said and left it', 'said and left it at', 'and left it at that']
    >>> shingles_of("记者昨日报道"), shingles_of("…")
    (['记 者 昨 日 报', '者 昨 日 报 道'], [])
    """
    text = _OTHER_MARKS.sub("", _JOINING_MARKS.sub(" ", text.casefold()))
    words = (_UNSPACED.sub(r" \1 ", text) if has_unspaced(text) else text).split()
    count = max(len(words) - SHINGLE_WORDS + 1, min(len(words), 1))
    return [" ".join(words[start : start + SHINGLE_WORDS]) for start in range(count)]


def band_rows(threshold: float) -> int:
    """Return how many values of a signature are a band: as many as find nearly all pairs that reach the threshold.

    >>> band_rows(0.3), band_rows(0.5), band_rows(0.8)
    (2, 3, 6)
    """
    sizes = range(SIGNATURE_SIZE, 0, -1)
    return next((rows for rows in sizes if (1 - threshold**rows) ** (SIGNATURE_SIZE // rows) <= MAX_MISSED), 1)


class Fingerprinting:
    """Makes fingerprints of records, in any process. Articles that were cleaned before are not cleaned again."""

    def __init__(self, cleaner: Cleaner, read_options: ReadOptions, threshold: float) -> None:
        self._cleaner, self.read_options, self._rows = cleaner, read_options, band_rows(threshold)
        self._reader = Cleaner(cleaner.options, default_rules=False)

    def __call__(self, record: Record) -> Fingerprint:
        """Return the fingerprint of a record. What is wrong with it is in there, and not raised."""
        try:
            if record.fault:
                raise InputError(record.fault)  # noqa: TRY301 - reported as any other
            fields = fields_of(record) if record.line else {}
            options = self.read_options
            source = source_of_fields(fields, options, record) if record.line else source_of_file(record, options)[0]
            cleaner = self._reader if _was_cleaned(source) else self._cleaner
            article = cleaner.clean_source(source)
            if article.error:
                raise InputError(article.error)  # noqa: TRY301 - reported as any other
        except InputError as error:
            return Fingerprint({}, error=error.message)
        known = {name: article.metadata.get(name) for name in ("url", "site", "title", "date")}
        found = {"input": record.place, "id": value_at(fields, options.keys.id), **known}
        found = {name: value for name, value in found.items() if value is not None}
        return self._fingerprint(article.text, found | {"characters": len(article.text)})

    def _fingerprint(self, text: str, fields: Mapping[str, Any]) -> Fingerprint:
        from rensa import RMinHash

        shingles = shingles_of(text)
        if not shingles:
            return Fingerprint({})
        (hashes,) = RMinHash.hash_token_sets([shingles])
        matrix = RMinHash.digest_matrix_from_token_hash_sets([hashes], num_perm=SIGNATURE_SIZE, seed=SEED)
        signature, rows = array("I", matrix.to_rows()[0]), self._rows
        starts = range(0, SIGNATURE_SIZE - rows + 1, rows)
        bands = array("I", (crc32(signature[start : start + rows].tobytes()) for start in starts))
        return Fingerprint(fields, array("Q", sorted(set(hashes))).tobytes(), bands.tobytes())


def fingerprints(
    inputs: Iterable[Input], work: Fingerprinting, stdin: BinaryIO, *, jobs: int, limits: Limits, max_size: float
) -> Iterator[tuple[Batch, list[Fingerprint]]]:
    """Yield the inputs in batches, in their order, with the fingerprints that ``jobs`` processes make of the records.

    Raises :exc:`OptionError` if the package for them is missing.
    """
    if not find_spec("rensa"):
        raise OptionError("needs a package for similarity: pip install 'article-cleaner[duplicates]'")
    sent: deque[Batch] = deque()

    def pending() -> Iterator[Sequence[Record] | None]:
        for batch in read_batches(inputs, work.read_options, max_size, stdin, BATCH_BYTES):
            if isinstance(batch, Flush):
                yield None
            else:
                sent.append(batch)
                yield batch.records

    with WorkerPool(work, jobs, limits) as workers:
        for results in workers.ordered(pending()):
            fingerprinted = [
                Fingerprint({}, error=item.reason) if isinstance(item, Failure) else item for item in results
            ]
            yield sent.popleft(), fingerprinted


def _was_cleaned(source: Source) -> bool:
    """Whether this program wrote a text: its metadata or front matter says so."""
    if source.html:
        return False
    front_matter = split_front_matter(source.text)[0] if source.file else None
    metadata = front_matter.fields if front_matter else source.metadata
    return CLEANER_KEY in (metadata or {})


class ArticleIndex:
    """The fingerprints of many articles, in a file that vanishes with the process; in memory, only their bands.

    A million articles of 600 words take 0.4 GB of memory and 5 GB of disk.
    """

    def __init__(self, threshold: float) -> None:
        """Open the file, in the folder for temporary files."""
        self._threshold = threshold
        self._file: Any = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the index
        self._ends = array("Q", [0])
        self._bands = [array("I") for _ in range(SIGNATURE_SIZE // band_rows(threshold))]
        self._shingles = lru_cache(CACHED_ARTICLES)(self._read_shingles)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self._ends) - 1

    def add(self, fingerprint: Fingerprint) -> None:
        """Add an article."""
        self._file.seek(self._ends[-1])
        self._file.write(f"{format_record(fingerprint.fields)}\n".encode("utf-8", "surrogatepass"))
        self._file.write(fingerprint.shingles)
        self._ends.append(self._file.tell())
        for values, value in zip(self._bands, array("I", fingerprint.bands), strict=True):
            values.append(value)

    def groups(self) -> Iterator[dict[str, Any]]:
        """Yield the groups of two articles and more, as records: the largest first.

        Each member is at least as similar to the first one, the longest, as the threshold says.
        """
        groups = [group for component in self._components() for group in self._groups_of(component)]
        groups.sort(key=lambda group: (-len(group), self._rank(group[0][1])))
        yield from map(self._record, groups)

    def _components(self) -> Iterator[list[int]]:
        """Yield the articles that bands connect."""
        parents = array("I", range(len(self)))

        def root(number: int) -> int:
            while parents[number] != number:
                parents[number] = number = parents[parents[number]]
            return number

        for values in self._bands:
            first: dict[int, int] = {}
            for number, value in enumerate(values):
                other = first.setdefault(value, number)
                if other != number:
                    low, high = sorted((root(other), root(number)))
                    parents[high] = low
        components = defaultdict[int, list[int]](list)
        for number, parent in enumerate(parents):
            if parent != number:
                components[root(number)].append(number)
        yield from ([first_number, *others] for first_number, others in components.items())

    def _groups_of(self, numbers: Sequence[int]) -> list[Group]:
        """Return the groups among connected articles: each joins the most similar of those that lead one already."""
        groups: dict[int, Group] = {}
        buckets = defaultdict[tuple[int, int], list[int]](list)
        for number in sorted(numbers, key=self._rank):
            keys = [(band, values[number]) for band, values in enumerate(self._bands)]
            shared = Counter(first for key in keys for first in buckets.get(key, ()))
            likely = [first for first, _ in shared.most_common(MAX_COMPARISONS)]
            similarities = [(self._similarity(first, number), first) for first in likely]
            best, first = max(similarities, key=lambda pair: pair[0].jaccard, default=(Similarity(0.0, 0.0), number))
            if best.jaccard >= self._threshold:
                groups[first].append((best, number))
                continue
            groups[number] = [(Similarity(1.0, 1.0), number)]
            for key in keys:
                if len(buckets[key]) < MAX_IN_BUCKET:
                    buckets[key].append(number)
        return [group for group in groups.values() if len(group) > 1]

    def _similarity(self, first: int, other: int) -> Similarity:
        ours, theirs = self._shingles(first), self._shingles(other)
        common = len(ours & theirs)
        return Similarity(common / (len(ours) + len(theirs) - common), common / len(theirs))

    def _rank(self, number: int) -> tuple[Any, ...]:
        """Return what orders articles, whatever the order of the inputs: long before short, then early before late."""
        fields, _ = self._read(number)
        keys = (str(fields.get(name, "")) for name in ("url", "id", "input"))
        return (-fields["characters"], str(fields.get("date", "~")), *keys)

    def _read_shingles(self, number: int) -> frozenset[int]:
        return frozenset(array("Q", self._read(number)[1]))

    def _read(self, number: int) -> tuple[dict[str, Any], bytes]:
        import json

        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        line, _, shingles = self._file.read(end - start).partition(b"\n")
        return json.loads(line.decode("utf-8", "surrogatepass")), shingles

    def _record(self, group: Group) -> dict[str, Any]:
        """Return a group as values of JSON, the most similar members first."""
        ordered = [group[0], *sorted(group[1:], key=lambda pair: (-pair[0].jaccard, self._rank(pair[1])))]
        members = list(starmap(self._member, ordered))
        sites = {member["site"] for member in members if "site" in member}
        return {"size": len(members), "sites": len(sites), "members": members}

    def _member(self, similarity: Similarity, number: int) -> dict[str, Any]:
        shares = {"similarity": round(similarity.jaccard, 3), "contained": round(similarity.contained, 3)}
        return self._read(number)[0] | shares
