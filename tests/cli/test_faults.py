"""What goes wrong at the edge of the program is one line on standard error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.store.processes.command import environment
from tests.extractions import meetings
from tests.stores import build

pytestmark = pytest.mark.slow
KG = "from kg.cli.main import main; main()"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("faults") / "store"
    build(path, [meetings(number, sentences=2) for number in range(1, 4)])
    return path


def run(
    *arguments: str | bytes, stdin: bytes = b"", before: str = "", **more: str | bytes
) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", before + KG, *arguments],
        input=stdin, capture_output=True, check=False, env={**environment(), **more},
    )  # fmt: skip
    return done.returncode, done.stderr.decode()


def is_a_line(answer: tuple[int, str], words: str) -> bool:
    status, text = answer
    assert status == 1 and text.startswith("kg: ") and text.count("\n") == 1, text
    return words in text


@pytest.mark.parametrize(
    "arguments",
    [("find", b"caf\xe9"), ("show", b"\xff"), ("query", b"ASK { ?s ?p '\xe9' }"), ("export", b"\xe9")],
    ids=["find", "show", "query", "export"],
)
def test_an_argument_that_is_not_utf_8(store, arguments):
    assert is_a_line(run(*arguments, "--store", str(store)), "is not valid UTF-8")


def test_standard_input_that_is_not_utf_8(store):
    answer = run("query", "-", "--store", str(store), stdin=b"ASK { ?s ?p '\xe9' }", PYTHONIOENCODING="utf-8")
    assert is_a_line(answer, "not valid UTF-8")


def test_a_person_whom_the_system_does_not_know_gives_a_name(store):
    unknown = (
        "import getpass\ndef f(): raise KeyError('getpwuid(): uid not found: 4711')\ngetpass.getuser = f\n"
    )
    answer = run("same", "A", "B", "--store", str(store), before=unknown)
    assert is_a_line(answer, "--by")
    assert (
        "no entity is named" in run("same", "A", "B", "--store", str(store), "--by", "x", before=unknown)[1]
    )


@pytest.mark.parametrize(
    "command", [("show", "Person 1"), ("find", "Person"), ("export", "csv"), ("history",)]
)
def test_tables_that_cannot_be_read(store, tmp_path, command):
    """Damage that keeps the size is noticed when a row is read."""
    copied = tmp_path / "store"
    subprocess.run(["cp", "-r", str(store), str(copied)], check=True)
    for path in (copied / "build-1").rglob("*"):
        if path.suffix in {".sst", ".sqlite"}:
            path.write_bytes(os.urandom(path.stat().st_size))
    status, text = run(*command, "--store", str(copied))
    assert status == 1 and "Traceback" not in text and text.count("\n") <= 1, text


def test_a_file_name_that_is_not_utf_8_is_no_bad_argument(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(b"")
    _, text = run("build", path, "--store", str(tmp_path / "store"))
    assert "argument" not in text
