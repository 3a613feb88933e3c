"""Gives a parse with CLEAR labels the shape of Universal Dependencies."""

from kg.grammar.repair.draft_tree import DraftTree
from kg.grammar.tree import AUXILIARIES, NOMINAL, VERBAL, Kids
from kg.ontology.label_schemes import Slot

PREPOSITIONS = frozenset({"preposition", "agent_preposition"})


def lift_prepositional_objects(draft: DraftTree) -> None:
    """ "met in Rome": Rome depends on met, in on Rome; "left without firing": firing is its clause."""
    kids, order = draft.arrange()
    for token in order:
        objects = _objects(draft, token, kids[token])
        if not objects:
            continue
        clause = draft.slots[objects[0]] == "prepositional_clause" and draft.pos[objects[0]] in VERBAL
        slot = _slot_of_lifted(draft, token, clause=clause)
        draft.swap(token, objects[0], slot, "marker" if clause else "case", kids)
        for extra in objects[1:]:
            draft.heads[extra], draft.slots[extra] = draft.heads[objects[0]], slot


def _objects(draft: DraftTree, token: int, kids: Kids) -> list[int]:
    """The object of a preposition; in "from behind the wall" from governs behind, and behind the wall."""
    objects = [kid for kid in kids.get("prepositional_object", []) if draft.heads[kid] == token]
    clauses = kids.get("prepositional_clause", [])
    if objects or clauses:
        return objects or clauses
    is_preposition = draft.slots[token] in PREPOSITIONS or draft.pos[token] == "ADP"
    return kids.get("preposition", [])[:1] if is_preposition else []


def _slot_of_lifted(draft: DraftTree, token: int, *, clause: bool) -> Slot:
    slot = draft.slots[token]
    on_noun = draft.pos[draft.heads[token]] in NOMINAL
    if slot not in PREPOSITIONS:
        return slot
    if clause:
        return "noun_clause" if on_noun else "adverbial"
    if slot == "agent_preposition":
        return "agent"
    return "nominal" if on_noun else "oblique"


def attach_coordinators_to_next_conjunct(draft: DraftTree) -> None:
    """ "Rome and Paris": "and" depends on Rome in CLEAR, on Paris in Universal Dependencies."""
    kids, _ = draft.arrange()
    for token, slot in enumerate(draft.slots):
        following = [kid for kid in kids[draft.heads[token]].get("conjunct", []) if kid > token]
        if slot == "coordinator" and following and draft.heads[token] < token:
            draft.heads[token] = following[0]


def raise_infinitive_subjects(draft: DraftTree) -> None:
    """ "asked Moscow to halt": Moscow, the infinitive's subject in CLEAR, becomes the object of asked."""
    kids, _ = draft.arrange()
    for token, slot in enumerate(draft.slots):
        subjects = kids[token].get("subject", [])
        if slot != "complement" or draft.tags[token] != "VB" or not subjects:
            continue
        helpers = [draft.words[kid] for kid in kids[token].get("auxiliary", [])]
        marks = [draft.words[kid] for kid in kids[token].get("marker", [])]
        if not helpers and marks in ([], ["to"]):
            draft.heads[subjects[0]], draft.slots[subjects[0]] = draft.heads[token], "object"
            draft.slots[token] = "open_complement"


def lift_copular_complements(draft: DraftTree) -> None:
    """ "was deadly", "was in Rome": the complement heads the clause; "there was a raid": subject."""
    kids, order = draft.arrange()
    for token in order:
        attributes = [kid for kid in kids[token].get("attribute", []) if draft.heads[kid] == token]
        if any(draft.tags[kid] == "EX" for kid in kids[token].get("expletive", [])):
            draft.relabel(attributes[:1], "subject")
        elif draft.lemmas[token] == "be" and draft.slots[token] not in AUXILIARIES:
            for complement in (attributes or _predicative_phrases(draft, token, kids[token]))[:1]:
                draft.swap(token, complement, draft.slots[token], "copula", kids)
    draft.relabel([token for token, slot in enumerate(draft.slots) if slot == "attribute"], "open_complement")


def _predicative_phrases(draft: DraftTree, token: int, kids: Kids) -> list[int]:
    has_clause = {"complement", "open_complement"} & kids.keys()
    return [] if has_clause else [kid for kid in kids.get("oblique", []) if kid > token]
