"""Whatever a reader raises becomes one line with the name of its input, and the rest is read."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from pathlib import Path
from traceback import extract_tb

from kg.errors import KgError, why_unreadable
from kg.ontology.files import PACKAGE
from kg.read.input_file import Articles
from kg.read.limits import OverTimeError
from kg.records import Skipped

DAMAGED = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    OSError,
    NotImplementedError,
)


def guarded(source: str, articles: Articles) -> Articles:
    """The articles of a reader, and one Skipped with the reason where it fails; a reader that fails has ended."""
    try:
        yield from articles
    except (Exception, OverTimeError) as error:  # noqa: BLE001  # libraries raise anything on broken input
        yield Skipped(source, reason_of(error))


def reason_of(error: BaseException) -> str:
    """Why an input is skipped: a sentence that lacks its subject."""
    if isinstance(error, (KgError, OverTimeError)):
        return str(error)
    if isinstance(error, (PermissionError, FileNotFoundError)):
        return why_unreadable(error)
    if isinstance(error, MemoryError):
        return "takes too much memory: split it"
    if isinstance(error, RecursionError):
        return "is nested too deep"
    if isinstance(error, DAMAGED):
        return f"is damaged: {error or type(error).__name__}"
    return f"cannot be read: {describe(error)}"


def describe(error: BaseException) -> str:
    """The error on one line, with the last line of this package in its traceback."""
    frames = extract_tb(error.__traceback__)
    places = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    where = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    message = " ".join(str(error).split())[:200]  # a decoder's message can hold the whole input
    return f"{type(error).__name__}: {message}{where}"
