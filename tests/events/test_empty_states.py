"""States that say something of somebody: posts, kin and membership without what only looks like them."""

import pytest

from kg.records import Claim
from tests.reading import extracted, known, words

# sentence -> class, title and what fills "patient" of each state
STATES = {
    "Critics of Nigel Holm, the former Chancellor - there were many - laughed.": [
        ("formerlyHeldPosition", "Chancellor", set())
    ],
    "Then-President Ada Lunt met then Prime Minister Ivo Brandt in 1999.": [
        ("formerlyHeldPosition", "President", set()),
        ("formerlyHeldPosition", "Prime Minister", set()),
    ],
    "President Brandt's budget director, Ada Lunt, resigned.": [
        ("holdsPosition", "President", set()),
        ("holdsPosition", "budget director", set()),
    ],
    "The party's candidate for mayor, Ida Holm, spoke.": [("holdsPosition", "candidate for mayor", set())],
    "Far-left radio host Alma Dorn mocked the speech.": [("holdsPosition", "Far-left radio host", set())],
    "Defence director-general Karl Wenz briefed the king.": [
        ("holdsPosition", "Defence director-general", set())
    ],
    "Ada Lunt, the former secretary of state, backed Holm.": [
        ("formerlyHeldPosition", "secretary of state", set())
    ],
    "The Minister of Tourism Piet Maas flew to Oslo.": [("holdsPosition", "Minister of Tourism", set())],
    "Vessa, despite having a population similar to that of Orrin, has no cinema.": [],
    "Murderer Karl Wenz escaped.": [],
    "Convicted sex offender Karl Wenz and his girlfriend, Ida Holm, escaped.": [],
    "Orrin Airfield near Vessa was closed.": [],
    "Dorn, a village north of Vessa, was flooded.": [],
    "The Lindow Hotel in Tolby was closed.": [("locatedIn", {"Tolby"})],
    "Ada Lunt, 34, of Kell Parade, appeared at Vessa Magistrates' Court.": [("livesIn", {"Kell Parade"})],
    "Ada Lunt, assistant US attorney general, spoke.": [
        ("holdsPosition", "assistant US attorney general", {"US"})
    ],
    "The deputy Labour leader, Tom Falk, spoke.": [("holdsPosition", "deputy Labour leader", {"Labour"})],
    "Deputy First Minister Callum Falk visited Halden.": [("holdsPosition", "Deputy First Minister", set())],
    "Labour's Rob Kane and Liberal Democrat Tess Falk won.": [
        ("memberOf", {"Labour"}),
        ("memberOf", {"Liberal Democrat"}),
    ],
    "US Secretary of State Ada Lunt met the king of Norland.": [
        ("holdsPosition", "Secretary of State", {"US"})
    ],
    "Ada Lunt (I., Ohio), a former Democrat, voted with the left.": [("formerlyHeldPosition", {"Democrat"})],
    "Ivo Falk, a Democrat, voted with the left.": [("memberOf", {"Democrat"})],
    "Lt. Gov. Frank Falk called for calm.": [("holdsPosition", "Lt. Gov.", set())],
    "Then-Republican Walt Falk signed the law in 1998.": [("formerlyHeldPosition", {"Republican"})],
    "Republican-turned-independent Joel Falk backed Ada Lunt.": [("formerlyHeldPosition", {"Republican"})],
    "Captain Elif Dahl of the coast guard resigned.": [("holdsPosition", "Captain", set())],
    "Jeff Moran, a senior representative for the Kell Secretary General, wept.": [
        ("holdsPosition", "senior representative", {"the Kell Secretary General"})
    ],
    "“It hurts,” said Steve Dahl, a former aide to Senate Majority Leader Rick Falk (R-Ky.) who now leads a lobby.": [
        ("formerlyHeldPosition", "aide", set()),
        ("holdsPosition", "Majority Leader", {"Senate"}),
        ("leads", {"a lobby"}),
    ],
    "Only two Democrats back Senator Bob Falk's bill.": [("holdsPosition", "Senator", set())],
    "Republicans Ada Lunt and Tom Falk won.": [("memberOf", {"Republicans"})],
    "Ida Falk, one of six Republicans, won.": [("memberOf", {"Republicans"})],
    "Ida Falk and Karl Wenz are Democrats.": [("memberOf", {"Democrats"})],
    "He praised the archbishops Carlos Vega of Brazil and Juan Rey of Peru.": [
        ("holdsPosition", "archbishops", set())
    ],
    "Coach Sir Winston Haynes praised Dame Ada Lunt.": [("holdsPosition", "Coach", set())],
    "Ole Brandt's predecessor, Colin Peake, left in May.": [],
    "The committee heard transport secretary Ida Holm.": [("holdsPosition", "transport secretary", set())],
    "Our reporter Tim Slater was hurt.": [("holdsPosition", "reporter", set())],
    "Opposition leader Pavla Krska met Ole Brandt.": [("holdsPosition", "Opposition leader", set())],
    "The EU's foreign policy chief, Ada Lunt, flew to Oslo.": [
        ("holdsPosition", "foreign policy chief", {"EU"})
    ],
    "Lethia's opposition leader, Pavla Krska, said Ada Lunt should have gone.": [
        ("holdsPosition", "opposition leader", set())
    ],
    "Presidential candidate Gov. Ada Lunt spoke.": [
        ("holdsPosition", "Gov.", set()),
        ("holdsPosition", "Presidential candidate", set()),
    ],
    "Lt. Col. Ada Lunt told lawmakers the truth.": [("holdsPosition", "Lt. Col.", set())],
    "Under Secretary of State Ada Lunt resigned.": [("holdsPosition", "Under Secretary of State", set())],
    "It was said by Ida Falk, a dentist and director of the Kell Institute.": [
        ("holdsPosition", "dentist", set()),
        ("holdsPosition", "director", {"the Kell Institute"}),
    ],
    "Sponsors backing Gov. Ada Lunt for president, Mike Holm said, were few.": [
        ("holdsPosition", "Gov.", set())
    ],
    "The rebel-led attack on the town failed.": [],
    "Ola Holm, the president's former envoy, left.": [("formerlyHeldPosition", "envoy", set())],
    "Attorney general Ole Brandt spoke.": [("holdsPosition", "Attorney general", set())],
    "Secretary general Kofi Lunt leads the commission.": [
        ("holdsPosition", "Secretary general", set()),
        ("leads", {"the commission"}),
    ],
    "Present were the party's Vice Chairman Omar Lunt, Secretary General Ivo Brandt and others.": [
        ("holdsPosition", "Secretary General", set()),
        ("holdsPosition", "Vice Chairman", {"the party"}),
    ],
    "The minister of labour, industrial relations and employment, Ola Holm, spoke.": [
        ("holdsPosition", "minister of labour, industrial relations and employment", set())
    ],
    "Federal Minister for Indigenous Karvelians Linda Burn said a truth process was in the works.": [
        ("holdsPosition", "Federal Minister for Indigenous Karvelians", set())
    ],
    "The firm's chairman, Jan Orr, and treasurer, Kit Bell, resigned after a row with the bank.": [
        ("holdsPosition", "chairman", {"The firm"}),
        ("holdsPosition", "treasurer", {"The firm"}),
    ],
    "The hurt included Ona Marr's mother, Ina Toll, 70, and father, Rolf Marr, 67.": [
        ("familyOf", "father", {"Ona Marr"}),
        ("familyOf", "mother", {"Ona Marr"}),
    ],
    "Transport secretary Ian Lunt survived a vote last night.": [
        ("holdsPosition", "Transport secretary", set())
    ],
    "Researchers at Vessa University, led by Dr Mina Roy, gave the drug to 640 patients in nine countries.": [
        ("leads", {"Researchers at Vessa University"})
    ],
    "From left to right: Jose Venn, CEO; Rick Lind, CFO.": [
        ("holdsPosition", "CEO", set()),
        ("holdsPosition", "CFO", set()),
    ],
    "Karl Wenz is chief executive of a data firm and a prominent Liberal donor.": [
        ("holdsPosition", "chief executive", {"a data firm"}),
        ("holdsPosition", "donor", set()),
    ],
    "President Jonas Brandt refused to free Mira Dahl's brother, Issa.": [
        ("familyOf", "brother", {"Mira Dahl"}),
        ("holdsPosition", "President", set()),
    ],
}

