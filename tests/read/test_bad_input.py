"""One bad input never stops the rest: it is read as far as it can be, or skipped by name, within limits."""

import gzip
import io
import json
import os
import random
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

import kg.read.formats
from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.read.guard import guarded
from kg.read.limits import OverTimeError, limited
from kg.records import RawArticle, Skipped

TEXT = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden told reporters."
RSS = (
    "<rss version='2.0'><channel><title>{0}</title><item><title>{0}</title><pubDate>{0}</pubDate>"
    "<description>{text}</description></item></channel></rss>"
)
PAGE = "<p>{text} {text}</p>"
SECONDS = 20.0  # for the whole table of repeated pieces; it takes 5


def read(folder: Path, **files: bytes) -> list[RawArticle | Skipped]:
    """What the reader makes of files with these names, whose first "_" is a dot."""
    for name, data in files.items():
        (folder / name.replace("_", ".", 1)).write_bytes(data)
    return list(read_articles([folder]))


def outcome(found: list[RawArticle | Skipped]) -> dict[str, str]:
    return {one.source: one.reason if isinstance(one, Skipped) else "" for one in found}


def mail(header: str) -> bytes:
    return f"{header}\nX-Mailer: test\n\n{TEXT}\n".encode()


def packed(times: int) -> bytes:
    data = TEXT.encode()
    for _ in range(times):
        data = gzip.compress(data)
    return data


def archive(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(name, TEXT)
    return stream.getvalue()


def archived(*addresses: str) -> bytes:
    """A web archive with a text per address; an empty address is left out."""
    record = "WARC/1.0\r\nWARC-Type: response\r\n{}Content-Length: {}\r\n\r\n{}\r\n\r\n"
    page = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT
    bodies = [f"{page} {address}" for address in addresses]
    lines = [f"WARC-Target-URI: {address}\r\n" if address else "" for address in addresses]
    return "".join(map(record.format, lines, map(len, bodies), bodies)).encode()


LINKED = {"@type": "NewsArticle", "headline": "Flood", "datePublished": "12:" * 400_000}
READ = {
    "rows that end in a carriage return": ("a_csv", f'title,text\rFlood,"{TEXT}"\rFire,"{TEXT} Again."\r'.encode(), 2),
    "half a character in a field": ("a_jsonl", json.dumps({"text": f"{TEXT} \udc80"}).encode(), 1),
    "a reference to half a character": (
        "a_rss",
        RSS.format("&#xdfff; &#55296; &#1114112;", text=TEXT).encode(),
        1,
    ),
    "an archived text without its address": ("a_warc", archived("", "http://post.example/2"), 2),
    "a sender of opening brackets": ("a_eml", mail("From: " + "(" * 5000), 1),
    "a sender of quotation marks": ("a_eml", mail("From: " + '"' * 400_000), 1),
    "a subject of encoded words": ("a_eml", mail("Subject: " + "=?utf-8?q?b?= " * 40_000), 1),
    "an archived page of a wrong length": ("a_warc", archived("http://post.example/1").rstrip() + b".\r\n", 1),
    "a page with a date of any length": (
        "a_html",
        f"<html><head><script type='application/ld+json'>{json.dumps(LINKED)}</script></head><body><article>"
        f"{PAGE.format(text=TEXT) * 3}</article></body></html>".encode(),
        1,
    ),
    "a page of headings of lists": (
        "a_html",
        f"<html><body>{'<div><h3>Related</h3></div>' * 1500}{PAGE.format(text=TEXT) * 60}</body></html>".encode(),
        1,
    ),
    "a file compressed three times": ("a_gz", packed(3), 1),
    "lines of spaces that only Unicode knows": ("a_txt", f"{TEXT}\n\u3000\n\x1f\n{TEXT}\nand\n".encode(), 1),
    "many comments before a page": ("a", ("<!-- a -->\n" * 300 + f"<html>{PAGE.format(text=TEXT)}</html>").encode(), 1),
}  # fmt: skip


@pytest.mark.parametrize("name, data, articles", READ.values(), ids=READ)
def test_odd_input_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, data: bytes, articles: int
) -> None:
    start = process_time()
    found = read(tmp_path, **{name: data})
    assert list(outcome(found).values()) == [""] * articles
    assert process_time() - start < 5
    for one in found:
        repr(one).encode("utf-8")
        assert isinstance(one, RawArticle) and clean(one, load_boilerplate()).sections
    assert capfd.readouterr().err == ""


