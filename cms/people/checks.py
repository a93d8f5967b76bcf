"""The check of people whom pages introduce or quote."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.checking.checks import Check, Finding
from cms.checking.content import Content, Place
from cms.checking.shown import Named, find_named
from cms.people.models import Person


def list_people(content: Content) -> Iterator[tuple[Place, int]]:
    for part in content.parts:
        is_chooser = isinstance(part.block, SnippetChooserBlock) and part.block.target_model is Person
        if is_chooser and isinstance(part.value, int):
            yield part.place, part.value


class DraftPerson(Check):
    name = "draft_person"
    label = _("People who are still drafts")
    problem = _("%(name)s is still a draft.")
    reason = _("Readers see neither them nor this block until they are published.")
    remedy = _("Publish the person together with the page, or choose somebody else.")
    mend_label = _("Publish this person")

    def load(self, contents: Sequence[Content]) -> dict[int, Named]:
        return find_named(Person, {key for content in contents for _place, key in list_people(content)})

    def find(self, content: Content, loaded: dict[int, Named]) -> Iterator[Finding]:
        for place, key in list_people(content):
            named = loaded.get(key)
            if named and not named.is_shown_in(content.page.locale_id):
                revision = named.instance.latest_revision
                name = (revision.object_str if revision else "") or str(named.instance)
                yield Finding(place, {"name": name, "person": key}, draft=named.instance)

    def may_mend(self, finding: Finding, user: Any) -> bool:
        return bool(policy_registry.get_by_type(Person).user_has_permission(user, "publish"))

    @transaction.atomic
    def mend(self, finding: Finding, user: Any) -> str:
        person = Person.objects.select_for_update().get(pk=finding.values["person"])
        if not person.live:
            revision = person.get_latest_revision() or person.save_revision(user=user)
            revision.publish(user=user)
        return gettext("%(name)s is published.") % {"name": person}


CHECKS: list[type[Check]] = [DraftPerson]
