"""What interfaces of news, collections and site exports deliver, in the shapes that each of them has."""

import io
import json
import textwrap
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean, prose
from kg.read.files import read_articles
from kg.records import RawArticle, Skipped

TITLE = "Orrin Bridge closes after a crack is found"
FIRST = "The council of Halden closed the Orrin Bridge on Monday after divers found a crack in one of its pillars."
LAST = "Mayor Ilsa Brandt said the bridge would stay closed until June and that ferries would sail instead."
TEXT = f"{FIRST}\n\n{LAST}"
HTML = f"<p>{FIRST}</p><p>{LAST}</p>"
URL = "https://post.example/2024/orrin-bridge"


def read(folder: Path, name: str, data: Any) -> list[RawArticle | Skipped]:
    path = folder / name
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_articles([path]))


def paragraphs(found: RawArticle | Skipped) -> list[str]:
    assert isinstance(found, RawArticle), found
    article = clean(found, load_boilerplate())
    return [article.text[s.begin : s.end] for s in prose(article) if s.kind == "body"]


RECORDS: dict[str, Any] = {
    "Event Registry": {"articles": {"page": 1, "results": [
        {"title": TITLE, "body": TEXT, "date": "2024-03-04", "url": URL, "source": {"title": "Post"}, "lang": "eng"}]}},
    "Diffbot": {"request": {"pageUrl": URL}, "objects": [
        {"type": "article", "title": TITLE, "text": f"{FIRST}\n{LAST}", "siteName": "Post",
         "date": "Mon, 04 Mar 2024 00:00:00 GMT", "pageUrl": URL}]},
    "WordPress": [{"date": "2024-03-04T09:00:00", "link": URL, "status": "publish", "title": {"rendered": TITLE},
                   "content": {"rendered": HTML, "protected": False}, "publisher": "Post"}],
    "Ghost": {"db": [{"meta": {"version": "5"}, "data": {"posts": [
        {"title": TITLE, "html": HTML, "status": "published", "published_at": "2024-03-04", "url": URL,
         "source": "Post"}], "users": [{"name": "Ada Falk"}]}}]},
    "Guardian, one article": {"response": {"status": "ok", "content": {
        "webTitle": TITLE, "webUrl": URL, "webPublicationDate": "2024-03-04T09:00:00Z",
        "fields": {"body": HTML, "bodyText": f"{FIRST} {LAST}", "publication": "Post"}}}},
    "Guardian, blocks": {"response": {"results": [
        {"webTitle": TITLE, "webUrl": URL, "webPublicationDate": "2024-03-04T09:00:00Z", "publisher": "Post",
         "blocks": {"body": [{"bodyHtml": HTML, "bodyTextSummary": TEXT}]}}]}},
    "Reddit": {"kind": "Listing", "data": {"children": [{"kind": "t3", "data": {
        "title": TITLE, "selftext": TEXT, "created_utc": 1709546400, "url": URL, "domain": "Post"}}]}},
    "MediaCloud": {"stories": [{"title": TITLE, "story_text": TEXT, "publish_date": "2024-03-04 09:00:00",
                                "url": URL, "media_name": "Post"}]},
    "ninjs": {"headline": TITLE, "body_xhtml": HTML, "versioncreated": "2024-03-04T09:00:00Z", "url": URL,
              "provider": "Post"},
    "ninjs 2": {"headlines": [{"role": "main", "value": TITLE}, {"role": "short", "value": "Bridge"}], "url": URL,
                "bodies": [{"role": "main", "contentType": "text/html", "value": HTML}],
                "versionCreated": "2024-03-04", "provider": [{"name": "Post"}]},
    "Arc": {"headlines": {"basic": TITLE}, "canonical_url": URL, "publish_date": "2024-03-04",
            "source": {"name": "Post"},
            "content_elements": [{"type": "text", "content": FIRST}, {"type": "image", "caption": "A bridge."},
                                 {"type": "interstitial_link", "content": "Related: The ferries of Halden."},
                                 {"type": "text", "content": LAST}]},
    "MongoDB": {"title": TITLE, "text": TEXT, "date": {"$date": "2024-03-04T09:00:00Z"}, "url": URL, "source": "Post"},
    "Elasticsearch, a line": {"_index": "news", "_source": {
        "title": TITLE, "text": TEXT, "date": "2024-03-04", "url": URL, "source": "Post"}},
    "Trafilatura": {"title": TITLE, "text": TEXT, "date": "2024-03-04", "source": URL, "source-hostname": "Post"},
}  # fmt: skip


