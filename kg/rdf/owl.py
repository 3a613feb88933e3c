"""Prints a lexicon as Turtle: OWL classes and properties, and a SHACL shape per class. Without blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ontology.classes.lexicon import EventClass, Lexicon, Role
from kg.vocab import PREFIXES

USED = ("kg", "owl", "rdf", "rdfs", "sem", "sh", "skos", "xsd")
SEM_PROPERTIES = {
    "agent": "sem:hasActor",
    "patient": "sem:hasActor",
    "recipient": "sem:hasActor",
    "place": "sem:hasPlace",
}
TOP = "Situation"  # above events and states
Pairs = list[tuple[str, str]]


def ontology_turtle(lexicon: Lexicon) -> str:
    """The families, classes, roles, short-cuts and quantities of a lexicon as OWL; `ontology/kg.ttl` is above it."""
    blocks = [
        *_families(lexicon),
        *_classes(lexicon),
        *_roles(lexicon),
        *_shortcuts(lexicon),
        *_quantities(lexicon),
    ]
    return _turtle(blocks)


def shapes_turtle(lexicon: Lexicon) -> str:
    """A SHACL shape per class: what its roles may be filled with, which must be.

    Warnings: an article may say what the ontology does not expect.
    """
    return _turtle(
        block for _, event_class in sorted(lexicon.classes.items()) for block in _shape(event_class)
    )


def class_chain(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The names in IRIs of a class and those above it: Meeting, DiplomacyEvent, Event; HoldsPosition, State."""
    known = lexicon.classes.get(name)
    if known is None:
        return (name,)
    family = lexicon.families[known.family]
    above = (family.class_name,) if family.parent == TOP else (family.class_name, family.parent)
    return (known.iri_name, *above)


def _turtle(blocks: Iterable[str]) -> str:
    prefixes = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in USED]
    return "\n".join([*prefixes, "", *blocks])


def _block(subject: str, pairs: Pairs) -> str:
    """Subject with its properties, one a line."""
    lines = [f"    {name} {value}" for name, value in pairs]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"@en'


# --- OWL


def _families(lexicon: Lexicon) -> Iterator[str]:
    for family in lexicon.families.values():
        yield _block(
            f"kg:{family.class_name}",
            [
                ("a", "owl:Class"),
                ("rdfs:subClassOf", f"kg:{family.parent}"),
                ("rdfs:label", _text(family.name)),
                ("rdfs:comment", _text(family.comment)),
            ],
        )


def _classes(lexicon: Lexicon) -> Iterator[str]:
    for _, event_class in sorted(lexicon.classes.items()):
        pairs = [
            ("a", "owl:Class"),
            ("rdfs:subClassOf", f"kg:{lexicon.families[event_class.family].class_name}"),
            ("rdfs:label", _text(event_class.label)),
            ("rdfs:comment", _text(event_class.comment)),
            ("skos:notation", f'"{event_class.name}"'),
        ]
        pairs += [
            ("skos:closeMatch", f"<{lexicon.vocabularies[name]}{match}>") for name, match in event_class.close
        ]
        pairs += [
            ("skos:example", _text(example.text))
            for example in event_class.examples
            if example.roles is not None
        ]
        yield _block(f"kg:{event_class.iri_name}", pairs)


def _roles(lexicon: Lexicon) -> Iterator[str]:
    roles = {role.name: role for role in lexicon.core_roles}
    for _, event_class in sorted(lexicon.classes.items()):
        for role in event_class.roles:
            roles.setdefault(role.name, role)
    for name in sorted(roles):
        parents = ", ".join(["kg:role", *([SEM_PROPERTIES[name]] if name in SEM_PROPERTIES else [])])
        yield _block(
            f"kg:{name}",
            [
                ("a", "rdf:Property"),
                ("rdfs:subPropertyOf", parents),
                ("rdfs:label", _text(name)),
                ("rdfs:comment", _text(roles[name].comment)),
            ],
        )


