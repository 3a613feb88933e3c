"""`nlp.add_pipe("kg_claims")` in a spaCy pipeline."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import kg.spacy_component  # noqa: F401  # registers the component, as its entry point does where kg is installed

TEXT = "Dara Olsen, the mayor of Kestrel Bay, met union leaders on Friday. She will not sell the ferry."


@pytest.fixture(scope="module")
def nlp():
    found = spacy.load("kg_news")
    found.add_pipe("kg_claims")
    return found


@pytest.mark.model
def test_claims_have_offsets_of_the_doc(nlp):
    doc = nlp(TEXT)
    assert {claim.event_class for claim in doc._.claims} >= {"Meeting"}
    for claim in doc._.claims:
        assert doc.text[claim.begin : claim.end] == claim.trigger
        assert doc.text[claim.sentence.begin : claim.sentence.end] == claim.sentence.text


@pytest.mark.model
def test_fillers_lead_to_entities(nlp):
    doc = nlp(TEXT)
    (met,) = (claim for claim in doc._.claims if claim.event_class == "Meeting")
    (agent,) = met.fillers_of("agent")
    assert doc._.claim_entities[agent.entity].label == "Dara Olsen"


@pytest.mark.model
def test_days_follow_from_the_day_of_publication(nlp):
    doc = nlp.make_doc(TEXT)
    doc._.published = date(2024, 3, 10)
    (met,) = (claim for claim in nlp(doc)._.claims if claim.event_class == "Meeting")
    assert met.time is not None
    assert met.time.begin == date(2024, 3, 8)


@pytest.mark.model
def test_claims_survive_serialisation(nlp):
    doc = nlp(TEXT)
    (copy,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert copy._.claims == doc._.claims != ()


@pytest.mark.model
def test_an_empty_text_has_no_claims(nlp):
    assert nlp("")._.claims == ()


def test_a_doc_that_was_not_read_has_no_claims():
    assert Doc(spacy.blank("en").vocab, ["Hello"])._.claims == ()
