"""Answers 400 to forms that no page of the admin sends, such as empty ones, where Wagtail's views would fail."""

import traceback
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]
# The method of widgets and blocks that reads a form.
READ = "value_from_datadict"


def refuse_unreadable_forms(view: View) -> View:
    """Return ``view``, which answers 400 with the reason if a field is missing or cannot be read."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MultiValueDictKeyError as error:
            return refuse(_("The form has no field %s.") % error.args[0])
        except NoReverseMatch as error:
            if not str(error).startswith(f"Reverse for '{request.POST.get('next')}'"):
                raise
            return refuse(_("The form leads to no page of the admin."))
        except (TypeError, ValueError) as error:
            if traceback.extract_tb(error.__traceback__)[-1].name != READ:
                raise
            return refuse(_("A field of the form cannot be read: %s.") % error)

    return wrapper


def refuse(reason: str) -> HttpResponse:
    told = _("%(reason)s Reload the page, and try again.") % {"reason": reason}
    return HttpResponse(told, status=400, content_type="text/plain; charset=utf-8")
