"""The build that a server opens: the store's current one, or a copy of it with its data under the server's base."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from kg.errors import StoreError
from kg.query.network.write_analysis import write_analysis
from kg.query.search_index import write_search
from kg.store.processes.command import command, environment
from kg.store.processes.end_with_parent import end_with_parent
from kg.store.read_build import Store, open_build, open_store
from kg.store.rebase import copy_build
from kg.store.temporary import LockedDirectory

NICENESS = 10
TABLES = (write_search, write_analysis)


def open_based(path: Path, base: str | None, opened: ExitStack, *, aside: bool = False) -> Store:
    """The current build of a store, closed with `opened`; `aside`: a child process makes the copy.

    Raises StoreError.
    """
    store = opened.enter_context(open_store(path))
    if base is None or base == store.base:
        return store
    folder = Path(opened.enter_context(LockedDirectory("base")))
    if aside:
        _copy_aside(store, folder, base)
    else:
        copy_build(store, folder, base, TABLES)
    return opened.enter_context(open_build(folder / store.path.name))


def _copy_aside(store: Store, folder: Path, base: str) -> None:
    copied = subprocess.run(
        command("kg.api.tables.rebased_build", str(store.path), str(folder), base, str(os.getpid())),
        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    if copied.returncode:
        raise StoreError(f"{store.path}: cannot be copied with the base {base}")


def main() -> None:
    """Copies the build of the first argument into the folder of the second, with the base of the third."""
    build, folder, base, parent = sys.argv[1:]
    end_with_parent(int(parent))
    os.nice(NICENESS)
    with open_build(Path(build)) as store:
        copy_build(store, Path(folder), base, TABLES)


if __name__ == "__main__":
    main()
