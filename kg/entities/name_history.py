"""The names of an article that have been read, and which of several fuller names was mentioned most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

Key = tuple[str, str]  # family, comparable name


class NameHistory:
    """The names read so far, with a tally for each set of fuller names that will be asked for."""

    def __init__(self, keys: Sequence[Key], candidates: Iterable[tuple[Key, ...]]) -> None:
        self.chosen: list[Key] = []
        self._keys = keys
        self._tallies = {each: Tally(frozenset(each)) for each in candidates if each}
        self._interested: dict[Key, list[Tally]] = defaultdict(list)
        for tally in self._tallies.values():
            for key in tally.candidates:
                self._interested[key].append(tally)

    def add(self, key: Key, full: Key, sentence: int = 0) -> None:
        """Note that a name was read in a sentence, and the fuller name that it is short for, or itself."""
        self.chosen.append(full)
        tallies = {id(tally): tally for each in (key, full) for tally in self._interested.get(each, ())}
        for tally in tallies.values():
            tally.count(full if full in tally.candidates else key, sentence)

    def most_frequent(self, candidates: tuple[Key, ...]) -> Key | None:
        """Of fuller names the one mentioned most before, short forms included; else the next.

        Of equals it is the one in the latest sentence, of several there the first.

        None if there are no candidates.
        """
        if not candidates:
            return None
        tally = self._tallies[candidates]
        following = islice(self._keys, len(self.chosen), None)
        return tally.best or next(key for key in following if key in tally.candidates)


class Tally:
    """How often each of some names was mentioned."""

    def __init__(self, candidates: frozenset[Key]) -> None:
        self.candidates = candidates
        self.best: Key | None = None
        self._counts: dict[Key, int] = {}  # in the order of the first mentions
        self._order: dict[Key, int] = {}
        self._sentences: dict[Key, int] = {}

    def count(self, key: Key, sentence: int) -> None:
        self._counts[key] = self._counts.get(key, 0) + 1
        self._sentences[key] = sentence
        self._order.setdefault(key, len(self._order))
        if self.best is None or self._rank(key) > self._rank(self.best):
            self.best = key

    def _rank(self, key: Key) -> tuple[int, int, int]:
        return self._counts[key], self._sentences[key], -self._order[key]
