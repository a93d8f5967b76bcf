"""What happens to translations and aliases when their source is moved, renamed or deleted."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from wagtail.models import Page

from cms.models import Topic
from cms.translation.creation import send_for_translation
from cms.translation.models import TranslatorGroup
from tests import factories
from tests.cms.languages import make_welsh, welsh_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(welsh) -> dict[str, Page]:
    """Two sections, one of them not in Welsh, and a page in the first, in both languages."""
    welsh_home()
    section = factories.make_standard_page(title="About", slug="about")
    other = factories.make_standard_page(title="Work", slug="work")
    lone = factories.make_standard_page(title="Only English", slug="only")
    page = factories.make_standard_page(section, title="History", slug="history")
    return {
        "section": section,
        "other": other,
        "lone": lone,
        "page": page,
        "welsh_section": make_welsh(section, title="Amdanom", slug="amdanom"),
        "welsh_other": make_welsh(other, title="Gwaith", slug="gwaith"),
        "welsh": make_welsh(page, title="Hanes", slug="hanes"),
    }


def parent_of(page: Page) -> str:
    return Page.objects.get(pk=page.pk).get_parent().title


def read(response) -> str:
    return " ".join(response.content.decode().split())


# Moving


@pytest.mark.changes_translations
def test_the_dialog_offers_translations_and_moves_those_that_are_ticked(client, admin_client, pages):
    address = reverse("wagtailadmin_pages:move_confirm", args=[pages["page"].pk, pages["other"].pk])

    dialog = read(admin_client.get(address))
    admin_client.post(address, {"translations": [pages["welsh"].pk]})

    assert f'value="{pages["welsh"].pk}" checked' in dialog
    assert (parent_of(pages["page"]), parent_of(pages["welsh"])) == ("Work", "Gwaith")
    assert client.get("/cy/amdanom/hanes/").url == "/cy/gwaith/hanes/"


def test_a_translation_that_is_not_ticked_stays(admin_client, pages):
    admin_client.post(reverse("wagtailadmin_pages:move_confirm", args=[pages["page"].pk, pages["other"].pk]))

    assert (parent_of(pages["page"]), parent_of(pages["welsh"])) == ("Work", "Amdanom")


def test_the_dialog_says_when_a_translation_has_nowhere_to_go(admin_client, pages):
    address = reverse("wagtailadmin_pages:move_confirm", args=[pages["page"].pk, pages["lone"].pk])

    dialog = read(admin_client.get(address))
    answer = read(admin_client.post(address, {"translations": [pages["welsh"].pk]}, follow=True))

    said = "“Hanes” (Welsh) stays where it is: there is no “Only English” in its language."
    assert said in dialog
    assert said in answer
    assert (parent_of(pages["page"]), parent_of(pages["welsh"])) == ("Only English", "Amdanom")


def test_a_translation_whose_address_is_taken_stays_and_says_so(admin_client, pages):
    factories.make_standard_page(pages["welsh_other"], slug="hanes", locale=pages["welsh"].locale)
    address = reverse("wagtailadmin_pages:move_confirm", args=[pages["page"].pk, pages["other"].pk])

    answer = read(admin_client.post(address, {"translations": [pages["welsh"].pk]}, follow=True))

    assert "another page in “Gwaith” has its address" in answer
    assert parent_of(pages["welsh"]) == "Amdanom"


def test_several_pages_move_with_the_translations_that_are_ticked(admin_client, pages):
    second = factories.make_standard_page(pages["section"], title="People", slug="people")
    translation = make_welsh(second, title="Pobl", slug="pobl")
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    address = f"{action}?id={pages['page'].pk}&id={second.pk}&next=/admin/"

    dialog = read(admin_client.get(address))
    admin_client.post(address, {"chooser": pages["other"].pk, "translations": [translation.pk]})

    assert f'value="{translation.pk}" checked' in dialog
    assert f'value="{pages["welsh"].pk}" checked' in dialog
    moved = [parent_of(page) for page in (pages["page"], second, translation, pages["welsh"])]
    assert moved == ["Work", "Work", "Gwaith", "Amdanom"]


def test_who_may_not_move_a_translation_is_not_offered_it(client, pages):
    editor = factories.make_user("erin")
    client.force_login(editor)
    permissions = editor.groups.get().page_permissions
    permissions.all().delete()
    for codename in ("change_page", "publish_page", "add_page"):
        permissions.create(
            page=factories.get_home(),
            permission=Permission.objects.get(codename=codename, content_type__app_label="wagtailcore"),
        )
    address = reverse("wagtailadmin_pages:move_confirm", args=[pages["page"].pk, pages["other"].pk])

    dialog = read(client.get(address))
    client.post(address, {"translations": [pages["welsh"].pk]})

    assert "Move the translations too" not in dialog
    assert (parent_of(pages["page"]), parent_of(pages["welsh"])) == ("Work", "Amdanom")


# Aliases


@pytest.fixture
def alias(pages) -> Page:
    """A page that is shown in Welsh as it is."""
    page = factories.make_standard_page(pages["section"], title="Rules", slug="rules")
    return make_welsh(page, alias=True)


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    """Give a page a new slug, and do what waits for the commit."""

    def publish(page: Page, slug: str) -> None:
        source = page.specific_class.objects.get(pk=page.pk)
        source.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            source.save_revision().publish()

    return publish


def test_an_alias_follows_when_its_source_is_renamed(client, alias, rename):
    rename(alias.alias_of, "policies")

    alias.refresh_from_db()
    assert alias.url_path.endswith("/amdanom/policies/")
    assert client.get("/cy/amdanom/policies/").status_code == 200
    assert client.get("/cy/amdanom/rules/").url == "/cy/amdanom/policies/"


def test_an_alias_keeps_its_address_where_the_new_one_is_taken(alias, rename):
    factories.make_standard_page(alias.get_parent(), slug="policies", locale=alias.locale)

    rename(alias.alias_of, "policies")
    alias.refresh_from_db()
    assert alias.slug == "rules"

    rename(alias.alias_of, "terms")
    alias.refresh_from_db()
    assert alias.slug == "rules"


def test_an_alias_follows_when_its_source_is_moved(client, pages, alias):
    alias.alias_of.specific.move(pages["other"], pos="last-child")

    assert parent_of(alias) == "Gwaith"
    assert client.get("/cy/amdanom/rules/").url == "/cy/gwaith/rules/"
    alias.alias_of.specific.move(pages["lone"], pos="last-child")
    assert parent_of(alias) == "Gwaith"


def test_what_is_below_follows_too(pages, alias, rename):
    factories.make_standard_page(alias.alias_of, title="Below", slug="below")
    below = make_welsh(Page.objects.get(title="Below", locale=alias.alias_of.locale).specific, alias=True)

    alias.alias_of.specific.move(pages["other"], pos="last-child")
    rename(alias.alias_of, "policies")

    below.refresh_from_db()
    assert below.url_path.endswith("/gwaith/policies/below/")


# Deleting


@pytest.mark.parametrize("is_bulk", [False, True])
@pytest.mark.parametrize("is_ticked", [False, True])
def test_deleting_a_snippet_offers_its_translations(is_bulk, is_ticked, admin_client):
    topic = factories.make_topic("Food", slug="food")
    translation = make_welsh(topic, name="Bwyd", slug="bwyd")
    address = reverse("wagtailsnippets_cms_topic:delete", args=[topic.pk])
    if is_bulk:
        address = f"{reverse('wagtail_bulk_action', args=['cms', 'topic', 'delete'])}?id={topic.pk}&next=/admin/"

    dialog = read(admin_client.get(address))
    admin_client.post(address, {"translations": [translation.pk]} if is_ticked else {})

    assert f'value="{translation.pk}" checked' in dialog
    assert list(Topic.objects.values_list("name", flat=True)) == ([] if is_ticked else ["Bwyd"])


# Months


@pytest.fixture
def october(welsh) -> dict[str, Page]:
    """An update for October, and one in Welsh that somebody wrote by hand."""
    welsh_home()
    index = factories.make_update_index()
    welsh_index = make_welsh(index, title="Newyddion", slug="newyddion")
    month = {"kind": "monthly_update", "period": date(2026, 10, 1)}
    return {
        "en": factories.make_update(index, title="October", slug="october", **month),
        "cy": factories.make_update(welsh_index, title="Hydref", slug="hydref", locale=welsh, **month),
        "index": welsh_index,
    }


def test_translating_a_month_leads_to_the_update_that_covers_it(administrator, october, welsh):
    address = reverse("wagtail_localize:submit_page_translation", args=[october["en"].pk])

    answer = administrator.client.post(address, {"locales": [welsh.pk]}, follow=True)

    assert answer.request["PATH_INFO"] == reverse("wagtailadmin_pages:edit", args=[october["cy"].pk])
    assert "“Hydref” (Welsh) covers this month already." in read(answer)
    assert not october["en"].has_translation(welsh)


def test_starting_from_the_list_of_what_waits_leads_there_too(client, october, welsh):
    translator = User.objects.create_user("translator")
    translator.groups.add(TranslatorGroup.objects.get(locale=welsh).group)
    client.force_login(translator)

    answer = client.post(reverse("translation_start", args=[october["en"].pk, welsh.pk]), follow=True)

    assert "“Hydref” (Welsh) covers this month already." in read(answer)
    assert not october["en"].has_translation(welsh)


def test_sending_all_pages_of_an_archive_leaves_out_the_month(admin_user, october, welsh):
    news = factories.make_update(title="News", slug="news")
    source = october["en"].get_parent().specific

    send_for_translation(source, [welsh], user=admin_user, include_subtree=True)

    assert news.has_translation(welsh)
    assert not october["en"].has_translation(welsh)


def test_the_form_of_a_new_update_leads_to_the_one_of_its_month(admin_client, october):
    address = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", october["index"].pk])
    form = admin_client.get(address).context["form"]
    data = {
        **{
            f"{formset.prefix}-{name}": 0
            for formset in form.formsets.values()
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
        "title": "Hydref eto",
        "slug": "hydref-eto",
        "kind": "monthly_update",
        "period": "2026-10",
        "body-count": 0,
        "action-publish": "1",
    }

    page = read(admin_client.post(address, data))

    edit = reverse("wagtailadmin_pages:edit", args=[october["cy"].pk])
    assert f'covers this month already. <a href="{edit}">Edit that one</a>' in page
