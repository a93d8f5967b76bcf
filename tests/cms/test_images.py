"""Pictures: what is made of an upload, what is kept of it, and what is refused."""

import base64
import errno
import io
import itertools
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import ImageCms, ImageDraw
from wagtail.images.models import Filter

from blog.models import UpdatePage
from cms.environment.outages import DiskFailure, DiskFull
from cms.media.renditions import UnreadableImage, make_image_renditions, make_renditions
from cms.media.storage import MediaStorage
from cms.models import Image, Rendition
from cms.represent.images import (
    BODY,
    CARD,
    HERO,
    PORTRAIT,
    ImageRepresentation,
    find_renditions,
    list_specs,
    represent_image,
)
from cms.represent.loader import Loader
from tests import factories

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "samples" / "pictures"
ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E


def make_file(picture: PillowImage.Image, kind: str = "JPEG", **options) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def upload(data: bytes, name: str = "IMG_0042.jpg", **kwargs) -> Image:
    return Image.objects.create(title="Beds", file=ContentFile(data, name=name), **kwargs)


def open_rendition(rendition: Rendition) -> PillowImage.Image:
    with rendition.file.open("rb") as file:
        picture = PillowImage.open(io.BytesIO(file.read()))
        picture.load()
        return picture


def read_bytes(rendition: Rendition) -> bytes:
    with rendition.file.open("rb") as file:
        return file.read()


def make_exif(**tags) -> PillowImage.Exif:
    exif = PillowImage.Exif()
    exif[GPS] = {1: "N", 2: (52.0, 24.0, 36.0), 3: "W", 4: (4.0, 4.0, 48.0)}
    exif[DESCRIPTION] = "SECRET-PLACE"
    for tag, value in tags.items():
        exif[int(tag)] = value
    return exif


# Metadata


@pytest.fixture(scope="module")
def revealing_files():
    """Return files that say where they were made, by the ending of their names."""
    picture = PillowImage.effect_mandelbrot((600, 450), (-2, -1.5, 1, 1.5), 20).convert("RGB")
    exif, xmp = make_exif(), b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET-XMP</x:xmpmeta>"
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Comment", "SECRET-COMMENT")
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return {
        "jpg": make_file(picture, "JPEG", exif=exif, comment=b"SECRET-COMMENT", xmp=xmp),
        "png": make_file(picture, "PNG", exif=exif, pnginfo=text),
        "webp": make_file(picture, "WEBP", exif=exif, xmp=xmp),
        "avif": make_file(picture, "AVIF", exif=exif, xmp=xmp),
    }


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_no_rendition_says_where_a_picture_was_taken(kind, revealing_files):
    data = revealing_files[kind]
    assert b"SECRET" in data
    assert PillowImage.open(io.BytesIO(data)).getexif().get_ifd(GPS)
    image = upload(data, f"holiday.{kind}")

    specs = [spec for spec in list_specs(image) if spec.startswith(("width-480", "original"))]
    renditions = image.create_renditions(*(Filter(spec=spec) for spec in specs)).values()

    assert len(renditions) == 4
    for rendition in renditions:
        picture = open_rendition(rendition)
        assert b"SECRET" not in read_bytes(rendition), rendition.filter_spec
        assert dict(picture.getexif()) == {}, rendition.filter_spec
        assert not {"exif", "xmp", "comment", "Comment", "XML:com.adobe.xmp"} & set(picture.info), rendition.filter_spec


