"""Mailboxes, saved pages, news XML, RTF, Markdown, archives and feeds: each article by itself, without markup."""

import json
import plistlib
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from kg.read.files import read_articles
from kg.read.formats import format_of
from kg.records import RawArticle, Skipped

ONE = "The river Orrin burst its banks on Saturday and three people were killed, the mayor of Halden said."
TWO = "Soldiers brought 200 people to safety, and more rain was expected along the coast by the evening."
HEADLINE = "Flood in Halden kills three"
MAIL = "From: Halden Post <n@post.example>\nSubject: {subject}\nDate: Sat, 2 Mar 2024 10:00:00 +0000\n"
BODY = f"<p>{ONE}</p><p>{TWO}</p>"
PAGE = f'<html lang="en"><head><title>{HEADLINE}</title></head><body><article>{BODY}</article></body></html>'


def read(folder: Path, name: str, data: bytes | str) -> list[RawArticle | Skipped]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles([folder / name]))


def article(folder: Path, name: str, data: bytes | str) -> RawArticle:
    (found,) = read(folder, name, data)
    assert isinstance(found, RawArticle), found
    return found


@pytest.mark.parametrize("name", ["a.mbox", "a"], ids=["suffix", "first line"])
def test_each_message_of_a_mailbox_is_an_article(tmp_path: Path, name: str) -> None:
    messages = (f"From n@post.example Sat Mar  2 10:00:00 2024\n{MAIL.format(subject=s)}\n{t}\n>From Orrin.\n\n"
                for s, t in {"First": ONE, "Second": TWO}.items())  # fmt: skip
    found = read(tmp_path, name, "".join(messages))
    assert [one.source for one in found] == [f"{name}#message=1", f"{name}#message=2"]
    texts = [(a.headline, a.text.strip(), a.published) for a in found if isinstance(a, RawArticle)]
    day = date(2024, 3, 2)
    assert texts == [("First", f"{ONE}\nFrom Orrin.", day), ("Second", f"{TWO}\nFrom Orrin.", day)]


def test_a_sentence_that_begins_with_from_and_ends_with_a_year_is_text(tmp_path: Path) -> None:
    text = f"From Orrin to Halden, no ferry has sailed since the flood of March 2024\n\n{ONE}\n"
    message = f"From n@post.example Sat Mar  2 10:00:00 2024\n{MAIL.format(subject=HEADLINE)}\n{text}"
    assert article(tmp_path, "a.mbox", message).text == text


FORWARDED = {  # what comes before the text of a mail that forwards another
    "of Gmail": "For you\n\n---------- Forwarded message ---------\nFrom: Orrin Post <n@orrin.example>\n"
    "Date: Fri, Feb 23, 2024 at 9:00 AM\nSubject: Flood in Orrin\nTo: <desk@post.example>\n\n",
    "of Outlook": "-----Original Message-----\nFrom: Orrin Post\nSent: 23 February 2024 09:00\nTo: Desk\n"
    "Subject: RE: Flood in Orrin\n\n",
    "of Apple": "Begin forwarded message:\n\n> From: Orrin Post <n@orrin.example>\n> Subject: Flood in Orrin\n"
    "> Date: 23 February 2024 at 09:00:00 CET\n> To: desk@post.example\n> \n",
}  # fmt: skip


@pytest.mark.parametrize("head", FORWARDED.values(), ids=FORWARDED)
def test_a_forwarded_message_is_that_of_its_first_sender(tmp_path: Path, head: str) -> None:
    text = (
        "".join(f"> {line}\n" for line in (ONE, "", TWO)) if head.startswith("Begin") else f"{ONE}\n\n{TWO}\n"
    )
    found = article(tmp_path, "a.eml", f"{MAIL.format(subject='Fwd: Flood in Orrin')}\n{head}{text}")
    assert [line for line in found.text.split("\n") if line] == [ONE, TWO]
    assert (found.headline, found.publisher) == ("Flood in Orrin", "Orrin Post")
    assert found.published == date(2024, 2, 23)


def test_an_answer_with_a_message_below_it_is_the_answer(tmp_path: Path) -> None:
    below = "-----Original Message-----\nFrom: Desk\nSent: 23 February 2024 09:00\n\nAnd Orrin?\n"
    found = article(tmp_path, "a.eml", f"{MAIL.format(subject='Re: Orrin')}\n{ONE}\n\n{TWO}\n\n{below}")
    assert found.text.startswith(ONE)
    assert (found.headline, found.publisher, found.published) == ("Orrin", "Halden Post", date(2024, 3, 2))


