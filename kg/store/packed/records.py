"""A pack: a file of extractions, each after a header with its key. Zstandard's own tools unpack it to JSON Lines.

A header is a skippable frame of Zstandard with a JSON list, which tools pass over; an extraction is a frame with one
line. So a pack can be read in part, copied without being unpacked, and is whole up to any frame if it was cut off.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from kg.records import ArticleCounts, Extraction, article_id, counts_of
from kg.store.json_records import from_json, to_json

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = 0x184D2A50  # of skippable frames, RFC 8878, section 3.1.2
PREFIX = struct.Struct("<III")  # magic number, bytes that follow, CRC-32 of the header
# Of compression; level 9 takes three times as long and saves 8 %.
OPTIONS: Mapping[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}
LONGEST = 1 << 16  # bytes of a header


@dataclass(frozen=True, slots=True)
class PackedExtraction:
    """An extraction as it is stored: the id of its article, how much it yields, and a frame of a pack."""

    article: str
    counts: ArticleCounts
    frame: bytes

    def unpacked(self) -> Extraction:
        """Raises ValueError if the frame is damaged."""
        return extraction_of(self.frame)


class Header(NamedTuple):
    """What a pack says about an extraction. `file` is where the article was read, `number` its place in the input."""

    key: str
    article: str
    file: str
    counts: ArticleCounts
    number: tuple[int, int] = (0, 0)  # of the file, and of the article in it


class Place(NamedTuple):
    """Where a frame is: its first byte and how many there are."""

    begin: int
    size: int


def packed(extraction: Extraction) -> PackedExtraction:
    line = f"{to_json(extraction)}\n".encode()
    return PackedExtraction(
        article_id(extraction.article), counts_of(extraction), zstd.compress(line, options=OPTIONS)
    )


def extraction_of(frame: bytes) -> Extraction:
    """Raises ValueError if the frame is damaged."""
    try:
        return from_json(zstd.decompress(frame).decode(), Extraction)
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from error


def record(header: Header, frame: bytes) -> bytes:
    """The bytes of a header and its frame."""
    text = json.dumps([*header, len(frame)], ensure_ascii=False, separators=(",", ":")).encode()
    return PREFIX.pack(MAGIC, len(text) + 4, zlib.crc32(text)) + text + frame


def headers(pack: BinaryIO) -> Iterator[tuple[Header, Place]]:
    """The extractions of a pack, up to the first one that is not whole."""
    end = pack.seek(0, 2)
    begin = pack.seek(0)
    while (found := _header(pack)) is not None:
        header, size = found
        begin = pack.tell()
        if begin + size > end:
            return
        yield header, Place(begin, size)
        pack.seek(begin + size)


def _header(pack: BinaryIO) -> tuple[Header, int] | None:
    """The next header and the size of its frame; None at the end, or where there is no header."""
    start = pack.read(PREFIX.size)
    if len(start) < PREFIX.size:
        return None
    magic, size, checksum = PREFIX.unpack(start)
    text = pack.read(size - 4) if magic == MAGIC and 4 <= size < LONGEST else b""
    if zlib.crc32(text) != checksum:
        return None
    try:
        key, article, file, counts, (first, second), length = json.loads(text)
        return Header(key, article, file, ArticleCounts(*counts), (first, second)), int(length)
    except (ValueError, TypeError):
        return None
