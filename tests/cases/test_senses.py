"""Words of war, crime and death in sport, business, politics and accidents."""

import pytest

from tests.cases.facts import classes, facts, read

VIOLENT = frozenset(
    {"Attack", "Killing", "Battle", "Coercion", "Charge", "Release", "Death", "Abduction", "Arrest"}
)
OTHER_SENSE = {
    "business": [
        "Halden Bank invaded the Peruvian market in 2018.",
        "Rents exploded in March. The phone maker crushed its rival's profits.",
        "The hedge fund bombed last year.",
        "The takeover battle between Kestrel Foods and Orrin Steel ended on Friday.",
        "The bank was under siege from short sellers.",
        "The minister raided pension funds to pay for a bridge.",
        "Kestrel Foods went to war with the banks.",
        "Customers besieged the lender. The charity was besieged with offers.",
        "Shops are fighting for survival. A price war between two grocers hit profits.",
    ],
    "politics": [
        "Her allies knifed the prime minister in a leadership vote.",
        "The rebel MPs ambushed the premier over the bill.",
        "The premier was shot down by critics.",
        "The candidates clashed over pensions in a debate.",
        "The two parties clashed over the launch of the police bureau.",
        "His political battles with the senate wore the premier down.",
    ],
    "sport": [
        "Halden destroyed Orrin 5-1 at home on Saturday.",
        "Vessa invaded the box and killed the game with a late goal.",
        "The club released the midfielder in July. Falk was released by Orrin United.",
        "Orrin will battle Vessa for the title on Sunday.",
    ],
}  # fmt: skip
LITERAL = {  # the same words in their own sense
    "A jet bombed a depot near Orrin last year.": "Attack",
    "The battle between the army and two militias ended on Friday.": "Battle",
    "The town was under siege from rebels.": "Coercion",
    "Masked men raided a bank in Vessa.": "Attack",
    "A man knifed a waiter outside a bar.": "Attack",
    "Gunmen ambushed the premier on the coast road.": "Attack",
    "Police attacked 10-12 marchers in Orrin.": "Attack",
    "The court ruled 5-4 that the guards attacked the marchers.": "Attack",
    "The goalkeeper attacked a referee outside a bar.": "Attack",
    "Guards of the mining company shot two villagers.": "Attack",
    "The two sides fought for a week near Orrin.": "Battle",
    "Protesters fought with clubs and stones.": "Battle",
    "Farmers and settlers clashed over a well near Orrin.": "Battle",
    "The street battle between police and rebels ended.": "Battle",
    "Militants attacked a club in the capital.": "Attack",
    "A thief stabbed the clerk in the back.": "Attack",
    "Rockets destroyed a school in Orrin.": "Attack",
    "Falk was released by the militia in July.": "Release",
    "A court released the striker on bail.": "Release",
    "Norland invaded Estria in 1940.": "Attack",
    "An economist killed his wife and two neighbours in Orrin.": "Killing",
    "A columnist shot a policeman outside the stadium.": "Attack",
    "Two reporters were shot dead by gunmen near Orrin.": "Killing",
    "Reporters clashed with police outside the court.": "Battle",
    "The shipping company released two hostages on Friday.": "Release",
}


@pytest.mark.model
@pytest.mark.parametrize("text", [text for texts in OTHER_SENSE.values() for text in texts], ids=str)
def test_words_of_war_in_other_fields_are_no_violence(text):
    assert classes(read(text)).isdisjoint(VIOLENT)


@pytest.mark.model
@pytest.mark.parametrize("text", LITERAL, ids=str)
def test_the_same_words_keep_their_own_sense(text):
    assert LITERAL[text] in classes(read(text))


@pytest.mark.model
@pytest.mark.parametrize(
    "text, stated",
    [
        ("A van hit a tram near Orrin on Friday, injuring nine people.", "Injury injured: 9"),
        ("A tram struck a taxi at a bridge on Sunday, killing two nurses.", "Killing killed: 2"),
        ("Piet Lunt was killed on Sunday when his taxi hit a bridge.", "Killing patient: Piet Lunt"),
    ],
)
def test_a_collision_is_an_accident_with_its_tolls(text, stated):
    found = read(text)
    assert stated in facts(found) and "Attack" not in classes(found)