ANSWERED = {  # what comes below an answer
    "of Outlook": "________________________________\nFrom: Ivo Brandt\nSent: Monday, March 4, 2024 9:12 AM\n"
    "To: Desk\nSubject: Orrin\n\nBrandt sank the ferry himself.\n",
    "quoted": "On Mon, Mar 4, 2024 at 9:12 AM Ivo Brandt <ivo@post.example> wrote:\n\n> Brandt sank the ferry.\n>\n"
    "> He did it himself.\n",
}


@pytest.mark.parametrize("below", ANSWERED.values(), ids=ANSWERED)
def test_an_answer_has_nothing_of_the_mail_that_it_answers(tmp_path: Path, below: str) -> None:
    """The earlier mail is of another sender and day. Below a short note it is all that there is to read."""
    text, mail = f"{ONE} {TWO}\n\n{TWO} {ONE}\n\n", MAIL.format(subject="Re: Orrin")
    long, short = (
        article(tmp_path, name, f"{mail}\n{each}{below}")
        for name, each in {"a.eml": text, "b.eml": ONE}.items()
    )
    assert "Brandt" not in long.text and ONE in long.text and TWO in long.text
    assert "Brandt sank the ferry" in short.text


def test_an_earlier_mail_in_a_html_part_is_no_text(tmp_path: Path) -> None:
    """A quotation that no mail program has marked is of the text."""
    quotes = (
        f"<blockquote><p>{TWO}</p></blockquote><blockquote type='cite'><p>Brandt sank it.</p></blockquote>"
    )
    kind = MAIL.format(subject="Re: Orrin") + "Content-Type: text/html; charset=utf-8\n"
    found = article(tmp_path, "a.eml", f"{kind}\n<p>{ONE}</p><p>{ONE}</p>{quotes}")
    assert found.text.split("\n\n") == [ONE, ONE, TWO, ""]


def test_a_text_that_is_quoted_as_a_whole_has_no_marks(tmp_path: Path) -> None:
    found = article(tmp_path, "a.eml", f"{MAIL.format(subject=HEADLINE)}\n> {ONE}\n>\n> {TWO}\n")
    assert found.text == f"{ONE}\n\n{TWO}\n"


def test_a_flowed_mail_has_whole_paragraphs(tmp_path: Path) -> None:
    kind = "Content-Type: text/plain; charset=utf-8; format=flowed\n"
    lines = ONE.replace(" on Saturday", " \non Saturday").replace(" the mayor", " \nthe mayor")
    found = article(tmp_path, "a.eml", f"{MAIL.format(subject=HEADLINE)}{kind}\n{lines}\n\n  {TWO}\n")
    assert found.text.split("\n") == [ONE, "", f" {TWO}", ""]


HTML_PART = f"Content-Type: text/html; charset=utf-8\n\n<html><body>{BODY}</body></html>"
MULTIPART = 'MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary="B"\n'


@pytest.mark.parametrize(
    "plain, text",
    [
        ("This message is in HTML.", f"{ONE}\n\n{TWO}"),
        (f"{ONE} Nobody was hurt.", f"{ONE} Nobody was hurt.\n"),
    ],
    ids=["a pointer to the HTML part", "the same text"],
)
def test_a_text_part_that_only_points_to_the_html_part_is_not_the_article(
    tmp_path: Path, plain: str, text: str
) -> None:
    parts = f"--B\nContent-Type: text/plain\n\n{plain}\n\n--B\n{HTML_PART}\n--B--\n"
    found = article(tmp_path, "a.eml", f"{MAIL.format(subject=HEADLINE)}{MULTIPART}\n{parts}")
    assert found.text == text


def test_a_saved_page_is_read_as_the_page(tmp_path: Path) -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="B"\n'
    part = f"--B\nContent-Type: text/html\nContent-Location: https://post.example/1\n\n{PAGE}\n\n--B--\n"
    for name in ("a.mhtml", "a"):
        found = article(tmp_path, name, f"{MAIL.format(subject='Saved')}{head}\n{part}")
        assert (found.text, found.headline) == (f"{HEADLINE}\n\n{ONE}\n\n{TWO}", HEADLINE)
        assert (found.url, found.published) == ("https://post.example/1", date(2024, 3, 2))


