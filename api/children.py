"""Our own modules as processes beside this one."""

from __future__ import annotations

import os
import sys


def command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def environment() -> dict[str, str]:
    """Ours, with the modules where this process has them."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
