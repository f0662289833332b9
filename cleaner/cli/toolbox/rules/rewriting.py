"""Rule files rewritten: which may be, and how their new text is written."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from pathlib import Path

from cleaner.io.files import open_output
from cleaner.rules.folders import installed_folders


def may_change(path: Path, given: Sequence[Path]) -> bool:
    """Tell whether a file may be changed: it is no package's, or it was asked for."""
    place = path.resolve()
    if any(place.is_relative_to(one.resolve()) for one in given):
        return True
    return not any(place.is_relative_to(folder.resolve()) for folder in installed_folders())


def rewrite(path: Path, text: str) -> None:
    """Write a file's new text, whole or not at all, behind the byte order mark that it had; or write a new file."""
    mark = BOM_UTF8 if path.exists() and path.read_bytes().startswith(BOM_UTF8) else b""
    with open_output(path) as stream:
        stream.write(mark + text.encode())
