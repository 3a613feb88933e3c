"""Files, folders, patterns and standard input to raw articles. Input without an article is reported and skipped.

A source is the path below the given folder (or the name of the file) and the place in the file:
"wire/march.jsonl#line=12". Hidden files are ignored; links to folders are not followed.
"""

import bz2
import gzip
import io
import lzma
import re
import stat
import sys
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from kg.errors import ReadError
from kg.ontology.files import OntologyFiles
from kg.read.date_stamps import DateWords, file_date, read_date_words
from kg.read.field_map import FieldMap
from kg.read.formats import FORMATS, format_of
from kg.read.guard import guarded
from kg.read.input_file import Articles, InputFile
from kg.read.language import FEWEST_WORDS, is_english, read_english
from kg.read.limits import limited
from kg.read.packed.books import day_of_book, is_book, is_page
from kg.read.packed.newsletters import is_newsletter, read_newsletter
from kg.read.packed.office_files import office_format, read_office_file
from kg.read.sources.find_files import find_files
from kg.read.sources.remote import RemoteFile
from kg.read.sources.shards import Number, Shard
from kg.read.tables.workbooks import WORKBOOK, read_workbook
from kg.records import RawArticle, Skipped

SHIPPED = OntologyFiles()
LIMIT = 5_000_000  # bytes per article; the longest of 2,849 news texts has 60,000
HEAD = 4096  # bytes read to detect the format
BOMB = 200  # times the packed size; gzip compresses news to a tenth, JSONL to a twentieth
UNPACKED = 20_000_000  # unpacked bytes before that ratio is checked
LAYERS = 3  # times that a file may be compressed; some files unpack to themselves
SURROGATES = re.compile("[\ud800-\udfff]")
# Of an article or a Skipped
TEXTS = (
    "source",
    "reason",
    "text",
    "url",
    "headline",
    "publisher",
    "language",
    "unread_date",
)
PACKED: dict[bytes, Callable[[Any], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\0": lzma.open,
}


def read_articles(
    paths: Iterable[str | Path],
    *,
    fields: FieldMap | None = None,
    limit: int = LIMIT,
    ontology: OntologyFiles = SHIPPED,
) -> Iterator[RawArticle | Skipped]:
    """Yield the articles of files, folders (recursively), patterns like "wire/*.txt", addresses like "s3://news/" and
    standard input ("-").

    Order: as given; sorted by name within a folder or pattern. In memory: one article, and the name and hash of each.
    """
    numbered = numbered_articles(paths, Shard(), fields=fields, limit=limit, ontology=ontology)
    return (found for _, found in numbered)


def numbered_articles(
    paths: Iterable[str | Path],
    shard: Shard,
    *,
    fields: FieldMap | None = None,
    limit: int = LIMIT,
    ontology: OntologyFiles = SHIPPED,
) -> Iterator[tuple[Number, RawArticle | Skipped]]:
    """Yield the articles of a shard with the number that each has among all articles."""
    seen: dict[str, str] = {}
    english, dates = read_english(ontology("english.yaml")), read_date_words(ontology("dates.yaml"))
    files = list(find_files(paths))
    for file, (source, path) in enumerate(files):
        if not shard.has_file(file, len(files)):
            continue
        opened = guarded(source, _read_path(source, path, fields or FieldMap(), limit, dates))
        for number, found in enumerate(_one_by_one(opened)):
            if not shard.has_article(number, len(files)):
                continue
            article = _fit(_dated(_without_surrogates(found)), limit, english)
            if (
                isinstance(article, RawArticle)
                and seen.setdefault(article.sha256, article.source) != article.source
            ):
                article = Skipped(article.source, f"has the same bytes as {seen[article.sha256]}")
            yield (file, number), article


def _dated(found: RawArticle | Skipped) -> RawArticle | Skipped:
    """An article whose format gives no date with that of its file's name, which counts if its text has none."""
    if isinstance(found, Skipped) or found.published or not (day := file_date(found.source)):
        return found
    return replace(found, published=day, published_from="file name")


def _one_by_one(articles: Iterator[RawArticle | Skipped]) -> Iterator[RawArticle | Skipped]:
    """The articles, each of which is read within the limits of one."""
    while True:
        with limited():
            found = next(articles, None)
        if found is None:
            return
        yield found


def _read_path(
    source: str, path: Path | RemoteFile, fields: FieldMap, limit: int, dates: DateWords
) -> Iterator[RawArticle | Skipped]:
    with _open(path) as stream:
        file = InputFile(source, stream, fields, limit, dates, read_part=_read_part)
        yield from _read_file(file, name=PurePosixPath(source).name)


def _open(path: Path | RemoteFile) -> AbstractContextManager[BinaryIO]:
    if isinstance(path, RemoteFile):
        return path.open()
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)  # it stays open for the caller
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReadError(
            "does not exist: give a file, a folder, a pattern that matches files, or - for standard input"
        ) from error
    if stat.S_ISDIR(kind):
        raise ReadError("is a folder that cannot be listed: permission denied")
    if not stat.S_ISREG(kind):
        raise ReadError("is not a regular file")
    return path.open("rb")


