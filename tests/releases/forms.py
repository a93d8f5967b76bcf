"""Forms of the admin as a browser would send them."""

import re
from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

EDITORS = {"page": "page-edit-form", "snippet": "w-editor-form"}

NO_HTML = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|[^>"'])*"""
FIELD = re.compile(rf"<(?:form|input)\b{ATTRIBUTES}>|</form>|<(textarea|select)\b.*?</\1>", re.DOTALL)


def keep_fields(html: str) -> str:
    """Return the forms with their fields and nothing else: a page of the admin takes long to parse."""
    return "".join(match[0] for match in FIELD.finditer(NO_HTML.sub("", html)))


def read_form(client: Client, path: str, *, kind: str = "page") -> dict[str, Any]:
    """Return the fields of an editor's form. Streams are written by a script, so these are empty."""
    response = client.get(path)
    assert response.status_code == 200, response
    form = dict(querydict_from_html(keep_fields(response.content.decode()), form_id=EDITORS[kind]).lists())
    for name, field in response.context["form"].fields.items():
        if hasattr(field, "block"):
            form |= nested_form_data({name: streamfield([])})
    return form


def send_form(client: Client, path: str, *, kind: str = "page", **changes: Any) -> Any:
    """Send the form at ``path`` with these changes."""
    return client.post(path, {**read_form(client, path, kind=kind), **changes})
