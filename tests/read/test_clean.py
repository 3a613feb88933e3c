from datetime import date
from pathlib import Path

import pytest
import yaml

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean, prose
from kg.records import Article, RawArticle

RULES = load_boilerplate()
SHARED = Path(__file__).parents[3] / "shared"
LEAD = "The harbour of Halden was closed on Monday after a storm sank two ferries and damaged the main pier."
MORE = "Rescuers brought 140 passengers ashore during the night, and eleven people were still missing, the mayor said."
LAST = '"We have never seen waves like these," said Ola Brandt, who runs a fish market near the pier.'
BODY = [("body", LEAD), ("body", MORE), ("body", LAST)]
HEAD = ("headline", "Storm Sinks Two Ferries in Halden")

KNOWN = {
    "headline": [HEAD],
    "body": BODY,
    "lead": BODY[:1],
    "second": BODY[1:2],
    "third": BODY[2:],
    "rest": BODY[1:],
}

# Each article as it was scraped, a line of it on a line: what it is and its text, or a name of KNOWN.
PAGES = {
    "only a body": """
        body
    """,
    "headline, byline, stamp": """
        headline
        byline: By Jane Roe and Tom Orrin, Staff Writers
        boilerplate: Published: March 3, 2024 at 5:12 pm
        body
    """,
    "headline twice and at the end": """
        headline
        boilerplate: Storm Sinks Two Ferries in Halden
        body
        boilerplate: Storm Sinks Two Ferries in Halden
    """,
    "title of the page": """
        boilerplate: Storm Sinks Two Ferries in Halden | The Halden Post
        headline
        body
    """,
    "a press release": """
        boilerplate: FOR IMMEDIATE RELEASE
        headline
        body
        boilerplate: - ENDS -
        body: Notes to editors
        body: 1. The port of Halden was built in 1931 and is owned by the town, which bought it from a bank.
        boilerplate: About Brandal Marine ASA
        boilerplate: Brandal Marine ASA is a leading provider of ferries. It employs 1,300 people in 12 countries.
        boilerplate: Forward-looking statements
        boilerplate: Results may differ from what the company expects today.
        boilerplate: Media contact:
        boilerplate: Ada Falk, Brandal Marine
        boilerplate: T: +47 555 0199
        boilerplate: ada.falk@brandal.example
    """,
    "headings like those of a press release": """
        headline
        boilerplate: EMBARGOED UNTIL 00.01 ON TUESDAY
        lead
        body: About the storm
        rest
        body: About Halden
        body: Fishermen have lived on this coast for centuries, and the town has 40,000 people, who live near the port.
        body: The embargo was lifted.
    """,
    "what sites say of themselves": """
        boilerplate: Thank you for visiting. You are using a browser version with limited support, so use another.
        headline
        lead
        boilerplate: For the latest stories from across the coast, sign up for our daily newsletter.
        boilerplate: Members are treated to special offers from us and our partners. Read our Privacy Policy
        second
        boilerplate: - On the coast: Follow live updates from the port by the Halden Post.
        boilerplate: Our Standards: The Halden Post Principles.
        third
        body: "You can sign up for our newsletter," a letter of the ferry line to all passengers of the night said.
    """,
    "labels in other languages": """
        headline
        boilerplate: Veröffentlicht am:
        boilerplate: 3. März 2024
        boilerplate: Imagen principal:
        body
        boilerplate: Compartir en Facebook
        boilerplate: Añadir nuevo comentario
    """,
    "another script": """
        headline
        boilerplate: Читать эту новость по-русски W300
        body
    """,
    "breadcrumb, section, reading time": """
        boilerplate: Home > News > World
        boilerplate: Breaking news
        headline
        boilerplate: 4 min read
        byline: Our Correspondent
        body
    """,
    "fields of a news database": """
        headline
        byline: BYLINE: Jane Roe
        boilerplate: SECTION: News; Pg. 3
        boilerplate: LENGTH: 214 words
        body
        boilerplate: LOAD-DATE: March 4, 2024
        boilerplate: Document HALDEN0020240304eh7m0000g
    """,
    "slug and notice of a wire": """
        boilerplate: BC-EU--Halden-Ferries,2nd Ld-Writethru
        headline
        boilerplate: Eds: Updates with the number of the missing.
        body
    """,
    "numbered titles below a heading": """
        headline
        body
        boilerplate: Most read
        boilerplate: 1. Mayor of Orrin jailed
        boilerplate: 2. Two ferries burn
        boilerplate: 3. Kim Dahl wins the cup
    """,
    "corrections above and below the text": """
        boilerplate: Correction, 9 March 2024: In this report we said that Kim Dahl had been arrested.
        headline
        body
        boilerplate: An earlier version of this report said that Kim Dahl had been arrested. It was Ole Lunt.
        boilerplate: CORRECTION (March 12): Ada Lunt was fined and not jailed.
        boilerplate: *In an earlier version of this story, we said that the ferry had sunk. We regret the error.
        boilerplate: Because of an editing error, a report on Monday misstated the age of Kim Dahl.
    """,
    "offers, consent and the foot of a newsletter": """
        boilerplate: View this email in your browser
        boilerplate: We and our partners use cookies to show you ads on your device.
        boilerplate: Kestrel Ads may link your devices with those of Halden Media.
        boilerplate: Store and/or access information on a device
        headline
        body
        boilerplate: View this email in your browser: https://post.example/letters/7
        boilerplate: Follow the Halden Post Opinion pages on Facebook, Twitter (@haldenopinion) and Instagram.
        boilerplate: Like this story? Share it with somebody who takes the ferry!
        boilerplate: If you liked this report, consider a gift to the paper.
        boilerplate: We'd love to hear what you think about this report. Here is how to write to us.
        boilerplate: SEE MORE: Captains of Orrin in court
        boilerplate: - Share on Facebook
        boilerplate: Updated at 1:23 p.m.
        boilerplate: Subscribe today and get three months for the price of one.
        boilerplate: Cancel any time in your account.
        boilerplate: Abonnez-vous pour 2 euros par mois.
        boilerplate: I consent to external content being shown to me.
        boilerplate: You are receiving this email because you read the Post. Unsubscribe
        boilerplate: All logos and trademarks on this site are property of their owners.
    """,
    "share buttons": """
        headline
        boilerplate: Share on Facebook
        boilerplate: Tweet
        boilerplate: Facebook Twitter WhatsApp Email
        boilerplate: Share this article: Facebook X Email
        body
    """,
    "captions": """
        headline
        boilerplate: Pictured from left are Mayor Ola Brandt and Kim Lee, who runs the ferry line.
        boilerplate: A ferry lies on its side off Halden. (Photo: Kim Lee/AFP)
        lead
        boilerplate: Waves hit the pier on Monday. Anna Moe/Getty Images
        rest
        boilerplate: Image caption: The mayor of Halden
    """,
    "links within and behind": """
        headline
        lead
        boilerplate: Read more: Ferry line fined over old lifeboats
        boilerplate: Advertisement
        rest
        boilerplate: Related stories
        boilerplate: Ferry line fined over old lifeboats
        boilerplate: Ten storms that changed the coast
    """,
    "subheads stay": """
        headline
        lead
        body: A long night
        rest
    """,
    "footer": """
        headline
        body
        byline: (Reporting by Jane Roe; Editing by Tom Orrin)
        boilerplate: Sign up for our newsletter to get the news of the coast every morning.
        boilerplate: We use cookies to improve your visit. By continuing you agree.
        boilerplate: Copyright 2024 Halden Post. All rights reserved.
    """,
    "captcha": """
        headline
        body
        boilerplate: Leave a comment
        boilerplate: I'm not a robot
        boilerplate: Enter the code shown above
    """,
    "comments with a heading": """
        headline
        body
        comments: 2 Comments
        comments: seagull77 3 March 2024, 11:34
        comments: The mayor resigned last year and nobody noticed.
        comments: Anonymous 4 March 2024, 09:12
        comments: The navy bombed the pier, everyone knows.
    """,
    "comments without a heading": """
        headline
        body
        comments: John D. says:
        comments: March 3, 2024 at 5:12 pm
        comments: They sank it for the insurance.
        comments: Mia K. says:
        comments: March 3, 2024 at 6:40 pm
        comments: Nonsense.
    """,
    "comments by age": """
        headline
        body
        comments: Reader comments (2)
        comments: old_sailor • 3 hours ago
        comments: I saw it sink.
        comments: kim • 2 hours ago
        comments: So did I.
    """,
    "embedded posts": """
        headline
        body
        boilerplate: — Mira Sol (@mirasol) March 3, 2024
        third
        boilerplate: - Halden Port Authority (@haldenport) March 3, 2024
        boilerplate: — Ola Brandt (‪@ola.sea.example‬) March 3, 2024 at 9:02 PM
        body
        boilerplate: A post shared by Kim Lee (@kimlee)
        rest
    """,
    "updates of a live blog": """
        headline
        body
        boilerplate: 17:45 Jane Roe
        body
        rest
        boilerplate: 16:20 Tom Orrin
        body
        lead
    """,
    "updates with dates": """
        headline
        body
        body: Mayor at the pier
        boilerplate: 3 March 2024, 17:45 CET
        body
        rest
        body: Divers find a boat
        boilerplate: 3 March 2024, 16:20 CET
        body
    """,
    "post with its text in one line": """
        headline
        lead
        boilerplate: No ferry leaves tonight pic.twitter.com/x — Halden Harbour (@haldenharbour) March 3, 2024
        rest
    """,
    "consent box": """
        boilerplate: We value your privacy
        boilerplate: We and our 300 partners store information on your device and process personal data.
        boilerplate: Orrin Ads sold data of readers to Brandt Media in 2021.
        boilerplate: You can withdraw your consent to the use of cookies at any time in the privacy settings.
        boilerplate: Accept all
        headline
        body
    """,
    "nothing but a consent box": """
        boilerplate: Before you continue to Halden Post
        boilerplate: We and our 300 partners store information on your device and process personal data.
        boilerplate: You can withdraw your consent to the use of cookies at any time in the privacy settings.
    """,
    "offers of the paper": """
        headline
        body
        boilerplate: Follow Halden Post on Google News and add us as a source to get our reviews in your feed.
        boilerplate: For more stories like this, check our news page.
        boilerplate: You must confirm your public display name before commenting
        boilerplate: The rest of this article is for subscribers only. Start your free trial to read on.
        boilerplate: Subscribe from 2 krone a week and read the Halden Post on all your devices.
    """,
    "subscription and syndication": """
        headline
        body
        boilerplate: To continue reading, subscribe to The Halden Post for a krone a week.
        boilerplate: Already a subscriber? Sign in. The Post won two prizes in 2023.
        boilerplate: To view the full story, please subscribe to The Halden Post.
        boilerplate: If you’re seeing this and are already a subscriber, please log in to go on.
        boilerplate: Never miss a storm by signing up to our free weather letter!
        boilerplate: The Post has more of this. Sign up for the Coast Letter today to get the news every morning.
        boilerplate: Get Coast Monthly delivered through your letterbox every month. 12 issues for £11.
        boilerplate: For the latest stories and breaking news updates download the Halden app.
        boilerplate: Is there a storm in your area? Get in touch at news@halden.example
        boilerplate: [2/7]Rescue workers carry a passenger to the pier in Halden, March 4, 2024. COAST/Ada Falk
        boilerplate: Create an account or sign in to continue with your reading experience.
        boilerplate: If you buy something through our links, we may earn a commission.
        boilerplate: The post Storm Sinks Two Ferries appeared first on The Halden Post.
    """,
    "count of comments on top": """
        headline
        boilerplate: 12 comments
        body
    """,
    "label of an announced list is text": """
        lead
        second
        body: The mayor named three causes:
        third
    """,
    "a speaker's line is text": """
        body: Minister Brandt said:
        body
    """,
    "a last sentence without its full stop": """
        headline
        body
        body: The harbour will be opened again when the two ferries have been raised and towed away
    """,
    "two headlines in title case": """
        headline
        body: Woman Killed in Halden Ferry Crash, Driver Charged
        body
    """,
    "results stay": """
        body
        body: 1. Halden 3, Orrin 1
        body: 2. Vesby 2, Lund 2
    """,
}


