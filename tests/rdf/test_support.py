from dataclasses import replace

import pytest

from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.rdf.support import Support, certain_disputes, find_support
from kg.records import Claim, Dispute, Extraction
from kg.vocab import BASE, KG, LABEL
from tests.extractions import (
    arrest,
    article,
    claim,
    entity,
    filler,
    linked,
    mention,
    sentence,
    small,
)


def support(extraction: Extraction, certain: float = 0.0) -> Support:
    return find_support(extraction, frozenset(), certain)


def with_claims(extraction: Extraction, *claims: Claim) -> Extraction:
    return replace(extraction, claims=claims)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_named_and_counted_participants_have_nodes_and_well_known_ones_beside_a_named_actor() -> None:
    assert support(arrest()).entities == {"dahl", "sailors", "guards"}


def test_without_a_named_actor_only_a_number_makes_a_node() -> None:
    arrested, beg = arrest(agent="anyone").claims
    assert support(with_claims(arrest(), arrested, beg)).entities == {"dahl", "sailors"}


def test_a_named_place_is_no_actor_where_it_is_only_the_place() -> None:
    arrested, beg = arrest().claims
    fillers = (arrested.fillers[0], replace(arrested.fillers[1], role="place"))
    assert support(with_claims(arrest(), replace(arrested, fillers=fillers), beg)).entities == {"dahl"}


def test_a_plain_event_has_a_node_if_it_fills_a_role_beside_a_named_actor() -> None:
    arrested, beg = arrest().claims
    assert support(arrest()).claims == {arrested.key}
    because = replace(filler("topic", arrested.sentence, "arrested"), claim=beg.key)
    caused = replace(arrested, fillers=(*arrested.fillers, because))
    assert support(with_claims(arrest(), caused, beg)).claims == {arrested.key, beg.key}


def test_what_a_plain_claim_alone_mentions_once_is_its_words(lexicon: Lexicon) -> None:
    told = arrest()
    assert support(told).words == {"anyone", "mercy"}
    quads = list(article_quads(told, linked(told), lexicon))
    assert {q.object.value for q in quads if q.predicate.value == KG + "topic"} == {"mercy"}  # type: ignore[union-attr]
    assert not [q for q in quads if str(q.subject).startswith(f"<{BASE}entity/")]


def test_an_event_has_the_words_of_a_filler_without_a_node(lexicon: Lexicon) -> None:
    told = small()
    quads = list(default_quads([told], linked(told), lexicon))
    killing = {(q.predicate.value, str(q.object)) for q in quads if "7753c53f-119" in str(q.subject)}
    assert (KG + "patient", '"people"') in killing
    assert any("Killing: A raid, people" in value for _, value in killing)


def test_the_label_of_an_event_has_no_pronoun_whose_meaning_is_known(lexicon: Lexicon) -> None:
    where = sentence("Orla Venn left, and she met them.", "Orla Venn left, and she met them.")
    she = replace(mention(where, "she", "Person"), kind="pronoun")
    them = replace(mention(where, "them", "Group"), kind="pronoun")
    entities = (entity("venn", [mention(where, "Orla Venn", "Person"), she]), entity("them", [them]))
    fillers = [filler("agent", where, "she", entity="venn"), filler("patient", where, "them", entity="them")]
    told = Extraction(article(where.text), (where,), entities, (claim("Meeting", where, "met", fillers),))
    labels = {
        q.object.value for q in default_quads([told], linked(told), lexicon) if q.predicate.value == LABEL
    }  # type: ignore[union-attr]
    assert "Meeting: Orla Venn, them" in labels


def test_an_uncertain_claim_gives_no_node() -> None:
    arrested, beg = arrest().claims
    unsure = with_claims(arrest(), replace(arrested, confidence=0.5), beg)
    assert support(unsure, 0.6).uncertain == {arrested.key}
    assert support(unsure, 0.6).claims == set()
    assert support(unsure, 0.6).entities == {"dahl"}
    assert find_support(unsure, {(_id(unsure), arrested.key)}, 0.6).claims == {arrested.key}


def _id(extraction: Extraction) -> str:
    return extraction.article.sha256[:16]


def test_a_dispute_needs_two_certain_claims() -> None:
    disputes = tuple(
        Dispute("disputes", "time", (name, "one"), (name, "other"), confidences)
        for name, confidences in {"both": (0.7, 0.9), "one": (0.7, 0.4), "accepted": (0.4, 0.9)}.items()
    )
    kept = certain_disputes(disputes, {("accepted", "one")}, 0.6)
    assert [each.first[0] for each in kept] == ["both", "accepted"]
