from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology.files import ontology_file
from kg.ontology.gazetteer import Entry, Places, read_list

HEAD = "# what it is\nname\tlabel\tuse\tid\n"
PLACES = Places(read_list(ontology_file("lists/places.tsv")))


@pytest.mark.parametrize("path", sorted(ontology_file("lists").glob("*.tsv")), ids=lambda path: path.stem)
def test_lists_are_sound_and_name_their_source(path: Path) -> None:
    assert read_list(path)
    assert "Source:" in path.read_text(encoding="utf8").split("\nname\t")[0]


BROKEN = {
    "no head": ("Halden\tORG\talways\n", "head"),
    "no label": (HEAD + "Halden\torg\talways\n", "line 3: 'org' is no label"),
    "wrong use": (HEAD + "Halden\tORG\toften\n", "line 3: use is 'often'; it is one of always, confirm"),
    "spaces for tabs": (HEAD + "Halden ORG always\n", "line 3: .* has 1 columns"),
    "twice": (HEAD + "Halden\tORG\talways\nHalden\tGPE\talways\n", "line 4: 'Halden' stands in line 3"),
}


@pytest.mark.parametrize("text, message", BROKEN.values(), ids=BROKEN)
def test_a_broken_list_is_refused_with_its_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(text, encoding="utf8")
    with pytest.raises(OntologyError, match=message):
        read_list(path)


def test_entries_keep_use_and_id(tmp_path: Path) -> None:
    path = tmp_path / "some.tsv"
    path.write_text(HEAD + "Halden\tGPE\tconfirm\tKE\n", encoding="utf8")
    assert read_list(path) == [Entry("Halden", "GPE", False, "KE")]


FOUND = {
    "country": (("Kenya", "", ()), "geonames:192950"),
    "other name of a country": (("U.S.", "", ()), "geonames:6252001"),
    "old name of a city": (("Kiev", "", ()), "geonames:703448"),
    "without its accent": (("Bogota", "", ()), "geonames:3688689"),
    "largest": (("Paris", "", ()), "geonames:2988507"),
    "in the state named": (("Paris", "Texas", ()), "geonames:4717560"),
    "in a country nearby": (("Tripoli", "", ("LB",)), "geonames:266826"),
    "state or country": (("Georgia", "", ()), ""),
    "unknown": (("Orrinford", "", ()), ""),
}


@pytest.mark.parametrize("asked, iri", FOUND.values(), ids=FOUND)
def test_places_are_numbered(asked: tuple[str, str, tuple[str, ...]], iri: str) -> None:
    name, region, near = asked
    assert PLACES.iri(name, region=region, near=near) == iri


STATE_OR_COUNTRY = {"US-GA": "geonames:4197000", "GE": "geonames:614540", "US-TX": ""}


@pytest.mark.parametrize("region, iri", STATE_OR_COUNTRY.items())
def test_georgia_is_what_the_cities_of_the_article_lie_in(region: str, iri: str) -> None:
    assert PLACES.iri("Georgia", regions={region}) == iri


IN_STATES = [
    ("Cambridge", "Mass.", "US"),
    ("Vancouver", "Wash.", "US"),
    ("St. Paul", "Minn.", "US"),
    ("Fresno", "CA", "US"),
]


@pytest.mark.parametrize("city, state, country", IN_STATES)
def test_short_forms_of_states_choose_the_city(city: str, state: str, country: str) -> None:
    found = PLACES.city(city, region=state)
    assert found is not None and found.country == country


FORMAL = {"Hellenic Republic": "Greece", "Swiss Confederation": "Switzerland", "State of Kuwait": "Kuwait"}


@pytest.mark.parametrize("formal, name", FORMAL.items())
def test_a_formal_name_is_the_country(formal: str, name: str) -> None:
    assert PLACES.iri(formal) == PLACES.iri(name) != ""
