"""The screen on which people translate: each text beside its translation, and the page beside both."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import View
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page, PreviewableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.models.slugs import make_slug
from cms.releases.headers import describe_header
from cms.releases.publishing import may_publish
from cms.releases.views import ask_before_publishing
from cms.translation import machine, reviews, saving
from cms.translation.exchange import import_po
from cms.translation.models import TranslationState
from cms.translation.overrides import list_overrides, save_override
from cms.translation.permissions import may_translate
from cms.translation.segments import Row, list_repetitions, list_rows, make_rows, merge_repeated
from cms.translation.states import count

MAX_PROBLEMS = 10


def make_url(translation: Translation) -> str:
    return reverse("translation_screen", args=[translation.pk])


class TranslationView(View):
    """A view of one translation, for those who may change it."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        translations = Translation.objects.select_related("source__locale", "target_locale").filter(enabled=True)
        self.translation = get_object_or_404(translations, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_translate(request.user, self.target):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def target(self) -> Any:
        return self.translation.get_target_instance()


class ScreenView(TranslationView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        instance = self.translation.source.as_instance()
        rows, overrides = (
            merge_repeated(list_rows(self.translation, instance)),
            list_overrides(self.translation, instance),
        )
        source = self.translation.source.get_source_instance()
        target = self.target
        finder = AdminURLFinder(request.user)
        context = {
            **describe_header(_("Translate"), title_of(rows, target), "wagtail-localize-language"),
            "translation": self.translation,
            "rows": rows,
            "overrides": overrides,
            "media": sum((override.widget.media for override in overrides), Media()),
            "state": TranslationState.objects.filter(pk=self.translation.pk).first() or count(self.translation),
            "source": source,
            "source_url": finder.get_edit_url(source),
            "source_language": describe_language(self.translation.source.locale),
            "target": target,
            "target_language": describe_language(self.translation.target_locale),
            "is_live": getattr(target, "live", True),
            "may_publish": may_publish(request.user, target),
            "has_drafts": saving.has_drafts(self.translation),
            "may_submit": reviews.may_submit(target),
            "review": reviews.describe(target, request),
            "machine": machine.find_translator(self.translation),
            "preview_url": reverse("translation_preview", args=[self.translation.pk]) if is_previewable(target) else "",
        }
        return TemplateResponse(request, "translation/screen.html", context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action", "")
        handler = {
            "draft": self.save,
            "submit": self.submit,
            "suggest": self.suggest,
            "import": self.import_file,
            "publish": self.publish,
            "approve": self.approve,
            "reject": self.reject,
        }.get(action)
        if handler is None:
            messages.error(request, _("Please choose what to do with the translation."))
            return redirect(make_url(self.translation))
        try:
            return handler() or redirect(make_url(self.translation))
        except saving.NotReadyError as error:
            messages.error(request, str(error))
        except ValidationError as error:
            reviews.report(request, self.translation, error)
        return redirect(make_url(self.translation))

    def save(self) -> None:
        saving.save_draft(self.translation, user=self.request.user)
        messages.success(self.request, _("Saved a draft of “%(title)s”.") % {"title": self.reload()})

    def suggest(self) -> None:
        number = machine.suggest(self.translation, user=self.request.user)
        message = ngettext(
            "A machine has suggested %(number)d text. Read it, and confirm it or change it.",
            "A machine has suggested %(number)d texts. Read each, and confirm it or change it.",
            number,
        )
        messages.success(self.request, message % {"number": number})

    def import_file(self) -> None:
        imported = import_po(self.translation, self.request.FILES.get("file"), user=self.request.user)
        message = ngettext("Took over %(number)d text.", "Took over %(number)d texts.", imported.number)
        messages.success(self.request, message % {"number": imported.number})
        for problem in imported.problems[:MAX_PROBLEMS]:
            messages.warning(self.request, problem)
        others = len(imported.problems) - MAX_PROBLEMS
        if others > 0:
            messages.warning(self.request, _("%(number)d more texts were not taken over.") % {"number": others})

    def submit(self) -> None:
        saving.submit(self.translation, user=self.request.user, with_gaps="with_gaps" in self.request.POST)
        messages.success(self.request, _("Submitted “%(title)s” for moderation.") % {"title": self.reload()})

    def publish(self) -> HttpResponse | None:
        if not may_publish(self.request.user, self.target):
            raise PermissionDenied
        with_gaps = "with_gaps" in self.request.POST
        if not isinstance(self.target, Page):
            saving.publish(self.translation, user=self.request.user, with_gaps=with_gaps)
        else:
            revision = saving.prepare_publication(self.translation, user=self.request.user, with_gaps=with_gaps)
            question = ask_before_publishing(self.request, type(self.target).objects.get(pk=self.target.pk))
            if question is not None:
                return question
            revision.publish(user=self.request.user)
        messages.success(self.request, _("Published “%(title)s”.") % {"title": self.reload()})
        return None

    def approve(self) -> None:
        reviews.approve(self.target, self.translation, self.request)

    def reject(self) -> None:
        reviews.reject(self.target, self.request)

    def reload(self) -> str:
        instance = type(self.target)._default_manager.get(pk=self.target.pk)
        return str(instance.get_admin_display_title() if isinstance(instance, Page) else instance)


class TextView(TranslationView):
    """Saves the translation of one text, and answers what is said about it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        segments = self.translation.source.stringsegment_set.select_related("string", "context")
        segment = segments.filter(pk=kwargs["segment_pk"]).first()
        if segment is None:
            message = _("The original has changed, and this text is no longer part of it. Reload the page to go on.")
            return JsonResponse({"error": message}, status=409)
        with transaction.atomic():
            Translation.objects.select_for_update().get(pk=self.translation.pk)  # two people at once come one by one
            return self.save(segment)

    def save(self, segment: StringSegment) -> JsonResponse:
        request = self.request
        row = make_rows(self.translation, [segment])[0]
        if row.version != request.POST.get("version", row.version):
            return JsonResponse({**describe_row(row), "conflict": describe_author(row)}, status=409)
        data = row.clean(request.POST.get("value", ""))
        for one in [segment, *list_repetitions(row)]:
            self.keep(one, row, data)
        row = make_rows(self.translation, [segment])[0]
        return JsonResponse({**describe_row(row), **describe_state(self.translation)})

    def keep(self, segment: StringSegment, row: Row, data: str) -> None:
        own = {"translation_of": segment.string, "context": segment.context, "locale": self.translation.target_locale}
        if not data:
            for one in StringTranslation.objects.filter(**own):
                one.delete()
            return
        errors = [message.text for message in row.check(data) if message.is_error]
        values = {
            "data": data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": self.request.user,
            "has_error": bool(errors),
            "field_error": " ".join(errors),
        }
        if not errors:
            StringTranslation.objects.update_or_create(**own, defaults=values)
            return
        # Saved as usual, a title would become that of the draft, which may be too long for its column.
        if not StringTranslation.objects.filter(**own).update(**values, updated_at=timezone.now()):
            StringTranslation.objects.bulk_create([StringTranslation(**own, **values)])
        count(self.translation)


class ExportView(TranslationView):
    """A PO file of the texts, for somebody who translates elsewhere."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(str(self.translation.export_po()), content_type="text/x-gettext-translation")
        name = make_slug(self.translation.source.object_repr)[:60] or "texts"
        code = self.translation.target_locale.language_code
        response["Content-Disposition"] = f'attachment; filename="{name}-{code}.po"'
        return response


class OverrideView(TranslationView):
    """Uses a value of its own for the language, or that of the original again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        override = next((one for one in list_overrides(self.translation) if one.pk == kwargs["segment_pk"]), None)
        if override is None:
            messages.error(request, _("The original has changed, and this is no longer part of it."))
            return redirect(make_url(self.translation))
        value = None if "follow" in request.POST else override.read(request)
        save_override(override, self.translation, value, request.user)
        messages.success(request, _("Saved “%(label)s”.") % {"label": override.place.label})
        return redirect(make_url(self.translation))


class PreviewView(TranslationView):
    """Shows the page or snippet as it would be published now, with the source's text where a translation is missing."""

    @method_decorator(xframe_options_sameorigin)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        instance = self.translation.source.get_ephemeral_translated_instance(
            self.translation.target_locale, fallback=True
        )
        response: HttpResponse = instance.make_preview_request(
            request, instance.default_preview_mode, extra_request_attrs={"in_preview_panel": True}
        )
        return response


def is_previewable(instance: Any) -> bool:
    return isinstance(instance, PreviewableMixin) and instance.is_previewable()


def title_of(rows: list[Row], target: Any) -> str:
    """Return the translated title or name, as far as there is one."""
    named = [row for row in rows if row.segment.context.path in {"title", "name"} and row.data and not row.errors]
    return named[0].text if named else str(target)


def describe_language(locale: Locale) -> dict[str, Any]:
    """Return the code, the name and the direction of a language, for ``lang`` and ``dir``."""
    is_rtl = get_language_info(locale.language_code)["bidi"]
    return {"code": locale.language_code, "name": locale.get_display_name(), "dir": "rtl" if is_rtl else "ltr"}


def describe_row(row: Row) -> dict[str, Any]:
    return {
        "value": row.html if row.is_rich else row.text,
        "version": row.version,
        "state": row.state,
        "errors": row.errors,
        "warnings": row.warnings,
    }


def describe_author(row: Row) -> str:
    user = row.stored.last_translated_by if row.stored else None
    name = (user.get_full_name() or user.get_username()) if user else _("Somebody")
    return _("%(name)s has changed this meanwhile.") % {"name": name}


def describe_state(translation: Translation) -> dict[str, int]:
    state = TranslationState.objects.get(pk=translation.pk)
    return {"total": state.total, "translated": state.translated, "unread": state.unread}
