import pytest
import spacy

from kg.parse.title_case import with_small_letters

TEXT = "The army of Norland raided the port. Ships of the Norland navy fled; a spokesman for Mara Hill spoke."
BODY = [spacy.blank("en")(TEXT)]
CASES = {
    "Norland Army Raids Port, Kills Twelve": "Norland army raids port, kills twelve",
    "Mara Hill Wins Again In Norland": "Mara Hill wins again In Norland",
    "Norland army raids port": "Norland army raids port",
    "Mara Hill": "Mara Hill",
    "UN Envoy Leaves Norland After Talks Fail": "UN envoy leaves Norland after talks fail",
}
COMMON = frozenset("raids kills wins again twelve envoy leaves talks fail after".split())


@pytest.fixture(autouse=True)
def _sentences():
    for doc in BODY:
        for token in doc:
            token.is_sent_start = token.i == 0 or doc[token.i - 1].text in ".;"


@pytest.mark.parametrize("headline, small", CASES.items(), ids=CASES)
def test_common_words_of_a_headline_lose_their_capitals(headline, small):
    assert with_small_letters(headline, BODY, COMMON.__contains__) == small


def test_no_character_is_added_or_lost():
    headline = "İstanbul Mayor Wins Again After Long Count"
    assert len(with_small_letters(headline, BODY, COMMON.__contains__)) == len(headline)
