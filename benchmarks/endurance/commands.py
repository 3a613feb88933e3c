"""The commands of `kg` as processes, and the articles that they are given."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

KG = (sys.executable, "-c", "from kg.cli.main import main; main()")


def build(store: Path, paths: Iterable[Path], *options: str) -> list[str]:
    """The command that builds a store of exactly these articles."""
    return [*KG, "build", *map(str, paths), "--store", str(store), *options]


def run(command: list[str], environment: Mapping[str, str] | None = None) -> bytes:
    """What a command prints. Ends the script with its message if it fails."""
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[3:])}: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout


def digest(store: Path) -> str:
    """The SHA-256 of the N-Quads of a store."""
    return sha256(run([*KG, "export", "nq", "--store", str(store)])).hexdigest()


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files of folders, sorted."""
    return sorted(
        file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()
    )