def _shortcuts(lexicon: Lexicon) -> Iterator[str]:
    users: dict[str, list[EventClass]] = {}
    for _, event_class in sorted(lexicon.classes.items()):
        if event_class.shortcut:
            users.setdefault(event_class.shortcut.property, []).append(event_class)
    for name in sorted(users):
        symmetric = any(user.shortcut and user.shortcut.symmetric for user in users[name])
        pairs = [
            ("a", "owl:ObjectProperty, owl:SymmetricProperty" if symmetric else "owl:ObjectProperty"),
            ("rdfs:subPropertyOf", "kg:shortcut"),
            ("rdfs:label", _text(spaced(name))),
        ]
        pairs += [("rdfs:comment", _text(_shortcut_comment(user))) for user in users[name]]
        pairs += [("rdfs:seeAlso", f"kg:{user.iri_name}") for user in users[name]]
        yield _block(f"kg:{name}", pairs)


def _shortcut_comment(event_class: EventClass) -> str:
    ends = event_class.shortcut
    between = f"{ends.source} to {ends.target}" if ends else ""
    return f"From {between} of an actual {event_class.label}."


def _quantities(lexicon: Lexicon) -> Iterator[str]:
    rules = {rule.name: rule for _, found in sorted(lexicon.classes.items()) for rule in found.quantities}
    for name in sorted(rules):
        yield _block(
            f"kg:{name}",
            [
                ("a", "owl:DatatypeProperty"),
                ("rdfs:subPropertyOf", "kg:quantity"),
                ("rdfs:range", "xsd:decimal"),
                ("rdfs:label", _text(spaced(name))),
            ],
        )
        for part in ("Modifier", "Unit"):
            yield _block(
                f"kg:{name}{part}",
                [
                    ("a", "owl:DatatypeProperty"),
                    ("rdfs:range", "xsd:string"),
                    ("rdfs:label", _text(f"{spaced(name)}, {part.lower()}")),
                    ("rdfs:seeAlso", f"kg:{name}"),
                ],
            )


def spaced(name: str) -> str:
    """The words of a property's name: "withdrew from" of "withdrewFrom"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


# --- SHACL


def _shape(event_class: EventClass) -> Iterator[str]:
    name = f"kg:{event_class.iri_name}Shape"
    properties = [f"{name}-{role.name}" for role in event_class.roles]
    yield _block(
        name,
        [
            ("a", "sh:NodeShape"),
            ("sh:targetClass", f"kg:{event_class.iri_name}"),
            ("sh:property", ", ".join(properties)),
        ],
    )
    for role, iri in zip(event_class.roles, properties, strict=True):
        yield from _role_shape(event_class, role, iri)


def _role_shape(event_class: EventClass, role: Role, iri: str) -> Iterator[str]:
    pairs = [("a", "sh:PropertyShape"), ("sh:path", f"kg:{role.name}"), ("sh:severity", "sh:Warning")]
    if role.required:
        pairs.append(("sh:minCount", "1"))
    is_text = role.types == ("Text",)
    pairs += [
        _range("Text") if is_text else ("sh:or", f"{iri}-1"),
        ("sh:message", _text(f"{role.name} of {event_class.label} should be {' or '.join(role.types)}.")),
    ]
    yield _block(iri, pairs)
    if not is_text:
        yield from _alternatives(role, iri)


def _alternatives(role: Role, iri: str) -> Iterator[str]:
    """The list behind `sh:or`, its cells with IRIs of their own. What has no node is words, whatever its type."""
    types = list(dict.fromkeys((*role.types, "Text")))
    for number, kind in enumerate(types, 1):
        rest = f"{iri}-{number + 1}" if number < len(types) else "rdf:nil"
        yield _block(f"{iri}-{number}", [("rdf:first", f"{iri}-{kind}"), ("rdf:rest", rest)])
        yield _block(f"{iri}-{kind}", [("a", "sh:NodeShape"), _range(kind)])


def _range(kind: str) -> tuple[str, str]:
    return ("sh:nodeKind", "sh:Literal") if kind == "Text" else ("sh:class", f"kg:{kind}")