def test_colours_keep_their_profile():
    """Metadata goes, but a picture in a wide colour space would look dull without its profile."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = upload(make_file(PillowImage.new("RGB", (500, 300), (90, 140, 90)), icc_profile=profile, exif=make_exif()))

    rendition = image.create_rendition(Filter(spec="original|format-jpeg"))

    assert open_rendition(rendition).info["icc_profile"] == profile


def test_the_placeholder_says_nothing_either():
    image = upload(make_file(PillowImage.new("RGB", (30, 20)), exif=make_exif()))

    make_renditions(image)

    image.refresh_from_db()
    assert image.placeholder.startswith("data:image/webp;base64,")
    assert len(image.placeholder) < 600


# Shapes


def test_a_picture_taken_upright_stands_upright():
    """Telephones store a portrait lying down, and say in its metadata how to turn it."""
    lying = PillowImage.new("RGB", (600, 400), (90, 140, 90))
    ImageDraw.Draw(lying).rectangle((0, 0, 299, 399), fill=(200, 30, 30))  # the left half, on top when turned
    image = upload(make_file(lying, exif=make_exif(**{str(ORIENTATION): 6})))
    assert (image.width, image.height) == (400, 600)

    rendition = image.create_rendition(Filter(spec="original|format-jpeg"))

    picture = open_rendition(rendition)
    assert picture.size == (400, 600) == (rendition.width, rendition.height)
    assert picture.getpixel((200, 100))[0] > 150
    assert picture.getpixel((200, 500))[1] > 100


def test_a_crop_keeps_the_focal_point():
    picture = PillowImage.new("RGB", (1000, 500), (90, 140, 90))
    ImageDraw.Draw(picture).rectangle((860, 200, 940, 300), fill=(250, 0, 0))
    focus = {"focal_point_x": 900, "focal_point_y": 250, "focal_point_width": 100, "focal_point_height": 120}
    image = upload(make_file(picture), **focus)
    spec = f"{next(iter(PORTRAIT.list_sizes(image.width, image.height)))}|format-jpeg"

    cropped = open_rendition(image.create_rendition(Filter(spec=spec)))

    red = sum(count for count, pixel in cropped.getcolors(1 << 20) if pixel[0] > 180 and pixel[1] < 80)
    assert cropped.size[0] == cropped.size[1]
    assert red > 100, "what the editor marked is not in the crop"


def test_changing_the_focal_point_changes_what_is_offered():
    image = factories.make_image(size=(500, 400), renditions=True)
    before = {r.pk for _type, found in find_renditions(image, CARD) for r in found}

    image = Image.objects.get(pk=image.pk)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 20, 20, 10, 10
    image.save()
    make_renditions(image)

    image = Image.objects.get(pk=image.pk)
    after = {r.pk for _type, found in find_renditions(image, CARD) for r in found}
    assert after
    assert not before & after


@pytest.mark.parametrize("size", [(900, 600), (500, 2000), (300, 150), (40, 30), (1, 1)])
def test_no_rendition_is_larger_than_the_upload(size):
    image = upload(make_file(PillowImage.new("RGB", size, (90, 140, 90)), "PNG"), "dot.png")

    make_renditions(image)

    assert image.renditions.exists()
    for rendition in image.renditions.all():
        assert rendition.width <= size[0], rendition.filter_spec
        assert rendition.height <= size[1], rendition.filter_spec


@pytest.mark.parametrize("use", [HERO, BODY, CARD, PORTRAIT])
@pytest.mark.parametrize("size", [(900, 600), (120, 150), (40, 30)])
def test_a_small_picture_is_shown_too(use, size):
    """A portrait of 120 pixels is smaller than any size that is offered, and better than none."""
    image = upload(make_file(PillowImage.new("RGB", size, (90, 140, 90)), "PNG"), "small.png")
    make_renditions(image)

    shown = represent_image(Image.objects.get(pk=image.pk), alt="", use=use)

    assert shown["download_url"]
    assert all(file["width"] <= size[0] for found in shown["renditions"] for file in found["srcset"])


def test_transparency_stays():
    picture = PillowImage.new("RGBA", (500, 300), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 250, 300), fill=(90, 140, 90, 255))
    image = upload(make_file(picture, "PNG"), "logo.png")

    specs = [spec for spec in list_specs(image) if spec.startswith(("width-480", "original"))]
    found = image.create_renditions(*(Filter(spec=spec) for spec in specs))

    for rendition in found.values():
        shown = open_rendition(rendition).convert("RGBA")
        right, left = shown.getpixel((shown.width - 10, 10)), shown.getpixel((10, 10))
        assert (right[3], left[3]) == (0, 255), rendition.filter_spec


def test_a_moving_picture_is_shown_as_a_still():
    """Pillow makes no animations, so a GIF is shown by its first frame; films have their own block."""
    frames = [PillowImage.new("P", (500, 300), colour) for colour in range(3)]
    data = make_file(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    image = upload(data, "moving.gif")

    assert make_renditions(image) > 0

    shown = represent_image(Image.objects.get(pk=image.pk), alt="", use=BODY)
    assert [found["type"] for found in shown["renditions"]] == ["image/avif", "image/webp", "image/gif"]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_pictures_in_other_colours_are_shown(mode):
    kind, name = ("JPEG", "print.jpg") if mode == "CMYK" else ("PNG", "scan.png")
    image = upload(make_file(PillowImage.new(mode, (500, 300)), kind), name)

    made = make_renditions(image)

    assert made == len(list_specs(image))


def open_sample(name: str) -> Image:
    return upload((SAMPLES / name).read_bytes(), name)


def make_press_profile() -> bytes:
    """Return the profile of a printing press whose inks are those of a text book, as large as a real one."""

    def list_colours() -> Iterator[int]:
        for inks in itertools.product((0, 1), repeat=4):
            cyan, magenta, yellow, black = inks
            light = 100 - 30 * cyan - 40 * magenta - 5 * yellow if not black else 0
            yield from (max(light, 0) * 255 // 100, 128 - 40 * cyan + 70 * magenta, 128 - 40 * cyan + 90 * yellow)

    identity = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 * (row == column) for row in range(3) for column in range(3)))
    table = b"mft1" + bytes([0, 0, 0, 0, 4, 3, 2, 0]) + matrix + identity * 4
    table += bytes(min(value, 255) for value in list_colours()) + identity * 3
    white = b"XYZ " + bytes(4) + struct.pack(">3i", 63190, 65536, 54061)
    text = b"text" + bytes(4) + b"x" * 180_000 + b"\0"
    tags, offset, body = b"", 128 + 4 + 12 * 3, b""
    for name, data in ((b"A2B0", table), (b"wtpt", white), (b"cprt", text)):
        tags += name + struct.pack(">II", offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", 3) + tags + body


def read_shades(rendition: Rendition) -> tuple[int, int]:
    shades = open_rendition(rendition).convert("L").tobytes()
    return min(shades), max(shades)


def test_grey_in_sixteen_bits_looks_as_in_eight():
    original = PillowImage.open(SAMPLES / "grey16.png").convert("I").point(lambda value: value * (1 / 257))
    darkest, lightest = original.convert("L").getextrema()
    image = open_sample("grey16.png")

    make_renditions(image)

    for rendition in image.renditions.exclude(filter_spec__startswith="fill"):
        low, high = read_shades(rendition)
        assert (abs(low - darkest) < 24, abs(high - lightest) < 24) == (True, True), rendition.filter_spec
    image.refresh_from_db()
    placeholder = PillowImage.open(io.BytesIO(base64.b64decode(image.placeholder.partition(",")[2]))).convert("L")
    assert placeholder.getextrema()[0] < 200


@pytest.mark.parametrize("profile", [make_press_profile(), b"no profile at all", None])
def test_the_colours_of_a_press_become_those_of_a_screen(profile):
    options = {"icc_profile": profile} if profile else {}
    image = upload(make_file(PillowImage.new("CMYK", (900, 600), (255, 0, 0, 0)), **options), "print.jpg")

    make_renditions(image)

    assert image.renditions.count() == len(list_specs(image))
    for rendition in image.renditions.all():
        picture = open_rendition(rendition)
        red, _green, blue = picture.convert("RGB").getpixel((10, 10))
        assert picture.mode == "RGB"
        assert not picture.info.get("icc_profile"), rendition.filter_spec
        assert red < 120 < blue, rendition.filter_spec
        assert rendition.file.size < 9_000, rendition.filter_spec


@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_no_rendition_keeps_a_profile_that_is_larger_than_itself(mode):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + bytes(90_000)
    image = upload(make_file(PillowImage.new(mode, (500, 300)), "PNG", icc_profile=profile), "scan.png")

    make_renditions(image)

    assert image.renditions.count() == len(list_specs(image))
    assert not [r for r in image.renditions.all() if open_rendition(r).info.get("icc_profile")]


def test_a_broken_profile_of_a_screen_hurts_nothing():
    image = open_sample("badicc.jpg")

    assert make_renditions(image) == len(list_specs(image))


@pytest.mark.parametrize("name", ["telephone.heic", "phone-o6.jpg"])
def test_what_telephones_make_is_upright_and_says_nothing_of_the_place(name, admin_client):
    data = (SAMPLES / name).read_bytes()
    response = post_upload(admin_client, data, name, "image/heic" if name.endswith("heic") else "image/jpeg")
    assert response.status_code == 302, read_errors(response)
    image = Image.objects.get()

    make_renditions(image)

    shown = represent_image(Image.objects.get(), alt="", use=BODY)
    assert [found["type"] for found in shown["renditions"]] == ["image/avif", "image/webp", "image/jpeg"]
    assert shown["download_url"].endswith(".jpg")
    for rendition in image.renditions.all():
        picture = open_rendition(rendition)
        assert not {"exif", "xmp"} & set(picture.info), rendition.filter_spec


@pytest.mark.parametrize("name", ["anim.gif", "anim.webp", "apng.png"])
def test_the_editor_is_told_that_a_picture_stops_moving(name, admin_client):
    add = admin_client.get(reverse("wagtailimages:add"))
    assert "Moving pictures are shown as stills." in add.content.decode()

    response = post_upload(admin_client, (SAMPLES / name).read_bytes(), name, "image/png")
    assert response.status_code == 302, read_errors(response)

    image = Image.objects.get()
    assert make_renditions(image) == len(list_specs(image))
    edit = admin_client.get(reverse("wagtailimages:edit", args=[image.pk]))
    assert "This picture moves. Readers see its first frame" in edit.content.decode()


def test_nobody_is_told_so_of_a_picture_that_does_not_move(admin_client):
    image = open_sample("grey16.png")

    edit = admin_client.get(reverse("wagtailimages:edit", args=[image.pk]))

    assert "This picture moves" not in edit.content.decode()


# What there is of it


@pytest.mark.parametrize(("width", "own"), [(1199, []), (1200, []), (1500, [1500]), (1800, []), (2400, [])])
def test_a_main_picture_between_the_widest_sizes_is_shown_at_its_own_width(width, own):
    for name, specs in HERO.list_specs(Image(width=width, height=600, file="beds.jpg")).items():
        widths = [int(spec.split("|")[0].removeprefix("width-")) for spec in specs if spec.startswith("width")]
        assert widths == [*(w for w in HERO.widths if w <= width), *own], name


def test_each_use_offers_avif_webp_and_the_original_format_narrow_to_wide():
    image = factories.make_image(size=(900, 600), renditions=True)

    shown = represent_image(image, alt="Beds", use=HERO)

    sets = {found["type"]: [file["width"] for file in found["srcset"]] for found in shown["renditions"]}
    assert sets == {"image/avif": [480, 800], "image/webp": [480, 800], "image/jpeg": [480, 800, 900]}
    assert shown["download_url"] == shown["renditions"][-1]["srcset"][-1]["url"]
    assert (shown["width"], shown["height"], shown["alt"]) == (900, 600, "Beds")


def test_the_file_as_uploaded_is_never_offered(client):
    image = factories.make_image(renditions=True)
    page = factories.make_update(hero_image=image)

    answers = [client.get(path).content.decode() for path in (page.get_url(), f"/api/v2/images/{image.pk}/?fields=*")]

    assert all("/images/" in answer for answer in answers)
    assert not any(image.file.name in answer for answer in answers)
    assert not any("original_images" in answer for answer in answers)


def test_paths_of_renditions_cannot_be_guessed():
    image = factories.make_image(size=(500, 300))
    paths = [
        image.create_rendition(Filter(spec=spec)).file.name
        for spec in ("width-480|format-jpeg", "width-480|format-webp")
    ]

    tokens = [re.fullmatch(r"images/([\w-]{16})/[^/]+", path)[1] for path in paths]

    assert len(set(tokens)) == 2


def test_reading_makes_no_rendition(client):
    image = factories.make_image()
    person = factories.make_person(photo=image, public=True)
    page = factories.make_update(
        hero_image=image,
        authors=[person],
        body=[
            factories.block(
                "image", {"image": {"image": image.pk, "decorative": False, "alt_text": "x"}, "caption": ""}
            )
        ],
    )

    for path in (page.get_url(), "/", f"/api/v2/updates/{page.pk}/", f"/api/v2/images/{image.pk}/?fields=*"):
        assert client.get(path).status_code == 200

    assert not Rendition.objects.exists()
    shown = client.get(f"/api/v2/updates/{page.pk}/").json()["hero"]["image"]
    assert (shown["renditions"], shown["download_url"]) == ([], None)


def test_saving_a_picture_makes_its_renditions(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = factories.make_image(size=(500, 300))

    assert {r.filter_spec for r in image.renditions.all()} == set(list_specs(image))
    assert Image.objects.get(pk=image.pk).placeholder


def test_making_renditions_again_makes_nothing():
    image = factories.make_image(size=(200, 100))
    assert make_renditions(image) > 0

    assert make_renditions(Image.objects.get(pk=image.pk)) == 0


def test_a_picture_deleted_before_its_turn_is_forgotten():
    make_image_renditions.enqueue(4_000_000)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0 broken", b"GIF89a"])
def test_a_file_that_is_broken_fails_the_task_and_shows_nothing(data, client):
    image = factories.make_image(size=(500, 300), renditions=True)
    Rendition.objects.all().delete()
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(data)

    with pytest.raises(UnreadableImage):
        make_renditions(Image.objects.get(pk=image.pk))

    assert client.get(factories.make_update(hero_image=image).get_url()).status_code == 200


def test_a_file_that_stops_in_the_middle_fails_the_task():
    image = factories.make_image(size=(500, 300))
    with image.file.storage.open(image.file.name, "wb") as file:
        file.write(HALF)

    with pytest.raises(UnreadableImage):
        make_renditions(Image.objects.get(pk=image.pk))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_a_disk_that_fails_fails_the_task(number, monkeypatch):
    image = factories.make_image(size=(500, 300))

    def fail(storage: object, name: str, content: object) -> str:
        raise OSError(number, "the disk")

    monkeypatch.setattr(MediaStorage, "_save", fail)

    with pytest.raises(DiskFailure):
        make_renditions(Image.objects.get(pk=image.pk))


def test_a_missing_file_fails_the_task():
    image = factories.make_image(size=(500, 300))
    image.file.storage.delete(image.file.name)

    with pytest.raises(DiskFailure, match="No such file"):
        make_renditions(Image.objects.get(pk=image.pk))


class FullDisk:
    """Lets so many files be written, and half of the next one."""

    def __init__(self, files: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = files
        for cls in (File, InMemoryUploadedFile):
            monkeypatch.setattr(cls, "chunks", self.limit(cls.chunks))

    def limit(self, read: Callable[..., Iterable[bytes]]) -> Callable[..., Iterator[bytes]]:
        def chunks(file: File, *size: int) -> Iterator[bytes]:
            self.left -= 1
            data = b"".join(read(file, *size))
            yield data if self.left >= 0 else data[: len(data) // 2]
            if self.left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")

        return chunks


def list_files(image: Image) -> set[str]:
    """Return the names of all files of an image."""
    media = Path(image.file.storage.location)
    stem = Path(image.file.name).stem
    return {str(path.relative_to(media)) for path in media.rglob(f"{stem}*") if path.is_file()}


def test_a_disk_that_fills_up_leaves_what_was_made_and_nothing_else(monkeypatch):
    image = factories.make_image(size=(500, 300), name="nearly-full.jpg")

    with monkeypatch.context() as patch:
        FullDisk(2, patch)
        with pytest.raises(DiskFull, match="The disk is full"):
            make_renditions(Image.objects.get(pk=image.pk))

    made = set(image.renditions.values_list("file", flat=True))
    assert len(made) == 2
    assert list_files(image) == made | {image.file.name}
    assert make_renditions(Image.objects.get(pk=image.pk)) == len(list_specs(image)) - 2


def test_an_upload_that_the_disk_has_no_room_for_is_refused_and_leaves_nothing(client, monkeypatch, caplog):
    client.force_login(factories.make_user())
    client.raise_request_exception = False
    FullDisk(0, monkeypatch)

    data = {"files[]": ContentFile(make_file(PillowImage.new("RGB", (50, 50)), "JPEG"), name="no-room.jpg")}
    response = client.post("/admin/images/multiple/add/", {**data, "title": "No room"})

    assert response.status_code == 503
    assert not Image.objects.exists()
    assert not list(Path(MediaStorage().location).rglob("no-room*"))
    assert "The disk is full" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_picture_and_its_task_are_saved_in_one_transaction(settings, monkeypatch):
    """A server that is killed at any moment leaves both or neither."""
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("django_tasks_db.models.DBTaskResult.save", Mock(side_effect=RuntimeError))

    with pytest.raises(RuntimeError):
        factories.make_image()

    assert not Image.objects.exists()


def test_alternative_text_is_the_description_and_never_the_file_name():
    assert factories.make_image(title="IMG_0042").default_alt_text == ""
    assert factories.make_image(title="IMG_0042", description="Beans").default_alt_text == "Beans"


# Uploads through the admin


def post_upload(client, data: bytes, name: str, kind: str):
    file = SimpleUploadedFile(name, data, content_type=kind)
    return client.post(reverse("wagtailimages:add"), {"title": "Beds", "file": file, "collection": 1})


def read_errors(response) -> str:
    assert response.status_code == 200
    return " ".join(response.context["form"].errors.get("file", []))


def make_png_header(width: int, height: int) -> bytes:
    """Return a tiny PNG that claims to be as large as this."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>'
