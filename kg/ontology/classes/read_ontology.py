"""Reads and checks the ontology's files into a `Lexicon`. Printed as OWL and SHACL by `kg/rdf/owl.py`.

A class is one file, `events/<Class>.yaml`:

    label, family, comment   comment is the sentence that it makes: "AGENT buys PATIENT."
    close        {vocabulary: class or classes}; vocabularies stand in core.yaml
    triggers     {verbs: [...], nouns: [...], adjectives: [...]} of lemmas: a verb with its particle ("take over"),
                 a noun with the words right before it ("air strike"), or a mapping for words that need more:
                   words     the lemmas
                   roles     as below, replacing roles of the class for these words; `role: null` takes a role away
                   needs     {slot: any} or {slot: [lemmas and Types]}: must be filled, by such a word or type
                   unless    {slot: ...}: must not be filled so. What fits `needs` by its lemma fills no role,
                             unless the trigger's own roles name the slot
                   voice     active or passive, where only one evokes the class
                   priority  1 or more goes before what other classes say of the same word
                   stance    a kind of stance.yaml: what these words do to what they govern
    roles        {role: {from: [slots], types: [...], required: true, comment: ...}}, or a list of slots; what is left
                 out, or all of it (`role: null`), is as core.yaml has it. Slots are tried in order, the first filler
                 in range is taken; no filler takes two roles, the role named first has it. Every event class has
                 `place`. A filler of no known type is a Thing.
    shortcut     {property, from, to, symmetric}
    quantities   {name: [slots]} for the number with a filler ("killed *12* people"), or {from: [slots], kind: number,
                 money, percent, duration or times} ("*three* strikes": times, of an event noun itself)
    stance       for all triggers of the class
    folds_into   classes: with one of their events as doer ("the raid killed 12") this is a quantity of that event
    former       the class that "former" before the trigger makes of it
    members      roles in which the members of a group take part with it: whoever leads a delegation meets whom it meets
    each         roles in which each of several takes part: who kills nine people, including a mayor, kills the mayor
    doers        {bodies: [...], needs: [roles]}: kinds of bodies (`implied.yaml`) that do what their speakers report
                 without a doer, where one of these roles is filled
    other_senses words like `triggers` that do not evoke the class where their conditions hold, whatever the trained
                 heads say; `words: any` for every word. Their verbs are plain events, their nouns none
    asks_for     words of which the article must have one where the trained heads give the class, and the rules another:
                 whoever "was shot" may live. The event has the class of the rules otherwise
    sentence     of a state: what its titles put between agent and patient, for one agent and for several; `{title}`
                 is the filler of the role `title`: [is {title}, are {title}]
    examples     two or more with {text, roles: {role: words, or a list}}, one or more with `roles: null`

A trigger is not meant where a required role stays empty, or where its subject or object is of a type that no role takes
("pillars support the roof").

Slots of verbs: subject and object in the sense of the active voice, indirect, complement (said of subject or object:
left 12 *dead*, became *mayor*), not (one that is denied: found him *not guilty*), clause (finite or infinitive),
themselves ("X and Y met": both do and undergo), and (a second verb of the same subject: shot and *wounded*).
Of nouns: possessive, compound, adjective (a demonym), number, self (the noun's own phrase), clause, named (the name
it is title of, in apposition to or said of by "be"), modifies (the noun before which it stands: "*death* row"),
verb (the light verb that governs it, which lends it its subject, object and phrases: `light_verbs.yaml`).
Of adjectives: subject, modified (the noun they stand before), compound ("US" of "US-led"). Of all: prepositions.
With `between`, `among` and `themselves` the first conjunct goes to the first role that names the slot, the others to
the last.

A word in several classes: the trigger with the highest priority, then the longest phrase, then the most conditions
goes first. Two triggers without any difference are refused. `registers.yaml` names kinds of article in which
families are not meant: in sport, teams attack. Later folders add classes or replace them whole, and add
to `core.yaml`, `stance.yaml`, `light_verbs.yaml`, `irregular.yaml` and `registers.yaml`; any other file of theirs
replaces the shipped one of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from kg.errors import OntologyError
from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.classes.inflection import Irregular, forms_of
from kg.ontology.classes.lexicon import (
    Content,
    EventClass,
    Family,
    Lexicon,
    LightKind,
    LightNounKind,
    Pos,
    Register,
    Role,
    Stance,
    StanceKind,
    Trigger,
)
from kg.ontology.classes.read_class import Core, read_class
from kg.ontology.files import OntologyFiles, ontology_file

STANCE_POS = {
    "verbs": "verb",
    "nouns": "noun",
    "adjectives": "adjective",
    "adverbs": "adverb",
    "prepositions": "preposition",
}
SHIPPED = ontology_file("core.yaml").parent
STANCE_LISTS = ("former", "passing", "dismissing", "silencing", "cited")
NO_NOUNS = frozenset({"clause", "complement", "verb"})  # slots whose words are verbs or adjectives too


def load_lexicon(*folders: Path) -> Lexicon:
    """The shipped ontology with what these folders add or replace.

    Raises OntologyError: file, where in it, and what would be right.
    """
    return read_lexicon(SHIPPED, *OntologyFiles(folders).folders) if folders else _shipped_lexicon()


@cache
def _shipped_lexicon() -> Lexicon:
    """Read once per process: a process that reviews or judges needs it again and again."""
    return read_lexicon(SHIPPED)


def read_lexicon(*folders: Path) -> Lexicon:
    """The ontology of these folders alone; the first must have a `core.yaml`."""
    for folder in folders:
        if not folder.is_dir():
            raise OntologyError(f"{folder}: is no folder; an ontology is a folder with events/<Class>.yaml")
    core = _read_core(_blocks(folders, "core.yaml"))
    stance = _read_stance(_blocks(folders, "stance.yaml"))
    files = {path.stem: path for folder in folders for path in sorted(folder.glob("events/*.yaml"))}
    classes = {name: read_class(read_yaml(files[name]), name, core) for name in sorted(files)}
    for name, event_class in classes.items():
        _check_references(event_class, classes, stance, files[name].name)
    _check_properties(classes.values())
    light_verbs = _read_light_verbs(_blocks(folders, "light_verbs.yaml"))
    irregular = _blocks(folders, "irregular.yaml")
    return Lexicon(
        classes=classes,
        families=core.families,
        core_roles=tuple(core.roles.values()),
        supertypes=core.supertypes,
        vocabularies={name: iri for name, (iri, _) in core.vocabularies.items()},
        light_verbs=light_verbs,
        light_nouns=_read_light_nouns(_blocks(folders, "light_verbs.yaml")),
        stance=_with_triggers(stance, classes),
        index=_index(classes.values()),
        verb_forms=forms_of(_verbs(classes, stance, light_verbs), _irregular(irregular, "verbs"), verbs=True),
        noun_forms=forms_of(_nouns(classes, stance), _irregular(irregular, "nouns"), verbs=False),
        registers=tuple(_read_registers(_blocks(folders, "registers.yaml"), core)),
    )


def _blocks(folders: Iterable[Path], name: str) -> list[Block]:
    return [read_yaml(folder / name) for folder in folders if (folder / name).is_file()]


def _read_registers(blocks: list[Block], core: Core) -> Iterator[Register]:
    """The registers of `registers.yaml`. Raises OntologyError for a family that core.yaml lacks."""
    for name, part in ((name, block.part(name)) for block in blocks for name in block.data):
        part.allow("least", "words", "scored", "quiet", "loud")
        quiet = frozenset(part.texts("quiet"))
        unknown = sorted(quiet - core.families.keys())
        if unknown or not isinstance(part.data.get("least"), int):
            raise OntologyError(
                f"{part.where}: quiet is a list of families ({', '.join(core.families)}), least a number"
            )
        yield Register(
            name=name,
            words=frozenset(part.texts("words")),
            least=part.data["least"],
            scored=part.flag("scored"),
            quiet=quiet,
            loud=frozenset(part.texts("loud", optional=True)),
        )


# --- core.yaml


def _read_core(blocks: list[Block]) -> Core:
    if not blocks:
        raise OntologyError("core.yaml: is missing; the first folder of an ontology has it")
    keys = ("families", "types", "literals", "roles", "prepositions", "vocabularies")
    for block in blocks:
        block.allow(*keys)
    core = Core(
        families={name: _family(name, part) for block in blocks for name, part in block.parts("families")},
        supertypes=_supertypes(blocks),
        literals=frozenset(word for block in blocks for word in block.texts("literals", optional=True)),
        prepositions=frozenset(
            word for block in blocks for word in block.texts("prepositions", optional=True)
        ),
        vocabularies={
            name: _vocabulary(part) for block in blocks for name, part in block.parts("vocabularies")
        },
        roles={},
    )
    roles = [(name, part) for block in blocks for name, part in block.parts("roles")]
    core.roles.update({name: _core_role(name, part, core) for name, part in roles})
    return core


def _family(name: str, block: Block) -> Family:
    block.allow("class", "parent", "comment")
    return Family(
        name=name, class_name=block.text("class"), parent=block.text("parent"), comment=block.text("comment")
    )


def _vocabulary(block: Block) -> tuple[str, str]:
    block.allow("iri", "classes")
    return block.text("iri"), block.text("classes")


def _core_role(name: str, block: Block, core: Core) -> Role:
    block.allow("from", "types", "comment")
    slots, types = core.slots(block, "from"), core.types(block, "types")
    return Role(name, slots, types, required=False, comment=block.text("comment"))


def _supertypes(blocks: list[Block]) -> Mapping[str, tuple[str, ...]]:
    above: dict[str, str | None] = {}
    for block in blocks:
        above.update(block.optional_texts("types"))
    found: dict[str, tuple[str, ...]] = {}
    for name in above:
        chain, parent = [], above[name]
        while parent is not None and parent not in chain:
            chain.append(parent)
            if parent not in above:
                raise OntologyError(
                    f"{blocks[-1].where}: type '{name}' is below '{parent}'; known are {', '.join(above)}"
                )
            parent = above[parent]
        found[name] = tuple(chain)
    return found


# --- stance.yaml and light_verbs.yaml


def _read_stance(blocks: list[Block]) -> Stance:
    kinds: dict[str, StanceKind] = {}
    words: dict[tuple[str, str], str] = {}
    lists: dict[str, frozenset[str]] = {name: frozenset() for name in STANCE_LISTS}
    for block in blocks:
        block.allow("kinds", *STANCE_POS, *STANCE_LISTS)
        kinds |= {name: _stance_kind(name, part) for name, part in block.parts("kinds")}
        own: dict[tuple[str, str], str] = {}
        for key, pos in STANCE_POS.items():
            for kind, lemma in block.part(key).items_of_lists():
                _check_stance_word(block, kinds, own, (pos, lemma), kind)
                own[pos, lemma] = kind
        words |= own
        for name in STANCE_LISTS:
            lists[name] |= frozenset(block.texts(name, optional=True))
    return Stance(kinds, words, lists)


def _check_stance_word(
    block: Block, kinds: Mapping[str, StanceKind], own: Mapping[Any, str], key: tuple[str, str], kind: str
) -> None:
    if kind not in kinds:
        raise OntologyError(f"{block.where}: '{kind}' is no kind; known are {', '.join(kinds)}")
    if key in own:
        raise OntologyError(
            f"{block.where}: {key[0]} '{key[1]}' is both {own[key]} and {kind}; keep it in one of them"
        )


def _stance_kind(name: str, block: Block) -> StanceKind:
    block.allow("content", "attributed", "unvoiced", "denied")
    content: Content = block.choice("content", get_args(Content))
    unvoiced: Content = block.choice("unvoiced", get_args(Content)) if block.has("unvoiced") else content
    denied: Content | None = block.choice("denied", get_args(Content)) if block.has("denied") else None
    return StanceKind(name, content, attributed=block.flag("attributed"), unvoiced=unvoiced, denied=denied)


def _read_light_verbs(blocks: list[Block]) -> Mapping[str, tuple[LightKind, ...]]:
    kinds: tuple[LightKind, ...] = get_args(LightKind)
    found: dict[str, list[LightKind]] = {}
    for block in blocks:
        block.allow(*kinds, "nouns")
        for kind in kinds:
            for word in block.texts(kind, optional=True):
                if kind not in found.setdefault(word, []):
                    found[word].append(kind)
    return {word: tuple(found[word]) for word in sorted(found)}


def _read_light_nouns(blocks: list[Block]) -> Mapping[str, LightNounKind]:
    kinds: tuple[LightNounKind, ...] = get_args(LightNounKind)
    nouns = [block.part("nouns") for block in blocks]
    for block in nouns:
        block.allow(*kinds)
    return {word: kind for block in nouns for kind in kinds for word in block.texts(kind, optional=True)}


def _with_triggers(stance: Stance, classes: Mapping[str, EventClass]) -> Stance:
    """Stance as its file has it, and for other words as their triggers have it."""
    words = dict(stance.words)
    for event_class in classes.values():
        for trigger in event_class.triggers:
            if trigger.stance:
                words.setdefault((trigger.pos, trigger.word), trigger.stance)
    return Stance(stance.kinds, words, stance.lists)


# --- forms of all words that the ontology names


def _irregular(blocks: list[Block], key: str) -> Irregular:
    for block in blocks:
        block.allow("verbs", "nouns")
    inside = [block.part(key) for block in blocks]
    return {lemma: block.texts(lemma) for block in inside for lemma in block.data}


def _verbs(
    classes: Mapping[str, EventClass], stance: Stance, light_verbs: Mapping[str, tuple[LightKind, ...]]
) -> set[str]:
    words = {
        trigger.word for found in classes.values() for trigger in found.triggers if trigger.pos == "verb"
    }
    words |= {word for pos, word in stance.words if pos == "verb"}
    return {word.split()[0] for word in words.union(light_verbs)}


def _nouns(classes: Mapping[str, EventClass], stance: Stance) -> set[str]:
    """Nouns that are triggers, have a stance, or occur in a condition."""
    triggers = [t for found in classes.values() for t in (*found.triggers, *found.other_senses)]
    words = {trigger.head for trigger in triggers if trigger.pos == "noun"}
    words |= {word for pos, word in stance.words if pos == "noun"}
    conditions = [condition for trigger in triggers for condition in (*trigger.needs, *trigger.unless)]
    words |= {word for condition in conditions if condition.slot not in NO_NOUNS for word in condition.words}
    return words


# --- between classes


def _check_references(
    event_class: EventClass, classes: Mapping[str, EventClass], stance: Stance, where: str
) -> None:
    for key, names in (("folds_into", event_class.folds_into), ("former", (event_class.former,))):
        for name in names:
            if name is not None and name not in classes:
                raise OntologyError(f"{where}: {key} names '{name}'; there is no events/{name}.yaml")
    for trigger in event_class.triggers:
        if trigger.stance and trigger.stance not in stance.kinds:
            known = ", ".join(stance.kinds)
            raise OntologyError(f"{where}: '{trigger.word}' has stance '{trigger.stance}'; known are {known}")


def _check_properties(classes: Iterable[EventClass]) -> None:
    """Refuses a name that is one thing here and another there: roles, short-cuts and quantities are all properties."""
    seen: dict[str, tuple[str, str]] = {}
    for event_class in classes:
        own = [(role.name, "role") for role in event_class.roles]
        own += [(rule.name, "quantity") for rule in event_class.quantities]
        own += [(event_class.shortcut.property, "shortcut")] if event_class.shortcut else []
        for name, kind in own:
            other, where = seen.setdefault(name, (kind, event_class.name))
            if other != kind:
                raise OntologyError(
                    f"{event_class.name}.yaml: {kind} '{name}' is a {other} in {where}.yaml; give one another name"
                )


def _index(classes: Iterable[EventClass]) -> Mapping[tuple[str, Pos], tuple[Trigger, ...]]:
    found: dict[tuple[str, Pos], list[Trigger]] = {}
    for event_class in classes:
        for trigger in event_class.triggers:
            found.setdefault((trigger.head, trigger.pos), []).append(trigger)
    index = {}
    for key in sorted(found):
        index[key] = tuple(sorted(found[key], key=_rank))
        _check_distinct(index[key])
    return index


def _rank(trigger: Trigger) -> tuple[int, int, int, str]:
    conditions = len(trigger.needs) * 2 + len(trigger.unless) + (trigger.voice is not None)
    return -trigger.priority, -len(trigger.before), -conditions, trigger.event_class


def _check_distinct(triggers: tuple[Trigger, ...]) -> None:
    """Rejects a trigger that an earlier one always precedes."""
    seen: dict[Any, Trigger] = {}
    for trigger in triggers:
        key = trigger.word, trigger.needs, trigger.unless, trigger.voice
        if key in seen:
            classes = f"{seen[key].event_class}.yaml and {trigger.event_class}.yaml"
            raise OntologyError(
                f"{classes}: both have the {trigger.pos} '{trigger.word}' without a difference; "
                "give one of them `needs` or `unless`, or drop it"
            )
        seen[key] = trigger
