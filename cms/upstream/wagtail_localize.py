"""wagtail-localize: sending for translation, and its views. Import it only after the models are loaded."""

from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import INLINE_TAGS, StringValue
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.edit_translation import stop_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView, SubmitSnippetTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from cms.upstream.parts import Part

PARTS = [
    Part(
        "wagtail_localize.operations.TranslationCreator",
        "It would overwrite the translations of what a page names; ours are left alone.",
        ("create_translations(self, instance, include_related_objects)", "__init__"),
    ),
    Part(
        "wagtail_localize.views.submit_translations.SubmitPageTranslationView",
        "Its form publishes nothing here, whoever sends it.",
        ("get_form(self)", "form_valid(self, form)", "get_success_message(self, locales)"),
    ),
    Part("wagtail_localize.views.submit_translations.SubmitSnippetTranslationView", "As above."),
    Part(
        "wagtail_localize.views.update_translations.UpdateTranslationsView",
        "Only people who may publish a translation can publish it here.",
        ("get_form(self)", "get_object(self)", "form_valid(self, form)"),
    ),
    Part("wagtail_localize.views.update_translations.UpdateTranslationsForm", "As above."),
    Part(
        "wagtail_localize.views.convert.convert_to_alias",
        "It changes what readers see, so it needs the right to publish.",
    ),
    Part("wagtail_localize.views.edit_translation.stop_translation", "As above, for pages that are public."),
    Part(
        "wagtail_localize.models.TranslationSource",
        "What is saved as a draft here is an instance that is not saved yet: its own drafts change what is public.",
        ("get_ephemeral_translated_instance(self, locale, fallback)", "update_or_create_from_instance(instance)"),
    ),
    Part("wagtail_localize.fields.get_translatable_fields", "What a translation takes from its source."),
    Part(
        "wagtail_localize.strings.StringValue",
        "Turns what people write into what it keeps.",
        ("from_plaintext(text)", "render_text(self)"),
    ),
    Part(
        "wagtail_localize.segments.extract.extract_segments",
        "Finds the texts of a translation that was written by hand.",
    ),
    Part("wagtail_localize.segments.StringSegmentValue", "A text among them, with its path."),
    Part("wagtail_localize.segments.OverridableSegmentValue", "A value that is no text, which a language may change."),
    Part("wagtail_localize.machine_translators.get_machine_translator()", "The service that the settings name."),
    Part("wagtail_localize.strings.INLINE_TAGS", "The elements that it keeps in texts."),
]

__all__ = [
    "INLINE_TAGS",
    "OverridableSegmentValue",
    "StringSegmentValue",
    "StringValue",
    "SubmitPageTranslationView",
    "SubmitSnippetTranslationView",
    "TranslationCreator",
    "UpdateTranslationsForm",
    "UpdateTranslationsView",
    "convert_to_alias",
    "extract_segments",
    "get_machine_translator",
    "get_translatable_fields",
    "stop_translation",
]
