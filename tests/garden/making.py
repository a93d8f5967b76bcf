"""A garden with everything that it can have."""

from tests import factories
from tests.garden.models import Bed, GardenPage, Tool

GATE_CODE, SHED = "4711-gate-code", "behind-the-secret-shed"


def make_garden(**kwargs) -> GardenPage:
    """Make a live garden with two tools, a topic, a private column and a block that the clock decides."""
    image = factories.make_image(renditions=True)
    topic = factories.make_topic("Soil")
    tools = [
        Tool.objects.create(name=name, shed=SHED, picture=image, locale=factories.default_locale())
        for name in ("Spade", "Fork")
    ]
    body = [factories.block("paragraph", "<p>Mulch.</p>"), factories.block("harvest", {"heading": "Ripe"})]
    page = GardenPage(title="Walled garden", introduction="Warm.", gate_code=GATE_CODE, body=body, **kwargs)
    page.beds.set([Bed(tool=tool, topic=topic) for tool in tools])
    return factories.add_page(factories.get_home(), page)