def test_a_saved_page_has_the_day_of_its_address_not_that_on_which_it_was_saved(tmp_path: Path) -> None:
    head = "Content-Type: text/html; charset=utf-8\nContent-Location: https://post.example/2024/02/27/storm\n"
    found = article(tmp_path, "a.mht", f"{MAIL.format(subject='Saved')}{head}\n{PAGE}\n")
    assert (found.published, found.published_from) == (date(2024, 2, 27), "url")


def test_a_page_that_a_browser_saved_without_its_pictures_is_read_as_the_page(tmp_path: Path) -> None:
    head = "Content-Type: text/html; charset=utf-8\nContent-Location: https://post.example/1\n"
    found = article(tmp_path, "a.mht", f"{MAIL.format(subject='Saved')}{head}\n{PAGE}\n")
    assert (found.text, found.url) == (f"{HEADLINE}\n\n{ONE}\n\n{TWO}", "https://post.example/1")


def test_a_page_that_safari_saved_is_read_as_the_page(tmp_path: Path) -> None:
    resource = {
        "WebResourceData": PAGE.replace("Orrin", "Orrín").encode("mac-roman"),
        "WebResourceTextEncodingName": "macintosh",
        "WebResourceURL": "https://post.example/1",
    }
    data = plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)
    for name in ("a.webarchive", "a"):
        found = article(tmp_path, name, data)
        assert found.text == f"{HEADLINE}\n\n{ONE.replace('Orrin', 'Orrín')}\n\n{TWO}"
        assert found.url == "https://post.example/1"
    (skipped,) = read(tmp_path, "a.plist", plistlib.dumps({"WebMainResource": 1}, fmt=plistlib.FMT_BINARY))
    assert skipped == Skipped("a.plist", "is a property list without a web page")
    (cut,) = read(tmp_path, "a.webarchive", data[:-9])
    assert cut == Skipped("a.webarchive", "is a damaged property list")


NITF = (
    '<nitf><head><docdata><date.issue norm="20240302T100000Z"/></docdata></head><body><body.head><hedline>'
    f"<hl1>{HEADLINE}</hl1></hedline><byline>By Jo Roe</byline></body.head>"
    f"<body.content>{BODY}</body.content></body></nitf>"
)
XML = {
    "NITF": NITF,
    "NewsML-G2": '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem><contentMeta>'
    f"<contentCreated>2024-03-02T10:00:00Z</contentCreated><headline>{HEADLINE}</headline></contentMeta><contentSet>"
    f'<inlineXML contenttype="application/nitf+xml">{NITF}</inlineXML></contentSet></newsItem></itemSet></newsMessage>',
    "XHTML in NewsML-G2": '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><contentCreated>2024-03-02'
    f"</contentCreated><headline>{HEADLINE}</headline></contentMeta><contentSet><inlineXML><html "
    f'xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{BODY}</body></html>'
    "</inlineXML></contentSet></newsItem>",
    "of a publisher": f"<wire><story><title>{HEADLINE}</title><date>2024-03-02</date><body>"
    f"<para>{ONE}</para><para>{TWO}</para></body></story></wire>",
    "text without elements": f"<wire><story><title>{HEADLINE}</title><date>2024-03-02</date><text>{ONE}\n\n{TWO}"
    "</text></story></wire>",
    "date in attributes": f"<newsitem date='2024-03-02'><title>{HEADLINE}</title><text>{BODY}</text></newsitem>",
    "date in an attribute of its element": f"<tei><head>{HEADLINE}</head><date when='2024-03-02'/>"
    f"<text>{BODY}</text></tei>",
    "escaped tags": f"<wire><story><title>{HEADLINE}</title><date>2024-03-02</date><bodytext><![CDATA[{BODY}]]>"
    "</bodytext></story></wire>",
    "plain text in NewsML-G2": '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta><contentCreated>'
    f"2024-03-02</contentCreated><headline>{HEADLINE}</headline></contentMeta><contentSet><inlineData>{ONE}\n\n{TWO}"
    "</inlineData></contentSet></newsItem>",
    "captions and tables": "<nitf><head><docdata><date.issue norm='20240302'/></docdata></head><body><body.head>"
    f"<hedline><hl1>{HEADLINE}</hl1></hedline></body.head><body.content><block><media><media-caption><p>In May.</p>"
    f"</media-caption></media><p>{ONE}</p></block><table><tr><td>Halden</td><td>3</td></tr></table><p>{TWO}</p>"
    "</body.content></body></nitf>",
    "the lead also alone": "<nitf><head><docdata><pubdata date.publication='20240302T000000'/></docdata></head><body>"
    f"<body.head><hedline><hl1>{HEADLINE}</hl1></hedline></body.head><body.content><block class='lead_paragraph'>"
    f"<p>{ONE}</p></block><block class='full_text'>{BODY}</block></body.content></body></nitf>",
    "date with an offset": f"<nitf><head><docdata><date.release norm='20240302T100000+0100'/></docdata></head><body>"
    f"<body.head><hedline><hl1>{HEADLINE}</hl1></hedline></body.head><body.content>{BODY}</body.content></body></nitf>",
}  # fmt: skip


