"""Loads the demo in one transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.demo.dates import DemoCalendar
from cms.demo.loading import events, media, reset, site, snippets, standing_pages, translations, updates
from cms.demo.loading.plans import PagePlan, create_pages, publish_pages
from cms.demo.loading.publishing import Desk, find_users
from cms.demo.references import SOURCE, References, make_key
from cms.demo.users import DEMO_USERS, create_demo_users
from cms.media.renditions import make_renditions
from cms.models import Image
from cms.upstream.wagtail import defer_reference_index
from home.models import HomePage


class OtherContent(Exception):
    """The site has pages that are not part of the demo."""


def is_loaded() -> bool:
    return Page.objects.filter(translation_key=make_key("page/home")).exists()


def load_demo(*, today: date | None = None, again: bool = False) -> bool:
    """Load the demo with dates around ``today`` (by default the current day), and return whether it did.

    An existing demo is kept, unless ``again`` is true. Raises ``OtherContent`` rather than mix with a real site.
    """
    with transaction.atomic():
        Locale.objects.get_or_create(language_code=translations.LANGUAGE)  # with its group of translators
        create_demo_users()
        if is_loaded():
            if not again:
                return False
            reset.delete_demo()
        _load(DemoCalendar(today or timezone.localdate()))
    for image in Image.objects.filter(collection__name=media.COLLECTION):
        make_renditions(image, without={"avif"})  # these take longest; the worker creates them, queued by the upload
    return True


def _load(calendar: DemoCalendar) -> None:
    default_site = Site.objects.get(is_default_site=True)
    home = default_site.root_page.specific
    if not isinstance(home, HomePage) or Page.objects.child_of(home).exists():
        raise OtherContent("This site has pages of its own: the demo is loaded into an empty one.")
    desk = open_desk(calendar)
    public, private = media.create_collections()
    media.create_images(desk, collection=public)
    media.create_documents(desk, public=public, private=private)
    with defer_reference_index():  # publishing indexes each object
        snippets.create_snippets(desk)
        plans = create_english_pages(desk, home)
    snippets.publish_snippets(desk)
    standing_pages.replace_policies(desk, plans)
    publish_pages(desk, plans)
    with defer_reference_index():
        snippets.translate_snippets(desk)
        translations.copy_pages(desk, plans)
    events.add_dates(desk, language=translations.LANGUAGE)
    snippets.publish_welsh_snippets(desk)
    translations.translate_pages(desk, plans)
    translations.adopt_pages(desk, plans)
    events.tell_moves()
    site.set_up_site(desk, default_site)
    translations.leave_work(desk)


def open_desk(calendar: DemoCalendar) -> Desk:
    welsh, _ = Locale.objects.get_or_create(language_code=translations.LANGUAGE)
    editor, moderator = find_users(DEMO_USERS[0].username, DEMO_USERS[1].username)
    return Desk(References(), calendar, Locale.objects.get(language_code=SOURCE), welsh, editor, moderator)


def create_english_pages(desk: Desk, home: HomePage) -> list[PagePlan]:
    """Create every page as a draft and return the plans, parents first."""
    plans = [standing_pages.plan_home(desk, home)]
    children = [
        *standing_pages.plan_indexes(desk),
        *standing_pages.plan_standing_pages(desk),
        *events.plan_events(desk),
    ]
    create_pages(desk, children)
    events.add_dates(desk, language=SOURCE)
    later = [*events.plan_notes(desk), *updates.plan_updates(desk)]
    create_pages(desk, later)
    return [*plans, *children, *later]
