"""The front page and the contradictions, over three articles of which two contradict each other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kg.api.rest.filters import Filters
from kg.api.rest.news import disputed, news
from kg.api.tables.open_build import Graph, open_graph
from kg.records import Extraction, Interval
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import VENN, build


@pytest.fixture(scope="module")
def graph(served_store):
    with open_graph(served_store) as found:
        yield found


def test_the_front_page_has_events_with_titles_in_words(graph: Graph) -> None:
    page = news(graph, limit=5)
    assert page.until == date(2024, 3, 9)
    titles = [event.title for event in page.events]
    assert any("Orla Venn" in title and "Tom Arley" in title and ":" not in title for title in titles)
    assert not any(title.split()[0] in {"He", "She", "They", "It"} for title in titles)


def test_contradictions_come_with_their_claims(graph: Graph) -> None:
    page = disputed(graph, Filters(), limit=10, offset=0)
    (event,) = page.items
    assert (page.total, event.id) == (1, "event-Meeting")
    (pair,) = (each for each in event.disputes if each.kind == "disputes")
    assert {pair.first, pair.second} <= {claim.id for claim in event.told}


def test_contradictions_are_filtered(graph: Graph) -> None:
    assert disputed(graph, Filters(attributed_to=(VENN,)), limit=10, offset=0).total == 0


def resigned(who: str, published: date | None, number: int = 0) -> Extraction:
    text = f"{who} resigned. {number}"
    where = sentence(text, text)
    told = claim("Departure", where, "resigned", [filler("agent", where, who, entity=who)])
    one = replace(article(text, source=f"{who}{number}.txt"), published=published)
    return Extraction(one, (where,), (entity(who, [mention(where, who, "Person")]),), (told,))


def test_nobody_is_new_who_is_in_an_earlier_article_or_one_without_a_date(tmp_path):
    last = date(2024, 3, 9)
    found = [resigned("Ida Kroll", last, number) for number in range(20)]
    found += [resigned("Bo Dahl", None, 1), resigned("Bo Dahl", last), resigned("Tom Arley", last)]
    found += [resigned("Tom Arley", last - timedelta(40), 1)]
    with open_graph(build(tmp_path, *found, told=linked(*found))) as graph:
        page = news(graph, limit=5)
    assert [ref.label for ref in page.new] == ["Ida Kroll"]
    assert (page.since, page.until) == (last, last)  # not before the first article of these days


def test_the_news_of_these_days_comes_before_what_happened_in_earlier_years(tmp_path):
    last = date(2024, 3, 9)
    later = resigned("Bo Dahl", last)
    past = replace(later.claims[0], time=Interval(date(2019, 1, 1), date(2019, 12, 31), "year", "2019"))
    found = [replace(later, claims=(past,)), *(resigned("Ida Kroll", last, number) for number in range(20))]
    with open_graph(build(tmp_path, *found, told=linked(*found))) as graph:
        titles = [event.title for event in news(graph, limit=30).events]
    assert len(titles) > 1 and "Bo Dahl" in titles[-1]


def test_a_statement_of_nobody_is_no_news(tmp_path):
    """A disaster is, if only its place is known."""
    found = []
    for event_class, word in (("Statement", "statement"), ("Disaster", "quake")):
        text = f"A {word} came from Quito."
        where = sentence(text, text)
        told = claim(event_class, where, word, [filler("place", where, "Quito", entity="quito")])
        place = entity("quito", [mention(where, "Quito", "City")])
        found.append(Extraction(article(text, source=f"{word}.txt"), (where,), (place,), (told,)))
    with open_graph(build(tmp_path, *found, told=linked(*found))) as graph:
        assert [event.class_ for event in news(graph, limit=5).events] == ["Disaster"]