@pytest.mark.parametrize("data", RECORDS.values(), ids=RECORDS)
def test_records_of_interfaces_and_exports_are_read(tmp_path: Path, data: Any) -> None:
    """Two paragraphs, with headline, day, publisher and address."""
    [article] = read(tmp_path, "a.jsonl" if "_source" in data else "a.json", data)
    assert isinstance(article, RawArticle), article
    assert paragraphs(article) == [FIRST, LAST]
    known = (article.headline, str(article.published), article.publisher, article.url)
    assert known == (TITLE, "2024-03-04", "Post", URL)


PIECES: dict[str, Any] = {
    "Telegram": ["The council of ", {"type": "bold", "text": "Halden"}, f"{FIRST[21:]}\n\n{LAST}"],
    "Slate": [{"type": "paragraph", "children": [{"text": "The council of "}, {"text": "Hal", "bold": True},
                                                 {"text": FIRST[18:]}]},
              {"type": "paragraph", "children": [{"text": LAST}]}],
    "ProseMirror": {"type": "doc", "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": FIRST}]},
        {"type": "paragraph", "content": [{"type": "text", "text": "Mayor "}, {"type": "text", "text": LAST[6:]}]}]},
    "a link in a paragraph": [{"text": [{"text": "The council of "},
                                        {"type": "link", "children": [{"text": "Halden"}]}, {"text": FIRST[21:]}]},
                              {"text": LAST}],
    "paragraphs": [{"text": FIRST}, {"text": LAST}],
    "paragraphs with blanks": [f"{FIRST} ", f"{LAST} "],
}  # fmt: skip


@pytest.mark.parametrize("text", PIECES.values(), ids=PIECES)
def test_the_pieces_of_a_paragraph_are_one_text(tmp_path: Path, text: Any) -> None:
    """A link or a word in bold does not end a paragraph."""
    [article] = read(tmp_path, "a.json", {"title": TITLE, "text": text})
    assert [" ".join(each.split()) for each in paragraphs(article)] == [FIRST, LAST]


def test_a_headline_with_a_description_is_an_article(tmp_path: Path) -> None:
    """The description is the text where a record has no other; without a headline it describes something else."""
    lines = [
        {"headline": TITLE, "short_description": FIRST},
        {"description": FIRST},
        {"title": TITLE, "text": "[removed]"},
    ]
    found = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert paragraphs(found[0]) == [FIRST]
    assert [each.reason.partition(":")[0] for each in found[1:] if isinstance(each, Skipped)] == [
        "has no text",
        "has a headline but no text",
    ]


def test_a_name_with_a_summary_is_a_headline_and_beside_a_text_none(tmp_path: Path) -> None:
    """Bing calls the headline of an answer its name; a row of comments has the name of its author."""
    answer = {
        "name": TITLE,
        "url": URL,
        "description": FIRST,
        "datePublished": "2024-03-04T10:00:00.0000000Z",
    }
    lines = [
        answer,
        {"name": "Ada Falk", "text": FIRST, "date": "2024-03-04"},
        {"name": "Ada Falk", "url": URL},
    ]
    named, comment, person = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert isinstance(named, RawArticle) and isinstance(comment, RawArticle) and isinstance(person, Skipped)
    assert (named.headline, paragraphs(named), comment.headline) == (TITLE, [FIRST], None)


def test_several_reports_in_one_field_are_several_articles(tmp_path: Path) -> None:
    """Multi-News joins the reports about one event."""
    found = read(tmp_path, "a.json", {"document": f"{FIRST} ||||| {LAST}\n|||||\n"})
    assert [(each.source, paragraphs(each)) for each in found] == [
        ("a.json#report=1", [FIRST]),
        ("a.json#report=2", [LAST]),
    ]


