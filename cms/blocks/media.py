"""Images and videos."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict
from wagtail.blocks import (
    CharBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageBlock

from cms.blocks.preview import sample_image
from cms.represent.images import BODY, ImageRepresentation, represent_image
from cms.represent.types import Url

# Sites with the addresses of videos as people copy them, and players that set no cookies before they are started.
PLAYERS = [
    (
        "YouTube",
        re.compile(
            r"^https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/)|youtu\.be/)([\w-]{11})"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    ("Vimeo", re.compile(r"^https://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1"),
]


def find_player(url: str) -> str | None:
    """Return the address of the player for a YouTube or Vimeo video, ``None`` for any other address."""
    for _provider, pattern, player in PLAYERS:
        if match := pattern.match(url):
            return player.format(match.group(1))
    return None


class DescribedImageBlock(ImageBlock):
    """Wagtail's image with the alt text of this use, represented with its renditions."""

    loaded_as_usual = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["image"].label = _("Image")

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Return the images of stored data. Wagtail cannot read ``null`` in a list, which an import may leave."""
        return super().bulk_to_python([{"image": None} if value is None else value for value in values])

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> ImageRepresentation | None:
        if value is None:
            return None
        return represent_image(value, alt=value.contextual_alt_text, use=BODY, context=context)

    class Meta:
        icon = "image"
        template = "cms/blocks/described_image.html"


class PictureBlock(StructBlock):
    image = DescribedImageBlock(label=_("Image"))
    caption = CharBlock(required=False, default="", max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        group = _("Media")
        label = _("Image")
        description = _("One picture with an optional caption. Its credit is shown automatically.")
        label_format = "{caption}"
        template = "cms/blocks/image.html"

    def get_preview_value(self) -> StructValue:
        return self.normalize({"image": sample_image(), "caption": _("The new raised beds, the day they were filled.")})


class VideoValue(StructValue):
    @property
    def embed_url(self) -> str | None:
        """The player's address; browsers contact it only when readers start the video."""
        return find_player(self.get("url", ""))

    @property
    def provider(self) -> str:
        """The name of the site that has the video; empty if it is none of those that we know."""
        return next((name for name, pattern, _player in PLAYERS if pattern.match(self.get("url", ""))), "")


class VideoRepresentation(TypedDict):
    """A video; ``embed_url`` is its player. Do not load it before the reader starts the video."""

    url: Url
    title: str
    transcript: str
    embed_url: Url | None


class VideoBlock(StructBlock):
    url = URLBlock(label=_("Address of the video"), help_text=_("YouTube or Vimeo."))
    title = CharBlock(max_length=150, label=_("Title"))
    transcript = TextBlock(
        required=False, default="", help_text=_("What is said, for those who read it instead."), label=_("Transcript")
    )

    def clean(self, value: StructValue) -> StructValue:
        value = super().clean(value)
        if value.get("url") and find_player(value["url"]) is None:
            message = _("Copy the address of a video on YouTube or Vimeo, such as https://vimeo.com/76979871.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return value

    def is_complete(self, value: VideoValue, raw: Mapping[str, Any]) -> bool:
        """Whether there is a video: a draft may have none yet."""
        return bool(value["url"])

    def get_api_representation(self, value: VideoValue, context: dict[str, Any] | None = None) -> VideoRepresentation:
        return {
            "url": value["url"],
            "title": value["title"],
            "transcript": value["transcript"],
            "embed_url": value.embed_url,
        }

    class Meta:
        icon = "media"
        group = _("Media")
        label = _("Video")
        description = _("A video on YouTube or Vimeo. It is loaded only when a reader starts it.")
        label_format = "{title}"
        value_class = VideoValue
        template = "cms/blocks/video.html"
        preview_value = {
            "url": "https://vimeo.com/76979871",
            "title": _("A walk round the garden in four minutes"),
            "transcript": _("We start at the gate, where the beans are."),
        }
