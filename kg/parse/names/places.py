"""Which places of GeoNames the places of an article are: countries, states, provinces and cities."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.ontology.folding import folded
from kg.ontology.geonames import (
    IN_STATE,
    City,
    RegionRow,
    cities_by_name,
    countries,
    regions_by_name,
    town_people,
)
from kg.ontology.name_rules import NameRules
from kg.parse.names.doc_words import DocWords
from kg.parse.names.votes import NameMention

LISTING = frozenset({"and", "or", "&"})
FAMOUS = 300_000  # people of a city that a text may list beside another country
MANY = 5  # times the people of a city of the same name


def place_ids(
    mentions: Sequence[NameMention], labels: Sequence[str], texts: Sequence[DocWords], rules: NameRules
) -> list[str]:
    """The GeoNames id of each place; "" for other names and unknown places."""
    is_place = [label in ("GPE", "LOC") for label in labels]
    names = [" ".join(texts[m.doc].words[m.start : m.end]) for m in mentions]
    near = {rules.places.countries.get(name, "") for name in names}
    after = [_after_comma(i, mentions, names, texts[m.doc].words) for i, m in enumerate(mentions)]
    cities = [
        _city_within(name, region) or rules.places.city(name, region=region, near=near) if place else None
        for name, region, place in zip(names, after, is_place, strict=True)
    ]
    sure = frozenset(_sure_countries(names, cities, is_place, rules))
    reader = _Places(rules, near, _regions_of(cities), _evidence(names, cities, is_place), sure)
    towns: dict[str, str] = {}
    ids = []
    for i, (name, mention) in enumerate(zip(names, mentions, strict=True)):
        if is_place[i] and name in rules.places.countries:
            towns |= _town(i, mentions, names, texts[mention.doc].words, rules)
            if name in towns:
                ids.append(towns[name])
                continue
        city = cities[i - 1] if i and after[i - 1] == name else None
        is_state = _is_called_state(texts[mention.doc], mention, rules)
        ids.append(reader.id_of(name, after[i], inside=city, is_state=is_state) if is_place[i] else "")
    return ids


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of an article: `near` are codes of countries that it names, `regions` of countries and US states in
    which its cities lie, `evidence` of countries, and of countries with a region ("AU.07"), that nothing else may mean,
    `sure` of countries that it names itself, or by their peoples, states and large cities.
    """

    rules: NameRules
    near: Collection[str]
    regions: Collection[str]
    evidence: Collection[str]
    sure: Collection[str]

    def id_of(self, name: str, after: str, *, inside: City | None, is_state: bool) -> str:
        """The id of a name before `after` and a comma; `inside` is the city before it and a comma."""
        places = self.rules.places
        if inside and (state := _state_of(inside, name, self.rules)):
            return state
        city = _city_within(name, after)
        if city is None and self._is_elsewhere(name, after):
            return ""
        if city is None and name not in places.countries and name not in places.states:
            city = self._capital(name) or places.city(name, region=after, near={*self.near, *self.evidence})
            region = self._region(name, city, is_state=is_state)
            if region and not (city and self._is_in(city, after)):
                return f"geonames:{region.geonames}"
            if city and self._is_stray(city, name) and not self._is_in(city, after):
                return ""
        elif city is None and is_state and name in places.states:
            return places.state_iri(places.states[name])
        return (
            f"geonames:{city.geonames}"
            if city
            else places.iri(name, region=after, near=self.near, regions=self.regions)
        )

    def _is_in(self, city: City, after: str) -> bool:
        """True for "Victoria, *Texas*"."""
        places = self.rules.places
        is_in_state = city.country == "US" and city.region == places.states.get(after, after)
        return is_in_state or city.country == places.countries.get(after)

    def _is_stray(self, city: City, name: str) -> bool:
        """True for a town that few know, in a country of which the article says nothing: Kent in Washington state."""
        places = self.rules.places
        is_known = city.population >= FAMOUS or city.name in places.capitals or places.is_alias(name)
        return bool(self.sure) and not is_known and city.country not in self.sure

    def _capital(self, name: str) -> City | None:
        """The capital of a country that the article names, however small: Victoria of Seychelles."""
        found = cities_by_name().get(folded(name), ())
        return next(
            (c for c in found if c.country in self.near and countries()[c.country].capital == c.name), None
        )

    def _is_elsewhere(self, name: str, after: str) -> bool:
        """True for "Paris, *Ontario*", too small a town to be known, and no other Paris."""
        places = self.rules.places
        if country := places.countries.get(after):
            city = places.city(name, region=after)
            return city is not None and city.country != country and city.population < FAMOUS
        if not _main_region(after) and (after not in places.states or places.is_alias(after)):
            return False  # "Paris, New York and London"
        city = places.city(name, region=after)
        return city is not None and (city.country, city.region) != ("US", places.states.get(after))

    def _region(self, name: str, city: City | None, *, is_state: bool) -> RegionRow | None:
        """The state or province of a name that no larger city of its own country has."""
        rows = regions_by_name().get(folded(name), ())
        exact = [row for row in rows if f"{row.country}.{row.code}" in self.evidence]
        known = exact or [row for row in rows if row.country in {*self.evidence, *self.near}]
        main = _main_region(name)
        is_main = main is not None and (
            is_state or city is None or city.country not in {*self.near, *self.evidence}
        )
        is_only = city is None or is_state
        chosen = known or ([main] if main and is_main else rows if is_only else ())
        if len(chosen) != 1:
            return None
        [row] = chosen
        return row if is_state or city is None or city.country != row.country else None


