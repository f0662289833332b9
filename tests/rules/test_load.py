import re
from itertools import permutations
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.errors import RuleProblem, RulesError
from cleaner.rules import load_rules
from cleaner.rules.codes import CODES
from cleaner.rules.load import load_files, load_text, rule_files
from cleaner.rules.rule_file import RuleFile
from cleaner.types import Block, LineKeys, Repeats, Rule

RULE = "rules: [{ id: r, line: x }]\n"


def problems(source: str) -> list[RuleProblem]:
    with pytest.raises(RulesError) as raised:
        load_text(source)
    return raised.value.problems


def rule(keys: str) -> Rule:
    (rule,) = load_text(f"rules: [{{ id: r, {keys} }}]").rules
    return rule


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


# What is read


def test_defaults_are_what_the_language_says() -> None:
    assert rule("line: x") == Rule("rules/r", LineKeys(line=("x",)), layer="user", path="rules.yaml", at_line=1)
    assert rule("repeats: {}").matches == Repeats(20, block=False)
    assert rule("repeats: { block: true }").prose_only
    assert not rule("repeats: {}, prose_only: false").prose_only
    block = rule("block: { from: a, to_end: true }").matches
    assert isinstance(block, Block)
    assert block.max_lines == 12


def test_keys_take_a_text_or_a_list() -> None:
    assert rule("line: x").matches == rule("line: [x]").matches
    assert rule("line: [x, y, x]").matches == LineKeys(line=("x", "y"))


def test_types_of_pages_are_choices() -> None:
    assert rule("line: x, page_types: [forum, product, forum]").page_types == ("forum", "product")
    assert rule("line: x, page_types: live-blog").page_types == ("live-blog",)
    assert rule("line: x").page_types == ()
    with pytest.raises(RulesError) as caught:
        rule("line: x, page_types: [foruum]")
    assert [problem.code for problem in caught.value.problems] == ["R109"]


def test_scalars_are_text_whatever_yaml_would_make_of_them() -> None:
    assert rule("line: [no, on, 1984, 12:30, null, ~, 1e3]").matches == LineKeys(
        line=("no", "on", "1984", "12:30", "null", "~", "1e3")
    )


def test_phrases_are_composed_and_trimmed() -> None:
    assert rule("line: ' cafe\u0301 '").matches == LineKeys(line=("café",))


def test_match_case_is_for_all_parts_of_a_block() -> None:
    block = rule("block: { from: A, through: { ends: B } }, match_case: true").matches
    assert block == Block(LineKeys(line=("A",), match_case=True), "through", LineKeys(ends=("B",), match_case=True), 12)


def test_a_closing_that_is_off_is_ignored() -> None:
    block = rule("block: { from: a, through: b, to_end: false }").matches
    assert isinstance(block, Block)
    assert block.closing == "through"


def test_samples_know_their_kind_and_line() -> None:
    source = """\
rules:
  - id: r
    contains: (AP)
    remove: match
    save_as: tags
    removes: ["a", { "b (AP)": "b" }]
    keeps: |
      first
      second
    saves: { "x (AP)": { tags: [y, z] } }
"""
    (rule,) = load_text(source).rules
    samples = [(sample.kind, sample.text, sample.at_line, sample.cut) for sample in rule.samples]
    assert samples == [
        ("removes", "a", 6, None),
        ("removes", "b (AP)", 6, "b"),
        ("keeps", "first\nsecond", 7, None),
        ("saves", "x (AP)", 10, None),
    ]
    assert [(saved.field, saved.values) for saved in rule.samples[-1].saved] == [("tags", ("y", "z"))]


def test_a_file_gives_its_scope_to_its_rules() -> None:
    source = "sites: [a.com]\nlanguages: [de]\nrules: [{ id: r, line: x }, { id: s, line: y, sites: [b.com] }]"
    first, second = load_text(source).rules
    assert (first.sites, first.languages) == (("a.com",), ("de",))
    assert (second.sites, second.languages) == (("b.com",), ("de",))


def test_a_file_in_sites_is_for_the_site_in_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"sites/TheHill.com.yaml": RULE + "recognize: The Hill says\n", "other/b.com.yaml": RULE})
    rule_set = load_files(rule_files(tmp_path, "user"))
    assert {rule.id: rule.sites for rule in rule_set.rules} == {"TheHill.com/r": ("thehill.com",), "b.com/r": ()}
    assert rule_set.recognize == (("thehill.com", ("The Hill says",)),)


