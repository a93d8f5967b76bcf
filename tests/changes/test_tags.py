"""`Cache-Tag`: an answer that a change concerns has a tag that the change purges."""

import pytest
from django.db import connection
from django.db.models.functions import Length
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.caching.stale import list_stale_tags
from cms.caching.tags import ALL, GLOBAL_MODELS, MAX_LENGTH, SITE, list_tags, write_tags
from cms.changes.feed import follow_changes
from cms.changes.models import Change
from cms.changes.watched import ADDRESS_COLUMNS
from cms.freshness.reads import Reads, find_tables, read_chosen, track_models, track_objects, track_reads, untracked
from cms.models import Image, Organisation
from cms.represent.site_context import list_tables
from tests.changes.commits import settle
from tests.factories import (
    block,
    get_home,
    make_event,
    make_image,
    make_person,
    make_standard_page,
    make_topic,
    make_update,
)

pytestmark = pytest.mark.django_db


def read_tags(path: str) -> set[str]:
    response = Client().get(path)
    assert response.status_code == 200, path
    return set(response["Cache-Tag"].split(","))


class Since:
    """Tells which tags have become stale since it was made."""

    def __init__(self) -> None:
        self.version = settle()

    @property
    def stale(self) -> set[str]:
        settle()
        return list_stale_tags(follow_changes(self.version))


# Answers


def test_a_detail_has_the_tags_of_what_it_shows_and_of_no_other_list():
    image, person, topic = make_image(), make_person(), make_topic()
    page = make_standard_page(
        body=[block("quote", {"text": "Yes.", "person": person.pk, "attribution": "", "role": ""})],
        hero_image=image,
    )
    make_standard_page()

    assert read_tags(f"/api/v2/pages/{page.pk}/") == {
        SITE,
        f"image-{image.pk}",
        f"page-{page.pk}",
        f"page-{get_home().pk}",
        f"person-{person.pk}",
    }
    assert f"topic-{topic.pk}" not in read_tags(f"/api/v2/pages/{page.pk}/")


def test_a_list_has_the_tag_of_all_that_could_be_in_it():
    make_update()
    make_event()

    assert {SITE, "updatepage-set"} <= read_tags("/api/v2/updates/")
    assert {SITE, "eventpage-set"} <= read_tags("/api/v2/events/")
    assert not {"pages", "page-set"} & (read_tags("/api/v2/updates/") | read_tags("/api/v2/events/"))
    assert {SITE, "page-set"} <= read_tags("/api/v2/pages/")
    assert {SITE, "pages"} <= read_tags("/sitemap.xml")  # which says when each was changed


def test_a_list_that_is_chosen_or_ordered_by_what_objects_contain_depends_on_that():
    make_update()

    assert "updatepages" in read_tags("/api/v2/updates/?order=title")
    assert "updatepages" in read_tags("/api/v2/updates/?title=News")
    assert "updatepages" not in read_tags("/api/v2/updates/?order=-first_published_at&kind=news")


def test_a_page_has_tags_of_what_surrounds_it():
    Organisation.for_site(Site.objects.get())  # the first answer of a site makes it, and so depends on more
    page = make_standard_page(make_standard_page())
    above = page.get_parent()

    tags = read_tags(page.get_url())

    assert {SITE, "navigation-set", "sitetext-set", f"page-{page.pk}", f"page-{above.pk}"} <= tags
    assert not tags & {"pages", "standardpages", ALL}


@pytest.mark.parametrize("path", ["/robots.txt", "/api/v2/schema/", "/api/v2/changes/"])
def test_what_depends_on_nothing_known_has_the_tag_that_every_change_purges(path):
    assert read_tags(path) == {SITE, ALL}


def test_an_unchanged_answer_has_its_tags_too():
    etag = Client().get("/api/v2/updates/")["ETag"]

    response = Client().get("/api/v2/updates/", headers={"If-None-Match": etag})

    assert (response.status_code, response["Cache-Tag"]) == (304, "site,updatepage-set")


@pytest.mark.parametrize("headers", [{"Cookie": "sessionid=abc"}, {"Authorization": "Bearer abc"}])
def test_what_is_for_one_person_has_none(headers):
    assert "Cache-Tag" not in Client().get("/api/v2/updates/", headers=headers)


