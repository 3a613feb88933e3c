"""Tables of articles: JSON, JSON Lines and CSV. Lines and rows are read one at a time."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, NamedTuple

from kg.errors import ReadError
from kg.read.encodings import check_is_text, decode
from kg.read.field_map import FieldMap, field_values, in_one_order, quote_names, with_fields
from kg.read.guard import guarded
from kg.read.input_file import CONTAINER_LIMIT, Articles, InputFile, sha256
from kg.read.nested_text import normalize_name
from kg.read.pages.page_tree import plain_text
from kg.read.pages.web_pages import html_articles
from kg.records import RawArticle, Skipped

# names under which exports and APIs keep a list of articles
LISTS_IN_JSON = tuple(
    "articles items results docs documents data db entries stories posts messages records hits response objects value"
    " children edges nodes node _source tweet".split()
)
# names of a single article in an object without a headline
ONLY_IN_JSON = ("content", "article", "post", "story")
UNPUBLISHED = "draft auto-draft pending private trash future scheduled withheld canceled cancelled".split()
STATUS = ("status", "pubstatus", "post_status")
DELIMITERS = ",;\t|"
# A page and no fragment of one
PAGE = re.compile(r"<(?:!doctype|html|head|body|nav|main|article)\b", re.IGNORECASE)
ASSIGNED = re.compile(r"\s*window\.YTD\.[\w.]+\s*=")  # before the JSON of archives of Twitter
DEEPEST = 8  # lists and objects around an article
REPORTS = re.compile(r"\s*\|{5}\s*")  # between the reports that Multi-News joins in one field
BLANKS = re.compile(r"\s*")
BATCH = 1 << 16  # bytes per read while the rest of a long line is skipped


class Record(NamedTuple):
    """A JSON object or row, where it is from, and the hash of its bytes where they are its own."""

    source: str
    item: Any
    digest: str | None = None


def read_json(file: InputFile) -> Articles:
    """Read a JSON file: an object, a list of objects, an object with a list, or JSON Lines."""
    head = file.stream.peek(1).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]  # type: ignore[attr-defined]  # a BufferedReader
    if head == b"{":
        first = file.stream.readline(file.limit)
        rest = io.BufferedReader(_Chained(first, file.stream))
        again = replace(file, stream=rest)
        if _is_object(first) and file.stream.peek(1).strip():  # type: ignore[attr-defined]
            yield from read_jsonl(again)
            return
        file = again
    try:
        data = _values(ASSIGNED.sub("", decode(file.read_all(CONTAINER_LIMIT)), count=1))
        items = [_of_feed(item, data) for item in _objects(data, file.fields)]
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON: {error or 'nested too deep'}") from error
    name = file.name
    sources = (f"{name}#item={number}" if len(items) > 1 else name for number in range(1, len(items) + 1))
    yield from record_table(map(Record, sources, items), file)


def _values(text: str) -> Any:
    """The JSON value of a text, or a list of those that stand one after another, as jq writes them."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
    found, at = [], _behind_blanks(text, 0)
    while at < len(text):
        value, end = json.JSONDecoder().raw_decode(text, at)
        found.append(value)
        at = _behind_blanks(text, end)
    return found


def _behind_blanks(text: str, at: int) -> int:
    match = BLANKS.match(text, at)
    return match.end() if match else at


def read_jsonl(file: InputFile) -> Articles:
    """Read one JSON object per line; a broken line is skipped and reported."""
    yield from record_table(_json_lines(file), file)


def _json_lines(file: InputFile) -> Iterator[Record | Skipped]:
    for number, line in _lines(file.stream, file.limit):
        source = f"{file.name}#line={number}"
        if line is None:
            yield Skipped(source, f"is longer than {file.limit:,} bytes; raise --limit or split the article")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield _json_line(source, line, file.fields)


def read_csv(file: InputFile) -> Articles:
    """Read a table with a header line, one article per row; columns end at a comma, semicolon, tab or vertical bar."""
    csv.field_size_limit(file.limit)
    delimiter = _delimiter(file)  # before the lines, which some encodings read at once
    rows = csv.reader(_table_lines(file), delimiter=delimiter)
    header = next(rows, [])
    check_columns(header, file.fields.texts, "its first line has")
    yield from record_table(_rows(rows, header, file), file)


