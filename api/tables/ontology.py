"""Classes, families, roles and quantities of the ontology that the graph was built with, read from the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg import vocab
from kg.query.facts import Facts, facts_of, local_name, subjects_with_values, subproperties, text
from kg.store.read_build import Store
from kg.vocab import KG

SPEAKER = "attributedTo"  # the source of a claim: not a role, but an entity may fill it
OTHER = "Other"  # the family of events without a named class
PLAIN = "Event"  # their class
# Twelve hues with a contrast of at least 3 to white, and at least 4.5 to the dark background of the explorer.
COLORS = {
    "Diplomacy": ("#1f6fb4", "#6cb1f0"),
    "Conflict": ("#c0272d", "#ff8a80"),
    "Communication": ("#6b6f76", "#b3b8c0"),
    "Movement": ("#0b7f78", "#4fd1c5"),
    "Business": ("#8a6100", "#f2c14e"),
    "Office": ("#6f42c1", "#b79cf5"),
    "Justice": ("#9a3b8f", "#eb9be0"),
    "Policy": ("#3f51b5", "#9fa8f5"),
    "Disaster": ("#b8480c", "#ffab7a"),
    "Life": ("#2e7d32", "#81d88a"),
    "Achievement": ("#a3295e", "#ff94c2"),
    "State": ("#4a6572", "#9fc0cf"),
}
OTHER_COLORS = ("#5c6066", "#c2c7cf")  # of families that a user adds


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class of events or states."""

    name: str  # in filters and responses
    iri: str
    label: str
    family: str
    comment: str
    is_state: bool
    shortcut: str | None = None
    shortcut_label: str | None = None
    symmetric: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyInfo:
    """A family of classes."""

    name: str
    iri: str
    comment: str
    color: tuple[str, str]  # on a light and on a dark background


@dataclass(frozen=True, slots=True)
class Ontology:
    """All classes by the name that their IRIs end with, and families by name."""

    classes: Mapping[str, ClassInfo]
    families: Mapping[str, FamilyInfo]
    roles: frozenset[str]  # local names
    quantities: frozenset[str]
    types: Mapping[str, tuple[str, ...]]  # of entities, each with its superclasses

    def info(self, name: str) -> ClassInfo:
        """The class with this local name; one without a label or family if it is unknown."""
        return self.classes.get(name) or ClassInfo(
            name=name, iri=KG + name, label=name, family=OTHER, comment="", is_state=False
        )

    def named(self, name: str) -> str | None:
        """The local name of the class with this name in filters."""
        if name in self.classes:
            return name
        return next((local for local, info in self.classes.items() if info.name == name), None)

    def most_specific(self, types: list[str]) -> str:
        """The most specific of an entity's types."""
        ours = [name for name in types if name in self.types]
        return max(ours, key=lambda name: (len(self.types[name]), name), default="Thing")


def read_ontology(store: Store) -> Ontology:
    """The ontology in a store's default graph."""
    above = _above(store)
    families = _families(store, above)
    by_iri = {family.iri: family for family in families.values()}
    shortcuts = _shortcuts(store)
    classes = {
        local_name(iri): _class(iri, facts_of(store, iri), by_iri[parent], shortcuts.get(iri))
        for iri, parents in sorted(above.items())
        for parent in parents
        if parent in by_iri and iri not in by_iri
    }
    event = facts_of(store, KG + "Event")
    other = FamilyInfo(
        name=OTHER,
        iri=KG + "Event",
        comment="Events whose words belong to no listed class.",
        color=OTHER_COLORS,
    )
    classes["Event"] = ClassInfo(
        name="Event",
        iri=KG + "Event",
        label="other event",
        family=OTHER,
        comment=text(event, vocab.RDFS + "comment") or "",
        is_state=False,
    )
    return Ontology(
        classes=classes,
        families={**families, OTHER: other},
        roles=_below(store, "role"),
        quantities=_below(store, "quantity"),
        types=_types(above),
    )


def _above(store: Store) -> dict[str, list[str]]:
    """The direct superclasses of each class of kg."""
    above: dict[str, list[str]] = {}
    for iri, parent in subjects_with_values(store, vocab.SUBCLASS):
        if iri.startswith(KG):
            above.setdefault(iri, []).append(parent)
    return above


def _families(store: Store, above: Mapping[str, list[str]]) -> dict[str, FamilyInfo]:
    """The direct subclasses of Event, and State itself."""
    iris = sorted(iri for iri, parents in above.items() if KG + "Event" in parents)
    families = {}
    for iri in (*iris, KG + "State"):
        facts = facts_of(store, iri)
        name = text(facts, vocab.LABEL) or local_name(iri)
        comment = text(facts, vocab.RDFS + "comment") or ""
        families[name] = FamilyInfo(name=name, iri=iri, comment=comment, color=COLORS.get(name, OTHER_COLORS))
    return families


def _shortcuts(store: Store) -> dict[str, tuple[str, str, bool]]:
    """Name, label and symmetry of the short-cut of each class with one."""
    shortcuts = {}
    for iri in sorted(subproperties(store, "shortcut")):
        facts = facts_of(store, iri)
        symmetric = any(kind.value == vocab.OWL + "SymmetricProperty" for kind in facts[vocab.TYPE])
        for owner in facts.get(vocab.RDFS + "seeAlso", []):
            shortcuts[owner.value] = (local_name(iri), text(facts, vocab.LABEL) or local_name(iri), symmetric)
    return shortcuts


def _class(iri: str, facts: Facts, family: FamilyInfo, shortcut: tuple[str, str, bool] | None) -> ClassInfo:
    name, label, symmetric = shortcut or (None, None, False)
    return ClassInfo(
        name=text(facts, vocab.NOTATION) or local_name(iri),
        iri=iri,
        label=text(facts, vocab.LABEL) or local_name(iri),
        family=family.name,
        comment=text(facts, vocab.RDFS + "comment") or "",
        is_state=family.iri == KG + "State",
        shortcut=name,
        shortcut_label=label,
        symmetric=symmetric,
        examples=tuple(term.value for term in facts.get(vocab.SKOS + "example", [])),
    )


def _below(store: Store, name: str) -> frozenset[str]:
    return frozenset(map(local_name, subproperties(store, name)))


def _types(above: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The subclasses of Entity, each with its superclasses."""
    types: dict[str, tuple[str, ...]] = {"Entity": ()}
    for _ in range(5):  # more than the depth of the tree of types
        for iri, parents in above.items():
            for parent in map(local_name, parents):
                if parent in types:
                    types[local_name(iri)] = (parent, *types[parent])
    return types
