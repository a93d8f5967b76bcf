"""Posts that were published elsewhere are imported: all of each, or nothing."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from PIL import Image as PillowImage
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry, Revision

from blog.models import UpdatePage
from cms.environment.outgoing import Failed, Refused
from cms.importing import pictures
from cms.importing.posts.importer import Importer
from cms.importing.posts.sources import read_csv, read_date
from cms.models import Image
from tests import factories
from tests.importing.outcomes import ZONE

pytestmark = pytest.mark.django_db

WEBFLOW = Path(__file__).parent / "webflow.csv"
OLD = ["--old-path", "/post/{slug}", "--old-host", "old.example.org"]


def draw(colour: str) -> bytes:
    file = io.BytesIO()
    PillowImage.new("RGB", (30, 20), colour).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True)
def parent():
    return factories.make_update_index()


@pytest.fixture(autouse=True)
def fetched(monkeypatch):
    """Addresses that were fetched: all but one have pictures."""
    addresses = []

    def fetch(url, seconds):
        addresses.append(url)
        if not url.startswith("https://"):
            raise Refused("the address must begin with https://")
        if "gone" in url:
            raise Failed("the answer was 404")
        return draw("red" if "keys" in url else "blue")

    monkeypatch.setattr(pictures, "fetch", fetch)
    return addresses


def run(*arguments, source=WEBFLOW):
    """Import, and return the report by the names of posts, and what was said."""
    out = io.StringIO()
    report = Path(django_settings.MEDIA_ROOT) / "report.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    try:
        call_command("import_updates", source, *arguments, "--report", str(report), stdout=out)
    except CommandError as error:
        out.write(str(error))
    rows = {row["name"]: row for row in json.loads(report.read_text())}
    return rows, out.getvalue()


def write_csv(path: Path, *rows: dict[str, str]) -> Path:
    columns = ["Name", "Slug", "Draft", "Published On", "Post Body", "Main Image"]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({"Published On": "2021-05-01T10:00:00Z", **row} for row in rows)
    return path


def test_posts_of_webflow_are_imported_with_dates_pictures_links_and_redirects(client, fetched):
    rows, said = run(*OLD)

    assert {row["title"] or name: row["outcome"] for name, row in rows.items()} == {
        "The hall has keys": "created",
        "Soup for forty": "created",
        "An idea": "created",
        "Soup twice": "failed",
        "row 6": "failed",
        "A wrong date": "failed",
        "The future": "failed",
        "Lost picture": "created",
        "Too many": "failed",
        "Ŵyl y Gwanwyn": "created",
    }
    assert "same address as row 3" in rows["row 5"]["notes"]
    assert "Sometime in spring" in rows["row 7"]["notes"]
    assert "404" in rows["row 9"]["notes"]
    assert "5 of 10 posts were not imported" in said
    keys, soup, idea, lost, _festival = UpdatePage.objects.order_by("pk")
    assert (keys.live, soup.live, idea.live) == (True, True, False)
    assert keys.first_published_at == datetime(2021, 3, 4, 13, tzinfo=UTC)
    assert keys.last_published_at == datetime(2021, 3, 5, 10, tzinfo=UTC)
    assert soup.last_published_at == soup.first_published_at
    assert idea.first_published_at is None
    assert keys.introduction == "The council said yes."
    assert (keys.hero_image.width, keys.kind) == (30, "news")
    picture = keys.body.raw_data[1]["value"]
    assert (picture["caption"], picture["image"]["alt_text"]) == ("Ours.", "Two keys")
    assert f'<a linktype="page" id="{soup.pk}">soup</a>' in keys.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{keys.pk}">the keys</a>' in str(list(soup.body.raw_data))
    assert [child.block_type for child in soup.body] == ["heading", "paragraph", "quote", "paragraph", "image"]
    assert "https://cdn.example.org/gone.png" in str(list(lost.body.raw_data))
    assert fetched.count("https://cdn.example.org/keys.png") == 1
    assert Image.objects.count() == 2
    assert client.get("/post/the-hall-has-keys").url == keys.url
    assert client.get(keys.url).status_code == 200
    assert client.get("/post/Ŵyl-y-Gwanwyn").url == "/updates/wyl-y-gwanwyn/"


def test_the_same_posts_again_change_nothing(fetched):
    run(*OLD)
    before = (Revision.objects.count(), Image.objects.count(), Redirect.objects.count(), PageLogEntry.objects.count())
    fetched.clear()

    rows, _said = run(*OLD)

    assert {row["outcome"] for row in rows.values()} == {"unchanged", "failed"}
    after = (Revision.objects.count(), Image.objects.count(), Redirect.objects.count(), PageLogEntry.objects.count())
    assert after == before
    assert fetched == []


def test_a_post_that_changed_there_is_changed_here_unless_somebody_edited_it(tmp_path):
    old, new = {"Name": "One", "Slug": "one", "Post Body": "<p>old</p>"}, {"Post Body": "<p>new</p>"}
    source = write_csv(tmp_path / "posts.csv", old)
    run(source=source)

    write_csv(source, {**old, **new})
    changed, _said = run(source=source)
    page = UpdatePage.objects.get()
    text = str(page.body[0].value)
    page.title = "Ours"
    page.save_revision()
    write_csv(source, {**old, "Post Body": "<p>newer</p>"})
    kept, _said = run(source=source)
    forced, _said = run("--overwrite", source=source)

    assert changed["row 2"]["outcome"] == "updated"
    assert text == "<p>new</p>"
    assert kept["row 2"]["outcome"] == "skipped"
    assert "changed here" in kept["row 2"]["notes"]
    assert forced["row 2"]["outcome"] == "updated"
    page.refresh_from_db()
    assert (page.title, str(page.body[0].value)) == ("One", "<p>newer</p>")
    assert page.first_published_at == datetime(2021, 5, 1, 10, tzinfo=UTC)


def test_a_page_that_was_not_imported_keeps_its_address(tmp_path):
    page = factories.make_update(slug="one", title="Ours")

    rows, _said = run(source=write_csv(tmp_path / "a.csv", {"Name": "One", "Slug": "one", "Post Body": "x"}))

    assert rows["row 2"]["outcome"] == "skipped"
    page.refresh_from_db()
    assert page.title == "Ours"


def test_a_row_that_fails_leaves_no_page_image_file_or_redirect(tmp_path):
    row = {"Name": "One", "Slug": "one", "Post Body": '<img src="https://cdn.example.org/keys.png" alt="Keys">'}
    source = write_csv(tmp_path / "a.csv", row, {"Name": "Two", "Slug": "two", "Post Body": row["Post Body"]})
    before = set(Path(django_settings.MEDIA_ROOT).rglob("*.png"))
    publish, calls = UpdatePage.publish, []

    def fail_once(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 1:
            raise ValidationError("It cannot be published.")
        return publish(self, *args, **kwargs)

    with mock.patch.object(UpdatePage, "publish", fail_once):
        rows, _said = run(*OLD, source=source)

    assert [row["outcome"] for row in rows.values()] == ["failed", "created"]
    assert rows["row 2"]["notes"] == "It cannot be published."
    assert [page.slug for page in UpdatePage.objects.all()] == ["two"]
    assert len(set(Path(django_settings.MEDIA_ROOT).rglob("*.png")) - before) == 1 + count_renditions(before)
    assert Redirect.objects.count() == 1
    assert Image.objects.count() == 1


def count_renditions(before):
    made = set(Path(django_settings.MEDIA_ROOT).rglob("*.png")) - before
    return len([path for path in made if "original_images" not in path.parts])


def test_a_dry_run_changes_and_fetches_nothing(fetched):
    rows, said = run(*OLD, "--dry-run")

    assert [row["outcome"] for row in rows.values()].count("created") == 5
    assert "dry run" in said
    assert not UpdatePage.objects.exists()
    assert not Image.objects.exists()
    assert not Redirect.objects.exists()
    assert fetched == []


def test_what_webflow_never_showed_is_a_draft_and_dates_that_are_not_said_stay(tmp_path):
    row = {"Name": "One", "Slug": "one", "Post Body": "x"}
    run(source=write_csv(tmp_path / "a.csv", {**row, "Published On": ""}))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.md").write_text("---\ntitle: Two\n---\nold\n")
    run(source=tmp_path / "b")
    before = UpdatePage.objects.get(slug="two").first_published_at
    (tmp_path / "b" / "two.md").write_text("---\ntitle: Two\n---\nnew\n")
    run(source=tmp_path / "b")

    assert not UpdatePage.objects.get(slug="one").live
    two = UpdatePage.objects.get(slug="two")
    assert (two.live, str(two.body[0].value), two.first_published_at) == (True, "<p>new</p>", before)


def test_drafts_keep_their_dates_for_when_they_are_published():
    run("--drafts")

    assert not UpdatePage.objects.live().exists()
    page = UpdatePage.objects.get(slug="soup-for-forty")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    assert page.first_published_at == datetime(2021, 4, 5, 10, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    posts = tmp_path / "posts"
    (posts / "pictures").mkdir(parents=True)
    (posts / "pictures" / "beds.png").write_bytes(draw("green"))
    (tmp_path / "secret.png").write_bytes(draw("black"))
    (posts / "2021-06-01-garden.md").write_text(
        "---\ntitle: The garden\ndate: 2021-06-01\nimage: pictures/beds.png\nimage_alt: Beds\n"
        "aliases: [/old/garden/]\nkind: monthly_update\n---\n\n"
        "We dug. ![Two beds](pictures/beds.png) See [winter](winter.html).\n\n![](../secret.png)\n"
    )
    (posts / "june.md").write_text("---\ntitle: June\ndate: 2021-06-30\nkind: monthly_update\n---\nToo late.\n")
    (posts / "plain.md").write_text("No front matter.\n")
    (posts / "broken.md").write_text("---\ntitle: [\n---\ntext\n")
    (posts / "link.md").symlink_to(tmp_path / "secret.png")
    return posts


def test_a_folder_of_markdown_is_imported_with_its_pictures_and_nothing_outside_of_it(folder, client, fetched):
    rows, _said = run(source=folder)

    outcomes = {name: row["outcome"] for name, row in rows.items()}
    assert outcomes == {
        "2021-06-01-garden.md": "created",
        "june.md": "failed",
        "plain.md": "failed",
        "broken.md": "failed",
        "link.md": "failed",
    }
    page = UpdatePage.objects.get()
    assert (page.slug, page.hero_alt, str(page.period)) == ("garden", "Beds", "2021-06-01")
    assert Image.objects.count() == 1
    assert "covers this month already" in rows["june.md"]["notes"]
    assert "left out" in rows["2021-06-01-garden.md"]["notes"]
    assert client.get("/old/garden").url == page.url


def test_a_picture_at_a_private_address_is_refused(tmp_path, monkeypatch):
    monkeypatch.undo()
    row = {"Name": "One", "Slug": "one", "Post Body": '<p>x</p><img src="http://127.0.0.1/a.png" alt="Keys">'}

    rows, _said = run(source=write_csv(tmp_path / "a.csv", row))

    assert rows["row 2"]["outcome"] == "created"
    assert "127.0.0.1 is not a public server" in rows["row 2"]["notes"]
    assert not Image.objects.exists()


def test_events_are_recognised_on_demand(tmp_path):
    row = {"Name": "One", "Slug": "one", "Post Body": "<p>Coffee, Friday 7 May, 10:00, the hall</p>"}
    source = write_csv(tmp_path / "a.csv", row)

    run(source=source)
    plain = UpdatePage.objects.get().body[0].block_type
    run("--recognise", "--overwrite", source=source)

    assert plain == "paragraph"
    block = UpdatePage.objects.get().body[0]
    assert block.block_type == "events"
    assert block.value["items"][0].value["start"] == datetime(2021, 5, 7, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Title,Body\nOne,x\n", None),
        ("Subject,Text\nOne,x\n", "Columns are missing: title, slug"),
        ("", "Columns are missing"),
        ("\0\1\2", "Columns are missing"),
    ],
)
def test_a_file_without_the_columns_is_refused(content, reason, tmp_path):
    path = tmp_path / "posts.csv"
    path.write_text(content)

    with pytest.raises(CommandError, match=reason or "Columns are missing: slug"):
        call_command("import_updates", path, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-such-file.csv"], "neither a CSV file nor a folder"),
        ([WEBFLOW, "--user", "nobody"], "no user nobody"),
        ([WEBFLOW, "--under", "1"], "no such page"),
        ([WEBFLOW, "--column", "body"], "--column"),
    ],
)
def test_wrong_arguments_are_refused(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("import_updates", *arguments, stdout=io.StringIO())


def test_several_pages_of_updates_must_be_chosen_from(parent):
    factories.make_update_index(slug="more")

    with pytest.raises(CommandError, match=f"--under: {parent.pk}"):
        call_command("import_updates", WEBFLOW, stdout=io.StringIO())


def test_a_report_for_spreadsheets_runs_nothing(tmp_path):
    source = write_csv(tmp_path / "a.csv", {"Name": "=1+1", "Slug": "one", "Post Body": "x"})

    call_command("import_updates", source, "--report", str(tmp_path / "r.csv"), stdout=io.StringIO())

    (row,) = csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["title"], row["outcome"], row["address"]) == ("'=1+1", "created", "/updates/one/")


@pytest.mark.proof
def test_front_matter_of_any_kind_fails_by_itself_or_does_no_harm(tmp_path):
    values = ["[1, 2]", "{a: b}", r'"\0"', "2021-99-99"]
    for name in ("title", "slug", "date", "updated", "draft", "image", "aliases", "summary", "kind"):
        for number, value in enumerate(values):
            (tmp_path / f"{name}-{number}.md").write_text(f"---\ntitle: A\n{name}: {value}\n---\nwords\n")
    (tmp_path / "z.md").write_text("---\ntitle: Z\n---\nwords\n")

    rows, _said = run("--dry-run", source=tmp_path)

    assert rows["z.md"]["outcome"] == "created"
    assert {row["outcome"] for row in rows.values()} == {"created", "failed"}
    assert len(rows) == 37


def test_a_broken_csv_says_which_row():
    data = b'Name,Slug,Body\nOne,one,"unclosed\n'

    (post,) = read_csv(data, ZONE)

    assert (post.name, post.title) == ("row 2", "")
    assert post.problem


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Thu Mar 04 2021 12:34:56 GMT+0000 (Coordinated Universal Time)", "2021-03-04T12:34:56+00:00"),
        ("2021-07-04", "2021-07-04T11:00:00+00:00"),
        ("04/07/2021", "2021-07-04T11:00:00+00:00"),
        ("2021-07-04T10:00:00+02:00", "2021-07-04T08:00:00+00:00"),
        (datetime(2021, 1, 1, 9, tzinfo=UTC), "2021-01-01T09:00:00+00:00"),
    ],
)
def test_dates_are_read_as_sources_write_them(value, expected):
    assert read_date(value, ZONE).isoformat() == expected


def write_post(path: Path, *lines: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *lines]))
    return path.parent


def test_pictures_are_found_whose_names_have_spaces_and_accents(tmp_path):
    (tmp_path / "tŷ bach.png").write_bytes(draw("red"))
    write_post(tmp_path / "one.md", "title: One", "image: tŷ bach.png", "---", "![House](<tŷ bach.png>)")

    rows, _said = run(source=tmp_path)

    assert rows["one.md"]["notes"] == ""
    update = UpdatePage.objects.get()
    assert [block.block_type for block in update.body] == ["image"]
    assert update.hero_image == Image.objects.get()


def test_a_post_of_today_is_not_of_the_future(tmp_path):
    write_post(tmp_path / "one.md", "title: One", "date: 2026-03-04", "---", "Words.")
    write_post(tmp_path / "two.md", "title: Two", "date: 2026-03-05", "---", "Words.")

    with time_machine.travel("2026-03-04T08:00Z", tick=False):
        rows, _said = run(source=tmp_path)

    assert rows["one.md"]["outcome"] == "created"
    assert "in the future" in rows["two.md"]["notes"]
    assert UpdatePage.objects.get().first_published_at == datetime(2026, 3, 4, 8, tzinfo=UTC)


def test_what_other_programs_left_in_a_folder_is_no_post(tmp_path):
    write_post(tmp_path / "one.md", "title: One", "---", "Words.")
    for name in ("__MACOSX/._one.md", ".trash/old.md", "._one.md"):
        write_post(tmp_path / name, "title: Old", "---", "Words.")

    rows, _said = run(source=tmp_path)

    assert list(rows) == ["one.md"]


def test_a_path_too_long_to_be_redirected_is_said(tmp_path):
    write_post(tmp_path / "one.md", "title: One", f"aliases: [/{'long/' * 60}]", "---", "Words.")

    rows, _said = run(source=tmp_path)

    assert rows["one.md"]["outcome"] == "created"
    assert "too long" in rows["one.md"]["notes"]
    assert not Redirect.objects.exists()


def test_a_post_that_the_database_refuses_stops_no_other(tmp_path, monkeypatch):
    for name in ("one", "two"):
        write_post(tmp_path / f"{name}.md", f"title: {name.title()}", "---", "Words.")
    store_page = Importer.store_page

    def collide(self, page, post, *, is_new):
        if post.slug == "one":
            raise IntegrityError("UNIQUE constraint failed: wagtailcore_page.path")
        store_page(self, page, post, is_new=is_new)

    monkeypatch.setattr(Importer, "store_page", collide)

    rows, _said = run(source=tmp_path)

    assert rows["one.md"]["outcome"] == "failed"
    assert rows["two.md"]["outcome"] == "created"
    assert "UNIQUE" in rows["one.md"]["notes"]


def test_what_no_database_takes_stands_in_no_report(tmp_path):
    write_post(tmp_path / "one.md", "title: One", 'date: "a\\0b"', "---", "Words.")
    write_post(tmp_path / "two.md", "title: Two", 'kind: "\\uD800"', "---", "Words.")
    (tmp_path / b"caf\xe9.md".decode(errors="surrogateescape")).write_text("---\ntitle: Three\n---\nWords.")

    rows, _said = run(source=tmp_path)

    assert len(rows) == 3
    for row in rows.values():
        assert not re.search(r"[\x00\ud800-\udfff]", f"{row['name']}{row['notes']}")


def test_links_are_made_also_after_a_run_that_was_killed(tmp_path, monkeypatch):
    write_post(tmp_path / "one.md", "title: One", "---", "[Two](/post/two)")
    write_post(tmp_path / "two.md", "title: Two", "---", "Words.")
    with monkeypatch.context() as killed:
        killed.setattr(Importer, "link_pages", lambda self, keys: None)
        run(*OLD, source=tmp_path)

    rows, _said = run(*OLD, source=tmp_path)

    assert {row["outcome"] for row in rows.values()} == {"unchanged"}
    two = UpdatePage.objects.get(slug="two")
    assert f'linktype="page" id="{two.pk}"' in str(UpdatePage.objects.get(slug="one").body.raw_data[0]["value"])
