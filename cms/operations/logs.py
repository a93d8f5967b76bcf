"""What is left out of the log, and its lines as JSON."""

import json
import logging
import time
from datetime import UTC, datetime

from cms.environment.outages import find_disk_failure, is_transient
from cms.operations.request_ids import KNOWN, current

HEALTH_CHECK = "/healthz"
READINESS = "/readyz"


class HealthCheckFilter(logging.Filter):
    """Drops Django's line for each health check that fails: the check logs once that the state has changed."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(getattr(record, "request", None), "path_info", None) not in {HEALTH_CHECK, READINESS}


class OutageFilter(logging.Filter):
    """Drops the traceback of each task that an outage interrupts: the worker logs when one begins and ends."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not (is_transient(error) or find_disk_failure(error))


class RefusalFilter(logging.Filter):
    """Lets one line a minute pass of what clients are refused, for each status, and says how many were left out.

    Anybody can ask for what does not exist, name another host or forge a form, as often as they like. Their requests
    must not push everything else out of a log that is rotated. A response of 500 is a bug, and always logged.
    """

    loggers = ("django.request", "django.security")
    seconds = 60.0

    def __init__(self) -> None:
        super().__init__()
        self.left_out: dict[tuple[str, int], int] = {}
        self.logged: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if status in {None, 500} or not record.name.startswith(self.loggers):
            return True
        key, now = (record.name, int(status or 0)), time.monotonic()
        if now - self.logged.get(key, -self.seconds) < self.seconds:
            self.left_out[key] = self.left_out.get(key, 0) + 1
            return False
        self.logged[key] = now
        record.exc_info = record.exc_text = None  # where Django refuses a host says nothing about who asked
        if others := self.left_out.pop(key, 0):
            record.msg, record.args = f"{record.getMessage()} (and {others} more like it before)", ()
        return True


class JSONFormatter(logging.Formatter):
    """Writes each line as a JSON object, with the id of the request that it is about."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        meta = getattr(request, "META", {})  # Django logs a refusal after all middleware
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            "request_id": getattr(record, "request_id", "") or current.get() or meta.get(KNOWN, ""),
            "method": getattr(request, "method", None),
            "path": getattr(request, "path", None),
            "status": getattr(record, "status_code", None),
            "exception": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value}, ensure_ascii=False)
