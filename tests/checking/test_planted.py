"""How much the checks find of what is wrong, and how often they are wrong: the table in docs/checks.md."""

from collections import Counter
from pathlib import Path

import pytest

from cms.checking.checks import list_checks, run_checks
from tests.checking.planted import DEFECTS, make_bad_posts, make_clean_posts, make_facts

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).parents[2] / "docs" / "checks.md"
POSTS = 30


def test_the_documentation_says_how_much_the_checks_find_and_how_often_they_are_wrong():
    facts = make_facts()
    bad = list(make_bad_posts(facts, POSTS))
    clean = list(make_clean_posts(facts, POSTS))
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()

    results = run_checks([*(page for page, _defects in bad), *clean])
    for number, mine in enumerate(results):
        defects = bad[number][1] if number < len(bad) else set()
        seen = {(one.check.name, one.finding.place.block or one.finding.place.field) for one in mine}
        planted.update(check for check, _where in defects)
        found.update(check for check, _where in defects & seen)
        wrong.update(check for check, _where in seen - defects)

    rows = [
        f"| {check.label} | {planted[name]} | {found[name]} | {wrong[name]} |"
        for name, check in list_checks().items()
        if name in DEFECTS
    ]
    rows.append(f"| *all* | {sum(planted.values())} | {sum(found.values())} | {sum(wrong.values())} |")
    table = "\n".join(rows)
    assert set(planted) == set(DEFECTS) == {name for name in list_checks() if name != "loud_introduction"}
    assert sum(planted.values()) >= 100
    assert sum(found.values()) >= 0.9 * sum(planted.values())
    assert table in DOCUMENT.read_text(), f"\n{table}"
