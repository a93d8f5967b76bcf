"""Words such as "e-mail" stay on one line."""

import pytest
from django.utils.safestring import mark_safe

from cms.templatetags.texts import WORD_JOINER, keep_together


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Get it by e-mail", f"Get it by e-{WORD_JOINER}mail"),
        ("E-bost: a-b", f"E-{WORD_JOINER}bost: a-{WORD_JOINER}b"),
        ("well-known, 9-5, a - b, x-", "well-known, 9-5, a - b, x-"),
        ("a < b & c-d", f"a &lt; b &amp; c-{WORD_JOINER}d"),
    ],
)
def test_no_line_ends_behind_the_first_letter_of_a_word(text, shown):
    assert keep_together(text) == shown


def test_tags_stay_as_they_are():
    html = mark_safe('<p class="x-y"><a href="/e-mail/">e-mail</a></p>')

    assert keep_together(html) == f'<p class="x-y"><a href="/e-mail/">e-{WORD_JOINER}mail</a></p>'
