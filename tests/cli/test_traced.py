"""What `kg` asks of the system, as strace reports it: no connection to another machine, and no file outside the store
and the temporary folder.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from kg.exports import FORMATS

ROOT = Path(__file__).parents[2]
CONNECTS = ("connect", "sendto", "sendmsg", "sendmmsg")
CHANGES = ("mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "symlink",
           "symlinkat", "link", "linkat", "chmod", "truncate", "creat")  # fmt: skip
CALLS = ",".join(("open", "openat", *CHANGES, *CONNECTS))
TRACE = [
    "strace",
    "-D",
    "-f",
    "--seccomp-bpf",
    "-y",
    "-qq",
    "-s",
    "300",
    "-e",
    f"trace=?{CALLS.replace(',', ',?')}",
]
CALL = re.compile(r"\d+ +(?P<name>\w+)\((?P<arguments>.*?)(?:\) += +(?P<result>.*)| <unfinished \.\.\.>)")
LOOPBACK = re.compile(r'inet_addr\("127\.|"::1"|"::ffff:127\.|sa_family=AF_UNSPEC')
PATH = re.compile(r'(?:AT_FDCWD|\d+)?(?:<(?P<folder>[^>]*)>, )?"(?P<path>[^"]*)"')
SYSTEM = re.compile(r"/dev/(null|tty|ptmx|pts/.*|shm/.*)|/proc/(self|\d+)/.*")  # never reach a disk
RUN = """
import json, sys
from kg.cli.main import main
for arguments in json.loads(sys.argv[1]):
    main(arguments, standalone_mode=False)
"""
PAGE = "<html><head><title>Strike</title></head><body><article><p>{text} {text}</p></article></body></html>"
ITEM = "<item><title>Strike</title><description>{text}</description></item>"
RSS = f"<rss version='2.0'><channel><title>Post</title>{ITEM}</channel></rss>"
MAIL = "From: Ana <a@post.example>\nSubject: Strike\nDate: Fri, 17 May 2024 10:00:00 +0000\n\n{text}\n"
TEXT = "The union leader Ivo Dahl met the owners of yard {} in Bergen on Thursday, his lawyer told reporters."
ARTICLES = 70  # enough for a build with two processes

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: apt-get install strace"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles of several formats, an empty home and a temporary folder; `store` is made in it."""
    folder = tmp_path_factory.mktemp("traced")
    for name in ("home", "tmp", "news"):
        (folder / name).mkdir()
    if traced(folder, "true", ["true"]).returncode:
        pytest.skip("strace may not trace here")
    news = folder / "news"
    lines = (json.dumps({"text": TEXT.format(number), "date": "2024-05-17"}) for number in range(ARTICLES))
    (news / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name, form in {"page.html": PAGE, "feed.rss": RSS, "mail.eml": MAIL}.items():
        (news / name).write_text(form.format(text=TEXT.format(name)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def build(folder: Path) -> Path:
    """The folder after a build, whose trace is `build.trace`."""
    kg(folder, "build", ["build", str(folder / "news"), "--store", str(folder / "store"), "--processes", "2"])
    return folder


def traced(folder: Path, name: str, command: list[str]) -> subprocess.CompletedProcess[bytes]:
    trace = [*TRACE, "-o", str(folder / f"{name}.trace"), *command]
    return subprocess.run(trace, cwd=folder, env=environment(folder), capture_output=True)


def environment(folder: Path) -> dict[str, str]:
    """The environment without the setting that the package makes itself, and without bytecode in its folders."""
    keep = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    return {**keep, **own, "PYTHONPATH": str(ROOT)}


def kg(folder: Path, name: str, *commands: list[str]) -> None:
    ended = traced(folder, name, [sys.executable, "-c", RUN, json.dumps(commands)])
    assert ended.returncode == 0, ended.stderr


def outside(folder: Path, name: str) -> list[str]:
    """The calls of a trace that reach another machine or change a file outside the store and the temporary folder."""
    lines = (folder / f"{name}.trace").read_text(encoding="utf-8", errors="replace").splitlines()
    assert len(lines) > 100, "nothing was traced"
    calls = (match for line in lines if (match := CALL.fullmatch(line)))
    return [call[0] for call in calls if is_outside(call, folder)]


def is_outside(call: re.Match[str], folder: Path) -> bool:
    name, arguments = call["name"], call["arguments"]
    if name in CONNECTS:  # also one that failed
        return "AF_INET" in arguments and not LOOPBACK.search(arguments)
    if (call["result"] or "").startswith("-1 E"):
        return False
    if name in ("open", "openat") and not re.search(r"O_WRONLY|O_RDWR|O_CREAT", arguments):
        return False
    return any(not is_allowed(path, folder) for path in paths(arguments))


def paths(arguments: str) -> Iterator[str]:
    return (
        os.path.normpath(Path(match["folder"] or "/", match["path"])) for match in PATH.finditer(arguments)
    )


def is_allowed(path: str, folder: Path) -> bool:
    allowed = (folder / "store", folder / "tmp")
    return bool(SYSTEM.fullmatch(path)) or any(Path(path).is_relative_to(each) for each in allowed)


def test_a_build_stays_in_its_store(build: Path) -> None:
    assert outside(build, "build") == []
    assert list((build / "home").iterdir()) == []


def test_commands_stay_in_their_store(build: Path) -> None:
    store = ["--store", str(build / "store")]
    sparql = "SELECT ?who WHERE { ?who a kg:Person } LIMIT 3"
    exports = [["export", name, *store] for name, form in FORMATS.items() if form.is_here]
    others = [["check", *store], ["query", sparql, *store], ["show", "Ivo Dahl", *store], ["explain", TEXT]]
    kg(build, "commands", *others, *exports)
    assert outside(build, "commands") == []


def test_the_server_stays_on_this_machine(build: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    serve = [["serve", "--store", str(build / "store"), "--port", port]]
    trace = [*TRACE, "-o", str(build / "serve.trace"), sys.executable, "-c", RUN, json.dumps(serve)]
    pipe, env = subprocess.PIPE, environment(build)
    with subprocess.Popen(trace, cwd=build, env=env, stderr=pipe, stdout=pipe, text=True) as server:
        assert server.stderr is not None
        address = next(found[0] for line in server.stderr if (found := re.search(r"http://[\d.:]+", line)))
        for path in ("/", "/sparql?query=ASK%20%7B%7D", "/openapi.json"):
            urlopen(address + path).read()
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
    assert outside(build, "serve") == []
