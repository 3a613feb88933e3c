"""What the scorer sees of two mentions of one article: named features, those that are 0 left out.

Training and reading call the same functions, so a feature means the same in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log1p

import numpy as np

from kg.claims.same_event.mentions import EventMention, RoleFillers
from kg.layers import Array

Feature = tuple[str, float]
ROLES = ("agent", "patient", "place", "topic")
# Steps up the tree within which one trigger governs the other
MAX_STEPS = 3
# Shorter common beginnings of two lemmas do not relate them
MIN_STEM = 3
NEAREST = (0, 1, 2, 5, 10)
LEAD_SENTENCES = 3
# Size of one half of a state
HALF = 384


class ArticleMentions:
    """The mentions of an article in text order, how many of a class and of a lemma there are, and word states.

    `states` are those of `Parsed.states`: the upper half of the trained layers, the lower half of the base.
    """

    def __init__(self, mentions: Sequence[EventMention], states: Mapping[int, Array] | Array) -> None:
        self.mentions = mentions
        self.classes = Counter(mention.event_class for mention in mentions)
        self.lemmas = Counter(mention.lemma for mention in mentions)
        self._number = _numbers_in_class(mentions)
        tokens = sorted(state_tokens(mentions))
        self._row = {token: row for row, token in enumerate(tokens)}
        self._states = _unit([states[token] for token in tokens])

    def features(self, pairs: Sequence[tuple[EventMention, EventMention]]) -> list[dict[str, float]]:
        """Of each pair, whose first mention precedes the second."""
        return [
            {name: value for name, value in (*self._compare_words(*pair), *states) if value}
            for pair, states in zip(pairs, self._compare_states(pairs), strict=True)
        ]

    def base_states(self, tokens: Sequence[int]) -> Array:
        """The base states of triggers, each of length 1 [tokens, 384]."""
        return self._states[1, [self._row[token] for token in tokens]]

    def _compare_words(self, one: EventMention, other: EventMention) -> list[Feature]:
        features = [*compare_triggers(one, other), *compare_nouns(one, other), *compare_position(one, other)]
        features += [*compare_fillers(one, other), *compare_details(one, other), *compare_syntax(one, other)]
        return [*features, *self._compare_counts(one, other)]

    def _compare_counts(self, one: EventMention, other: EventMention) -> Iterator[Feature]:
        """How many other candidates there are."""
        yield "mentions of the class", log1p(self.classes[other.event_class])
        yield "mentions of the lemma", log1p(self.lemmas[other.lemma])
        yield "lemma of one is rare", float(self.lemmas[one.lemma] == 1)
        if one.event_class == other.event_class:
            between = self._number[other.key] - self._number[one.key] - 1
            yield "between", log1p(between)
            yield "next of its class", float(between == 0)
            yield "only two of the class", float(self.classes[one.event_class] == 2)
            yield "first of its class", float(self._number[one.key] == 0)

    def _compare_states(self, pairs: Sequence[tuple[EventMention, EventMention]]) -> list[list[Feature]]:
        """Of each pair the likeness of its triggers, and of those of its fillers of one role that are most alike."""
        triggers = [(one.token, other.token) for one, other in pairs]
        trained, base = (self._products(half, triggers) for half in (0, 1))
        features: list[list[Feature]] = [
            [("trained states", above), ("base states", below)]
            for above, below in zip(trained, base, strict=True)
        ]
        for role in ROLES:
            numbers, tokens = _fillers_of_both(role, pairs)
            best: dict[int, float] = {}
            for number, product in zip(numbers, self._products(1, tokens), strict=True):
                best[number] = max(product, best.get(number, product))
            for number, product in best.items():
                features[number].append((f"{role} states", product))
        return features

    def _products(self, half: int, tokens: Sequence[tuple[int, int]]) -> list[float]:
        """Of the states of each two tokens; `half` is 0 for the trained and 1 for the base states."""
        first, second = (self._states[half, [self._row[pair[side]] for pair in tokens]] for side in (0, 1))
        products: list[float] = np.einsum("ij,ij->i", first, second).tolist()
        return products


def compare_triggers(one: EventMention, other: EventMention) -> Iterator[Feature]:
    """Class, lemma, part of speech."""
    first, second = sorted((one.event_class, other.event_class))
    is_same = one.event_class == other.event_class
    yield "bias", 1.0
    yield "same class", float(is_same)
    yield (f"class {first}" if is_same else f"classes {first}+{second}"), 1.0
    yield "same lemma", float(one.lemma == other.lemma)
    yield "same beginning", _common_beginning(one.lemma, other.lemma)
    kinds = "+".join("verb" if each.is_verb else "noun" for each in (one, other))
    yield f"kinds {kinds}", 1.0
    yield f"factuality {one.factuality}+{other.factuality}", 1.0


def compare_nouns(one: EventMention, other: EventMention) -> Iterator[Feature]:
    """Determiners ("this meeting" after "a meeting"), number, modifiers."""
    for name, mention in (("first", one), ("second", other)):
        if not mention.is_verb:
            yield f"{name} determiner {mention.determiner}", 1.0
            yield f"{name} is plural", float(mention.is_plural)
            yield f"{name} has modifiers", float(bool(mention.modifiers))
    yield "number differs", float(not one.is_verb and not other.is_verb and one.is_plural != other.is_plural)
    both = len(one.modifiers & other.modifiers)
    yield "shared modifiers", log1p(both)
    yield "other modifiers", float(bool(one.modifiers and other.modifiers and not both))
    yield "modifier in context", float(not one.context.isdisjoint(other.modifiers))
    yield "trigger in context", float(one.lemma in other.context or other.lemma in one.context)


def compare_position(one: EventMention, other: EventMention) -> Iterator[Feature]:
    distance = other.sentence - one.sentence
    yield f"sentences {next((str(n) for n in NEAREST if distance <= n), 'many')}", 1.0
    yield "distance", log1p(distance)
    yield "one paragraph", float(one.paragraph == other.paragraph)
    yield "headline", float(one.is_headline)
    yield "both in headline", float(other.is_headline)
    yield "first in lead", float(one.sentence < LEAD_SENTENCES)
    yield "second in lead", float(other.sentence < LEAD_SENTENCES)


def compare_fillers(one: EventMention, other: EventMention) -> Iterator[Feature]:
    """Per group of roles the same, other or only one filler; entities that the two share in any role."""
    for role in ROLES:
        if role in one.fillers or role in other.fillers:
            yield from _compare_role(role, one.fillers.get(role), other.fillers.get(role))
    ours, theirs = one.entities, other.entities
    yield "shared entities", log1p(len(ours & theirs))
    yield "no shared entity", float(bool(ours and theirs and not ours & theirs))
    yield "first's entity in second's sentence", float(bool(ours & other.sentence_entities - theirs))
    yield "second's entity in first's sentence", float(bool(theirs & one.sentence_entities - ours))
    yield "names", log1p(len(one.sentence_entities & other.sentence_entities))
    shorter = min(len(one.context), len(other.context))
    if shorter and one.sentence != other.sentence:
        yield "context", len(one.context & other.context) / shorter


def _compare_role(role: str, one: RoleFillers | None, other: RoleFillers | None) -> Iterator[Feature]:
    if one is None or other is None:
        yield f"{role} of first", float(one is not None)
        yield f"{role} of second", float(other is not None)
        return
    if one.named & other.named:
        yield f"{role} same name", 1.0
    elif one.unnamed & other.unnamed:
        yield f"{role} same entity", 1.0
    elif one.heads & other.heads:
        yield f"{role} same noun", 1.0
    else:
        kind = "names" if one.named and other.named else "name" if one.named or other.named else "nouns"
        yield f"{role} other {kind}", 1.0


def compare_details(one: EventMention, other: EventMention) -> Iterator[Feature]:
    """Time, source, quantities."""
    if one.time and other.time:
        yield f"time {_compare_times(one, other)}", 1.0
        yield "same words of time", float(one.time.words.lower() == other.time.words.lower())
    elif one.time or other.time:
        yield f"time of {'first' if one.time else 'second'}", 1.0
    if one.sources and other.sources:
        yield ("same source" if one.sources & other.sources else "other source"), 1.0
    elif one.sources or other.sources:
        yield "one source", 1.0
    for name in one.quantities.keys() & other.quantities.keys():
        is_same = one.quantities[name] == other.quantities[name]
        yield ("same quantity" if is_same else "other quantity"), 1.0


def compare_syntax(one: EventMention, other: EventMention) -> Iterator[Feature]:
    """Whether one trigger governs the other, or its claim is the content of the other."""
    yield "second is content", float(other.key in one.content)
    yield "first is content", float(one.key in other.content)
    if one.sentence == other.sentence:
        yield f"path {_path(one, other)}", 1.0


def _compare_times(one: EventMention, other: EventMention) -> str:
    assert one.time and other.time
    days = [(time.begin, time.end) for time in (one.time, other.time)]
    if days[0] == days[1]:
        return "same"
    for (_, end), (begin, _) in (days, reversed(days)):
        if end and begin and end < begin:
            return "next day" if (begin - end).days == 1 else "other"
    return "overlaps"


def _path(one: EventMention, other: EventMention) -> str:
    for name, below, above in (("down", other, one), ("up", one, other)):
        for token, slot in below.governors[:MAX_STEPS]:
            if token == above.token:
                return f"{name} {slot}"
    shared = {token for token, _ in one.governors[:1]} & {token for token, _ in other.governors[:1]}
    return "siblings" if shared else "far"


def _common_beginning(one: str, other: str) -> float:
    """The share of the longer lemma that both begin with: "invest" and "investment" .6."""
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return same / max(len(one), len(other)) if same >= MIN_STEM else 0.0


def _numbers_in_class(mentions: Sequence[EventMention]) -> dict[str, int]:
    """The number of each mention among those of its class, from 0."""
    seen: Counter[str] = Counter()
    numbers = {}
    for mention in mentions:
        numbers[mention.key] = seen[mention.event_class]
        seen[mention.event_class] += 1
    return numbers


def _fillers_of_both(
    role: str, pairs: Sequence[tuple[EventMention, EventMention]]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Each two fillers of a role in both mentions of a pair, with the number of the pair."""
    numbers, tokens = [], []
    for number, (one, other) in enumerate(pairs):
        ours, theirs = one.fillers.get(role), other.fillers.get(role)
        if ours and theirs:
            both = [(first, second) for first in ours.tokens for second in theirs.tokens]
            numbers += [number] * len(both)
            tokens += both
    return numbers, tokens


def state_tokens(mentions: Sequence[EventMention]) -> set[int]:
    """The tokens whose states are compared."""
    fillers = (filler for mention in mentions for filler in mention.fillers.values())
    return {mention.token for mention in mentions} | {token for filler in fillers for token in filler.tokens}


def _unit(states: Sequence[Array]) -> Array:
    """Both halves of the states, each of length 1 [halves, tokens, 384]."""
    halves = np.asarray(states, dtype=np.float32).reshape(-1, 2, HALF).transpose(1, 0, 2)
    lengths = np.linalg.norm(halves, axis=2, keepdims=True)
    return np.asarray(halves / np.maximum(lengths, 1e-6), dtype=np.float32)
