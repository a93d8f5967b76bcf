"""Reading the content version."""

import asyncio

from cms.serving.versions import Recent
from tests.loops import run


class Database:
    """A version that rises with each look, and is unknown at first."""

    def __init__(self) -> None:
        self.looks = 0

    async def __call__(self) -> int | None:
        self.looks += 1
        return None if self.looks == 1 else self.looks


def test_a_version_is_read_again_after_its_time():
    async def read() -> list[int | None]:
        version = Recent(Database(), seconds=0.2)
        found = [await version() for _ in range(4)]
        await asyncio.sleep(0.3)
        return [*found, await version()]

    assert run(read()) == [None, 2, 2, 2, 3]


def test_after_a_look_nobody_gets_an_older_version():
    async def read() -> list[int | None]:
        version = Recent(Database(), seconds=9)
        return [await version(), await version(), await version(), await version.look(), await version()]

    assert run(read()) == [None, 2, 2, 3, 3]
