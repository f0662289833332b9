"""The editor's modules in the package: pinned versions, unedited, each with its licence."""

import hashlib
import json
from importlib.resources import files

from tests.assets.__main__ import HERE

VENDOR = files("cleaner.play").joinpath("static", "vendor")
PACKAGES = json.loads(VENDOR.joinpath("packages.json").read_text("utf-8"))


def test_the_modules_are_those_that_npm_had() -> None:
    for name, package in PACKAGES.items():
        content = VENDOR.joinpath(name, package["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"], name
        assert (package["license"], "MIT" in VENDOR.joinpath(name, "LICENSE").read_text("utf-8")) == ("MIT", True)


def test_the_versions_are_those_that_are_pinned() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    pinned = {path.partition("node_modules/")[2]: package["version"] for path, package in lock.items() if path}
    assert {name: package["version"] for name, package in PACKAGES.items()} == pinned
    wanted = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    assert wanted.items() <= pinned.items()
