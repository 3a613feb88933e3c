"""The memory of the machine, of which child processes may each take a share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
FILES = ("memory.max", "memory.limit_in_bytes")


def machine_memory() -> int:
    """Bytes of memory of the machine, or of the control group of this process if that has less, as in a container."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min([physical, *_group_limits()])


def _group_limits() -> Iterator[int]:
    """The limits of the control groups of this process: of version 2, each folder up to the root; of version 1."""
    paths = [GROUPS / "memory" / "memory.limit_in_bytes"]
    with suppress(OSError):
        for line in MEMBERSHIP.read_text().splitlines():
            hierarchy, _, name = line.split(":", 2)
            folder = (GROUPS if hierarchy == "0" else GROUPS / "memory") / name.lstrip("/")
            paths += [each / file for each in (folder, *folder.parents) for file in FILES]
    for path in paths:
        with suppress(OSError, ValueError):  # "max": no limit
            yield int(path.read_text())
