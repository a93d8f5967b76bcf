"""The language of the screens on which nobody has signed in yet."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.views.decorators.vary import vary_on_headers


def speak_the_browsers_language(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer in the language that the browser asks for: these addresses are in none, and nobody has chosen one."""

    @wraps(view)
    @vary_on_headers("Accept-Language")
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        translation.activate(language)  # for the middleware as well, which deactivates it after the response
        request.LANGUAGE_CODE = language
        return view(request, *args, **kwargs)

    return answer
