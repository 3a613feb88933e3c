"""What grammar rules out of events, read with the shipped pipeline and its heads."""

import pytest

from tests.reading import claim_at, extracted, words

# sentence -> word of the event, and who is no agent of it
UNINVOLVED = {
    "Officers thwarted a plot to shoot the envoy on Monday.": ("shoot", "Officers"),
    "Detectives uncovered a scheme to rob the museum.": ("rob", "Detectives"),
    "Villagers recalled an attempt to burn the mill.": ("burn", "Villagers"),
    "Mediators ended the war between Norland and Estria.": ("war", "Mediators"),
    "Riot police broke up a protest near the harbour.": ("protest", "Riot police"),
    "The judge halted the deportation of the nurse.": ("deportation", "The judge"),
    "The governor outlawed strikes by miners.": ("strikes", "The governor"),
    "A monitor reported an attack on the clinic in Vessa.": ("attack", "A monitor"),
    "A raid on the depot was foiled by guards.": ("raid", "guards"),
    "Police foiled a scheme to bomb the mill.": ("bomb", "Police"),
    "The premier condemned the killing of two monks.": ("killing", "The premier"),
    'Ole Brandt called the accusations "absurd" on Monday.': ("accusations", "Ole Brandt"),
    "Ole Brandt called the attack barbaric.": ("attack", "Ole Brandt"),
    "Ole Brandt accepted the Lunt government's request to cooperate.": ("request", "Ole Brandt"),
    "Mira Dahl was wounded in the bombing of the Hotel Mirador in 1967.": ("bombing", "Mira Dahl"),
    "The blast killed our colleague Ida Abel and injured several others.": (
        "injured",
        "our colleague Ida Abel",
    ),
    "Estria suffered its worst plane crash in May, killing all 72 people aboard.": ("killing", "Estria"),
    "Ole Brandt echoed statements by the candidate Ada Lunt on Monday.": ("statements", "Ole Brandt"),
    "Sergeant Ole Brandt, who led the inquiry into the murder of Ida Holm, retired.": (
        "murder",
        "Sergeant Ole Brandt",
    ),
    "Ole Brandt was not convicted of the murder of Ida Holm.": ("murder", "Ole Brandt"),
    "Ole Brandt was wrongly convicted of the murder of Ida Holm.": ("murder", "Ole Brandt"),
    "Ole Brandt was exonerated of the murder of Ida Holm.": ("murder", "Ole Brandt"),
    "Prosecutors tried to implicate Ole Brandt in the murder of Ida Holm.": ("murder", "Ole Brandt"),
    "Ole Brandt was arrested in connection with the murder of Ida Holm.": ("murder", "Ole Brandt"),
    "Norland imposed sanctions on two banks over what it called a campaign of cyber attacks.": (
        "attacks",
        "it",
    ),
    "Ole Brandt laughed off the remark.": ("remark", "Ole Brandt"),
    "A woman was stabbed and her son shot in Vessa.": ("shot", "her son"),
    "Ole Brandt resigned after claims that he had bullied a clerk.": ("claims", "Ole Brandt"),
}
PRICES = [
    "The crown index closed at 14 on Monday.",
    "The lira was sold at 41 per dollar in Vessa.",
    "The pound bought 1.31 dollars on Friday.",
    "Halden shares opened at 12 euros.",
    "Copper surrendered 2 %.",
    "The company's stock closed down 3 %.",
    "Kestrel Bank settled at 83 dollars on Thursday.",
]


@pytest.mark.model
@pytest.mark.parametrize("text", UNINVOLVED, ids=str)
def test_who_stops_or_reports_an_event_is_not_its_agent(text):
    word, name = UNINVOLVED[text]
    claims = [claim for claim in extracted(text).claims if claim.trigger == word]
    assert claims and all(name not in words(claim, "agent") for claim in claims)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "patients"),
    [
        ("Ole Dahl, whose brother was arrested in May, called for calm.", "arrested", {"whose brother"}),
        (
            "The author Ole Dahl, whose novel was banned in Iran, was attacked in Oslo.",
            "banned",
            {"whose novel"},
        ),
    ],
)
def test_what_is_done_to_what_somebody_has_is_not_done_to_them(text, trigger, patients):
    claim = claim_at(text, trigger)
    assert words(claim, "patient") == patients
    assert "Ole Dahl" not in labels_of(extracted(text), claim)


