"""Images and documents in the API."""

from typing import Any, get_type_hints

from django.db.models import QuerySet
from rest_framework.fields import Field

from cms.api.facets import count_choices
from cms.api.filters import ColumnsFilter, OrderingFilter, SearchFilter
from cms.api.serializers import TypedSerializer
from cms.api.views import LoadedAPIViewSet
from cms.models import Document, Image
from cms.models.policies import POLICY_FIELDS
from cms.represent.documents import FileRepresentation, represent_file
from cms.represent.fields import ChosenDocumentField
from cms.represent.images import HERO, ImageRepresentation, represent_image
from cms.represent.site_context import SiteContext
from cms.represent.types import Url
from cms.upstream.wagtail_api import BaseAPIViewSet


class RepresentedField(Field):
    """One member of an object's representation elsewhere in the API."""

    def __init__(self) -> None:
        super().__init__(read_only=True)

    parent: "RepresentingSerializer"

    @property
    def declared_type(self) -> Any:
        """The type that the serializer's representation declares for this member."""
        representation = type(self.parent).make_representation.__annotations__["return"]
        return get_type_hints(representation, include_extras=True)[str(self.field_name)]

    def get_attribute(self, instance: Any) -> Any:
        return self.parent.represent(instance)[self.field_name]

    def to_representation(self, value: Any) -> Any:
        return value


class PrefetchedTagsField(Field):
    """The names of an object's tags, in order, from a prefetched relation."""

    def to_representation(self, tags: Any) -> list[str]:
        return sorted(tag.name for tag in tags.all())


class RepresentingSerializer(TypedSerializer):
    """A serializer that takes some fields from a single representation of the object."""

    tags = PrefetchedTagsField(read_only=True)

    def represent(self, instance: Any) -> Any:
        represented = self.__dict__.setdefault("represented", {})
        if instance.pk not in represented:
            represented[instance.pk] = self.make_representation(instance)
        return represented[instance.pk]

    def make_representation(self, instance: Any) -> Any:
        raise NotImplementedError


class ImageSerializer(RepresentingSerializer):
    alt = RepresentedField()
    focal_point = RepresentedField()
    renditions = RepresentedField()
    download_url = RepresentedField()

    def make_representation(self, image: Image) -> ImageRepresentation:
        return represent_image(image, alt=image.default_alt_text, use=HERO, context=self.context)


class DocumentFile(FileRepresentation):
    download_url: Url


class DocumentSerializer(RepresentingSerializer):
    file_extension = RepresentedField()
    file_size = RepresentedField()
    download_url = RepresentedField()
    replaced_by = ChosenDocumentField("replaced_by")

    def make_representation(self, document: Document) -> DocumentFile:
        represented = represent_file(document, self.context.get("request"))
        return {**represented, "download_url": represented["url"]}


class MediaAPIViewSet(LoadedAPIViewSet):
    """Files that a public page uses or an editor marked public, never those in private collections."""

    filter_backends = [ColumnsFilter, OrderingFilter, SearchFilter]
    meta_fields = [*BaseAPIViewSet.meta_fields, "tags", "download_url"]

    def get_queryset(self) -> QuerySet[Any]:
        visibility = SiteContext.of(self.request).visibility
        return visibility.filter(self.model.objects.order_by("id")).prefetch_related("tags")


class ImagesAPIViewSet(MediaAPIViewSet):
    base_serializer_class = ImageSerializer
    body_fields = [
        *BaseAPIViewSet.body_fields,
        "title",
        "alt",
        "width",
        "height",
        "credit",
        "credit_url",
        "licence",
        "focal_point",
        "placeholder",
        "renditions",
    ]
    listing_default_fields = [
        *BaseAPIViewSet.listing_default_fields,
        "title",
        "tags",
        "download_url",
        "alt",
        "width",
        "height",
    ]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "title", "download_url"]
    name = "images"
    schema_name = "LibraryImage"
    model = Image

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related("renditions")


class DocumentsAPIViewSet(MediaAPIViewSet):
    base_serializer_class = DocumentSerializer
    body_fields = [*BaseAPIViewSet.body_fields, "title", "file_extension", "file_size", *POLICY_FIELDS]
    listing_default_fields = [
        *BaseAPIViewSet.listing_default_fields,
        "title",
        "tags",
        "download_url",
        "file_extension",
        "file_size",
    ]
    nested_default_fields = [*BaseAPIViewSet.nested_default_fields, "title", "download_url"]
    facets = {"policy_status": count_choices("policy_status")}
    name = "documents"
    schema_name = "LibraryDocument"
    model = Document
