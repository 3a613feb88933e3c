"""A relation head with weights written by hand: of two names with "of" between them, the first lives in the second."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Span

from kg.claims.claims import read_claims
from kg.claims.confidence import with_confidence
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.fillers import without_same
from kg.events.find import find_events
from kg.events.relations.candidates import find_candidates
from kg.events.relations.pair_features import Between, Side
from kg.events.relations.relation_head import RelationHead, is_word
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import load_language
from kg.records import Article, Event, Filler, Section
from tests.parses import parsed
from tests.reading import extracted

SIZE = 2  # of a word state; a trained head has 384
LABELS = ["", "livesIn", "holdsPosition", "formerlyHeldPosition", "familyOf"]
OF = """
Ada|ada     NNP  2:compound
Lunt|lunt   NNP  5:nsubj
of|of       IN   4:case
Vessa|vessa NNP  2:nmod
spoke|speak VBD  0:root
"""
LIVES = """
Ada|ada     NNP  2:compound
Lunt|lunt   NNP  3:nsubj
lives|live  VBZ  0:root
in|in       IN   5:case
Vessa|vessa NNP  3:obl
"""


def save_head(folder: Path, gap: str = "of", label: str = "livesIn") -> None:
    """A head that gives a label .73 where these words lie between a pair, and .02 elsewhere."""
    names = [f"first_{n}" for n in Side._fields] + [f"second_{n}" for n in Side._fields]
    names += [f"between_{n}" for n in Between._fields]
    tables = {name: [gap] if name == "between_gap" else [] for name in names if not is_word(name)}
    labels = {"labels": LABELS, "titles": ["mayor"], "words": [], "tables": tables}
    (folder / "relation_head.json").write_text(json.dumps(labels), encoding="utf-8")
    arrays = {f"tables.{name}.weight": np.zeros((len(values) + 1, 1)) for name, values in tables.items()}
    arrays |= {"words.weight": np.zeros((2, 1)), "hidden.weight": np.zeros((1, len(names) + 6))}
    arrays |= {f"{name}.weight": np.zeros((1, SIZE)) for name in ("first", "second", "between")}
    arrays |= {f"{name}.bias": np.zeros(1) for name in ("first", "second", "between", "hidden")}
    arrays["tables.between_gap.weight"][1] = 5
    arrays["hidden.weight"][0, names.index("between_gap")] = 1
    arrays["labels.weight"] = np.array([[float(name == label)] for name in LABELS])
    arrays["labels.bias"] = np.array([4.0] + [0.0 if name == label else -9 for name in LABELS[1:]])
    np.savez(folder / "relation_head.npz", **arrays)


def read(table: str) -> Parsed:
    doc = parsed(table)
    labels = {"Lunt": "PERSON", "Quill": "PERSON", "Vessa": "GPE"}
    last = [token.i for token in doc if token.text in labels]
    size = {"PERSON": 2, "GPE": 1}
    doc.ents = [
        Span(doc, end + 1 - size[labels[doc[end].text]], end + 1, labels[doc[end].text]) for end in last
    ]
    text = doc.text.strip()
    section = Section(0, len(text), "body")
    found = join(Article("a.txt", "0" * 64, text, (section,)), [(section, doc)], load_language())
    assert found is not None
    return replace(found, states=np.ones((len(doc), 2 * SIZE), np.float32))


def states(article: Parsed, head: RelationHead | None) -> list[Event]:
    resolution, lexicon = resolve(article, find_mentions(article)), load_lexicon()
    events = find_events(article, resolution, lexicon, relations=head)
    return [event for event in events if lexicon.is_state_name(event.event_class)]


def ends(event: Event) -> tuple[str, dict[str, str]]:
    return event.event_class, {filler.role: filler.text for filler in event.fillers}


def test_the_head_adds_a_state_within_the_ranges_of_its_class(tmp_path):
    save_head(tmp_path)
    (state,) = states(read(OF), RelationHead(tmp_path))
    assert ends(state) == ("livesIn", {"agent": "Ada Lunt", "patient": "Vessa"})
    assert state.probability == pytest.approx(0.731, abs=0.001)


def test_a_state_of_the_rules_that_the_head_deems_unlikely_is_dropped(tmp_path):
    save_head(tmp_path)
    article = read(LIVES)
    assert [state.event_class for state in states(article, None)] == ["livesIn"]
    assert states(article, RelationHead(tmp_path)) == []


def test_a_state_of_the_rules_gets_the_probability_of_the_head(tmp_path):
    save_head(tmp_path, gap="lives in")
    (state,) = states(read(LIVES), RelationHead(tmp_path))
    assert ends(state) == ("livesIn", {"agent": "Ada Lunt", "patient": "Vessa"})
    assert (state.predicate, state.probability) == ("live", pytest.approx(0.731, abs=0.001))


def test_without_word_states_the_rules_decide(tmp_path):
    save_head(tmp_path)
    assert states(replace(read(OF), states=None), RelationHead(tmp_path)) == []


def test_kinship_needs_the_word_for_the_relative(tmp_path):
    save_head(tmp_path, label="familyOf")
    assert states(read(OF), RelationHead(tmp_path)) == []


SISTERS = """
Ada|ada       NNP  2:compound
Lunt|lunt     NNP  0:root
and|and       CC   5:cc
Ines|ines     NNP  5:compound
Quill|quill   NNP  2:conj
are|be        VBP  7:cop
sisters|sister NNS 2:dep
"""


def test_of_two_sisters_one_is_the_agent(tmp_path):
    """The head sees the relation in both directions."""
    save_head(tmp_path, gap="and", label="familyOf")
    (state,) = states(read(SISTERS), RelationHead(tmp_path))
    kin = {"agent": "Ada Lunt", "patient": "Ines Quill", "title": "sisters"}
    assert ends(state) == ("familyOf", kin)


def test_the_probability_of_a_state_is_the_confidence_of_its_claim(tmp_path):
    save_head(tmp_path)
    article = read(OF)
    resolution, found = resolve(article, find_mentions(article)), states(article, RelationHead(tmp_path))
    pairs = read_claims(found, article, resolution, {found[0].trigger: None}, load_lexicon())
    (claim,) = with_confidence(pairs, article, resolution, {})
    assert (claim.key, claim.confidence) == ("livesIn@12", found[0].probability)


def test_events_of_one_trigger_have_keys_of_their_own():
    article = read(OF)
    resolution = resolve(article, find_mentions(article))
    events = [
        Event(event_class=name, predicate="of", trigger=3, anchor=3, fillers=())
        for name in ("Meeting", "livesIn")
    ]
    events.append(Event("Statement", "speak", 4, 4, (Filler("topic", 12, 17, "Vessa", event=3, token=3),)))
    claims = [claim for claim, _ in read_claims(events, article, resolution, {}, load_lexicon())]
    assert [claim.key for claim in claims] == ["Meeting@12", "livesIn@12", "Statement@18"]
    assert claims[2].fillers[0].claim == "Meeting@12"


def test_pairs_are_of_two_entities_with_a_name():
    article = read(OF)
    candidates = find_candidates(article, resolve(article, find_mentions(article)), frozenset({"mayor"}))
    assert {(pair.kind, pair.first, pair.second) for pair in candidates.pairs} == {
        ("ends", 1, 3),
        ("ends", 3, 1),
    }


def test_no_state_relates_an_entity_to_itself():
    agent = Filler("agent", 0, 8, "Ada Lunt", entity="a", token=1)
    same, other = (Filler("patient", 9, 12, "her", entity=key, token=3) for key in ("a", "b"))
    assert without_same([agent, same, other]) == [agent, other]


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Ole Brandt Sr. founded a mill. His son, Ole Brandt Jr., sold the mill.",
        "Ida Falk is the daughter of the late director Karl Falk.",
        "Paul Lunt has died. He is survived by his wife of 60 years, Betty; and his twin brother, Warren.",
    ],
)
def test_a_relative_named_beside_the_word_is_certain(text):
    relatives = [claim for claim in extracted(text).claims if claim.event_class == "familyOf"]
    assert relatives and all(claim.confidence >= 0.6 for claim in relatives)
