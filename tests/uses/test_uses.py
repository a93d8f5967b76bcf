"""What is used where, also by drafts, scheduled and earlier versions, and what nothing uses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from cms.bin.actions import move_to_bin
from cms.models import Image
from cms.uses.models import ReadVersions, VersionUse
from cms.uses.unused import find_unused
from cms.uses.versions import is_complete, read_older_versions
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = User.objects.create_superuser("boss")
    client.force_login(user)
    return user


@pytest.fixture
def image():
    return factories.make_image("Bean rows")


def show(image):
    return [factories.block("image", {"image": image.pk, "alt_text": "Beans", "decorative": False, "caption": ""})]


def ask(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_drafts_scheduled_and_earlier_versions_are_named_before_a_picture_is_deleted(client, boss, image):
    factories.make_update(title="Public", hero_image=image, hero_alt="Beans")
    draft = factories.make_update(title="Changed")
    draft.hero_image, draft.hero_alt = image, "Beans"
    draft.save_revision()
    earlier = factories.make_update(title="Earlier", hero_image=image, hero_alt="Beans")
    earlier.hero_image, earlier.hero_alt = None, ""
    earlier.save_revision().publish()
    planned = factories.make_update(title="Planned", live=False)
    planned.hero_image, planned.hero_alt, planned.go_live_at = image, "Beans", timezone.now() + timedelta(days=1)
    planned.save_revision().publish()
    move_to_bin([factories.make_update(title="Marrows", hero_image=image, hero_alt="Beans")], boss)

    said = ask(client, reverse("wagtailimages:delete", args=[image.pk]))

    assert "Public (update)</a>" in said
    assert "Changed (update): a draft</a>" in said
    assert "Earlier (update): an earlier version</a>" in said
    assert "Planned (update): a scheduled version</a>" in said
    assert "A page in the bin" in said
    assert "Marrows" not in said


def test_every_way_to_delete_or_withdraw_names_drafts(client, boss):
    person = factories.make_person("Mair")
    event = factories.make_event(title="Seed swap")
    value = {"heading": "Hello", "person": person.pk, "introduction": "", "own_words": ""}
    item = {"type": "event", "value": {"page": event.pk, "date": None}, "id": factories.make_id("event")}
    events = factories.block("events", {"heading": "Soon", "introduction": "", "items": [item]})
    document = factories.make_document("Minutes")
    files = {"heading": "Papers", "items": [factories.item({"document": document.pk, "title": ""})]}
    body = [factories.block("team_intro", value), events, factories.block("documents", files)]
    update = factories.make_update(title="Changed")
    update.body = body
    update.save_revision()
    update.refresh_from_db()

    viewset = person.snippet_viewset
    addresses = [
        reverse(viewset.get_url_name("delete"), args=[person.pk]),
        reverse(viewset.get_url_name("unpublish"), args=[person.pk]),
        reverse("wagtail_bulk_action", args=["people", "person", "delete"]) + f"?id={person.pk}",
        reverse("wagtailadmin_pages:delete", args=[event.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[event.pk]),
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtail_bulk_action", args=["cms", "document", "delete"]) + f"?id={document.pk}",
    ]

    assert [address for address in addresses if "Changed (update): a draft" not in ask(client, address)] == []


def test_who_may_not_edit_what_uses_it_is_not_told_its_name(client, boss, image):
    factories.make_update(title="Secret", live=False, hero_image=image, hero_alt="Beans")
    keeper = factories.make_user("keeper")
    keeper.groups.get().page_permissions.all().delete()
    client.force_login(keeper)

    said = ask(client, reverse("wagtailimages:delete", args=[image.pk]))

    assert "Something that you may not edit (update)" in said
    assert "Secret" not in said


def test_what_is_deleted_for_good_uses_nothing(image):
    page = factories.make_update(hero_image=image, hero_alt="Beans")
    assert VersionUse.objects.filter(target_id=str(image.pk)).exists()

    page.delete()

    assert not VersionUse.objects.exists()
    assert list(find_unused(Image.objects.all())) == [image]


def test_a_file_is_unused_once_the_last_version_that_used_it_is_purged(image):
    kept = factories.make_image("Kept")
    page = factories.make_update()
    page.body = [*show(image), *show(kept)]
    last = page.save_revision()
    page.body = show(kept)
    page.save_revision()

    last.delete()

    assert list(find_unused(Image.objects.all())) == [image]


def test_what_is_not_named_before_a_deletion_is_counted(client, boss, image, monkeypatch):
    monkeypatch.setattr("cms.publishing.uses.AT_MOST", 1)
    for title in ("One", "Two", "Three"):
        factories.make_update(title=title, live=False, hero_image=image, hero_alt="Beans")
    factories.make_update(title="Public", hero_image=image, hero_alt="Beans")

    said = ask(client, reverse("wagtailimages:delete", args=[image.pk]))

    assert said.count("(update): ") == 1
    assert "And 2 more." in said


def test_versions_that_are_older_than_the_table_are_read_by_the_worker(client, boss, image):
    page = factories.make_update()
    page.hero_image, page.hero_alt = image, "Beans"
    page.save_revision()
    VersionUse.objects.all().delete()
    ReadVersions.objects.all().delete()
    before = ask(client, reverse("unused_images"))

    for _minute in range(2):
        read_older_versions()

    assert "Not all earlier versions have been read yet" in before
    assert is_complete()
    assert VersionUse.objects.filter(source_id=str(page.pk), target_id=str(image.pk)).exists()
    assert list(find_unused(Image.objects.all())) == []


def test_the_report_lists_what_nothing_uses_and_leads_to_its_deletion(client, boss, image):
    old = factories.make_image("Old slates")
    Image.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=400), file_size=12345)
    shed = Collection.get_first_root_node().add_child(name="Shed")
    factories.make_image("Spade", collection=shed)
    factories.make_image("Poster", public=True)
    used = factories.make_image("Used")
    page = factories.make_update()
    page.body = show(used)
    page.save_revision()
    address = reverse("unused_images")

    everything = ask(client, address)
    aged, own = ask(client, f"{address}?age=365"), ask(client, f"{address}?collection={shed.pk}")
    exported = client.get(f"{address}?export=csv").getvalue().decode()
    confirm = ask(client, reverse("wagtail_bulk_action", args=["cms", "image", "delete"]) + f"?id={old.pk}")

    titles = ["Bean rows", "Old slates", "Spade", "Poster", "Used"]
    assert [[title for title in titles if f"Choose “{title}”" in page] for page in (everything, aged, own)] == [
        ["Bean rows", "Old slates", "Spade"],
        ["Old slates"],
        ["Spade"],
    ]
    assert f"{old.title}," in exported
    assert ",12345," in exported
    assert "Are you sure you want to delete this image?" in confirm
    assert reverse("unused_documents") in ask(client, reverse("wagtailadmin_home"))


def test_the_report_takes_as_many_statements_for_many_as_for_few(client, boss):
    counts = []
    for _time in range(2):
        for _image in range(3):
            factories.make_image()
        client.get(reverse("unused_images"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("unused_images"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_a_key_in_a_text_that_is_no_number_stands_for_no_file(client, boss):
    document = factories.make_document("Minutes")
    text = f'<p><a linktype="document" id="{document.pk}x">the minutes</a></p>'
    factories.make_update(body=[factories.block("paragraph", text)])

    assert "Minutes" in ask(client, reverse("unused_documents"))


def test_what_an_app_that_is_gone_has_used_keeps_nothing_from_being_deleted(client, boss, image):
    gone = ContentType.objects.create(app_label="gone", model="poster")
    kind = ContentType.objects.get_for_model(Image)
    VersionUse.objects.create(source_type=gone, source_id="1", target_type=kind, target_id=str(image.pk))

    assert "Bean rows" in ask(client, reverse("wagtailimages:delete", args=[image.pk]))
