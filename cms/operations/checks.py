"""System checks of what the hooks of apps return, and of their names."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name
from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django_tasks.base import Task
from wagtail import hooks
from wagtail.models import Page

from cms.api.endpoints import list_declared
from cms.checking.checks import Check
from cms.guide.text import read_guide
from cms.site.parts import list_index_models
from cms.upstream.wagtail import list_hook_names

SIMILAR = 0.9  # register_api_endpoint, run_each_minute


class Hook(NamedTuple):
    """What a hook returns: whether a value fits, and how to describe it."""

    fits: Callable[[Any], bool]
    expected: str


def is_task(task: Any) -> bool:
    model, url_name, _label, *help_text = task
    try:
        reverse(url_name)
    except NoReverseMatch:
        return False
    return issubclass(model, Model) and len(help_text) < 2


def is_kind(kind: Any) -> bool:
    """Return whether a background task is declared with its label, and with the model that it is about or ``None``."""
    task, _label, model = kind
    return isinstance(task, Task) and (model is None or issubclass(model, Model))


HOOKS = {
    "register_worker_threads": Hook(
        lambda value: all(isinstance(name, str) and callable(work) for name, work in value),
        "[(name, function)]",
    ),
    "register_api_authorisation": Hook(
        lambda value: len(value) == 2 and isinstance(value[0], str) and callable(value[1]),
        "(scheme, function)",
    ),
    "register_tasks": Hook(
        lambda value: all(is_kind(kind) for kind in value),
        "[(background task, label, model of its first argument or None)]",
    ),
    "register_start_tasks": Hook(
        lambda value: all(is_task(task) for task in value),
        "[(model, name of a URL without arguments, label)], with a sentence after the label if need be",
    ),
    "register_stylesheets": Hook(
        lambda value: isinstance(value, list | tuple) and all(finders.find(path) for path in value),
        "a list of paths of static files that exist",
    ),
    "register_guide_sections": Hook(
        lambda value: set(value.values()) <= set(read_guide(settings.LANGUAGE_CODE)),
        "a dict of the names of fields, blocks and screens, and of sections that docs/editors.md has",
    ),
    "register_import_kinds": Hook(
        lambda value: all(isinstance(kind.block, str) and kind.label and callable(kind.offer) for kind in value),
        "a list of objects with block, label and offer()",
    ),
    "register_post_types": Hook(
        lambda value: all(issubclass(model, Page) and callable(make) and callable(fill) for model, make, fill in value),
        "[(page type, function that makes a page of a post, function that fills it in)]",
    ),
    "register_checks": Hook(
        lambda value: all(issubclass(check, Check) and check.name and check.problem for check in value),
        "a list of subclasses of cms.checking.checks.Check",
    ),
    "register_robots_paths": Hook(
        lambda value: isinstance(value, list | tuple) and all(path.startswith("/") for path in value),
        "a list of paths that start with /",
    ),
    "register_home_sections": Hook(
        lambda value: all(isinstance(name, str) and label for name, label in value),
        "[(name, label)]",
    ),
    "register_names": Hook(
        lambda value: all(isinstance(name, str) and label for name, label in value),
        "[(name, usual name)]",
    ),
    "register_site_context": Hook(
        lambda value: len(value) == 2 and isinstance(value[0], str) and isinstance(value[1], QuerySet),
        "(name, queryset)",
    ),
}
OTHERS = [
    "register_api_endpoints",
    "refuse_publication",
    "register_api_webhooks",
    "find_begun_drafts",
    "run_every_minute",
]  # the first is checked as its URLs are made


@register()
def check_hooks(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    return [*check_values(), *check_names(), *check_indexes()]


def check_values() -> Iterator[CheckMessage]:
    for name, hook in HOOKS.items():
        for function in hooks.get_hooks(name):
            if not fits(hook, function()):
                message = f"The hook {name} must return {hook.expected}."
                yield Error(message, obj=f"{function.__module__}.{function.__name__}", id="operations.E001")


def fits(hook: Hook, value: Any) -> bool:
    try:
        return hook.fits(value)
    except (TypeError, ValueError, AttributeError):
        return False


def check_names() -> Iterator[CheckMessage]:
    known = [*HOOKS, *OTHERS]
    for name in list_hook_names():
        if name not in known and (meant := get_close_matches(name, known, n=1, cutoff=SIMILAR)):
            yield Warning(f"Nothing calls the hook {name}; is it {meant[0]}?", id="operations.W002")


def check_indexes() -> Iterator[CheckMessage]:
    """Yield an error for each index page whose endpoint does not exist: ``llms.txt`` links it."""
    endpoints = {name for name, _view in list_declared()}
    for model in list_index_models():
        if model.index_of not in endpoints:
            message = f"index_of = {model.index_of!r} is the name of no endpoint."
            yield Error(message, obj=model, id="operations.E002")
