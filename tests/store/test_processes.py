"""Child processes: they import kg, and nothing from the folder in which they run."""

import subprocess
import sys

import pytest

from kg.store.processes.command import SAFE_PATH, command, environment


@pytest.mark.parametrize(
    "program", [command("kg.ids"), [sys.executable, SAFE_PATH, "-c", "import hashlib, kg.ids"]]
)
def test_children_import_nothing_from_the_working_directory(tmp_path, program):
    (tmp_path / "hashlib.py").write_text("raise ImportError('of the working directory')", encoding="utf-8")
    subprocess.run(program, cwd=tmp_path, env=environment(), check=True)
