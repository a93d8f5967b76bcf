"""An editor brings a document into an update."""

import base64
import io
import re
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image as PillowImage

from blog.models import UpdatePage
from cms.importing import saving
from cms.importing.document import Picture
from cms.importing.models import Upload, prune_uploads
from cms.importing.pieces import find_title
from cms.importing.preview import show_picture
from cms.importing.readers import read_file
from cms.importing.wagtail_hooks import register_header_buttons
from cms.models import Image
from tests import factories
from tests.importing.word_files import make_file, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    return factories.make_update(body=[factories.block("paragraph", "<p>Before</p>")])


@pytest.fixture
def editor(client):
    user = factories.make_user("ellen")
    client.force_login(user)
    return user


def bring(client, data, query=""):
    """Send a document, and return the answer."""
    return client.post(f"{reverse('importing_bring')}?{query}", data)


def send_file(client, name, data, page):
    return bring(client, {"file": SimpleUploadedFile(name, data)}, f"page={page.pk}")


def read_draft(page):
    return UpdatePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_word_file_is_added_to_the_draft_and_readers_see_nothing_yet(client, editor, update):
    review = send_file(client, "notes.docx", make_file("word-update"), update).url

    shown = client.get(review).content.decode()
    answer = client.post(review)

    assert "the growers&#x27; list" in shown or "the growers' list" in shown
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[update.pk])
    kinds = [child.block_type for child in read_draft(update).body]
    assert kinds == ["paragraph", "heading", "paragraph", "heading", "quote", "events", "call_to_action"]
    update.refresh_from_db()
    assert [child.block_type for child in update.body] == ["paragraph"]
    assert update.has_unpublished_changes
    assert not Upload.objects.exists()
    revision = update.get_latest_revision()
    assert revision.user == editor
    assert client.get(answer.url).status_code == 200


def test_another_choice_is_what_is_saved(client, editor, update):
    review = bring(client, {"text": "Friday 4 December 2026, 10:00: Coffee\n\nBye"}, f"page={update.pk}").url

    client.post(review, {"piece-0": "plain", "piece-1": "leave-out"})

    body = read_draft(update).body
    assert [child.block_type for child in body] == ["paragraph", "paragraph"]
    assert "Friday 4 December 2026, 10:00: Coffee" in str(body[1].value)


def test_what_is_pasted_keeps_its_formatting(client, editor, update):
    review = bring(client, {"text": "One two", "pasted_html": "<p>One <b>two</b></p>"}, f"page={update.pk}").url

    client.post(review)

    assert read_draft(update).body.raw_data[1]["value"] == "<p>One <b>two</b></p>"


def test_a_document_becomes_a_new_draft_with_its_title_and_the_next_month(client, editor):
    parent = factories.make_update_index()
    start = client.get(reverse("importing_bring"), {"place": f"blog.updatepage:{parent.pk}"})
    place = re.search(r'value="(blog\.updatepage:\d+)"', start.content.decode())[1]
    file = SimpleUploadedFile("post.md", b"# November news\n\nWe painted.")

    review = bring(client, {"place": place, "file": file}).url
    answer = client.post(review, {"title": "November\x00 news\x07"})

    page = UpdatePage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.live, page.owner, page.slug) == ("November news", False, editor, "november-news")
    assert page.period == timezone.localdate().replace(day=1)
    assert [str(child.value) for child in page.body] == ["<p>We painted.</p>"]
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (b"# News\n\n## One\n\n## Two", "News"),
        (b"# One\n\nx\n\n# Two", ""),
        (b"words\n\n# One", ""),
        (b"---\ntitle: Said\n---\n# One", "Said"),
        (b"words", ""),
    ],
)
def test_the_title_is_the_heading_above_all_others(text, title):
    assert find_title(read_file(text, "post.md")) == title


def test_a_title_that_is_missing_loses_no_choice(client, editor):
    parent = factories.make_update_index()
    data = {"place": f"blog.updatepage:{parent.pk}", "text": "“Soup!” — Ann, cook"}
    review = bring(client, data).url

    answer = client.post(review, {"title": " ", "piece-0": "plain"})

    text = answer.content.decode()
    assert "Give the new page a title." in text
    assert re.search(r'value="plain"\s+checked', text)
    assert Upload.objects.count() == 1
    assert not UpdatePage.objects.exists()


