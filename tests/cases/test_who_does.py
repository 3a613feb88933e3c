"""Who does what, and whether: plots that are stopped, acts that are not done, what nobody named reports."""

import pytest

from tests.cases.facts import facts, read

CASES = {  # text -> facts that it states, facts that it does not state
    # who stops or reports a plot is not its agent, and what is planned is not done
    "Border guards thwarted a plan to poison the judge on Friday.": (
        {"Killing patient: judge"},
        {"Killing agent: Border guards", "poison: actual"},
    ),
    "The navy stopped an attempt to capture the oil rig.": (
        {"stopped: actual"},
        {"Capture agent: navy", "Movement agent: navy", "capture: actual"},
    ),
    "Swiss detectives uncovered a plot to kidnap the banker Ivo Brandt.": (
        {"Abduction patient: Ivo Brandt"},
        {"Abduction agent: Swiss detectives", "kidnap: actual"},
    ),
    "The envoy warned of a plan to bomb the ferry.": (
        {"Attack patient: ferry"},
        {"Attack agent: envoy", "bomb: actual"},
    ),
    "Auditors investigated a scheme to bribe officers in Halden.": (
        {"Payment recipient: officers"},
        {"Payment agent: Auditors", "bribe: actual"},
    ),
    "A clerk described a proposal to burn the archive.": (
        {"burn: planned"},
        {"Event agent: clerk", "Attack agent: clerk"},
    ),
    "Police foiled a plot to shoot the abbot.": (
        {"Attack patient: abbot"},
        {"Attack agent: Police", "shoot: actual"},
    ),
    # whose event it is undergoes it where another does it
    "Orrin Steel's purchase by Halden Foods failed.": (
        {"Acquisition agent: Halden Foods", "Acquisition patient: Orrin Steel"},
        {"Acquisition agent: Orrin Steel"},
    ),
    "Norland's invasion of Estria by sea failed.": ({"Attack agent: Norland"}, {"Attack agent: sea"}),
    # a participle after its noun is passive, also one that looks like a noun
    "A tanker attacked off Peru on Sunday burned.": ({"Attack patient: tanker"}, {"Attack agent: tanker"}),
    "A clerk stabbed in Vessa died.": ({"Attack patient: clerk"}, {"Attack agent: clerk"}),
    "A welder hit by a tram in Orrin has died.": ({"Death patient: welder"}, {"Attack agent: welder"}),
    "A caretaker shot near a mill in Orrin has died.": (
        {"Death patient: caretaker"},
        {"Attack agent: caretaker"},
    ),
    "A florist hurt in the fire in Orrin has died.": ({"Death patient: florist"}, {"Attack agent: florist"}),
    "A golf shot from Brandt has won the cup.": (set(), {"Attack agent: Brandt", "Attack agent: golf"}),
    # the agent after an active verb does what its object tells
    "Orrin banned a rally by cooks armed with pans.": ({"Sanction agent: Orrin"}, {"Sanction agent: cooks"}),
    "A parade was banned by the senate.": ({"Sanction agent: senate"}, set()),
    # who is dying to do something does not die
    "Ilsa Marn is dying to meet the singer.": ({"meet: planned"}, {"Death patient: Ilsa Marn"}),
    "A monk is dying of cancer.": ({"Death patient: monk"}, {"dying: actual"}),
}
AGENTS = {  # text -> the agents of a class
    "Orrin Mayor and Senator Ada Lunt accused the army of theft.": ("Accusation", {"Ada Lunt"}),
    "Kestrel President and General Manager Billy Holm accused the army of theft.": (
        "Accusation",
        {"Billy Holm"},
    ),
    "Norwegian journalist and author Hiro Aida accused the army of theft.": ("Accusation", {"Hiro Aida"}),
    "President Ole Brandt and General Piet Maas accused the army of theft.": (
        "Accusation",
        {"Ole Brandt", "Piet Maas"},
    ),
    "The president and General Piet Maas accused the army of theft.": (
        "Accusation",
        {"president", "Piet Maas"},
    ),
    # who is told to do something tells nobody
    "Villagers urged to flee as river rises.": ("Request", set()),
    "Shoppers told to stay indoors as gunman flees.": ("Request", set()),
    "Ada Lunt urged to resign over flood.": ("Request", set()),
    "Halden Foods ordered to pay 9 million euros.": ("Request", set()),
    "Ada Lunt told her clerks to leave.": ("Request", {"Ada Lunt"}),
    "Brandt ordered the army to retreat.": ("Request", {"Brandt"}),
    "Ada Lunt asked to leave.": ("Request", {"Ada Lunt"}),
}
TOLD = {  # text -> who is told to do something
    "Villagers urged to flee as river rises.": "Villagers",
    "Shoppers told to stay indoors as gunman flees.": "Shoppers",
    "Ada Lunt urged to resign over flood.": "Ada Lunt",
    "Halden Foods ordered to pay 9 million euros.": "Halden Foods",
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

HAPPENED = {  # text -> trigger that is actual
    "Vessa held off an attack by rebels on Sunday.": "attack",
    "Falk talked about the attack on Orrin.": "attack",
    "She spoke about losing her son in the war.": "losing",
    "Children were dying of hunger in the camp.": "dying",
    "The general got away with killing two monks.": "killing",
    "There is no doubt that Norland shelled the abbey.": "shelled",
    "There is no dispute that Brandt dismissed the cook.": "dismissed",
    "It is true that the colonel fled, her lawyer said.": "fled",
    "The envoy rejected the report that she wrote about Brandt, who fled.": "fled",
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
@pytest.mark.parametrize("text", CASES, ids=str)
def test_everybody_does_what_the_text_says(text):
    (stated, unstated), found = CASES[text], facts(read(text))
    assert (stated - found, unstated & found) == (set(), set())


@pytest.mark.model
@pytest.mark.parametrize("text", AGENTS, ids=str)
def test_agents_are_those_of_the_text(text):
    event_class, agents = AGENTS[text]
    found = {line for line in facts(read(text)) if line.startswith(f"{event_class} agent")}
    assert found == {f"{event_class} agent: {agent}" for agent in agents}


@pytest.mark.model
@pytest.mark.parametrize("text", TOLD, ids=str)
def test_who_is_told_to_do_something_is_the_recipient(text):
    assert f"Request recipient: {TOLD[text]}" in facts(read(text))


@pytest.mark.model
@pytest.mark.parametrize("text", NOT_DONE, ids=str)
def test_what_is_not_done_is_not_actual(text):
    found = {claim.factuality for claim in read(text).claims if claim.trigger == NOT_DONE[text]}
    assert found and "actual" not in found


@pytest.mark.model
@pytest.mark.parametrize("text", HAPPENED, ids=str)
def test_what_is_only_spoken_of_or_met_happened(text):
    assert f"{HAPPENED[text]}: actual" in facts(read(text))


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
    found = read("Police arrested Ivo Brandt, a cook who said nothing.")
    [claim] = [claim for claim in found.claims if claim.trigger == "arrested"]
    assert claim.attributed_to == ()
