"""wagtail-localize's views, which publish nothing here without the right to publish."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.releases.publishing import may_publish
from cms.translation.creation import lacks_parent, lead_to, send_for_translation
from cms.translation.reviews import report
from cms.translation.saving import NotReadyError, publish
from cms.translation.states import refresh
from cms.upstream.wagtail_localize import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    UpdateTranslationsForm,
    UpdateTranslationsView,
    convert_to_alias,
    stop_translation,
)


class CreateDrafts:
    """Sends for translation what ``object`` is, in the languages of the form."""

    request: HttpRequest
    object: Any
    components: Any
    # Of the view that this is part of:
    get_context_data: Any
    get_default_success_url: Any
    get_success_message: Any
    get_success_url: Any
    render_to_response: Any

    def get_form(self) -> Any:
        form = super().get_form()  # type: ignore[misc]
        form.fields["locales"].label = _("Languages")
        form.fields["locales"].help_text = _("A draft is made in each. Nobody sees it before it is published.")
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        locales = list(form.cleaned_data["locales"])
        is_page = isinstance(self.object, Page)
        missing = [one for one in locales if is_page and lacks_parent(self.object, one, self.request.user)]
        if missing:
            names = ", ".join(str(locale.get_display_name()) for locale in missing)
            form.add_error("locales", _("First translate the page above this one into: %(names)s") % {"names": names})
            response: HttpResponse = self.render_to_response({**self.get_context_data(), "form": form})
            return response
        creator = send_for_translation(
            self.object, locales, user=self.request.user, include_subtree=form.cleaned_data["include_subtree"]
        )
        self.components.save(creator, sources_and_translations=creator.mappings)
        other = lead_to(self.request, creator.counterparts)
        sent = [locale for locale in locales if self.object.has_translation(locale)]
        if not sent:
            return redirect(other or self.get_default_success_url(None))
        created = self.object.get_translation(sent[0]) if len(sent) == 1 else None
        names = ", ".join(str(locale.get_display_name()) for locale in sent)
        messages.success(self.request, self.get_success_message(names))
        return redirect(self.get_success_url() or self.get_default_success_url(created))


class TranslatePageView(CreateDrafts, SubmitPageTranslationView):
    pass


class TranslateSnippetView(CreateDrafts, SubmitSnippetTranslationView):
    pass


class SyncForm(UpdateTranslationsForm):
    """Offers to publish only to those who may publish every translation."""

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("use_machine_translation", None)  # on the screen, where somebody reads what it suggests
        publication = self.fields["publish_translations"]
        publication.label = _("Publish what is complete")
        publication.help_text = _("Those that are complete. The others wait until somebody has translated the rest.")
        if not may_publish:
            publication.disabled = True
            publication.help_text = _("You may not publish all of these translations.")


class SyncTranslationsView(UpdateTranslationsView):
    """Takes over what the source says now, also of one that is not published, and publishes what is complete."""

    template_name = "translation/synchronisation.html"

    def get_form(self) -> SyncForm:
        targets = [translation.get_target_instance() for translation in self.object.translations.filter(enabled=True)]
        allowed = all(may_publish(self.request.user, target) for target in targets)
        return SyncForm(self.request.POST if self.request.method == "POST" else None, may_publish=allowed)

    def form_valid(self, form: Any) -> HttpResponse:
        refresh(self.object, self.object.get_source_instance())
        messages.success(self.request, self.get_success_message())
        if form.cleaned_data["publish_translations"]:
            for translation in self.object.translations.filter(enabled=True).select_related("source", "target_locale"):
                self.publish(translation)
        return redirect(self.get_success_url() or self.get_default_success_url())

    def publish(self, translation: Translation) -> None:
        try:
            publish(translation, user=self.request.user)
        except NotReadyError as error:
            language = translation.target_locale.get_display_name()
            messages.warning(self.request, f"{language}: {error}")
        except ValidationError as error:
            report(self.request, translation, error)


def make_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Replace a translation by an alias of its source, which readers see at once."""
    refuse_without_publishing(request, get_object_or_404(Page, pk=page_id))
    return convert_to_alias(request, page_id)


def stop(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Stop a translation from following its source; it can then be edited on its own."""
    instance = get_object_or_404(Translation, pk=translation_id).get_target_instance()
    if getattr(instance, "live", True):
        refuse_without_publishing(request, instance)
    return stop_translation(request, translation_id)


def open_screen_instead(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
    """Lead to the screen from the addresses of wagtail-localize's own, which would get round its checks."""
    return redirect("translation_screen", translation_id)


def refuse_without_publishing(request: HttpRequest, instance: Any) -> None:
    if not may_publish(request.user, instance):
        raise PermissionDenied
