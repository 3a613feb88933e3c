"""One class file into an `EventClass`. The language of the file: head of kg/ontology/classes/read_ontology.py."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, as_block, as_text, as_texts
from kg.ontology.classes.lexicon import (
    Condition,
    Doers,
    EventClass,
    Example,
    Family,
    Pos,
    QuantityKind,
    QuantityRule,
    Role,
    Shortcut,
    Trigger,
    Voice,
)

GRAMMAR = {
    "verb": ("subject", "object", "indirect", "themselves", "complement", "not", "clause", "and"),
    "noun": ("possessive", "compound", "adjective", "number", "self", "named", "verb", "modifies", "clause"),
    "adjective": ("subject", "modified", "compound", "clause"),
}
SLOTS = tuple(dict.fromkeys(slot for slots in GRAMMAR.values() for slot in slots))
TRIGGER_POS: dict[str, Pos] = {"verbs": "verb", "nouns": "noun", "adjectives": "adjective"}
CLASS_KEYS = (
    *("label", "family", "comment", "close", "triggers", "roles", "shortcut", "quantities"),
    *(
        "stance",
        "folds_into",
        "former",
        "members",
        "each",
        "doers",
        "other_senses",
        "asks_for",
        "sentence",
        "examples",
    ),
)
TRIGGER_KEYS = ("words", "roles", "needs", "unless", "voice", "priority", "stance")
POSITIVE, NEGATIVE = 2, 1  # examples that a class needs


@dataclass(frozen=True, slots=True)
class Core:
    """`core.yaml`: what all classes share."""

    families: Mapping[str, Family]
    supertypes: Mapping[str, tuple[str, ...]]
    literals: frozenset[str]
    prepositions: frozenset[str]
    vocabularies: Mapping[str, tuple[str, str]]
    roles: dict[str, Role]

    def slots(self, block: Block, key: str) -> tuple[str, ...]:
        """Slots by name; raises OntologyError at an unknown one."""
        return tuple(self.slot(name, f"{block.where}: {key}") for name in block.texts(key))

    def slot(self, name: str, where: str) -> str:
        if name not in SLOTS and name not in self.prepositions:
            raise OntologyError(
                f"{where}: '{name}' is no slot; known are {', '.join(SLOTS)} and the prepositions of core.yaml"
            )
        return name

    def types(self, block: Block, key: str) -> tuple[str, ...]:
        types = block.texts(key)
        for name in types:
            if name not in self.supertypes:
                known = ", ".join(self.supertypes)
                raise OntologyError(f"{block.where}: '{name}' is no type; known are {known}")
        return types


def read_class(block: Block, name: str, core: Core) -> EventClass:
    """The class of a file. Raises OntologyError at its first mistake."""
    block.allow(*CLASS_KEYS)
    family = block.text("family")
    if family not in core.families:
        raise OntologyError(
            f"{block.where}: family is '{family}'; known are {', '.join(core.families)} (core.yaml)"
        )
    roles = _class_roles(block, core, with_place=core.families[family].parent == "Event")
    found = EventClass(
        name=name,
        label=block.text("label"),
        family=family,
        comment=block.text("comment"),
        close=tuple(_close(block.part("close"), core)),
        roles=roles,
        triggers=tuple(_Triggers(name=name, block=block, roles=roles, core=core).read("triggers")),
        shortcut=_shortcut(block, name, roles),
        quantities=tuple(_quantities(block, core)),
        folds_into=block.texts("folds_into", optional=True),
        former=block.optional_text("former"),
        members=tuple(_known_roles(block, "members", roles)),
        each=tuple(_known_roles(block, "each", roles)),
        doers=_doers(block, roles),
        other_senses=tuple(_Triggers(name=name, block=block, roles=(), core=core).read("other_senses")),
        asks_for=frozenset(block.texts("asks_for", optional=True)),
        examples=tuple(_examples(block, roles)),
        sentence=_sentence(block),
    )
    _check_enough(found, block.where)
    return found


def _sentence(block: Block) -> tuple[str, ...]:
    forms = block.texts("sentence", optional=True)
    if len(forms) not in (0, 2):
        raise OntologyError(
            f"{block.where}: sentence has {len(forms)} forms; it has two: [is a part of, are parts of]"
        )
    return forms


def _doers(block: Block, roles: tuple[Role, ...]) -> Doers | None:
    if not block.has("doers"):
        return None
    part = block.part("doers")
    part.allow("bodies", "needs")
    return Doers(part.texts("bodies"), tuple(_known_roles(part, "needs", roles)))


def _known_roles(block: Block, key: str, roles: tuple[Role, ...]) -> Iterator[str]:
    known = [role.name for role in roles]
    for name in block.texts(key, optional=True):
        if name not in known:
            raise OntologyError(
                f"{block.where}: {key}: '{name}' is no role of the class; it has {', '.join(known)}"
            )
        yield name


def _close(block: Block, core: Core) -> Iterator[tuple[str, str]]:
    for name in block.data:
        if name not in core.vocabularies:
            known = ", ".join(core.vocabularies)
            raise OntologyError(f"{block.where}: '{name}' is no vocabulary; known are {known} (core.yaml)")
        for match in block.texts(name):
            if not re.fullmatch(core.vocabularies[name][1], match):
                raise OntologyError(
                    f"{block.where}: {name} has no class '{match}'; its classes read {core.vocabularies[name][1]}"
                )
            yield name, match


# --- roles


def _class_roles(block: Block, core: Core, *, with_place: bool) -> tuple[Role, ...]:
    inside = block.part("roles")
    if not inside.data:
        raise OntologyError(f"{block.where}: 'roles' is missing")
    roles = [_role(name, inside, core, core.roles.get(name)) for name in inside.data]
    if with_place and "place" in core.roles and "place" not in inside.data:
        roles.append(core.roles["place"])
    return tuple(roles)


def _role(name: str, block: Block, core: Core, default: Role | None) -> Role:
    """A role as it is written, with what is left out from `default`."""
    value, where = block.data[name], f"{block.where} '{name}'"
    part = Block({"from": value}, where) if isinstance(value, str | list) else as_block(value, where)
    part.allow("from", "types", "required", "comment")
    if default is None and not (part.has("from") and part.has("comment")):
        raise OntologyError(
            f"{where}: is no core role ({', '.join(core.roles)}); a role of its own needs `from` and `comment`"
        )
    return Role(
        name=name,
        slots=core.slots(part, "from") if part.has("from") or default is None else default.slots,
        types=core.types(part, "types") if part.has("types") else default.types if default else ("Entity",),
        required=part.flag("required") if part.has("required") else default is not None and default.required,
        comment=part.optional_text("comment") or (default.comment if default else ""),
    )


# --- triggers


@dataclass(frozen=True, slots=True)
class _Triggers:
    """Reads the triggers of one class, or its other senses; `roles` are those of the class."""

    name: str
    block: Block
    roles: tuple[Role, ...]
    core: Core

    def read(self, key: str) -> Iterator[Trigger]:
        inside = self.block.part(key)
        inside.allow(*TRIGGER_POS)
        seen: set[Any] = set()
        for trigger in self.entries(inside):
            mark = (trigger.word, trigger.pos, trigger.needs, trigger.unless, trigger.voice)
            if mark in seen:
                raise OntologyError(
                    f"{inside.where}: {trigger.pos} '{trigger.word}' stands twice; give one of them `needs`, or drop it"
                )
            seen.add(mark)
            yield trigger

    def entries(self, inside: Block) -> Iterator[Trigger]:
        for key, pos in TRIGGER_POS.items():
            entries = inside.data.get(key) or []
            if not isinstance(entries, list):
                raise OntologyError(f"{inside.where}: {key} is {entries!r}; it is a list")
            for entry in entries:
                words = (
                    entry if isinstance(entry, dict) else {"words": as_text(entry, f"{inside.where}: {key}")}
                )
                yield from self.entry(Block(words, f"{inside.where}: {pos}"), pos)

    def entry(self, part: Block, pos: Pos) -> Iterator[Trigger]:
        words = part.texts("words")
        part = as_block(part.data, f"{part.where} '{words[0]}'")
        part.allow(*TRIGGER_KEYS)
        roles = self.override(part.part("roles"))
        needs = tuple(_conditions(part.part("needs"), self.core))
        unless = tuple(_conditions(part.part("unless"), self.core))
        voices: tuple[Voice, ...] = get_args(Voice)
        for word in words:
            if word != word.lower():
                raise OntologyError(f"{part.where}: '{word}' is no lemma; lemmas are in lower case")
            yield Trigger(
                word=word,
                pos=pos,
                event_class=self.name,
                roles=roles,
                needs=needs,
                unless=unless,
                voice=part.choice("voice", voices) if part.has("voice") else None,
                priority=part.number("priority"),
                stance=part.optional_text("stance") or self.block.optional_text("stance"),
            )

    def override(self, block: Block) -> tuple[Role, ...]:
        known = {role.name: role for role in self.roles}
        for name, value in block.data.items():
            if name not in known:
                raise OntologyError(
                    f"{block.where}: '{name}' is no role of the class; it has {', '.join(known)}"
                )
            if value is None:
                del known[name]
            else:
                known[name] = _role(name, block, self.core, known[name])
        return tuple(known.values())


def _conditions(block: Block, core: Core) -> Iterator[Condition]:
    for slot in block.data:
        core.slot(slot, block.where)
        values = block.texts(slot)
        types = frozenset(value for value in values if value[0].isupper())
        unknown = sorted(types - core.supertypes.keys() - core.literals)
        if unknown:
            known = ", ".join([*core.supertypes, *sorted(core.literals)])
            raise OntologyError(f"{block.where}: '{unknown[0]}' is no type; known are {known}")
        words = frozenset(value for value in values if value not in types)
        yield Condition(slot, frozenset() if values == ("any",) else words, types)


# --- the rest of the file


def _shortcut(block: Block, name: str, roles: tuple[Role, ...]) -> Shortcut | None:
    if not block.has("shortcut"):
        return None
    part = block.part("shortcut")
    part.allow("property", "from", "to", "symmetric")
    source, target = part.text("from"), part.text("to")
    for end in (source, target):
        if end not in [role.name for role in roles]:
            known = ", ".join(role.name for role in roles)
            raise OntologyError(f"{part.where}: '{end}' is no role of {name}; it has {known}")
    return Shortcut(
        property=part.text("property"), source=source, target=target, symmetric=part.flag("symmetric")
    )


def _quantities(block: Block, core: Core) -> Iterator[QuantityRule]:
    inside = block.part("quantities")
    kinds: tuple[QuantityKind, ...] = get_args(QuantityKind)
    for name, value in inside.data.items():
        where = f"{inside.where} '{name}'"
        part = Block({"from": value}, where) if isinstance(value, str | list) else as_block(value, where)
        part.allow("from", "kind")
        kind: QuantityKind = part.choice("kind", kinds) if part.has("kind") else "number"
        yield QuantityRule(name, core.slots(part, "from"), kind)


def _examples(block: Block, roles: tuple[Role, ...]) -> Iterator[Example]:
    entries = block.data.get("examples")
    if not isinstance(entries, list):
        raise OntologyError(f"{block.where}: 'examples' is missing; it is a list of text and roles")
    known = {role.name for role in roles}
    for number, entry in enumerate(entries, 1):
        part = as_block(entry, f"{block.where}: example {number}")
        part.allow("text", "roles")
        text = part.text("text")
        if not part.has("roles"):
            raise OntologyError(
                f"{part.where}: 'roles' is missing; `roles: null` where the class is not evoked"
            )
        if part.data["roles"] is None:
            yield Example(text, None)
        else:
            yield Example(text, dict(_fillers(part.part("roles"), text, known)))


def _fillers(block: Block, text: str, known: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for role, value in block.data.items():
        if role not in known:
            raise OntologyError(
                f"{block.where}: '{role}' is no role of the class; it has {', '.join(sorted(known))}"
            )
        fillers = as_texts(value, f"{block.where} '{role}'")
        for filler in fillers:
            if filler not in text:
                raise OntologyError(f"{block.where}: '{filler}' does not stand in \"{text}\"")
        yield role, fillers


def _check_enough(event_class: EventClass, where: str) -> None:
    positive = sum(example.roles is not None for example in event_class.examples)
    negative = len(event_class.examples) - positive
    if positive < POSITIVE or negative < NEGATIVE:
        raise OntologyError(
            f"{where}: has {positive} positive and {negative} negative examples; "
            f"it needs {POSITIVE} with roles and {NEGATIVE} with `roles: null`"
        )
    if not event_class.triggers:
        raise OntologyError(f"{where}: 'triggers' is missing; give verbs, nouns or adjectives")