@pytest.mark.parametrize("xml", XML.values(), ids=XML)
def test_news_xml_has_headline_day_and_paragraphs(tmp_path: Path, xml: str) -> None:
    found = article(tmp_path, "a.xml", f'<?xml version="1.0"?>{xml}')
    assert (found.text, found.headline) == (f"{HEADLINE}\n\n{ONE}\n\n{TWO}", HEADLINE)
    assert found.published == date(2024, 3, 2)


def test_xml_without_articles_is_named(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path, "a.xml", '<?xml version="1.0"?><urlset><url><loc>https://post.example</loc></url></urlset>'
    )
    assert isinstance(found, Skipped)
    assert (
        found.reason
        == "is XML of a kind that is not read: 'urlset' has no element for the text of an article"
    )


def test_several_articles_in_xml_are_numbered(tmp_path: Path) -> None:
    stories = "".join(
        f"<article><title>{text[:20]}</title><body>{text}</body></article>" for text in (ONE, TWO)
    )
    assert [one.source for one in read(tmp_path, "a.xml", f"<wire>{stories}</wire>")] == [
        "a.xml#item=1",
        "a.xml#item=2",
    ]


def test_rtf_is_text(tmp_path: Path) -> None:
    for name in ("a.rtf", "a"):
        found = article(
            tmp_path,
            name,
            rf"{{\rtf1\ansi{{\fonttbl\f0 Arial;}}\f0\b {HEADLINE}\b0\par {ONE}\par {TWO}\par}}",
        )
        assert found.text.strip().split("\n") == [HEADLINE, ONE, TWO]


def test_the_address_of_a_link_in_rtf_is_no_text(tmp_path: Path) -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://post.example/o"}}{\fldrslt Orrin}}'
    found = article(tmp_path, "a.rtf", rf"{{\rtf1\ansi {ONE.replace('Orrin', link)}\par}}")
    assert found.text.strip() == ONE


def test_the_tags_of_site_generators_are_no_text(tmp_path: Path) -> None:
    tags = "![a boat]({{ site.url }}/b.jpg)\n\n{% include map.html %}\n\n"
    text = f"---\ntitle: {HEADLINE}\n---\n{tags}{ONE}\n\n{{{{< video 7 >}}}}\n\n{TWO}\n"
    assert article(tmp_path, "a.md", text).text == f"{HEADLINE}\n\n{ONE}\n\n{TWO}"


