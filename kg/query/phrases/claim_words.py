"""A claim in words: "by Orla Venn, with Tom Arley, in Quito" of an event, "Orla Venn leads the board" of a state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.ontology.classes.read_ontology import load_lexicon
from kg.query.phrases.number import is_plural
from kg.query.phrases.prepositions import noun_preposition
from kg.query.phrases.states import state_phrase

# Before what fills a role, in the order of a sentence; the class says what stands before a patient.
BEFORE = {
    "agent": "by", "patient": "", "recipient": "to", "origin": "from", "destination": "to", "instrument": "with",
    "topic": "about", "place": "in", "title": "as", "position": "as",
}  # fmt: skip


def role_words(event_class: str, noun: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What fills each role of a claim, after its preposition; a role of a user's own class has its name."""
    for role in [*BEFORE, *(each for each in parts if each not in BEFORE)]:
        if names := parts.get(role):
            before = _before_patient(event_class, noun) if role == "patient" else BEFORE.get(role, f"{role}:")
            is_clause = names[0].startswith("to ")  # "refused *to sign*"
            yield _listed(names) if is_clause else f"{before} {_listed(names)}"


def verb_words(trigger: str, parts: Mapping[str, Sequence[str]]) -> str:
    """Who did what to whom in the article's word, which may be in the passive: "Tom Arley «robbed» the bank"."""
    sides = (_listed(parts.get("agent", ())), f"«{trigger}»", _listed(parts.get("patient", ())))
    return " ".join(filter(None, sides))


def state_words(claim_class: str, factuality: str, parts: Mapping[str, Sequence[str]]) -> str | None:
    """A state of a class such as LocatedIn as a sentence; None of events, and if a part is missing."""
    state = claim_class[:1].lower() + claim_class[1:]
    agents, patients = parts.get("agent", ()), _listed(parts.get("patient", ()))
    title = _listed(parts.get("title", ()))
    several = len(agents) > 1 or any(is_plural(agent, is_name=agent[:1].isupper()) for agent in agents)
    phrase = state_phrase(state, factuality, is_plural=several, title=title, has_patient=bool(patients))
    if phrase is None or not agents or not (patients or title):
        return None
    before = "of " if title and patients and phrase.endswith(title) else ""
    return f"{_listed(agents)} {phrase} {before}{patients}".strip()


def _before_patient(event_class: str, noun: str) -> str:
    known = load_lexicon().classes.get(event_class)
    return "with" if known and known.is_symmetric else noun_preposition(event_class, "patient", noun.lower())


def _listed(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
