"""Countries, US states and cities of GeoNames, from the tables in `ontology/geonames/`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from kg.ontology.files import ontology_file

COUNTRY_COLUMNS = ("code", "iso3", "geonames", "name", "capital")
STATE_COLUMNS = ("code", "geonames", "name")
CITY_COLUMNS = ("geonames", "name", "country", "region", "population", "latitude", "longitude")


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
def cities() -> Sequence[City]:
    """All cities, in the order of GeoNames."""
    return tuple(
        City(int(id_), name, country, region, int(population), float(latitude), float(longitude))
        for id_, name, country, region, population, latitude, longitude in _rows("cities")
    )


def _rows(table: str) -> Iterator[list[str]]:
    """The rows of a table below its comments and its line of column names."""
    lines = ontology_file(f"geonames/{table}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    next(rows)
    return rows
