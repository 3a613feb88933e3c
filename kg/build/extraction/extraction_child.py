"""A child process that extracts articles one at a time, for the workers of a cluster, which an article must not kill.

Articles on standard input and their extractions on standard output are pickled.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
from typing import IO, Any

from kg.build.extraction.extract_article import extract_article, seconds_for
from kg.build.extraction.garbage import freeze_tables
from kg.build.extraction.workers import KILLED, OVERTIME, limit_processor_time
from kg.errors import KgError
from kg.pipeline import Source, load
from kg.records import RawArticle, Skipped
from kg.store.packed.records import PackedExtraction, packed
from kg.store.processes.command import command, environment
from kg.store.processes.end_with_parent import end_with_parent

MODULE = "kg.build.extraction.extraction_child"


class ExtractionChild:
    """Extracts articles in a child process, which is started again when an article kills it."""

    def __init__(self, source: Source, program: tuple[str, ...] = ()) -> None:
        self._source, self._program = source, program or tuple(command(MODULE))
        self._process: subprocess.Popen[bytes] | None = None

    def extract(self, raw: RawArticle) -> PackedExtraction | Skipped:
        """The extraction, or the reason why there is none: for example that the article has killed two processes.

        Raises KgError if the pipeline or the ontology cannot be loaded.
        """
        for _ in range(2):
            process = self._process or self._start()
            try:
                _write(process.stdin, raw)
                outcome: PackedExtraction | Skipped = _read(process.stdout)
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                self.close()
            else:
                return outcome
        return Skipped(raw.source, KILLED)

    def close(self) -> None:
        """Ends the child process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            self._program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )
        try:
            _write(self._process.stdin, self._source)
            problem: KgError | None = _read(self._process.stdout)
        except (EOFError, BrokenPipeError) as error:
            self.close()
            what = "the process that extracts articles is killed while it loads the language pipeline"
            raise KgError(f"{what}: it needs 0.7 GB of memory") from error
        if problem is not None:
            self.close()
            raise problem
        return self._process


def main() -> None:
    """Reads a Source, answers None or why it cannot be loaded; then reads articles and answers what they yield."""
    end_with_parent(os.getppid())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a library that prints must not break the answers
    try:
        known = load(_read(given))
    except KgError as error:
        _write(answers, error)
        return
    _write(answers, None)
    while given.peek(1):  # type: ignore[union-attr]  # a BufferedReader
        raw: RawArticle = _read(given)
        limit_processor_time(OVERTIME * seconds_for(raw))
        outcome = extract_article(raw, known)
        freeze_tables()
        _write(answers, outcome if isinstance(outcome, Skipped) else packed(outcome))


def _write(stream: IO[bytes] | None, value: Any) -> None:
    assert stream is not None
    pickle.dump(value, stream)
    stream.flush()


def _read(stream: IO[bytes] | None) -> Any:
    assert stream is not None
    return pickle.load(stream)


if __name__ == "__main__":
    main()
