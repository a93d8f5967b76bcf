"""An instance that the loader makes is like one that Django makes, whatever its model does about that."""

from typing import Any

import pytest
from django.db import models
from django.db.models import Model

from cms.represent.bulk import Table, fetch
from cms.represent.checks import list_models
from cms.represent.instances import find_init_attributes
from tests.cms.samples import assert_alike, load, make_model

pytestmark = pytest.mark.django_db


class Doubled:
    """A descriptor that keeps twice of what it is given."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        return self if instance is None else instance.__dict__["twice"]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__["twice"] = value * 2


class DoubledField(models.CharField):
    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, Doubled())


def test_a_field_keeps_its_value_as_its_class_says():
    model = make_model(value=DoubledField(max_length=20))
    model.objects.bulk_create([model(value="ab")])

    assert_alike(model)
    assert load(model)[0].value == "abababab"


def test_a_model_that_makes_its_instances_itself_makes_them():
    def from_db(cls: Any, db: Any, names: Any, values: Any) -> Any:
        instance = super(model, cls).from_db(db, names, values)
        instance.was_loaded = True
        return instance

    model = make_model(value=models.IntegerField(), from_db=classmethod(from_db))
    model.objects.create(value=1)

    assert load(model, extras={"more": models.Value(7)})[0].__dict__.items() >= {"was_loaded": True, "more": 7}.items()
    assert_alike(model)


def test_a_model_with_its_own_init_is_made_by_it():
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        Model.__init__(self, *args, **kwargs)
        self.original = self.value

    model = make_model(value=models.IntegerField(), __init__=init)
    model.objects.create(value=1)

    assert load(model)[0].original == 1


@pytest.mark.parametrize("model", list_models(), ids=lambda model: model._meta.label)
def test_what_is_known_of_constructors_is_all_that_they_do(model):
    fields = {field.attname for field in model._meta.concrete_fields}

    made = {name: value for name, value in vars(model(pk=1)).items() if name not in {"_state", *fields}}

    assert made == find_init_attributes(model)


def test_what_is_deferred_is_left_out_of_an_instance_that_django_makes(django_assert_num_queries):
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        Model.__init__(self, *args, **kwargs)

    model = make_model(value=models.IntegerField(), other=models.TextField(), __init__=init)
    model.objects.create(value=1, other="later")
    table = Table(model.objects.defer("other"))

    [row] = fetch([(table, {})])[table]

    assert row.get_deferred_fields() == {"other"}
    with django_assert_num_queries(1):
        assert row.other == "later"
