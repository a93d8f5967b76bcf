"""The screen on which an administrator decides which checks block."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.checking.blocking import list_blocking
from cms.checking.checks import list_checks
from cms.checking.models import BlockingCheck

PERMISSION = "checking.change_blockingcheck"
ADVICE, BLOCKING = "advice", "blocking"


class ChecksForm(forms.Form):
    """For each check, whether it advises or blocks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blocking = list_blocking()
        for name, check in list_checks().items():
            if not check.can_block:
                continue
            self.fields[name] = forms.ChoiceField(
                label=str(check.label),
                help_text=str(check.reason),
                choices=[(ADVICE, gettext_lazy("Advice")), (BLOCKING, gettext_lazy("Blocks publishing"))],
                initial=BLOCKING if name in blocking else ADVICE,
                widget=forms.RadioSelect,
            )

    @transaction.atomic
    def save(self) -> None:
        """Keep the choices. Those of checks that are not installed now stay as they are."""
        BlockingCheck.objects.filter(name__in=self.fields).delete()
        names = [name for name, choice in self.cleaned_data.items() if choice == BLOCKING]
        BlockingCheck.objects.bulk_create(BlockingCheck(name=name) for name in names)


def choose_blocking(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = ChecksForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("The checks are saved."))
        return redirect("checking_choices")
    context = {"form": form, "page_title": _("Checks"), "header_title": _("Checks"), "header_icon": "glasses"}
    return TemplateResponse(request, "checking/choices.html", context)
