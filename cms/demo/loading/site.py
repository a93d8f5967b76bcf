"""The site: its address, the organisation's settings, its texts and menus."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Site

from cms.demo.content.site import (
    FOOTER_MENUS,
    MAIN_MENUS,
    NAME,
    ORGANISATION,
    PROFILES,
    PROMOTIONS,
    SITE_TEXTS,
    SYNONYMS,
)
from cms.demo.loading.publishing import Desk
from cms.demo.references import SOURCE, make_key
from cms.demo.streams import StreamWriter
from cms.models import Navigation, Organisation, SiteText
from search.models import Synonym


def set_up_site(desk: Desk, site: Site) -> None:
    site.site_name = NAME
    site.save()
    Organisation.objects.update_or_create(
        site=site,
        defaults={
            **ORGANISATION,
            "logo": desk.references.find_image("logo"),
            "social_image": desk.references.find_image("social"),
            "social_profiles": _write(desk, "en", "profiles", _list_profiles()),
        },
    )
    for locale in (desk.english, desk.welsh):
        language = locale.language_code
        SiteText.objects.create(site=site, locale=locale, translation_key=make_key("site/text"), **SITE_TEXTS[language])
        Navigation.objects.create(
            site=site,
            locale=locale,
            translation_key=make_key("site/navigation"),
            main_menu=_write(desk, language, "main-menu", MAIN_MENUS[language]),
            footer_menus=_write(desk, language, "footer-menus", FOOTER_MENUS[language]),
        )
        for asked, wanted in SYNONYMS[language]:
            Synonym.objects.create(site=site, locale=locale, asked=asked, wanted=wanted)
    for query, key, description in PROMOTIONS:
        page = desk.references.find_row("page", key, SOURCE)
        SearchPromotion.objects.create(
            query=Query.get(query), page=page.page_ptr, description=description, sort_order=0
        )


def _list_profiles() -> list[dict[str, Any]]:
    return [{"type": "profile", "value": {"label": label, "url": url}} for label, url in PROFILES]


def _write(desk: Desk, language: str, name: str, blocks: list[dict[str, Any]]) -> str:
    writer = StreamWriter(desk.references, desk.calendar, language=language, published=desk.calendar.now)
    return writer.write(f"site/{name}", blocks)
