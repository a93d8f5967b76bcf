"""What is left out of the log."""

import logging

from cms.environment.outages import find_disk_failure, is_transient

HEALTH_CHECK = "/healthz"


class HealthCheckFilter(logging.Filter):
    """Drops Django's line for each health check that fails: the check logs once that the state has changed."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path_info", None) != HEALTH_CHECK


class OutageFilter(logging.Filter):
    """Drops the traceback of each task that an outage interrupts: the worker logs when one begins and ends."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not (is_transient(error) or find_disk_failure(error))
