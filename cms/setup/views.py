"""The page of the first start, which exists only until there is an administrator."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from cms.setup.first import AlreadySetUp, describe_rest, is_set_up, is_token, set_up
from cms.setup.forms import SetupForm


@sensitive_post_parameters("password")
def show_setup(request: HttpRequest, token: str) -> HttpResponse:
    if not is_token(token) or is_set_up():
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_up(**form.cleaned_data)
        except AlreadySetUp as error:
            raise Http404 from error
        messages.success(
            request, _("The site is ready. Sign in.") + " " + describe_rest(form.cleaned_data["time_zone"])
        )
        return redirect("wagtailadmin_login")
    return render(request, "setup/setup.html", {"form": form})
