"""One entity of the graph for those of several articles that are the same.

First all of one name, or of one place of the map, are one unless what is said of them differs (a node); then nodes of
other spellings and names are scored; then names that leave something open (a bare surname, an acronym, part of a name)
go to the one full name that fits. Work is per distinct name and not per mention, and only names of one block are
compared: an added article touches the blocks of its own names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.link.clusters import block_pairs, clusters, cross
from kg.link.ids import identifier
from kg.link.names import acronym, is_respelled, skeleton
from kg.link.nodes import Node, find_nodes, is_against, make_node
from kg.link.profiles import Name, Profile, find_profiles
from kg.link.weights import Parts, Weights, total
from kg.records import Extraction, Link, Own, article_id

COMPANY = 3  # names of others that two entities share, to be surely in one context
COMMON = 10, 0.2  # articles, and share of them, in which a name is too common to be a context
BLOCK = 40  # names of one block that are all compared
MARGIN = 0.1  # by which the best full name must fit better than the second

Compare = Callable[[Node, Node], Parts]


@dataclass(frozen=True, slots=True)
class LinkedEntities:
    """The id of each article's entity, and why it has the id of another's."""

    ids: Mapping[Own, str]
    reasons: tuple[Link, ...]


def link_entities(
    extractions: Sequence[Extraction], sources: Mapping[str, str], weights: Weights
) -> LinkedEntities:
    """Ids by (article id, key). An entity that has no name is local: its id is of its article."""
    profiles = [p for e in extractions for p in find_profiles(e, sources[article_id(e.article)], weights)]
    full, short = find_nodes(profiles, weights)
    scores = Scores(weights, _common(profiles, len(extractions)))
    reasons = [*_same_name((*full, *short), scores)]
    merged, more = _merge(full, scores)
    attached, still_more = _attach(merged, short, scores)
    ids = _ids(attached)
    for extraction in extractions:
        article = article_id(extraction.article)
        ids.update(
            ((article, entity.key), identifier(article, entity.key))
            for entity in extraction.entities
            if (article, entity.key) not in ids
        )
    ordered = sorted((*reasons, *more, *still_more), key=lambda link: (link.first, link.second))
    return LinkedEntities(ids, tuple(ordered))


@dataclass(frozen=True, slots=True)
class Scores:
    """How surely two nodes are one: what their names say, and what is said of them."""

    weights: Weights
    common: frozenset[Name]

    def of_names(self, one: Node, other: Node) -> Parts:
        """Nodes with full names: names that an article uses of one, or two spellings."""
        if one.family != other.family or len(one.spots | other.spots) > 1:
            return ()
        if self._telling(one) & self._telling(other):
            return self._with_context("alias", one, other)
        if any(_respelled(a, b, one.family) for a in one.names for b in other.names):
            return self._with_context("transliteration", one, other)
        return ()

    def of_short(self, short: Node, full: Node) -> Parts:
        """A name that leaves something open against one that may be its full form."""
        how = self._how_short(short, full)
        return self._with_context(how, short, full) if how else ()

    def of_open(self, one: Node, other: Node) -> Parts:
        """Two that have one open name."""
        return self._with_context("surname", one, other) if one.name == other.name else ()

    def _how_short(self, short: Node, full: Node) -> str | None:
        if short.family != full.family or len(short.spots | full.spots) > 1:
            return None
        if short.family == "Person":
            is_last = len(short.name) == 1 and any(
                is_respelled(short.name[0], name[-1]) for name in full.names
            )
            return "surname" if is_last else None
        small = self.weights.particles | self.weights.small
        if len(short.name) == 1 and any(acronym(name, small) == short.name[0] for name in full.names):
            return "acronym"
        if any(self._is_part(short.name, name) for name in full.names):
            return "part of name"
        return None

    def _is_part(self, short: Name, full: Name) -> bool:
        """Whether the full name adds only a country, or a word that short forms leave out."""
        rest = Counter(full) - Counter(short)
        added = all(word.isupper() or word in self.weights.left_out for word in rest)
        added = added or full[: len(short) + 1] == (*short, "of")
        return bool(rest) and not Counter(short) - Counter(full) and added

    def _telling(self, node: Node) -> set[Name]:
        """The names that nobody else is likely to have."""
        if node.family == "Person":
            return {name for name in node.names if len(name) > 1}
        return {name for name in node.names if not set(name) <= self.weights.generic}

    def _with_context(self, how: str, one: Node, other: Node) -> Parts:
        weigh = self.weights.entities
        shared = len((one.near & other.near) - self.common)
        parts = [(how, weigh[how]), ("context", round(weigh["context"] * min(1.0, shared / COMPANY), 3))]
        parts.append(("copies", weigh["copies"] if one.sources & other.sources else 0.0))
        parts.append(_compared("country", one.countries, other.countries, weigh))
        parts.append(_compared("position", one.positions, other.positions, weigh))
        if one.family == "Person" and is_against(one, other):
            parts.append(("decades", weigh["decades"]))
        if how in ("transliteration", "part of name", "surname") and one.articles & other.articles:
            parts.append(("together", weigh["together"]))
        return tuple(part for part in parts if part[1])


def _compared(
    what: str, one: frozenset[str], other: frozenset[str], weigh: Mapping[str, float]
) -> tuple[str, float]:
    if not one or not other:
        return what, 0.0
    return (what, weigh[what]) if one & other else (f"other {what}", weigh[f"other {what}"])


def _respelled(one: Name, other: Name, family: str) -> bool:
    """Whether two names differ in spelling alone; an initial stands for a first name, a middle one may be missing."""
    if len(one) == len(other):
        words = list(zip(one, other, strict=True))
        if family == "Person" and len(one) > 1:
            first, *rest = words
            return (is_respelled(*first) or _is_initial(*first)) and all(is_respelled(*pair) for pair in rest)
        return all(is_respelled(*pair) for pair in words)
    short, long = sorted((one, other), key=len)
    whole = family == "Person" and len(short) == 2 and len(long) == 3
    return whole and is_respelled(short[0], long[0]) and is_respelled(short[1], long[2])


def _is_initial(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]


def _common(profiles: Sequence[Profile], articles: int) -> frozenset[Name]:
    """Names in so many articles that sharing them says nothing."""
    counts = Counter(name for _, name in {(p.own[0], p.name) for p in profiles})
    most = max(COMMON[0], COMMON[1] * articles)
    return frozenset(name for name, count in counts.items() if count > most)


def _same_name(nodes: Iterable[Node], scores: Scores) -> Iterator[Link]:
    """Why each entity of a node is one with the node's first."""
    weigh = scores.weights.entities["same name"]
    for node in nodes:
        part = "same place" if node.spots else "same name"
        for profile in node.profiles[1:]:
            yield Link("entity", node.key, profile.own, weigh, ((part, weigh),), True)


