"""The ontology tests itself: every example of every class file is a case, read with the shipped pipeline."""

import pytest

from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.find import find_events
from kg.ontology.classes.read_ontology import load_lexicon
from kg.pipeline import parse
from kg.records import Event
from tests.reading import extracted, known, paragraph

EXAMPLES = [
    pytest.param(name, example, id=f"{name}: {example.text}")
    for name, event_class in load_lexicon().classes.items()
    for example in event_class.examples
]


def read_events(text: str) -> tuple[Event, ...]:
    parsed = parse(paragraph(text), known())
    assert parsed is not None
    mentions = find_mentions(parsed)
    resolution = resolve(parsed, mentions)
    return find_events(parsed, resolution, known().lexicon)


@pytest.mark.model
@pytest.mark.parametrize("name, example", EXAMPLES)
def test_a_class_reads_its_own_examples(name, example):
    events = read_events(example.text)
    found = [event for event in events if event.event_class == name]
    if example.roles is None:
        assert found == []
        return
    words = {
        role: {word for event in found for filler in event.fillers_of(role) for word in filler.text.split()}
        for role in example.roles
    }
    missing = {
        role: filler
        for role, fillers in example.roles.items()
        for filler in fillers
        if not set(filler.split()) <= words[role]
    }
    assert found, [(event.event_class, event.predicate) for event in events]
    assert not missing, [(f.role, f.text) for event in found for f in event.fillers]


MATCH = (
    "The home team beat the champions in the final of the cup. The coach said the striker was fit to score. "
)


@pytest.mark.model
def test_in_a_sports_report_teams_do_not_attack():
    raid = "Halden attacked from the left."
    assert "Attack" in {event.event_class for event in read_events(raid)}
    found = {event.event_class for event in read_events(MATCH + raid)}
    assert "Attack" not in found
    assert "Victory" in found


@pytest.mark.model
@pytest.mark.parametrize(
    "text, told",
    {
        "The mayor condemned the strikes.": {"Accusation"},
        "Estria suspended the delivery of the jets.": {"Sanction"},
        "Estria asked Norland to halt the deliveries.": {"Request"},
        "The envoys held talks with the rebels.": {"Meeting"},
        "Rebels took to the streets of Vessa to protest.": {"Protest"},
        "It is not known how many people were killed.": set(),
        "You will find that prices fell.": set(),
        "The firm announced the takeover of a rival.": {"Acquisition"},
        "Officials said the bridge was safe.": set(),
        "The rain caused floods in Vessa.": {"Disaster"},
        "The nurse was found guilty of theft.": {"Conviction"},
        "The nurse was found not guilty of theft.": {"Release"},
        "The blaze killed 44 people.": {"Killing"},
        "The 23-year-old was arrested in Vessa.": {"Arrest"},
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_told_and_what_is_only_spoken_of(text, told):
    classes = load_lexicon().classes
    events = {event.event_class for event in read_events(text)} - {"Event"}
    assert {name for name in events if classes[name].family != "State"} == told


@pytest.mark.model
@pytest.mark.parametrize(
    "text, speaker",
    {
        "Nine people drowned at Vessa, the mayor, Ivo Brandt, told reporters.": "the mayor",
        "The ferries will be sold, the union's treasurer, Edda Sorn, told a court.": "the union's treasurer",
        "The strike has ended, the general secretary, Tom Arley, told investors.": "the general secretary",
        "The levy will be dropped, Peru's trade minister, Ana Soto, said on Friday.": "Peru's trade minister",
        "Guards fired at the boat, a fisherman, Ole Dahl, told the court.": "a fisherman",
    }.items(),
    ids=lambda value: value,
)
def test_the_speaker_behind_what_is_said_is_no_part_of_it(text, speaker):
    (said,) = (event for event in read_events(text) if event.event_class == "Statement")
    assert [filler.text for filler in said.fillers_of("agent")] == [speaker]
    assert [filler.text for filler in said.fillers_of("topic")] == [text.partition(",")[0]]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, term",
    {
        "A judge sentenced the forger to eight years in prison on Monday.": (8, "years"),
        "The forger got a nine-year sentence.": (9, "year"),
        "The forger was sentenced in 2014.": None,
        "The forger was jailed three weeks ago.": None,
        "The forger was sentenced two months ago to nine years.": (9, "years"),
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_prison_term_is_a_duration_and_no_time(text, term):
    (sentence,) = (event for event in read_events(text) if event.event_class == "Sentence")
    assert [(q.value, q.unit) for q in sentence.quantities] == ([term] if term else [])


@pytest.mark.model
def test_the_place_of_a_gathering_is_that_of_what_is_done_at_it():
    (killing,) = (
        event
        for event in read_events("Gunmen killed 11 people at a wedding in Vessa.")
        if event.event_class == "Killing"
    )
    assert [filler.text for filler in killing.fillers_of("place")] == ["Vessa"]


@pytest.mark.model
def test_a_filler_begins_with_no_comma():
    text = "Vessa named the winner, 63-year-old Radha Benno, on Monday."
    fillers = [filler for claim in extracted(text).claims for filler in claim.fillers]
    assert "63-year-old Radha Benno" in {filler.text for filler in fillers}
