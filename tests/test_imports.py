"""What is imported when, and what the package shows: start-up time and public surface are promises."""

import subprocess
import sys

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
        *("Article", "Cleaner", "Document", "Metadata", "Normalization", "Options", "Removal", "Rule", "RuleSet"),
        *("Saved", "Span", "CleanerError", "InputError", "OptionError", "RuleProblem", "RulesError"),
        *("clean", "load_rules", "__version__"),
    }
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)


def test_the_package_does_not_need_the_command_line() -> None:
    assert "click" not in imported_by("import cleaner")


def test_what_few_texts_need_waits_until_a_text_needs_it() -> None:
    modules = imported_by("import cleaner; cleaner.Cleaner()")
    assert not modules & {"ftfy", "charset_normalizer", "regex"}


def test_text_without_odd_characters_never_needs_ftfy() -> None:
    modules = imported_by("import cleaner; cleaner.clean('Plain text.\\nZwölf Bücher – “alt”.')")
    assert "ftfy" not in modules


def test_what_pages_need_waits_until_a_page_comes() -> None:
    heavy = {"lxml", "trafilatura", "bs4", "htmldate", "cleaner.html.read"}
    assert not imported_by("import cleaner; cleaner.clean('A text.')") & heavy
    assert "cleaner.html.read" in imported_by("import cleaner; cleaner.clean(html='<p>A page.')")
