"""Pictures: which sizes exist, and what one use of a picture looks like as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypedDict

from wagtail.api.utils import get_full_url
from wagtail.images.models import Filter

if TYPE_CHECKING:
    from cms.models import Image, Rendition

MIME_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}


@dataclass(frozen=True)
class ImageUse:
    """The sizes in which one kind of use shows a picture: widths in CSS pixels, cropped where it has a ratio."""

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None

    def list_sizes(self) -> Iterator[tuple[int, str]]:
        """Yield each width with Wagtail's name of the resize operation."""
        for width in self.widths:
            if self.ratio is None:
                yield width, f"width-{width}"
            else:
                yield width, f"fill-{width}x{round(width * self.ratio[1] / self.ratio[0])}"


HERO = ImageUse(widths=(480, 800, 1200, 1800))
BODY = ImageUse(widths=(480, 800, 1200))
CARD = ImageUse(widths=(400, 720), ratio=(3, 2))
PORTRAIT = ImageUse(widths=(160, 320), ratio=(1, 1))
SOCIAL = ImageUse(widths=(1200,), ratio=(40, 21))
USES = {"hero": HERO, "body": BODY, "card": CARD, "portrait": PORTRAIT, "social": SOCIAL}


class RenditionFile(TypedDict):
    url: str
    width: int
    height: int


class RenditionSet(TypedDict):
    type: str
    srcset: list[RenditionFile]


class FocalPoint(TypedDict):
    x: int
    y: int
    width: int
    height: int


class ImageRepresentation(TypedDict):
    id: int
    title: str
    alt: str
    width: int
    height: int
    credit: str
    credit_url: str
    licence: str
    focal_point: FocalPoint | None
    placeholder: str
    download_url: str | None
    renditions: list[RenditionSet]


@cache
def make_filter(spec: str) -> Filter:
    """Return Wagtail's filter for a specification; it is parsed once."""
    return Filter(spec=spec)


def list_formats(image: "Image") -> list[str]:
    """Return the formats to offer, the smallest files first and the one that every program reads last."""
    suffix = PurePosixPath(image.file.name).suffix.lower().lstrip(".")
    original = suffix if suffix in {"png", "gif"} else "jpeg"
    return ["avif", "webp", original]


def list_specs(image: "Image", uses: "list[ImageUse] | None" = None) -> list[str]:
    """Return Wagtail's filter specifications of every rendition that ``image`` should have; none enlarges it."""
    formats = list_formats(image)
    sizes = {
        size: None
        for use in uses or USES.values()
        for width, size in use.list_sizes()
        if width <= image.width and (use.ratio is None or width * use.ratio[1] / use.ratio[0] <= image.height)
    }
    specs = [f"{size}|format-{format_name}" for size in sizes for format_name in formats]
    return [*specs, f"original|format-{formats[-1]}"]


def find_renditions(image: "Image", use: ImageUse) -> list[tuple[str, "list[Rendition]"]]:
    """Return per MIME type the renditions that exist for ``use``, narrow to wide; formats without any are left out.

    The last type has the picture at its own size as its last entry where the use does not crop. Runs no query when
    the renditions have been prefetched.
    """
    formats = list_formats(image)
    specs = {format_name: [f"{size}|format-{format_name}" for _, size in use.list_sizes()] for format_name in formats}
    if use.ratio is None:
        specs[formats[-1]].append(f"original|format-{formats[-1]}")
    existing = image.find_existing_renditions(*(make_filter(spec) for names in specs.values() for spec in names))
    by_spec = {rendition_filter.spec: rendition for rendition_filter, rendition in existing.items()}
    found = []
    for format_name, names in specs.items():
        if renditions := [by_spec[spec] for spec in names if spec in by_spec]:
            found.append((MIME_TYPES[format_name], renditions))
    return found


def represent_focal_point(image: "Image") -> FocalPoint | None:
    """Return what must stay in view, its centre and size in pixels of the original; null where nobody chose it."""
    focal_point = image.get_focal_point()
    if focal_point is None:
        return None
    x, y = focal_point.centroid
    return {"x": round(x), "y": round(y), "width": focal_point.width, "height": focal_point.height}


def represent_image(
    image: "Image", *, alt: str, use: ImageUse = BODY, context: Mapping[str, Any] | None = None
) -> ImageRepresentation:
    """Return one use of ``image`` as the API shows it.

    ``alt`` is the text for this use, empty when decorative. Only renditions that exist are listed, never the file as
    uploaded. Renditions must already be loaded: then this runs no query.
    """
    request = (context or {}).get("request")
    sets: list[RenditionSet] = [
        {
            "type": mime_type,
            "srcset": [
                {
                    "url": get_full_url(request, rendition.url),
                    "width": rendition.width,
                    "height": rendition.height,
                }
                for rendition in renditions
            ],
        }
        for mime_type, renditions in find_renditions(image, use)
    ]
    return {
        "id": image.pk,
        "title": image.title,
        "alt": alt or "",
        "width": image.width,
        "height": image.height,
        "credit": image.credit,
        "credit_url": image.credit_url,
        "licence": image.licence,
        "focal_point": represent_focal_point(image),
        "placeholder": image.placeholder,
        "download_url": sets[-1]["srcset"][-1]["url"] if sets else None,
        "renditions": sets,
    }
