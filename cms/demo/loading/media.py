"""Images and documents."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.models import Collection, CollectionViewRestriction

from cms.demo.content.media import CREDIT, DOCUMENTS, PRIVATE_DOCUMENTS, SCENES, DemoDocument
from cms.demo.content.people import PEOPLE
from cms.demo.content.site import NAME, SITE_TEXTS
from cms.demo.loading.plans import set_policy
from cms.demo.loading.publishing import Desk
from cms.demo.pdf import write_pdf
from cms.demo.pictures import PictureFile, draw_brand, draw_portraits, draw_scenes
from cms.models import Document, Image
from cms.upstream.wagtail import read_file

COLLECTION = "Both Banks"
PRIVATE_COLLECTION = "Both Banks: committee only"


def create_collections() -> tuple[Collection, Collection]:
    """Return the public collection and the one for signed-in users."""
    root = Collection.get_first_root_node()
    public = root.add_child(instance=Collection(name=COLLECTION))
    private = root.add_child(instance=Collection(name=PRIVATE_COLLECTION))
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    return public, private


def create_images(desk: Desk, *, collection: Collection, language: str = "en") -> None:
    for key, title, description, file in list_pictures(language):
        image = Image(
            title=title,
            description=description,
            credit=CREDIT,
            licence="cc-by-4.0",
            collection=collection,
            uploaded_by_user=desk.editor,
            public=key == "logo",
            width=file.width,
            height=file.height,
            file=ImageFile(io.BytesIO(file.content), name=file.name),
        )
        read_file(image)
        image.save()
        desk.references.add("image", key, image)


def list_pictures(language: str) -> Iterator[tuple[str, str, str, PictureFile]]:
    """Yield (key, title, description, file) of every image."""
    for key, file in draw_scenes():
        yield key, *SCENES[key], file
    for key, file in draw_portraits():
        name = PEOPLE[key].name
        yield f"portrait-{key}", name, f"Portrait of {name}, drawn.", file
    descriptions = {
        "logo": f"Logo of {NAME}: a bridge with open arms over a river.",
        "social": f"{NAME}: the town on both banks of the river, with the organisation’s name.",
    }
    for key, file in draw_brand(NAME, SITE_TEXTS[language]["strapline"]):
        yield key, f"{NAME}: {key}", descriptions[key], file


def create_documents(desk: Desk, *, public: Collection, private: Collection) -> None:
    for key, demo_document in DOCUMENTS.items():
        create_document(desk, key, demo_document, collection=public)
    for key, demo_document in PRIVATE_DOCUMENTS.items():
        create_document(desk, key, demo_document, collection=private)


def create_document(desk: Desk, key: str, demo_document: DemoDocument, *, collection: Collection) -> None:
    content = write_pdf(demo_document.title, demo_document.lines, footer=f"{NAME}. This organisation is invented.")
    document = Document(
        title=demo_document.title,
        collection=collection,
        uploaded_by_user=desk.editor,
        file=ContentFile(content, name=f"{key}.pdf"),
    )
    set_policy(desk, document, demo_document.policy)
    read_file(document)
    document.save()
    desk.references.add("document", key, document)
