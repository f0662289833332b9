"""The build hook: compile the shipped rules, for wheels and editable installations."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):  # type: ignore[type-arg]  # the configuration is hatchling's own
    """Writes the compiled rules into the package, where :mod:`cleaner.rules.shipped` reads them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's form
        """Compile the rules, and add the file to the artifacts: git ignores it, so the builder would leave it out."""
        sys.path.insert(0, self.root)
        from cleaner.rules.shipped import COMPILED_FILE, compile_shipped

        Path(COMPILED_FILE).write_bytes(compile_shipped())
        build_data["artifacts"].append(Path(COMPILED_FILE).relative_to(self.root).as_posix())
