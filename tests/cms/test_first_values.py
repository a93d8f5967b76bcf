"""What the fields of a new object have in them."""

from django.apps import apps
from django.db.models import NOT_PROVIDED


def test_every_default_of_the_database_is_one_of_the_form_too():
    """A form that has only the database's shows its Python representation, which is no valid value."""
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.db_default is not NOT_PROVIDED and field.default is NOT_PROVIDED
    ]

    assert missing == []
