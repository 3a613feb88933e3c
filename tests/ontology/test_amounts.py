import pytest

from kg.ontology.words.amounts import read_amount
from tests.marked import language

CASES = {
    "at least 95": (95, "at least", None),
    "two dozen": (24, None, None),
    "half a million": (500_000, None, None),
    "half a dozen": (6, None, None),
    "a hundred": (100, None, None),
    "$1.5 billion": (1.5e9, None, "$"),
    "5.4 million euros": (5.4e6, None, "euros"),
    "more than 195,000": (195_000, "more than", None),
    "twenty-two": (22, None, None),
    "two hundred and ten": (210, None, None),
    "USD 8.3 million": (8.3e6, None, "USD"),
    "Rs. 50 crore": (5e8, None, "Rs"),
    "about A$5": (5, "about", "A$"),
    "US$5bn": (5e9, None, "US$"),
    "10 percent": (10, None, "percent"),
    "7.5%": (7.5, None, "%"),
    "nearly three thousand": (3000, "nearly", None),
    "3,000 to 4,000": (3000, "to 4,000", None),
    "40-50": (40, "to 50", None),
    "between 10 and 12": (10, "to 12", None),
    "nine-year": (9, None, "year"),
    "12 or more": (12, "or more", None),
    "Two": (2, None, None),
    "one and a half million": (1.5e6, None, None),
    "one-and-a-half million": (1.5e6, None, None),
    "a million and a half": (1.5e6, None, None),
    "three and a half thousand": (3500, None, None),
    "two and three quarter million": (2.75e6, None, None),
    "a half million": (500_000, None, None),
    "half-a-million pounds": (500_000, None, "pounds"),
    "three quarters of a million euros": (750_000, None, "euros"),
    "two and three quarters of a million euros": (2_750_000, None, "euros"),
    "a quarter of a billion dollars": (2.5e8, None, "dollars"),
    "two-thirds of a million": (666_666.667, None, None),
    "4½ billion euros": (4.5e9, None, "euros"),
    "½ million": (500_000, None, None),
    "6 1/2 million tonnes": (6.5e6, None, "tonnes"),
    "4 / 5 stars": (4.0, None, None),
    "two thousand million": (2e9, None, None),
    "3 lakh crore": (3e12, None, None),
    "1,50,000 rupees": (150_000, None, "rupees"),
    "one million two hundred thousand": (1.2e6, None, None),
    "seven hundred and eighty-nine thousand and four": (789_004, None, None),
    "nearly a hundred thousand": (100_000, "nearly", None),
    "8 500": (8500, None, None),
    "$3m": (3e6, None, "$"),
    "£1.25bn": (1.25e9, None, "£"),
    "€7b": (7e9, None, "€"),
    "2.5 to 3 million dollars": (2.5e6, "to 3,000,000", "dollars"),
    "between $2m and $3m": (2e6, "to 3,000,000", "$"),
    "$3.5-$4 billion": (3.5e9, "to 4,000,000,000", "$"),
    "900,000 to 1 million": (900_000, "to 1,000,000", None),
    "5% to 7%": (5, "to 7", "%"),
    "two or three": (2, "to 3", None),
    "12 per cent": (12, None, "percent"),
    "no less than 80": (80, "no less than", None),
    "40 plus": (40, "plus", None),
    "a dozen or so": (12, "or so", None),
    "10 and 12": (10, None, None),
    "3.125 percent": (3.125, None, "percent"),
    "1.250 million": (1.25e6, None, None),
    "awesome 5": (5, None, None),
    "5, 6": (5, None, None),
}


@pytest.mark.parametrize("text, amount", CASES.items(), ids=CASES)
def test_an_amount_is_read(text, amount):
    assert read_amount(text, language().numbers) == amount


UNREADABLE = [
    "several hundred", "a few thousand", "a couple of dozen", "many hundred", "hundreds of thousands",
    "two-thirds of the crew", "a third of the shops", "half the village", "one in ten", "nine out of 10",
    "1.500", "1.500.000", "1,5", "12,30", "3-2", "10-12-14", "nineteen eighty-four", "12 odd", "7 million 9 million",
    "12th", "22/30",
]  # fmt: skip


@pytest.mark.parametrize("text", ["dozens", "hundreds", "several", "a", "", "the many", *UNREADABLE])
def test_what_gives_no_number_is_none(text):
    assert read_amount(text, language().numbers) is None