def check_columns(columns: Sequence[str], wanted: Iterable[str], having: str) -> None:
    """Raises ReadError if no column of a table has one of the names of texts."""
    if set(map(normalize_name, columns)).isdisjoint(map(normalize_name, wanted)):
        raise ReadError(
            f"has no column for the text; {having} {quote_names(columns)}: "
            "rename one to 'text' or map it with --fields"
        )


def _rows(rows: Any, header: Sequence[str], file: InputFile) -> Iterator[Record | Skipped]:
    """The rows of a CSV reader after the header."""
    while True:
        first = rows.line_num + 1
        source = f"{file.name}#line={first}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except (csv.Error, ReadError) as error:
            yield Skipped(source, f"is not a table row: {error}")
            continue
        if reason := _broken(row, header, is_long=rows.line_num > first):
            yield Skipped(source, reason)
        elif any(row):
            yield Record(source, dict(zip(header, row, strict=False)))


def _broken(row: Sequence[str], header: Sequence[str], *, is_long: bool) -> str | None:
    """What is wrong with a row that has more cells than the header, or runs to the end of the file; None if nothing."""
    if any(row[len(header) :]):
        return f"has {len(row)} cells, and the first line {len(header)}: put texts with separators in quotation marks"
    if is_long and len(row) < len(header) and row[-1].endswith(("\n", "\r")):
        return "has a quotation mark that is not closed, so the rest of the file is one text: close it"
    return None


def record_table(records: Iterable[Record | Skipped], file: InputFile) -> Articles:
    """The articles of records of one file, whose dates are read in one order of day and month."""
    known = ((None if isinstance(each, Skipped) else each.item, each) for each in records)
    for each, dates in in_one_order(known, file.fields, file.dates):
        if isinstance(each, Skipped):
            yield each
        else:
            yield from record_articles(each.source, each.item, replace(file, dates=dates), each.digest)


def record_articles(source: str, item: Any, file: InputFile, digest: str | None = None) -> Articles:
    """Yield the article of a JSON object, row or feed item, or the reason why it has none."""
    return guarded(source, _record_articles(source, item, file, digest))


def _record_articles(source: str, item: Any, file: InputFile, digest: str | None) -> Articles:
    if not isinstance(item, dict):
        yield Skipped(source, f"is {type(item).__name__}, not an object with a field for the text")
        return
    if status := next((item[name] for name in STATUS if str(item.get(name)).lower() in UNPUBLISHED), None):
        yield Skipped(source, f"is not published: its status is '{status}'")
        return
    values = _with_name(field_values(item, file.fields), item)
    digest = digest or sha256(json.dumps(item, sort_keys=True, default=str).encode("utf-8", errors="replace"))
    is_short = values["text"] is None and values["html"] is None and values["headline"] is not None
    text = values["summary"] if is_short else values["text"]
    if isinstance(text, str):
        yield from (with_fields(each, values, file.dates) for each in _reports(source, digest, text))
    elif isinstance(values["html"], str) and not PAGE.search(values["html"]):
        yield with_fields(RawArticle(source, digest, plain_text(values["html"])), values, file.dates)
    elif isinstance(values["html"], str):
        pages = list(html_articles(source, values["html"], digest, file.dates))
        # each day of a live blog keeps its own date
        known = values if len(pages) == 1 else values | {"published": None}
        yield from (with_fields(page, known, file.dates) for page in pages)
    else:
        named = quote_names(name for name, value in item.items() if value)
        what = "a headline but no text" if values["headline"] else "no text"
        yield Skipped(
            source, f"has {what}: its fields are {named}; rename one to 'text' or map it with --fields"
        )


