"""The Dockerfile: linted everywhere, and built and run where a builder is there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
IMAGE = "article-cleaner-test"

HAS_BUILDER = (
    shutil.which("docker") is not None
    and subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0
)


def test_the_dockerfile_has_no_findings() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_has_all_that_the_package_is_built_from() -> None:
    """As a builder does: a wheel from the files that the Dockerfile copies, and .dockerignore lets through."""
    copied = {
        name
        for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert copied == {line[1:] for line in ignored if line.startswith("!")}
    assert "/hatch_build.py" in (ROOT / "pyproject.toml").read_text("utf-8")
    assert {"cleaner", "rules", "hatch_build.py", "pyproject.toml"} <= copied


@pytest.mark.skipif(not HAS_BUILDER, reason="needs a Docker daemon")
def test_the_image_cleans_as_a_user_without_rights() -> None:
    subprocess.run(["docker", "build", "-q", "-t", IMAGE, ROOT], check=True, timeout=1200)
    command = ["docker", "run", "--rm", "-i", IMAGE, "--no-header"]
    done = subprocess.run(command, input="It rained.\nAdvertisement\n", capture_output=True, text=True, check=True)
    assert done.stdout == "It rained.\n"
    user = ["docker", "run", "--rm", "--entrypoint", "id", IMAGE, "-u"]
    assert subprocess.run(user, capture_output=True, text=True, check=True).stdout != "0\n"
