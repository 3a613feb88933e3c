"""Antecedents of pronouns before a repeated noun of action: "the delivery of the missiles ... *their* delivery"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.entities.coreference.candidates import fits_pronoun
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.discourse import Discourse
from kg.grammar.tree import preposition
from kg.records import Mention

FARTHEST = 3  # sentences that a pronoun looks back for its noun
SHORTEST = 4  # letters of a verb that a noun begins with: "deploy" of "deployment"


def antecedent(discourse: Discourse, mention: Mention) -> Cluster | None:
    """Who or what undergoes the action that the pronoun's noun names, where the action was mentioned last.

    The noun has it with "of"; of a verb it is the undergoer, unless the doer fits the pronoun as well.
    """
    tree, parsed, head = discourse.tree, discourse.parsed, mention.head
    if tree.slots[head] != "possessive":
        return None
    lemma = tree.lemmas[tree.heads[head]]
    first = parsed.sentence_of[head] - FARTHEST
    for token in range(head - 1, -1, -1):
        if parsed.sentence_of[token] < first:
            break
        found = _undergoing(discourse, mention, token, lemma)
        if found:
            return found
    return None


def _undergoing(discourse: Discourse, mention: Mention, token: int, lemma: str) -> Cluster | None:
    """What undergoes the action of a noun or verb; None if that is another action, or does not fit the pronoun."""
    tree = discourse.tree
    if tree.lemmas[token] == lemma and not tree.is_verb(token):
        named = (kid for kid in tree.get(token, "nominal") if preposition(tree, kid) == "of")
        return _fitting(discourse, mention, named)
    frame = discourse.parsed.frames.get(token)
    if frame is None or len(frame.lemma) < SHORTEST or not lemma.startswith(frame.lemma):
        return None
    if _fitting(discourse, mention, frame.doer):
        return None
    return _fitting(discourse, mention, frame.undergoer)


def _fitting(discourse: Discourse, mention: Mention, tokens: Iterable[int]) -> Cluster | None:
    """The first entity that the pronoun can refer to."""
    pronoun = discourse.nouns.pronouns[discourse.tree.words[mention.head]]
    clusters = (discourse.cluster_at.get(token) for token in tokens)
    return next((cluster for cluster in clusters if cluster and fits_pronoun(cluster, pronoun)), None)
