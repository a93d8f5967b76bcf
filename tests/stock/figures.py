"""Plants words in a stock page, translates them as wagtail-localize's own editor does, and looks where they arrive."""

from collections import defaultdict
from html import unescape
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.operations import translate_object

from tests import factories
from tests.stock.models import StockPage
from tests.translation.harness import Result
from tests.translation.sentinels import WORD, Sentinels, to_target


def plant(sentinels: Sentinels) -> StockPage:
    factories.make_full_update()  # what there is to choose
    page = factories.get_home().add_child(instance=StockPage(title="Stock"))
    page = sentinels.fill(page)
    page.save_revision().publish()
    return StockPage.objects.get(pk=page.pk)


def translate(page: StockPage, locale: Locale, user: User) -> None:
    """Translate all texts with a PO file, and publish them, as its own editor does."""
    client = Client()
    client.force_login(user)
    translate_object(page, [locale])
    task = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    po = task.export_po()
    for entry in po:
        entry.msgstr = to_target(entry.msgid)
    file = BytesIO(str(po).encode())
    file.name = "texts.po"
    response = client.post(reverse("wagtail_localize:upload_pofile", args=[task.pk]), {"file": file})
    assert response.status_code == 302, response.status_code
    task.save_target(user=user, publish=True)


def read(page: StockPage) -> dict[str, set[str]]:
    client, found = Client(), defaultdict(set)
    addresses = {
        "HTML": page.get_url(),
        "list API": f"/stock-api/pages/?type=stock.StockPage&fields=*&locale={page.locale.language_code}",
        "detail API": f"/stock-api/pages/{page.pk}/",
    }
    for channel, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        found[channel].update(WORD.findall(unescape(response.content.decode())))
    return found


def measure() -> dict[str, Any]:
    """Return the figures, and where texts are lost."""
    call_command("migrate", verbosity=0)
    setup_test_environment()
    user = User.objects.create_superuser("admin")
    locale = Locale.objects.get_or_create(language_code="cy")[0]
    result = Result(Sentinels())
    page = plant(result.sentinels)
    translate(page, locale, user)
    for data in StringSegment.objects.values_list("string__data", flat=True):
        result.segments.update(WORD.findall(data))
    result.source = read(page)
    result.target = read(page.get_translation(locale).specific)
    return {"figures": result.count(), "lost": result.list_lost()}
