"""The article of a page wherever the page has put it."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean, prose
from kg.read.files import read_articles
from kg.records import RawArticle

RULES = load_boilerplate()
HEADLINE = "Storm sinks two ferries in Halden"
TEXTS = (
    "The harbour of Halden was closed on Monday after a storm sank two ferries and damaged the main pier.",
    "Rescuers brought 140 passengers ashore during the night, the mayor of the town, Ola Brandt, said.",
    "Eleven people were still missing on Tuesday, and divers searched the wrecks for them until the evening.",
    "The ferry line said that both captains had been warned of the storm by the coast guard on Sunday.",
    "Police opened an inquiry into the owner of the line, who was fined for old lifeboats in March.",
)
NAV = '<nav><a href="/">Home</a><a href="/w">World</a></nav>'
FOOTER = "<footer><p>We at the Post report the news of the coast every day of the year.</p></footer>"


def paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "") -> str:
    top = f'<!doctype html><html lang="en"><head><title>{HEADLINE}</title>{head}</head>'
    return f"{top}<body>{NAV}{body}{FOOTER}</body></html>"


def linked(**fields: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE, **fields}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def body_of(folder: Path, html: str) -> tuple[str, ...]:
    (folder / "a.html").write_text(html, encoding="utf-8")
    (found,) = read_articles([folder / "a.html"])
    assert isinstance(found, RawArticle), found
    article = clean(found, RULES)
    return tuple(article.text[s.begin : s.end] for s in prose(article) if s.kind == "body")


LINKS = f'<p><a href="/1">{TEXTS[3][:54]}</a>{TEXTS[3][54:]}</p>'
CONSENT = "<h2>Before you go on</h2>" + paragraphs(
    ["We and our 31 partners store cookies and other personal data on your device for the purposes below."]
    * 6
)
PAGES = {
    "several containers": page(
        f"<article><h1>{HEADLINE}</h1>"
        f'<div class="part"><div class="text">{paragraphs(TEXTS[:2])}</div></div>'
        f'<div class="part"><div class="text">{paragraphs(TEXTS[2:])}</div></div></article>'
    ),
    "a paragraph of links": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}{LINKS}{paragraphs(TEXTS[4:])}</article>"
    ),
    "the lead in the header": page(
        f'<main><header><h1>{HEADLINE}</h1><div class="intro">{TEXTS[0]}</div></header>'
        f'<div class="text">{paragraphs(TEXTS[1:])}</div></main>'
    ),
    "only in the JSON-LD": page(
        '<div id="app">Loading…</div>', linked(articleBody="\n\n".join(TEXTS), datePublished="2024-03-05")
    ),
    "JSON-LD escaped": page(
        "<div></div>", linked(articleBody="".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in TEXTS))
    ),
    "a consent box in front": page(
        f'<div class="cookie-notice">{CONSENT}</div><main><aside class="text"><h1>{HEADLINE}</h1>'
        f"{paragraphs(TEXTS)}</aside></main>"
    ),
    "a dialog in front": page(f'<div role="dialog">{CONSENT}</div><main>{paragraphs(TEXTS)}</main>'),
    "tables as layout": page(
        f"<table><tr><td><a href=/>Home</a></td><td><table><tr><td><b>{HEADLINE}</b></td></tr>"
        f"<tr><td>HALDEN, Norway (AP) -- {TEXTS[0]}<p>{'<p>'.join(TEXTS[1:])}</td></tr></table></td></tr></table>"
    ),
    "an embedded post": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}"
        '<blockquote class="twitter-tweet"><p>The mayor is a thief and everybody in this town knows it.</p>'
        f"&mdash; Mira (@mira) <a>March 4, 2024</a></blockquote>{paragraphs(TEXTS[3:])}</article>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_whole_article_is_read_and_nothing_else(tmp_path: Path, html: str) -> None:
    body = body_of(tmp_path, html)
    assert " ".join(" ".join(body).split()) == " ".join(TEXTS)


def update(day: int, text: str, headline: str) -> dict[str, str]:
    return {
        "@type": "BlogPosting",
        "headline": headline,
        "articleBody": text,
        "datePublished": f"2024-03-0{day}T07:00Z",
    }


def test_a_live_blog_is_an_article_for_each_day(tmp_path: Path) -> None:
    updates = [
        update(5, TEXTS[2], "Divers return"),
        update(4, TEXTS[1], "All ashore"),
        update(4, TEXTS[0], "Ferries sink"),
    ]
    times = [
        f'<article><time datetime="{u["datePublished"]}">7 am</time>'
        f"<h2>{u['headline']}</h2><p>{u['articleBody']}</p></article>"
        for u in updates
    ]
    described = {"@type": "LiveBlogPosting", "datePublished": "2024-03-04", "liveBlogUpdate": updates}
    for name, head in {"described.html": linked(**described), "marked.html": ""}.items():
        (tmp_path / name).write_text(page(f"<main><h1>{HEADLINE}</h1>{''.join(times)}</main>", head))
        found = list(read_articles([tmp_path / name]))
        assert all(isinstance(one, RawArticle) for one in found)
        days = {one.published: one for one in found if isinstance(one, RawArticle)}
        assert [one.source for one in found] == [f"{name}#day=2024-03-05", f"{name}#day=2024-03-04"]
        assert TEXTS[2] in days[date(2024, 3, 5)].text
        assert TEXTS[0] in days[date(2024, 3, 4)].text
        assert TEXTS[0] not in days[date(2024, 3, 5)].text
        assert {one.headline for one in days.values()} == {HEADLINE}


def test_teasers_between_paragraphs_are_left_out(tmp_path: Path) -> None:
    teaser = '<p><a href="/2">The ferry line fined over its old lifeboats has a new owner from Orrin.</a></p>'
    body = f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:2])}{teaser}{paragraphs(TEXTS[2:])}</article>"
    assert body_of(tmp_path, page(body)) == TEXTS
