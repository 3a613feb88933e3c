"""Importance, communities and positions of actors in a network, by igraph; the same network gives the same values."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, pi, sin, sqrt

import igraph

from kg.query.network.analysis import weight
from kg.query.network.co_occurrence import Actor, Pair, Tie

ROUNDS = 120  # of the layout; after 100 the sum of edge lengths falls by less than 1 % in ten
GRID = 1000  # actors; in larger networks forces between distant ones are left out
SEED = 7
TURN = pi * (3 - sqrt(5))  # the golden angle of a sunflower's seeds, which fills a disk evenly

Position = tuple[float, float]


def make_network(actors: Sequence[Actor], ties: Mapping[Pair, Tie]) -> igraph.Graph:
    numbers = {actor.iri: number for number, actor in enumerate(actors)}
    ends = [(numbers[one], numbers[other]) for one, other in ties]
    network = igraph.Graph(n=len(actors), edges=ends)
    network.es["weight"] = [weight(tie) for tie in ties.values()]
    return network


def importance_of(network: igraph.Graph) -> list[float]:
    """PageRank times the number of actors. ARPACK takes 0.05 s for 12,000 actors, igraph's default method 0.6 s."""
    if not network.vcount():
        return []
    with _FixedRandom():
        found = network.pagerank(weights="weight", implementation="arpack")
    return [round(each * len(found), 4) for each in found]


def communities_of(network: igraph.Graph, actors: Sequence[Actor]) -> list[int]:
    """Communities by the Louvain method, numbered from 0 by descending size, then by their first actor."""
    with _FixedRandom():
        found = network.community_multilevel(weights="weight").membership if actors else []
    sizes = Counter(found)
    first = {each: place for place, each in reversed([*enumerate(found)])}
    order = sorted(sizes, key=lambda each: (-sizes[each], first[each]))
    number = {each: place for place, each in enumerate(order)}
    return [number[each] for each in found]


def positions_of(
    network: igraph.Graph, actors: Sequence[Actor], importance: Sequence[float], communities: Sequence[int]
) -> list[Position]:
    """The position of each actor: ties attract, near actors repel; rings of untied actors around the others."""
    order = sorted(
        range(len(actors)), key=lambda each: (communities[each], -importance[each], actors[each].iri)
    )
    tied = [each for each in order if network.degree(each)]
    alone = [each for each in order if not network.degree(each)]
    part = network.induced_subgraph(tied, implementation="create_from_scratch")
    rank = {each: place for place, each in enumerate(sorted(tied))}  # igraph keeps the order of the whole
    start: list[Position] = [(0.0, 0.0)] * len(tied)
    for place, each in enumerate(tied):
        start[rank[each]] = _seed(place)
    drawn = _layout(part, start) if tied else []
    places = {each: drawn[rank[each]] for each in tied}
    places |= {
        each: _seed(place + len(tied), 1 / sqrt(max(len(actors), 1))) for place, each in enumerate(alone)
    }
    if not alone:
        return [places[each] for each in range(len(actors))]
    inner = sqrt(len(tied) / len(actors))
    return [
        (round(x * inner, 4), round(y * inner, 4)) if network.degree(each) else (round(x, 4), round(y, 4))
        for each, (x, y) in sorted(places.items())
    ]


def _layout(part: igraph.Graph, start: Sequence[Position]) -> list[Position]:
    """The layout of Fruchterman and Reingold, scaled to lie between -1 and 1."""
    grid = "grid" if part.vcount() > GRID else "nogrid"
    with _FixedRandom():
        found = part.layout_fruchterman_reingold(weights="weight", niter=ROUNDS, seed=start, grid=grid).coords
    middle = [sum(axis) / len(found) for axis in zip(*found, strict=True)]
    far = max(sqrt((x - middle[0]) ** 2 + (y - middle[1]) ** 2) for x, y in found) or 1.0
    return [(round((x - middle[0]) / far, 4), round((y - middle[1]) / far, 4)) for x, y in found]


def _seed(place: int, scale: float = 1.0) -> Position:
    """The position of a sunflower's seed of this number."""
    return scale * sqrt(place) * cos(place * TURN), scale * sqrt(place) * sin(place * TURN)


class _FixedRandom:
    """Makes igraph draw the same random numbers each time; its generator is global."""

    def __enter__(self) -> None:
        igraph.set_random_number_generator(random.Random(SEED))

    def __exit__(self, *_: object) -> None:
        igraph.set_random_number_generator(random)
