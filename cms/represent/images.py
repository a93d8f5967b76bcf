"""Images: their sizes, and the JSON representation of an image in use."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple

import orjson
from django.conf import settings
from typing_extensions import TypedDict
from wagtail.images.models import AbstractImage

from cms.freshness.reads import track_objects, untracked
from cms.represent.kept import Kept
from cms.represent.memoize import memoize
from cms.represent.types import Url, column, keywords
from cms.upstream.wagtail import get_base_url
from cms.upstream.wagtail_images import Filter

MIME_TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
}
# The attribute of a loaded image that has its renditions, as text.
LOADED = "loaded_renditions"


@dataclass(frozen=True)
class ImageUse:
    """The sizes of an image for one use: widths in CSS pixels, cropped if there is a ratio.

    ``plain`` leaves out AVIF and WebP, for clients that accept a single address. ``own`` adds the width of the image
    itself if that lies between the two widest.
    """

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    plain: bool = False
    own: bool = False

    def list_sizes(self, image_width: int, image_height: int) -> Iterator[str]:
        """Yield Wagtail's names of the resize operations, narrow to wide, without any that would enlarge the image."""
        own = {image_width} if self.own and self.widths[-2] < image_width < self.widths[-1] else set()
        for width in sorted({*self.widths, *own}):
            height = round(width * self.ratio[1] / self.ratio[0]) if self.ratio else 0
            if width <= image_width and height <= image_height:
                yield f"fill-{width}x{height}" if self.ratio else f"width-{width}"

    def list_specs(self, image: AbstractImage) -> Mapping[str, Sequence[str]]:
        """Return the filter specifications of the renditions that ``image`` should have for this use, by format.

        The smallest files come first, the format with the widest support last. Without a crop, that ends with the
        original size.
        """
        return list_specs_of_size(self, image.width, image.height, *list_formats(image))


HERO = ImageUse(widths=(480, 800, 1200, 1800), own=True)
BODY = ImageUse(widths=(480, 800, 1200))
CARD = ImageUse(widths=(400, 720), ratio=(3, 2))
PORTRAIT = ImageUse(widths=(160, 320), ratio=(1, 1))
SOCIAL = ImageUse(widths=(1200,), ratio=(40, 21), plain=True)
USES = {"hero": HERO, "body": BODY, "card": CARD, "portrait": PORTRAIT, "social": SOCIAL}


class RenditionFile(TypedDict):
    url: Url
    width: int
    height: int


class RenditionSet(TypedDict):
    """The files of one format, narrow to wide."""

    type: Annotated[str, keywords(enum=list(MIME_TYPES.values()))]
    srcset: list[RenditionFile]


class FocalPoint(TypedDict):
    """The area to keep visible: its centre and size, in pixels of the original."""

    x: int
    y: int
    width: int
    height: int


class ImageRepresentation(TypedDict):
    """An image in use. ``alt`` is the alt text of this use, empty if decorative."""

    id: int
    title: Annotated[str, column("cms.Image.title")]
    alt: str
    width: int
    height: int
    credit: Annotated[str, column("cms.Image.credit")]
    credit_url: Annotated[str, column("cms.Image.credit_url")]
    licence: Annotated[str, column("cms.Image.licence")]
    focal_point: FocalPoint | None
    placeholder: str
    download_url: Url | None
    renditions: list[RenditionSet]


@lru_cache(maxsize=4096)
def list_specs_of_size(use: ImageUse, width: int, height: int, *formats: str) -> Mapping[str, Sequence[str]]:
    plain = formats[-1]
    sizes = list(use.list_sizes(width, height))
    specs = {name: [f"{size}|format-{name}" for size in sizes] for name in ([plain] if use.plain else formats)}
    if use.ratio is None:
        specs[plain].append(f"original|format-{plain}")
    return specs


@cache
def make_filter(spec: str) -> Filter:
    """Return Wagtail's filter for a specification, parsed once."""
    return Filter(spec=spec)


def list_formats(image: AbstractImage) -> list[str]:
    """Return the formats to offer, smallest files first, the format with the widest support last."""
    suffix = image.file.name.rpartition(".")[2].lower()
    original = suffix if suffix in {"png", "gif"} else "jpeg"
    return ["avif", "webp", original]


def list_specs(image: AbstractImage) -> list[str]:
    """Return the filter specifications of all renditions that ``image`` should have."""
    by_use = (use.list_specs(image).values() for use in USES.values())
    return list(dict.fromkeys(spec for formats in by_use for specs in formats for spec in specs))


class LoadedRendition(NamedTuple):
    """A rendition from the loader, lighter than a model."""

    filter_spec: str
    focal_point_key: str
    file: str
    width: int
    height: int
    find_url: Callable[[str], str]

    @property
    def url(self) -> str:
        return self.find_url(self.file)

    @property
    def full_url(self) -> str:
        """The address with its host, as for Wagtail's own renditions."""
        return join(settings.WAGTAILADMIN_BASE_URL, self.url)


