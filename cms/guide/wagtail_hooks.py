import json

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.guide import views
from cms.guide.beside import list_links


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("guide/", views.open_guide, name="guide"),
        path("guide/<slug:name>/", views.show_section, name="guide_section"),
    ]


@hooks.register("register_help_menu_item")
def register_guide() -> MenuItem:
    return MenuItem(_("Guide"), reverse("guide"), icon_name="help", name="guide", order=100)


@hooks.register("insert_global_admin_css")
def link_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("guide/css/admin.css"))


@hooks.register("insert_global_admin_js")
def link_script() -> str:
    """Put a link beside each field, block and screen that the guide explains."""
    return format_html(
        '<script src="{}" data-links="{}"></script>', static("guide/js/beside.js"), json.dumps(list_links())
    )
