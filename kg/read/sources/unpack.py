"""Compressed files and archives (zip, tar): unpacks them and reads each file in them by its format."""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.read.formats import FORMATS, format_of
from kg.read.guard import guarded
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile
from kg.read.packed.books import day_of_book, is_book, is_page
from kg.read.packed.newsletters import is_newsletter, read_newsletter
from kg.read.packed.office_files import office_format, read_office_file
from kg.read.tables.workbooks import WORKBOOK, read_workbook
from kg.records import RawArticle, Skipped

HEAD = 4096  # bytes read to detect the format
BOMB = 200  # times the packed size; gzip compresses news to a tenth, JSONL to a twentieth
UNPACKED = 20_000_000  # unpacked bytes before that ratio is checked
LAYERS = 3  # times that a file may be compressed; some files unpack to themselves
TAR = slice(257, 262)  # where a tar archive has the name of its format
PACKED: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}


def read_file(
    file: InputFile, *, name: str, in_archive: bool = False, layers: int = 0
) -> Iterator[RawArticle | Skipped]:
    """Unpack compressed files, detect the format and read the articles. `name` has the suffix of the format."""
    stream = file.stream
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(Any, stream))
    file = replace(file, stream=cast(BinaryIO, buffered))
    head = buffered.peek(HEAD)[:HEAD]
    opener = next((opener for magic, opener in PACKED.items() if head.startswith(magic)), None)
    if opener and layers == LAYERS:
        raise ReadError(f"is compressed more than {LAYERS} times: unpack it first")
    if opener:
        unpacked = replace(file, stream=cast(BinaryIO, _Unpacked(opener(buffered), buffered)))
        inner = re.sub(r"\.(gz|bz2|xz)$", "", name)
        yield from read_file(unpacked, name=inner, in_archive=in_archive, layers=layers + 1)
    elif head.startswith(b"PK\x03\x04"):
        yield from _read_zip(file, in_archive=in_archive)
    elif head[TAR] == b"ustar":
        yield from _read_tar(file, in_archive=in_archive)
    else:
        yield from FORMATS[format_of(PurePosixPath(name).suffix, head)](file)


def read_part(file: InputFile, *, in_archive: bool = False) -> Iterator[RawArticle | Skipped]:
    """Read a file that is attached to a mail; an archive is not opened if the mail is in one."""
    return guarded(file.name, read_file(file, name=PurePosixPath(file.name).name, in_archive=in_archive))


def _read_zip(file: InputFile, *, in_archive: bool) -> Iterator[RawArticle | Skipped]:
    """Read the files of a zip archive, sorted, as "archive.zip/file.txt"; nested archives are not opened."""
    if in_archive or not file.stream.seekable():  # a tar archive and standard input cannot be read twice
        file = replace(file, stream=io.BytesIO(file.read_all(CONTAINER_LIMIT)))
    with _open_zip(file) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
        if reader := _reader_of({member.filename for member in members}):
            yield from reader(file, archive)
            return
        if in_archive:
            raise ReadError("is an archive inside an archive: unpack it first")
        for member in members:
            if not member.is_dir() and not _is_hidden(member.filename):
                yield from _read_member(file, archive, member)


def _is_hidden(name: str) -> bool:
    return PurePosixPath(name).name.startswith(".")


def _read_tar(file: InputFile, *, in_archive: bool) -> Iterator[RawArticle | Skipped]:
    """Read the files of a tar archive, in its order, as "archive.tar.gz/file.txt"; nested archives are not opened."""
    if in_archive:
        raise ReadError("is an archive inside an archive: unpack it first")
    with tarfile.open(fileobj=file.stream, mode="r|") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() and not _is_hidden(member.name) else None
            if stream is not None:
                source = f"{file.name}/{member.name}"
                yield from guarded(source, _read_packed(file, stream, source))


def _reader_of(names: Collection[str]) -> Callable[[InputFile, zipfile.ZipFile], Articles] | None:
    """The reader of an archive that is a text, a workbook or a book; None if it holds files of any kind."""
    if is_book(names):
        return _read_book
    if is_newsletter(names):
        return read_newsletter
    if WORKBOOK in names:
        return read_workbook
    if format_ := office_format(names):
        return partial(read_office_file, format_=format_)
    if "[Content_Types].xml" in names:
        raise ReadError("is an Office file other than a text or workbook: save it as text, HTML or PDF")
    return None


def _read_book(file: InputFile, archive: zipfile.ZipFile) -> Iterator[RawArticle | Skipped]:
    """Read the pages of a book as articles of its day."""
    day = day_of_book(archive, file.dates)
    for page in sorted(filter(is_page, archive.namelist())):
        for found in _read_member(file, archive, archive.getinfo(page)):
            if day and isinstance(found, RawArticle) and not found.published:
                found = replace(found, published=day, published_from="field")
            yield found


def _open_zip(file: InputFile) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file.stream)
    except UnicodeDecodeError as error:
        raise ReadError("is a zip archive with file names that are not UTF-8: pack it again") from error


def _read_member(
    file: InputFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Iterator[RawArticle | Skipped]:
    source = f"{file.name}/{member.filename}"
    if member.file_size > max(UNPACKED, BOMB * member.compress_size):
        yield Skipped(
            source,
            f"unpacks to {member.file_size:,} bytes, over {BOMB} times its size: not plausible text",
        )
        return
    yield from guarded(source, _read_inner(file, archive, member, source))


def _read_inner(
    file: InputFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str
) -> Iterator[RawArticle | Skipped]:
    with archive.open(member) as stream:
        yield from _read_packed(file, stream, source)


def _read_packed(file: InputFile, stream: Any, source: str) -> Iterator[RawArticle | Skipped]:
    """Read a file in an archive, whose own archives are not opened."""
    of_archive = partial(read_part, in_archive=True)
    inner = replace(file, name=source, stream=stream, read_part=of_archive)
    yield from read_file(inner, name=PurePosixPath(source).name, in_archive=True)


class _Unpacked(io.RawIOBase):
    """The bytes of a packed stream; a decompression bomb raises ReadError before it fills memory."""

    def __init__(self, stream: Any, packed: io.BufferedReader) -> None:
        self._stream, self._packed, self._out = stream, packed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._out += len(data)
        if self._out > UNPACKED and self._out > BOMB * self._bytes_in():
            raise ReadError(f"unpacks to more than {BOMB} times its size: not plausible text")
        return len(data)

    def _bytes_in(self) -> int:
        try:
            return self._packed.tell()
        except OSError:  # a pipe has no position; the limits of the format stop its bombs
            return self._out
