"""Kills builds at random moments: the store must hold the graph of before or the new one, and can be built again.

    python -m benchmarks.endurance.kills ARTICLES... [--kills N] [--seed N]

Builds of all articles and of every second one take turns, so that each build has something to do.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from itertools import cycle
from pathlib import Path

from benchmarks.endurance.commands import KG, build, digest, files_of, run


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    files, chance = files_of(asked.articles), random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        commands = [build(store, files), build(store, files[::2])]
        known, seconds = undisturbed(store, commands)
        lost = sum(
            killed(store, command, chance.uniform(0, seconds), known)
            for _, command in zip(range(asked.kills), cycle(commands), strict=False)
        )
        run(commands[0])
        run([*KG, "check", "--store", str(store)])
        is_whole = digest(store) == known[0]
    print(
        f"{asked.kills} kills within {seconds:.1f} s, {lost} stores lost; the last build is whole: {is_whole}"
    )
    raise SystemExit(lost > 0 or not is_whole)


def undisturbed(store: Path, commands: list[list[str]]) -> tuple[list[str], float]:
    """The digest of each build, and the seconds of the longest one that has extractions to reuse."""
    known, longest = [], 0.0
    for command in commands:
        start = time.monotonic()
        run(command)
        longest = time.monotonic() - start
        known.append(digest(store))
    return known, longest


def killed(store: Path, command: list[str], seconds: float, known: list[str]) -> bool:
    """Kill a build and its processes after some seconds. True if the store then holds no known graph."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    is_lost = digest(store) not in known
    if is_lost:
        print(f"{store}: unknown graph after a kill at {seconds:.2f} s")
    return is_lost


if __name__ == "__main__":
    main()
