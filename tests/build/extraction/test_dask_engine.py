"""A cluster gives the bytes of one machine, also if one of its workers is killed; its children survive bad articles."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager

import pytest
from click.testing import CliRunner

from kg.build.extraction.engines import extractor
from kg.build.extraction.extraction_child import ExtractionChild
from kg.build.extraction.processes import extract_all
from kg.build.extraction.workers import KILLED
from kg.cli.main import main
from kg.errors import KgError, OntologyError
from kg.pipeline import Source
from kg.records import Skipped
from kg.store.processes.command import environment
from tests.build.extraction.test_processes import TEXT, raw
from tests.stores import nquads

pytestmark = [pytest.mark.model, pytest.mark.slow]

ARTICLES = 48  # three batches for two workers: when the first is stored, others are still extracted

CHILD = """
import os, signal
import kg.pipeline
from kg.build.extraction.extraction_child import main
read = kg.pipeline.find_events

def may_end(parsed, *rest):
    print("a library prints")
    if "number 1" in parsed.article.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(parsed, *rest)

kg.pipeline.find_events = may_end
main()
"""


def test_an_article_that_kills_the_child_is_named_and_the_others_go_on():
    articles = list(map(raw, range(3)))
    with closing(ExtractionChild(Source(), (sys.executable, "-c", CHILD))) as child:
        found = [child.extract(each) for each in articles]
    first, _, third = extract_all(articles, Source())
    assert found == [first, Skipped("1.txt", KILLED), third]


def test_a_child_that_cannot_load_says_why(tmp_path):
    nowhere = Source(ontology=(tmp_path / "nowhere",))
    with closing(ExtractionChild(nowhere)) as child, pytest.raises(OntologyError):
        child.extract(raw(1))
    with closing(ExtractionChild(Source(), ("false",))) as child, pytest.raises(KgError, match="is killed"):
        child.extract(raw(1))


@pytest.mark.parametrize("engine", ["ray://a:1", "dask://", "dask://a", "tcp://a:1", ""])
def test_what_is_no_engine_is_refused_in_a_line(engine):
    with pytest.raises(KgError, match="write dask://HOST:PORT"):
        extractor(Source(), engine=engine)


@contextmanager
def running(*arguments):
    """A program in a process group of its own, killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        env=environment(),
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        kill(process)


def kill(process):
    """Kills a process with its children, as the loss of a machine does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition, seconds=900):
    for _ in range(seconds * 10):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail(f"nothing within {seconds} seconds")


def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_machine(tmp_path):
    pytest.importorskip("distributed", reason="needs the extra: pip install 'kg-news[dask]'")
    (tmp_path / "wire").mkdir()
    for number in range(ARTICLES):
        (tmp_path / "wire" / f"{number:02}.txt").write_text(TEXT.format(number=number), encoding="utf-8")
    address = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", address]
        stack.enter_context(running("distributed.cli.dask_scheduler", *local, "--port", 0))
        until(address.exists)
        worker = ["distributed.cli.dask_worker", "--scheduler-file", address, "--no-dashboard", "--no-nanny"]
        workers = [stack.enter_context(running(*worker, "--nthreads", 1)) for _ in range(2)]
        engine = address.read_text(encoding="utf-8").partition('"address": "tcp')[2].partition('"')[0]
        command = [sys.executable, "-c", "from kg.cli.main import main; main()", "build", tmp_path / "wire"]
        build = subprocess.Popen(
            [*command, "--store", tmp_path / "store", "--engine", f"dask{engine}"],
            env=environment(),
            stderr=subprocess.PIPE,
            text=True,
        )
        packs = tmp_path / "store" / "extractions"
        until(lambda: list(packs.glob("*.zst")) or build.poll() is not None)
        assert build.poll() is None, build.communicate()[1]
        kill(workers[0])
        _, said = build.communicate(timeout=900)
    summary = said.splitlines()[-1]  # Dask may warn before it that it runs a batch again
    assert build.returncode == 0 and summary.startswith(f"{ARTICLES} articles"), said
    local = CliRunner().invoke(main, ["build", str(tmp_path / "wire"), "--store", str(tmp_path / "local")])
    assert local.exit_code == 0, local.output
    assert nquads(tmp_path / "store") == nquads(tmp_path / "local")
