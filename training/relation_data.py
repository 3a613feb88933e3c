"""Annotated relations as the relation head will see them: every candidate pair of an article with its label."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import kg.pipeline
from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.context import EventContext
from kg.events.find import rule_events
from kg.events.relations.candidates import Candidates, Pair, find_candidates
from kg.events.relations.pair_features import PairFeatures, PairReader
from kg.grammar.parsed import Parsed
from kg.pipeline import Knowledge
from kg.read.clean import clean
from kg.records import RawArticle, Resolution
from training.event_labels import head_of, token_places, tokens_in

HELD, FORMER = "holdsPosition", "formerlyHeldPosition"
UNKNOWN = "?"  # a label that is left out of training


@dataclass(frozen=True, slots=True)
class PreparedPairs:
    """One article: a row a pair. `states` [tokens, 384] are the base states, as 16-bit floats."""

    source: str
    states: NDArray[np.float16]
    pairs: list[Pair]
    features: list[PairFeatures]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """An annotated relation: the tokens of its ends, its title's token, and its sentence, -1 for not known."""

    relation: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    title: int | None
    sentence: int


def prepare_relations(
    annotated: Mapping[str, Any], known: Knowledge, titles: frozenset[str]
) -> PreparedPairs | None:
    """Read one annotated article; None where it has no prose."""
    text = annotated["text"]
    raw = RawArticle(annotated["id"], hashlib.sha256(text.encode()).hexdigest(), text)
    parsed = kg.pipeline.parse(clean(raw, known.boilerplate), known)
    if parsed is None or parsed.states is None:
        return None
    resolution = resolve(parsed, find_mentions(parsed), known.antecedents)
    events = rule_events(EventContext(parsed, resolution, known.lexicon))
    is_state = known.lexicon.is_state
    states = [e for e in events if (c := known.lexicon.classes.get(e.event_class)) and is_state(c)]
    candidates = find_candidates(parsed, resolution, titles)
    reader = PairReader.of(parsed, candidates, states)
    told = list(read_told(parsed, annotated))
    labels = Labelling(parsed, resolution, candidates, told).labels()
    below = parsed.states[:, parsed.states.shape[1] // 2 :].astype(np.float16)
    features = [reader.features(pair) for pair in candidates.pairs]
    return PreparedPairs(annotated["id"], below, list(candidates.pairs), features, labels)


def read_told(parsed: Parsed, annotated: Mapping[str, Any]) -> Iterator[Told]:
    place = token_places(parsed)
    for relation in annotated["relations"]:
        first, second = (_tokens(relation.get(name), place) for name in ("x", "y"))
        sentence = _sentence(parsed, annotated, relation, (first, second))
        title = _title(parsed, relation.get("words"), first, sentence)
        if first:
            yield Told(relation["relation"], first, second, title, sentence)


def _tokens(filler: Any, place: dict[int, int]) -> tuple[int, ...]:
    if filler is None:
        return ()
    begin, end = (filler["begin"], filler["end"]) if isinstance(filler, dict) else filler
    return tuple(tokens_in(begin, end, place))


def _sentence(
    parsed: Parsed,
    annotated: Mapping[str, Any],
    relation: Mapping[str, Any],
    ends: Sequence[Sequence[int]],
) -> int:
    """The sentence of a relation; where the annotation has none, that of both ends."""
    if "sentence" in relation:
        begin, end = annotated["sentences"][relation["sentence"] - 1]
        counts = [max(0, min(end, s.end) - max(begin, s.begin)) for s in parsed.sentences]
        best = int(np.argmax(counts)) if counts else -1
        return best if counts and counts[best] else -1
    places = {parsed.sentence_of[tokens[0]] for tokens in ends if tokens}
    return places.pop() if len(places) == 1 else -1


def _title(parsed: Parsed, words: str | None, first: Sequence[int], sentence: int) -> int | None:
    """The head token of a title's words in its sentence, the nearest to who holds it."""
    wanted = re.findall(r"[\w.]+", (words or "").lower())
    if not wanted or sentence < 0:
        return None
    tokens = [t for t, s in enumerate(parsed.sentence_of) if s == sentence]
    spans = [
        tokens[i : i + len(wanted)]
        for i in range(len(tokens) - len(wanted) + 1)
        if [parsed.doc[t].text.lower() for t in tokens[i : i + len(wanted)]] == wanted
    ]
    spans = spans or [[t] for t in tokens if parsed.doc[t].text.lower() == wanted[-1]]
    if not spans:
        return None
    near = first[0] if first and parsed.sentence_of[first[0]] == sentence else tokens[0]
    return head_of(parsed, min(spans, key=lambda span: abs(span[0] - near)))


class Labelling:
    """The label of each candidate pair, "" for none.

    A fact is annotated once an article: elsewhere pairs of the same entities are unknown. So are words that may
    refer to an end that the annotation has in another sentence.
    """

    def __init__(
        self, parsed: Parsed, resolution: Resolution, candidates: Candidates, told: Sequence[Told]
    ) -> None:
        self.parsed, self.resolution, self.candidates = parsed, resolution, candidates
        self.labels_of: dict[Pair, str] = {}
        for each in told:
            self._mark(each)
        for each in told:
            self._mark_unknown(each)

    def labels(self) -> list[str]:
        return [self.labels_of.get(pair, "") for pair in self.candidates.pairs]

    def _ends(self, tokens: Sequence[int], sentence: int) -> list[int]:
        """The mentions of a sentence that are these tokens, or else those of the same entity."""
        ends, sentence_of = self.candidates.ends, self.parsed.sentence_of
        exact = [t for t in tokens if t in ends and sentence_of[t] == sentence]
        if exact:
            return [head for head in exact if head == head_of(self.parsed, tokens)] or exact[:1]
        keys = self._keys(tokens)
        return [t for t, end in ends.items() if sentence_of[t] == sentence and end.entity.key in keys]

    def _keys(self, tokens: Sequence[int]) -> set[str]:
        return {key for t in tokens if (key := self.resolution.at.get(t))}

    def _mark(self, told: Told) -> None:
        if told.sentence < 0:
            return
        firsts, seconds = self._ends(told.first, told.sentence), self._ends(told.second, told.sentence)
        pairs = [Pair("ends", x, y) for x in firsts for y in seconds if x != y]
        if pairs:
            self.labels_of[min(pairs, key=lambda p: abs(p.first - p.second))] = told.relation
        if told.relation in (HELD, FORMER) and told.title is not None:
            if firsts:
                nearest = min(firsts, key=lambda x: abs(x - told.title))  # type: ignore[operator]
                self.labels_of[Pair("title", nearest, told.title)] = told.relation
            if seconds:
                nearest = min(seconds, key=lambda y: abs(y - told.title))  # type: ignore[operator]
                self.labels_of[Pair("body", told.title, nearest)] = HELD

    def _mark_unknown(self, told: Told) -> None:
        xs, ys = self._keys(told.first), self._keys(told.second)
        sentence_of, ends = self.parsed.sentence_of, self.candidates.ends
        is_away = told.sentence >= 0 and not (
            self._ends(told.first, told.sentence)
            and (self._ends(told.second, told.sentence) or not told.second)
        )
        for pair in self.candidates.pairs:
            if pair in self.labels_of:
                continue
            first, second = ends.get(pair.first), ends.get(pair.second)
            here = sentence_of[pair.first] == told.sentence
            if pair.kind == "ends" and first and second:
                is_first, is_second = first.entity.key in xs, second.entity.key in ys
                may = [e.kind != "name" for e in (first, second)]
                if (is_first and is_second) or (
                    is_away and here and ((is_first or may[0]) and (is_second or may[1]))
                ):
                    self.labels_of[pair] = UNKNOWN
            elif told.relation in (HELD, FORMER) and told.title is not None:
                lemmas = self.parsed.tree.lemmas
                title = pair.second if pair.kind == "title" else pair.first
                end = first if pair.kind == "title" else second
                keys = xs if pair.kind == "title" else ys
                same_title = lemmas[title].lower() == lemmas[told.title].lower()
                if (
                    end
                    and same_title
                    and (end.entity.key in keys or (here and is_away and end.kind != "name"))
                ):
                    self.labels_of[pair] = UNKNOWN
