"""The blocks of a standard page."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, StructValue

from cms.models.policies import PolicyStatus, sort_policies
from cms.represent.pages import PageReference, represent_page
from cms.represent.policies import PolicyFacts, represent_policy
from cms.represent.values import Reference
from cms.represent.visibility import live
from cms.streams import SharedBody
from home.policies import Policies

if TYPE_CHECKING:
    from cms.represent.loader import Loader
    from home.models import StandardPage


class PoliciesValue(StructValue):
    """``pages`` are the policies, set by the loader."""

    pages: "list[StandardPage]"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.pages = []


class ListedPolicy(PolicyFacts):
    """A policy in a list: the page, and how far it has got."""

    page: PageReference


class PoliciesRepresentation(TypedDict):
    """``items`` are the policies with a ``status``, or all: those open for comments first."""

    heading: str
    status: str
    items: list[ListedPolicy]


class PoliciesBlock(StructBlock):
    heading = CharBlock(max_length=150, label=_("Heading"))
    status = ChoiceBlock(
        choices=PolicyStatus.choices,
        required=False,
        default="",
        label=_("Status"),
        help_text=_("Leave empty for all policies, with their status."),
        search_index=False,
    )

    computed: ClassVar[dict[str, object]] = {"items": []}

    def find_more(self, raw: Mapping[str, Any]) -> "Iterator[Reference]":
        yield Policies(), 0

    def load_values(self, values: "list[tuple[PoliciesValue, int | None]]", loader: "Loader") -> None:
        found = Policies().list_pages(loader)
        for value, locale in values:
            known = (page for page in found if page.locale_id == locale)
            value.pages = [page for page in known if value["status"] in {"", page.policy_status}]
            for page in value.pages:
                page.limit_to_comments(loader.request)

    def get_api_representation(
        self, value: PoliciesValue, context: dict[str, Any] | None = None
    ) -> PoliciesRepresentation:
        return {
            "heading": value["heading"],
            "status": value["status"],
            "items": [{"page": represent_page(page, context or {}), **represent_policy(page)} for page in value.pages],
        }

    def get_preview_value(self) -> PoliciesValue:
        value = super().get_preview_value()
        policies = apps.get_model("home", "StandardPage").objects.filter(live()).exclude(policy_status="")
        value.pages = sort_policies(list(policies.select_related("locale")[:3]))
        return value

    class Meta:
        icon = "clipboard-list"
        group = _("Documents")
        label = _("Policies")
        description = _("Our policies, updated automatically.")
        label_format = "{heading}"
        value_class = PoliciesValue
        template = "home/blocks/policies.html"
        preview_value = {"heading": _("Our policies"), "status": ""}


class StandardBody(SharedBody):
    """The shared blocks, and lists of policies."""

    policies = PoliciesBlock()
