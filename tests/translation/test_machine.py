"""Suggestions of a machine, and PO files: what comes from elsewhere is read before it is published."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import polib
import pytest
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from cms.translation import machine
from cms.translation.models import TranslationSettings, TranslationState
from tests import factories
from tests.cms.languages import welsh_home
from tests.factories import block
from tests.translation.editor import find_task

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("translation-machine")]

PROVIDER = "wagtail_localize.machine_translators.{}"


class Server(HTTPServer):
    """Answers like LibreTranslate, or as a test wants."""

    status = 200
    answer: object = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        answer: object = {"translatedText": [f"cy {text}" for text in asked["q"]]}
        answer = answer if self.server.answer is None else self.server.answer
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.server.may_answer.wait()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def server(settings):
    server = Server()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": PROVIDER.format("libretranslate.LibreTranslator"),
        "OPTIONS": {"LIBRETRANSLATE_URL": f"http://127.0.0.1:{server.server_port}", "API_KEY": "", "TIMEOUT": 5},
    }
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed() -> None:
    TranslationSettings.objects.create(use_machine=True)


@pytest.fixture(scope="module")
def begun(shared_administrator):
    """A page whose translation is begun, with no text of its own."""
    welsh = welsh_home().locale
    body = [block("heading", {"text": "Seeds & soil", "level": "2"}), block("paragraph", "<p>Bring <b>two</b>.</p>")]
    page = factories.make_standard_page(title="About", slug="about", body=body)
    return shared_administrator.translate(page, welsh)


@pytest.fixture
def administrator(shared_administrator):
    return shared_administrator


@pytest.fixture
def target(begun):
    return type(begun).objects.get(pk=begun.pk)


def act(editor, target, action: str, **data) -> str:
    """Do something on the screen, and return what it says afterwards."""
    path = reverse("translation_screen", args=[find_task(target).pk])
    return editor.client.post(path, {"action": action, **data}, follow=True).content.decode()


@pytest.mark.changes_translations
def test_a_machine_suggests_what_is_missing_and_a_person_has_to_read_it(administrator, target, server, allowed):
    said = act(administrator, target, "suggest")

    assert "A machine has suggested 3 texts." in said
    assert server.asked == [
        {
            "q": ["About", "Seeds &amp; soil", "Bring <b>two</b>."],
            "source": "en",
            "target": "cy",
            "api_key": "",
            "format": "html",
        }
    ]
    state = TranslationState.objects.get(translation=find_task(target))
    assert (state.missing, state.unread) == (0, 3)
    for action in ("publish", "submit"):
        assert "translated by a machine" in act(administrator, target, action, with_gaps="on")
    target.refresh_from_db()
    assert not target.live

    administrator.translate_texts(target)
    act(administrator, target, "publish")
    target.refresh_from_db()
    assert target.live


def test_no_text_leaves_before_an_administrator_has_allowed_it(administrator, target, server):
    said = act(administrator, target, "suggest")

    assert "not allowed here" in said
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "answer", "reason"),
    [
        (429, {"error": "Slow down"}, "quota"),
        (500, {}, "has a problem"),
        (200, {"translatedText": ["one"]}, "cannot be read"),
        (200, {"other": 1}, "cannot be read"),
        (200, [], "cannot be read"),
        (200, "nonsense", "cannot be read"),
        (200, {"translatedText": [None, 1, ["x"]]}, "cannot be read"),
        (200, b"<html>Welcome</html>", "cannot be read"),
    ],
)
def test_a_machine_that_fails_changes_nothing_and_says_why(
    status, answer, reason, administrator, target, server, allowed
):
    server.status, server.answer = status, answer

    said = act(administrator, target, "suggest")

    assert reason in said
    assert not StringTranslation.objects.exists()


def test_a_machine_that_is_away_says_so(administrator, target, server, allowed):
    server.shutdown()
    server.server_close()

    assert "does not answer" in act(administrator, target, "suggest")


def test_a_machine_that_is_slow_is_not_waited_for(administrator, target, server, allowed, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["TIMEOUT"] = 0.1
    server.may_answer.clear()

    said = act(administrator, target, "suggest")
    server.may_answer.set()

    assert "does not answer" in said
    assert not StringTranslation.objects.exists()


@pytest.mark.changes_translations
def test_what_somebody_has_translated_meanwhile_stays(administrator, target, server, allowed, monkeypatch):
    ask = machine.ask

    def ask_and_translate(*args):
        answers = ask(*args)
        administrator.translate_texts(target)
        return answers

    monkeypatch.setattr(machine, "ask", ask_and_translate)

    assert "A machine has suggested 0 texts." in act(administrator, target, "suggest")
    assert not StringTranslation.objects.filter(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE).exists()


def test_nothing_that_a_field_would_refuse_is_suggested(administrator, target, server, allowed):
    server.answer = {"translatedText": ["x" * 300, "Hadau", "<script>alert(1)</script>Dewch â <b>dau</b>."]}

    act(administrator, target, "suggest")

    assert set(StringTranslation.objects.values_list("data", flat=True)) == {"Hadau", "Dewch â <b>dau</b>."}


# PO files


def download(editor, target) -> polib.POFile:
    response = editor.client.get(reverse("translation_export", args=[find_task(target).pk]))
    assert response["Content-Disposition"] == 'attachment; filename="about-cy.po"'
    return polib.pofile(response.content.decode())


def upload(editor, target, po: object) -> str:
    data = po if isinstance(po, bytes) else str(po).encode()
    file = BytesIO(data)
    file.name = "texts.po"
    return act(editor, target, "import", file=file)


@pytest.mark.changes_translations
def test_a_po_file_goes_out_and_comes_back(administrator, target):
    po = download(administrator, target)
    for entry in po:
        entry.msgstr = "amdanom" if entry.msgctxt == "slug" else f"cy {entry.msgid}"

    said = upload(administrator, target, po)

    assert "Took over 4 texts." in said
    assert TranslationState.objects.get(translation=find_task(target)).missing == 0
    assert "Took over 0 texts." in upload(administrator, target, po)


def test_what_is_wrong_in_a_po_file_is_named_and_left_out(administrator, target):
    po = download(administrator, target)
    wrong = {"About": "x" * 300, "Bring <b>two</b>.": "<h2>Dewch</h2>", "Seeds &amp; soil": "Hadau"}
    for entry in po:
        entry.msgstr = wrong.get(entry.msgid, "")
    po.append(polib.POEntry(msgid="Gone", msgctxt="title", msgstr="Aeth"))

    said = upload(administrator, target, po)

    assert "Took over 1 text." in said
    assert "255" in said
    assert "markup that the original does not have" in said
    assert "“Gone” is not part of the original any more." in said
    assert StringTranslation.objects.get().data == "Hadau"


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"msgid broken", b"/etc/passwd", b'msgid "a"\nmsgstr "b"\n'])
def test_a_file_that_is_no_po_file_of_this_page_changes_nothing(data, administrator, target):
    said = upload(administrator, target, data)

    assert "PO file" in said
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize("text", ["Hadau {enw}", "%(enw)s", '<a id="a1">Hadau</a>'])
def test_other_placeholders_and_links_are_named_and_left_out(text, administrator, target):
    po = download(administrator, target)
    [entry] = [entry for entry in po if entry.msgid == "Seeds &amp; soil"]
    entry.msgstr = text

    said = upload(administrator, target, po)

    assert "Took over 0 texts." in said
    assert "Heading / " in said
    assert not StringTranslation.objects.exists()


@pytest.mark.changes_translations
def test_an_old_po_file_does_not_replace_what_was_written_since(administrator, target):
    po = download(administrator, target)
    administrator.translate_texts(target)
    for entry in po:
        entry.msgstr = "" if entry.msgctxt == "slug" else f"old {entry.msgid}"

    said = upload(administrator, target, po)

    assert "Took over 0 texts." in said
    assert "Title: somebody has changed it since this file was made." in said
    assert not StringTranslation.objects.filter(data__startswith="old").exists()


def test_a_po_file_of_another_page_is_refused(administrator, target, welsh):
    other = administrator.translate(factories.make_standard_page(title="Other", slug="other"), welsh)
    po = administrator.client.get(reverse("translation_export", args=[find_task(other).pk])).content

    assert "another page or language" in upload(administrator, target, po)
