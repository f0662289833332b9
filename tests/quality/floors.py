"""Floors: figures to reach on a folder of labeled data, kept in ``floors.json``.

Each part of the file has the hash of the folder it was measured on, figures by name and measure, and a reason for each
time that a figure was lowered.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "floors.json"

ROUNDING = 0.00005
"""How far a figure may be below its floor, which has four digits."""

Figures = Mapping[str, Mapping[str, float]]
"""Measures by name, each the higher the better."""


class Floors:
    """One part of the file, for one folder."""

    def __init__(self, part: str, corpus: str) -> None:
        self.part, self.corpus = part, corpus
        self._all: dict[str, Any] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
        stored = self._all.get(part, {})
        self._part: dict[str, Any] = stored if stored.get("corpus") == corpus else {}
        self._stored_corpus = stored.get("corpus")

    def failures(self, reached: Figures) -> list[str]:
        """Return a message for each figure below its floor."""
        floors = self._part.get("floors", {})
        return [
            f"{name}: {measure} {figure:.4f} is below its floor, {floor:.4f}"
            for name, measures in reached.items()
            for measure, figure in measures.items()
            if figure < (floor := floors.get(name, {}).get(measure, 0.0)) - ROUNDING
        ]

    def settle(self, reached: Figures, *, write: bool, reason: str | None) -> int:
        """Compare with the floors, or write them, and return the exit status: 1 if a figure is below its floor.

        Floors are lowered only with a ``reason``, which is written beside them.
        """
        failures = self.failures(reached)
        if write:
            return self._write(reached, failures, reason)
        if not self._part:
            print(
                f"no floors for this folder ({self.corpus}): {FILE.name} has those of {self._stored_corpus}",
                file=sys.stderr,
            )
        print("".join(f"{line}\n" for line in failures), end="", file=sys.stderr)
        return int(bool(failures))

    def _write(self, reached: Figures, failures: list[str], reason: str | None) -> int:
        if failures and not reason:
            print("\n".join([*failures, "floors only rise: give --lower REASON to lower them"]), file=sys.stderr)
            return 1
        rounded = {
            name: {measure: round(figure, 4) for measure, figure in measures.items()}
            for name, measures in reached.items()
        }
        floors = self._part.get("floors", {})
        merged = floors | {name: floors.get(name, {}) | measures for name, measures in rounded.items()}
        lowered = [*self._part.get("lowered", []), *([f"{reason}: {'; '.join(failures)}"] if failures else [])]
        part = {"corpus": self.corpus, "floors": merged, "lowered": lowered}
        FILE.write_text(json.dumps(self._all | {self.part: part}, indent=1) + "\n", "utf-8")
        return 0