HALF = make_file(PillowImage.effect_noise((600, 400), 90).convert("RGB"))[:9_000]
REFUSED = {
    "text": (b"This is no picture.", "beds.jpg", "image/jpeg", "not a picture"),
    "nothing": (b"", "beds.jpg", "image/jpeg", "empty"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "beds.png", "image/png", "damaged or incomplete"),
    "an SVG with a script": (SVG, "drawing.svg", "image/svg+xml", "Not a supported image"),
    "an SVG by another name": (SVG, "drawing.png", "image/png", "not a valid"),
    "another format by this name": (
        make_file(PillowImage.new("RGB", (9, 9)), "GIF"),
        "beds.jpg",
        "image/jpeg",
        "not a valid",
    ),
    "a program": (b"MZ\x90\x00", "beds.exe", "application/octet-stream", "Not a supported image"),
    "a Photoshop file": (b"8BPS\x00\x01", "beds.psd", "image/vnd.adobe.photoshop", "Not a supported image"),
    "half a picture": (HALF, "beds.jpg", "image/jpeg", "damaged or incomplete"),
    "half a PNG": (
        make_file(PillowImage.effect_noise((60, 40), 90), "PNG")[:-900],
        "beds.png",
        "image/png",
        "damaged or incomplete",
    ),
    "a bomb": (make_png_header(40_000, 40_000), "bomb.png", "image/png", "pixels|limit|decompression"),
    "a larger bomb": (make_png_header(200_000, 200_000), "bomb.png", "image/png", "pixels|limit|decompression"),
}


