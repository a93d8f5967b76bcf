"""Where administrators set webhooks up, and see what was sent."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms.admin.listings import WIDE_ONLY
from cms.changes.objects import list_models
from cms.represent.pages import name_type
from cms.upstream.django import capfirst
from cms.upstream.wagtail_admin import WagtailPaginator
from cms.webhooks.messages import make_replay, make_test
from cms.webhooks.models import Delivery, Endpoint

PER_PAGE = 50


def list_type_choices() -> list[tuple[str, str]]:
    """Return the types of the feed by the names that editors know."""
    models = [(name_type(model), capfirst(str(model._meta.verbose_name))) for model in list_models()]
    return [*sorted(models, key=lambda choice: choice[1]), ("site", _("Site: name, menus, texts"))]


class EndpointForm(WagtailAdminModelForm):
    types = forms.MultipleChoiceField(
        choices=list_type_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Types"),
        help_text=gettext_lazy("Tell only of changes to these. Leave empty for all."),
    )
    languages = forms.MultipleChoiceField(
        choices=lambda: settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy(
            "Tell only of what is in these languages. Leave empty for all, and for what has no language."
        ),
    )


class LeadsToPage:
    """A form that leads to the page of the endpoint."""

    object: Endpoint

    def get_success_url(self) -> str:
        return reverse("webhook", args=[self.object.pk])


class EndpointCreateView(LeadsToPage, CreateView):
    pass


class EndpointEditView(LeadsToPage, EditView):
    pass


def describe_state(endpoint: Endpoint) -> str:
    """Return in a word or two whether an endpoint works."""
    if not endpoint.is_on:
        return _("Switched off")
    waiting = endpoint.deliveries.in_order().filter(attempts__gt=0)
    return _("Failing") if waiting.exists() else _("Working")


class EndpointViewSet(SnippetViewSet):
    model = Endpoint
    icon = "globe"
    menu_label = gettext_lazy("Webhooks")
    add_to_settings_menu = True
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name"),
            get_url=lambda endpoint: reverse("webhook", args=[endpoint.pk]),
            sort_key="name",
        ),
        Column("address", label=gettext_lazy("Address"), classname=WIDE_ONLY),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=describe_state,
            primary=lambda endpoint: endpoint.is_on,
        ),
    ]
    search_fields = ["name", "address"]

    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "address", "site", "types", "languages", "is_on")],
        base_form_class=EndpointForm,
    )


# The page of one


def may_manage(user: Any) -> bool:
    return bool(user.has_perm("webhooks.change_endpoint"))


def find_endpoint(request: HttpRequest, pk: int) -> Endpoint:
    if not may_manage(request.user):
        raise PermissionDenied
    return get_object_or_404(Endpoint, pk=pk)


def show_endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the state of an endpoint, its secret and what was sent, the newest first."""
    endpoint = find_endpoint(request, pk)
    deliveries = WagtailPaginator(endpoint.deliveries.defer("body"), PER_PAGE).get_page(request.GET.get("p"))
    waiting = endpoint.deliveries.in_order().first()
    context = {
        "breadcrumbs_items": [*make_breadcrumbs(), {"url": "", "label": str(endpoint)}],
        "header_icon": EndpointViewSet.icon,
        "header_title": str(endpoint),
        "endpoint": endpoint,
        "edit_url": reverse("wagtailsnippets_webhooks_endpoint:edit", args=[endpoint.pk]),
        "state": describe_state(endpoint),
        "waiting": waiting,
        "has_old_secret": len(endpoint.list_secrets()) > 1,
        "deliveries": deliveries,
    }
    return TemplateResponse(request, "webhooks/admin/endpoint.html", context)


def show_delivery(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """Show what was sent, and each attempt with its answer."""
    endpoint = find_endpoint(request, pk)
    delivery = get_object_or_404(endpoint.deliveries, pk=delivery_pk)
    context = {
        "breadcrumbs_items": [
            *make_breadcrumbs(),
            {"url": reverse("webhook", args=[endpoint.pk]), "label": str(endpoint)},
            {"url": "", "label": _("Delivery")},
        ],
        "header_icon": EndpointViewSet.icon,
        "header_title": _("Delivery"),
        "endpoint": endpoint,
        "delivery": delivery,
        "tries": delivery.tries.all(),
    }
    return TemplateResponse(request, "webhooks/admin/delivery.html", context)


def make_breadcrumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("wagtailsnippets_webhooks_endpoint:list"), "label": _("Webhooks")},
    ]


@require_POST
def send_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that says nothing, also while the endpoint is off."""
    delivery = make_test(find_endpoint(request, pk))
    delivery.save()
    messages.success(request, _("The test is being sent. Reload this page to see the answer."))
    return redirect("webhook_delivery", pk, delivery.pk)


@require_POST
def rotate_secret(request: HttpRequest, pk: int) -> HttpResponse:
    find_endpoint(request, pk).rotate_secret()
    messages.success(request, _("Messages are now signed with the new secret, and for 24 hours with the old one too."))
    return redirect("webhook", pk)


@require_POST
def replay(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """Send a message once more, with the same ID."""
    delivery: Delivery = make_replay(get_object_or_404(find_endpoint(request, pk).deliveries, pk=delivery_pk))
    delivery.save()
    messages.success(request, _("It is being sent once more. Reload this page to see the answer."))
    return redirect("webhook_delivery", pk, delivery.pk)