def _main_region(name: str) -> RegionRow | None:
    """The one region of a name with many more people than any other place of that name: Ontario, Victoria."""
    people = town_people()
    rows = sorted(
        regions_by_name().get(folded(name), ()), key=lambda row: people[row.country, row.code], reverse=True
    )
    others = [people[row.country, row.code] for row in rows[1:]]
    others += [city.population for city in cities_by_name().get(folded(name), ())]
    is_main = bool(rows) and people[rows[0].country, rows[0].code] >= MANY * max(others, default=0)
    return rows[0] if is_main else None


def _regions_of(cities: Sequence[City | None]) -> set[str]:
    return {f"US-{city.region}" if city.country == "US" else city.country for city in cities if city}


def _evidence(
    names: Sequence[str], cities: Sequence[City | None], is_place: Sequence[bool]
) -> frozenset[str]:
    """The codes of what the names of cities and regions mean that are not names of both."""
    found = set()
    for name, city, place in zip(names, cities, is_place, strict=True):
        rows = regions_by_name().get(folded(name), ()) if place else ()
        if city and not rows:
            found |= {city.country, f"{city.country}.{city.region}"}
        elif len(rows) == 1 and folded(name) not in cities_by_name():
            found |= {rows[0].country, f"{rows[0].country}.{rows[0].code}"}
    return frozenset(found)


def _sure_countries(
    names: Sequence[str], cities: Sequence[City | None], is_place: Sequence[bool], rules: NameRules
) -> Iterator[str]:
    """The codes of the countries that an article names, or of which it names the people, a state or a large city."""
    places = rules.places
    for name, city, place in zip(names, cities, is_place, strict=True):
        yield from (entry.id for entry in rules.lists.entries(name) if entry.label == "NORP" and entry.id)
        rows = regions_by_name().get(folded(name), ())
        if name in places.countries:
            yield places.countries[name]
        elif place and name in places.states:
            yield "US"
        elif place and city and not rows and city.population >= FAMOUS:
            yield city.country
        elif place and not city:
            yield from (row.country for row in rows)


def _city_within(name: str, region: str) -> City | None:
    """The city of a state or province that follows it: "Victoria, British Columbia"."""
    within = (
        {(row.country, row.code) for row in regions_by_name().get(folded(region), ())} if region else set()
    )
    found = [city for city in cities_by_name().get(folded(name), ()) if (city.country, city.region) in within]
    return max(found, key=lambda city: city.population, default=None)


def _state_of(city: City, name: str, rules: NameRules) -> str | None:
    """The GeoNames id of the state that follows its city and a comma: "CA" after "Fresno,"."""
    places = rules.places
    code = places.states.get(name, name if name in places.postal else "")
    if city.country == "US":
        return places.state_iri(code) if city.region == code else None
    rows = regions_by_name().get(folded(name), ())
    ids = (row.geonames for row in rows if (row.country, row.code) == (city.country, city.region))
    return next((f"geonames:{number}" for number in ids), None)


def _town(
    i: int, mentions: Sequence[NameMention], names: Sequence[str], words: Sequence[str], rules: NameRules
) -> dict[str, str]:
    """The town of "Peru, *Indiana*, ..." by its name; none in a list: "Peru, *Indiana* and Texas".

    A town that GeoNames' cities lack has the state that it is in: "in:IN".
    """
    state = _after_comma(i, mentions, names, words)
    code = rules.places.states.get(state, "") if state not in rules.places.countries else ""
    if not code:
        return {}
    end = mentions[i + 1].end
    follows = [word.lower() for word in words[end : end + 2] if word != ","]
    if not LISTING.isdisjoint(follows) or words[max(0, mentions[i].start - 1)] == ",":
        return {}
    city = _city_within(names[i], state) or _city_in_state(names[i], code)
    return {names[i]: f"geonames:{city.geonames}" if city else f"{IN_STATE}{code}"}


def _city_in_state(name: str, code: str) -> City | None:
    found = [c for c in cities_by_name().get(folded(name), ()) if (c.country, c.region) == ("US", code)]
    return max(found, key=lambda city: city.population, default=None)


def _is_called_state(text: DocWords, mention: NameMention, rules: NameRules) -> bool:
    """True for "Victoria *state*", "the *premier of* Victoria"."""
    before = [word.lower() for word in text.words[max(0, mention.start - 2) : mention.start]]
    after = [word.lower() for word in text.words[mention.end : mention.end + 1]]
    is_of = len(before) == 2 and before[1] == "of" and before[0] in rules.region_heads
    return is_of or (bool(after) and after[0] in rules.region_nouns)


def _after_comma(i: int, mentions: Sequence[NameMention], names: Sequence[str], words: Sequence[str]) -> str:
    """The name or word after a place and a comma: "Texas" in "Paris, Texas"."""
    here, at = mentions[i], mentions[i].end + 1
    if at >= len(words) or words[at - 1] != ",":
        return ""
    is_name = i + 1 < len(mentions) and (mentions[i + 1].doc, mentions[i + 1].start) == (here.doc, at)
    return names[i + 1] if is_name else words[at]