SKIPPED = {
    "an item without words": ("a_rss", RSS.format("", text="").encode(), "has no text"),
    "a file that unpacks to compressed files": ("a_gz", packed(4), "is compressed more than 3 times"),
    "an archived response without a status": (
        "a_warc",
        archived("http://post.example/1").replace(b"HTTP/1.1", b"<p>text."),
        "does not begin with a status",
    ),
    "an archive with a damaged name": ("a_zip", archive("ö.txt").replace("ö".encode(), b"\xff\xfe"), "not UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name, data, reason", SKIPPED.values(), ids=SKIPPED)
def test_what_cannot_be_read_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    found = outcome(read(tmp_path, **{name: data}, z_txt=TEXT.encode()))
    assert found.pop("z.txt") == ""
    assert [source.partition("#")[0] for source in found] == [name.replace("_", ".", 1)]
    assert reason in next(iter(found.values()))


def test_a_pipe_in_a_folder_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert outcome(read(tmp_path, b_txt=TEXT.encode())) == {"a.txt": "is not a regular file", "b.txt": ""}


def test_a_file_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text(TEXT, encoding="utf-8")
    assert outcome(list(read_articles([tmp_path]))) == {"a\ufffd.txt": ""}


def test_whatever_a_reader_raises_becomes_a_line_with_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> Iterator[RawArticle]:
        raise IndexError("list index\nout of range")

    monkeypatch.setitem(kg.read.formats.FORMATS, "json", fails)
    found = outcome(read(tmp_path, a_json=b"{}", b_txt=TEXT.encode()))
    assert found["a.json"].startswith("cannot be read: IndexError: list index out of range (unpack.py:")
    assert found["b.txt"] == ""


def endless() -> Iterator[RawArticle]:
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: BLE001  # as libraries do
            pass
    yield RawArticle("a", "", "")


def huge() -> Iterator[RawArticle]:
    yield RawArticle("a", "", str(len(bytearray(1 << 30))))


@pytest.mark.parametrize(
    "reader, reason", [(endless, "takes more than 0 s"), (huge, "takes too much memory")]
)
def test_an_article_over_its_limits_is_named(reader: object, reason: str) -> None:
    with limited(seconds=0.2, memory=1 << 28):
        (found,) = guarded("a.txt", reader())  # type: ignore[operator]
    assert isinstance(found, Skipped)
    assert found.reason.startswith(reason)


def test_limits_end_with_their_block() -> None:
    with limited(seconds=0.1, memory=1 << 28):
        pass
    start = process_time()
    assert len(bytearray(1 << 29)) == 1 << 29
    while process_time() < start + 0.3:
        pass


def test_time_over_passes_handlers_of_libraries() -> None:
    with pytest.raises(OverTimeError), limited(seconds=0.1):
        next(endless())


# --- every reader, with pieces repeated and bytes changed

SEEDS = {
    "a.txt": "{0}\n\n{text}\n\n{0}",
    "a": "{0}<html><body>" + PAGE + "</body></html>",
    "a.html": "<html><head><title>{0}</title></head><body><article>" + PAGE + "{0}</article></body></html>",
    "a.rss": RSS,
    "a.eml": "From: {0}\nSubject: {0}\nDate: {0}\nContent-Type: text/plain; charset={0}\n\n{text}\n{0}\n",
    "a.mbox": "From a@b.example Tue Mar  5 10:00:00 2024\nFrom: {0}\nSubject: {0}\n\n{text}\n{0}\n",
    "a.rtf": "{{\\rtf1 {text} {0}}}",
    "a.md": "---\ntitle: {0}\ndate: {0}\n---\n# {0}\n\n{text}\n\n{0}\n",
    "a.xml": "<nitf><head><title>{0}</title></head><body><body.content><p>{text} {0}</p></body.content></body></nitf>",
    "a.json": '[{{"text": "{text}", "title": "{0}", "date": "{0}"}}, {0}]',
    "a.jsonl": '{{"text": "{text}", "title": "{0}"}}\n{0}\n{{"text": "{text}."}}\n',
    "a.csv": 'title,text,date\n{0},"{text}",{0}\n{0}\n',
    "a.warc": "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{0}\r\n"
    "Content-Length: 250\r\n\r\n"
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset={0}\r\n\r\n{text}{0}\r\n\r\n",
}
PIECES = ("<!-- a -->", '"', "(", "=?utf-8?q?a?= ", "<p>", "<div>", "&#", "[", '{"a":', "\r", "\n", " ", "By ", "1/2/",
          "May ", "LONDON, ", "Ana Lund ", "a\n", "© ", "12:00 ", "<?", "3 hours ago ", "A.b", "\x00",
          "\ud800")  # fmt: skip
CHANGES = int(os.environ.get("KG_FUZZ", "150"))  # of each format
LONG = 5_000  # characters of a repeated piece


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with warnings.catch_warnings(), limited(seconds=SECONDS, memory=1 << 30):
        warnings.simplefilter("ignore")  # of libraries, about broken markup
        for found in read_articles([path]):
            repr(found).encode("utf-8")
            if isinstance(found, RawArticle):
                clean(found, load_boilerplate())


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_repeated_pieces_cost_little(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for piece in PIECES:
        data = SEEDS[name].format(piece * (LONG // len(piece)), text=TEXT)
        start = process_time()
        check(tmp_path / name, data.encode("utf-8", errors="surrogatepass"))
        assert process_time() - start < SECONDS / 4, piece


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_changed_bytes_raise_nothing(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    choice = random.Random(name)
    seed = SEEDS[name].format("Flood", text=TEXT).encode()
    for _ in range(CHANGES):
        data = bytearray(seed)
        for _ in range(choice.randint(1, 8)):
            begin = choice.randrange(len(data))
            end = begin + choice.choice((0, 1, 1, 5, 40))
            data[begin:end] = choice.choice((b"", bytes([choice.randrange(256)]), seed[begin : end + 9] * 3))
        check(tmp_path / name, bytes(data))
