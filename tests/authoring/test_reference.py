from cleaner.authoring.reference import reference
from cleaner.rules.codes import CODES
from cleaner.rules.folders import shipped_folder
from cleaner.rules.load import load_files, load_text, shipped_files
from cleaner.rules.schema import APART, BLOCK_KEYS, FILE_KEYS, REPEATS_KEYS, RULE_KEYS

RULES = load_files(shipped_files()).rules
PAGE = reference(RULES, shipped_folder())


def test_every_key_is_told_with_its_example() -> None:
    for key in (*RULE_KEYS, *BLOCK_KEYS, *REPEATS_KEYS, *FILE_KEYS):
        assert f"| `{key.name}` |" in PAGE
        assert key.example in PAGE


def test_every_code_is_told_with_its_paragraph() -> None:
    for code, told in CODES.items():
        assert f"### {code}: {told.title}\n\n{told.paragraph}\n" in PAGE


def test_every_pair_that_excludes_each_other_is_told() -> None:
    assert all(f"{why}." in PAGE for why in APART.values())


def test_every_row_of_a_table_has_its_columns() -> None:
    tables = [part.split("\n") for part in PAGE.rstrip("\n").split("\n\n") if part.startswith("| ")]
    assert len(tables) == 6 + len({rule.path for rule in RULES})
    for rows in tables:
        assert len({row.replace("\\|", "").count("|") for row in rows}) == 1


def test_every_shipped_rule_is_told() -> None:
    assert all(f"| `{rule.id.partition('/')[2]}` | " in PAGE for rule in RULES)


def test_the_example_loads() -> None:
    assert load_text(PAGE.split("```yaml\n")[1].split("```")[0]).rules


def test_the_page_ends_with_one_newline_and_has_no_blanks_at_line_ends() -> None:
    assert PAGE.endswith("|\n")
    assert not PAGE.endswith("\n\n")
    assert all(row == row.rstrip() for row in PAGE.split("\n"))