def page_of(lines: str) -> list[tuple[str, str]]:
    """The lines of one of PAGES with what each is."""
    pairs = [line.strip().partition(": ") for line in lines.strip().splitlines()]
    return [piece for kind, _, text in pairs for piece in ([(kind, text)] if text else KNOWN[kind])]


def article(text: str, **known: object) -> Article:
    raw = RawArticle(source="a.txt", sha256="0", text=text, **known)  # type: ignore[arg-type]
    return clean(raw, RULES)


def pieces(cleaned: Article) -> list[tuple[str, str]]:
    return [(s.kind, cleaned.text[s.begin : s.end]) for s in cleaned.sections]


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n"], ids=["blank lines", "lines", "dos lines"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_line_is_known_for_what_it_is(page: str, gap: str) -> None:
    expected = page_of(page)
    assert pieces(article(gap.join(line for _, line in expected))) == expected


DATELINES = {
    "HALDEN, March 3 (Reuters) - ": None,
    "HALDEN, Norway, March 3, 2024 (AFP) — ": date(2024, 3, 3),
    "(Reuters) - ": None,
    "Halden, 3 March 2024 (dpa) - ": date(2024, 3, 3),
    "HALDEN – ": None,
    "HALDEN, Norway (AP) _ ": None,
    "KUALA LUMPUR: ": None,
    "OSLO, 4 JUNE 91 (DPA) - ": date(1991, 6, 4),
}