def test_shipped_files_have_the_layer_of_what_they_are_for(tmp_path: Path) -> None:
    files = {"common/a.yaml": RULE, "languages/de.yaml": f"languages: de\n{RULE}", "sites/a.com.yaml": RULE}
    rules = load_files(rule_files(write(tmp_path, files), "common")).rules
    assert [(rule.id, rule.layer) for rule in rules] == [("a.com/r", "site"), ("a/r", "common"), ("de/r", "language")]
    assert {rule.layer for rule in load_files(rule_files(tmp_path, "user")).rules} == {"user"}


def test_a_higher_layer_replaces_a_rule_of_the_same_id(tmp_path: Path) -> None:
    low = write(tmp_path / "low", {"a.yaml": RULE})
    high = write(tmp_path / "high", {"a.yml": "rules: [{ id: r, line: other }]"})
    for files in permutations([*rule_files(low, "common"), *rule_files(high, "user")]):
        (rule,) = load_files(files).rules
        assert (rule.layer, rule.matches) == ("user", LineKeys(line=("other",)))


def test_the_order_of_files_never_matters(tmp_path: Path) -> None:
    files = {f"{name}.yaml": f"rules: [{{ id: r, line: {name} }}]" for name in "abc"}
    rule_files_in_order = rule_files(write(tmp_path, files), "user")
    assert len({load_files(order) for order in permutations(rule_files_in_order)}) == 1


def test_a_file_that_is_named_twice_is_loaded_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": RULE})
    assert len(load_rules([tmp_path, tmp_path / "a.yaml"], default_rules=False).rules) == 1