def test_pictures_become_images_with_alternative_texts_and_each_file_once(client, editor, update):
    review = send_file(client, "notes.docx", make_file("word-pictures"), update).url
    client.post(review, {"alt-3-0": "A red\x00 square"})
    again = send_file(client, "notes.docx", make_file("word-pictures"), update).url
    client.post(again, {"decorative-3-0": "on"})

    values = [child["value"]["image"] for child in read_draft(update).body.raw_data if child["type"] == "image"]
    assert [value["alt_text"] for value in values] == ["Two people planting beans", "A red square"] * 1 + [
        "Two people planting beans",
        "",
    ]
    assert [value["decorative"] for value in values] == [False, False, False, True]
    assert values[0]["image"] == values[2]["image"]
    assert Image.objects.count() == 2
    assert set(Image.objects.values_list("uploaded_by_user", flat=True)) == {editor.pk}
    assert set(Image.objects.values_list("title", flat=True)) == {"Two people planting beans", "A red square"}


def test_an_error_leaves_neither_images_nor_files_nor_a_draft(client, editor, update, settings):
    review = send_file(client, "notes.docx", make_file("word-pictures"), update).url
    before = sorted(Path(settings.MEDIA_ROOT).rglob("*.png"))
    client.raise_request_exception = False

    with mock.patch.object(UpdatePage, "save_revision", side_effect=RuntimeError):
        assert client.post(review).status_code == 500

    assert sorted(Path(settings.MEDIA_ROOT).rglob("*.png")) == before
    assert not Image.objects.exists()
    assert Upload.objects.count() == 1
    assert client.post(review).status_code == 302


def test_who_may_add_no_pictures_brings_the_text(client, update):
    user = factories.make_user("ellen")
    user.groups.first().collection_permissions.all().delete()
    client.force_login(user)
    review = send_file(client, "notes.docx", make_file("word-pictures"), update).url

    answer = client.post(review)

    assert any("you may not add pictures" in str(message) for message in get_messages(answer.wsgi_request))
    assert "Two people planting beans" in str(read_draft(update).body.raw_data)
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, "Choose a file, or paste some text."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "kind of file cannot be read"),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04")}, "damaged or incomplete"),
        ({"text": "<", "pasted_html": "<script>x</script>"}, "There is no text in this document."),
    ],
)
def test_a_bad_document_is_refused_with_a_reason(data, reason, client, editor, update):
    answer = bring(client, data, f"page={update.pk}")

    assert reason in answer.content.decode()
    assert not Upload.objects.exists()


def test_an_upload_belongs_to_one_user_and_is_added_once(client, editor, update):
    review = bring(client, {"text": "words"}, f"page={update.pk}").url
    client.force_login(factories.make_user("olive"))
    for answer in (client.get(review), client.post(review)):
        assert answer.url == reverse("wagtailadmin_home")
    client.force_login(editor)

    assert client.post(review).url == reverse("wagtailadmin_pages:edit", args=[update.pk])
    answer = client.post(review)
    assert answer.url == reverse("wagtailadmin_home")
    assert "added to a draft already" in " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert len(read_draft(update).body) == 2


def test_the_title_of_word_is_that_of_the_page_also_above_headings_of_the_first_level():
    word = Document()
    word.add_heading("November at the hub", 0)
    for text in ("What we did", "Coming up"):
        word.add_heading(text, 1)
        word.add_paragraph(f"About {text}")

    assert find_title(read_file(save(word), "november.docx")) == "November at the hub"


def test_a_picture_with_too_many_points_is_not_shown_and_behind_one_is_white(settings):
    file = io.BytesIO()
    PillowImage.new("RGBA", (30, 20), (0, 0, 0, 0)).save(file, "PNG")
    picture = Picture(data=file.getvalue())

    data = base64.b64decode(show_picture(picture).partition("base64,")[2].partition('"')[0])
    assert PillowImage.open(io.BytesIO(data)).getpixel((10, 10)) == (255, 255, 255)
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 500
    assert "cannot be shown" in show_picture(picture)


