"""Plants a word in every text of the source language, translates all of them, and looks where they come out.

Where a text belongs is what the source language shows: each channel that has its word in English has to have its
translation in Welsh.
"""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import polib
from django.db import models
from django.urls import reverse
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import DraftStateMixin, Locale, Page, Site, TranslatableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import StringSegment, Translation

from cms.translation.creation import send_for_translation
from tests import factories
from tests.changes.commits import settle
from tests.translation.channels import Found, read_all
from tests.translation.editor import Editor
from tests.translation.sentinels import WORD, Sentinels, is_own, to_target


@dataclass
class Result:
    """What became of every word. ``segments`` could be translated; ``source`` and ``target`` are what readers get."""

    sentinels: Sentinels
    segments: set[str] = field(default_factory=set)
    source: Found = field(default_factory=dict)
    target: Found = field(default_factory=dict)

    @property
    def words(self) -> dict[str, list[str]]:
        """The words of each path; none where nothing could be planted."""
        found: dict[str, list[str]] = {path: [] for path in self.sentinels.fields}
        for word, path in self.sentinels.paths.items():
            found[path].append(word)
        return found

    def list_lost(self) -> dict[str, str]:
        """Return why a path is not translated, or where its translation does not arrive."""
        reasons = {path: self.find_reason(words) for path, words in self.words.items()}
        return {path: reason for path, reason in reasons.items() if reason}

    def find_reason(self, words: list[str]) -> str:
        if not words or not self.segments.issuperset(words):
            return "is no text to translate"
        channels = [channel for channel, source in self.source.items() if source.intersection(words)]
        if not channels:
            return "is shown nowhere"
        missing = [
            channel
            for channel in channels
            if not self.target[channel].issuperset(map(to_target, self.source[channel].intersection(words)))
        ]
        return f"is missing in {', '.join(missing)}" if missing else ""

    def count(self) -> dict[str, int]:
        """Return how many texts there are, how many can be translated, and how many arrive wherever they belong."""
        words = self.words
        lost = self.list_lost()
        return {
            "texts": len(self.sentinels.paths),
            "translatable": len(self.segments.intersection(self.sentinels.paths)),
            "arrived": sum(len(words[path]) for path in words.keys() - lost.keys()),
        }


def list_models() -> list[Any]:
    """Return all models of ours whose content people write, so that what they choose comes first."""
    found = [get_image_model(), get_document_model(), *get_snippet_models(), *settings_registry, *get_page_models()]
    return [m for m in found if is_own(m) and getattr(m, "in_feed", True) and not m._meta.proxy]


def plant(sentinels: Sentinels) -> list[Any]:
    """Make one object of each model, and publish each twice: the second time there is something to choose."""
    made: list[Any] = []
    waiting = list_models()
    while waiting:
        model = waiting.pop(0)
        new = start(model, made)
        if new is None:
            waiting.append(model)  # there is no page yet that it could be below
        else:
            made.append(keep(sentinels.fill(new), made))
    sentinels.paths.clear()
    return [keep(sentinels.fill(type(one)._default_manager.get(pk=one.pk)), made) for one in made]


def start(model: Any, made: list[Any]) -> Any:
    """Return a new object, or the one that a site has from the beginning; ``None`` for a page without a place."""
    site = Site.objects.get(is_default_site=True)
    if issubclass(model, Page):
        home = site.root_page.specific
        return home if isinstance(home, model) else find_parent(model, made) and model(locale=home.locale)
    if any(isinstance(field, models.FileField) for field in model._meta.get_fields()):
        return factories.make_image() if issubclass(model, AbstractImage) else factories.make_document()
    own = {"site": site, "locale": factories.default_locale()}
    return model(**{name: own[name] for name in own.keys() & {field.name for field in model._meta.get_fields()}})


def find_parent(model: Any, made: list[Any]) -> Any:
    above = tuple(set(model.allowed_parent_page_models()) - {Page, model})
    return next((one for one in made if isinstance(one, above)), None)


def keep(instance: Any, made: list[Any]) -> Any:
    """Save an object, and publish it where that is more."""
    if isinstance(instance, Page) and not instance.pk:
        find_parent(type(instance), made).add_child(instance=instance)
    elif not isinstance(instance, DraftStateMixin):
        instance.save()
    if isinstance(instance, DraftStateMixin):
        if not instance.pk:
            instance.save()
        instance.save_revision().publish()
    return instance


def translate(editor: Editor, instance: Any, locale: Locale, *, by_hand: bool) -> None:
    """Translate all texts of an object on its screen, one by one or with a PO file, and publish that."""
    send_for_translation(instance, [locale], user=None)
    task = Translation.objects.get(source__object_id=instance.translation_key, target_locale=locale)
    if by_hand:
        for segment in task.source.stringsegment_set.select_related("string"):
            editor.post("translation_text", task.pk, segment.pk, status=200, value=to_target(segment.string.data))
    else:
        upload(editor, task)
    editor.post("translation_screen", task.pk, action="publish")


def upload(editor: Editor, task: Translation) -> None:
    po = polib.pofile(editor.client.get(reverse("translation_export", args=[task.pk])).content.decode())
    for entry in po:
        entry.msgstr = to_target(entry.msgid)
    file = BytesIO(str(po).encode())
    file.name = "texts.po"
    editor.post("translation_screen", task.pk, action="import", file=file)


def run(editor: Editor, locale: Locale, *, is_whole: bool) -> Result:
    """Plant, translate and read everything. The whole takes minutes: each text by hand, and a search for each word."""
    result = Result(Sentinels())
    for instance in plant(result.sentinels):
        if isinstance(instance, TranslatableMixin):
            translate(editor, instance, locale, by_hand=is_whole)
    settle()
    for data in StringSegment.objects.values_list("string__data", flat=True):
        result.segments.update(WORD.findall(data))
    asked = list(result.sentinels.paths)[:: 1 if is_whole else 20]
    result.source = read_all(factories.default_locale(), asked)
    result.target = read_all(locale, {*asked, *map(to_target, asked)})
    return result
