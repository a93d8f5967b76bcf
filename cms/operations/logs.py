"""What is left out of the log."""

import logging

HEALTH_CHECK = "/healthz"


class HealthCheckFilter(logging.Filter):
    """Drops Django's line for each health check that fails: the check logs once that the state has changed."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path_info", None) != HEALTH_CHECK
