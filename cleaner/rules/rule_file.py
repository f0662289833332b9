"""What a rule file is, and what it holds once it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cleaner.rules.adjust import KeyValues
from cleaner.rules.yaml_nodes import Place, Problems, Scalar
from cleaner.types import Rule


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file and its layer. Files that are ``trusted`` are tested, so their patterns are not compiled to check."""

    path: Path
    layer: str
    trusted: bool = False


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one rule file holds, the places of its rules' ids, and its problems."""

    problems: Problems
    rules: tuple[Rule, ...] = ()
    ids: Mapping[str, Place] = field(default_factory=dict)
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retired: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disable: tuple[Scalar, ...] = ()
    adjust: tuple[tuple[Scalar, KeyValues], ...] = ()
