"""What the adapter of Django puts together is what Django makes."""

import pytest
from django.db import DatabaseError, connection, transaction
from wagtail.models import Locale

from cms.upstream.django import (
    is_loaded,
    list_missing_migrations,
    list_ordering,
    make_instance,
    open_cursor,
    write_statement,
)

pytestmark = pytest.mark.django_db


def test_an_instance_is_as_if_the_database_had_given_it():
    locale = Locale.objects.get(language_code="en")

    made = make_instance(Locale, {"id": locale.pk, "language_code": "en"}, "default")

    assert made == locale
    assert (made._state.adding, made._state.db) == (locale._state.adding, locale._state.db)
    made.language_code = "en-gb"
    made.save()
    assert Locale.objects.get(pk=locale.pk).language_code == "en-gb"


def test_a_written_statement_finds_what_the_queryset_finds():
    sql, parameters = write_statement(Locale.objects.filter(language_code="en").values_list("language_code"))

    with open_cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()

    assert found == [("en",)]


def test_a_statement_that_the_database_refuses_is_an_error_of_django():
    with pytest.raises(DatabaseError), transaction.atomic(), open_cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere", [])


def test_fields_that_a_queryset_defers_are_not_loaded():
    code, pk = Locale._meta.get_field("language_code"), Locale._meta.pk

    assert is_loaded(code, Locale.objects.all())
    assert not is_loaded(code, Locale.objects.defer("language_code"))
    assert not is_loaded(code, Locale.objects.only("pk"))
    assert is_loaded(pk, Locale.objects.only("language_code"))


def test_the_ordering_is_what_was_asked_for():
    assert list_ordering(Locale.objects.order_by("-pk")) == ("-pk",)
    assert list_ordering(Locale.objects.order_by()) == ()


def test_a_database_that_is_migrated_lacks_nothing():
    assert list_missing_migrations(connection) == []
