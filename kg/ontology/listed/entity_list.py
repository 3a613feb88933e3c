"""A user's own list of entities: looked up by name, and cut down to the rows that can matter to one text."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from kg.ontology.folding import comparable, folded
from kg.ontology.gazetteer import Entry
from kg.records import EntityType, FillerType

# Types within a family are not distinguished by name; all others belong to the family "other"
FAMILIES: Mapping[FillerType, str] = {
    "Person": "person",
    "Place": "place",
    "City": "place",
    "Country": "place",
}
# The label of the pipeline for each type that a list may give
LABELS: Mapping[EntityType, str] = {
    "Person": "PERSON",
    "Organization": "ORG",
    "Group": "NORP",
    "Place": "LOC",
    "Country": "GPE",
    "City": "GPE",
    "Product": "PRODUCT",
}
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """A row of a list. `never` are names of others that it must not be merged with."""

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by in the graph: its first id, or its name and type."""
        return self.ids[0] if self.ids else f"{self.type} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def family(self) -> str:
        return FAMILIES.get(self.type, "other")


class EntityList:
    """The rows of all lists. A name that two rows of one family share identifies neither of them."""

    def __init__(self, entities: Iterable[ListedEntity] = ()) -> None:
        self.entities = tuple(sorted(entities, key=lambda each: (each.name, each.type)))
        self._by_form: defaultdict[tuple[str, str], set[ListedEntity]] = defaultdict(set)
        self._by_first_word: defaultdict[str, list[tuple[frozenset[str], ListedEntity]]] = defaultdict(list)
        for entity in self.entities:
            for name in entity.names:
                words = comparable(name).split()
                self._by_form[entity.family, " ".join(words)].add(entity)
                if words:
                    self._by_first_word[words[0]].append((frozenset(words), entity))

    def entity(self, family: str, form: str) -> ListedEntity | None:
        """The row that a comparable name identifies."""
        rows = self._by_form.get((family, form), set())
        return next(iter(rows)) if len(rows) == 1 else None

    def one_of(self, family: str, names: Iterable[str]) -> ListedEntity | None:
        """The only row that any of these names identifies."""
        rows = {row for name in names if (row := self.entity(family, comparable(name)))}
        return rows.pop() if len(rows) == 1 else None

    def keeps_apart(self, short: tuple[str, str], full: tuple[str, str]) -> bool:
        """Whether the list says that a comparable name is no short form of a longer one."""
        if self.entity(*short):
            return True
        row = self.entity(*full)
        return row is not None and short[1] in map(comparable, row.never)

    def entries(self, common_words: Collection[str]) -> Iterator[Entry]:
        """The names as a name list; one that is also a common word needs the pipeline to see a name in it."""
        entries = {
            (name, LABELS[entity.type]): name.lower() not in common_words
            for entity in self.entities
            for name in entity.names
        }
        for (name, label), is_sure in sorted(entries.items()):
            yield Entry(name=name, label=label, is_sure=is_sure, id="")

    def relevant_hash(self, text: str) -> str:
        """A hash of the rows of which a text has a name, "" if it has none: only these change how it is read."""
        rows = sorted(self._relevant(text), key=lambda row: (row.name, row.type))
        return hashlib.sha256(json.dumps(list(map(asdict, rows))).encode()).hexdigest() if rows else ""

    def _relevant(self, text: str) -> set[ListedEntity]:
        words = _words_of(text) if self._by_first_word else frozenset()
        candidates = (each for word in words for each in self._by_first_word.get(word, ()))
        return {row for needed, row in candidates if needed <= words}


def _words_of(text: str) -> frozenset[str]:
    """The words of a text as they may stand in comparable names: "U.S." is "us", and "u" and "s"."""
    plain = folded(text)
    joined = re.sub(r"[.'\u2018\u2019]", "", plain)
    return (
        frozenset(WORD.findall(plain))
        | frozenset(joined.replace("-", " ").split())
        | frozenset(WORD.findall(joined))
    )
