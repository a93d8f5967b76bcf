"""A small site that readers may see all of."""

from typing import Any

from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Site,
)

from cms.models import Organisation, SiteText
from tests import factories
from tests.cms.languages import make_welsh, welsh_home
from tests.databases import without_savepoints
from tests.factories import get_home
from tests.immediate import each_task_once
from tests.leaks.planted import SMALL, Planted


@without_savepoints()
@each_task_once()
def plant_public(planted: Planted) -> dict[str, Any]:
    """Plant a small site in two languages in which everything is shown; return its parts by name."""
    home, site = get_home(), Site.objects.get(is_default_site=True)
    welsh_home()
    archive, calendar = factories.make_update_index(introduction="What happened."), factories.make_event_index()
    image, file = factories.make_image("Beds", size=SMALL, renditions=True), factories.make_document("Minutes")
    person, topic = factories.make_person("Mair", photo=image), factories.make_topic("Food")
    about = factories.make_standard_page(title="About us", slug="about")
    dates = [factories.make_date(days=7), factories.make_date(days=-400)]
    event = factories.make_event(calendar, slug="swap", title="Swap", dates=dates, topics=[topic])
    notes = factories.make_notes(event, slug="notes")
    action = factories.make_call_to_action()
    body = factories.make_every_block(image=image, document=file, person=person, action=action, event=event, page=about)
    updates = [
        factories.make_update(
            archive,
            slug=f"news-{number}",
            title=f"News {number}",
            hero_image=image,
            body=body,
            authors=[person],
            topics=[topic],
        )
        for number in range(3)
    ]
    Organisation.objects.update_or_create(site=site, defaults={"name": "Both Banks", "logo": image})
    SiteText.objects.create(site=site, locale=factories.default_locale(), strapline="On two banks")
    make_welsh(about, title="Amdanom ni", slug="amdanom")
    make_welsh(updates[0], title="Newyddion", slug="newyddion")
    Redirect.add_redirect("/old/", about)
    Redirect.add_redirect("/away/", "https://example.org/away/")
    parts = {
        "home": home,
        "archive": archive,
        "calendar": calendar,
        "image": image,
        "document": file,
        "person": person,
        "topic": topic,
        "about": about,
        "event": event,
        "notes": notes,
        "action": action,
        "updates": updates,
        "site": site,
    }
    planted.shown += [part for part in [*parts.values(), *updates] if isinstance(part, Model)]
    return parts
