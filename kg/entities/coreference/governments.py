"""Governments and other bodies of a state, one per country: "the Syrian regime" and "the government"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import country_before, is_definite, modifiers, owners
from kg.entities.coreference.discourse import Discourse
from kg.records import Mention


def countries_of_governments(discourse: Discourse, heads: Iterable[int]) -> Iterator[str]:
    """The country of each government that is mentioned with one."""
    for head in heads:
        is_state = discourse.tree.lemmas[head] in discourse.references.government_nouns
        if is_state and not _is_other_government(discourse, head):
            code = country_before(discourse, head)
            if code:
                yield code


def state_body(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of "the Syrian regime", "the government", "Assad's government"; of "the Russian army"."""
    tree, head, references = discourse.tree, mention.head, discourse.references
    is_state = not references.government_nouns.isdisjoint({tree.lemmas[head], tree.words[head]})
    is_body = tree.lemmas[head] in references.state_bodies and tree.tags[head] != "NNS"
    code = country_before(discourse, head) if is_state or is_body else None
    if is_state and not _is_other_government(discourse, head):
        return _government(discourse, code) if code else _government_without_country(discourse, head)
    if code is None or not is_body:
        return None
    rest = [
        word for word in modifiers(discourse, head) if word != code and word not in references.non_restrictive
    ]
    return discourse.named(("organ", " ".join([code, *rest, tree.lemmas[head]])), "Organization", code)


def _is_other_government(discourse: Discourse, head: int) -> bool:
    """True for "the state government", "a new government": not that of the country."""
    tree, references = discourse.tree, discourse.references
    rest = set(modifiers(discourse, head)) - references.non_restrictive - set(references.atlas.countries)
    indefinite = references.determiners["indefinite"]
    return bool(rest) or any(tree.words[kid] in indefinite for kid in tree.get(head, "determiner"))


def _government(discourse: Discourse, code: str) -> Cluster:
    return discourse.named(("government", code), "Organization", code)


def _government_without_country(discourse: Discourse, head: int) -> Cluster | None:
    """That of the country of "Assad" in "Assad's government"; else the one mentioned last."""
    tree = discourse.tree
    possessors = owners(tree, head)
    clusters = (discourse.cluster_at.get(owner) for owner in possessors)
    homes = [cluster.home for cluster in clusters if cluster and cluster.home]
    if homes:
        return _government(discourse, homes[0])
    if not possessors and not is_definite(tree, head):
        return None
    mentioned = [cluster for cluster in discourse.governments if cluster.mentions]
    if not mentioned and len(discourse.governed) == 1:  # its country follows later in the article
        return _government(discourse, discourse.governed[0])
    if possessors and len(mentioned) > 1:
        return None
    return max(mentioned, key=lambda cluster: cluster.positions[-1].token, default=None)
