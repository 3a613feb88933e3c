"""Files, folders, patterns and standard input to raw articles. Input without an article is reported and skipped.

A source is the path below the given folder (or the name of the file) and the place in the file:
"wire/march.jsonl#line=12". Hidden files are ignored; links to folders are not followed.
"""

import os
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from kg.errors import ReadError
from kg.ontology.files import OntologyFiles
from kg.read.date_stamps import DateWords, file_date, read_date_words
from kg.read.encodings import mended
from kg.read.field_map import FieldMap
from kg.read.guard import guarded
from kg.read.input_file import InputFile
from kg.read.language import FEWEST_WORDS, is_english, read_english
from kg.read.limits import limited
from kg.read.sources.find_files import find_files
from kg.read.sources.remote import RemoteFile
from kg.read.sources.shards import Number, Shard
from kg.read.sources.unpack import read_file, read_part
from kg.records import RawArticle, Skipped

SHIPPED = OntologyFiles()
LIMIT = 5_000_000  # bytes per article; the longest of 2,849 news texts has 60,000
# Of an article or a Skipped
TEXTS = ("source", "reason", "text", "url", "headline", "publisher", "language", "unread_date")


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
    seen: dict[str, tuple[Number, str]] = {}
    english, dates = read_english(ontology("english.yaml")), read_date_words(ontology("dates.yaml"))
    files = list(find_files(paths))
    for file, (source, path) in enumerate(files):
        if not shard.has_file(file, len(files)):
            continue
        opened = guarded(source, _read_path(source, path, fields or FieldMap(), limit, dates))
        for number, found in enumerate(_one_by_one(opened)):
            if not shard.has_article(number, len(files)):
                continue
            article = _fit(_dated(_with_mended_texts(found)), limit, english)
            if isinstance(article, RawArticle):
                first, name = seen.setdefault(article.sha256, ((file, number), article.source))
                if first != (file, number):
                    article = Skipped(article.source, f"has the same bytes as {name}")
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
        file = InputFile(source, stream, fields, limit, dates, read_part=read_part)
        yield from read_file(file, name=PurePosixPath(source).name)


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
        try:
            os.scandir(path).close()
        except OSError as error:
            raise ReadError("is a folder that cannot be listed: permission denied") from error
        raise ReadError("is a folder without files")
    if not stat.S_ISREG(kind):
        raise ReadError("is not a regular file")
    return path.open("rb")


def _with_mended_texts(found: RawArticle | Skipped) -> RawArticle | Skipped:
    texts = {name: text for name in TEXTS if (text := getattr(found, name, None))}
    changed: Any = {name: new for name, text in texts.items() if (new := mended(text)) != text}
    return replace(found, **changed)


def _declared(found: RawArticle) -> str:
    """What a text that is not English says of its language, for messages."""
    if not found.language:
        return ""
    is_wrong = found.language.lower().startswith("en")
    return f", although declared as {found.language}" if is_wrong else f" (declared: {found.language})"


def _fit(found: RawArticle | Skipped, limit: int, english: Collection[str]) -> RawArticle | Skipped:
    """The article with its language, or the reason why it is skipped."""
    if isinstance(found, Skipped):
        return found
    if not found.text.strip("\ufeff\u200b \t\r\n\f\v\xa0"):
        return Skipped(found.source, "is empty")
    if len(found.text) > limit:
        return Skipped(found.source, f"has more than {limit:,} characters; split it or raise --limit")
    if not is_english(found.text, english, found.language):
        return Skipped(found.source, f"is not English{_declared(found)}; kg reads English articles only")
    if len(found.text.split()) >= FEWEST_WORDS:
        return replace(found, language="en")
    return found
