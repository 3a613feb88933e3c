import bz2
import gzip
import io
import json
import lzma
import os
import re
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.errors import ReadError
from kg.ontology.files import ontology_file
from kg.read.field_map import FieldMap
from kg.read.files import read_articles
from kg.read.language import is_english, read_english
from kg.records import RawArticle, Skipped

COMMON = read_english(ontology_file("english.yaml"))
TEXT = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden told reporters."
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Flood | Halden Post</title>
<meta property="og:title" content="Flood in Halden kills three"><meta property="og:site_name" content="Halden Post">
<meta property="article:published_time" content="2024-03-02T10:00:00Z"><script>alert("Buy now")</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Flood in Halden kills three</h1><p>{TEXT} It was the worst flood there
since 1954, and hundreds of people have fled from their homes.</p><p>Soldiers brought 200 people to safety with boats,
a spokesman said, and more rain was expected.</p></article>
<div class="comments"><p>kim 2 March 2024, 11:00</p><p>Nobody will ever pay for this mess.</p></div></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Halden Post</title><item><title>Flood &amp; fire</title><link>https://post.example/2</link>
<pubDate>Sat, 02 Mar 2024 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>Two &amp; more.</p>]]></content:encoded></item>
<item><title></title></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Halden Post</title><entry><title>Flood</title>
<updated>2024-03-02T10:00:00Z</updated><content type="text">{TEXT}</content></entry></feed>"""


def read(path: Path, name: str, data: bytes | str, **settings: object) -> list[RawArticle | Skipped]:
    (path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles([path / name], **settings))  # type: ignore[arg-type]


def article(path: Path, name: str, data: bytes | str, **settings: object) -> RawArticle:
    (found,) = read(path, name, data, **settings)
    assert isinstance(found, RawArticle), found
    return found


def reasons(found: list[RawArticle | Skipped]) -> dict[str, str]:
    return {one.source: one.reason if isinstance(one, Skipped) else "" for one in found}


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode(), f" {TEXT}\r\n\r\n\tMore.\n\n".encode()],
    ids=["plain", "mark", "dos"],
)
def test_not_a_character_of_a_text_is_changed(tmp_path: Path, data: bytes) -> None:
    assert article(tmp_path, "a.txt", data).text == data.decode("utf-8")


QUOTED = f"“{TEXT}” – Zoë Brandt, café owner"
ENCODINGS = {
    "UTF-16 with a mark": (QUOTED.encode("utf-16"), "\ufeff" + QUOTED),
    "UTF-16 without": (QUOTED.encode("utf-16-le"), QUOTED),
    "windows-1252": (QUOTED.encode("cp1252"), QUOTED),
    "UTF-8 with strays": (QUOTED.encode() + b" It\x92s late", QUOTED + " It’s late"),
    "KOI8-R declared": (
        f"<html><meta charset=koi8-r><p>{TEXT} {TEXT} Привет.".encode("koi8-r"),
        f"{TEXT} {TEXT} Привет.",
    ),
    "declared wrongly": (f"<html><meta charset=iso-8859-1><p>{QUOTED} {TEXT}".encode(), f"{QUOTED} {TEXT}"),
}  # fmt: skip


@pytest.mark.parametrize("data, text", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings_are_found(tmp_path: Path, data: bytes, text: str) -> None:
    name = "a.html" if data.startswith(b"<") else "a.txt"
    assert article(tmp_path, name, data).text.strip() == text


def test_a_page_gives_its_article_and_what_its_markup_says(tmp_path: Path) -> None:
    found = article(tmp_path, "a.html", PAGE)
    assert found.text.split("\n\n")[0] == "Flood in Halden kills three"
    assert found.text.endswith("more rain was expected.")
    assert (found.headline, found.publisher) == ("Flood in Halden kills three", "Halden Post")
    assert (found.published, found.published_from) == (date(2024, 3, 2), "markup")
    assert not [word for word in ("alert", "Home", "mess") if word in found.text]


PREFIXED = re.sub(r"<(/?)(?=[a-z])", r"<\1a:", ATOM).replace("xmlns=", "xmlns:a=")


@pytest.mark.parametrize(
    "feed, day", [(RSS, 2), (ATOM, 2), (PREFIXED, 2)], ids=["RSS", "Atom", "with a prefix"]
)
def test_a_feed_gives_its_items_headline_first(tmp_path: Path, feed: str, day: int) -> None:
    found = read(tmp_path, "a.xml", feed)[0]
    assert isinstance(found, RawArticle)
    assert found.source == "a.xml#item=1"
    assert found.text.startswith(f"{found.headline}\n\n{TEXT}")
    assert (found.publisher, found.published) == ("Halden Post", date(2024, 3, day))


@pytest.mark.slow
def test_an_entity_bomb_in_a_feed_is_no_article(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    items = "<rss><channel><item><title>&a11;</title></item></channel></rss>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>{items}'
    assert all(isinstance(one, Skipped) or len(one.text) < 1000 for one in read(tmp_path, "a.rss", bomb))


RECORD = {
    "Title": "Flood",
    "body": TEXT,
    "publishedAt": "2024-03-02T10:00:00Z",
    "source": {"name": "Halden Post"},
    "url": "https://post.example/1",
}


def test_json_lines_are_read_by_the_field_map(tmp_path: Path) -> None:
    found = article(tmp_path, "a.jsonl", json.dumps(RECORD))
    assert (found.text, found.headline, found.publisher, found.url) == (
        TEXT,
        "Flood",
        "Halden Post",
        "https://post.example/1",
    )
    assert (found.source, found.published, found.published_from) == (
        "a.jsonl#line=1",
        date(2024, 3, 2),
        "field",
    )


def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps(RECORD),
        "{broken",
        json.dumps({"author": "Roe"}),
        '"text"',
        "",
        "[" * 100_000,
        json.dumps({"text": TEXT}),
    ]
    told = reasons(read(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [told.pop(f"a.jsonl#line={n}") for n in (1, 7)] == ["", ""]
    assert [source for source in told] == [f"a.jsonl#line={n}" for n in (2, 3, 4, 6)]
    assert (
        told["a.jsonl#line=3"]
        == "has no text: its fields are 'author'; rename one to 'text' or map it with --fields"
    )


JSON = {
    "object": (json.dumps(RECORD, indent=1), ["a.json"]),
    "list": (json.dumps([RECORD, {"text": TEXT}]), ["a.json#item=1", "a.json#item=2"]),
    "object with a list": (
        json.dumps({"status": "ok", "articles": [RECORD, {"text": TEXT}]}),
        ["a.json#item=1", "a.json#item=2"],
    ),
    "one below another": (
        f"\n{json.dumps(RECORD, indent=1)}\n{json.dumps({'text': TEXT}, indent=1)}\n",
        ["a.json#item=1", "a.json#item=2"],
    ),
    "lines": (f"{json.dumps(RECORD)}\n{json.dumps({'text': TEXT})}\n", ["a.json#line=1", "a.json#line=2"]),
}


@pytest.mark.parametrize("data, sources", JSON.values(), ids=JSON)
def test_json_in_its_shapes(tmp_path: Path, data: str, sources: list[str]) -> None:
    assert reasons(read(tmp_path, "a.json", data)) == dict.fromkeys(sources, "")


def test_html_in_a_field_becomes_text(tmp_path: Path) -> None:
    assert (
        article(tmp_path, "a.jsonl", json.dumps({"content": f"<p>{TEXT}</p><p>A &amp; B.</p>"})).text
        == f"{TEXT}\n\nA & B."
    )


def test_a_users_own_fields_go_first(tmp_path: Path) -> None:
    fields = FieldMap().with_names({"text": "corps", "publisher": "meta.paper"})
    found = article(
        tmp_path,
        "a.jsonl",
        json.dumps({"text": "x", "corps": TEXT, "meta": {"paper": "Post"}}),
        fields=fields,
    )
    assert (found.text, found.publisher) == (TEXT, "Post")


NESTED = {
    "path": ({"contents": [{"words": TEXT}, {"words": "Two."}]}, {"text": "contents[].words"}),
    "path without brackets": (
        {"story": {"parts": [{"words": TEXT}, {"words": "Two."}]}},
        {"text": "story.parts.words"},
    ),
    "objects": ({"body": [{"type": "p", "text": TEXT}, {"type": "image"}, {"text": "<p>Two.</p>"}]}, {}),
    "blocks of an editor": (
        {"blocks": [{"type": "p", "data": {"text": TEXT}}, {"type": "p", "data": {"text": "Two."}}]},
        {},
    ),
    "sections": ({"body": {"sections": [{"paragraphs": [TEXT]}, {"paragraphs": ["Two."]}]}}, {}),
}


@pytest.mark.parametrize("record, fields", NESTED.values(), ids=NESTED)
def test_nested_and_listed_paragraphs_are_a_text(
    tmp_path: Path, record: dict[str, Any], fields: dict[str, str]
) -> None:
    found = article(tmp_path, "a.jsonl", json.dumps(record), fields=FieldMap().with_names(fields))
    assert found.text == f"{TEXT}\n\nTwo."


def test_a_json_feed_is_read_as_a_feed(tmp_path: Path) -> None:
    items = [
        {
            "id": "1",
            "title": "Flood",
            "content_html": f"<p>{TEXT}</p><p>Two.</p>",
            "date_published": "2024-03-02",
        }
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Halden Post", "items": items}
    found = article(tmp_path, "a.json", json.dumps(feed))
    assert (found.text, found.headline, found.publisher) == (f"{TEXT}\n\nTwo.", "Flood", "Halden Post")
    assert found.published == date(2024, 3, 2)


def test_an_unknown_part_of_the_field_map_is_refused() -> None:
    with pytest.raises(ReadError, match="no field 'words'; its fields are text, html"):
        FieldMap().with_names({"words": "corps"})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_rows_of_a_table_are_articles(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["title", "Text", "date"],
        ["A", f'"{TEXT}\nTwo; ""lines"", here."', "2024-03-02"],
        ["B", f'"{TEXT} B."', "?"],
    ]
    found = read(tmp_path, "a.csv", "\r\n".join(delimiter.join(row) for row in rows))
    assert reasons(found) == {"a.csv#line=2": "", "a.csv#line=4": ""}
    assert isinstance(found[0], RawArticle)
    assert (found[0].text, found[0].published) == (f'{TEXT}\nTwo; "lines", here.', date(2024, 3, 2))


def test_a_row_that_is_broken_is_named(tmp_path: Path) -> None:
    rows = (f'B,"{TEXT}",2024-03-02,,', f'C,"{TEXT},2024-03-03', f"D,{TEXT},?", "")
    table = "\n".join(("title,text,date", "A,The mayor, Ada Lunt, left.,2024-03-01", *rows))
    found = reasons(read(tmp_path, "a.csv", table))
    assert found["a.csv#line=2"].startswith("has 5 cells, and the first line 3:")
    assert found["a.csv#line=3"] == ""
    assert found["a.csv#line=4"].startswith("has a quotation mark that is not closed")


DAYS = ({"publishedAt": {"$date": {"$numberLong": "1709373600000"}}}, {"DateTime": "2024-03-02 10:00:00+00"})


@pytest.mark.parametrize("day", DAYS, ids=["MongoDB", "DateTime"])
def test_the_day_of_a_record_is_read(tmp_path: Path, day: dict[str, object]) -> None:
    assert article(tmp_path, "a.jsonl", json.dumps({"text": TEXT} | day)).published == date(2024, 3, 2)


@pytest.mark.parametrize("delimiter", [";", "\t"], ids=["semicolon", "tab"])
@pytest.mark.parametrize("encoding, end", [("utf-16", "\r\n"), ("utf-8", "\r")], ids=["UTF-16", "old Macs"])
def test_a_table_that_is_read_at_once_has_its_columns(
    tmp_path: Path, encoding: str, end: str, delimiter: str
) -> None:
    rows = (("Title", "Text"), ("A", f'"{TEXT}"'), ("B", f'"{TEXT} B."'))
    table = end.join(delimiter.join(row) for row in rows) + end
    found = read(tmp_path, "a.csv", table.encode(encoding))
    assert [(one.headline, one.text) for one in found if isinstance(one, RawArticle)] == [
        ("A", TEXT),
        ("B", f"{TEXT} B."),
    ]


@pytest.mark.parametrize("name", ["articles", "stories", "posts", "messages", "records"])
def test_a_list_under_a_usual_name_holds_the_articles(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, "a.json", json.dumps({"title": "Halden Post", name: [{"text": TEXT}]}))
    assert [one.text for one in found if isinstance(one, RawArticle)] == [TEXT]


def test_a_table_without_a_text_column_is_named(tmp_path: Path) -> None:
    assert "its first line has 'a', 'b'" in reasons(read(tmp_path, "a.csv", "a,b\n1,2\n"))["a.csv"]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_mail_is_an_article(tmp_path: Path, kind: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Halden Post <n@post.example>",
        "Flut – flood",
        "Sat, 02 Mar 2024 10:00:00 +0000",
    )
    mail.set_content(TEXT if kind == "plain" else f"<p>{TEXT}</p>", subtype=kind, charset="iso-8859-1")
    found = article(tmp_path, "a.eml", mail.as_bytes())
    assert (found.text.strip(), found.headline, found.publisher) == (TEXT, "Flut – flood", "Halden Post")
    assert found.published == date(2024, 3, 2)


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    answers = [f"HTTP/1.1 {s}\r\nContent-Type: {kind}\r\n\r\n".encode() + data for s, kind, data in pages]
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/1\r\nContent-Length: "
    kind = "\r\nContent-Type: application/http; msgtype=response\r\n\r\n"
    records = [f"{head}{len(answer)}{kind}".encode() + answer + b"\r\n\r\n" for answer in answers]
    return b"".join(gzip.compress(record) for record in records)


def test_an_archive_gives_the_pages_that_were_delivered(tmp_path: Path) -> None:
    data = warc(
        ("200 OK", "image/png", b"\x89PNG"),
        ("404 Not Found", "text/html", PAGE.encode()),
        ("200 OK", "text/html", PAGE.encode()),
    )
    found = article(tmp_path, "a.warc.gz", data)
    assert (found.source, found.url) == ("a.warc.gz#record=3", "https://post.example/1")
    assert TEXT[:40] in found.text


@pytest.mark.parametrize(
    "pack, suffix",
    [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")],
    ids=["gz", "bz2", "xz"],
)
def test_packed_files_are_unpacked(tmp_path: Path, pack: object, suffix: str) -> None:
    assert article(tmp_path, f"a.jsonl.{suffix}", pack(json.dumps(RECORD).encode())).text == TEXT  # type: ignore[operator]


def test_a_zip_archive_gives_its_files(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/b.txt", TEXT)
        archive.writestr("in/a.json", json.dumps(RECORD))
        archive.writestr("z.txt", bytes(30_000_000))
    told = reasons(list(read_articles([tmp_path / "a.zip"])))
    assert list(told) == ["a.zip/in/a.json", "a.zip/in/b.txt", "a.zip/z.txt"]
    assert told["a.zip/z.txt"].startswith("unpacks to 30,000,000 bytes")


def tar(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress], ids=["tar", "tar.gz", "tar.xz"])
def test_a_tar_archive_gives_its_files(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("one.txt", TEXT)
    files = {
        "in/b.txt": TEXT.encode(),
        ".hidden": b"x",
        "z.zip": inner.getvalue(),
        "a.json": json.dumps(RECORD).encode(),
    }
    told = reasons(read(tmp_path, "a.tar", pack(tar(files))))
    assert told == {
        "a.tar/in/b.txt": "",
        "a.tar/z.zip": "is an archive inside an archive: unpack it first",
        "a.tar/a.json": "",
    }


def test_files_of_a_tar_archive_that_is_cut_off_are_read(tmp_path: Path) -> None:
    cut = tar({"a.txt": TEXT.encode(), "b.txt": TEXT.encode() * 90})[:2000]
    assert reasons(read(tmp_path, "a.tar", cut)) == {
        "a.tar/a.txt": "",
        "a.tar/b.txt": "is damaged: unexpected end of data",
        "a.tar": "is damaged: unexpected end of data",
    }


def test_a_zip_archive_on_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("one.txt", TEXT)
    receiving, sending = os.pipe()
    with os.fdopen(sending, "wb") as stream:
        stream.write(data.getvalue())
    with os.fdopen(receiving, "rb") as stream:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
        (found,) = read_articles(["-"])
    assert isinstance(found, RawArticle) and found.text == TEXT


BAD = {
    "empty": (b"", "is empty"),
    "white space": (b"\xef\xbb\xbf \n\n", "is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "is a PNG image, not text"),
    "Outlook message": (b"\xd0\xcf\x11\xe0" + bytes(100), "is an old Office file or an Outlook message: "),
    "PostScript": (b"%!PS-Adobe-3.0\n(The flood) show\n", "is a PostScript file: save it as PDF"),
    "random bytes": (bytes(range(256)) * 20, "is not text: "),
    "another language": ("Der Fluss trat am Samstag über die Ufer, drei starben. ".encode() * 5, "is not English"),
    "another script": ("Река вышла из берегов в субботу".encode(), "is not English"),
    "too large": (b"the news " * 700_000, "is larger than 5,000,000 bytes"),
    "damaged gzip": (gzip.compress(os.urandom(9000))[:5000], "is damaged"),
    "gzip bomb": (gzip.compress(bytes(50_000_000)), "unpacks to more than 200 times its size"),
    "nested page": (b"<html>" + b"<div>" * 100_000 + b"x", "is not an article page"),
    "page without an article": (b"<html><body></body></html>", "has no article text"),
    "page with a video": (
        b"<html><body><article><h1>Storm sinks two ferries off Halden</h1><video></video></article></body></html>",
        "has no article text",
    ),
    "page in another language": (
        b"<html lang='en'><body><article><p>Der Hafen von Halden ist seit Montag gesperrt.</p></article></body></html>",
        "is not English, although declared as en",
    ),
}  # fmt: skip


@pytest.mark.parametrize("data, reason", BAD.values(), ids=BAD)
def test_what_is_no_article_is_named_with_the_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    name = "a.html" if data.startswith(b"<html") else "a.jsonl.gz" if data.startswith(b"\x1f\x8b") else "a"
    assert reasons(read(tmp_path, name, data))[name].startswith(reason)


def test_a_file_that_is_given_twice_is_read_once(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT)
    one = tmp_path / "one"
    found = list(read_articles([one, one / "a.txt", tmp_path / "two" / ".." / "one", tmp_path / "two"]))
    assert [(each.source, getattr(each, "reason", "")) for each in found] == [
        ("a.txt", ""), ("a.txt", "has the same bytes as a.txt"),
    ]  # fmt: skip


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text(TEXT)
    found = list(read_articles([tmp_path / "empty", tmp_path / "a.txt"]))
    assert found[0] == Skipped(str(tmp_path / "empty"), "is a folder without files")
    assert isinstance(found[1], RawArticle) and len(found) == 2


def test_the_rest_of_a_folder_goes_on(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name, text in {
        "b.txt": TEXT,
        "a.bin": "\0\1\2",
        "sub/c.txt": TEXT,
        "sub/.hidden": TEXT,
        ".git": TEXT,
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "sub/loop").symlink_to(tmp_path)
    told = reasons(list(read_articles([tmp_path, tmp_path / "none.txt"])))
    assert list(told) == ["a.bin", "b.txt", "sub/c.txt", "none.txt"]
    assert (told["b.txt"], told["sub/c.txt"]) == ("", "has the same bytes as b.txt")
    assert told["none.txt"].startswith("does not exist")


def test_a_pattern_gives_what_it_matches(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.csv"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    assert reasons(list(read_articles([f"{tmp_path}/*.txt"]))) == {"a.txt": "", "b.txt": ""}


def test_an_unreadable_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, open_path = tmp_path / "a.txt", Path.open

    def refuse(opened: Path, *args: Any, **kwargs: Any) -> Any:
        if opened == path:
            raise PermissionError
        return open_path(opened, *args, **kwargs)

    path.write_text(TEXT)
    monkeypatch.setattr(Path, "open", refuse)  # chmod does not stop root, who runs many CI machines
    assert reasons(list(read_articles([tmp_path]))) == {
        "a.txt": "cannot be read: permission denied; change its permissions"
    }


def test_standard_input_is_read_by_what_it_begins_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{json.dumps(RECORD)}\n{{\n".encode())))
    told = reasons(list(read_articles(["-"])))
    assert [told["stdin#line=1"], told["stdin#line=2"][:11]] == ["", "is not JSON"]


def test_a_line_of_any_length_does_not_fill_memory(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(200):
            file.write(b"the " * 250_000)
        file.write(f'"}}\n{json.dumps(RECORD)}\n'.encode())
    tracemalloc.start()
    told = reasons(list(read_articles([tmp_path])))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [told["a.jsonl#line=1"][:14], told["a.jsonl#line=2"]] == ["is longer than", ""]
    assert peak < 40_000_000


SHORT = {
    "Stocks end higher": True,
    "Flood kills three in Halden": True,
    "Elecciones en Halden": False,
    "El río se desbordó el sábado y murieron tres personas.": False,
    "Der Hafen von Halden ist seit Montag gesperrt.": False,
    "Le port de Halden est fermé depuis lundi.": False,
    "Il porto di Halden è chiuso da lunedì.": False,
    "De haven van Halden is sinds maandag gesloten.": False,
    "Tata Steel to close blast furnaces": True,
    "Lula da Silva wins Brazil election": True,
    "Река вышла": False,
    "Police seized four boats in Mombasa on Sunday.": True,
    "A man died in Halden.": True,
    "Man dies in storm": True,
    "Brandal buys Kaldera": True,
    "Bürgermeister von Halden verlangt neue Brücke": False,
    "Brandt gewinnt in Halden": False,
    "Brandt reçoit Lunt à Halden": False,
    "Kumasi: raiders burn 20 huts": True,
    "Policija je u utorak uhitila trojicu ribara u Zadru.": False,
}


@pytest.mark.parametrize("text, english", SHORT.items(), ids=SHORT)
def test_short_texts_are_english_unless_they_are_certainly_of_another_language(
    text: str, english: bool
) -> None:
    assert is_english(text, COMMON) is english


def test_long_texts_with_few_common_words_are_judged_by_their_letters() -> None:
    names = "A boy in Salem, Ore., was rescued on a pier. Crews in Reno, Nev., freed a driver of a truck. "
    czech = "Vláda chce, aby to bylo jasné, a ministr to potvrdil v rozhovoru, který to rádio odvysílalo v neděli. "
    assert (is_english(names * 2, COMMON), is_english(czech * 3, COMMON)) == (True, False)


def test_a_declared_language_decides_for_short_texts_only() -> None:
    assert (is_english("Elecciones en Halden", COMMON, "es"), is_english(TEXT * 2, COMMON, "es")) == (
        False,
        True,
    )
