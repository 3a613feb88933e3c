"""Reads the mentions of an article in text order and puts each into the cluster of its entity."""

from __future__ import annotations

from collections.abc import Sequence

from kg.entities.coreference import definite_nouns, pronouns, repeated_nouns
from kg.entities.coreference.appositions import cluster_beside
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import describe, is_definite
from kg.entities.coreference.discourse import Discourse
from kg.entities.coreference.governments import countries_of_governments, state_body
from kg.entities.coreference.names import cluster_names
from kg.entities.learned.anaphors import is_plural
from kg.entities.learned.choose import Chooser, antecedent, may_refer
from kg.entities.post_holders import join_holders
from kg.grammar.parsed import Parsed
from kg.records import Mention


def cluster_mentions(
    parsed: Parsed, mentions: Sequence[Mention], chooser: Chooser | None = None
) -> Discourse:
    """The clusters of an article's mentions. Pronouns without an antecedent are in none.

    With a chooser the rules' antecedents are evidence for it; without one they decide.
    """
    discourse = Discourse(parsed)
    cluster_names(discourse, [mention for mention in mentions if mention.kind == "name"])
    heads = [mention.head for mention in mentions if mention.kind == "noun"]
    discourse.governed = list(dict.fromkeys(countries_of_governments(discourse, heads)))
    for mention in mentions:
        cluster = _cluster_of(discourse, mention, chooser)
        if cluster is not None:
            discourse.add(mention, cluster)
            describe(discourse, cluster, mention)
    join_holders(discourse)
    if chooser:
        _add_speakers(discourse, mentions)
    return discourse


def _add_speakers(discourse: Discourse, mentions: Sequence[Mention]) -> None:
    """Give "I" the speaker of its quotation where that follows it, '"I came," she said', or spoke just before."""
    for mention in mentions:
        is_open = mention.kind == "pronoun" and mention.head not in discourse.cluster_at
        if not is_open or discourse.is_requoted(mention.head):
            continue
        if discourse.nouns.pronouns[discourse.tree.words[mention.head]].is_speaker:
            speaker = discourse.cluster_at.get(discourse.speaker_token(mention.head))
            if speaker and speaker.type == "Person":
                discourse.add(mention, speaker)


def _cluster_of(discourse: Discourse, mention: Mention, chooser: Chooser | None) -> Cluster | None:
    if mention.kind == "name":
        return discourse.cluster_at[mention.head]
    if mention.kind == "noun":
        return _cluster_of_noun(discourse, mention, chooser)
    if _is_either(discourse, mention.head):
        return None
    pronoun = discourse.nouns.pronouns[discourse.tree.words[mention.head]]
    repeated = None if pronoun.is_speaker else repeated_nouns.antecedent(discourse, mention)
    if repeated:
        return repeated
    cluster = pronouns.antecedent(discourse, mention)
    if chooser is None or pronoun.is_speaker or pronoun.is_reflexive:
        return cluster
    return antecedent(chooser, discourse, mention, cluster)


def _is_either(discourse: Discourse, pronoun: int) -> bool:
    """True for both words of "he/she" and "he or she", which say of nobody that he is a man."""
    words, pronouns = discourse.tree.words, discourse.nouns.pronouns
    pairs = (words[pronoun + 1 : pronoun + 3], words[max(pronoun - 2, 0) : pronoun][::-1])
    return any(len(pair) == 2 and pair[0] in ("/", "or") and pair[1] in pronouns for pair in pairs)


def _cluster_of_noun(discourse: Discourse, mention: Mention, chooser: Chooser | None) -> Cluster:
    """The cluster of a name beside the noun, of a government, of its antecedent; else a new one."""
    tree, head = discourse.tree, mention.head
    cluster = (
        cluster_beside(discourse, mention)
        or state_body(discourse, mention)
        or definite_nouns.head_of_state(discourse, mention)
    )
    if cluster is None and mention.type != "Event":
        if is_definite(tree, head):
            cluster = definite_nouns.antecedent(discourse, mention)
        if chooser and may_refer(discourse, mention):
            cluster = antecedent(chooser, discourse, mention, cluster)
    if cluster is None:
        cluster = discourse.unnamed(mention.type, plural=is_plural(discourse, head))
    return cluster