def labels_of(extraction, claim) -> set[str]:
    """The labels of the entities in a claim."""
    labels = {entity.key: entity.label for entity in extraction.entities}
    return {labels.get(each.entity or "", each.text) for each in claim.fillers}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "agents"),
    [
        ("Ada Lunt attended the trial of Ole Dahl.", "trial", set()),
        ("Ada Lunt has the support of the king.", "support", {"the king"}),
        ("The council met at the request of Norland.", "request", {"Norland"}),
        ("Ada Lunt issued a statement about the raid.", "raid", set()),
    ],
)
def test_whose_event_a_noun_is(text, trigger, agents):
    [claim] = (each for each in extracted(text).claims if each.trigger == trigger)
    assert words(claim, "agent") == agents


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "role", "places"),
    [
        ("A quake struck 40 km from Quito on Monday.", "quake", "place", set()),
        ("The convoy travelled 40 km from Oslo to Bergen.", "travelled", "origin", {"Oslo"}),
        ("Two people died in the Moscow region.", "died", "place", {"the Moscow region"}),
        ("Ole Dahl's walk from Oslo to Bergen took a week.", "walk", "origin", {"Oslo"}),
        ("Two people died in Moscow.", "died", "place", {"Moscow"}),
        ("Ada Lunt met envoys from Norland, Estria and France to fix a date.", "met", "place", set()),
        ("Ada Lunt denied murder at Vessa Crown Court.", "murder", "place", set()),
        ("Ada Lunt was convicted of the murder of a nurse at Vessa Crown Court.", "murder", "place", set()),
        ("Ada Lunt appeared at Vessa Crown Court charged with theft.", "appeared", "patient", {"Ada Lunt"}),
        ("Two clerks were shot at Vessa Crown Court.", "shot", "place", {"Vessa Crown Court"}),
        (
            "The survivors, most of them from Norland, were taken to the port of Esk.",
            "taken",
            "origin",
            set(),
        ),
        ("The driver was taken to Vessa with a broken arm.", "taken", "instrument", set()),
        ("Police shot dead two nurses in Vessa.", "shot", "patient", {"two nurses"}),
        ("The Scottish first minister, Ada Lunt, resigned.", "minister", "title", {"first minister"}),
        ("Coroner Ada Lunt recorded a verdict of accidental death.", "death", "patient", set()),
        ("Ada Lunt gave the parcel to Kell House located 400m from Vessa Airport.", "gave", "origin", set()),
    ],
)
def test_an_event_is_not_where_it_is_near(text, trigger, role, places):
    [claim] = (each for each in extracted(text).claims if each.trigger == trigger)
    assert words(claim, role) == places


@pytest.mark.model
def test_people_are_no_place():
    [storms] = (
        each
        for each in extracted("The storms we are seeing are violent, Ada Lunt said.").claims
        if each.trigger == "storms"
    )
    assert not words(storms, "place")


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("The mayor received a letter saying he had lost his post.", {"a letter"}),
        ("Ada Lunt got an email from the union saying that it had won.", {"the union"}),
        ("The union issued a statement saying that it had won.", {"The union"}),
    ],
)
def test_a_message_is_not_of_who_receives_it(text, agents):
    assert words(claim_at(text, "saying"), "agent") == agents


@pytest.mark.model
def test_who_makes_a_statement_about_charges_is_not_charged():
    claims = extracted("After the hearing, Ada Lunt issued a statement about the charges.").claims
    assert not [name for each in claims if each.event_class == "Charge" for name in words(each, "patient")]


@pytest.mark.model
def test_a_city_of_talks_lies_in_no_country_that_they_are_on():
    claims = extracted("Ada Lunt met envoys in Jeddah on Yemen.").claims
    assert not [each for each in claims if each.event_class == "locatedIn"]


@pytest.mark.model
def test_the_one_whose_own_event_it_is_stays_its_agent():
    [plot] = [
        c
        for c in extracted("The army broke up a plot by two brothers to bomb a dam.").claims
        if c.trigger == "bomb"
    ]
    assert words(plot, "agent") <= {"two brothers"}
    strikes = [c for c in extracted("The teachers ended their strike.").claims if c.event_class == "Protest"]
    assert strikes and all(words(claim, "agent") for claim in strikes)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, patient",
    [
        ("A ferry attacked off Orrin on Friday sank.", "A ferry"),
        ("A clerk stabbed in Vessa died.", "A clerk"),
        ("A mill bombed in May was rebuilt.", "A mill"),
        ("A woman attacked with acid spoke on Monday.", "A woman"),
    ],
)
def test_a_participle_after_a_noun_is_passive(text, patient):
    [attack] = [claim for claim in extracted(text).claims if claim.event_class == "Attack"]
    assert words(attack, "patient") == {patient} and not words(attack, "agent")


