"""The answers that the documents show are those of a fresh demo."""

import json
import re
from typing import Any

import pytest

from tests.browser.demo import serve_demo
from tests.document import check_json
from tests.examples import FILE, GUIDE, ask, collect_examples, read_answers, shorten

# What differs from one fresh demo to the next: dates, the names of files, and which renditions have been made.
DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?")
FILES = {"renditions", "download_url", "placeholder"}


def mask(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: mask(part) for name, part in value.items() if name not in FILES}
    if isinstance(value, list):
        return [mask(part) for part in value]
    return DATE.sub("DATE", value) if isinstance(value, str) else value


def test_every_answer_in_the_guide_comes_from_the_demo_and_fits_the_document():
    answers = read_answers()

    assert len(answers) == GUIDE.read_text().count("```json") > 0
    for asked, answer in answers.items():
        path, _, query = asked.partition("?")
        check_json(f"/api/v2/{path}", query, 400 if "errors" in answer else 200, json.dumps(answer).encode())


@pytest.mark.proof
def test_a_fresh_demo_answers_what_the_documents_show(tmp_path):
    """``make examples`` writes them anew."""
    with serve_demo(tmp_path) as address:
        examples = collect_examples(address)
        answers = {path: shorten(ask(address, path)) for path in read_answers()}

    assert mask(examples) == mask(json.loads(FILE.read_text()))
    assert mask(answers) == mask(read_answers())
