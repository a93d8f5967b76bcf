"""Whoever publishes a page is told first what its readers would miss."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cms.releases.models import Release
from tests import factories
from tests.previews import read_preview
from tests.releases.forms import keep_fields, read_form
from tests.releases.test_submissions import introduce, make_draft_person, stream_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.make_user("morgan", group="Moderators")


def press_publish(client, page):
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(path, read_form(client, path) | stream_of(page) | {"action-publish": "1"}, follow=True)


def read_question(response):
    assert response.status_code == 200
    html = keep_fields(response.content.decode())
    forms = [querydict_from_html(html, form_index=number) for number in range(html.count("<form"))]
    return next(dict(form.lists()) for form in forms if "version" in form)


def test_a_page_that_lacks_nothing_is_published_at_once(client, moderator):
    person = factories.make_person()
    person.save_revision().publish()
    page = introduce(person)
    client.force_login(moderator)

    press_publish(client, page)

    page.refresh_from_db()
    assert page.live


def test_what_readers_would_miss_is_said_before_and_published_on_request(client, moderator):
    person = make_draft_person()
    page = introduce(person)
    client.force_login(moderator)

    response = press_publish(client, page)

    assert "Gwen Parry" in response.content.decode()
    page.refresh_from_db()
    assert not page.live
    answer = client.post(reverse("releases_publish", args=[page.pk]), read_question(response))
    assert answer.status_code == 302
    page.refresh_from_db()
    person.refresh_from_db()
    assert (page.live, person.live) == (True, True)
    assert Release.objects.get().state == Release.State.RELEASED


def test_a_new_page_is_a_draft_until_the_question_is_answered(client, moderator):
    page = introduce(make_draft_person())
    client.force_login(moderator)
    path = reverse("wagtailadmin_pages:add", args=["blog", "updatepage", page.get_parent().pk])
    form = read_form(client, path) | stream_of(page)
    new = {"title": "Another", "slug": "another", "kind": "news", "action-publish": "1"}

    response = client.post(path, form | new)

    made = type(page).objects.get(slug="another")
    assert response.url == reverse("releases_publish", args=[made.pk])
    assert (made.live, made.has_unpublished_changes) == (False, True)
    assert client.get("/updates/another/").status_code == 404


def test_the_page_alone_may_be_published(client, moderator):
    person = make_draft_person()
    page = introduce(person)
    client.force_login(moderator)
    form = read_question(press_publish(client, page))

    client.post(reverse("releases_publish", args=[page.pk]), {**form, "item": []})

    page.refresh_from_db()
    person.refresh_from_db()
    assert (page.live, person.live) == (True, False)


def test_nothing_is_offered_that_somebody_may_not_publish(client, moderator):
    group = moderator.groups.get()
    group.permissions.remove(*group.permissions.filter(codename="publish_person"))
    person = make_draft_person()
    page = introduce(person)
    client.force_login(moderator)
    response = press_publish(client, page)
    form = read_question(response)
    assert "item" not in form
    choice = f"{person.latest_revision.base_content_type_id}:{person.pk}"
    version = f"{person.latest_revision_id}:{person.latest_revision.created_at.isoformat()}"

    refused = client.post(reverse("releases_publish", args=[page.pk]), {**form, "item": [f"{choice}:{version}"]})

    assert refused.status_code in {302, 403}
    person.refresh_from_db()
    page.refresh_from_db()
    assert (page.live, person.live) == (False, False)


def test_something_that_changed_meanwhile_is_looked_at_again(client, moderator):
    person = make_draft_person()
    page = introduce(person)
    client.force_login(moderator)
    form = read_question(press_publish(client, page))
    person.refresh_from_db()
    person.role = "Something else"
    person.save_revision()

    client.post(reverse("releases_publish", args=[page.pk]), form)

    person.refresh_from_db()
    assert not person.live


def test_a_link_to_a_draft_is_named(client, moderator):
    draft = factories.make_standard_page(title="Not yet there", live=False)
    page = introduce(factories.make_person())
    page.body = [factories.block("paragraph", f'<p><a linktype="page" id="{draft.pk}">Later</a></p>')]
    page.save_revision()
    client.force_login(moderator)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = client.get(path).content.decode()

    assert "Not yet there" in html


def test_an_editor_may_not_use_the_form(client):
    page = introduce(make_draft_person())
    client.force_login(factories.make_user())

    client.post(reverse("releases_publish", args=[page.pk]))

    page.refresh_from_db()
    assert not page.live


def test_pages_that_lack_something_are_not_published_in_bulk(client, moderator):
    page = introduce(make_draft_person())
    client.force_login(moderator)
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = client.post(f"{path}?id={page.pk}&next=/admin/", follow=True)

    assert "one by one" in response.content.decode()
    page.refresh_from_db()
    assert not page.live


def test_a_preview_shows_drafts_and_marks_them(client):
    page = introduce(make_draft_person())
    client.force_login(factories.make_user())
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])

    html = read_preview(client, path, read_form(client, edit) | stream_of(page))

    assert "Say hello" in html
    assert "draft-mark" in html
    assert "draft-notice" in html


def test_a_preview_shows_the_draft_of_what_has_changed(client):
    person = factories.make_person("Mair")
    person.save_revision().publish()
    person.role = "Head cook"
    person.save_revision()
    page = introduce(person)
    client.force_login(factories.make_user())

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert "Head cook" in html
    assert "draft-mark" in html


def test_a_preview_hides_drafts_from_those_who_may_not_see_them(client):
    user = factories.make_user()
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(content_type__model="person"))
    page = introduce(make_draft_person())
    client.force_login(user)

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert "Gwen Parry" not in html


def test_readers_see_no_draft_and_no_mark(client):
    person = factories.make_person("Mair")
    person.save_revision().publish()
    page = introduce(person)
    page.get_latest_revision().publish()
    person.role = "Head cook"
    person.save_revision()

    html = client.get(page.get_url()).content.decode()

    assert "Say hello" in html
    assert "Head cook" not in html
    assert "draft-mark" not in html
    assert "draft-notice" not in html
