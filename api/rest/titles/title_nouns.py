"""Titles of noun phrases: "Attack on Orrin by rebels", "Talks between A and B", "Bo Dahl's trial", "Road accidents"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.api.rest.titles.title_fillers import Filler, listed_objects
from kg.api.rest.titles.title_parts import SPEECH, Title, is_speech
from kg.query.phrases.edge_words import NOUN
from kg.query.phrases.prepositions import noun_preposition, noun_prepositions
from kg.query.phrases.title_words import title_words


def is_of_noun(title: Title) -> bool:
    """Whether the trigger is a noun by what follows it: "a protest for her", where a verb's agent stands before it."""
    is_participle = title.verb is not None and title.trigger == title.verb.participle  # "hit by a van"
    may_be_noun = title.may_be_noun and not is_participle and not is_speech(title)  # "'Rain,' says Orla Venn"
    return may_be_noun and any(title.is_behind(each) for each in title.agent)


def with_modifier(title: Title) -> Title:
    """A title whose noun has the filler right before it in the sentence: "road accidents", "police raid"."""
    before = title.texts.preceding(title.claim)
    if is_speech(title) or title.info.symmetric:
        return title
    for role, fillers in title.fillers.items():
        for filler in fillers:
            words = filler.source
            is_modifier = before.endswith(f" {words} ") and filler.text.lower() in (
                words.lower(),
                words.lower() + "s",
            )
            if is_modifier and not filler.is_text:
                rest = [each for each in fillers if each is not filler]
                return replace(title, noun=f"{words} {title.trigger}", fillers={**title.fillers, role: rest})
    return title


def noun_phrase(title: Title) -> Iterator[str]:
    agents, patients = _nominal([each for each in title.agent if _does(title, each)]), _nominal(title.patient)
    owner = _owner(title, [*agents, *patients])
    noun = NOUN[title.factuality].format(title.noun)
    if owner:
        yield f"{owner.text}{'’' if owner.text.endswith('s') else '’s'} {noun}"
        agents, patients = ([each for each in some if each is not owner] for some in (agents, patients))
    else:
        yield noun
    if title.info.symmetric and (agents or patients):
        people = [*agents, *patients]
        yield f"{'with' if owner else 'between' if len(people) > 1 else 'involving'} {listed_objects(people)}"
        return
    if patients:
        before = title.preposition(patients[0]) if title.noun != title.info.label.lower() else None
        before = before or noun_preposition(title.info.name, title.patient_role, title.noun)
        yield f"{before} {listed_objects(patients)}"
    if agents:
        yield f"by {listed_objects(agents)}"


def _does(title: Title, agent: Filler) -> bool:
    """Whether somebody can be who does it: behind a noun with a preposition of agents, "by" and not "for"."""
    if title.info.symmetric or title.info.family == SPEECH or not title.is_behind(agent):
        return True
    words = title_words()
    found = (each[0] for each in words.preposition.finditer(title.gap(agent) or ""))
    first = next((each for each in found if each not in words.times), "by")
    return first in words.agents | noun_prepositions(title.info.name, "agent")


def _owner(title: Title, fillers: Sequence[Filler]) -> Filler | None:
    """The only participant, if it has a name and stands before its noun as a possessive: "Bo Dahl's trial"."""
    before = [each for each in fillers if not title.is_behind(each)]
    is_possessive = bool(title_words().possessive.search(title.texts.preceding(title.claim)))
    is_one = len(before) == 1 and before[0].is_named and not (before[0].is_place or "'" in before[0].text)
    return before[0] if is_possessive and is_one and title.factuality != "negated" else None


def _nominal(fillers: Sequence[Filler]) -> list[Filler]:
    """The fillers that can follow a preposition; no clauses."""
    return [each for each in fillers if not (each.is_text and title_words().clause.match(each.text))]
