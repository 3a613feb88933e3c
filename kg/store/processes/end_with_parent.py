"""Ends a child process when its parent ends, also when the parent is killed and cannot end it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
PAUSE = 1.0  # seconds between two looks at the parent, where the system sends no signal


def end_with_parent(parent: int) -> None:
    """Kills this process when the process `parent` ends: by the kernel on Linux, by a thread elsewhere.

    The kernel means the thread that started this process, so that thread must live as long as this process is wanted.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before it could be watched
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PAUSE)
    os._exit(1)
