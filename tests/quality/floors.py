"""Floors: what must be reached on a folder of labeled data, held in ``floors.json``.

A part of the file has the hash of the folder that it was measured on, figures by name and measure, and the reasons for
which any of them was ever lowered.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "floors.json"

ROUNDING = 0.00005
"""What a figure may be below its floor, which is written with four digits."""

Figures = Mapping[str, Mapping[str, float]]
"""Measures by name, each the higher the better."""


class Floors:
    """One part of the file, for one folder."""

    def __init__(self, part: str, corpus: str) -> None:
        self.part, self.corpus = part, corpus
        self._all: dict[str, Any] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
        held = self._all.get(part, {})
        self._held: dict[str, Any] = held if held.get("corpus") == corpus else {}
        self._other = held.get("corpus")

    def below(self, found: Figures) -> list[str]:
        """Return what is below its floor, in words."""
        floors = self._held.get("floors", {})
        return [
            f"{name}: {measure} {figure:.4f} is below its floor, {floor:.4f}"
            for name, measures in found.items()
            for measure, figure in measures.items()
            if figure < (floor := floors.get(name, {}).get(measure, 0.0)) - ROUNDING
        ]

    def settle(self, found: Figures, *, write: bool, reason: str | None) -> int:
        """Compare, or write the floors, and return the exit status: 1 if something is below its floor."""
        below = self.below(found)
        if write:
            return self._write(found, below, reason)
        if not self._held:
            print(f"no floors for this folder ({self.corpus}): {FILE.name} has those of {self._other}", file=sys.stderr)
        print("".join(f"{line}\n" for line in below), end="", file=sys.stderr)
        return int(bool(below))

    def _write(self, found: Figures, below: list[str], reason: str | None) -> int:
        if below and not reason:
            print("\n".join([*below, "floors only rise: give --lower REASON to lower them"]), file=sys.stderr)
            return 1
        rounded = {name: {one: round(figure, 4) for one, figure in some.items()} for name, some in found.items()}
        floors = self._held.get("floors", {})
        merged = floors | {name: floors.get(name, {}) | some for name, some in rounded.items()}
        lowered = [*self._held.get("lowered", []), *([f"{reason}: {'; '.join(below)}"] if below else [])]
        part = {"corpus": self.corpus, "floors": merged, "lowered": lowered}
        FILE.write_text(json.dumps(self._all | {self.part: part}, indent=1) + "\n", "utf-8")
        return 0
