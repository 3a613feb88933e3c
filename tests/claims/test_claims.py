"""Events become claims: stance, speakers with their entities, keys of events that fill roles, confidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from kg.claims.claims import read_claims
from kg.claims.confidence import WEIGHTS, features, with_confidence
from kg.grammar.parsed import Parsed
from kg.records import Claim, Entity, Event, Evidence, Filler
from tests.marked import lexicon, read
from tests.reading import extracted


@dataclass
class Known:
    """Who each token refers to."""

    entities: dict[int, Entity] = field(default_factory=dict)

    def entity(self, token: int) -> Entity | None:
        return self.entities.get(token)


def named(key: str) -> Entity:
    return Entity(key, "Person", key, (key,), True, ())


def claims_of(text: str, *, known: Known | None = None) -> tuple[Claim, ...]:
    """A claim for each marked word, as a plain event."""
    parsed, words = read(text)
    events = [Event("Event", parsed.doc[word].lemma_, word, word, ()) for word in words]
    return claims_of_events(events, parsed, known)


def claims_of_events(
    events: Sequence[Event], parsed: Parsed, known: Known | None = None
) -> tuple[Claim, ...]:
    resolution = known or Known()
    pairs = read_claims(events, parsed, resolution, {}, lexicon())
    return tuple(with_confidence(pairs, parsed, resolution, {}))


@pytest.mark.model
def test_claims_come_in_text_order_with_their_words():
    text = "The minister *said* the army would *leave*."
    claims = claims_of(text)
    assert [(c.key, c.trigger, c.factuality) for c in claims] == [
        ("Event@13", "said", "actual"),
        ("Event@33", "leave", "planned"),
    ]
    plain = text.replace("*", "")
    assert all(plain[c.begin : c.end] == c.trigger and c.sentence.text == plain for c in claims)


@pytest.mark.model
def test_speakers_are_fillers_with_their_entity():
    text = "Marta Voss said the army had *left*."
    (claim,) = claims_of(text, known=Known({0: named("voss"), 1: named("voss")}))
    (speaker,) = claim.attributed_to
    assert (speaker.role, speaker.text, speaker.entity) == ("attributedTo", "Marta Voss", "voss")
    assert text[speaker.begin : speaker.end] == "Marta Voss"


@pytest.mark.model
def test_pronoun_speakers_are_who_they_stand_for():
    text = "Marta Voss came late. She said the army had *left*."
    (claim,) = claims_of(text, known=Known({5: named("voss")}))
    assert [(s.text, s.entity) for s in claim.attributed_to] == [("She", "voss")]


@pytest.mark.model
def test_unnamed_speakers_are_given_in_their_words():
    (claim,) = claims_of("A senior official said the army had *left*.")
    assert [(s.text, s.entity) for s in claim.attributed_to] == [("A senior official", None)]


@pytest.mark.model
def test_event_fillers_have_the_key_of_their_claim():
    parsed, (said, left) = read("Voss *said* the army had *left*.")
    content = Filler("topic", 0, 4, "left", event=left, token=left)
    events = [
        Event("Statement", "say", said, said, (content,), stance="say"),
        Event("Event", "leave", left, left, ()),
    ]
    statement, leaving = claims_of_events(events, parsed)
    assert [filler.claim for filler in statement.fillers] == [leaving.key]


@pytest.mark.model
def test_trigger_with_a_stance_of_its_class_governs():
    parsed, (word, attack) = read("The group *took* responsibility for the *attack*.")
    events = [
        Event("Statement", "take", word, word, (), stance="confirm"),
        Event("Attack", "attack", attack, attack, ()),
    ]
    assert [c.factuality for c in claims_of_events(events, parsed)] == ["actual", "actual"]


@pytest.mark.model
def test_confidence_sorts_by_what_is_known():
    parsed, (met,) = read("Marta Voss *met* Ilse Kern.")
    known = Known({0: named("voss"), 3: named("kern")})
    full = Event(
        "Meeting",
        "meet",
        met,
        met,
        (
            Filler("agent", 0, 10, "Marta Voss", "voss", token=0),
            Filler("patient", 15, 24, "Ilse Kern", "kern", token=3),
        ),
    )
    bare = Event("Event", "meet", met, met, ())
    (best,), (worst,) = (claims_of_events([event], parsed, known) for event in (full, bare))
    assert 0 < worst.confidence < best.confidence < 1
    assert set(features(best, full, parsed, known)) == set(WEIGHTS)


@pytest.mark.model
def test_no_events_no_claims():
    assert claims_of("Rain.") == ()


@pytest.mark.model
@pytest.mark.parametrize(
    "text, agent",
    [
        ('"We shut the plant on Monday," Zellwood Motors said.', "Zellwood Motors"),
        ('"I met the mayor on Monday," Ada Lunt said.', "Ada Lunt"),
        ('"We met the mayor on Monday," Ada Lunt said.', None),
    ],
)
def test_who_speaks_is_i_and_a_body_is_we(text, agent):
    extraction = extracted(text)
    labels = {entity.key: entity.label for entity in extraction.entities}
    told = next(claim for claim in extraction.claims if claim.event_class in ("Closure", "Meeting"))
    (speaker,) = (filler for filler in told.fillers_of("agent") if filler.text in ("I", "We"))
    assert labels.get(speaker.entity or "") == agent


@pytest.mark.model
@pytest.mark.parametrize(
    "share, expected",
    [(0.5, "actual"), (0.95, "planned")],
    ids=["heads in doubt", "heads sure"],
)
def test_heads_that_are_sure_overrule_the_factuality_of_the_rules(share, expected):
    parsed, (left,) = read("Marta Voss *left*.")
    rest = (1 - share) / 3
    evidence = Evidence({}, {"actual": rest, "planned": share, "possible": rest, "negated": rest})
    (claim,) = claims_of_events([Event("Movement", "leave", left, left, (), evidence=evidence)], parsed)
    assert claim.factuality == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ole Brandt was charged with the *murder* of Ada Lunt.", "possible"),
        ("Ole Brandt, accused of the *murder* of Ada Lunt, fled.", "possible"),
        ("Police accused Ole Brandt of *murdering* Ada Lunt.", "possible"),
        ("Ole Brandt was cleared of *murdering* Ada Lunt.", "negated"),
        ("Ole Brandt was arrested for the *murder* of Ada Lunt.", "possible"),
        ("Ole Brandt was convicted of the *murder* of Ada Lunt.", "actual"),
        ("The court heard that Ole Brandt had *stabbed* Ada Lunt.", "possible"),
        ("Jurors were told that Ole Brandt had *stabbed* Ada Lunt.", "possible"),
        ("Jurors were told by a guard that Ole Brandt had *stabbed* Ada Lunt.", "actual"),
    ],
)
def test_what_somebody_is_accused_of_is_open(text, status):
    trigger = text.split("*")[1]
    found = [claim for claim in extracted(text.replace("*", "")).claims if claim.trigger == trigger]
    assert [claim.factuality for claim in found] == [status]
