"""Runs modules of kg as child processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# A larger thread cache of glibc: a query takes 12 % less processor time. Other C libraries ignore it.
MEMORY = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=500"}

# OpenBLAS and Accelerate read it when numpy is first imported. Articles are read in parallel, and matrices are small:
# more threads wait for one another, and take twice the processor time on a busy machine.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}


SAFE_PATH = "-P"  # has Python import nothing from the working directory, where "email.py" may lie


def command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, SAFE_PATH, "-m", module, *arguments]


def environment() -> dict[str, str]:
    """The environment of this process, with its module search path and one thread for numpy."""
    path = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    return {**MEMORY, **os.environ, **ONE_THREAD, "PYTHONPATH": path}
