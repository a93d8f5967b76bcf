from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.uses.unused import UnusedDocumentsView, UnusedImagesView, UnusedMenuItem
from cms.uses.versions import read_older_versions

hooks.register("run_every_minute", read_older_versions)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    images, files = UnusedImagesView, UnusedDocumentsView
    return [
        path("reports/unused-images/", images.as_view(), name="unused_images"),
        path("reports/unused-images/results/", images.as_view(results_only=True), name="unused_images_results"),
        path("reports/unused-documents/", files.as_view(), name="unused_documents"),
        path("reports/unused-documents/results/", files.as_view(results_only=True), name="unused_documents_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_unused_images() -> MenuItem:
    return UnusedMenuItem(
        UnusedImagesView.model, _("Unused images"), reverse("unused_images"), icon_name="image", order=1310
    )


@hooks.register("register_reports_menu_item")
def register_unused_documents() -> MenuItem:
    return UnusedMenuItem(
        UnusedDocumentsView.model,
        _("Unused documents"),
        reverse("unused_documents"),
        icon_name="doc-full-inverse",
        order=1320,
    )
