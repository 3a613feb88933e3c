"""Scores of pairs of merged profiles: what their names have in common, and what the articles say of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from kg.link.engine.spellings import acronym, is_respelled
from kg.link.engine.weights import Parts, Weights
from kg.link.entities.merged_profiles import MergedProfile, are_distinct, are_kept_apart
from kg.link.entities.profiles import Name, is_country_code, without_generation

# Names of other entities that two profiles must share for the full weight of a common context
FULL_CONTEXT = 3
# Of 100: how similar two spellings of a bare surname must be, which has no first name beside it
MIN_SURNAME_SIMILARITY = 85
# Evidence of the names after which two profiles in one article speak for two entities
WEAK_EVIDENCE = ("transliteration", "part of name", "surname", "generation")


@dataclass(slots=True)
class NameScores:
    """Scores pairs of merged profiles. Sharing a common name, given by its number, counts nothing."""

    weights: Weights
    common_names: frozenset[int] = frozenset()

    def full_names(self, one: MergedProfile, other: MergedProfile) -> Parts:
        """The score of two full names: aliases that an article uses of one entity, or spelling variants."""
        if one.family != other.family or len(one.geonames | other.geonames) > 1 or are_kept_apart(one, other):
            return ()
        shared = self._distinctive(one) & self._distinctive(other)
        evidence = {self._alias(name, one, other) for name in shared}
        if found := next((each for each in ("alias", "part of name", "acronym") if each in evidence), None):
            return self._with_context(found, one, other)
        pairs: Iterable[tuple[Name, Name]] = product(self._comparable(one), self._comparable(other))
        pairs = (
            (name, variant) for name, variant in pairs if name != variant or one.family != "Organization"
        )
        if any(_are_spelling_variants(*pair, one.family, self.weights) for pair in pairs):
            return self._with_context("transliteration", one, other)
        if one.family == "Person" and self._differ_in_generation(one, other):
            return self._with_context("generation", one, other)
        return ()

    def _alias(self, name: Name, one: MergedProfile, other: MergedProfile) -> str | None:
        """What a name says that both profiles have; less if it is short for a longer name of one of them."""
        full = one if self._is_acronym(name, one) else other
        if self._is_acronym(name, full):
            return "acronym" if self._may_abbreviate(name, full) else None
        longer = sum(self._ends_longer(name, each) for each in (one, other))
        if one.family != "Organization" or not longer:
            return "alias"
        if self._is_of_kind(name):
            return None
        return "alias" if longer == 1 else "part of name"

    def _is_acronym(self, name: Name, of: MergedProfile) -> bool:
        """Whether a name has the initials of another one of the same profile, which many names may have."""
        small = self.weights.particles | self.weights.stop_words
        return len(name) == 1 and any(acronym(full, small) == name[0] for full in of.names)

    def _may_abbreviate(self, name: Name, full: MergedProfile) -> bool:
        """False for the initials of a body that everybody knows by them, "BBC", beside another body."""
        known = self.weights.listed_names
        return name not in known or any(each in known for each in full.names if len(each) > 1)

    def _is_of_kind(self, name: Name) -> bool:
        """Whether a name ends in a kind of body, of which others have it as well: "Grain Party", not "Red Sox"."""
        return name[-1] in self.weights.generic_words

    def _ends_longer(self, name: Name, profile: MergedProfile) -> bool:
        """Whether a profile has a longer name with this end: "Grain Party" of "Orrin Grain Party"."""
        longer = (each[: -len(name)] for each in profile.names if each[-len(name) :] == name)
        return any(before and not all(map(is_country_code, before)) for before in longer)

    def _differ_in_generation(self, one: MergedProfile, other: MergedProfile) -> bool:
        """Whether one has "Jr." or the like after the other's name."""
        plain = (without_generation(each.name, self.weights) for each in (one, other))
        return one.generations != other.generations and len(set(plain)) == 1

    def short_name(self, short: MergedProfile, full: MergedProfile) -> Parts:
        """The score of a short name and a name that may be its full form."""
        evidence = self._evidence(short, full)
        return self._with_context(evidence, short, full) if evidence else ()

    def ambiguous_names(self, one: MergedProfile, other: MergedProfile) -> Parts:
        """The score of two profiles with the same ambiguous name."""
        return self._with_context("surname", one, other) if one.name == other.name else ()

    def _evidence(self, short: MergedProfile, full: MergedProfile) -> str | None:
        """How a full name contains a short one, as a part of the score."""
        if short.family != full.family or len(short.geonames | full.geonames) > 1:
            return None
        if short.listed or are_kept_apart(short, full):
            return None
        if short.family == "Person":
            bare, *others = without_generation(short.name, self.weights)
            surnames = (without_generation(name, self.weights)[-1] for name in full.names)
            is_surname = not others and any(self._is_same_surname(bare, name) for name in surnames)
            return "surname" if is_surname else None
        is_other_place = bool(short.geonames - full.geonames)  # "La." of Louisiana is not "Latin America"
        if self._is_acronym(short.name, full) and not is_other_place:
            return "acronym" if self._may_abbreviate(short.name, full) else None
        if any(self._is_part(short.name, name) for name in full.names):
            return "kind of place" if short.family == "Place" else "part of name"
        return None

    def _is_same_surname(self, bare: str, surname: str) -> bool:
        """Whether a bare surname may be a spelling of another: "Muallem" of "Moualem", not "Sandorel" of "Sandrole"."""
        is_close = fuzz.ratio(bare, surname) >= MIN_SURNAME_SIMILARITY
        return is_close and is_respelled(bare, surname, self.weights)

    def _is_part(self, short: Name, full: Name) -> bool:
        """Whether the full name only adds a country, or words that short forms leave out."""
        added = Counter(full) - Counter(short)
        if not added or Counter(short) - Counter(full):
            return False
        if all(is_country_code(word) or word in self.weights.optional_words for word in added):
            return True
        rest = full[len(short) :] if full[: len(short)] == short else ()
        return self._lacks_first_word(short, full) or not self.weights.connectors.isdisjoint(rest[:1])

    def _lacks_first_word(self, short: Name, full: Name) -> bool:
        """Whether a short name lacks only the first word: "Red Sox" of "Boston Red Sox"."""
        return len(short) > 1 and full[1:] == short and not self._is_of_kind(short)

    def _distinctive(self, merged: MergedProfile) -> set[Name]:
        """The names that hardly anyone else has."""
        if merged.family == "Person":
            return {name for name in merged.names if len(name) > 1}
        return {name for name in merged.names if not set(name) <= self.weights.generic_words}

    def _comparable(self, merged: MergedProfile) -> Iterable[Name]:
        """The names whose spelling counts. A surname alone says nothing: relatives and strangers share it."""
        return self._distinctive(merged) if merged.family == "Person" else merged.names

    def _with_context(self, evidence: str, one: MergedProfile, other: MergedProfile) -> Parts:
        """The parts of a score: the evidence of the names, and all that the articles say of both."""
        weights = self.weights.entities
        shared = len((one.context & other.context) - self.common_names)
        parts = [
            (evidence, weights[evidence]),
            ("context", round(weights["context"] * min(1.0, shared / FULL_CONTEXT), 3)),
            ("copies", weights["copies"] if one.sources & other.sources else 0.0),
            _agreement("country", one.countries, other.countries, weights),
            _agreement("position", one.positions, other.positions, weights),
        ]
        if one.family == "Person" and are_distinct(one, other):
            parts.append(("decades", weights["decades"]))
        if evidence in WEAK_EVIDENCE and one.articles & other.articles:
            parts.append(("together", weights["together"]))
        return tuple(part for part in parts if part[1])


def _agreement(
    attribute: str, one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]
) -> tuple[str, float]:
    """The part of a score for the same value of an attribute, or for another one."""
    if not one or not other:
        return attribute, 0.0
    part = attribute if one & other else f"other {attribute}"
    return part, weights[part]


def _are_spelling_variants(one: Name, other: Name, family: str, weights: Weights) -> bool:
    """Whether two names differ in spelling alone. A first name may be an initial, and a middle name may be missing."""
    if len(one) == len(other):
        words = list(zip(one, other, strict=True))
        if family == "Person" and len(one) > 1 and _is_initial(*words[0]):
            words = words[1:]
        return all(is_respelled(*pair, weights) for pair in words)
    short, long = sorted((one, other), key=len)
    if family != "Person" or (len(short), len(long)) != (2, 3):
        return False
    return is_respelled(short[0], long[0], weights) and is_respelled(short[1], long[2], weights)


def _is_initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]
