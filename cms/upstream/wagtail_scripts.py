"""Wagtail's choosers start without a script inside the page, which the policy of the admin forbids.

They say instead what is to be called with what, and ``cms/js/start.js`` calls it. The templates that have such scripts
are replaced by those of the same names in ``cms/templates/`` and ``cms/translation/templates/``.
"""

import json
import re
from functools import wraps
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail.admin.widgets.chooser.BaseChooser",
        "What a chooser renders ends with a script that starts it; it becomes data.",
        ("render(self, name, value, attrs, renderer)", "render_js_init(self, id_, name, value_data)"),
    ),
]

# new PageChooser("id_parent", {…}); or createTaskChooser("id_task");
SCRIPT = re.compile(r"<script>(?:new )?(\w+)\((.*)\);</script>\Z", re.DOTALL)


def start_choosers_without_scripts() -> None:
    """Replace the script of every chooser widget. Calling it again changes nothing."""
    render = BaseChooser.render
    if not hasattr(render, "__wrapped__"):

        @wraps(render)
        def render_without_script(*args: Any, **kwargs: Any) -> SafeString:
            return take_script_out(render(*args, **kwargs))

        BaseChooser.render = render_without_script


def take_script_out(html: str) -> SafeString:
    """Return the HTML of a widget with data in place of its script.

    It stands first: what starts later in the same page takes the menu of a chooser out of it.
    """
    script = SCRIPT.search(html)
    if script is None:
        return mark_safe(html)  # noqa: S308 - Wagtail's own
    name, arguments = script.groups()
    return render_start(name, json.loads(f"[{arguments}]")) + mark_safe(html[: script.start()])  # noqa: S308


def render_start(name: str, arguments: list[Any]) -> SafeString:
    """Return an element that tells ``cms/js/start.js`` what to call."""
    return format_html(
        '<template data-controller="cms-start" data-cms-start-name-value="{}" '
        'data-cms-start-arguments-value="{}"></template>',
        name,
        json.dumps(arguments),
    )
