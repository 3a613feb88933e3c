"""The card of `kg show`, over small graphs."""

import click
import pytest

from kg.cli.show import show
from kg.errors import ReadError
from kg.ontology.files import ontology_file
from kg.query.phrases.claim_words import role_words, state_words, verb_words
from kg.records import Extraction
from kg.store.read_build import open_store
from tests.extractions import article, claim, entity, filler, mention, sentence, small
from tests.serving import build


def test_a_class_has_the_label_of_its_ontology(tmp_path):
    own = tmp_path / "own" / "events" / "Meeting.yaml"
    own.parent.mkdir(parents=True)
    shipped = ontology_file("events/Meeting.yaml").read_text("utf-8")
    own.write_text(shipped.replace("label: Meeting", "label: Encounter", 1), "utf-8")
    with open_store(build(tmp_path / "store", small(), ontology=(tmp_path / "own",))) as graph:
        card = click.unstyle("\n".join(show("Orla Venn", graph)))
    assert "Encounter, PLANNED" in card and "Meeting" not in card


def test_a_name_that_is_only_alike_opens_no_card(tmp_path):
    with open_store(build(tmp_path / "store", small())) as graph:
        with pytest.raises(ReadError, match="no name matches 'Bo Arley': did you mean 'Tom Arley'"):
            list(show("Bo Arley", graph))
        assert (
            next(show("Mayor Arley", graph)) == "No name matches 'Mayor Arley' exactly. The nearest one is:"
        )
        assert next(show("Arley", graph)).startswith("No name is exactly 'Arley'. It is part of 1 name;")


@pytest.mark.parametrize(
    "words, called",
    [
        ("The board of Vessa Bank", "the board of Vessa Bank"),
        ("A hostile board, which met on Monday,", "a hostile board"),
        ("it", "board"),
    ],
)
def test_who_has_no_name_is_called_as_in_the_sentence(tmp_path, words, called):
    text = f"{words} praised Orla Venn. A board met."
    where = sentence(text, text)
    told = Extraction(
        article(text),
        (where,),
        (
            entity("venn", [mention(where, "Orla Venn", "Person")]),
            entity("board", [mention(where, "board", "Organization", is_name=False)]),
        ),
        (
            claim(
                "Support",
                where,
                "praised",
                [
                    filler("agent", where, words, entity="board"),
                    filler("patient", where, "Orla Venn", entity="venn"),
                ],
            ),
        ),
    )
    with open_store(build(tmp_path / "store", told)) as graph:
        assert f"Support: by {called}, for Orla Venn" in click.unstyle("\n".join(show("Orla Venn", graph)))


def test_roles_are_told_in_words():
    parts = {
        "place": ["Quito"],
        "patient": ["Tom Arley"],
        "agent": ["Orla Venn", "Bo Dahl"],
        "weapon": ["axe"],
    }
    words = "by Orla Venn and Bo Dahl, with Tom Arley, in Quito, weapon: axe"
    assert ", ".join(role_words("Meeting", "Meeting", parts)) == words
    assert list(role_words("Rejection", "Rejection", {"patient": ["to sign"]})) == ["to sign"]
    assert list(role_words("Attack", "Attack", {"patient": ["Quito"]})) == ["on Quito"]
    assert verb_words("robbed", parts) == "Orla Venn and Bo Dahl «robbed» Tom Arley"


@pytest.mark.parametrize(
    "state, factuality, parts, words",
    [
        ("LocatedIn", "actual", {"agent": ["Orrin"], "patient": ["Estria"]}, "Orrin is in Estria"),
        ("HoldsPosition", "planned", {"agent": ["Ada"], "title": ["mayor"]}, "Ada to be mayor"),
        (
            "HoldsPosition", "actual", {"agent": ["Ada"], "title": ["mayor"], "patient": ["Orrin"]},
            "Ada is mayor of Orrin",
        ),
        ("LocatedIn", "actual", {"agent": ["the nurses"], "patient": ["Orrin"]}, "the nurses are in Orrin"),
        ("LocatedIn", "actual", {"agent": ["Norland Airways"], "patient": ["Orrin"]}, "Norland Airways is in Orrin"),
        ("Population", "actual", {"agent": ["Orrin"]}, None),
        ("Meeting", "actual", {"agent": ["Ada"], "patient": ["Bo"]}, None),
    ],
)  # fmt: skip
def test_a_state_is_told_as_a_sentence(state, factuality, parts, words):
    assert state_words(state, factuality, parts) == words