@pytest.mark.model
def test_an_unnamed_thing_is_an_instrument():
    [injury] = [
        c
        for c in extracted("A lorry hit a tram in Orrin, injuring nine people.").claims
        if c.trigger == "injuring"
    ]
    assert not words(injury, "agent")


@pytest.mark.model
@pytest.mark.parametrize("text", PRICES)
def test_prices_do_nothing(text):
    assert {claim.event_class for claim in extracted(text).claims} <= {"Event", "partOf", "owns"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, name",
    [
        ("The museum closed on Monday after a flood.", "Closure"),
        ("Halden Foods sold its shares at 14 dollars each to Zellwood.", "Acquisition"),
        ("Halden Foods bought Kestrel Bank for 40 million euros.", "Acquisition"),
    ],
)
def test_acts_of_companies_at_a_price_stay(text, name):
    assert name in {claim.event_class for claim in extracted(text).claims}


@pytest.mark.model
def test_a_body_with_the_name_of_a_currency_acts():
    claims = extracted("The Legislative Yuan endorsed the treaty on Monday.").claims
    assert "Event" not in {claim.event_class for claim in claims}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger, source, subject",
    [
        (
            "According to her aide, Piet Lunt, she telephoned Falk on Monday.",
            "telephoned",
            "Piet Lunt",
            "she",
        ),
        ("According to its chairman, Piet Lunt, the firm sold the mill.", "sold", "Piet Lunt", "the firm"),
        ('Said the aide, Piet Lunt: "She met Falk."', "met", "Piet Lunt", "She"),
    ],
)
def test_a_source_takes_no_part(text, trigger, source, subject):
    [claim] = [claim for claim in extracted(text).claims if claim.trigger == trigger]
    actors = {filler.text for filler in claim.fillers}
    assert source not in actors and subject in actors


@pytest.mark.model
def test_reports_that_somebody_denies_are_those_of_others():
    claims = extracted("Reports that the Marsh dam had burst are false, the environment agency says.").claims
    reports = [claim for claim in claims if claim.trigger == "Reports"]
    assert all(words(claim, "agent") == set() for claim in reports)
    assert any(words(claim, "agent") == {"the environment agency"} for claim in claims)


@pytest.mark.model
def test_a_speaker_behind_the_verb_is_its_subject():
    claims = extracted('"The army shelled the school," said a fighter nicknamed "Samo".').claims
    [attack] = [claim for claim in claims if claim.event_class == "Attack"]
    [statement] = [claim for claim in claims if claim.event_class == "Statement"]
    assert words(attack, "agent") == {"The army"} and words(statement, "agent")


