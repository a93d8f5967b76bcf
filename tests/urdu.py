"""Pages in Urdu, which is written from right to left: a language that no part of the project names.

``python -m tests.urdu`` adds them to the site of its environment, whose ``LANGUAGES`` include ``ur``.
"""

import os
import sys
from pathlib import Path
from typing import Any

LANGUAGE = "ur"
HOME = "دونوں کنارے"
ARCHIVE = "تازہ خبریں"
ARCHIVE_SLUG = "khabrain"
TITLE = "باورچی خانے کی بتیاں جل اٹھیں"
SLUG = "bawarchi-khana"
INTRODUCTION = "نو مہینے، ایک نئی چھت اور چونسٹھ لوگوں کا کھانا: پرانی بیکری میں پہلی دعوت کیسی رہی۔"
BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": {"text": "کون آیا", "level": "2"}},
    {
        "type": "paragraph",
        "value": "<p>چونسٹھ لوگ ایک ہی میز پر بیٹھے۔ <b>سب نے مل کر پکایا</b>، اور سب نے مل کر برتن دھوئے۔</p>"
        "<ul><li>دال اور چاول</li><li>باغ کی سبزیاں<ul><li>پالک</li><li>لوبیا</li></ul></li><li>تازہ روٹی</li></ul>",
    },
    {"type": "heading", "value": {"text": "آگے کیا ہے", "level": "2"}},
    {
        "type": "quote",
        "value": {"text": "میں صرف چائے پینے آیا تھا، اور چار گھنٹے ٹھہر گیا۔", "attribution": "ایک مہمان"},
    },
    {"type": "heading", "value": {"text": "آپ کیسے شامل ہو سکتے ہیں", "level": "2"}},
    {
        "type": "call_to_action",
        "value": {
            "heading": "اگلی دعوت میں آئیں",
            "text": "ہر مہینے کے پہلے جمعے کو۔ پکانا آنا ضروری نہیں۔",
            "links": [
                {
                    "type": "item",
                    "value": {"label": "ہمیں لکھیں", "goes_to": "url", "url": "https://example.org/"},
                }
            ],
        },
    },
]


def make_urdu() -> Any:
    """Translate the home page, the archive of updates and its newest update, and return the update."""
    from wagtail.models import Locale, Site

    from blog.models import UpdateIndexPage, UpdatePage

    locale, _ = Locale.objects.get_or_create(language_code=LANGUAGE)
    home = Site.objects.get(is_default_site=True).root_page.specific
    archive = UpdateIndexPage.objects.child_of(home).first()
    update = (
        UpdatePage.objects.child_of(archive).live().exclude(hero_image=None).order_by("-first_published_at").first()
    )
    update = update or UpdatePage.objects.child_of(archive).live().order_by("-first_published_at").first()
    translate(home, locale, title=HOME, slug="kinare", introduction="", body=[])
    translate(archive, locale, title=ARCHIVE, slug=ARCHIVE_SLUG, introduction="")
    return translate(update, locale, title=TITLE, slug=SLUG, introduction=INTRODUCTION, body=BODY)


def translate(page: Any, locale: Any, **texts: Any) -> Any:
    copy = page.copy_for_translation(locale, copy_parents=True)
    for name, value in texts.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def main() -> None:
    import django

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    make_urdu()


if __name__ == "__main__":
    main()