@pytest.mark.parametrize("dateline, day", DATELINES.items(), ids=DATELINES)
def test_datelines_are_cut_from_the_first_paragraph(dateline: str, day: date | None) -> None:
    cleaned = article(f"{dateline}{LEAD}\n\n{MORE}")
    assert pieces(cleaned) == [("dateline", dateline.strip()), ("body", LEAD), ("body", MORE)]
    assert cleaned.published == day


NO_DATELINES = {
    "compound": "NATO-Russia talks on the harbour broke down on Monday, diplomats said in Halden.",
    "aside": "NASA — the space agency — photographed the harbour of Halden on Monday.",
    "acronym": "The Halden Port Authority (HPA) said on Monday that the harbour was closed.",
    "hyphen": "Halden - a town of ten thousand - lost its harbour on Monday, the mayor said.",
}


@pytest.mark.parametrize("text", NO_DATELINES.values(), ids=NO_DATELINES)
def test_beginnings_that_are_no_datelines_stay(text: str) -> None:
    assert pieces(article(f"{text}\n\n{MORE}")) == [("body", text), ("body", MORE)]


@pytest.mark.parametrize(
    "dateline",
    [
        "HALDEN, Norway, March 4, 2024 /Coast Newswire/ --",
        "HALDEN, Conn.--(COAST WIRE)--",
        "Halden, Norway – 4 March 2024 –",
        "4 March 2024, Halden –",
    ],
)
def test_datelines_of_press_releases_are_cut(dateline: str) -> None:
    kinds = [kind for kind, _ in pieces(article(f"{dateline} {LEAD}\n\n{MORE}\n\n{LAST}"))]
    assert kinds == ["dateline", "body", "body", "body"]


