"""The subject of a predicate: its own, that of a relative clause or first conjunct, or an implied one."""

from __future__ import annotations

from kg.grammar.frames import RELATIONS, Frame, Source
from kg.grammar.noun_phrases import can_act
from kg.grammar.read_frames.predicate import Predicate
from kg.grammar.tree import conjuncts, leftmost, marker, preposition
from kg.grammar.verb_groups import VerbForm

HEADLINE_TAGS = ("NNS", "NNP", "NNPS")  # of "Envoys to meet", not of "Bid to end war"

Subject = tuple[tuple[int, ...], Source]  # the head tokens, and where they are from


def read_subject(predicate: Predicate, form: VerbForm) -> Subject:
    subject = _explicit(predicate)
    if subject is not None:
        is_relative = subject in predicate.relatives.antecedents
        tokens = predicate.resolve(conjuncts(predicate.tree, subject))
        return tokens, "relative" if is_relative else "own"
    gap = predicate.relatives.gaps.get(predicate.token)
    if gap and gap.slot == "subject":
        return (gap.token,), "relative"
    if predicate.first:
        return predicate.first.subject, "conjunct" if predicate.first.subject else ""
    tokens, source = _implied(predicate, form)
    return tokens, source if tokens else ""


def _explicit(predicate: Predicate) -> int | None:
    candidates = (
        predicate.get("subject", "passive_subject")
        or predicate.get("outer_subject")
        or predicate.get("clausal_subject")
    )
    return _best(predicate, sorted(candidates)) if candidates else None


def _best(predicate: Predicate, candidates: list[int]) -> int:
    """Of two subjects the name: not the title ("President | Bush") nor apposition ("Bush, | chief").

    One after a comma is in apposition to the phrase before it: "In Iraq, the main | front, troops fought".
    """
    tree = predicate.tree
    if len(candidates) > 1 and "," in tree.words[max(leftmost(tree, candidates[0]) - 1, 0)]:
        candidates = candidates[1:]
    proper = [token for token in candidates if tree.pos[token] == "PROPN"] or candidates
    between = tree.words[proper[0] : proper[-1]]
    return proper[0] if "," in between else proper[-1]


def _implied(predicate: Predicate, form: VerbForm) -> Subject:
    match RELATIONS.get(predicate.tree.slots[predicate.token]):
        case "open":
            return _controller(predicate), "control"
        case "complement" if form.mood in ("infinitive", "participle"):
            return _controller(predicate), "control"
        case "adverbial" if form.mood != "finite":
            return _of_adverbial(predicate), "adverbial"
        case "modifier":
            return _of_modifier(predicate)
    return (), ""


def _controller(predicate: Predicate) -> tuple[int, ...]:
    """Who halts: "asked Moscow to halt", "promised Moscow to halt", "called on Moscow to halt"."""
    head = predicate.head
    if head is None:
        return ()
    if head.is_passive or predicate.tree.lemmas[head.predicate] in predicate.words.subject_control:
        return head.subject
    return _called_upon(predicate, head) or head.object or head.subject


def _called_upon(predicate: Predicate, head: Frame) -> tuple[int, ...]:
    """Both sides in "called on both sides to stop"."""
    lemma = predicate.tree.lemmas[head.predicate]
    prepositions = predicate.words.oblique_control.get(lemma, frozenset())
    return tuple(oblique.token for oblique in head.obliques if oblique.preposition in prepositions)


def _of_adverbial(predicate: Predicate) -> tuple[int, ...]:
    tree, words = predicate.tree, predicate.words
    head, mark = predicate.head or _verb_of_description(predicate), marker(tree, predicate.token)
    is_gerund = tree.tags[predicate.token] == "VBG"
    # "as expected", not "as saying"
    if head is None or (mark in words.subjectless_markers and not is_gerund):
        return ()
    undergoer = head.indirect or head.object  # "fined *the firm* two million for breaching the law"
    if is_gerund and mark in words.object_control_markers and undergoer and not head.is_passive:
        is_subject = mark == "for" and tree.lemmas[head.predicate] in words.subject_control_for
        return head.subject if is_subject else undergoer
    return (_called_upon(predicate, head) if mark == "to" else ()) or head.subject


def _verb_of_description(predicate: Predicate) -> Frame | None:
    """The verb in "*found* him guilty of stealing"."""
    tree = predicate.tree
    above = tree.heads[predicate.token]
    is_description = tree.slots[above] == "open_complement" and tree.pos[above] == "ADJ"
    return predicate.frames.get(tree.heads[above]) if is_description else None


def _of_modifier(predicate: Predicate) -> Subject:
    """ "a force *led* by X", "men *carrying* arms", "X's plan *to leave*", "Envoys *to meet*"."""
    tree, token = predicate.tree, predicate.token
    noun = tree.heads[token]
    is_reduced = tree.tags[token] in ("VBG", "VBN") and not marker(tree, token)
    modifiers = tree.get(noun, "adjective", "number", "determiner", "adverb")
    if tree.slots[noun] == "root" and tree.tags[noun] in HEADLINE_TAGS and not is_reduced:
        return tuple(conjuncts(tree, noun)), "own"
    if is_reduced or any(
        tree.lemmas[modifier] in predicate.words.subject_modifiers for modifier in modifiers
    ):
        return (noun,), "modifier"
    return _owner(predicate, noun), "control"


def _owner(predicate: Predicate, noun: int) -> tuple[int, ...]:
    """The owner of the plan or duty that an infinitive after a noun belongs to; else the doer of the verb above.

    Nobody for "police foiled a plot *to kill*": what the police did is not part of the plot.
    """
    tree, frames = predicate.tree, predicate.frames
    owners = [owner for kid in tree.get(noun, "possessive") for owner in conjuncts(tree, kid)]
    if owners:
        return predicate.resolve(owners)
    # "the duty of the *state* to protect", "a plot by two *brothers* to kill"
    after = [kid for kid in tree.get(noun, "nominal") if preposition(tree, kid) in ("of", "by")]
    if after and after[-1] < predicate.token and can_act(tree, after[-1]):
        return (after[-1],)
    if noun in frames and frames[noun].preposition:  # "is in talks *to buy*"
        return frames[noun].subject
    verb = frames.get(tree.heads[noun])
    if verb is None or verb.lemma in predicate.words.uninvolved:
        return ()
    is_in = tree.slots[noun] == "oblique" and preposition(tree, noun) in predicate.words.involving
    return verb.doer if is_in or tree.slots[noun] in ("object", "passive_subject") else ()
