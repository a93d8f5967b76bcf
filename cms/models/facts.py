"""Facts: fields that no language changes, such as when an event is, or what kind of update a page is.

A model declares them with ``override_translatable_fields = declare_facts("kind", "period")``. One translation holds
them. When it is published, the others have the same at once (``cms.translation.facts``); they cannot change them.
"""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from wagtail.models import Page, Revision, TaskState
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from cms.represent.visibility import SITE_TREE


def declare_facts(*names: str) -> list[SynchronizedField]:
    return [SynchronizedField(name, overridable=False) for name in names]


def is_fact(one: BaseTranslatableField) -> bool:
    return isinstance(one, SynchronizedField) and not one.overridable


def list_facts(model: Any) -> list[str]:
    """Return the names of the facts that a model declares."""
    declared = getattr(model, "override_translatable_fields", ())
    return [one.field_name for one in declared if is_fact(one)]


def declare_own(*names: str) -> list[BaseTranslatableField]:
    """Return what says that each language has its own values of these fields, such as when it expires."""
    return [BaseTranslatableField(name) for name in names]


def list_translations(instance: Any) -> "QuerySet[Any]":
    """Return a page or snippet in every language, including itself, without aliases, which Wagtail updates."""
    found = type(instance)._default_manager.filter(translation_key=instance.translation_key)
    return found.filter(alias_of__isnull=True) if isinstance(instance, Page) else found


def list_open_drafts(instances: "list[Any]") -> "QuerySet[Revision]":
    """Return the versions of pages or snippets of one type that may be published: latest, scheduled, in moderation."""
    if not instances:
        return Revision.objects.none()
    own = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(type(instances[0]), for_concrete_model=False),
        object_id__in=[str(one.pk) for one in instances],
    )
    in_review = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    latest = Q(pk__in=[one.latest_revision_id for one in instances if one.latest_revision_id])
    return own.filter(latest | Q(approved_go_live_at__isnull=False) | Q(pk__in=in_review))


def find_holder(instance: Any) -> Any:
    """Return the translation that holds the facts; ``None`` if nothing was published yet.

    It is public, if any is: the original that translators work from; else the one in the site's language; else the
    oldest. What is in the bin holds nothing.
    """
    from wagtail_localize.models import Translation

    followed = Translation.objects.filter(source__object_id=instance.translation_key, enabled=True)
    is_original = Exists(followed.filter(source__locale=OuterRef("locale")))
    is_target = Exists(followed.filter(target_locale=OuterRef("locale")))
    rank = Case(
        When(Q(is_original) & ~Q(is_target), then=Value(0)),
        When(locale__language_code=settings.LANGUAGE_CODE, then=Value(1)),
        default=Value(2),
    )
    published = list_translations(instance).filter(last_published_at__isnull=False)
    if isinstance(instance, Page):
        published = published.filter(path__startswith=SITE_TREE)
    return published.order_by("-live", rank, "pk").first()
