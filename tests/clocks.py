"""The clock of a process that a test starts, which the test may set forward and back.

``tests.settings`` begins to follow a file with the difference in seconds, if ``CLOCK_FILE`` names one. Python's wall
clock is replaced; the monotonic clock goes on, as it does when somebody sets a real clock.
"""

import threading
import time
from pathlib import Path

import time_machine


def follow_clock(path: Path) -> None:
    threading.Thread(target=keep_following, args=(path,), name="clock of the test", daemon=True).start()


def keep_following(path: Path) -> None:
    known, traveller = "0", None
    while True:
        wanted = path.read_text().strip()
        if wanted and wanted != known:
            if traveller is not None:
                traveller.stop()
            traveller = time_machine.travel(time.time() + float(wanted), tick=True)
            traveller.start()
            known = wanted
        time.sleep(0.05)


def set_clock(path: Path, seconds: int) -> None:
    """Set the clock of all processes that follow ``path``."""
    new = path.with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(path)
