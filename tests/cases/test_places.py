"""States and cities with the names of countries, other cities and people."""

import pytest

from tests.cases.facts import facts, names, read

PLACES = {  # text -> GeoNames ids of its places, by label
    "A jury in Macon, Georgia, freed the nurse on Friday.": {"Georgia": 4197000},
    "The governor of Georgia vetoed the bill. Mayors in Atlanta had backed it.": {"Georgia": 4197000},
    "Officers in Augusta arrested a clerk. The Georgia Department of Corrections said the clerk had escaped. "
    "Georgia jailed four guards this year.": {"Georgia": 4197000},
    "A nurse at a clinic was shot in Cambridge, Mass., on Friday.": {"Cambridge": 4931972, "Mass.": 6254926},
    "Crews in Boulder, Colo., freed a driver. Voters in Vancouver, Wash., elected a mayor.": {
        "Colo.": 5417618,
        "Vancouver": 5814616,
        "Wash.": 5815135,
    },
    "A clinic in London, Ont., closed. A nurse was shot in Richmond, B.C.": {
        "London": 6058560,
        "Ont.": 6093943,
        "Richmond": 6122085,
    },
    "The Washington legislature in Olympia amended the bill.": {"Washington": 5815135},
    "Washington amended the bill, the White House said.": {"Washington": 4140963},
    "Deputies in Oakland, CA, freed a girl. A bus from Sacramento, Calif., crashed.": {
        "CA": 5332921,
        "Calif.": 5332921,
    },
}
TOWNS = {  # text -> the types of its names
    "Deputies in Lebanon, Ohio, freed a clerk. Lebanon closed a bridge.": {"Lebanon": "City"},
    "A mill in Denmark, South Carolina, burned.": {"Denmark": "City"},
    "Envoys of Denmark, Ohio and Iowa met in Lima.": {"Denmark": "Country"},
    "Denmark, Norway and Iceland met in Ohio.": {"Denmark": "Country"},
    "In Denmark, Ohio State University opened a clinic.": {"Denmark": "Country"},
}


@pytest.mark.model
@pytest.mark.parametrize("text", TOWNS, ids=str)
def test_a_town_with_the_name_of_a_country_is_no_country(text):
    assert TOWNS[text].items() <= names(read(text)).items()


@pytest.mark.model
@pytest.mark.parametrize("text", PLACES, ids=str)
def test_a_place_is_the_one_that_the_text_means(text):
    found = read(text).entities
    ids = {entity.label: entity.coordinates and entity.coordinates.geonames for entity in found}
    assert PLACES[text].items() <= ids.items()


@pytest.mark.model
def test_a_person_with_the_name_of_a_country_is_no_country():
    text = (
        "Queen Rania of Jordan opened a clinic in Amman. Jordan rejected the treaty. Barbara Jordan visited Aqaba. "
        "Jordan, the former senator, gave $2 million to a school."
    )
    found = read(text)
    assert names(found)["Barbara Jordan"] == "Person" and names(found)["Jordan"] == "Country"
    lines = facts(found)
    assert "Rejection agent: Jordan" in lines and "Payment agent: Barbara Jordan" in lines
    assert "Payment agent: Jordan" not in lines
