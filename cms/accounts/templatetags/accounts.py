from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def cms_name() -> str:
    """Return the name of the installation (``SITE_NAME``), before and after somebody signs in."""
    return str(settings.WAGTAIL_SITE_NAME)
