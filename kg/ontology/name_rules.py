"""The rules for names and amounts: patterns, lists and places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.ontology.files import OntologyFiles
from kg.ontology.gazetteer import Entry, NameLists, Places, read_list
from kg.ontology.geonames import countries
from kg.ontology.word_patterns import Patterns

LISTS = (
    "groups", "media", "bodies", "parties", "weapons", "products", "events", "facilities", "sports", "companies",
    "peoples", "regions", "places",
)  # fmt: skip


WITH_INITIALS = ("media", "bodies", "parties", "sports", "companies")
INITIALS = re.compile("[A-Z]{3,5}")
AMOUNTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})  # labels


@dataclass(frozen=True, slots=True, eq=False)
class NameRules:
    """The rules of `names.yaml` and `amounts.yaml`, the names of `lists/`, and the places of GeoNames."""

    amounts: Patterns
    forms: Patterns
    lists: NameLists
    places: Places
    labels: Mapping[str, str]
    heads: Mapping[str, str]
    titles: frozenset[str]
    post_nominals: frozenset[str]
    nation_codes: frozenset[str]
    trimmed: frozenset[str]
    prefixes: frozenset[str]
    place_first: frozenset[str]
    region_nouns: frozenset[str]
    region_heads: frozenset[str]
    personal_phrases: tuple[tuple[str, ...], ...]
    honorifics: frozenset[str]
    head_prepositions: frozenset[str]


def read_name_rules(path: OntologyFiles, more: Sequence[Entry] = ()) -> NameRules:
    """The rules; what `more` entries say of a name replaces what the shipped lists say of it.

    Raises OntologyError where a file cannot be used.
    """
    forms = Patterns(path("names.yaml"))
    listed = {name: read_list(path(f"lists/{name}.tsv")) for name in LISTS}
    listed["companies"] = _spelt_out(listed["companies"])
    listed |= {name: _with_stops(listed[name]) for name in WITH_INITIALS}
    places = Places(listed["places"])
    replaced = {entry.name for entry in more}
    shipped = (entry for entry in chain(*listed.values(), places.entries()) if entry.name not in replaced)
    return NameRules(
        amounts=Patterns(path("amounts.yaml")),
        forms=forms,
        lists=NameLists(chain(more, shipped)),
        places=places,
        labels=forms.data["labels"],
        heads={word: label for label, words in forms.data["heads"].items() for word in words},
        titles=frozenset(forms.data["titles"]),
        post_nominals=frozenset(forms.data["post_nominals"]),
        nation_codes=frozenset(forms.data["nation_codes"]) | {row.iso3 for row in countries().values()},
        trimmed=frozenset(forms.data["trimmed"]),
        prefixes=frozenset(forms.data["prefixes"]),
        place_first=frozenset(forms.data["place_first"]),
        region_nouns=frozenset(forms.data["region_nouns"]),
        region_heads=frozenset(forms.data["region_heads"]),
        personal_phrases=tuple(tuple(phrase.split()) for phrase in forms.data["personal_phrases"]),
        honorifics=frozenset(forms.data["honorifics"]),
        head_prepositions=frozenset(forms.data["head_prepositions"]),
    )


def _with_stops(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, and initials with stops between them: "F.B.I."."""
    known = {entry.name for entry in entries}
    dotted = (
        entry._replace(name=f"{'.'.join(entry.name)}.") for entry in entries if INITIALS.fullmatch(entry.name)
    )
    return [*entries, *(entry for entry in dotted if entry.name not in known)]


def _spelt_out(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, and those with "&" written with "and": "Marks and Spencer"."""
    words = (entry._replace(name=entry.name.replace(" & ", " and ")) for entry in entries)
    return list(dict.fromkeys([*entries, *words]))
