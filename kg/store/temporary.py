"""Temporary folders with words of articles, which are removed even if the process that made them was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

PREFIX = "kg-"
LOCK = "in-use"


class LockedDirectory(TemporaryDirectory[str]):
    """A temporary folder with a file that this process keeps locked; where it is unlocked, the process was killed."""

    def __init__(self, kind: str) -> None:
        super().__init__(prefix=f"{PREFIX}{kind}-", ignore_cleanup_errors=True)
        self._lock = os.open(Path(self.name) / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def cleanup(self) -> None:
        """Removes the folder."""
        super().cleanup()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __exit__(self, *_: Any) -> None:
        self.cleanup()


def remove_abandoned() -> None:
    """Removes the folders of this user whose process was killed."""
    for folder in _abandoned():
        shutil.rmtree(folder, ignore_errors=True)


def _abandoned() -> Iterator[Path]:
    for lock in sorted(Path(gettempdir()).glob(f"{PREFIX}*-*/{LOCK}")):
        if _is_unlocked(lock):
            yield lock.parent


def _is_unlocked(lock: Path) -> bool:
    try:
        if lock.is_symlink() or lock.stat().st_uid != os.getuid():
            return False
        file = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
