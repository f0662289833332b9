"""Groups of articles that are nearly the same text: what is a version of a story and what is not."""

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.batch.duplicates import ArticleIndex, Fingerprint, Fingerprinting, band_rows, shingles_of
from cleaner.io.records import ReadOptions, Record
from tests.benchmarks.duplicates import Newsroom, look_alikes, similarity, versions
from tests.steps import StepCounter

SEEDS = Path(__file__).parents[2] / "seeds"
BARE = Cleaner(default_rules=False)
NEWSROOM = Newsroom()
STORY = [" ".join(NEWSROOM.word() for _ in range(45)) + "." for _ in range(12)]
OTHERS = [NEWSROOM.story() for _ in range(5)]

CHINESE = """市议会周二晚间投票决定重建河上那座旧木桥,该桥因上次洪水受损已关闭两年。
施工预计在春季水位下降后开始,届时桥墩将露出水面,工人可以检查木桩的状况。
面包师说他失去了三分之一的顾客,因为公路封闭后没有人愿意绕行到对岸买面包。"""
OTHER_CHINESE = """山谷里的最后一座磨坊将在月底停止转动,磨坊主人在秋收之后对记者这样说道。
他正在寻找愿意保留水轮和两块磨石的人,并且希望新主人不介意到处都是面粉灰尘。
最后一天磨出的面粉会在广场上分发,直到所有的袋子都装满为止,村民们都可以来。"""


def fingerprint(fields: Mapping[str, Any], threshold: float = 0.5, cleaner: Cleaner = BARE) -> Fingerprint:
    return Fingerprinting(cleaner, ReadOptions(), threshold)(Record("in.jsonl:1", b"", "jsonl", 1, "", fields))


def groups_of(texts: Sequence[str], threshold: float = 0.5) -> list[dict[str, Any]]:
    with ArticleIndex(threshold) as index:
        for number, text in enumerate(texts):
            index.add(fingerprint({"id": number, "text": text}, threshold))
        return [*index.groups()]


def ids(group: Mapping[str, Any]) -> list[int]:
    return sorted(member["id"] for member in group["members"])


@pytest.mark.parametrize("kind", versions(NEWSROOM, STORY))
def test_a_version_of_a_story_is_found(kind: str) -> None:
    version = versions(NEWSROOM, STORY)[kind]
    threshold = 0.4 if kind == "cut to half" else 0.5
    (group,) = groups_of(["\n".join(text) for text in (*OTHERS, STORY, version)], threshold)
    assert ids(group) == [5, 6]
    assert group["members"][1]["similarity"] == round(similarity(STORY, version), 3) >= threshold


@pytest.mark.parametrize("kind", look_alikes(NEWSROOM, STORY, OTHERS))
def test_what_only_has_much_in_common_is_no_version(kind: str) -> None:
    texts = [STORY, *OTHERS, look_alikes(NEWSROOM, STORY, OTHERS)[kind]]
    assert groups_of(["\n".join(text) for text in texts]) == []


def test_results_of_two_days_in_the_same_form_are_not_versions() -> None:
    assert groups_of(["\n".join(NEWSROOM.results(STORY)) for _ in range(6)]) == []


def test_the_seeds_which_tell_the_same_event_are_not_a_group() -> None:
    cleaner = Cleaner()
    texts = [cleaner.clean(path.read_text("utf-8")).text for path in sorted(SEEDS.glob("*.txt"))]
    assert len(texts) == 5
    assert groups_of(texts, threshold=0.2) == []


def test_a_story_in_a_script_without_spaces_is_compared_by_characters() -> None:
    version = CHINESE.replace("周二", "星期二").replace(",", "，") + "\n记者昨日报道。"
    (group,) = groups_of([CHINESE, OTHER_CHINESE, version])
    assert ids(group) == [0, 2]


def test_typography_and_case_do_not_count() -> None:
    texts = [
        "“It’s well-known,” SHE SAID – twice, at 10.30 in the hall.",
        '"It\'s well known", she said — twice at 1030 in the hall',
    ]
    (group,) = groups_of(texts)
    assert group["members"][1]["similarity"] == 1


