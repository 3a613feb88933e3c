"""Places whose name a state shares with a city, by the other places of the article."""

import pytest

from kg.ontology.files import OntologyFiles
from kg.ontology.name_rules import NameRules, read_name_rules
from kg.parse.names.doc_words import DocWords
from kg.parse.names.places import place_ids
from kg.parse.names.votes import NameMention

STATE, CITY = "geonames:2145234", "geonames:6174041"  # Victoria in Australia; Victoria, British Columbia


@pytest.fixture(scope="module")
def rules() -> NameRules:
    return read_name_rules(OntologyFiles())


@pytest.mark.parametrize(
    "text, ids",
    [
        ("*Geelong* sued *Victoria*", ["geonames:2165798", STATE]),
        ("*Tasmania* and *Victoria* voted", ["geonames:2147291", STATE]),
        ("*Australia* told *Victoria* so", ["geonames:2077456", STATE]),
        ("the premier of *Victoria* left", [STATE]),
        ("*Seychelles* told *Victoria* so", ["geonames:241170", "geonames:241131"]),
        ("*Geelong* , *Victoria* , was wet", ["geonames:2165798", STATE]),
        ("*Victoria* , *British_Columbia* , voted", [CITY, "geonames:5909050"]),
        ("*Kelowna* and *Victoria* voted", ["geonames:5990579", CITY]),
        (
            "*Canada* saw *Kelowna* and *Victoria* , *Texas* ,",
            ["geonames:6251999", "geonames:5990579", "geonames:4739157", "geonames:4736286"],
        ),
        ("*Paris* , *Ontario* , voted", ["", "geonames:6093943"]),
        ("*Oyam* , *Uganda* , voted", ["", "geonames:226074"]),
        ("*Fez* , *Morocco* , voted", ["geonames:2548885", "geonames:2542007"]),
        (
            "*Vienna* , *Germany* and *Italy* voted",
            ["geonames:2761369", "geonames:2921044", "geonames:3175395"],
        ),
        ("*London* and *Kent* voted", ["geonames:2643743", ""]),
        ("*Seattle* and *Kent* voted", ["geonames:5809844", "geonames:5799625"]),
        ("*Kent* voted", ["geonames:5799625"]),
        (
            "*Kent* , *Washington* , and *London* voted",
            ["geonames:5799625", "geonames:5815135", "geonames:2643743"],
        ),
        ("*Kenya* met in *Geneva*", ["geonames:192950", "geonames:2660646"]),
        ("*Seattle* is in *Washington* state", ["geonames:5809844", "geonames:5815135"]),
        ("*Kyoto* voted", ["geonames:1857910"]),
    ],
)
def test_a_state_is_known_by_the_places_beside_it(rules, text, ids):
    words = text.split()
    mentions = []
    plain = [part for word in words for part in word.strip("*").split("_")]
    at = 0
    for word in words:
        end = at + len(word.split("_"))
        if word.startswith("*"):
            mentions.append(NameMention(doc=0, start=at, end=end, key=word, scores={"GPE": 0.9}))
        at = end
    doc = DocWords(plain, ["NNP"] * len(plain), [True] + [False] * (len(plain) - 1))
    assert place_ids(mentions, ["GPE"] * len(mentions), [doc], rules) == ids
