"""The views of the admin behind the preview panel."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from rest_framework.exceptions import APIException

from cms.preview.addresses import find_front_end
from cms.preview.tokens import StoredForm, write_form_token
from cms.upstream.previews import find_form


@require_POST
def open_preview(request: HttpRequest) -> HttpResponse:
    """Answer where the front end shows what the panel at ``panel`` has stored, and keep that for another while."""
    form = find_form(request.POST.get("panel", ""), request.user)
    if form is None:
        raise Http404
    form.last_updated_at = timezone.now()
    form.save(update_fields=["last_updated_at"])
    stored = StoredForm(form)
    try:
        page = stored.make_page()
    except APIException as error:
        raise PermissionDenied from error
    front_end = find_front_end(page)
    if front_end is None:
        raise Http404
    token = write_form_token(form)
    return JsonResponse({"url": front_end.write_link(page, token), "expires": stored.expires})