ENDS = ("agent", "patient")


def states(text: str) -> list[Claim]:
    return [claim for claim in extracted(text).claims if known().lexicon.is_state_name(claim.event_class)]


@pytest.mark.model
@pytest.mark.parametrize("text", STATES, ids=str)
def test_a_state_names_a_post_and_a_body(text):
    found = [(each.event_class, *words(each, "title"), words(each, "patient")) for each in states(text)]
    assert sorted(found, key=str) == STATES[text]


@pytest.mark.model
def test_a_post_is_of_the_name_that_follows_it():
    text = "Present were the party's Vice Chairman Omar Lunt, Secretary General Ivo Brandt and others."
    posts = {
        (*words(each, "title"), *(name.split()[-1] for name in words(each, "agent"))) for each in states(text)
    }
    assert posts == {("Vice Chairman", "Lunt"), ("Secretary General", "Brandt")}


@pytest.mark.model
def test_a_party_is_of_the_name_that_follows_it():
    found = states("Republican Greg Falk and Democrat Anna Lunt debated in Columbus on Monday.")
    members = {(*words(each, "patient"), *words(each, "agent")) for each in found}
    assert members == {("Republican", "Greg Falk"), ("Democrat", "Anna Lunt")}


@pytest.mark.model
def test_a_state_behind_a_party_is_of_the_name_before_it():
    text = "Sens. Ruth Falk, D-Ore., and Carl Voss, R-Utah, introduced the bill in May."
    assert not any(
        "Utah" in words(each, "patient") for each in states(text) if "Ruth Falk" in words(each, "agent")
    )