def test_glued_lines_are_cut_apart() -> None:
    cleaned = article(f"{LEAD}\n\n{MORE}Add new comment")
    assert pieces(cleaned) == [("body", LEAD), ("body", MORE), ("boilerplate", "Add new comment")]


@pytest.mark.parametrize("name", ["AllHalden", "OrrinDesk", "The OrrinTimes"])
def test_a_name_with_a_capital_inside_is_whole(name: str) -> None:
    post = f"The post Ferries Sink appeared first on {name}."
    assert pieces(article(f"{LEAD}\n\n{post}")) == [("body", LEAD), ("boilerplate", post)]
    glued = article(f"{LEAD}\n\nSource: {name}.{MORE}")
    assert pieces(glued) == [("body", LEAD), ("boilerplate", f"Source: {name}."), ("body", MORE)]


def test_folded_paragraphs_are_one_section() -> None:
    folded = (
        "The harbour of Halden was closed on Monday after a storm\n"
        "sank two ferries and damaged the main pier, said the\n"
        "mayor."
    )
    assert pieces(article(f"{folded}\n\n{MORE}")) == [("body", folded), ("body", MORE)]


@pytest.mark.parametrize(
    "stamp, day",
    {
        "Posted: March 4, 2024 10:00 a.m. | Updated: March 6, 2024 9:30 a.m.": date(2024, 3, 4),
        "By Jane Roe, March 4, 2024, 10 p.m.": date(2024, 3, 4),
        "Police met the owner on March 1, 2024 at 10 a.m.": None,
    }.items(),
)
def test_a_stamp_may_end_with_the_stop_of_a_time_of_day(stamp: str, day: date | None) -> None:
    assert article(f"{HEAD}\n\n{stamp}\n\n{LEAD}\n\n{MORE}").published == day


