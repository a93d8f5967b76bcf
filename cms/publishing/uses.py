"""Where something is used that readers do not see now: drafts, scheduled and earlier versions, restricted pages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, Revision

from cms.publishing.withdrawal import Use, describe, list_translations
from cms.represent.site_context import SiteContext
from cms.represent.visibility import SITE_TREE
from cms.uses.models import VersionUse
from cms.uses.versions import Key, find_base, find_used

AT_MOST = 50


def find_key(thing: Model) -> Key:
    base: Any = find_base(type(thing)) or thing._meta.concrete_model
    return ContentType.objects.get_for_model(base).pk, str(thing.pk)


def list_other_uses(things: list[Any], request: HttpRequest) -> list[Use]:
    """Return what uses things, in any language, without readers seeing it: each with the reason why they do not.

    At most 50 are named; the last entry says how many more there are.
    """
    targets = {find_key(one) for one in [*things, *list_translations(things)]}
    in_rows = find_sources(ReferenceIndex, targets, "base_content_type", "object_id", "to_content_type", "to_object_id")
    in_versions = find_sources(VersionUse, targets, "source_type", "source_id", "target_type", "target_id")
    visibility, finder = SiteContext.of(request).visibility, AdminURLFinder(request.user)
    found = []
    loaded = load((in_rows | in_versions) - targets)
    hidden = [key for key, source in loaded.items() if key not in in_rows or not visibility.shows(source)]
    sources = {key: loaded[key] for key in hidden[:AT_MOST]}
    reasons = explain_versions(sources.values(), targets)
    for key, source in sources.items():
        if key in in_rows and getattr(source, "live", True):
            reason = _("not public")
        else:
            reason = reasons.get(key, _("not public") if key in in_rows else _("an earlier version"))
        found.append(describe_use(source, reason, finder))
    found.sort(key=lambda use: (use.url is None, use.title))
    if more := len(hidden) - len(found):
        found.append(Use(ngettext("And one more.", "And %(count)d more.", more) % {"count": more}, None))
    return found


def find_sources(model: Any, targets: set[Key], kind: str, key: str, to_kind: str, to_key: str) -> set[Key]:
    named = Q(pk__in=[])
    for target_kind, target_key in targets:
        named |= Q(**{to_kind: target_kind, to_key: target_key})
    return set(model.objects.filter(named).values_list(kind, key).distinct())


def load(keys: Iterable[Key]) -> dict[Key, Any]:
    by_kind: dict[int, list[str]] = defaultdict(list)
    for kind, key in keys:
        by_kind[kind].append(key)
    found: dict[Key, Any] = {}
    for kind, own in by_kind.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is None:  # of an app that is not installed any more
            continue
        instances = model._default_manager.filter(pk__in=own)
        if model is Page:
            instances = instances.specific(defer=True)
        found |= {(kind, str(one.pk)): one for one in instances}
    return found


def explain_versions(sources: Iterable[Any], targets: set[Key]) -> dict[Key, str]:
    """Return which version of each source uses one of the targets, if it is the scheduled or the latest one."""
    latest = {
        source.latest_revision_id: find_key(source) for source in sources if hasattr(source, "latest_revision_id")
    }
    scheduled = Q(pk__in=[])
    for kind, key in latest.values():
        scheduled |= Q(base_content_type=kind, object_id=key, approved_go_live_at__isnull=False)
    reasons: dict[Key, str] = {}
    latest.pop(None, None)
    for revision in Revision.objects.filter(Q(pk__in=latest) | scheduled).order_by("approved_go_live_at"):
        if targets & find_used(revision):
            source = (revision.base_content_type_id, revision.object_id)
            if revision.approved_go_live_at:
                reasons[source] = _("a scheduled version")
            else:
                reasons.setdefault(source, _("a draft"))
    return reasons


def describe_use(source: Any, reason: str, finder: AdminURLFinder) -> Use:
    """Name a source for those who may edit it; others are told that there is one."""
    if isinstance(source, Page) and not source.path.startswith(SITE_TREE):
        return Use(_("A page in the bin"), None)
    if url := finder.get_edit_url(source):
        return Use(f"{describe(source)}: {reason}", url)
    return Use(_("Something that you may not edit (%(type)s)") % {"type": source._meta.verbose_name}, None)
