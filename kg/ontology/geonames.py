"""Countries, their states and cities of GeoNames, from the tables in `ontology/geonames/`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from kg.ontology.files import ontology_file
from kg.ontology.folding import folded

COUNTRY_COLUMNS = ("code", "iso3", "geonames", "name", "capital")
STATE_COLUMNS = ("code", "geonames", "name")
REGION_COLUMNS = ("country", "code", "geonames", "name")
CITY_COLUMNS = ("geonames", "name", "country", "region", "population", "latitude", "longitude")


IN_STATE = "in:"  # before the postal code of the state in which a town lies that is no city of GeoNames


class CountryRow(NamedTuple):
    """A country: ISO 3166 codes of two and three letters, GeoNames number, name, and capital or ""."""

    code: str
    iso3: str
    geonames: int
    name: str
    capital: str


class StateRow(NamedTuple):
    """A US state: postal code, GeoNames number and name."""

    code: str
    geonames: int
    name: str


class RegionRow(NamedTuple):
    """A state or province outside the US: country, code within it as `City.region`, GeoNames number and name."""

    country: str
    code: str
    geonames: int
    name: str


class City(NamedTuple):
    """A city of 15,000 people or more; `region` is the code of its state or province, coordinates are in degrees."""

    geonames: int
    name: str
    country: str
    region: str
    population: int
    latitude: float
    longitude: float


@cache
def countries() -> Mapping[str, CountryRow]:
    """Countries by their code of two letters."""
    rows = (CountryRow(code, iso3, int(id_), *names) for code, iso3, id_, *names in _rows("countries"))
    return {row.code: row for row in rows}


@cache
def us_states() -> Mapping[str, StateRow]:
    """US states by their postal code."""
    return {code: StateRow(code, int(id_), name) for code, id_, name in _rows("us_states")}


@cache
def regions_by_name() -> Mapping[str, Sequence[RegionRow]]:
    """States and provinces of all countries but the US, by folded name and short form ("Ont.")."""
    by_name = defaultdict(list)
    for country, code, id_, name in chain(_rows("regions"), _rows("region_forms")):
        by_name[folded(name)].append(RegionRow(country, code, int(id_), name))
    return by_name


@cache
def region_numbers() -> Mapping[int, str]:
    """The codes of the countries of these regions, by GeoNames number."""
    return {row.geonames: row.country for rows in regions_by_name().values() for row in rows}


@cache
def town_people() -> Mapping[tuple[str, str], int]:
    """How many people live in the cities of each region, by country and code."""
    people: Counter[tuple[str, str]] = Counter()
    for city in cities():
        people[city.country, city.region] += city.population
    return people


@cache
def cities() -> Sequence[City]:
    """All cities, in the order of GeoNames."""
    return tuple(
        City(int(id_), name, country, region, int(population), float(latitude), float(longitude))
        for id_, name, country, region, population, latitude, longitude in _rows("cities")
    )


@cache
def cities_by_name() -> Mapping[str, Sequence[City]]:
    """Cities of 15,000 people and more by folded name."""
    by_name = defaultdict(list)
    for city in cities():
        by_name[folded(city.name)].append(city)
    return by_name


@cache
def cities_by_number() -> Mapping[int, City]:
    """Cities of 15,000 people and more by GeoNames number."""
    return {city.geonames: city for city in cities()}


def _rows(table: str) -> Iterator[list[str]]:
    """The rows of a table below its comments and its line of column names."""
    lines = ontology_file(f"geonames/{table}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    next(rows)
    return rows