def _merge(nodes: Sequence[Node], scores: Scores) -> tuple[list[Node], list[Link]]:
    """Nodes of other spellings and of names that an article uses of one."""
    by_key = {node.key: node for node in nodes}
    parts = _scored(nodes, _name_blocks, scores.of_names)
    least = scores.weights.entities["merge"]
    strong = {pair: total(found) for pair, found in parts.items() if total(found) >= least}
    groups = clusters(by_key, strong, lambda one, other: _fit(one, other, by_key, scores))
    group_of = {key: group for group in groups for key in group}
    reasons = _reasons(parts, scores, lambda first, second: group_of[first] is group_of[second])
    return [_union(by_key[key] for key in group) for group in groups], reasons


def _fit(one: Sequence[Own], other: Sequence[Own], by_key: Mapping[Own, Node], scores: Scores) -> bool:
    """Whether no member of one group speaks against one of the other, and most would be at least reviewed."""
    parts = [scores.of_names(by_key[a], by_key[b]) for a, b in cross(one, other)]
    spots = {spot for key in (*one, *other) for spot in by_key[key].spots}
    against = any(name in ("together", "decades") for found in parts for name, _ in found)
    enough = sum(total(found) >= scores.weights.entities["review"] for found in parts) * 2 >= len(parts)
    return len(spots) <= 1 and not against and enough


def _attach(full: Sequence[Node], short: Sequence[Node], scores: Scores) -> tuple[list[Node], list[Link]]:
    """Names that leave something open, each to the one full name that fits; else to its like in one context."""
    nodes = [*full, *short]
    is_short = {node.key for node in short}
    targets, reasons = _targets(nodes, is_short, scores)
    left = [node for node in short if node.key not in targets]
    pairs = _scored(left, lambda node, _: ["/".join((node.family, *node.name))], scores.of_open)
    least = scores.weights.entities["merge"]
    strong = {pair: total(found) for pair, found in pairs.items() if total(found) >= least}
    groups = clusters([node.key for node in left], strong, lambda one, other: True)
    first_of = {key: group[0] for group in groups for key in group}
    reasons += _reasons(pairs, scores, lambda one, other: first_of[one] == first_of[other])
    gathered: defaultdict[Own, list[Node]] = defaultdict(list)
    for node in nodes:
        gathered[_end(first_of.get(node.key, node.key), targets)].append(node)
    return [_union(group) for _, group in sorted(gathered.items())], reasons


