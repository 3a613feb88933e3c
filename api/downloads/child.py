"""A child process that writes a build in one format to standard output, and exits.

First comes a line of JSON, {"status"} or {"status", "detail"}, then the file. It can open no connection, uses a bounded
amount of memory, and yields to the server when both want the processor.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from kg.errors import ExportError, KgError
from kg.exports import FORMATS
from kg.store.processes.end_with_parent import end_with_parent
from kg.store.processes.sandbox import bound_memory, forbid_network
from kg.store.read_build import open_build

NICENESS = 5
BLOCK = 1 << 16  # bytes of one write
SUCCESS = {"status": 200}
TOO_LARGE = "the export exceeds the memory limit of the server: use kg export"
UNREADABLE = "the graph cannot be exported at present: the log of the server says why"


class StatusLineOutput(io.RawIOBase):
    """Standard output, with a status line before the first byte."""

    has_status_line = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.write_status(SUCCESS)
        return sys.stdout.buffer.write(data)

    def write_status(self, head: dict[str, Any]) -> None:
        if not self.has_status_line:
            self.has_status_line = True
            sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")


def main(build: str, name: str, memory: str, parent: str) -> int:
    """The exit status: 0 if the file is complete."""
    end_with_parent(int(parent))
    os.nice(NICENESS)
    forbid_network()
    bound_memory(int(memory))
    output = StatusLineOutput()
    file = io.BufferedWriter(output, BLOCK)
    try:
        with open_build(Path(build)) as store:
            FORMATS[name].write(store, file)
        file.flush()
        output.write_status(SUCCESS)  # if the file is empty
    except (MemoryError, KgError, OSError) as error:
        output.write_status({"status": 503, "detail": _public(error)})
        return 1
    return 0


def _public(error: Exception) -> str:
    """The message for the client; most have paths of this machine, and are for the log of the server."""
    message = " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return TOO_LARGE
    if isinstance(error, ExportError):
        return message[:500]
    sys.stderr.write(f"export failed: {message}\n")
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
