"""The edit forms of pages and snippets.

They give a page or topic an address if the editor gives it none, and remove an expiry that is over.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from cms.blocks.counts import describe_too_few, describe_too_many
from cms.models.facts import find_holder, list_facts
from cms.models.slugs import make_slug, suggest_slug
from cms.upstream.django import capfirst


class ScheduledForm(WagtailAdminModelForm):
    """The form of anything that can expire, in any language. An expiry that is over is removed instead of refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for formset in self.formsets.values():
            label = capfirst(formset.model._meta.verbose_name_plural)
            formset.error_messages["too_few_forms"] = describe_too_few(formset.min_num, label)
            formset.error_messages["too_many_forms"] = describe_too_many(formset.max_num, label)
        self.disable_facts()

    def disable_facts(self) -> None:
        """Show what another language decides, and where that is."""
        names = [name for name in list_facts(type(self.instance)) if name in self.fields]
        holder = find_holder(self.instance) if names and self.instance.pk else None
        if holder is None or holder.pk == self.instance.pk:
            return
        for name in names:
            self.fields[name].disabled = True
            text = _("The same in every language: change it in “%(title)s” (%(language)s).")
            self.fields[name].help_text = text % {"title": holder, "language": holder.locale.get_display_name()}

    def clean(self) -> dict[str, Any]:
        super().clean()
        expiry = self.instance.expire_at
        if expiry and expiry <= timezone.now() and "expire_at" not in self.changed_data:
            self.instance.expire_at = None  # also where the form does not show it
            if "expire_at" in self.cleaned_data:
                self.cleaned_data["expire_at"] = None
        return self.cleaned_data

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """Return what changes in the open form after an autosave: the expiry that was removed, among others."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        if self.data.get(self.add_prefix("expire_at")) and not self.instance.expire_at:
            updates.append((self.add_prefix("expire_at"), ""))
        return updates


class SlugForm(WagtailAdminModelForm):
    """A form whose slug may be left empty: readers keep the address that they know, anything else gets one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        known: str = self.initial.get("slug", "") if self.instance.live else ""
        return self.cleaned_data["slug"] or known or self.suggest_slug()

    def suggest_slug(self) -> str:
        raise NotImplementedError


class TopicForm(SlugForm, ScheduledForm):
    def suggest_slug(self) -> str:
        slug = make_slug(self.cleaned_data.get("name", "")) or "topic"
        return slug[: self.fields["slug"].max_length]


class PageForm(SlugForm, ScheduledForm, WagtailAdminPageForm):
    """The form of a page. Those who may publish it see its date of publication."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "first_published_at" in self.fields and not self.may_publish():
            del self.fields["first_published_at"]

    def clean_slug(self) -> str:
        """Return the address; one that only follows the title gets a number where another page has it.

        Titles come back, such as “October” every year, and nobody has looked at an address that the form suggests.
        """
        slug = super().clean_slug()
        is_public = self.instance.pk and self.instance.live
        follows_title = slug == make_slug(self.cleaned_data.get("title", ""))
        return self.suggest_slug() or slug if follows_title and not is_public else slug

    def suggest_slug(self) -> str:
        if not self.cleaned_data.get("title") or not self.parent_page:
            return ""
        self.instance.title = self.cleaned_data["title"]
        return suggest_slug(self.instance, self.parent_page)

    def may_publish(self) -> bool:
        if self.for_user is None:
            return False
        if self.instance.pk:
            return bool(self.instance.permissions_for_user(self.for_user).can_publish())
        return bool(self.parent_page.permissions_for_user(self.for_user).can_publish_subpage())

    def clean_first_published_at(self) -> datetime | None:
        typed: datetime | None = self.cleaned_data["first_published_at"]
        if "first_published_at" not in self.changed_data:
            return self.instance.first_published_at  # with its seconds, which the form does not show
        if typed and typed > timezone.now():
            raise ValidationError(
                _("The date of publication is in the past. To publish later, set a schedule under “Status”.")
            )
        return typed
