"""Rules proposed for a site from the counts of its lines, each with what speaks for it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from cleaner.authoring.draft import slug
from cleaner.learning.counts import LineCount, LineCounts
from cleaner.learning.evidence import ELSEWHERE_SCORE, HEADING, SiteEvidence, wilson
from cleaner.learning.pages import PROSE, SENTENCE, PageFacts, short_hash

SITE_SAMPLE = 256
"""Pages of a site from which its stories are counted, those with the smallest hashes."""

HIGH_CONFIDENCE = 0.7
"""Confidence from which a rule also runs in the careful profile: 10 stories, and none against it."""

MIN_REST = 3
"""Different lines behind a head."""

LINKED = 90
"""Percent of a line in links from which it is a link."""

MAX_BETWEEN = 10
"""Lines between the head and the foot of a block at most."""

LOOK_ALIKES = 3
"""Lines on a single page that begin like a proposal, from which its ``keeps`` are chosen."""

MAX_LOOK_ALIKE = 200
"""Characters of such a line."""

_SUFFIXES = {"block": "-block", "select": "-node"}
"""What tells the ids of rules that begin with the same line."""

Kind = Literal["line", "starts", "block", "select"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule proposed for a site, for the lines ``texts``.

    By its kind, it is for them, for lines that start with one, for a block from one through another, or for nodes of
    pages that ``selector`` matches and that start with one.
    ``near_end`` and ``near_start`` are the greatest distances seen, ``max_lines`` the most lines of a block. ``pages``
    is the number of pages, ``share`` their share of the site's, and ``confidence`` the lower bound of the share of
    stories on which the lines are not of the article. ``hashes`` name a line of the inputs behind a head or in a block,
    which ``examples`` has; ``look_alikes`` are lines of the inputs that begin like it and stay.
    """

    site: str
    kind: Kind
    texts: tuple[str, ...]
    near_end: int | None
    near_start: int | None
    pages: int
    share: float
    confidence: float
    max_lines: int = 0
    selector: str = ""
    hashes: tuple[int, ...] = ()
    id: str = ""
    examples: tuple[str, ...] = ()
    look_alikes: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The confidence as rule files have it. A head without a bound on what follows runs on request only."""
        return "low" if self.kind == "starts" else "high" if self.confidence >= HIGH_CONFIDENCE else "medium"

    @property
    def place(self) -> str:
        """Where the lines stand."""
        if self.selector:
            return f"in {self.selector}"
        if self.near_start is not None:
            return "above the article"
        return "anywhere" if self.near_end is None else "below the article"

    @property
    def about(self) -> str:
        """What the rule says about itself."""
        return f"On {self.pages:,} pages ({self.share:.0%}), {self.place}."

    def as_dict(self) -> dict[str, Any]:
        """Return the proposal as values for JSON."""
        fields = {"near_end": self.near_end, "near_start": self.near_start, "max_lines": self.max_lines or None}
        return {
            "id": self.id,
            "kind": self.kind,
            "texts": list(self.texts),
            "place": self.place,
            **({"selector": self.selector} if self.selector else {}),
            **{name: value for name, value in fields.items() if value is not None},
            "pages": self.pages,
            "share": round(self.share, 4),
            "confidence": round(self.confidence, 4),
            "level": self.level,
            "examples": list(self.examples),
        }


@dataclass(frozen=True, slots=True)
class SiteProposals:
    """What is proposed for a site, its number of pages, and how many recurring lines are held back, by the reason."""

    site: str
    pages: int
    proposals: tuple[Proposal, ...]
    held_back: Mapping[str, int]


def propose(counts: LineCounts, *, min_pages: int = 3, site: str | None = None) -> list[SiteProposals]:
    """Return the proposals for each site, or one, in the order of their names."""
    lines = defaultdict[str, list[LineCount]](list)
    article_nodes = defaultdict[str, set[str]](set)
    for line in counts.lines():
        if site not in (None, line.site):
            continue
        if line.kind == "article node":
            article_nodes[line.site].add(line.text)
        elif len(line.places) > 1:
            lines[line.site].append(line)
    sampled = {place.page for counted in lines.values() for line in counted for place in line.places}
    facts = defaultdict[str, dict[int, PageFacts]](dict)
    pages = Counter[str]()
    samples = defaultdict[str, list[int]](list)
    for id, fact in counts.pages():  # in the order of their hashes
        if site in (None, fact.site):
            pages[fact.site] += 1
            is_sampled = len(samples[fact.site]) < SITE_SAMPLE
            if is_sampled:
                samples[fact.site].append(id)
            if is_sampled or id in sampled:
                facts[fact.site][id] = fact
    found = []
    for name in sorted(pages):
        recurring, refused = lines.pop(name, []), article_nodes.pop(name, ())
        nodes = [line for line in recurring if line.kind == "node" and line.text not in refused]
        recurring = [line for line in recurring if line.kind != "node"]
        evidence = SiteEvidence(recurring, facts[name], samples[name])
        found.append(_site_proposals(name, pages[name], evidence, nodes, min_pages))
    return _with_texts(found, counts)


def _site_proposals(
    site: str, pages: int, evidence: SiteEvidence, nodes: Sequence[LineCount], min_pages: int
) -> SiteProposals:
    chosen, headings, held_back = list[LineCount](), list[LineCount](), Counter[str]()
    for line in evidence.lines:
        if len(line.places) < min_pages or not _has_letters(line.text) or (line.kind == "head" and not _varies(line)):
            continue
        if doubt := evidence.doubt(line, min_pages):
            held_back[doubt] += line.kind == "line"
            if doubt == HEADING:
                headings.append(line)
        else:
            chosen.append(line)
    lines, heads = ([line for line in chosen if line.kind == kind] for kind in ("line", "head"))
    known = {short_hash(line.key) for line in lines}
    heads = [line for line in heads if not known.issuperset(place.line for place in line.places)]
    proposals = [_proposal("line", group, pages, evidence) for group in _runs(lines)]
    proposals += [_head_proposal(head, pages, evidence) for head in _longest(heads)]
    proposals += [_block_proposal(block, pages, evidence) for block in _blocks(lines, evidence)]
    proposals += _node_proposals(nodes, (lines, headings), pages, evidence, min_pages)
    ordered = sorted(proposals, key=lambda proposal: (-proposal.pages, proposal.texts, proposal.kind))
    return SiteProposals(site, pages, tuple(_with_ids(ordered)), +held_back)


def _has_letters(text: str) -> bool:
    """Whether a text can be a phrase of a rule: numbers alone are pages of a list or items of the article."""
    return text.isprintable() and any(map(str.isalpha, text))


def _varies(head: LineCount) -> bool:
    """Whether the lines behind a head differ."""
    return len({place.line for place in head.places}) >= MIN_REST


def _longest(heads: Sequence[LineCount]) -> Iterator[LineCount]:
    """Yield heads without those that begin another one of the same pages."""
    on_pages = defaultdict[tuple[int, ...], list[str]](list)
    for head in heads:
        on_pages[_pages(head)].append(head.text)
    for head in heads:
        others = [text for text in on_pages[_pages(head)] if text != head.text]
        if not any(text.startswith(head.text) for text in others):
            yield head


def _runs(lines: Sequence[LineCount]) -> Iterator[list[LineCount]]:
    """Yield lines in groups: those that always follow one another on the same pages go together."""
    by_digest = {short_hash(line.key): line for line in lines}
    next_of = dict[int, int]()
    for line in lines:
        digest, *others = {place.next for place in line.places}
        if not others and digest in by_digest and _is_next(by_digest[digest], line):
            next_of[short_hash(line.key)] = digest
    for digest in sorted(by_digest.keys() - {*next_of.values()}):
        group = [by_digest[digest]]
        while digest := next_of.get(digest, 0):
            group.append(by_digest[digest])
        yield group


def _is_next(line: LineCount, above: LineCount) -> bool:
    """Whether a line is the next one on the pages of the one above, and on no other; a repeated one may be first."""
    return [(place.page, place.below + 1) for place in line.places] == [(p.page, p.below) for p in above.places]


def _pages(line: LineCount) -> tuple[int, ...]:
    return tuple(place.page for place in line.places)


def _blocks(lines: Sequence[LineCount], evidence: SiteEvidence) -> Iterator[tuple[LineCount, LineCount, int]]:
    """Yield the head and the foot of each block, and the most lines between them.

    Between a head and the next proposed line stand, on all pages of the head, other lines, none of them a sentence.
    """
    on_page = defaultdict[int, list[tuple[int, int]]](list)
    for number, line in enumerate(lines):
        for place in line.places:
            on_page[place.page].append((place.below, number))
    following = defaultdict[int, set[tuple[int, str]]](set)
    for page, places in on_page.items():
        shapes = evidence.facts[page].shape
        places.sort(reverse=True)
        for (above, number), (below, foot) in zip(places, [*places[1:], (0, -1)], strict=True):
            between = shapes[below + 1 : above] if above < len(shapes) else PROSE
            following[number].add((foot, between))
    for number, feet in following.items():
        (foot, _), *_ = feet
        lengths = [len(between) for _, between in feet]
        is_plain = all(between and not {PROSE, SENTENCE}.intersection(between) for _, between in feet)
        is_block = is_plain and foot >= 0 and len({foot for foot, _ in feet}) == 1 and max(lengths) <= MAX_BETWEEN
        if is_block and evidence.score(lines[number]) >= ELSEWHERE_SCORE:
            yield lines[number], lines[foot], max(lengths)


def _node_proposals(
    nodes: Sequence[LineCount],
    heads: tuple[Sequence[LineCount], ...],
    pages: int,
    evidence: SiteEvidence,
    min_pages: int,
) -> Iterator[Proposal]:
    """Yield the nodes that begin with one of some lines or headings, and vary below it; below a heading are links only.

    Of several that begin with the same line, that on most pages is chosen, and of these the one with the longest name.
    """
    lines, headings = (
        {short_hash(line.key): line.text for line in group if evidence.score(line) >= ELSEWHERE_SCORE}
        for group in heads
    )
    texts = lines | headings
    by_head = defaultdict[tuple[int, ...], list[LineCount]](list)
    for node in nodes:
        first = tuple(sorted({place.line for place in node.places}))
        varies = len({place.previous for place in node.places}) >= MIN_REST
        known = texts if all(place.score >= LINKED for place in node.places) else lines
        if varies and known.keys() >= {*first} and len(evidence.stories_of(node)) >= min_pages:
            by_head[first].append(node)
    for first, candidates in by_head.items():
        node = max(candidates, key=lambda node: (node.pages, len(node.text), node.text))
        stories = len(evidence.stories_of(node))
        yield Proposal(
            node.site,
            "select",
            tuple(sorted(texts[digest] for digest in first)),
            None,
            None,
            node.pages,
            min(1.0, node.pages / pages),
            wilson(stories, stories),
            selector=node.text,
            hashes=(node.places[0].next,),
        )


def _proposal(kind: Kind, group: Sequence[LineCount], pages: int, evidence: SiteEvidence) -> Proposal:
    is_below = all(line.key in evidence.below for line in group)
    is_at_start = not is_below and all(map(evidence.is_at_start, group))
    places = [place for line in group for place in line.places]
    count = max(line.pages for line in group)
    return Proposal(
        group[0].site,
        kind,
        tuple(line.text for line in group),
        max(place.below for place in places) if is_below else None,
        max(place.above for place in places) if is_at_start else None,
        count,
        min(1.0, count / pages),
        min(evidence.confidence(line) for line in group),
    )


def _head_proposal(head: LineCount, pages: int, evidence: SiteEvidence) -> Proposal:
    hashes = dict.fromkeys(place.line for place in head.places)
    return replace(_proposal("starts", [head], pages, evidence), hashes=tuple(hashes)[:MIN_REST])


def _block_proposal(block: tuple[LineCount, LineCount, int], pages: int, evidence: SiteEvidence) -> Proposal:
    head, foot, between = block
    proposal = _proposal("block", [head, foot], pages, evidence)
    near_end = proposal.near_end if proposal.near_end is None else max(place.below for place in foot.places)
    return replace(proposal, near_end=near_end, near_start=None, max_lines=between + 2, hashes=(head.places[0].next,))


def proposals_of(sites: Iterable[SiteProposals]) -> list[Proposal]:
    """Return the proposals of several sites with ids that are unique among them."""
    return _with_ids(proposal for site in sites for proposal in site.proposals)


def _with_ids(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return proposals with ids made of their words. Equal ones, and those without Latin letters, are numbered."""
    ids, named = Counter[str](), list[Proposal]()
    for proposal in proposals:
        id = (slug(proposal.texts[0]) or "line") + _SUFFIXES.get(proposal.kind, "")
        ids[id] += 1
        named.append(replace(proposal, id=id if ids[id] == 1 else f"{id}-{ids[id]}"))
    return named


