"""Many articles: in order, the same on any number of processes, and one that fails does not stop the others."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

import kg.build.extraction.extract_article
import kg.build.extraction.processes
import kg.build.extraction.workers
import kg.pipeline
from kg.build.extraction.processes import extract_all, extract_here
from kg.build.extraction.workers import KILLED
from kg.errors import KgError, ModelError, OntologyError
from kg.pipeline import Source, extract, load
from kg.read.clean import clean
from kg.records import RawArticle, Skipped
from kg.store.packed.records import packed
from kg.store.processes.command import environment

pytestmark = pytest.mark.model
START = kg.build.extraction.workers._start_worker

TEXT = """Ferry firm to close Sundholm yard

The ferry operator Norlink said on Friday it would close its yard in Sundholm number {number}.

Its chairwoman, Mara Teg, met union leaders in Oslo on Thursday. “We regret it,” she told reporters."""


def raw(number: int) -> RawArticle:
    text = TEXT.format(number=number)
    return RawArticle(f"{number}.txt", sha256(text.encode()).hexdigest(), text, language="en")


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(kg.build.extraction.processes, "FEW", 3)


@pytest.fixture(scope="module")
def known():
    return load()


def test_the_result_does_not_depend_on_the_number_of_processes():
    articles = [raw(number) for number in range(5)]
    assert list(extract_all(articles, Source(), processes=2)) == list(extract_all(articles, Source()))


def test_what_was_skipped_or_read_before_is_handed_on_in_its_place(known):
    gone = Skipped("b.txt", "is empty")
    before = packed(extract(clean(raw(2), known.boilerplate), known))
    assert list(extract_all([raw(1), gone, before], Source()))[1:] == [gone, before]


def test_an_article_that_takes_too_long_is_named_and_the_others_go_on(monkeypatch):
    read = kg.pipeline.find_events

    def never_ends(parsed, *rest):
        while parsed.article.source == "1.txt":
            pass
        return read(parsed, *rest)

    monkeypatch.setattr(kg.pipeline, "find_events", never_ends)
    monkeypatch.setattr(kg.build.extraction.extract_article, "SECONDS", 5)
    found = list(extract_all([raw(0), raw(1), raw(2)], Source()))
    assert [isinstance(each, Skipped) for each in found] == [False, True, False]
    assert found[1] == Skipped("1.txt", "takes more than 5 seconds of processor time: split it")


def test_an_article_that_fails_is_named_and_the_others_go_on(monkeypatch):
    read = kg.pipeline.find_events

    def fails(parsed, *rest):
        if parsed.article.source == "1.txt":
            raise IndexError("list index out of range")
        return read(parsed, *rest)

    monkeypatch.setattr(kg.pipeline, "find_events", fails)
    first, second, third = extract_here(map(raw, range(3)), Source())
    assert second.source == "1.txt"
    assert second.reason.startswith(
        "causes an internal error, please report it: IndexError: list index out of range"
    )
    assert [first.article.source, third.article.source] == ["0.txt", "2.txt"]


def killing(source: Source, parent: int, begun, known) -> None:
    """Starts a worker that some articles kill: with a signal, or in a loop that no signal of Python ends."""
    START(source, parent, begun, known)
    read, kg.build.extraction.extract_article.SECONDS = kg.pipeline.find_events, 2.0

    def may_end(parsed, *rest):
        if "number 2" in parsed.article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "number 4" in parsed.article.text:
            signal.signal(signal.SIGPROF, signal.SIG_IGN)
        return read(parsed, *rest)

    kg.pipeline.find_events = may_end


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_an_article_that_kills_its_process_is_named_and_the_others_go_on(processes, monkeypatch):
    monkeypatch.setattr(kg.build.extraction.workers, "_start_worker", killing)
    found = list(extract_all(map(raw, range(6)), Source(), processes=processes))
    names = [each.source if isinstance(each, Skipped) else each.unpacked().article.source for each in found]
    assert names == [f"{number}.txt" for number in range(6)]
    skipped = [each for each in found if isinstance(each, Skipped)]
    assert skipped == [Skipped("2.txt", KILLED), Skipped("4.txt", KILLED)]


def killed_once(source: Source, parent: int, begun, known) -> None:
    """Starts a worker that is killed unless another one was before."""
    START(source, parent, begun, known)
    read, killed = kg.pipeline.find_events, Path(os.environ["KILLED_ONCE"])

    def may_end(parsed, *rest):
        if "number 1" in parsed.article.text and not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return read(parsed, *rest)

    kg.pipeline.find_events = may_end


@pytest.mark.slow
def test_an_article_whose_process_is_killed_once_is_extracted(monkeypatch, tmp_path, caplog):
    articles = list(map(raw, range(4)))
    expected = list(extract_all(articles, Source()))
    monkeypatch.setenv("KILLED_ONCE", str(tmp_path / "killed"))
    monkeypatch.setattr(kg.build.extraction.workers, "_start_worker", killed_once)
    assert list(extract_all(articles, Source(), processes=2)) == expected
    assert "perhaps for lack of memory; 1 remain" in caplog.text


def dying(source: Source, parent: int, begun, known) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_processes_that_cannot_start_are_reported_and_no_article_is_skipped(monkeypatch):
    monkeypatch.setattr(kg.build.extraction.workers, "_start_worker", dying)
    with pytest.raises(KgError, match="killed while they load the language pipeline"):
        list(extract_all(map(raw, range(3)), Source(), processes=2))


def test_an_article_without_prose_is_skipped():
    (outcome,) = extract_all([RawArticle("a.txt", "0" * 64, "Share this article on Facebook\n")], Source())
    assert outcome == Skipped("a.txt", "has no headline or body: all of it is boilerplate or comments")


def test_a_paragraph_that_no_news_has_is_skipped(known):
    text = "The yard was closed by its owners on Friday. " * 30_000
    (outcome,) = extract_all([RawArticle("a.txt", "0" * 64, text)], Source())
    assert outcome.reason.startswith("has a paragraph of 1,34")


@pytest.mark.parametrize("processes", [1, 2])
def test_what_cannot_be_loaded_is_told_once(tmp_path, processes):
    articles = [raw(number) for number in range(3)]
    with pytest.raises(ModelError, match="no_such_pipeline"):
        list(extract_all(articles, Source(model="no_such_pipeline"), processes=processes))
    with pytest.raises(OntologyError, match="nowhere"):
        list(extract_all(articles, Source(ontology=(tmp_path / "nowhere",)), processes=processes))


def test_reading_is_lazy():
    """Ten thousand articles are not asked for before the first is given."""
    asked = []

    def endless():
        for number in range(10_000):
            asked.append(number)
            yield raw(number)

    next(extract_all(endless(), Source()))
    assert len(asked) < 10


SCRIPT = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started without it
from tests.build.extraction.test_processes import raw
from kg.build.extraction.processes import extract_all
from kg.pipeline import Source
for outcome in extract_all(map(raw, range(100_000)), Source(), processes=2):
    print(outcome.unpacked().article.source, flush=True)
"""


