"""What is imported when, and what the package shows: start-up time and public surface are promises."""

import subprocess
import sys
from pathlib import Path

import cleaner


def imported_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split("\n"))


def test_the_public_names_are_these() -> None:
    assert set(cleaner.__all__) == {
        *("Article", "Document", "Extracted", "Line", "Metadata", "Pruned", "Removal", "Saved", "Span"),
        *("Block", "LineKeys", "LineList", "Override", "Repeats", "Rule", "RuleSet", "Sample", "Select"),
        *("CleanerError", "InputError", "OptionError", "RuleProblem", "RulesError"),
        *("Cleaner", "Normalization", "Options", "clean", "load_rules", "__version__"),
    }
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)


def test_the_package_does_not_need_the_command_line() -> None:
    assert "click" not in imported_by("import cleaner")


def test_what_rare_texts_need_is_imported_with_the_first_of_them() -> None:
    modules = imported_by("import cleaner; cleaner.Cleaner()")
    assert not modules & {"ftfy", "charset_normalizer", "regex"}


def test_text_without_odd_characters_never_needs_ftfy() -> None:
    modules = imported_by("import cleaner; cleaner.clean('Plain text.\\nZwölf Bücher – “alt”.')")
    assert "ftfy" not in modules


def test_what_pages_need_waits_until_a_page_comes() -> None:
    heavy = {"lxml", "trafilatura", "bs4", "htmldate", "cleaner.html.read"}
    assert not imported_by("import cleaner; cleaner.clean('A text.')") & heavy
    assert "cleaner.html.read" in imported_by("import cleaner; cleaner.clean(html='<p>A page.')")


def test_the_parser_of_markdown_waits_until_markdown_comes() -> None:
    code = "import cleaner; cleaner.clean('# Not *Markdown*.'{})"
    assert "markdown_it" not in imported_by(code.format(""))
    assert "markdown_it" in imported_by(code.format(", markdown=True"))


def test_a_start_imports_what_a_plain_text_needs_and_no_more(tmp_path: Path) -> None:
    code = "from cleaner.cli import clean; sys.argv = ['clean', TEXT]\ntry: clean.main()\nexcept SystemExit: pass"
    (tmp_path / "a.txt").write_text("A short text.\n", "utf-8")
    code = code.replace("TEXT", repr(str(tmp_path / "a.txt")))
    imported_by(code)  # a checkout compiles its rules first
    modules = imported_by(code)
    assert "cleaner.cli.plan" in modules
    heavy = {"click", "yaml", "regex", "ftfy", "bs4", "lxml", "ahocorasick_rs", "charset_normalizer", "trafilatura"}
    slow = {"pathlib", "hashlib", "difflib", "importlib.metadata", "tempfile", "shutil", "datetime", "urllib.parse"}
    unused = {
        "cleaner.rules.load",
        "cleaner.rules.yaml_nodes",
        "cleaner.matching.regex_syntax",
        "cleaner.line_model.model",
        "cleaner.io.foreign",
        "cleaner.io.json_files",
    }
    assert sorted(modules & (heavy | slow | unused)) == []
