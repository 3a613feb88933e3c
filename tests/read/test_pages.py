"""The article of a page wherever the page has put it."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean, prose
from kg.read.files import read_articles
from kg.read.pages.fuller_text import complete, fullest_container
from kg.read.pages.page_tree import parse_html
from kg.read.pages.teasers import drop_teasers
from kg.records import RawArticle, Skipped

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


def items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{text}</li>" for text in texts)


def teasers(texts: Iterable[str]) -> str:
    return "".join(f"<div><h3><a>Boats burn</a></h3><div>{text}</div></div>" for text in texts)


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


COOKIES = (
    "A regulator fined the Halden Post 4 million euros on Monday for the consent box on its pages.",
    "The box told readers: “We and our 31 partners store information on your device.”",
    "Partners and vendors of the paper got the personal data of two million people, the regulator said.",
    "The Halden Post said that it had changed its cookies and would sue.",
)
CABLE = "A cable to the island of Sund was cut on Friday, and its mayor asked the navy for a ship."
LINKS = f'<p><a href="/1">{TEXTS[3][:54]}</a>{TEXTS[3][54:]}</p>'
CARD = (
    f"<p>{TEXTS[1][:-17]}<a>Ola Brandt</a><span><span><img><a>Ola Brandt</a> <a>Mayor asks for a pier</a>"
    f"</span></span>{TEXTS[1][-7:]}</p>"
)
CONSENT = "<h2>Before you go on</h2>" + paragraphs(
    ["We and our 31 partners store cookies and other personal data on your device for the purposes below."]
    * 6
)
DATA = json.dumps({"title": HEADLINE, "body": paragraphs(TEXTS)})
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
    "the end only in the JSON-LD": page(
        f'<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}</article>',
        linked(articleBody=" ".join(TEXTS)),
    ),
    "boxes without captions": page(
        f'<article><h1>{HEADLINE}</h1><div class="item no_caption"><h2>{TEXTS[0]}</h2></div>'
        f'<div class="item">{paragraphs(TEXTS[1:])}</div></article>'
    ),
    "JSON-LD with a comma behind the last item": page(
        "<div></div>",
        linked(articleBody="\n\n".join(TEXTS)).replace("}</script>", ",}</script>").replace("{", "//<![CDATA[\n{", 1),
    ),
    "JSON-LD of the page with the text of its article": page(
        "<div></div>",
        linked(**{"@type": "WebPage", "mainEntity": {"@type": "Article", "text": "\n".join(TEXTS)}}),
    ),
    "the next article below it": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS)}</article>"
        f"<article><h1>Boats burn in the port of Orrin</h1>{paragraphs([CABLE] * 9)}</article>"
    ),
    "data in a string": page(
        "<div></div>"
        f"<script>window.__STATE__ = JSON.parse({json.dumps(DATA)})</script>"
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
    "parts in several articles": page(
        f'<section><h1>{HEADLINE}</h1></section><article class="text">{paragraphs(TEXTS[:2])}</article>'
        "<div>Anzeige</div>"
        f'<article class="text">{paragraphs(TEXTS[2:])}</article>'
        "<section><h2>More in News</h2><article><h3><a>Boats burn in Orrin</a></h3><p>Nine boats burned.</p></article>"
        "</section>"
    ),
    "the rest behind a button": page(
        f'<main><h1>{HEADLINE}</h1><div class="text">{paragraphs(TEXTS[:2])}</div><button>Show more</button>'
        f'<div class="text-rest" style="display: none"><div>{paragraphs(TEXTS[2:])}</div></div></main>'
    ),
    "a sentence that is a link": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}"
        f'<p><a href="/1">{TEXTS[3][:-1]}</a>.</p>{paragraphs(TEXTS[4:])}</article>'
    ),
    "the lead as a heading": page(
        f'<article><h1>{HEADLINE}</h1><h2 class="lead">{TEXTS[0]}</h2>'
        f'<div class="text">{paragraphs(TEXTS[1:])}</div></article>'
    ),
    "the lead beside a kept headline": page(
        f'<div id="content"><h1>{HEADLINE}</h1><div class="field"><div><div>{TEXTS[0]}</div></div></div>'
        f'<div class="field"><div>{paragraphs(TEXTS[1:])}</div></div></div>'
    ),
    "the lead above the article": page(
        f'<div class="hero"><h1>{HEADLINE}</h1><div><strong>{TEXTS[0]}</strong></div></div>'
        f"<article>{paragraphs(TEXTS[1:])}</article>"
    ),
    "lists of other articles": page(
        f'<main><h1>{HEADLINE}</h1><div class="text">{paragraphs(TEXTS[:3])}<div><b>\u00c0 lire aussi</b>'
        f"<p><a>Boats burn in Orrin</a></p><p>Nine boats burned on Sunday.</p></div>{paragraphs(TEXTS[3:])}</div>"
        "<section><h2>Up next</h2><div><h3><a>The price of cod</a></h3><p>It doubled, and nobody knows why.</p></div>"
        "</section></main>"
    ),
    "a form to sign up": page(
        f'<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS)}<div class="card signup-card"><h2>The Halden Letter</h2>'
        "<p>News of the coast, every Friday.</p><button>Go</button></div></article>"
    ),
    "an invitation whose form a script inserts": page(
        f'<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS)}<halden-letter class="letter newsletter-module">'
        "<h2>The Letter</h2><p>Get up to speed with the news of the coast, six days a week.</p></halden-letter>"
        "</article>"
    ),
    "components named as consent boxes are": page(
        f'<h1>{HEADLINE}</h1>' + "".join(f'<div class="cmp cmp-text"><p>{text}</p></div>' for text in TEXTS)
    ),
    "a control character": page(
        f"<article><h1>{HEADLINE}</h1>\n<p>{TEXTS[0][:40]}\x10{TEXTS[0][40:]}\n</p>\n{paragraphs(TEXTS[1:])}</article>"
    ),
    "a hint over a button": page(
        f'<article><h1>{HEADLINE}</h1><ul><li><div role="tooltip"><p>You can give ten articles to friends each month. '
        f"Anyone can read them.</p></div></li></ul>{paragraphs(TEXTS)}</article>"
    ),
    "comments without a heading": page(
        f'<main><h1>{HEADLINE}</h1><div class="text">{paragraphs(TEXTS)}</div><div class="reactions">'
        "<b>kim_77</b><p>The captains should both be in prison by now.</p><b>Ada</b><p>My aunt lost her bags.</p>"
        "</div></main>"
    ),
    "a consent box without a name": page(
        "<div><div><h2>Before you go on</h2><p>We and our 31 partners store cookies on your device to show you ads.</p>"
        "<p>You can give your consent or refuse it under the options.</p>"
        "<p>Vendors such as Kestrel Ads may link your devices with those of others.</p></div></div>"
        f"<div><div><h1>{HEADLINE}</h1>{paragraphs(TEXTS)}</div></div>"
    ),
    "a post without a name": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}<blockquote><p>The mayor is a thief, as we all know.</p>"
        f"— Mira (@mira) March 4, 2024</blockquote>{paragraphs(TEXTS[3:])}</article>"
    ),
    "a section with a heading like a list's": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}"
        f"<section><h3>More on the inquiry:</h3>{paragraphs(TEXTS[3:])}</section></article>"
    ),
    "a section of one paragraph": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:4])}<section><h3>More on the inquiry:</h3>"
        f"{paragraphs(TEXTS[4:])}</section></article>"
    ),
    "a hidden copy of the text": page(
        f'<div class="text"><h1>{HEADLINE}</h1><ol>{items(TEXTS)}</ol>'
        f"<div itemscope><div>{' '.join(TEXTS)}</div></div></div>"
    ),
    "a lead above and below the picture": page(
        f'<article><h1>{HEADLINE}</h1><div>{TEXTS[0]}</div><img src="a.jpg"><div>{TEXTS[0]}</div>'
        f"{paragraphs(TEXTS[1:])}</article>"
    ),
    "teasers between headline and text": page(
        f'<div><h1>{HEADLINE}</h1></div><div class="strip">{teasers((*COOKIES, CABLE))}</div>'
        f'<div class="text">{paragraphs(TEXTS)}</div>'
    ),
    "the text for browsers without scripts": page(
        f'<div class="post"><h1>{HEADLINE}</h1><script type="text/template">{paragraphs(TEXTS)}</script>'
        f"<noscript>{paragraphs(TEXTS)}</noscript></div>"
    ),
    "a notice and a picture for browsers without scripts": page(
        f"<noscript><p>Please turn on JavaScript to read the Post.</p></noscript><article><h1>{HEADLINE}</h1>"
        f'{paragraphs(TEXTS[:2])}<noscript><img src="a.jpg"></noscript>{paragraphs(TEXTS[2:])}'
        f"<noscript>{paragraphs(TEXTS)}</noscript></article>"
    ),
    "a card over a name": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:1])}{CARD}{paragraphs(TEXTS[2:])}</article>"
    ),
    "a card with the name in full": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:1])}"
        f"{CARD.replace('<img><a>Ola Brandt', '<img><a>Ola Maria Brandt')}{paragraphs(TEXTS[2:])}</article>"
    ),
    "a link that extraction drops from its sentence": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:1])}<p>{TEXTS[1][:25]}"
        f'<span class="link"><a href="/2" target="_blank">{TEXTS[1][25:60]}</a></span>{TEXTS[1][60:]}</p>'
        f"{paragraphs(TEXTS[2:])}</article>"
    ),
    "an embedded post": page(
        f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:3])}"
        '<blockquote class="twitter-tweet"><p>The mayor is a thief and everybody in this town knows it.</p>'
        f"&mdash; Mira (@mira) <a>March 4, 2024</a></blockquote>{paragraphs(TEXTS[3:])}</article>"
    ),
}  # fmt: skip


OTHERS = (
    "Two ferries sank off Tolvaz on Sunday in a storm that had been forecast for days.",
    "The minister resigned on Friday, a week after the Post wrote about her brother's shares.",
    "Prices of cod fell by a tenth because boats from Karvelia landed more than ever before.",
    "Orrin beat Marenka in the final on Saturday with two goals in the last five minutes.",
)
CARDS = "".join(
    f'<div class="item"><h3><a href="/{i}">What else is new {i}</a></h3><p>{text}</p></div>'
    for i, text in enumerate(OTHERS)
)
SHORT = f'<div class="story"><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:2])}</div>'


@pytest.mark.parametrize("html", [f"<main>{SHORT}<div>{CARDS}</div></main>", f"<div>{CARDS}</div>{SHORT}"])
def test_cards_of_other_articles_beside_a_short_one_are_left_out(tmp_path: Path, html: str) -> None:
    assert body_of(tmp_path, page(html)) == tuple(TEXTS[:2])


def test_items_that_lead_to_other_sites_are_no_cards() -> None:
    tree = parse_html(page(SHORT + CARDS.replace('href="/', 'href="https://shop.example/')))
    drop_teasers(tree)
    assert all(text in "".join(tree.itertext()) for text in OTHERS)


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_the_whole_article_is_read_and_nothing_else(tmp_path: Path, html: str) -> None:
    body = [line for line in body_of(tmp_path, html) if line != "More on the inquiry:"]
    assert " ".join(" ".join(body).split()).replace("- ", "") == " ".join(TEXTS)


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


@pytest.mark.parametrize("days", [(4, 4, 4), (6, 5, 4)], ids=["one day", "three days"])
def test_updates_that_a_page_loads_later_are_read_from_its_json_ld(
    tmp_path: Path, days: tuple[int, ...]
) -> None:
    updates = [update(day, text, "The latest") for day, text in zip(days, TEXTS, strict=False)]
    head = linked(**{"@type": "LiveBlogPosting", "datePublished": "2024-03-04", "liveBlogUpdate": updates})
    (tmp_path / "a.html").write_text(page(f"<main><h1>{HEADLINE}</h1><p>{TEXTS[0]}</p></main>", head))
    found = [one for one in read_articles([tmp_path / "a.html"]) if isinstance(one, RawArticle)]
    assert sorted(one.published for one in found if one.published) == [
        date(2024, 3, day) for day in sorted(set(days))
    ]
    whole = " ".join(one.text for one in found)
    assert [whole.count(text) for text in TEXTS[:3]] == [1, 1, 1]


def test_what_extraction_does_not_find_is_read_from_all_containers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: None)
    body = f"<h1>{HEADLINE}</h1>{paragraphs(TEXTS[:2])}<div>{paragraphs(TEXTS[2:])}</div>"
    assert body_of(tmp_path, page(f'<div class="text">{body}</div>')) == TEXTS


def test_a_text_for_each_width_of_the_screen_is_read_once(tmp_path: Path) -> None:
    body = "".join(f'<div class="text view-{width}">{paragraphs(TEXTS)}</div>' for width in (1, 2, 3))
    assert body_of(tmp_path, page(f"<h1>{HEADLINE}</h1>{body}")) == TEXTS


def test_a_page_of_a_web_archive_is_that_of_its_publisher(tmp_path: Path) -> None:
    address = "https://web.archive.org/web/20240305180000/https://www.haldenpost.example/storm"
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    (tmp_path / "a.html").write_text(page(f"<h1>{HEADLINE}</h1>{paragraphs(TEXTS)}", head))
    (found,) = read_articles([tmp_path / "a.html"])
    assert isinstance(found, RawArticle)
    assert found.url == "https://www.haldenpost.example/storm"
    assert "archive" not in (found.publisher or "")


def test_teasers_between_paragraphs_are_left_out(tmp_path: Path) -> None:
    teaser = '<p><a href="/2">The ferry line fined over its old lifeboats has a new owner from Orrin.</a></p>'
    body = f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS[:2])}{teaser}{paragraphs(TEXTS[2:])}</article>"
    assert body_of(tmp_path, page(body)) == TEXTS


PICTURE = "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>"


@pytest.mark.parametrize("texts", [TEXTS[:1], TEXTS[:3]], ids=["a picture", "a gallery"])
def test_the_captions_of_a_page_without_other_text_are_its_text(
    tmp_path: Path, texts: tuple[str, ...]
) -> None:
    """Those of pictures that lead to other articles are not, nor is the name of a photographer."""
    credit = "<span class='caption'>{}</span><span class='credit'>Ada Falk</span>"
    pictures = "".join(PICTURE.format(credit.format(text)) for text in texts)
    other = f"<a href='/b'>{PICTURE.format(TEXTS[4])}</a>"
    assert body_of(tmp_path, page(f"<main><h1>{HEADLINE}</h1>{pictures}{other}</main>")) == tuple(texts)


@pytest.mark.parametrize("form", ["<div>{}</div>", "<p>{}</p>", "{}<br><br>"])
def test_line_ends_of_the_source_end_no_paragraph(tmp_path: Path, form: str) -> None:
    """Nor is the headline joined with lines that look like those of a wrapped text."""
    texts = "".join(
        form.format(text.replace(" a ", "\n   a ").replace(" the ", "\n   the ")) for text in TEXTS
    )
    assert body_of(tmp_path, page(f"<article><h1>{HEADLINE}</h1><div>{texts}</div></article>")) == TEXTS


def test_a_paragraph_keeps_the_blanks_that_extraction_lost() -> None:
    glued = "\n".join((TEXTS[0].replace("ferries and", "ferriesand"), *TEXTS[1:]))
    tree = parse_html(page(f"<article>{paragraphs(TEXTS)}</article>"))
    assert complete(tree, glued, "", HEADLINE).startswith(TEXTS[0])


def test_a_paragraph_with_a_character_reference_that_was_escaped_twice_is_read_once(tmp_path: Path) -> None:
    first = (
        '<p><span>&amp;#151; -- </span><a href="/storm">The harbour</a>'
        + TEXTS[0].removeprefix("The harbour")
        + "</p>"
    )
    body = body_of(tmp_path, page(f"<article><h1>{HEADLINE}</h1>{first}{paragraphs(TEXTS[1:])}</article>"))
    assert sum("two ferries and damaged" in text for text in body) == 1
    assert not any("#151" in text for text in body)


@pytest.mark.parametrize("below", ["<h2>{}</h2>", "<div>{}</div>"])
def test_a_lead_below_the_headline_may_lack_its_full_stop(tmp_path: Path, below: str) -> None:
    """What is no sentence there is a stamp or a caption."""
    lead = "Two ferries sank off the coast of Karvelia and eleven people were still missing on Tuesday"
    html = f"<main><header><h1>{HEADLINE}</h1>{below}</header><article>{paragraphs(TEXTS)}</article></main>"
    assert body_of(tmp_path, page(html.format(lead))) == (lead, *TEXTS)
    for other in (
        "National, News | Published: 5 hours ago | Written by Ada Falk of the Post in Halden",
        f"{lead} (AP)",
    ):
        assert body_of(tmp_path, page(html.format(other))) == TEXTS


def test_a_list_of_must_reads_is_none_of_the_article(tmp_path: Path) -> None:
    titles = items(f"<a href='/{i}'>{text[:40]}</a>" for i, text in enumerate(OTHERS))
    box = f"<div><h2>More Must-Reads From the Post</h2><ul>{titles}</ul></div>"
    html = f"<article><h1>{HEADLINE}</h1>{paragraphs(TEXTS)}{box}</article>"
    assert body_of(tmp_path, page(html)) == TEXTS


def test_the_rest_of_an_article_in_a_box_below_its_beginning_does_not_replace_it() -> None:
    """Another list of paragraphs around the box is none of the article."""
    box = f"<div>{paragraphs(TEXTS[1:])}</div>"
    tree = parse_html(page(f"<div><p>{OTHERS[0]}</p><div>{paragraphs(TEXTS[:1])}{box}</div></div>"))
    assert fullest_container(tree, f"{HEADLINE}\n{TEXTS[0]}").split("\n\n") == list(TEXTS)
    assert fullest_container(tree, HEADLINE).split("\n\n") == list(TEXTS[1:])


def test_the_caption_above_an_article_is_none_of_its_paragraphs(tmp_path: Path) -> None:
    html = f"<article><h1>{HEADLINE}</h1>{PICTURE.format(TEXTS[4])}{paragraphs(TEXTS[:4])}</article>"
    assert body_of(tmp_path, page(html)) == tuple(TEXTS[:4])


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='clip:rect(0 0 0 0)'>, opens new tab</span>",
        "<svg><title>External link</title></svg><span> (opens in a new window)</span>",
    ],
)
def test_what_screen_readers_say_of_a_link_is_no_text(tmp_path: Path, hidden: str) -> None:
    text = TEXTS[3].replace("ferry line", f"<a href='https://line.example'>ferry line{hidden}</a>")
    html = f"<article><h1>{HEADLINE}</h1>{paragraphs([*TEXTS[:3], text])}</article>"
    assert body_of(tmp_path, page(html)) == tuple(TEXTS[:4])


def test_an_article_about_consent_boxes_is_none(tmp_path: Path) -> None:
    body = (
        f"<div><h1>{HEADLINE}</h1></div><div>{paragraphs(COOKIES)}</div><div><p>Halden Post, Quay 4</p></div>"
    )
    assert body_of(tmp_path, page(body)) == COOKIES


def shown(title: str, above: str, text: str = TEXTS[0]) -> str:
    rows = "".join(f"<tr><td>{line}</td></tr>" for line in (above, "<br><br>".join((text, *TEXTS[1:]))))
    return f"<html lang='en'><head><title>{title}</title></head><body><table>{rows}</table></body></html>"


SHOWN = {  # page -> its headline and its day
    "the title is the site": (shown("Halden Post - News", f"<b>{HEADLINE}</b>"), HEADLINE, None),
    "the title is a headline": (shown(HEADLINE, "<b>News of the whole coast</b>"), HEADLINE, None),
    "a headline of names": (shown("Storm Sinks Ferries", "<b>News of the coast</b>"), "Storm Sinks Ferries", None),
    "a day above the text": (shown(HEADLINE, "Posted by Ada Falk on 5 March 2024"), HEADLINE, date(2024, 3, 5)),
    "a day of the news": (shown(HEADLINE, "The inquiry begins on 5 May 2024 in Orrin"), HEADLINE, None),
}  # fmt: skip


META = '<meta property="og:title" content="{}">'
TITLED = {  # main heading and what else names the page
    "a name of the site in front": page(
        f"<h1>{HEADLINE}</h1>", META.format(f"News of the coast: {HEADLINE}")
    ),
    "a title for all pages": page(
        f"<h1>{HEADLINE}</h1>", META.format("Halden Post - Latest News &amp; Headlines")
    ),
    "what kind of report it is": page(f"<h1><span>Exclusive</span>{HEADLINE}</h1>"),
}
OTHER_TITLE = page("<h1>The Halden Post of the Coast</h1>", META.format("Storm sinks two ferries")).replace(
    f"<title>{HEADLINE}", "<title>Storm sinks two ferries | The Halden Post of the Coast"
)


@pytest.mark.parametrize("html", TITLED.values(), ids=TITLED)
def test_the_main_heading_that_is_in_the_title_is_the_headline(tmp_path: Path, html: str) -> None:
    assert headline_of(tmp_path, html) == HEADLINE


def test_the_name_of_the_site_is_no_headline(tmp_path: Path) -> None:
    assert headline_of(tmp_path, OTHER_TITLE) == "Storm sinks two ferries"


def headline_of(folder: Path, html: str) -> str | None:
    text = f"<article>{paragraphs(TEXTS)}</article></body>"
    (folder / "a.html").write_text(html.replace("</body>", text), encoding="utf-8")
    (found,) = read_articles([folder / "a.html"])
    assert isinstance(found, RawArticle), found
    return found.headline


SITES = {  # name that the page gives itself, publisher in the JSON-LD -> publisher
    ("Halden Post", "Coast News Agency"): "Halden Post",
    ("HP NEWS", "The Halden Post"): "The Halden Post",
    ("The Coast", "Halden Post"): "Halden Post",
}


@pytest.mark.parametrize("names, publisher", SITES.items(), ids=map(str, SITES))
def test_an_agency_is_not_the_publisher(tmp_path: Path, names: tuple[str, str], publisher: str) -> None:
    head = f'<meta property="og:site_name" content="{names[0]}"><link rel="canonical" href="https://haldenpost.no/a">'
    data = linked(publisher={"@type": "Organization", "name": names[1]})
    (tmp_path / "a.html").write_text(page(f"<article>{paragraphs(TEXTS)}</article>", head + data))
    (found,) = read_articles([tmp_path / "a.html"])
    assert isinstance(found, RawArticle) and found.publisher == publisher


NAMES_OF_SITES = {  # name that the page gives itself -> publisher
    HEADLINE: "haldenpost",
    "https://www.social.example/haldenpost/": "haldenpost",
    "Halden Post | The news of the coast": "Halden Post",
}


@pytest.mark.parametrize("name, publisher", NAMES_OF_SITES.items(), ids=NAMES_OF_SITES)
def test_titles_addresses_and_slogans_are_no_publishers(tmp_path: Path, name: str, publisher: str) -> None:
    head = f'<meta property="og:site_name" content="{name}"><link rel="canonical" href="https://www.haldenpost.no/a">'
    (tmp_path / "a.html").write_text(page(f"<article>{paragraphs(TEXTS)}</article>", head))
    (found,) = read_articles([tmp_path / "a.html"])
    assert isinstance(found, RawArticle) and found.publisher == publisher


PUBLISHED = '<meta property="og:article:published_time" content="{}">'
STAMP = '<div class="timestamp"><time{}>{}</time></div>'
DAYS = {  # stamp, metadata -> day of publication
    (STAMP.format(' datetime="2024-03-04 05:07:09"', "03/04/2024 05:07 AM EST"), ""): date(2024, 3, 4),
    (STAMP.format(' datetime="2024-04-03 05:07:09"', "03/04/2024 05:07 GMT"), ""): date(2024, 4, 3),
    (STAMP.format("", "03/04/2024 05:07"), ""): None,
    ("<div>March 4, 2024 Updated: March 6, 2024</div>", ""): date(2024, 3, 4),
    ("<div>Last updated: 6 March 2024 | First published: 4 March 2024, 10:02 GMT</div>", ""): date(2024, 3, 4),
    ("", '<link rel="canonical" href="https://post.example/world/2024/mar/04/storm">'): date(2024, 3, 4),
    ("", linked(headline="A dam broke in Orrin", datePublished="2023-01-02")
     + linked(datePublished="2024-03-04")): date(2024, 3, 4),
    ("", linked(headline="", itemListElement=[]).replace("NewsArticle", "ItemList").replace("[]", json.dumps([
        {"@type": "NewsArticle", "headline": "A dam broke in the town of Orrin", "datePublished": "2023-01-02"},
        {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2024-03-04"}]))): date(2024, 3, 4),
    ("", '<meta name="date" content="Mon Mar 04 08:00:00 CET 2024">'): date(2024, 3, 4),
    ("", f'<meta name="date" content="2024-03-09">{PUBLISHED.format("2024-03-04T06:02Z")}'): date(2024, 3, 4),
}  # fmt: skip


@pytest.mark.parametrize("stamp, meta, day", [(*page, day) for page, day in DAYS.items()])
def test_what_names_the_day_of_publication_decides(
    tmp_path: Path, stamp: str, meta: str, day: date | None
) -> None:
    html = page(f"<article><h1>{HEADLINE}</h1>{stamp}{paragraphs(TEXTS)}</article>", meta)
    (tmp_path / "a.html").write_text(html)
    (found,) = read_articles([tmp_path / "a.html"])
    assert isinstance(found, RawArticle) and clean(found, RULES).published == day


@pytest.mark.parametrize("html, headline, day", SHOWN.values(), ids=SHOWN)
def test_headline_and_day_are_those_that_readers_see(
    tmp_path: Path, html: str, headline: str, day: date | None
) -> None:
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    (found,) = read_articles([tmp_path / "a.html"])
    assert isinstance(found, RawArticle)
    assert (found.headline, found.published) == (headline, day)


ERRORS = ("404 Not Found", "Just a moment...", "Access denied", "Attention Required! | Cloudflare")


@pytest.mark.parametrize("title", ERRORS)
def test_the_page_of_an_error_is_no_article(tmp_path: Path, title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{{}}</p></body></html>"
    (tmp_path / "a.html").write_text(
        html.format("Please wait until we know that you are a reader of the Post.")
    )
    (found,) = read_articles([tmp_path / "a.html"])
    assert found == Skipped("a.html", f"is a page of an error, not of an article: '{title}'")
    (tmp_path / "a.html").write_text(html.format(TEXTS[0]).replace(title, f"{title}: a day without the net"))
    assert isinstance(next(iter(read_articles([tmp_path / "a.html"]))), RawArticle)