def _targets(nodes: Sequence[Node], is_short: set[Own], scores: Scores) -> tuple[dict[Own, Own], list[Link]]:
    """The full name of each short one, where exactly one fits."""
    index: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.key not in is_short or node.family != "Person":
            for block in sorted(set(_full_blocks(node, scores.weights))):
                index[block].append(node)
    targets: dict[Own, Own] = {}
    reasons = []
    for node in nodes:
        found = [
            (total(parts), full.key, parts)
            for full in _fuller(node, index, scores)
            if (parts := scores.of_short(node, full))
        ]
        found.sort(key=lambda score: (-score[0], score[1]))
        is_sure = bool(found) and found[0][0] >= scores.weights.entities["merge"]
        if is_sure and (len(found) == 1 or found[0][0] - found[1][0] >= MARGIN):
            targets[node.key] = found[0][1]
        reasons += [
            _link(node.key, key, parts, targets.get(node.key) == key)
            for score, key, parts in found
            if score >= scores.weights.entities["review"]
        ]
    return targets, reasons


def _fuller(node: Node, index: Mapping[str, Sequence[Node]], scores: Scores) -> Iterator[Node]:
    """The longer names that a name may stand for."""
    seen = {node.key}
    for block in sorted(set(_short_blocks(node, scores.weights))):
        for full in index.get(block, ())[:BLOCK]:
            if full.key not in seen and len(full.name) > len(node.name):
                seen.add(full.key)
                yield full


def _end(key: Own, targets: Mapping[Own, Own]) -> Own:
    """Where a chain of short names ends; each is longer than the one before."""
    while key in targets:
        key = targets[key]
    return key


def _scored(
    nodes: Sequence[Node], blocks: Callable[[Node, Weights | None], Iterable[str]], compare: Compare
) -> dict[tuple[Own, Own], Parts]:
    """The parts of every pair that shares a block and has any."""
    index: defaultdict[str, list[Own]] = defaultdict(list)
    by_key = {node.key: node for node in nodes}
    for node in sorted(nodes, key=lambda node: node.key):
        for block in sorted(set(blocks(node, None))):
            index[block].append(node.key)
    pairs = {pair for keys in index.values() for pair in block_pairs(keys, BLOCK)}
    scored = ((pair, compare(by_key[pair[0]], by_key[pair[1]])) for pair in sorted(pairs))
    return {pair: parts for pair, parts in scored if parts}


def _name_blocks(node: Node, _: Weights | None) -> Iterator[str]:
    """What two nodes must share to be compared: a whole name, or the consonants of its last word and its initial."""
    for name in node.names:
        yield f"{node.family}={' '.join(name)}"
        yield f"{node.family}~{skeleton(name[-1])}{name[0][0] if len(name) > 1 else ''}"


def _full_blocks(node: Node, weights: Weights) -> Iterator[str]:
    """What a full name may be called for short: by its surname's consonants, its initials, its telling words."""
    for name in node.names:
        if node.family == "Person":
            yield f"Person~{skeleton(name[-1])}"
        else:
            yield f"{node.family}:{acronym(name, weights.particles | weights.small)}"
            yield f"{node.family}={' '.join(_core(name, weights))}"
            if "of" in name[1:]:
                yield f"{node.family}={' '.join(_core(name[: name.index('of', 1)], weights))}"


def _short_blocks(node: Node, weights: Weights) -> Iterator[str]:
    if node.family == "Person":
        yield from (f"Person~{skeleton(node.name[0])}" for _ in node.name[:1] if len(node.name) == 1)
    else:
        yield from (f"{node.family}:{node.name[0]}" for _ in node.name[:1] if len(node.name) == 1)
        yield f"{node.family}={' '.join(_core(node.name, weights))}"


def _core(name: Name, weights: Weights) -> Name:
    """The words that short forms keep."""
    return tuple(word for word in name if not word.isupper() and word not in weights.left_out)


def _union(nodes: Iterable[Node]) -> Node:
    return make_node(profile for node in nodes for profile in node.profiles)


def _reasons(
    parts: Mapping[tuple[Own, Own], Parts], scores: Scores, is_merged: Callable[[Own, Own], bool]
) -> list[Link]:
    return [
        _link(first, second, found, is_merged(first, second))
        for (first, second), found in parts.items()
        if total(found) >= scores.weights.entities["review"]
    ]


def _link(first: Own, second: Own, parts: Parts, is_merged: bool) -> Link:
    return Link("entity", min(first, second), max(first, second), total(parts), parts, is_merged)


def _ids(nodes: Iterable[Node]) -> dict[Own, str]:
    """Of a place its number on the map, else family and name, with its first entity where others have the name."""
    named: defaultdict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        spot = (str(min(node.spots)),) if node.spots else node.name
        named[node.family, *spot].append(node)
    ids: dict[Own, str] = {}
    for name, sharing in named.items():
        for node in sharing:
            id_ = identifier(*name) if len(sharing) == 1 else identifier(*name, *node.key)
            ids.update((profile.own, id_) for profile in node.profiles)
    return ids