def test_a_draft_is_no_article(tmp_path: Path) -> None:
    """A site's export has what readers never saw."""
    [found] = read(tmp_path, "a.json", {"title": TITLE, "text": TEXT, "status": "draft"})
    assert found == Skipped("a.json", "is not published: its status is 'draft'")


def test_an_object_with_a_text_is_an_article_whatever_else_it_has(tmp_path: Path) -> None:
    """A list of reader comments beside the text is not the list of articles."""
    [article] = read(
        tmp_path, "a.json", {"title": TITLE, "text": TEXT, "posts": [{"title": "A reader", "text": LAST}]}
    )
    assert paragraphs(article) == [FIRST, LAST]


def item(title: str, text: str, kind: str, status: str = "publish") -> str:
    return (
        f"<item><title>{title}</title><link>{URL}</link><pubDate>Mon, 04 Mar 2024 09:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded><wp:status>{status}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type></item>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "The mayor&#8217;s &quot;no&quot; to AT&amp;T",
        "<p>The mayor&amp;#8217;s &amp;quot;no&amp;quot; to AT&amp;amp;T</p>",
    ],
)
def test_character_references_in_a_field_are_characters(tmp_path: Path, text: str) -> None:
    """Also without tags around them, and where they were escaped twice."""
    [found] = read(tmp_path, "a.json", {"title": TITLE, "text": f"{FIRST}\n\n{text}"})
    assert isinstance(found, RawArticle) and found.text == f'{FIRST}\n\nThe mayor’s "no" to AT&T'


def test_the_posts_of_a_site_are_its_articles(tmp_path: Path) -> None:
    """Drafts, menus and pictures of a WordPress export, and comments of a Blogger export, are none."""
    items = (
        item(TITLE, HTML, "post") + item("Draft", LAST, "post", "draft") + item("Menu", LAST, "nav_menu_item")
    )
    found = read(tmp_path, "site.xml", '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" '
                 'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title>'
                 f"{items}</channel></rss>")  # fmt: skip
    assert paragraphs(found[0]) == [FIRST, LAST]
    assert [each.reason for each in found if isinstance(each, Skipped)] == [
        "is not published: its status is 'draft'",
        "is of the kind 'nav_menu_item', not an article",
    ]
    kind = "http://schemas.google.com/blogger/2008/kind#comment"
    entry = f'<entry><category term="{kind}"/><title>Well</title><content>{LAST}</content></entry>'
    [comment] = read(
        tmp_path, "b.xml", f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{entry}</feed>'
    )
    assert comment == Skipped("b.xml#item=1", "is of the kind 'comment', not an article")


def test_links_to_other_reports_are_no_text_of_an_item(tmp_path: Path) -> None:
    """A news search lists what other papers wrote."""
    links = "&lt;ol&gt;&lt;li&gt;&lt;a href='x'&gt;Divers find a crack in bridge&lt;/a&gt; Herald&lt;/li&gt;&lt;/ol&gt;"
    entry = f"<item><title>{TITLE}</title><description>{links}</description></item>"
    [found] = read(
        tmp_path, "a.xml", f"<rss version='2.0'><channel><title>News</title>{entry}</channel></rss>"
    )
    assert isinstance(found, Skipped)
    assert found.reason.startswith("has a headline but no text")


def wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 70))


REUTERS = f"""<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS NEWID="1"><DATE> 4-MAR-1987 15:01:01.79</DATE><TEXT>&#2;
<TITLE>ORRIN BRIDGE CLOSES</TITLE>
<DATELINE>    HALDEN, March 4 - </DATELINE><BODY>{wrapped(FIRST)}
    {wrapped(LAST)}
 Reuter
&#3;</BODY></TEXT></REUTERS>
<REUTERS NEWID="2"><DATE> 5-MAR-1987 15:02:20.00</DATE><TEXT>&#2;
<TITLE>FERRY</TITLE><BODY>{LAST}&#3;</BODY></TEXT></REUTERS>
"""
GIGAWORD = f"""<DOC id="HPW_ENG_20240304.0001" type="story" >
<HEADLINE>\n{TITLE}\n</HEADLINE>
<TEXT>\n<P>\n{FIRST}\n</P>\n<P>\n{LAST}\n</P>\n</TEXT>
</DOC>
<DOC id="HPW_ENG_20240305.0002" type="story" >
<HEADLINE>\nFerries\n</HEADLINE>
<TEXT>\n<P>\nThe R&D office of Halden sails the ferries, the mayor said.\n</P>\n</TEXT>\n</DOC>
"""


