"""What the documentation says of the project's own parts."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_test_that_the_documentation_names_exists():
    named = {(file, name) for page in ROOT.glob("docs/*.md") for file, name in NAMED.findall(page.read_text())}

    missing = {
        (file, name)
        for file, name in named
        if not (ROOT / file).exists()
        or not re.search(rf"^ *(async )?def {name}\(", (ROOT / file).read_text(), re.MULTILINE)
    }
    assert not missing
    assert len(named) >= 10
