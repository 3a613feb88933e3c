"""Names as they are written, and which of two may be the short form of the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from kg.ontology.listed.entity_list import FAMILIES
from kg.ontology.nouns import Gender
from kg.ontology.reference_rules import Generation, NameParts, References
from kg.records import FillerType

Key = tuple[str, str]  # family, comparable name
QUOTES = str.maketrans(dict.fromkeys('"\u201c\u201d()'))  # around a nickname: Robert "Bob" Lunt


class Title(NamedTuple):
    """A title of a person: a noun with the words before it, "prime" and "minister"."""

    noun: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, with its type and, of a country or a demonym, the code; what is said beside a person's."""

    text: str
    type: FillerType
    country: str | None = None
    gender: Gender | None = None  # of the words beside it: "Mrs Lunt", "his wife Ada Lunt"
    given: Gender | None = None  # of the first name before a surname: "Ada Lunt"
    generation: Generation | None = None  # "the elder Lunt", "his son Peter Lunt"
    relative: Gender | None = None  # of whose relative it is: "*his* wife Ada Lunt"
    titles: frozenset[Title] = frozenset()  # beside a person's name
    kin_of: frozenset[str] = frozenset()  # the names of the person before "her son Peter", in small letters
    place: str = ""  # GeoNames id of a place, "geonames:2145234"
    sentence: int = 0  # its number in the article
    is_quoted: bool = False  # within a quotation

    @property
    def beside(self) -> tuple[Gender | None, Generation | None, frozenset[Title]]:
        """What tells it from other names of the same form."""
        return self.gender, self.generation, self.titles

    @property
    def is_bare(self) -> bool:
        """True for a name without "Mrs" and "the elder"."""
        return self.gender is None and self.generation is None

    @property
    def family(self) -> str:
        return FAMILIES.get(self.type, "other")


def is_short_for(short: Key, full: Key, name: Name, references: References) -> bool:
    """True where the first name, written as `name`, may be the second in short. "Muslim" is not "Muslim League"."""
    family, form = short
    words, longer = form.split(), plain_words(full)
    if short == full or (len(words) >= len(longer) and not _is_acronym(form)):
        return False
    if full[0] == "person":
        is_variant = family == "person" and (lacks_middle(short, full) or form in _nicknames(full))
        return is_variant or (
            family in ("person", "other")
            and _is_part_of_person(words, longer, references.name_parts, alone=family == "other")
        )
    is_people = name.type == "Group" and len(words) == 1
    if family != "other" or full[0] != "other" or is_people:
        return False
    if name.text.replace(".", "").isupper() and form in initials(longer, references.name_parts.small_words):
        return True
    added = longer[: -len(words)] if longer[-len(words) :] == words else []
    if added and all(map(references.atlas.country, added)):  # "French National Assembly"
        return True
    is_complement = name.type != "Place" and _is_complement(words, longer, references)
    return form not in references.listed and not is_complement and _is_part_of_body(words, longer, references)


def is_inner_surname(short: Key, full: Key, references: References) -> bool:
    """Whether a surname has other names on both sides: "Gomes" of "Ana Gomes Reyes", "Lau" of "Amy Lau Ka-yee"."""
    word, (first, *inner) = short[1], plain_words(full)[:-1] or [""]
    is_first_name = word in references.first_names or word in references.name_parts.particles
    return short[0] == full[0] == "person" and word != first and word in inner and not is_first_name


def lacks_middle(short: Key, full: Key) -> bool:
    """Whether a person's name lacks all middle names of another: "Ada Lunt" of "Ada J. Lunt"."""
    words, longer = short[1].split(), plain_words(full)
    return len(words) == 2 < len(longer) and words == [longer[0], longer[-1]]


def plain_words(key: Key) -> list[str]:
    """The words of a name; a nickname without its quotation marks."""
    return key[1].translate(QUOTES).split()


def initials(words: list[str], small_words: Collection[str]) -> tuple[str, ...]:
    """The initials of a name, small words counted and not; none of a single word."""
    strong = [word for word in words if word not in small_words]
    return tuple("".join(word[0] for word in each) for each in (words, strong)) if len(strong) > 1 else ()


def head_of(words: list[str], prepositions: Collection[str]) -> str:
    """The head of a name: "observatory" of "observatory for human rights"."""
    return next(
        (words[n - 1] for n, word in enumerate(words) if n and word in prepositions),
        words[-1] if words else "",
    )


def _nicknames(key: Key) -> set[str]:
    """The words of a name that stand in quotation marks: "bob" of 'robert "bob" lunt'."""
    return {plain for word in key[1].split() if (plain := word.translate(QUOTES)) != word}


def _is_acronym(form: str) -> bool:
    return " " not in form and 2 <= len(form) <= 7


def _is_part_of_person(words: list[str], longer: list[str], parts: NameParts, *, alone: bool) -> bool:
    """A surname with or without its particles; a person's first names. "Lunt Jr." is no part of "Ada Lunt Sr."."""
    if words[-1] in parts.numerals:
        if len(words) == 1 or words[-1] != longer[-1]:
            return False
        words, longer = words[:-1], longer[:-1]
    while longer[-1] in parts.numerals and len(longer) > 2:
        longer = longer[:-1]
    if longer[-len(words) :] == words:
        return True
    if alone or longer[: len(words)] != words:
        return False
    return len(words) > 1 or words[0] not in parts.particles


def _is_part_of_body(words: list[str], longer: list[str], references: References) -> bool:
    """The last word of a name; its end, where that names no country; its first words without "Inc"."""
    rest = longer[len(words) :]
    if not words or not longer:
        return False
    if words == [head_of(longer, references.name_parts.prepositions)]:
        return True
    if words == longer[: len(words)] and _is_suffix(rest, references, short=words):
        return True
    is_branch = len(words) > 1 and words[-1] in references.kinds["party"].nouns  # "Kell Liberal Party"
    is_end = longer[-len(words) :] == words
    return is_end and not is_branch and not any(map(references.atlas.country, words))


def _is_complement(words: list[str], longer: list[str], references: References) -> bool:
    """True for "Kell School" in "Faculty of the Kell School", whose faculty is another body."""
    before = longer[: -len(words)]
    if before and before[-1] in references.determiners["definite"]:
        before = before[:-1]
    is_end = longer[-len(words) :] == words
    return is_end and len(before) > 1 and before[-1] in references.name_parts.prepositions


def _is_suffix(rest: list[str], references: References, *, short: list[str]) -> bool:
    """What a company's or a body's short name leaves out."""
    # "observatory" of "observatory for human rights", "bank" of "bank of ..."
    if rest[0] in references.name_parts.small_words:
        return len(short) > 1
    suffixes = (
        references.kinds["company"].words | references.kinds["airline"].words | references.kinds["bank"].words
    )
    return rest[-1] in suffixes or (len(short) == 1 and not references.atlas.country(short[0]))
