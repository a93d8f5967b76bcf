"""The group of translators that each language has."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate, post_save
from wagtail.models import Locale

from cms.translation.models import TranslatorGroup, is_installed


def connect_signals() -> None:
    post_migrate.connect(make_groups, sender=apps.get_app_config("translation"), dispatch_uid="translators")
    post_save.connect(make_group_of_new_language, sender=Locale, dispatch_uid="translators")


def make_groups(sender: Any, **kwargs: Any) -> None:
    """Give every language a group. One that was renamed stays, and one that was deleted comes back with `migrate`."""
    if not is_installed(TranslatorGroup, kwargs.get("apps") or apps):
        return
    for locale in Locale.objects.exclude(pk__in=TranslatorGroup.objects.values("locale")):
        make_group(locale)


def make_group_of_new_language(sender: Any, instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        make_group(instance)


def make_group(locale: Locale) -> None:
    """Make the group: its members may sign in to the admin, and translate into the language."""
    group, _created = Group.objects.get_or_create(name=f"Translators ({locale.language_code})")
    group.permissions.add(*Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    TranslatorGroup.objects.get_or_create(group=group, defaults={"locale": locale})
