"""Who does what, and whether: plots that are stopped, acts that are not done, what nobody named reports."""

import pytest

from tests.cases.facts import facts, read

STOPPED = {  # text -> trigger of what is planned, who only stops or reports it
    "Border guards thwarted a plan to poison the judge on Friday.": ("poison", "Border guards"),
    "The navy stopped an attempt to capture the oil rig.": ("capture", "navy"),
    "Swiss detectives uncovered a plot to kidnap the banker Ivo Brandt.": ("kidnap", "Swiss detectives"),
    "The envoy warned of a plan to bomb the ferry.": ("bomb", "envoy"),
    "Auditors investigated a scheme to bribe officers in Halden.": ("bribe", "Auditors"),
    "A clerk described a proposal to burn the archive.": ("burn", "clerk"),
    "Police foiled a plot to shoot the abbot.": ("shoot", "Police"),
}
NOT_DONE = {  # text -> trigger that is not actual
    "The club came close to dismissing Brandt in April.": "dismissing",
    "The council stopped short of condemning the raid.": "condemning",
    "The bank is far from selling its mill.": "selling",
    "The colonel ruled out resigning.": "resigning",
    "The premier ruled out a visit to Vessa.": "visit",
    "The militia gave up trying to seize Orrin.": "seize",
    "Norland held off recognising the regime.": "recognising",
    "The bank held off on dismissing its chairman.": "dismissing",
    "The council voted against banning the march.": "banning",
    "The judge ruled against extraditing Lunt.": "extraditing",
    "Doctors warned against visiting Vessa.": "visiting",
    "The party flirted with leaving the coalition.": "leaving",
    "The envoy backed out of visiting Norland.": "visiting",
    "Ilsa Marn is dying to meet the singer.": "meet",
    "The abbot is dying.": "dying",
    "She said that Piet Lunt was dying of cancer.": "dying",
    "The magistrate declined to free Lunt.": "free",
    "The miners called off the strike.": "strike",
    "The abbot is said to have died.": "died",
    "Three nurses are reported to have been kidnapped.": "kidnapped",
    "Rebels are understood to have seized Vessa.": "seized",
    "There is no truth in the claim that Brandt robbed the abbey.": "robbed",
    "There was no substance to rumours that Halden Foods had bought Orrin Steel.": "bought",
    "It is not true that the colonel fled, her lawyer said.": "fled",
    "There was nothing to prove that the monk hit the guard.": "hit",
}

SPOKEN = {  # text -> trigger, who says so
    "The bank dismissed its cook, two maids present at the meal said.": (
        "dismissed",
        "two maids present at the meal",
    ),
    "Rebels burned the mill, a miller reached by radio said.": ("burned", "miller"),
    "The militia seized Orrin, a nurse who hid in a barn told the Courier.": ("seized", "nurse"),
    "The premier bribed the abbot, auditors reading the ledgers alleged.": ("bribed", "auditors"),
}


@pytest.mark.model
@pytest.mark.parametrize("text", STOPPED, ids=str)
def test_who_stops_or_reports_a_plot_is_not_its_agent(text):
    trigger, name = STOPPED[text]
    found = read(text)
    claims = [claim for claim in found.claims if claim.trigger == trigger]
    assert claims and all(name not in filler.text for c in claims for filler in c.fillers_of("agent"))
    assert {claim.factuality for claim in claims}.isdisjoint({"actual"})


@pytest.mark.model
@pytest.mark.parametrize("text", NOT_DONE, ids=str)
def test_what_is_not_done_is_not_actual(text):
    claims = [claim for claim in read(text).claims if claim.trigger == NOT_DONE[text]]
    assert all(claim.factuality != "actual" for claim in claims)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, trigger",
    [
        ("Vessa held off an attack by rebels on Sunday.", "attack"),
        ("Falk talked about the attack on Orrin.", "attack"),
        ("She spoke about losing her son in the war.", "losing"),
        ("Children were dying of hunger in the camp.", "dying"),
        ("The general got away with killing two monks.", "killing"),
        ("There is no doubt that Norland shelled the abbey.", "shelled"),
        ("There is no dispute that Brandt dismissed the cook.", "dismissed"),
        ("It is true that the colonel fled, her lawyer said.", "fled"),
        ("The envoy rejected the report that she wrote about Brandt, who fled.", "fled"),
    ],
)
def test_what_is_only_spoken_of_or_met_happened(text, trigger):
    assert f"{trigger}: actual" in facts(read(text))


