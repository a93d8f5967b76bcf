"""How editors find people."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.people.models import Person


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    add_to_admin_menu = True
    menu_order = 210
    list_display = ["name", "role", "group", "joined", LocaleColumn()]
    list_filter = ["group", "public"]
    ordering = ["name"]
