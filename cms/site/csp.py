"""The content security policy: strict for readers, less strict for Wagtail's admin."""

from collections.abc import Iterable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

# What Wagtail's admin needs besides what pages of the site may do: inline styles, and previews in a frame. It needs no
# inline scripts: `cms.upstream.wagtail_scripts` and templates of ours replace them.
OF_ADMIN = {
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp with a policy of its own for every address of the admin."""

    admin = cached_property(lambda self: reverse("wagtailadmin_home"))

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