def test_very_many_objects_give_way_to_the_tag_of_all_of_them():
    reads = Reads()
    page = type(make_standard_page())
    reads.objects = {(page, number) for number in range(10_000, 10_000 + MAX_LENGTH)} | {(Image, 7)}

    value = write_tags(list_tags(reads))

    assert value == "site,image-7,pages"


# Reading


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('SELECT 1 FROM "a" INNER JOIN "b" ON ("a"."b_id" = "b"."id")', {"a", "b"}),
        ("SELECT 1 FROM a LEFT OUTER JOIN b x ON x.id = a.id", {"a", "b"}),
        ('SELECT 1 FROM "a" WHERE "a"."id" IN (SELECT U0."a_id" FROM "c" U0)', {"a", "c"}),
        ('SELECT EXTRACT(YEAR FROM "a"."day") FROM "a"', {"a"}),
        ("SELECT value FROM json_each(%s)", set()),
        ("SELECT unnest(%s::bigint[])", set()),
        (
            'SELECT 1 FROM "t" INNER JOIN "wagtailcore_page" ON ("t"."page_ptr_id" = "wagtailcore_page"."id")',
            {"t"},
        ),
        ('SELECT 1 FROM "t" U0 INNER JOIN "wagtailcore_page" U1 ON (U0."page_ptr_id" = U1."id")', {"t"}),
        (
            'SELECT 1 FROM "t" INNER JOIN "wagtailcore_page" ON ("t"."page_id" = "wagtailcore_page"."id")',
            {"t", "wagtailcore_page"},
        ),
        ('SAVEPOINT "a"', set()),
    ],
)
def test_the_tables_of_a_statement(sql, tables):
    found = find_tables(sql)

    assert found.rows | found.sets == tables


@pytest.mark.parametrize(
    ("sql", "reads_contents"),
    [
        ('SELECT "blog_updatepage"."page_ptr_id" FROM "blog_updatepage" WHERE "blog_updatepage"."kind" = %s', False),
        ('SELECT COUNT(*) FROM "blog_updatepage"', False),
        ('SELECT "blog_updatepage"."introduction" FROM "blog_updatepage"', True),
        ('SELECT 1 FROM "blog_updatepage" U0 WHERE U0."body" LIKE %s', True),
        ('SELECT 1 FROM "blog_updatepage" ORDER BY "introduction"', True),
        ("SELECT * FROM blog_updatepage", True),
        ('SELECT DISTINCT * FROM "blog_updatepage"', True),
        ('SELECT "blog_updatepage".* FROM "blog_updatepage"', True),
        ('SELECT 1 FROM "blog_updatepage" U0 JOIN "wagtailcore_page" U1 ON (U0."page_ptr_id" = U1."id")', False),
        ('SELECT U1.title FROM "blog_updatepage" U0 JOIN "wagtailcore_page" U1 ON (U0."page_ptr_id" = U1."id")', True),
    ],
)
def test_a_statement_depends_on_contents_if_it_names_a_column_of_them(sql, reads_contents):
    assert ("blog_updatepage" in find_tables(sql).rows) is reads_contents
    assert ("blog_updatepage" in find_tables(sql).sets) is not reads_contents


@pytest.mark.parametrize(
    ("narrow", "reads_contents"),
    [
        (lambda updates: updates.order_by("-first_published_at")[:2], False),
        (lambda updates: updates.filter(kind="news"), False),
        (lambda updates: updates.order_by("title"), True),
        (lambda updates: updates.filter(introduction__contains="a"), True),
        (lambda updates: updates.annotate(long=Length("introduction")).filter(long__gt=1), True),
    ],
)
def test_what_is_shown_of_chosen_objects_concerns_these_alone(narrow, reads_contents):
    update = make_update(kind="news", introduction="A garden")
    make_update(live=False)
    with track_reads() as reads:
        found = read_chosen(narrow(type(update).objects.live()))

    assert found == [update]
    assert reads.objects == {(type(update), update.pk)}
    assert ("blog_updatepage" in reads.tables) is reads_contents
    assert "blog_updatepage" in reads.tables | reads.sets