def _with_name(values: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """The values with the name of a record as its headline, if it has an address, a day and a summary and no text.

    Answers of Bing are such records; beside a text, a name is that of its author.
    """
    is_text = values["headline"] is not None or values["text"] is not None or values["html"] is not None
    is_summary = None not in (values["url"], values["published"], values["summary"])
    return values if is_text or not is_summary else values | {"headline": item.get("name")}


def _reports(source: str, digest: str, text: str) -> Iterator[RawArticle]:
    """The article of a field, or each of the reports that it joins: "march.csv#line=2#report=1"."""
    texts = list(filter(None, REPORTS.split(text)))
    if len(texts) < 2:
        yield RawArticle(source, digest, _plain(text))
        return
    for number, each in enumerate(texts, 1):
        yield RawArticle(f"{source}#report={number}", sha256(f"{digest} {number}".encode()), _plain(each))


def _plain(text: str) -> str:
    """The text of a field; the paragraphs of a list are parsed one by one, since some may be HTML and others not."""
    return "\n\n".join(map(plain_text, text.split("\n\n"))) if "\n\n" in text else plain_text(text)


def _json_line(source: str, line: bytes, names: FieldMap) -> Record | Skipped:
    try:
        item = json.loads(decode(line).lstrip("\ufeff"))
    except ReadError as error:
        return Skipped(source, str(error))
    except (ValueError, RecursionError) as error:
        return Skipped(source, f"is not JSON: {error or 'nested too deep'}; write one object per line")
    inner = list(_objects(item, names)) if isinstance(item, dict) else []
    return Record(source, inner[0] if len(inner) == 1 else item, sha256(line))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(decode(line).lstrip("\ufeff")), dict)
    except (ValueError, RecursionError, ReadError):
        return False


def _of_feed(item: Any, data: Any) -> Any:
    """An item of a JSON Feed with the feed's title and language, its summary if it has no text; any other as it is."""
    is_feed = isinstance(data, dict) and "jsonfeed.org" in str(data.get("version"))
    if not (is_feed and isinstance(item, dict)):
        return item
    whole = {"publisher": data.get("title"), "language": data.get("language")} | item
    return (
        whole
        if whole.get("content_html") or whole.get("content_text")
        else whole | {"text": item.get("summary")}
    )


def _objects(data: Any, names: FieldMap, depth: int = 0) -> Iterator[Any]:
    """Yield the articles of a JSON value: the value itself, its items, or those of a list under a common name."""
    inner = _listed(data, names, depth) if isinstance(data, dict) and depth < DEEPEST else None
    if isinstance(data, list) and depth < DEEPEST:
        for item in data:
            yield from _objects(item, names, depth + 1)
    elif inner is not None:
        yield from _objects(inner, names, depth + 1)
    else:
        yield data


def _listed(item: dict[str, Any], names: FieldMap, depth: int) -> Any:
    """The list or object below an object that holds its articles; None if it is an article itself."""
    found = field_values(item, names)
    is_headed = found["headline"] is not None
    only = [item[name] for name in ONLY_IN_JSON if isinstance(item.get(name), dict)]
    if not is_headed and (inner := next((o for o in only if field_values(o, names)["headline"]), None)):
        return inner
    has_text = found["text"] is not None or found["html"] is not None
    if (is_headed and (depth or has_text)) or (depth and has_text):
        return None
    return next((item[name] for name in LISTS_IN_JSON if isinstance(item.get(name), (list, dict))), None)


class _Chained(io.RawIOBase):
    """Puts bytes that were read to detect the format back in front of their stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._first.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield numbered lines; a line above the limit is None and never read into memory as a whole."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while len(line) and not line.endswith(b"\n"):
            line = stream.readline(BATCH)
        yield number, None


def _table_lines(file: InputFile) -> Iterator[str]:
    """The lines of a table as text with their line ends; UTF-16 becomes UTF-8 first because its line ends differ."""
    stream = file.stream
    head = stream.peek(1)  # type: ignore[attr-defined]  # a BufferedReader
    check_is_text(head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        stream = io.BytesIO(decode(file.read_all(CONTAINER_LIMIT)).encode("utf-8"))
    elif b"\r" in head and b"\n" not in head:  # line ends of old Macs and some exports
        stream = io.BytesIO(file.read_all(CONTAINER_LIMIT).replace(b"\r", b"\n"))
    # unlike a generator, map continues after an error
    return map(_table_line, _lines(stream, file.limit))


def _table_line(numbered: tuple[int, bytes | None]) -> str:
    number, line = numbered
    if line is None:
        raise ReadError(f"line {number} is too long for an article")
    return decode(line).lstrip("\ufeff") if number == 1 else decode(line)


def _delimiter(file: InputFile) -> str:
    head = file.stream.peek(1)  # type: ignore[attr-defined]  # a BufferedReader
    first = re.split(rb"[\r\n]", head, maxsplit=1)[0].replace(b"\0", b"").decode("utf-8", errors="replace")
    return max(DELIMITERS, key=first.count)
