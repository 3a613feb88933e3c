"""Headlines without the names that pages append to them."""

from dataclasses import replace

import pytest

from kg.ontology.files import ontology_file
from kg.read.boilerplate.rules import load_boilerplate
from kg.read.boilerplate.site_name import headline_span
from kg.read.clean import clean
from kg.read.date_stamps import read_date_words
from kg.read.pages.web_pages import html_articles

APPENDED = {
    "bar": " | The Halden Post",
    "dash": " - Halden Post",
    "domain": " – Haldenpost.no",
    "section and site": " | Coast | Halden Post",
    "section of the site": " | Coast News - The Halden Post",
    "site and author": " * The Halden Post * by Jo Roe",
    "colons": " :: Halden Post",
    "section after a dash": " – Coast – Halden Post",
    "brackets": " (Halden Post)",
    "arrow": " « Halden Post",
}
BEFORE = ["Halden Post: ", "The Halden Post | ", "Haldenpost - "]
WHOLE = {
    "dash": "Storm sinks two ferries - and a boat",
    "bar": "BUDGET 3.0 | Ferries get 4bn to hire crews",
    "speaker": "We will sail again - Brandt",
    "site in front": "Halden Post - the paper of the coast - is sold",
}


@pytest.mark.parametrize("appended", APPENDED.values(), ids=APPENDED)
def test_the_name_of_the_site_is_cut(appended: str) -> None:
    headline = f"Storm sinks two ferries{appended}"
    begin, end = headline_span(headline, "The Halden Post", "https://haldenpost.no/1")
    assert headline[begin:end] == "Storm sinks two ferries"


@pytest.mark.parametrize("before", BEFORE)
def test_the_name_of_the_site_in_front_is_cut(before: str) -> None:
    headline = f"{before}Storm sinks two ferries"
    begin, end = headline_span(headline, "The Halden Post", "https://haldenpost.no/1")
    assert headline[begin:end] == "Storm sinks two ferries"


TITLES = {
    "Ministers met - the vote is lost": "Ministers met - the vote is lost",
    "Brandt v. the crew - a duel in Halden - Halden Post": "Brandt v. the crew - a duel in Halden",
    "Halden Post | Storm sinks two ferries": "Storm sinks two ferries",
    "Storm sinks two ferries | Halden Post": "Storm sinks two ferries",
}


@pytest.mark.parametrize("title", TITLES)
def test_a_page_without_a_marked_headline_has_its_whole_title(title: str) -> None:
    body = (
        "<p>The harbour of Halden was closed on Monday after a storm sank two ferries, the mayor said.</p>"
        * 2
    )
    page = f"<html><head><title>{title}</title></head><body><article>{body}</article></body></html>"
    (raw,) = html_articles("a.html", page, "0" * 64, read_date_words(ontology_file("dates.yaml")))
    assert clean(replace(raw, publisher="Halden Post"), load_boilerplate()).headline == TITLES[title]


@pytest.mark.parametrize("headline", WHOLE.values(), ids=WHOLE)
def test_headlines_with_dashes_and_bars_stay(headline: str) -> None:
    assert headline_span(headline, "Halden Post", "https://haldenpost.no/1") == (0, len(headline))
