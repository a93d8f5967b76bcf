"""Background tasks that the tests can watch while they run."""

import time
from pathlib import Path

from django.db import OperationalError
from django_tasks import task

from cms.environment.outages import DiskFull
from cms.media.renditions import UnreadableImage


@task(backend="background")
def sleep_and_tell(directory: str, name: str, seconds: float) -> str:
    """Leave a file when it begins and another when it ends."""
    (Path(directory) / f"{name}-begun").touch()
    time.sleep(seconds)
    (Path(directory) / f"{name}-ended").touch()
    return name


PROBLEMS: dict[str, Exception] = {
    "database": OperationalError("server closed the connection unexpectedly"),
    "full disk": DiskFull("The disk is full: no space left on device"),
    "broken file": UnreadableImage("The file of image 1 is broken"),
    "bug": RuntimeError("a bug"),
}


@task(backend="background")
def fail(problem: str) -> None:
    """Fail as long as ``PROBLEMS`` has the problem."""
    if error := PROBLEMS.get(problem):
        raise type(error)(*error.args)
