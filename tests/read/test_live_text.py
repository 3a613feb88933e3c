"""Live blogs in plain text, and what stands around an article without being text of it."""

from datetime import date
from pathlib import Path

import pytest

from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.records import Article, RawArticle

INTRO = "Storm Marta: live\n\nRescue teams in Halden are searching for survivors after the storm.\n\n"
ONE_DAY = f"""{INTRO}10.42am
The mayor of Halden says two people died when a roof fell.

10:15 GMT - Police closed the bridge at Orrin this morning.

9.50am Falk visits harbour
Premier Ivo Falk visited the harbour with the admiral.

09:31
The first boats left at dawn, Ada Lunt said.
"""
TWO_DAYS = f"""{INTRO}13 March 2024, 10:42 GMT
The union met employers this morning, Piet Lunt said.

13 March 2024, 08:10 GMT
Police arrested two pickets at the gate today.

12 March 2024, 19:05 GMT
Premier Ivo Falk met the union in Orrin.
"""
COMMENTED = """The mill closes

The mill in Orrin will close in May, the firm said.

Old Sailor
13 March 2024, 10:42
I worked there for years.

kim77
14 March 2024, 08:10
So did I, and my father before me.

Ada L
15 March 2024, 09:10
A sad day for all of us.
"""


def cleaned(text: str) -> Article:
    return clean(RawArticle(source="a.txt", sha256="0" * 64, text=text), load_boilerplate())


def body(article: Article) -> list[str]:
    return [article.text[s.begin : s.end] for s in article.sections if s.kind == "body"]


def read(tmp_path: Path, name: str, text: str) -> list[RawArticle]:
    (tmp_path / name).write_text(text, encoding="utf8")
    return [each for each in read_articles([tmp_path / name]) if isinstance(each, RawArticle)]


def test_the_times_of_updates_are_no_text():
    assert body(cleaned(ONE_DAY)) == [
        "Rescue teams in Halden are searching for survivors after the storm.",
        "The mayor of Halden says two people died when a roof fell.",
        "Police closed the bridge at Orrin this morning.",
        "Falk visits harbour",
        "Premier Ivo Falk visited the harbour with the admiral.",
        "The first boats left at dawn, Ada Lunt said.",
    ]


def test_one_time_in_a_text_stays():
    text = "Marta hits\n\nThe storm hit Halden.\n\n10:15 GMT - Police closed the bridge.\n\nAda Lunt left."
    assert body(cleaned(text))[2] == "10:15 GMT - Police closed the bridge."


@pytest.mark.parametrize("name", ["blog.txt", "blog.md"])
def test_each_day_of_a_live_text_is_an_article_of_its_day(tmp_path, name):
    days = read(tmp_path, name, TWO_DAYS.replace("GMT\n", "GMT\n\n"))
    assert [(each.source, each.published) for each in days] == [
        (f"{name}#day=2024-03-12", date(2024, 3, 12)),
        (f"{name}#day=2024-03-13", date(2024, 3, 13)),
    ]
    first, second = (body(cleaned(each.text)) for each in days)
    assert "Premier Ivo Falk met the union in Orrin." in first and "Rescue teams" in first[0]
    assert second == [
        "The union met employers this morning, Piet Lunt said.",
        "Police arrested two pickets at the gate today.",
    ]


@pytest.mark.parametrize("text", [ONE_DAY, COMMENTED], ids=["one day", "comments"])
def test_other_texts_with_times_are_one_article(tmp_path, text):
    assert [each.source for each in read(tmp_path, "a.txt", text)] == ["a.txt"]


@pytest.mark.parametrize(
    "line",
    [
        "Piet Falk covers business. He previously worked for the Orrin Post.",
        "Ada Lunt reports on courts and prisons for the Halden Courier.",
        "Jane Doe is a reporter covering labour for the Halden Courier.",
        "Read more: Premier Falk resigns after vote",
        "Related: Police arrest four in Vessa",
    ],
)
def test_biographies_and_teasers_are_no_text(line):
    text = f"The mill closes\n\nThe mill in Orrin will close, the firm said.\n\nIt has 40 staff.\n\n{line}"
    assert body(cleaned(text)) == ["The mill in Orrin will close, the firm said.", "It has 40 staff."]


@pytest.mark.parametrize(
    "line",
    [
        "Piet Falk covers the costs of the trial. The court fined him in May.",
        "Ada Lunt writes about her childhood in a new novel.",
        "Piet Falk reports on Monday to the prison in Orrin.",
    ],
)
def test_news_of_people_stays(line):
    text = f"The mill closes\n\nThe mill in Orrin will close, the firm said.\n\n{line}\n\nIt has 40 staff."
    assert line in body(cleaned(text))


def test_tables_of_results_are_no_sentences(tmp_path):
    rows = "".join(f"<tr><td>{home}</td><td>2-1</td><td>Orrin</td></tr>" for home in ("Vessa", "Halden"))
    [page] = read(
        tmp_path,
        "a.html",
        "<html><body><article><h1>Halden win</h1><p>Halden beat Orrin on Saturday after a late goal by Piet "
        f"Lunt.</p><table><caption>Results</caption>{rows}</table><p>They play Vessa in the cup final on "
        "Friday, the coach said.</p></article></body></html>",
    )
    assert "2-1" not in page.text and "cup final" in page.text
