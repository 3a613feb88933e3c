"""The objects of a predicate, and the fillers that coordinated predicates share."""

from __future__ import annotations

from kg.grammar.read_frames.predicate import Predicate
from kg.grammar.tree import conjuncts, has_subject
from kg.grammar.verb_groups import VerbForm
from kg.ontology.label_schemes import Slot


def objects(predicate: Predicate, form: VerbForm) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The direct and the indirect objects; a lone indirect object counts as direct."""
    direct, indirect = predicate.fillers("object"), predicate.fillers("indirect")
    gap = predicate.relatives.gaps.get(predicate.token)
    if gap and gap.slot == "object":
        return (gap.token,), indirect
    if not direct and form.voice == "active" and not indirect:
        direct = shared_fillers(predicate, "object")
    return (direct, indirect) if direct else (indirect, ())


def shared_fillers(predicate: Predicate, slot: Slot) -> tuple[int, ...]:
    """The fillers that "met and praised the envoys" gives both verbs.

    They are shared only where it is safe: the filler follows both verbs, and either the parse attaches it to the
    first, or the verbs have one form and only "and" separates them.
    """
    if predicate.first:
        fillers = predicate.first.agent if slot == "agent" else predicate.first.object
        return tuple(filler for filler in fillers if filler > predicate.token)
    for second in predicate.get("conjunct")[:1]:
        if _is_joined_to(predicate, second):
            kids = predicate.tree.get(second, slot)
            return predicate.resolve(filler for kid in kids for filler in conjuncts(predicate.tree, kid))
    return ()


def _is_joined_to(predicate: Predicate, second: int) -> bool:
    tree, token = predicate.tree, predicate.token
    between = {tree.slots[word] for word in range(token + 1, second)}
    same_form = tree.tags[token] == tree.tags[second] and not has_subject(tree, second)
    is_transitive = tree.lemmas[token] not in predicate.words.intransitive_verbs
    is_open = all(kid > second for kid in predicate.get("complement", "open_complement", "oblique"))
    return same_form and is_transitive and is_open and between == {"coordinator"}