def test_yaml_and_yml_are_read_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": RULE, "deep/er/b.yml": RULE, "c.json": "{", "README.md": "#", "d.yaml~": "{"})
    assert [rule.id for rule in load_rules([tmp_path], default_rules=False).rules] == ["a/r", "b/r"]


def test_the_digest_is_of_what_the_rules_do() -> None:
    digest = digest_of("rules: [{ id: r, line: x, about: One., keeps: y }]")
    assert re.fullmatch("[0-9a-f]{12}", digest)
    assert digest == digest_of("about: More.\nrules:\n\n  - { id: r, line: x }")
    assert digest != digest_of("rules: [{ id: r, line: y }]")
    assert digest != digest_of("recognize: x\nsites: [a.com]\nrules: []")


def digest_of(source: str) -> str:
    return Cleaner(rules=load_text(source)).digest


# What is wrong


@pytest.mark.parametrize(
    ("source", "code", "marked", "message", "help"),
    [
        ("rules: [{ id: r, line: x, line: y }]", "R007", "line", "the key 'line' is given twice", "merge the two"),
        ("rules: [{ id: r, line: { a: b } }]", "R101", "{", "'line' takes texts", "needs quotes"),
        ("rules: [{ id: r, line: 'a\n\n  b' }]", "R101", "'", "phrases of one line", "'block'"),
        ("rules: [{ id: r, line: x, near_end: some }]", "R101", "some", "takes a whole number", "near_end: 5"),
        ("rules: [{ id: r, line: x, near_end: -1 }]", "R101", "-1", "takes a whole number", "near_end: 5"),
        ("rules: [{ id: r, line: x, max_words: 1.5 }]", "R101", "1.5", "takes a whole number", "max_words: 12"),
        ("rules: [{ id: r, line: x, keep: yes }]", "R101", "yes", "takes true or false", "keep: true"),
        ("rules: [{ id: r, line: x, about: [a] }]", "R101", "[", "'about' takes a text", "needs quotes"),
        ("rules: { id: r }", "R101", "{", "takes a list of rules", "each rule begins with '- id: …'"),
        ("rules: [r]", "R101", "r", "a rule is keys with values", "behind the dash"),
        ("rules", "R101", "rules", "the file is not keys with values", "it begins with 'rules:'"),
        ("- id: r\n  line: x", "R101", "-", "the file is not keys with values", "it begins with 'rules:'"),
        ("rules: [{ id: r, line: x, sites: [the hill] }]", "R101", "the hill", "is not a site", "without 'www.'"),
        ("rules: [{ id: r, line: x, sites: ['http://a.com/'] }]", "R101", "'http://a.com/'", "is not a site", "host"),
        ("rules: [{ id: r, line: x, languages: German }]", "R101", "German", "is not a language", "BCP 47"),
        ("rules: [{ id: r, repeats: 20 }]", "R101", "20", "'repeats' of rule 'r' is keys", "min_words: 20"),
        ("rules: [{ id: r, block: x }]", "R101", "x", "'block' of rule 'r' is keys", "from"),
        ("rules: [{ line: x }]", "R102", "{", "a rule needs an id", "id: comment-policy"),
        ("about: x", "R102", "a", "the file has no rules", "below 'rules:'"),
        ("recognize: x\nrules: []", "R102", "recognize", "'recognize' needs a site", "'sites'"),
        (
            "rules: [{ id: r, lnie: x, line: y }]",
            "R103",
            "lnie",
            "unknown key 'lnie' in rule 'r'",
            "did you mean 'line'?",
        ),
        ("rules: [{ id: r, line: x, zzz: y }]", "R103", "zzz", "unknown key 'zzz'", "help' lists all"),
        ("rules: [{ id: r, text: x }]", "R103", "text", "unknown key 'text'", "did you mean 'contains'?"),
        ("rules: [{ id: r, Line: x }]", "R103", "Line", "unknown key 'Line'", "did you mean 'line'?"),
        ("rules: [{ id: r, line: x, max_lines: 3 }]", "R103", "max_lines", "in rule 'r'", "it is a key of 'block'"),
        ("rules: []\nid: r", "R103", "id", "unknown key 'id' in the file", "it is a key of a rule"),
        ("rules:\n  -id: r\n   line: x", "R004", ":", "is not valid YAML", "a list's dash needs a blank behind it"),
        ("rules:\n  -id: r\n  line: x", "R101", "-", "takes a list of rules", "a blank behind the dash"),
        ("rules:\n - id: r\n   line:\n    - x\n   - y", "R004", "-", "is not valid YAML", "begin in the same column"),
        ("rules: []\nruels: []", "R103", "ruels", "unknown key 'ruels' in the file", "did you mean 'rules'?"),
        ("rules: [{ id: r, repeats: { words: 3 } }]", "R103", "words", "in 'repeats' of rule 'r'", "'min_words'"),
        ("rules: [{ id: r, block: { from: { lines: x }, to_end: true } }]", "R103", "lines", "in 'from'", "'line'"),
        (
            "rules: [{ id: r, line: x, block: { from: x, to_end: true } }]",
            "R104",
            "block",
            "'line' and 'block'",
            "split the rule in two",
        ),
        (
            "rules: [{ id: r, line: x, remove: nothing }]",
            "R104",
            "remove",
            "removes nothing and saves nothing",
            "'save_as'",
        ),
        ("rules: [{ id: r, line: x, remove: match }]", "R104", "remove", "has nothing to cut", "leave out 'remove'"),
        (
            "rules: [{ id: r, block: { from: x, to_end: true }, near_end: 1 }]",
            "R104",
            "near_end",
            "'to_end'",
            "'max_lines'",
        ),
        ("rules: [{ id: r, line: x, saves: { x: { tags: x } } }]", "R104", "saves", "needs 'save_as'", "add 'save_as'"),
        (
            "rules: [{ id: r, keep: true, line: x, save_as: tags }]",
            "R104",
            "save_as",
            "'keep' and 'save_as'",
            "split the rule in two",
        ),
        ("rules: [{ id: r, about: x }]", "R105", "{", "does not say what it removes", "'line', 'starts'"),
        (
            "rules: [{ id: r, max_words: 3 }]",
            "R105",
            "{",
            "does not say what it removes",
            "sizes alone need 'near_end'",
        ),
        ("rules: [{ id: Comment Policy, line: x }]", "R106", "Comment Policy", "is not a valid id", "hyphens"),
        ("rules: [{ id: a_b, line: x }]", "R106", "a_b", "is not a valid id", "hyphens"),
        ("rules: [{ id: r, line: [] }]", "R107", "[", "is an empty list", "as in 'line:"),
        ("rules: [{ id: r, line: [''] }]", "R107", "''", "has an empty text", "as in 'line:"),
        ("rules: [{ id: r, line: '\u200b' }]", "R107", "'\u200b'", "has an empty text", "as in 'line:"),
        ("rules: [{ id: r, line: '\u00ad \u2060' }]", "R107", "'\u00ad \u2060'", "has an empty text", "as in 'line:"),
        ("rules: [{ id: r, line: x, max_words: 0 }]", "R108", "0", "at least 1", "max_words: 12"),
        ("rules: [{ id: r, line: x, near_end: 9999999 }]", "R108", "9999999", "at most 1000000", "near_end: 5"),
        (
            "rules: [{ id: r, line: x, confidence: hihg }]",
            "R109",
            "hihg",
            "does not take 'hihg'",
            "did you mean 'high'?",
        ),
        (
            "rules: [{ id: r, line: x, save_as: zzz }]",
            "R109",
            "zzz",
            "does not take 'zzz'",
            "use one of title, author",
        ),
        (
            "rules: [{ id: r, block: { from: x } }]",
            "R110",
            "{",
            "needs 'from' and exactly one of",
            "through: Load more",
        ),
        (
            "rules: [{ id: r, block: { through: x } }]",
            "R110",
            "{",
            "needs 'from' and exactly one of",
            "through: Load more",
        ),
        ("rules: [{ id: r, block: { from: x, until: y, to_end: true } }]", "R110", "{", "exactly one of", "as in"),
        (
            "rules: [{ id: r, block: { from: {}, to_end: true } }]",
            "R110",
            "{",
            "what the line looks like",
            "as in 'while:",
        ),
        (
            "rules: [{ id: r, line: x, removes: { x: [y] } }]",
            "R111",
            "[",
            "what is left of the sample is a text",
            "(AP)",
        ),
        ("rules: [{ id: r, line: x, save_as: tags, saves: x }]", "R111", "x", "'saves' takes samples", "as in 'saves:"),
        (
            "rules: [{ id: r, line: x, save_as: tags, saves: { x: y } }]",
            "R111",
            "y",
            "takes fields with their values",
            "as in",
        ),
        ("rules: [{ id: r, regex: '(a' }]", "R201", "'(a'", "cannot be used: missing )", "or write phrases"),
        (
            "rules: [{ id: r, select: 'p:hover' }]",
            "R206",
            "'p:hover'",
            "':hover' is not supported",
            "':not()'; nothing else",
        ),
        ("rules: [{ id: r, regex: 'a(?R)' }]", "R201", "'a(?R)'", "recursion is not allowed", "or write phrases"),
        ("rules: [{ id: r, regex: 'Greg' }]", "R202", "regex", "'G' in the pattern", "'match_case: true'"),
        (
            "rules: [{ id: r, line: x }, { id: r, line: y }]",
            "R203",
            "r",
            "'r' is given twice in this file",
            "another id",
        ),
        (
            "rules: [{ id: r, only_words: [sign up] }]",
            "R205",
            "sign up",
            "'sign up' is not one word",
            "each word separately",
        ),
        ("rules: [{ id: r, only_words: ['|'] }]", "R205", "'|'", "'|' is not one word", "each word separately"),
    ],
)
def test_a_problem_has_its_place_and_says_what_to_do(
    source: str, code: str, marked: str, message: str, help: str
) -> None:
    (reported,) = problems(source)
    assert reported.code == code
    assert message in reported.message
    assert help in reported.help
    assert reported.excerpt[reported.column - 1 :][: reported.width] == marked
    first, excerpt, caret, last = str(reported).split("\n")
    assert first == f"rules.yaml:{reported.line}:{reported.column}: {code} {reported.message}"
    assert excerpt == f"{reported.line:5} | {reported.excerpt}"
    assert caret.strip(" |^") == ""
    assert last == f"  help: {reported.help}"


def test_all_problems_of_a_file_are_reported_at_once() -> None:
    source = """\
abuot: x
rules:
  - id: A
    lnie: x
  - id: b
    line: x
    max_words: none
    repeats: { words: 3 }
    regex: 'Greg'
  - line: ''
    block:
      from: { lin: x }
      while: []
      max_lines: 0
  - id: b
    keep: true
    remove: nothing
    save_as: tags
    line: x
sites: [x]
"""
    places = [(reported.line, reported.code) for reported in problems(source)]
    assert places == [
        (1, "R103"),
        (3, "R106"),
        (4, "R103"),
        (7, "R101"),
        (8, "R104"),
        (8, "R103"),
        (9, "R104"),
        (9, "R202"),
        (10, "R102"),
        (10, "R107"),
        (12, "R103"),
        (13, "R107"),
        (14, "R108"),
        (15, "R203"),
        (17, "R104"),
        (18, "R104"),
        (20, "R101"),
    ]


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    files = {"a.yaml": "a: b: c", "b.yaml": "rules: [{ id: r, lnie: x }]", "c.yaml": RULE, "d.yaml": "rules: x"}
    with pytest.raises(RulesError) as raised:
        load_rules([write(tmp_path, files)], default_rules=False)
    assert [(Path(reported.path).name, reported.code) for reported in raised.value.problems] == [
        ("a.yaml", "R004"),
        ("b.yaml", "R103"),
        ("d.yaml", "R101"),
    ]
    assert str(raised.value).count("help:") == 3


def test_an_id_is_unique_in_its_layer(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.yaml": RULE, "two/a.yaml": RULE})
    with pytest.raises(RulesError) as raised:
        load_rules([tmp_path], default_rules=False)
    (reported,) = raised.value.problems
    assert (reported.code, reported.line, reported.column, reported.excerpt) == ("R203", 1, 15, RULE.rstrip("\n"))
    assert str(tmp_path / "one" / "a.yaml") + ":1" in reported.message


def test_a_file_in_sites_that_is_not_named_after_a_site_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="R204 a file in sites/ is named after its site, not 'notes'"):
        load_rules([write(tmp_path, {"sites/notes.yaml": RULE})], default_rules=False)
    write(tmp_path, {"sites/notes.yaml": f"sites: [a.com]\n{RULE}"})
    assert load_rules([tmp_path], default_rules=False).rules[0].sites == ("a.com",)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.yaml", "no such file"),
        ("a.txt", "is not a rule file"),
        ("x" * 300, "cannot read it: File name too long"),
        ("empty", "no rule file in this folder"),
    ],
)
def test_what_is_not_a_rule_file_is_reported(tmp_path: Path, name: str, message: str) -> None:
    write(tmp_path, {"a.txt": "x", "empty/b.txt": "x"})
    with pytest.raises(RulesError, match=f"R001 .*{message}(.|\n)*help: "):
        load_rules([tmp_path / name], default_rules=False)


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"R001 cannot read it: .*\n  help: "):
        load_files([RuleFile(tmp_path / "gone.yaml", "user")])


