"""Stances of an article: which words take a stance towards what they govern, and which predicates use a noun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.grammar.noun_phrases import noun_frame
from kg.grammar.parsed import Parsed
from kg.grammar.tree import FINITE
from kg.ontology.classes.lexicon import Lexicon, StanceKind
from kg.records import Event


@dataclass(frozen=True, slots=True)
class Use:
    """How a predicate uses a noun: as what it is done to (""), as "subject", or with a preposition."""

    predicate: int
    link: str


@dataclass(frozen=True, slots=True)
class Stances:
    """One article with the words that take a stance in it.

    `uses` are those of each noun, in text order of their predicates; a relative clause's predicate uses its noun.
    """

    parsed: Parsed
    lexicon: Lexicon
    uses: Mapping[int, tuple[Use, ...]]
    triggers: Mapping[int, StanceKind]  # what the class says of its trigger: "took" responsibility

    def kind(self, token: int, link: str = "") -> StanceKind | None:
        """What a word does to what it governs with `link`, a preposition or marker: "agree", "push *for*"."""
        stance, pos = self.lexicon.stance, self.pos(token)
        lemma = self.lemma(token)
        words = (f"{lemma} {link}", lemma) if link else (lemma,)
        words = (*self._with_it(token, lemma), *words)
        found = next((kind for word in words if (kind := stance.kind(word, pos))), None)
        if found is None and pos != "noun" and not self.is_finite(token):
            found = stance.kind(self.parsed.tree.words[token], "adjective")
        if found and found.content != found.unvoiced and self.is_unvoiced(token):
            return replace(found, content=found.unvoiced)
        is_open = found is None or (found.content == "own" and not found.attributed)
        return self.triggers.get(token, found) if is_open else found

    def _with_it(self, token: int, lemma: str) -> tuple[str, ...]:
        """ "have it", in "legend has *it* that"."""
        tree = self.parsed.tree
        return tuple(f"{lemma} {tree.words[word]}" for word in tree.get(token, "expletive") if word > token)

    def is_finite(self, token: int) -> bool:
        """True for "they *set* up a camp", which is no "set to leave"."""
        tree = self.parsed.tree
        return tree.tags[token] in FINITE or bool(tree.get(token, "particle"))

    def is_unvoiced(self, token: int) -> bool:
        """True for "it is alleged that", "he is said to", "faces accusations of": nobody is named who says so."""
        frame = self.parsed.frames.get(token)
        if frame is not None and frame.kind == "verb":
            return frame.is_passive and not frame.agent
        return self.pos(token) == "noun" and not self.owners(token)

    def owners(self, noun: int) -> tuple[int, ...]:
        """Whose claim it is: "*her* claim", "*US* claims", "a claim *by the union*", "*they* made the claim"."""
        tree = self.parsed.tree
        frame = noun_frame(tree, noun, self.parsed.relatives)
        by = tuple(oblique.token for oblique in frame.obliques if oblique.preposition in ("by", "from"))
        names = tuple(word for word in (*frame.compounds, *frame.adjectives) if tree.pos[word] == "PROPN")
        uses = [use.predicate for use in self.uses.get(noun, ()) if not use.link]
        # an envelope that holds a statement makes none
        makes = bool(uses) and "doer" in self.lexicon.light_verbs.get(self.lemma(uses[0]), ())
        makes = makes and self.lemma(uses[0]) not in self.lexicon.stance.lists["silencing"]
        doers = self.parsed.frames[uses[0]].doer if makes else ()
        return frame.possessives or by or doers or names

    def is_speech(self, token: int) -> bool:
        """True for a word whose doer is the source of what it governs."""
        kind = self.kind(token)
        return kind is not None and kind.attributed

    def pos(self, token: int) -> str:
        """The part of speech to look a word up by; a participle is a verb."""
        tree = self.parsed.tree
        if tree.is_verb(token):
            return "verb"
        return {"ADJ": "adjective", "ADV": "adverb"}.get(tree.pos[token], "noun")

    def lemma(self, token: int) -> str:
        """The lemma to look a word up by, with its particles: "call off"."""
        tree = self.parsed.tree
        if not tree.is_verb(token):
            return self.lexicon.lemma(tree.words[token], tree.lemmas[token], "noun")
        base = self.lexicon.lemma(tree.words[token], tree.lemmas[token], "verb")
        return " ".join([base, *(tree.words[particle] for particle in tree.get(token, "particle"))])


def read_stances(parsed: Parsed, lexicon: Lexicon, events: Iterable[Event] = ()) -> Stances:
    uses: defaultdict[int, list[Use]] = defaultdict(list)
    for token, use in _uses(parsed):
        uses[token].append(use)
    triggers = {event.trigger: lexicon.stance.kinds[event.stance] for event in events if event.stance}
    return Stances(
        parsed=parsed,
        lexicon=lexicon,
        uses={token: tuple(found) for token, found in uses.items()},
        triggers=triggers,
    )


def _uses(parsed: Parsed) -> Iterator[tuple[int, Use]]:
    for predicate, frame in parsed.frames.items():
        for token in dict.fromkeys((*frame.undergoer, *frame.object)):
            yield token, Use(predicate, "")
        for token in () if frame.is_passive else frame.subject:
            yield token, Use(predicate, "subject")
        for oblique in frame.obliques:
            yield oblique.token, Use(predicate, oblique.preposition)
