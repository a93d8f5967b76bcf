from cms.api.pages import PagesAPIViewSet
from tests.garden.models import GardenPage


class GardensAPIViewSet(PagesAPIViewSet):
    """Gardens only."""

    name = "gardens"
    model = GardenPage
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "introduction", "tools"]
