"""An input file and the articles that a reader finds in it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
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

    def read_all(self, times: int = 1) -> bytes:
        """All bytes. Raises ReadError if there are more than `times` the limit."""
        data = self.stream.read(times * self.limit + 1)
        if len(data) > times * self.limit:
            raise ReadError(f"is larger than {times * self.limit:,} bytes; split it or raise --limit")
        return data


def sha256(data: bytes) -> str:
    """The hash that identifies these bytes."""
    return hashlib.sha256(data).hexdigest()