def test_groups_do_not_depend_on_the_order_of_articles() -> None:
    stories = [[*versions(NEWSROOM, story).values(), story] for story in (STORY, *OTHERS)]
    texts = ["\n".join(text) for story in stories for text in story]
    expected = [[member["id"] for member in group["members"]] for group in groups_of(texts)]
    order = [*range(len(texts))]
    random.Random(1).shuffle(order)  # noqa: S311 - not for security
    shuffled = groups_of([texts[number] for number in order])
    assert [[order[member["id"]] for member in group["members"]] for group in shuffled] == expected
    assert len(expected) >= 6


def test_each_member_is_as_similar_to_the_first_as_the_threshold_says() -> None:
    steps = [STORY]
    for _ in range(12):  # each is like the one before, and the last is unlike the first
        steps.append([*steps[-1][1:], NEWSROOM.paragraph()])
    groups = groups_of(["\n".join(step) for step in steps], threshold=0.7)
    assert len(groups) > 1
    assert all(member["similarity"] >= 0.7 for group in groups for member in group["members"])


def test_the_longest_version_is_the_first_and_shares_are_of_its_members() -> None:
    long, short = "\n".join(STORY), "\n".join(STORY[: 2 * len(STORY) // 3])
    (group,) = groups_of([short, long])
    assert [(member["id"], member["contained"]) for member in group["members"]] == [(1, 1), (0, 1)]
    first, second = (member["characters"] for member in group["members"])
    assert first > second


def steps_of_groups(texts: Sequence[str]) -> int:
    with ArticleIndex(0.5) as index:
        for number, text in enumerate(texts):
            index.add(fingerprint({"id": number, "text": text}))
        return StepCounter().of(lambda: [*index.groups()])


@pytest.mark.parametrize(
    "make", [lambda: "\n".join(STORY), lambda: "\n".join(NEWSROOM.results(STORY))], ids=["copies", "form"]
)
def test_the_cost_of_groups_is_linear_in_the_number_of_texts_that_are_alike(make: Callable[[], str]) -> None:
    hundred, fivefold = (steps_of_groups([make() for _ in range(count)]) for count in (100, 500))
    assert fivefold < 1.5 * 5 * hundred


def test_boilerplate_does_not_count() -> None:
    texts = ["\n".join([*STORY[:4], *around]) for around in (["Advertisement"], ["Share this:", "Most Popular"])]
    cleaned = [fingerprint({"text": text}, cleaner=Cleaner()) for text in texts]
    assert cleaned[0].shingles == cleaned[1].shingles != fingerprint({"text": texts[0]}).shingles


def test_what_this_program_cleaned_is_not_cleaned_again() -> None:
    text = "The council voted on Tuesday evening to rebuild the bridge.\n\nAdvertisement"
    entry = {"metadata": {"cleaner": {"version": "0.1.0"}}}
    cleaner = Cleaner()
    assert fingerprint({"text": text}, cleaner=cleaner).fields["characters"] < len(text)
    assert fingerprint({"text": text, **entry}, cleaner=cleaner).fields["characters"] == len(text)
    work = Fingerprinting(cleaner, ReadOptions(), 0.5)
    file = f"---\ntitle: Bridge\ncleaner: {{version: 0.1.0}}\n---\n\n{text}\n".encode()
    assert work(Record("a.txt", file, "text")).fields["characters"] == len(text)


def test_a_text_without_words_has_no_fingerprint() -> None:
    assert fingerprint({"text": "…\n—"}) == Fingerprint({})
    assert shingles_of("") == []


def test_what_cannot_be_read_is_an_error() -> None:
    assert fingerprint({}).error == "lacks the key 'text': name it with --text-key"
    assert "is not valid JSON" in Fingerprinting(BARE, ReadOptions(), 0.5)(Record("a:1", b"{", "jsonl", 1)).error


@pytest.mark.parametrize("threshold", [0.2, 0.3, 0.45, 0.5, 0.7, 0.9, 1.0])
def test_bands_miss_hardly_any_pair_that_reaches_the_threshold(threshold: float) -> None:
    rows = band_rows(threshold)
    assert (1 - threshold**rows) ** (128 // rows) <= 0.005
    assert rows == 128 or (1 - threshold ** (rows + 1)) ** (128 // (rows + 1)) > 0.005