def test_patterns_of_trusted_files_are_not_compiled(tmp_path: Path) -> None:
    write(tmp_path, {"a.yaml": "rules: [{ id: r, regex: '(a' }]"})
    assert load_files(rule_files(tmp_path, "common", trusted=True)).rules
    with pytest.raises(RulesError, match="R201"):
        load_files(rule_files(tmp_path, "common"))


# Codes


def test_the_codes_with_a_paragraph_are_those_in_use() -> None:
    package = Path(cleaner.__file__).parent
    sources = [path for path in package.rglob("*.py") if path.name != "codes.py"]
    used = {code for path in sources for code in re.findall(r'"(R\d{3})"', path.read_text("utf-8"))}
    assert used == set(CODES)


def test_every_code_has_a_test() -> None:
    tests = [path.read_text("utf-8") for path in Path(__file__).parents[1].rglob("test_*.py")]
    assert set(CODES) <= {code for text in tests for code in re.findall(r"R\d{3}", text)}


def test_codes_are_in_order_each_with_a_title_and_sentences() -> None:
    assert list(CODES) == sorted(CODES)
    for entry in CODES.values():
        assert entry.title == entry.title.strip(".")
        assert entry.paragraph.endswith(".")


def test_disable_in_a_file_with_sites_is_an_error_that_shows_adjust() -> None:
    (problem,) = problems("sites: [a.com]\ndisable: [share/share-bar]\nrules: []\n")
    assert problem.code == "R104"
    assert "'adjust: { share/share-bar: { not_sites: [a.com] } }'" in problem.help
    assert load_text("sites: [a.com]\nrules: []\n").disabled == frozenset()


