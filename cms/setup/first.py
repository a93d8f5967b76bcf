"""The first start of a site: its organisation, languages, time zone and first administrator."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Locale, Site
from wagtail.users.models import UserProfile

from cms.models import Organisation


class AlreadySetUp(Exception):
    """There is an administrator already, so nobody else becomes one this way."""


def is_set_up() -> bool:
    return bool(get_user_model().objects.filter(is_superuser=True).exists())


def make_token() -> str:
    """Return what proves that somebody may read the server's secret, since strangers reach the page as well."""
    return salted_hmac("cms.setup", "first start", algorithm="sha256").hexdigest()[:40]


def is_token(token: str) -> bool:
    return constant_time_compare(token, make_token())


def make_link() -> str:
    return f"{settings.BASE_URL}{reverse('setup', args=[make_token()])}"


@transaction.atomic
def set_up(
    *, organisation: str, languages: Iterable[str], time_zone: str, username: str, email: str, password: str
) -> Any:
    """Make everything that a new site needs, once, and return its administrator.

    Whoever comes second waits for the row of the site, and then finds an administrator.
    """
    site = Site.objects.select_for_update().get(is_default_site=True)
    if is_set_up():
        raise AlreadySetUp
    site.site_name = organisation
    site.save()
    row = Organisation.for_site(site)
    row.name = organisation
    row.save()
    for code in {settings.LANGUAGE_CODE, *languages}:
        Locale.objects.get_or_create(language_code=code)
    user = get_user_model().objects.create_superuser(username, email, password)
    UserProfile.objects.update_or_create(user=user, defaults={"current_time_zone": time_zone})
    return user


def describe_rest(time_zone: str) -> str:
    """Return what is left to do: the time zone of all others is a setting of the processes."""
    if time_zone == settings.TIME_ZONE:
        return ""
    return _("Set TIME_ZONE=%(zone)s and restart, so that the site uses it too.") % {"zone": time_zone}
