"""The home page, the two index pages and the information pages."""

from __future__ import annotations

from blog.models import UpdateIndexPage
from cms.demo.content.pages import HOME, INDEXES, PAGES
from cms.demo.loading.plans import PagePlan, set_hero, set_policy
from cms.demo.loading.publishing import Desk
from cms.demo.references import SOURCE, make_key
from events.models import EventIndexPage
from home.models import HomePage, StandardPage

INDEX_MODELS = {"updates": UpdateIndexPage, "events": EventIndexPage}


def plan_home(desk: Desk, home: HomePage) -> PagePlan:
    """Turn the site's empty home page into the demo's."""
    home.title = HOME.title
    home.introduction = HOME.introduction
    home.translation_key = make_key("page/home")
    set_hero(desk, home, HOME.hero)
    home.save()
    desk.references.add("page", "home", home, language=SOURCE)
    return PagePlan("home", "", home, at=desk.calendar.beginning, body=HOME.body)


def plan_indexes(desk: Desk) -> list[PagePlan]:
    plans = []
    for key, (title, introduction) in INDEXES.items():
        page = INDEX_MODELS[key](title=title, slug=key, introduction=introduction, show_in_menus=True)
        plans.append(PagePlan(key, "home", page, at=desk.calendar.beginning))
    return plans


def plan_standing_pages(desk: Desk) -> list[PagePlan]:
    plans = []
    for key, content in PAGES.items():
        page = StandardPage(title=content.title, slug=key, introduction=content.introduction)
        at = desk.calendar.beginning
        if content.policy:
            set_policy(desk, page, content.policy)
        if page.comments_until:
            at = desk.calendar.publish_monthly(desk.calendar.latest_period)
        set_hero(desk, page, content.hero)
        plans.append(PagePlan(key, content.parent, page, at=at, body=content.body))
    return plans


def replace_policies(desk: Desk, plans: list[PagePlan]) -> None:
    """Say what replaces a policy, once all pages exist."""
    for plan in plans:
        content = PAGES.get(plan.key)
        if content and content.policy and (successor := content.policy.get("replaced_by")):
            plan.page.replaced_by = desk.references.find_row("page", successor, SOURCE)
