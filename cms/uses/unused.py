"""The reports of pictures and documents that nothing uses."""

from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.admin.listings import WIDE_ONLY
from cms.admin.spreadsheets import HarmlessReportView
from cms.uses.models import VersionUse
from cms.uses.versions import is_complete

AGES = {"30": _("More than a month ago"), "182": _("More than half a year ago"), "365": _("More than a year ago")}


def find_unused(files: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return the files that nothing uses: no page or snippet, nor a draft, a scheduled or an earlier version of one.

    What an editor has marked public may be linked from elsewhere, so it counts as used.
    """
    kind = ContentType.objects.get_for_model(files.model)
    key = Cast(OuterRef("pk"), CharField())  # texts may name keys that are no numbers
    references = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=key)
    versions = VersionUse.objects.filter(target_type=kind, target_id=key)
    return files.filter(~Exists(references), ~Exists(versions), public=False)


class UnusedFilters(WagtailFilterSet):
    age = ChoiceFilter(label=_("Uploaded"), choices=AGES.items, method="filter_age", empty_label=_("At any time"))

    def filter_age(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        return queryset.filter(created_at__lt=timezone.now() - timedelta(days=int(value)))


def make_filters(files: type[Model]) -> type[WagtailFilterSet]:
    class Filters(UnusedFilters):
        class Meta:
            model = files
            fields = ["collection"]

    return Filters


class ChoiceColumn(Column):
    cell_template_name = "uses/choice_cell.html"
    header_template_name = "uses/choice_header.html"


def format_size(item: Any) -> str:
    return str(filesizeformat(item.file_size))


class UnusedView(HarmlessReportView):
    results_template_name = "uses/unused_results.html"
    permission_required = "change"
    any_permission_required = ["add", "change", "delete"]
    default_ordering = "created_at"
    edit_url_name = ""
    list_export = ["title", "file.name", "file_size", "created_at", "collection.name"]
    export_headings = {
        "title": _("Title"),
        "file.name": _("File"),
        "file_size": _("Size in bytes"),
        "created_at": _("Uploaded"),
        "collection.name": _("Collection"),
    }

    @property
    def columns(self) -> list[Any]:
        return [
            ChoiceColumn("chosen", accessor="pk", label=_("Choose")),
            TitleColumn("title", label=_("Title"), sort_key="title", url_name=self.edit_url_name, width="50%"),
            Column("file_size", label=_("Size"), accessor=format_size, sort_key="file_size"),
            DateColumn("created_at", label=_("Uploaded"), sort_key="created_at", classname=WIDE_ONLY),
            Column("collection", label=_("Collection"), classname=WIDE_ONLY),
        ]

    def get_base_queryset(self) -> "QuerySet[Any]":
        policy = policy_registry.get_by_type(self.model)
        mine = policy.instances_user_has_any_permission_for(self.request.user, ["change", "delete"])
        return find_unused(mine).select_related("collection")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        bulk = {"app": self.model._meta.app_label, "model": self.model._meta.model_name}
        return {**context, "bulk": bulk, "is_complete": is_complete()}


class UnusedImagesView(UnusedView):
    model = get_image_model()
    page_title = _("Unused images")
    header_icon = "image"
    index_url_name = "unused_images"
    index_results_url_name = "unused_images_results"
    edit_url_name = "wagtailimages:edit"
    filterset_class = make_filters(get_image_model())


class UnusedDocumentsView(UnusedView):
    model = get_document_model()
    page_title = _("Unused documents")
    header_icon = "doc-full-inverse"
    index_url_name = "unused_documents"
    index_results_url_name = "unused_documents_results"
    edit_url_name = "wagtaildocs:edit"
    filterset_class = make_filters(get_document_model())


class UnusedMenuItem(MenuItem):
    def __init__(self, model: Any, *args: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(self.model)
        return bool(policy.user_has_any_permission(request.user, ["change", "delete"]))
