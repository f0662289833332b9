"""The pages are true: examples run, and every option, key, code, field and file format is documented.

`make check` holds the generated parts.
"""

import doctest
import json
import re
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, RuleProblem
from cleaner.authoring.samples import check_samples
from cleaner.rules import load_rules
from cleaner.rules.load import load_text
from cleaner.rules.schema import BLOCK_KEYS, FILE_KEYS, LIST_KEYS, REPEATS_KEYS, RULE_KEYS
from tests.docs.api import field_docs

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "GUIDE.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "REFERENCE.md").read_text("utf-8")
RULE_REFERENCE = (ROOT / "rules" / "README.md").read_text("utf-8")


def test_the_examples_in_the_readme_run() -> None:
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_readme_is_short() -> None:
    assert len(README.split()) <= 700


def test_every_key_is_in_the_reference_of_rules() -> None:
    keys = {key.name for table in (RULE_KEYS, BLOCK_KEYS, LIST_KEYS, REPEATS_KEYS, FILE_KEYS) for key in table}
    assert {key for key in keys if f"`{key}`" not in RULE_REFERENCE} == set()


COOKBOOK = re.findall(r"^```yaml\n(.*?)^```$", GUIDE.partition("## 12. Cookbook")[2], re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("source", COOKBOOK)
def test_every_recipe_of_the_guide_holds(source: str) -> None:
    rule_set = load_text(source)
    shipped = load_rules()
    together = shipped._replace(rules=tuple(sorted([*shipped.rules, *rule_set.rules], key=lambda rule: rule.id)))
    assert [str(problem) for problem in check_samples(together, rule_set.rules)] == []


def test_every_error_code_is_in_the_reference_of_rules() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "cleaner").rglob("*.py"))
    codes = set(re.findall(r'"(R[0-3]\d\d)"', sources))
    assert codes
    assert {code for code in codes if code not in RULE_REFERENCE} == set()


DATA = [kind for kind in map(vars(cleaner).get, cleaner.__all__) if hasattr(kind, "_fields") or is_dataclass(kind)]


@pytest.mark.parametrize("kind", [kind for kind in DATA if kind is not RuleProblem])  # its docstring has them
def test_every_field_of_the_public_types_is_explained(kind: type) -> None:
    fields = field_docs(kind)
    assert fields
    assert [name for name, (_, _, meaning) in fields.items() if not meaning] == []


def test_every_public_name_is_in_the_reference() -> None:
    names = [name for name in cleaner.__all__ if not name.startswith("__")]
    assert [name for name in names if not re.search(rf"^### `{name}\b", REFERENCE, re.MULTILINE)] == []


def test_every_public_name_has_a_docstring() -> None:
    assert [name for name in cleaner.__all__ if not name.startswith("__") and not getattr(cleaner, name).__doc__] == []


def test_every_key_of_a_record_is_in_the_reference() -> None:
    record = (
        Cleaner().clean(html="<title>Mill</title>" + 9 * "<p>The mill grinds again, the council said.</p>").metadata
    )
    assert {key for key in record["cleaner"] if f"`{key}`" not in REFERENCE} == set()


def test_every_key_of_a_run_is_in_the_reference(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "run", "-q", str(ROOT / "seeds"), "-o", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    summary = json.loads((tmp_path / "_cleaner" / "summary.json").read_text("utf-8"))
    assert {key for key in summary if f"`{key}`" not in REFERENCE} == set()


def test_links_lead_somewhere() -> None:
    for page in ROOT.glob("*.md"):
        links = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
        assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_modules_that_pages_name_exist() -> None:
    for page in ROOT.glob("*.md"):
        paths = re.findall(r"`((?:cleaner|tests|fixtures|rules)/[\w./-]+\.\w+)`", page.read_text("utf-8"))
        assert [path for path in paths if not (ROOT / path).exists()] == []
