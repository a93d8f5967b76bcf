"""Who may translate: whoever may edit the translation, and translators of its language."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from cms.translation.models import TranslatorGroup

SUBMIT = "wagtail_localize.submit_translation"


def list_languages(user: Any) -> "QuerySet[Locale]":
    """Return the languages into which a user translates: those of their groups, or all for whoever sends texts."""
    if user.has_perm(SUBMIT):
        return Locale.objects.all()
    groups = TranslatorGroup.objects.filter(group__user=user)
    return Locale.objects.filter(pk__in=groups.values("locale")) if user.is_active else Locale.objects.none()


def has_languages(user: Any) -> bool:
    """Whether there are any."""
    return bool(user.has_perm(SUBMIT)) or list_languages(user).exists()


def may_translate(user: Any, target: Any) -> bool:
    """Whether a user may change a translation, which is a page or snippet, and submit it."""
    if user.is_active and TranslatorGroup.objects.filter(group__user=user, locale=target.locale_id).exists():
        return True
    if isinstance(target, Page):
        return bool(target.permissions_for_user(user).can_edit())
    return bool(policy_registry.get(target).user_has_permission(user, "change"))
