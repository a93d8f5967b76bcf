"""How editors find what all pages share."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import CallToAction, Navigation, SiteText, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    add_to_admin_menu = True
    menu_order = 220
    list_display = ["name", "slug", "public"]
    list_filter = ["public"]


class CallToActionViewSet(SnippetViewSet):
    model = CallToAction
    icon = "pick"
    menu_label = _("Calls to action")
    add_to_admin_menu = True
    menu_order = 230
    list_display = ["heading"]


class SiteTextViewSet(SnippetViewSet):
    model = SiteText
    icon = "edit"
    menu_label = _("Site texts")
    add_to_settings_menu = True
    list_display = ["site", "locale"]


class NavigationViewSet(SnippetViewSet):
    model = Navigation
    icon = "list-ul"
    menu_label = _("Menus")
    add_to_settings_menu = True
    list_display = ["site", "locale"]