def _read_file(
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
        yield from _read_file(unpacked, name=inner, in_archive=in_archive, layers=layers + 1)
    elif head.startswith(b"PK\x03\x04"):
        yield from _read_zip(file, in_archive=in_archive)
    else:
        yield from FORMATS[format_of(PurePosixPath(name).suffix, head)](file)


def _read_part(file: InputFile, *, in_archive: bool = False) -> Iterator[RawArticle | Skipped]:
    """Read a file that is attached to a mail; a zip archive is not opened if the mail is in one."""
    return guarded(file.name, _read_file(file, name=PurePosixPath(file.name).name, in_archive=in_archive))


def _read_zip(file: InputFile, *, in_archive: bool) -> Iterator[RawArticle | Skipped]:
    """Read the files of a zip archive, sorted, as "archive.zip/file.txt"; nested archives are not opened."""
    if not file.stream.seekable():
        raise ReadError("is a zip archive on standard input: give its path instead")
    with _open_zip(file) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.filename)
        if reader := _reader_of({member.filename for member in members}):
            yield from reader(file, archive)
            return
        if in_archive:
            raise ReadError("is a zip archive inside a zip archive: unpack it first")
        for member in members:
            if not member.is_dir() and not PurePosixPath(member.filename).name.startswith("."):
                yield from _read_member(file, archive, member)


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
        read_part = partial(_read_part, in_archive=True)
        inner = replace(file, name=source, stream=cast(BinaryIO, stream), read_part=read_part)
        yield from _read_file(inner, name=member.filename, in_archive=True)


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


def _without_surrogates(found: RawArticle | Skipped) -> RawArticle | Skipped:
    """The article with U+FFFD for halves of characters, which no encoding can store.

    They come from escapes like "\\ud83d", and from file names that are not UTF-8.
    """
    texts = ((name, getattr(found, name, None)) for name in TEXTS)
    halves = {name: text for name, text in texts if text and SURROGATES.search(text)}
    whole: Any = {name: SURROGATES.sub("\ufffd", text) for name, text in halves.items()}
    return replace(found, **whole)


def _fit(found: RawArticle | Skipped, limit: int, english: Collection[str]) -> RawArticle | Skipped:
    """The article with its language, or the reason why it is skipped."""
    if isinstance(found, Skipped):
        return found
    if not found.text.strip("\ufeff\u200b \t\r\n\f\v\xa0"):
        return Skipped(found.source, "is empty")
    if len(found.text) > limit:
        return Skipped(found.source, f"has more than {limit:,} characters; split it or raise --limit")
    if not is_english(found.text, english, found.language):
        declared = f" (declared: {found.language})" if found.language else ""
        return Skipped(found.source, f"is not English{declared}; kg reads English articles only")
    if len(found.text.split()) >= FEWEST_WORDS:
        return replace(found, language="en")
    return found