@pytest.mark.parametrize(
    ("name", "data", "days"),
    [
        ("reut2-000.sgm", REUTERS, ["1987-03-04", "1987-03-05"]),
        ("giga", GIGAWORD, ["2024-03-04", "2024-03-05"]),
    ],
)
def test_collections_in_sgml_are_read(tmp_path: Path, name: str, data: str, days: list[str]) -> None:
    """Elements without one around them, references to control characters, and a bare '&'."""
    found = read(tmp_path, name, data)
    assert [str(each.published) for each in found if isinstance(each, RawArticle)] == days
    assert [" ".join(each.split()) for each in paragraphs(found[0])] == [FIRST, LAST]
    assert paragraphs(found[1]) in ([LAST], ["The R&D office of Halden sails the ferries, the mayor said."])


def test_subtitles_are_read_without_their_times(tmp_path: Path) -> None:
    """Both formats; a sentence that goes on in the next subtitle is one."""
    cue = "00:00:01,000 --> 00:00:04,000"
    begin, end = FIRST.split(" on Monday")
    lines = f"1\n{cue}\n{begin}\n\n2\n{cue}\n<i>on Monday{end}</i>\n\n3\n{cue}\n- {LAST}\n"
    for name, data in (("a.srt", lines), ("a.vtt", f"WEBVTT\n\nNOTE made at {cue}\n\n{lines}")):
        [article] = read(tmp_path, name, data)
        assert paragraphs(article) == [FIRST, LAST]


def test_the_posts_of_a_newsletter_have_their_headline_and_day(tmp_path: Path) -> None:
    """The table of the archive says them; drafts and lists of readers are no articles."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        head = "post_id,post_date,is_published,title\n"
        archive.writestr(
            "posts.csv", f"{head}7.bridge,2024-03-04T09:00:00Z,true,{TITLE}\n8.ferry,,false,Ferry\n"
        )
        archive.writestr("posts/7.bridge.html", HTML)
        archive.writestr("email_list.csv", "email\nfalk@post.example\n")
    article, *skipped = read(tmp_path, "letters.zip", packed.getvalue())
    assert isinstance(article, RawArticle)
    assert (article.headline, str(article.published)) == (TITLE, "2024-03-04")
    assert paragraphs(article) == [FIRST, LAST]
    assert skipped == [
        Skipped("letters.zip/posts/8.ferry.html", "is not published"),
        Skipped("letters.zip/email_list.csv", "lists readers of the newsletter, not articles"),
    ]


BODY = [{"children": [{"text": FIRST}]}, {"children": [{"text": LAST}]}]
OTHER = {"title": "Ferries of Halden sail again in June", "text": f"{LAST} {FIRST} {LAST}"}
DATA = {"props": {"article": {"title": TITLE, "body": BODY}, "next": OTHER}}


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(DATA)}</script>',
        f"<script>\nwindow.__STATE__ = {json.dumps(DATA)};\nstart();</script>",
    ],
)
def test_a_page_that_only_scripts_show_gives_the_article_of_its_headline(tmp_path: Path, script: str) -> None:
    """Other texts in the data of the page are of other articles."""
    head = f'<html lang="en"><head><title>{TITLE} | Post</title></head>'
    page = f"{head}<body><div>Please enable JavaScript.</div>{script}"
    [article] = read(tmp_path, "a.html", page)
    assert paragraphs(article) == [FIRST, LAST]
    other = page.replace(f"<title>{TITLE}", "<title>Ministers of four countries meet in Halden")
    [found] = read(tmp_path, "b.html", other)
    assert isinstance(found, Skipped) or FIRST not in found.text
