"""The addresses of people: one for each person and language, from the name, and the ones that they had before."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.slugs import make_slug

if TYPE_CHECKING:
    from cms.people.models import Person


class FormerAddress(models.Model):
    """A slug that a person had. It leads to the person for ever."""

    # The person changes with it.
    in_feed = False

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(_("slug"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "slug"], name="one_former_address_per_slug")]

    def __str__(self) -> str:
        return self.slug


def suggest_slug(person: "Person") -> str:
    """Return the slug of a person, or one from the name, with a number if somebody else has or had it."""
    wanted = person.slug or make_slug(person.name)[:100] or "person"
    if wanted.isdigit():  # addresses were numbers once
        wanted = f"person-{wanted}"
    others = type(person).objects.filter(locale_id=person.locale_id).exclude(pk=person.pk)
    former = FormerAddress.objects.filter(person__in=others)
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(former.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(slug for slug in (wanted, *(f"{wanted}-{number}" for number in numbers)) if slug not in taken)
