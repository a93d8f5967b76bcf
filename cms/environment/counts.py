"""Where the web processes of a machine count together, so that any of them can tell the counts of all."""

import os
import tempfile
from pathlib import Path

PREFIX = f"cms-metrics-{os.getuid()}-"


def share_counts() -> None:
    """Let prometheus-client count in files that the children of this process's parent share.

    Call it before anything imports prometheus-client. A server that has ended leaves its directory behind; the next one
    removes it. Raises ``SystemExit`` if somebody else has made the directory.
    """
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        return
    home = Path(tempfile.gettempdir())
    remove_abandoned(home)
    directory = home / f"{PREFIX}{os.getppid()}"
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid != os.getuid():
        raise SystemExit(f"{directory} belongs to somebody else, so nothing can be counted there")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)


def remove_abandoned(home: Path) -> None:
    """Remove the counts of servers that have ended."""
    for directory in home.glob(f"{PREFIX}*"):
        parent = directory.name.removeprefix(PREFIX)
        if parent.isdecimal() and not is_running(int(parent)) and not directory.is_symlink():
            for file in directory.glob("*.db"):
                file.unlink(missing_ok=True)
            directory.rmdir()


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
