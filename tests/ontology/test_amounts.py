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
}


@pytest.mark.parametrize("text, amount", CASES.items(), ids=CASES)
def test_an_amount_is_read(text, amount):
    assert read_amount(text, language().numbers) == amount


@pytest.mark.parametrize("text", ["dozens", "hundreds", "several", "a", "", "the many"])
def test_what_gives_no_number_is_none(text):
    assert read_amount(text, language().numbers) is None
