"""Dates as people type them, in every form of the admin."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import translation
from wagtail import blocks
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from blog.blocks import UpdateBody
from cms.blocks.dates import ClockField, DayField, MomentField
from cms.streams import SharedBody
from tests import factories
from tests.blocks import walk_blocks
from tests.cms.test_publication import fill_form

LANGUAGES = ["en", "cy", "de", "en-us"]  # a colleague may read the admin in another language than the site


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        *["31/10/2022 10:00", "31/10/22 10:00", "31 Oct 2022 10:00", "31 October 2022, 10:00", "31/10/2022, 10:00"],
        *["2022-10-31 10:00", "2022-10-31T10:00", "2022-10-31T10:00:00Z", " 31/10/2022 10:00 "],
    ],
)
def test_a_moment_is_read_as_the_site_writes_it(language, text):
    with translation.override(language):
        assert MomentField().clean(text) == datetime(2022, 10, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["31/10/2022", "31/10/22", "31 Oct 2022", "31 October 2022", "2022-10-31"])
def test_so_is_a_day(language, text):
    with translation.override(language):
        assert DayField().clean(text) == date(2022, 10, 31)


def test_so_is_a_time():
    assert ClockField().clean("19:30") == time(19, 30)


@pytest.mark.parametrize(
    "text", ["2022-02-30", "2022-02-30 10:00", "30/02/2022 10:00", "10/31/2022 10:00", "soon", "31/10/2022 25:00"]
)
@pytest.mark.parametrize("field", [MomentField, DayField])
def test_what_is_no_date_is_refused_with_an_example(field, text):
    with pytest.raises(ValidationError) as caught:
        field().clean(text)

    assert "31/10/2022" in caught.value.messages[0]


def test_seconds_that_are_not_shown_are_no_change():
    moment = datetime(2022, 10, 31, 10, 0, 37, tzinfo=UTC)

    assert not MomentField().has_changed(moment, "31/10/2022 10:00")
    assert MomentField().has_changed(moment, "31/10/2022 10:01")


COLUMNS = {models.DateTimeField: MomentField, models.DateField: DayField, models.TimeField: ClockField}


@pytest.mark.parametrize("model", [*get_page_models(), *get_snippet_models()], ids=lambda model: model._meta.label)
def test_every_column_with_a_date_has_such_a_field(model):
    for column in model._meta.get_fields():
        kind = COLUMNS.get(type(column))
        if kind and column.editable:
            assert isinstance(formfield_for_dbfield(column), kind)


@pytest.mark.parametrize("body", [UpdateBody, SharedBody])
def test_every_block_with_a_date_has_such_a_field(body):
    kinds = {blocks.DateTimeBlock: MomentField, blocks.DateBlock: DayField, blocks.TimeBlock: ClockField}
    for block, path in walk_blocks(body()):
        for kind, field in kinds.items():
            if isinstance(block, kind):
                assert isinstance(block.field, field), path


@pytest.mark.django_db
def test_what_was_typed_is_kept_and_the_error_stands_beside_it(admin_client):
    page = factories.make_standard_page()
    data = fill_form(admin_client, page, go_live_at="2022-02-30 10:00", expire_at="soon", comments_until="30/2/2022")

    html = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).content.decode()

    for text in ("2022-02-30 10:00", "soon", "30/2/2022"):
        assert f'value="{text}"' in html
    assert html.count("Enter a date and time that exist, such as 31/10/2022 19:30.") == 2
    assert html.count("Enter a date that exists, such as 31/10/2022.") == 1


@pytest.mark.django_db
def test_the_form_writes_dates_as_the_site_does(admin_client):
    page = factories.make_standard_page(expire_at=datetime(2099, 10, 31, 10, tzinfo=UTC))

    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert 'value="31/10/2099 10:00"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("report", "field"),
    [
        ("site_history", "timestamp_from"),
        ("aging_pages", "last_published_at"),
        ("workflow", "created_at_from"),
        ("workflow_tasks", "started_at_to"),
        ("locked_pages", "locked_at_from"),
    ],
)
def test_the_filters_of_reports_read_the_dates_of_the_site(report, field, language, client):
    user = factories.make_user(group="Moderators")
    UserProfile.objects.create(user=user, preferred_language=language)
    client.force_login(user)

    for typed, is_valid in (("31/10/2022", True), ("2022-10-31", True), ("10/31/2022", False)):
        response = client.get(reverse(f"wagtailadmin_reports:{report}"), {field: typed})

        assert (not response.context["filters"].form.errors) == is_valid