@pytest.mark.model
def test_who_is_dying_to_do_something_does_not_die():
    found = {claim.event_class for claim in read("Ilsa Marn is dying to meet the singer.").claims}
    assert "Death" not in found and "Death" in {
        c.event_class for c in read("A monk is dying of cancer.").claims
    }


@pytest.mark.model
@pytest.mark.parametrize(
    "text, lines",
    [
        ("A welder hit by a tram in Orrin has died.", {"Death patient: welder"}),
        ("A caretaker shot near a mill in Orrin has died.", {"Death patient: caretaker"}),
        ("A florist hurt in the fire in Orrin has died.", {"Death patient: florist"}),
        ("A golf shot from Brandt has won the cup.", set()),
    ],
)
def test_a_noun_like_a_participle_is_one_behind_a_person(text, lines):
    found = facts(read(text))
    assert lines <= found and not any(line.startswith("Attack agent") for line in found)


@pytest.mark.model
@pytest.mark.parametrize(
    "text, line",
    [
        ("Villagers urged to flee as river rises.", "Request recipient: Villagers"),
        ("Shoppers told to stay indoors as gunman flees.", "Request recipient: Shoppers"),
        ("Ada Lunt urged to resign over flood.", "Request recipient: Ada Lunt"),
        ("Halden Foods ordered to pay 9 million euros.", "Request recipient: Halden Foods"),
        ("Ada Lunt told her clerks to leave.", "Request agent: Ada Lunt"),
        ("Brandt ordered the army to retreat.", "Request agent: Brandt"),
        ("Ada Lunt asked to leave.", "Request agent: Ada Lunt"),
    ],
)
def test_who_is_told_to_do_something_tells_nobody(text, line):
    found = {each for each in facts(read(text)) if each.startswith(("Request agent", line))}
    assert found == {line}


@pytest.mark.model
@pytest.mark.parametrize(
    "text, agents",
    [
        ("Orrin Mayor and Senator Ada Lunt accused the army of theft.", {"Ada Lunt"}),
        ("Kestrel President and General Manager Billy Holm accused the army of theft.", {"Billy Holm"}),
        ("Norwegian journalist and author Hiro Aida accused the army of theft.", {"Hiro Aida"}),
        (
            "President Ole Brandt and General Piet Maas accused the army of theft.",
            {"Ole Brandt", "Piet Maas"},
        ),
        ("The president and General Piet Maas accused the army of theft.", {"president", "Piet Maas"}),
    ],
)
def test_two_titles_of_one_name_are_one_person(text, agents):
    found = {line for line in facts(read(text)) if line.startswith("Accusation agent")}
    assert found == {f"Accusation agent: {agent}" for agent in agents}


@pytest.mark.model
def test_whose_event_it_is_undergoes_it_where_another_does_it():
    found = facts(
        read("Orrin Steel's purchase by Halden Foods failed. Norland's invasion of Estria by sea failed.")
    )
    assert {
        "Acquisition agent: Halden Foods",
        "Acquisition patient: Orrin Steel",
        "Attack agent: Norland",
    } <= found
    assert "Acquisition agent: Orrin Steel" not in found


@pytest.mark.model
def test_a_participle_after_its_noun_is_passive():
    found = facts(read("A tanker attacked off Peru on Sunday burned. A clerk stabbed in Vessa died."))
    assert {"Attack patient: tanker", "Attack patient: clerk"} <= found
    assert not {"Attack agent: tanker", "Attack agent: clerk"} & found


@pytest.mark.model
@pytest.mark.parametrize("text", SPOKEN, ids=str)
def test_a_speaker_with_words_of_its_own_is_the_source(text):
    trigger, name = SPOKEN[text]
    found = read(text)
    labels = {entity.key: entity.label for entity in found.entities}
    [claim] = [claim for claim in found.claims if claim.trigger == trigger]
    assert [labels.get(each.entity or "", each.text) for each in claim.attributed_to] == [name]


@pytest.mark.model
def test_who_only_says_something_of_somebody_is_no_source():
    [claim] = [
        c
        for c in read("Police arrested Ivo Brandt, a cook who said nothing.").claims
        if c.trigger == "arrested"
    ]
    assert claim.attributed_to == ()


@pytest.mark.model
def test_the_agent_after_an_active_verb_does_what_its_object_tells():
    found = facts(read("Orrin banned a rally by cooks armed with pans. A parade was banned by the senate."))
    assert {"Sanction agent: Orrin", "Sanction agent: senate"} <= found
    assert not any(line.startswith("Sanction agent: cooks") for line in found)