@pytest.mark.parametrize(
    "stamp, day",
    [
        ("Monday, 11.05.2012 / 8:05 PM", date(2012, 11, 5)),
        ("Friday, 11.05.2012, 8:05", date(2012, 5, 11)),
        ("Published: Tuesday 02/05/2024 10:00", None),
        ("Published: Thursday 02/05/2024 10:00", date(2024, 5, 2)),
    ],
)
def test_a_weekday_tells_the_day_from_the_month(stamp: str, day: date | None) -> None:
    assert article(f"{HEAD}\n\n{stamp}\n\n{LEAD}\n\n{MORE}").published == day


CUT = {
    "characters": "The ferry line rej[+1200 chars]",
    "characters in dots": "The ferry line rej… [+1,200 chars]",
    "brackets": "The ferry line rejected the […]",
    "dots": "The ferry line rejected the claims of th…",
    "link to the rest": "The ferry line rejected the ... Read full story",
    "length of the text": "The ferry line rej… [1540 chars]",
}


@pytest.mark.parametrize("rest", CUT.values(), ids=CUT)
def test_the_unfinished_sentence_of_a_cut_text_is_left_out(rest: str) -> None:
    cut = ("boilerplate", rest)
    assert pieces(article(f"{LEAD} {rest}")) == [("body", LEAD), cut]
    assert pieces(article(f"{LEAD}\n\n{rest}")) == [("body", LEAD), cut]
    post = "The post Ferries Sink appeared first on Halden Post."
    assert pieces(article(f"{LEAD} {rest}\n\n{post}")) == [("body", LEAD), cut, ("boilerplate", post)]


def test_the_last_sentence_of_a_cut_text_is_kept_if_it_is_whole() -> None:
    assert pieces(article(f"{LEAD} {MORE} […]")) == [("body", f"{LEAD} {MORE}"), ("boilerplate", "[…]")]


def test_a_text_of_one_unfinished_sentence_is_kept_up_to_its_mark() -> None:
    cleaned = article(
        "The harbour of Halden was closed on Monday after a storm sank two ferries and dam… [+900 chars]"
    )
    assert [kind for kind, _ in pieces(cleaned)] == ["body", "boilerplate"]


ADDED = {
    "post": "The post Ferries Sink appeared first on Halden Post.",
    "end of a wire": "Enditem",
    "link": "Read more: Nine boats burn in Orrin",
}


@pytest.mark.parametrize("post", ADDED.values(), ids=ADDED)
def test_what_a_feed_adds_to_a_paragraph_is_cut(post: str) -> None:
    assert pieces(article(f"{LEAD} {post}")) == [("body", LEAD), ("boilerplate", post)]


CREDITS = {
    "brackets": "[Photo by Ola Lind / Getty Images]",
    "agency": "(Ola Lind/Reuters)",
    "label": "Photo: Ola Lind/AFP",
}


@pytest.mark.parametrize("credit", CREDITS.values(), ids=CREDITS)
def test_the_picture_credit_of_a_paragraph_of_several_sentences_is_cut_alone(credit: str) -> None:
    paragraph = "Two ferries sank at the pier. The mayor asked the navy for help."
    assert pieces(article(f"{paragraph} {credit}")) == [("body", paragraph), ("boilerplate", credit)]


@pytest.mark.parametrize("credit", CREDITS.values(), ids=CREDITS)
def test_a_sentence_with_a_picture_credit_is_a_caption(credit: str) -> None:
    caption = f"Ferries at the pier in Halden. {credit}"
    assert pieces(article(f"{LEAD}\n\n{caption}")) == [("body", LEAD), ("boilerplate", caption)]


@pytest.mark.parametrize(
    "end",
    [
        "[source]",
        "(source: harbour office, 2023).",
        "(files of the court are at the town hall).",
        "(sources).",
    ],
)
def test_a_sentence_with_its_source_is_no_caption(end: str) -> None:
    text = f"The harbour of Halden lost 3 million euros to the storm {end}"
    assert pieces(article(f"{LEAD}\n\n{text}\n\n{LAST}")) == [("body", LEAD), ("body", text), ("body", LAST)]


