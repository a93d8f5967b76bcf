from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from cms.admin import CallToActionViewSet, NavigationViewSet, SiteTextViewSet, TopicViewSet
from cms.avif import QuickFormatOperation
from cms.scheduling import FAILED_ACTION, FailedScheduleFormatter, warn_about_failed_schedule

hooks.register("before_edit_page", warn_about_failed_schedule)
hooks.register("before_edit_snippet", warn_about_failed_schedule)

for viewset in (TopicViewSet, CallToActionViewSet, SiteTextViewSet, NavigationViewSet):
    register_snippet(viewset)


@hooks.register("register_log_actions")
def register_failed_schedule(actions: LogActionRegistry) -> None:
    actions.register_action(FAILED_ACTION)(FailedScheduleFormatter)


@hooks.register("register_image_operations", order=1)  # after Wagtail's own, which this replaces
def register_quick_avif() -> list[tuple[str, type[QuickFormatOperation]]]:
    return [("format", QuickFormatOperation)]


@hooks.register("insert_global_admin_css")
def link_admin_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/css/admin.css"))
