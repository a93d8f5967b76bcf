"""Who may change what readers see of images and documents, which have no drafts.

A change of a public file is public at once. So it is for those who may publish pages; others change and delete files
that nothing public uses, and use new ones in their drafts.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from cms.represent.site_context import SiteContext
from cms.upstream.wagtail_forms import get_valid_next_url_from_request


def may_publish_files(user: Any) -> bool:
    """Whether a user may publish pages, on any part of the site."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(user, "publish"))


def is_public(file: Any) -> bool:
    """Whether readers may see an image or document."""
    visibility = SiteContext.of(None).visibility
    return bool(visibility.filter(type(file)._default_manager.filter(pk=file.pk)).exists())


def is_in_private_collection(file: Any) -> bool:
    return file.collection_id in SiteContext.of(None).visibility.collections


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's permissions for files; public ones are changed and deleted only by those who may publish."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not super().user_has_permission_for_instance(user, action, instance):
            return False
        return action not in {"change", "delete"} or may_publish_files(user) or not is_public(instance)


def register_policies(image: type[Model], document: type[Model]) -> None:
    """Register the policy for our own models, beside Wagtail's for all images and documents."""
    for model, name in ((image, "wagtailimages.Image"), (document, "wagtaildocs.Document")):
        policy = FilePermissionPolicy(model, auth_model=name, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)


class FileForm:
    """Part of the forms of images and documents: nobody makes a file public who may not publish."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.may_publish = user is None or may_publish_files(user)
        if not self.may_publish:
            self.fields.pop("public", None)  # type: ignore[attr-defined]

    def clean_collection(self: Any) -> Any:
        collection = self.cleaned_data["collection"]
        if not self.may_publish and self.instance.pk and is_leaving(self.instance, collection):
            raise ValidationError(_("This is in a private collection. Ask somebody who may publish to move it."))
        return collection


def is_leaving(file: Any, collection: Any) -> bool:
    """Whether a move would take a file out of the private collections. Its form has the new collection already."""
    private = SiteContext.of(None).visibility.collections
    stored = type(file)._default_manager.values_list("collection_id", flat=True).get(pk=file.pk)
    return stored in private and collection.pk not in private


def refuse_moving_private_files(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Refuse to move files out of private collections in bulk, for those who may not publish."""
    if action_type != "add_to_collection" or request.method != "POST" or may_publish_files(request.user):
        return None
    if not any(is_in_private_collection(file) for file in objects):
        return None
    messages.error(request, _("Some of these are in a private collection. Ask somebody who may publish to move them."))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
