"""The table in ``docs/translating.md`` that says of every field and block what it is to a translation.

``python -m tests.translation.kinds_table`` writes it.
"""

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

DOCUMENT = Path(__file__).parents[2] / "docs" / "translating.md"
BEGIN, END = "<!-- fields -->", "<!-- end of fields -->"


def list_models() -> list[Any]:
    """Return everything with content of its own: page types, snippets, settings and files."""
    from django.apps import apps
    from modelcluster.fields import ParentalKey
    from wagtail.contrib.settings.models import BaseSiteSetting
    from wagtail.models import CollectionMember, TranslatableMixin

    def is_content(model: Any) -> bool:
        is_ours = model.__module__.split(".")[0] in {"cms", "home", "blog", "events", "search"}
        is_part = any(isinstance(field, ParentalKey) for field in model._meta.fields)
        return is_ours and not is_part and issubclass(model, TranslatableMixin | CollectionMember | BaseSiteSetting)

    return sorted(filter(is_content, apps.get_models()), key=lambda model: str(model._meta.verbose_name))


def make_table() -> str:
    """Return a table with a row for each kind of value of each model and each block; bodies have the same blocks."""
    from django.utils.translation import override

    from cms.translation.kinds import list_paths

    rows: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    with override("en"):
        for model in list_models():
            name = str(model._meta.verbose_name).capitalize()
            for path, kind, label in list_paths(model):
                if path.startswith("body."):
                    _body, block, *rest = label.split(" / ")
                    rows[f"Block: {block}", kind][" / ".join(rest) or block] = None
                else:
                    rows[name, kind][label] = None
    order = sorted(rows, key=lambda row: (row[0].startswith("Block: "), row[0]))
    lines = [f"| {name} | {kind} | {', '.join(rows[name, kind])} |" for name, kind in order]
    return "\n".join(["| where | what it is | fields |", "|---|---|---|", *lines])


def read_table() -> str:
    return DOCUMENT.read_text().partition(BEGIN)[2].partition(END)[0].strip()


def write_table() -> None:
    before, _begin, rest = DOCUMENT.read_text().partition(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{make_table()}\n\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    write_table()
