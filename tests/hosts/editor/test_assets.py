"""The modules of the playground's editor are what npm has under the pinned versions."""

import subprocess
import sys


def test_nothing_differs_from_npm() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.assets", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