def test_the_summary_is_the_text_of_an_item_without_another(tmp_path: Path) -> None:
    items = [{"title": "One", "summary": ONE}, {"title": "Two", "summary": ONE, "content_text": TWO}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Halden Post", "items": items}
    found = read(tmp_path, "a.json", json.dumps(feed))
    assert [one.text for one in found if isinstance(one, RawArticle)] == [ONE, TWO]


def test_a_title_in_a_record_is_text(tmp_path: Path) -> None:
    record = {"title": "Mayor &amp; minister resign", "text": ONE, "date": "Sat, 02 Mar 24 10:00 EST"}
    found = article(tmp_path, "a.jsonl", json.dumps(record | {"url": "https://post.example/?a=1&copy=2"}))
    assert (found.headline, found.published) == ("Mayor & minister resign", date(2024, 3, 2))
    assert found.url == "https://post.example/?a=1&copy=2"


def test_markdown_has_its_front_matter_and_no_marks(tmp_path: Path) -> None:
    front = f"---\ntitle: {HEADLINE}\ndate: 2024-03-02\npublisher: Halden Post\n---\n"
    text = ONE.replace("Orrin", "[Orrin](https://post.example/o)").replace("three", "**three**")
    for name in ("a.md", "a"):
        found = article(tmp_path, name, f"{front}\n# {HEADLINE}\n\n{text}\n\n> {TWO}\n\n![a boat](b.jpg)\n")
        assert found.text == f"{HEADLINE}\n\n{ONE}\n\n{TWO}"
        assert (found.headline, found.publisher, found.published) == (
            HEADLINE,
            "Halden Post",
            date(2024, 3, 2),
        )


FRONT = {
    "YAML": f"---\ntitle: {HEADLINE}\ndate: 2024-03-02\n---\n",
    "YAML with a colon in a value": f"---\ntitle: {HEADLINE}: what we know\ndate: 2024-03-02\n---\n",
    "TOML": f'+++\ntitle = "{HEADLINE}"\ndate = 2024-03-02T10:00:00Z\n+++\n',
}


@pytest.mark.parametrize("front", FRONT.values(), ids=FRONT)
def test_front_matter_is_read_in_texts_too(tmp_path: Path, front: str) -> None:
    for name in ("a.md", "a.txt", "a"):
        found = article(tmp_path, name, f"{front}\n{ONE}\n\n    {TWO}\n")
        assert found.text.endswith(f"\n\n{ONE}\n\n{TWO}")
        assert found.headline and found.headline.startswith(HEADLINE)
        assert found.published == date(2024, 3, 2)


def test_an_archive_has_no_logs_and_no_copies(tmp_path: Path) -> None:
    kinds = [
        ("resource", "metadata://crawler/log", "text/plain", f"Resolving. {ONE}"),
        ("resource", "https://post.example/1", "text/html", PAGE),
        ("resource", "https://post.example/robots.txt", "text/plain", "User-agent: *"),
        ("conversion", "https://post.example/1", "text/plain", f"{ONE}\n{TWO}"),
        ("conversion", "https://post.example/2", "text/plain", f"{TWO}\n{ONE}"),
    ]
    head = "WARC/1.0\r\nWARC-Type: {}\r\nWARC-Target-URI: {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
    records = [f"{head.format(*record, len(text))}\r\n{text}\r\n\r\n" for *record, text in kinds]
    found = read(tmp_path, "a.warc", "".join(records))
    reasons = [one.reason if isinstance(one, Skipped) else "" for one in found]
    assert reasons == [
        "is no page but a file of the crawler: metadata://crawler/log",
        "",
        "is no article but a file for crawlers: https://post.example/robots.txt",
        "is a copy of the page in a.warc#record=2",
        "",
    ]


def test_a_feed_that_was_escaped_twice_is_text(tmp_path: Path) -> None:
    body = f"&amp;lt;p&amp;gt;{ONE}&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;{TWO}&amp;lt;/p&amp;gt;"
    item = f"<item><title>Flood &amp;amp; fire</title><description>{body}</description></item>"
    found = article(
        tmp_path, "a.rss", f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'
    )
    assert (found.text, found.headline) == (f"Flood & fire\n\n{ONE}\n\n{TWO}", "Flood & fire")


STARTS = {
    "feed after a comment": (b"<?xml version='1.0'?><!-- a --> <!-- b -->\n<rss version='2.0'>", "feed"),
    "page": (b"<!-- saved -->\n<!DOCTYPE html><html>", "html"),
    "many comments": (b"<!-- x -->\n" * 300 + b"<html>", "html"),
    "news": (b"<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf>", "xml"),
    "text of a sentence": (b"From 2019 the mayor of Halden said: no.\n", "text"),
    "saved page": (
        b"From: <Saved by a browser>\nSnapshot-Content-Location: https://post.example/1\n",
        "mail",
    ),
    "mail": (b"Received: from a\n\tby b\nDate: Sat, 2 Mar 2024\nSubject: x\n\n", "mail"),
}


@pytest.mark.parametrize("head, name", STARTS.values(), ids=STARTS)
def test_formats_are_known_by_their_first_bytes(head: bytes, name: str) -> None:
    assert format_of("", head[:4096]) == name


def test_what_is_attached_to_a_mail_is_read_or_named(tmp_path: Path) -> None:
    forwarded, mail = EmailMessage(), EmailMessage()
    forwarded["Subject"], forwarded["Date"] = "Rain in Orrin", "Sun, 3 Mar 2024 10:00:00 +0000"
    forwarded.set_content(TWO)
    mail["Subject"] = HEADLINE
    mail.set_content("The story of the flood is attached, and so is the mail of the weather office.")
    mail.add_attachment(PAGE.encode(), maintype="text", subtype="html", filename="flood.html")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="river.png")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", cid="<logo>")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="invite.ics")
    mail.add_attachment(forwarded)
    found = read(tmp_path, "a.eml", mail.as_bytes())
    assert [each.source for each in found] == ["a.eml", "a.eml/flood.html", "a.eml/river.png", "a.eml/5.eml"]
    _, page, picture, inner = found
    assert isinstance(page, RawArticle) and ONE in page.text
    assert picture == Skipped("a.eml/river.png", "is a PNG image, not text")
    assert isinstance(inner, RawArticle)
    assert (inner.text.strip(), inner.headline, inner.published) == (TWO, "Rain in Orrin", date(2024, 3, 3))