def _with_texts(found: Sequence[SiteProposals], counts: LineCounts) -> list[SiteProposals]:
    """Return proposals with lines of the inputs: examples, and look-alikes that stand on a single page."""
    wanted = {digest for site in found for proposal in site.proposals for digest in proposal.hashes}
    beginnings = {(site.site, _beginning(text)) for site in found for p in site.proposals for text in p.texts[:1]}
    examples = dict[int, str]()
    look_alikes = defaultdict[tuple[str, str], list[str]](list)
    for line in counts.lines() if beginnings else ():
        if line.kind != "line" or not line.text.isprintable():
            continue
        if (digest := short_hash(line.key)) in wanted:
            examples[digest] = line.text
        beginning = line.site, _beginning(line.text)
        known = look_alikes[beginning] if beginning in beginnings else None
        if known is not None and line.pages == 1 and len(known) < LOOK_ALIKES and len(line.text) <= MAX_LOOK_ALIKE:
            known.append(line.text)
    return [
        replace(
            site,
            proposals=tuple(
                replace(
                    proposal,
                    examples=tuple(examples[digest] for digest in proposal.hashes if digest in examples),
                    look_alikes=tuple(look_alikes[site.site, _beginning(proposal.texts[0])]),
                )
                for proposal in site.proposals
            ),
        )
        for site in found
    ]


def _beginning(text: str) -> str:
    """Return the first two words of a text, by which look-alikes are known."""
    return " ".join(text.casefold().split(maxsplit=2)[:2])
