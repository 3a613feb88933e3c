"""Finds the predicates of a tree and reads the frame of each, heads first."""

from __future__ import annotations

from collections.abc import Mapping

from kg.grammar.frames import Frame
from kg.grammar.noun_phrases import is_negative
from kg.grammar.read_frames.clauses import clauses_beside, dependent_clauses, governor_of, obliques
from kg.grammar.read_frames.negation import is_negated, negators_of
from kg.grammar.read_frames.objects import objects, shared_fillers
from kg.grammar.read_frames.predicate import Predicate
from kg.grammar.read_frames.subjects import read_subject
from kg.grammar.relative_clauses import Relatives, read_relatives
from kg.grammar.tree import Tree, has_subject, preposition
from kg.grammar.verb_groups import read_form

NO_PREDICATES = frozenset(  # slots of tokens that head no clause
    "auxiliary passive_auxiliary copula adverb negation particle marker case fixed preposition adjective compound "
    "flat number title possessive determiner coordinator".split()
)


def find_frames(
    tree: Tree, start: int = 0, end: int | None = None, *, relatives: Relatives | None = None
) -> tuple[Frame, ...]:
    """The frames of all predicates with `start <= predicate < end`, in text order.

    Pass `relatives` if they have been read already.
    """
    relatives = relatives or read_relatives(tree)
    frames: dict[int, Frame] = {}
    for token in tree.order:  # heads first: a conjunct or complement needs its head's frame
        if is_predicate(tree, token, frames):
            frames[token] = _read_frame(Predicate(tree, relatives=relatives, frames=frames, token=token))
    stop = len(tree.heads) if end is None else end
    return tuple(frames[token] for token in sorted(frames) if start <= token < stop)


def is_predicate(tree: Tree, token: int, frames: Mapping[int, Frame]) -> bool:
    """True for verbs, for tokens with a copula or a subject, and for conjuncts of copular predicates."""
    slot = tree.slots[token]
    if slot in NO_PREDICATES:
        return False
    if tree.is_verb(token) or has_subject(tree, token) or tree.get(token, "copula"):
        return True
    first = frames.get(tree.heads[token])
    return slot == "conjunct" and first is not None and first.kind == "copular"


def _read_frame(predicate: Predicate) -> Frame:
    tree, token = predicate.tree, predicate.token
    form = read_form(tree, token, predicate.first.form if predicate.first else None)
    subject, source = read_subject(predicate, form)
    direct, indirect = objects(predicate, form)
    shared_agent = shared_fillers(predicate, "agent") if form.voice == "passive" else ()
    governor, negators = governor_of(predicate), negators_of(predicate, form)
    particles, copulas = predicate.get("particle"), predicate.get("copula")
    is_verb = tree.is_verb(token) and not copulas
    return Frame(
        predicate=token,
        lemma=" ".join([tree.lemmas[token], *(tree.words[particle] for particle in particles)]),
        kind="verb" if is_verb else "copular",
        form=form,
        subject=subject,
        subject_source=source,
        object=direct,
        indirect=indirect,
        agent=predicate.fillers("agent") or shared_agent,
        obliques=obliques(predicate),
        complements=dependent_clauses(predicate, "complement", "open_complement"),
        adverbials=dependent_clauses(predicate, "adverbial"),
        beside=clauses_beside(predicate),
        governor=governor,
        negated=is_negated(predicate, negators, governor),
        negators=negators,
        subject_negated=any(is_negative(tree, filler) for filler in subject),
        object_negated=any(is_negative(tree, filler) for filler in direct),
        adverbs=tuple(adverb for adverb in predicate.get("adverb") if not tree.get(adverb, "oblique")),
        particles=tuple(particles),
        copula=copulas[0] if copulas else None,
        preposition="" if is_verb else preposition(tree, token),
        existential=any(tree.tags[kid] == "EX" for kid in predicate.get("expletive")),
    )
