"""Last step of entity linking: each name with all names that resolve to it is an entity of the graph, and has an id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from kg.ids import LINK_SEPARATOR, short_hash
from kg.link.engine.key_value_table import Key, join_key, split_key
from kg.link.engine.tables import LinkTables
from kg.link.entities.merged_profiles import ChangedKeys
from kg.link.entities.name_blocks import merge_outlines
from kg.link.entities.short_names import ShortNames
from kg.link.entities.spelling_clusters import SpellingClusters
from kg.records import LocalId

# The names of each entity, by the name to which all others resolve: the root
NamesByRoot = Mapping[Key, set[Key]]


class EntityIds:
    """The entity of each name and the id of each profile; stored between builds."""

    def __init__(self, tables: LinkTables, spellings: SpellingClusters, short_names: ShortNames) -> None:
        self._spellings, self._short_names = spellings, short_names
        # Of names that resolve to another one only
        self._roots = tables.key_values("root", list[str])
        self._names = tables.key_values("names_of_root", list[list[str]])
        self._identities = tables.key_values("identity", list[str])
        self._namesakes = tables.block_index("namesakes")
        self._ids = tables.key_values("entity_id", str)

    def get(self, local_id: LocalId) -> str:
        """The id of an article's entity; without a profile it is an entity by itself."""
        return self._ids.get(local_id) or short_hash(*local_id, separator=LINK_SEPARATOR)

    def update(self, changed: ChangedKeys, unprofiled: Set[LocalId]) -> set[str]:
        """Regroups changed names; returns the articles in which an entity id has changed."""
        removed = changed.removed - changed.added
        old_roots = {self._old_root(key) for key in changed.removed | changed.added}
        affected = {key for root in old_roots for key in self._old_names(root)} | changed.added
        entities = self._group(affected - removed, removed)
        articles = {article for article, _ in unprofiled}
        for local_id in unprofiled:
            self._ids.put(local_id, None)
        for identity in sorted(self._update_identities(old_roots, entities)):
            namesakes = self._namesakes.members(identity)
            for root in namesakes:
                articles |= self._update_ids(root, identity, len(namesakes) == 1, entities)
        return articles

    def _old_root(self, key: Key) -> Key:
        root = self._roots.get(key)
        return tuple(root) if root else key

    def _old_names(self, root: Key) -> set[Key]:
        return {tuple(key) for key in self._names.get(root) or ()}

    def _group(self, affected: set[Key], removed: Set[Key]) -> dict[Key, set[Key]]:
        """The names of each entity that has an affected one."""
        entities: defaultdict[Key, set[Key]] = defaultdict(set)
        for key in removed:
            self._roots.put(key, None)
        for key in sorted(affected):
            root = self._root(key)
            entities[root].add(key)
            self._roots.put(key, list(root) if root != key else None)
        for root, names in entities.items():
            names |= {
                key for key in self._old_names(root) if key not in removed and self._old_root(key) == root
            }
        return entities

    def _root(self, key: Key) -> Key:
        while (further := self._short_names.next(key)) is not None:
            key = further
        return key

    def _update_identities(self, old_roots: set[Key], entities: NamesByRoot) -> set[str]:
        """Stores the identity of each entity; returns all identities that an affected one had or has."""
        removed: dict[Key, list[str]] = {}
        added: dict[Key, list[str]] = {}
        for root in old_roots | entities.keys():
            if old := self._identities.get(root):
                removed[root] = old
            names = entities.get(root)
            self._names.put(root, sorted(map(list, names)) if names else None)
            if names:
                added[root] = [self._identity(names)]
            self._identities.put(root, added.get(root))
        self._namesakes.update(removed, added)
        return {identity for each in (*removed.values(), *added.values()) for identity in each}

    def _identity(self, names: Iterable[Key]) -> str:
        """The family with the GeoNames id of a place, or with the name."""
        merged = merge_outlines([self._spellings.outline(key) for key in names])
        place_or_name = (str(min(merged.geonames)),) if merged.geonames else merged.name
        return join_key((merged.family, *place_or_name))

    def _update_ids(self, root: Key, identity: str, is_unique: bool, entities: NamesByRoot) -> set[str]:
        """Gives all profiles of an entity its id: a hash of its identity, and of its first profile if it has namesakes.

        Returns the articles in which an entity id has changed.
        """
        names = entities.get(root) or self._old_names(root)
        local_ids = sorted(local_id for key in names for local_id in self._spellings.local_ids(key))
        suffix = () if is_unique else local_ids[0]
        id_ = short_hash(*split_key(identity), *suffix, separator=LINK_SEPARATOR)
        if root not in entities and self._ids.get(local_ids[0]) == id_:
            return set()
        changed = [local_id for local_id in local_ids if self._ids.get(local_id) != id_]
        for local_id in changed:
            self._ids.put(local_id, id_)
        return {article for article, _ in changed}
