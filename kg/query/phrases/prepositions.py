"""Prepositions before what fills a role, of the verbs and nouns of a class, where the sentence does not show one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ontology.classes.lexicon import Role, Trigger
from kg.ontology.classes.read_class import SLOTS
from kg.ontology.classes.read_ontology import load_lexicon

NO_PREPOSITIONS = frozenset(SLOTS)  # slots of class files that are no prepositions
DIRECT = frozenset({"object", "indirect", "subject"})  # slots without a preposition in one of the voices


def verb_preposition(event_class: str, lemma: str, role: str) -> str | None:
    """The preposition from a verb to what fills a role of its class: "with" for the patient of "agree".

    "" where it may be an object; None where the class file says so only under conditions, or names several for all
    verbs together, as it does for topics.
    """
    default = _role(event_class, role)
    roles = [each.role(role) for each in _triggers(event_class, lemma) if not each.needs]
    slots = [slot for each in roles if each and (each != default or role != "topic") for slot in each.slots]
    return "" if DIRECT & set(slots) else next(_prepositions(slots), None)


def topic_preposition(event_class: str) -> str | None:
    """The preposition before a topic of a class whose topics are no objects or clauses: "with" of Charge."""
    topic = _role(event_class, "topic")
    slots = topic.slots if topic else ()
    return None if {*DIRECT, "clause", "complement"} & set(slots) else next(_prepositions(slots), None)


def needed_words(event_class: str, lemma: str, slot: str) -> frozenset[str]:
    """The lemmas of which a verb needs one in a slot to evoke its class: "guilty" as the complement of "find"."""
    needs = [each for trigger in _triggers(event_class, lemma) for each in trigger.needs]
    return frozenset(word for each in needs if each.slot == slot for word in each.words)


def has_object(event_class: str, lemma: str) -> bool:
    """Whether something may fill a role of a class as the object of a verb: of "steal", not of "arrive".

    True of a verb that the class does not list.
    """
    triggers = _triggers(event_class, lemma)
    return not triggers or any("object" in role.slots for each in triggers for role in each.roles)


def is_intransitive(event_class: str, lemma: str) -> bool:
    """Whether a verb of a class has neither an object nor a patient: "set off"."""
    roles = [role for each in _triggers(event_class, lemma) for role in each.roles]
    return bool(roles) and not any(role.name == "patient" or "object" in role.slots for role in roles)


def subject_role(event_class: str, lemma: str) -> str:
    """The role of the subject of a verb of a class in the active voice: "origin" of "sell", whose agent buys.

    "agent" where the triggers of the verb differ.
    """
    subjects = {
        role.name for each in _triggers(event_class, lemma) for role in each.roles if "subject" in role.slots
    }
    return subjects.pop() if len(subjects) == 1 else "agent"


def agent_preposition(event_class: str, lemma: str) -> str | None:
    """The preposition from a verb to its agent where its subject is another: "to" of "sell"."""
    roles = [each.role("agent") for each in _triggers(event_class, lemma)]
    return next((slot for role in roles if role for slot in _prepositions(role.slots)), None)


def takes(event_class: str, lemma: str, role: str, preposition: str) -> bool:
    """Whether a verb has this preposition before what fills a role of its class.

    Of slots for all words of a class, an object is the verb's and the prepositions are those of its nouns.
    """
    default = _role(event_class, role)
    roles = [each.role(role) for each in _triggers(event_class, lemma)]
    own = [each for each in roles if each and (each != default or not DIRECT & set(each.slots))]
    return any(preposition in each.slots for each in own)


def _role(event_class: str, name: str) -> Role | None:
    known = load_lexicon().classes.get(event_class)
    return known.role(name) if known else None


def _prepositions(slots: Iterable[str]) -> Iterator[str]:
    return (slot for slot in slots if slot not in NO_PREPOSITIONS)


def _triggers(event_class: str, lemma: str) -> list[Trigger]:
    return [each for each in load_lexicon().triggers(lemma, "verb") if each.event_class == event_class]


def noun_prepositions(event_class: str, role: str) -> frozenset[str]:
    """The prepositions from a noun of a class to what fills a role."""
    known = load_lexicon().classes.get(event_class)
    triggers = [each for each in known.triggers if each.pos == "noun"] if known else []
    roles = [found for each in (known, *triggers) if each and (found := each.role(role))]
    return frozenset(slot for found in roles for slot in _prepositions(found.slots))


def noun_preposition(event_class: str, role: str, noun: str = "") -> str:
    """The preposition from a noun of a class to what fills a role: "on" for the patient of an attack."""
    known = _role(event_class, role)
    prepositions = list(_prepositions(known.slots if known else ()))
    if role == "recipient" and "to" in prepositions:
        return "to"
    if role == "patient" and noun.endswith("ing"):  # nouns of verbs: "the shooting *of* a man"
        return "of"
    return next((each for each in prepositions if each != "at"), "of")
