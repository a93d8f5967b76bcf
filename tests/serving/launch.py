"""The ways in which the project is served, as its own files say."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from cms.demo.management.commands.serve_demo import server_command
from tests.ops.processes import ROOT, expect_no_error, find_free_port, is_healthy, run_until_end

USER = 10001


def list_demo_arguments(port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command of ``make demo``'s server and its environment."""
    return [sys.executable, *server_command(port)], {}


def list_image_arguments(port: int) -> tuple[list[str], dict[str, str]]:
    """Return the command of the container's image and its environment."""
    stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2].replace("\\\n", " ")
    environment = dict(re.findall(r"(GRANIAN_\w+)=(\S+)", stage))
    command = json.loads(re.findall(r"^CMD (.*)$", stage, re.MULTILINE)[-1])
    environment |= {"GRANIAN_HOST": "127.0.0.1", "GRANIAN_PORT": str(port)}
    return [sys.executable, "-m", *command], environment


@contextmanager
def serve_as(layout: str, directory: Path, database_url: str, **settings: str) -> Iterator[int]:
    """Serve the test database as ``demo``, ``image`` or ``compose`` says, from the ``VAR_DIR`` in a directory.

    It fails if the server logs an error.
    """
    port = find_free_port()
    arguments = list_demo_arguments if layout == "demo" else list_image_arguments
    command, environment = arguments(port)
    environment |= {
        "BASE_URL": "http://localhost",
        "CACHES": "production",
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.serving.settings",
        "LOG_LEVEL": "ERROR",
        "SERVED_VAR_DIR": str(directory / "var"),
        **settings,
    }
    if layout == "compose":
        command = in_container(command, directory, environment)
    with (
        expect_no_error() as errors,
        run_until_end(command, is_ready=lambda: is_healthy(port), errors=errors, **environment),
    ):
        yield port


def can_make_containers() -> bool:
    """Return whether this machine lets us make mount namespaces and change users."""
    tools = all(map(shutil.which, ("unshare", "setpriv", "prlimit")))
    return tools and os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


def in_container(command: list[str], directory: Path, environment: dict[str, str]) -> list[str]:
    """Return a command that runs another one with the files, user and memory that ``compose.yaml`` gives it.

    The root is read-only, each ``tmpfs`` has its size, volumes alone can be written, nobody has capabilities. The
    limit of memory is one of address space, for each process. What the test has made below ``/tmp`` stands elsewhere.
    """
    service: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["web"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    directory.chmod(0o755)
    volumes = [volume.partition(":")[2] for volume in service["volumes"]]
    for place in volumes:
        folder = directory / Path(place).relative_to("/srv")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, USER, USER)
    steps = ["set -e", "mount --make-rprivate /", f"mount --bind {directory} /srv", f"mount --bind {ROOT} /opt"]
    environment["SERVED_VAR_DIR"] = service["environment"]["VAR_DIR"]
    if socket := re.search(r"host=(/[^&]+)", environment["DATABASE_URL"]):
        name = f".s.PGSQL.{(re.search(r'port=([0-9]+)', environment['DATABASE_URL']) or [0, '5432'])[1]}"
        steps += ["mount -t tmpfs tmpfs /mnt", f"touch /mnt/{name}", f"mount --bind {socket[1]}/{name} /mnt/{name}"]
        environment["DATABASE_URL"] = environment["DATABASE_URL"].replace(socket[1], "/mnt")
    steps += ["mount -o remount,bind,ro /", "mount -o remount,bind,ro /opt", "mount -o remount,bind,ro /srv"]
    for place in volumes:
        steps += [f"mount --bind {place} {place}", f"mount -o remount,bind,rw {place}"]
    for mount in service["tmpfs"]:
        path, _, options = mount.partition(":")
        steps.append(f"mount -t tmpfs -o mode=1777{',' + options if options else ''} tmpfs {path}")
    gigabytes = int(service["mem_limit"].removesuffix("g"))
    run = ["prlimit", f"--as={gigabytes * 4 * 1024**3}", "setpriv", f"--reuid={USER}", f"--regid={USER}"]
    run += ["--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"]
    run += ["/opt/.venv/bin/python", *command[1:]]
    steps += ["cd /opt", f"exec {shlex.join(run)}"]
    return ["unshare", "--mount", "bash", "-c", "\n".join(steps)]