def test_who_may_not_edit_a_page_brings_nothing_to_it(client, update):
    user = factories.make_user("ellen")
    client.force_login(user)
    review = bring(client, {"text": "words"}, f"page={update.pk}").url
    update.locked = True
    update.locked_at = timezone.now()
    update.save()
    user.groups.first().page_permissions.filter(permission__codename__in=["unlock_page"]).delete()

    for address in (review, f"{reverse('importing_bring')}?page={update.pk}"):
        assert client.post(address, {"text": "words"}).status_code in {302, 403}
    assert len(read_draft(update).body) == 1
    user.groups.clear()
    client.force_login(user)
    for address in (review, f"{reverse('importing_bring')}?page={update.pk}", reverse("importing_bring")):
        assert client.post(address, {"text": "words"}).status_code in {302, 403, 404}
    assert len(read_draft(update).body) == 1


@pytest.mark.parametrize("query", ["page=0", "page=abc", "page=99999999999999999999", "page=²"])
def test_a_page_that_is_none_is_not_found(query, client, editor, update):
    assert client.get(f"{reverse('importing_bring')}?{query}").status_code == 404


def test_pages_without_a_place_for_documents_take_none(client, editor):
    page = factories.make_standard_page()

    assert client.get(f"{reverse('importing_bring')}?page={page.pk}").status_code == 404


def test_a_copy_that_follows_another_page_takes_none(client, editor, update):
    alias = update.create_alias(parent=update.get_parent(), update_slug="alias")

    assert client.get(f"{reverse('importing_bring')}?page={alias.pk}").status_code == 404
    assert not list(register_header_buttons(alias, editor, "edit"))
    assert list(register_header_buttons(update, editor, "edit"))


def test_a_document_that_is_not_wanted_is_forgotten(client, editor, update):
    review = bring(client, {"text": "words"}, f"page={update.pk}").url

    answer = client.post(review, {"cancel": "1"})

    assert answer.url == reverse("wagtailadmin_pages:edit", args=[update.pk])
    assert not Upload.objects.exists()
    assert len(read_draft(update).body) == 1


def test_what_is_left_lying_is_deleted_after_two_days(client, editor, update):
    bring(client, {"text": "words"}, f"page={update.pk}")

    prune_uploads()
    assert Upload.objects.count() == 1
    Upload.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))
    prune_uploads()

    assert not Upload.objects.exists()


def test_editors_find_it_in_the_editor_the_form_the_listing_and_on_the_dashboard(client, editor, update):
    parent = update.get_parent()
    addresses = {
        reverse("wagtailadmin_pages:edit", args=[update.pk]): f"bring/?page={update.pk}",
        reverse("wagtailadmin_pages:add", args=["blog", "updatepage", parent.pk]): f"updatepage%3A{parent.pk}",
        reverse("wagtailadmin_explore", args=[parent.pk]): f"updatepage%3A{parent.pk}",
        reverse("wagtailadmin_home"): reverse("importing_bring"),
    }

    for address, link in addresses.items():
        assert link in client.get(address).content.decode()


def test_people_are_found_by_names_that_are_clear():
    one = factories.make_person("Mari Jones")
    factories.make_person("Sam")
    factories.make_person("sam ")

    assert saving.list_people(one.locale) == {"mari jones": one.pk}


def test_links_to_our_pages_are_kept_as_such(client, editor, update):
    target = factories.make_standard_page(slug="about")
    html = '<p><a href="http://localhost/about/">us</a> <a href="/about/">we</a> <a href="/nowhere/">they</a></p>'
    review = bring(client, {"text": "x", "pasted_html": html}, f"page={update.pk}").url

    client.post(review)

    assert read_draft(update).body.raw_data[1]["value"] == (
        f'<p><a linktype="page" id="{target.pk}">us</a> <a linktype="page" id="{target.pk}">we</a> '
        '<a href="/nowhere/">they</a></p>'
    )


def test_an_introduction_whose_person_is_not_known_waits_for_the_editor(client, editor, update):
    review = send_file(client, "people.docx", make_file("word-people"), update).url
    shown = client.get(review).content.decode()

    answer = client.post(review)

    assert "Choose the person in the editor." in shown
    block = read_draft(update).body[1]
    assert (block.block_type, block.value["person"]) == ("team_intro", None)
    assert answer.status_code == 302
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[update.pk])).status_code == 200
