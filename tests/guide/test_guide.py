"""The guide says what is there: its sections, its pictures, and the words on the screen, in both languages."""

import fnmatch
import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.guide.beside import find_path, list_explained
from cms.guide.text import FOLDER, PICTURES, find_file, read_guide

LANGUAGES = ["en", "cy"]
BOLD = re.compile(r"\*\*([^*]+)\*\*")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
WAGTAIL = Path(wagtail.__file__).parent
MOST_BYTES = 60_000


def list_labels(text: str) -> list[str]:
    """Return the words that are said to be on the screen, on one line each."""
    return [" ".join(label.split()) for label in BOLD.findall(text)]


def find_messages() -> dict[str, list[str]]:
    """Return what the interface can say: its texts by themselves, as the guide quotes them."""
    files = [WAGTAIL.glob("**/locale/en/LC_MESSAGES/*.po"), settings.LOCALE_PATHS[0].glob("cy/LC_MESSAGES/*.po")]
    found: dict[str, list[str]] = {}
    for file in [one for part in files for one in part]:
        for entry in polib.pofile(str(file)):
            found.setdefault(quote(entry.msgid), []).append(entry.msgid)
    return found


def quote(text: str) -> str:
    """Return a text as the guide quotes it: a name in it is an ellipsis, and a label may begin with a capital."""
    return PLACEHOLDER.sub("…", text).casefold()


@pytest.fixture(scope="module")
def messages() -> dict[str, list[str]]:
    return find_messages()


# What the guide names


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_that_the_guide_quotes_is_on_a_screen(messages, language):
    """A translation of the guide quotes, section by section, what the translated screens say there."""
    unknown, wrong = [], []
    for name, section in read_guide("en").items():
        quoted = {quote(label) for label in list_labels(read_guide(language)[name].text)}
        expected = set()
        for label in list_labels(section.text):
            with override(language):
                said = {quote(gettext(text)) for text in messages.get(quote(label), ())}
            if not said:
                unknown.append((name, label))
            elif not said & quoted:
                wrong.append((name, label, said))
            expected |= said
        wrong += [(name, label) for label in quoted - expected]

    assert unknown == []
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_described_and_small(language):
    pictures = PICTURE.findall(find_file(language).read_text())

    missing = [path for _words, path in pictures if not (FOLDER / path).is_file()]
    assert missing == []
    assert [path for words, path in pictures if not words or not path.startswith(f"{PICTURES}{language}/")] == []
    assert [path for _words, path in pictures if (FOLDER / path).stat().st_size > MOST_BYTES] == []
    used = {Path(path).name for _words, path in pictures}
    assert {file.name for file in (FOLDER / PICTURES / language).iterdir()} == used


def test_both_languages_have_the_same_sections():
    assert find_file("cy") != find_file("en")
    assert list(read_guide("cy")) == list(read_guide("en"))
    assert [one.name for one in read_guide("cy").values() if one.title == read_guide("en")[one.name].title] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_guide_leads_to_a_section(language):
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", find_file(language).read_text())

    assert [link for link in links if not link.startswith("#") or link[1:] not in read_guide(language)] == []


# What leads to the guide


def test_every_section_that_a_field_names_exists_and_so_does_the_field():
    sections, explained = read_guide("en"), list_explained()
    fields = [field for model in (*get_page_models(), *get_snippet_models()) for field in model._meta.get_fields()]
    names = {field.name for field in fields}
    names |= {name for field in fields if isinstance(field, StreamField) for name in field.stream_block.child_blocks}

    assert {name: section for name, section in explained.items() if section not in sections} == {}
    assert [name for name in explained if name not in names and not find_path(name)] == []
    assert len(explained) > 15


# The pages


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "Pictures and alternative text"), ("cy", "Lluniau")])
def test_a_section_is_a_page_of_the_admin_in_the_language_of_its_reader(client, admin_user, language, words):
    client.force_login(admin_user)
    choose_language(client, language)

    page = client.get(reverse("guide_section", args=["pictures"])).content.decode()

    assert words in page
    assert f'src="/static/guide/{language}/pictures.webp"' in page
    assert f'href="{reverse("guide_section", args=["document"])}"' in page
    assert reverse("guide") in page
    assert client.get(reverse("guide")).url == reverse("guide_section", args=["hour"])
    assert client.get(reverse("guide_section", args=["nothing"])).status_code == 404


def choose_language(client, language):
    """Choose a language on the page of one's account, as people do."""
    address = reverse("wagtailadmin_account")
    panels = [panel for tab in client.get(address).context["panels_by_tab"].values() for panel in tab]
    fields = [field for panel in panels for field in panel.get_form()]
    values = {field.html_name: field.value() for field in fields if field.value() and field.html_name != "avatar"}
    values |= {"name_email-first_name": "Ada", "name_email-last_name": "Rees", "locale-preferred_language": language}
    assert client.post(address, values).status_code == 302


@pytest.mark.django_db
def test_only_those_who_are_signed_in_read_it(client):
    assert client.get(reverse("guide_section", args=["pictures"])).status_code == 302


def test_the_image_that_is_deployed_has_all_of_the_guide():
    rules = (settings.BASE_DIR / ".dockerignore").read_text().split()
    needed = [find_file(language) for language in LANGUAGES] + list((FOLDER / PICTURES).glob("*/*"))

    left_out = [str(path) for path in needed if not is_sent(path.relative_to(settings.BASE_DIR), rules)]
    assert left_out == []
    assert len(needed) > 10


def is_sent(path: Path, rules: list[str]) -> bool:
    """Return whether a file is part of the build: the last rule that fits it or a folder of it decides."""
    names = [str(path), *map(str, path.parents)]
    fitting = [rule for rule in rules if any(fnmatch.fnmatch(name, rule.removeprefix("!")) for name in names)]
    return not fitting or fitting[-1].startswith("!")