def find_existing(image: AbstractImage, specs: Iterable[str]) -> dict[str, Any]:
    """Return the existing renditions by specification, without a query if the loader has loaded the image."""
    if LOADED not in image.__dict__:
        track_objects([image])
        with untracked():
            existing = image.find_existing_renditions(*map(make_filter, specs))
        return {rendition_filter.spec: rendition for rendition_filter, rendition in existing.items()}
    find_url = image.get_rendition_model()._meta.get_field("file").storage.url
    by_key = memoize(image, "rows by key", lambda: read_rows(image.__dict__[LOADED]))
    keys = {spec: (spec, find_focal_point_key(image, spec)) for spec in specs}
    return {spec: LoadedRendition._make((*by_key[key], find_url)) for spec, key in keys.items() if key in by_key}


def read_rows(text: str | None) -> dict[tuple[str, str], list[Any]]:
    """Return the rows of loaded renditions by specification and focal point."""
    return {(row[0], row[1]): row for row in orjson.loads(text or "[]")}


def find_focal_point_key(image: AbstractImage, spec: str) -> str:
    """Return the key that distinguishes renditions of one specification: for crops, the focal point."""
    if not is_crop(spec):
        return ""
    return memoize(image, "focal_point_key", lambda: make_filter(spec).get_cache_key(image))


@cache
def is_crop(spec: str) -> bool:
    return any(getattr(operation, "vary_fields", ()) for operation in make_filter(spec).operations)


def find_renditions(image: AbstractImage, use: ImageUse) -> "list[tuple[str, list[Any]]]":
    """Return the existing renditions for ``use`` by MIME type, narrow to wide, without types that have none.

    An image that is too small for a crop is shown uncropped. Takes no query if renditions have been loaded.
    """
    return memoize(image, ("renditions", use), lambda: find_sets(image, use))


def find_sets(image: AbstractImage, use: ImageUse) -> "list[tuple[str, list[Any]]]":
    wanted = use.list_specs(image)
    by_spec = find_existing(image, [spec for specs in wanted.values() for spec in specs])
    found = {MIME_TYPES[name]: [by_spec[spec] for spec in specs if spec in by_spec] for name, specs in wanted.items()}
    sets = [(mime_type, renditions) for mime_type, renditions in found.items() if renditions]
    return sets if sets or use.ratio is None else find_renditions(image, BODY)


representations = Kept[ImageRepresentation](1024)


def represent_focal_point(image: AbstractImage) -> FocalPoint | None:
    """Return the area to keep visible: its centre and size in pixels of the original; null if it was not chosen."""
    focal_point = image.get_focal_point()
    if focal_point is None:
        return None
    x, y = focal_point.centroid
    return {"x": round(x), "y": round(y), "width": round(focal_point.width), "height": round(focal_point.height)}


def represent_image(
    image: AbstractImage, *, alt: str, use: ImageUse = BODY, context: Mapping[str, Any] | None = None
) -> ImageRepresentation:
    """Return ``image`` in one use, for the API.

    ``alt`` is the alt text of this use, empty if decorative. Only existing renditions are listed, never the uploaded
    file. They must already be loaded, so this takes no query.
    """
    request = (context or {}).get("request")
    same = memoize(image, ("representation", use), lambda: find_representation(image, use, get_base_url(request) or ""))
    return {**same, "alt": alt or ""}


def find_representation(image: AbstractImage, use: ImageUse, base_url: str) -> ImageRepresentation:
    """Return what all uses of this kind have in common, kept by what it is made from if renditions are loaded."""
    key: Hashable = None
    if LOADED in image.__dict__:
        model: Any = type(image)
        shown = (image.__dict__.get(name) for name in list_shown(model))
        key = use, base_url, settings.MEDIA_URL, model, *shown
    return representations.find(key, lambda: represent_file(image, use, base_url))


@cache
def list_shown(model: Any) -> list[str]:
    """Return the names of what the representation of an image is made from."""
    names = ("id", "title", "file", "width", "height", "credit", "credit_url", "licence", "placeholder")
    focal_point = (f"focal_point_{name}" for name in ("x", "y", "width", "height"))
    return [model._meta.get_field(name).attname for name in (*names, *focal_point)] + [LOADED]


def represent_file(image: AbstractImage, use: ImageUse, base_url: str) -> ImageRepresentation:
    """Return what all uses of this kind have in common; ``base_url`` is for media without their own host."""
    sets: list[RenditionSet] = [
        {
            "type": mime_type,
            "srcset": [
                {"url": join(base_url, rendition.url), "width": rendition.width, "height": rendition.height}
                for rendition in renditions
            ],
        }
        for mime_type, renditions in find_renditions(image, use)
    ]
    return {
        "id": image.pk,
        "title": image.title,
        "alt": "",
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


def join(base_url: str, url: str) -> str:
    return url if url.startswith(("http://", "https://")) else base_url + url
