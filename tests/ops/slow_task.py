"""Background tasks that the tests can watch while they run."""

import time
from pathlib import Path

from django.db import OperationalError
from django_tasks import task

from cms.environment.outages import DiskFailure


@task(backend="background")
def sleep_and_tell(directory: str, name: str, seconds: float) -> str:
    """Leave a file when it begins and another when it ends."""
    (Path(directory) / f"{name}-begun").touch()
    time.sleep(seconds)
    (Path(directory) / f"{name}-ended").touch()
    return name


@task(backend="background")
def lose_database() -> None:
    raise OperationalError("server closed the connection unexpectedly")


@task(backend="background")
def fill_disk() -> None:
    raise DiskFailure("no space left on device")
