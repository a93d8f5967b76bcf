"""The edit forms of pages and topics, which get an address if the editor gives them none."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from cms.models.slugs import make_slug, suggest_slug


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


class TopicForm(SlugForm):
    def suggest_slug(self) -> str:
        slug = make_slug(self.cleaned_data.get("name", "")) or "topic"
        return slug[: self.fields["slug"].max_length]


class PageForm(SlugForm, WagtailAdminPageForm):
    """Wagtail's form for pages."""

    def suggest_slug(self) -> str:
        if not self.cleaned_data.get("title") or not self.parent_page:
            return ""
        self.instance.title = self.cleaned_data["title"]
        return suggest_slug(self.instance, self.parent_page)
