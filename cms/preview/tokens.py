"""Tokens that let a front end see a draft.

A token is a signed name, either of the form that the editor's preview panel has stored for somebody, or of a link that
somebody has shared. Whether it is valid is asked anew with each request.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework.exceptions import NotFound
from wagtail.models import Page

from cms.api.authorisation import Forbidden, NotAuthorised
from cms.preview.models import PreviewLink
from cms.upstream.previews import FormState, make_page

SCHEME = "Preview"
SALT = "cms.preview"
# So long a stored form is shown after the panel was last there, and a token of the panel is valid at most.
FORM_LIFETIME = timedelta(minutes=15)
TOKEN_LIFETIME = timedelta(days=1)
signer = signing.TimestampSigner(salt=SALT)


class Source(Protocol):
    """Where a previewed page comes from; it shows the drafts that all of ``users`` may see."""

    users: list[Any]

    @property
    def expires(self) -> datetime: ...

    def make_page(self) -> Any:
        """Return the page anew, so that it may be changed."""


class StoredForm:
    """What somebody has in the form of a page, saved or not."""

    def __init__(self, form: FormState) -> None:
        self.form = form
        self.users = [form.user]

    @property
    def expires(self) -> datetime:
        return self.form.last_updated_at + FORM_LIFETIME

    def make_page(self) -> Any:
        if not issubclass(self.form.content_type.model_class() or object, Page):
            raise NotFound("There is no such page.")
        try:
            page = make_page(self.form)
        except Http404 as error:
            raise NotFound("This page, or the one above it, has been deleted.") from error
        except PermissionDenied as error:
            raise Forbidden("Whoever made this preview may not edit this page any more.") from error
        if page is None:
            raise NotFound("What is in the form cannot be shown any more.")
        return page


class SharedLink:
    """What a link shows: the page as it was when it was shared, or its latest revision.

    Whoever wrote that revision chose what it names, so the link shows no drafts that they may not see.
    """

    def __init__(self, link: PreviewLink) -> None:
        self.link = link
        latest = None if link.is_frozen else link.page.latest_revision
        self.users = [link.user, *([latest.user] if latest and latest.user else [])]
        self.expires = link.expires_at

    def make_page(self) -> Any:
        page = self.link.page.specific
        if not page.permissions_for_user(self.link.user).can_edit():
            raise Forbidden("Whoever shared this preview may not edit this page any more.")
        return self.link.make_page(page)


def write_form_token(form: FormState) -> str:
    """Return the token of the panel: it names the user, with a sign of their password, and the stored form."""
    return signer.sign(f"form.{form.pk}.{form.user_id}.{sign_account(form.user)}")


def write_link_token(link: PreviewLink) -> str:
    """Return the token of a link, always the same: it names the moment too, since backups give numbers again."""
    return signing.Signer(salt=SALT).sign(f"link.{link.pk}.{write_moment(link)}")


def write_moment(link: PreviewLink) -> str:
    return f"{link.created_at.astimezone(UTC):%Y%m%d%H%M%S%f}"


def sign_account(user: Any) -> str:
    """Return what changes with the password of a user."""
    return user.get_session_auth_hash()[:12]


def read_token(token: str) -> Source:
    """Return what a token shows; raise ``NotAuthorised`` if it is not valid, or not any more."""
    if token.startswith("link."):
        return read_link_token(token)
    try:
        _kind, pk, user_pk, account = signer.unsign(token, max_age=TOKEN_LIFETIME).split(".")
    except signing.SignatureExpired as error:
        raise NotAuthorised(SCHEME, "This preview has expired. Open it again in the editor.") from error
    except (signing.BadSignature, ValueError) as error:
        raise NotAuthorised(SCHEME, "This is not a token of a preview.") from error
    form = FormState.objects.select_related("user", "content_type").filter(pk=pk, user=user_pk).first()
    if form is None or not constant_time_compare(account, sign_account(form.user)) or not may_enter(form.user):
        raise NotAuthorised(SCHEME, "This preview has ended. Open it again in the editor.")
    found = StoredForm(form)
    if found.expires <= timezone.now():
        raise NotAuthorised(SCHEME, "This preview has expired. Open it again in the editor.")
    return found


def read_link_token(token: str) -> SharedLink:
    try:
        _kind, pk, moment = signing.Signer(salt=SALT).unsign(token).split(".")
    except (signing.BadSignature, ValueError) as error:
        raise NotAuthorised(SCHEME, "This is not a token of a preview.") from error
    link = PreviewLink.objects.select_related("page__latest_revision__user", "user").filter(pk=pk).first()
    if link is None or moment != write_moment(link):
        raise NotAuthorised(SCHEME, "This link has been withdrawn, or has expired.")
    if link.expires_at <= timezone.now():
        raise NotAuthorised(SCHEME, "This link has expired.")
    if not may_enter(link.user):
        raise NotAuthorised(SCHEME, "Whoever shared this preview does not work here any more.")
    return SharedLink(link)


def may_enter(user: Any) -> bool:
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def end_previews(user: Any = None, **kwargs: Any) -> None:
    """Forget the forms of somebody who signs out."""
    if user is not None:
        FormState.objects.filter(user=user).delete()
