"""Name lists (`ontology/lists/`) and places (GeoNames)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError
from kg.ontology.folding import folded, plain_letters
from kg.ontology.geonames import City, cities_by_name, countries, regions_by_name, us_states

COLUMNS = ("name", "label", "use", "id")
USES = ("always", "confirm")
KEY, SHORT = 3, 2  # letters of a name that choose the candidates at a word; "UN" and "EU" have two
# a city in a country that the article names counts as ten times larger: Tripoli, Cordoba, Birmingham
NEARBY = 10
STATE = "US-"  # before the postal code of a state
SAINT = re.compile(r"^St\.? ")


class Entry(NamedTuple):
    """A name in a list. A sure name is a name in any context; other entries only decide a label."""

    name: str
    label: str
    is_sure: bool
    id: str


class NameLists:
    """The entries of all name lists, matched against a text in one pass."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._entries[entry.name].append(entry)
        self._starts: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._entries, key=lambda name: (-len(name), name)):
            if any(entry.is_sure for entry in self._entries[name]):
                self._starts[name[:KEY]].append(name)

    def find(
        self, text: str, starts: Mapping[int, int], ends: Mapping[int, int]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield `(first word, end word, name)` of sure names; `starts` and `ends` map characters to words."""
        for character, word in starts.items():
            long, short = text[character : character + KEY], text[character : character + SHORT]
            for name in chain(self._starts.get(long, ()), self._starts.get(short, ())):
                end = ends.get(character + len(name))
                if end is not None and text.startswith(name, character):
                    yield word, end, name
                    break

    def entries(self, name: str) -> Sequence[Entry]:
        """What the lists know of a name, as it is written."""
        return self._entries.get(name, ())


class Places:
    """Countries, US states and cities by name, with their GeoNames number; cities are loaded on first use."""

    def __init__(self, aliases: Sequence[Entry]) -> None:
        self.countries = {country.name: code for code, country in countries().items()}
        self.states = {state.name: code for code, state in us_states().items()}
        self.postal = frozenset(us_states())  # "CA"; in a text only after a city and a comma
        self.capitals = {country.capital for country in countries().values() if country.capital}
        self._city_aliases: dict[str, tuple[str, str]] = {}
        self._aliases = {alias.name for alias in aliases}
        self._add_aliases(aliases)
        for table in (self.countries, self.states):  # "Curacao", "Turkiye"
            table.update(
                {
                    plain_letters(name): code
                    for name, code in table.items()
                    if plain_letters(name) not in table
                }
            )

    def _add_aliases(self, aliases: Sequence[Entry]) -> None:
        for alias in aliases:
            city, _, country = alias.id.rpartition(", ")
            if alias.id.startswith(STATE):
                self.states[alias.name] = alias.id.removeprefix(STATE)
            elif alias.id and not city:
                self.countries[alias.name] = country
            elif city:
                self._city_aliases[alias.name] = (city, country)

    def entries(self) -> Iterator[Entry]:
        """Countries and capitals as sure names, US states as possible ones (Virginia); not those that lists know."""
        sure = {*self.countries, *self.capitals} - self._aliases - {""}
        yield from (Entry(name=name, label="GPE", is_sure=True, id="") for name in sorted(sure))
        yield from (
            Entry(name=name, label="GPE", is_sure=False, id="")
            for name in sorted(self.states.keys() - self._aliases - sure)
        )

    def is_known(self, name: str) -> bool:
        """Whether a place of that name exists."""
        listed = name in self.countries or name in self.states or name in self._city_aliases
        return listed or folded(name) in cities_by_name()

    def is_region(self, name: str) -> bool:
        """Whether a country, state or province has that name."""
        return name in self.countries or name in self.states or folded(name) in regions_by_name()

    def is_alias(self, name: str) -> bool:
        """Whether our lists name a city for it: "New York", a state as well."""
        return name in self._city_aliases

    def city(self, name: str, *, region: str = "", near: Collection[str] = ()) -> City | None:
        """The city of a name that names no country and no state; see `iri`."""
        is_other = name in self.countries or name in self.states
        return None if is_other else self._city(name, region, near)

    def state_iri(self, code: str) -> str:
        """`geonames:<number>` of a US state by its postal code."""
        return f"geonames:{us_states()[code].geonames}"

    def iri(
        self, name: str, *, region: str = "", near: Collection[str] = (), regions: Collection[str] = ()
    ) -> str:
        """`geonames:<number>` of a country, state or city, or "" when it is unknown or remains open.

        `region` is what follows the name after a comma ("Paris, Texas"); `near` are codes of countries that the
        article names, `regions` of countries and US states ("US-GA") in which its cities lie. Of several cities the
        largest is meant, those in a country nearby first; Georgia is what the article's cities lie in.
        """
        if name not in self.countries and name not in self.states and name not in self._city_aliases:
            name = plain_letters(name)
        if name in self.countries and name in self.states:
            is_state, is_country = STATE + self.states[name] in regions, self.countries[name] in regions
            if is_state == is_country:
                return ""
            if is_state:
                return self.state_iri(self.states[name])
        if name in self.countries:
            return f"geonames:{countries()[self.countries[name]].geonames}"
        city = self._city(name, region, near)
        if name in self.states and (city is None or name not in self._city_aliases):
            return self.state_iri(self.states[name])
        return f"geonames:{city.geonames}" if city else ""

    def _city(self, name: str, region: str, near: Collection[str]) -> City | None:
        known, country = self._city_aliases.get(name, (name, ""))
        known = known if folded(known) in cities_by_name() else SAINT.sub("Saint ", known)
        found = [city for city in cities_by_name().get(folded(known), ()) if country in ("", city.country)]
        state = self.states.get(region, region if region in self.postal else None)
        within = [
            city
            for city in cities_by_name().get(folded(known), ())
            if city.country == self.countries.get(region) or (city.country == "US" and city.region == state)
        ]
        weights = {
            city: city.population * (NEARBY if city.country in near else 1) for city in within or found
        }
        return max(weights, key=lambda city: (weights[city], str(city.geonames)), default=None)


def read_list(path: Path) -> list[Entry]:
    """The entries of a TSV file: comments with '#', a head line, then name, label, use and perhaps an id.

    Raises OntologyError naming the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path.name}: cannot be read: {error}") from error
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered or tuple(numbered[0][1].split("\t")) not in (COLUMNS, COLUMNS[:3]):
        raise OntologyError(
            f"{path.name}: the first line that is no comment must be the head '{' <tab> '.join(COLUMNS)}'"
        )
    entries = [_entry(line, path, n) for n, line in numbered[1:]]
    seen: dict[str, int] = {}
    for (n, _), entry in zip(numbered[1:], entries, strict=True):
        if seen.setdefault(entry.name, n) != n:
            raise OntologyError(
                f"{path.name}, line {n}: '{entry.name}' stands in line {seen[entry.name]} already"
            )
    return entries


def _entry(line: str, path: Path, number: int) -> Entry:
    cells = line.split("\t")
    where = f"{path.name}, line {number}"
    if not 3 <= len(cells) <= len(COLUMNS) or not cells[0].strip():
        raise OntologyError(
            f"{where}: '{line}' has {len(cells)} columns; write name, label, use and perhaps id, with tabs"
        )
    name, label, use, id_ = (*cells, "")[: len(COLUMNS)]
    if not label.isupper():
        raise OntologyError(f"{where}: '{label}' is no label; labels are capitals, ORG say")
    if use not in USES:
        raise OntologyError(f"{where}: use is '{use}'; it is one of {', '.join(USES)}")
    return Entry(name=name, label=label, is_sure=use == "always", id=id_)
