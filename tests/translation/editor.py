"""Somebody who translates in the admin."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource


class Editor:
    """A client that has signed in; what waits for a commit is done after each request."""

    def __init__(self, client: Client, commit: Any) -> None:
        self.client = client
        self.commit = commit

    def post(self, name: str, *args: Any, status: int = 302, **data: Any) -> Any:
        with self.commit(execute=True):
            response = self.client.post(reverse(name, args=args), data)
        assert response.status_code == status, response.content
        return response

    def translate(self, instance: Any, locale: Locale, **data: Any) -> Any:
        """Send a page or snippet for translation, and return what that made."""
        data = {"locales": [locale.pk], **data}
        if isinstance(instance, Page):
            self.post("wagtail_localize:submit_page_translation", instance.pk, **data)
        else:
            meta = instance._meta
            self.post(
                "wagtail_localize:submit_snippet_translation", meta.app_label, meta.model_name, instance.pk, **data
            )
        return type(instance).objects.get(translation_key=instance.translation_key, locale=locale)

    def publish(self, target: Any) -> None:
        """Publish a translation, with the source's text where it has none of its own."""
        self.post("translation_screen", find_task(target).pk, action="publish", with_gaps="on")

    def translate_texts(self, target: Any) -> None:
        """Translate every text of a page or snippet. Its address is made from its title."""
        task = find_task(target)
        for segment in task.source.stringsegment_set.exclude(context__path="slug").select_related("string"):
            self.post("translation_text", task.pk, segment.pk, status=200, value=f"cy {segment.string.data}")

    def sync(self, source: Any, **data: Any) -> None:
        self.post("wagtail_localize:update_translations", TranslationSource.objects.get_for_instance(source).pk, **data)


def find_task(instance: Any) -> Translation:
    """Return the record of what is translated into a page or snippet."""
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale=instance.locale_id)
