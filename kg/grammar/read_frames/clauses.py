"""The prepositional phrases and clauses of a predicate, and the governor that it is attached to."""

from __future__ import annotations

from collections.abc import Iterator

from kg.grammar.frames import RELATIONS, Clause, Governor, Oblique
from kg.grammar.read_frames.predicate import Predicate
from kg.grammar.tree import conjuncts, coordinated_clauses, is_set_apart, marker, preposition
from kg.ontology.label_schemes import Slot


def obliques(predicate: Predicate) -> tuple[Oblique, ...]:
    """The phrases of a predicate and of its adverbs ("ahead of talks"), in text order."""
    tree, relatives = predicate.tree, predicate.relatives
    phrases = [*_phrases(predicate, predicate.token, "oblique", "bare")]
    for adverb in predicate.get("adverb"):
        if adverb in relatives.antecedents:
            phrases.append(Oblique(tree.words[adverb], relatives.antecedents[adverb]))
        for phrase in _phrases(predicate, adverb, "oblique"):
            phrases.append(Oblique(f"{tree.words[adverb]} {phrase.preposition}".rstrip(), phrase.token))
    gap = relatives.gaps.get(predicate.token)
    if gap and gap.slot == "oblique":
        phrases.append(Oblique(gap.preposition, gap.token))
    return tuple(sorted(phrases, key=lambda phrase: phrase.token))


def _phrases(predicate: Predicate, head: int, *slots: Slot) -> Iterator[Oblique]:
    tree = predicate.tree
    for kid in tree.get(head, *slots):
        for filler in conjuncts(tree, kid):
            before = preposition(tree, filler) or preposition(tree, kid)
            yield Oblique(before, predicate.resolve([filler])[0])


def dependent_clauses(predicate: Predicate, *slots: Slot) -> tuple[Clause, ...]:
    tree = predicate.tree
    return tuple(
        Clause(RELATIONS[slot], marker(tree, clause) or marker(tree, kid), clause)
        for slot in slots
        for kid in predicate.get(slot)
        for clause in coordinated_clauses(tree, kid)
    )


def clauses_beside(predicate: Predicate) -> tuple[int, ...]:
    """The clauses in parataxis with this one: '"It is over", *she said*'; not behind a semicolon."""
    tree, token = predicate.tree, predicate.token
    is_below = tree.slots[token] == "parataxis" and not is_set_apart(tree, token)
    above = [tree.heads[token]] if is_below else []
    below = [kid for kid in predicate.get("parataxis") if not is_set_apart(tree, kid)]
    return tuple(sorted(above + below))


def governor_of(predicate: Predicate) -> Governor | None:
    """What the predicate is attached to; a conjunct has the governor of the first."""
    tree, token = predicate.tree, predicate.token
    if predicate.first:
        above = predicate.first.governor
        return above and Governor(above.relation, marker(tree, token) or above.marker, above.token)
    relation = RELATIONS.get(tree.slots[token])
    return Governor(relation, marker(tree, token), tree.heads[token]) if relation else None
