"""The explorer over two stories that have nobody in common, and a name about which nothing is claimed."""

import pytest

from kg.records import Extraction
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build, server

pytestmark = pytest.mark.slow

VISIT = "Orla Venn visited Tolvaz, and Orla Venn was seen in Tolvaz with a Rimfax under her arm."
MEETING = "Bo Dahl met Ida Kroll."
LEADER = "Ada Lunt leads Vell-Air, says VELL AIR."


def told(text, event_class, trigger, roles, *others):
    """An article of one sentence with a claim about people and places, and names that are in it."""
    where = sentence(text, text)
    entities = [entity(name, [mention(where, name, label)]) for _, name, label in roles]
    entities += [entity(name, [mention(where, name, label)]) for name, label in others]
    fillers = [filler(role, where, name, entity=name) for role, name, _ in roles]
    one = claim(event_class, where, trigger, fillers)
    return Extraction(article(text, source=f"{trigger}.txt"), (where,), tuple(entities), (one,))


def leader():
    """An article that says twice that somebody leads a company, which has its name in two spellings."""
    where = sentence(LEADER, LEADER)
    spellings = [mention(where, name, "Organization") for name in ("Vell-Air", "VELL AIR")]
    entities = (entity("Ada Lunt", [mention(where, "Ada Lunt", "Person")]), entity("Vell-Air", spellings))
    roles = (("agent", "Ada Lunt"), ("patient", "Vell-Air"))
    fillers = [filler(role, where, name, entity=name) for role, name in roles]
    twice = tuple(claim("leads", where, trigger, fillers) for trigger in ("leads", "says"))
    return Extraction(article(LEADER, source="leader.txt"), (where,), entities, twice)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    visit = told(
        VISIT,
        "Visit",
        "visited",
        [("agent", "Orla Venn", "Person"), ("place", "Tolvaz", "Place")],
        ("Rimfax", "Product"),
    )
    met = told(
        MEETING, "Meeting", "met", [("agent", "Bo Dahl", "Person"), ("patient", "Ida Kroll", "Person")]
    )
    found = (visit, met, leader())
    with server(build(tmp_path_factory.mktemp("cards"), *found, told=linked(*found))) as running:
        yield running


def test_a_card_without_claims_has_the_sentences_with_the_name(chosen, violations):
    page = chosen("Rimfax")
    page.wait_for_selector("#details h2:has-text('Rimfax')")
    page.wait_for_selector("#details blockquote a:has-text('under her arm')")
    assert "No claim names it" in page.text_content("#details")
    assert violations(page) == []


def test_the_picture_moves_to_an_event_that_is_opened(chosen):
    page = chosen("Orla Venn")
    page.wait_for_selector("#list tbody:has-text('Tolvaz')", state="attached")
    page.fill("#search", "Kroll")
    page.keyboard.press("Enter")
    page.click("#details .rows a:has-text('met')")
    page.wait_for_selector("#list tbody:has-text('Ida Kroll')", state="attached")
    page.wait_for_selector("#summary:has-text('Bo Dahl: 1 neighbour')")


def test_a_state_is_the_case_and_has_not_happened(chosen):
    page = chosen("Vell-Air")
    page.wait_for_selector("#details .claim-head:has-text('Is the case')")
    assert "Also" not in page.text_content("#details .card-head")


def test_positions_that_look_the_same_are_one_row(chosen):
    page = chosen("Ada Lunt")
    section = page.locator("#details section", has=page.locator("h3:has-text('Positions and states')"))
    section.wait_for()
    assert section.locator("li").all_inner_texts() == ["leads – Vell-Air\n1 source · 1 more statement"]


CALLED = """async ([text, label]) => {
  const { called } = await import("/static/js/words.js");
  return called({ text, entity: { label } });
}"""


@pytest.mark.parametrize(
    "text, label, words",
    [
        ("The board of Vessa Bank", "board", "the board of Vessa Bank"),
        ("a ferry, which sank", "ferry", "a ferry"),
        ("him", "former chairman", "former chairman"),
        ("President Orla Venn", "Orla Venn", "Orla Venn"),
    ],
)
def test_who_has_no_name_is_called_as_in_the_sentence(opened, text, label, words):
    assert opened("/").evaluate(CALLED, [text, label]) == words
