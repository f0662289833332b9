"""What the pages say is true: examples run, every option, key and error code is told.

That generated parts are as `make docs` writes them is asked by `make check`.
"""

import doctest
import re
from pathlib import Path

from cleaner.cli.options import OPTIONS, with_options
from cleaner.rules.schema import BLOCK_KEYS, FILE_KEYS, REPEATS_KEYS, RULE_KEYS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "rules" / "README.md").read_text("utf-8")


def test_the_examples_in_the_readme_run() -> None:
    examples = "\n".join(re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_every_option_is_in_the_readme() -> None:
    command = with_options(lambda: None)
    options = [name for option in command.__click_params__ for name in option.opts]  # type: ignore[attr-defined]
    assert len(options) >= len(OPTIONS)
    assert [name for name in options if name not in README] == []


def test_every_key_is_in_the_reference() -> None:
    keys = {key.name for table in (RULE_KEYS, BLOCK_KEYS, REPEATS_KEYS, FILE_KEYS) for key in table}
    assert {key for key in keys if f"`{key}`" not in REFERENCE} == set()


def test_every_error_code_is_in_the_reference() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "cleaner").rglob("*.py"))
    codes = set(re.findall(r'"(R[0-3]\d\d)"', sources))
    assert codes
    assert {code for code in codes if code not in REFERENCE} == set()


def test_no_page_names_what_does_not_exist() -> None:
    pages = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"))
    links = re.findall(r"\]\(([^)#]+)\)", pages)
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
