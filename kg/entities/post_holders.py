"""Joins descriptions of a post with who holds it: "the *mayor of Vessa*" and "Ada Lunt, Vessa's mayor"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import (
    BEFORE,
    has_definite_determiner,
    owners,
    restrictive_clauses,
)
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.grammar.tree import preposition
from kg.records import Mention

OF = frozenset({"of", "for", "to", "at"})  # between a post and its body


class Post(NamedTuple):
    """A post as a noun phrase names it: "Norland's deputy foreign minister"."""

    noun: str
    bodies: frozenset[Cluster]  # Norland
    words: frozenset[str]  # "deputy", "foreign"


def join_holders(discourse: Discourse) -> None:
    """Give the mentions of each unnamed holder of a post to the only person whom the article names as its holder.

    Of 51 mentions in 555 articles 49 are right.
    """
    holders: defaultdict[Post, dict[Cluster, None]] = defaultdict(dict)
    for cluster in discourse.clusters:
        if cluster.is_named and cluster.type == "Person":
            for token in cluster.noun_tokens:
                is_own = discourse.cluster_at.get(token, cluster) is cluster
                if is_own and (post := _post(discourse, token)):
                    holders[post][cluster] = None
    for cluster in discourse.clusters:
        if cluster.is_named or cluster.type != "Person" or cluster.plural:
            continue
        posts = {post for mention in cluster.mentions if (post := _definite_post(discourse, mention))}
        found = {holder: None for post in posts for holder in holders.get(post, ())}
        if len(found) == 1 and not _is_another(discourse, cluster, holder := next(iter(found))):
            discourse.move(cluster, holder)


def _definite_post(discourse: Discourse, mention: Mention) -> Post | None:
    """The post of a description that means one holder, now: not "the first mayor of Vessa"."""
    tree, head = discourse.tree, mention.head
    if mention.kind != "noun" or restrictive_clauses(tree, head):
        return None
    is_definite = has_definite_determiner(tree, head) or bool(owners(tree, head))
    is_bare = not tree.get(head, "determiner") and tree.slots[head] in ("subject", "passive_subject")
    post = _post(discourse, head) if is_definite or is_bare else None
    is_open = post is None or not post.bodies or not post.words.isdisjoint(discourse.references.ranking)
    return None if is_open else post


def _post(discourse: Discourse, head: int) -> Post | None:
    """The post that a noun names with the words around it; None of several and of an owner who is not known."""
    tree, bodies, words = discourse.tree, set(), set()
    if tree.tags[head] in PLURAL_TAGS:
        return None
    for part in _parts(discourse, head):
        cluster = discourse.cluster_at.get(part)
        if cluster and cluster.type != "Event":
            bodies.add(cluster)
        elif tree.pos[part] == "PRON":
            return None
        else:
            words.add(tree.lemmas[part])
    return Post(tree.lemmas[head], frozenset(bodies), frozenset(words - discourse.references.non_restrictive))


def _parts(discourse: Discourse, head: int) -> Iterator[int]:
    tree = discourse.tree
    parts = [*tree.get(head, *BEFORE), *owners(tree, head)]
    if tree.slots[head] in ("compound", "title"):
        parts += [kid for kid in tree.get(tree.heads[head], *BEFORE) if kid < head]
    parts += [kid for kid in tree.get(head, "nominal") if preposition(tree, kid) in OF]
    seen = set()
    for part in parts:  # grows while it is read
        if part in seen or part == head:
            continue
        seen.add(part)
        yield part
        if part not in discourse.cluster_at:
            parts += tree.get(part, "adjective", "compound", "conjunct")
            parts += [kid for kid in tree.get(part, "nominal") if preposition(tree, kid) in OF]


def _is_another(discourse: Discourse, cluster: Cluster, holder: Cluster) -> bool:
    return any(discourse.is_coargument(holder, position) for position in cluster.positions)
