"""The names of an article that have been read, and which of several fuller names was mentioned most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from kg.entities.name_forms import Key


class NameHistory:
    """The names read so far, with a tally for each set of fuller names that will be asked for."""

    def __init__(
        self,
        keys: Sequence[Key],
        candidates: Iterable[tuple[Key, ...]],
        relatives: frozenset[Key] = frozenset(),
    ) -> None:
        self.chosen: list[Key] = []
        self._keys = keys
        self._tallies = {each: Tally(frozenset(each), relatives) for each in candidates if each}
        self._interested: dict[Key, list[Tally]] = defaultdict(list)
        for tally in self._tallies.values():
            for key in tally.candidates:
                self._interested[key].append(tally)

    def add(self, key: Key, full: Key, sentence: int = 0, *, is_bare: bool = False) -> None:
        """Note that a name was read in a sentence, and the fuller name that it is short for, or itself.

        `is_bare`: it is short, and has no title such as "Ms".
        """
        self.chosen.append(full)
        tallies = {id(tally): tally for each in (key, full) for tally in self._interested.get(each, ())}
        for tally in tallies.values():
            tally.count(full if full in tally.candidates else key, sentence, is_bare=is_bare)

    def most_frequent(self, candidates: tuple[Key, ...]) -> Key | None:
        """Of fuller names the one mentioned most before, short forms included; else the next.

        Of equals it is one who is not introduced as another's relative ("his sister Ada Lunt"), then one who was
        called so before, then the one in the latest sentence, of several there the first.

        None if there are no candidates.
        """
        if not candidates:
            return None
        tally = self._tallies[candidates]
        following = islice(self._keys, len(self.chosen), None)
        return tally.best or next(key for key in following if key in tally.candidates)


class Tally:
    """How often each of some names was mentioned."""

    def __init__(self, candidates: frozenset[Key], relatives: frozenset[Key]) -> None:
        self.candidates = candidates
        self._relatives = relatives
        self._bare: dict[Key, int] = {}
        self.best: Key | None = None
        self._counts: dict[Key, int] = {}  # in the order of the first mentions
        self._order: dict[Key, int] = {}
        self._sentences: dict[Key, int] = {}

    def count(self, key: Key, sentence: int, *, is_bare: bool) -> None:
        self._bare[key] = self._bare.get(key, 0) + is_bare
        self._counts[key] = self._counts.get(key, 0) + 1
        self._sentences[key] = sentence
        self._order.setdefault(key, len(self._order))
        if self.best is None or self._rank(key) > self._rank(self.best):
            self.best = key

    def _rank(self, key: Key) -> tuple[int, bool, int, int, int]:
        is_relative, times = key in self._relatives, self._counts[key]
        return times, not is_relative, self._bare[key], self._sentences[key], -self._order[key]