@pytest.mark.parametrize(
    ("data", "name", "kind", "message"), [pytest.param(*case, id=key) for key, case in REFUSED.items()]
)
def test_an_upload_that_is_no_harmless_picture_is_refused_with_a_message(data, name, kind, message, admin_client):
    response = post_upload(admin_client, data, name, kind)

    errors = read_errors(response)
    assert re.search(message, errors, re.IGNORECASE), errors
    assert not Image.objects.exists()


def test_an_upload_with_too_many_pixels_is_refused_with_a_message(admin_client, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000
    data = make_file(PillowImage.new("RGB", (40, 30)))

    errors = read_errors(post_upload(admin_client, data, "beds.jpg", "image/jpeg"))

    assert "too many pixels (1200)" in errors


def test_an_upload_that_is_too_heavy_is_refused_with_a_message(admin_client, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 2_000
    data = make_file(PillowImage.effect_noise((300, 200), 90))

    errors = read_errors(post_upload(admin_client, data, "beds.jpg", "image/jpeg"))

    assert "too big" in errors


@pytest.mark.parametrize(
    ("kind", "name"),
    [("HEIF", "beds.heic"), ("JPEG", "beds.jpg"), ("PNG", "beds.png"), ("WEBP", "beds.webp"), ("AVIF", "beds.avif")],
)
def test_a_picture_is_accepted(kind, name, admin_client):
    response = post_upload(
        admin_client, make_file(PillowImage.new("RGB", (40, 30)), kind), name, f"image/{kind.lower()}"
    )

    assert response.status_code == 302
    assert Image.objects.get().default_alt_text == ""


@pytest.mark.django_db(transaction=True)
def test_a_new_file_replaces_what_was_made_of_the_old_one(admin_client):
    image = upload(make_file(PillowImage.new("RGB", (200, 100), (200, 30, 30))))
    image = Image.objects.get(pk=image.pk)
    before = {rendition.file.name for rendition in image.renditions.all()}
    assert before

    file = SimpleUploadedFile("new.jpg", make_file(PillowImage.new("RGB", (200, 100), (30, 30, 200))), "image/jpeg")
    response = admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "Beds", "file": file, "collection": 1}
    )

    assert response.status_code == 302
    changed = Image.objects.get(pk=image.pk)
    renditions = list(changed.renditions.all())
    assert {rendition.filter_spec for rendition in renditions} >= set(list_specs(changed))
    assert not before & {rendition.file.name for rendition in renditions}
    assert changed.placeholder != image.placeholder
    blue = open_rendition(changed.renditions.get(filter_spec="original|format-jpeg")).getpixel((50, 50))
    assert blue[2] > 150


