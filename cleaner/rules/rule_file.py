"""What a rule file is, and what it holds once it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.rules.adjust import Changes
from cleaner.rules.yaml_nodes import Place, Problems, Scalar
from cleaner.types import Rule


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules and the layer that it stands in. ``trusted`` files were tested, so patterns compile lazily."""

    path: Path
    layer: str
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one rule file holds, where its rules' ids stand, and its mistakes."""

    problems: Problems
    rules: tuple[Rule, ...] = ()
    ids: Mapping[str, Place] = field(default_factory=dict)
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disable: tuple[Scalar, ...] = ()
    adjust: tuple[tuple[Scalar, Changes], ...] = ()
