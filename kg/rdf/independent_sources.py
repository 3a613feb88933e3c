"""How many independent sources articles are: neither copies of one another, nor of publishers with one owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Sources = Mapping[str, str]  # by article id: the id of its cluster of wire copies, and perhaps its owner
OWNER = "|"  # between the id of the cluster and the owner


def with_owner(cluster: str, owner: str | None) -> str:
    return f"{cluster}{OWNER}{owner}" if owner else cluster


def owner_of(source: str) -> str | None:
    return source.partition(OWNER)[2] or None


def count_sources(articles: Iterable[str], sources: Sources) -> int:
    """The largest number of these articles of which no two are copies and no two have one owner.

    It is a maximum matching of clusters of copies with owners (Kuhn's algorithm). An article without a known owner is
    a source of its own.
    """
    pairs = [sources.get(article, article).partition(OWNER) for article in articles]
    alone = {cluster for cluster, _, owner in pairs if not owner}
    clusters: defaultdict[str, set[str]] = defaultdict(set)
    for cluster, _, owner in pairs:
        if cluster not in alone:
            clusters[owner].add(cluster)
    owner_of: dict[str, str] = {}
    return len(alone) + sum(_finds_cluster(owner, clusters, owner_of, set()) for owner in sorted(clusters))


def _finds_cluster(
    owner: str, clusters: Mapping[str, set[str]], owner_of: dict[str, str], seen: set[str]
) -> bool:
    """Whether an owner gets a cluster of its own, where others may have to take another one."""
    for cluster in sorted(clusters[owner] - seen):
        seen.add(cluster)
        if cluster not in owner_of or _finds_cluster(owner_of[cluster], clusters, owner_of, seen):
            owner_of[cluster] = owner
            return True
    return False