def test_the_pixel_limit_holds_for_renditions_made_in_the_background(monkeypatch):
    """A file that came another way than through the form must not bring the worker down."""
    image = factories.make_image(size=(500, 300))
    monkeypatch.setattr(PillowImage, "MAX_IMAGE_PIXELS", 1_000)

    with pytest.raises(UnreadableImage):
        make_renditions(Image.objects.get(pk=image.pk))


def test_what_is_kept_of_a_picture_changes_with_all_that_it_shows():
    image = factories.make_image(size=(500, 400), renditions=True)
    update = factories.make_update(hero_image=image)

    def represent_loaded() -> ImageRepresentation:
        page = UpdatePage.objects.get(pk=update.pk)
        Loader(None).load([page])
        return represent_image(page.hero_image, alt="", use=CARD)

    changes = [
        {"title": "Other beds"},
        {"credit": "Nobody", "credit_url": "https://example.com/", "licence": "CC0"},
        {"width": 410, "height": 300, "placeholder": "data:,"},
        {"focal_point_x": 20, "focal_point_y": 20, "focal_point_width": 10, "focal_point_height": 10},
    ]
    shown = [represent_loaded(), represent_loaded()]
    for change in changes:
        Image.objects.filter(pk=image.pk).update(**change)
        shown.append(represent_loaded())
        assert shown[-1] == represent_image(Image.objects.get(pk=image.pk), alt="", use=CARD)
    image.renditions.all().delete()
    shown.append(represent_loaded())

    assert shown[0] == shown[1]
    assert all(now != before for before, now in pairwise(shown[1:]))
