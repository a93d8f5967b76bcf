"""Wagtail's API viewsets, with everything that an answer shows loaded in bulk."""

from typing import Any

from django.db.models import Model
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import ListSerializer
from wagtail.api.v2.serializers import BaseSerializer
from wagtail.api.v2.views import BaseAPIViewSet

from cms.represent.loader import Loader
from cms.represent.pages import name_type


class TypedSerializer(BaseSerializer):
    """Adds ``type`` at the top level, whatever fields are asked for: TypeScript narrows by it."""

    def to_representation(self, instance: Model) -> dict[str, Any]:
        data = super().to_representation(instance)
        head = {"id": data.pop("id")} if "id" in data else {}
        return {**head, "type": self.name_type(instance), **data}

    def name_type(self, instance: Model) -> str:
        return name_type(type(instance))


class LoadedAPIViewSet(BaseAPIViewSet):
    """A viewset whose serializer only reads: what its fields show is loaded before, once for the whole answer."""

    base_serializer_class = TypedSerializer
    renderer_classes = [JSONRenderer]

    def get_serializer(self, instances: Any, many: bool = False, **kwargs: Any) -> Any:
        loaded = list(instances) if many else [instances]
        serializer = super().get_serializer(loaded if many else instances, many=many, **kwargs)
        one: Any = serializer.child if isinstance(serializer, ListSerializer) else serializer
        fields = {name for key, field in one.fields.items() for name in getattr(field, "loads", (field.source or key,))}
        Loader(self.request, fields=fields).load(loaded)
        return serializer

    def get_renderer_context(self) -> dict[str, Any]:
        context = super().get_renderer_context()
        context["indent"] = None
        return context
