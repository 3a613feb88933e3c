"""Antecedents of definite nouns: "the company" after "Acme", "the delegation" after "a delegation"."""

from __future__ import annotations

from kg.entities.coreference.candidates import (
    SAME_KIND,
    are_compatible,
    fits_noun,
    is_in_reach,
    is_named_around,
    is_somebody_else,
    score_candidates,
)
from kg.entities.coreference.clusters import Cluster, Position
from kg.entities.coreference.descriptions import (
    has_definite_determiner,
    modifiers,
    restrictive_clauses,
)
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.records import Mention

FARTHEST = 40  # sentences that a noun looks back for an entity that it describes
# What it adds that the noun describes the entity, and that both have one context ("coalition strikes").
DESCRIBED, SAME_CONTEXT = 2.0, 6.0


def antecedent(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity that a definite noun refers to: the nearest that it fits and that no modifier rules out."""
    tree, head = discourse.tree, mention.head
    here, lemma = discourse.position(head), tree.lemmas[head]
    restricting = set(modifiers(discourse, head)) - discourse.references.non_restrictive
    best: list[tuple[float, Cluster]] = []
    for score, cluster in score_candidates(_candidates(discourse, lemma, here), here, far=FARTHEST):
        if _can_refer(discourse, mention, cluster, here=here, restricting=restricting):
            is_described = cluster.is_described_by(lemma)
            shares = tree.slots[head] == "compound" and tree.lemmas[tree.heads[head]] in cluster.contexts
            best.append((score + DESCRIBED * is_described + SAME_CONTEXT * shares, cluster))
    return max(best, key=lambda pair: pair[0])[1] if best else None


def head_of_state(discourse: Discourse, mention: Mention) -> Cluster | None:
    """Whom "the head of state" refers to: the only one nearby whom the article calls president, king ..."""
    tree, head = discourse.tree, mention.head
    if tree.lemmas[head] != "head" or not has_definite_determiner(tree, head):
        return None
    heads_of, here = discourse.references.heads_of, discourse.position(head)
    called = {
        cluster
        for office in tree.get(head, "nominal")
        for lemma in heads_of.get(tree.words[office], ())
        for cluster in discourse.by_noun.get(lemma, ())
    }
    people = [each for each in called if each.is_named and each.type == "Person" and not each.is_dead]
    near = score_candidates(people, here, far=FARTHEST)
    return near[0][1] if len(near) == 1 else None


def _can_refer(
    discourse: Discourse, mention: Mention, cluster: Cluster, *, here: Position, restricting: set[str]
) -> bool:
    """True if a noun with these modifiers can refer to an entity by distance, number and type."""
    tree, head = discourse.tree, mention.head
    lemma = tree.lemmas[head]
    is_described = cluster.is_described_by(lemma)
    if not is_in_reach(cluster, here, is_described=is_described, has_modifiers=bool(restricting)):
        return False
    if discourse.is_coargument(cluster, here) or is_named_around(discourse, cluster, head):
        return False
    if is_somebody_else(discourse, cluster, head):
        return False
    if not is_described and (
        restrictive_clauses(tree, head) or not are_compatible(mention.type, cluster.type)
    ):
        return False
    is_one = cluster.is_named and cluster.type == "Person"
    if (is_one or not cluster.is_named) and cluster.plural != (tree.tags[head] in PLURAL_TAGS):
        return False
    return restricting <= cluster.modifiers | cluster.name_words | cluster.nouns and fits_noun(
        cluster, lemma, tree.words[head], discourse.references
    )


def _candidates(discourse: Discourse, lemma: str, here: Position) -> list[Cluster]:
    """Entities that the noun describes, and named ones mentioned not long ago."""
    named = [cluster for cluster in discourse.recent(here, SAME_KIND) if cluster.is_named]
    first = here.sentence - FARTHEST
    described = discourse.by_noun.get(lemma, ())
    near = (cluster for cluster in described if cluster.positions and cluster.positions[-1].sentence >= first)
    return list(dict.fromkeys([*near, *named]))
