"""Verbs that carry an event noun: "*held* talks", "talks *took place*", "*came under* attack" (`light_verbs.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.grammar.frames import Frame
from kg.grammar.parsed import Parsed
from kg.ontology.classes.lexicon import Lexicon, LightKind


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A light verb over an event noun."""

    frame: Frame
    kind: LightKind
    lemma: str


def find_light_verbs(parsed: Parsed, lexicon: Lexicon) -> Mapping[int, LightVerb]:
    """The light verb over each noun that has one: "held *talks*", "*talks* took place", "came under *attack*"."""
    found: dict[int, LightVerb] = {}
    for frame in parsed.frames.values():
        for token, light in _lights(parsed, lexicon, frame):
            found.setdefault(token, light)
    return found


def _lights(parsed: Parsed, lexicon: Lexicon, frame: Frame) -> Iterator[tuple[int, LightVerb]]:
    if frame.kind == "copular":
        yield from _copular_lights(lexicon, frame)
        return
    tree = parsed.tree
    base = lexicon.lemma(tree.words[frame.predicate], tree.lemmas[frame.predicate], "verb")
    lemma = " ".join([base, *(tree.words[particle] for particle in frame.particles)])
    for oblique in frame.obliques:
        for kind in _kinds(lexicon, f"{lemma} {oblique.preposition}", "doer", "undergoer"):
            yield oblique.token, LightVerb(frame, kind, f"{lemma} {oblique.preposition}")
    for kind in _kinds(lexicon, lemma, "doer", "undergoer", "place")[:1]:
        yield from ((token, LightVerb(frame, kind, lemma)) for token in frame.undergoer)
    for _ in _kinds(lexicon, lemma, "causes"):
        yield from ((token, LightVerb(frame, "happens", lemma)) for token in frame.undergoer)
    yield from _events_as_subject(parsed, lexicon, frame, lemma)


def _events_as_subject(
    parsed: Parsed, lexicon: Lexicon, frame: Frame, lemma: str
) -> Iterator[tuple[int, LightVerb]]:
    """ "*Talks* took place", "*fighting* erupted", "an *earthquake* struck X"."""
    phrase = f"{lemma} {' '.join(parsed.tree.lemmas[token] for token in frame.undergoer)}"
    for name in (phrase, lemma):
        is_open = not frame.undergoer or name == phrase
        kinds = _kinds(lexicon, name, *(("happens",) if is_open else ("affects",)))
        yield from ((token, LightVerb(frame, kind, name)) for kind in kinds for token in frame.doer)


def _copular_lights(lexicon: Lexicon, frame: Frame) -> Iterator[tuple[int, LightVerb]]:
    for kind in _kinds(lexicon, f"be {frame.preposition}", "doer", "undergoer"):
        yield frame.predicate, LightVerb(frame, kind, f"be {frame.preposition}")
    if frame.existential:
        yield frame.predicate, LightVerb(frame, "happens", "be")
    elif not frame.preposition:  # "the *bombing* was the deadliest by X in Y"
        yield from ((token, LightVerb(frame, "happens", "be")) for token in frame.subject)


def _kinds(lexicon: Lexicon, lemma: str, *wanted: LightKind) -> tuple[LightKind, ...]:
    return tuple(kind for kind in lexicon.light_verbs.get(lemma, ()) if kind in wanted)
