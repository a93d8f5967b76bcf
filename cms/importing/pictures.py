"""Stores the pictures of a document as images, each file once."""

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from cms.environment.outgoing import Failed, Refused, get
from cms.importing.document import Picture
from cms.media.forms import CompleteImageField

MAX_ALT, MAX_TITLE = 255, 100
SECONDS = 30.0  # for all pictures of a document together
SUFFIXES = {"jpeg": "jpg", "mpo": "jpg", "heif": "heic"}


class NotStored(Exception):
    """A picture that cannot be stored, with the reason."""


def fetch(url: str, seconds: float) -> bytes:
    """Return the picture at an address of another site."""
    return get(
        url.replace("http://", "https://", 1), limit=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE, seconds=min(seconds, 15)
    )


class PictureStore:
    """Makes images for one document, in the name of a user or, without one, of the operator."""

    def __init__(
        self, user: Any = None, *, name: str = "", get_file: Callable[[str], bytes | None] | None = None
    ) -> None:
        self.user = user
        self.name = name
        self.get_file = get_file
        self.ends = time.monotonic() + SECONDS
        self.notes: list[str] = []
        self.number_of_new = 0
        self.saved: list[tuple[Any, str]] = []
        self.collection = self.find_collection()

    def find_collection(self) -> Collection | None:
        """Return the collection for new pictures, if the user may add any."""
        if self.user is None:
            return Collection.get_first_root_node()
        policy = policy_registry.get_by_type(get_image_model())
        return policy.collections_user_has_permission_for(self.user, "add").order_by("path").first()

    def store(self, picture: Picture, alt: str, *, decorative: bool = False) -> dict[str, Any] | None:
        """Return the value of an image block, or nothing if the picture could not be stored: a note says why."""
        try:
            image = self.find_or_make(self.read(picture), alt)
        except NotStored as reason:
            self.notes.append(
                _("The picture “%(name)s” was left out: %(reason)s")
                % {"name": alt or picture.address or _("without a description"), "reason": reason}
            )
            return None
        return {"image": image.pk, "alt_text": "" if decorative else alt[:MAX_ALT], "decorative": decorative}

    def read(self, picture: Picture) -> bytes:
        if picture.data is not None:
            return picture.data
        if self.get_file and (data := self.get_file(picture.address)) is not None:
            return data
        left = self.ends - time.monotonic()
        if left <= 0:
            raise NotStored(_("there was no time left to fetch it."))
        try:
            return fetch(picture.address, left)
        except (Failed, Refused) as error:
            raise NotStored(_("it could not be fetched (%(error)s).") % {"error": error}) from error

    def find_or_make(self, data: bytes, alt: str) -> Any:
        model = get_image_model()
        data, suffix = convert(data)
        file = ContentFile(data, name=f"picture.{suffix}")
        try:
            CompleteImageField().clean(file)
        except ValidationError as error:
            raise NotStored(" ".join(error.messages)) from error
        image = model(title=Truncator(alt or self.name or _("Picture")).chars(MAX_TITLE), description=alt[:MAX_ALT])
        image.file, image.file_size = file, len(data)
        image.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # as Wagtail computes it
        if same := self.find_same(image.file_hash):
            return same
        if self.collection is None:
            raise NotStored(_("you may not add pictures."))
        image.collection, image.uploaded_by_user = self.collection, self.user
        image.save()
        self.saved.append((image.file.storage, image.file.name))
        self.number_of_new += 1
        return image

    def find_same(self, file_hash: str) -> Any:
        """Return an image with the same file that the user may choose."""
        images = get_image_model().objects.filter(file_hash=file_hash).order_by("pk")
        if self.user is not None:
            policy = policy_registry.get_by_type(get_image_model())
            images = images.filter(pk__in=policy.instances_user_has_permission_for(self.user, "choose").values("pk"))
        return images.first()

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """Delete the files of new images if the transaction around them fails."""
        try:
            yield
        except BaseException:
            for storage, name in self.saved:
                with suppress(OSError):
                    storage.delete(name)
            raise


def convert(data: bytes) -> tuple[bytes, str]:
    """Return a picture in a format that images may have, and the suffix of its file."""
    try:
        with PillowImage.open(io.BytesIO(data)) as picture:
            name = (picture.format or "").lower()
            suffix = SUFFIXES.get(name, name)
            if suffix in settings.WAGTAILIMAGES_EXTENSIONS:
                return data, suffix
            if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise NotStored(_("it is too large."))
            file = io.BytesIO()
            picture.convert("RGBA").save(file, "PNG")
            return file.getvalue(), "png"
    except NotStored:
        raise
    except (OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError) as error:
        raise NotStored(_("this is not a picture that can be shown.")) from error


def name_file(address: str) -> str:
    """Return the name of the file at an address."""
    return PurePath(unquote(urlsplit(address).path)).name
