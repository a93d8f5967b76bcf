"""Where a front end shows drafts."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from wagtail.models import Page

from cms.models import Organisation
from cms.models.addresses import find_origin
from cms.represent.site_context import SiteContext


class FrontEnd(NamedTuple):
    """The site that shows the content of one of ours; ``address`` is where it shows drafts."""

    address: str

    @property
    def origin(self) -> str:
        return find_origin(self.address)

    def write_link(self, page: Any, token: str) -> str:
        """Return the address that shows a page: the token is in the fragment, so that it reaches no log."""
        parts = page.get_url_parts()
        known = {"token": token, "path": (parts and parts[2]) or "/", "locale": page.locale.language_code}
        return f"{self.address}#{urlencode(known)}"


def find_front_end(page: Page) -> FrontEnd | None:
    """Return the front end that shows drafts of the site of a page; ``None`` if there is none."""
    site = SiteContext.of(None).find_owner(page)
    address = site and Organisation.objects.filter(site=site).values_list("preview_url", flat=True).first()
    return FrontEnd(address) if address else None


def list_origins() -> set[str]:
    """Return the origins of all front ends that show drafts."""
    addresses = Organisation.objects.exclude(preview_url="").values_list("preview_url", flat=True)
    return {find_origin(address) for address in addresses}
