"""`kg serve` as a process: start, requests, log, stop, and error messages."""

import os
import re
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from kg.cli.main import main
from tests.extractions import small
from tests.serving import build

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return build(tmp_path_factory.mktemp("serve") / "store", small())


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.mark.slow
def test_serves_until_it_is_stopped(store):
    port = free_port()
    program = [sys.executable, "-c", "from kg.cli.main import main; main()"]
    command = [*program, "serve", "--store", str(store), "--port", str(port), "--log"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}) as server:
        assert any(f"Open http://127.0.0.1:{port}/ in your browser" in line for line in server.stderr)
        with urlopen(f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%7D") as answer:
            assert b"true" in answer.read()
        server.send_signal(signal.SIGINT)
        out, rest = server.communicate(timeout=20)
    assert out == ""
    assert re.search(r'"GET /sparql\?query=ASK.*" 200', rest)


@pytest.mark.slow
def test_without_a_log_one_line_says_what_to_open(store):
    port = free_port()
    program = [sys.executable, "-c", "from kg.cli.main import main; main()"]
    command = [*program, "serve", "--store", str(store), "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # tests in the background may ignore it
    pipes |= {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": "."}, "preexec_fn": heed}
    pipes["start_new_session"] = True
    with subprocess.Popen(command, **pipes) as server:
        line = server.stderr.readline()
        with urlopen(f"http://127.0.0.1:{port}/entities") as answer:
            assert answer.status == 200
        os.killpg(server.pid, signal.SIGINT)  # as Ctrl-C in a terminal does
        out, rest = server.communicate(timeout=20)
    assert line == f"Open http://127.0.0.1:{port}/ in your browser. Stop the server with Ctrl-C.\n"
    assert (out, rest) == ("", "kg: stopped\n")


def test_a_port_in_use_is_reported_in_one_line(store):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = CliRunner().invoke(main, ["serve", "--store", str(store), "--port", str(port)])
    right = "choose another with --port"
    said = f"kg: serve: port {port} of 127.0.0.1 is already in use: {right}\n"
    assert (ended.exit_code, ended.output) == (1, said)


def test_a_host_that_is_unknown_is_reported(store):
    ended = CliRunner().invoke(main, ["serve", "--store", str(store), "--host", "no.such.host.invalid"])
    assert (ended.exit_code, ended.output.count("\n")) == (1, 2)  # after the warning that anyone may read
    assert "--host no.such.host.invalid is unknown" in ended.output


def test_no_store_is_told(tmp_path):
    ended = CliRunner().invoke(main, ["serve", "--store", str(tmp_path / "none")])
    assert (ended.exit_code, ended.output.count("\n")) == (1, 1)
    assert "does not exist" in ended.output
