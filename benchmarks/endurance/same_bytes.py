"""Builds the same articles with other hash seeds, time zones, locales and processes, and compares the N-Quads.

python -m benchmarks.endurance.same_bytes ARTICLES...
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.endurance.commands import build, digest, run

WAYS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "hash seed 0": ({"PYTHONHASHSEED": "0"}, ()),
    "hash seed 4294967295": ({"PYTHONHASHSEED": "4294967295"}, ()),
    "time zone of Kiritimati": ({"TZ": "Pacific/Kiritimati"}, ()),
    "time zone of Honolulu": ({"TZ": "Pacific/Honolulu"}, ()),
    "locale C": ({"LC_ALL": "C", "LANG": "C"}, ()),
    "one process": ({}, ("--processes", "1")),
    "three processes": ({}, ("--processes", "3")),
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    asked = parser.parse_args()
    digests = {name: built(asked.articles, *way) for name, way in WAYS.items()}
    for name, found in digests.items():
        print(f"{found[:16]}  {name}")
    raise SystemExit(len(set(digests.values())) > 1)


def built(articles: list[Path], environment: dict[str, str], options: tuple[str, ...]) -> str:
    """The digest of a new store that is built in this environment."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        run(build(store, articles, *options), {**os.environ, **environment})
        return digest(store)


if __name__ == "__main__":
    main()
