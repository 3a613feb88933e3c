"""An input file and the articles that a reader finds in it."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from kg.errors import ReadError
from kg.read.date_stamps import DateWords
from kg.read.field_map import FieldMap
from kg.records import RawArticle, Skipped

Articles = Iterator[RawArticle | Skipped]
# times the limit of one article: the largest file with several articles that is read into memory
CONTAINER_LIMIT = 10


@dataclass(frozen=True, slots=True)
class InputFile:
    """An open file: its name in sources, its bytes, and how to read them."""

    name: str
    stream: BinaryIO
    fields: FieldMap
    limit: int  # bytes per article
    dates: DateWords
    read_part: Callable[["InputFile"], Articles]  # reads a file that is in this one, whatever its format

    def part_articles(self, name: str, data: bytes) -> Articles:
        """The articles of a file that is in this one: "desk.eml/story.docx"."""
        return self.read_part(replace(self, name=name, stream=io.BytesIO(data)))

    def read_all(self, times: int = 1) -> bytes:
        """All bytes. Raises ReadError if there are more than `times` the limit."""
        data = self.stream.read(times * self.limit + 1)
        if len(data) > times * self.limit:
            raise ReadError(f"is larger than {times * self.limit:,} bytes; split it or raise --limit")
        return data

    def read_member(self, archive: zipfile.ZipFile, member: str) -> bytes:
        """All bytes of a member. Raises ReadError if there are more than `CONTAINER_LIMIT` times the limit."""
        limit = CONTAINER_LIMIT * self.limit
        with archive.open(member) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise ReadError(f"unpacks to more than {limit:,} bytes; split it or raise --limit")
        return data


def sha256(data: bytes) -> str:
    """The hash that identifies these bytes."""
    return hashlib.sha256(data).hexdigest()