def test_only_what_is_not_told_is_noticed():
    image = make_image()
    with track_reads() as reads:
        with untracked(), untracked():
            list(Image.objects.all())
        track_objects([image])
        with untracked():
            Site.objects.count()
        assert (reads.objects, reads.tables) == ({(Image, image.pk)}, set())
        list(Locale.objects.all())
        track_models(Image)
    list(Organisation.objects.all())

    assert (reads.tables, reads.sets) == ({"cms_image"}, {"wagtailcore_locale"})


def test_a_table_that_nobody_knows_is_one_of_anything():
    with track_reads() as reads, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")

    assert write_tags(list_tags(reads)) == "site,all"


# Changes


def test_what_every_answer_knows_first_concerns_all():
    """Reading it leaves no tag."""
    known = {table.model for table in list_tables().values()} - {Page, Change}

    assert known >= set(ADDRESS_COLUMNS)
    assert known <= set(GLOBAL_MODELS)


def test_nothing_is_stale_without_a_change():
    assert Since().stale == set()


def test_a_page_that_was_edited_concerns_itself_and_lists_of_its_type():
    page = make_standard_page()
    since = Since()

    page.introduction = "New"
    page.save_revision().publish()

    assert since.stale == {ALL, "pages", "standardpages", f"page-{page.pk}"}

    type(page).objects.update(slug="elsewhere")
    assert {"page-set", "standardpage-set"} <= since.stale


def test_a_new_translation_concerns_whoever_shows_the_others():
    page = make_standard_page()
    welsh = Locale.objects.create(language_code="cy")
    get_home().copy_for_translation(welsh).get_latest_revision().publish()
    since = Since()

    copied = page.copy_for_translation(welsh)
    copied.get_latest_revision().publish()

    assert {f"page-{page.pk}", f"page-{copied.pk}"} <= since.stale
    assert SITE not in since.stale


def test_a_page_that_stands_in_for_a_translation_depends_on_where_its_place_is():
    update = make_update()
    welsh = Locale.objects.create(language_code="cy")
    get_home().copy_for_translation(welsh).get_latest_revision().publish()
    archive = update.get_parent().specific.copy_for_translation(welsh)
    archive.get_latest_revision().publish()
    path = "/api/v2/updates/?locale=cy&fallback=1"
    before, tags, since = Client().get(path).content, read_tags(path), Since()

    archive.slug = "diweddariadau"
    archive.save_revision().publish()

    assert Client().get(path).content != before
    assert tags & since.stale


def test_what_is_below_a_draft_depends_on_the_translations_of_the_draft():
    """Its links to other languages lead to the nearest page above it that is translated, as do gaps."""
    draft = make_standard_page(live=False)
    page = make_standard_page(draft)
    shower = make_standard_page(body=[block("paragraph", f'<a linktype="page" id="{page.pk}">It</a>')])
    welsh = Locale.objects.create(language_code="cy")
    get_home().copy_for_translation(welsh).get_latest_revision().publish()
    translated = shower.copy_for_translation(welsh)
    translated.get_latest_revision().publish()
    nearest = draft.copy_for_translation(welsh)
    nearest.slug = "lle"
    paths = [page.get_url(), type(shower).objects.get(pk=translated.pk).get_url()]
    before, since = [(Client().get(path).content, read_tags(path)) for path in paths], Since()

    nearest.save_revision().publish()

    for path, (content, tags) in zip(paths, before, strict=True):
        assert Client().get(path).content != content
        assert tags & since.stale


@pytest.mark.parametrize(
    "change",
    [
        lambda: Site.objects.update(port=8001),
        lambda: Locale.objects.create(language_code="cy"),
        lambda: Organisation.for_site(Site.objects.get()),
        lambda: PageViewRestriction.objects.create(page=make_standard_page(), restriction_type="login"),
        lambda: get_home().copy_for_translation(Locale.objects.create(language_code="cy")).save(),
    ],
)
def test_what_every_answer_depends_on_concerns_all(change):
    since = Since()

    change()

    assert SITE in since.stale


def test_what_the_code_does_not_know_concerns_all():
    since = Since()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO changes_change (type, object_id, locale, op, moment)"
            " VALUES ('old.model', '1', '', 'change', %s)",
            ["2026-01-01 00:00:00+00:00"],
        )

    assert SITE in since.stale
