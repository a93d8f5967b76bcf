"""A block that the clock decides."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from django.conf import settings
from django.utils import timezone
from typing_extensions import TypedDict
from wagtail.blocks import CharBlock, StructBlock, StructValue

from cms.blocks import ParagraphBlock
from cms.freshness.validity import limit_validity
from cms.represent.types import keywords
from cms.streams import Body

if TYPE_CHECKING:
    from cms.represent.loader import Loader


class HarvestValue(StructValue):
    crops: list[str] = []


class HarvestRepresentation(TypedDict):
    heading: str
    crops: Annotated[list[str], keywords(description="What is ripe today.")]


class HarvestBlock(StructBlock):
    heading = CharBlock(max_length=50)

    computed: ClassVar[dict[str, object]] = {"crops": []}

    def load_values(self, values: "list[tuple[HarvestValue, int | None]]", loader: "Loader") -> None:
        today = timezone.localdate()
        for value, _locale in values:
            value.crops = [f"{crop} of {today:%A}" for crop in settings.GARDEN_CROPS]
        tomorrow = datetime.combine(today + timedelta(days=1), datetime.min.time())
        limit_validity(loader.request, timezone.make_aware(tomorrow))

    def get_api_representation(
        self, value: HarvestValue, context: dict[str, Any] | None = None
    ) -> HarvestRepresentation:
        return {"heading": value["heading"], "crops": value.crops}

    class Meta:
        icon = "date"
        group = "Gardens"
        label = "Harvest"
        description = "What is ripe today."
        label_format = "{heading}"
        value_class = HarvestValue
        template = "garden/blocks/harvest.html"
        preview_value = {"heading": "Ripe today"}


class GardenBody(Body):
    paragraph = ParagraphBlock()
    harvest = HarvestBlock()