@pytest.mark.model
def test_the_place_of_a_when_clause_is_that_of_its_own_event():
    claims = extracted("Brandt died in March, when his car crashed in Vessa.").claims
    places = {claim.event_class: words(claim, "place") for claim in claims}
    assert places["Death"] == set() and places["Disaster"] == {"Vessa"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger",
    [
        ("She stopped short of accusing the envoy.", "accusing"),
        ("The premier came close to resigning in May.", "resigning"),
        ("Halden Foods is far from buying its rival.", "buying"),
    ],
)
def test_what_stops_short_of_an_act_denies_it(text, trigger):
    assert [claim.factuality for claim in extracted(text).claims if claim.trigger == trigger] == ["negated"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger",
    [
        ("The regent is said to have fled.", "fled"),
        ("Two divers are reported to have been killed.", "killed"),
        ("Troops are understood to have entered Vessa.", "entered"),
        # what a court heard is what one side says
        ("The court heard that Piet Falk stabbed his uncle.", "stabbed"),
        ("Police charged Piet Falk with stabbing a clerk.", "stabbing"),
        ("The coach accused Piet Falk of punching a waiter.", "punching"),
        ("Piet Falk stabbed his uncle, a jury was told.", "stabbed"),
        ("Orrin magistrates' court heard that Piet Falk had punched a nurse.", "punched"),
        ("Piet Falk, the tribunal heard, slapped a pupil.", "slapped"),
        ("Piet Falk strangled his uncle, it is alleged.", "strangled"),
        ("Legend has it that the baron poisoned his wife.", "poisoned"),
        ("Piet Falk left after claims he slapped a pupil.", "slapped"),
        ("Piet Falk resigned amid allegations that he slapped a pupil.", "slapped"),
        ("Police want to question Piet Falk over the killing of Ada Lunt.", "killing"),
    ],
)
def test_what_nobody_named_says_is_possible(text, trigger):
    assert [claim.factuality for claim in extracted(text).claims if claim.trigger == trigger] == ["possible"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger",
    [
        ("The inquest heard that Ada Lunt died on Friday.", "died"),
        ("Ada Lunt heard that the mayor left.", "left"),
        ("The result is that Ada Lunt was sacked.", "sacked"),
    ],
)
def test_what_nobody_disputes_is_actual(text, trigger):
    assert [claim.factuality for claim in extracted(text).claims if claim.trigger == trigger] == ["actual"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, event_class",
    [
        ("Piet Falk was shot in Orrin on Friday. He is in hospital.", "Attack"),
        ("Piet Falk was shot in Orrin on Friday. He died in hospital.", "Killing"),
    ],
)
def test_who_was_shot_was_killed_only_if_the_article_speaks_of_death(text, event_class):
    assert [claim.event_class for claim in extracted(text).claims if claim.trigger == "shot"] == [event_class]


@pytest.mark.model
@pytest.mark.parametrize("accuser", ["Prosecutors", "Lawyers", "The minister"])
def test_who_accuses_somebody_has_not_done_it(accuser):
    claims = extracted(f"{accuser} accused the doctor of torturing prisoners.").claims
    [deed] = [claim for claim in claims if claim.trigger == "torturing"]
    assert (words(deed, "agent"), deed.factuality) == ({"the doctor"}, "possible")


@pytest.mark.model
def test_whom_claims_are_about_does_not_make_them():
    found = extracted("Piet Falk quit on Monday after claims he bullied clerks.").claims
    assert not [claim for claim in found if claim.trigger == "claims" and words(claim, "agent")]


@pytest.mark.model
def test_who_met_a_killer_kills_nobody():
    claims = extracted("Actor Piet Falk met a killer who murders his wife.").claims
    agents = [words(claim, "agent") for claim in claims if claim.event_class == "Killing"]
    assert agents and all("Piet Falk" not in " ".join(names) for names in agents)


@pytest.mark.model
def test_who_is_no_shop():
    claim = claim_at("An owner of a shop that sells hats who sued the town left.", "sued")
    assert words(claim, "agent") == {"An owner of a shop"}


@pytest.mark.model
def test_who_reverses_herself_acts_on():
    claim = claim_at("Ada Lunt corrected herself and attacked Ole Brandt.", "attacked")
    assert words(claim, "agent") == {"Ada Lunt"}


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Since the Kell Union's creation in 1949, six mayors have left.",
        "The mill is as old as the Kell Union's creation.",
    ],
)
def test_whose_creation_it_is_was_created(text):
    claim = claim_at(text, "creation")
    assert words(claim, "patient") and not words(claim, "agent")


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger, role",
    [
        ("Ada Lunt returned to Vessa on Monday from a short visit to Norland.", "returned", "destination"),
        ("Ada Lunt returned from ten years of exile in Norland.", "exile", "origin"),
        ("Ada Lunt was flying over Norland when the engine failed.", "flying", "destination"),
    ],
)
def test_nobody_goes_to_what_is_left_or_flown_over(text, trigger, role):
    found = [claim for claim in extracted(text).claims if claim.trigger == trigger]
    assert not any("Norland" in words(claim, role) for claim in found)


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Ada Lunt accused the union of seeking to split the party, a charge its leaders reject.",
        "Ada Lunt, the mayor, says that the union stole the funds - an allegation its leaders reject.",
    ],
)
def test_who_comments_on_a_claim_does_not_make_it(text):
    claims = extracted(text).claims
    sources = {source.text for claim in claims if claim.trigger != "reject" for source in claim.attributed_to}
    assert "its leaders" not in sources
    assert not [claim for claim in claims if claim.trigger == "reject" and claim.attributed_to]
