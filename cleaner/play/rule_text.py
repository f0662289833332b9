"""The rule file that is open: its text as the editor has it, and written as it was."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from cleaner.authoring.draft import rewrite
from cleaner.errors import InputError, OptionError
from cleaner.rules.folders import SUFFIXES
from cleaner.rules.load import MAX_FILE


class SavedRules(NamedTuple):
    """A rule file as it is on the disk: ``digest`` is that of its bytes; a file that is not there is empty."""

    name: str
    text: str
    digest: str
    exists: bool


class RuleText:
    """The one file that is written, and only while it is what the user has seen."""

    def __init__(self, path: str) -> None:
        """Raise :exc:`OptionError` if a path is not one of a rule file, and :exc:`InputError` if it cannot be read."""
        if not path.lower().endswith(SUFFIXES):
            raise OptionError(f"{path} is not a rule file: its name must end with .yaml")
        self.path = Path(path)
        self.read()

    def read(self) -> SavedRules:
        """Return the file as it is now, with line ends as the editor has them."""
        data = self._data()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("is not UTF-8: save it as such", place=str(self.path)) from None
        digest = hashlib.sha256(data).hexdigest()
        return SavedRules(str(self.path), text.replace("\r\n", "\n"), digest, self.path.exists())

    def write(self, text: str, digest: str) -> bool:
        """Write the file with the line ends that it has, unless it has another digest; whether it was written."""
        data = self._data()
        if hashlib.sha256(data).hexdigest() != digest:
            return False
        rewrite(self.path, text.replace("\n", "\r\n") if b"\r\n" in data else text)
        return True

    def _data(self) -> bytes:
        try:
            with self.path.open("rb") as stream:
                data = stream.read(MAX_FILE + 1)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise InputError(f"cannot read it: {error.strerror}", place=str(self.path)) from None
        if len(data) > MAX_FILE:
            raise InputError(f"is larger than {MAX_FILE >> 20} MiB: split the file", place=str(self.path))
        return data
