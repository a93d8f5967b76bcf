"""What waits to be translated is listed, said where people edit, and sent by email to those who want it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from cms.translation import notices, overview
from cms.translation.models import TranslationNotice, TranslatorGroup
from cms.translation.notices import send_notices
from cms.translation.waiting import Items
from tests import factories
from tests.cms.languages import welsh_home
from tests.translation.editor import find_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(welsh):
    welsh_home()
    return factories.make_standard_page(title="About", slug="about")


@pytest.fixture
def translator(welsh) -> User:
    user = User.objects.create_user("translator", email="mair@example.org", password="river")
    user.groups.add(TranslatorGroup.objects.get(locale=welsh).group)
    return user


def name_states(locale) -> dict[str, str]:
    return {item.source.title: item.name for item in Items(locale)}


def publish(page, **changes) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_each_state_of_a_translation_has_a_name(administrator, source, welsh):
    assert name_states(welsh)["About"] == "missing"

    made = administrator.translate(source, welsh)
    assert name_states(welsh)["About"] == "draft"

    administrator.translate_texts(made)
    administrator.post("translation_screen", find_task(made).pk, action="submit")
    assert name_states(welsh)["About"] == "review"

    administrator.post("translation_screen", find_task(made).pk, action="approve")
    assert name_states(welsh)["About"] == "current"

    publish(source, title="About us")
    assert name_states(welsh)["About us"] == "outdated"


def test_newest_comes_first(source, welsh):
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        publish(factories.make_standard_page(title="News", slug="news", live=False, first_published_at=None))

    assert [item.source.title for item in Items(welsh)][:1] == ["News"]


def test_a_long_list_is_shown_in_pages_at_the_cost_of_one(
    administrator, source, welsh, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(overview, "ON_PAGE", 2)
    for number in range(4):
        factories.make_standard_page(title=f"Page {number}", slug=f"page-{number}")
    made = administrator.translate(source, welsh)
    titles = [item.source.title for item in Items(welsh)]

    first = administrator.client.get(reverse("translation_waiting")).context["languages"][0]
    assert [item.source.title for item, _links in first[2]] == titles[:2]
    shown = []
    for number in (1, 2, 3):
        page = administrator.client.get(reverse("translation_waiting"), {"language": "cy", "p": number})
        [(locale, _part, items)] = page.context["languages"]
        shown += [item.source.title for item, _links in items]
    assert locale == welsh
    assert shown == titles
    with django_assert_max_num_queries(8):
        items = Items(welsh, only_waiting=True)
        assert len(items) == len(titles)
        assert len(items[:2]) == 2
    assert made


@pytest.mark.parametrize("name", ["draft", "review", "outdated", "current"])
def test_only_what_is_up_to_date_is_left_out(administrator, source, welsh, name):
    made = administrator.translate(source, welsh)
    if name != "draft":
        administrator.translate_texts(made)
        administrator.post("translation_screen", find_task(made).pk, action="submit")
    if name in {"outdated", "current"}:
        administrator.post("translation_screen", find_task(made).pk, action="approve")
    if name == "outdated":
        publish(source, title="About us")

    assert [item.name for item in Items(welsh) if item.target == made] == [name]
    waiting = [item.name for item in Items(welsh, only_waiting=True) if item.target == made]
    assert waiting == ([] if name == "current" else [name])


def test_what_is_private_or_withdrawn_is_not_asked_for(source, welsh):
    source.unpublish()

    assert "About" not in name_states(welsh)


def test_there_is_one_list_of_what_waits(administrator, source):
    page = administrator.client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("translation_waiting") in page
    assert reverse("wagtail_localize:translations_report") not in page


def test_the_form_of_the_original_and_the_lists_say_it(administrator, source, welsh):
    made = administrator.translate(source, welsh)
    administrator.translate_texts(made)
    administrator.publish(made)
    publish(source, title="About us")

    form = administrator.client.get(reverse("wagtailadmin_pages:edit", args=[source.pk])).content.decode()
    listing = administrator.client.get(reverse("wagtailadmin_explore", args=[made.get_parent().pk])).content.decode()

    assert "Welsh: outdated, 0/1" in form
    assert "live, outdated" in listing


def test_a_translator_gets_one_e_mail_a_day_about_what_is_new(client, source, translator, mailoutbox):
    client.force_login(translator)
    client.post(reverse("translation_notices"), {"wanted": "on"})
    send_notices()
    assert not mailoutbox  # what waits already is on the list that they have just seen

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish(factories.make_standard_page(title="News", slug="news", live=False, first_published_at=None))
    for hours in (12, 25, 26):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            send_notices()

    [mail] = mailoutbox
    assert mail.to == ["mair@example.org"]
    assert "News (Welsh): not translated" in mail.body
    assert "About" not in mail.body


def test_nothing_is_listed_for_an_e_mail_before_something_new_waits(client, source, translator, monkeypatch):
    """It is asked every minute, for everybody who wants emails."""
    client.force_login(translator)
    client.post(reverse("translation_notices"), {"wanted": "on"})
    asked = []
    monkeypatch.setattr(notices, "list_begun", lambda locale, since: asked.append(locale) or [])

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        send_notices()
        assert not asked
        publish(factories.make_standard_page(title="News", slug="news", live=False, first_published_at=None))
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        send_notices()
        send_notices()

    assert len(asked) == 1


def test_e_mails_can_be_stopped(client, translator):
    client.force_login(translator)
    client.post(reverse("translation_notices"), {"wanted": "on"})
    client.post(reverse("translation_notices"))

    assert not TranslationNotice.objects.exists()


def test_without_an_address_nothing_is_promised(client, translator):
    translator.email = ""
    translator.save()
    client.force_login(translator)

    page = client.post(reverse("translation_notices"), {"wanted": "on"}, follow=True).content.decode()

    assert "no email address" in page
    assert not TranslationNotice.objects.exists()


def test_others_get_no_list_and_no_e_mail(client, db):
    client.force_login(User.objects.create_user("nobody"))

    assert client.post(reverse("translation_notices"), {"wanted": "on"}).status_code in {302, 403}
    assert not TranslationNotice.objects.exists()