@pytest.mark.model
def test_each_noun_of_a_list_has_its_own_name():
    text = "The hurt included Ona Marr's mother, Ina Toll, 70, and father, Rolf Marr, 67. They live in Kell. "
    text += "The firm's chairman, Jan Orr, and treasurer, Kit Bell, resigned after a row with the bank."
    holders = {(*words(each, "title"), *words(each, "agent")) for each in states(text)}
    expected = {
        ("mother", "Ina Toll"),
        ("father", "Rolf Marr"),
        ("chairman", "Jan Orr"),
        ("treasurer", "Kit Bell"),
    }
    assert {(title, *(name.split(",")[0] for name in names)) for title, *names in holders} == expected


@pytest.mark.model
def test_what_stands_beside_a_body_is_not_in_it():
    text = "Ola Holm is the Managing Director of Kell Solutions, one of the Vessa-based companies providing drones."
    [post] = (each for each in states(text) if each.event_class == "holdsPosition")
    assert words(post, "agent") == {"Ola Holm"}


@pytest.mark.model
def test_a_country_in_brackets_is_no_body():
    found = states("Stage winners were 1. Joana Alva (PRT) and 2. Mathilde Baum (FRA).")
    assert not any(each.event_class == "memberOf" for each in found)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, name",
    [
        ("Ola Holm, a magnate whose father-in-law, Leo Kranz, was president of Estria, left.", "president"),
        ("“I had 45 cattle heads and 50 goats,” said Ola Lunt.", "cattle heads"),
    ],
)
def test_what_is_said_of_another_is_no_post(text, name):
    assert name not in {title for each in states(text) for title in words(each, "title")}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, name",
    [
        ("Beijing has urged its state-owned companies to invest.", "state"),
        ("A teacher at a Holm-linked school in Toledo left.", "Holm"),
        ("We condemn it, Reuters Editor-in-Chief Ada Holm said.", "Chief"),
    ],
)
def test_what_only_stands_near_is_no_body_or_place(text, name):
    assert name not in {each for state in states(text) for role in ENDS for each in words(state, role)}


@pytest.mark.model
def test_no_place_leads():
    text = "Ada Holm, a clerk from the city of Santa Vela who became the strike's best-known leader, spoke."
    leaders = {name for each in states(text) for name in words(each, "agent")}
    assert "the city of Santa Vela" not in leaders


@pytest.mark.model
def test_a_relative_is_not_what_both_are():
    [kinship] = (
        each
        for each in states("Ada Lunt and her husband, both teachers, left.")
        if each.event_class == "familyOf"
    )
    assert words(kinship, "agent") == {"her husband"}


@pytest.mark.model
def test_no_company_holds_a_post():
    text = '"They own it," said Ida Falk, president of Wealth-Y, a private company that tracks billionaires.'
    [post] = (each for each in states(text) if each.event_class == "holdsPosition")
    assert words(post, "agent") == {"Ida Falk"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Erin Murphy, a former Lunt aide who went to Oslo in 2011, praised the deal.",
        "The union's chief at the time, Jon Marsk, broke off the talks.",
        "Ola Holm, then the chairman of Brandal, sold his shares.",
        "The letter was sent by then-Bank of Estria chief Ole Holm.",
        "Lunt blamed his predecessor, Trade Minister Ola Holm.",
        "Ole Brandt, who was president of Norland between 1999 and 2004, left.",
        "Ada Holm led the Reed Party from 2009 to 2012.",
        "Ivo Brandt, who served as mayor of Vessa under the king, died.",
        "Ola Holm had been a member of the Tern Institute.",
        "Ada Lunt played for Vessa United before she joined Kell Rovers.",
    ],
)
def test_a_post_is_over_if_the_words_around_it_say_so(text):
    [post] = states(text)
    assert post.event_class == "formerlyHeldPosition"


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Iowa, Ohio targeted by big groups.", set()),
        ("Owen Tarr lives in Delaware, Ohio.", {"Ohio"}),
    ],
)
def test_a_state_lies_in_no_other_state(text, places):
    found = [each for each in extracted(text).claims if each.event_class == "locatedIn"]
    assert {filler.text for claim in found for filler in claim.fillers_of("patient")} == places
