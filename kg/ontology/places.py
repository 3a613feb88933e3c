"""Countries and places beyond their names: codes, demonyms, capitals, and where they are on the map."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.ontology.folding import folded, joined_initials
from kg.ontology.gazetteer import read_list
from kg.ontology.geonames import (
    City,
    cities_by_name,
    cities_by_number,
    countries,
    region_numbers,
    us_states,
)
from kg.ontology.listed.territories import Territories, read_territories
from kg.records import Coordinates

PEOPLE = re.compile(r"(?:[^s]s|er|m[ae]n|wom[ae]n|Kiwi)$")  # demonyms that are nouns alone
ADJECTIVE = re.compile(r"(?:ish|ese|ic|an|i|ch|ine)$")


@dataclass(frozen=True, slots=True)
class Country:
    """A country of GeoNames, with the adjective for it."""

    code: str
    name: str
    geonames: int
    capital: str
    adjective: str = ""


@dataclass(frozen=True, slots=True)
class Atlas:
    """Countries by code, and the words that name them: names, demonyms, capitals (all folded)."""

    countries: Mapping[str, Country]
    names: Mapping[str, str]
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    states: frozenset[str]  # states and provinces, as the pipeline writes them: "geonames:4138106"
    territories: Territories

    def country(self, name: str) -> str | None:
        """The code of the country that a name or demonym names."""
        name = folded(joined_initials(name))
        return self.names.get(name) or self.demonyms.get(name)

    def is_country(self, name: str, place: str) -> bool:
        """True for the folded name of a country whose GeoNames id is open or the country's: no "Peru, Indiana"."""
        code = self.names.get(name)
        return code is not None and place in ("", f"geonames:{self.countries[code].geonames}")

    def coordinates(self, code: str) -> Coordinates:
        """A country on the map: where its capital is, as the packages that ship have no centres."""
        country = self.countries[code]
        at = capital_coordinates().get((code, folded(country.capital)))
        return Coordinates(
            geonames=country.geonames,
            latitude=at.latitude if at else None,
            longitude=at.longitude if at else None,
            country=code,
        )


def read_atlas(path: Callable[[str], Path]) -> Atlas:
    """The countries of GeoNames with the names and demonyms of our lists; `path` gives a file of the ontology."""
    rows = countries()
    demonyms = {entry.name: entry.id for entry in read_list(path("lists/peoples.tsv")) if entry.id in rows}
    adjectives = {code: _adjective(code, demonyms) for code in rows}
    names = {folded(row.name): code for code, row in rows.items()}
    for entry in read_list(path("lists/places.tsv")):
        if entry.id in rows:
            names[folded(entry.name)] = entry.id
    return Atlas(
        countries={
            code: Country(
                code=code,
                name=row.name,
                geonames=row.geonames,
                capital=row.capital,
                adjective=adjectives[code],
            )
            for code, row in rows.items()
        },
        names=names,
        demonyms={folded(name): code for name, code in demonyms.items()},
        capitals={folded(row.capital): code for code, row in rows.items() if row.capital},
        states=frozenset(
            f"geonames:{number}"
            for number in (*(row.geonames for row in us_states().values()), *region_numbers())
        ),
        territories=read_territories(path("territories.tsv")),
    )


def _adjective(code: str, demonyms: Mapping[str, str]) -> str:
    """The demonym that stands before a noun: "Turkish" and no "Turk"; the first that sounds like an adjective."""
    choices = [name for name, its in demonyms.items() if its == code and not PEOPLE.search(name)]
    return min(choices, key=lambda name: not ADJECTIVE.search(name), default="")


def city_coordinates(number: int) -> Coordinates | None:
    """A city of 15,000 people or more by its GeoNames number."""
    city = cities_by_number().get(number)
    return _coordinates(city) if city else None


@cache
def capital_coordinates() -> Mapping[tuple[str, str], Coordinates]:
    """The capitals by country code and folded name."""
    capitals = [(code, folded(row.capital)) for code, row in countries().items()]
    return {
        (code, name): _coordinates(city)
        for code, name in capitals
        for city in cities_by_name().get(name, ())
        if city.country == code
    }


def _coordinates(city: City) -> Coordinates:
    return Coordinates(
        geonames=city.geonames, latitude=city.latitude, longitude=city.longitude, country=city.country
    )
