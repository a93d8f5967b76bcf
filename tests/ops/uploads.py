"""An editor who uploads one picture after another, and remembers which ones the site has accepted."""

import http.client
import io
import itertools
import json
import time
import uuid
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as PillowImage

from cms.models import Image
from cms.operations.tasks import LONGEST_TASK
from cms.represent.images import list_specs
from tests.ops.processes import wait_until
from tests.threads import Threads

TOKEN = "a" * 32
PATH = "/admin/images/multiple/add/"


class Uploads(Threads):
    """Uploads pictures while the block lasts. ``size`` is the number of bytes that are added to each file."""

    def __init__(self, port: int, user: User, *, pause: float = 0.1, size: int = 0) -> None:
        self.port = port
        self.pause = pause
        self.size = size
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={sign_in(user)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.accepted: list[int] = []
        self.statuses: Counter[int] = Counter()
        self.broken = 0
        super().__init__(self.upload_all)

    def upload_all(self) -> None:
        for number in itertools.count(1):
            if self.stopped.wait(self.pause):
                break
            try:
                self.upload(number)
            except (OSError, http.client.HTTPException):
                self.broken += 1

    def upload(self, number: int) -> None:
        boundary = uuid.uuid4().hex
        body = write_form(boundary, make_picture(number) + bytes(self.size), f"picture-{number}.jpg")
        headers = {
            "Host": "localhost",
            "Cookie": self.cookie,
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "X-CSRFToken": TOKEN,
            "X-Requested-With": "XMLHttpRequest",
        }
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            client.request("POST", PATH, body, headers)
            response = client.getresponse()
            answer = response.read()
        finally:
            client.close()
        self.statuses[response.status] += 1
        if response.status == 200 and json.loads(answer).get("success"):
            self.accepted.append(json.loads(answer)["image_id"])

    def let_pass(self, count: int = 2) -> None:
        """Wait until so many more pictures have been accepted."""
        before = len(self.accepted)
        wait_until(lambda: len(self.accepted) >= before + count, seconds=90)

    def __str__(self) -> str:
        return (
            f"{len(self.accepted)} pictures accepted; answers {dict(self.statuses)}; broken connections {self.broken}"
        )


def sign_in(user: User) -> str:
    """Return the key of a new session."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def make_picture(number: int) -> bytes:
    """Return a small JPEG that differs for each number."""
    data = io.BytesIO()
    PillowImage.new("RGB", (120, 80), (number % 256, number // 256 % 256, 90)).save(data, "JPEG")
    return data.getvalue()


def write_form(boundary: str, data: bytes, name: str) -> bytes:
    lines = [
        f"--{boundary}",
        'Content-Disposition: form-data; name="title"',
        "",
        name,
        f"--{boundary}",
        f'Content-Disposition: form-data; name="files[]"; filename="{name}"',
        "Content-Type: image/jpeg",
        "",
    ]
    return "\r\n".join([*lines, ""]).encode() + data + f"\r\n--{boundary}--\r\n".encode()


def finish_tasks(seconds: float = 300) -> None:
    """Wait until every task is done, without the pauses between attempts; raise ``AssertionError`` if one failed."""
    deadline = time.monotonic() + seconds
    while unfinished := read_unfinished():
        assert time.monotonic() < deadline, f"unfinished tasks: {unfinished}"
        time.sleep(1)
    assert not DBTaskResult.objects.filter(status="FAILED").values_list("traceback", flat=True)


def read_unfinished() -> object:
    """Return the number of tasks by state that are not done; make those that wait for a time due."""
    try:
        now = timezone.now()
        DBTaskResult.objects.filter(status="READY", started_at__isnull=False).update(run_after=now)
        long_ago = now - LONGEST_TASK * 2
        DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - LONGEST_TASK / 60).update(
            started_at=long_ago
        )
        return Counter(
            DBTaskResult.objects.exclude(status__in=["SUCCESSFUL", "FAILED"]).values_list("status", flat=True)
        )
    except Error:
        connection.close()
        return "unknown"


def list_losses(accepted: list[int], media: Path) -> list[str]:
    """Return what is missing of the pictures that were accepted: rows, files and renditions."""
    losses = []
    for pk in accepted:
        image = Image.objects.filter(pk=pk).first()
        if image is None:
            losses.append(f"image {pk}")
            continue
        renditions = dict(image.renditions.values_list("filter_spec", "file"))
        losses += [f"rendition {spec} of {pk}" for spec in set(list_specs(image)) - renditions.keys()]
        files = [image.file.name, *renditions.values()]
        losses += [f"file {name} of {pk}" for name in files if not (media / name).is_file()]
        if not image.placeholder:
            losses.append(f"placeholder of {pk}")
    return losses
