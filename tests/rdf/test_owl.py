import re

import pytest

from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.rdf.owl import ontology_turtle, shapes_turtle


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def blocks(turtle: str) -> dict[str, str]:
    """Each block of the Turtle by its subject, white space folded."""
    found = [
        " ".join(block.split())
        for block in re.split(r" \.\n", turtle)
        if "@prefix" not in block.strip().split("\n")[0]
    ]
    return {block.split()[0]: block for block in found if block}


def test_a_class_has_label_comment_family_and_close_matches(lexicon: Lexicon) -> None:
    block = blocks(ontology_turtle(lexicon))["kg:Meeting"]
    assert "rdfs:subClassOf kg:DiplomacyEvent" in block
    assert 'rdfs:label "Meeting"@en' in block
    assert 'rdfs:comment "AGENT meets PATIENT about TOPIC in PLACE."@en' in block
    assert "skos:closeMatch <https://github.com/openeventdata/PLOVER#CONSULT>" in block


def test_a_symmetric_short_cut_says_so(lexicon: Lexicon) -> None:
    found = blocks(ontology_turtle(lexicon))
    assert "owl:SymmetricProperty" in found["kg:met"]
    assert "owl:SymmetricProperty" not in found["kg:bought"]


def test_a_state_has_a_class_beside_its_property(lexicon: Lexicon) -> None:
    found = blocks(ontology_turtle(lexicon))
    assert "a owl:Class" in found["kg:HoldsPosition"]
    assert "rdfs:subPropertyOf kg:shortcut" in found["kg:holdsPosition"]


def test_a_role_of_one_type_is_checked_by_class_unless_words_fill_it(lexicon: Lexicon) -> None:
    found = blocks(shapes_turtle(lexicon))
    assert "sh:class kg:Actor" in found["kg:MeetingShape-patient-Actor"]
    assert "sh:nodeKind sh:Literal" in found["kg:MeetingShape-patient-Text"]


def test_a_role_of_many_types_lists_them_by_iri(lexicon: Lexicon) -> None:
    found = blocks(shapes_turtle(lexicon))
    assert "sh:or kg:AttackShape-agent-1" in found["kg:AttackShape-agent"]
    assert "rdf:first kg:AttackShape-agent-Actor" in found["kg:AttackShape-agent-1"]
    assert "rdf:rest rdf:nil" in found["kg:AttackShape-agent-3"]


def test_a_required_role_is_counted(lexicon: Lexicon) -> None:
    found = blocks(shapes_turtle(lexicon))
    assert "sh:minCount 1" in found["kg:LeadsShape-agent"]
    assert "sh:minCount" not in found["kg:LeadsShape-patient"]


@pytest.mark.parametrize("write", [ontology_turtle, shapes_turtle])
def test_no_blank_nodes_and_the_same_twice(lexicon: Lexicon, write: object) -> None:
    assert callable(write)
    turtle = write(lexicon)
    assert "_:" not in turtle and "[" not in re.sub(r'"[^"]*"', "", turtle)
    assert turtle == write(load_lexicon())