@pytest.mark.parametrize("pattern", ["/^photo/", "/^photo/i", "/a b/gi"])
def test_a_pattern_between_slashes_is_an_error(pattern: str) -> None:
    (problem,) = problems(f"rules: [{{ id: r, regex: '{pattern}' }}]")
    assert (problem.code, "between slashes" in problem.message) == ("R201", True)


@pytest.mark.parametrize("pattern", ["/photo", "km/h", "photo/", r"\/photo\/ by"])
def test_a_pattern_may_have_slashes(pattern: str) -> None:
    assert rule(f"regex: '{pattern}'").matches == LineKeys(regex=(pattern,))


@pytest.mark.parametrize("phrase", ["<b>Subscribe</b> now", "Read<br/>more", '<a href="x">More</a>', "</p>"])
def test_a_phrase_with_tags_is_an_error(phrase: str) -> None:
    (problem,) = problems(f"rules: [{{ id: r, starts: '{phrase}' }}]")
    assert (problem.code, "has the tag" in problem.message) == ("R101", True)


@pytest.mark.parametrize("phrase", ["<관련기사>", "a < b > c", "Previous <", "<<< Back"])
def test_a_phrase_may_have_angle_brackets(phrase: str) -> None:
    assert rule(f"line: '{phrase}'").matches == LineKeys(line=(phrase,))
