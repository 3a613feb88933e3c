"""Reads the mentions of an article in text order and puts each into the cluster of its entity."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities.coreference import definite_nouns, pronouns
from kg.entities.coreference.appositions import cluster_beside
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import describe, is_definite
from kg.entities.coreference.discourse import Discourse
from kg.entities.coreference.governments import countries_of_governments, state_body
from kg.entities.coreference.names import cluster_names
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.grammar.parsed import Parsed
from kg.records import Mention


def cluster_mentions(parsed: Parsed, mentions: Sequence[Mention]) -> Discourse:
    """The clusters of an article's mentions. Pronouns without an antecedent are in none."""
    discourse = Discourse(parsed)
    cluster_names(discourse, [mention for mention in mentions if mention.kind == "name"])
    heads = [mention.head for mention in mentions if mention.kind == "noun"]
    discourse.governed = list(dict.fromkeys(countries_of_governments(discourse, heads)))
    for mention in mentions:
        cluster = _cluster_of(discourse, mention)
        if cluster is not None:
            discourse.add(mention, cluster)
            describe(discourse, cluster, mention)
    return discourse


def _cluster_of(discourse: Discourse, mention: Mention) -> Cluster | None:
    if mention.kind == "name":
        return discourse.cluster_at[mention.head]
    if mention.kind == "pronoun":
        return pronouns.antecedent(discourse, mention)
    return _cluster_of_noun(discourse, mention)


def _cluster_of_noun(discourse: Discourse, mention: Mention) -> Cluster:
    """The cluster of a name beside the noun, of a government, of its antecedent; else a new one."""
    tree, head = discourse.tree, mention.head
    cluster = cluster_beside(discourse, mention) or state_body(discourse, mention)
    if cluster is None and mention.type != "Event" and is_definite(tree, head):
        cluster = definite_nouns.antecedent(discourse, mention)
    if cluster is None:
        plural = tree.tags[head] in PLURAL_TAGS or tree.words[head] in discourse.references.plural_nouns
        cluster = discourse.unnamed(mention.type, plural=plural)
    return cluster
