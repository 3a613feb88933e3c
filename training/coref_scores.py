"""Coreference scores: MUC (Vilain 1995), B-cubed (Bagga and Baldwin 1998), CEAF-e (Luo 2005), and their mean F.

Clusters are sets of mentions. Mentions of one side only count as in the CoNLL 2012 scorer: a predicted mention without
a gold one lowers precision, a gold mention that is not predicted lowers recall.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

Cluster = frozenset[Hashable]
Clusters = Sequence[Cluster]


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over which precision and recall are taken: those of several topics can be added."""

    right_p: float = 0.0
    all_p: float = 0.0
    right_r: float = 0.0
    all_r: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right_p + other.right_p,
            self.all_p + other.all_p,
            self.right_r + other.right_r,
            self.all_r + other.all_r,
        )

    @property
    def precision(self) -> float:
        return 100 * self.right_p / self.all_p if self.all_p else 0.0

    @property
    def recall(self) -> float:
        return 100 * self.right_r / self.all_r if self.all_r else 0.0

    @property
    def f(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def muc(gold: Clusters, system: Clusters) -> Score:
    """Links: how many of a cluster's smallest set of links the other side has."""
    return Score(*_links(system, gold), *_links(gold, system))


def b_cubed(gold: Clusters, system: Clusters) -> Score:
    """Of each mention, the share of its cluster that is in its cluster on the other side."""
    return Score(*_shares(system, gold), *_shares(gold, system))


def ceaf_e(gold: Clusters, system: Clusters) -> Score:
    """Clusters paired one to one so that they overlap most, by 2 |a & b| / (|a| + |b|)."""
    overlaps = _overlaps(gold, system)
    alike = sum(_best_pairing(part) for part in _parts(overlaps))
    return Score(alike, len(system), alike, len(gold))


METRICS: Mapping[str, Callable[[Clusters, Clusters], Score]] = {"MUC": muc, "B3": b_cubed, "CEAF-e": ceaf_e}


def as_clusters(labels: Mapping[Hashable, Hashable]) -> list[Cluster]:
    """Clusters of mentions that have one label."""
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, label in labels.items():
        found[label].add(mention)
    return [frozenset(cluster) for cluster in found.values()]


def _links(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    label = _label(others)
    right = every = 0
    for cluster in clusters:
        split = {label.get(mention, ("alone", mention)) for mention in cluster}
        right += len(cluster) - len(split)
        every += len(cluster) - 1
    return right, every


def _shares(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    label = _label(others)
    right = 0.0
    for cluster in clusters:
        counts = Counter(label[mention] for mention in cluster if mention in label)
        right += sum(count * count for count in counts.values()) / len(cluster)
    return right, float(sum(map(len, clusters)))


def _label(clusters: Clusters) -> dict[Hashable, Hashable]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _overlaps(gold: Clusters, system: Clusters) -> dict[tuple[int, int], float]:
    """The likeness of each pair of clusters, by their numbers, that share a mention."""
    label = _label(system)
    shared = Counter((i, label[m]) for i, cluster in enumerate(gold) for m in cluster if m in label)
    return {
        (i, j): 2 * n / (len(gold[i]) + len(system[j])) for (i, j), n in shared.items() if isinstance(j, int)
    }


def _parts(overlaps: Mapping[tuple[int, int], float]) -> Iterable[dict[tuple[int, int], float]]:
    """Overlaps that hang together; pairing one part leaves the others alone."""
    of_gold: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    of_system: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for pair in overlaps:
        of_gold[pair[0]].append(pair)
        of_system[pair[1]].append(pair)
    left = set(overlaps)
    while left:
        waiting = [min(left)]
        part = set()
        while waiting:
            pair = waiting.pop()
            if pair in left:
                left.remove(pair)
                part.add(pair)
                waiting += of_gold[pair[0]] + of_system[pair[1]]
        yield {pair: overlaps[pair] for pair in part}


def _best_pairing(part: Mapping[tuple[int, int], float]) -> float:
    """The largest sum of likenesses of pairs that share no cluster."""
    rows = sorted({i for i, _ in part})
    columns = sorted({j for _, j in part})
    if len(rows) > len(columns):
        return _best_pairing({(j, i): value for (i, j), value in part.items()})
    costs = [[-part.get((i, j), 0.0) for j in columns] for i in rows]
    return -sum(costs[row][column] for column, row in _assign(costs).items())


def _assign(costs: Sequence[Sequence[float]]) -> dict[int, int]:
    """Column -> row of the cheapest assignment of every row to a column: the Hungarian method with potentials."""
    width = len(costs[0])
    of_row = [0.0] * (len(costs) + 1)
    of_column = [0.0] * (width + 1)
    row_at = [0] * (width + 1)  # row of each column, from 1; column 0 holds the row being placed
    for row in range(1, len(costs) + 1):
        row_at[0] = row
        way = _augment(costs, of_row, of_column, row_at)
        column = way.pop()
        for before in reversed(way):
            row_at[column] = row_at[before]
            column = before
    return {column - 1: row - 1 for column, row in enumerate(row_at) if column and row}


def _augment(
    costs: Sequence[Sequence[float]], of_row: list[float], of_column: list[float], row_at: Sequence[int]
) -> list[int]:
    """The columns on the cheapest way from column 0 to a free one; keeps the potentials."""
    least = [float("inf")] * len(row_at)
    before = [0] * len(row_at)
    used: Set[int] = set()
    column = 0
    while row_at[column]:
        used = {*used, column}
        row = row_at[column]
        free = [j for j in range(1, len(row_at)) if j not in used]
        for j in free:
            reduced = costs[row - 1][j - 1] - of_row[row] - of_column[j]
            if reduced < least[j]:
                least[j], before[j] = reduced, column
        column = min(free, key=lambda j: least[j])
        _shift(least[column], of_row, of_column, row_at, used)
        least = [value if j in used else value - least[column] for j, value in enumerate(least)]
    way = [column]
    while column:
        column = before[column]
        way.append(column)
    return way[::-1]


def _shift(
    by: float, of_row: list[float], of_column: list[float], row_at: Sequence[int], used: Set[int]
) -> None:
    for j in used:
        of_row[row_at[j]] += by
        of_column[j] -= by
