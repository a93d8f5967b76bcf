from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from cms.scheduling import FAILED_ACTION, FailedScheduleFormatter, warn_about_failed_schedule

hooks.register("before_edit_page", warn_about_failed_schedule)
hooks.register("before_edit_snippet", warn_about_failed_schedule)


@hooks.register("register_log_actions")
def register_failed_schedule(actions: LogActionRegistry) -> None:
    actions.register_action(FAILED_ACTION)(FailedScheduleFormatter)
