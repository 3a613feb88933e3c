"""What the trained heads see of a word, and of a pair of an event's trigger and a word that may fill a role of it.

Training and reading call the same functions, so a feature means the same in both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypedDict

from kg.events.learned.tree_paths import TreePaths
from kg.grammar.parsed import Parsed
from kg.grammar.tree import Tree, preposition
from kg.ontology.classes.lexicon import Lexicon, Pos
from kg.records import Event, Resolution

LONGEST_PATH = 5  # steps between trigger and candidate that are told apart by their path
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
TRIGGER_POS: dict[str, Pos] = {"VERB": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
EVOKING = frozenset({*TRIGGER_POS, "ADV", "X"})
OTHER = frozenset({"VERB", "DET", "ADJ", "ADV"})  # candidates only if an event or an entity


class WordFeatures(NamedTuple):
    """A word beside its states. `rule` is the class that the rules give it here; `first` and `second` are the classes
    that the lexicon lists it for, whatever its context. "" for none.
    """

    lemma: str
    pos: str
    slot: str
    label: str
    rule: str
    first: str
    second: str


class PairFeatures(NamedTuple):
    """A trigger and a candidate; `rule` is the role that the rules give the candidate, "" for none."""

    path: str
    last: str
    first: str
    preposition: str
    rule: str
    type: str
    kind: str
    pos: str
    label: str
    steps: str
    distance: str
    is_event: str


class CandidateFeatures(TypedDict):
    """Those of the `PairFeatures` that are the same with every trigger."""

    preposition: str
    type: str
    kind: str
    pos: str
    label: str
    is_event: str


def may_evoke(tree: Tree, events: Iterable[Event]) -> list[int]:
    """The tokens that may evoke an event: nouns, verbs, adjectives, adverbs, and the triggers of the rules' events.

    Of 100 articles the heads gave a word of another part of speech at most .04 for all classes together.
    """
    triggers = {event.trigger for event in events}
    return [token for token, pos in enumerate(tree.pos) if pos in EVOKING or token in triggers]


def word_features(
    parsed: Parsed, events: Iterable[Event], lexicon: Lexicon, tokens: Iterable[int]
) -> list[WordFeatures]:
    """The features of tokens of an article, in order."""
    tree, rules = parsed.tree, rule_classes(events)
    return [
        WordFeatures(
            tree.lemmas[token].lower(), tree.pos[token], tree.slots[token], parsed.labels[token],
            rules.get(token, ""), *listed_classes(lexicon, tree, token),
        )
        for token in tokens
    ]  # fmt: skip


def listed_classes(lexicon: Lexicon, tree: Tree, token: int) -> tuple[str, str]:
    """The first two event classes that have a trigger of this word, "" where there are fewer."""
    pos = TRIGGER_POS.get(tree.pos[token])
    if pos is None:
        return "", ""
    lemma = lexicon.lemma(tree.words[token], tree.lemmas[token], pos)
    words = [f"{lemma} {tree.words[kid]}" for kid in tree.get(token, "particle")] + [lemma]
    listed = [trigger.event_class for word in words for trigger in lexicon.triggers(word, pos)]
    first, second, *_ = *dict.fromkeys(listed), "", ""
    return first, second


def rule_classes(events: Iterable[Event]) -> dict[int, str]:
    """The class by trigger token; a named class goes before a plain event or a state."""
    classes: dict[int, str] = {}
    for event in events:
        if event.event_class != "Event" or event.trigger not in classes:
            classes[event.trigger] = event.event_class
    return classes


def rule_roles(events: Iterable[Event]) -> dict[int, dict[int, str]]:
    """By trigger token, the role that the rules give each filler's head token."""
    roles: dict[int, dict[int, str]] = {}
    for event in events:
        for filler in event.fillers:
            if filler.token >= 0:
                roles.setdefault(event.trigger, {}).setdefault(filler.token, filler.role)
    return roles


@dataclass(frozen=True, slots=True)
class PairContext:
    """An article for pairs of a trigger and a candidate; `triggers` are all triggers of the article."""

    parsed: Parsed
    resolution: Resolution
    triggers: frozenset[int]
    paths: TreePaths
    fillers: Sequence[int]  # the tokens that may fill a role of some event, in order
    seen: dict[int, CandidateFeatures]

    @classmethod
    def of(cls, parsed: Parsed, resolution: Resolution, triggers: frozenset[int]) -> PairContext:
        fillers = [
            token
            for token, pos in enumerate(parsed.tree.pos)
            if pos in NOMINAL or (pos in OTHER and (token in triggers or token in resolution.at))
        ]
        return cls(parsed, resolution, triggers, TreePaths(parsed.tree), fillers, {})

    def candidates(self, trigger: int) -> list[int]:
        """The tokens of the trigger's sentence that may fill a role of its event."""
        sentence_of = self.parsed.sentence_of
        start, stop = (cut(sentence_of, sentence_of[trigger]) for cut in (bisect_left, bisect_right))
        first, last = (bisect_left(self.fillers, token) for token in (start, stop))
        return [token for token in self.fillers[first:last] if token != trigger]

    def features(self, trigger: int, token: int, roles: Mapping[int, str]) -> PairFeatures:
        """`roles` are those that the rules give the fillers of this trigger."""
        path = self.paths.between(trigger, token)
        distance = token - trigger
        return PairFeatures(
            path=" ".join(path) if len(path) <= LONGEST_PATH else "long",
            last=path[-1] if path else "none",
            first=path[0] if path else "none",
            rule=roles.get(token, ""),
            steps=str(min(len(path), 8)),
            distance=f"{'+' if distance > 0 else '-'}{min(6, abs(distance).bit_length())}",
            **self._candidate(token),
        )

    def _candidate(self, token: int) -> CandidateFeatures:
        """The features of a candidate by itself; it is in a pair with every trigger of its sentence."""
        if token not in self.seen:
            tree, entity = self.parsed.tree, self.resolution.entity(token)
            self.seen[token] = CandidateFeatures(
                preposition=preposition(tree, token),
                type=entity.type if entity else "",
                kind=("named" if entity.is_named else "noun") if entity else "",
                pos=tree.pos[token],
                label=self.parsed.labels[token],
                is_event="yes" if token in self.triggers else "",
            )
        return self.seen[token]
