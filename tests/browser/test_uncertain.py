"""The explorer over a person whose visit is certain and whose meeting is not: what is hidden is said."""

from dataclasses import replace

import pytest

from kg.records import Extraction
from tests.extractions import article, claim, entity, filler, mention, sentence
from tests.serving import build, server

pytestmark = pytest.mark.slow

TEXT = "Orla Venn visited Tolvaz and met Bo Dahl."


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    where = sentence(TEXT, TEXT)
    named = {
        name: entity(name, [mention(where, name, label)])
        for name, label in (("Orla Venn", "Person"), ("Tolvaz", "Place"), ("Bo Dahl", "Person"))
    }
    who = filler("agent", where, "Orla Venn", entity="Orla Venn")
    visit = claim("Visit", where, "visited", [who, filler("place", where, "Tolvaz", entity="Tolvaz")])
    met = claim("Meeting", where, "met", [who, filler("patient", where, "Bo Dahl", entity="Bo Dahl")])
    told = Extraction(article(TEXT), (where,), tuple(named.values()), (visit, replace(met, confidence=0.3)))
    with server(build(tmp_path_factory.mktemp("uncertain"), told)) as running:
        yield running


@pytest.fixture
def page(chosen):
    page = chosen("Orla Venn")
    page.wait_for_selector("#details h2:has-text('Orla Venn')")
    return page


def test_a_card_says_how_many_uncertain_claims_it_does_not_show(page):
    assert page.locator("#details .claim").count() == 1
    assert page.text_content(".hidden-claims").startswith("1 more claim is uncertain and not shown")
    assert "not shown: Met between Orla Venn and Bo Dahl. Show" in page.text_content(".hidden-claims")
    page.click(".hidden-claims a:text-is('Show')")
    page.wait_for_selector("#details .claim:has-text('Uncertain') >> text=Meeting")
    assert page.locator(".hidden-claims").count() == 0


def test_an_uncertain_claim_on_a_card_leads_to_its_event(page):
    page.click(".hidden-claims a:text-is('Met between Orla Venn and Bo Dahl')")
    page.wait_for_selector("#details h2:has-text('Met between Orla Venn and Bo Dahl')")
    page.wait_for_selector("#details .claim:has-text('Uncertain')")


def test_the_picture_says_who_is_connected_by_uncertain_claims_only(page, violations):
    page.wait_for_selector("#summary:has-text('Orla Venn: 1 neighbour; 1 more in uncertain claims')")
    assert violations(page) == []
    page.click("#summary a")
    page.wait_for_selector("#list tbody th:has-text('Bo Dahl')", state="attached")
    page.wait_for_selector("#summary:text-is('Orla Venn: 2 neighbours')")


def test_uncertain_neighbours_are_drawn_where_there_are_no_others(chosen):
    page = chosen("Bo Dahl")
    page.wait_for_selector("#summary:text-is('Bo Dahl: 1 neighbour, in uncertain claims only')")


def test_names_close_to_the_words_are_marked_as_such(opened):
    page = opened()
    page.fill("#search", "Ven")
    page.wait_for_selector("#search-place [role=option]:has-text('Orla Venn')")
    assert page.locator("#search-place .none:has-text('No exact match')").count() == 0
    page.fill("#search", "Orlla Vann")
    page.wait_for_selector("#search-place .none:has-text('No exact match; close to:')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details section:has-text('No exact match; close to:') a:has-text('Orla Venn')")
