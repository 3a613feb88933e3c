"""What the relation head sees of a pair beside the states of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from kg.events.learned.tree_paths import TreePaths
from kg.events.relations.candidates import Candidates, End, Pair
from kg.grammar.parsed import Parsed
from kg.grammar.tree import preposition
from kg.records import Entity, Event

LONGEST_PATH = 4
LONGEST_PATH_WORDS = 6  # words of a path that are kept one by one
LONGEST_GAP = 4  # words between that are kept as one feature
LONGEST_BAG = 12  # words between that are kept one by one


class Side(NamedTuple):
    """One word of a pair."""

    type: str
    kind: str
    label: str
    preposition: str
    slot: str
    word: str  # lemma of a noun, last word of a name
    head: str  # lemma of the head
    before: str
    after: str
    coordinated: str
    rules: str  # states in which the rules have this word


class Between(NamedTuple):
    """What lies between the two."""

    kind: str
    order: str
    path: str
    first: str
    last: str
    top: str  # lemma at the top of the path
    steps: str
    distance: str
    gap: str
    mentions: str
    rule: str
    inverse: str  # the rules' relation of the second to the first
    country: str  # whether the gazetteer has both in one country


class PairFeatures(NamedTuple):
    """The features of a pair; `words` are the lemmas between, `steps` those on the path, `[start, stop)` tokens."""

    first: Side
    second: Side
    between: Between
    words: tuple[str, ...]
    path: tuple[str, ...]
    start: int
    stop: int


@dataclass(slots=True, eq=False)
class PairReader:
    """Reads the features of an article's pairs; `rules` are the events of the rules."""

    parsed: Parsed
    candidates: Candidates
    rules: Mapping[tuple[int, int], str]
    words: Mapping[int, str]
    sides: dict[int, Side]
    paths: TreePaths
    shown: Sequence[str]  # of each token its lemma, or the type of a name
    ends_before: Sequence[int]  # how many ends are before each token
    countries: Mapping[int, str]  # of the ends that the gazetteer knows

    @classmethod
    def of(cls, parsed: Parsed, candidates: Candidates, states: Iterable[Event]) -> PairReader:
        rules = rule_relations(states)
        words: dict[int, set[str]] = {}
        for (first, second), name in rules.items():
            words.setdefault(first, set()).add(f"{name} x")
            words.setdefault(second, set()).add(f"{name} y")
        least = {token: min(names) for token, names in words.items()}
        ends = candidates.ends
        shown = [lemma.lower() for lemma in parsed.tree.lemmas]
        shown = [_shown(ends.get(token), lemma) for token, lemma in enumerate(shown)]
        before = [0, *accumulate(token in ends for token in range(len(shown)))]
        countries = {
            token: country for token, end in ends.items() if (country := country_of(end.entity)) is not None
        }
        return cls(parsed, candidates, rules, least, {}, TreePaths(parsed.tree), shown, before, countries)

    def features(self, pair: Pair) -> PairFeatures:
        tree = self.parsed.tree
        begin, end = sorted((self._span(pair.first), self._span(pair.second)))
        start, stop = begin[1], max(end[0], begin[1])
        up, top, down = self.paths.up_and_down(pair.first, pair.second)
        path = self.paths.slots(up, top, down)
        gap = tree.words[start:stop]
        return PairFeatures(
            first=self._side(pair.first),
            second=self._side(pair.second),
            between=Between(
                kind=pair.kind,
                order="after" if pair.first > pair.second else "before",
                path=" ".join(path) if path and len(path) <= LONGEST_PATH else "long",
                first=path[0] if path else "none",
                last=path[-1] if path else "none",
                top=self._top(pair, top),
                steps=str(min(len(path), 8)) if path else "none",
                distance=str(min(stop - start, 6))
                if stop - start < 6
                else f"2^{(stop - start).bit_length()}",
                gap=" ".join(gap) if len(gap) <= LONGEST_GAP else "long",
                mentions=str(min(4, self.ends_before[stop] - self.ends_before[start]))
                if stop - start <= 2 * LONGEST_BAG
                else "many",
                rule=self.rules.get((pair.first, pair.second), ""),
                inverse=self.rules.get((pair.second, pair.first), ""),
                country=self._country(pair),
            ),
            words=tuple(self.shown[start:stop]) if stop - start <= LONGEST_BAG else (),
            path=self._path_words(pair, up[1:] + down[1:], top),
            start=start,
            stop=stop,
        )

    def _span(self, token: int) -> tuple[int, int]:
        end = self.candidates.ends.get(token)
        return (end.start, end.stop) if end else (token, token + 1)

    def _side(self, token: int) -> Side:
        if token not in self.sides:
            self.sides[token] = self._read_side(token)
        return self.sides[token]

    def _read_side(self, token: int) -> Side:
        tree = self.parsed.tree
        end = self.candidates.ends.get(token)
        start, stop = self._span(token)
        return Side(
            type=end.entity.type if end else "",
            kind=end.kind if end else "title",
            label=self.parsed.labels[token],
            preposition=preposition(tree, token),
            slot=tree.slots[token],
            word=self._name_word(end) if end and end.kind == "name" else tree.lemmas[token].lower(),
            head=tree.lemmas[tree.heads[token]].lower() if tree.heads[token] != token else "root",
            before=self.shown[start - 1] if start else "",
            after=self.shown[stop] if stop < len(self.shown) else "",
            coordinated="yes" if tree.slots[token] == "conjunct" or tree.get(token, "conjunct") else "",
            rules=self.words.get(token, ""),
        )

    def _name_word(self, end: End) -> str:
        return self.parsed.tree.words[end.stop - 1]

    def _path_words(self, pair: Pair, inner: list[int], top: int | None) -> tuple[str, ...]:
        """The first words on the path between the two; `inner` are the tokens below its top."""
        pos = self.parsed.tree.pos
        if top is not None and top not in pair[1:]:
            inner = [*inner, top]
        return tuple([self.shown[token] for token in inner[:LONGEST_PATH_WORDS] if pos[token] != "PUNCT"])

    def _top(self, pair: Pair, top: int | None) -> str:
        if top is None:
            return "none"
        return "first" if top == pair.first else "second" if top == pair.second else self.shown[top]

    def _country(self, pair: Pair) -> str:
        first, second = self.countries.get(pair.first), self.countries.get(pair.second)
        if first is None or second is None:
            return ""
        return "same" if first == second else "other"


def _shown(end: End | None, lemma: str) -> str:
    return end.entity.type if end and end.kind == "name" else lemma


def country_of(entity: Entity) -> str | None:
    return entity.coordinates.country if entity.coordinates else None


def rule_relations(states: Iterable[Event]) -> dict[tuple[int, int], str]:
    """By tokens of agent and patient, of agent and title, and of title and patient, the rules' relation."""
    found: dict[tuple[int, int], str] = {}
    for state in states:
        agents, patients = state.fillers_of("agent"), state.fillers_of("patient")
        titles = [filler.token for filler in state.fillers_of("title")] or [state.trigger]
        pairs = [(a.token, p.token) for a in agents for p in patients]
        pairs += [(a.token, title) for a in agents for title in titles]
        pairs += [(title, p.token) for p in patients for title in titles]
        found.update((pair, state.event_class) for pair in pairs if pair[0] != pair[1])
    return found