def test_news_of_cookies_stays() -> None:
    news = (
        "The data office fined the ferry line on Monday because its site set cookies without consent.",
        "Readers could reject cookies only after four clicks, the office said, and the line's partners had their data.",
        "“We process your personal data with your consent only,” the line told its passengers.",
        "Such lines earn by your fare, by the fees of partners that are hotels, and by selling your personal data.",
        "The harbour will store your personal data for other purposes as well, lawyers warn.",
    )
    assert pieces(article("\n\n".join(news))) == [("body", text) for text in news]


def test_news_of_corrections_stays() -> None:
    news = (
        "Corrections officers beat two inmates in March 2019, a lawyer of the ferry men said on Monday.",
        "Clarification came on Tuesday, when the minister told the port that the rule had been dropped.",
        "An earlier version of the report blamed the harbour master for the fire, the union said.",
    )
    assert pieces(article("\n\n".join(news))) == [("body", text) for text in news]


def test_news_of_letters_and_calls_stays() -> None:
    news = (
        "Readers who sign up for the newsletter of the party got a letter from the minister on Monday.",
        "Residents should get in touch with police at witnesses@halden.example, an officer said.",
        "Will the line tell us why? Tell us now, families shouted at the gate.",
        "If you are already a member of the union, you can log in to vote.",
        "Get the boats out of the water, the mayor told the captains.",
        "Follow the money and you will find the mayor, a captain wrote on Facebook on Sunday.",
        "If you liked this summer you will like the next one less, the harbour office said.",
        "We would like to know who sank the ferry, the widow of a sailor said.",
    )
    assert pieces(article("\n\n".join(news))) == [("body", text) for text in news]


LISTS = {"The crews of both ferries were:": "body", "Other articles by the same author:": "boilerplate"}


@pytest.mark.parametrize("head, kind", LISTS.items(), ids=LISTS)
def test_a_list_at_the_end_stays_if_a_line_announces_it(head: str, kind: str) -> None:
    rest = (head, "Ada Falk, Orrin", "Kim Brandt, Halden", "Ola Sund, Orrin")
    assert pieces(article("\n\n".join((LEAD, *rest)))) == [("body", LEAD), *((kind, line) for line in rest)]


