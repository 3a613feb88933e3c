"""What words name when no name is there: common nouns, numerals and pronouns, from `ontology/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.places import Atlas
from kg.records import EntityType, FillerType

Number = Literal["one", "many"]
Gender = Literal["male", "female"]
TYPES: tuple[FillerType, ...] = (*get_args(EntityType), "Event")
# In the table, types of a Thing that does not live: nobody can touch a "budget", a "statue" can be broken.
LIFELESS = ("Abstract", "Object")
PLURAL: Mapping[FillerType, FillerType] = {"Person": "Group", "Organization": "Group"}


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun can stand for; a speaker's ("my") only for who says it, a reflexive one for the subject."""

    number: Number
    types: frozenset[str]
    gender: Gender | None
    is_speaker: bool
    is_reflexive: bool


@dataclass(frozen=True, slots=True)
class Nouns:
    """The types of nouns by lemma or plural, of names by label; words that refer to people; pronouns.

    `lifeless` are nouns of what does not live, by their type in `LIFELESS`.
    """

    types: Mapping[str, FillerType]
    lifeless: Mapping[str, str]
    labels: Mapping[str, FillerType]
    people: frozenset[str]
    partitives: frozenset[str]
    pronouns: Mapping[str, Pronoun]
    atlas: Atlas

    def type_of(self, word: str, lemma: str, *, plural: bool) -> FillerType:
        """What a noun names: a plural of people or organisations a Group, unless the form itself is listed."""
        if word != lemma and word in self.types:
            return self.types[word]
        found = (
            self._find(lemma) or self._find(word.removesuffix("s")) or self._find(_singular(word)) or "Thing"
        )
        return PLURAL.get(found, found) if plural else found

    def condition_type(self, lemma: str) -> str:
        """The type that only conditions of class files know, or "": Abstract, Object, or Occasion for what happens."""
        found = self._find(lemma)
        if found == "Event":
            return "Occasion"
        return self.lifeless.get(lemma, "") if found in (None, "Thing") else ""

    def _find(self, lemma: str) -> FillerType | None:
        """The type of a noun, or of the last part of "ex-minister"."""
        return self.types.get(lemma) or self.types.get(lemma.rpartition("-")[2])


def read_nouns(table: Path, rules: Path, atlas: Atlas) -> Nouns:
    """The nouns of a table and of the rules that go before it. Raises OntologyError where one cannot be used."""
    block = read_yaml(rules)
    types, lifeless = read_table(table)
    lifeless |= dict.fromkeys(block.texts("abstract"), "Abstract")
    living = block.words("partitives") | block.words("living")
    types |= {
        noun: _type(kind, block.where)
        for kind in block.part("types").data
        for noun in block.part("types").texts(kind)
    }
    labels = {name: _type(kind, block.where) for name, kind in block.part("labels").data.items()}
    return Nouns(
        types=types,
        lifeless={noun: kind for noun, kind in lifeless.items() if noun not in living},
        labels=labels,
        people=frozenset(block.texts("people")),
        partitives=frozenset(block.texts("partitives")),
        pronouns={word: _pronoun(inside) for word, inside in block.parts("pronouns")},
        atlas=atlas,
    )


def read_table(path: Path) -> tuple[dict[str, FillerType], dict[str, str]]:
    """Noun -> type of a TSV file with a head line, and those of its lifeless nouns.

    Raises OntologyError naming the line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path.name}: cannot be read: {error}") from error
    rows = [
        (n, line.split("\t")) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    if not rows or rows[0][1] != ["noun", "type"]:
        raise OntologyError(
            f"{path.name}: the first line that is no comment must be the head 'noun <tab> type'"
        )
    types: dict[str, FillerType] = {}
    lifeless: dict[str, str] = {}
    for n, cells in rows[1:]:
        if len(cells) != 2:
            raise OntologyError(
                f"{path.name}, line {n}: has {len(cells)} columns; write noun and type, with a tab"
            )
        if cells[1] in LIFELESS:
            lifeless[cells[0]] = cells[1]
        else:
            types[cells[0]] = _type(cells[1], f"{path.name}, line {n}")
    return types, lifeless


def _singular(word: str) -> str:
    return f"{word[:-3]}man" if word.endswith("men") else word


def _pronoun(block: Block) -> Pronoun:
    block.allow("number", "types", "gender", "speaker", "reflexive")
    gender: tuple[Gender, ...] = get_args(Gender)
    number: tuple[Number, ...] = get_args(Number)
    return Pronoun(
        number=block.choice("number", number),
        types=frozenset(block.texts("types")),
        gender=block.choice("gender", gender) if block.has("gender") else None,
        is_speaker=block.flag("speaker"),
        is_reflexive=block.flag("reflexive"),
    )


def _type(name: object, where: str) -> FillerType:
    for known in TYPES:
        if name == known:
            return known
    raise OntologyError(f"{where}: '{name}' is no type; known are {', '.join((*TYPES, *LIFELESS))}")
