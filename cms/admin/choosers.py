"""Choosers of shared snippets, in which editors can make a new one without leaving their page."""

from typing import Any

from django.forms import ModelForm, modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Locale

from cms.models import DraftSnippet
from cms.upstream.wagtail_choosers import (
    CreationFormMixin,
    SnippetChooseResultsView,
    SnippetChooserViewSet,
    SnippetChooseView,
    SnippetCreateView,
)


class SnippetCreation(CreationFormMixin):
    """The form of a new snippet, in the language of the page that is being edited."""

    def get_creation_form_class(self) -> type[ModelForm]:
        base = self.model_class.base_form_class
        return modelform_factory(self.model_class, form=base, fields=self.form_fields)

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        wanted = Locale.objects.filter(language_code=self.request.GET.get("locale", "")).first()
        snippet = self.model_class(locale=wanted or Locale.get_default())
        # The page's own form has fields of the same names.
        own = {"instance": snippet, "prefix": "new", "for_user": self.request.user}
        return {**super().get_creation_form_kwargs(), **own}


class ChooseView(SnippetCreation, SnippetChooseView):
    pass


class ChooseResultsView(SnippetCreation, SnippetChooseResultsView):
    pass


class CreateView(SnippetCreation, SnippetCreateView):
    """Saves a draft, which goes to the moderator with the page; whoever may publish snippets publishes it."""

    def save_form(self, form: ModelForm) -> DraftSnippet:
        snippet: DraftSnippet = form.save(commit=False)
        snippet.live = False
        user = self.request.user
        snippet.save()
        form.save_m2m()
        revision = snippet.save_revision(user=user)
        log(snippet, "wagtail.create", user=user, revision=revision, content_changed=True)
        if self.get_permission_policy().user_has_permission(user, "publish"):
            revision.publish(user=user)
        return snippet


class CreatingChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    create_view_class = CreateView
    preserve_url_parameters = ["multiple", "locale"]
    create_action_label = _("Create")


class TopicChooserViewSet(CreatingChooserViewSet):
    form_fields = ["name", "slug", "description"]
    creation_tab_label = _("New topic")


class CallToActionChooserViewSet(CreatingChooserViewSet):
    form_fields = ["heading", "text", "links"]
    creation_tab_label = _("New call to action")
