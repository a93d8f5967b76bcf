"""How editors find people."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn
from wagtail.snippets.views.snippets import CopyView

from cms.admin.choosers import CreatingChooserViewSet
from cms.admin.drafts import DraftViewSet
from cms.admin.listings import WIDE_ONLY
from cms.people.models import Person


class PersonChooserViewSet(CreatingChooserViewSet):
    form_fields = ["name", "pronouns", "role", "group"]
    creation_tab_label = _("New person")


class PersonCopyView(CopyView):
    """Leaves the address to be made from the name: it is that of one person alone."""

    def get_initial_form_instance(self) -> Any:
        person = super().get_initial_form_instance()
        person.slug = ""
        return person


class PersonViewSet(DraftViewSet):
    model = Person
    copy_view_class = PersonCopyView
    icon = "user"
    menu_label = _("People")
    add_to_admin_menu = True
    menu_order = 210
    list_display = [
        "name",
        "role",
        Column("group", label=_("Group"), accessor="get_group_display", sort_key="group", classname=WIDE_ONLY),
        Column("joined", label=_("Joined"), sort_key="joined", classname=WIDE_ONLY),
        LocaleColumn(),
        LiveStatusTagColumn(label=_("Status")),
    ]
    list_filter = ["group", "public"]
    ordering = ["name"]
    chooser_viewset_class = PersonChooserViewSet