def test_a_mail_that_only_carries_a_file_is_that_file(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = HEADLINE
    mail.add_attachment(f"{ONE}\n\n{TWO}\n".encode(), maintype="text", subtype="plain", filename="a.txt")
    assert article(tmp_path, "a.eml", mail.as_bytes()).source == "a.eml/a.txt"


def test_the_text_of_a_mail_goes_on_behind_a_picture(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = HEADLINE
    mail.set_content(ONE)
    mail.add_attachment(
        b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", disposition="inline", filename="a.png"
    )
    mail.add_attachment(TWO, disposition="inline")
    assert article(tmp_path, "a.eml", mail.as_bytes()).text.split("\n") == [ONE, "", "", TWO, ""]


TWEETS = [
    {"tweet": {"created_at": "Sat Mar 02 10:00:00 +0000 2024", "full_text": ONE}},
    {"tweet": {"created_at": "Sun Mar 03 10:00:00 +0000 2024", "full_text": TWO}},
]


@pytest.mark.parametrize(
    "name, data",
    [
        ("tweets.js", f"window.YTD.tweets.part0 = {json.dumps(TWEETS, indent=2)}"),
        ("tweets.json", json.dumps([each["tweet"] for each in TWEETS])),
    ],
)
def test_each_tweet_of_an_archive_has_its_day(tmp_path: Path, name: str, data: str) -> None:
    found = [each for each in read(tmp_path, name, data) if isinstance(each, RawArticle)]
    assert [(each.text, each.published) for each in found] == [
        (ONE, date(2024, 3, 2)),
        (TWO, date(2024, 3, 3)),
    ]


def test_an_item_of_a_news_alert_has_the_address_of_its_page_and_no_publisher(tmp_path: Path) -> None:
    link = "https://www.google.com/url?rct=j&amp;url=https://post.example/flood&amp;ct=ga"
    entry = (
        f'<entry><title>{HEADLINE}</title><link href="{link}"/><content type="html">{ONE}</content></entry>'
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Google Alert - flood</title>{entry}</feed>'
    found = article(tmp_path, "a.xml", feed)
    assert (found.url, found.publisher) == ("https://post.example/flood", None)


def test_comments_of_an_editor_are_no_text_of_an_export(tmp_path: Path) -> None:
    text = f"<!-- wp:paragraph -->{ONE}<!-- /wp:paragraph -->"
    (found,) = read(tmp_path, "a.json", json.dumps({"text": text}))
    assert isinstance(found, RawArticle) and found.text == ONE


def test_each_page_of_a_book_is_an_article_of_its_day(tmp_path: Path) -> None:
    about = '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>2024-03-02</dc:date></metadata>'
    with zipfile.ZipFile(tmp_path / "a.epub", "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.writestr("book.opf", f"<package>{about}</package>")
        archive.writestr("nav.xhtml", "<html><body><p>Contents of the paper</p></body></html>")
        archive.writestr("style.css", "p { margin: 0 }")
        archive.writestr("page.xhtml", PAGE)
    (found,) = read_articles([tmp_path / "a.epub"])
    assert isinstance(found, RawArticle)
    assert (found.source, found.published) == ("a.epub/page.xhtml", date(2024, 3, 2))


@pytest.mark.parametrize("name", ["style.css", "menu.js", "meeting.ics"])
def test_files_of_programs_are_named(tmp_path: Path, name: str) -> None:
    (found,) = read(tmp_path, name, "the menu of the page is closed")
    assert found == Skipped(name, "is a file of a program or page, not an article")
