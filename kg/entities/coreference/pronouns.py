"""Antecedents of pronouns: "he", "itself", and "my" in a quotation."""

from __future__ import annotations

from kg.entities.coreference.candidates import (
    FAR,
    fits_pronoun,
    is_named_below,
    regrets_death,
    score_candidates,
)
from kg.entities.coreference.clusters import Cluster, Position
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import phrase
from kg.grammar.tree import is_set_apart
from kg.records import Mention

# Scores below which a pronoun stays unresolved: in GUM's news "he" is right in 5 of 6 cases, "it" in every second.
LEAST, LEAST_OF_PERSONS = -3.0, -6.0
FARTHEST_RELATIVE = 10  # words before a name in "the widow of the former police officer Ole Brandt"


def antecedent(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity that a pronoun refers to; None where the evidence does not suffice."""
    tree, head = discourse.tree, mention.head
    pronoun = discourse.nouns.pronouns[tree.words[head]]
    here = discourse.position(head)
    if pronoun.is_speaker:
        speaker = None if discourse.is_requoted(head) else discourse.speaker(here)
        return speaker if speaker and speaker.type == "Person" else None
    if pronoun.is_reflexive:
        return _reflexive(discourse, head)
    without = _sentence_of_speech(discourse, head)
    fitting = [
        (score - _penalty(cluster, pronoun.number), cluster)
        for score, cluster in score_candidates(discourse.recent(here, FAR), here, without=without)
        if fits_pronoun(cluster, pronoun) and cluster.is_salient
        if not is_excluded(discourse, cluster, head, here)
    ]
    least = LEAST_OF_PERSONS if pronoun.gender else LEAST
    score, cluster = max(fitting, key=lambda pair: pair[0], default=(least, None))
    return cluster if score > least else None


def is_excluded(discourse: Discourse, cluster: Cluster, head: int, here: Position) -> bool:
    """True if an entity speaks the quotation or fills another slot of the pronoun's predicate.

    Nor is the implied subject an antecedent: in "thanking *him*" and "wants to take *him*" those who thank and take.
    Nor is a name behind the pronoun: "*she* will welcome Ada Lunt", "*she* hopes that Ada Lunt will come".
    """
    if _is_of_relative(discourse, cluster, head) or _is_described(discourse, cluster, head):
        return True
    if discourse.tree.slots[head] == "possessive":
        owner = _owner_beside(discourse, head)
        if owner and owner is not cluster:
            return True
        is_alive = regrets_death(discourse, cluster, head)
        return is_alive or discourse.is_speaker(cluster, here) or is_possessed(discourse, cluster, head)
    if is_named_below(discourse, cluster, head):
        return True
    frame = discourse.parsed.frames.get(here.predicate) if here.predicate is not None else None
    others = (*frame.subject, *frame.object, *frame.indirect, *frame.agent) if frame else ()
    is_beside = any(discourse.cluster_at.get(other) is cluster for other in others if other != head)
    return discourse.is_coargument(cluster, here) or is_beside


def _owner_beside(discourse: Discourse, head: int) -> Cluster | None:
    """The person of the name in "met Ada Lunt and *her* husband", whose husband he is; None if there is none."""
    tree = discourse.tree
    name = tree.heads[tree.heads[head]]
    is_pair = tree.slots[tree.heads[head]] == "conjunct" and tree.words[head - 1] == "and" and name < head - 1
    if not is_pair or any(label != "PERSON" for label in discourse.parsed.labels[name : head - 1]):
        return None
    pronoun, cluster = discourse.nouns.pronouns[tree.words[head]], discourse.cluster_at.get(name)
    fits = cluster and pronoun.gender and cluster.may_have_gender(pronoun.gender)
    return cluster if fits else None


def _is_of_relative(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Brandt and the pronoun of "the widow of Kim Brandt lost *her* house", which has the widow's gender."""
    tree, references = discourse.tree, discourse.references
    gender = discourse.nouns.pronouns[tree.words[head]].gender
    if gender is None or gender in (cluster.gender, cluster.given):
        return False
    sentence = discourse.parsed.sentence_of[head]
    names = [each.token for each in cluster.positions if each.sentence == sentence and each.token < head]
    return any(
        begin <= name <= end and discourse.cluster_at.get(noun) is not cluster
        for noun in range(min(names, default=head) - FARTHEST_RELATIVE, head)
        if noun >= 0 and tree.words[noun] in references.kinship
        if references.genders.get(tree.words[noun]) == gender
        for begin, end in [phrase(tree, noun)]
        for name in names
    )


def _is_described(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for the bakers and the pronoun of "the bakers whom *they* say it paid": the clause is of somebody else.

    A clause with "which" is of a thing, wherever the parse attaches it: "Lunt opened a mill, which *she* said was new".
    """
    tree = discourse.tree
    verb = tree.heads[head]
    described = discourse.parsed.relatives.antecedents.items()
    if any(word == tree.heads[verb] and tree.words[which] == "which" for which, word in described):
        return False
    is_argument = tree.slots[head] in ("subject", "passive_subject", "object", "indirect")
    return (
        is_argument
        and tree.slots[verb] == "relative"
        and discourse.cluster_at.get(tree.heads[verb]) is cluster
    )


def is_possessed(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for the Orrin Mills in "the Orrin Mills, *its* subsidiary": nobody is a relative or a part of itself."""
    tree = discourse.tree
    noun = tree.heads[head]
    others = [
        *tree.get(noun, "apposition"),
        *([tree.heads[noun]] if tree.slots[noun] == "apposition" else []),
    ]
    return any(discourse.cluster_at.get(other) is cluster for other in others)


def _sentence_of_speech(discourse: Discourse, head: int) -> int:
    """The sentence of a pronoun that follows what it says, "..., *he* said"; -1 for other pronouns.

    Entities mentioned in that speech are no antecedents of its speaker.
    """
    tree, parsed = discourse.tree, discourse.parsed
    frame = parsed.frames.get(tree.heads[head])
    speaking = discourse.references.government_verbs["speaking"]
    if frame is None or head not in frame.subject or frame.lemma not in speaking:
        return -1
    verb = frame.predicate
    contents = [clause.token for clause in frame.complements]
    is_beside = tree.slots[verb] == "parataxis" and not is_set_apart(tree, verb)
    contents += [tree.heads[verb]] if is_beside else []
    return parsed.sentence_of[head] if any(content < head for content in contents) else -1


def _reflexive(discourse: Discourse, head: int) -> Cluster | None:
    """The subject of the pronoun's predicate."""
    argument = discourse.arguments.get(head)
    frame = discourse.parsed.frames.get(argument.predicate) if argument else None
    return discourse.cluster_at.get(frame.subject[0]) if frame and len(frame.subject) == 1 else None


def _penalty(cluster: Cluster, number: str) -> float:
    """What an antecedent loses that is no person or body, and a single body as antecedent of "they"."""
    penalty = 1.5 if cluster.type in ("Thing", "Event") else 0.0
    return penalty + (1.0 if number == "many" and not cluster.plural and cluster.type != "Group" else 0.0)
