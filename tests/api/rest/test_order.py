"""The order of claims: by date, or by what supports them."""

from dataclasses import replace
from datetime import date

import pytest

from kg.api.rest.claims import claims_by_id, list_claims
from kg.api.rest.filters import Filters, Page
from kg.api.tables.open_build import open_graph
from kg.records import Extraction, article_id
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build

VISITS = [  # place, day of March, confidence
    ("Quito", 1, 0.9),
    ("Lima", 9, 0.8),
    ("Bonn", 8, 0.95),
    ("Rome", 2, 0.9),
]


def mayor(source: str) -> Extraction:
    """An article in which the visitor is mayor."""
    text = f"Orla Venn is mayor of Kell. It is {source}."
    said = sentence(text, "Orla Venn is mayor of Kell.")
    who = entity("venn", [mention(said, "Orla Venn", "Person")])
    told = claim("holdsPosition", said, "mayor", [filler("agent", said, "Orla Venn", entity="venn")])
    published = article(text, source=source, published=date(2024, 3, 7))
    return Extraction(published, (said,), (who,), (replace(told, confidence=0.99),))


def visit(where: str, day: int, confidence: float, source: str) -> Extraction:
    text = f"Orla Venn visited {where}."
    whole = f"{text} It is {source}."
    said = sentence(whole, text)
    who = entity("venn", [mention(said, "Orla Venn", "Person")])
    told = claim("Visit", said, "visited", [filler("agent", said, "Orla Venn", entity="venn")])
    published = article(whole, source=source, published=date(2024, 3, day))
    return Extraction(published, (said,), (who,), (replace(told, confidence=confidence),))


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    """Four visits; two sources report that to Quito."""
    found = [visit(*each, source=f"{index}.txt") for index, each in enumerate([*VISITS, ("Quito", 3, 0.7)])]
    keys = [(article_id(each.article), each.claims[0].key) for each in found]
    links = linked(*found)
    same = {**links.events, keys[0]: "quito", keys[4]: "quito"}
    with open_graph(
        build(tmp_path_factory.mktemp("order"), *found, told=replace(links, events=same))
    ) as opened:
        yield opened


def test_events_come_before_states_of_more_sources(tmp_path):
    found = [mayor("1.txt"), mayor("2.txt"), visit("Lima", 9, 0.8, "3.txt")]
    with open_graph(build(tmp_path, *found, told=linked(*found))) as opened:
        listed = list_claims(opened, Filters(), [], Page(10, order="weight")).items
    assert [each.class_ for each in listed] == ["Visit", "holdsPosition", "holdsPosition"]


def places(claims):
    return [(each.sentence.text.split()[-1].rstrip("."), each.article.published.day) for each in claims.items]


def test_the_latest_come_first(graph):
    found = list_claims(graph, Filters(), [], Page(10))
    assert places(found) == [("Lima", 9), ("Bonn", 8), ("Quito", 3), ("Rome", 2), ("Quito", 1)]


def test_those_of_most_sources_come_first_then_the_surest_then_the_latest(graph):
    found = list_claims(graph, Filters(), [], Page(10, order="weight"))
    assert places(found) == [("Quito", 1), ("Quito", 3), ("Bonn", 8), ("Rome", 2), ("Lima", 9)]
    some = [each.id for each in found.items[3:1:-1]]
    assert places(claims_by_id(graph, some)) == [("Rome", 2), ("Bonn", 8)]
    assert places(claims_by_id(graph, some, order="weight")) == [("Bonn", 8), ("Rome", 2)]