def test_ctrl_c_ends_the_workers_too():
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
        text=True,
    )
    assert process.stdout.readline() == "0.txt\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert process.returncode != 0
    assert said.strip().endswith("KeyboardInterrupt") and said.count("Traceback") == 1


ORPHANS = """
import sys
from kg.build.extraction.processes import extract_all
from kg.pipeline import Source
from tests.build.extraction.test_processes import raw, kg
kg.build.extraction.processes.FEW = 3
kg.build.extraction.processes.START = sys.argv[1]
if __name__ == "__main__":
    for outcome in extract_all((raw(number) for number in range(10_000)), Source(), processes=2):
        print("read", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize(
    "number, start", [(signal.SIGTERM, "fork"), (signal.SIGKILL, "spawn")], ids=["terminated", "killed"]
)
def test_workers_end_with_their_parent(tmp_path, number, start):
    (tmp_path / "orphans.py").write_text(ORPHANS, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(tmp_path / "orphans.py"), start], stdout=subprocess.PIPE, env=environment()
    )
    with parent:
        assert parent.stdout.readline() == b"read\n"
        workers = children(parent.pid)
        assert len(workers) >= 2
        parent.send_signal(number)
        parent.communicate()
    for _ in range(100):
        if not any(map(is_running, workers)):
            return
        time.sleep(0.1)
    pytest.fail("a worker goes on")


def children(process):
    """Process ids, by their parent in the fourth field of `stat`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[1]) == process:
                found.append(int(path.parent.name))
    return found


def is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
