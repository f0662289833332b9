"""Cases of structure: files that are compared byte for byte, in ``fixtures/structure/<slug>/``.

``input.*`` cleaned with ``clean --no-header`` must equal ``expected.*``, and ``expected.*`` cleaned again must equal
itself. The suffixes say what both are. A look-alike, of which nothing changes, has no ``expected.*``. A file
``options`` holds options of ``clean`` in place of ``--no-header``, separated by blanks.
"""

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import clean

FOLDER = Path(__file__).parent.parent / "fixtures" / "structure"
INPUTS = sorted(FOLDER.glob("*/input.*"))

each_input = pytest.mark.parametrize("source", INPUTS, ids=[path.parent.name for path in INPUTS])


def _expected(source: Path) -> Path:
    return next(source.parent.glob("expected.*"), source)


def _clean(source: Path, folder: Path) -> bytes:
    options = folder / "options"
    arguments = options.read_text("utf-8").split() if options.exists() else ["--no-header"]
    result = clean("-q", *arguments, source)
    assert (result.status, result.err) == (0, "")
    return result.out.encode()


@each_input
def test_a_text_comes_out_as_expected(source: Path) -> None:
    assert _clean(source, source.parent) == _expected(source).read_bytes()


@each_input
def test_what_is_expected_does_not_change(
    source: Path,
    tmp_path: Path,
) -> None:
    expected = _expected(source)
    again = tmp_path / f"again{expected.suffix}"
    shutil.copyfile(expected, again)
    assert _clean(again, source.parent) == expected.read_bytes()
