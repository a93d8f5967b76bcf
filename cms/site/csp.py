"""The content security policy: strict for readers, less strict for Wagtail's admin."""

from collections.abc import Iterable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

# What Wagtail's admin needs besides what pages of the site may do: inline styles and scripts, and previews in a frame.
OF_ADMIN = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with a policy of its own for every address of the admin; that of all others is written once."""

    admin = cached_property(lambda self: reverse("wagtailadmin_home"))
    of_site: str | None = None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or request.path.startswith(self.admin):  # in debugging, Django's pages for errors need more
            return super().process_response(request, response)
        if self.of_site is None:
            self.of_site = super().process_response(request, HttpResponse())[HEADER]
        response.headers.setdefault(HEADER, self.of_site)
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(self.admin) and not report_only:
            parts.config = make_admin_policy(getattr(request, "framed_origins", ()))
        return parts


def make_admin_policy(framed_origins: Iterable[str]) -> dict[str, list[str]]:
    """Return the policy of a page of the admin, which may frame these origins too."""
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return {**policy, **OF_ADMIN, "frame-src": ["'self'", *policy["frame-src"], *framed_origins]}
