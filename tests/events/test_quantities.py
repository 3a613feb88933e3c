"""Numbers from the sentence to the quantity. What cannot be read with certainty is no quantity."""

import random

import pytest

from kg.ontology.words.amounts import read_amount
from kg.pipeline import extract
from kg.read.clean import clean
from kg.records import RawArticle
from tests.marked import language
from tests.reading import known

READ = {
    "The quake killed one and a half million people.": (1_500_000, None),
    "The company paid 4½ billion euros to its lenders.": (4_500_000_000, None),
    "The famine killed three and a half thousand people.": (3_500, None),
    "The bomb killed between 10 and 15 soldiers.": (10, "to 15"),
    "The bank paid $3m to the widow.": (3_000_000, None),
    "The collapse killed about a dozen workers.": (12, "about"),
    "The crash killed well over a hundred passengers.": (100, "well over"),
    "The raid killed half a dozen rebels.": (6, None),
    "The ferry disaster killed some 1,200 pilgrims.": (1_200, "some"),
    "Police arrested 10 to 15 students.": (10, "to 15"),
    "The company paid 2.5 to 3 million dollars to farmers.": (2_500_000, "to 3,000,000"),
    "The fund paid between $2m and $3m to the family.": (2_000_000, "to 3,000,000"),
    "The bank paid three quarters of a million pounds to the club.": (750_000, None),
    "The flood killed one and three-quarter million people.": (1_750_000, None),
    "The insurer paid £1.2bn to shipowners.": (1_200_000_000, None),
    "The firm paid almost a quarter of a billion dollars to victims.": (250_000_000, "almost"),
    "The mudslide killed no fewer than 37 people.": (37, "no fewer than"),
    "The epidemic killed upwards of 4,000 people.": (4_000, "upwards of"),
    "The attack killed 12 soldiers and wounded 30 others.": (12, None),
    "The strike killed two hundred and thirty-four people.": (234, None),
    "The war killed one million two hundred thousand people.": (1_200_000, None),
    "The plague killed 10 million and a half people.": (10_500_000, None),
    "The army killed 300-400 fighters.": (300, "to 400"),
    "The train crash killed 50 or 60 commuters.": (50, "to 60"),
    "The avalanche killed zero climbers.": (0, None),
    "The ministry paid 12 lakh rupees to each family.": (1_200_000, None),
    "Orvex paid $1 billion-plus to its founder.": (1_000_000_000, None),
    "The judge ordered the firm to pay €15.75mn to the city.": (15_750_000, None),
    "The storm killed six, including two children.": (6, None),
    "The drought killed nearly one-and-a-half million cattle.": (1_500_000, "nearly"),
    "The sniper killed less than ten men.": (10, "less than"),
    "Orvex bought Merrow for $3.5-$4 billion.": (3_500_000_000, "to 4,000,000,000"),
    "The ship sank, killing as many as 45 sailors.": (45, "as many as"),
    "The bus crash killed more than two dozen people.": (24, "more than"),
    "The landslide buried and killed some two and a half thousand villagers.": (2_500, "some"),
    "The mine blast killed between 20 and 30 miners.": (20, "to 30"),
    "The state paid between 3 and 4 million euros to the growers.": (3_000_000, "to 4,000,000"),
    "Zellwood bought the mill for $2.25bn.": (2_250_000_000, None),
    "Zellwood bought the mill for 1½ billion crowns.": (1_500_000_000, None),
    "The ambush killed at least two dozen soldiers.": (24, "at least"),
    "The stampede killed over three hundred and fifty pilgrims.": (350, "over"),
    "The quake killed 12,500 people.": (12_500, None),
    "The blast killed two women and one man.": (3, None),
    "The raid killed a soldier and two guards.": (3, None),
    "Gunmen killed at least three policemen, two nurses and a driver.": (6, "at least"),
    "The storm killed 40 people and thousands of animals.": (40, None),
    "The raid killed upwards of two hundred people.": (200, "upwards of"),
    "The shell killed 5-7 villagers.": (5, "to 7"),
    "The bus crash killed a dozen and a half tourists.": (18, None),
    "The court ordered the firm to pay half a billion dollars to the town.": (500_000_000, None),
    "The insurer paid a quarter of a million pounds to the widow.": (250_000, None),
    "The group kidnapped more than a hundred girls.": (100, "more than"),
    "Nearly a thousand people were killed in the quake.": (1_000, "nearly"),
    "The tanker blast killed 30 to 40 people.": (30, "to 40"),
    "Gunmen killed 22 people, among them three children.": (22, None),
    "The blast wounded 1 200 people.": (1_200, None),
    "The militia freed three or four hostages.": (3, "to 4"),
    "Guards shot dead as many as fifteen prisoners.": (15, "as many as"),
    "The storm killed ten thousand to fifteen thousand people.": (10_000, "to 15,000"),
    "The dam burst killed just under two thousand people.": (2_000, "just under"),
    "The fund paid Rs 5 crore to the victims.": (50_000_000, None),
    "The mob killed fewer than ten people.": (10, "fewer than"),
    "Jonas Brandt is one of at least 707 people killed by police this year.": (707, "at least"),
    "The bank paid $1.2-1.4 million to the clerk.": (1_200_000, "to 1,400,000"),
}
UNREADABLE = [
    "The storm displaced two-thirds of the crew.",
    "The blast killed two-thirds of the crew.",
    "The fire killed several hundred villagers.",
    "Dozens were wounded in the shelling.",
    "Gunmen killed a couple of dozen farmers.",
    "The flood killed hundreds of thousands of people.",
    "The cyclone killed one in ten residents.",
    "The landslide killed a third of the villagers.",
    "The shelling killed scores of civilians.",
    "The shooting killed twenty-odd people.",
    "The heatwave killed 40-plus pensioners.",
    "The wave killed tens of thousands of people.",
    "The siege killed a few thousand people.",
    "Bandits abducted scores of pupils.",
    "Police arrested three-quarters of the members.",
    "The flood killed several dozen people.",
    "The fire killed one out of five residents.",
    "Half the crew were killed in the storm.",
    "The heat killed 100-odd people.",
    "Zellwood paid 3,5 million euros to its founder.",
    "The explosion killed 1.500 workers.",
    "Nurse Ada Lunt and driver Karel Mohr, both 51, died in the crash.",
    "The avalanche killed two guides and their clients.",
    "The fire killed all but two of the miners.",
    "Brandal Marine bought Kaldera for $12.50 a share.",
    "Brandal Marine bought Kaldera for 45 euros per share.",
]


def quantities(text: str) -> list[tuple[float, str | None]]:
    article = clean(RawArticle("test", "0" * 64, text), known().boilerplate)
    claims = extract(article, known()).claims
    return [(each.value, each.modifier) for claim in claims for each in claim.quantities]


@pytest.mark.model
@pytest.mark.parametrize("text, amount", READ.items(), ids=READ)
def test_a_hard_phrase_is_read(text, amount):
    assert amount in quantities(text)


@pytest.mark.model
@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_certain_number_stays_words(text):
    assert quantities(text) == []


def test_any_pieces_in_any_order_raise_nothing():
    words = "1 2,5 3, .5 ½ 3/4 1/30 a half thirds and - – of to between $ % million dozen twenty one few in ٣ ²".split()
    chance = random.Random(0)
    for _ in range(5000):
        text = " ".join(chance.choices(words, k=chance.randint(1, 7)))
        amount = read_amount(text, language().numbers)
        assert amount is None or amount.value >= 0
