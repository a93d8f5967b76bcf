"""How texts break into lines."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

WORD_JOINER = "\u2060"
# A tag, which stays as it is, or the one letter and the hyphen that a word like "e-mail" begins with.
TAG_OR_PREFIX = re.compile(r"(<[^>]*>)|(?<![\w-])([^\W\d_]-)(?=[^\W\d_])")


@register.filter
def keep_together(text: str) -> SafeString:
    """Return text or HTML in which no line ends behind the first letter of words such as "e-mail"."""
    html = str(conditional_escape(text))
    if "-" in html:
        html = TAG_OR_PREFIX.sub(lambda found: found[1] or found[2] + WORD_JOINER, html)
    return mark_safe(html)  # noqa: S308 - escaped above
