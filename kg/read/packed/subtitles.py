"""Subtitles (SubRip, WebVTT) to the text that is spoken."""

import re
from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.boilerplate.line import SENTENCE_END
from kg.read.encodings import decode
from kg.read.input_file import Articles, InputFile, sha256
from kg.records import RawArticle

TIME = re.compile(r"\s*(?:\d{1,3}:)?\d\d:\d\d[.,]\d{3}\s*-->.*")
SECTION = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")  # of WebVTT, up to the next blank line
TAG = re.compile(r"<[^<>\n]{0,80}>|\{\\[^{}\n]{0,40}\}")  # of styles and speakers
NEW_SPEAKER = re.compile(r"\s*(?:>>|[-–—]\s)")


def read_subtitles(file: InputFile) -> Articles:
    """Read a file of subtitles as one article, a sentence or more a paragraph, without numbers and times."""
    data = file.read_all()
    text = "\n\n".join(_paragraphs(_lines(decode(data).lstrip("\ufeff"))))
    if not text:
        raise ReadError("has no subtitles")
    yield RawArticle(file.name, sha256(data), text)


def _lines(text: str) -> Iterator[str]:
    """Yield the spoken lines: those from a line with times to the next blank line."""
    for cue in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = cue.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines) if TIME.fullmatch(line)), None)
        if at is not None and not SECTION.match(lines[0]):
            yield from filter(None, (TAG.sub("", line).strip() for line in lines[at + 1 :]))


def _paragraphs(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines up to the end of a sentence or the next speaker."""
    kept: list[str] = []
    for line in lines:
        if kept and (NEW_SPEAKER.match(line) or SENTENCE_END.search(kept[-1])):
            yield " ".join(kept)
            kept = []
        kept.append(NEW_SPEAKER.sub("", line, count=1))
    if kept:
        yield " ".join(kept)
