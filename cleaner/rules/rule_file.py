"""What a rule file is, and what it holds once it is read."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cleaner.rules.adjust import KeyValues
from cleaner.rules.yaml_nodes import Place, Problems, Scalar
from cleaner.types import Rule


class RuleFile(NamedTuple):
    """A rule file and its layer. Files that are ``trusted`` are tested, so their patterns are not compiled to check."""

    path: Path
    layer: str
    trusted: bool = False


class FileContent(NamedTuple):
    """What one rule file holds, the places of its rules' ids, and its problems."""

    problems: Problems
    rules: tuple[Rule, ...] = ()
    ids: Mapping[str, Place] = MappingProxyType({})
    recognize: tuple[tuple[str, tuple[str, ...]], ...] = ()
    retired: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    disable: tuple[Scalar, ...] = ()
    adjust: tuple[tuple[Scalar, KeyValues], ...] = ()
