"""Builds that are no longer current: which of them are still read, and their removal by the last reader."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from kg.store.directory import current_build


def remove_replaced(build: Path) -> None:
    """Removes a build if another one is current and no process reads it, where this process may."""
    current = current_build(build.parent)
    if (
        current is not None
        and current != build
        and (current / "manifest.json").exists()
        and not is_read(build)
    ):
        shutil.rmtree(build, ignore_errors=True)


def is_read(build: Path) -> bool:
    """Whether a process has a build open."""
    try:
        file = os.open(build / "lock", os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not is_locked(file)
    finally:
        os.close(file)


def is_locked(file: int) -> bool:
    """Locks an open file; False if another one has locked it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
