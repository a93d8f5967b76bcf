from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class LimitsConfig(AppConfig):
    name = "cms.limits"
    label = "limits"

    def ready(self) -> None:
        register(check_counting)


def check_counting(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report a directory in which requests cannot be counted, so that no limit would hold."""
    from cms.limits.counting import find_obstacle

    error = find_obstacle()
    if error is None:
        return []
    return [Error(f"Requests cannot be counted: {error}", hint="VAR_DIR must be writable.", id="limits.E001")]
