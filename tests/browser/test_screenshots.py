"""`make screenshots` is no test, so this makes sure that it can begin."""

import subprocess
import sys

from tests.browser.demo import ROOT


def test_the_command_finds_all_it_needs_without_pytest() -> None:
    subprocess.run([sys.executable, "-c", "import tests.browser.screenshots"], cwd=ROOT, check=True)
