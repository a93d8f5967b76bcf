"""Writes the types of the client package anew, and packs it into `var/client`."""

import sys
import tempfile
from pathlib import Path

from tests.clients.package import ROOT, TYPES, copy_package, generate_types, pack


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        TYPES.write_text(generate_types(folder))
        archive = pack(copy_package(folder), ROOT / "var" / "client")
    sys.stdout.write(f"{archive}\n")


if __name__ == "__main__":
    main()
