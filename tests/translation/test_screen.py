"""The screen on which people translate."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation

from cms.checking.models import BlockingCheck
from cms.models import SiteText, Topic
from cms.translation.models import TranslationState, TranslatorGroup
from cms.translation.waiting import Items
from tests import factories
from tests.cms.languages import welsh_home
from tests.factories import block
from tests.translation.editor import Editor, find_task

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("translation-screen")]


@pytest.fixture
def translator(client, welsh, django_capture_on_commit_callbacks) -> Editor:
    """Somebody who translates into Welsh, and may do nothing else."""
    user = User.objects.create_user("translator", password="river", first_name="Mair", last_name="Huws")
    user.groups.add(TranslatorGroup.objects.get(locale=welsh).group)
    client.force_login(user)
    return Editor(client, django_capture_on_commit_callbacks)


@pytest.fixture
def update(begun) -> Page:
    """An update in English that nobody has begun to translate."""
    index = factories.make_update_index(title="Work", slug="work")
    return factories.make_update(index, title="September", slug="september")


@pytest.fixture(scope="module")
def begun(shared_administrator) -> Page:
    """What somebody has begun to translate, for the tests of this module."""
    welsh = welsh_home().locale
    body = [
        block("heading", {"text": "Forty patches", "level": "2"}),
        block("paragraph", "<p>Come and <b>see</b> the <a href='https://example.org/'>garden</a>.</p>"),
    ]
    return start(shared_administrator, factories.make_update(title="October", slug="october", body=body), welsh)


@pytest.fixture
def target(begun) -> Page:
    return type(begun).objects.get(pk=begun.pk)


def start(editor: Editor, page: Page, locale: Locale) -> Page:
    for one in (page.get_parent(), page):
        if not one.has_translation(locale):
            editor.post("translation_start", one.pk, locale.pk)
    return page.specific_class.objects.get(translation_key=page.translation_key, locale=locale)


def list_texts(target: Any) -> dict[str, int]:
    """Return the primary key of each text to translate, by the text."""
    segments = find_task(target).source.stringsegment_set.select_related("string")
    return {segment.string.data: segment.pk for segment in segments}


def translate(editor: Editor, target: Any, source: str, value: str, status: int = 200, **data: Any) -> dict:
    task = find_task(target)
    response = editor.post("translation_text", task.pk, list_texts(target)[source], status=status, value=value, **data)
    return response.json()


def act(editor: Editor, target: Any, action: str, **data: Any) -> None:
    editor.post("translation_screen", find_task(target).pk, action=action, **data)


def test_each_language_has_a_group_of_translators_who_may_only_translate(translator, update, welsh):
    user = User.objects.get(username="translator")
    assert user.get_all_permissions() == {"wagtailadmin.access_admin"}

    target = start(translator, update, welsh)

    assert translator.client.get(reverse("translation_screen", args=[find_task(target).pk])).status_code == 200
    assert translator.client.get(reverse("wagtailadmin_pages:edit", args=[update.pk])).status_code == 302
    page = translator.client.get(reverse("translation_waiting"))
    assert "September" in page.content.decode()


def test_translators_of_one_language_do_not_translate_into_another(client, update, welsh, translator):
    target = start(translator, update, welsh)
    other = User.objects.create_user("other")
    other.groups.add(TranslatorGroup.objects.get(locale__language_code="en").group)
    client.force_login(other)

    for response in (
        client.get(reverse("translation_screen", args=[find_task(target).pk])),
        client.post(reverse("translation_start", args=[update.pk, welsh.pk])),
    ):
        assert response.status_code in {302, 403, 404}
    assert not StringTranslation.objects.exists()


def test_a_text_is_kept_and_counted_as_soon_as_it_is_translated(translator, target):
    answer = translate(translator, target, "Forty patches", "Deugain clwt")

    assert (answer["state"], answer["translated"], answer["errors"]) == ("translated", 1, [])
    assert answer["total"] == TranslationState.objects.get(translation=find_task(target)).total > 2
    target.refresh_from_db()
    assert not target.live


def test_rich_text_keeps_its_links_and_loses_what_no_text_may_have(translator, target):
    source = next(text for text in list_texts(target) if "Come and" in text)

    answer = translate(
        translator, target, source, 'Dewch i <strong>weld</strong> yr <a id="a1" href="x">ardd</a><script>x</script>.'
    )

    assert answer["value"] == 'Dewch i <b>weld</b> yr <a id="a1">ardd</a>.'
    assert translate(translator, target, source, "Dewch i weld yr ardd.")["warnings"] == [
        "The link “garden” is missing."
    ]


def test_a_text_that_its_field_would_refuse_is_kept_and_not_used(translator, target):
    answer = translate(translator, target, "October", "H" * 256)

    assert answer["state"] == "error"
    assert "255" in answer["errors"][0]
    assert answer["value"] == "H" * 256
    assert answer["translated"] == 0


@pytest.mark.parametrize("action", ["submit", "publish"])
@pytest.mark.changes_translations
def test_nothing_goes_on_while_a_text_would_be_lost(action, administrator, target):
    administrator.translate_texts(target)
    translate(administrator, target, "October", "H" * 256)
    path = reverse("translation_screen", args=[find_task(target).pk])

    page = administrator.client.post(path, {"action": action, "with_gaps": "on"}, follow=True).content.decode()

    assert "Title: Ensure this value has at most 255 characters (it has 256)." in page
    target.refresh_from_db()
    assert (target.live, target.workflow_in_progress) == (False, False)


def test_two_people_do_not_overwrite_each_other(translator, target):
    translate(translator, target, "October", "Hydref")

    answer = translate(translator, target, "October", "Mis Hydref", status=409, version="")

    assert answer["conflict"] == "Mair Huws has changed this meanwhile."
    assert answer["value"] == "Hydref"
    assert translate(translator, target, "October", "Mis Hydref", version=answer["version"])["value"] == "Mis Hydref"


@pytest.mark.changes_translations
def test_a_translator_submits_and_a_moderator_approves(translator, target, admin_user, client):
    translator.translate_texts(target)
    act(translator, target, "submit")
    target.refresh_from_db()
    assert not target.live
    assert target.workflow_in_progress

    client.force_login(admin_user)
    act(translator, target, "approve")

    target.refresh_from_db()
    assert target.live
    assert target.title == "cy October"
    assert target.slug == "cy-october"
    assert target.outdated_since is None


@pytest.mark.parametrize(("value", "title"), [("Mis Hydref", "Mis Hydref"), ("", "October")])
@pytest.mark.changes_translations
def test_a_moderator_approves_what_the_screen_shows(value, title, translator, target, admin_user, client):
    translator.translate_texts(target)
    act(translator, target, "submit")
    translate(translator, target, "October", "H" * 256)
    client.force_login(admin_user)

    act(translator, target, "approve")
    target.refresh_from_db()
    assert not target.live

    translate(translator, target, "October", value)
    path = reverse("translation_screen", args=[find_task(target).pk])
    page = client.post(path, {"action": "approve"}, follow=True).content.decode()
    assert f"Approved “{title}”." in page
    target.refresh_from_db()
    assert (target.live, target.title, target.workflow_in_progress) == (True, title, False)


def test_what_is_not_translated_is_submitted_only_with_gaps(translator, target):
    act(translator, target, "submit")
    target.refresh_from_db()
    assert not target.workflow_in_progress

    act(translator, target, "submit", with_gaps="on")
    target.refresh_from_db()
    assert target.workflow_in_progress


def test_a_translator_does_not_publish(translator, target):
    translator.translate_texts(target)
    task = find_task(target)

    for action in ("publish", "approve", "reject"):
        response = translator.client.post(reverse("translation_screen", args=[task.pk]), {"action": action})
        assert response.status_code in {302, 403}

    target.refresh_from_db()
    assert not target.live


@pytest.mark.changes_translations
def test_what_is_not_translated_is_published_only_with_gaps(administrator, target):
    translate(administrator, target, "October", "Hydref")

    act(administrator, target, "publish")
    target.refresh_from_db()
    assert not target.live

    act(administrator, target, "publish", with_gaps="on")
    target.refresh_from_db()
    assert target.live


@pytest.mark.changes_translations
def test_saving_a_draft_leaves_what_is_public(administrator, target):
    administrator.translate_texts(target)
    act(administrator, target, "publish")

    translate(administrator, target, "October", "Mis Hydref")
    act(administrator, target, "draft")

    target.refresh_from_db()
    assert target.title == "cy October"
    assert target.get_latest_revision().as_object().title == "Mis Hydref"


@pytest.mark.changes_translations
def test_a_check_that_blocks_keeps_what_was_translated_from_readers(administrator, target):
    BlockingCheck.objects.create(name="missing_picture")
    administrator.translate_texts(target)

    act(administrator, target, "publish")

    target.refresh_from_db()
    assert not target.live
    screen = administrator.client.get(reverse("translation_screen", args=[find_task(target).pk])).content.decode()
    assert "has no main picture" in screen
    assert "cy October" in screen


def test_a_topic_is_translated_submitted_and_approved(translator, welsh, admin_user, client):
    from cms.translation.creation import send_for_translation

    topic = factories.make_topic("Food", slug="food")
    send_for_translation(topic, [welsh], user=admin_user)
    target = Topic.objects.get(locale=welsh)

    translator.translate_texts(target)
    act(translator, target, "submit")
    client.force_login(admin_user)
    act(translator, target, "approve")

    target.refresh_from_db()
    assert (target.live, target.name) == (True, "cy Food")


def test_what_has_no_drafts_is_published_at_once(administrator, welsh):
    """The texts of a site and its menus."""
    site = Site.objects.get(is_default_site=True)
    source = SiteText.objects.create(site=site, strapline="On two banks", locale=factories.default_locale())
    target = administrator.translate(source, welsh)
    translate(administrator, target, "On two banks", "Ar ddwy lan")
    for action in ("draft", "submit"):
        act(administrator, target, action)
        target.refresh_from_db()
        assert target.strapline == "On two banks"
    assert name_states(welsh)[str(source)] == "draft"

    act(administrator, target, "publish")
    target.refresh_from_db()
    assert target.strapline == "Ar ddwy lan"
    assert name_states(welsh)[str(source)] == "current"
    assert administrator.client.get(reverse("translation_waiting")).status_code == 200

    source.strapline = "On both banks"
    source.save()
    target.refresh_from_db()
    assert target.strapline == "Ar ddwy lan"
    assert name_states(welsh)[str(source)] == "draft"


def name_states(locale: Locale) -> dict[str, str]:
    return {str(item.source): item.name for item in Items(locale)}


@pytest.mark.parametrize("action", ["", "burn"])
def test_an_unknown_act_says_so(administrator, target, action):
    task = find_task(target)

    response = administrator.client.post(reverse("translation_screen", args=[task.pk]), {"action": action}, follow=True)

    assert "Please choose what to do" in response.content.decode()


def test_a_picture_of_its_own_stays_until_it_follows_the_original_again(administrator, update, welsh):
    own, other = factories.make_image("Beans"), factories.make_image("Ffa")
    update.hero_image = own
    update.save_revision().publish()
    target = administrator.translate(update.get_parent(), welsh) and administrator.translate(update, welsh)
    task = find_task(target)
    [segment] = task.source.overridablesegment_set.filter(context__path="hero_image")
    page = administrator.client.get(reverse("translation_screen", args=[task.pk])).content.decode()
    assert "Beans" in page

    administrator.post("translation_override", task.pk, segment.pk, **{f"override-{segment.pk}": other.pk})
    administrator.publish(target)
    target.refresh_from_db()
    assert target.hero_image == other

    administrator.post("translation_override", task.pk, segment.pk, follow="on")
    administrator.publish(target)
    target.refresh_from_db()
    assert target.hero_image == own


@pytest.mark.parametrize("name", ["edit_string_translation", "edit_override", "upload_pofile", "machine_translate"])
def test_the_addresses_of_another_screen_change_nothing(name, administrator, target):
    task = find_task(target)
    path = reverse(f"wagtail_localize:{name}", args=[task.pk, 1] if name.startswith("edit") else [task.pk])

    for method in ("put", "post"):
        response = getattr(administrator.client, method)(
            path, "value=x", content_type="application/x-www-form-urlencoded"
        )
        assert response.url == reverse("translation_screen", args=[task.pk])
    assert not StringTranslation.objects.exists()