ROWS = {
    "dates below a heading": (
        "The tour of Ada Falk",
        *(f"June {day} – Halden, Harbour Hall" for day in (3, 5, 8, 9)),
    ),
    "results": ("Halden 3, Orrin 1", "Sund 0, Tolvaz 0", "Marenka 2, Karvel 4", "Vessa 1, Lund 1"),
    "groups": tuple(f"{town} (group A): first time" for town in ("Halden", "Orrin", "Sund", "Vessa")),
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_rows_with_figures_at_the_end_stay(rows: tuple[str, ...]) -> None:
    assert pieces(article("\n\n".join((LEAD, *rows)))) == [("body", line) for line in (LEAD, *rows)]
    titles = ("Ferry back in port", "Captain in court", "Pier to be built", "What is next for Orrin")
    assert {kind for kind, _ in pieces(article("\n\n".join((LEAD, *titles))))[1:]} == {"boilerplate"}


def test_dots_within_a_text_stay() -> None:
    quote = (
        "“We had never seen waves like these …” he said, and looked at the sea and the pier for a long time."
    )
    assert pieces(article(f"{quote}\n\n{MORE}")) == [("body", quote), ("body", MORE)]


WRAPPED = {
    "no blank lines": (
        "Storm sinks two ferries in Halden\n\n"
        "The harbour of Halden was closed on Monday after a storm sank the two\nferries that link it with Orrin.\n"
        "Divers found the body of a man near the pier, and the mayor, Mr.\nOla Brandt, asked the navy for help.\n"
        "Eleven people are missing.",
        [
            "Storm sinks two ferries in Halden",
            "The harbour of Halden was closed on Monday after a storm sank the two ferries that link it with Orrin.",
            "Divers found the body of a man near the pier, and the mayor, Mr. Ola Brandt, asked the navy for help.",
            "Eleven people are missing.",
        ],
    ),
    "columns": (
        "Two ferries sink\nin Halden\nBy Kim Lee\nThe harbour was closed on\nMonday after a storm sank\n"
        "both ferries.\nEleven people were missing\non Tuesday.",
        [
            "Two ferries sink in Halden",
            "By Kim Lee",
            "The harbour was closed on Monday after a storm sank both ferries.",
            "Eleven people were missing on Tuesday.",
        ],
    ),
    "capitals": (
        "OSLO, 4 JUNE 91 (DPA) - THE HARBOUR OF HALDEN WAS CLOSED ON TUESDAY\n"
        "AFTER A STORM SANK TWO FERRIES AND DAMAGED THE PIER, THE COAST GUARD\n"
        "SAID IN A STATEMENT. ELEVEN PEOPLE ARE MISSING AND THE NAVY HAS SENT\nTWO SHIPS TO SEARCH FOR THEM.",
        [
            "OSLO, 4 JUNE 91 (DPA) -",
            "THE HARBOUR OF HALDEN WAS CLOSED ON TUESDAY AFTER A STORM SANK TWO FERRIES AND DAMAGED THE PIER, THE "
            "COAST GUARD SAID IN A STATEMENT. ELEVEN PEOPLE ARE MISSING AND THE NAVY HAS SENT TWO SHIPS TO SEARCH "
            "FOR THEM.",
        ],
    ),
    "double spaced": (
        "The harbour of Halden was closed on Monday after a storm sank\n\ntwo ferries that link the town with Orrin\n\n"
        "and damaged the main pier.",
        [
            "The harbour of Halden was closed on Monday after a storm sank two ferries that link the town with Orrin "
            "and damaged the main pier."
        ],
    ),
    "paragraphs of two lines": (
        "Storm sinks two ferries in Halden\n\n"
        "The harbour of Halden was closed after a storm sank the two ferries\nthat link it with Orrin.\n\n"
        "“We have never seen waves as high as these in our town,” said Mayor\nOla Brandt at the pier.\n\n"
        "Eleven people were missing, among them three children of the school\nin Orrin.\n\n"
        "Divers and a helicopter of the navy will continue with their search\nOn Wednesday.\n-- \nKim Lee",
        [
            "Storm sinks two ferries in Halden",
            "The harbour of Halden was closed after a storm sank the two ferries that link it with Orrin.",
            "“We have never seen waves as high as these in our town,” said Mayor Ola Brandt at the pier.",
            "Eleven people were missing, among them three children of the school in Orrin.",
            "Divers and a helicopter of the navy will continue with their search On Wednesday.",
            "--",
            "Kim Lee",
        ],
    ),
    "short paragraphs in capitals": (
        "OSLO, 4 JUNE 1991 (DPA) - THE HARBOUR WAS CLOSED BY THE TOWN ON TUESDAY\n"
        "AFTER A STORM SANK TWO FERRIES AND DAMAGED THE PIER.\n\n"
        "ELEVEN PEOPLE ARE MISSING, AND A HELICOPTER IS TO BEGIN THE SEARCH\nFOR THEM.\n\n"
        "THE MINISTER OF TRANSPORT SAID THAT THE FERRY LINE HAD IGNORED THE\nWARNINGS OF THE COAST GUARD.",
        [
            "OSLO, 4 JUNE 1991 (DPA) -",
            "THE HARBOUR WAS CLOSED BY THE TOWN ON TUESDAY AFTER A STORM SANK TWO FERRIES AND DAMAGED THE PIER.",
            "ELEVEN PEOPLE ARE MISSING, AND A HELICOPTER IS TO BEGIN THE SEARCH FOR THEM.",
            "THE MINISTER OF TRANSPORT SAID THAT THE FERRY LINE HAD IGNORED THE WARNINGS OF THE COAST GUARD.",
        ],
    ),
    "titles": ("Ferry line fined over boats\nTen storms of the last year", None),
    "list": ("The crew took with them:\n- two boats\n- a radio for the coast\n- bread and water", None),
}  # fmt: skip


@pytest.mark.parametrize("text, joined", WRAPPED.values(), ids=WRAPPED)
def test_wrapped_lines_are_whole_sentences(text: str, joined: list[str] | None) -> None:
    assert [" ".join(piece.split()) for _, piece in pieces(article(text))] == (joined or text.split("\n"))


def test_a_known_headline_is_found_in_the_text() -> None:
    cleaned = article(f"World\n{HEAD[1]}\n{LEAD}\n{MORE}", headline=HEAD[1] + " - Halden Post")
    assert pieces(cleaned)[1] == HEAD
    assert cleaned.headline == HEAD[1]


def test_a_headline_outside_the_text_is_kept_without_a_section() -> None:
    cleaned = article(f"{LEAD}\n{MORE}", headline="Ferries Sink")
    assert (cleaned.headline, pieces(cleaned)) == ("Ferries Sink", [("body", LEAD), ("body", MORE)])


TOLD = {
    "label before comments": (
        "Published: 3 March 2024|*|Comments 1|kim 5 March 2024, 10:00|Sad.",
        "2024-03-03 label",
    ),
    "published before updated": ("Updated: 5 March 2024|Published: 3 March 2024|*", "2024-03-03 label"),
    "updated, then published": (
        "Updated: 5 March 2024, 10:15 · First published: 3 March 2024|*",
        "2024-03-03 label",
    ),
    "a month in letters": ("https://post.example/world/2024/mar/03/storm|*", "2024-03-03 url"),
    "updated alone": ("Last updated on 5 March 2024 10:15 GMT|*", "2024-03-05 label"),
    "both in a line": ("Published 3 March 2024, updated 5 March 2024|*", "2024-03-03 label"),
    "byline": ("By Jane Roe, March 3, 2024|*", "2024-03-03 byline"),
    "address": ("https://post.example/2024/03/03/storm.html|*", "2024-03-03 url"),
    "earliest comment": (
        "*|Comments|kim 5 March 2024, 10:00|Sad.|ola 4 March 2024, 9:00|Yes.",
        "2024-03-04 comments",
    ),
    "comments of years": ("*|Comments|kim 5 March 2024, 10:00|Sad.|ola 4 March 2019, 9:00|Yes.", "None None"),
    "a date in a sentence": (
        "*|The last storm like it hit the town on 3 March 2011, the mayor said.",
        "None None",
    ),
    "a date between sentences": ("*|3 March 2011|*", "None None"),
    "two readings": ("Published: 03/04/2024|*", "None None"),
    "no year": ("Published: March 3, 10:15 am|*", "None None"),
}


@pytest.mark.parametrize("lines, told", TOLD.values(), ids=TOLD)
def test_the_day_of_publication_is_told_or_none(lines: str, told: str) -> None:
    cleaned = article(lines.replace("*", f"{LEAD}|{MORE}|{LAST}").replace("|", "\n\n"))
    assert f"{cleaned.published} {cleaned.published_from}" == told


def test_a_date_of_the_format_goes_before_all() -> None:
    cleaned = article(f"Published: 3 March 2024\n{LEAD}", published=date(2024, 3, 4), published_from="markup")
    assert (cleaned.published, cleaned.published_from) == (date(2024, 3, 4), "markup")


def test_publisher_is_who_has_the_copyright() -> None:
    assert (
        article(f"{LEAD}\n{MORE}\n© 2024 The Halden Post. All rights reserved.").publisher
        == "The Halden Post"
    )


def test_prose_is_headline_and_body() -> None:
    cleaned = article("\n\n".join(line for _, line in page_of(PAGES["comments with a heading"])))
    assert [s.kind for s in prose(cleaned)] == ["headline", "body", "body", "body"]


@pytest.mark.parametrize(
    "text", ["", " \n\ufeff", "x", "Comments 9", "." * 3000, "a\n" * 3000, "© " * 3000], ids=range(7)
)
def test_sections_leave_out_only_white_space(text: str) -> None:
    cleaned = article(text)
    kept = "".join(text[s.begin : s.end] for s in cleaned.sections)
    assert "".join(kept.split()) == "".join(text.replace("\ufeff", "").split())


@pytest.mark.skipif(not SHARED.is_dir(), reason="the two real articles are not beside this checkout")
def test_real_articles_come_out_whole() -> None:
    for gold in yaml.safe_load((SHARED / "gold/seeds.yaml").read_text(encoding="utf8"))["articles"]:
        text = (SHARED / "seeds" / gold["article"]).read_bytes().decode("utf8")
        cleaned = article(text)
        body = [text[s.begin : s.end] for s in prose(cleaned) if s.kind == "body"]
        assert (cleaned.headline, cleaned.published) == (gold["headline"], gold["published"])
        assert body[0].startswith(gold["body"][0])
        assert body[-1].endswith(gold["body"][1])
        assert not [words for words in gold["not_body"] if any(words in paragraph for paragraph in body)]
