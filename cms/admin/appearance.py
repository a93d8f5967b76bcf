"""Checks a colour while it is chosen."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.permissions import policy_registry

from cms.brand.palette import CHECKS, check_colour
from cms.brand.stylesheet import DEFAULTS
from cms.models.appearance import Appearance
from cms.models.brand import describe_problem, normalise_colour


@never_cache
@require_safe
def show_check(request: HttpRequest) -> JsonResponse:
    """Answer what is wrong with ``?colour=`` as ``?role=``, and the nearest colour that passes.

    An empty colour is that of the default look, which the palette beside the text then shows.
    """
    if not policy_registry.get_by_type(Appearance).user_has_permission(request.user, "change"):
        raise PermissionDenied
    role, colour = request.GET.get("role", ""), normalise_colour(request.GET.get("colour", ""))
    if role not in CHECKS:
        return JsonResponse({"message": "role: accent or second"}, status=400)
    problem = describe_problem(role, colour)
    try:
        finding = check_colour(role, colour) if colour else None
    except ValueError:
        finding = None
    return JsonResponse(
        {"colour": colour or DEFAULTS[role], "problem": problem, "nearest": finding.nearest if finding else ""}
    )
