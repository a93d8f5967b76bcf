"""Administrators import posts in the admin: tried first, then in the background."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blog.models import UpdatePage
from cms.importing import forms, pictures
from cms.importing.models import PostImport
from cms.importing.posts import tasks
from cms.importing.posts.tasks import import_posts
from cms.importing.posts.views import list_places
from cms.models import Image
from tests import factories
from tests.importing.test_posts import WEBFLOW, draw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def parent(settings, monkeypatch):
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(pictures, "fetch", lambda url, seconds: draw("red"))
    return factories.make_update_index()


@pytest.fixture
def administrator(client, admin_user):
    client.force_login(admin_user)
    return admin_user


def send(client, parent, name, data, **more):
    place = f"blog.updatepage:{parent.pk}"
    return client.post(reverse("importing_posts"), {"place": place, "file": SimpleUploadedFile(name, data), **more})


def zip_files(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_an_archive_that_is_an_alias_is_offered_nowhere(administrator, parent):
    alias = parent.create_alias(parent=parent.get_parent(), update_slug="shown-again")

    keys = [value.partition(":")[2] for value, _label in [*list_places(), *forms.list_places(administrator)]]

    assert keys.count(str(parent.pk)) >= 2
    assert str(alias.pk) not in keys


def test_posts_are_tried_then_imported_and_reported(client, administrator, parent):
    report = send(client, parent, "posts.csv", WEBFLOW.read_bytes(), old_path="/post/{slug}").url
    trial = PostImport.objects.get()
    assert "goes on in the background" in client.get(report).content.decode()

    import_posts.call(trial.pk)
    shown = client.get(report).content.decode()
    assert "nothing has been changed" in shown
    assert "Import 5 posts" in shown
    assert "Sometime in spring" in shown
    assert not UpdatePage.objects.exists()

    real = client.post(report).url
    import_posts.call(PostImport.objects.exclude(pk=trial.pk).get().pk)
    shown = client.get(real).content.decode()
    assert "The import is finished." in shown
    assert UpdatePage.objects.live().count() == 4
    assert UpdatePage.objects.filter(owner=administrator).count() == 5
    assert client.get("/post/the-hall-has-keys").url == "/updates/the-hall-has-keys/"
    spreadsheet = client.get(f"{real}?format=csv").content.decode("utf-8-sig").splitlines()
    assert spreadsheet[0] == "name,title,address,outcome,notes,page"
    assert len(spreadsheet) == 11
    assert client.post(real).status_code == 200  # an import is no trial: it is not repeated
    assert PostImport.objects.count() == 2


def test_a_long_import_goes_on_in_another_task(client, administrator, parent, monkeypatch):
    send(client, parent, "posts.csv", WEBFLOW.read_bytes(), old_path="/post/{slug}", old_hosts="old.example.org")
    found = PostImport.objects.get()
    found.options = {**found.options, "dry_run": False}
    found.save()
    monkeypatch.setattr(tasks, "SECONDS", -1)

    for number in range(1, 11):
        import_posts.call(found.pk)
        found.refresh_from_db()
        assert len(found.rows) == number

    assert found.finished_at
    keys, soup = UpdatePage.objects.order_by("pk")[:2]
    assert f'<a linktype="page" id="{soup.pk}">soup</a>' in keys.body.raw_data[0]["value"]
    import_posts.call(found.pk)  # a second run of the last task
    assert UpdatePage.objects.count() == 5


def test_a_zip_file_of_markdown_is_imported_and_nothing_is_unpacked_elsewhere(client, administrator, parent, tmp_path):
    files = {
        "posts/one.md": "---\ntitle: One\n---\n![Beds](beds.png)\n",
        "posts/beds.png": draw("green"),
        "../../evil.md": "---\ntitle: Evil\n---\n",
        "/evil.md": "---\ntitle: Evil\n---\n",
        "run.exe": b"MZ",
    }
    send(client, parent, "posts.zip", zip_files(files))
    found = PostImport.objects.get()
    found.options = {"dry_run": False}
    found.save()

    import_posts.call(found.pk)

    found.refresh_from_db()
    assert [(row["title"], row["outcome"]) for row in found.rows] == [("One", "created")]
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("posts.zip", b"PK\x03\x04", "damaged"),
        ("posts.zip", zip_files({"a.md": b"\0" * 5_000_000}), "much larger inside"),
        ("posts.zip", zip_files({"a.txt": b"x"}), "no Markdown"),
        ("posts.csv", b"A,B\n1,2\n", "Columns are missing"),
    ],
    ids=["damaged", "bomb", "empty", "columns"],
)
def test_a_bad_collection_is_reported(name, data, reason, client, administrator, parent):
    report = send(client, parent, name, data).url

    import_posts.call(PostImport.objects.get().pk)

    assert reason in client.get(report).content.decode()
    assert client.post(report).status_code == 200
    assert PostImport.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "more", "reason"),
    [
        ("posts.txt", {}, "Choose a CSV file or a ZIP file."),
        ("posts.csv", {"old_path": "/post/"}, "Write {slug}"),
    ],
)
def test_a_form_that_is_filled_in_wrongly_says_so(name, more, reason, client, administrator, parent):
    answer = send(client, parent, name, b"x", **more)

    assert reason in answer.content.decode()
    assert not PostImport.objects.exists()


@pytest.mark.parametrize("group", ["Editors", "Moderators"])
def test_only_administrators_import_posts(group, client, admin_user, parent):
    client.force_login(admin_user)
    report = send(client, parent, "posts.csv", WEBFLOW.read_bytes()).url
    assert reverse("importing_posts") in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(factories.make_user("ellen", group=group))

    for address in (reverse("importing_posts"), report):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address).status_code in {302, 403}
    assert reverse("importing_posts") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert PostImport.objects.count() == 1
