from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.bin.models import Deletion
from cms.bin.obstacles import find_obstacle
from cms.bin.tree import leave_out_binned


class RestoreForm(forms.Form):
    """Asks for another place for each page that cannot go back to its own. If all can, it has no fields."""

    def __init__(self, *args: Any, deletion: Deletion, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.pages = {binned.page_id: binned.page for binned in deletion.pages.select_related("page")}
        self.parents: dict[int, Page] = {}
        for binned in deletion.pages.select_related("page", "parent"):
            obstacle = find_obstacle(binned.page, binned.parent, user)
            if obstacle:
                self.add_place(binned.page, obstacle)
            elif binned.parent:
                self.parents[binned.page_id] = binned.parent

    def add_place(self, page: Page, obstacle: str) -> None:
        self.fields[f"place-{page.pk}"] = forms.ModelChoiceField(
            queryset=leave_out_binned(Page.objects.all()),
            widget=AdminPageChooser(can_choose_root=True),
            label=_("New place for “%(title)s”") % {"title": page.specific_deferred.get_admin_display_title()},
            help_text=obstacle,
        )

    def clean(self) -> dict[str, Any]:
        for name, parent in list(self.cleaned_data.items()):
            page = self.pages[int(name.removeprefix("place-"))]
            if obstacle := find_obstacle(page, parent, self.user):
                self.add_error(name, obstacle)
            self.parents[page.pk] = parent
        return self.cleaned_data
